//! Boosted decision trees (Friedman 2001), fitted by `training/boosted.py` and read from a container.

use crate::model::weights::{Rows, Weights};

/// Numbers of a node: the feature that it looks at, what it compares it with, where it goes when that is not exceeded,
/// where it goes else, and what a leaf adds. A leaf goes to itself.
const NODE: usize = 5;
/// No path from a root to a leaf is longer; a tree that is deeper is refused.
const DEEPEST: usize = 16;

/// Trees whose leaves are added up.
#[derive(Debug)]
pub(crate) struct Boosted {
    features: Vec<String>,
    nodes: Vec<Node>,
    roots: Vec<u32>,
    before: f32,
    cuts: Vec<f32>,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    feature: u32,
    cut: f32,
    low: u32,
    high: u32,
    adds: f32,
}

impl Boosted {
    /// The trees in a container of a format; the error says what is wrong with it.
    pub(crate) fn of(bytes: &[u8], format: &str) -> Result<Self, String> {
        let weights = Weights::of_format(bytes, format)?;
        let features: Vec<String> = weights.said("features")?.split(' ').map(str::to_owned).collect();
        let (nodes, roots, before) = (weights.rows("nodes")?, weights.rows("roots")?, weights.rows("before")?);
        let before = before.values.first().copied().ok_or("before: no number")?;
        let nodes = Self::nodes(&nodes, features.len())?;
        let root = |at: &f32| index(*at, nodes.len()).ok_or_else(|| format!("roots: there is no node {at}"));
        let roots = roots.values.iter().map(root).collect::<Result<Vec<u32>, String>>()?;
        // Only containers that are to be cut somewhere say where.
        let cuts = weights.rows("cuts").map(|cuts| cuts.values).unwrap_or_default();
        let trees = Self { features, nodes, roots, before, cuts };
        match trees.roots.iter().find(|root| !trees.ends(**root, DEEPEST)) {
            Some(root) => Err(format!("nodes: the tree at {root} is deeper than {DEEPEST}")),
            None => Ok(trees),
        }
    }

    fn nodes(rows: &Rows, features: usize) -> Result<Vec<Node>, String> {
        if rows.width != NODE {
            return Err(format!("nodes: {} numbers each and not {NODE}", rows.width));
        }
        let node = |row: &[f32]| -> Option<Node> {
            let &[feature, cut, low, high, adds] = row else { return None };
            let (low, high) = (index(low, rows.len())?, index(high, rows.len())?);
            Some(Node { feature: index(feature, features)?, cut, low, high, adds })
        };
        let wrong = |at: usize| format!("nodes: the {}th leads to nothing", at + 1);
        rows.iter().enumerate().map(|(at, row)| node(row).ok_or_else(|| wrong(at))).collect()
    }

    /// True when all paths from a node reach a leaf within so many steps.
    fn ends(&self, at: u32, steps: usize) -> bool {
        let node = self.nodes[at as usize];
        if node.low == at && node.high == at {
            return true;
        }
        steps > 0 && self.ends(node.low, steps - 1) && self.ends(node.high, steps - 1)
    }

    /// The names of what the trees look at, in the order of the numbers that [`Self::score`] takes.
    pub(crate) fn features(&self) -> &[String] {
        &self.features
    }

    /// Scores from which on something holds, as the container has them; what holds, who fitted the trees knows.
    pub(crate) fn cuts(&self) -> &[f32] {
        &self.cuts
    }

    /// Log odds. `seen` has one number for each of [`Self::features`]; one that is missing counts as 0.
    pub(crate) fn score(&self, seen: &[f32]) -> f32 {
        self.before + self.roots.iter().map(|root| self.leaf(*root, seen)).sum::<f32>()
    }

    fn leaf(&self, root: u32, seen: &[f32]) -> f32 {
        let mut at = root;
        loop {
            let node = self.nodes[at as usize];
            let value = seen.get(node.feature as usize).copied().unwrap_or_default();
            // What is no number is not greater than anything.
            let next = if value > node.cut { node.high } else { node.low };
            if next == at {
                return node.adds;
            }
            at = next;
        }
    }
}

/// A number that counts below a bound.
fn index(number: f32, bound: usize) -> Option<u32> {
    let whole = number as u32;
    (whole as f32 == number && (whole as usize) < bound).then_some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use safetensors::tensor::{Dtype, TensorView};
    use std::collections::HashMap;

    fn container(nodes: &[[f32; NODE]], roots: &[f32]) -> Vec<u8> {
        let bytes = |numbers: &[f32]| numbers.iter().flat_map(|it| it.to_le_bytes()).collect::<Vec<u8>>();
        let (flat, roots, before) = (bytes(nodes.as_flattened()), bytes(roots), bytes(&[-1.0]));
        let view = |shape: Vec<usize>, data| TensorView::new(Dtype::F32, shape, data).unwrap();
        let tensors = [
            ("nodes", view(vec![nodes.len(), NODE], &flat)),
            ("roots", view(vec![roots.len() / 4, 1], &roots)),
            ("before", view(vec![1, 1], &before)),
        ];
        let said = [("format", "trees-1"), ("features", "a b")].map(|(key, value)| (key.to_owned(), value.to_owned()));
        safetensors::serialize(tensors, Some(HashMap::from(said))).unwrap()
    }

    #[test]
    fn leaves_are_added_up() {
        let nodes = [[1.0, 0.5, 1.0, 2.0, 0.0], [0.0, 0.0, 1.0, 1.0, -2.0], [0.0, 0.0, 2.0, 2.0, 3.0]];
        let trees = Boosted::of(&container(&nodes, &[0.0, 2.0]), "trees-1").unwrap();
        assert_eq!(trees.features(), ["a", "b"]);
        let check = |seen: &[f32], expected: f32| assert_eq!(trees.score(seen), expected);
        check(&[9.0, 0.5], 0.0);
        check(&[9.0, 0.6], 5.0);
        check(&[9.0, f32::NAN], 0.0);
        check(&[], 0.0);
    }

    #[test]
    fn what_cannot_be_followed_is_refused() {
        let check = |nodes: &[[f32; NODE]], roots: &[f32], expected: &str| {
            assert_eq!(Boosted::of(&container(nodes, roots), "trees-1").unwrap_err(), expected);
        };
        check(
            &[[0.0, 0.0, 1.0, 1.0, 0.0], [0.0, 0.0, 0.0, 0.0, 0.0]],
            &[0.0],
            "nodes: the tree at 0 is deeper than 16",
        );
        check(&[[2.0, 0.0, 0.0, 0.0, 0.0]], &[0.0], "nodes: the 1th leads to nothing");
        check(&[[0.0, 0.0, 0.0, 7.0, 0.0]], &[0.0], "nodes: the 1th leads to nothing");
        check(&[[0.0, 0.0, 0.0, 0.0, 0.0]], &[0.5], "roots: there is no node 0.5");
    }
}
