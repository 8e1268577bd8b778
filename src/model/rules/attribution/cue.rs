//! Cues and how they stand to their source: before it, behind it, without it.

use std::ops::Range;

use crate::lexicon::attribution::class;
use crate::model::rules::attribution::cue::shape::{Bounds, Cue, Shape};
use crate::model::rules::attribution::words::Words;

pub(crate) mod addressee;
mod phrases;
pub(crate) mod shape;
mod source;
mod verb;
mod verb_group;

/// All cues of one sentence, in order.
pub(crate) fn cues(words: &Words<'_>, sentence: Bounds) -> Vec<Cue> {
    let mut found: Vec<Cue> = Vec::new();
    for at in sentence.low..sentence.high {
        if found.last().is_some_and(|cue| cue.span.contains(&at)) {
            continue;
        }
        let bounds = bounds_of(words, at, sentence);
        let cue = phrases::according(words, at, bounds)
            .or_else(|| phrases::hearsay(words, at, bounds))
            .or_else(|| phrases::noun_cue(words, at, bounds))
            .or_else(|| phrases::adjective(words, at, bounds))
            .or_else(|| verb::verb(words, at, bounds));
        found.extend(cue);
    }
    share_sources(words, &mut found, sentence);
    found
}

/// A cue inside a quotation stays inside it.
fn bounds_of(words: &Words<'_>, at: usize, sentence: Bounds) -> Bounds {
    if !words.quoted(at) {
        return sentence;
    }
    let Some(quotation) = words.quotation(at) else { return sentence };
    Bounds { low: sentence.low.max(quotation.start + 1), high: sentence.high.min(quotation.end) }
}

/// Gives ", adding that" and ", but agreed to" the source of the clause before.
fn share_sources(words: &Words<'_>, cues: &mut Vec<Cue>, sentence: Bounds) {
    let mut last: [Option<Range<usize>>; 2] = [None, None];
    let mut first: [Option<Range<usize>>; 2] = [None, None];
    let mut subject: Option<Option<Range<usize>>> = None;
    for cue in cues.iter_mut() {
        let level = usize::from(words.quoted(cue.span.start));
        match cue.shape {
            Shape::Shared => {
                let main = || subject_of_sentence(words, sentence, cue.span.start);
                let main_clause = cue.span.start > 1
                    && words.is(cue.span.start - 1, class::CONJUNCTION)
                    && words.is_mark(cue.span.start - 2, ",");
                cue.source = match if main_clause { &first[level] } else { &last[level] } {
                    Some(source) => Some(source.clone()),
                    None if level == 0 => subject.get_or_insert_with(main).clone(),
                    None => None,
                };
            }
            Shape::Adverb | Shape::Passive => {}
            _ => {
                last[level].clone_from(&cue.source);
                first[level] = first[level].take().or_else(|| cue.source.clone());
            }
        }
    }
    cues.retain(|cue| cue.shape != Shape::Shared || cue.source.is_some());
}

/// The noun phrase that a sentence begins with, behind leading adjuncts and before the verb at `verb`.
fn subject_of_sentence(words: &Words<'_>, sentence: Bounds, verb: usize) -> Option<Range<usize>> {
    let mut start = sentence.low;
    for at in sentence.low..sentence.high.min(sentence.low + 40) {
        let finite = words.maybe_finite(at) && !words.is_possessive(at);
        if at == verb || finite || words.lower(at).ends_with("ing") && at > start {
            let end = at - (start..at).rev().take_while(|back| words.is_adverb(*back)).count();
            let end = if end > start && words.is_mark(end - 1, ",") { end - 1 } else { end };
            let ing = words.lower(start).ends_with("ing");
            let begins = (end > start && !ing && words.begins_noun_phrase(start)).then_some(start..end);
            return begins.filter(|range| range.len() < 25);
        }
        let leading = words.is(start, class::PREPOSITION | class::TIME | class::SUBORDINATOR | class::CONJUNCTION);
        let dated = at > start && words.is(at - 1, class::TIME);
        if (words.is_mark(at, ",") && (leading || dated)) || words.is_dash(at) {
            start = at + 1;
        }
    }
    None
}
