//! What is said on nobody's word: what its words ask, and whether somebody stands behind it after all.

use crate::analysis::facts::{Hearsay, HearsayKind};
use crate::analysis::{ArticleAnalysis, Attribution, Decided};
use crate::lexicon::attribution::{AttributionLexicon, class};
use crate::text::Span;
use crate::token::{Sentence, SentenceId, Token, TokenKind, ZoneKind};

/// Sentences for which a charge stands behind what is "allegedly" done.
const CHARGE_LASTS: usize = 2;
/// The most words behind a cue that are shown.
const ONWARD: usize = 8;

/// What kind of hearsay an attribution is, if it is one.
pub(in crate::analysis) fn hearsay(
    lexicon: &AttributionLexicon,
    analysis: &ArticleAnalysis,
    attribution: &Attribution,
) -> Option<Decided<Hearsay>> {
    let cue = attribution.cue.first().copied().filter(|_| attribution.hearsay)?;
    let words = analysis.slice(cue).to_lowercase();
    let expected = lexicon.has_phrase("expected", &words);
    let kind = if expected { HearsayKind::Expected } else { kind(lexicon, &words) };
    let certain = lexicon.has_phrase("certain", &words);
    let backed = is_backed(lexicon, analysis, cue, &words) || told_at_the_end(analysis, cue);
    let words = onward(lexicon, analysis, attribution, cue);
    Some(Decided::by_rule(Hearsay { kind, certain, backed, words }, "hearsay"))
}

/// A cue with what follows of its content in the reporter's words, at most half of the sentence, to a word that does not ask
/// for another.
fn onward(lexicon: &AttributionLexicon, analysis: &ArticleAnalysis, attribution: &Attribution, cue: Span) -> Span {
    let structure = &analysis.structure;
    let sentence = structure.sentence_at(cue.start).and_then(|at| structure.sentences.get(at));
    let told = attribution.content.iter().find(|content| content.start >= cue.end);
    let (Some(sentence), Some(told)) = (sentence, told) else { return cue };
    let first = structure.tokens.partition_point(|it| it.span.start < cue.end);
    let fits = |end: u32| end <= told.end.min(sentence.span.end) && 2 * (end - cue.start) <= sentence.span.len();
    let next = structure.tokens.get(first..).unwrap_or(&[]).iter().take(ONWARD);
    let next = next.take_while(|it| !it.quoted && fits(it.span.end));
    let closes = |span: Span| lexicon.classes(&analysis.slice(span).to_lowercase()) & class::DANGLING == 0;
    let word = |it: &&Token| matches!(it.kind, TokenKind::Word | TokenKind::Number) && closes(it.span);
    next.filter(word).last().map_or(cue, |it| cue.join(it.span))
}

/// What some words (lower case) ask.
pub(in crate::analysis) fn kind(lexicon: &AttributionLexicon, words: &str) -> HearsayKind {
    let kinds = [
        ("reported", HearsayKind::Reported),
        ("alleged", HearsayKind::Alleged),
        ("blamed", HearsayKind::Blamed),
        ("feared", HearsayKind::Feared),
        ("suspected", HearsayKind::Suspected),
        ("seen", HearsayKind::Seen),
        ("said", HearsayKind::Said),
    ];
    let found = kinds.iter().find(|(class, _)| lexicon.has_phrase(class, words));
    found.map_or(HearsayKind::Believed, |(_, kind)| *kind)
}

/// True where the sentence says by whom, or names the charge, as may the sentences before.
fn is_backed(lexicon: &AttributionLexicon, analysis: &ArticleAnalysis, cue: Span, words: &str) -> bool {
    let Some(here) = analysis.structure.sentence_at(cue.start) else { return false };
    let text = |at: SentenceId| {
        analysis.structure.sentences.get(at).map_or_else(String::new, |it| analysis.slice(it.span).to_lowercase())
    };
    let by = lexicon.has_phrase("of-somebody", words) && lexicon.has_phrase("by-somebody", &text(here));
    let charged = |words: &str| lexicon.has_phrase("charge", words);
    let before = || {
        let sentences = analysis.structure.sentences.before(here).iter().rev().take(CHARGE_LASTS);
        let zone =
            |sentence: &Sentence| analysis.structure.paragraphs.get(sentence.paragraph as usize).map(|it| it.zone);
        let mut told = sentences.filter(|sentence| zone(sentence) == Some(ZoneKind::Body));
        told.any(|sentence| charged(&analysis.slice(sentence.span).to_lowercase()))
    };
    by || lexicon.has_phrase("accusing", words) && (charged(&text(here)) || before())
}

/// True where a sentence closes with who says all of it ("…, the police said."), however little of it the statement was
/// found to hold.
fn told_at_the_end(analysis: &ArticleAnalysis, cue: Span) -> bool {
    let sentence = analysis.structure.sentence_at(cue.start).and_then(|at| analysis.structure.sentences.get(at));
    let Some(sentence) = sentence.map(|sentence| sentence.span) else { return false };
    analysis.attributions.iter().filter(|it| !it.hearsay && !it.source.is_empty()).any(|it| {
        let Some(tail) = it.source.iter().chain(&it.cue).copied().reduce(Span::join) else { return false };
        let content_first = it.content.iter().all(|content| content.end <= tail.start);
        let rest = Span::new(tail.end, sentence.end.max(tail.end));
        let ends = !analysis.slice(rest).contains(char::is_alphanumeric);
        cue.end <= tail.start && sentence.covers(tail) && content_first && ends
    })
}
