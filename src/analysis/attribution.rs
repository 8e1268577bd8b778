//! Who says what: the assembly of attributions from the reader's tags and the quotations.
//!
//! [`relations`] joins cues with sources and contents, [`continuation`] gives quotations without a cue of their own to the
//! speaker before them, [`block`] finds borrowed text, [`kind`] tells what sort of source speaks.

use super::reading::Reading;
use super::stages::{Attributed, Cited, Named, Numbered, Resolved};
use super::types::{Attribution, AttributionId, OutletBlock, Style};
use crate::lexicon::Language;
use crate::model::ParagraphTags;
use crate::text::{IndexVec, Span};

mod act;
mod block;
mod continuation;
mod form;
mod fronted;
mod head;
mod hearsay;
mod kind;
mod paper;
mod relations;
mod silence;
mod subject;
mod together;
mod unnamed;
mod voice;

pub(super) use act::act;
pub(super) use hearsay::{hearsay, kind as hearsay_kind};
pub(super) use unnamed::{reasons as reasons_for_no_name, unnamed};
pub(super) use voice::{accused, decided_kind, heard, mentions_in, own_chain, speaker, voice};

pub(crate) use block::block_of;

/// Assembles attributions, and finds the stretches of another outlet's text ("ABC News reports:").
pub(super) fn cite(lexicon: &Language, reading: &Reading, named: &Named, tags: &[ParagraphTags]) -> Cited {
    let blocks = block::blocks(&lexicon.attribution, reading);
    let mut found = relations::attributions(reading, tags);
    subject::give(lexicon, reading, &named.mentions, &mut found);
    together::whole_sources(lexicon, reading, &named.mentions, &mut found);
    let is_silence = |it: &Attribution| silence::is_silence(lexicon, reading, it);
    found = found.into_iter().filter(|it| !is_silence(it)).collect();
    form::attributions(lexicon, reading, &named.mentions, &blocks, &mut found);
    fronted::attributions(lexicon, reading, &named.mentions, &mut found);
    continuation::quotations(reading, &mut found);
    for attribution in &mut found {
        let Attribution { cue, content, .. } = attribution;
        if content.len() > 1 && content.iter().any(|span| !is_title(reading, *span)) {
            content.retain(|span| !is_title(reading, *span) && !cue.iter().any(|cue| cue.covers(*span)));
        }
    }
    found.extend(blocks.iter().map(|outlet| block::attribution(reading, outlet)));
    // A source may be shared ("he said …, adding …") and a content begins before what is said in it: the order is that
    // of cue or content, whichever comes first.
    found.sort_by_key(|attribution| {
        let start = attribution.cue.iter().chain(&attribution.content).map(|span| span.start).min();
        (start, u32::MAX - attribution.extent().end)
    });
    settle_parents(&mut found);
    for attribution in &mut found {
        attribution.style = style(reading, &blocks, attribution);
    }
    Cited { attributions: found, blocks }
}

/// Gives each source its chain, and a paper the chain of who wrote it.
pub(super) fn attribute(lexicon: &Language, reading: &Reading, resolved: &Resolved, cited: Cited) -> Attributed {
    let Resolved { mentions, chains, together } = resolved;
    let Cited { mut attributions, mut blocks } = cited;
    for attribution in &mut attributions {
        attribution.joint = together::speakers(lexicon, reading, mentions, attribution);
        if attribution.joint.is_empty()
            && let Some(they) = attribution.source.first().and_then(|source| together.get(&source.start))
        {
            attribution.joint.clone_from(they);
        }
        attribution.chain = match attribution.joint.is_empty() {
            true => kind::chain(lexicon, reading, mentions, attribution),
            false => together::group(mentions, chains, attribution),
        };
    }
    continuation::between(reading, mentions, &mut attributions);
    together::take_up(lexicon, reading, &mut attributions);
    for (at, author) in paper::authors(lexicon, reading, mentions, chains, &attributions) {
        let paper = &mut attributions[at];
        if let (None, Some(source)) = (paper.kind, paper.source.first()) {
            paper.kind = Some(kind::of_paper(lexicon, reading, *source));
        }
        paper.chain = Some(author);
    }
    block::link_chains(&mut blocks, &attributions);
    Attributed { attributions, blocks }
}

