//! What the owner knows of the disk: scans, single files, and where Copydesk is at home.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tracing::{error, info};

use super::super::reading::Reading;
use super::super::uri;
use super::super::watch::Watched;
use super::scan::{self, Order, Scanned};
use super::{Owner, Refresh, Scanning, Tell, is_settings};
use crate::corpus::Corpus;
use crate::rules::Severity;
use crate::store::settings::SettingsFile;
use crate::store::workspace::{self, Found};

impl Owner {
    /// Files have changed on disk.
    pub(super) fn files(&mut self, paths: Vec<PathBuf>) {
        /// With more, reading everything is simpler and no slower.
        const MANY: usize = 100;
        let paths: BTreeSet<PathBuf> = paths.into_iter().collect();
        let decides = |path: &PathBuf| {
            is_settings(path) || path.file_name().is_some_and(|name| name == ".gitignore") || self.is_folder(path)
        };
        if paths.len() > MANY || paths.iter().any(decides) {
            self.rescan();
            return;
        }
        for path in paths {
            self.reload(&path);
            if let Some(scanning) = &mut self.scanning {
                scanning.touched.insert(path);
            }
        }
    }

    /// True when the disk does not count.
    pub(super) fn is_open(&self, key: &str) -> bool {
        self.buffers.contains_key(key) || self.muted.contains(key)
    }

    /// True for a folder, and for one that was until now.
    fn is_folder(&self, path: &Path) -> bool {
        let inside = |key: &str| uri::local_path(key).is_some_and(|inner| inner != path && inner.starts_with(path));
        path.is_dir() || (!path.exists() && self.corpus.keys().any(|key| inside(key)))
    }

    /// What an article at `path` would be read with, if Copydesk is at home there.
    pub(super) fn at_home(&mut self, path: &Path) -> Option<Found> {
        let settings = self.index.nearest(path);
        let home = self.always || settings.is_some();
        (home && workspace::is_article(path, settings.as_deref())).then(|| Found { path: path.to_owned(), settings })
    }

    /// Reads one file again; its buffer wins while there is one.
    pub(super) fn reload(&mut self, path: &Path) {
        let Some(key) = uri::key_of_path(path) else { return };
        self.touch();
        self.notes.remove(&key);
        let root = self.roots.iter().filter(|root| path.starts_with(root)).max_by_key(|root| root.as_os_str().len());
        let reachable = root.is_some_and(|root| path.is_file() && workspace::is_reachable(root, path));
        let found = if reachable { self.at_home(path) } else { None };
        let is_open = self.is_open(&key);
        let Some(found) = found else {
            if !is_open {
                self.corpus.remove(&key);
            }
            return;
        };
        let file = scan::read(&found, self.corpus.get(&key).filter(|_| !is_open), &self.models);
        if let Some(note) = file.note {
            self.notes.insert(key.clone(), note);
        }
        match file.analysis {
            _ if is_open => {}
            Some(analysis) => self.corpus.set(key.into(), analysis),
            None => {
                self.corpus.remove(&key);
            }
        }
    }

    /// Reads the workspace again, on other threads. One scan runs at a time: what is asked for meanwhile is one more.
    pub(super) fn rescan(&mut self) {
        let settings: Vec<_> =
            self.settings_buffers.iter().map(|(path, buffer)| SettingsFile::parse(path, &buffer.text)).collect();
        self.index = scan::index(&self.roots, settings.iter().cloned());
        self.watch();
        if let Some(scanning) = &mut self.scanning {
            scanning.again = true;
            return;
        }
        let known = self.corpus.keys().filter_map(|key| Some((key.to_string(), Arc::clone(self.corpus.get(key)?))));
        let order = Order { roots: self.roots.clone(), always: self.always, settings, known: known.collect() };
        let (queue, models) = (Arc::clone(&self.queue), Arc::clone(&self.models));
        let reading = self.begin_reading();
        let counted = Arc::clone(&reading);
        let started = std::thread::Builder::new().name("scan".to_owned()).spawn(move || {
            let scanned = catch_unwind(AssertUnwindSafe(|| scan::scan(order, &models, &counted)));
            queue.scanned(scanned.ok());
        });
        match started {
            Ok(_) => self.scanning = Some(Scanning { reading, touched: BTreeSet::new(), again: false }),
            Err(error) => error!("the workspace cannot be read: {error}"),
        }
    }

