//! Predicates that a careful editor would ask about ("says who?"), by class.

use rustc_hash::FxHashMap;

use crate::lexicon::rows;

/// A phrase whose first word is the key it is looked up by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Phrase {
    /// The class ("motive", "superlative").
    pub class: &'static str,
    /// The words after the first, lower case, divided by spaces; a word that ends in `*` stands for any ending and
    /// `_` for one or two words of any kind.
    pub rest: &'static str,
    /// How often an editor would ask, 0 to 1.
    pub weight: f32,
}

/// See the module.
#[derive(Debug, Default)]
pub struct Contestable {
    phrases: FxHashMap<&'static str, Vec<Phrase>>,
}

impl Contestable {
    /// Builds the table from its data file.
    pub fn load() -> Self {
        let mut table = Self::default();
        for row in rows(include_str!("../data/contestable.tsv")) {
            let [class, weight, phrases] = row.as_slice() else { continue };
            let weight = weight.parse().unwrap_or(0.5);
            for phrase in phrases.split(", ") {
                let (first, rest) = phrase.split_once(' ').unwrap_or((phrase, ""));
                table.phrases.entry(first).or_default().push(Phrase { class, rest, weight });
            }
        }
        table
    }

    /// The phrases that begin with a lower-case word.
    pub fn starting_with(&self, word: &str) -> &[Phrase] {
        self.phrases.get(word).map_or(&[], Vec::as_slice)
    }
}
