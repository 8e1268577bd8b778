//! Changes made outside the editor: watched by the client where it can, by ourselves where it cannot.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use lsp_types::{
    DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern, MessageType, OneOf, Registration,
    RelativePattern, Unregistration, Url, WatchKind,
};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use tower_lsp::Client;
use tracing::warn;

use super::session::Session;
use super::uri;
use crate::store::settings::FILE_NAME;

/// What is to be watched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Watched {
    /// The workspace folders, and whether Copydesk is at home there: elsewhere only the coming of a `copydesk.toml`
    /// matters, and the tree below, which may be large, is left alone.
    pub folders: BTreeSet<(PathBuf, bool)>,
    /// Folders above those, whose `copydesk.toml` speaks for them.
    pub settings: BTreeSet<PathBuf>,
    /// The globs of all settings' `include`.
    pub patterns: BTreeSet<String>,
}

/// Has the workspace folders watched: by the client if it can, by ourselves if not.
pub struct Watcher {
    client: Client,
    session: Arc<Session>,
    inner: Mutex<Inner>,
    /// Held while our own watcher is changed, which takes a while in a large tree.
    own: Mutex<Option<RecommendedWatcher>>,
    /// True once the user was told that not everything is noticed.
    told: Arc<AtomicBool>,
}

#[derive(Default)]
struct Inner {
    /// What is to be watched.
    watched: Watched,
    /// What our own watcher watches.
    kept: BTreeSet<(PathBuf, RecursiveMode)>,
    /// Where that really is, which is how some systems call it.
    reals: BTreeSet<PathBuf>,
    /// What the client was asked to watch.
    globs: Vec<Glob>,
    /// How often the client was asked to watch.
    registered: u32,
}

/// A pattern, and in which folder if not in any.
type Glob = (Option<PathBuf>, String, WatchKind);

