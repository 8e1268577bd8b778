//! What the owner makes of what the disk says, and what it asks of it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use tracing::info;

use super::super::disk::{Errand, OnDisk, Report};
use super::super::reading::Reading;
use super::super::uri;
use super::super::watch::Watched;
use super::state::{Linking, Owner};
use super::tell::{ClientMessage, Refresh};
use crate::rules::Severity;
use crate::store::workspace::{self, Found};
use crate::store::{Problem, annotations};
use crate::text::escaped_path;

impl Owner {
    /// Has the disk thread read what was written here; gives the number of the errand. Nobody has to wait for it.
    pub(super) fn send_written(&mut self, files: Vec<PathBuf>) -> Option<u64> {
        self.disk.as_mut().map(|disk| disk.send(Errand::Written(files)))
    }

    /// Has the disk thread do something.
    pub(super) fn send(&mut self, errand: Errand) {
        let Some(disk) = &mut self.disk else { return };
        let now = Instant::now();
        let (fresh, passing) = match &errand {
            Errand::Settle { folders, always } => (self.settled.as_ref() != Some(&(folders.clone(), *always)), false),
            Errand::Open { .. } | Errand::Close { .. } => (false, true),
            // What was decided is to be seen by whoever asks next.
            Errand::Files(paths) => (false, paths.iter().any(|path| annotations::is_store(path))),
            Errand::Written(_) => (false, false),
            // Nor is anything said of settings that were not judged yet.
            Errand::Settings { .. } => (false, true),
        };
        if let Errand::Settle { folders, always } = &errand {
            self.settled = Some((folders.clone(), *always));
        }
        let serial = disk.send(errand);
        if fresh {
            self.asked.fresh = Some((serial, self.asked.fresh.map_or(now, |(_, since)| since)));
        }
        if passing {
            self.asked.passing.insert(serial, now);
        }
    }

    /// Until when questions are held back: the workspace is being read, or a document was opened and the disk is about
    /// to say what it is.
    pub(super) fn hold(&self) -> Option<Instant> {
        let fresh = self.asked.fresh.map(|(_, since)| since + self.pace.grace);
        let passing = self.asked.passing.values().next().map(|since| *since + self.pace.glance);
        fresh.into_iter().chain(passing).max()
    }

    /// True when the disk does not count.
    pub(super) fn is_open(&self, key: &str) -> bool {
        self.buffers.contains_key(key) || self.muted.contains(key)
    }

    /// What an article at `path` is read with, if Copydesk is at home there, as far as is known.
    pub(super) fn at_home(&self, path: &Path) -> Option<Found> {
        let settings = self.index.known(path);
        let home = self.always || settings.is_some();
        (home && workspace::is_article(path, settings.as_deref())).then(|| Found { path: path.to_owned(), settings })
    }

    /// Takes what the disk says.
    pub(super) fn take_report(&mut self, report: Report) {
        self.asked.done = report.done;
        self.asked.reading = report.reading;
        self.asked.passing = self.asked.passing.split_off(&(report.done + 1));
        self.unread = report.unread;
        let index_changed = report.index.is_some();
        if let Some(index) = report.index {
            self.index = index;
        }
        if index_changed || self.roots != report.roots {
            self.roots = report.roots;
            self.watch();
        }
        let written = self.written();
        let renamed = !report.names.is_empty();
        self.rename(report.names);
        let mut changed = renamed || index_changed;
        for (key, file) in report.files {
            changed |= self.take_file(key, file);
        }
        changed |= self.lay_again(written);
        if report.user.is_some() && self.annotated.user != report.user {
            self.annotated.user = report.user;
            self.see_anew();
        }
        if let Some(problems) = report.annotations {
            changed |= self.annotated.problems != problems;
            self.annotated.problems = problems;
        }
        self.tell_problems(report.problems);
        if index_changed {
            // The settings of open articles may have changed.
            self.dirty.extend(self.buffers.keys().cloned());
        }
        let begun = self.asked.fresh.is_some_and(|(serial, _)| serial <= report.done);
        match report.read {
            Some(reading) => self.has_read(Some(reading)),
            None if begun && !report.reading => self.has_read(None),
            None if index_changed => self.publish(),
            None if changed => self.touch(),
            None => {}
        }
    }

