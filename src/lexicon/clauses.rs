//! Words that open a clause ("which", "after", "and"), and words that deny it ("not").

use rustc_hash::FxHashSet;

use super::folder::Folder;

/// The words, in lower case.
#[derive(Debug, Default)]
pub struct Clauses {
    openers: FxHashSet<&'static str>,
    denials: FxHashSet<&'static str>,
}

impl Clauses {
    /// Builds the tables from the data file of closed classes.
    pub fn load(folder: Folder) -> Self {
        let mut table = Self::default();
        for (class, word) in folder.lists("function-words.tsv") {
            match class {
                "subordinator" | "relative" | "conjunction" => table.openers.insert(word),
                "negation" => table.denials.insert(word),
                _ => continue,
            };
        }
        table
    }

    /// True for a word (lower case) that a new clause may begin with.
    pub fn opens(&self, word: &str) -> bool {
        self.openers.contains(word)
    }

    /// True for "not", "never" and what ends in "n't".
    pub fn denies(&self, word: &str) -> bool {
        self.denials.contains(word) || word.ends_with("n't") || word.ends_with("n’t")
    }
}

#[cfg(test)]
mod tests {
    use super::super::en::ENGLISH;
    use super::*;

    #[test]
    fn words_are_told_by_their_class() {
        let table = Clauses::load(ENGLISH);
        assert!(table.opens("which") && table.opens("after") && table.opens("and"));
        assert!(!table.opens("talks") && !table.opens(""));
        assert!(table.denies("never") && table.denies("wouldn’t") && !table.denies("note"));
    }
}