/// Tells the kind of source of each attribution that has none.
pub(super) fn tell_kinds(lexicon: &Language, reading: &Reading, found: &mut Numbered) {
    let Numbered { mentions, chains, attributions, .. } = found;
    for attribution in attributions.iter_mut().filter(|it| it.kind.is_none()) {
        attribution.kind = kind::kind(lexicon, reading, mentions, chains, attribution);
    }
}

/// "on NBC’s “Meet the Press”": a quotation in the middle of a phrase, each longer word of it with a capital, is the name of a
/// work.
fn is_title(reading: &Reading, span: Span) -> bool {
    let is_mark = |ch: char| matches!(ch, '“' | '”' | '"' | '\'' | '‘' | '’');
    let words =
        || reading.slice(span).split_whitespace().map(|word| word.trim_matches(|ch: char| !ch.is_alphanumeric()));
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let before = reading.text.get(..span.start as usize).unwrap_or_default();
    let within = before.strip_suffix(' ').is_some_and(|before| before.ends_with(char::is_alphanumeric));
    reading.slice(span).starts_with(is_mark)
        && within
        && words().filter(|word| capital(word)).count() > 1
        && words().all(|word| capital(word) || word.len() <= 4)
}

/// The innermost content that holds a cue makes its attribution the parent. One sweep over contents and cues in the
/// order of the text; the open contents stand on a stack.
fn settle_parents(attributions: &mut IndexVec<AttributionId, Attribution>) {
    let mut contents: Vec<(Span, AttributionId)> = Vec::new();
    for (at, attribution) in attributions.iter_enumerated() {
        contents.extend(attribution.content.iter().map(|span| (*span, at)));
    }
    contents.sort_by_key(|(span, at)| (span.start, u32::MAX - span.end, *at));
    let anchor = |attribution: &Attribution| {
        attribution.cue.iter().copied().reduce(Span::join).unwrap_or_else(|| attribution.extent())
    };
    let mut cues: Vec<(Span, AttributionId)> =
        attributions.iter_enumerated().map(|(at, it)| (anchor(it), at)).collect();
    cues.sort_unstable();
    let mut stack: Vec<(Span, AttributionId)> = Vec::new();
    let mut next = 0;
    for (cue, at) in cues {
        while let Some(content) = contents.get(next).filter(|(span, _)| span.start <= cue.start) {
            stack.push(*content);
            next += 1;
        }
        while stack.last().is_some_and(|(span, _)| span.end <= cue.start) {
            stack.pop();
        }
        let holds = |(span, owner): &&(Span, AttributionId)| span.covers(cue) && *owner != at && *owner < at;
        attributions[at].parent = stack.iter().rev().take(16).find(holds).map(|(_, owner)| *owner);
    }
}

/// By the share of characters between quotation marks. What is said inside a quotation is reported by its speaker.
fn style(reading: &Reading, blocks: &[OutletBlock], attribution: &Attribution) -> Style {
    let quotations = &reading.structure.quotations;
    let inside = |span: Span| {
        let first = quotations.partition_point(|quotation| quotation.span.end <= span.start);
        let touching = quotations.iter().skip(first).take_while(move |quotation| quotation.span.start < span.end);
        touching.map(|quotation| quotation.span.overlap(span)).sum::<u32>()
    };
    if block_of(blocks, attribution).is_some() {
        return Style::Direct;
    }
    if attribution.cue.iter().any(|cue| inside(*cue) == cue.len() && !cue.is_empty()) {
        return Style::Indirect;
    }
    let whole: u32 = attribution.content.iter().map(|span| without_that(reading, *span).len()).sum();
    let quoted: u32 = attribution.content.iter().map(|span| inside(*span)).sum();
    match quoted {
        0 => Style::Indirect,
        _ if quoted as f32 >= whole as f32 * 0.99 => Style::Direct,
        _ => Style::Mixed,
    }
}

fn without_that(reading: &Reading, span: Span) -> Span {
    let skip = if reading.slice(span).starts_with("that ") { 5 } else { 0 };
    Span { start: span.start + skip, end: span.end }
}

#[cfg(test)]
mod tests;
