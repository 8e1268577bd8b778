//! Which events of all articles are one, and which statements of one coverage are the same, kept current.
//!
//! What makes two events one is decided in [`super::compatibility`]. Here is what is compared: articles of one coverage
//! with one another, and across coverages events that share what such a link needs, found through lists. An edit has those
//! parts of the lists looked at anew in which it stands, and those sets of events that its links hold together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::analysis::{ArticleAnalysis, ArticleEventId};
use crate::corpus::articles::{ArticleRecord, ArticleRecords};
use crate::corpus::constraints::{Decided, Decisions};
use crate::corpus::coverage::cluster::CoverageClusters;
use crate::corpus::coverage::near_duplicates::NearDuplicates;
use crate::corpus::delta::Delta;
use crate::corpus::events::compatibility::EventScorer;
use crate::corpus::features::statement::{StatementFeatures, facts_of};
use crate::corpus::slot::{ChainAt, EventAt, Slot, StatementAt, number};
use crate::corpus::statements::link;
use crate::corpus::statements::link::StatementPair;
use crate::text::IndexVec;

/// Events behind an event in a list, and articles behind an article in a coverage, with which it is compared.
const REACH: usize = 16;
/// How sure it is that two events are one of which that is decided.
const DECIDED: f32 = f32::INFINITY;
/// In place of a set where there is none.
const NONE: u32 = u32::MAX;

