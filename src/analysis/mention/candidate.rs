//! What may be a name, as the reader tags it paragraph by paragraph.

use crate::analysis::reading::Reading;
use crate::analysis::types::Provenance;
use crate::lexicon::names::NameLexicon;
use crate::model::rules::names::name_part;
use crate::model::{EntityType, ParagraphTags, spans};
use crate::text::Span;
use crate::token::{Token, TokenKind, ZoneKind};

/// A name before the article as a whole has spoken: tokens of the article, type, probability.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) tokens: std::ops::Range<usize>,
    pub(super) span: Span,
    pub(super) entity_type: EntityType,
    pub(super) probability: f32,
    /// True in a heading, where a capital is no evidence.
    pub(super) heading: bool,
    /// What found it.
    pub(super) provenance: Provenance,
}

pub(super) fn candidates(lexicon: &NameLexicon, reading: &Reading, tags: &[ParagraphTags]) -> Vec<Candidate> {
    let structure = &reading.structure;
    let mut found = Vec::new();
    for (paragraph, tags) in structure.paragraphs.iter().zip(tags) {
        let first = paragraph.first_token as usize;
        let heading = is_heading(paragraph.zone);
        for (range, label, probability) in spans(&tags.names) {
            let tokens = first + range.start..first + range.end;
            // The page around the article is full of capitals that name nothing.
            if paragraph.zone == ZoneKind::Boilerplate && probability < 0.9 {
                continue;
            }
            let (Some(entity_type), Some(span)) = (label, name_span(lexicon, reading, tokens.clone())) else {
                continue;
            };
            let trained = tags.names.get(range.start).is_some_and(|tag| tag.trained);
            let provenance = if trained { Provenance::Network } else { Provenance::Rule("name") };
            found.push(Candidate { tokens, span, entity_type, probability, heading, provenance });
        }
    }
    found
}

/// True where capitals are no evidence.
pub(super) fn is_heading(zone: ZoneKind) -> bool {
    matches!(zone, ZoneKind::Headline | ZoneKind::Kicker | ZoneKind::Subheading | ZoneKind::Related)
}

/// The bytes of a name: its tokens, cut to the part of a hyphenated word that is a name ("Qaeda" of "Qaeda-linked").
pub(super) fn name_span(lexicon: &NameLexicon, reading: &Reading, tokens: std::ops::Range<usize>) -> Option<Span> {
    let tokens = reading.structure.tokens.get(tokens)?;
    let (first, last) = (tokens.first()?, tokens.last()?);
    let part = |token: &Token| {
        let part = match token.kind {
            TokenKind::Word => name_part(lexicon, reading.slice(token.span)),
            _ => 0..token.span.len() as usize,
        };
        let base = token.span.start as usize;
        Span::of(base + part.start..base + part.end)
    };
    Some(Span::new(part(first).start, part(last).end))
}

/// The words of a name.
pub(super) fn name_words(text: &str) -> impl Iterator<Item = &str> + Clone {
    text.split_whitespace().map(|word| word.trim_matches(['[', ']', '(', ')', ',', '"', '“', '”']))
}
