//! What readers see of a corpus: an immutable [`Snapshot`].
//!
//! Articles, entities and events stand in flat tables, so that one is made of the last in a pass over numbers; words
//! (titles, reasons) are shared with the last snapshot or worked out when asked for.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use jiff::civil::Date;

use super::candidate::{Pair, Pairs};
use super::chronicle::EventTitles;
use super::chunks::Chunks;
use super::event::Events;
use super::groups::Groups;
use super::score::Evidence;
use super::shelf::Kept;
use super::title::Titles;
use super::{ArticleId, CoverageId, EntityId, EventId, Place, StatementLink};
use crate::analysis::ArticleAnalysis;
use crate::model::EntityType;
use crate::text::Span;

/// A part of a list that is shared.
#[derive(Clone)]
pub struct Part<T> {
    all: Arc<[T]>,
    start: usize,
    end: usize,
}

impl<T> Part<T> {
    pub(super) fn new(all: &Arc<[T]>, start: usize, end: usize) -> Self {
        Self { all: Arc::clone(all), start, end }
    }
}

impl<T> Deref for Part<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.all[self.start..self.end]
    }
}

impl<T> FromIterator<T> for Part<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        let all: Arc<[T]> = items.into_iter().collect();
        Self { start: 0, end: all.len(), all }
    }
}

impl<T> Default for Part<T> {
    fn default() -> Self {
        Self::from_iter([])
    }
}

impl<T: fmt::Debug> fmt::Debug for Part<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.deref().fmt(formatter)
    }
}

impl<'a, T> IntoIterator for &'a Part<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// An article of a snapshot.
#[derive(Clone, Debug)]
pub struct ArticleNode {
    kept: Arc<Kept>,
    /// The entity of each of its chains, by chain index.
    pub entities: Part<EntityId>,
    /// The event of each of its article events, by index into [`ArticleAnalysis::events`].
    pub events: Part<EventId>,
    /// The coverage that it belongs to.
    pub coverage: CoverageId,
    /// The first article of its coverage, by key, that is the same text but for a few words: a wire report that several
    /// outlets print. Both are one voice: what the two say is said once. `None` for that first article and for all that
    /// have a text of their own.
    pub copy_of: Option<ArticleId>,
    /// Where it stands in the snapshot's lists by slot.
    slot: usize,
}

impl ArticleNode {
    pub(super) fn new(kept: &Arc<Kept>, slot: usize, copy_of: Option<ArticleId>) -> Self {
        Self {
            kept: Arc::clone(kept),
            entities: Part::default(),
            events: Part::default(),
            coverage: CoverageId(0),
            copy_of,
            slot,
        }
    }

    /// An article by itself, not linked to anything.
    #[cfg(test)]
    pub(crate) fn alone(key: &str, analysis: ArticleAnalysis, slot: usize) -> Self {
        Self::new(&Arc::new(Kept::new(&Arc::from(key), &Arc::new(analysis))), slot, None)
    }
}

impl Deref for ArticleNode {
    type Target = Kept;

    fn deref(&self) -> &Kept {
        &self.kept
    }
}

/// Somebody or something, across articles.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entity<'a> {
    /// Its fullest common name.
    pub name: &'a str,
    /// What it is.
    pub entity_type: EntityType,
    /// Its chains, article by article.
    pub chains: &'a [(ArticleId, usize)],
    /// False for "a White House official".
    pub named: bool,
}

/// An event, across articles.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Event<'a> {
    /// "Phone call of Obama and Putin".
    pub title: &'a str,
    /// First and last day, as far as known.
    pub days: Option<(Date, Date)>,
    /// Its article events, article by article (index into [`ArticleAnalysis::events`]).
    pub mentions: &'a [(ArticleId, usize)],
}

/// Articles that report the same event.
#[derive(Clone, Debug, PartialEq)]
pub struct Coverage {
    /// The main event's title.
    pub title: Arc<str>,
    /// The main event's day, or the day of publication.
    pub date: Option<Date>,
    /// At least one article, in the order of the snapshot.
    pub articles: Vec<ArticleId>,
}

/// An entity, as it stands in the table.
#[derive(Clone, Copy, Debug)]
pub(super) struct EntityRow {
    /// Where its chains begin in the list of all.
    pub(super) first: usize,
    /// The chain that has its name.
    pub(super) named_by: (ArticleId, usize),
    pub(super) entity_type: EntityType,
    pub(super) named: bool,
}

/// An event, as it stands in the table.
#[derive(Clone, Copy, Debug)]
pub(super) struct EventRow {
    pub(super) first: usize,
    /// The article event that has its title.
    pub(super) told_by: (ArticleId, usize),
    pub(super) days: Option<(Date, Date)>,
}

/// A table of things with members in articles; those of one thing stand together.
#[derive(Clone, Debug)]
pub(super) struct Table<R> {
    pub(super) rows: Vec<R>,
    pub(super) members: Vec<(ArticleId, usize)>,
}

impl<R> Default for Table<R> {
    fn default() -> Self {
        Self { rows: Vec::new(), members: Vec::new() }
    }
}

impl<R> Table<R> {
    fn members(&self, at: usize, first: impl Fn(&R) -> usize) -> &[(ArticleId, usize)] {
        let end = self.rows.get(at + 1).map_or(self.members.len(), &first);
        &self.members[first(&self.rows[at])..end]
    }
}

