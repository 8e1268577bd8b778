//! Links articles and remembers what it found, so that an edit costs what it changes.
//!
//! Each step keeps its results by article and takes in what the steps before have changed: [`super::coverage::candidates`]
//! which articles are compared, [`super::coverage::cluster`] which report one event, [`super::entities::cluster`] who is
//! who, [`super::events::link`] which events and statements are one, [`super::entities::within_coverage`] who is one by
//! their event, [`super::entities::table`] who is called what. A snapshot is made of the last by putting what changed in
//! the place of what was. When articles come or go, all that holds their ids is made anew; that is a pass over numbers.
//! Results depend on the articles alone.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use rustc_hash::FxHashMap;

use crate::analysis::{ArticleAnalysis, AttributionId};
use crate::corpus::articles::ArticleRecords;
use crate::corpus::chunks::Chunks;
use crate::corpus::constraints::{Constraints, Decisions};
use crate::corpus::coverage::candidates::CandidateIndex;
use crate::corpus::coverage::cluster::CoverageClusters;
use crate::corpus::coverage::evidence::Judge;
use crate::corpus::coverage::near_duplicates::NearDuplicates;
use crate::corpus::entities::cluster::NameRegister;
use crate::corpus::entities::group::singleton_event;
use crate::corpus::entities::table::{EntityTable, Joining};
use crate::corpus::entities::within_coverage::WithinCoverage;
use crate::corpus::events::compatibility::EventScorer;
use crate::corpus::events::link::EventLinks;
use crate::corpus::features::article::ArticleFeatures;
use crate::corpus::occurrence::happened;
use crate::corpus::reference::{ArticleId, CoverageId, EventId, EventRef, StatementLink, StatementRef};
use crate::corpus::slot::{EventAt, Slot, StatementAt};
use crate::corpus::snapshot::{ArticleNode, Coverage, EventRow, EventTitles, Snapshot};
use crate::corpus::statements::decided::{DecidedLinks, Found};
use crate::corpus::statements::link::StatementPair;
use crate::text::{IndexArc, IndexVec, Span};

/// In place of a number where there is none.
const NONE: u32 = u32::MAX;

/// Pairs of statements of originals, by slot.
type Copied = FxHashMap<Slot, Vec<StatementLink>>;

/// Links articles, and remembers what did not change.
#[derive(Debug, Default)]
pub(super) struct Linker {
    records: ArticleRecords,
    index: CandidateIndex,
    clusters: CoverageClusters,
    register: NameRegister,
    event_links: EventLinks,
    copies: NearDuplicates,
    within_coverage: WithinCoverage,
    entities: EntityTable,
    decisions: Decisions,
    decided_links: DecidedLinks,
    /// Events of several articles, by number.
    events: Chunks<usize, Option<Arc<EventRow>>>,
    /// By slot.
    titles: Chunks<Slot, EventTitles>,
    /// By number.
    coverages: Vec<Option<Arc<Coverage>>>,
    /// The articles and their ids by slot, as the last snapshot has them.
    articles: Vec<Arc<ArticleNode>>,
    ranks: Arc<IndexVec<Slot, u32>>,
    /// The slots of the articles then.
    order: Vec<Slot>,
}

impl Linker {
    /// A linker with a judge of its own of which articles report one event.
    pub(crate) fn judged_by(judge: Judge) -> Self {
        Self { index: CandidateIndex::judged_by(judge), ..Self::default() }
    }

