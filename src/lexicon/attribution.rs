//! Words that tell who says what.

/// See the module.
#[derive(Debug, Default)]
pub struct AttributionLexicon {}

impl AttributionLexicon {
    /// Builds the tables from the data files.
    pub fn load() -> Self {
        Self::default()
    }
}
