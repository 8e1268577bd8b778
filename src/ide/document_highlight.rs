//! The mentions of what is under the cursor in the same article.

use super::FilePosition;
use crate::corpus::Snapshot;
use crate::text::Span;

/// The spans, in the order of the text; empty when nothing is known there.
pub fn document_highlight(_snapshot: &Snapshot, _position: FilePosition) -> Vec<Span> {
    Vec::new()
}
