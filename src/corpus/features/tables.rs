//! The tables that linking needs.

use std::sync::{Arc, LazyLock};

use crate::knowledge::aliases::Aliases;
use crate::knowledge::powers::Powers;
use crate::lexicon::events::EventLexicon;
use crate::lexicon::figures::Figures as FigureWords;
use crate::lexicon::idf::Idf;
use crate::lexicon::paraphrases::Paraphrases;
use crate::lexicon::{ENGLISH, Lists};

/// The tables that linking needs; built once.
pub(crate) struct Tables {
    pub(crate) aliases: Aliases,
    pub(crate) events: EventLexicon,
    pub(crate) idf: Idf,
    pub(crate) paraphrases: Paraphrases,
    pub(crate) figures: FigureWords,
    /// Words that make a power of a country's name.
    pub(crate) powers: Powers,
}

/// The tables in the binary. They never change, and a [`super::super::Corpus`] is made without arguments.
pub(crate) fn tables() -> &'static Tables {
    static TABLES: LazyLock<Tables> = LazyLock::new(|| Tables {
        aliases: Aliases::load(),
        events: EventLexicon::load(ENGLISH, Arc::new(Lists::load(ENGLISH))),
        idf: Idf::load(ENGLISH),
        paraphrases: Paraphrases::load(ENGLISH),
        figures: FigureWords::load(ENGLISH),
        powers: Powers::load(),
    });
    &TABLES
}
