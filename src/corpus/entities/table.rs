//! Who and what there is across articles, as snapshots show it, kept current: an edit has those entities made anew whose
//! chains or names it changed.

use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use crate::analysis::ChainId;
use crate::corpus::articles::ArticleRecords;
use crate::corpus::chunks::Chunks;
use crate::corpus::constraints::Decided;
use crate::corpus::delta::Delta;
use crate::corpus::disjoint_sets::Sets;
use crate::corpus::entities::group::{Groups, singleton_chain};
use crate::corpus::entities::identity;
use crate::corpus::entities::within_coverage::WithinCoverage;
use crate::corpus::reference::{ArticleId, ChainRef, EntityId};
use crate::corpus::slot::{ChainAt, Slot};
use crate::corpus::snapshot::EntityRow;
use crate::text::{IndexArc, IndexBox, IndexVec};

/// All entities that may have chains in several articles.
#[derive(Debug, Default)]
pub(crate) struct EntityTable {
    /// By group, in the order of articles and chains.
    members: Vec<Vec<ChainAt>>,
    /// The group of each chain, by slot.
    placed: IndexVec<Slot, IndexArc<ChainId, EntityId>>,
    /// By group: the chain that names it.
    names: Vec<Option<CanonicalName>>,
    rows: Chunks<usize, Option<Arc<EntityRow>>>,
    /// Groups that are one with others, each with the one that stands for all.
    roots: FxHashMap<u64, u64>,
    /// What stands for several groups.
    joined: Arc<FxHashMap<u64, Arc<EntityRow>>>,
    /// The chains of each of these, and a hash of what it is called.
    parts: FxHashMap<u64, Arc<(Vec<ChainAt>, u64)>>,
    /// What stands for chains by themselves that their event joins: the chains, with the chain that names them.
    local: FxHashMap<u64, (Vec<ChainAt>, CanonicalName)>,
    local_roots: FxHashMap<u64, u64>,
    local_rows: Arc<FxHashMap<u64, Arc<EntityRow>>>,
    /// A hash of what each chain is called, by slot.
    called: IndexVec<Slot, IndexBox<ChainId, u64>>,
}

/// Which chain gives its name.
#[derive(Clone, Copy, Debug)]
struct CanonicalName {
    chain: ChainAt,
    /// A hash of all that is called by it.
    called: u64,
}

/// What joins groups of chains that names do not join.
pub(crate) struct Joining<'a> {
    /// Chains that are one because they name one event ("Group of 20 summit").
    pub(crate) by_event: Vec<&'a Vec<ChainAt>>,
    /// What one event tells of them.
    pub(crate) within_coverage: &'a WithinCoverage,
    pub(crate) decided: &'a Decided<ChainAt>,
    /// True when any of these is not what it was.
    pub(crate) changed: bool,
}

impl EntityTable {
    /// The entities of groups, by their numbers.
    pub(crate) fn rows(&self) -> &Chunks<usize, Option<Arc<EntityRow>>> {
        &self.rows
    }

    /// The entities of several groups, by the number that stands for all.
    pub(crate) fn joined(&self) -> &Arc<FxHashMap<u64, Arc<EntityRow>>> {
        &self.joined
    }

    /// The entities of chains by themselves that their event joins, by the number that stands for all.
    pub(crate) fn local(&self) -> &Arc<FxHashMap<u64, Arc<EntityRow>>> {
        &self.local_rows
    }

    /// The entities of an article's chains.
    pub(crate) fn of_article(&self, slot: Slot) -> IndexArc<ChainId, EntityId> {
        let Some(placed) = self.placed.get(slot) else { return IndexArc::default() };
        let root = |id: &EntityId| self.roots.get(&id.0).or_else(|| self.local_roots.get(&id.0)).copied();
        if !placed.iter().any(|id| root(id).is_some()) {
            return placed.clone();
        }
        placed.iter().map(|id| root(id).map_or(*id, EntityId)).collect()
    }

