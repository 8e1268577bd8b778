//! A linear-chain conditional random field (Lafferty et al. 2001): which tag follows which.
//!
//! Tag 0 is outside; each label has a begin (odd) and an inside (even). The network scores each token for itself; the
//! field adds what it learned of neighbors, and bars what cannot be: an inside after anything but its own begin or
//! inside.

use crate::model::weights::{Rows, Weights};

/// Scores of tag after tag, and of a first tag.
#[derive(Debug)]
pub(crate) struct Crf {
    /// Row: the tag before; column: the tag.
    steps: Rows,
    start: Vec<f32>,
    /// e to the power of `steps`, for probabilities.
    factors: Rows,
}

impl Crf {
    /// The field of these weights; the error says which of them does not fit.
    pub(crate) fn new(weights: &Weights<'_>, name: &str) -> Result<Self, String> {
        let steps = weights.rows(&format!("{name}.steps"))?;
        let start = weights.rows(&format!("{name}.start"))?.values;
        if steps.len() != steps.width || start.len() != steps.width {
            return Err(format!("{name}: {} × {} steps, {} starts", steps.len(), steps.width, start.len()));
        }
        Ok(Self::of(steps, start))
    }

    fn of(steps: Rows, start: Vec<f32>) -> Self {
        let factors = Rows { values: steps.values.iter().map(|step| step.exp()).collect(), width: steps.width };
        Self { steps, start, factors }
    }

    pub(crate) fn tags(&self) -> usize {
        self.start.len()
    }

    /// The best sequence of tags (Viterbi 1967). Every row of `scores` is as wide as there are tags.
    pub(crate) fn best(&self, scores: &Rows) -> Vec<usize> {
        let tags = self.tags();
        let mut back: Vec<u8> = Vec::with_capacity(scores.values.len());
        let mut total: Vec<f32> = Vec::with_capacity(tags);
        let mut next = vec![0.0; tags];
        let mut from = vec![0_u8; tags];
        for row in scores.iter() {
            if total.is_empty() {
                total.extend(row.iter().zip(&self.start).map(|(score, start)| score + start));
                back.resize(tags, 0);
                continue;
            }
            next.fill(f32::NEG_INFINITY);
            for (tag, (before, steps)) in (0_u8..).zip(total.iter().zip(self.steps.iter())) {
                for ((next, from), step) in next.iter_mut().zip(&mut from).zip(steps) {
                    let score = before + step;
                    if score > *next {
                        (*next, *from) = (score, tag);
                    }
                }
            }
            total.iter_mut().zip(&next).zip(row).for_each(|((total, next), score)| *total = next + score);
            back.extend_from_slice(&from);
        }
        let ends = total.iter().copied().enumerate();
        let mut tag = ends.reduce(|best, one| if one.1 > best.1 { one } else { best }).map_or(0, |(tag, _)| tag);
        let mut found = vec![0; scores.len()];
        for (at, found) in found.iter_mut().enumerate().rev() {
            *found = tag;
            tag = back.get(at * tags + tag).copied().map_or(0, usize::from);
        }
        found
    }

    /// The probability of each tag at each token over all sequences (forward and backward; Rabiner 1989). Each row adds
    /// up to 1.
    pub(crate) fn marginals(&self, scores: &Rows) -> Rows {
        let tags = self.tags();
        let mut chances = Rows { values: Vec::with_capacity(scores.values.len()), width: tags };
        for row in scores.iter() {
            let most = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            chances.values.extend(row.iter().map(|score| (score - most).exp()));
        }
        let mut before = vec![1.0; tags];
        let mut forth = Rows { values: Vec::with_capacity(scores.values.len()), width: tags };
        for (at, chance) in chances.iter().enumerate() {
            let mut row = vec![0.0; tags];
            if at == 0 {
                row.iter_mut().zip(&self.start).for_each(|(value, start)| *value = start.exp());
            } else {
                for (before, factors) in before.iter().zip(self.factors.iter()) {
                    row.iter_mut().zip(factors).for_each(|(value, factor)| *value += before * factor);
                }
            }
            row.iter_mut().zip(chance).for_each(|(value, chance)| *value *= chance);
            even(&mut row);
            forth.values.extend_from_slice(&row);
            before = row;
        }
        let mut behind = vec![1.0; tags];
        for at in (0..forth.len()).rev() {
            let row = &mut forth.values[at * tags..(at + 1) * tags];
            row.iter_mut().zip(&behind).for_each(|(value, behind)| *value *= behind);
            even(row);
            let ahead: Vec<f32> = behind.iter().zip(chances.row(at)).map(|(behind, chance)| behind * chance).collect();
            for (behind, factors) in behind.iter_mut().zip(self.factors.iter()) {
                *behind = factors.iter().zip(&ahead).map(|(factor, ahead)| factor * ahead).sum();
            }
            even(&mut behind);
        }
        forth
    }
}

