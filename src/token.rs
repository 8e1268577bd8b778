//! Zones, paragraphs, sentences, tokens and quotation marks of one article, from its text alone.
//!
//! [`segment`] is total: any text gives a [`Structure`], in linear time. It knows web copy: headline, standfirst,
//! date line, byline, caption, related links, subheadings and the boilerplate below an article.

use crate::lexicon::Language;
use crate::text::Span;

pub mod date;
pub(crate) mod head;
mod paragraph;
mod quote;
mod sentence;
mod structure;
mod word;
mod zone;

pub use structure::{Paragraph, Quotation, Sentence, SentenceId, Structure, Token, TokenKind, Zone, ZoneKind};

/// Divides a text into zones, paragraphs, sentences, tokens and quotations. Never fails.
pub fn segment(text: &str, lexicon: &Language) -> Structure {
    let spans = paragraph::paragraphs(text);
    let mut structure = Structure::default();
    for (nth, &span) in spans.iter().enumerate() {
        let next = spans.get(nth + 1).map_or(text.len(), |next| next.start as usize);
        read_paragraph(text, span, next, lexicon, &mut structure);
    }
    zone::assign(text, lexicon, &mut structure);
    structure
}

/// Appends one paragraph with its tokens, quotations and sentences; the next one starts at `next`.
fn read_paragraph(text: &str, span: Span, next: usize, lexicon: &Language, structure: &mut Structure) {
    let (first_token, first_sentence) = (structure.tokens.len(), structure.sentences.next_index());
    word::tokenize(text, span, lexicon, &mut structure.tokens);
    let tokens = &mut structure.tokens[first_token..];
    if tokens.is_empty() {
        return;
    }
    quote::pair(text, tokens, quote::opening(text, next), &mut structure.quotations);
    let paragraph = index(structure.paragraphs.len());
    for range in sentence::sentences(text, tokens, lexicon) {
        structure.sentences.push(Sentence {
            span: tokens[range.start].span.join(tokens[range.end - 1].span),
            first_token: index(first_token + range.start),
            end_token: index(first_token + range.end),
            paragraph,
        });
    }
    structure.paragraphs.push(Paragraph {
        span,
        zone: ZoneKind::Body,
        first_sentence,
        end_sentence: structure.sentences.next_index(),
        first_token: index(first_token),
        end_token: index(structure.tokens.len()),
    });
}

/// An index that fits: texts are smaller than 4 GiB.
fn index(n: usize) -> u32 {
    Span::of(0..n).end
}

#[cfg(test)]
mod tests;
