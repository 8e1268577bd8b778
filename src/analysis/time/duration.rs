//! Durations: "five-year", "two hours", "more than a year ago", "for weeks".

use super::clause::Clause;
use super::meaning::{Bound, Matched, Meaning};
use crate::lexicon::time::Unit;

/// The span of time that begins with the token `at`.
pub(super) fn find(clause: &Clause<'_>, at: usize) -> Matched {
    compound(clause, at).or_else(|| counted(clause, at)).or_else(|| uncounted(clause, at))
}

/// "five-year", "90-minute"; no age ("five-year-old").
fn compound(clause: &Clause<'_>, at: usize) -> Matched {
    let (count, unit) = clause.word(at).split_once('-')?;
    let count = clause.lexicon.time.number(count)?;
    let (unit, many) = clause.lexicon.time.unit(unit)?;
    // "five-year - old", should somebody put spaces there.
    let age = clause.word(at + 1) == "-" && clause.eq(at + 2, "old");
    (!age).then_some((at + 1, Meaning::Length { count: count.saturating_mul(many), unit }))
}

/// A number with its unit, bounded or not: "two hours", "a few weeks", "more than a year ago".
fn counted(clause: &Clause<'_>, at: usize) -> Matched {
    let (number, bound) = bound(clause, at);
    let (unit_at, count) = number_at(clause, number)?;
    let (unit, many) = clause.lexicon.time.unit(clause.word(unit_at))?;
    let end = unit_at + 1;
    if clause.eq(end, "old") || matches!(clause.before(number), "$" | "£" | "€") {
        return None;
    }
    let count_all = count.saturating_mul(many);
    if clause.is("ago", end) {
        if unit == Unit::Week
            && count > 0
            && let Some(day) = clause.weekday(end + 1)
        {
            return Some((end + 2, Meaning::WeekdayAgo { weeks: count, day }));
        }
        return Some((end + 1, Meaning::Ago { count: count_all, unit, bound }));
    }
    if count == 0 {
        return few(clause, number, end);
    }
    let article = matches!(clause.word(number), "a" | "an" | "A" | "An")
        || (clause.eq(number, "one") && clause.eq(unit_at, "day"));
    // "a week" is a length only where something lasts; otherwise it says how often.
    let lasts = number > at || clause.is_before("lasting", at);
    (!article || lasts).then_some((end, Meaning::Length { count: count_all, unit }))
}

/// "the past few days", "the next several weeks", "for several months".
fn few(clause: &Clause<'_>, number: usize, end: usize) -> Matched {
    let (unit, _) = clause.lexicon.time.unit(clause.word(end - 1))?;
    let meaning = match clause.before(number) {
        "last" | "past" | "recent" | "previous" => Meaning::Past,
        "next" | "coming" => Meaning::Future,
        _ => Meaning::Length { count: 0, unit },
    };
    Some((end, meaning))
}

/// One past the words that bound a span ("more than"), and how they do.
fn bound(clause: &Clause<'_>, at: usize) -> (usize, Bound) {
    if clause.eq(at + 1, "than") {
        if clause.eq(at, "more") {
            return (at + 2, Bound::More);
        }
        if clause.eq(at, "less") || clause.eq(at, "fewer") {
            return (at + 2, Bound::Less);
        }
    }
    if clause.eq(at, "at") && clause.eq(at + 1, "least") {
        return (at + 2, Bound::More);
    }
    if clause.is("at-least", at) {
        return (at + 1, Bound::More);
    }
    if clause.is("at-most", at) {
        return (at + 1, Bound::Less);
    }
    (at + usize::from(clause.is("about", at)), Bound::Exact)
}

/// One past a number, and the number; 0 for one that is not told ("several", "a couple of").
fn number_at(clause: &Clause<'_>, at: usize) -> Option<(usize, u32)> {
    let article = usize::from(clause.eq(at, "a"));
    if clause.is("vague", at + article) {
        let of = usize::from(clause.eq(at + article + 1, "of"));
        return Some((at + article + 1 + of, 0));
    }
    let count = clause.lexicon.time.number(clause.word(at))?;
    // "4,000 years": a count, but no span that a reader of news needs.
    (count > 0 && count <= 2000).then_some((at + 1, count))
}

/// A unit without a number: "for weeks", "years ago", "hours after".
fn uncounted(clause: &Clause<'_>, at: usize) -> Matched {
    let plural = |at: usize| clause.lexicon.time.unit(clause.word(at)).filter(|_| clause.word(at).ends_with('s'));
    if clause.eq(at, "for") || clause.eq(at, "in") {
        let (unit, _) = plural(at + 1)?;
        let ahead = clause.eq(at + 2, "to") || clause.is("ago", at + 2);
        return (!ahead).then_some((at + 2, Meaning::Length { count: 0, unit }));
    }
    let (unit, _) = plural(at)?;
    if clause.is("ago", at + 1) {
        return Some((at + 2, Meaning::Ago { count: 0, unit, bound: Bound::Exact }));
    }
    let same_day = matches!(unit, Unit::Minute | Unit::Hour);
    let linked = matches!(clause.word(at + 1), "after" | "before" | "later" | "earlier");
    (same_day && linked).then_some((at + 1, Meaning::Afterward))
}