/// Makes them add up to 1.
fn even(values: &mut [f32]) {
    let sum: f32 = values.iter().sum();
    let share = if sum > 0.0 { 1.0 / sum } else { 0.0 };
    values.iter_mut().for_each(|value| *value *= share);
}

#[cfg(test)]
mod tests {
    use super::*;

    const BARRED: f32 = -1e4;

    fn field() -> Crf {
        let steps = vec![0.5, 0.0, BARRED, -0.3, 0.2, 1.0, 0.1, -0.4, 0.7];
        Crf::of(Rows { values: steps, width: 3 }, vec![0.3, 0.0, BARRED])
    }

    /// The score of each sequence of three tags over so many tokens.
    fn all(field: &Crf, scores: &Rows) -> Vec<(Vec<usize>, f64)> {
        let count = 3_usize.pow(u32::try_from(scores.len()).unwrap());
        let one = |nth: usize| {
            let tags: Vec<usize> =
                (0..scores.len()).map(|at| nth / 3_usize.pow(u32::try_from(at).unwrap()) % 3).collect();
            let mut score = f64::from(field.start[tags[0]]);
            for (at, tag) in tags.iter().enumerate() {
                score += f64::from(scores.row(at)[*tag]);
                score += if at > 0 { f64::from(field.steps.row(tags[at - 1])[*tag]) } else { 0.0 };
            }
            (tags, score)
        };
        (0..count).map(one).collect()
    }

    #[test]
    fn best_and_marginals_are_those_of_all_sequences() {
        let field = field();
        let values = vec![0.1, 2.0, 5.0, 1.0, -1.0, 1.2, 0.3, 0.9, 0.8, 0.0, 0.2, 0.1, 2.0, 1.0, 1.5];
        let scores = Rows { values, width: 3 };
        let all = all(&field, &scores);
        let (best, _) = all.iter().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
        assert_eq!(&field.best(&scores), best);
        let whole: f64 = all.iter().map(|(_, score)| score.exp()).sum();
        let marginals = field.marginals(&scores);
        for at in 0..scores.len() {
            for tag in 0..3 {
                let of = all.iter().filter(|(tags, _)| tags[at] == tag).map(|(_, score)| score.exp()).sum::<f64>();
                assert!((of / whole - f64::from(marginals.row(at)[tag])).abs() < 1e-5);
            }
        }
    }

    #[test]
    fn nothing_continues_what_did_not_begin() {
        let check = |rows: &[[f32; 3]], expected: &[usize]| {
            let scores = Rows { values: rows.concat(), width: 3 };
            assert_eq!(field().best(&scores), expected);
            assert!(field().marginals(&scores).values.iter().all(|chance| (0.0..=1.0).contains(chance)));
        };
        check(&[], &[]);
        check(&[[0.0, 1.0, 9.0]], &[1]);
        check(&[[3.0, 0.0, 0.0], [0.0, 1.0, 3.0], [0.0, 0.0, 3.0]], &[0, 1, 2]);
        check(&[[2.0, 0.0, 0.0], [0.0, -9.0, 1.0], [3.0, 0.0, 0.0]], &[0, 0, 0]);
    }

    #[test]
    fn long_and_lopsided_scores_stay_probabilities() {
        let row = [300.0, -300.0, 200.0];
        let scores = Rows { values: row.repeat(5000), width: 3 };
        let marginals = field().marginals(&scores);
        assert!(marginals.iter().all(|row| (row.iter().sum::<f32>() - 1.0).abs() < 1e-3));
        assert_eq!(field().best(&scores).len(), 5000);
    }
}
