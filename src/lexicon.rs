//! Closed classes of words, as plain data files, a folder for each language, beside the loaders of the tables.
//! [`Language::load`] builds every table once; the tables are then shared by reference.

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

use std::sync::{Arc, LazyLock};

pub use en::ENGLISH;
pub use folder::Folder;
pub(crate) use folder::rows;
pub use lists::{List, Lists};

/// What is known of a language: every table, built once from its data files. Models are made with one, and an analysis
/// says in which it was read.
pub struct Language {
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
    /// Words that open a clause or deny it.
    pub clauses: clauses::Clauses,
    /// How figures are written out.
    pub figures: figures::Figures,
    /// How rare words are in news.
    pub idf: idf::Idf,
    /// Words that stand for one another in reports of one event.
    pub paraphrases: paraphrases::Paraphrases,
    /// Words that tell that something happens.
    pub triggers: triggers::Triggers,
    /// Verbs that tell who began an event.
    pub initiative: initiative::Initiative,
}

impl std::fmt::Debug for Language {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Language")
    }
}

impl Language {
    /// English, built when it is first asked for.
    pub fn english() -> Arc<Self> {
        static LANGUAGE: LazyLock<Arc<Language>> = LazyLock::new(|| Arc::new(Language::load(ENGLISH)));
        Arc::clone(&LANGUAGE)
    }

    /// Builds the tables from the data files of a language.
    pub fn load(folder: Folder) -> Self {
        let lists = Arc::new(Lists::load(folder));
        Self {
            names: names::NameLexicon::load(folder, lists.clone()),
            attribution: attribution::AttributionLexicon::load(folder, lists.clone()),
            layout: layout::LayoutLexicon::load(folder),
            time: time::TimeLexicon::load(folder),
            events: events::EventLexicon::load(folder, lists.clone()),
            clauses: clauses::Clauses::load(folder),
            figures: figures::Figures::load(folder),
            idf: idf::Idf::load(folder),
            paraphrases: paraphrases::Paraphrases::load(folder),
            triggers: triggers::Triggers::load(folder),
            initiative: initiative::Initiative::load(folder),
            lists,
        }
    }
}
