//! How well chains agree, as the CoNLL shared tasks count it: MUC (Vilain et al. 1995), B³ (Bagga and Baldwin 1998) and
//! CEAFe (Luo 2005), in the definitions of Pradhan et al. 2014. Mentions are numbers; no number is in two chains of one
//! side.

use rustc_hash::FxHashMap;

use super::tally::{Figure, f1};

/// Numerator and denominator of a share that is summed up over articles.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Share {
    right: f64,
    of: f64,
}

impl Share {
    fn add(&mut self, right: f64, of: f64) {
        self.right += right;
        self.of += of;
    }

    fn value(self) -> f64 {
        if self.of > 0.0 { self.right / self.of } else { 0.0 }
    }
}

/// One measure: recall and precision.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Measure {
    recall: Share,
    precision: Share,
}

/// The three measures, summed up over articles.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Agreement {
    muc: Measure,
    b_cubed: Measure,
    ceaf: Measure,
    gold: usize,
    found: usize,
}

impl Agreement {
    /// Counts the chains of one article.
    pub fn count(&mut self, gold: &[Vec<usize>], found: &[Vec<usize>]) {
        let size = |chains: &[Vec<usize>]| chains.iter().map(Vec::len).sum::<usize>();
        self.gold += size(gold);
        self.found += size(found);
        one_way(gold, found, &mut self.muc.recall, &mut self.b_cubed.recall);
        one_way(found, gold, &mut self.muc.precision, &mut self.b_cubed.precision);
        let likeness = alignment(gold, found);
        self.ceaf.recall.add(likeness, gold.len() as f64);
        self.ceaf.precision.add(likeness, found.len() as f64);
    }

    /// Adds what was counted elsewhere.
    pub fn add(&mut self, other: &Self) {
        let measures = [(&mut self.muc, other.muc), (&mut self.b_cubed, other.b_cubed), (&mut self.ceaf, other.ceaf)];
        for (measure, other) in measures {
            measure.recall.add(other.recall.right, other.recall.of);
            measure.precision.add(other.precision.right, other.precision.of);
        }
        self.gold += other.gold;
        self.found += other.found;
    }

    /// The three, and the mean of their F1; nothing where the gold has no chain.
    pub fn figures(&self) -> Vec<Figure> {
        if self.gold == 0 {
            return Vec::new();
        }
        let (found, gold) = (self.found, self.gold);
        let figure = |name: &str, measure: Measure| {
            let (precision, recall) = (measure.precision.value(), measure.recall.value());
            let f1 = f1(precision, recall);
            Figure { name: name.to_owned(), precision: Some(precision), recall: Some(recall), f1, found, gold }
        };
        let mut figures = vec![
            figure("coreference: MUC", self.muc),
            figure("coreference: B³", self.b_cubed),
            figure("coreference: CEAFe", self.ceaf),
        ];
        let mean = figures.iter().map(|figure| figure.f1).sum::<f64>() / 3.0;
        let name = "coreference: CoNLL average".to_owned();
        figures.push(Figure { name, precision: None, recall: None, f1: mean, found, gold });
        figures
    }
}

/// Which chain each mention is in.
fn index(chains: &[Vec<usize>]) -> FxHashMap<usize, usize> {
    let pairs = chains.iter().enumerate().flat_map(|(nth, chain)| chain.iter().map(move |&mention| (mention, nth)));
    pairs.collect()
}

/// How many mentions of a chain each chain of the other side has, and how many have none there.
fn parts(mentions: &[usize], other: &FxHashMap<usize, usize>) -> (FxHashMap<usize, usize>, usize) {
    let mut parts = FxHashMap::default();
    let mut alone = 0;
    for mention in mentions {
        match other.get(mention) {
            Some(&nth) => *parts.entry(nth).or_default() += 1,
            None => alone += 1,
        }
    }
    (parts, alone)
}

/// MUC and B³ of `chains` as the other side has them.
fn one_way(chains: &[Vec<usize>], other: &[Vec<usize>], muc: &mut Share, b_cubed: &mut Share) {
    let other = index(other);
    for chain in chains.iter().filter(|chain| !chain.is_empty()) {
        let (parts, alone) = parts(chain, &other);
        let length = chain.len() as f64;
        muc.add(length - (parts.len() + alone) as f64, length - 1.0);
        let shared: usize = parts.values().map(|count| count * count).sum();
        b_cubed.add(shared as f64 / length, length);
    }
}

/// The greatest sum of likenesses (twice the common mentions over all) when each chain has at most one partner.
fn alignment(gold: &[Vec<usize>], found: &[Vec<usize>]) -> f64 {
    let (few, many) = if gold.len() <= found.len() { (gold, found) } else { (found, gold) };
    let at = index(many);
    let likeness: Vec<Vec<f64>> = few
        .iter()
        .map(|chain| {
            let mut row = vec![0.0; many.len()];
            for (other, count) in parts(chain, &at).0 {
                row[other] = 2.0 * count as f64 / (chain.len() + many[other].len()) as f64;
            }
            row
        })
        .collect();
    best_assignment(&likeness)
}

