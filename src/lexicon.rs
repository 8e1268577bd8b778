//! Closed classes of words, as plain data files, a folder for each language, beside the loaders of the tables.
//!
//! A data file is UTF-8 text with one entry a line: `#` starts a comment line, blank lines are skipped, columns are divided
//! by tabs, forms of one entry within a column by `|`. It begins with what it is, where it comes from and its licence.
//! [`Lexicon::load`] builds every table once; the tables are then shared by reference.

pub mod attribution;
pub mod clauses;
mod en;
pub mod events;
pub mod figures;
pub mod idf;
pub mod initiative;
pub mod layout;
pub mod names;
pub mod paraphrases;
pub mod time;
pub mod triggers;

pub use en::ENGLISH;

/// The data files of a language: name and text. A file that is not there is an empty table.
#[derive(Clone, Copy, Debug)]
pub struct Folder(&'static [(&'static str, &'static str)]);

impl Folder {
    fn text(self, file: &str) -> &'static str {
        self.0.iter().find(|(name, _)| *name == file).map_or("", |(_, text)| text)
    }

    /// The rows of a table.
    pub(crate) fn rows(self, file: &str) -> impl Iterator<Item = Vec<&'static str>> + use<> {
        rows(self.text(file))
    }

    /// The rows of a file of two columns, which most often are a list and a word in it.
    pub(crate) fn lists(self, file: &str) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
        self.rows(file).filter_map(|row| Some((*row.first()?, *row.get(1)?)))
    }

    /// The words of a file of one column.
    pub(crate) fn words(self, file: &str) -> impl Iterator<Item = &'static str> + use<> {
        self.rows(file).filter_map(|row| row.first().copied())
    }
}

/// Every table, built once.
#[derive(Debug)]
pub struct Lexicon {
    /// Titles, given names, organisations, places, demonyms, outlets.
    pub names: names::NameLexicon,
    /// Cue verbs and phrases, source nouns, hedges.
    pub attribution: attribution::AttributionLexicon,
    /// Abbreviations, sentence openers, the phrases of web pages.
    pub layout: layout::LayoutLexicon,
    /// Months, weekdays, units, words that tell the time.
    pub time: time::TimeLexicon,
    /// Event nouns and verbs with their class.
    pub events: events::EventLexicon,
}

impl Lexicon {
    /// Builds the tables from the data files of a language.
    pub fn load(folder: Folder) -> Self {
        Self {
            names: names::NameLexicon::load(folder),
            attribution: attribution::AttributionLexicon::load(folder),
            layout: layout::LayoutLexicon::load(folder),
            time: time::TimeLexicon::load(folder),
            events: events::EventLexicon::load(folder),
        }
    }
}

/// The rows of a data file: comments and blank lines dropped, columns divided at tabs.
pub(crate) fn rows(data: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    data.lines()
        .map(str::trim_end)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_data_file_says_where_it_comes_from() {
        for (name, text) in ENGLISH.0 {
            let header: Vec<&str> = text.lines().take_while(|line| line.starts_with('#')).collect();
            assert!(header.len() >= 3, "{name}: what it is, its source and its licence");
            for part in ["# Source: ", "# Licence: "] {
                assert!(header.iter().any(|line| line.starts_with(part)), "{name}: {part}");
            }
        }
    }

    #[test]
    fn a_data_file_has_one_entry_a_line() {
        // What a language has several of in one column: other names of one thing, words that are one entry together.
        let forms = ["countries.tsv", "organizations.tsv", "paraphrases.tsv", "trigger-words.tsv"];
        for (name, text) in ENGLISH.0 {
            for row in rows(text) {
                assert!(forms.contains(name) || !row.iter().any(|column| column.contains('|')), "{name}: {row:?}");
                assert!(row.iter().all(|column| !column.contains(['_', '='])), "{name}: {row:?}");
                assert!(row.len() == 1 || !name.ends_with(".txt"), "{name}: {row:?}");
            }
        }
    }

    #[test]
    fn every_data_file_is_in_the_binary() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lexicon/en/data");
        let entries = std::fs::read_dir(folder).unwrap();
        let mut on_disk: Vec<String> = entries.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
        on_disk.sort();
        let names: Vec<&str> = ENGLISH.0.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, on_disk);
    }
}
