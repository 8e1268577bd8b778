//! Average link, best pairs of sets first.
//!
//! Which two sets join next is asked anew after every join, of all sets, by how far the mean log odds between them are
//! beyond what is wanted of a mean of so many pairs: an article that lies between two events is then taken in by the one
//! that it fits, and does not make one of both. Taking pairs of articles in the order of their own odds merged a tenth of
//! the similar but different events of ECB+.
//!
//! The mean is of all pairs of small sets and of those of the first members of large ones. It depends on these members
//! alone, not on which pairs happened to be compared before, so that a set is the same whatever is around it. Sums are
//! kept and corrected by the members that come and go, which is exact, since they are whole numbers.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use rustc_hash::{FxHashMap, FxHashSet};

/// Members of a large set that are looked at beside those of another: enough to tell, few enough for a thousand copies.
const SIDE: usize = 20;
/// Parts of one in which odds are counted: sums of floats would depend on their order.
const PARTS: f32 = 65_536.0;
/// Odds beyond these are as good as certain.
const CERTAIN: f32 = 1e4;

/// Two sets that may join.
#[derive(Debug, PartialEq)]
struct Join {
    /// How far the mean between them is beyond what is wanted of it.
    beyond: f64,
    /// What was summed, to tell whether it still is.
    sum: i64,
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
        self.beyond.total_cmp(&other.beyond).then_with(|| rank(self).cmp(&rank(other)))
    }
}

/// What is decided beforehand.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fixed {
    /// Sets of things that are one, before anything is compared. No thing is in two of them.
    pub(crate) together: Vec<Vec<usize>>,
    /// Pairs that are never in one set, however sets come about. No set of `together` has such a pair.
    pub(crate) apart: Vec<(usize, usize)>,
}

struct Sets<F, W> {
    /// In no order; empty for a set that another has taken in.
    members: Vec<Vec<usize>>,
    /// The first members of each, which stand for it, sorted.
    firsts: Vec<Vec<usize>>,
    /// The sets that a likely pair leads to, with the sum between the first members of the two.
    near: Vec<FxHashMap<usize, i64>>,
    /// The sets that each may not join; no entry for one that may join any.
    walls: FxHashMap<usize, FxHashSet<usize>>,
    odds: F,
    wanted: W,
    joins: BinaryHeap<Join>,
}

/// Clusters `count` things. `likely` are all pairs that are likely at all, lower first, each once, in any order; sets
/// without such a pair between them never join, but for what is `fixed`. `odds` tells of any pair. Sets join while the mean
/// between them is at least what is `wanted` of a mean of so many pairs. Gives all sets, members in order.
pub(crate) fn average_link(
    count: usize,
    likely: &[(usize, usize, f32)],
    fixed: &Fixed,
    odds: impl Fn(usize, usize) -> f32,
    wanted: impl Fn(usize) -> f32,
) -> Vec<Vec<usize>> {
    let single: Vec<Vec<usize>> = (0..count).map(|at| vec![at]).collect();
    let (firsts, near) = (single.clone(), vec![FxHashMap::default(); count]);
    let mut sets =
        Sets { members: single, firsts, near, walls: FxHashMap::default(), odds, wanted, joins: BinaryHeap::new() };
    for (a, b) in fixed.apart.iter().copied() {
        sets.walls.entry(a).or_default().insert(b);
        sets.walls.entry(b).or_default().insert(a);
    }
    for (a, b, odds) in likely.iter().copied() {
        sets.keep(a, b, in_parts(odds));
    }
    for group in &fixed.together {
        let mut all = group[0];
        for other in &group[1..] {
            all = sets.join(all, *other);
        }
    }
    while let Some(join) = sets.joins.pop() {
        // The sum between them may have changed, or one of them be gone.
        let is_wall = || sets.walls.get(&join.a).is_some_and(|walls| walls.contains(&join.b));
        if sets.near[join.a].get(&join.b) == Some(&join.sum) && !is_wall() {
            sets.join(join.a, join.b);
        }
    }
    sets.members.retain(|set| !set.is_empty());
    sets.members.iter_mut().for_each(|set| set.sort_unstable());
    sets.members.sort_unstable();
    sets.members
}

#[expect(clippy::cast_possible_truncation, reason = "clamped")]
fn in_parts(odds: f32) -> i64 {
    (odds.clamp(-CERTAIN, CERTAIN) * PARTS).round() as i64
}

impl<F: Fn(usize, usize) -> f32, W: Fn(usize) -> f32> Sets<F, W> {
    fn keep(&mut self, a: usize, b: usize, sum: i64) {
        self.near[a].insert(b, sum);
        self.near[b].insert(a, sum);
        let pairs = self.firsts[a].len() * self.firsts[b].len();
        #[expect(clippy::cast_precision_loss, reason = "a few hundred pairs")]
        let mean = sum as f64 / (f64::from(PARTS) * pairs as f64);
        let beyond = mean - f64::from((self.wanted)(pairs));
        if beyond >= 0.0 {
            let (first, second) = (self.firsts[a][0], self.firsts[b][0]);
            let firsts = (first.min(second), first.max(second));
            self.joins.push(Join { beyond, sum, a: a.min(b), b: a.max(b), firsts });
        }
    }

