//! What the claim head sees of each sentence of the body: its words, who answers for them, and what stands around it.
//!
//! The trainer reads the same numbers (`copydesk features --claims`), so that nothing of this is written twice.

use crate::analysis::article::ArticleAnalysis;
use crate::analysis::attribution::block_of;
use crate::analysis::types::{Attribution, MentionKind, SourceKind};
use crate::lexicon::List;
use crate::model::claim::{Seen, WIDTH, Word};
use crate::model::network::features::{self, entity_index};
use crate::model::network::wordpieces::Pieces;
use crate::text::{IndexVec, Span};
use crate::token::{Sentence, SentenceId, Token, TokenKind, ZoneKind};

/// Who answers for a token, in the order of importance: what is greater covers what is less.
mod answer {
    pub(super) const NOBODY: u8 = 0;
    pub(super) const HEARSAY: u8 = 1;
    pub(super) const UNNAMED: u8 = 2;
    pub(super) const SOMEBODY: u8 = 3;
    pub(super) const UNNAMED_SOURCE: u8 = 4;
    pub(super) const SOURCE: u8 = 5;
    pub(super) const CUE: u8 = 6;
}

/// The body's sentences, in the order of the text. Linear time.
pub fn sight(pieces: &Pieces, analysis: &ArticleAnalysis) -> Vec<(SentenceId, Seen)> {
    let states = answers(analysis);
    let names = names(analysis);
    let sums: IndexVec<SentenceId, Sum> =
        analysis.structure.sentences.iter().map(|it| Sum::of(analysis, it, &states)).collect();
    let body: Vec<SentenceId> = analysis
        .structure
        .sentences
        .iter_enumerated()
        .filter(|(_, it)| in_body(analysis, it))
        .map(|(at, _)| at)
        .collect();
    let whole = Whole::of(analysis, &sums, &body);
    let mut times = Within::new(analysis.times.iter().map(|it| it.span));
    let mut seen = Vec::with_capacity(body.len());
    for (nth, at) in body.iter().enumerate() {
        let Some(sentence) = analysis.structure.sentences.get(*at) else { continue };
        let tokens = sentence.first_token as usize..sentence.end_token as usize;
        let words = analysis.structure.tokens_of(sentence).iter().zip(tokens).map(|(it, at)| {
            let (pieces, hashes) = features::word(pieces, analysis.slice(it.span));
            let kind = if times.holds(it.span) { 3 } else { kind(it.kind) };
            Word { pieces, hashes, flags: [quotation(it.kind, it.quoted), states[at], names[at], kind] }
        });
        let words = words.collect();
        let near = |step: i64| {
            let other = (nth as i64 + step).try_into().ok().and_then(|nth: usize| body.get(nth));
            other.and_then(|other| sums.get(*other)).copied().unwrap_or_default()
        };
        let around = floats(analysis, *at, sentence, nth, &whole, [near(-1), near(0), near(1)]);
        seen.push((*at, Seen { words, around }));
    }
    seen
}

/// True for a sentence of a paragraph of the body.
pub(super) fn in_body(analysis: &ArticleAnalysis, sentence: &Sentence) -> bool {
    let paragraph = analysis.structure.paragraphs.get(sentence.paragraph as usize);
    paragraph.is_some_and(|paragraph| paragraph.zone == ZoneKind::Body)
}

fn quotation(kind: TokenKind, quoted: bool) -> u8 {
    match kind {
        TokenKind::QuoteOpen => 1,
        TokenKind::QuoteClose => 2,
        _ if quoted => 3,
        _ => 0,
    }
}

fn kind(kind: TokenKind) -> u8 {
    match kind {
        TokenKind::Word => 0,
        TokenKind::Number => 1,
        _ => 2,
    }
}

/// For each token of the article who answers for it.
fn answers(analysis: &ArticleAnalysis) -> Vec<u8> {
    let mut states = vec![answer::NOBODY; analysis.structure.tokens.len()];
    let mut mark = |spans: &[Span], state: u8| {
        for span in spans {
            let tokens = &analysis.structure.tokens;
            let first = tokens.partition_point(|token| token.span.end <= span.start);
            let after = tokens.partition_point(|token| token.span.start < span.end);
            for token in states.get_mut(first..after).unwrap_or_default() {
                *token = (*token).max(state);
            }
        }
    };
    // What is nested lies within its parent's words: those are marked once.
    for attribution in analysis.attributions.iter().filter(|it| it.parent.is_none()) {
        let (content, source) = states_of(analysis, attribution);
        mark(&attribution.content, content);
        mark(&attribution.source, source);
        mark(&attribution.cue, answer::CUE);
    }
    states
}

/// The states of an attribution's content and of its source.
fn states_of(analysis: &ArticleAnalysis, attribution: &Attribution) -> (u8, u8) {
    let block = block_of(&analysis.blocks, attribution).is_some();
    if attribution.hearsay || block || attribution.source.is_empty() {
        return (answer::HEARSAY, answer::UNNAMED_SOURCE);
    }
    match attribution.kind {
        Some(SourceKind::Anonymous | SourceKind::Vague) => (answer::UNNAMED, answer::UNNAMED_SOURCE),
        _ => (answer::SOMEBODY, answer::SOURCE),
    }
}

