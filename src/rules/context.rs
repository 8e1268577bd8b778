//! What several rules ask about a place in an article.

use crate::analysis::{ArticleAnalysis, Attribution, Claim};
use crate::corpus::Snapshot;
use crate::model::claim::ClaimKind;
use crate::text::Span;
use crate::token::ZoneKind;

/// True in the body and outside quotation marks: where a rule about the reporter's own words may speak. Headlines,
/// captions, credits and boilerplate are silent (S2), words between marks are their speaker's (S1).
pub(super) fn own_words(analysis: &ArticleAnalysis, span: Span) -> bool {
    in_body(analysis, span) && !quoted(analysis, span)
}

/// True where a rule may speak of a claim: in the reporter's own words, not in another outlet's text (S4), and not where
/// the sentence is hearsay by its own words, which is one question and not two.
pub(super) fn speaks_of(analysis: &ArticleAnalysis, claim: &Claim) -> bool {
    let sentence = span_of(analysis, claim);
    let hearsay = || {
        let mut cues = analysis.attributions.iter().filter(|it| it.hearsay).flat_map(|it| &it.cue);
        claim.kind != ClaimKind::Hearsay && cues.any(|cue| sentence.covers(*cue) && !quoted(analysis, *cue))
    };
    analysis.block_at(claim.trigger.start).is_none() && own_words(analysis, claim.trigger) && !hearsay()
}

/// The sentence that a claim stands in.
pub(super) fn span_of(analysis: &ArticleAnalysis, claim: &Claim) -> Span {
    analysis.structure.sentences.get(claim.sentence).map_or(claim.trigger, |sentence| sentence.span)
}

fn in_body(analysis: &ArticleAnalysis, span: Span) -> bool {
    let paragraphs = &analysis.structure.paragraphs;
    let at = paragraphs.partition_point(|paragraph| paragraph.span.end <= span.start);
    paragraphs.get(at).is_some_and(|paragraph| paragraph.zone == ZoneKind::Body)
}

pub(super) fn quoted(analysis: &ArticleAnalysis, span: Span) -> bool {
    let quotations = &analysis.structure.quotations;
    let at = quotations.partition_point(|quotation| quotation.span.end <= span.start);
    quotations.get(at).is_some_and(|quotation| quotation.span.start < span.start)
}

/// Words with what goes with them in the same sentence, from the first to the last word, where that is at most half of the
/// sentence; else the words alone.
pub(super) fn together(analysis: &ArticleAnalysis, words: Span, with: Span) -> Span {
    let all = words.join(with);
    let short = sentence_of(analysis, words).is_some_and(|it| it.covers(all) && 2 * all.len() <= it.len());
    if short && !holds_quotation(analysis, all) { all } else { words }
}

fn holds_quotation(analysis: &ArticleAnalysis, words: Span) -> bool {
    let quotations = &analysis.structure.quotations;
    let at = quotations.partition_point(|quotation| quotation.span.end <= words.start);
    quotations.get(at).is_some_and(|quotation| quotation.span.start < words.end)
}

fn sentence_of(analysis: &ArticleAnalysis, words: Span) -> Option<Span> {
    let at = analysis.structure.sentence_at(words.start)?;
    analysis.structure.sentences.get(at).map(|it| it.span)
}

/// " in ABC News’s text" inside another outlet's block, else nothing.
pub(super) fn borrowed(analysis: &ArticleAnalysis, span: Span) -> String {
    analysis.block_at(span.start).map_or_else(String::new, |block| format!(" (in {}’s text)", block.outlet))
}

/// An advice with the remark that no other article has a source; without it where there is no other article.
pub(super) fn with_nobody_else(snapshot: &Snapshot, advice: &str) -> String {
    let remark = if snapshot.articles.len() > 1 { "; no source for it was found in the other articles" } else { "" };
    format!("{advice}{remark}")
}

/// The attribution that holds another, unless it is a block of another outlet.
pub(super) fn speaker_around<'a>(analysis: &'a ArticleAnalysis, attribution: &Attribution) -> Option<&'a Attribution> {
    let parent = analysis.attributions.get(attribution.parent?)?;
    let block = crate::analysis::attribution::block_of(&analysis.blocks, parent).is_some();
    (!block && !parent.hearsay).then_some(parent)
}
