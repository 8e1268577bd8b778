//! From the reader's relations to attributions.

use std::ops::Range;

use crate::analysis::reading::Reading;
use crate::analysis::types::{Attribution, AttributionId, Provenance, SourceKind, Style};
use crate::lexicon::lists::List;
use crate::model::{ParagraphTags, Relation};
use crate::text::{IndexVec, Span};
use crate::token::Paragraph;

/// The attributions that the reader's tags make, paragraph by paragraph.
pub(super) fn attributions(reading: &Reading, tags: &[ParagraphTags]) -> IndexVec<AttributionId, Attribution> {
    let mut found = IndexVec::new();
    for (paragraph, tags) in reading.structure.paragraphs.iter().zip(tags) {
        found.extend(tags.relations.iter().map(|relation| attribution(reading, paragraph, relation)));
    }
    found
}

fn attribution(reading: &Reading, paragraph: &Paragraph, relation: &Relation) -> Attribution {
    let spans = |ranges: &[Range<usize>]| -> Vec<Span> {
        ranges.iter().filter_map(|range| byte_span(reading, paragraph, range)).collect()
    };
    Attribution {
        source: spans(&relation.source).into_iter().map(|span| without_clitic(reading, span)).collect(),
        cue: spans(&relation.cue),
        content: spans(&relation.content),
        chain: None,
        joint: Vec::new(),
        kind: relation.hearsay.then_some(SourceKind::Vague),
        style: Style::Indirect,
        parent: None,
        hearsay: relation.hearsay,
        probability: relation.probability,
        provenance: if relation.trained { Provenance::Network } else { Provenance::Rule("cue") },
    }
}

/// "they" of "they’ve".
fn without_clitic(reading: &Reading, span: Span) -> Span {
    let text = reading.slice(span);
    let clitic = text.rfind(['’', '\'']).map(|at| text.split_at(at).1);
    let clitic = clitic.filter(|it| reading.language.names.is(List::Clitic, it.trim_start_matches(['’', '\''])));
    Span { start: span.start, end: span.end - clitic.map_or(0, |it| Span::of(0..it.len()).end) }
}

fn byte_span(reading: &Reading, paragraph: &Paragraph, range: &Range<usize>) -> Option<Span> {
    let first = paragraph.first_token as usize;
    let tokens = reading.structure.tokens.get(first..paragraph.end_token as usize)?;
    (range.start < range.end && range.end <= tokens.len()).then(|| crate::model::byte_span(tokens, range.clone()))
}
