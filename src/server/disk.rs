//! The disk: one thread that looks into folders and reads articles, in the order in which it is asked.
//!
//! A disk takes its time: a folder may lie on another machine, and a file may be a pipe. Whoever answers a request never
//! waits for it. The owner of the corpus sends [`Errand`]s and goes on from what it knows; what was found comes back as a
//! [`Report`] of what has changed. A long reading is done in portions, and errands that come meanwhile are run between
//! them. What acts and code actions do on disk is run elsewhere, one after the other (see [`Turns`]).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use tokio::sync::{Mutex, OwnedMutexGuard};

use super::analyst::Analyst;
use super::queue::Queue;
use super::reading::{Reading, Told};
use crate::analysis::ArticleAnalysis;
use crate::rules::Severity;
use crate::store::Problem;
use crate::store::settings::SettingsIndex;

mod keeper;
mod place;

/// Where a file really is: one answer for all its names. An error when it is not there.
pub type Identity = Arc<dyn Fn(&Path) -> std::io::Result<PathBuf> + Send + Sync>;

/// Told of each path that is about to be looked at.
pub type Before = Arc<dyn Fn(&Path) + Send + Sync>;

/// What a test looks at or puts in the place of the disk's own.
#[derive(Clone, Default)]
pub struct Hooks {
    /// Called on the disk thread with each path that it is about to look at.
    pub before: Option<Before>,
    /// In place of the system's own notion of where a file is.
    pub identity: Option<Identity>,
    /// How many articles were analysed.
    pub analyses: Arc<AtomicUsize>,
}

/// Something to do on disk.
#[derive(Debug)]
pub enum Errand {
    /// These are the workspace folders: those that are new are read, those that are gone forgotten.
    Settle {
        /// The folders.
        folders: Vec<PathBuf>,
        /// True when every folder is a Copydesk workspace.
        always: bool,
    },
    /// A document was opened: which article is it, and which settings speak for it?
    Open {
        /// Its key.
        document: String,
    },
    /// A document was closed: what is on disk counts again.
    Close {
        /// Its key.
        document: String,
        /// What was known of its article, which is likely what is on disk.
        known: Option<Arc<ArticleAnalysis>>,
    },
    /// A `copydesk.toml` was opened or changed in the editor; `None` when it was closed.
    Settings {
        /// Which.
        path: PathBuf,
        /// Its text.
        text: Option<String>,
    },
    /// Files or folders have changed.
    Files(Vec<PathBuf>),
}

/// What the disk says of an article.
#[derive(Clone, Debug, Default)]
pub struct OnDisk {
    /// Its analysis; `None` when it was left out, or is open in the editor.
    pub analysis: Option<Arc<ArticleAnalysis>>,
    /// What its owner should know.
    pub note: Option<(Severity, String)>,
}

/// What has changed.
#[derive(Debug, Default)]
pub struct Report {
    /// So many errands are done, counted from the first.
    pub done: u64,
    /// The folders that are read: those of the client, and those that open documents have brought with them.
    pub roots: Vec<PathBuf>,
    /// Articles by key; `None` for those that are gone.
    pub files: BTreeMap<String, Option<OnDisk>>,
    /// The settings that were come by, when those have changed.
    pub index: Option<Arc<SettingsIndex>>,
    /// Which article an open document is, where their keys differ; `None` when they do not any more.
    pub names: BTreeMap<String, Option<String>>,
    /// What could not be read, and was not told before.
    pub problems: Vec<Problem>,
    /// How much cannot be read.
    pub unread: usize,
    /// True while articles are still to be read.
    pub reading: bool,
    /// A reading that is over with this.
    pub read: Option<Arc<Reading>>,
}

/// The owner's side of the thread. Dropped, it ends it.
#[derive(Debug)]
pub struct Disk {
    errands: Sender<Errand>,
    sent: u64,
}

impl Disk {
    /// Starts the thread. Reports go to `queue`; what is read at length is told by `told`, unless it is over sooner than
    /// `silent`.
    ///
    /// # Errors
    /// When the system has no thread for it.
    pub fn start(
        queue: Arc<Queue>,
        analyst: Analyst,
        hooks: Hooks,
        silent: Duration,
        told: Told,
    ) -> std::io::Result<Self> {
        let (sender, errands) = channel();
        let keeper = keeper::Keeper::new(queue, analyst, hooks, silent, told);
        std::thread::Builder::new().name("disk".to_owned()).spawn(move || keeper.run(&errands))?;
        Ok(Self { errands: sender, sent: 0 })
    }

    /// Sends an errand; gives its number, see [`Report::done`].
    pub fn send(&mut self, errand: Errand) -> u64 {
        if self.errands.send(errand).is_err() {
            tracing::error!("the disk thread is gone; please report this");
        }
        self.sent += 1;
        self.sent
    }
}

/// Work on disk that is no errand: one after the other, in the order of asking, away from those who answer requests.
#[derive(Clone, Debug, Default)]
pub struct Turns(Arc<Mutex<()>>);

/// A turn that has come.
#[derive(Debug)]
pub struct Turn {
    _guard: OwnedMutexGuard<()>,
}

impl Turns {
    /// Waits for what was asked before.
    pub async fn turn(&self) -> Turn {
        Turn { _guard: Arc::clone(&self.0).lock_owned().await }
    }
}

impl Turn {
    /// Runs `work`; `None` when it panicked. Who no longer waits does not undo it.
    pub async fn run<T: Send + 'static>(self, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        let worker = tokio::task::spawn_blocking(move || {
            let _turn = self;
            work()
        });
        worker.await.ok()
    }
}
