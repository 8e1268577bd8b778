//! What people said of pairs: that two are one, or are not. Of what contradicts each other the latest counts.

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
