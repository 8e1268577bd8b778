//! What readers see of a corpus: an immutable [`Snapshot`].
//!
//! A snapshot shares with the last all that did not change: articles, entities, events and coverages one by one, what is
//! listed by number in blocks. Entities and events go by numbers that do not move when others come; what is by itself,
//! as most are, has no entry anywhere.

use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::candidate::{Pair, Pairs};
use super::chronicle::EventTitles;
use super::chunks::Chunks;
use super::event::Events;
use super::groups::{Groups, single_of};
use super::score::Evidence;
use super::shelf::Kept;
use super::title::Titles;
use super::{ArticleId, CoverageId, EntityId, EventId, Place, StatementLink};
use crate::analysis::ArticleAnalysis;
use crate::model::EntityType;
use crate::text::Span;

/// An article of a snapshot.
#[derive(Clone, Debug)]
pub struct ArticleNode {
    kept: Arc<Kept>,
    /// The entity of each of its chains, by chain index.
    pub entities: Arc<[EntityId]>,
    /// The event of each of its article events, by index into [`ArticleAnalysis::events`].
    pub events: Arc<[EventId]>,
    /// The coverage that it belongs to.
    pub coverage: CoverageId,
    /// The first article of its coverage, by key, that is the same text but for a few words: a wire report that several
    /// outlets print. Both are one voice: what the two say is said once. `None` for that first article and for all that
    /// have a text of their own.
    pub copy_of: Option<ArticleId>,
    /// Pairs of statements that are the same, one here and one in another article, in the order of the articles.
    pub statements: Arc<[StatementLink]>,
    /// Where it stands in the snapshot's lists by slot.
    pub(super) slot: usize,
    /// Which it is in its snapshot.
    id: ArticleId,
    /// Its own chains and events, as members of what is by itself, once somebody asks.
    own: OnceLock<Box<[(ArticleId, usize)]>>,
}

impl ArticleNode {
    pub(super) fn new(kept: &Arc<Kept>, slot: usize, id: ArticleId) -> Self {
        Self {
            kept: Arc::clone(kept),
            entities: Arc::default(),
            events: Arc::default(),
            coverage: CoverageId(0),
            copy_of: None,
            statements: Arc::default(),
            slot,
            id,
            own: OnceLock::new(),
        }
    }

    /// The same where articles before it have come or gone: `id` tells which article one is now.
    pub(super) fn moved(&self, id: impl Fn(ArticleId) -> ArticleId) -> Self {
        let mut node = Self::new(&self.kept, self.slot, id(self.id));
        (node.entities, node.events) = (Arc::clone(&self.entities), Arc::clone(&self.events));
        (node.coverage, node.copy_of) = (self.coverage, self.copy_of.map(&id));
        let place = |(article, at): (ArticleId, usize)| (id(article), at);
        let links = self.statements.iter();
        node.statements =
            links.map(|link| StatementLink { a: place(link.a), b: place(link.b), ..link.clone() }).collect();
        node
    }

    /// One of its own chains or events as the only member.
    fn alone_at(&self, at: usize) -> Option<&[(ArticleId, usize)]> {
        let most = self.kept.chains.len().max(self.kept.days.len());
        self.own.get_or_init(|| (0..most).map(|at| (self.id, at)).collect()).get(at..=at)
    }

    /// What it is about, where that is known.
    pub fn main_event(&self) -> Option<EventId> {
        self.events.get(self.kept.main?).copied()
    }