/// What a list is of: a family of events and a group that they have in common.
type Key = (&'static str, u64);

/// An event in a list.
#[derive(Debug)]
struct Entry {
    node: EventAt,
    /// Events behind it that are one with it, and how sure.
    links: Vec<(EventAt, f32)>,
    stale: bool,
}

/// What two articles of one coverage have in common.
#[derive(Debug)]
struct PairLinks {
    events: Vec<(ArticleEventId, ArticleEventId, f32)>,
    statements: Vec<StatementPair>,
}

/// Events that are one.
#[derive(Debug)]
pub(crate) struct EventSet {
    /// At least two, in the order of keys.
    pub(crate) nodes: Vec<EventAt>,
    /// Chains that name an event in their phrases ("Group of 20 summit").
    pub(crate) named: Vec<ChainAt>,
    /// Which gives the title.
    pub(crate) representative: EventAt,
    /// The narrowest days that the articles give.
    pub(crate) days: Option<(Date, Date)>,
}

/// All events. Articles go by their slots.
#[derive(Debug, Default)]
pub(crate) struct EventLinks {
    lists: FxHashMap<Key, Vec<Entry>>,
    /// The lists of an article's events.
    keys: IndexVec<Slot, Vec<(ArticleEventId, Key)>>,
    /// By two articles, the first by key first.
    pairs: FxHashMap<(Slot, Slot), PairLinks>,
    /// The articles that an article is compared with.
    neighbours: IndexVec<Slot, FxHashSet<Slot>>,
    /// Links of an article's events, sorted: event, other, how sure.
    links: IndexVec<Slot, Vec<(ArticleEventId, EventAt, f32)>>,
    /// Sets by slot and event.
    of: IndexVec<Slot, IndexVec<ArticleEventId, u32>>,
    sets: Vec<Option<EventSet>>,
    free: Vec<u32>,
    /// Sets with chains that name an event.
    named: BTreeSet<u32>,
    delta: Delta,
    statements: StatementCache,
}

/// What articles state, as it is compared: the most of what an article is remembered by, needed only when a fellow of its
/// coverage changes, and soon read off again.
#[derive(Debug, Default)]
struct StatementCache(FxHashMap<Slot, (Arc<ArticleAnalysis>, Arc<[StatementFeatures]>)>);

impl StatementCache {
    /// Articles of which it is remembered.
    const MOST: usize = 512;

    fn of(&mut self, records: &ArticleRecords, slot: Slot) -> Option<Arc<[StatementFeatures]>> {
        let analysis = &records.get(slot)?.analysis;
        if let Some((_, known)) = self.0.get(&slot).filter(|(of, _)| Arc::ptr_eq(of, analysis)) {
            return Some(Arc::clone(known));
        }
        if self.0.len() >= Self::MOST {
            self.0.clear();
        }
        let facts: Arc<[StatementFeatures]> = facts_of(analysis).into();
        self.0.insert(slot, (Arc::clone(analysis), Arc::clone(&facts)));
        Some(facts)
    }
}

impl EventLinks {
    /// The sets of an article's events, `None` for one that is its own.
    pub(crate) fn sets_of(&self, slot: Slot) -> impl Iterator<Item = (ArticleEventId, Option<u32>)> + '_ {
        let sets = self.of.get(slot).into_iter().flat_map(|sets| sets.iter_enumerated());
        sets.map(|(event, set)| (event, (*set != NONE).then_some(*set)))
    }

    /// A set by its number; `None` when it is no more.
    pub(crate) fn set(&self, number: u32) -> Option<&EventSet> {
        self.sets.get(number as usize)?.as_ref()
    }

    /// Numbers of sets are below this.
    pub(crate) fn numbers(&self) -> u32 {
        number(self.sets.len())
    }

    /// For each set that has some, the chains that name an event.
    pub(crate) fn named(&self) -> impl Iterator<Item = &Vec<ChainAt>> {
        self.named.iter().filter_map(|number| Some(&self.set(*number)?.named))
    }

    /// Statements that are the same in an article and in another, each with the slots of the articles that have them, the
    /// first by key first; in the order of the other articles.
    pub(crate) fn statements(&self, slot: Slot) -> Vec<([Slot; 2], &StatementPair)> {
        let both = self.neighbours.get(slot).into_iter().flatten().flat_map(|other| {
            [[slot, *other], [*other, slot]].into_iter().filter_map(|pair| Some((pair, self.pairs.get(&pair.into())?)))
        });
        both.flat_map(|(pair, both)| both.statements.iter().map(move |same| (pair, same))).collect()
    }

    /// Takes in what changed: articles with another content, group or coverage than before, or on whose events or
    /// statements something else is decided; and coverages of other articles. Gives articles with another set for some
    /// event than before, or with other statements that are the same elsewhere, and sets that are new or no more.
    pub(crate) fn update(
        &mut self,
        records: &ArticleRecords,
        events: &EventScorer<'_>,
        (clusters, copies): (&CoverageClusters, &NearDuplicates),
        decisions: &Decisions,
        touched: &BTreeSet<Slot>,
        coverages: &BTreeSet<u32>,
    ) -> Delta {
        let slots = records.slots();
        self.keys.resize(slots, Vec::new());
        self.neighbours.resize(slots, FxHashSet::default());
        self.links.resize(slots, Vec::new());
        self.of.resize(slots, IndexVec::new());
        let mut relinked = touched.clone();
        self.list(records, events, touched, &mut relinked);
        self.meet(records, events, (clusters, copies), &decisions.statements, (touched, coverages), &mut relinked);
        for slot in &relinked {
            self.links[*slot] = self.links_of(*slot);
        }
        self.join(records, events, &decisions.events, &relinked);
        std::mem::take(&mut self.delta)
    }

    /// Puts the events of touched articles into the lists, and compares what stands near them there.
    fn list(
        &mut self,
        records: &ArticleRecords,
        events: &EventScorer<'_>,
        touched: &BTreeSet<Slot>,
        relinked: &mut BTreeSet<Slot>,
    ) {
        let mut lists: BTreeMap<Key, ()> = BTreeMap::new();
        for slot in touched {
            for (_, key) in std::mem::take(&mut self.keys[*slot]) {
                let Some(list) = self.lists.get_mut(&key) else { continue };
                while let Some(place) = list.iter().position(|entry| entry.node.slot == *slot) {
                    let entry = list.remove(place);
                    relinked.extend(entry.links.iter().map(|(other, _)| other.slot));
                    mark(list, place);
                }
                lists.insert(key, ());
            }
        }
        for slot in touched {
            let Some(record) = records.get(*slot) else { continue };
            let here = |node: EventAt, records: &ArticleRecords| {
                let day = records.get(node.slot).and_then(|record| record.features.published);
                (day, records.rank(node.slot), node.event)
            };
            for at in record.features.events.indices() {
                let node = EventAt { slot: *slot, event: at };
                for key in events.keys_across(node) {
                    let list = self.lists.entry(key).or_default();
                    let this = here(node, records);
                    let place = list.partition_point(|entry| here(entry.node, records) < this);
                    list.insert(place, Entry { node, links: Vec::new(), stale: true });
                    mark(list, place);
                    self.keys[*slot].push((at, key));
                    lists.insert(key, ());
                }
            }
        }
        for (key, ()) in lists {
            let Some(list) = self.lists.get_mut(&key) else { continue };
            if list.is_empty() {
                self.lists.remove(&key);
                continue;
            }
            for place in 0..list.len() {
                if !std::mem::take(&mut list[place].stale) {
                    continue;
                }
                let node = list[place].node;
                let behind = list.iter().skip(place + 1).take(REACH).map(|entry| entry.node);
                let across = behind.filter(|other| (events.coverage)(node.slot) != (events.coverage)(other.slot));
                let found = across.filter_map(|other| {
                    let (a, b) =
                        if records.rank(node.slot) < records.rank(other.slot) { (node, other) } else { (other, node) };
                    Some((other, events.score(a, b)?))
                });
                let found: Vec<(EventAt, f32)> = found.collect();
                let old = std::mem::take(&mut list[place].links);
                if old != found {
                    relinked.insert(node.slot);
                    relinked.extend(old.iter().chain(&found).map(|(other, _)| other.slot));
                }
                list[place].links = found;
            }
        }
    }

    /// Compares articles of one coverage.
    fn meet(
        &mut self,
        records: &ArticleRecords,
        events: &EventScorer<'_>,
        (clusters, copies): (&CoverageClusters, &NearDuplicates),
        decided: &Decided<StatementAt>,
        (touched, coverages): (&BTreeSet<Slot>, &BTreeSet<u32>),
        relinked: &mut BTreeSet<Slot>,
    ) {
        for slot in touched {
            for other in std::mem::take(&mut self.neighbours[*slot]) {
                self.neighbours[other].remove(slot);
                self.part(*slot, other, relinked);
            }
        }
        let live = touched.iter().filter(|slot| records.get(**slot).is_some());
        let mut looked: Vec<u32> = live.map(|slot| clusters.of(*slot)).chain(coverages.iter().copied()).collect();
        looked.sort_unstable();
        looked.dedup();
        for coverage in looked {
            let articles = clusters.articles(coverage);
            let wanted = wanted(articles, copies);
            for a in articles {
                // One that came between has moved another out of reach.
                let is_after = |other: &Slot| records.rank(*other) > records.rank(*a);
                let others = self.neighbours[*a].iter();
                let gone = others.filter(|other| is_after(other) && !wanted.contains(&(*a, **other)));
                for other in gone.copied().collect::<Vec<Slot>>() {
                    self.neighbours[*a].remove(&other);
                    self.neighbours[other].remove(a);
                    self.part(*a, other, relinked);
                }
            }
            let mut wanted: Vec<(Slot, Slot)> =
                wanted.into_iter().filter(|pair| !self.pairs.contains_key(pair)).collect();
            // Neighbours after neighbours: what an article states is read off once.
            wanted.sort_unstable_by_key(|pair| (records.rank(pair.0), records.rank(pair.1)));
            for (a, b) in wanted {
                let Some(ours) = self.statements.of(records, a) else { continue };
                let (found, statements) = if same_text(records, a, b) {
                    let all = records.features(a).into_iter().flat_map(|features| features.events.indices());
                    (all.map(|at| (at, at, f32::MAX)).collect(), said_twice(&ours))
                } else {
                    let Some(theirs) = self.statements.of(records, b) else { continue };
                    let statements = link::link(events.groups, decided, (a, &ours), (b, &theirs));
                    (events.between(a, b), statements)
                };
                if !found.is_empty() {
                    relinked.extend([a, b]);
                }
                if !statements.is_empty() {
                    self.delta.articles.extend([a, b]);
                }
                self.pairs.insert((a, b), PairLinks { events: found, statements });
                self.neighbours[a].insert(b);
                self.neighbours[b].insert(a);
            }
        }
    }

    fn part(&mut self, a: Slot, b: Slot, relinked: &mut BTreeSet<Slot>) {
        self.delta.articles.extend([a, b]);
        let both = self.pairs.remove(&(a, b)).or_else(|| self.pairs.remove(&(b, a)));
        if both.is_some_and(|both| !both.events.is_empty()) {
            relinked.extend([a, b]);
        }
    }

    /// All links of an article's events, from lists and from its coverage.
    fn links_of(&self, slot: Slot) -> Vec<(ArticleEventId, EventAt, f32)> {
        let mut links = Vec::new();
        for (at, key) in &self.keys[slot] {
            let Some(list) = self.lists.get(key) else { continue };
            let node = EventAt { slot, event: *at };
            let Some(place) = list.iter().position(|entry| entry.node == node) else { continue };
            links.extend(list[place].links.iter().map(|(other, score)| (*at, *other, *score)));
            for entry in &list[place.saturating_sub(REACH)..place] {
                let to_here = entry.links.iter().filter(|(other, _)| *other == node);
                links.extend(to_here.map(|(_, score)| (*at, entry.node, *score)));
            }
        }
        for other in &self.neighbours[slot] {
            let there = |event: ArticleEventId| EventAt { slot: *other, event };
            if let Some(both) = self.pairs.get(&(slot, *other)) {
                links.extend(both.events.iter().map(|(i, j, score)| (*i, there(*j), *score)));
            } else if let Some(both) = self.pairs.get(&(*other, slot)) {
                links.extend(both.events.iter().map(|(i, j, score)| (*j, there(*i), *score)));
            }
        }
        links.sort_unstable_by_key(|link| (link.0, link.1));
        links.dedup_by_key(|link| (link.0, link.1));
        links
    }

    /// The links of an event that are each other's best between two articles: each event goes to its best of the other
    /// article, and only when that is mutual.
    fn mutual(&self, node: EventAt) -> impl Iterator<Item = (EventAt, f32)> + '_ {
        // Links are sorted: a long text has tens of thousands.
        let best = |from: EventAt, to: Slot| {
            let links = &self.links[from.slot][..];
            let first = links.partition_point(|link| (link.0, link.1.slot) < (from.event, to));
            let of = links[first..].iter().take_while(move |link| (link.0, link.1.slot) == (from.event, to));
            of.map(|link| link.2).fold(f32::MIN, f32::max)
        };
        let links = &self.links[node.slot][..];
        let first = links.partition_point(|link| link.0 < node.event);
        let own = links[first..].iter().take_while(move |link| link.0 == node.event);
        let mutual = own.filter(move |link| best(node, link.1.slot) <= link.2 && best(link.1, node.slot) <= link.2);
        mutual.map(|link| (link.1, link.2))
    }

    /// Makes the sets anew that hold events of some articles, or are held together by their links.
    fn join(
        &mut self,
        records: &ArticleRecords,
        events: &EventScorer<'_>,
        decided: &Decided<EventAt>,
        relinked: &BTreeSet<Slot>,
    ) {
        let mut open: Vec<EventAt> = Vec::new();
        for slot in relinked {
            let count = records.features(*slot).map_or(0, |features| features.events.len());
            let old = std::mem::replace(&mut self.of[*slot], IndexVec::filled(NONE, count));
            self.delta.articles.insert(*slot);
            for set in old.into_iter().filter(|set| *set != NONE) {
                open.extend(self.dissolve(set));
            }
            open.extend(self.of[*slot].indices().map(|event| EventAt { slot: *slot, event }));
        }
        let mut seen: FxHashSet<EventAt> = FxHashSet::default();
        while let Some(start) = open.pop() {
            let is_there =
                records.features(start.slot).is_some_and(|features| start.event < features.events.next_index());
            if !is_there || !seen.insert(start) {
                continue;
            }
            let mut component = vec![start];
            let mut links: Vec<(EventAt, EventAt, f32)> = Vec::new();
            let mut next = 0;
            while let Some(node) = component.get(next).copied() {
                next += 1;
                let joined = decided.with(node).into_iter().filter(|other| *other != node);
                for (other, score) in joined.map(|other| (other, DECIDED)).chain(self.mutual(node)) {
                    links.push((node, other, score));
                    if seen.insert(other) {
                        component.push(other);
                    }
                }
            }
            if links.is_empty() {
                continue;
            }
            let old: Vec<u32> =
                component.iter().filter_map(|node| self.of[node.slot].get(node.event).copied()).collect();
            for set in old.into_iter().filter(|set| *set != NONE) {
                open.extend(self.dissolve(set));
            }
            let order = |node: &EventAt| (records.rank(node.slot), node.event);
            links.retain(|(a, b, _)| order(a) < order(b));
            links.sort_by(|x, y| {
                let pair = |link: &(EventAt, EventAt, f32)| (order(&link.0), order(&link.1));
                y.2.total_cmp(&x.2).then_with(|| pair(x).cmp(&pair(y)))
            });
            for mut nodes in merge(events, decided, &links) {
                nodes.sort_unstable_by_key(order);
                self.keep(events, records, nodes);
            }
        }
    }

    fn keep(&mut self, events: &EventScorer<'_>, records: &ArticleRecords, nodes: Vec<EventAt>) {
        let days = |node: &EventAt| records.get(node.slot)?.days.get(node.event).copied().flatten();
        let narrow = |days: &(Date, Date)| (days.1.since(days.0).map_or(i32::MAX, |span| span.get_days()), days.0);
        let days = nodes.iter().filter_map(days).min_by_key(narrow);
        let named = nodes.iter().flat_map(|node| {
            let chains = records.get(node.slot).and_then(|record| record.named_events.get(node.event));
            chains.into_iter().flatten().map(|chain| ChainAt { slot: node.slot, chain: *chain })
        });
        let set = EventSet { representative: events.telling(&nodes), days, named: named.collect(), nodes };
        let number = self.free.pop().unwrap_or_else(|| {
            self.sets.push(None);
            number(self.sets.len() - 1)
        });
        for node in &set.nodes {
            self.of[node.slot][node.event] = number;
            self.delta.articles.insert(node.slot);
        }
        self.delta.sets.insert(number);
        if !set.named.is_empty() {
            self.delta.joins |= self.named.insert(number);
        }
        self.sets[number as usize] = Some(set);
    }

    /// The members of a set that is no more.
    fn dissolve(&mut self, set: u32) -> Vec<EventAt> {
        let Some(old) = self.sets[set as usize].take() else { return Vec::new() };
        self.free.push(set);
        self.delta.joins |= self.named.remove(&set);
        self.delta.sets.insert(set);
        for node in &old.nodes {
            self.delta.articles.insert(node.slot);
            if let Some(of) = self.of[node.slot].get_mut(node.event).filter(|of| **of == set) {
                *of = NONE;
            }
        }
        old.nodes
    }
}