/// An immutable view of the corpus; cheap to share, consistent in itself.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// Sorted by key.
    pub articles: Vec<ArticleNode>,
    /// By date, then by first article; every article is in exactly one.
    pub coverages: Vec<Coverage>,
    /// Pairs of statements that are the same, in the order of the text.
    pub statements: Vec<StatementLink>,
    pub(super) entities: Arc<Table<EntityRow>>,
    pub(super) events: Table<EventRow>,
    /// By slot: which article it is, what it was compared with, and the titles of its events, should they be those that
    /// give their events the title.
    pub(super) ranks: Vec<u32>,
    pub(super) pairs: Pairs,
    pub(super) titles: Chunks<EventTitles>,
}

impl Snapshot {
    /// The article of a key.
    pub fn find(&self, key: &str) -> Option<ArticleId> {
        let at = self.articles.binary_search_by(|node| (*node.key).cmp(key)).ok()?;
        Some(article_id(at))
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
    pub fn entity(&self, id: EntityId) -> Entity<'_> {
        let row = self.entities.rows[id.0 as usize];
        let (article, chain) = row.named_by;
        Entity {
            name: &self.analysis(article).chains[chain].name,
            entity_type: row.entity_type,
            chains: self.entities.members(id.0 as usize, |row| row.first),
            named: row.named,
        }
    }

    /// All entities, in the order of their first chains.
    pub fn entities(&self) -> impl ExactSizeIterator<Item = Entity<'_>> + DoubleEndedIterator {
        (0..self.entities.rows.len()).map(|at| self.entity(EntityId(Span::of(0..at).end)))
    }

    /// An event.
    pub fn event(&self, id: EventId) -> Event<'_> {
        let row = self.events.rows[id.0 as usize];
        let (article, at) = row.told_by;
        Event {
            title: self.event_titles(article).get(at).map_or("", |title| title),
            days: row.days,
            mentions: self.events.members(id.0 as usize, |row| row.first),
        }
    }

    /// All events, in the order of their first mentions.
    pub fn events(&self) -> impl ExactSizeIterator<Item = Event<'_>> + DoubleEndedIterator {
        (0..self.events.rows.len()).map(|at| self.event(EventId(Span::of(0..at).end)))
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

    /// Why the articles of a coverage report one event, in words a reporter accepts; empty with a single article.
    pub fn why_coverage(&self, coverage: &Coverage) -> Vec<String> {
        let [a, b, ..] = coverage.articles[..] else { return Vec::new() };
        self.titles().why_articles(a, b, &self.evidence(a, b))
    }

    /// Why the mentions of an event are of one event, in words a reporter accepts; empty with a single article.
    pub fn why_event(&self, id: EventId) -> Vec<String> {
        let [a, b, ..] = *self.event(id).mentions else { return Vec::new() };
        let nodes = [self.article(a.0), self.article(b.0)];
        let groups = Groups::given(nodes.iter().map(|node| node.entities.iter().map(|id| u64::from(id.0)).collect()));
        let linker = Events { profiles: &[&*nodes[0].profile, &*nodes[1].profile], groups: &groups, coverage: &[0, 0] };
        self.titles().why_event(&linker, a, b)
    }

    pub(super) fn event_titles(&self, article: ArticleId) -> &[Arc<str>] {
        self.titles.get(self.article(article).slot).map_or(&[], |titles| titles)
    }

    /// What an article was compared with.
    pub(super) fn pairs(&self, article: ArticleId) -> &[Pair] {
        self.pairs.get(self.article(article).slot).map_or(&[], |pairs| pairs)
    }

    pub(super) fn titles(&self) -> Titles<'_> {
        Titles { snapshot: self }
    }

    pub(super) fn evidence(&self, a: ArticleId, b: ArticleId) -> Evidence {
        Evidence::of(&self.article(a).profile, &self.article(b).profile)
    }

    /// A snapshot with everything given by hand: the members of each entity and event, and nothing worked out.
    #[cfg(test)]
    pub(crate) fn given(
        articles: Vec<ArticleNode>,
        entities: &[Vec<(ArticleId, usize)>],
        events: &[Vec<(ArticleId, usize)>],
        titles: Vec<EventTitles>,
    ) -> Self {
        let mut snapshot = Self { articles, ..Self::default() };
        titles.into_iter().enumerate().for_each(|(at, titles)| *snapshot.titles.entry(at) = titles);
        for members in entities {
            let (article, chain) = members[0];
            let of = &snapshot.articles[article.0 as usize].analysis.chains[chain];
            let first = snapshot.entities.members.len();
            let (entity_type, named) = (of.entity_type, of.named);
            let table = Arc::make_mut(&mut snapshot.entities);
            table.rows.push(EntityRow { first, named_by: members[0], entity_type, named });
            table.members.extend(members);
        }
        for members in events {
            let (article, at) = members[0];
            let days = snapshot.articles[article.0 as usize].analysis.events[at].days;
            let first = snapshot.events.members.len();
            snapshot.events.rows.push(EventRow { first, told_by: members[0], days });
            snapshot.events.members.extend(members);
        }
        snapshot
    }
}

/// The id of the article at an index.
pub(super) fn article_id(at: usize) -> ArticleId {
    ArticleId(Span::of(0..at).end)
}
