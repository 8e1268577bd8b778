//! The owner of the corpus: one thread that takes jobs in message order, so that every request sees exactly the
//! edits that came before it.
//!
//! An edit that comes after a pause is analysed and its diagnostics are published at once. Those that follow it
//! quickly are analysed together, after a short quiet. A panic costs the job it happened in.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use lsp_types::Url;
use ropey::Rope;
use tokio::sync::mpsc::UnboundedSender;
use tracing::error;

use super::capabilities::ClientCapabilities;
use super::disk::{Disk, Errand, Hooks};
use super::queue::{Job, Queue, Wake};
use super::reading::{Reading, Told};
use super::status::Status;
use super::uri;
use super::view::View;
use crate::analysis::Article;
use crate::corpus::{Corpus, Snapshot};
use crate::model::Models;
use crate::rules::Severity;
use crate::store::article;
use crate::store::load::Analyst;
use crate::store::settings;
use crate::text::{Moves, escaped_path};

mod annotated;
mod aside;
mod disk;
mod lenses;
mod link;
mod names;
mod near;
mod publish;
mod state;
mod tell;
mod worker;

use near::Links;
use state::{Annotated, Asides, Asked, Buffer, SettingsBuffer, Unpublished};
pub use state::{Owner, Pace};
pub use tell::{ClientMessage, Refresh};

impl Owner {
    /// Starts the thread; it ends when the queue is closed.
    ///
    /// # Errors
    /// When the system has no thread for it.
    pub fn start(
        queue: Arc<Queue>,
        tell: UnboundedSender<ClientMessage>,
        pace: Pace,
        hooks: Hooks,
    ) -> std::io::Result<()> {
        std::thread::Builder::new().name("corpus".to_owned()).spawn(move || {
            // The tables take a while to build; `initialize` is answered meanwhile.
            let analyst = Analyst::new(Models::embedded(), Arc::clone(&hooks.analyses));
            Self::new(queue, tell, pace, analyst, hooks).run();
        })?;
        Ok(())
    }

    fn new(
        queue: Arc<Queue>,
        tell: UnboundedSender<ClientMessage>,
        pace: Pace,
        analyst: Analyst,
        hooks: Hooks,
    ) -> Self {
        let standing: Arc<Mutex<Arc<Status>>> = Arc::default();
        let told: Told = {
            let (tell, standing) = (tell.clone(), Arc::clone(&standing));
            Arc::new(move |reading: &Arc<Reading>| {
                let before = Arc::clone(&standing.lock().unwrap_or_else(PoisonError::into_inner));
                let _ = tell.send(ClientMessage::Reading(Arc::clone(reading), before));
            })
        };
        let disk = Disk::start(Arc::clone(&queue), analyst.clone(), hooks, pace.silent, told);
        let disk = disk.map_err(|error| error!("no thread for the disk, nothing is read: {error}")).ok();
        Self {
            queue,
            tell,
            pace,
            analyst,
            disk,
            asked: Asked::default(),
            settled: None,
            shadows: BTreeMap::new(),
            names: Arc::default(),
            standing,
            client: ClientCapabilities::default(),
            roots: Vec::new(),
            always: false,
            index: Arc::default(),
            buffers: BTreeMap::new(),
            settings_buffers: BTreeMap::new(),
            spellings: Arc::default(),
            muted: BTreeSet::new(),
            notes: BTreeMap::new(),
            corpus: Corpus::new(),
            annotated: Annotated::default(),
            links: Links::default(),
            asides: Asides::default(),
            dirty: BTreeSet::new(),
            stopped: None,
            unread: 0,
            lenses: BTreeMap::new(),
            published: BTreeMap::new(),
            changed: None,
            busy: None,
        }
    }

    fn run(mut self) {
        loop {
            let hold = self.hold();
            let due = [self.due(hold), self.link_due()].into_iter().flatten().min();
            let wake = self.queue.wait(due, hold);
            if matches!(wake, Wake::Closed) {
                return;
            }
            if catch_unwind(AssertUnwindSafe(|| self.wake(wake))).is_err() {
                error!("a step of the corpus's owner failed; please report this");
                self.recover();
            }
        }
    }