    fn begin_reading(&mut self) -> Arc<Reading> {
        self.readings += 1;
        let (tell, before) = (self.tell.clone(), Arc::new(self.status()));
        let told = move |reading: &Arc<Reading>| {
            let _ = tell.send(Tell::Reading(Arc::clone(reading), Arc::clone(&before)));
        };
        Reading::begin(self.readings, self.pace.silent, Arc::new(told))
    }

    fn watch(&mut self) {
        let mut watched = Watched::default();
        for root in &self.roots {
            let home = self.always || self.index.nearest(&root.join("_")).is_some();
            watched.folders.insert((root.clone(), home));
        }
        let patterns = self.index.files().flat_map(|file| file.settings.include_patterns());
        watched.patterns.extend(patterns.map(str::to_owned));
        let _ = self.tell.send(Tell::Watch(watched));
    }

    /// Takes what a scan has read; nothing when it failed.
    pub(super) fn take_scan(&mut self, scanned: Option<Box<Scanned>>) {
        let Some(Scanning { touched, again, reading }) = self.scanning.take() else { return };
        if again {
            self.rescan();
            return;
        }
        let Some(scanned) = scanned else {
            error!("reading the workspace failed; please report this");
            return;
        };
        self.index = scanned.index;
        self.take_corpus(scanned.corpus);
        for (key, (severity, note)) in &scanned.notes {
            if *severity > Severity::Hint {
                let path = uri::local_path(key).map_or_else(|| key.clone(), |path| path.display().to_string());
                let _ = self.tell.send(Tell::Log(format!("{path}: {note}")));
            }
        }
        self.notes = scanned.notes;
        self.unread = scanned.problems.len();
        self.stopped = reading.is_stopped().then(|| reading.stage()).filter(|stage| stage.read < stage.total);
        for problem in scanned.problems {
            let _ = self.tell.send(Tell::Log(format!("{}: {}", problem.path.display(), problem.message)));
        }
        match self.corpus.keys().count() {
            0 => info!("nothing to do here: no article in a folder with a copydesk.toml; `copydesk init` makes one"),
            articles => info!("{articles} articles in {} folders", self.roots.len()),
        }
        touched.iter().for_each(|path| self.reload(path));
        // The settings of open articles may have changed.
        self.dirty.extend(self.buffers.keys().cloned());
        if self.client.refreshes_hints {
            let _ = self.tell.send(Tell::Refresh(Refresh::Hints));
        }
        if self.client.features.refreshes_tokens && self.client.features.tokens.is_some() {
            let _ = self.tell.send(Tell::Refresh(Refresh::Tokens));
        }
        self.publish();
    }

    /// Takes the articles on disk; those that are open stay as they are.
    fn take_corpus(&mut self, corpus: Corpus) {
        self.links.learn(&corpus);
        let open = |key: &&Arc<str>| self.is_open(key);
        let closed = |corpus: &Corpus| corpus.keys().filter(|key| !open(key)).cloned().collect::<Vec<_>>();
        let keys = closed(&corpus);
        let same = |key: &Arc<str>| match (corpus.get(key), self.corpus.get(key)) {
            (Some(new), Some(old)) => Arc::ptr_eq(new, old),
            _ => false,
        };
        // What is already linked is worth keeping.
        if keys == closed(&self.corpus) && keys.iter().all(same) {
            return;
        }
        let old = std::mem::replace(&mut self.corpus, corpus);
        for key in self.buffers.keys().chain(&self.muted) {
            match (old.get(key), self.corpus.get(key)) {
                (Some(old), Some(new)) if old.text == new.text && old.meta == new.meta => {}
                (Some(old), _) => self.corpus.set(key.as_str().into(), Arc::clone(old)),
                (None, Some(_)) if self.muted.contains(key) => {
                    self.corpus.remove(key);
                }
                // It is dirty, and will be analysed; if its text is that of the disk, it need not be.
                (None, _) => {}
            }
        }
    }
}
