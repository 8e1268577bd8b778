//! Places as people read them: `path:line:column`, counted from 1, in characters.

use crate::corpus::{Place, Snapshot};
use crate::text::{CodePoints, escaped};

/// Counts places of one snapshot.
pub(super) struct Places<'a> {
    snapshot: &'a Snapshot,
    /// By article: a paragraph may be a megabyte long, and counting from its start each time would never end.
    points: Vec<CodePoints<'a>>,
}

impl<'a> Places<'a> {
    /// Indexes every article.
    pub(super) fn new(snapshot: &'a Snapshot) -> Self {
        let points = snapshot.articles.iter().map(|node| CodePoints::new(&node.analysis.text)).collect();
        Self { snapshot, points }
    }

    /// The code points of a place, end exclusive.
    pub(super) fn code_points(&self, place: Place) -> (u32, u32) {
        self.points[place.article.0 as usize].span(place.span)
    }

    /// 1-based line and character.
    pub(super) fn line_column(&self, place: Place) -> (u32, u32) {
        let analysis = self.snapshot.analysis(place.article);
        let points = &self.points[place.article.0 as usize];
        let line = analysis.lines.line_of(place.span.start);
        let start = analysis.lines.line_span(&analysis.text, line).start;
        (line + 1, points.of(place.span.start) - points.of(start) + 1)
    }

    /// `path:line:column`, safe to show.
    pub(super) fn show(&self, place: Place) -> String {
        let (line, column) = self.line_column(place);
        format!("{}:{line}:{column}", escaped(&self.snapshot.article(place.article).key))
    }
}
