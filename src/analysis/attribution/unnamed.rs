//! Whose name is missing: people without a name whom a source introduces, and whether the article says why they have none.

use super::head::{Determiner, Head};
use super::kind::{antecedent, is_relative};
use crate::analysis::facts::Unnamed;
use crate::analysis::{ArticleAnalysis, Attribution, Decided, SourceKind};
use crate::lexicon::Language;
use crate::lexicon::attribution::class;
use crate::text::{Span, floor_boundary};
use crate::token::SentenceId;

/// Bytes of a content within which it asks for anonymity ("asked not to be named").
const ASKS: u32 = 40;
/// Sentences of an article that are read as reasons: a page that repeats one without end costs no more.
const REASONS: usize = 16;

/// Who has no name in an attribution of an anonymous source, when the source introduces them. Whoever an office or a family
/// identifies ("the president", "his mother") is known without a name. `reasons` are the sentences that say why somebody has
/// none.
pub(in crate::analysis) fn unnamed(
    lexicon: &Language,
    analysis: &ArticleAnalysis,
    attribution: &Attribution,
    reasons: &[SentenceId],
) -> Option<Decided<Unnamed>> {
    let named = attribution.chain.and_then(|chain| analysis.chains.get(chain)).is_some_and(|chain| chain.named);
    let anonymous = attribution.kind == Some(SourceKind::Anonymous) && !attribution.hearsay;
    if named || !anonymous || asks(lexicon, analysis, attribution) {
        return None;
    }
    let mut source = *attribution.source.first()?;
    if is_relative(analysis.slice(source)) {
        source = antecedent(lexicon, &analysis.text, &analysis.mentions, source)?.span;
    }
    let head = Head::read(&lexicon.attribution, &analysis.text, &analysis.structure, source);
    let opening = analysis.slice(source).split_whitespace().next().unwrap_or("");
    if matches!(opening, "No" | "no" | "Every" | "every") {
        return None;
    }
    // "A person" and "someone" are nobody yet, "a person who works in the mayor’s office" is.
    let anybody = head.has(class::ANYBODY);
    if !head.has(class::PERSON_NOUN | class::ANYBODY) || anybody && !(head.knows || head.qualified) {
        return None;
    }
    let plural = head.is_plural() || matches!(analysis.slice(head.noun), "people" | "People" | "those" | "Those");
    let introduced = match head.determiner {
        Determiner::Counting => true,
        Determiner::Pointing => head.has(class::ONE_OF_MANY),
        // Officials speak for an institution even as "officials"; of others so many are a crowd.
        Determiner::None if plural => head.has(class::INSIDER) || head.knows,
        Determiner::None => head.has(class::ONE_OF_MANY) || head.knows,
    };
    let words = analysis.slice(source).split_whitespace().count();
    let found = Unnamed {
        who: core(analysis, source),
        noun: head.noun,
        plural,
        spokesperson: head.has(class::SPOKESPERSON),
        again: head.determiner == Determiner::Pointing && words == 2,
        reason: reasons.iter().copied().find(|reason| is_of(lexicon, analysis, attribution, head.noun, *reason)),
    };
    introduced.then(|| Decided::by_rule(found, "unnamed"))
}

/// The sentences that say why somebody has no name, the first [`REASONS`] of them.
pub(in crate::analysis) fn reasons(lexicon: &Language, analysis: &ArticleAnalysis) -> Vec<SentenceId> {
    let says = |span: Span| lexicon.attribution.has_phrase("reason", &analysis.slice(span).to_lowercase());
    let sentences = analysis.structure.sentences.iter_enumerated();
    sentences.filter(|(_, sentence)| says(sentence.span)).map(|(at, _)| at).take(REASONS).collect()
}

/// True when a sentence gives the reason of one source, not of another: it is the statement's own, speaks of the source, or
/// names it by the same noun ("*The officials* spoke on condition of anonymity").
fn is_of(
    lexicon: &Language,
    analysis: &ArticleAnalysis,
    attribution: &Attribution,
    noun: Span,
    reason: SentenceId,
) -> bool {
    let Some(sentence) = analysis.structure.sentences.get(reason).map(|sentence| sentence.span) else { return false };
    let spans = [&attribution.source, &attribution.cue, &attribution.content];
    let its_own = spans.into_iter().flatten().any(|span| span.overlaps(sentence));
    let spoken_of = || {
        let chain = attribution.chain.and_then(|chain| analysis.chains.get(chain));
        chain.is_some_and(|chain| {
            let mentions = chain.mentions.iter().filter_map(|at| analysis.mentions.get(*at));
            mentions.into_iter().any(|mention| sentence.covers(mention.span))
        })
    };
    let word = || stem(analysis.slice(noun));
    let words = || analysis.slice(sentence).split(|ch: char| !ch.is_alphanumeric()).map(stem);
    // "… said. They asked not to be named."
    let goes_on = || {
        let first = analysis.slice(sentence).split_whitespace().next().unwrap_or_default();
        let pronoun = lexicon.attribution.classes(&first.to_lowercase()) & class::PRONOUN != 0;
        let of = attribution.source.first().and_then(|source| analysis.structure.sentence_at(source.start));
        pronoun && of.is_some_and(|of| reason.behind(of) == 1)
    };
    its_own || spoken_of() || words().any(|other| other == word()) || goes_on()
}

/// A noun without its plural: "official" of "Officials".
fn stem(noun: &str) -> String {
    noun.to_lowercase().trim_end_matches('s').to_owned()
}

/// True for "asked not to be named", which says nothing else.
fn asks(lexicon: &Language, analysis: &ArticleAnalysis, attribution: &Attribution) -> bool {
    let (Some(cue), Some(content)) = (attribution.cue.first(), attribution.content.first()) else { return false };
    let end = floor_boundary(&analysis.text, content.end.min(content.start.saturating_add(ASKS)));
    let words = || analysis.slice(cue.join(Span::new(content.start, end))).to_lowercase();
    cue.end <= content.start && lexicon.attribution.has_phrase("reason", &words())
}

/// The words up to the first comma or relative clause.
fn core(analysis: &ArticleAnalysis, source: Span) -> Span {
    let text = analysis.slice(source);
    let cut = [text.find(','), text.find(" who ")].into_iter().flatten().min().unwrap_or(text.len());
    Span::new(source.start, source.start + Span::of(0..cut).end)
}
