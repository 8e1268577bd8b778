//! Words that tell that something happens or is done: "arrested", "arrest", "the heist".
//!
//! Wider than the event words of [`super::events`]: these have no class and open no event of their own. They are what a
//! reader may point at to see how another article tells of the same ("trigger" is the field's word for the word that
//! evokes an event).

use rustc_hash::{FxHashMap, FxHashSet};

use super::folder::Folder;
use super::idf::stem;

/// A kind of happening: words of one kind have the same number. Numbers mean nothing beyond one process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Happening(u32);

/// The words, by their stems.
#[derive(Debug, Default)]
pub struct Triggers {
    /// The kind, and true where a word counts only as a verb.
    words: FxHashMap<String, (Happening, bool)>,
    never: FxHashSet<&'static str>,
    before: FxHashSet<&'static str>,
    /// Endings of words that are made of verbs.
    endings: Vec<&'static str>,
}

impl Triggers {
    /// Builds the table from its data file.
    pub fn load(folder: Folder) -> Self {
        let mut table = Self::default();
        let mut next = 0;
        for (kind, words) in folder.lists("trigger-words.tsv") {
            match kind {
                "never" => table.never.extend([words]),
                "before" => table.before.extend([words]),
                "ending" => table.endings.push(words),
                _ => {
                    let entry = (Happening(next), kind == "verb");
                    next += 1;
                    for word in words.split('|') {
                        table.words.entry(stem(word)).or_insert(entry);
                    }
                }
            }
        }
        table
    }

    /// What a word (lower case) tells of; `before` is the word before it in the sentence. `None` for words that tell
    /// nothing, and for those that are a thing here ("the ship").
    pub fn find(&self, word: &str, before: Option<&str>) -> Option<Happening> {
        let tells = !self.never.contains(word) && !word.ends_with("ly");
        let (happening, verb) = *self.words.get(&stem(word)).filter(|_| tells)?;
        let is_derived = || self.endings.iter().any(|ending| word.ends_with(ending));
        let is_verb = || before.is_some_and(|before| self.before.contains(before));
        (!verb || is_derived() || is_verb()).then_some(happening)
    }
}

#[cfg(test)]
mod tests {
    use super::super::en::ENGLISH;
    use super::*;

    #[test]
    fn forms_and_nouns_of_a_verb_are_one_kind() {
        let table = Triggers::load(ENGLISH);
        let check = |words: &[&str]| {
            let kinds: FxHashSet<Option<Happening>> = words.iter().map(|word| table.find(word, None)).collect();
            assert!(kinds.len() == 1 && !kinds.contains(&None), "{words:?}: {kinds:?}");
        };
        check(&["die", "died", "dies", "dying", "death", "deaths", "dead"]);
        check(&["acquire", "acquired", "acquisition"]);
        check(&["announces", "announcement"]);
        check(&["fell", "falling", "fall"]);
        assert_ne!(table.find("fell", None), table.find("death", None));
    }

    #[test]
    fn a_thing_is_no_happening() {
        let table = Triggers::load(ENGLISH);
        let tells = |before, word| table.find(word, before).is_some();
        assert!(tells(Some("to"), "ship") && tells(Some("was"), "shipped"));
        assert!(!tells(Some("the"), "ship") && !tells(None, "ship"));
        assert!(!tells(None, "government") && !tells(None, "table") && !tells(None, "finally"));
        assert!(!tells(None, "") && !tells(Some(""), "é"));
    }

    #[test]
    fn every_row_is_of_a_known_kind_and_no_stem_stands_twice() {
        let mut seen: FxHashMap<String, &str> = FxHashMap::default();
        for row in ENGLISH.rows("trigger-words.tsv") {
            let [kind, words] = row[..] else { panic!("{row:?}") };
            assert!(["any", "verb", "never", "before", "ending"].contains(&kind), "{row:?}");
            for word in words.split('|').filter(|_| matches!(kind, "any" | "verb")) {
                assert_eq!(seen.insert(stem(word), word), None, "{word}");
            }
        }
    }
}
