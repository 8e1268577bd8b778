//! What is decided on chains, laid over the groups that names make.
//!
//! Names are compared by their spellings, and all chains of one spelling are in one group. A decision is on chains: one that
//! joins makes one group of the groups of both; one that parts has a group divided between those whom it tells apart, and
//! every other chain of the group goes with the one that it is most like.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::analysis::ChainId;
use crate::corpus::articles::ArticleRecords;
use crate::corpus::constraints::Decided;
use crate::corpus::disjoint_sets::Sets;
use crate::corpus::entities::group::{Groups, singleton_chain};
use crate::corpus::slot::{ChainAt, Slot};
use crate::text::IndexVec;

/// The groups of chains for which they are not those of their names.
#[derive(Debug, Default)]
pub(crate) struct DecidedGroups {
    /// The group by name, and the group that is laid over it.
    laid: FxHashMap<ChainAt, (u64, u64)>,
    /// Numbers for groups that names do not make.
    numbers: Vec<u32>,
}

/// What tells which chains are like one another.
pub(crate) struct Known<'a> {
    pub(crate) records: &'a ArticleRecords,
    /// Spellings by slot and chain.
    pub(crate) spellings: &'a IndexVec<Slot, IndexVec<ChainId, u32>>,
    /// The groups that an article names, sorted.
    pub(crate) company: &'a IndexVec<Slot, Vec<u64>>,
}

/// Chains that are to be one group.
#[derive(Debug)]
struct Part {
    chains: Vec<ChainAt>,
    /// Those by which others are taken in.
    first: Vec<ChainAt>,
}

impl DecidedGroups {
    /// Gives chains their groups by name again.
    pub(crate) fn lift(&self, groups: &mut Groups) {
        for (at, (by_name, laid)) in &self.laid {
            if let Some(group) = groups.of[at.slot].get_mut(at.chain).filter(|group| *group == laid) {
                *group = *by_name;
            }
        }
    }

    /// Lays what is decided over groups by name. `labels` numbers new groups. Gives the articles in which, and the groups
    /// of which, something is otherwise than it was laid before.
    pub(crate) fn lay(
        &mut self,
        groups: &mut Groups,
        decided: &Decided<ChainAt>,
        known: &Known<'_>,
        labels: &mut u32,
    ) -> (BTreeSet<Slot>, BTreeSet<u64>) {
        let mut new: FxHashMap<ChainAt, (u64, u64)> = FxHashMap::default();
        let mut numbers = 0;
        for members in components(groups, decided, known.records) {
            let parts = divide(groups, decided, known, members);
            let mut taken: BTreeSet<u64> = BTreeSet::new();
            for part in parts {
                let by_name = part.chains.iter().map(|at| groups.of(*at));
                let own = by_name.filter(|group| Groups::label(*group).is_some() && !taken.contains(group)).min();
                let group = match (&part.chains[..], own) {
                    ([only], None) => singleton_chain(*only),
                    (_, Some(group)) => group,
                    (_, None) => {
                        if self.numbers.len() == numbers {
                            self.numbers.push(*labels);
                            *labels += 1;
                        }
                        numbers += 1;
                        self.numbers[numbers - 1].into()
                    }
                };
                taken.insert(group);
                new.extend(part.chains.iter().map(|at| (*at, (groups.of(*at), group))));
            }
        }
        new.retain(|_, (by_name, laid)| by_name != laid);
        let (mut articles, mut other) = (BTreeSet::new(), BTreeSet::new());
        for at in self.laid.keys().chain(new.keys()) {
            let before = self.laid.get(at).map_or_else(|| groups.of(*at), |(_, laid)| *laid);
            let now = new.get(at).map_or_else(|| groups.of(*at), |(_, laid)| *laid);
            if before != now {
                articles.insert(at.slot);
                other.extend([before, now]);
            }
        }
        for (at, (_, laid)) in &new {
            if let Some(group) = groups.of[at.slot].get_mut(at.chain) {
                *group = *laid;
            }
        }
        self.laid = new;
        (articles, other)
    }
}

