//! Links articles and remembers what it found, so that an edit costs what it changes.
//!
//! Each step keeps its results by article and takes in what the steps before have changed: [`super::candidate`] which
//! articles are compared, [`super::coverage`] which report one event, [`super::groups`] who is who,
//! [`super::chronicle`] which events and statements are one. From these a snapshot is made in one pass over numbers.
//! Results depend on the articles alone.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};
use std::sync::{Arc, LazyLock};

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::candidate::Index;
use super::chronicle::{Chronicle, EventTitles};
use super::chunks::Chunks;
use super::copies::Copies;
use super::coverage::Covers;
use super::event::Events;
use super::groups::{Groups, Register, Sets};
use super::profile::Profile;
use super::shelf::{Kept, Shelf};
use super::snapshot::{EntityRow, EventRow, Part, Table, article_id};
use super::{ArticleId, ArticleNode, Coverage, CoverageId, EntityId, EventId, Snapshot, StatementLink, entity};
use crate::analysis::ArticleAnalysis;
use crate::model::EntityType;
use crate::text::Span;

/// In place of an id where there is none.
const NONE: u32 = u32::MAX;

/// Links articles, and remembers what did not change.
#[derive(Debug, Default)]
pub struct Linker {
    shelf: Shelf,
    index: Index,
    covers: Covers,
    register: Register,
    chronicle: Chronicle,
    copies: Copies,
    /// By group: the chain that names it.
    names: Vec<Naming>,
    /// What chains are called that are joined by the events that they name; by slot and chain.
    by_event: FxHashMap<(usize, usize), u64>,
    /// By slot.
    titles: Chunks<EventTitles>,
    last: Option<LastEntities>,
}

/// The entities of the last snapshot.
#[derive(Debug)]
struct LastEntities {
    entities: Arc<Table<EntityRow>>,
    /// Of each chain, article by article, and where each article's begin.
    ids: Arc<[EntityId]>,
    starts: Vec<usize>,
    joined: FxHashMap<u64, u64>,
    /// The slots of the articles.
    order: Vec<usize>,
}

/// Which chain gives its name.
#[derive(Clone, Copy, Debug)]
struct Naming {
    slot: usize,
    chain: usize,
    entity_type: EntityType,
    /// A hash of all that is called by it.
    called: u64,
}

impl Linker {
    /// Builds a snapshot of all articles. `changed` are keys of all that may be new, changed or gone since this linker
    /// linked last; without it, all articles are looked through.
    pub fn link(
        &mut self,
        articles: &BTreeMap<Arc<str>, Arc<ArticleAnalysis>>,
        changed: Option<&BTreeSet<Arc<str>>>,
    ) -> Snapshot {
        let changed = self.shelf.update(articles, changed);
        let likely = self.index.update(&self.shelf, &changed);
        let recovered = self.covers.update(&self.shelf, &self.index, &changed, &likely);
        let regrouped = self.register.update(&self.shelf, &changed);
        let mut stale = regrouped.groups;
        for slot in &changed {
            // The chain that gives the name may stand elsewhere now.
            let named = |group: &&u64| {
                let naming = Groups::label(**group).and_then(|group| self.names.get(group));
                naming.is_none_or(|naming| naming.slot == *slot)
            };
            stale.extend(self.register.groups.of_article(*slot).iter().filter(named));
        }
        let mut touched = regrouped.articles;
        touched.extend(&changed);
        let mut retitled = touched.clone();
        touched.extend(&recovered.articles);
        let mut coverages = recovered.coverages;
        let live = changed.iter().filter(|slot| self.shelf.get(**slot).is_some());
        coverages.extend(live.map(|slot| self.covers.of(*slot)));
        static NOTHING: LazyLock<Profile> = LazyLock::new(Profile::default);
        let profiles: Vec<&Profile> =
            (0..self.shelf.slots()).map(|slot| self.shelf.profile(slot).unwrap_or(&NOTHING)).collect();
        let coverage = self.covers.by_slot();
        let events = Events { profiles: &profiles, groups: &self.register.groups, coverage: &coverage };
        self.chronicle.update(&self.shelf, &events, &self.covers, &touched, &coverages);
        self.copies.update(&self.shelf, &self.covers, &coverages);

        let (ranks, pairs) = (self.shelf.ranks().to_vec(), self.index.all_pairs().clone());
        let mut snapshot = Snapshot { ranks, pairs, ..Snapshot::default() };
        self.place_articles(&mut snapshot);
        self.place_entities(&mut snapshot, &stale, &mut retitled, regrouped.same);
        self.place_events(&mut snapshot);
        self.entitle(&mut snapshot, retitled);
        self.place_coverages(&mut snapshot);
        self.place_statements(&mut snapshot);
        snapshot
    }