    /// The set with more neighbours takes the other in, so that each neighbour moves a few times only. Gives that set.
    fn join(&mut self, a: usize, b: usize) -> usize {
        let (kept, gone) = if self.near[a].len() >= self.near[b].len() { (a, b) } else { (b, a) };
        let moved = std::mem::take(&mut self.members[gone]);
        self.members[kept].extend(moved);
        self.near[kept].remove(&gone);
        self.near[gone].remove(&kept);
        for wall in self.walls.remove(&gone).unwrap_or_default() {
            let there = self.walls.entry(wall).or_default();
            there.remove(&gone);
            there.insert(kept);
            self.walls.entry(kept).or_default().insert(wall);
        }
        let (ours, theirs) = (std::mem::take(&mut self.firsts[kept]), std::mem::take(&mut self.firsts[gone]));
        let mut all = [&ours[..], &theirs[..]].concat();
        all.sort_unstable();
        all.truncate(SIDE);
        let beyond = |at: &&usize| all.binary_search(at).is_err();
        let ours = Half { dropped: ours.iter().filter(beyond).copied().collect(), all: ours };
        let theirs = Half { dropped: theirs.iter().filter(beyond).copied().collect(), all: theirs };
        let sums_of_gone = std::mem::take(&mut self.near[gone]);
        let mut changed: Vec<usize> = sums_of_gone.keys().copied().collect();
        for other in sums_of_gone.keys() {
            self.near[*other].remove(&gone);
        }
        if theirs.dropped.len() < theirs.all.len() {
            changed.extend(self.near[kept].keys());
        }
        self.firsts[kept] = all;
        changed.sort_unstable();
        changed.dedup();
        for other in changed {
            let known = [self.near[kept].get(&other).copied(), sums_of_gone.get(&other).copied()];
            let sum = self.part_of(&ours, known[0], other) + self.part_of(&theirs, known[1], other);
            self.keep(kept, other, sum);
        }
        kept
    }

    /// The sum between what of a set stands for the set that it is now part of, and another set.
    fn part_of(&self, half: &Half, known: Option<i64>, other: usize) -> i64 {
        let stays = |at: &&usize| !half.dropped.contains(at);
        match known {
            Some(sum) if half.dropped.len() * 2 <= half.all.len() => {
                sum - half.dropped.iter().map(|at| self.sum(*at, other)).sum::<i64>()
            }
            _ => half.all.iter().filter(stays).map(|at| self.sum(*at, other)).sum(),
        }
    }

    /// The sum between one thing and a set.
    fn sum(&self, at: usize, set: usize) -> i64 {
        self.firsts[set].iter().map(|other| in_parts((self.odds)(at.min(*other), at.max(*other)))).sum()
    }
}

/// First members of one of two sets that join, and those of them that are no more among the first.
struct Half {
    all: Vec<usize>,
    dropped: Vec<usize>,
}

#[cfg(test)]
mod tests {
    use super::{Fixed, average_link};

    /// Clusters by a table of log odds; pairs that are not in it are −4 when asked for.
    #[track_caller]
    fn check(count: usize, pairs: &[(usize, usize, f32)], expected: &[&[usize]]) {
        let odds =
            |a: usize, b: usize| pairs.iter().find(|pair| (pair.0, pair.1) == (a, b)).map_or(-4.0, |pair| pair.2);
        let likely: Vec<_> = pairs.iter().copied().filter(|pair| pair.2 >= 0.5).collect();
        assert_eq!(average_link(count, &likely, &Fixed::default(), odds, |_| 0.5), expected);
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
    fn one_pair_may_want_more_than_many() {
        let clusters = |count: usize, odds: f32| {
            let pairs: Vec<(usize, usize, f32)> = (1..count).map(|b| (0, b, odds)).collect();
            let fixed =
                Fixed { together: (count > 2).then(|| (1..count).collect()).into_iter().collect(), ..Fixed::default() };
            average_link(count, &pairs, &fixed, |_, _| odds, |pairs| if pairs == 1 { 2.0 } else { 1.0 }).len()
        };
        assert_eq!((clusters(2, 1.5), clusters(2, 2.0), clusters(3, 1.5), clusters(3, 0.9)), (2, 1, 1, 2));
    }

    #[test]
    fn a_thousand_copies_are_one_set() {
        let pairs: Vec<(usize, usize, f32)> =
            (0..1000).flat_map(|a| (a + 1..(a + 20).min(1000)).map(move |b| (a, b, 5.0))).collect();
        assert_eq!(average_link(1000, &pairs, &Fixed::default(), |_, _| 5.0, |_| 0.5).len(), 1);
    }

    #[test]
    fn a_wall_stands_however_sets_come_about() {
        // A thousand copies, far more than stand for a set, and two of the last that are not one.
        let pairs: Vec<(usize, usize, f32)> =
            (0..1000).flat_map(|a| (a + 1..(a + 20).min(1000)).map(move |b| (a, b, 5.0))).collect();
        let fixed = Fixed { together: vec![vec![0, 999]], apart: vec![(998, 999), (3, 700)] };
        let sets = average_link(1000, &pairs, &fixed, |_, _| 5.0, |_| 0.5);
        let of = |at: usize| sets.iter().position(|set| set.contains(&at));
        assert_eq!(of(0), of(999));
        assert!(of(998) != of(999) && of(3) != of(700));
        assert!(sets.len() < 5, "all else is one as far as it can be: {}", sets.len());
    }

    #[test]
    fn what_is_one_is_joined_whatever_its_odds() {
        let fixed = Fixed { together: vec![vec![0, 2]], apart: vec![(1, 2)] };
        assert_eq!(average_link(3, &[(0, 1, 3.0)], &fixed, |_, _| 3.0, |_| 0.5), [vec![0, 2], vec![1]]);
    }
}
