//! The articles of a workspace and what links them: a mutable [`Corpus`] and its immutable [`Snapshot`].
//!
//! [`entity`] decides who is the same across articles, [`coverage`] which articles report the same event, [`event`]
//! which event mentions are one, [`statement`] which statements are the same words. Results do not depend on the
//! order in which articles arrive: articles stand sorted by key.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::analysis::{ArticleAnalysis, ArticleEventId, AttributionId, ChainId, SourceKind};
use crate::text::Span;

pub mod aligner;
mod alike;
mod assignment;
mod average_link;
mod candidate;
mod chronicle;
mod chunks;
mod copies;
pub mod coverage;
mod entities;
pub mod entity;
pub mod event;
mod fellows;
pub mod figure;
pub mod fitting;
mod groups;
pub mod label;
pub mod likeness;
mod linker;
pub mod passage;
mod profile;
#[cfg(test)]
mod properties;
mod related;
mod score;
mod shelf;
mod slot;
mod snapshot;
pub mod statement;
#[cfg(test)]
mod testing;
mod title;
mod trigger;
mod wording;

pub use score::Judge;
pub use shelf::Kept;
pub use snapshot::{ArticleNode, Coverage, Entity, Event, Snapshot};

/// An article of a snapshot, as an index into [`Snapshot::articles`]. Valid in that snapshot alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleId(pub u32);

/// An entity of a snapshot. Which number it has depends on what was linked before: it tells one from another, and has no
/// order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EntityId(pub u64);

/// An event of a snapshot; its number tells as much as that of an [`EntityId`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EventId(pub u64);

/// A coverage of a snapshot; its number tells as much as that of an [`EntityId`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CoverageId(pub u32);

/// A chain of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChainRef {
    /// Which article.
    pub article: ArticleId,
    /// Which of its chains.
    pub chain: ChainId,
}

/// An event of an article, which may be one with those of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventRef {
    /// Which article.
    pub article: ArticleId,
    /// Which of its events.
    pub event: ArticleEventId,
}

/// A statement of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatementRef {
    /// Which article.
    pub article: ArticleId,
    /// Which of its attributions.
    pub attribution: AttributionId,
}

/// A span of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Which article.
    pub article: ArticleId,
    /// Where in it.
    pub span: Span,
}

/// Two articles that are related but do not report the same event.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    /// One.
    pub a: ArticleId,
    /// The other, after `a`.
    pub b: ArticleId,
    /// Natural-log odds that they report the same event.
    pub score: f64,
    /// What joins and what parts them.
    pub why: Vec<String>,
    /// Set when what parts them vetoes the same event ("China against Mexico").
    pub vetoes: Vec<String>,
}

/// The same words or the same claim in two articles.
#[derive(Clone, Debug, PartialEq)]
pub struct StatementLink {
    /// One.
    pub a: StatementRef,
    /// The other.
    pub b: StatementRef,
    /// How alike, 0 to 1.
    pub score: f32,
    /// True when some words between quotation marks agree.
    pub verbatim: bool,
}

/// How sure a source kind is on record; see `rules`.
pub fn on_record(kind: SourceKind) -> bool {
    matches!(kind, SourceKind::Named | SourceKind::Office)
}

/// True when mentions of two classes may tell of one event ("call" and "conversation").
pub fn same_family(class: &str, other: &str) -> bool {
    let events = &profile::tables().events;
    class == other || events.class_named(class).family == events.class_named(other).family
}

/// The mutable corpus: one owner changes it, in message order; readers take snapshots.
#[derive(Debug, Default)]
pub struct Corpus {
    articles: BTreeMap<Arc<str>, Arc<ArticleAnalysis>>,
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
        let snapshot = Arc::new(self.linker.link(&self.articles, self.changed.as_ref()));
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

    fn change(&mut self, key: Arc<str>) {
        self.changed.insert(key);
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
        LinkJob { articles: self.articles.clone(), linker, changed, version: self.version }
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
        let snapshot = Arc::new(self.linker.link(&self.articles, changed.as_ref()));
        self.snapshot = Some(Arc::clone(&snapshot));
        snapshot
    }
}
