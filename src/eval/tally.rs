//! Counts, and the figures that follow from them.

use serde::Serialize;

/// How much of what is found is right, and how much of the gold is found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many were found.
    pub found: usize,
    /// How many of these are in the gold.
    pub found_right: usize,
    /// How many the gold has.
    pub gold: usize,
    /// How many of these were found.
    pub gold_right: usize,
}

impl Tally {
    /// Counts one thing that the gold has or has not, and that was found or was not.
    pub fn count(&mut self, gold: bool, found: bool) {
        let right = usize::from(gold && found);
        self.add(Self { found: found.into(), found_right: right, gold: gold.into(), gold_right: right });
    }

    /// Adds what was counted elsewhere.
    pub fn add(&mut self, other: Self) {
        self.found += other.found;
        self.found_right += other.found_right;
        self.gold += other.gold;
        self.gold_right += other.gold_right;
    }

    /// The line of a table.
    pub fn figure(self, name: &str) -> Figure {
        let share = |right: usize, of: usize| right as f64 / of.max(1) as f64;
        let (precision, recall) = (share(self.found_right, self.found), share(self.gold_right, self.gold));
        Figure {
            name: name.to_owned(),
            precision: Some(precision),
            recall: Some(recall),
            f1: f1(precision, recall),
            found: self.found,
            gold: self.gold,
        }
    }
}

/// The harmonic mean.
pub fn f1(precision: f64, recall: f64) -> f64 {
    if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 }
}

/// One line of a table; shares from 0 to 1.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figure {
    /// What is measured ("names: person").
    pub name: String,
    /// Of what is found, the share that is right; `None` where there is no such thing.
    pub precision: Option<f64>,
    /// Of the gold, the share that is found.
    pub recall: Option<f64>,
    /// Their harmonic mean, or a mean of such.
    pub f1: f64,
    /// How many were found.
    pub found: usize,
    /// How many the gold has.
    pub gold: usize,
}

/// Tallies by name, in the order in which they were first asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    rows: Vec<(String, Tally)>,
}

impl Sheet {
    /// The tally of this name.
    pub fn row(&mut self, name: &str) -> &mut Tally {
        let at = self.rows.iter().position(|(row, _)| row == name).unwrap_or_else(|| {
            self.rows.push((name.to_owned(), Tally::default()));
            self.rows.len() - 1
        });
        &mut self.rows[at].1
    }

    /// Adds another sheet.
    pub fn add(&mut self, other: &Self) {
        for (name, tally) in &other.rows {
            self.row(name).add(*tally);
        }
    }

    /// The figures of what the gold has at all.
    pub fn figures(&self) -> Vec<Figure> {
        self.rows.iter().filter(|(_, tally)| tally.gold > 0).map(|(name, tally)| tally.figure(name)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_follow_from_counts() {
        let mut sheet = Sheet::default();
        for (gold, found) in [(true, true), (true, true), (true, false), (false, true), (false, false)] {
            sheet.row("a").count(gold, found);
        }
        sheet.row("none in the gold").count(false, true);
        let mut twice = sheet.clone();
        twice.add(&sheet);
        let [figure] = twice.figures().try_into().unwrap();
        assert_eq!((figure.found, figure.gold), (6, 6));
        assert_eq!((figure.precision, figure.recall), (Some(2.0 / 3.0), Some(2.0 / 3.0)));
        assert!((figure.f1 - 2.0 / 3.0).abs() < 1e-9);
        assert!(f1(0.0, 0.0).abs() < 1e-9);
    }
}
