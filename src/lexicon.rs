//! Closed classes of words, as plain data files, a folder for each language, beside the loaders of the tables.
//! [`Lexicon::load`] builds every table once; the tables are then shared by reference.

pub mod attribution;
pub mod clauses;
mod en;
pub mod events;
pub mod figures;
mod folder;
pub mod idf;
pub mod initiative;
pub mod layout;
pub mod lists;
pub mod names;
pub mod paraphrases;
pub mod time;
pub mod triggers;

use std::sync::Arc;

pub use en::ENGLISH;
pub use folder::Folder;
pub use lists::{List, Lists};

/// Every table, built once.
#[derive(Debug)]
pub struct Lexicon {
    /// Closed classes of words.
    pub lists: Arc<Lists>,
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
        let lists = Arc::new(Lists::load(folder));
        Self {
            names: names::NameLexicon::load(folder, lists.clone()),
            attribution: attribution::AttributionLexicon::load(folder, lists.clone()),
            layout: layout::LayoutLexicon::load(folder),
            time: time::TimeLexicon::load(folder),
            events: events::EventLexicon::load(folder, lists.clone()),
            lists,
        }
    }
}