    /// Takes in what changed: `changed` are articles with another content than before; `moved` says that articles came or
    /// went, so that others have other ids.
    pub(crate) fn update(
        &mut self,
        records: &ArticleRecords,
        groups: &Groups,
        regrouped: &Delta<u64>,
        joining: &Joining<'_>,
        changed: &BTreeSet<Slot>,
        moved: bool,
    ) -> Delta {
        let mut delta = Delta::default();
        self.placed.resize(records.slots(), IndexArc::default());
        // First of all: it remembers what is called how.
        let renamed = self.renamed(records, groups, regrouped, changed);
        let same = !(renamed || moved || joining.changed);
        let mut other = self.place(records, groups, regrouped, changed);
        delta.articles.extend(regrouped.articles.iter().chain(changed));
        // The chain that gives the name may stand elsewhere now.
        let named_here = changed.iter().flat_map(|slot| {
            let labels = groups.of_article(*slot).iter().filter_map(|group| Groups::label(*group));
            labels.filter(|label| self.canonical(*label).is_none_or(|canonical| canonical.chain.slot == *slot))
        });
        let mut stale: Vec<usize> = named_here.collect();
        stale.extend(regrouped.sets.iter().filter_map(|group| Groups::label(*group)));
        stale.sort_unstable();
        stale.dedup();
        self.names.resize(self.members.len(), None);
        for label in stale {
            let Some(members) = self.members.get(label) else { continue };
            let canonical = canonical_name(records, members);
            let called = |canonical: Option<CanonicalName>| canonical.map(|canonical| canonical.called);
            if called(canonical) != called(self.names[label]) {
                delta.renamed.extend(members.iter().map(|node| node.slot));
            }
            self.names[label] = canonical;
            other.insert(label);
        }
        let all = if moved { 0..self.members.len() } else { 0..0 };
        for label in all.chain(other) {
            let row = self.canonical(label).and_then(|canonical| row(records, canonical, &self.members[label]));
            *self.rows.entry(label) = row.map(Arc::new);
        }
        self.join_local(records, joining.within_coverage, &mut delta, moved);
        // Most edits leave everybody who he is, and called as he is.
        if !same {
            self.join(records, groups, joining, &mut delta, moved);
        }
        delta
    }

    /// True when some chain is of another group than before or is called otherwise.
    fn renamed(
        &mut self,
        records: &ArticleRecords,
        groups: &Groups,
        regrouped: &Delta<u64>,
        changed: &BTreeSet<Slot>,
    ) -> bool {
        self.called.resize(records.slots(), IndexBox::default());
        let mut renamed = false;
        for slot in regrouped.articles.iter().chain(changed).copied() {
            let names = records.get(slot).map(|record| &record.names);
            if *self.called[slot] != *names.map_or(&[][..], |names| names) {
                self.called[slot] = names.cloned().unwrap_or_default();
                renamed = true;
            }
            let placed = self.placed[slot].iter().map(|id| id.0);
            renamed |= !placed.eq(groups.of_article(slot).iter().copied());
        }
        renamed
    }

    fn canonical(&self, label: usize) -> Option<CanonicalName> {
        self.names.get(label).copied().flatten()
    }

    /// Brings the members of groups up to date; gives the groups that have others than before.
    fn place(
        &mut self,
        records: &ArticleRecords,
        groups: &Groups,
        regrouped: &Delta<u64>,
        changed: &BTreeSet<Slot>,
    ) -> FxHashSet<usize> {
        let mut other: FxHashSet<usize> = FxHashSet::default();
        let mut come: Vec<(usize, ChainAt)> = Vec::new();
        let mut touched: Vec<Slot> = regrouped.articles.iter().chain(changed).copied().collect();
        touched.sort_unstable();
        touched.dedup();
        for slot in touched {
            let old = std::mem::take(&mut self.placed[slot]);
            let new = groups.of_article(slot);
            for at in 0..old.len().max(new.len()) {
                let chain = ChainId::from(at);
                let (before, now) = (old.get(chain).map(|id| id.0), new.get(at).copied());
                if before == now {
                    continue;
                }
                let node = ChainAt { slot, chain };
                if let Some(label) = before.and_then(Groups::label) {
                    let members = &mut self.members[label];
                    if let Some(at) = members.iter().position(|member| *member == node) {
                        members.remove(at);
                    }
                    other.insert(label);
                }
                come.extend(now.and_then(Groups::label).map(|label| (label, node)));
            }
            self.placed[slot] = new.iter().map(|group| EntityId(*group)).collect();
        }
        let rank = |node: &ChainAt| (records.rank(node.slot), node.chain);
        for (label, node) in come {
            if self.members.len() <= label {
                self.members.resize(label + 1, Vec::new());
            }
            let members = &mut self.members[label];
            members.insert(members.partition_point(|member| rank(member) < rank(&node)), node);
            other.insert(label);
        }
        other
    }

