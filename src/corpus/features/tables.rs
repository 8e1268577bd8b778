//! What linking knows from outside of the articles.

use std::sync::LazyLock;

use crate::knowledge::aliases::Aliases;
use crate::knowledge::powers::Powers;

/// What linking knows from outside of the articles; built once.
pub(crate) struct Tables {
    pub(crate) aliases: Aliases,
    /// Words that make a power of a country's name.
    pub(crate) powers: Powers,
}

/// The tables in the binary. They never change.
pub(crate) fn tables() -> &'static Tables {
    static TABLES: LazyLock<Tables> = LazyLock::new(|| Tables { aliases: Aliases::load(), powers: Powers::load() });
    &TABLES
}