/// For each token the type of the name that it is part of, from 1; 0 for none.
fn names(analysis: &ArticleAnalysis) -> Vec<u8> {
    let tokens = &analysis.structure.tokens;
    let mut found = vec![0; tokens.len()];
    for mention in analysis.mentions.iter().filter(|it| it.kind == MentionKind::Named) {
        let first = tokens.partition_point(|token| token.span.end <= mention.span.start);
        let after = tokens.partition_point(|token| token.span.start < mention.span.end);
        found.get_mut(first..after).unwrap_or_default().fill(1 + entity_index(mention.entity_type));
    }
    found
}

/// Whether spans that come in order lie within others that come in order.
struct Within<I: Iterator<Item = Span>> {
    spans: std::iter::Peekable<I>,
}

impl<I: Iterator<Item = Span>> Within<I> {
    fn new(spans: I) -> Self {
        Self { spans: spans.peekable() }
    }

    fn holds(&mut self, span: Span) -> bool {
        while self.spans.next_if(|it| it.end <= span.start).is_some() {}
        self.spans.peek().is_some_and(|it| it.start <= span.start)
    }
}

/// What is counted of a sentence, as shares of its tokens.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    tokens: f32,
    quoted: f32,
    somebody: f32,
    unnamed: f32,
    hearsay: f32,
    cue: bool,
    source: bool,
    unnamed_source: bool,
    first_person: f32,
}

impl Sum {
    fn of(analysis: &ArticleAnalysis, sentence: &Sentence, states: &[u8]) -> Self {
        let tokens = sentence.first_token as usize..sentence.end_token as usize;
        let here = states.get(tokens).unwrap_or_default();
        let words = analysis.structure.tokens_of(sentence);
        let count = words.len().max(1) as f32;
        let share = |state: u8| here.iter().filter(|it| **it == state).count() as f32 / count;
        let quoted = words.iter().filter(|it| quotation(it.kind, it.quoted) != 0).count() as f32;
        let is_first = |it: &Token| analysis.language.lists.is(List::Narrator, analysis.slice(it.span));
        let first = words.iter().filter(|it| !it.quoted && is_first(it)).count() as f32;
        Self {
            tokens: words.len() as f32,
            quoted: quoted / count,
            somebody: share(answer::SOMEBODY),
            unnamed: share(answer::UNNAMED),
            hearsay: share(answer::HEARSAY),
            cue: here.contains(&answer::CUE),
            source: here.contains(&answer::SOURCE),
            unnamed_source: here.contains(&answer::UNNAMED_SOURCE),
            first_person: first / count,
        }
    }
}

/// What is counted of the whole article.
struct Whole {
    sentences: f32,
    attributed: f32,
    quoted: f32,
    first_person: f32,
}

impl Whole {
    fn of(analysis: &ArticleAnalysis, sums: &IndexVec<SentenceId, Sum>, body: &[SentenceId]) -> Self {
        let count = body.len().max(1) as f32;
        let mean = |of: &dyn Fn(SentenceId) -> f32| body.iter().map(|at| of(*at)).sum::<f32>() / count;
        let sum = |at: SentenceId| sums.get(at).copied().unwrap_or_default();
        Self {
            sentences: body.len() as f32,
            attributed: mean(&|at| analysis.attributed.get(at).copied().unwrap_or_default()),
            quoted: mean(&|at| sum(at).quoted),
            first_person: mean(&|at| sum(at).first_person),
        }
    }
}

fn flag(is: bool) -> f32 {
    if is { 1.0 } else { 0.0 }
}

/// Logarithm of a count, 255 being 1.
fn size(count: f32) -> f32 {
    (1.0 + count).log2() / 8.0
}

/// The sentence's own numbers, each about 0 to 1.
fn floats(
    analysis: &ArticleAnalysis,
    at: SentenceId,
    sentence: &Sentence,
    nth: usize,
    whole: &Whole,
    [before, here, after]: [Sum; 3],
) -> [f32; WIDTH] {
    let attributed =
        |at: Option<SentenceId>| at.and_then(|at| analysis.attributed.get(at)).copied().unwrap_or_default();
    let text = analysis.slice(sentence.span);
    let paragraph = analysis.structure.paragraphs.get(sentence.paragraph as usize);
    [
        nth as f32 / whole.sentences.max(1.0),
        flag(nth == 0),
        flag(paragraph.is_some_and(|it| it.first_sentence == at)),
        size(here.tokens),
        here.quoted,
        here.somebody,
        here.unnamed,
        here.hearsay,
        flag(here.cue),
        flag(here.source),
        flag(here.unnamed_source),
        attributed(Some(at)),
        attributed(at.previous()),
        before.somebody,
        flag(before.cue),
        flag(before.source),
        after.somebody,
        flag(after.cue),
        whole.attributed,
        whole.quoted,
        (whole.first_person * 10.0).min(1.0),
        size(whole.sentences),
        flag(analysis.block_at(sentence.span.start).is_some()),
        flag(text.ends_with('?')),
    ]
}
