//! To whom something is said: no part of the content.

use crate::lexicon::List;
use crate::lexicon::attribution::class;
use crate::model::rules::attribution::words::Words;

/// Behind the addressee of "told", "asked", "urged".
pub(crate) fn skip_addressee(words: &Words<'_>, start: usize, high: usize) -> usize {
    if words.is(start, class::OBJECT) || (words.is(start, class::PRONOUN) && !words.is(start, class::DETERMINER)) {
        return start + 1;
    }
    if words.is(start, class::DETERMINER) && words.is(start, class::OBJECT) && words.lower(start + 1) == "that" {
        return start + 1;
    }
    if matches!(words.lower(start), "to" | "that" | "whether" | "if") || !words.begins_noun_phrase(start) {
        return start;
    }
    if let Some(name_end) = name_end(words, start) {
        return join_addressees(words, name_end, high);
    }
    let mut at = start;
    while at < high.min(start + 14) {
        let stop = words.is(at, class::PRONOUN | class::AUXILIARY | class::MODAL | class::SUBORDINATOR)
            || words.in_list(at, List::AddresseeEnd)
            || words.opens_quote(at)
            || (!words.is_word(at) && !words.lower(at).starts_with('\''))
            || words.is(at, class::TIME);
        if stop && at > start {
            break;
        }
        if at > start && words.is(at, class::DETERMINER) && !words.is(at - 1, class::PREPOSITION | class::CONJUNCTION) {
            break;
        }
        at += 1;
    }
    at
}

fn name_end(words: &Words<'_>, start: usize) -> Option<usize> {
    let first =
        (start..start + 4).find(|at| words.is_name(*at) || !words.capital(*at)).filter(|at| words.is_name(*at))?;
    let mut end = first + 1;
    while words.is_name(end) && !words.words.get(end).is_some_and(|word| word.name_starts) {
        end += 1;
    }
    while words.is_role(end) || words.lower(end) == "'s" {
        end += 1;
    }
    Some(end)
}

/// "Saudi Arabia and other Persian Gulf nations to renew": on to the infinitive when one follows a coordination.
fn join_addressees(words: &Words<'_>, end: usize, high: usize) -> usize {
    if words.lower(end) != "and" && !words.is_mark(end, ",") {
        return end;
    }
    let to = (end..high.min(end + 12)).find(|at| words.lower(at.to_owned()) == "to" || words.lower(*at) == "that");
    to.filter(|to| !(end..*to).any(|at| words.maybe_finite(at))).unwrap_or(end)
}
