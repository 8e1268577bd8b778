//! From scores to tags: the best sequence in which nothing continues what did not begin (Viterbi 1967).

use super::weights::Rows;
use super::{Bio, EntityType, Tag};

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

/// Tags of the names layer, with the probability of each.
pub fn names(scores: &Rows) -> Vec<Tag<Option<EntityType>>> {
    let tag = |(tag, probability): (usize, f32)| Tag {
        bio: bio(tag),
        label: tag.checked_sub(1).and_then(|label| TYPES.get(label / 2).copied()),
        probability,
    };
    best(scores, 0..scores.width).into_iter().map(tag).collect()
}

/// Tags of one of the attribution layers: 0 sources, 1 cues, 2 contents.
pub fn layer(scores: &Rows, layer: usize) -> Vec<Tag<()>> {
    let tag = |(tag, probability)| Tag { bio: bio(tag), label: (), probability };
    best(scores, 3 * layer..3 * layer + 3).into_iter().map(tag).collect()
}

/// The probability that a token with these scores lies in a span of a layer.
pub fn inside(row: &[f32], layer: usize) -> f32 {
    row.get(3 * layer..3 * layer + 3).map_or(0.0, |row| 1.0 - probability(row, 0))
}

fn bio(tag: usize) -> Bio {
    match tag {
        0 => Bio::Outside,
        tag if tag % 2 == 1 => Bio::Begin,
        _ => Bio::Inside,
    }
}

/// For each row the tag of the best sequence and its probability in that row alone. Of the columns, the first is
/// outside, then a begin and an inside follow of each label.
fn best(scores: &Rows, columns: std::ops::Range<usize>) -> Vec<(usize, f32)> {
    let rows = || scores.iter().filter_map(|row| row.get(columns.clone()));
    let tags = columns.len();
    let mut total = vec![0.0_f32; tags];
    let mut back: Vec<u8> = Vec::with_capacity(scores.len() * tags);
    let mut next = total.clone();
    for (at, row) in rows().enumerate() {
        let (top, most) = greatest(&total);
        for tag in 0..tags {
            let inside = tag > 0 && tag % 2 == 0;
            // An inside follows a begin or an inside of its label; all else follows anything.
            let (from, score) = match (inside, at) {
                (true, 0) => (tag, f32::NEG_INFINITY),
                (true, _) if total[tag - 1] >= total[tag] => (tag - 1, total[tag - 1]),
                (true, _) => (tag, total[tag]),
                (false, 0) => (tag, 0.0),
                (false, _) => (top, most),
            };
            next[tag] = score + row[tag];
            back.push(u8::try_from(from).unwrap_or(0));
        }
        std::mem::swap(&mut total, &mut next);
    }
    let mut tag = greatest(&total).0;
    let mut found = vec![(0, 0.0); scores.len()];
    for (at, row) in rows().enumerate().collect::<Vec<_>>().into_iter().rev() {
        found[at] = (tag, probability(row, tag));
        tag = usize::from(back[at * tags + tag]);
    }
    found
}

fn greatest(values: &[f32]) -> (usize, f32) {
    let all = values.iter().copied().enumerate();
    all.reduce(|best, one| if one.1 > best.1 { one } else { best }).unwrap_or((0, 0.0))
}

/// Softmax.
fn probability(row: &[f32], tag: usize) -> f32 {
    let most = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum: f32 = row.iter().map(|score| (score - most).exp()).sum();
    (row.get(tag).copied().unwrap_or(most) - most).exp() / sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_continues_what_did_not_begin() {
        let check = |rows: &[[f32; 3]], expected: &[usize]| {
            let scores = Rows { values: rows.concat(), width: 3 };
            assert_eq!(best(&scores, 0..3).iter().map(|(tag, _)| *tag).collect::<Vec<_>>(), expected);
        };
        check(&[], &[]);
        check(&[[0.0, 1.0, 9.0]], &[1]);
        check(&[[2.0, 0.0, 0.0], [0.0, 1.0, 3.0], [0.0, 0.0, 3.0]], &[0, 1, 2]);
        check(&[[2.0, 0.0, 0.0], [0.0, -9.0, 1.0], [3.0, 0.0, 0.0]], &[0, 0, 0]);
    }

    #[test]
    fn a_type_is_not_continued_by_another() {
        let mut row = vec![0.0; 15];
        row[1] = 4.0;
        let mut second = vec![0.0; 15];
        (second[2], second[4]) = (1.0, 2.0);
        let scores = Rows { values: [row, second].concat(), width: 15 };
        let tags = names(&scores);
        assert_eq!((tags[1].bio, tags[1].label), (Bio::Inside, Some(EntityType::Person)));
        assert!(tags[0].probability > 0.7 && tags[1].probability < 0.5);
    }
}
