//! Hints between the words: the ISO date after a time expression, the speaker where a pronoun speaks.

use crate::corpus::{ArticleId, Place, Snapshot};
use crate::text::Span;

/// What a hint tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InlayHintKind {
    /// A date.
    Date,
    /// A speaker.
    Speaker,
}

/// A hint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InlayHint {
    /// It stands behind this byte offset.
    pub offset: u32,
    /// What is shown, without padding.
    pub label: String,
    /// What it tells.
    pub kind: InlayHintKind,
    /// Where it comes from, in a sentence.
    pub tooltip: String,
    /// Where its label leads, if anywhere.
    pub target: Option<Place>,
}

/// The hints within `range`, in the order of the text.
pub fn inlay_hints(_snapshot: &Snapshot, _article: ArticleId, _range: Span) -> Vec<InlayHint> {
    Vec::new()
}
