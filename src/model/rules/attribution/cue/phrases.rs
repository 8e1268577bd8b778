//! Cues that are no single verb: "according to", hearsay, "expressed concern", "is concerned that".

use std::ops::Range;

use crate::lexicon::List;
use crate::lexicon::attribution::class;
use crate::model::rules::attribution::cue::shape::{Bounds, Cue, Shape};
use crate::model::rules::attribution::cue::source::{Traits, finish};
use crate::model::rules::attribution::cue::verb_group::verb_group;
use crate::model::rules::attribution::words::Words;

pub(crate) fn according(words: &Words<'_>, at: usize, bounds: Bounds) -> Option<Cue> {
    let end = match words.lower(at) {
        "according" if words.lower(at + 1) == "to" => at + 2,
        "in" if words.lower(at + 1) == "the" && words.lower(at + 2) == "words" && words.lower(at + 3) == "of" => at + 4,
        _ => return None,
    };
    let source = words.noun_phrase_after(end, bounds.high)?;
    Some(Cue {
        span: at..end,
        after: source.end,
        source: Some(source),
        shape: Shape::According,
        speech: true,
        probability: 0.97,
        addressee: false,
        adjunct: false,
    })
}

pub(crate) fn hearsay(words: &Words<'_>, at: usize, bounds: Bounds) -> Option<Cue> {
    let cue = |span: Range<usize>, source, shape| Cue {
        after: span.end,
        span,
        source,
        shape,
        speech: false,
        probability: 0.8,
        addressee: false,
        adjunct: false,
    };
    if words.is(at, class::HEARSAY_ADVERB) {
        return Some(cue(at..at + 1, None, Shape::Adverb));
    }
    let next = words.lower(at + 1);
    let group = verb_group(words, at, bounds.low);
    let has = |bits: u32| (group.start..at).any(|back| words.is(back, bits));
    // "would be considered a success" supposes, "is considered a success" reports.
    if words.is(at, class::HEARSAY_PASSIVE) && has(class::BE) && !has(class::MODAL) {
        let known = words.in_list(at, List::InfinitivePassive);
        let fits = match next {
            "to" => true,
            "that" => !matches!(words.lower(at), "seen" | "viewed" | "regarded" | "perceived"),
            "as" => !known,
            // "was considered running", a thought of doing so, is none of being so.
            _ => {
                let bare = matches!(words.lower(at), "considered" | "deemed");
                bare && !next.ends_with("ing") && !words.is(at + 1, class::PREPOSITION)
            }
        };
        return fits.then(|| cue(group.start..at + 1, words.subject_before(group.start, bounds.low), Shape::Passive));
    }
    let rest = words.lexicon.bare_hearsay(words.lower(at));
    let fits = rest.iter().any(|word| *word == next || word.is_empty());
    let active = group.start < at || words.is(at.wrapping_sub(1), class::PRONOUN | class::CONJUNCTION | class::BE);
    if !fits || active || at == bounds.low || words.is(at - 1, class::DETERMINER) {
        return None;
    }
    let end = if rest.contains(&next) { at + 2 } else { at + 1 };
    let before = if words.is_mark(at - 1, ",") { at - 1 } else { at };
    Some(cue(at..end, words.noun_phrase_before(before, bounds.low), Shape::Passive))
}

/// "expressed concern", "made the case", "reiterated their commitment".
pub(crate) fn noun_cue(words: &Words<'_>, at: usize, bounds: Bounds) -> Option<Cue> {
    let nouns = words.lexicon.noun_cues(words.lower(at));
    if nouns.is_empty() {
        return None;
    }
    let mut end = at + 1;
    while end < bounds.high.min(at + 5) && !nouns.contains(&words.lower(end)) {
        if !words.is_word(end) || words.is(end, class::PREPOSITION | class::CONJUNCTION) {
            return None;
        }
        end += 1;
    }
    if end >= bounds.high.min(at + 5) {
        return None;
    }
    finish(
        words,
        at,
        end + 1,
        bounds,
        Traits { speech: true, after: false, addressee: false, adjunct: false, probability: 0.75 },
    )
}

/// "is concerned that", "was eager to".
pub(crate) fn adjective(words: &Words<'_>, at: usize, bounds: Bounds) -> Option<Cue> {
    if !words.is(at, class::CUE_ADJECTIVE) {
        return None;
    }
    let group = verb_group(words, at, bounds.low);
    let be = (group.start..at).any(|back| words.is(back, class::BE));
    let goes_on = words.in_list(at + 1, List::AdjectiveComplement);
    if !be || !(goes_on || words.begins_noun_phrase(at + 1)) {
        return None;
    }
    finish(
        words,
        at,
        at + 1,
        bounds,
        Traits { speech: false, after: false, addressee: false, adjunct: false, probability: 0.6 },
    )
}
