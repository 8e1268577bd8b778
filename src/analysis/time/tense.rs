//! Which way a clause looks: whether "Friday" is the one before or the one to come.

use super::clause::Clause;
use crate::lexicon::List;

/// How far from an expression a verb that governs it may stand, in tokens.
const REACH_BACK: usize = 25;
const REACH_AHEAD: usize = 12;

/// The direction of a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Past,
    Future,
    /// No sign either way.
    Unknown,
}

/// The direction in which the tokens `start..end` look. The verb nearest before an expression governs it, or the
/// one behind it when it opens its clause ("on Friday he would").
pub(super) fn direction(clause: &Clause<'_>, start: usize, end: usize) -> Direction {
    let opens = start == 0
        || matches!(clause.before(start), "," | "“" | "\"" | "—" | "–" | "that" | ";" | ":")
        || clause.lexicon.lists.is_also_capital(List::Coordinator, clause.before(start));
    let found = if opens {
        ahead(clause, end).or_else(|| back(clause, start))
    } else {
        back(clause, start).or_else(|| ahead(clause, end))
    };
    found.unwrap_or(Direction::Unknown)
}

fn back(clause: &Clause<'_>, start: usize) -> Option<Direction> {
    let mut at = start;
    let limit = start.saturating_sub(REACH_BACK);
    while at > limit {
        at -= 1;
        if matches!(clause.word(at), ";" | ":" | "—") {
            return None;
        }
        if clause.word(at) == ","
            && let Some(opening) = aside(clause, at)
        {
            at = opening;
            continue;
        }
        // "before his arrival on Wednesday", "ahead of talks on Friday", "until Monday".
        if clause.is("ahead", at) && start - at <= 8 {
            return Some(Direction::Future);
        }
        // "called a meeting for May".
        if at + 1 == start && clause.eq(at, "for") && clause.is_before("planned", at) {
            return Some(Direction::Future);
        }
        if let Some(found) = sign(clause, at) {
            return Some(found);
        }
    }
    None
}

/// The comma that opens the relative clause that ends at the comma `close`: "Doe, who met him in May, leaves".
fn aside(clause: &Clause<'_>, close: usize) -> Option<usize> {
    let commas = (close.saturating_sub(REACH_BACK)..close).rev().filter(|&at| clause.word(at) == ",");
    commas.take(2).find(|&at| clause.lexicon.lists.is(List::ParentheticRelative, clause.word(at + 1)))
}

/// What the words behind an expression tell, up to the end of its clause.
pub(super) fn ahead(clause: &Clause<'_>, end: usize) -> Option<Direction> {
    for at in end..(end + REACH_AHEAD).min(clause.tokens.len()) {
        if clause.is("clause", at) || matches!(clause.word(at), ";" | ":" | "—" | "”") {
            return None;
        }
        if let Some(found) = sign(clause, at) {
            return Some(found);
        }
    }
    None
}

/// What one word tells of its clause.
fn sign(clause: &Clause<'_>, at: usize) -> Option<Direction> {
    let word = clause.word(at);
    if clause.headline && clause.eq(at, "to") && is_infinitive_of_headline(clause, at) {
        return Some(Direction::Future);
    }
    let contracted = |ending: &str| word.strip_suffix(ending).is_some_and(|rest| rest.ends_with(['’', '\'']));
    if contracted("ll") {
        return Some(Direction::Future);
    }
    if clause.is_capital(at) && at > 0 {
        return None;
    }
    if (clause.is("intending", at) && clause.eq(at + 1, "to")) || (clause.is("fixed", at) && clause.eq(at + 1, "for")) {
        return Some(Direction::Future);
    }
    if clause.is("future", at) {
        if clause.eq(at, "could") && clause.eq(at + 1, "not") {
            return None;
        }
        // "could have", "would have": a past that did not come.
        return Some(if clause.eq(at + 1, "have") { Direction::Past } else { Direction::Future });
    }
    let being = matches!(word, "is" | "are" | "am") || matches!(word, "’s" | "'s") || contracted("re");
    if being && !clause.headline {
        let next = at + 1 + usize::from(matches!(clause.word(at + 1), "also" | "not" | "now" | "still"));
        return clause.word(next).ends_with("ing").then_some(Direction::Future);
    }
    if !clause.headline && clause.is("calendar", at) {
        return Some(Direction::Future);
    }
    let regular = word.len() > 3 && word.ends_with("ed") && !clause.is("not-past", at);
    let past = (regular || clause.is("past", at)) && !is_infinite(clause, at, regular);
    past.then_some(Direction::Past)
}

/// True for the "to" of a headline that stands for "will": "Leaders to meet on Friday", not "Pope returns to Lisbon
/// on Friday".
fn is_infinitive_of_headline(clause: &Clause<'_>, at: usize) -> bool {
    let next = clause.word(at + 1);
    let lexicon = clause.lexicon;
    let verb = next.starts_with(char::is_alphabetic)
        && !next.ends_with("ing")
        && !lexicon.names.is(List::Function, &next.to_lowercase())
        && lexicon.time.number(next).is_none()
        && lexicon.time.month(next).is_none()
        && lexicon.time.weekday(next).is_none();
    // Among small letters a capital is a name; where all words have capitals, a name that is known.
    let small = (0..clause.tokens.len()).filter(|&at| clause.word(at).starts_with(char::is_lowercase)).count();
    let capitals = (1..clause.tokens.len()).filter(|&at| clause.is_capital(at)).count();
    let name = clause.is_capital(at + 1) && (small > capitals || lexicon.names.known(next).is_some());
    verb && !name && !clause.is_before("toward", at)
}

/// True for a verb that only looks like a past: "to be arraigned", "will put it", "to put it". What stands before it
/// tells the time. "Due to increased …" is no infinitive.
fn is_infinite(clause: &Clause<'_>, at: usize, regular: bool) -> bool {
    let before = clause.before(at).to_ascii_lowercase();
    before == "be" || (!regular && (before == "to" || clause.is_before("future", at)))
}
