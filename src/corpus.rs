//! The articles of a workspace and what links them: a mutable [`Corpus`] and its immutable [`Snapshot`].
//!
//! [`entity`] decides who is the same across articles, [`coverage`] which articles report the same event, [`event`]
//! which event mentions are one, [`statement`] which statements are the same words. Results do not depend on the
//! order in which articles arrive: articles stand sorted by key.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::civil::Date;

use crate::analysis::{ArticleAnalysis, SourceKind};
use crate::model::EntityType;
use crate::text::Span;

mod candidate;
pub mod clusters;
pub mod coverage;
pub mod entity;
pub mod event;
pub mod label;
pub mod likeness;
#[cfg(test)]
mod measured;
mod memory;
mod profile;
#[cfg(test)]
mod properties;
mod score;
pub mod statement;
#[cfg(test)]
mod testing;
mod title;

/// An article of a snapshot, as an index into [`Snapshot::articles`]. Valid in that snapshot alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleId(pub u32);

/// An entity of a snapshot, as an index into [`Snapshot::entities`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub u32);

/// An event of a snapshot, as an index into [`Snapshot::events`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId(pub u32);

/// A coverage of a snapshot, as an index into [`Snapshot::coverages`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CoverageId(pub u32);

/// A span of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Which article.
    pub article: ArticleId,
    /// Where in it.
    pub span: Span,
}

/// An article of a snapshot.
#[derive(Clone, Debug)]
pub struct ArticleNode {
    /// What the owner of the corpus calls it: the path as the user gave it, or the document's URI. Opaque here.
    pub key: Arc<str>,
    /// Its analysis.
    pub analysis: Arc<ArticleAnalysis>,
    /// The entity of each of its chains, by chain index.
    pub entities: Vec<EntityId>,
    /// The event of each of its article events, by index into [`ArticleAnalysis::events`].
    pub events: Vec<EventId>,
    /// The coverage that it belongs to.
    pub coverage: CoverageId,
    /// How people see it: short name, date, outlet, first words.
    pub label: label::Label,
}

/// Somebody or something, across articles.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// Its fullest common name.
    pub name: String,
    /// What it is.
    pub entity_type: EntityType,
    /// Its chains, article by article.
    pub chains: Vec<(ArticleId, usize)>,
    /// False for "a White House official".
    pub named: bool,
}

/// An event, across articles.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// "Phone call of Obama and Putin".
    pub title: String,
    /// First and last day, as far as known.
    pub days: Option<(Date, Date)>,
    /// Its article events, article by article (index into [`ArticleAnalysis::events`]).
    pub mentions: Vec<(ArticleId, usize)>,
    /// Why these are one, in words a reporter accepts; empty with a single article.
    pub why: Vec<String>,
}

/// Articles that report the same event.
#[derive(Clone, Debug, PartialEq)]
pub struct Coverage {
    /// The main event's title.
    pub title: String,
    /// The main event's day, or the day of publication.
    pub date: Option<Date>,
    /// At least one article, in the order of the snapshot.
    pub articles: Vec<ArticleId>,
    /// Why these are one; empty with a single article.
    pub why: Vec<String>,
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
    /// One, with the index of its attribution.
    pub a: (ArticleId, usize),
    /// The other.
    pub b: (ArticleId, usize),
    /// How alike, 0 to 1.
    pub score: f32,
    /// True when some words between quotation marks agree.
    pub verbatim: bool,
}

/// An immutable view of the corpus; cheap to share, consistent in itself.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// Sorted by key.
    pub articles: Vec<ArticleNode>,
    /// In the order of their first chains.
    pub entities: Vec<Entity>,
    /// In the order of their first mentions.
    pub events: Vec<Event>,
    /// By date, then by first article; every article is in exactly one.
    pub coverages: Vec<Coverage>,
    /// Pairs of related articles, best first.
    pub related: Vec<Related>,
    /// Pairs of statements that are the same, in the order of the text.
    pub statements: Vec<StatementLink>,
}

impl Snapshot {
    /// The article of a key.
    pub fn find(&self, key: &str) -> Option<ArticleId> {
        let at = self.articles.binary_search_by(|node| (*node.key).cmp(key)).ok()?;
        Some(ArticleId(Span::of(0..at).end))
    }

    /// An article; ids come from this snapshot.
    pub fn article(&self, id: ArticleId) -> &ArticleNode {
        &self.articles[id.0 as usize]
    }

    /// An article's analysis.
    pub fn analysis(&self, id: ArticleId) -> &ArticleAnalysis {
        &self.article(id).analysis
    }

    /// An entity.
    pub fn entity(&self, id: EntityId) -> &Entity {
        &self.entities[id.0 as usize]
    }

    /// An event.
    pub fn event(&self, id: EventId) -> &Event {
        &self.events[id.0 as usize]
    }

    /// A coverage.
    pub fn coverage(&self, id: CoverageId) -> &Coverage {
        &self.coverages[id.0 as usize]
    }

    /// Every article with its id.
    pub fn ids(&self) -> impl Iterator<Item = ArticleId> + '_ {
        (0..Span::of(0..self.articles.len()).end).map(ArticleId)
    }

    /// The words at a place.
    pub fn slice(&self, place: Place) -> &str {
        self.analysis(place.article).slice(place.span)
    }
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
    articles: std::collections::BTreeMap<Arc<str>, Arc<ArticleAnalysis>>,
    linker: coverage::Linker,
    snapshot: Option<Arc<Snapshot>>,
    /// What its articles are, told apart from every other state of every corpus.
    version: u64,
}

/// Versions are given once in a process: a job never fits a corpus that it was not made for.
static VERSION: AtomicU64 = AtomicU64::new(1);

/// The linking of a corpus as it was at one moment, to be done on another thread.
#[derive(Debug)]
pub struct LinkJob {
    articles: std::collections::BTreeMap<Arc<str>, Arc<ArticleAnalysis>>,
    linker: coverage::Linker,
    version: u64,
}

/// A [`LinkJob`] that is done.
#[derive(Debug)]
pub struct Linked {
    /// What the corpus was like.
    pub snapshot: Arc<Snapshot>,
    linker: coverage::Linker,
    version: u64,
}

impl LinkJob {
    /// Does it.
    pub fn run(mut self) -> Linked {
        let snapshot = Arc::new(self.linker.link(&self.articles));
        Linked { snapshot, linker: self.linker, version: self.version }
    }
}

impl Corpus {
    /// An empty corpus.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an article, or puts a new analysis in the place of the old.
    pub fn set(&mut self, key: Arc<str>, analysis: Arc<ArticleAnalysis>) {
        if self.articles.get(&key).is_some_and(|known| Arc::ptr_eq(known, &analysis)) {
            return;
        }
        self.change();
        self.articles.insert(key, analysis);
    }

    /// Takes an article out; true when it was there.
    pub fn remove(&mut self, key: &str) -> bool {
        let was_there = self.articles.remove(key).is_some();
        if was_there {
            self.change();
        }
        was_there
    }

    fn change(&mut self) {
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
        LinkJob { articles: self.articles.clone(), linker, version: self.version }
    }

    /// Takes back what a job of this corpus has linked. It is the snapshot unless something changed meanwhile.
    pub fn take(&mut self, linked: Linked) -> Arc<Snapshot> {
        self.linker = linked.linker;
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
        let snapshot = Arc::new(self.linker.link(&self.articles));
        self.snapshot = Some(Arc::clone(&snapshot));
        snapshot
    }
}