    /// Takes what the disk says of an article; true when that is new.
    fn take_file(&mut self, key: String, file: Option<OnDisk>) -> bool {
        let OnDisk { analysis, note, annotations } = file.unwrap_or_default();
        let annotated = self.annotate(&key, annotations);
        let noted = self.notes.get(&key) != note.as_ref();
        match note {
            Some((severity, note)) => {
                if noted && severity > Severity::Hint {
                    let path = uri::local_path(&key).map_or_else(|| key.clone(), |path| escaped_path(&path));
                    let _ = self.tell.send(ClientMessage::Log(format!("{path}: {note}")));
                }
                self.notes.insert(key.clone(), (severity, note));
            }
            None => drop(self.notes.remove(&key)),
        }
        let noted = noted || annotated;
        let muted = self.muted.contains(&key);
        let known = self.corpus.get(&key);
        match analysis {
            // Its text may be the buffer's, which then need not be analysed.
            Some(analysis) if self.dirty.contains(&key) && known.is_none() && !muted => {
                self.put(&key, &analysis);
                noted
            }
            _ if self.is_open(&key) => noted,
            Some(analysis) => self.put(&key, &analysis) || noted,
            None => self.corpus.remove(&key) || noted,
        }
    }

    fn tell_problems(&self, problems: Vec<Problem>) {
        for problem in problems {
            let _ = self.tell.send(ClientMessage::Log(format!("{}: {}", escaped_path(&problem.path), problem.message)));
        }
    }

    /// A reading is over, or there was little to read: what was read is linked, in a large workspace on another thread.
    fn has_read(&mut self, reading: Option<Arc<Reading>>) {
        if let Some(reading) = &reading {
            self.stopped = reading.is_stopped().then(|| reading.stage()).filter(|stage| stage.read < stage.total);
        }
        if self.corpus.len() <= self.pace.few || self.corpus.linked().is_some() {
            return self.at_rest();
        }
        let again = self.links.is_away();
        self.asked.linking = Some(Linking { reading, again });
        self.link_read();
    }

    fn link_read(&mut self) {
        if let Some(reading) = self.asked.linking.as_ref().and_then(|linking| linking.reading.as_ref()) {
            reading.linking();
        }
        self.link_all();
    }

    /// All articles are linked, or cannot be.
    pub(super) fn has_linked(&mut self) {
        match &mut self.asked.linking {
            Some(linking) if linking.again => {
                linking.again = false;
                self.link_read();
            }
            Some(_) => {
                self.asked.linking = None;
                self.at_rest();
            }
            None => {}
        }
    }

    /// Nothing is being read any more.
    fn at_rest(&mut self) {
        if self.asked.reading || self.asked.linking.is_some() {
            return;
        }
        if self.asked.fresh.is_some_and(|(serial, _)| serial <= self.asked.done) {
            self.asked.fresh = None;
        }
        match self.corpus.len() {
            0 => info!("nothing to do here: no article in a folder with a copydesk.toml; `copydesk init` makes one"),
            articles => info!("{articles} articles in {} folders", self.roots.len()),
        }
        if self.client.refreshes_hints {
            let _ = self.tell.send(ClientMessage::Refresh(Refresh::Hints));
        }
        if self.client.features.refreshes_tokens && self.client.features.tokens.is_some() {
            let _ = self.tell.send(ClientMessage::Refresh(Refresh::Tokens));
        }
        self.publish();
    }

    fn watch(&self) {
        let mut watched = Watched::default();
        for root in &self.roots {
            // Its own file, one above it, or one of a folder in it.
            let home = self.always || self.index.files().any(|file| speaks_in(root, file.folder()));
            watched.folders.insert((root.clone(), home));
        }
        // A settings file above all that is open is watched where it is.
        let above = |folder: &Path| !self.roots.iter().any(|root| folder.starts_with(root));
        let above = self.index.files().map(|file| file.folder()).filter(|folder| above(folder));
        watched.settings = above.map(Path::to_owned).collect::<BTreeSet<PathBuf>>();
        let patterns = self.index.files().flat_map(|file| file.settings.include_patterns());
        watched.patterns.extend(patterns.map(str::to_owned));
        let _ = self.tell.send(ClientMessage::Watch(watched));
    }
}

/// True when the settings of a folder say something of articles below another.
pub(super) fn speaks_in(root: &Path, folder: &Path) -> bool {
    root.starts_with(folder) || folder.starts_with(root)
}