/// The chains of each set of groups that decisions join or part, in the order of articles and chains.
fn components(groups: &Groups, decided: &Decided<ChainAt>, records: &ArticleRecords) -> Vec<Vec<ChainAt>> {
    if decided.is_empty() {
        return Vec::new();
    }
    let mut places: FxHashMap<u64, usize> = FxHashMap::default();
    let mut sets = Sets(Vec::new());
    let all = decided.all();
    for at in &all {
        places.entry(groups.of(*at)).or_insert_with(|| {
            sets.0.push(sets.0.len());
            sets.0.len() - 1
        });
    }
    for (a, b) in decided.joined() {
        sets.join(places[&groups.of(*a)], places[&groups.of(*b)]);
    }
    let mut wanted: BTreeSet<usize> = BTreeSet::new();
    for (a, b) in decided.joined().iter().copied().chain(decided.walls()) {
        let (a, b) = (sets.root(places[&groups.of(a)]), sets.root(places[&groups.of(b)]));
        if a == b {
            wanted.insert(a);
        }
    }
    let mut members: BTreeMap<usize, Vec<ChainAt>> = BTreeMap::new();
    for slot in records.order() {
        for (chain, group) in groups.of[*slot].iter_enumerated() {
            if let Some(place) = places.get(group) {
                members.entry(sets.root(*place)).or_default().push(ChainAt { slot: *slot, chain });
            }
        }
    }
    members.into_iter().filter(|(root, _)| wanted.contains(root)).map(|(_, members)| members).collect()
}

/// Divides chains where a wall stands between them; all are one where none does.
fn divide(groups: &Groups, decided: &Decided<ChainAt>, known: &Known<'_>, members: Vec<ChainAt>) -> Vec<Part> {
    if !decided.parts(&members, &members) {
        return vec![Part { chains: members, first: Vec::new() }];
    }
    let rank = |at: &ChainAt| (known.records.rank(at.slot), at.chain);
    let mut seen: BTreeSet<ChainAt> = BTreeSet::new();
    let mut items: Vec<Vec<ChainAt>> = Vec::new();
    for at in &members {
        if seen.insert(*at) {
            let mut item = decided.with(*at);
            item.sort_unstable_by_key(rank);
            seen.extend(&item);
            items.push(item);
        }
    }
    // Those that are told apart, then what is made one with something, then all others.
    let has_wall = |item: &[ChainAt]| item.iter().any(|at| decided.walls_of(*at).next().is_some());
    items.sort_by_key(|item| (!has_wall(item), item.len() == 1));
    let mut parts: Vec<Part> = Vec::new();
    for item in items {
        let fits = |part: &&mut Part| !decided.parts(&item, &part.chains);
        let like = |part: &Part| {
            let pairs =
                part.first.iter().flat_map(|other| item.iter().map(move |at| likeness(groups, known, *at, *other)));
            pairs.max().unwrap_or_default()
        };
        // Of several that it is equally like, the first.
        let best = parts.iter_mut().rev().filter(fits).max_by_key(|part| like(part));
        let decides = item.len() > 1 || has_wall(&item);
        match best {
            Some(part) => {
                if decides {
                    part.first.extend(&item);
                }
                part.chains.extend(item);
            }
            None => parts.push(Part { first: item.clone(), chains: item }),
        }
    }
    parts
}

/// How like two chains are: of one name, of one spelling, in how much company of the same names.
fn likeness(groups: &Groups, known: &Known<'_>, a: ChainAt, b: ChainAt) -> (bool, bool, usize) {
    let spelling = |at: ChainAt| known.spellings[at.slot].get(at.chain);
    let theirs = &known.company[b.slot];
    let shared = known.company[a.slot].iter().filter(|group| theirs.binary_search(group).is_ok()).count();
    (groups.of(a) == groups.of(b), spelling(a) == spelling(b), shared)
}