    /// An article by itself, not linked to anything.
    #[cfg(test)]
    pub(crate) fn alone(key: &str, analysis: ArticleAnalysis, slot: usize) -> Self {
        Self::new(&Arc::new(Kept::new(&Arc::from(key), &Arc::new(analysis))), slot, article_id(slot))
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

/// An entity that may have chains in several articles.
#[derive(Clone, Debug)]
pub(super) struct EntityRow {
    /// Article by article.
    pub(super) members: Box<[(ArticleId, usize)]>,
    /// The chain that has its name.
    pub(super) named_by: (ArticleId, usize),
    pub(super) entity_type: EntityType,
    pub(super) named: bool,
}

/// An event of several articles.
#[derive(Clone, Debug)]
pub(super) struct EventRow {
    /// Article by article.
    pub(super) members: Box<[(ArticleId, usize)]>,
    /// The article event that has its title.
    pub(super) told_by: (ArticleId, usize),
    pub(super) days: Option<(Date, Date)>,
}

/// An immutable view of the corpus; cheap to share, consistent in itself.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// Sorted by key.
    pub articles: Vec<Arc<ArticleNode>>,
    /// By date, then by first article; every article is in exactly one.
    pub coverages: Vec<Arc<Coverage>>,
    /// Where a coverage stands among all, by number.
    pub(super) coverage_places: Vec<u32>,
    /// By number.
    pub(super) entities: Chunks<Option<Arc<EntityRow>>>,
    pub(super) events: Chunks<Option<Arc<EventRow>>>,
    /// Entities that several groups of chains were joined to.
    pub(super) joined: Arc<FxHashMap<u64, Arc<EntityRow>>>,
    /// Entities that chains by themselves were joined to.
    pub(super) alone: Arc<FxHashMap<u64, Arc<EntityRow>>>,
    /// By slot: which article it is, what it was compared with, and the titles of its events, should they be those that
    /// give their events the title.
    pub(super) ranks: Arc<[u32]>,
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
        let number = || usize::try_from(id.0).ok();
        let joined = || self.joined.get(&id.0).or_else(|| self.alone.get(&id.0));
        let row = joined().or_else(|| self.entities.get(number()?)?.as_ref());
        if let Some(row) = row {
            let (article, chain) = row.named_by;
            let (entity_type, named) = (row.entity_type, row.named);
            return Entity { name: self.name(article, chain), entity_type, chains: &row.members, named };
        }
        let alone = || {
            let (slot, chain) = single_of(id.0)?;
            let (article, node) = self.in_slot(slot)?;
            let (entity_type, named) = *node.chains.get(chain)?;
            Some(Entity { name: self.name(article, chain), entity_type, chains: node.alone_at(chain)?, named })
        };
        // Ids come from this snapshot.
        alone().unwrap_or(Entity { name: "", entity_type: EntityType::Person, chains: &[], named: false })
    }

    fn name(&self, article: ArticleId, chain: usize) -> &str {
        self.analysis(article).chains.get(chain).map_or("", |chain| &chain.name)
    }

    fn in_slot(&self, slot: usize) -> Option<(ArticleId, &ArticleNode)> {
        let id = ArticleId(*self.ranks.get(slot)?);
        Some((id, self.articles.get(id.0 as usize)?))
    }

    /// The first chain of an entity: what entities are sorted by.
    pub fn first_chain(&self, id: EntityId) -> Option<(ArticleId, usize)> {
        self.entity(id).chains.first().copied()
    }

