//! How figures are written out: number words, scales ("million"), rough quantities ("dozens") and the hedges before
//! them ("at least").

use rustc_hash::FxHashMap;

use super::folder::Folder;

/// What a word is in a figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FigureWord {
    /// A number ("twelve").
    Number(f64),
    /// What multiplies the number before it ("million").
    Scale(f64),
    /// A rough number: its lowest and highest value ("dozens").
    Quantity(f64, f64),
}

/// Lower and upper factor of a hedge ("at least": 1 and 3).
pub type Bounds = (f64, f64);

/// The tables.
#[derive(Debug, Default)]
pub struct Figures {
    words: FxHashMap<&'static str, FigureWord>,
    /// Hedges as lists of words, longest first.
    hedges: Vec<(Vec<&'static str>, Bounds)>,
    /// Plurals without an "s".
    plurals: Vec<&'static str>,
    /// Words that tell that a figure counts a part, or what comes on top.
    parts: Vec<&'static str>,
}

impl Figures {
    /// Builds the tables from their data file.
    pub fn load(folder: Folder) -> Self {
        let mut table = Self::default();
        for row in folder.rows("figures.tsv") {
            let [class, entry, low, high] = row[..] else { continue };
            let (Ok(low), Ok(high)) = (low.parse(), high.parse()) else { continue };
            let word = match class {
                "number" => FigureWord::Number(low),
                "scale" => FigureWord::Scale(low),
                "quantity" => FigureWord::Quantity(low, high),
                "part" => {
                    table.parts.push(entry);
                    continue;
                }
                _ => {
                    table.hedges.push((entry.split(' ').collect(), (low, high)));
                    continue;
                }
            };
            table.words.insert(entry, word);
        }
        let plurals = folder.lists("nouns.tsv").filter(|(list, _)| *list == "irregular-plural");
        table.plurals = plurals.map(|(_, noun)| noun).collect();
        table.hedges.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        table
    }

    /// What a word in lower case is.
    pub fn word(&self, word: &str) -> Option<FigureWord> {
        self.words.get(word).copied()
    }

    /// True for a plural that does not end in "s".
    pub fn is_plural(&self, word: &str) -> bool {
        self.plurals.contains(&word)
    }

    /// True for a word beside a figure that counts a part of something or what comes on top of it: "including two
    /// children", "another five".
    pub fn is_part(&self, word: &str) -> bool {
        self.parts.contains(&word)
    }

    /// The hedge that ends a list of words in lower case, and how many words it has.
    pub fn hedge(&self, before: &[String]) -> Option<(Bounds, usize)> {
        let ends = |words: &[&str]| {
            let start = before.len().checked_sub(words.len());
            start.is_some_and(|start| before[start..].iter().zip(words).all(|(one, other)| one == other))
        };
        self.hedges.iter().find(|(words, _)| ends(words)).map(|(words, bounds)| (*bounds, words.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::en::ENGLISH;
    use super::*;

    #[test]
    fn the_longest_hedge_counts() {
        let table = Figures::load(ENGLISH);
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(table.hedge(&words("there were no more than")), Some(((0.0, 1.0), 3)));
        assert_eq!(table.hedge(&words("more than")), Some(((1.0, 3.0), 2)));
        assert_eq!(table.hedge(&words("than")), None);
        assert_eq!(table.hedge(&[]), None);
        assert_eq!(table.word("dozen"), Some(FigureWord::Scale(12.0)));
        assert_eq!(table.word("bridge"), None);
    }
}
