//! A verb with what belongs to it.

use std::ops::Range;

use crate::lexicon::attribution::class;
use crate::model::rules::attribution::words::Words;

/// The verb with the auxiliaries, negation and adverbs before it.
pub(crate) fn verb_group(words: &Words<'_>, at: usize, low: usize) -> Range<usize> {
    let mut start = at;
    while start > low.max(at.saturating_sub(6)) {
        let back = start - 1;
        let clitic = words.is(back, class::PRONOUN);
        let helps = words.is(back, class::AUXILIARY | class::MODAL | class::NEGATION) && !clitic;
        if !(helps || (words.is_adverb(back) && !words.is(back, class::SUBORDINATOR))) {
            break;
        }
        start = back;
    }
    start..at + 1
}
