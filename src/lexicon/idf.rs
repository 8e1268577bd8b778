//! How rare words are in English news: document frequencies of stems, and the stemmer that the table was made with.
//!
//! A folder of five articles cannot tell a rare word from a common one. The table counts in how many of some two
//! thousand news articles a stem occurs; counts are facts, no text is kept.

use rustc_hash::FxHashMap;

use super::folder::Folder;

/// Document frequencies of stems.
#[derive(Debug, Default)]
pub struct Idf {
    frequencies: FxHashMap<&'static str, u32>,
    documents: u32,
}

impl Idf {
    /// Builds the table from its data file.
    pub fn load(folder: Folder) -> Self {
        let mut table = Self::default();
        for row in folder.rows("idf.tsv") {
            let [stem, count] = row[..] else { continue };
            let Ok(count) = count.parse() else { continue };
            if stem == "*" {
                table.documents = count;
            } else {
                table.frequencies.insert(stem, count);
            }
        }
        table
    }

    /// Natural-log inverse document frequency of a stem, 0 for a word that stands in every article.
    pub fn idf(&self, stem: &str) -> f32 {
        // A stem outside the table stands in fewer than three articles: counted as one.
        let count = self.frequencies.get(stem).copied().unwrap_or(1);
        #[expect(clippy::cast_precision_loss, reason = "counts of articles, far below 2^24")]
        let ratio = (self.documents + 1) as f32 / (count + 1) as f32;
        ratio.ln().max(0.0)
    }
}

/// A word without its endings, in lower case and without hyphens, so that "cease-fires" and "ceasefire", "bombed" and
/// "bombing" are one. A light stemmer after Porter's step 1: wrong now and then, the same way every time.
pub fn stem(word: &str) -> String {
    let mut stem: String = word.chars().filter(|ch| ch.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    plural(&mut stem);
    let long = |stem: &str, n: usize| stem.chars().count() >= n;
    for ending in ["ing", "ed"] {
        if let Some(rest) = stem.strip_suffix(ending)
            && long(rest, 3)
            && rest.contains(['a', 'e', 'i', 'o', 'u', 'y'])
        {
            stem.truncate(rest.len());
            undouble(&mut stem);
            break;
        }
    }
    for ending in ["ment", "ly", "ion", "e"] {
        if let Some(rest) = stem.strip_suffix(ending)
            && long(rest, if ending == "e" { 3 } else { 5 })
        {
            stem.truncate(rest.len());
        }
    }
    stem
}

fn plural(stem: &mut String) {
    if stem.len() < 4 || !stem.ends_with('s') {
        return;
    }
    if stem.ends_with("ies") {
        stem.truncate(stem.len() - 3);
        stem.push('y');
    } else if ["sses", "xes", "ches", "shes", "zes"].iter().any(|ending| stem.ends_with(ending)) {
        stem.truncate(stem.len() - 2);
    } else if !["ss", "us", "is"].iter().any(|ending| stem.ends_with(ending)) {
        stem.truncate(stem.len() - 1);
    }
}

/// "stopp" to "stop".
fn undouble(stem: &mut String) {
    let mut ends = stem.chars().rev();
    if let (Some(last), Some(before)) = (ends.next(), ends.next())
        && last == before
        && !matches!(last, 'l' | 's' | 'z')
    {
        stem.truncate(stem.len() - last.len_utf8());
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::fmt::Write as _;
    use std::path::{Path, PathBuf};

    use super::super::en::ENGLISH;
    use super::*;

    #[test]
    fn forms_of_a_word_share_a_stem() {
        let check = |words: &[&str]| {
            let stems: BTreeSet<String> = words.iter().map(|word| stem(word)).collect();
            assert_eq!(stems.len(), 1, "{stems:?}");
        };
        check(&["cease-fire", "ceasefire", "Ceasefires"]);
        check(&["bomb", "bombs", "bombed", "bombing"]);
        check(&["negotiate", "negotiating", "negotiation", "negotiations"]);
        check(&["stop", "stopped", "stopping", "stops"]);
        check(&["agree", "agreement", "agreements"]);
        check(&["city", "cities"]);
    }

    #[test]
    fn a_stem_needs_a_stem() {
        assert_eq!(["king", "red", "is", "gas", "é", ""].map(stem), ["king", "red", "is", "gas", "é", ""]);
    }

    #[test]
    fn common_words_weigh_little() {
        let table = Idf::load(ENGLISH);
        assert!(table.idf("the") < 0.1);
        assert!(table.idf(&stem("president")) < table.idf(&stem("cease-fire")));
        assert!(table.idf("zzzyx") > 6.0);
    }

    /// Writes the table anew: `cargo test --lib write_the_table -- --ignored`, with the corpora beside the project.
    #[test]
    #[ignore = "writes a data file"]
    fn write_the_table() {
        let corpora = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora");
        let mut counts: BTreeMap<String, u32> = BTreeMap::new();
        let mut documents = 0;
        for folder in ["polnear/train/text", "worldwide-ner/articles"] {
            for path in texts(&corpora.join(folder)) {
                let text = std::fs::read_to_string(path).unwrap();
                let words = text.split(|ch: char| !ch.is_alphanumeric() && !matches!(ch, '-' | '\'' | '’'));
                let words = words.map(|word| word.trim_end_matches("'s").trim_end_matches("’s"));
                let stems: BTreeSet<String> =
                    words.filter(|word| word.contains(char::is_alphabetic)).map(stem).collect();
                stems.into_iter().for_each(|stem| *counts.entry(stem).or_default() += 1);
                documents += 1;
            }
        }
        let mut table = String::from(
            "# In how many news articles a stem occurs (lexicon/idf.rs), articles in all at the star. Stems in fewer than three\n\
             # articles are left out.\n\
             # Source: counted in PolNeAR (train) and Worldwide NER. Counts are facts, no text is kept.\n\
             # Licence: MIT OR Apache-2.0.\n",
        );
        writeln!(table, "*\t{documents}").unwrap();
        for (stem, count) in counts.iter().filter(|(stem, count)| **count >= 3 && stem.len() > 1) {
            writeln!(table, "{stem}\t{count}").unwrap();
        }
        std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lexicon/en/data/idf.tsv"), table).unwrap();
    }

    fn texts(folder: &Path) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(folder).unwrap();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        paths
    }
}