    fn kept(&self) -> impl Iterator<Item = (usize, &Arc<Kept>)> {
        self.shelf.order().iter().filter_map(|slot| Some((*slot, self.shelf.get(*slot)?)))
    }

    fn id(&self, slot: usize) -> ArticleId {
        ArticleId(self.shelf.rank(slot))
    }

    fn place_articles(&self, snapshot: &mut Snapshot) {
        let copy_of = |slot: usize| self.copies.of(slot).map(|original| self.id(original));
        let nodes = self.kept().map(|(slot, kept)| ArticleNode::new(kept, slot, copy_of(slot)));
        snapshot.articles = nodes.collect();
    }

    /// Groups that are one because they name one event ("Group of 20 summit"), each with one of them.
    fn joined_by_events(&self) -> FxHashMap<u64, u64> {
        let mut places: FxHashMap<u64, usize> = FxHashMap::default();
        let mut groups: Vec<u64> = Vec::new();
        let mut joined = Sets(Vec::new());
        for set in self.chronicle.sets().iter().flatten() {
            let mut first = None;
            for (slot, chain) in &set.named {
                let group = self.register.groups.of(*slot, *chain);
                let place = *places.entry(group).or_insert_with(|| {
                    groups.push(group);
                    joined.0.push(groups.len() - 1);
                    groups.len() - 1
                });
                joined.join(*first.get_or_insert(place), place);
            }
        }
        (0..groups.len()).map(|place| (groups[place], groups[joined.root(place)])).collect()
    }

    /// Gives every chain its entity, in the order of their first chains, and every entity its name.
    fn place_entities(
        &mut self,
        snapshot: &mut Snapshot,
        stale: &FxHashSet<u64>,
        retitled: &mut FxHashSet<usize>,
        same: bool,
    ) {
        let joined = self.joined_by_events();
        // Most edits leave everybody who he is, and called as he is.
        let last = self.last.as_ref().filter(|_| same);
        if let Some(last) = last.filter(|last| last.order == self.shelf.order() && last.joined == joined) {
            snapshot.entities = Arc::clone(&last.entities);
            for (node, range) in snapshot.articles.iter_mut().zip(last.starts.windows(2)) {
                node.entities = Part::new(&last.ids, range[0], range[1]);
            }
            return;
        }
        let mut by_group = vec![NONE; self.register.labels()];
        let mut by_root: FxHashMap<u64, u32> = FxHashMap::default();
        // Few chains are joined, and every chain is looked at.
        let mut may_join = vec![false; self.shelf.slots()];
        let mut group_joins = vec![false; by_group.len()];
        for set in self.chronicle.sets().iter().flatten() {
            for (slot, chain) in &set.named {
                may_join[*slot] = true;
                if let Some(joins) =
                    Groups::label(self.register.groups.of(*slot, *chain)).and_then(|label| group_joins.get_mut(label))
                {
                    *joins = true;
                }
            }
        }
        let room = self.last.as_ref().map_or((0, 0), |last| (last.entities.rows.len(), last.ids.len()));
        let mut rows: Vec<EntityRow> = Vec::with_capacity(room.0 + room.0 / 64);
        let mut ids: Vec<EntityId> = Vec::with_capacity(room.1 + room.1 / 64);
        let mut starts = Vec::with_capacity(snapshot.articles.len() + 1);
        for (rank, (slot, kept)) in self.kept().enumerate() {
            starts.push(ids.len());
            let groups = self.register.groups.of_article(slot);
            for (chain, ((entity_type, named), group)) in kept.chains.iter().zip(groups).enumerate() {
                let mut own = NONE;
                let label = Groups::label(*group);
                let joins = label.map_or(may_join[slot], |label| group_joins[label]);
                let root = if joins { joined.get(group) } else { None };
                let place = match (root, label) {
                    (Some(root), _) => by_root.entry(*root).or_insert(NONE),
                    (None, Some(label)) => &mut by_group[label],
                    (None, None) => &mut own,
                };
                if *place == NONE {
                    *place = Span::of(0..rows.len()).end;
                    let named_by = (article_id(rank), chain);
                    rows.push(EntityRow { first: 0, named_by, entity_type: *entity_type, named: *named });
                }
                // For now, how many chains there are.
                rows[*place as usize].first += 1;
                ids.push(EntityId(*place));
            }
        }
        starts.push(ids.len());
        let members = members(&starts, ids.iter().map(|id| id.0), rows.iter_mut().map(|row| &mut row.first));
        snapshot.entities = Arc::new(Table { rows, members });
        let all: Arc<[EntityId]> = ids.into();
        for (node, range) in snapshot.articles.iter_mut().zip(starts.windows(2)) {
            node.entities = Part::new(&all, range[0], range[1]);
        }
        self.name_entities(snapshot, &by_group, stale, retitled);
        let mut called = FxHashMap::default();
        for id in by_root.into_values() {
            let Some(naming) = self.naming(snapshot, id) else { continue };
            self.name(snapshot, id, naming);
            for (article, chain) in snapshot.entity(EntityId(id)).chains {
                called.insert((self.shelf.order()[article.0 as usize], *chain), naming.called);
            }
        }
        let other = |one: &FxHashMap<_, u64>, than: &FxHashMap<_, u64>| -> Vec<usize> {
            let differ = one.iter().filter(|(node, called)| than.get(*node) != Some(*called));
            differ.map(|((slot, _), _): (&(usize, usize), _)| *slot).collect()
        };
        retitled.extend(other(&called, &self.by_event));
        retitled.extend(other(&self.by_event, &called));
        self.by_event = called;
        let order = self.shelf.order().to_vec();
        self.last = Some(LastEntities { entities: Arc::clone(&snapshot.entities), ids: all, starts, joined, order });
    }

