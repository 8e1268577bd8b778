//! Places of an article as ranges and locations.

use lsp_types::{Location, Position, Range};

use super::super::view::View;
use crate::analysis::ArticleAnalysis;
use crate::corpus::Place;
use crate::text::{Encoding, Span};

/// The range of a byte span.
pub fn range(analysis: &ArticleAnalysis, span: Span, encoding: Encoding) -> Range {
    let at = |offset| position(analysis, offset, encoding);
    Range { start: at(span.start), end: at(span.end) }
}

/// The position of a byte offset.
pub fn position(analysis: &ArticleAnalysis, offset: u32, encoding: Encoding) -> Position {
    let found = analysis.lines.position(&analysis.text, offset, encoding);
    Position { line: found.line, character: found.character }
}

/// A place as a location; `None` when its article has no URI.
pub fn location(view: &View, place: Place) -> Option<Location> {
    let analysis = view.snapshot.analysis(place.article);
    Some(Location { uri: view.uri(place.article)?, range: range(analysis, place.span, view.client.encoding) })
}
