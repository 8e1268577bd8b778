//! Who says what: the assembly of attributions from the reader's tags and the quotations.
//!
//! [`relations`] joins cues with sources and contents, [`carry`] gives quotations without a cue of their own to the
//! speaker before them, [`block`] finds borrowed text, [`kind`] tells what sort of source speaks.

use super::{ArticleAnalysis, Attribution, OutletBlock, Style};
use crate::model::{Models, ParagraphTags};
use crate::text::Span;

mod block;
mod carry;
mod kind;
mod relations;

#[cfg(test)]
mod measure;

/// Stretches of another outlet's text ("ABC News reports:").
pub fn blocks(models: &Models, analysis: &ArticleAnalysis) -> Vec<OutletBlock> {
    block::blocks(models, analysis)
}

/// Assembles attributions; the sources' chains are filled in by [`link_chains`].
pub fn attributions(_models: &Models, analysis: &ArticleAnalysis, tags: &[ParagraphTags]) -> Vec<Attribution> {
    let mut found = relations::attributions(analysis, tags);
    carry::quotations(analysis, &mut found);
    found.extend(analysis.blocks.iter().map(|outlet| block::attribution(analysis, outlet)));
    found.sort_by_key(|attribution| {
        let whole = extent(attribution);
        (whole.start, u32::MAX - whole.end, attribution.cue.first().map_or(0, |cue| cue.start))
    });
    settle_parents(&mut found);
    for at in 0..found.len() {
        found[at].style = style(analysis, &found[at]);
    }
    found
}

/// Fills in each attribution's chain and kind of source, once descriptions and pronouns have chains.
pub fn link_chains(models: &Models, analysis: &mut ArticleAnalysis) {
    let linked: Vec<_> = analysis
        .attributions
        .iter()
        .map(|attribution| {
            let chain = kind::chain(analysis, attribution);
            (chain, kind::kind(models, analysis, attribution, chain))
        })
        .collect();
    for (attribution, (chain, kind)) in analysis.attributions.iter_mut().zip(linked) {
        attribution.chain = chain;
        attribution.kind = kind;
    }
    block::link_chains(analysis);
}

/// From the first to the last word of an attribution.
pub(crate) fn extent(attribution: &Attribution) -> Span {
    let spans = attribution.source.iter().chain(&attribution.cue).chain(&attribution.content);
    spans.copied().reduce(Span::join).unwrap_or_default()
}

/// The innermost content that holds a cue makes its attribution the parent. One sweep over contents and cues in the
/// order of the text; the open contents stand on a stack.
fn settle_parents(attributions: &mut Vec<Attribution>) {
    let mut contents: Vec<(Span, usize)> = Vec::new();
    for (at, attribution) in attributions.iter().enumerate() {
        contents.extend(attribution.content.iter().map(|span| (*span, at)));
    }
    contents.sort_by_key(|(span, at)| (span.start, u32::MAX - span.end, *at));
    let anchor = |attribution: &Attribution| {
        attribution.cue.iter().copied().reduce(Span::join).unwrap_or_else(|| extent(attribution))
    };
    let mut cues: Vec<(Span, usize)> = attributions.iter().enumerate().map(|(at, it)| (anchor(it), at)).collect();
    cues.sort_unstable();
    let mut stack: Vec<(Span, usize)> = Vec::new();
    let mut next = 0;
    for (cue, at) in cues {
        while let Some(content) = contents.get(next).filter(|(span, _)| span.start <= cue.start) {
            stack.push(*content);
            next += 1;
        }
        while stack.last().is_some_and(|(span, _)| span.end <= cue.start) {
            stack.pop();
        }
        let holds = |(span, owner): &&(Span, usize)| span.covers(cue) && *owner != at && *owner < at;
        attributions[at].parent = stack.iter().rev().take(16).find(holds).map(|(_, owner)| *owner);
    }
}

/// By the share of characters between quotation marks. What is said inside a quotation is reported by its speaker.
fn style(analysis: &ArticleAnalysis, attribution: &Attribution) -> Style {
    let quotations = &analysis.structure.quotations;
    let inside = |span: Span| {
        let first = quotations.partition_point(|quotation| quotation.span.end <= span.start);
        let touching = quotations.iter().skip(first).take_while(move |quotation| quotation.span.start < span.end);
        touching.map(|quotation| quotation.span.overlap(span)).sum::<u32>()
    };
    if attribution.cue.iter().any(|cue| inside(*cue) == cue.len() && !cue.is_empty()) {
        return Style::Indirect;
    }
    let whole: u32 = attribution.content.iter().map(|span| without_that(analysis, *span).len()).sum();
    let quoted: u32 = attribution.content.iter().map(|span| inside(*span)).sum();
    match quoted {
        0 => Style::Indirect,
        _ if quoted as f32 >= whole as f32 * 0.99 => Style::Direct,
        _ => Style::Mixed,
    }
}

fn without_that(analysis: &ArticleAnalysis, span: Span) -> Span {
    let skip = if analysis.slice(span).starts_with("that ") { 5 } else { 0 };
    Span { start: span.start + skip, end: span.end }
}
