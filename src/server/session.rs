//! What the client has told: open documents, folders, settings. Changed in message order, before any `await`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use lsp_types::notification::{DidCloseTextDocument, Notification};
use lsp_types::{TextDocumentContentChangeEvent, TextDocumentItem, Url};
use tokio::sync::oneshot;
use tracing::warn;

use super::capabilities::ClientCapabilities;
use super::documents::{Changed, Document};
use super::from_proto;
use super::journal::Journal;
use super::queue::{Job, Question, Queue, Scope};
use super::transport::message::Lost;
use super::uri::{self, Style};
use super::view::View;
use crate::store::annotations;
use crate::store::annotations::pending::Pending;
use crate::store::settings::{FILE_NAME, Memory, SettingsFile, SettingsIndex};
use crate::text::Moves;

/// The state of a session. Every method changes it at once, and tells the owner of the corpus under the same lock,
/// so that jobs stand in the order of the changes.
#[derive(Debug)]
pub struct Session {
    state: Mutex<State>,
    queue: Arc<Queue>,
    memory: Memory,
    annotations: annotations::Memory,
    journal: Mutex<Journal>,
    /// The number of what was decided last.
    decided: Mutex<u64>,
}

/// What holds already and is not yet safe on disk. Dropped, it is taken back.
#[derive(Debug)]
pub struct Decided<'a> {
    session: &'a Session,
    number: u64,
    files: Vec<PathBuf>,
}

impl Decided<'_> {
    /// It is safe on disk.
    pub fn kept(mut self) {
        let files = std::mem::take(&mut self.files);
        self.session.queue.push(Job::Kept { number: self.number, files });
        self.number = 0;
    }
}

impl Drop for Decided<'_> {
    fn drop(&mut self) {
        if self.number != 0 {
            let files = std::mem::take(&mut self.files);
            self.session.queue.push(Job::TakenBack { number: self.number, files });
        }
    }
}

#[derive(Debug, Default)]
struct State {
    client: ClientCapabilities,
    folders: Vec<PathBuf>,
    always: bool,
    annotator: Option<String>,
    documents: BTreeMap<String, Document>,
    /// Documents that were closed, with their last version.
    closed: BTreeMap<String, i32>,
    /// The edit that the client was asked for last: of which document, of which version, and when.
    asked: Option<(PathBuf, i32, Instant)>,
}

/// So long an edit that was asked for may take to come back as a change.
const EDIT: Duration = Duration::from_secs(2);

/// What acts go by: where Copydesk may be at home, and which settings are open.
#[derive(Debug)]
pub struct SettingsSnapshot {
    /// What the client takes.
    pub client: ClientCapabilities,
    /// The workspace folders.
    pub folders: Vec<PathBuf>,
    /// True when a folder needs no `copydesk.toml`.
    pub always: bool,
    /// Every `copydesk.toml` that is open.
    pub settings: Vec<(PathBuf, Document)>,
    /// Every file that is open.
    pub open_files: BTreeSet<PathBuf>,
    /// The `copydesk.toml` that is being edited by the client, so that its text here is about to be old.
    pub changing: Option<PathBuf>,
    /// Settings that were read before.
    pub memory: Memory,
    /// Annotation files that were read before.
    pub annotations: annotations::Memory,
    /// Who decides, as the client's settings say.
    pub annotator: Option<String>,
}

impl SettingsSnapshot {
    /// The `copydesk.toml` that speaks for a path, as it is in the editor or on disk.
    pub fn nearest(&self, path: &Path) -> Option<Arc<SettingsFile>> {
        self.index().nearest(path)
    }

    /// The settings, read when they are asked for.
    pub fn index(&self) -> SettingsIndex {
        let mut index = SettingsIndex::with_memory(self.memory.clone());
        for (path, _) in &self.settings {
            self.open_settings(path).into_iter().for_each(|file| index.put(file));
        }
        index
    }

    /// A `copydesk.toml` as it is in the editor; `None` when it is not open, or its text is not known.
    pub fn open_settings(&self, path: &Path) -> Option<SettingsFile> {
        let (_, document) = self.settings.iter().find(|(open, document)| open == path && !document.desynced)?;
        Some(self.memory.parse(path, &document.text.to_string()))
    }