/// The assignment problem by the Hungarian method (Kuhn 1955), rows no more than columns: the greatest sum.
fn best_assignment(gain: &[Vec<f64>]) -> f64 {
    let columns = gain.first().map_or(0, Vec::len);
    // Row and column 0 are helpers: `row_of[0]` is the row that looks for a place.
    let (mut of_row, mut of_column) = (vec![0.0; gain.len() + 1], vec![0.0; columns + 1]);
    let mut row_of = vec![0_usize; columns + 1];
    for row in 1..=gain.len() {
        row_of[0] = row;
        let mut least = vec![f64::INFINITY; columns + 1];
        let (mut came_from, mut seen) = (vec![0_usize; columns + 1], vec![false; columns + 1]);
        let mut column = 0;
        while row_of[column] != 0 {
            seen[column] = true;
            let here = row_of[column];
            let (mut step, mut next) = (f64::INFINITY, 0);
            for other in (1..=columns).filter(|&other| !seen[other]).collect::<Vec<_>>() {
                let rest = -gain[here - 1][other - 1] - of_row[here] - of_column[other];
                if rest < least[other] {
                    (least[other], came_from[other]) = (rest, column);
                }
                if least[other] < step {
                    (step, next) = (least[other], other);
                }
            }
            for other in 0..=columns {
                if seen[other] {
                    of_row[row_of[other]] += step;
                    of_column[other] -= step;
                } else {
                    least[other] -= step;
                }
            }
            column = next;
        }
        while column != 0 {
            row_of[column] = row_of[came_from[column]];
            column = came_from[column];
        }
    }
    (1..=columns).filter(|&column| row_of[column] != 0).map(|column| gain[row_of[column] - 1][column - 1]).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(gold: &[&[usize]], found: &[&[usize]]) -> Vec<(f64, f64)> {
        let chains = |chains: &[&[usize]]| chains.iter().map(|chain| chain.to_vec()).collect::<Vec<_>>();
        let mut agreement = Agreement::default();
        agreement.count(&chains(gold), &chains(found));
        let round = |share: Option<f64>| (share.unwrap() * 100.0).round() / 100.0;
        agreement.figures().iter().take(3).map(|it| (round(it.recall), round(it.precision))).collect()
    }

    /// The example of Pradhan et al. 2014, "Scoring coreference partitions of predicted mentions", section 4.
    #[test]
    fn the_reference_example() {
        let gold: [&[usize]; 2] = [&[1, 2, 3], &[4, 5, 6, 7]];
        let found: [&[usize]; 3] = [&[1, 2], &[3, 4], &[6, 7, 8, 9]];
        assert_eq!(figures(&gold, &found), [(0.40, 0.40), (0.42, 0.50), (0.65, 0.43)]);
    }

    /// The example of Vilain et al. 1995, table 1, and of Bagga and Baldwin 1998, figures 1 to 3: merging the two large
    /// chains is worse than merging a small one, which MUC does not see.
    #[test]
    fn the_examples_of_the_first_papers() {
        let gold: [&[usize]; 3] = [&[1, 2, 3, 4, 5], &[6, 7], &[8, 9, 10, 11, 12]];
        let small: [&[usize]; 2] = [&[1, 2, 3, 4, 5], &[6, 7, 8, 9, 10, 11, 12]];
        let large: [&[usize]; 2] = [&[1, 2, 3, 4, 5, 8, 9, 10, 11, 12], &[6, 7]];
        assert_eq!(figures(&gold, &small)[..2], [(1.0, 0.90), (1.0, 0.76)]);
        assert_eq!(figures(&gold, &large)[..2], [(1.0, 0.90), (1.0, 0.58)]);
    }

    #[test]
    fn the_same_chains_agree_wholly_and_none_is_no_agreement() {
        let gold: [&[usize]; 2] = [&[1, 2, 3], &[4, 5]];
        assert_eq!(figures(&gold, &gold), [(1.0, 1.0); 3]);
        assert_eq!(figures(&gold, &[]), [(0.0, 0.0); 3]);
        assert!(Agreement::default().figures().is_empty());
    }

    #[test]
    fn partners_are_chosen_for_all_chains_together() {
        // Taking the greatest first would give 0.9 + 0.1.
        assert!((best_assignment(&[vec![0.9, 0.8], vec![0.7, 0.1]]) - 1.5).abs() < 1e-9);
        assert!((best_assignment(&[vec![0.2, 0.9, 0.3], vec![0.1, 0.8, 0.6]]) - 1.5).abs() < 1e-9);
        assert!(best_assignment(&[]).abs() < 1e-9);
    }

    #[test]
    fn the_average_is_of_the_three() {
        let mut agreement = Agreement::default();
        agreement.count(&[vec![1, 2, 3], vec![4, 5, 6, 7]], &[vec![1, 2], vec![3, 4], vec![6, 7, 8, 9]]);
        let once = agreement.clone();
        agreement.add(&once);
        let figures = agreement.figures();
        assert_eq!((figures[3].found, figures[3].gold), (16, 14));
        assert!((figures[3].f1 - (0.40 + 0.4565 + 0.52) / 3.0).abs() < 1e-3);
    }
}
