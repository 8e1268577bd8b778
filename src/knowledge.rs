//! What is known from outside of the articles: who held which office and when, which names mean one body, which words
//! speak or act for a country.
//!
//! It never speaks. A row is a hint: it may help to decide that two names that an article spells out are one, or rule out that
//! somebody is meant. Only a row with a first and a last day, asked for a day between them, tells more, and what it then tells
//! bears [`Provenance::Knowledge`](crate::analysis::Provenance::Knowledge). An article without a date is told nothing.

pub mod aliases;
pub mod offices;
pub mod powers;

/// What the analysis of one article is given of this room.
#[derive(Debug)]
pub struct Knowledge {
    /// Names of one body, state or place.
    pub aliases: aliases::Aliases,
    /// Who held which office.
    pub offices: offices::OfficeHolders,
    /// What acts and speaks for a country.
    pub powers: powers::Powers,
}

impl Knowledge {
    /// The tables, built when they are first asked for.
    pub fn shared() -> &'static Self {
        static KNOWLEDGE: std::sync::LazyLock<Knowledge> = std::sync::LazyLock::new(Knowledge::load);
        &KNOWLEDGE
    }

    /// Builds the tables from the data files in the binary.
    pub fn load() -> Self {
        Self {
            aliases: aliases::Aliases::load(),
            offices: offices::OfficeHolders::load(),
            powers: powers::Powers::load(),
        }
    }
}