    /// When diagnostics are due: not before the workspace is read, within reason.
    fn due(&self, hold: Option<Instant>) -> Option<Instant> {
        let Unpublished { first, last, alone } = self.changed?;
        let due = if alone { first } else { (last + self.pace.quiet).min(first + self.pace.longest) };
        Some(hold.map_or(due, |hold| due.max(hold)))
    }

    fn wake(&mut self, wake: Wake) {
        match wake {
            Wake::Closed => {}
            Wake::Due => {
                let now = Instant::now();
                if self.link_due().is_some_and(|due| due <= now) {
                    self.link_all();
                }
                if self.due(self.hold()).is_some_and(|due| due <= now) {
                    self.publish();
                }
            }
            Wake::Linked(linked) => self.take_linked(linked),
            Wake::Read(aside) => self.take_aside(*aside),
            Wake::Reported(report) => self.take_report(*report),
            Wake::Job(job) => self.work(job),
        }
    }

    fn work(&mut self, job: Job) {
        match job {
            Job::Greet(client) => self.client = *client,
            Job::Settle { roots, always } => {
                if self.always != always {
                    self.always = always;
                    self.dirty.extend(self.buffers.keys().cloned());
                }
                self.send(Errand::Settle { folders: roots, always });
            }
            Job::Annotator(name) => {
                self.annotated.annotator = name;
                self.see_anew();
            }
            Job::Buffer { key, uri, version, text, moves } => self.buffer(key, uri, version, text, moves),
            Job::Mute { keys } => self.mute(keys),
            Job::Close { key } => self.close(key),
            Job::Files(paths) => self.send(Errand::Files(paths)),
            Job::Decided { number, pending } => self.decided(number, pending),
            Job::Kept { number, files } => self.kept(number, files),
            Job::TakenBack { number, files } => self.taken_back(number, files),
            // A request that was canceled meanwhile costs nothing.
            Job::Ask(question) if question.answer.is_closed() => {}
            Job::Ask(question) => {
                if let Some((answer, scope)) = self.hold_back(question) {
                    self.answer(answer, scope);
                }
            }
        }
    }

    /// After a panic nothing that was computed across articles is trusted.
    fn recover(&mut self) {
        let old = std::mem::take(&mut self.corpus);
        self.links.distrust();
        let keys: Vec<_> = old.keys().cloned().collect();
        for key in keys {
            if let Some(analysis) = old.get(&key) {
                self.corpus.set(key, Arc::clone(analysis));
            }
        }
        self.changed = None;
    }

    fn touch(&mut self) {
        let now = Instant::now();
        let rested = self.busy.is_none_or(|busy| now.saturating_duration_since(busy) >= self.pace.quiet);
        self.changed = Some(match self.changed {
            Some(Unpublished { first, .. }) => Unpublished { first, last: now, alone: false },
            None => Unpublished { first: now, last: now, alone: rested },
        });
        self.busy = Some(now);
    }

    fn buffer(&mut self, key: String, uri: Url, version: i32, text: Rope, moves: Option<Moves>) {
        let Some(path) = uri::local_path(&key) else { return };
        self.touch();
        self.muted.remove(&key);
        if is_settings(&path) {
            let text = text.to_string();
            self.settings_buffers.insert(path.clone(), SettingsBuffer { uri, version });
            return self.send(Errand::Settings { path, text: Some(text) });
        }
        let article = self.article_of(&key);
        self.muted.remove(&article);
        let buffer = Buffer { document: key.clone(), uri, version, text, moves, note: None };
        let opened = self.place_buffer(article.clone(), buffer);
        self.dirty.insert(article);
        if opened {
            self.respell();
            self.send(Errand::Open { document: key });
        }
    }

    fn respell(&mut self) {
        let spelled = self.buffers.iter().map(|(key, buffer)| (key.clone(), buffer.uri.clone()));
        self.spellings = Arc::new(spelled.collect());
    }

