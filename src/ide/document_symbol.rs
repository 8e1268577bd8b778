//! The outline of an article: zones, paragraphs by first words, quotations by speaker.

use crate::corpus::{ArticleId, Snapshot};
use crate::text::Span;

/// What a symbol is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentSymbolKind {
    /// A headline, caption, boilerplate …
    Zone,
    /// A paragraph of the body.
    Paragraph,
    /// A quotation or statement.
    Quotation,
}

/// A node of the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentSymbol {
    /// What is shown.
    pub name: String,
    /// What is shown beside it, fainter.
    pub detail: Option<String>,
    /// What it is.
    pub kind: DocumentSymbolKind,
    /// All of it.
    pub full: Span,
    /// What the cursor lands on; inside `full`.
    pub focus: Span,
    /// Inside it, in the order of the text.
    pub children: Vec<DocumentSymbol>,
}

/// The outline.
pub fn document_symbol(_snapshot: &Snapshot, _article: ArticleId) -> Vec<DocumentSymbol> {
    Vec::new()
}