/// True for a text that two outlets print on one day without another letter.
fn same_text(records: &ArticleRecords, a: Slot, b: Slot) -> bool {
    let Some((a, b)) = records.get(a).zip(records.get(b)) else { return false };
    let count = |of: &ArticleRecord| (of.analysis.attributions.len(), of.features.events.len());
    a.analysis.text == b.analysis.text && a.features.published == b.features.published && count(a) == count(b)
}

/// The statements of a text that stands in two articles.
fn said_twice(stated: &[StatementFeatures]) -> Vec<StatementPair> {
    let same = |one: &StatementFeatures| StatementPair {
        a: one.attribution,
        b: one.attribution,
        score: 1.0,
        verbatim: !one.wording.quoted.is_empty(),
    };
    stated.iter().map(same).collect()
}

/// The articles of a coverage that are compared, the first by key first: each with some that follow. A copy says what its
/// original says, and is compared with that alone.
fn wanted(articles: &[Slot], copies: &NearDuplicates) -> FxHashSet<(Slot, Slot)> {
    let originals: Vec<Slot> = articles.iter().copied().filter(|slot| copies.of(*slot).is_none()).collect();
    let among = originals
        .iter()
        .enumerate()
        .flat_map(|(nth, a)| originals[nth + 1..].iter().take(REACH).map(move |b| (*a, *b)));
    among.chain(articles.iter().filter_map(|slot| Some((copies.of(*slot)?, *slot)))).collect()
}