    fn forget_buffer(&mut self, key: &str) {
        self.dirty.remove(key);
        if self.buffers.remove(key).is_some() {
            self.respell();
        }
    }

    /// Is silent about documents whose text is not known, and says so once.
    fn mute(&mut self, documents: Vec<String>) {
        let mut newly = Vec::new();
        for document in documents {
            let Some(path) = uri::local_path(&document) else { continue };
            let article = self.article_of(&document);
            if !self.muted.insert(article.clone()) {
                continue;
            }
            self.touch();
            self.forget_buffer(&article);
            self.shadows.retain(|_, shadow| !shadow.is_of(&article));
            self.corpus.remove(&article);
            if self.settings_buffers.remove(&path).is_some() {
                self.send(Errand::Settings { path: path.clone(), text: None });
            }
            // Where Copydesk is off, nobody misses what it does not say.
            if is_settings(&path) || self.at_home(&path).is_some() {
                newly.push(path);
            }
        }
        if let Some(message) = out_of_step(&newly) {
            let _ = self.tell.send(ClientMessage::Warn(message));
        }
    }

    fn close(&mut self, document: String) {
        let Some(path) = uri::local_path(&document) else { return };
        self.touch();
        if is_settings(&path) {
            self.muted.remove(&document);
            self.settings_buffers.remove(&path);
            return self.send(Errand::Settings { path, text: None });
        }
        let article = self.article_of(&document);
        let known = self.corpus.get(&article).cloned();
        if !self.drop_buffer(&article, &document) {
            self.muted.remove(&article);
            self.forget_buffer(&article);
        }
        if self.names.contains_key(&document) {
            Arc::make_mut(&mut self.names).remove(&document);
        }
        self.send(Errand::Close { document, known });
    }

    /// Analyses what has changed.
    fn analyze_dirty(&mut self) {
        for key in std::mem::take(&mut self.dirty) {
            self.analyze_buffer(key);
        }
    }

    fn analyze_buffer(&mut self, key: String) {
        let Some(path) = uri::local_path(&key) else { return };
        let found = self.at_home(&path);
        let Some(buffer) = self.buffers.get_mut(&key) else { return };
        buffer.note = None;
        let Some(found) = found else {
            self.corpus.remove(&key);
            return;
        };
        let limit = found.limit();
        if u64::try_from(buffer.text.len_bytes()).unwrap_or(u64::MAX) > limit {
            buffer.note = Some((Severity::Information, article::too_large(limit)));
            self.corpus.remove(&key);
            return;
        }
        let meta = found.meta();
        if self.read_aside(&key, &meta) {
            return;
        }
        let Some(buffer) = self.buffers.get(&key) else { return };
        let text: Arc<str> = buffer.text.to_string().into();
        let analysis = self.analyst.analysis_of(Article { text, meta }, self.corpus.get(&key));
        self.put(&key, &analysis);
    }

    fn view(&mut self) -> Arc<View> {
        self.analyze_dirty();
        let snapshot = self.snapshot();
        self.view_of(snapshot)
    }

    fn view_of(&self, snapshot: Arc<Snapshot>) -> Arc<View> {
        Arc::new(View {
            snapshot,
            client: self.client,
            spellings: Arc::clone(&self.spellings),
            names: Arc::clone(&self.names),
            settings: Arc::clone(&self.index),
            standing: Arc::clone(&self.annotated.placed),
            notes: Arc::clone(&self.annotated.notes),
        })
    }
}

/// Says of which files nothing is said, if there are any.
fn out_of_step(paths: &[PathBuf]) -> Option<String> {
    let name = |path: &PathBuf| escaped_path(Path::new(path.file_name().unwrap_or(path.as_os_str())));
    let (files, them) = match paths {
        [] => return None,
        [one] => (name(one), "it"),
        [first, rest @ ..] => (format!("{} and {} more", name(first), rest.len()), "each of them"),
    };
    Some(format!(
        "Copydesk could not follow an edit of {files} and is silent about {them} until it is closed and opened again."
    ))
}

fn is_settings(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == settings::FILE_NAME)
}