    /// Joins chains that are nobody outside their coverage, and so join nothing else.
    fn join_local(
        &mut self,
        records: &ArticleRecords,
        within_coverage: &WithinCoverage,
        delta: &mut Delta,
        moved: bool,
    ) {
        let rows = Arc::make_mut(&mut self.local_rows);
        let group = |node: &ChainAt| singleton_chain(*node);
        let (mut old, mut new) = (Vec::new(), Vec::new());
        // All that was goes first: an article may have left one coverage for another.
        for set in within_coverage.local_before() {
            for node in &set.nodes {
                self.local_roots.remove(&group(node));
            }
            if let Some(root) = set.nodes.first().map(group) {
                rows.remove(&root);
                old.extend(self.local.remove(&root));
            }
        }
        for set in within_coverage.local_now() {
            let members = set.nodes.clone();
            let (Some(root), Some(canonical)) = (members.first().map(group), canonical_name(records, &members)) else {
                continue;
            };
            self.local_roots.extend(members.iter().map(|node| (group(node), root)));
            rows.extend(row(records, canonical, &members).map(|row| (root, Arc::new(row))));
            new.push((members.clone(), canonical));
            self.local.insert(root, (members, canonical));
        }
        let is_in = |part: &(Vec<ChainAt>, CanonicalName), all: &[(Vec<ChainAt>, CanonicalName)]| {
            all.iter().any(|other| other.0 == part.0 && other.1.called == part.1.called)
        };
        let other = old.iter().filter(|part| !is_in(part, &new)).chain(new.iter().filter(|part| !is_in(part, &old)));
        for node in other.flat_map(|(members, _)| members) {
            delta.articles.insert(node.slot);
            delta.renamed.insert(node.slot);
        }
        if moved {
            let all = self.local.iter();
            *rows =
                all.filter_map(|(root, (members, it))| Some((*root, Arc::new(row(records, *it, members)?)))).collect();
        }
    }