    fn name_entities(
        &mut self,
        snapshot: &mut Snapshot,
        by_group: &[u32],
        stale: &FxHashSet<u64>,
        retitled: &mut FxHashSet<usize>,
    ) {
        let nobody = Naming { slot: usize::MAX, chain: 0, entity_type: EntityType::Person, called: 0 };
        self.names.resize(by_group.len(), nobody);
        for group in stale.iter().filter_map(|group| Groups::label(*group)) {
            let Some(id) = by_group.get(group).copied().filter(|id| *id != NONE) else { continue };
            let Some(naming) = self.naming(snapshot, id) else { continue };
            if naming.called != self.names[group].called {
                let chains = snapshot.entity(EntityId(id)).chains;
                retitled.extend(chains.iter().map(|(article, _)| self.shelf.order()[article.0 as usize]));
            }
            self.names[group] = naming;
        }
        for (group, id) in by_group.iter().enumerate().filter(|(_, id)| **id != NONE) {
            let naming = self.names[group];
            // A group that came out of another is stale, so that each has a name; should one have none, its first
            // chain's stands.
            if naming.slot != usize::MAX {
                self.name(snapshot, *id, naming);
            }
        }
    }

    fn name(&self, snapshot: &mut Snapshot, id: u32, naming: Naming) {
        let row = &mut Arc::make_mut(&mut snapshot.entities).rows[id as usize];
        row.named_by = (self.id(naming.slot), naming.chain);
        row.entity_type = naming.entity_type;
    }

    fn naming(&self, snapshot: &Snapshot, id: u32) -> Option<Naming> {
        let entity = snapshot.entity(EntityId(id));
        let (article, chain) = entity::naming(entity.chains, |id| snapshot.analysis(id))?;
        let of = &snapshot.analysis(article).chains[chain];
        let mut hasher = FxHasher::default();
        (&of.name, of.entity_type, entity.named).hash(&mut hasher);
        let slot = self.shelf.order()[article.0 as usize];
        // Zero stands for a name that is not known.
        Some(Naming { slot, chain, entity_type: of.entity_type, called: hasher.finish() | 1 })
    }

