//! Statements at a position: which attribution, which part of it, and the words that are meant.

use crate::analysis::{ArticleAnalysis, Attribution, AttributionId};
use crate::text::Span;

/// Which part of an attribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Who says it.
    Source,
    /// The words that tell that it is said.
    Cue,
    /// What is said.
    Content,
}

/// A part of an attribution at a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The attribution.
    pub attribution: AttributionId,
    /// The part of it.
    pub part: Part,
    /// The words of that part; a part may have several spans.
    pub span: Span,
}

impl Statement {
    /// The innermost at an offset; a cue or source before a content, since they are small.
    pub(super) fn at(analysis: &ArticleAnalysis, offset: u32) -> Option<Self> {
        let spans = analysis.attributions.iter_enumerated().flat_map(|(at, attribution)| {
            let touched = parts(attribution).filter(|(_, span)| span.touches(offset));
            touched.map(move |(part, span)| Self { attribution: at, part, span })
        });
        spans.min_by_key(|statement| (!statement.span.contains(offset), statement.span.len()))
    }

    /// The words of the statement that are meant at an offset: the quotation or the part of the content there, or the
    /// first part when the offset is on its cue or source. `None` for an attribution without content.
    pub(super) fn said_at(self, analysis: &ArticleAnalysis, offset: u32) -> Option<Span> {
        if self.part != Part::Content {
            return analysis.attributions.get(self.attribution)?.content.first().copied();
        }
        Some(quotation_at(analysis, offset).filter(|quotation| self.span.covers(*quotation)).unwrap_or(self.span))
    }
}

/// The spans of an attribution, source first.
pub(super) fn parts(attribution: &Attribution) -> impl Iterator<Item = (Part, Span)> + '_ {
    let of = |part, spans: &'_ [Span]| spans.iter().map(move |&span| (part, span)).collect::<Vec<_>>();
    let mut all = of(Part::Source, &attribution.source);
    all.extend(of(Part::Cue, &attribution.cue));
    all.extend(of(Part::Content, &attribution.content));
    all.into_iter()
}

/// The quotation at an offset, with its marks.
pub(super) fn quotation_at(analysis: &ArticleAnalysis, offset: u32) -> Option<Span> {
    let quotations = &analysis.structure.quotations;
    let at = quotations.partition_point(|quotation| quotation.span.end < offset);
    quotations.get(at).map(|quotation| quotation.span).filter(|quotation| quotation.touches(offset))
}
