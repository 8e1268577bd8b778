//! Closed-class data, as plain data files in `lexicon/data` beside their loaders: data, not code.
//!
//! A data file is UTF-8 text: `#` starts a comment line, blank lines are skipped, columns are divided by tabs.
//! [`Lexicon::load`] builds every table once; the tables are then shared by reference.

pub mod aliases;
pub mod attribution;
pub mod clauses;
pub mod events;
pub mod figures;
pub mod idf;
pub mod initiative;
pub mod layout;
pub mod names;
pub mod paraphrases;
pub mod powers;
pub mod seats;
pub mod time;
pub mod triggers;

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
    /// Builds the tables from the data files in the binary.
    pub fn load() -> Self {
        Self {
            names: names::NameLexicon::load(),
            attribution: attribution::AttributionLexicon::load(),
            layout: layout::LayoutLexicon::load(),
            time: time::TimeLexicon::load(),
            events: events::EventLexicon::load(),
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
