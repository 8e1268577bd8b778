//! Average link, best pairs of sets first.
//!
//! Which two sets join next is asked anew after every join, of all sets, by the mean log odds between them: an article
//! that lies between two events is then taken in by the one that it fits, and does not make one of both. Taking pairs
//! of articles in the order of their own odds merged a tenth of the similar but different events of ECB+.
//!
//! The mean is of all pairs of small sets and of those of the first members of large ones. It depends on these members
//! alone, not on which pairs happened to be compared before, so that a set is the same whatever is around it.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use rustc_hash::FxHashMap;

/// Members of a large set that are looked at beside those of another: enough to tell, few enough for a thousand copies.
const SIDE: usize = 20;

/// Two sets that may join.
#[derive(Debug, PartialEq)]
struct Join {
    mean: f32,
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
        let rank = |join: &Self| Reverse(join.firsts);
        self.mean.total_cmp(&other.mean).then_with(|| rank(self).cmp(&rank(other)))
    }
}

struct Sets<F> {
    /// Sorted; empty for a set that another has taken in.
    members: Vec<Vec<usize>>,
    /// The sets that a likely pair leads to, with the mean between the two.
    near: Vec<FxHashMap<usize, f32>>,
    odds: F,
    cut: f32,
    joins: BinaryHeap<Join>,
}

/// Clusters `count` things. `likely` are all pairs whose odds are at least `cut`, lower first, each once, in any order;
/// sets without such a pair between them never join. `odds` tells of any pair. Sets join while the mean between them is at
/// least `cut`. Gives all sets, members in order.
pub(super) fn average_link(
    count: usize,
    likely: &[(usize, usize, f32)],
    odds: impl Fn(usize, usize) -> f32,
    cut: f32,
) -> Vec<Vec<usize>> {
    let (members, near) = ((0..count).map(|at| vec![at]).collect(), vec![FxHashMap::default(); count]);
    let mut sets = Sets { members, near, odds, cut, joins: BinaryHeap::new() };
    for (a, b, odds) in likely.iter().copied() {
        sets.keep(a, b, odds);
    }
    while let Some(join) = sets.joins.pop() {
        // The mean between them may have changed, or one of them be gone.
        if sets.near[join.a].get(&join.b) == Some(&join.mean) {
            sets.join(join.a, join.b);
        }
    }
    sets.members.retain(|set| !set.is_empty());
    sets.members.sort_unstable();
    sets.members
}

impl<F: Fn(usize, usize) -> f32> Sets<F> {
    fn keep(&mut self, a: usize, b: usize, mean: f32) {
        self.near[a].insert(b, mean);
        self.near[b].insert(a, mean);
        if mean >= self.cut {
            let (first, second) = (self.members[a][0], self.members[b][0]);
            let firsts = (first.min(second), first.max(second));
            self.joins.push(Join { mean, a: a.min(b), b: a.max(b), firsts });
        }
    }

    /// The set with more neighbours takes the other in, so that each neighbour moves a few times only.
    fn join(&mut self, a: usize, b: usize) {
        let (kept, gone) = if self.near[a].len() >= self.near[b].len() { (a, b) } else { (b, a) };
        let moved = std::mem::take(&mut self.members[gone]);
        let looked_at = |set: &[usize]| set.get(..SIDE).map(<[usize]>::to_vec);
        let before = looked_at(&self.members[kept]);
        self.members[kept].extend(moved);
        self.members[kept].sort_unstable();
        self.near[kept].remove(&gone);
        let mut changed: Vec<usize> = Vec::new();
        for (other, _) in std::mem::take(&mut self.near[gone]) {
            self.near[other].remove(&gone);
            changed.extend((other != kept).then_some(other));
        }
        if before.is_none() || before != looked_at(&self.members[kept]) {
            changed.extend(self.near[kept].keys());
        }
        changed.sort_unstable();
        changed.dedup();
        for other in changed {
            self.keep(kept, other, self.mean(kept, other));
        }
    }

    fn mean(&self, a: usize, b: usize) -> f32 {
        let (ours, theirs) = (&self.members[a], &self.members[b]);
        let (mut sum, mut count) = (0.0, 0.0);
        for x in ours.iter().take(SIDE) {
            for y in theirs.iter().take(SIDE) {
                sum += (self.odds)(*x.min(y), *x.max(y));
                count += 1.0;
            }
        }
        sum / count
    }
}

#[cfg(test)]
mod tests {
    use super::average_link;

    /// Clusters by a table of log odds; pairs that are not in it are −4 when asked for.
    #[track_caller]
    fn check(count: usize, pairs: &[(usize, usize, f32)], expected: &[&[usize]]) {
        let odds =
            |a: usize, b: usize| pairs.iter().find(|pair| (pair.0, pair.1) == (a, b)).map_or(-4.0, |pair| pair.2);
        let likely: Vec<_> = pairs.iter().copied().filter(|pair| pair.2 >= 0.5).collect();
        assert_eq!(average_link(count, &likely, odds, 0.5), expected);
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