    /// The workspace folder that a path lies in; of several the deepest.
    pub fn folder_of(&self, path: &Path) -> Option<&PathBuf> {
        let around = self.folders.iter().filter(|folder| path.starts_with(folder));
        around.max_by_key(|folder| folder.components().count())
    }

    /// The URI of a `copydesk.toml`, in the client's spelling if it has one.
    pub fn uri(&self, path: &Path) -> Option<Url> {
        let open = self.settings.iter().find(|(open, _)| open == path);
        open.map(|(_, document)| document.uri.clone()).or_else(|| Url::parse(&uri::key_of_path(path)?).ok())
    }
}

impl Session {
    /// A session that tells `queue`.
    pub fn new(queue: Arc<Queue>) -> Self {
        Self {
            state: Mutex::default(),
            annotations: queue.annotations.clone(),
            queue,
            memory: Memory::default(),
            journal: Mutex::default(),
            decided: Mutex::default(),
        }
    }

    /// A panic while the lock was held cannot have left more than one document half changed, and the next whole text
    /// mends that.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the client takes.
    pub fn client(&self) -> ClientCapabilities {
        self.state().client
    }

    /// The client has introduced itself.
    pub fn greet(&self, client: ClientCapabilities, folders: Vec<PathBuf>, always: bool) {
        let mut state = self.state();
        (state.client, state.folders, state.always) = (client, folders, always);
        self.queue.push(Job::Greet(Box::new(client)));
    }

    /// Begins to read the workspace.
    pub fn settle(&self) {
        let state = self.state();
        self.queue.push(Job::Settle { roots: state.folders.clone(), always: state.always });
    }

    /// The client's setting.
    pub fn set_always(&self, always: bool) {
        let mut state = self.state();
        if state.always != always {
            state.always = always;
            self.queue.push(Job::Settle { roots: state.folders.clone(), always });
        }
    }

    /// The client's setting: who decides.
    pub fn set_annotator(&self, name: Option<String>) {
        let mut state = self.state();
        if state.annotator != name {
            self.queue.push(Job::Annotator(name.clone()));
            state.annotator = name;
        }
    }

    /// What was decided in this session.
    pub fn journal(&self) -> MutexGuard<'_, Journal> {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Folders were added and removed.
    pub fn change_folders(&self, added: Vec<PathBuf>, removed: &[PathBuf]) {
        let mut state = self.state();
        state.folders.retain(|folder| !removed.contains(folder));
        for folder in added {
            if !state.folders.contains(&folder) {
                state.folders.push(folder);
            }
        }
        self.queue.push(Job::Settle { roots: state.folders.clone(), always: state.always });
    }

    /// Files have changed on disk.
    pub fn files_changed(&self, paths: Vec<PathBuf>) {
        if !paths.is_empty() {
            self.queue.push(Job::Files(paths));
        }
    }

