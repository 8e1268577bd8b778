//! How well a clustering agrees with gold: pairs and B³.

/// Agreement of two clusterings of the same things, all from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Agreement {
    /// Of pairs put together, how many belong together.
    pub precision: f64,
    /// Of pairs that belong together, how many are.
    pub recall: f64,
    /// Harmonic mean of the two.
    pub f1: f64,
    /// B³ F1 (Bagga and Baldwin 1998): the mean over things of how pure and how whole their cluster is.
    pub b_cubed: f64,
    /// How pure clusters are.
    pub b3_precision: f64,
    /// How whole they are.
    pub b3_recall: f64,
}

/// Compares clusterings given as a cluster name for each thing; both lists are as long.
pub fn agreement(predicted: &[usize], gold: &[usize]) -> Agreement {
    let count = predicted.len().min(gold.len());
    let (mut both, mut ours, mut theirs) = (0.0, 0.0, 0.0);
    let (mut pure, mut whole) = (0.0, 0.0);
    for i in 0..count {
        let (mut together, mut in_ours, mut in_theirs) = (0.0, 0.0, 0.0);
        for j in 0..count {
            let (p, g) = (predicted[i] == predicted[j], gold[i] == gold[j]);
            together += f64::from(u8::from(p && g));
            in_ours += f64::from(u8::from(p));
            in_theirs += f64::from(u8::from(g));
        }
        // Each thing is its own neighbour: pairs leave that out, B³ does not.
        both += together - 1.0;
        ours += in_ours - 1.0;
        theirs += in_theirs - 1.0;
        pure += together / in_ours;
        whole += together / in_theirs;
    }
    let (precision, recall) = (ratio(both, ours), ratio(both, theirs));
    let all = f64::from(u32::try_from(count.max(1)).unwrap_or(u32::MAX));
    let (b3_precision, b3_recall) = (pure / all, whole / all);
    let b_cubed = harmonic(b3_precision, b3_recall);
    Agreement { precision, recall, f1: harmonic(precision, recall), b_cubed, b3_precision, b3_recall }
}

/// Of pairs that are hard (alike, yet two events), how many were put together; pairs by index.
pub fn false_merges(predicted: &[usize], hard: &[(usize, usize)]) -> f64 {
    let merged = hard.iter().filter(|(a, b)| predicted[*a] == predicted[*b]).count();
    let count = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    if hard.is_empty() { 0.0 } else { count(merged) / count(hard.len()) }
}

/// Nothing of nothing is all of it, for precision and recall.
fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 1.0 }
}

fn harmonic(a: f64, b: f64) -> f64 {
    if a + b > 0.0 { 2.0 * a * b / (a + b) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agreement_of_known_clusterings() {
        let gold = [0, 0, 0, 1, 1];
        let one = Agreement { precision: 1.0, recall: 1.0, f1: 1.0, b_cubed: 1.0, b3_precision: 1.0, b3_recall: 1.0 };
        assert_eq!(agreement(&gold, &gold), one);
        // All in one: 4 of 10 pairs right; B³ precision (3·3/5 + 2·2/5)/5 = .52, recall 1.
        let all = agreement(&[7; 5], &gold);
        assert!((all.precision - 0.4).abs() < 1e-9 && (all.recall - 1.0).abs() < 1e-9);
        assert!((all.b_cubed - 2.0 * 0.52 / 1.52).abs() < 1e-9);
        let alone = agreement(&[0, 1, 2, 3, 4], &gold);
        assert!((alone.precision - 1.0).abs() < 1e-9 && alone.recall.abs() < 1e-9);
        assert!((false_merges(&[7; 5], &[(0, 3), (1, 4)]) - 1.0).abs() < 1e-9);
    }
}
