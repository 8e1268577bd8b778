//! Words that make up names and roles.

/// See the module.
#[derive(Debug, Default)]
pub struct NameLexicon {}

impl NameLexicon {
    /// Builds the tables from the data files.
    pub fn load() -> Self {
        Self::default()
    }
}
