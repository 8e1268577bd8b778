//! What a reading model is.

use crate::lexicon::Language;
use crate::model::tags::{ParagraphTags, ParagraphView};

/// A model that reads: finds the names in paragraphs, and who says what.
pub trait Reader: std::fmt::Debug + Send + Sync {
    /// Reads paragraphs, each by itself; `before` is what the readers before this one say of each, empty tags for the
    /// first. One answer a paragraph, which says all that holds. Total and deterministic.
    fn read(
        &self,
        lexicon: &Language,
        paragraphs: &[ParagraphView<'_>],
        before: Vec<ParagraphTags>,
    ) -> Vec<ParagraphTags>;
}