    /// Joins groups that are one because they name one event ("Group of 20 summit"), or by what one event tells of them.
    fn join(
        &mut self,
        records: &ArticleRecords,
        groups: &Groups,
        joining: &Joining<'_>,
        delta: &mut Delta,
        moved: bool,
    ) {
        let mut places: FxHashMap<u64, usize> = FxHashMap::default();
        let mut known: Vec<(u64, ChainAt)> = Vec::new();
        let mut sets = Sets(Vec::new());
        let mut all: Vec<&Vec<ChainAt>> =
            joining.by_event.iter().copied().chain(joining.within_coverage.joining()).collect();
        if joining.decided.walls().next().is_some() {
            // Where not all can be joined it counts which come first.
            all.sort_by_key(|set| set.first().map(|node| (records.rank(node.slot), node.chain)));
        }
        let walls: Vec<[u64; 2]> = joining
            .decided
            .walls()
            .map(|(a, b)| [groups.of(a), groups.of(b)])
            .flat_map(|[a, b]| [[a, b], [b, a]])
            .collect();
        for named in all {
            let mut first = None;
            for node in named {
                let group = groups.of(*node);
                let place = *places.entry(group).or_insert_with(|| {
                    known.push((group, *node));
                    sets.0.push(known.len() - 1);
                    known.len() - 1
                });
                let first = *first.get_or_insert(place);
                let (one, other) = (sets.root(first), sets.root(place));
                let mut root = |group: &u64| places.get(group).map(|place| sets.root(*place));
                if !walls.iter().any(|[a, b]| root(a) == Some(one) && root(b) == Some(other)) {
                    sets.join(first, place);
                }
            }
        }
        let mut by_root: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
        for place in 0..known.len() {
            by_root.entry(sets.root(place)).or_default().push(place);
        }
        let mut roots = FxHashMap::default();
        let (mut joined, mut parts) = (FxHashMap::default(), FxHashMap::default());
        for places in by_root.into_values().filter(|places| places.len() > 1) {
            let of = places.iter().map(|place| known[*place]);
            let Some(root) = of.clone().map(|(group, _)| group).min() else { continue };
            roots.extend(of.clone().map(|(group, _)| (group, root)));
            let members = of.flat_map(|(group, node)| match Groups::label(group) {
                Some(label) => self.members.get(label).cloned().unwrap_or_default(),
                None => vec![node],
            });
            let mut members: Vec<ChainAt> = members.collect();
            members.sort_unstable_by_key(|node| (records.rank(node.slot), node.chain));
            // Of thousands an edit touches a few.
            let untouched = |part: &&Arc<(Vec<ChainAt>, u64)>| {
                part.0 == members && !members.iter().any(|node| delta.articles.contains(&node.slot))
            };
            let last = if moved { None } else { self.parts.get(&root).filter(untouched).zip(self.joined.get(&root)) };
            if let Some((part, row)) = last {
                joined.insert(root, Arc::clone(row));
                parts.insert(root, Arc::clone(part));
                continue;
            }
            let Some(canonical) = canonical_name(records, &members) else { continue };
            joined.extend(row(records, canonical, &members).map(|row| (root, Arc::new(row))));
            parts.insert(root, Arc::new((members, canonical.called)));
        }
        // What is joined otherwise than before, or called otherwise.
        for (one, than) in [(&parts, &self.parts), (&self.parts, &parts)] {
            for (_, part) in one.iter().filter(|(root, part)| than.get(root) != Some(part)) {
                let members = &part.0;
                delta.articles.extend(members.iter().map(|node| node.slot));
                delta.renamed.extend(members.iter().map(|node| node.slot));
            }
        }
        (self.roots, self.parts, self.joined) = (roots, parts, Arc::new(joined));
    }
}

/// The chain that names some, with a hash of what they are called.
fn canonical_name(records: &ArticleRecords, members: &[ChainAt]) -> Option<CanonicalName> {
    let chain = |node: &ChainAt| records.get(node.slot)?.analysis.chains.get(node.chain);
    // What people call it comes first, the latest of several.
    let called = |node: &ChainAt| {
        let called = records.get(node.slot)?.analysis.judged.called.get(&node.chain)?;
        called.name.as_ref().map(|_| (called.judged.when, records.rank(node.slot), *node))
    };
    let called = members.iter().filter_map(called).max().map(|(.., node)| node);
    let names = called.or_else(|| identity::canonical(members, chain))?;
    let of = chain(&names)?;
    let named = members.iter().filter_map(chain).any(|chain| chain.named);
    let mut hasher = FxHasher::default();
    (&of.name, of.entity_type, named).hash(&mut hasher);
    Some(CanonicalName { chain: names, called: hasher.finish() })
}

fn row(records: &ArticleRecords, canonical: CanonicalName, members: &[ChainAt]) -> Option<EntityRow> {
    let place = |node: &ChainAt| ChainRef { article: ArticleId(records.rank(node.slot)), chain: node.chain };
    let chain = |node: &ChainAt| records.get(node.slot)?.chains.get(node.chain);
    let named = members.iter().filter_map(chain).any(|(_, named)| *named);
    let (entity_type, _) = *chain(&canonical.chain)?;
    Some(EntityRow {
        members: members.iter().map(place).collect(),
        canonical: place(&canonical.chain),
        entity_type,
        named,
    })
}