    /// Builds a snapshot of all articles. `changed` are keys of all that may be new, changed or gone since this linker
    /// linked last; without it, all articles are looked through.
    pub(super) fn link(
        &mut self,
        articles: &BTreeMap<Arc<str>, Arc<ArticleAnalysis>>,
        changed: Option<&BTreeSet<Arc<str>>>,
        constraints: &Constraints,
    ) -> Snapshot {
        let records = self.records.update(articles, changed);
        let (changed, moved) = (records.articles, self.records.order() != self.order);
        let redecided = self.decisions.update(constraints, &self.records);
        let mut likely = self.index.update(&self.records, &changed).articles;
        likely.extend(&redecided.articles);
        let covered = self.clusters.update(&self.records, &self.index, &self.decisions.articles, &changed, &likely);
        let grouped = self.register.update(&self.records, &self.decisions.chains, &changed, &redecided.chains);
        let mut touched = grouped.articles.clone();
        touched.extend(changed.iter().chain(&covered.articles).chain(&redecided.events));
        let mut coverages = covered.sets;
        let live = changed.iter().filter(|slot| self.records.get(**slot).is_some());
        coverages.extend(live.map(|slot| self.clusters.of(*slot)));
        let copied = self.copies.update(&self.records, &self.clusters, &coverages);
        let linked = {
            static NOTHING: LazyLock<ArticleFeatures> = LazyLock::new(ArticleFeatures::default);
            let features = |slot: Slot| self.records.features(slot).unwrap_or(&NOTHING);
            let coverage = |slot: Slot| self.clusters.of(slot);
            let events = EventScorer { features: &features, groups: &self.register.groups, coverage: &coverage };
            let compared = (&self.clusters, &self.copies);
            self.event_links.update(&self.records, &events, compared, &self.decisions, &touched, &coverages)
        };
        let groups = &self.register.groups;
        let grouped_in = grouped.articles.iter().map(|slot| self.clusters.of(*slot)).filter(|number| *number != NONE);
        let stale: BTreeSet<u32> = coverages.iter().copied().chain(grouped_in).collect();
        let chains = &self.decisions.chains;
        let local = self.within_coverage.update(&self.records, &self.clusters, groups, chains, &stale);
        let joining = Joining {
            by_event: self.event_links.named().collect(),
            within_coverage: &self.within_coverage,
            decided: chains,
            changed: linked.joins || local.joins || !redecided.chains.is_empty(),
        };
        let cast = self.entities.update(&self.records, groups, &grouped, &joining, &changed, moved);
        touched.extend(cast.articles.iter().chain(&linked.articles).chain(&copied.articles));
        touched.extend(records.renamed);
        touched.extend(self.copies_of(&linked.articles));
        let mut retitled = cast.renamed;
        retitled.extend(grouped.articles.iter().chain(&changed));

        self.place_events(&linked.sets, moved);
        touched.extend(self.decide_statements());
        self.place_articles(&touched, moved);
        let mut snapshot = Snapshot {
            articles: self.articles.clone(),
            entities: self.entities.rows().clone(),
            joined: Arc::clone(self.entities.joined()),
            local: Arc::clone(self.entities.local()),
            events: self.events.clone(),
            ranks: Arc::clone(&self.ranks),
            pairs: self.index.all_pairs().clone(),
            judge: self.index.judge().clone(),
            ..Snapshot::default()
        };
        self.entitle(&mut snapshot, &retitled);
        let told: BTreeSet<u32> = touched.iter().chain(&retitled).map(|slot| self.clusters.of(*slot)).collect();
        coverages.extend(told.into_iter().filter(|number| *number != NONE));
        self.place_coverages(&mut snapshot, &coverages, moved);
        snapshot
    }

    /// Works out which links of statements are not to be, and which are to be beside those that are found; gives the
    /// articles in which that is otherwise than before.
    fn decide_statements(&mut self) -> BTreeSet<Slot> {
        let slot_of = |article: ArticleId| self.records.order()[article.0 as usize];
        let at = |of: StatementRef| StatementAt { slot: slot_of(of.article), attribution: of.attribution };
        let found = |slot: Slot| {
            let links = self.statements(slot, &mut Copied::default());
            links.into_iter().map(|link| Found { a: at(link.a), b: at(link.b), score: link.score }).collect()
        };
        let rank = |of: StatementAt| (self.records.rank(of.slot), of.attribution);
        let new = DecidedLinks::new(&self.decisions.statements, found, rank);
        let old = std::mem::replace(&mut self.decided_links, new);
        self.decided_links.differs(&old)
    }

