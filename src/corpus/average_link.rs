//! Average link, best pairs of sets first.
//!
//! Which two sets join next is asked anew after every join, of all sets, by the mean log odds between them: an article
//! that lies between two events is then taken in by the one that it fits, and does not make one of both. Taking pairs
//! of articles in the order of their own odds merged a tenth of the similar but different events of ECB+.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use rustc_hash::FxHashMap;

/// Pairs of articles that are looked at between two sets: enough to tell, few enough for a thousand copies.
const LOOK: usize = 16;

/// What was seen between two sets.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Seen {
    sum: f64,
    pairs: u32,
}

impl Seen {
    fn mean(self) -> f64 {
        self.sum / f64::from(self.pairs.max(1))
    }

    fn add(&mut self, odds: f32) {
        self.sum += f64::from(odds);
        self.pairs += 1;
    }
}

/// Two sets that may join.
#[derive(Debug, PartialEq)]
struct Join {
    seen: Seen,
    a: usize,
    b: usize,
    /// The first of each, the lower first: what decides between equals, whoever else there is.
    firsts: (usize, usize),
}

impl Eq for Join {}

impl PartialOrd for Join {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Join {
    fn cmp(&self, other: &Self) -> Ordering {
        let rank = |join: &Self| Reverse((join.firsts, join.seen.pairs));
        self.seen.mean().total_cmp(&other.seen.mean()).then_with(|| rank(self).cmp(&rank(other)))
    }
}

struct Sets<F> {
    members: Vec<Vec<usize>>,
    near: Vec<FxHashMap<usize, Seen>>,
    odds: F,
    cut: f64,
    joins: BinaryHeap<Join>,
}

/// Clusters `count` things. `pairs` are those that are known to be alike or not, lower first, each once, in any order;
/// sets without such a pair between them never join. `odds` tells of any other pair. Sets join while the mean between
/// them is at least `cut`. Gives all sets, members in order.
pub(super) fn average_link(
    count: usize,
    pairs: &[(usize, usize, f32)],
    odds: impl Fn(usize, usize) -> f32,
    cut: f32,
) -> Vec<Vec<usize>> {
    let members = (0..count).map(|at| vec![at]).collect();
    let (near, cut) = (vec![FxHashMap::default(); count], f64::from(cut));
    let mut sets = Sets { members, near, odds, cut, joins: BinaryHeap::new() };
    for (a, b, odds) in pairs.iter().copied() {
        sets.keep(a, b, Seen { sum: f64::from(odds), pairs: 1 });
    }
    while let Some(join) = sets.joins.pop() {
        // What was seen between them may have changed, or one of them be gone.
        if sets.near[join.a].get(&join.b) == Some(&join.seen) {
            sets.join(join.a, join.b);
        }
    }
    sets.members.retain(|set| !set.is_empty());
    sets.members.iter_mut().for_each(|set| set.sort_unstable());
    sets.members.sort_unstable();
    sets.members
}

impl<F: Fn(usize, usize) -> f32> Sets<F> {
    fn keep(&mut self, a: usize, b: usize, seen: Seen) {
        self.near[a].insert(b, seen);
        self.near[b].insert(a, seen);
        if seen.mean() >= self.cut {
            let (first, second) = (self.members[a][0], self.members[b][0]);
            let firsts = (first.min(second), first.max(second));
            self.joins.push(Join { seen, a: a.min(b), b: a.max(b), firsts });
        }
    }

    /// The set with more neighbours takes the other in, so that each neighbour moves a few times only.
    fn join(&mut self, a: usize, b: usize) {
        let (kept, gone) = if self.near[a].len() >= self.near[b].len() { (a, b) } else { (b, a) };
        let moved = std::mem::take(&mut self.members[gone]);
        self.members[kept].extend(moved);
        // Which took the other in must not matter for which are looked at first.
        self.members[kept].sort_unstable();
        self.near[kept].remove(&gone);
        let mut changed: Vec<usize> = Vec::new();
        for (other, theirs) in std::mem::take(&mut self.near[gone]).into_iter().filter(|(other, _)| *other != kept) {
            self.near[other].remove(&gone);
            let ours = self.near[kept].entry(other).or_default();
            ours.sum += theirs.sum;
            ours.pairs += theirs.pairs;
            changed.push(other);
        }
        // What was all of a smaller set may be too little now.
        changed
            .extend(self.near[kept].iter().filter(|(_, seen)| (seen.pairs as usize) < LOOK).map(|(other, _)| *other));
        changed.sort_unstable();
        changed.dedup();
        for other in changed {
            let seen = self.near[kept].get(&other).copied().unwrap_or_default();
            self.keep(kept, other, self.look(kept, other, seen));
        }
    }

    /// Looks at more pairs where few were seen: all of small sets, the first ones of large sets.
    fn look(&self, a: usize, b: usize, seen: Seen) -> Seen {
        let (ours, theirs) = (&self.members[a], &self.members[b]);
        if seen.pairs as usize >= LOOK.min(ours.len() * theirs.len()) {
            return seen;
        }
        let mut fresh = Seen::default();
        let side = |set: &Vec<usize>, other: &Vec<usize>| set.len().min(LOOK / other.len().clamp(1, 4));
        for x in ours.iter().take(side(ours, theirs)) {
            for y in theirs.iter().take(side(theirs, ours)) {
                fresh.add((self.odds)(*x.min(y), *x.max(y)));
            }
        }
        fresh
    }
}

#[cfg(test)]
mod tests {
    use super::average_link;

    /// Clusters by a table of log odds; pairs that are not in it are −4 when asked for, and never candidates.
    #[track_caller]
    fn check(count: usize, pairs: &[(usize, usize, f32)], expected: &[&[usize]]) {
        let odds =
            |a: usize, b: usize| pairs.iter().find(|pair| (pair.0, pair.1) == (a, b)).map_or(-4.0, |pair| pair.2);
        assert_eq!(average_link(count, pairs, odds, 0.5), expected);
    }

    #[test]
    fn what_lies_between_two_events_does_not_join_them() {
        // 2 is like 1 and like 3; 0 and 1 are one event, 3 and 4 another.
        let pairs = [(0, 1, 3.0), (3, 4, 3.0), (1, 2, 2.0), (2, 3, 1.8), (0, 2, 1.0), (2, 4, -1.0), (0, 3, -3.0)];
        check(5, &pairs, &[&[0, 1, 2], &[3, 4]]);
    }

    #[test]
    fn one_likely_pair_does_not_chain() {
        check(4, &[(0, 1, 3.0), (2, 3, 3.0), (1, 2, 2.5)], &[&[0, 1], &[2, 3]]);
    }

    #[test]
    fn a_thousand_copies_are_one_set() {
        let pairs: Vec<(usize, usize, f32)> =
            (0..1000).flat_map(|a| (a + 1..(a + 20).min(1000)).map(move |b| (a, b, 5.0))).collect();
        assert_eq!(average_link(1000, &pairs, |_, _| 5.0, 0.5).len(), 1);
    }
}
