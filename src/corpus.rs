//! The articles of a workspace and what links them: a mutable [`Corpus`] and its immutable [`Snapshot`].
//!
//! Its wings, each of which uses those before it:
//!
//! * [`features`]: what is read off one article for comparison;
//! * [`coverage`]: which articles report the same event, which are copies, which are related;
//! * [`entities`]: who and what is the same across articles;
//! * [`statements`]: which statements are the same words or the same claim;
//! * [`events`]: which events are one.
//!
//! [`linker`] runs them in order and makes a [`snapshot`]; [`alignment`] finds counterparts in a snapshot, [`accounts`] the facts
//! that two articles tell differently, [`title`] and
//! [`explain`] say what is one and why. Results do not depend on the order in which articles arrive: articles stand
//! sorted by key.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::analysis::ArticleAnalysis;

pub(crate) mod accounts;
pub(crate) mod alignment;
mod articles;
mod chunks;
#[cfg(test)]
mod constrained;
mod constraints;
pub(crate) mod coverage;
mod delta;
mod disjoint_sets;
mod entities;
mod events;
mod explain;
pub(crate) mod features;
pub(crate) mod label;
mod linker;
mod occurrence;
#[cfg(test)]
mod properties;
mod reason;
mod reference;
mod slot;
mod snapshot;
pub(crate) mod statements;
#[cfg(test)]
pub(crate) mod testing;
mod title;

pub use constraints::{Constraints, Keyed, Pairs};
pub use coverage::evidence::Judge;
pub use coverage::related::Related;
pub use events::compatibility::same_family;
pub use reason::{Conflict, Reason};
pub use reference::{ArticleId, ChainRef, CoverageId, EntityId, EventId, EventRef, Place, StatementLink, StatementRef};
pub use snapshot::{ArticleNode, Coverage, Entity, Event, Snapshot};

/// The mutable corpus: one owner changes it, in message order; readers take snapshots.
#[derive(Debug, Default)]
pub struct Corpus {
    articles: BTreeMap<Arc<str>, Arc<ArticleAnalysis>>,
    constraints: Arc<Constraints>,
    linker: linker::Linker,
    snapshot: Option<Arc<Snapshot>>,
    /// Keys of articles that came, changed or went since the linker linked last.
    changed: BTreeSet<Arc<str>>,
    /// True while what linking remembers is with a job.
    away: bool,
    /// What its articles are, told apart from every other state of every corpus.
    version: u64,
}

/// Versions are given once in a process: a job never fits a corpus that it was not made for.
static VERSION: AtomicU64 = AtomicU64::new(1);

/// The linking of a corpus as it was at one moment, to be done on another thread.
#[derive(Debug)]
pub struct LinkJob {
    articles: BTreeMap<Arc<str>, Arc<ArticleAnalysis>>,
    constraints: Arc<Constraints>,
    linker: linker::Linker,
    changed: Option<BTreeSet<Arc<str>>>,
    version: u64,
}

/// A [`LinkJob`] that is done.
#[derive(Debug)]
pub struct Linked {
    /// What the corpus was like.
    pub snapshot: Arc<Snapshot>,
    linker: linker::Linker,
    version: u64,
}

impl LinkJob {
    /// Does it.
    pub fn run(mut self) -> Linked {
        let snapshot = Arc::new(self.linker.link(&self.articles, self.changed.as_ref(), &self.constraints));
        Linked { snapshot, linker: self.linker, version: self.version }
    }
}

impl Corpus {
    /// An empty corpus.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty corpus with a judge of its own of which articles report one event: what is fitted is measured so.
    pub fn judged_by(judge: Judge) -> Self {
        Self { linker: linker::Linker::judged_by(judge), ..Self::default() }
    }

    /// Adds an article, or puts a new analysis in the place of the old.
    pub fn set(&mut self, key: Arc<str>, analysis: Arc<ArticleAnalysis>) {
        if self.articles.get(&key).is_some_and(|known| Arc::ptr_eq(known, &analysis)) {
            return;
        }
        self.change(Arc::clone(&key));
        self.articles.insert(key, analysis);
    }

    /// Takes an article out; true when it was there.
    pub fn remove(&mut self, key: &str) -> bool {
        let Some((key, _)) = self.articles.remove_entry(key) else { return false };
        self.change(key);
        true
    }

    /// Puts what somebody has decided in the place of what was decided before; the next snapshot is linked by it, at the
    /// cost of what it changes. False when it is what there was.
    pub fn set_constraints(&mut self, constraints: Constraints) -> bool {
        if *self.constraints == constraints {
            return false;
        }
        self.constraints = Arc::new(constraints);
        self.outdate();
        true
    }

    /// What is decided on the articles.
    pub fn constraints(&self) -> &Constraints {
        &self.constraints
    }

    fn change(&mut self, key: Arc<str>) {
        self.changed.insert(key);
        self.outdate();
    }

    fn outdate(&mut self) {
        self.snapshot = None;
        self.version = VERSION.fetch_add(1, Ordering::Relaxed);
    }

    /// How many articles there are.
    pub fn len(&self) -> usize {
        self.articles.len()
    }

    /// True when there is none.
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty()
    }

    /// The snapshot, if nothing has changed since it was linked.
    pub fn linked(&self) -> Option<&Arc<Snapshot>> {
        self.snapshot.as_ref()
    }

    /// Takes what linking remembers along to another thread. Until [`Corpus::take`] has it back, linking here starts
    /// from nothing.
    pub fn link_job(&mut self) -> LinkJob {
        let linker = std::mem::take(&mut self.linker);
        let changed = std::mem::take(&mut self.changed);
        // A job that was never taken back has the changes with it.
        let changed = (!std::mem::replace(&mut self.away, true)).then_some(changed);
        LinkJob {
            articles: self.articles.clone(),
            constraints: Arc::clone(&self.constraints),
            linker,
            changed,
            version: self.version,
        }
    }

    /// Takes back what a job of this corpus has linked. It is the snapshot unless something changed meanwhile.
    pub fn take(&mut self, linked: Linked) -> Arc<Snapshot> {
        self.linker = linked.linker;
        self.away = false;
        if linked.version == self.version {
            self.snapshot = Some(Arc::clone(&linked.snapshot));
        }
        linked.snapshot
    }

    /// The analysis of a key.
    pub fn get(&self, key: &str) -> Option<&Arc<ArticleAnalysis>> {
        self.articles.get(key)
    }

    /// The keys, sorted.
    pub fn keys(&self) -> impl Iterator<Item = &Arc<str>> {
        self.articles.keys()
    }

    /// The linked snapshot; computed when something changed since the last.
    pub fn snapshot(&mut self) -> Arc<Snapshot> {
        if let Some(snapshot) = &self.snapshot {
            return Arc::clone(snapshot);
        }
        // What is away has to hear of these changes when it is back.
        let changed = if self.away { None } else { Some(std::mem::take(&mut self.changed)) };
        let snapshot = Arc::new(self.linker.link(&self.articles, changed.as_ref(), &self.constraints));
        self.snapshot = Some(Arc::clone(&snapshot));
        snapshot
    }
}
