//! Words that tell the time.

/// See the module.
#[derive(Debug, Default)]
pub struct TimeLexicon {}

impl TimeLexicon {
    /// Builds the tables from the data files.
    pub fn load() -> Self {
        Self::default()
    }
}
