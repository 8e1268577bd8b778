//! From the network's scores to tags.

use std::ops::Range;

use crate::model::network::crf::Crf;
use crate::model::tags::{Bio, EntityType, Tag};
use crate::model::weights::Rows;

/// Every type, in the order of the network's tags.
const TYPES: [EntityType; 7] = [
    EntityType::Person,
    EntityType::Organization,
    EntityType::Place,
    EntityType::Group,
    EntityType::Event,
    EntityType::Product,
    EntityType::Other,
];

/// Index of each layer of [`Said`].
pub(crate) const SOURCE: usize = 0;
pub(crate) const CUE: usize = 1;
pub(crate) const CONTENT: usize = 2;

/// What the network sees of who says what: spans that do not overlap, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Said {
    /// Token ranges of sources, of cues, of contents.
    pub spans: [Vec<Range<usize>>; 3],
    /// Probabilities of each token's tags.
    pub(crate) chances: Rows,
}

impl Said {
    /// The probability that a token lies in a source (0), a cue (1), a content (2).
    pub(crate) fn chance(&self, token: usize, layer: usize) -> f32 {
        self.chances.row(token).get(1 + 2 * layer..3 + 2 * layer).map_or(0.0, |both| both[0] + both[1])
    }

    /// The mean of [`Said::chance`] over ranges; 0 for none.
    pub(crate) fn mean(&self, ranges: &[Range<usize>], layer: usize) -> f32 {
        let count: usize = ranges.iter().map(ExactSizeIterator::len).sum();
        let sum: f32 = ranges.iter().flat_map(Clone::clone).map(|token| self.chance(token, layer)).sum();
        sum / count.max(1) as f32
    }
}

/// Tags of the names layer, with the probability of each.
pub(crate) fn names(crf: &Crf, scores: &Rows) -> Vec<Tag<Option<EntityType>>> {
    let chances = crf.marginals(scores);
    let tag = |(at, tag): (usize, usize)| Tag {
        bio: match tag {
            0 => Bio::Outside,
            tag if tag % 2 == 1 => Bio::Begin,
            _ => Bio::Inside,
        },
        label: tag.checked_sub(1).and_then(|label| TYPES.get(label / 2).copied()),
        probability: chances.row(at).get(tag).copied().unwrap_or_default(),
        trained: true,
    };
    crf.best(scores).into_iter().enumerate().map(tag).collect()
}

/// Sources, cues and contents.
pub(crate) fn said(crf: &Crf, scores: &Rows) -> Said {
    let mut spans: [Vec<Range<usize>>; 3] = Default::default();
    for (at, tag) in crf.best(scores).into_iter().enumerate() {
        let Some(layer) = tag.checked_sub(1).and_then(|label| spans.get_mut(label / 2)) else { continue };
        match layer.last_mut().filter(|last| tag % 2 == 0 && last.end == at) {
            Some(last) => last.end = at + 1,
            None => layer.push(at..at + 1),
        }
    }
    Said { spans, chances: crf.marginals(scores) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::network::Network;
    use crate::model::weights::Weights;

    #[test]
    #[allow(clippy::single_range_in_vec_init)]
    fn spans_and_chances() {
        let network = Network::new(&Weights::embedded().unwrap()).unwrap();
        let row = |tag: usize| {
            let mut row = vec![0.0; 7];
            row[tag] = 20.0;
            row
        };
        let scores = Rows { values: [1, 2, 3, 5, 6, 0, 5].map(row).concat(), width: 7 };
        let said = said(&network.said_crf, &scores);
        assert_eq!(said.spans, [vec![0..2], vec![2..3], vec![3..5, 6..7]]);
        assert!(said.chance(0, 0) > 0.9 && said.chance(0, 2) < 0.1 && said.chance(9, 0) == 0.0);
        assert!(said.mean(&said.spans[2], 2) > 0.9 && said.mean(&[], 2) == 0.0);
    }

    #[test]
    fn a_type_is_not_continued_by_another() {
        let network = Network::new(&Weights::embedded().unwrap()).unwrap();
        let mut row = vec![0.0; 15];
        row[1] = 14.0;
        let mut second = vec![0.0; 15];
        (second[2], second[4]) = (9.0, 10.0);
        let tags = names(&network.name_crf, &Rows { values: [row, second].concat(), width: 15 });
        assert_eq!((tags[1].bio, tags[1].label), (Bio::Inside, Some(EntityType::Person)));
        assert!(tags[0].probability > 0.7);
    }
}
