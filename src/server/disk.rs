//! The disk: one thread that looks into folders and reads articles, in the order in which it is asked.
//!
//! A disk takes its time: a folder may lie on another machine, and a file may be a pipe. Whoever answers a request never
//! waits for it. The owner of the corpus sends [`Errand`]s and goes on from what it knows; what was found comes back as a
//! [`Report`] of what has changed. A long reading is done in portions, and errands that come meanwhile are run between
//! them. What acts and code actions do on disk is run elsewhere, one after the other (see [`Turns`]).

use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use tokio::sync::{Mutex, OwnedMutexGuard};

use super::queue::Queue;
use super::reading::Told;
use crate::store::load::Analyst;

mod annotated;
mod errand;
mod keeper;
mod place;

pub use errand::{Before, Errand, Hooks, Identity, OnDisk, Report};

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
