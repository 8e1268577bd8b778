//! Which members of a list are one: what the machine has grouped, joined and parted by people.

use std::collections::{BTreeMap, BTreeSet};

use crate::annotation::bonds::{Bond, Consistent, Sets, consistent};

/// Joins and parts groups. Of what contradicts each other the latest counts. A member that is on neither side of a wall
/// goes where `near` says, which is given the sides, else with the one before it.
pub(super) fn regroup(
    groups: &[usize],
    bonds: &[Bond],
    near: impl Fn(usize, &[Vec<usize>]) -> Option<usize>,
) -> Vec<usize> {
    let Consistent { sets: joined, walls, .. } = consistent(groups.len(), bonds);
    // The machine's groups, joined.
    let mut all = Sets::new(groups.len());
    let mut first: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, group) in groups.iter().enumerate() {
        let one = *first.entry(*group).or_insert(at);
        all.join(one, at);
        all.join(joined.find(at), at);
    }
    let mut now: Vec<usize> = (0..groups.len()).map(|at| all.find(at)).collect();
    let walled: BTreeSet<usize> =
        walls.iter().filter(|(a, b)| all.find(*a) == all.find(*b)).map(|(a, _)| all.find(*a)).collect();
    for group in walled {
        let members: Vec<usize> = (0..groups.len()).filter(|at| all.find(*at) == group).collect();
        let apart = |one: usize, other: usize| {
            let (one, other) = (joined.find(one), joined.find(other));
            walls.iter().any(|(a, b)| {
                let (a, b) = (joined.find(*a), joined.find(*b));
                (a, b) == (one, other) || (a, b) == (other, one)
            })
        };
        let decided = |at: &usize| {
            let own = joined.find(*at);
            walls.iter().any(|(a, b)| joined.find(*a) == own || joined.find(*b) == own)
        };
        let mut sides: Vec<Vec<usize>> = Vec::new();
        for at in members.iter().copied().filter(decided) {
            match sides.iter_mut().find(|side| side.iter().all(|other| !apart(at, *other))) {
                Some(side) => side.push(at),
                None => sides.push(vec![at]),
            }
        }
        let mut side_of: BTreeMap<usize, usize> = BTreeMap::new();
        for (side, members) in sides.iter().enumerate() {
            side_of.extend(members.iter().map(|at| (*at, side)));
        }
        let mut last = 0;
        for at in &members {
            let side = side_of.get(at).copied().or_else(|| near(*at, &sides)).unwrap_or(last);
            last = side;
            now[*at] = sides.get(side).and_then(|side| side.iter().min()).copied().unwrap_or(group);
        }
    }
    now
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    #[track_caller]
    fn check(groups: &[usize], bonds: &[(usize, usize, bool)], expected: &[usize]) {
        // Later ones behind.
        let when = |at: usize| Timestamp::from_second(i64::try_from(at).unwrap()).ok();
        let bonds: Vec<Bond> = bonds
            .iter()
            .enumerate()
            .map(|(at, (one, other, same))| Bond { one: *one, other: *other, same: *same, when: when(at) })
            .collect();
        assert_eq!(regroup(groups, &bonds, |_, _| None), expected);
        let reversed: Vec<Bond> = bonds.into_iter().rev().collect();
        assert_eq!(regroup(groups, &reversed, |_, _| None), expected, "in whatever order they are given");
    }

    #[test]
    fn groups_are_joined_and_parted() {
        check(&[0, 0, 1, 1], &[], &[0, 0, 2, 2]);
        check(&[0, 0, 1, 1], &[(1, 2, true)], &[0, 0, 0, 0]);
        check(&[0, 0, 0, 0], &[(0, 2, false)], &[0, 0, 2, 2]);
        // One wall more, and a third side.
        check(&[0, 0, 0], &[(0, 1, false), (1, 2, false), (0, 2, false)], &[0, 1, 2]);
        check(&[0, 0, 0], &[(0, 1, false), (1, 2, false)], &[0, 1, 0]);
    }

    #[test]
    fn of_a_contradiction_the_latest_counts() {
        check(&[0, 1, 2], &[(0, 1, true), (1, 2, true), (0, 2, false)], &[0, 1, 1]);
        check(&[0, 1, 2], &[(0, 2, false), (0, 1, true), (1, 2, true)], &[0, 0, 0]);
        check(&[0, 0], &[(0, 1, false), (0, 1, true)], &[0, 0]);
    }
}