/// Marks the entries whose reach has changed where one came or went.
fn mark(list: &mut [Entry], place: usize) {
    let end = place.min(list.len());
    list[place.saturating_sub(REACH)..end].iter_mut().for_each(|entry| entry.stale = true);
}

/// Joins sets, surest links first, while no two of their events forbid it and no article has two events in one; what is
/// decided to be one is joined all the same. Gives those of at least two.
fn merge(events: &EventScorer<'_>, decided: &Decided<EventAt>, links: &[(EventAt, EventAt, f32)]) -> Vec<Vec<EventAt>> {
    /// Members compared when sets join: a set is of one kind, place and day anyhow.
    const LOOK: usize = 6;
    let mut set_of: FxHashMap<EventAt, usize> = FxHashMap::default();
    let mut sets: Vec<(Vec<EventAt>, FxHashSet<Slot>)> = Vec::new();
    for (a, b, score) in links {
        let [a, b] = [*a, *b].map(|node| {
            *set_of.entry(node).or_insert_with(|| {
                sets.push((vec![node], FxHashSet::from_iter([node.slot])));
                sets.len() - 1
            })
        });
        if a == b {
            continue;
        }
        let ((ours, our_articles), (theirs, their_articles)) = (&sets[a], &sets[b]);
        let clash = |x: &EventAt| theirs.iter().take(LOOK).any(|y| events.conflict(*x, *y).is_some());
        let (few, many) = if our_articles.len() < their_articles.len() {
            (our_articles, their_articles)
        } else {
            (their_articles, our_articles)
        };
        let forbidden = || few.iter().any(|article| many.contains(article)) || ours.iter().take(LOOK).any(clash);
        if decided.parts(ours, theirs) || *score < DECIDED && forbidden() {
            continue;
        }
        let (moved, articles) = std::mem::take(&mut sets[b]);
        moved.iter().for_each(|node| {
            set_of.insert(*node, a);
        });
        sets[a].0.extend(moved);
        sets[a].1.extend(articles);
    }
    sets.into_iter().map(|(nodes, _)| nodes).filter(|nodes| nodes.len() > 1).collect()
}
