//! What is decided on statements, laid over the links that are found between them.
//!
//! Links are pairs, and one statement leads to the next: where two statements are decided not to be the same, no chain of
//! links may lead from one to the other. So the surest links come first, and one that would close such a chain is left out.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::corpus::constraints::Decided;
use crate::corpus::disjoint_sets::Sets;
use crate::corpus::reference::{StatementLink, StatementRef};
use crate::corpus::slot::{Slot, StatementAt};

/// A link that was found between two statements.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    pub(crate) a: StatementAt,
    pub(crate) b: StatementAt,
    pub(crate) score: f32,
}

/// Links that are left out, and links that are put beside those that were found. Each stands under both its articles.
#[derive(Debug, Default)]
pub(crate) struct DecidedLinks {
    dropped: BTreeMap<Slot, BTreeSet<[StatementAt; 2]>>,
    added: BTreeMap<Slot, BTreeSet<[StatementAt; 2]>>,
}

fn pair(a: StatementAt, b: StatementAt) -> [StatementAt; 2] {
    [a.min(b), a.max(b)]
}

impl DecidedLinks {
    /// Follows the links, which `found` gives for an article, from all statements on which something is decided. `rank` tells
    /// in which order statements stand.
    pub(crate) fn new<R: Ord>(
        decided: &Decided<StatementAt>,
        found: impl Fn(Slot) -> Vec<Found>,
        rank: impl Fn(StatementAt) -> R,
    ) -> Self {
        let mut open: Vec<Slot> = decided.all().into_iter().map(|at| at.slot).collect();
        let mut seen: BTreeSet<Slot> = BTreeSet::new();
        let mut links: BTreeMap<[StatementAt; 2], f32> = BTreeMap::new();
        while let Some(slot) = open.pop() {
            if seen.insert(slot) {
                for link in found(slot) {
                    open.extend([link.a.slot, link.b.slot]);
                    links.insert(pair(link.a, link.b), link.score);
                }
            }
        }
        let mut clusters = Clusters::default();
        let mut new = Self::default();
        for (a, b) in decided.joined() {
            clusters.join(decided, *a, *b);
            if links.remove(&pair(*a, *b)).is_none() {
                new.added.entry(a.slot).or_default().insert(pair(*a, *b));
                new.added.entry(b.slot).or_default().insert(pair(*a, *b));
            }
        }
        let mut links: Vec<([StatementAt; 2], f32)> = links.into_iter().collect();
        links.sort_by(|x, y| y.1.total_cmp(&x.1).then_with(|| x.0.map(&rank).cmp(&y.0.map(&rank))));
        for ([a, b], _) in links {
            if !clusters.join(decided, a, b) {
                new.dropped.entry(a.slot).or_default().insert([a, b]);
                new.dropped.entry(b.slot).or_default().insert([a, b]);
            }
        }
        new
    }

    /// The articles in which something else is left out or added than before.
    pub(crate) fn differs(&self, before: &Self) -> BTreeSet<Slot> {
        let all = [&self.dropped, &self.added, &before.dropped, &before.added];
        let slots: BTreeSet<Slot> = all.iter().flat_map(|links| links.keys()).copied().collect();
        let other = |slot: &Slot| {
            self.dropped.get(slot) != before.dropped.get(slot) || self.added.get(slot) != before.added.get(slot)
        };
        slots.into_iter().filter(other).collect()
    }

    /// Takes out of the links of an article what is left out, and puts in what is added; in their order.
    pub(crate) fn lay(&self, slot: Slot, links: &mut Vec<StatementLink>, place: impl Fn(StatementAt) -> StatementRef) {
        let pairs = |of: &BTreeMap<Slot, BTreeSet<[StatementAt; 2]>>| -> Vec<[StatementRef; 2]> {
            let all = of.get(&slot).into_iter().flatten().map(|pair| pair.map(&place));
            all.map(|[a, b]| [a.min(b), a.max(b)]).collect()
        };
        let (dropped, added) = (pairs(&self.dropped), pairs(&self.added));
        if dropped.is_empty() && added.is_empty() {
            return;
        }
        links.retain(|link| !dropped.contains(&[link.a, link.b]));
        links.extend(added.into_iter().map(|[a, b]| StatementLink { a, b, score: 1.0, verbatim: false }));
        links.sort_unstable_by_key(|link| (link.a, link.b));
    }
}

/// Statements that links lead to from one another.
#[derive(Debug, Default)]
struct Clusters {
    places: FxHashMap<StatementAt, usize>,
    sets: Sets,
    /// By the place that stands for a set.
    members: Vec<Vec<StatementAt>>,
}

impl Clusters {
    /// Joins what two statements are in; false, and nothing is joined, where a wall stands between.
    fn join(&mut self, decided: &Decided<StatementAt>, a: StatementAt, b: StatementAt) -> bool {
        let [a, b] = [a, b].map(|at| {
            let place = *self.places.entry(at).or_insert_with(|| {
                self.sets.0.push(self.members.len());
                self.members.push(vec![at]);
                self.members.len() - 1
            });
            self.sets.root(place)
        });
        if a == b {
            return true;
        }
        if decided.parts(&self.members[a], &self.members[b]) {
            return false;
        }
        self.sets.join(a, b);
        let (kept, gone) = (self.sets.root(a), a.max(b));
        let moved = std::mem::take(&mut self.members[gone]);
        self.members[kept].extend(moved);
        true
    }
}