    /// The ids of all entities, in the order of their first chains.
    pub fn entity_ids(&self) -> impl Iterator<Item = EntityId> + '_ {
        self.ids().flat_map(move |article| {
            let ids = self.article(article).entities.iter().enumerate();
            let first = move |at: usize, id: EntityId| self.entity(id).chains.first() == Some(&(article, at));
            ids.filter(move |(at, id)| first(*at, **id)).map(|(_, id)| *id)
        })
    }

    /// All entities, in the order of their first chains.
    pub fn entities(&self) -> impl Iterator<Item = Entity<'_>> {
        self.entity_ids().map(|id| self.entity(id))
    }

    /// An event.
    pub fn event(&self, id: EventId) -> Event<'_> {
        let row = usize::try_from(id.0).ok().and_then(|number| self.events.get(number)?.as_deref());
        if let Some(row) = row {
            return Event { title: self.title(row.told_by), days: row.days, mentions: &row.members };
        }
        let alone = || {
            let (slot, at) = single_of(id.0)?;
            let (article, node) = self.in_slot(slot)?;
            let days = *node.days.get(at)?;
            Some(Event { title: self.title((article, at)), days, mentions: node.alone_at(at)? })
        };
        // Ids come from this snapshot.
        alone().unwrap_or(Event { title: "", days: None, mentions: &[] })
    }

    fn title(&self, (article, at): (ArticleId, usize)) -> &str {
        self.event_titles(article).get(at).map_or("", |title| title)
    }

    /// The ids of all events, in the order of their first mentions.
    pub fn event_ids(&self) -> impl Iterator<Item = EventId> + '_ {
        self.ids().flat_map(move |article| {
            let ids = self.article(article).events.iter().enumerate();
            let first = move |at: usize, id: EventId| self.event(id).mentions.first() == Some(&(article, at));
            ids.filter(move |(at, id)| first(*at, **id)).map(|(_, id)| *id)
        })
    }

    /// All events, in the order of their first mentions.
    pub fn events(&self) -> impl Iterator<Item = Event<'_>> {
        self.event_ids().map(|id| self.event(id))
    }

    /// A coverage; ids come from this snapshot.
    pub fn coverage(&self, id: CoverageId) -> &Coverage {
        &self.coverages[self.coverage_places[id.0 as usize] as usize]
    }

    /// Pairs of statements that are the same, in the order of the text; without those that a copy has only because its
    /// original has them, where the copy comes second.
    pub fn statements(&self) -> impl Iterator<Item = &StatementLink> {
        self.ids().flat_map(|id| self.article(id).statements.iter().filter(move |link| link.a.0 == id))
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
        self.compare_events(a, b, |events| self.titles().why_event(events, a, b))
    }

    /// True when something forbids that two events of articles are one: days, places, people.
    pub(super) fn events_differ(&self, a: (ArticleId, usize), b: (ArticleId, usize)) -> bool {
        self.compare_events(a, b, |events| events.veto((0, a.1), (1, b.1)).is_some())
    }

    /// The events of two articles as linking sees them, the first article as 0 and the second as 1.
    fn compare_events<T>(
        &self,
        a: (ArticleId, usize),
        b: (ArticleId, usize),
        compare: impl FnOnce(&Events<'_>) -> T,
    ) -> T {
        let nodes = [self.article(a.0), self.article(b.0)];
        let groups = Groups::given(nodes.iter().map(|node| node.entities.iter().map(|id| id.0).collect()));
        let profile = |at: usize| &*nodes[at.min(1)].profile;
        compare(&Events { profiles: &profile, groups: &groups, coverage: &|_| 0 })
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

    /// A snapshot with everything given by hand: the members of each entity and event, in the order of their numbers, the
    /// coverages, and the pairs of statements. Nothing is worked out.
    #[cfg(test)]
    pub(crate) fn given(
        mut articles: Vec<ArticleNode>,
        entities: &[Vec<(ArticleId, usize)>],
        events: &[Vec<(ArticleId, usize)>],
        titles: Vec<EventTitles>,
        coverages: Vec<Coverage>,
        statements: &[StatementLink],
    ) -> Self {
        for (at, node) in articles.iter_mut().enumerate() {
            let here = |link: &&StatementLink| [link.a.0, link.b.0].contains(&article_id(at));
            node.statements = statements.iter().filter(here).cloned().collect();
        }
        let mut snapshot = Self {
            ranks: (0..articles.len()).map(|at| article_id(at).0).collect(),
            articles: articles.into_iter().map(Arc::new).collect(),
            coverage_places: (0..coverages.len()).map(|at| article_id(at).0).collect(),
            coverages: coverages.into_iter().map(Arc::new).collect(),
            ..Self::default()
        };
        titles.into_iter().enumerate().for_each(|(at, titles)| *snapshot.titles.entry(at) = titles);
        for (number, members) in entities.iter().enumerate() {
            let (article, chain) = members[0];
            let (entity_type, named) = snapshot.article(article).chains[chain];
            let members = members.clone().into_boxed_slice();
            let row = EntityRow { members, named_by: (article, chain), entity_type, named };
            *snapshot.entities.entry(number) = Some(Arc::new(row));
        }
        for (number, members) in events.iter().enumerate() {
            let (article, at) = members[0];
            let days = snapshot.article(article).days[at];
            let row = EventRow { members: members.clone().into_boxed_slice(), told_by: (article, at), days };
            *snapshot.events.entry(number) = Some(Arc::new(row));
        }
        snapshot
    }
}

/// The id of the article at an index.
pub(super) fn article_id(at: usize) -> ArticleId {
    ArticleId(Span::of(0..at).end)
}
