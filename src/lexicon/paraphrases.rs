//! Words that reports of one event use for one another ("truce", "cease-fire"): what two outlets that give one
//! statement in their own words have in common.
//!
//! Sets made by hand for news, wider than synonyms and never with opposites: a word of a set says a little, and only
//! beside other words in common.

use rustc_hash::FxHashMap;

use super::idf::stem;
use super::rows;

/// The sets, by the stems of their words and two-word phrases.
#[derive(Debug, Default)]
pub struct Paraphrases {
    words: FxHashMap<String, Vec<u16>>,
    phrases: FxHashMap<(String, String), Vec<u16>>,
}

impl Paraphrases {
    /// Builds the table from its data file.
    pub fn load() -> Self {
        let mut table = Self::default();
        for (set, row) in (0..).zip(rows(include_str!("data/paraphrases.tsv"))) {
            for entry in row.first().copied().unwrap_or_default().split('|') {
                let sets = match entry.split_once(' ') {
                    Some((first, second)) => table.phrases.entry((stem(first), stem(second))).or_default(),
                    None => table.words.entry(stem(entry)).or_default(),
                };
                if !sets.contains(&set) {
                    sets.push(set);
                }
            }
        }
        table
    }

    /// The sets of a stem, in order; empty for most.
    pub fn of(&self, stem: &str) -> &[u16] {
        self.words.get(stem).map_or(&[], Vec::as_slice)
    }

    /// The sets of two stems beside each other ("cessation of hostilities").
    pub fn of_phrase(&self, first: &str, second: &str) -> &[u16] {
        self.phrases.get(&(first.to_owned(), second.to_owned())).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_share_its_sets() {
        let table = Paraphrases::load();
        let share =
            |one: &str, other: &str| table.of(&stem(one)).iter().any(|set| table.of(&stem(other)).contains(set));
        assert!(share("truce", "cease-fire"));
        assert!(share("halting", "stopped"));
        assert!(share("obligations", "commitment"));
        assert!(!share("increase", "decrease"));
        assert!(!share("win", "lose"));
        assert!(!share("support", "oppose"));
        assert!(!share("guilty", "innocent"));
    }

    #[test]
    fn a_phrase_stands_for_a_word() {
        let table = Paraphrases::load();
        let sets = table.of_phrase(&stem("cessation"), &stem("hostilities"));
        assert!(sets.iter().any(|set| table.of(&stem("truce")).contains(set)));
        assert!(table.of_phrase("no", "phrase").is_empty());
    }
}
