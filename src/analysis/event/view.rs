//! An article as the event reader sees it.

use std::ops::Range;

use crate::analysis::reading::Reading;
use crate::analysis::stages::Numbered;
use crate::analysis::types::{AttributionId, ChainId, MentionId, MentionKind};
use crate::lexicon::events::{EventLexicon, List};
use crate::model::EntityType;
use crate::text::{IndexVec, Span};
use crate::token::{SentenceId, TokenKind};

/// An article with what the event reader looks up again and again.
pub(super) struct View<'a> {
    pub(super) lexicon: &'a EventLexicon,
    pub(super) reading: &'a Reading,
    pub(super) numbered: &'a Numbered,
    /// Each token in lower case.
    pub(super) words: Vec<String>,
    /// For each token, the named mention that it is part of, if any.
    pub(super) named: Vec<Option<MentionId>>,
    /// For each token, whether it is part of a time expression.
    pub(super) dated: Vec<bool>,
    /// For each token, whether it is part of a cue.
    pub(super) cue: Vec<bool>,
    /// For each mention, the attributions whose source it stands in.
    source_of: IndexVec<MentionId, Vec<AttributionId>>,
    /// For each sentence, the chain of its first attribution.
    speaker_of: IndexVec<SentenceId, Option<ChainId>>,
}

impl<'a> View<'a> {
    pub(super) fn new(lexicon: &'a EventLexicon, reading: &'a Reading, numbered: &'a Numbered) -> Self {
        let tokens = &reading.structure.tokens;
        let words = tokens.iter().map(|token| reading.slice(token.span).to_lowercase()).collect();
        let mut named = vec![None; tokens.len()];
        for (at, mention) in numbered.mentions.iter_enumerated() {
            if mention.kind == MentionKind::Named {
                let inside = tokens_in(reading, mention.span);
                named[inside].iter_mut().for_each(|slot| *slot = Some(at));
            }
        }
        let mut dated = vec![false; tokens.len()];
        for time in &reading.times {
            dated[tokens_in(reading, time.span)].fill(true);
        }
        let mut cue = vec![false; tokens.len()];
        for span in numbered.attributions.iter().flat_map(|one| &one.cue) {
            cue[tokens_in(reading, *span)].fill(true);
        }
        let mut source_of = IndexVec::filled(Vec::new(), numbered.mentions.len());
        let mut speaker_of = IndexVec::filled(None, reading.structure.sentences.len());
        for (at, attribution) in numbered.attributions.iter_enumerated() {
            for source in &attribution.source {
                let start = numbered.mentions.partition_point(|mention| mention.span.start < source.start);
                let end = numbered.mentions.partition_point(|mention| mention.span.start < source.end);
                source_of.range_mut(start..end).iter_mut().for_each(|list| list.push(at));
            }
            let sentence = attribution.cue.first().and_then(|cue| reading.structure.sentence_at(cue.start));
            if let Some(speaker) = sentence.and_then(|sentence| speaker_of.get_mut(sentence))
                && attribution.parent.is_none()
                && speaker.is_none()
            {
                *speaker = attribution.chain;
            }
        }
        Self { lexicon, reading, numbered, words, named, dated, cue, source_of, speaker_of }
    }

    pub(super) fn is(&self, list: List, token: usize) -> bool {
        self.words.get(token).is_some_and(|word| self.lexicon.is(list, word))
    }

    pub(super) fn kind(&self, token: usize) -> Option<TokenKind> {
        self.reading.structure.tokens.get(token).map(|token| token.kind)
    }

    /// The words of a range of tokens as one span; a quotation mark without its fellow is left out.
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        crate::model::byte_span(&self.reading.structure.tokens, range.clone())
    }

    /// True where some tokens name or describe people or bodies: "him", "the two leaders", "Microsoft", not "its".
    pub(super) fn met(&self, range: Range<usize>) -> bool {
        let tokens = &self.reading.structure.tokens;
        let role = |at: usize| self.words.get(at).and_then(|word| self.reading.language.names.role(word)).is_some();
        if range.clone().any(role) {
            return true;
        }
        let (Some(first), Some(last)) = (tokens.get(range.start), tokens.get(range.end.saturating_sub(1))) else {
            return false;
        };
        let span = first.span.join(last.span);
        let mentions = &self.numbered.mentions;
        let start = mentions.partition_point(|mention| mention.span.start < span.start);
        let inside = mentions.since(start).iter().take_while(|mention| mention.span.start < span.end);
        let mut acting = inside.filter(|mention| {
            let owner = mention.kind == MentionKind::Pronoun && self.is_owner(mention.span);
            let acts = matches!(mention.entity_type, EntityType::Person | EntityType::Organization | EntityType::Group);
            !owner && (acts || mention.kind == MentionKind::Named)
        });
        acting.next().is_some()
    }

    /// True for "its" and "his" in front of what is theirs.
    fn is_owner(&self, pronoun: Span) -> bool {
        let at = tokens_in(self.reading, pronoun).start;
        self.is(List::Possessive, at) && self.kind(at + 1) == Some(TokenKind::Word)
    }

    /// True when a mention is a source whose words hold the head: it tells of the event and need not take part.
    pub(super) fn tells(&self, mention: MentionId, head: Span) -> bool {
        let attributions = self.source_of.get(mention).into_iter().flatten();
        let mut contents = attributions.flat_map(|at| &self.numbered.attributions[*at].content);
        contents.any(|content| content.covers(head))
    }

    /// The chain that speaks first in a sentence, by its cue.
    pub(super) fn speaker(&self, sentence: SentenceId) -> Option<ChainId> {
        self.speaker_of.get(sentence).copied().flatten()
    }

    /// True for a number or a capital.
    pub(super) fn counts(&self, token: usize) -> bool {
        self.kind(token) == Some(TokenKind::Number) || self.capital(token)
    }

    pub(super) fn capital(&self, token: usize) -> bool {
        let token = self.reading.structure.tokens.get(token);
        token.is_some_and(|token| self.reading.slice(token.span).starts_with(char::is_uppercase))
    }

    pub(super) fn type_at(&self, token: usize) -> Option<EntityType> {
        let mention = (*self.named.get(token)?)?;
        self.numbered.mentions.get(mention).map(|mention| mention.entity_type)
    }
}

/// The tokens that a span touches.
pub(super) fn tokens_in(reading: &Reading, span: Span) -> Range<usize> {
    let tokens = &reading.structure.tokens;
    let start = tokens.partition_point(|token| token.span.end <= span.start);
    start..tokens.partition_point(|token| token.span.start < span.end).max(start)
}
