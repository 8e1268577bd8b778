//! What the owner of the corpus is asked to do, in the order of the messages.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use lsp_types::Url;
use ropey::Rope;
use tokio::sync::oneshot;

use super::capabilities::ClientCapabilities;
use super::disk::Report;
use super::view::View;
use crate::analysis::ArticleAnalysis;
use crate::corpus::Linked;
use crate::store::annotations;
use crate::store::annotations::pending::Pending;
use crate::text::Moves;

/// Something to do.
#[derive(Debug)]
pub enum Job {
    /// The client has introduced itself.
    Greet(Box<ClientCapabilities>),
    /// Folders or the client's settings have changed.
    Settle {
        /// The workspace folders.
        roots: Vec<PathBuf>,
        /// True when every folder is a Copydesk workspace.
        always: bool,
    },
    /// Who decides, as the client's settings say.
    Annotator(Option<String>),
    /// A document was opened or changed.
    Buffer {
        /// Its key.
        key: String,
        /// The client's spelling of its URI.
        uri: Url,
        /// The client's version.
        version: i32,
        /// All of it.
        text: Rope,
        /// The edits since the last such job; `None` where they are not known.
        moves: Option<Moves>,
    },
    /// Nothing is to be said of open documents, since their text is not known.
    Mute {
        /// Their keys.
        keys: Vec<String>,
    },
    /// A document was closed: the disk counts again.
    Close {
        /// Its key.
        key: String,
    },
    /// Files or folders have changed on disk.
    Files(Vec<PathBuf>),
    /// Something was decided, and is being written: it holds at once.
    Decided {
        /// Its number.
        number: u64,
        /// The lines.
        pending: Pending,
    },
    /// What was decided is safe on disk, in these files.
    Kept {
        /// Its number.
        number: u64,
        /// The files.
        files: Vec<PathBuf>,
    },
    /// What was decided could not be written to these files.
    TakenBack {
        /// Its number.
        number: u64,
        /// The files.
        files: Vec<PathBuf>,
    },
    /// A request needs a view.
    Ask(Question),
}

/// A request for a view.
#[derive(Debug)]
pub struct Question {
    /// Where the view goes.
    pub answer: oneshot::Sender<Arc<View>>,
    /// How far the request looks.
    pub scope: Scope,
    /// The key of the document that it is about, if it is about one.
    pub about: Option<String>,
}

/// How far a request looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// At open articles and what is near them: never waits for the workspace to be linked anew.
    Near,
    /// At every article: after an edit in a large workspace it waits for that.
    All,
}

/// A text that was read aside.
#[derive(Debug)]
pub struct Aside {
    /// The key of its article.
    pub key: String,
    /// The version that was read.
    pub version: i32,
    /// What was read in it.
    pub analysis: Arc<ArticleAnalysis>,
}

/// Why the owner wakes up.
#[derive(Debug)]
pub enum Wake {
    /// A job.
    Job(Job),
    /// Something has changed on disk, or an errand is done.
    Reported(Box<Report>),
    /// All articles are linked; `None` when that failed.
    Linked(Option<Box<Linked>>),
    /// A large text was read.
    Read(Box<Aside>),
    /// The time it gave has come.
    Due,
    /// There will be no more.
    Closed,
}

/// The queue: many writers, one reader.
#[derive(Debug, Default)]
pub struct Queue {
    inner: Mutex<Inner>,
    changed: Condvar,
    /// Annotation files that were read before, by those who write them and by those who read them.
    pub annotations: annotations::Memory,
}

#[derive(Debug, Default)]
struct Inner {
    jobs: VecDeque<Job>,
    reports: VecDeque<Box<Report>>,
    linked: Option<Option<Box<Linked>>>,
    asides: VecDeque<Box<Aside>>,
    closed: bool,
}

impl Queue {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a job in. A text takes the place of an older one of the same document when nothing was asked between.
    pub fn push(&self, job: Job) {
        let mut inner = self.inner();
        match (inner.jobs.back_mut(), job) {
            (
                Some(Job::Buffer { key: old, uri, version, text, moves }),
                Job::Buffer { key, uri: u, version: v, text: t, moves: m },
            ) if *old == key => {
                (*uri, *version, *text) = (u, v, t);
                *moves = moves.take().and_then(|moves| moves.then(m?));
            }
            (Some(Job::Files(old)), Job::Files(new)) => old.extend(new),
            (Some(old @ Job::Settle { .. }), new @ Job::Settle { .. }) => *old = new,
            (_, job) => inner.jobs.push_back(job),
        }
        self.changed.notify_one();
    }

    /// Puts in what the disk says.
    pub fn reported(&self, report: Report) {
        self.inner().reports.push_back(Box::new(report));
        self.changed.notify_one();
    }

    /// Puts the result of linking in; `None` when it failed.
    pub fn linked(&self, linked: Option<Linked>) {
        self.inner().linked = Some(linked.map(Box::new));
        self.changed.notify_one();
    }

    /// Puts in a large text that was read.
    pub fn read(&self, aside: Aside) {
        self.inner().asides.push_back(Box::new(aside));
        self.changed.notify_one();
    }

    /// Ends the owner.
    pub fn close(&self) {
        self.inner().closed = true;
        self.changed.notify_one();
    }

    /// Waits for what comes first: a report, `due`, a job. A question is held back until `hold`, so that it finds the
    /// workspace read, and what stands behind it waits with it.
    pub fn wait(&self, due: Option<Instant>, hold: Option<Instant>) -> Wake {
        let mut inner = self.inner();
        loop {
            let now = Instant::now();
            if inner.closed {
                return Wake::Closed;
            }
            if let Some(report) = inner.reports.pop_front() {
                return Wake::Reported(report);
            }
            if let Some(aside) = inner.asides.pop_front() {
                return Wake::Read(aside);
            }
            if let Some(linked) = inner.linked.take() {
                return Wake::Linked(linked);
            }
            if due.is_some_and(|due| due <= now) {
                return Wake::Due;
            }
            let held = matches!(inner.jobs.front(), Some(Job::Ask(_))) && hold.is_some_and(|hold| now < hold);
            if !held && let Some(job) = inner.jobs.pop_front() {
                return Wake::Job(job);
            }
            let until = [due, hold.filter(|_| held)].into_iter().flatten().min();
            let wait = until.map_or(Duration::from_secs(3600), |until| until.saturating_duration_since(now));
            inner = match self.changed.wait_timeout(inner, wait) {
                Ok((inner, _)) => inner,
                Err(poisoned) => poisoned.into_inner().0,
            };
        }
    }
}
