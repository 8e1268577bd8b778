//! Words that reports of one event use for one another ("truce", "cease-fire"): what two outlets that give one
//! statement in their own words have in common.
//!
//! Sets made by hand for news, wider than synonyms and never with opposites: a word of a set says a little, and only
//! beside other words in common.

use rustc_hash::FxHashMap;

use super::folder::Folder;
use super::idf::stem;

/// The sets that a word stands in, as an index into the lists of all; most words stand in none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sets(u16);

/// The sets, by the stems of their words and two-word phrases.
#[derive(Debug, Default)]
pub struct Paraphrases {
    words: FxHashMap<String, Sets>,
    phrases: FxHashMap<(String, String), Sets>,
    /// The first is empty.
    lists: Vec<Vec<u16>>,
}

impl Paraphrases {
    /// Builds the table from its data file.
    pub fn load(folder: Folder) -> Self {
        let mut table = Self { lists: vec![Vec::new()], ..Self::default() };
        for (set, row) in (0..).zip(folder.rows("paraphrases.tsv")) {
            for entry in row.first().copied().unwrap_or_default().split('|') {
                let next = Sets(u16::try_from(table.lists.len()).unwrap_or_default());
                let sets = match entry.split_once(' ') {
                    Some((first, second)) => *table.phrases.entry((stem(first), stem(second))).or_insert(next),
                    None => *table.words.entry(stem(entry)).or_insert(next),
                };
                if sets == next {
                    table.lists.push(Vec::new());
                }
                let list = table.lists.get_mut(usize::from(sets.0)).filter(|list| !list.contains(&set));
                list.into_iter().for_each(|list| list.push(set));
            }
        }
        table
    }

    /// The sets of a stem; none for most.
    pub fn of(&self, stem: &str) -> Sets {
        self.words.get(stem).copied().unwrap_or_default()
    }

    /// The sets of two stems beside each other ("cessation of hostilities").
    pub fn of_phrase(&self, first: &str, second: &str) -> Option<Sets> {
        self.phrases.get(&(first.to_owned(), second.to_owned())).copied()
    }

    /// True when two words stand in one set.
    pub fn meet(&self, one: Sets, other: Sets) -> bool {
        let list = |sets: Sets| self.lists.get(usize::from(sets.0)).map_or(&[][..], Vec::as_slice);
        let other = list(other);
        list(one).iter().any(|set| other.contains(set))
    }
}

#[cfg(test)]
mod tests {
    use super::super::en::ENGLISH;
    use super::*;

    #[test]
    fn forms_of_a_word_share_its_sets() {
        let table = Paraphrases::load(ENGLISH);
        let share = |one: &str, other: &str| table.meet(table.of(&stem(one)), table.of(&stem(other)));
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
        assert!(table.meet(sets, table.of(&stem("truce"))));
        assert_eq!(table.of_phrase("no", "phrase"), None);
        assert!(!table.meet(Sets::default(), Sets::default()));
    }
}