    /// The events of the sets and all others, in the order of their first mentions.
    fn place_events(&self, snapshot: &mut Snapshot) {
        let sets = self.chronicle.sets();
        let mut by_set = vec![NONE; sets.len()];
        let mut rows: Vec<EventRow> = Vec::new();
        let mut ids: Vec<EventId> = Vec::new();
        let mut starts = Vec::with_capacity(snapshot.articles.len() + 1);
        for (rank, (slot, kept)) in self.kept().enumerate() {
            starts.push(ids.len());
            for (at, (days, set)) in kept.days.iter().zip(self.chronicle.sets_of(slot)).enumerate() {
                let mut own = NONE;
                let place = set.map_or(&mut own, |set| &mut by_set[set]);
                if *place == NONE {
                    *place = Span::of(0..rows.len()).end;
                    let row = match set.and_then(|set| sets[set].as_ref()) {
                        Some(set) => {
                            EventRow { first: 0, told_by: (self.id(set.told_by.0), set.told_by.1), days: set.days }
                        }
                        None => EventRow { first: 0, told_by: (article_id(rank), at), days: *days },
                    };
                    rows.push(row);
                }
                rows[*place as usize].first += 1;
                ids.push(EventId(*place));
            }
        }
        starts.push(ids.len());
        let members = members(&starts, ids.iter().map(|id| id.0), rows.iter_mut().map(|row| &mut row.first));
        snapshot.events = Table { rows, members };
        let all: Arc<[EventId]> = ids.into();
        for (node, range) in snapshot.articles.iter_mut().zip(starts.windows(2)) {
            node.events = Part::new(&all, range[0], range[1]);
        }
    }

    /// Titles for the events of articles in which something is called otherwise than before.
    fn entitle(&mut self, snapshot: &mut Snapshot, retitled: FxHashSet<usize>) {
        for slot in retitled {
            let Some(kept) = self.shelf.get(slot) else {
                *self.titles.entry(slot) = Arc::default();
                continue;
            };
            let (id, titles) = (self.id(slot), snapshot.titles());
            let titles = (0..kept.days.len()).map(|at| Arc::from(titles.event((id, at)))).collect();
            *self.titles.entry(slot) = titles;
        }
        snapshot.titles = self.titles.clone();
    }

    fn place_coverages(&self, snapshot: &mut Snapshot) {
        let mut seen: FxHashSet<u32> = FxHashSet::default();
        let mut coverages: Vec<Coverage> = Vec::new();
        for (slot, kept) in self.kept() {
            if !seen.insert(self.covers.of(slot)) {
                continue;
            }
            let slots = self.covers.articles(self.covers.of(slot));
            let kept_of = |slot: &u32| self.shelf.get(*slot as usize);
            let main = slots.iter().find_map(|slot| Some((self.id(*slot as usize), kept_of(slot)?.main?)));
            let main = main.and_then(|(id, at)| snapshot.article(id).events.get(at).copied());
            let day = main.and_then(|id| snapshot.event(id).days).filter(|(first, last)| first == last);
            let published = slots.iter().filter_map(|slot| kept_of(slot)?.profile.published).min();
            let title = main.map(|id| snapshot.event(id).title).filter(|title| !title.is_empty());
            let articles = slots.iter().map(|slot| self.id(*slot as usize)).collect();
            coverages.push(Coverage {
                title: Arc::from(title.unwrap_or(&kept.label.title)),
                date: day.map(|(day, _)| day).or(published),
                articles,
            });
        }
        coverages.sort_by_key(|coverage| (coverage.date.is_none(), coverage.date, coverage.articles.first().copied()));
        for (at, coverage) in coverages.iter().enumerate() {
            for id in &coverage.articles {
                snapshot.articles[id.0 as usize].coverage = CoverageId(Span::of(0..at).end);
            }
        }
        snapshot.coverages = coverages;
    }

    fn place_statements(&self, snapshot: &mut Snapshot) {
        for (slot, _) in self.kept() {
            // Remembered under the slots of the articles.
            snapshot.statements.extend(self.chronicle.statements(slot).iter().map(|(other, link)| StatementLink {
                a: (self.id(slot), link.a.1),
                b: (self.id(*other as usize), link.b.1),
                ..link.clone()
            }));
        }
    }
}

/// The members of each row, row by row; `counts` say how many each has, and then where they begin.
fn members<'a>(
    starts: &[usize],
    rows: impl Iterator<Item = u32>,
    counts: impl Iterator<Item = &'a mut usize>,
) -> Vec<(ArticleId, usize)> {
    let mut end = 0;
    let firsts = counts.map(|count| {
        let first = end;
        end += *count;
        *count = first;
        first
    });
    let mut next: Vec<usize> = firsts.collect();
    let mut members = vec![(ArticleId(0), 0); end];
    let mut rows = rows;
    for (article, range) in starts.windows(2).enumerate() {
        for (at, row) in rows.by_ref().take(range[1] - range[0]).enumerate() {
            members[next[row as usize]] = (article_id(article), at);
            next[row as usize] += 1;
        }
    }
    members
}
