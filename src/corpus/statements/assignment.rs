//! Which of several possible pairs are taken when each side may be in one only: the set of pairs that weighs most.
//!
//! The Hungarian method with potentials (Kuhn 1955, Munkres 1957), group by group of what is in reach of one another:
//! between two articles these are a handful of statements each, so that its cube costs nothing.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// A pair that may be taken: its left side, its right side, its weight, above 0.
pub(crate) type Edge = (usize, usize, u32);

/// A left or a right side that stands alone.
const NOBODY: usize = usize::MAX;
/// Edges that hang together from which on the heaviest are taken one by one: no articles but repeats have so many.
const MANY: usize = 1000;

/// The edges, by index and in their order, that weigh most together while no side is in two of them. Of two edges
/// between the same sides, the first of the heavier ones counts.
pub(crate) fn best(edges: &[Edge]) -> Vec<usize> {
    let mut of_left: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut of_right: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, (left, right, _)) in edges.iter().enumerate() {
        of_left.entry(*left).or_default().push(at);
        of_right.entry(*right).or_default().push(at);
    }
    let mut seen: BTreeSet<usize> = BTreeSet::new();
    let mut taken = Vec::new();
    for first in 0..edges.len() {
        if !seen.insert(first) {
            continue;
        }
        let (mut group, mut next) = (vec![first], 0);
        while let Some((left, right, _)) = group.get(next).map(|at| edges[*at]) {
            let beside = of_left.get(&left).into_iter().chain(of_right.get(&right)).flatten();
            group.extend(beside.copied().filter(|at| seen.insert(*at)));
            next += 1;
        }
        taken.extend(within(edges, &group));
    }
    taken.sort_unstable();
    taken
}

/// The same of edges that hang together.
fn within(edges: &[Edge], group: &[usize]) -> Vec<usize> {
    if let [only] = group {
        return vec![*only];
    }
    if group.len() > MANY {
        return one_by_one(edges, group);
    }
    let numbered = |side: &dyn Fn(&Edge) -> usize| -> BTreeMap<usize, usize> {
        let sides: BTreeSet<usize> = group.iter().map(|at| side(&edges[*at])).collect();
        sides.into_iter().enumerate().map(|(number, side)| (side, number)).collect()
    };
    let (rows, columns) = (numbered(&|edge| edge.0), numbered(&|edge| edge.1));
    let mut table: Vec<Vec<Option<usize>>> = vec![vec![None; columns.len()]; rows.len()];
    for at in group {
        let (left, right, weight) = edges[*at];
        let cell = &mut table[rows[&left]][columns[&right]];
        if cell.is_none_or(|known| (edges[known].2, *at) < (weight, known)) {
            *cell = Some(*at);
        }
    }
    // Behind the columns stands one for each row, at no weight: a row may stay alone.
    let cost = |row: usize, column: usize| {
        let edge = table[row].get(column).copied().flatten();
        edge.map_or(0, |at| -i64::from(edges[at].2))
    };
    let chosen = cheapest(rows.len(), columns.len() + rows.len(), cost);
    chosen.into_iter().enumerate().filter_map(|(row, column)| *table[row].get(column)?).collect()
}

/// The heaviest edge, then the heaviest that is still free, and so on.
fn one_by_one(edges: &[Edge], group: &[usize]) -> Vec<usize> {
    let mut group = group.to_vec();
    group.sort_unstable_by_key(|at| (Reverse(edges[*at].2), *at));
    let (mut left, mut right) = (BTreeSet::new(), BTreeSet::new());
    group.retain(|at| {
        let (one, other, _) = edges[*at];
        let free = !left.contains(&one) && !right.contains(&other);
        if free {
            left.insert(one);
            right.insert(other);
        }
        free
    });
    group
}

/// For each row the column that it takes, one each, such that the sum of the costs is least; there are no fewer columns
/// than rows.
fn cheapest(rows: usize, columns: usize, cost: impl Fn(usize, usize) -> i64) -> Vec<usize> {
    // Of the columns, the last stands for the row that is being placed.
    let start = columns;
    let (mut of_row, mut of_column) = (vec![0_i64; rows], vec![0_i64; columns + 1]);
    let mut holds = vec![NOBODY; columns + 1];
    for row in 0..rows {
        holds[start] = row;
        let mut least = vec![i64::MAX; columns];
        let mut before = vec![start; columns];
        let mut done = vec![false; columns + 1];
        let mut here = start;
        while holds[here] != NOBODY {
            done[here] = true;
            let current = holds[here];
            let (mut delta, mut next) = (i64::MAX, start);
            for column in (0..columns).filter(|column| !done[*column]) {
                let reduced = cost(current, column) - of_row[current] - of_column[column];
                if reduced < least[column] {
                    (least[column], before[column]) = (reduced, here);
                }
                if least[column] < delta {
                    (delta, next) = (least[column], column);
                }
            }
            for column in 0..=columns {
                if done[column] {
                    of_row[holds[column]] += delta;
                    of_column[column] -= delta;
                } else if column < columns {
                    least[column] -= delta;
                }
            }
            here = next;
        }
        while here != start {
            holds[here] = holds[before[here]];
            here = before[here];
        }
    }
    let mut found = vec![NOBODY; rows];
    for (column, row) in holds.iter().take(columns).enumerate().filter(|(_, row)| **row != NOBODY) {
        found[*row] = column;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(edges: &[Edge], expected: &[usize]) {
        assert_eq!(best(edges), expected);
    }

    #[test]
    fn the_heaviest_set_and_not_the_heaviest_edge() {
        // Greedy takes 10 and leaves 1 and 1.
        check(&[(0, 0, 10), (0, 1, 9), (1, 0, 9), (1, 1, 1)], &[1, 2]);
        // One that outweighs two stays.
        check(&[(0, 0, 10), (0, 1, 4), (1, 0, 4)], &[0]);
        check(&[(7, 3, 5), (7, 3, 6), (9, 4, 1)], &[1, 2]);
        check(&[], &[]);
    }

    #[test]
    fn a_flood_of_edges_is_taken_one_by_one() {
        let edges: Vec<Edge> = (0..40_000).map(|at: u32| (at as usize / 200, at as usize % 200, 1 + at % 7)).collect();
        let found = best(&edges);
        assert_eq!(found.len(), 200);
    }

    #[test]
    fn as_good_as_any_other_set() {
        // All sets of up to nine edges are tried, for tables that a small generator fills.
        let mut state = 7_u32;
        let mut random = |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) % below
        };
        for _ in 0..200 {
            let count = random(10);
            let edges: Vec<Edge> =
                (0..count).map(|_| (random(4) as usize, random(4) as usize, random(20) + 1)).collect();
            let weight = |set: &[usize]| set.iter().map(|at| edges[*at].2).sum::<u32>();
            let fits = |set: &[usize]| {
                let (left, right): (BTreeSet<_>, BTreeSet<_>) =
                    (set.iter().map(|at| edges[*at].0).collect(), set.iter().map(|at| edges[*at].1).collect());
                left.len() == set.len() && right.len() == set.len()
            };
            let sets = (0..1_u32 << count).map(|bits| (0..edges.len()).filter(|at| bits >> at & 1 == 1).collect());
            let heaviest = sets.filter(|set: &Vec<usize>| fits(set)).map(|set| weight(&set)).max();
            let found = best(&edges);
            assert!(fits(&found));
            assert_eq!(Some(weight(&found)), heaviest, "{edges:?}");
        }
    }
}
