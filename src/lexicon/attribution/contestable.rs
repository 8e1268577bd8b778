//! Predicates that a careful editor would ask about ("says who?"), by class.

use rustc_hash::FxHashMap;

use crate::lexicon::rows;

/// A phrase whose first word is the key it is looked up by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Phrase {
    /// The class ("motive", "superlative").
    pub class: &'static str,
    /// The words after the first, lower case, divided by spaces; `_` stands for up to two words of any kind, `…` for
    /// up to six.
    pub rest: &'static str,
    /// How often an editor would ask, 0 to 1.
    pub weight: f32,
}

/// See the module.
#[derive(Debug, Default)]
pub struct Contestable {
    phrases: FxHashMap<&'static str, Vec<Phrase>>,
    counts: FxHashMap<&'static str, Vec<&'static str>>,
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
        for row in rows(include_str!("../data/count-words.tsv")) {
            let [class, words] = row.as_slice() else { continue };
            words.split(' ').for_each(|word| table.counts.entry(word).or_default().push(class));
        }
        table
    }

    /// True when a lower-case word belongs to a class of `count-words.tsv` ("hedge", "counted").
    pub fn counts(&self, word: &str, class: &str) -> bool {
        self.counts.get(word).is_some_and(|classes| classes.contains(&class))
    }

    /// The phrases that begin with a lower-case word.
    pub fn starting_with(&self, word: &str) -> &[Phrase] {
        self.phrases.get(word).map_or(&[], Vec::as_slice)
    }
}
