//! Hover: one answer that joins name, quotation, speaker, event and time at a place. The answer stands in the first
//! line, twelve lines at most, every place a link; what is between quotation marks is a slice of the article.

use super::FilePosition;
use super::markup::Markup;
use crate::corpus::Snapshot;
use crate::text::Span;

/// A hover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// The words it is about.
    pub span: Span,
    /// What it says.
    pub markup: Markup,
}

/// What is known at a position.
pub fn hover(_snapshot: &Snapshot, _position: FilePosition) -> Option<Hover> {
    None
}
