//! What readers see of a corpus: an immutable [`Snapshot`].
//!
//! A snapshot shares with the last all that did not change: articles, entities, events and coverages one by one, what is
//! listed by number in blocks. Entities and events go by numbers that do not move when others come; what is by itself,
//! as most are, has no entry anywhere.

use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::analysis::{ArticleAnalysis, ArticleEventId, ChainId};
use crate::corpus::articles::ArticleRecord;
use crate::corpus::chunks::Chunks;
use crate::corpus::coverage::candidates::{Pair, Pairs};
use crate::corpus::coverage::evidence::{Evidence, Judge};
use crate::corpus::entities::group::{chain_of, event_of};
use crate::corpus::reference::{
    ArticleId, ChainRef, CoverageId, EntityId, EventId, EventRef, Place, StatementLink, StatementRef,
};
use crate::corpus::slot::Slot;
use crate::model::EntityType;
use crate::text::{IndexArc, IndexBox, IndexVec, Span};

/// The titles of an article's events, shared by all snapshots in which they are the same.
pub(crate) type EventTitles = IndexArc<ArticleEventId, Arc<str>>;

/// An article of a snapshot.
#[derive(Clone, Debug)]
pub struct ArticleNode {
    record: Arc<ArticleRecord>,
    /// The entity of each of its chains.
    pub entities: IndexArc<ChainId, EntityId>,
    /// The event of each of its article events.
    pub events: IndexArc<ArticleEventId, EventId>,
    /// The coverage that it belongs to.
    pub coverage: CoverageId,
    /// The first article of its coverage, by key, that is the same text but for a few words: a wire report that several
    /// outlets print. Both are one voice: what the two say is said once. `None` for that first article and for all that
    /// have a text of their own.
    pub copy_of: Option<ArticleId>,
    /// Pairs of statements that are the same, one here and one in another article, in the order of the articles.
    pub statements: Arc<[StatementLink]>,
    /// Where it stands in the snapshot's lists by slot.
    pub(crate) slot: Slot,
    /// Which it is in its snapshot.
    id: ArticleId,
    /// Its own chains and events, as members of what is by itself, once somebody asks.
    own_chains: OnceLock<IndexBox<ChainId, ChainRef>>,
    own_events: OnceLock<IndexBox<ArticleEventId, EventRef>>,
}

impl ArticleNode {
    pub(crate) fn new(record: &Arc<ArticleRecord>, slot: Slot, id: ArticleId) -> Self {
        Self {
            record: Arc::clone(record),
            entities: IndexArc::default(),
            events: IndexArc::default(),
            coverage: CoverageId(0),
            copy_of: None,
            statements: Arc::default(),
            slot,
            id,
            own_chains: OnceLock::new(),
            own_events: OnceLock::new(),
        }
    }

    /// The same where articles before it have come or gone: `id` tells which article one is now.
    pub(crate) fn moved(&self, id: impl Fn(ArticleId) -> ArticleId) -> Self {
        let mut node = Self::new(&self.record, self.slot, id(self.id));
        (node.entities, node.events) = (self.entities.clone(), self.events.clone());
        (node.coverage, node.copy_of) = (self.coverage, self.copy_of.map(&id));
        let place = |of: StatementRef| StatementRef { article: id(of.article), ..of };
        let links = self.statements.iter();
        node.statements =
            links.map(|link| StatementLink { a: place(link.a), b: place(link.b), ..link.clone() }).collect();
        node
    }

    /// One of its own chains as the only member.
    fn own_chain(&self, chain: ChainId) -> Option<&[ChainRef]> {
        let all = || self.record.chains.indices().map(|chain| ChainRef { article: self.id, chain }).collect();
        self.own_chains.get_or_init(all).get(chain).map(std::slice::from_ref)
    }

    /// One of its own events as the only member.
    fn own_event(&self, event: ArticleEventId) -> Option<&[EventRef]> {
        let all = || self.record.days.indices().map(|event| EventRef { article: self.id, event }).collect();
        self.own_events.get_or_init(all).get(event).map(std::slice::from_ref)
    }

    /// What it is about, where that is known.
    pub fn main_event(&self) -> Option<EventId> {
        self.events.get(self.record.main?).copied()
    }

    /// An article by itself, not linked to anything.
    #[cfg(test)]
    pub(crate) fn unlinked(key: &str, analysis: ArticleAnalysis, at: usize) -> Self {
        Self::new(&Arc::new(ArticleRecord::new(&Arc::from(key), &Arc::new(analysis))), Slot::from(at), article_id(at))
    }
}