impl Watcher {
    /// Watches nothing yet.
    pub fn new(client: Client, session: Arc<Session>) -> Self {
        Self { client, session, inner: Mutex::default(), own: Mutex::default(), told: Arc::default() }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Watches this in place of what was watched before.
    pub fn follow(self: &Arc<Self>, watched: Watched) {
        let watcher = Arc::clone(self);
        let client = self.session.client();
        if client.watches_files {
            let globs = globs(&watched, client.relative_globs);
            let mut inner = self.inner();
            inner.watched = watched;
            if inner.globs != globs {
                inner.globs.clone_from(&globs);
                inner.registered += 1;
                let serial = inner.registered;
                tokio::spawn(async move { watcher.register(serial, globs).await });
            }
        } else if self.inner().watched != watched {
            self.inner().watched = watched;
            tokio::task::spawn_blocking(move || watcher.watch());
        }
    }

    /// Asks the client to watch, and then no longer to watch what it was asked before.
    async fn register(&self, serial: u32, globs: Vec<Glob>) {
        const METHOD: &str = "workspace/didChangeWatchedFiles";
        let id = |serial: u32| format!("copydesk-files-{serial}");
        let options =
            DidChangeWatchedFilesRegistrationOptions { watchers: globs.into_iter().map(in_protocol).collect() };
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

    /// Brings our own watcher to what is to be watched now.
    fn watch(self: &Arc<Self>) {
        let mut own = self.own.lock().unwrap_or_else(PoisonError::into_inner);
        // What was asked for last, whichever call this is.
        let (wanted, kept) = {
            let inner = self.inner();
            (places(&inner.watched), inner.kept.clone())
        };
        if own.is_none() {
            *own = self.start();
        }
        let Some(watcher) = own.as_mut() else { return };
        let gone: Vec<PathBuf> = kept.difference(&wanted).map(|(place, _)| place.clone()).collect();
        for gone in &gone {
            // It may not be there any more.
            let _ = watcher.unwatch(gone);
        }
        // With a folder everything in it is watched no more.
        let kept: BTreeSet<_> =
            kept.into_iter().filter(|(place, _)| !gone.iter().any(|gone| place.starts_with(gone))).collect();
        let mut fresh = Vec::new();
        for (place, mode) in wanted.iter().filter(|place| !kept.contains(place)) {
            match watcher.watch(place, *mode) {
                Ok(()) => fresh.push(place.clone()),
                Err(error) => self.complain(&error),
            }
        }
        let real = |place: &PathBuf| std::fs::canonicalize(place).ok();
        let mut inner = self.inner();
        inner.kept = wanted;
        let roots: BTreeSet<&PathBuf> = inner.watched.folders.iter().map(|(root, _)| root).collect();
        fresh.retain(|place| roots.contains(place));
        inner.reals.extend(fresh.iter().filter_map(real));
        drop(inner);
        // What changed before the watching began would never be noticed.
        self.session.files_changed(fresh);
    }

    fn start(self: &Arc<Self>) -> Option<RecommendedWatcher> {
        let watcher = Arc::downgrade(self);
        let runtime = tokio::runtime::Handle::try_current().ok();
        let heard = move |event| {
            let _entered = runtime.as_ref().map(tokio::runtime::Handle::enter);
            hear(&watcher, event);
        };
        match notify::recommended_watcher(heard) {
            Ok(watcher) => Some(watcher),
            Err(error) => {
                self.complain(&error);
                None
            }
        }
    }

    /// What is not watched is told once: by then it is likely one of many.
    fn complain(&self, error: &notify::Error) {
        warn!("changes outside the editor are not noticed everywhere: {error}");
        let Some(words) = words(error) else { return };
        if !self.told.swap(true, Ordering::Relaxed)
            && let Ok(runtime) = tokio::runtime::Handle::try_current()
        {
            let client = self.client.clone();
            runtime.spawn(async move { client.show_message(MessageType::WARNING, words).await });
        }
    }
}

/// Something has happened on disk.
fn hear(watcher: &Weak<Watcher>, event: notify::Result<notify::Event>) {
    let Some(watcher) = watcher.upgrade() else { return };
    let event = match event {
        Ok(event) => event,
        Err(error) => return watcher.complain(&error),
    };
    if matches!(event.kind, EventKind::Access(_)) {
        return;
    }
    let mut inner = watcher.inner();
    let is_root =
        |path: &PathBuf| [true, false].iter().any(|home| inner.watched.folders.contains(&(path.clone(), *home)));
    let is_ours = |path: &PathBuf| {
        let is_settings = path.file_name().is_some_and(|name| name == FILE_NAME);
        is_settings || path.ancestors().any(|above| is_root(&above.to_owned()) || inner.reals.contains(above))
    };
    let ours: Vec<PathBuf> = event.paths.iter().filter(|path| is_ours(path)).cloned().collect();
    // A folder that was away has to be watched anew.
    let away: Vec<PathBuf> = ours.iter().filter(|path| is_root(path)).cloned().collect();
    inner.kept.retain(|(kept, _)| !away.contains(kept));
    drop(inner);
    let comes = matches!(event.kind, EventKind::Create(_) | EventKind::Modify(notify::event::ModifyKind::Name(_)));
    if comes
        && !away.is_empty()
        && let Ok(runtime) = tokio::runtime::Handle::try_current()
    {
        let again = Arc::clone(&watcher);
        runtime.spawn_blocking(move || again.watch());
    }
    watcher.session.files_changed(ours);
}

/// What the user is to do when changes are not noticed; `None` where nothing can be done.
fn words(error: &notify::Error) -> Option<String> {
    const NO_SPACE: i32 = 28;
    let full = match &error.kind {
        notify::ErrorKind::MaxFilesWatch => true,
        notify::ErrorKind::Io(error) => error.raw_os_error() == Some(NO_SPACE),
        _ => false,
    };
    full.then(|| {
        "Copydesk does not notice all changes made outside of the editor: the system watches no more folders. Raise \
         its limit (on Linux `sudo sysctl fs.inotify.max_user_watches=524288`) and start the editor again, or open a \
         smaller folder."
            .to_owned()
    })
}

/// What our own watcher has to watch: the folders where they really are, the folders that they lie in, since they may
/// go and come back, and those of settings above.
fn places(watched: &Watched) -> BTreeSet<(PathBuf, RecursiveMode)> {
    let mut places = BTreeSet::new();
    for (folder, home) in &watched.folders {
        let mode = if *home { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
        places.insert((folder.clone(), mode));
    }
    let homes: BTreeSet<&Path> =
        watched.folders.iter().filter(|(_, home)| *home).map(|(folder, _)| folder.as_path()).collect();
    let parents = watched.folders.iter().filter_map(|(folder, _)| folder.parent());
    let around: BTreeSet<&Path> = parents.chain(watched.settings.iter().map(PathBuf::as_path)).collect();
    for place in around {
        if !watched.folders.contains(&(place.to_owned(), false)) && !place.ancestors().any(|one| homes.contains(one)) {
            places.insert((place.to_owned(), RecursiveMode::NonRecursive));
        }
    }
    places
}

/// What the client is asked to watch: patterns of settings may lie below any folder, and a folder that comes or goes
/// takes articles with it.
fn globs(watched: &Watched, relative: bool) -> Vec<Glob> {
    let all = WatchKind::Create | WatchKind::Change | WatchKind::Delete;
    let fixed =
        ["**/*.[tT][xX][tT]", "**/copydesk.toml", "**/*.anno.jsonl", "**/.gitignore", "**/.ignore"].map(str::to_owned);
    let below = |pattern: &String| format!("**/{}", pattern.trim_start_matches("**/"));
    let further: BTreeSet<String> = watched.patterns.iter().map(below).filter(|glob| !fixed.contains(glob)).collect();
    let mut globs: Vec<Glob> = fixed.into_iter().chain(further).map(|glob| (None, glob, all)).collect();
    globs.push((None, "**/*".to_owned(), WatchKind::Create | WatchKind::Delete));
    if relative {
        globs.extend(watched.settings.iter().map(|folder| (Some(folder.clone()), FILE_NAME.to_owned(), all)));
    }
    globs
}

fn in_protocol((folder, pattern, kind): Glob) -> FileSystemWatcher {
    let base = folder.and_then(|folder| Url::parse(&uri::key_of_path(&folder)?).ok());
    let glob_pattern = match base {
        Some(base_uri) => GlobPattern::Relative(RelativePattern { base_uri: OneOf::Right(base_uri), pattern }),
        None => GlobPattern::String(pattern),
    };
    FileSystemWatcher { glob_pattern, kind: Some(kind) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_watched_is_said_with_what_to_do() {
        let full = notify::Error::io(std::io::Error::from_raw_os_error(28));
        for error in [full, notify::Error::new(notify::ErrorKind::MaxFilesWatch)] {
            assert!(words(&error).is_some_and(|words| words.contains("fs.inotify.max_user_watches")));
        }
        assert_eq!(words(&notify::Error::path_not_found()), None);
    }

    #[test]
    fn what_lies_around_is_watched_alone() {
        let path = |name: &str| PathBuf::from(name);
        let watched = Watched {
            folders: [(path("/d/ws"), true), (path("/d/ws/sub"), true), (path("/d/off"), false)].into(),
            settings: [path("/d")].into(),
            patterns: BTreeSet::new(),
        };
        let places = places(&watched);
        let mode = |name: &str| places.iter().find(|(place, _)| *place == path(name)).map(|(_, mode)| *mode);
        assert_eq!(mode("/d/ws"), Some(RecursiveMode::Recursive));
        assert_eq!(
            (mode("/d/off"), mode("/d")),
            (Some(RecursiveMode::NonRecursive), Some(RecursiveMode::NonRecursive))
        );
        assert_eq!(places.len(), 4);
    }
}
