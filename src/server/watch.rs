//! Changes made outside the editor: watched by the client where it can, by ourselves where it cannot.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use lsp_types::{DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern, Registration};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use tracing::warn;

use super::session::Session;

/// What the client is asked to watch.
pub fn registrations() -> Vec<Registration> {
    let globs = ["**/*.txt", "**/copydesk.toml", "**/.gitignore"];
    let watchers =
        globs.map(|glob| FileSystemWatcher { glob_pattern: GlobPattern::String(glob.to_owned()), kind: None });
    let options = DidChangeWatchedFilesRegistrationOptions { watchers: watchers.to_vec() };
    vec![Registration {
        id: "copydesk-files".to_owned(),
        method: "workspace/didChangeWatchedFiles".to_owned(),
        register_options: serde_json::to_value(options).ok(),
    }]
}

/// A folder to watch, and whether Copydesk is at home there: elsewhere only the coming of a `copydesk.toml` matters,
/// and the tree below, which may be large, is left alone.
pub type Watched = (PathBuf, bool);

/// Watches the workspace folders for a client that cannot.
pub struct Watcher {
    session: Arc<Session>,
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    folders: BTreeSet<Watched>,
    watcher: Option<RecommendedWatcher>,
}

impl Watcher {
    /// Watches nothing yet.
    pub fn new(session: Arc<Session>) -> Self {
        Self { session, inner: Mutex::default() }
    }

    /// Watches these folders in place of those before; nothing when the client watches. The work is done on another
    /// thread, since a large tree takes a while.
    pub fn follow(self: &Arc<Self>, folders: BTreeSet<Watched>) {
        if self.session.client().watches_files {
            return;
        }
        let watcher = Arc::clone(self);
        tokio::task::spawn_blocking(move || {
            let mut inner = watcher.inner.lock().unwrap_or_else(PoisonError::into_inner);
            if inner.folders != folders {
                inner.watcher = watcher.start(&folders);
                inner.folders = folders;
            }
        });
    }

    fn start(&self, folders: &BTreeSet<Watched>) -> Option<RecommendedWatcher> {
        let session = Arc::downgrade(&self.session);
        // Some systems report the folder that a link leads to, where the client names the link.
        let links: Vec<(PathBuf, PathBuf)> = folders
            .iter()
            .filter_map(|(folder, _)| Some((std::fs::canonicalize(folder).ok()?, folder.clone())))
            .filter(|(real, folder)| real != folder)
            .collect();
        let heard = move |event: notify::Result<notify::Event>| {
            let (Ok(event), Some(session)) = (event, session.upgrade()) else { return };
            if !matches!(event.kind, EventKind::Access(_)) {
                session.files_changed(event.paths.into_iter().map(|path| as_named(path, &links)).collect());
            }
        };
        let mut watcher = match notify::recommended_watcher(heard) {
            Ok(watcher) => watcher,
            Err(error) => {
                warn!("changes outside the editor are not noticed: {error}");
                return None;
            }
        };
        for (folder, home) in folders {
            let mode = if *home { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
            if let Err(error) = watcher.watch(folder, mode) {
                warn!("changes outside the editor are not noticed in one folder: {error}");
            }
        }
        Some(watcher)
    }
}

/// A path below one of the real folders, below the name that the client has for it.
fn as_named(path: PathBuf, links: &[(PathBuf, PathBuf)]) -> PathBuf {
    let renamed = links.iter().find_map(|(real, folder)| Some(folder.join(path.strip_prefix(real).ok()?)));
    renamed.unwrap_or(path)
}
