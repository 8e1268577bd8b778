//! Changes made outside the editor: watched by the client where it can, by ourselves where it cannot.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lsp_types::{
    DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern, Registration, Unregistration,
};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use tower_lsp::Client;
use tracing::warn;

use super::session::Session;

/// What is to be watched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Watched {
    /// The workspace folders, and whether Copydesk is at home there: elsewhere only the coming of a `copydesk.toml`
    /// matters, and the tree below, which may be large, is left alone.
    pub folders: BTreeSet<(PathBuf, bool)>,
    /// The globs of all settings' `include`.
    pub patterns: BTreeSet<String>,
}

/// Has the workspace folders watched: by the client if it can, by ourselves if not.
pub struct Watcher {
    client: Client,
    session: Arc<Session>,
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    watched: Watched,
    watcher: Option<RecommendedWatcher>,
    /// How often the client was asked to watch.
    registered: u32,
}

impl Watcher {
    /// Watches nothing yet.
    pub fn new(client: Client, session: Arc<Session>) -> Self {
        Self { client, session, inner: Mutex::default() }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Watches this in place of what was watched before.
    pub fn follow(self: &Arc<Self>, watched: Watched) {
        let watcher = Arc::clone(self);
        if self.session.client().watches_files {
            let globs = globs(&watched.patterns);
            let mut inner = self.inner();
            let first = inner.registered == 0;
            if first || inner.watched.patterns != watched.patterns {
                inner.registered += 1;
                let serial = inner.registered;
                tokio::spawn(async move { watcher.register(serial, globs).await });
            }
            inner.watched = watched;
        } else {
            // Elsewhere, since a large tree takes a while.
            tokio::task::spawn_blocking(move || {
                let mut inner = watcher.inner();
                if inner.watched.folders != watched.folders {
                    inner.watcher = watcher.start(&watched.folders);
                    inner.watched = watched;
                    // What changed before the watching began would never be noticed.
                    watcher.session.settle();
                }
            });
        }
    }

    /// Asks the client to watch, and then no longer to watch what it was asked before.
    async fn register(&self, serial: u32, globs: Vec<String>) {
        const METHOD: &str = "workspace/didChangeWatchedFiles";
        let id = |serial: u32| format!("copydesk-files-{serial}");
        let glob = |glob| FileSystemWatcher { glob_pattern: GlobPattern::String(glob), kind: None };
        let options = DidChangeWatchedFilesRegistrationOptions { watchers: globs.into_iter().map(glob).collect() };
        let registration = Registration {
            id: id(serial),
            method: METHOD.to_owned(),
            register_options: serde_json::to_value(options).ok(),
        };
        if let Err(error) = self.client.register_capability(vec![registration]).await {
            warn!("the client does not watch files: {error}");
        }
        if serial > 1 {
            let old = Unregistration { id: id(serial - 1), method: METHOD.to_owned() };
            let _ = self.client.unregister_capability(vec![old]).await;
        }
    }

    fn start(&self, folders: &BTreeSet<(PathBuf, bool)>) -> Option<RecommendedWatcher> {
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

/// What the client is asked to watch: patterns of settings may lie below any folder.
fn globs(patterns: &BTreeSet<String>) -> Vec<String> {
    let fixed = ["**/*.txt", "**/copydesk.toml", "**/.gitignore"].map(str::to_owned);
    let below = |pattern: &String| format!("**/{}", pattern.trim_start_matches("**/"));
    let further: BTreeSet<String> = patterns.iter().map(below).filter(|glob| !fixed.contains(glob)).collect();
    fixed.into_iter().chain(further).collect()
}

/// A path below one of the real folders, below the name that the client has for it.
fn as_named(path: PathBuf, links: &[(PathBuf, PathBuf)]) -> PathBuf {
    let renamed = links.iter().find_map(|(real, folder)| Some(folder.join(path.strip_prefix(real).ok()?)));
    renamed.unwrap_or(path)
}
