//! What people said of pairs: that two are one, or are not. Of what contradicts each other the latest counts.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, VecDeque};

use jiff::Timestamp;

/// What somebody said of two members of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bond {
    /// One.
    pub one: usize,
    /// The other.
    pub other: usize,
    /// True where they are one, false where they are not.
    pub same: bool,
    /// When it was said.
    pub when: Option<Timestamp>,
}

/// Members that are one.
#[derive(Clone, Debug)]
pub struct Sets(Vec<usize>);

impl Sets {
    /// Each member by itself.
    pub fn new(len: usize) -> Self {
        Self((0..len).collect())
    }

    /// The lowest member of a member's set.
    pub fn find(&self, mut at: usize) -> usize {
        while self.0[at] != at {
            at = self.0[at];
        }
        at
    }

    /// Joins two sets.
    pub fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.find(one), self.find(other));
        self.0[one.max(other)] = one.min(other);
    }
}

/// What is left of bonds when those that later ones contradict are taken away.
#[derive(Clone, Debug)]
pub struct Consistent {
    /// What was said to be one.
    pub sets: Sets,
    /// Members that are not one.
    pub walls: Vec<(usize, usize)>,
    /// Which bonds hold, latest first, as indices into those that were given.
    pub kept: Vec<usize>,
    /// Which do not.
    pub dropped: Vec<usize>,
}

/// A member, and whether a wall is behind.
type Reached = (usize, bool);

/// Of bonds that hold those that together contradict one that does not, as indices into `bonds`; `kept` are those that
/// hold. Takes as many steps as there are bonds.
pub fn against(bonds: &[Bond], kept: &[usize], dropped: &Bond) -> Vec<usize> {
    let mut of: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in kept {
        of.entry(bonds[*at].one).or_default().push(*at);
        of.entry(bonds[*at].other).or_default().push(*at);
    }
    // By what is one to the other side, across one wall where it was said that both are one.
    let goal = (dropped.other, dropped.same);
    let mut from: BTreeMap<Reached, Option<(Reached, usize)>> = BTreeMap::from([((dropped.one, false), None)]);
    let mut next = VecDeque::from([(dropped.one, false)]);
    while let Some((here, walled)) = next.pop_front().filter(|here| *here != goal) {
        for at in of.get(&here).into_iter().flatten() {
            let bond = bonds[*at];
            if walled && !bond.same {
                continue;
            }
            let there = (if bond.one == here { bond.other } else { bond.one }, walled || !bond.same);
            if let Entry::Vacant(free) = from.entry(there) {
                free.insert(Some(((here, walled), *at)));
                next.push_back(there);
            }
        }
    }
    let mut way = Vec::new();
    let mut here = goal;
    while let Some(Some((before, at))) = from.get(&here) {
        way.push(*at);
        here = *before;
    }
    way.reverse();
    way
}

/// Takes away what later bonds contradict, also by way of third members.
pub fn consistent(len: usize, bonds: &[Bond]) -> Consistent {
    let mut order: Vec<usize> = (0..bonds.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse((bonds[*at].when, bonds[*at].one, bonds[*at].other)));
    let mut found = Consistent { sets: Sets::new(len), walls: Vec::new(), kept: Vec::new(), dropped: Vec::new() };
    for at in order {
        let bond = bonds[at];
        let (one, other) = (found.sets.find(bond.one), found.sets.find(bond.other));
        let between = |(a, b): &(usize, usize)| {
            let (a, b) = (found.sets.find(*a), found.sets.find(*b));
            (a, b) == (one, other) || (a, b) == (other, one)
        };
        match bond.same {
            true if !found.walls.iter().any(between) => found.sets.join(one, other),
            false if one != other => found.walls.push((bond.one, bond.other)),
            _ => {
                found.dropped.push(at);
                continue;
            }
        }
        found.kept.push(at);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_contradicts_is_told() {
        let bond = |one, other, same, when| Bond { one, other, same, when: Timestamp::from_second(when).ok() };
        let check = |bonds: &[Bond], dropped: usize, expected: &[usize]| {
            let found = consistent(4, bonds);
            assert_eq!(found.dropped, [dropped]);
            assert_eq!(against(bonds, &found.kept, &bonds[dropped]), expected);
        };
        check(&[bond(0, 2, false, 1), bond(0, 1, true, 2), bond(1, 2, true, 3)], 0, &[1, 2]);
        check(&[bond(0, 1, true, 1), bond(1, 2, true, 2), bond(3, 0, true, 3), bond(0, 2, false, 4)], 0, &[3, 1]);
        check(&[bond(0, 1, true, 1), bond(0, 1, false, 2)], 0, &[1]);
    }
}
