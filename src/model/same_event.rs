//! Whether two articles report one event: boosted trees over the signs that [`crate::corpus`] sees of the two.
//!
//! `training/events.py` fits them on pairs of ECB+ and BASIL, each sign held to the direction that it must have, and
//! moves them so that the cut which it chose lies at the odds that it is told.

use std::sync::{Arc, LazyLock};

use crate::model::boosted::Boosted;

const BYTES: &[u8] = include_bytes!("data/events.safetensors");
const FORMAT: &str = "copydesk-events-1";
/// Log odds of any two articles where there are no trees.
const NEVER: f32 = -10.0;

/// The trees; none by default, and then no two articles report one event.
#[derive(Debug, Default)]
pub struct SameEvent {
    trees: Option<Boosted>,
}

impl SameEvent {
    /// The trees in the binary.
    pub fn embedded() -> Arc<Self> {
        static TREES: LazyLock<Arc<SameEvent>> = LazyLock::new(|| {
            let trees = SameEvent::of(BYTES).unwrap_or_else(|error| {
                tracing::error!("{error}; no two articles are taken for reports of one event");
                SameEvent::default()
            });
            Arc::new(trees)
        });
        Arc::clone(&TREES)
    }

    /// The trees in a container; the error says what is wrong with it.
    pub fn of(bytes: &[u8]) -> Result<Self, String> {
        Ok(Self { trees: Some(Boosted::of(bytes, FORMAT)?) })
    }

    /// The names of the signs that the trees look at, in the order of the numbers that [`Self::log_odds`] takes.
    pub fn signs(&self) -> &[String] {
        self.trees.as_ref().map_or(&[], |trees| trees.features())
    }

    /// Natural-log odds that two articles report one event.
    pub fn log_odds(&self, signs: &[f32]) -> f32 {
        self.trees.as_ref().map_or(NEVER, |trees| trees.score(signs))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Vectors that `training/events.py` has put down with what its library makes of them.
    #[test]
    fn trees_score_as_those_that_were_fitted() {
        let check: serde_json::Value = serde_json::from_str(include_str!("data/events-check.json")).unwrap();
        let numbers = |row: &serde_json::Value| -> Vec<f32> {
            row.as_array().unwrap().iter().map(|number| number.as_f64().unwrap() as f32).collect()
        };
        let trees = SameEvent::embedded();
        let rows = check["signs"].as_array().unwrap();
        let expected = numbers(&check["odds"]);
        assert!(rows.len() == expected.len() && rows.len() > 50);
        for (row, expected) in rows.iter().zip(expected) {
            let found = trees.log_odds(&numbers(row));
            assert!((found - expected).abs() < 1e-4, "{found} {expected}");
        }
    }

    #[test]
    fn without_trees_nothing_is_one() {
        assert_eq!(SameEvent::default().log_odds(&[1.0; 40]), NEVER);
        assert!(SameEvent::of(b"no container").is_err());
    }
}