    /// All that are copies of some articles: they say what these say.
    fn copies_of(&self, originals: &BTreeSet<Slot>) -> Vec<Slot> {
        let coverages: BTreeSet<u32> = originals.iter().map(|slot| self.clusters.of(*slot)).collect();
        let articles = coverages.into_iter().flat_map(|number| self.clusters.articles(number));
        articles.copied().filter(|slot| self.copies.of(*slot).is_some_and(|of| originals.contains(&of))).collect()
    }

    fn id(&self, slot: Slot) -> ArticleId {
        ArticleId(self.records.rank(slot))
    }

    fn event(&self, at: EventAt) -> EventRef {
        EventRef { article: self.id(at.slot), event: at.event }
    }

    /// The events of several articles.
    fn place_events(&mut self, sets: &BTreeSet<u32>, moved: bool) {
        let all: Vec<u32> =
            if moved { (0..self.event_links.numbers()).collect() } else { sets.iter().copied().collect() };
        for number in all {
            let row = self.event_links.set(number).map(|set| {
                let members = set.nodes.iter().map(|node| self.event(*node)).collect();
                Arc::new(EventRow { members, representative: self.event(set.representative), days: set.days })
            });
            *self.events.entry(number as usize) = row;
        }
    }

    /// Articles in which anything is linked otherwise than before.
    fn place_articles(&mut self, touched: &BTreeSet<Slot>, moved: bool) {
        // Thousands of copies have what one original has.
        let mut copied = Copied::default();
        if moved {
            let old_order = std::mem::replace(&mut self.order, self.records.order().to_vec());
            self.ranks = Arc::new(self.records.ranks().clone());
            let id = |old: ArticleId| old_order.get(old.0 as usize).map_or(old, |slot| self.id(*slot));
            let mut old: IndexVec<Slot, Option<&ArticleNode>> = IndexVec::filled(None, self.records.slots());
            self.articles.iter().for_each(|node| old[node.slot] = Some(node));
            let node = |slot: &Slot| match old[*slot].filter(|_| !touched.contains(slot)) {
                Some(node) => Some(Arc::new(node.moved(id))),
                None => self.node(*slot, &mut copied),
            };
            self.articles = self.order.iter().filter_map(node).collect();
            return;
        }
        for slot in touched {
            let Some(node) = self.node(*slot, &mut copied) else { continue };
            if let Some(article) = self.articles.get_mut(self.records.rank(*slot) as usize) {
                *article = node;
            }
        }
    }

    fn node(&self, slot: Slot, copied: &mut Copied) -> Option<Arc<ArticleNode>> {
        let alone = |event| singleton_event(EventAt { slot, event });
        let sets = self.event_links.sets_of(slot);
        let mut node = ArticleNode::new(self.records.get(slot)?, slot, self.id(slot));
        node.entities = self.entities.of_article(slot);
        node.events = sets.map(|(event, set)| EventId(set.map_or_else(|| alone(event), u64::from))).collect();
        node.coverage = CoverageId(self.clusters.of(slot));
        node.copy_of = self.copies.of(slot).map(|original| self.id(original));
        let mut statements = self.statements(slot, copied);
        self.decided_links
            .lay(slot, &mut statements, |at| StatementRef { article: self.id(at.slot), attribution: at.attribution });
        node.statements = statements.into();
        Some(Arc::new(node))
    }

    /// Pairs of statements that are the same, one of them in an article. A copy has besides what its original has.
    fn statements(&self, slot: Slot, copied: &mut Copied) -> Vec<StatementLink> {
        let own = self.event_links.statements(slot).into_iter();
        let mut all: Vec<StatementLink> = own.map(|(pair, same)| self.link_of(pair, same)).collect();
        if let Some(original) = self.copies.of(slot) {
            let here = self.id(slot);
            let counterparts: Vec<(StatementRef, AttributionId)> =
                all.iter().map(|link| (link.a, link.b.attribution)).collect();
            for link in copied.entry(original).or_insert_with(|| self.statements_of_original(original)) {
                let copied = counterparts.iter().filter(|(of, _)| *of == link.a);
                all.extend(copied.map(|(_, at)| {
                    let (a, b) = (StatementRef { article: here, attribution: *at }, link.b);
                    StatementLink { a: a.min(b), b: a.max(b), ..link.clone() }
                }));
            }
        }
        all.sort_unstable_by_key(|link| (link.a, link.b));
        all.dedup_by_key(|link| (link.a, link.b));
        all
    }

