//! Words that reports of one event use for one another ("truce", "cease-fire"): what two outlets that give one
//! statement in their own words have in common.
//!
//! Sets made by hand for news, wider than synonyms and never with opposites: a word of a set says a little, and only
//! beside other words in common.

use rustc_hash::FxHashMap;

use super::folder::Folder;
use super::idf::stem;

/// The sets that a word stands in, by number; most words stand in none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sets(&'static [u16]);

impl Sets {
    /// True when two words stand in one set.
    pub fn meet(self, other: Self) -> bool {
        self.0.iter().any(|set| other.0.contains(set))
    }
}

/// The sets, by the stems of their words and two-word phrases.
#[derive(Debug, Default)]
pub struct Paraphrases {
    words: FxHashMap<String, Sets>,
    phrases: FxHashMap<(String, String), Sets>,
}

impl Paraphrases {
    /// Builds the table from its data file. Its lists live as long as the process, as the data file does.
    pub fn load(folder: Folder) -> Self {
        let mut words: FxHashMap<String, Vec<u16>> = FxHashMap::default();
        let mut phrases: FxHashMap<(String, String), Vec<u16>> = FxHashMap::default();
        for (set, row) in (0..).zip(folder.words("paraphrases.tsv")) {
            for entry in row.split('|') {
                let sets = match entry.split_once(' ') {
                    Some((first, second)) => phrases.entry((stem(first), stem(second))).or_default(),
                    None => words.entry(stem(entry)).or_default(),
                };
                if !sets.contains(&set) {
                    sets.push(set);
                }
            }
        }
        let kept = |sets: Vec<u16>| Sets(Vec::leak(sets));
        Self {
            words: words.into_iter().map(|(word, sets)| (word, kept(sets))).collect(),
            phrases: phrases.into_iter().map(|(phrase, sets)| (phrase, kept(sets))).collect(),
        }
    }

    /// The sets of a stem; none for most.
    pub fn of(&self, stem: &str) -> Sets {
        self.words.get(stem).copied().unwrap_or_default()
    }

    /// The sets of two stems beside each other ("cessation of hostilities").
    pub fn of_phrase(&self, first: &str, second: &str) -> Option<Sets> {
        self.phrases.get(&(first.to_owned(), second.to_owned())).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::super::en::ENGLISH;
    use super::*;

    #[test]
    fn forms_of_a_word_share_its_sets() {
        let table = Paraphrases::load(ENGLISH);
        let share = |one: &str, other: &str| table.of(&stem(one)).meet(table.of(&stem(other)));
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
        let table = Paraphrases::load(ENGLISH);
        let sets = table.of_phrase(&stem("cessation"), &stem("hostilities")).unwrap();
        assert!(sets.meet(table.of(&stem("truce"))));
        assert_eq!(table.of_phrase("no", "phrase"), None);
        assert!(!Sets::default().meet(Sets::default()));
    }
}
