//! From the reader's relations to attributions.

use std::ops::Range;

use crate::analysis::{ArticleAnalysis, Attribution, AttributionId, SourceKind, Style};
use crate::model::{ParagraphTags, Relation};
use crate::text::{IndexVec, Span};
use crate::token::Paragraph;

/// The attributions that the reader's tags make, paragraph by paragraph.
pub(super) fn attributions(analysis: &ArticleAnalysis, tags: &[ParagraphTags]) -> IndexVec<AttributionId, Attribution> {
    let mut found = IndexVec::new();
    for (paragraph, tags) in analysis.structure.paragraphs.iter().zip(tags) {
        found.extend(tags.relations.iter().map(|relation| attribution(analysis, paragraph, relation)));
    }
    found
}

fn attribution(analysis: &ArticleAnalysis, paragraph: &Paragraph, relation: &Relation) -> Attribution {
    let spans = |ranges: &[Range<usize>]| -> Vec<Span> {
        ranges.iter().filter_map(|range| byte_span(analysis, paragraph, range)).collect()
    };
    Attribution {
        source: spans(&relation.source).into_iter().map(|span| without_clitic(analysis, span)).collect(),
        cue: spans(&relation.cue),
        content: spans(&relation.content),
        chain: None,
        joint: Vec::new(),
        kind: relation.hearsay.then_some(SourceKind::Vague),
        style: Style::Indirect,
        parent: None,
        hearsay: relation.hearsay,
        probability: relation.probability,
    }
}

/// "they" of "they’ve".
fn without_clitic(analysis: &ArticleAnalysis, span: Span) -> Span {
    let text = analysis.slice(span);
    let clitic =
        ["’ve", "'ve", "’re", "'re", "’d", "'d", "’ll", "'ll", "’m", "'m"].iter().find(|it| text.ends_with(**it));
    Span { start: span.start, end: span.end - clitic.map_or(0, |it| Span::of(0..it.len()).end) }
}

fn byte_span(analysis: &ArticleAnalysis, paragraph: &Paragraph, range: &Range<usize>) -> Option<Span> {
    let first = paragraph.first_token as usize;
    let tokens = analysis.structure.tokens.get(first..paragraph.end_token as usize)?;
    (range.start < range.end && range.end <= tokens.len()).then(|| crate::model::byte_span(tokens, range.clone()))
}