    /// The pairs of an original with all but its copies, its own statement first.
    fn statements_of_original(&self, original: Slot) -> Vec<StatementLink> {
        let others = self.event_links.statements(original).into_iter();
        let others = others.filter(|(pair, _)| pair.iter().all(|slot| self.copies.of(*slot).is_none()));
        let pairs = others.map(|(pair, same)| {
            let link = self.link_of(pair, same);
            if pair[0] == original { link } else { StatementLink { a: link.b, b: link.a, ..link } }
        });
        pairs.collect()
    }

    fn link_of(&self, [a, b]: [Slot; 2], same: &StatementPair) -> StatementLink {
        StatementLink {
            a: StatementRef { article: self.id(a), attribution: same.a },
            b: StatementRef { article: self.id(b), attribution: same.b },
            score: same.score,
            verbatim: same.verbatim,
        }
    }

    /// Titles for the events of articles in which something is called otherwise than before.
    fn entitle(&mut self, snapshot: &mut Snapshot, retitled: &BTreeSet<Slot>) {
        for slot in retitled {
            let Some(record) = self.records.get(*slot) else {
                *self.titles.entry(*slot) = IndexArc::default();
                continue;
            };
            let (article, titles) = (self.id(*slot), snapshot.titles());
            let events = record.days.indices().map(|event| EventRef { article, event });
            let titles = events.map(|event| Arc::from(titles.event(event))).collect();
            *self.titles.entry(*slot) = titles;
        }
        snapshot.titles = self.titles.clone();
    }

    fn place_coverages(&mut self, snapshot: &mut Snapshot, changed: &BTreeSet<u32>, moved: bool) {
        let numbers = self.clusters.numbers();
        self.coverages.resize(numbers as usize, None);
        let all: Vec<u32> = if moved { (0..numbers).collect() } else { changed.iter().copied().collect() };
        for number in all {
            self.coverages[number as usize] = self.coverage(snapshot, number).map(Arc::new);
        }
        let mut order: Vec<u32> = (0..numbers).filter(|number| self.coverages[*number as usize].is_some()).collect();
        let key = |number: &u32| {
            let coverage = self.coverages[*number as usize].as_ref();
            coverage.map(|coverage| (coverage.date.is_none(), coverage.date, coverage.articles.first().copied()))
        };
        order.sort_by_cached_key(key);
        snapshot.coverage_places = vec![NONE; numbers as usize];
        for (place, number) in order.iter().enumerate() {
            snapshot.coverage_places[*number as usize] = Span::of(0..place).end;
        }
        snapshot.coverages = order.iter().filter_map(|number| self.coverages[*number as usize].clone()).collect();
    }

    fn coverage(&self, snapshot: &Snapshot, number: u32) -> Option<Coverage> {
        let slots = self.clusters.articles(number);
        let record_of = |slot: &Slot| self.records.get(*slot);
        let first = record_of(slots.first()?)?;
        let published = slots.iter().filter_map(|slot| record_of(slot)?.features.published).min();
        let days = slots.iter().filter_map(|slot| {
            let record = record_of(slot)?;
            happened(&record.analysis, record.analysis.events.get(record.main?)?, published)
        });
        let day = days.min();
        let articles: Vec<ArticleId> = slots.iter().map(|slot| self.id(*slot)).collect();
        let title = Some(snapshot.titles().coverage(&articles)).filter(|title| !title.is_empty());
        Some(Coverage {
            title: title.map_or_else(|| Arc::from(&*first.label.title), Arc::from),
            date: day.or(published),
            articles,
        })
    }
}
