//! How well a clustering agrees with gold.

use rustc_hash::FxHashMap;

/// Precision and recall of B³ (Bagga and Baldwin 1998), each from 0 to 1: the means over things of how pure and how whole
/// their clusters are. Clusterings are given as a cluster name for each thing; both lists are as long.
pub fn b_cubed(predicted: &[usize], gold: &[usize]) -> (f64, f64) {
    let (mut ours, mut theirs, mut both) = (FxHashMap::default(), FxHashMap::default(), FxHashMap::default());
    for (p, g) in predicted.iter().zip(gold) {
        *ours.entry(*p).or_insert(0_usize) += 1;
        *theirs.entry(*g).or_insert(0_usize) += 1;
        *both.entry((*p, *g)).or_insert(0_usize) += 1;
    }
    let (mut pure, mut whole) = (0.0, 0.0);
    for (p, g) in predicted.iter().zip(gold) {
        let together = both[&(*p, *g)] as f64;
        pure += together / ours[p] as f64;
        whole += together / theirs[g] as f64;
    }
    let all = predicted.len().min(gold.len()).max(1) as f64;
    (pure / all, whole / all)
}

#[cfg(test)]
mod tests {
    use super::b_cubed;

    #[test]
    fn agreement_of_known_clusterings() {
        let gold = [0, 0, 0, 1, 1];
        let check = |predicted: [usize; 5], precision: f64, recall: f64| {
            let found = b_cubed(&predicted, &gold);
            assert!((found.0 - precision).abs() < 1e-9 && (found.1 - recall).abs() < 1e-9, "{found:?}");
        };
        check(gold, 1.0, 1.0);
        // All in one: (3·3/5 + 2·2/5)/5 = .52.
        check([7; 5], 0.52, 1.0);
        // Each alone: (3·1/3 + 2·1/2)/5 = .4.
        check([0, 1, 2, 3, 4], 1.0, 0.4);
    }
}
