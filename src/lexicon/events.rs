//! Words that name events.

/// See the module.
#[derive(Debug, Default)]
pub struct EventLexicon {}

impl EventLexicon {
    /// Builds the tables from the data files.
    pub fn load() -> Self {
        Self::default()
    }
}
