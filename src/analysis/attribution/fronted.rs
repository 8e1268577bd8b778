//! Who stands first: "According to Kay Lunn, the clerk, the files were lost." The grammar alone tells who says the rest of
//! the sentence, whatever is said within it.

use rustc_hash::FxHashMap;

use super::form::{attribution, is_person};
use crate::analysis::reading::Reading;
use crate::analysis::types::{Attribution, AttributionId, Mention, Mentions};
use crate::lexicon::Language;
use crate::lexicon::attribution::class;
use crate::lexicon::names::WordList;
use crate::model::byte_span;
use crate::text::{IndexVec, Span};
use crate::token::{Sentence, TokenKind, ZoneKind};

/// The words that a sentence begins with.
const CUES: [&[&str]; 2] = [&["according", "to"], &["in", "the", "words", "of"]];
/// The most tokens of a source, and of what stands beside it between commas.
const LONGEST: usize = 16;
const BESIDE: usize = 8;
/// Words that make somebody or something with a voice of a phrase.
const VOICES: u32 = class::PERSON_NOUN
    | class::COLLECTIVE_NOUN
    | class::VAGUE_NOUN
    | class::BODY_NOUN
    | class::DOCUMENT_NOUN
    | class::PRONOUN;

/// Makes these sources and what they say whole, and adds what was not found.
pub(super) fn attributions(
    lexicon: &Language,
    reading: &Reading,
    mentions: &Mentions,
    found: &mut IndexVec<AttributionId, Attribution>,
) {
    let reader = Reader { lexicon, reading, mentions };
    let fronted: Vec<Attribution> =
        reading.structure.sentences.iter().filter_map(|sentence| reader.fronted(sentence)).collect();
    let starts = found.iter_enumerated().filter_map(|(at, it)| Some((it.cue.first()?.start, at)));
    let known: FxHashMap<u32, AttributionId> = starts.collect();
    for own in fronted {
        let (Some(cue), Some(content)) = (own.cue.first(), own.content.first()) else { continue };
        match known.get(&cue.start) {
            Some(at) => {
                let other = &mut found[*at];
                if other.hearsay || other.cue.iter().any(|cue| own.source.iter().any(|source| source.overlaps(*cue))) {
                    continue;
                }
                other.source.clone_from(&own.source);
                other.content.retain_mut(|span| {
                    span.start = span.start.max(content.start);
                    span.start < span.end
                });
                if other.content.is_empty() {
                    other.content = own.content;
                }
            }
            // What is said within it stays, and lies inside.
            None if reading.structure.zone_at(cue.start) == ZoneKind::Body => {
                found.push(own);
            }
            None => {}
        }
    }
}

struct Reader<'a> {
    lexicon: &'a Language,
    reading: &'a Reading,
    mentions: &'a Mentions,
}

impl Reader<'_> {
    fn fronted(&self, sentence: &Sentence) -> Option<Attribution> {
        let (first, end) = (sentence.first_token as usize, sentence.end_token as usize);
        let begins = |cue: &&[&str]| {
            cue.iter().enumerate().all(|(at, word)| self.reading.word(first + at).eq_ignore_ascii_case(word))
        };
        let start = first + CUES.into_iter().find(begins)?.len();
        let comma = |from: usize, most: usize| (from..end.min(from + most)).find(|at| self.reading.word(*at) == ",");
        let mut close = comma(start, LONGEST).filter(|close| *close > start)?;
        if let Some(next) = comma(close + 1, BESIDE).filter(|next| self.is_beside(start, close, *next)) {
            close = next;
        }
        let tokens = &self.reading.structure.tokens;
        let source = byte_span(tokens, start..close);
        let is_mark = |at: &usize| tokens.get(*at).is_some_and(|token| token.kind == TokenKind::Punctuation);
        let last = (close + 1..end).rev().find(|at| !is_mark(at))?;
        if !self.has_voice(start, close) {
            return None;
        }
        Some(attribution(source, Some(byte_span(tokens, first..start)), byte_span(tokens, close + 1..last + 1)))
    }

    /// True for a name beside its description ("one lawyer, *Gil Prado*,") or a description beside the name ("Kay Lunn, *the
    /// clerk*,").
    fn is_beside(&self, start: usize, close: usize, next: usize) -> bool {
        let tokens = &self.reading.structure.tokens;
        let role = |at: usize| {
            let word = self.reading.word(at).to_lowercase();
            self.lexicon.names.role(&word).is_some_and(|role| role.person)
                || self.lexicon.attribution.classes(&word) & class::PERSON_NOUN != 0
        };
        let between = byte_span(tokens, close + 1..next);
        let is_whole = |it: &Mention| it.span.end == between.end && it.titled.start <= between.start;
        let named = self.people(byte_span(tokens, start..close)).next().is_some();
        if named {
            self.lexicon.names.is(WordList::Article, self.reading.word(close + 1)) && role(next - 1)
        } else {
            (start..close).any(role) && self.people(between).any(is_whole)
        }
    }

    fn people(&self, span: Span) -> impl Iterator<Item = &Mention> {
        let first = self.mentions.partition_point(|it| it.span.start < span.start);
        self.mentions.since(first).iter().take_while(move |it| it.span.end <= span.end).filter(|it| is_person(it))
    }

    fn has_voice(&self, start: usize, close: usize) -> bool {
        let span = byte_span(&self.reading.structure.tokens, start..close);
        let first = self.mentions.partition_point(|it| it.span.start < span.start);
        let named = self.mentions.since(first).first().is_some_and(|it| it.span.end <= span.end);
        let classes = |at: usize| self.lexicon.attribution.classes(&self.reading.word(at).to_lowercase());
        named || (start..close).any(|at| classes(at) & VOICES != 0)
    }
}