impl Deref for ArticleNode {
    type Target = ArticleRecord;

    fn deref(&self) -> &ArticleRecord {
        &self.record
    }
}

/// Somebody or something, across articles.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entity<'a> {
    /// Its fullest common name.
    pub name: &'a str,
    pub entity_type: EntityType,
    /// Its chains, article by article.
    pub chains: &'a [ChainRef],
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
    /// Its article events, article by article.
    pub mentions: &'a [EventRef],
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
pub(crate) struct EntityRow {
    /// Article by article.
    pub(crate) members: Box<[ChainRef]>,
    /// The chain that has its name.
    pub(crate) canonical: ChainRef,
    pub(crate) entity_type: EntityType,
    pub(crate) named: bool,
}

/// An event of several articles.
#[derive(Clone, Debug)]
pub(crate) struct EventRow {
    /// Article by article.
    pub(crate) members: Box<[EventRef]>,
    /// The article event that has its title.
    pub(crate) representative: EventRef,
    pub(crate) days: Option<(Date, Date)>,
}

/// An immutable view of the corpus; cheap to share, consistent in itself.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// Sorted by key.
    pub articles: Vec<Arc<ArticleNode>>,
    /// By date, then by first article; every article is in exactly one.
    pub coverages: Vec<Arc<Coverage>>,
    /// Where a coverage stands among all, by number.
    pub(crate) coverage_places: Vec<u32>,
    /// By number.
    pub(crate) entities: Chunks<usize, Option<Arc<EntityRow>>>,
    pub(crate) events: Chunks<usize, Option<Arc<EventRow>>>,
    /// Entities that several groups of chains were joined to.
    pub(crate) joined: Arc<FxHashMap<u64, Arc<EntityRow>>>,
    /// Entities that chains by themselves were joined to.
    pub(crate) local: Arc<FxHashMap<u64, Arc<EntityRow>>>,
    /// By slot: which article it is, what it was compared with, and the titles of its events, should they be those that
    /// give their events the title.
    pub(crate) ranks: Arc<IndexVec<Slot, u32>>,
    pub(crate) pairs: Pairs,
    /// What judged them.
    pub(crate) judge: Judge,
    pub(crate) titles: Chunks<Slot, EventTitles>,
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

    pub fn analysis(&self, id: ArticleId) -> &ArticleAnalysis {
        &self.article(id).analysis
    }

    /// An entity.
    pub fn entity(&self, id: EntityId) -> Entity<'_> {
        let number = || usize::try_from(id.0).ok();
        let joined = || self.joined.get(&id.0).or_else(|| self.local.get(&id.0));
        let row = joined().or_else(|| self.entities.get(number()?)?.as_ref());
        if let Some(row) = row {
            let (entity_type, named) = (row.entity_type, row.named);
            return Entity { name: self.name(row.canonical), entity_type, chains: &row.members, named };
        }
        let singleton = || {
            let at = chain_of(id.0)?;
            let node = self.in_slot(at.slot)?;
            let (entity_type, named) = *node.chains.get(at.chain)?;
            let chains = node.own_chain(at.chain)?;
            Some(Entity { name: self.name(*chains.first()?), entity_type, chains, named })
        };
        // Ids come from this snapshot.
        singleton().unwrap_or(Entity { name: "", entity_type: EntityType::Person, chains: &[], named: false })
    }

    fn name(&self, of: ChainRef) -> &str {
        self.analysis(of.article).chains.get(of.chain).map_or("", |chain| &chain.name)
    }

    fn in_slot(&self, slot: Slot) -> Option<&ArticleNode> {
        self.articles.get(*self.ranks.get(slot)? as usize).map(|node| &**node)
    }

    /// The first chain of an entity: what entities are sorted by.
    pub fn first_chain(&self, id: EntityId) -> Option<ChainRef> {
        self.entity(id).chains.first().copied()
    }

    /// The ids of all entities, in the order of their first chains.
    pub fn entity_ids(&self) -> impl Iterator<Item = EntityId> + '_ {
        self.ids().flat_map(move |article| {
            let ids = self.article(article).entities.iter_enumerated();
            let first = move |chain: ChainId, id| self.first_chain(id) == Some(ChainRef { article, chain });
            ids.filter(move |(chain, id)| first(*chain, **id)).map(|(_, id)| *id)
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
            let named = row.members.iter().filter_map(|of| Some((self.called(*of)?, of))).max();
            let of = named.map_or(row.representative, |(_, of)| *of);
            return Event { title: self.title(of), days: row.days, mentions: &row.members };
        }
        let singleton = || {
            let at = event_of(id.0)?;
            let node = self.in_slot(at.slot)?;
            let days = *node.days.get(at.event)?;
            let mentions = node.own_event(at.event)?;
            Some(Event { title: self.title(*mentions.first()?), days, mentions })
        };
        // Ids come from this snapshot.
        singleton().unwrap_or(Event { title: "", days: None, mentions: &[] })
    }

    /// When somebody said what an event of an article is called.
    fn called(&self, of: EventRef) -> Option<Option<Timestamp>> {
        let called = self.analysis(of.article).judged.titled.get(&of.event)?;
        called.name.as_ref().map(|_| called.judged.when)
    }

    fn title(&self, of: EventRef) -> &str {
        let titles = self.titles.get(self.article(of.article).slot);
        titles.and_then(|titles| titles.get(of.event)).map_or("", |title| title)
    }

    /// The ids of all events, in the order of their first mentions.
    pub fn event_ids(&self) -> impl Iterator<Item = EventId> + '_ {
        self.ids().flat_map(move |article| {
            let ids = self.article(article).events.iter_enumerated();
            let first = move |event: ArticleEventId, id: EventId| {
                self.event(id).mentions.first() == Some(&EventRef { article, event })
            };
            ids.filter(move |(event, id)| first(*event, **id)).map(|(_, id)| *id)
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
        self.ids().flat_map(|id| self.article(id).statements.iter().filter(move |link| link.a.article == id))
    }

    /// Every article with its id.
    pub fn ids(&self) -> impl Iterator<Item = ArticleId> + '_ {
        (0..Span::of(0..self.articles.len()).end).map(ArticleId)
    }

    /// The words at a place.
    pub fn slice(&self, place: Place) -> &str {
        self.analysis(place.article).slice(place.span)
    }

    /// The words of a span that tell that something happens.
    pub fn telling(&self, place: Place) -> impl Iterator<Item = Span> + '_ {
        let triggers = self.article(place.article).triggers();
        let first = triggers.partition_point(|trigger| trigger.span.end <= place.span.start);
        triggers[first..].iter().map(|trigger| trigger.span).take_while(move |span| span.start < place.span.end)
    }

    /// What an article was compared with.
    pub(crate) fn pairs(&self, article: ArticleId) -> &[Pair] {
        self.pairs.get(self.article(article).slot).map_or(&[], |pairs| pairs)
    }

    pub(crate) fn evidence(&self, a: ArticleId, b: ArticleId) -> Evidence {
        Evidence::of(&self.article(a).features, &self.article(b).features)
    }

    /// A snapshot with everything given by hand: the members of each entity and event, in the order of their numbers, the
    /// coverages, and the pairs of statements. Nothing is worked out.
    #[cfg(test)]
    pub(crate) fn given(
        mut articles: Vec<ArticleNode>,
        entities: &[Vec<ChainRef>],
        events: &[Vec<EventRef>],
        titles: Vec<EventTitles>,
        coverages: Vec<Coverage>,
        statements: &[StatementLink],
    ) -> Self {
        for (at, node) in articles.iter_mut().enumerate() {
            let here = |link: &&StatementLink| [link.a.article, link.b.article].contains(&article_id(at));
            node.statements = statements.iter().filter(here).cloned().collect();
        }
        let mut snapshot = Self {
            ranks: Arc::new((0..articles.len()).map(|at| article_id(at).0).collect()),
            articles: articles.into_iter().map(Arc::new).collect(),
            coverage_places: (0..coverages.len()).map(|at| article_id(at).0).collect(),
            coverages: coverages.into_iter().map(Arc::new).collect(),
            ..Self::default()
        };
        titles.into_iter().enumerate().for_each(|(at, titles)| *snapshot.titles.entry(Slot::from(at)) = titles);
        for (number, members) in entities.iter().enumerate() {
            let canonical = members[0];
            let (entity_type, named) = snapshot.article(canonical.article).chains[canonical.chain];
            let members = members.clone().into_boxed_slice();
            let row = EntityRow { members, canonical, entity_type, named };
            *snapshot.entities.entry(number) = Some(Arc::new(row));
        }
        for (number, members) in events.iter().enumerate() {
            let representative = members[0];
            let days = snapshot.article(representative.article).days[representative.event];
            let row = EventRow { members: members.clone().into_boxed_slice(), representative, days };
            *snapshot.events.entry(number) = Some(Arc::new(row));
        }
        snapshot
    }
}

/// The id of the article at an index.
pub(crate) fn article_id(at: usize) -> ArticleId {
    ArticleId(Span::of(0..at).end)
}