    /// Lines are about to be written: they hold at once, and are taken back unless [`Decided::kept`] is called.
    pub fn decided(&self, pending: Pending) -> Decided<'_> {
        let files = pending.files();
        let mut last = self.decided.lock().unwrap_or_else(PoisonError::into_inner);
        *last += 1;
        // Under the lock, so that they stand in the order of their numbers.
        self.queue.push(Job::Decided { number: *last, pending });
        Decided { session: self, number: *last, files }
    }

    /// A document was opened; opened again, it is replaced.
    pub fn open(&self, item: TextDocumentItem) {
        let key = uri::key(item.uri.as_str(), Style::HERE);
        let mut document = Document::new(item.uri, item.version, &item.text);
        let mut state = self.state();
        state.closed.remove(&key);
        self.tell(&key, &mut document);
        if state.documents.insert(key, document).is_some() {
            warn!("a document was opened twice");
        }
    }

    /// A document was changed.
    pub fn change(&self, uri: &Url, version: i32, changes: Vec<TextDocumentContentChangeEvent>) {
        let key = uri::key(uri.as_str(), Style::HERE);
        let mut state = self.state();
        let encoding = state.client.encoding;
        // VS Code sends what reverting has changed after it has closed the document.
        if let Some(last) = state.closed.get_mut(&key).filter(|last| version > **last) {
            *last = version;
            return;
        }
        // Whoever changes a document has opened it, in a message that was lost.
        let document = state.documents.entry(key.clone()).or_insert_with(|| Document::unknown(uri.clone()));
        match document.change(version, changes, encoding) {
            Changed::Synced => self.tell(&key, document),
            Changed::Desynced => self.queue.push(Job::Mute { keys: vec![key] }),
            Changed::Ignored => {}
        }
    }

    /// A document was closed.
    pub fn close(&self, uri: &Url) {
        let key = uri::key(uri.as_str(), Style::HERE);
        let mut state = self.state();
        if let Some(document) = state.documents.remove(&key) {
            state.closed.insert(key.clone(), document.version);
            self.queue.push(Job::Close { key });
        }
    }

    /// A message was lost. If it may have been an edit, the document that it names is out of step until its whole text
    /// comes again, and every open one when it names none.
    pub fn lost(&self, lost: &Lost) {
        if lost.method.as_deref().is_some_and(|method| !from_proto::is_about_text(method)) {
            return;
        }
        let mut state = self.state();
        // It may have opened a document again.
        state.closed.clear();
        let named = lost.uri.as_deref().and_then(|uri| Url::parse(uri).ok());
        let keys = match named {
            None => state.documents.keys().cloned().collect(),
            Some(uri) => {
                let key = uri::key(uri.as_str(), Style::HERE);
                let opens = lost.method.as_deref().is_some_and(|method| method != DidCloseTextDocument::METHOD);
                if opens {
                    state.documents.entry(key.clone()).or_insert_with(|| Document::unknown(uri));
                }
                vec![key]
            }
        };
        let open = keys.into_iter().filter(|key| match state.documents.get_mut(key) {
            Some(document) => {
                document.desynced = true;
                true
            }
            None => false,
        });
        self.queue.push(Job::Mute { keys: open.collect() });
    }

    /// The text of an open document, as the client has it; `None` when that is not known.
    pub fn text(&self, uri: &Url) -> Option<String> {
        self.text_of(&uri::key(uri.as_str(), Style::HERE))
    }

    /// The same, by its key.
    pub fn text_of(&self, key: &str) -> Option<String> {
        let state = self.state();
        state.documents.get(key).filter(|document| !document.desynced).map(|document| document.text.to_string())
    }

    /// What acts go by, at this moment.
    pub fn desk(&self) -> SettingsSnapshot {
        let state = self.state();
        let files = || state.documents.iter().filter_map(|(key, document)| Some((uri::local_path(key)?, document)));
        let is_settings = |path: &Path| path.file_name().is_some_and(|name| name == FILE_NAME);
        SettingsSnapshot {
            client: state.client,
            folders: state.folders.clone(),
            always: state.always,
            settings: files().filter(|(path, _)| is_settings(path)).map(|(path, one)| (path, one.clone())).collect(),
            open_files: files().map(|(path, _)| path).collect(),
            changing: state.asked.as_ref().and_then(|(asked, version, since)| {
                let same = files().any(|(path, document)| path == *asked && document.version == *version);
                (same && since.elapsed() < EDIT).then(|| asked.clone())
            }),
            memory: self.memory.clone(),
            annotations: self.annotations.clone(),
            annotator: state.annotator.clone(),
        }
    }

    /// The client is asked for an edit of a `copydesk.toml` that is open.
    pub fn edit_asked(&self, path: PathBuf, version: i32) {
        self.state().asked = Some((path, version, Instant::now()));
    }

    /// The client has not done it.
    pub fn edit_refused(&self) {
        self.state().asked = None;
    }

    /// Asks for a view with exactly the changes so far. The answer is dropped when the owner fails.
    /// `about` is the key of the document that it is for, if it is for one.
    pub fn ask(&self, scope: Scope, about: Option<String>) -> oneshot::Receiver<Arc<View>> {
        let (answer, view) = oneshot::channel();
        self.queue.push(Job::Ask(Question { answer, scope, about }));
        view
    }

    /// Ends the owner of the corpus.
    pub fn end(&self) {
        self.queue.close();
    }

    fn tell(&self, key: &str, document: &mut Document) {
        self.queue.push(Job::Buffer {
            key: key.to_owned(),
            uri: document.uri.clone(),
            version: document.version,
            text: document.text.clone(),
            moves: document.moves.replace(Moves::default()),
        });
    }
}
