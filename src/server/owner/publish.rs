//! Diagnostics: what should stand in the editor, against what does.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, PoisonError};
use std::time::Instant;

use lsp_types::{Diagnostic, Url};

use super::super::status::{Root, Status};
use super::super::to_proto::diagnostic;
use super::super::uri;
use super::super::view::View;
use super::disk::speaks_in;
use super::state::Owner;
use super::tell::ClientMessage;
use crate::rules::{self, RuleSettings, Severity};
use crate::store::settings::SettingsFile;

pub(super) type Wanted = BTreeMap<Url, (Option<i32>, Vec<Diagnostic>)>;

impl Owner {
    /// Publishes what differs from what was published last.
    pub(super) fn publish(&mut self) {
        self.changed = None;
        let view = self.view();
        let mut wanted = Wanted::new();
        self.articles(&view, &mut wanted);
        self.notes(&view, &mut wanted);
        self.annotation_problems(&mut wanted);
        self.settings_files(&mut wanted);
        for (uri, (version, diagnostics)) in &wanted {
            if self.published.get(uri).is_none_or(|old| (&old.0, &old.1) != (version, diagnostics)) {
                self.send_diagnostics(uri.clone(), *version, diagnostics.clone());
            }
        }
        for uri in self.published.keys().filter(|uri| !wanted.contains_key(*uri)) {
            self.send_diagnostics(uri.clone(), None, Vec::new());
        }
        self.published = wanted;
        self.tell_status();
        self.watch_lenses(&view);
        self.busy = Some(Instant::now());
    }

    /// While a reading is under way, what it is at is told by others.
    fn tell_status(&self) {
        let status = self.status();
        *self.standing.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(status.clone());
        if !self.asked.is_busy() {
            let _ = self.tell.send(ClientMessage::Rest(status));
        }
    }

    /// What stands, apart from what is being read.
    pub(super) fn status(&self) -> Status {
        let roots: Vec<Root> = self.roots.iter().filter_map(|path| self.root(path)).collect();
        let problems = self.notes.values().filter(|(severity, _)| *severity > Severity::Hint).count() + self.unread;
        let all = self.links.all();
        let (articles, events) = (all.articles.len(), all.coverages.len());
        Status::at_rest(articles, events, problems, roots, self.stopped)
    }

    fn root(&self, path: &Path) -> Option<Root> {
        let uri = Url::parse(&uri::key_of_path(path)?).ok()?;
        let speaks = |file: &Arc<SettingsFile>| speaks_in(path, file.folder());
        Some(Root { uri, on: self.always || self.index.files().any(speaks) })
    }

    fn send_diagnostics(&self, uri: Url, version: Option<i32>, diagnostics: Vec<Diagnostic>) {
        let version = version.filter(|_| self.client.diagnostic_version);
        let _ = self.tell.send(ClientMessage::Diagnostics { uri, diagnostics, version });
    }

    /// What the rules find in open articles.
    fn articles(&mut self, view: &View, wanted: &mut Wanted) {
        let keys: Vec<String> = self.buffers.keys().cloned().collect();
        for key in keys {
            let settings = uri::local_path(&key).and_then(|path| self.index.known(&path));
            let settings = settings.map_or_else(RuleSettings::default, |file| file.settings.rules.clone());
            let Some(buffer) = self.buffers.get(&key) else { continue };
            if self.asides.is_away(&key) {
                // What was said of it stands until it is read.
                let old = self.published.get(&buffer.uri).cloned();
                wanted.extend(old.map(|old| (buffer.uri.clone(), old)));
                continue;
            }
            let Some(article) = view.article(&key) else { continue };
            let findings = rules::check(&view.snapshot, article, &settings);
            let diagnostics = findings.iter().map(|finding| diagnostic::finding(view, article, finding)).collect();
            wanted.insert(buffer.uri.clone(), (Some(buffer.version), diagnostics));
        }
    }

    /// What is to be said of files as such, open or not.
    fn notes(&self, view: &View, wanted: &mut Wanted) {
        let of_buffers = self.buffers.iter().filter_map(|(key, buffer)| Some((key, buffer.note.as_ref()?)));
        // Of an open file the disk's encoding matters, since saving may keep it; its size and permissions do not.
        let of_disk = self.notes.iter().filter(|(key, note)| note.0 == Severity::Hint || !self.is_open(key));
        for (key, (severity, message)) in of_disk.chain(of_buffers).filter(|(key, _)| !self.muted.contains(*key)) {
            let buffer = self.buffers.get(key);
            let Some(uri) = buffer.map(|buffer| buffer.uri.clone()).or_else(|| Url::parse(key).ok()) else { continue };
            let analysis = view.article(key).map(|article| view.snapshot.analysis(article));
            let note = diagnostic::note(analysis, *severity, message, &self.client);
            let version = buffer.map(|buffer| buffer.version);
            wanted.entry(uri).or_insert((version, Vec::new())).1.insert(0, note);
        }
    }

    fn is_muted(&self, path: &Path) -> bool {
        !self.muted.is_empty() && uri::key_of_path(path).is_some_and(|key| self.muted.contains(&key))
    }

    /// Mistakes in settings.
    fn settings_files(&self, wanted: &mut Wanted) {
        for file in self.index.files().filter(|file| !self.is_muted(&file.path)) {
            let open = self.settings_buffers.get(&file.path);
            let uri = match open {
                Some(buffer) => Some(buffer.uri.clone()),
                None => uri::key_of_path(&file.path).and_then(|uri| Url::parse(&uri).ok()),
            };
            let Some(uri) = uri else { continue };
            if file.problems.is_empty() && open.is_none() {
                continue;
            }
            let encoding = self.client.encoding;
            let diagnostics = file.problems.iter().map(|problem| diagnostic::mistake(file, problem, encoding));
            wanted.insert(uri, (open.map(|buffer| buffer.version), diagnostics.collect()));
        }
    }
}
