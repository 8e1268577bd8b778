//! Who takes part in an event, when and where it was, and whether it happened: from the words around its head.

use std::ops::Range;

use jiff::civil::Date;

use super::find::{Found, View, tokens_in};
use crate::analysis::{DurationUnit, Realis, TimeValue};
use crate::lexicon::events::List;
use crate::model::EntityType;
use crate::token::TokenKind;

/// A mention with its slots.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Filled {
    pub(super) found: Found,
    /// Named chains that take part, as the words around the head say.
    pub(super) participants: Vec<usize>,
    pub(super) time: Option<usize>,
    pub(super) days: Option<(Date, Date)>,
    /// Chains of places, the closest first.
    pub(super) places: Vec<usize>,
    pub(super) realis: Realis,
}

/// Fills the slots of every event word.
pub(super) fn fill(view: &View<'_>, found: &[Found]) -> Vec<Filled> {
    let heads: Vec<usize> = found.iter().map(|one| one.head.start).collect();
    found.iter().map(|one| one_mention(view, one, &heads)).collect()
}

fn one_mention(view: &View<'_>, found: &Found, heads: &[usize]) -> Filled {
    let clause = clause(view, found);
    let time = time(view, found, &clause);
    Filled {
        participants: participants(view, found, &clause),
        time,
        days: time.and_then(|at| days(view.analysis.times[at].value)),
        places: places(view, found, &clause, heads),
        realis: realis(view, found, &clause),
        found: found.clone(),
    }
}

/// The tokens around a head up to commas, dashes and words that open another clause.
fn clause(view: &View<'_>, found: &Found) -> Range<usize> {
    /// No clause that a slot is looked for in is longer, on either side.
    const REACH: usize = 40;
    let Some(sentence) = view.analysis.structure.sentences.get(found.sentence) else { return found.phrase.clone() };
    let first = (sentence.first_token as usize).max(found.phrase.start.saturating_sub(REACH));
    let last = (sentence.end_token as usize).min(found.phrase.end + REACH).min(view.words.len());
    let ends = |at: usize| {
        let word = view.words[at].as_str();
        // A comma inside a name of a place ("Hangzhou, China") ends nothing.
        let inside = word == "," && place_at(view, at.wrapping_sub(1)) && place_at(view, at + 1);
        let mark = view.kind(at) == Some(TokenKind::Punctuation)
            && matches!(word, "," | ";" | ":" | "—" | "–" | "(" | ")" | "-");
        let opens = matches!(
            word,
            "while"
                | "when"
                | "after"
                | "before"
                | "although"
                | "because"
                | "that"
                | "which"
                | "who"
                | "where"
                | "but"
                | "since"
        );
        (mark && !inside) || opens
    };
    let start = (first..found.phrase.start).rev().find(|at| ends(*at)).map_or(first, |at| at + 1);
    let end = (found.phrase.end..last).find(|at| ends(*at)).unwrap_or(last);
    start..end.max(found.phrase.end)
}

fn place_at(view: &View<'_>, token: usize) -> bool {
    let mention = view.named.get(token).copied().flatten().and_then(|at| view.analysis.mentions.get(at));
    mention.is_some_and(|mention| mention.entity_type == EntityType::Place)
}

/// The closest time expression of the clause that says a day, week, month or year.
fn time(view: &View<'_>, found: &Found, clause: &Range<usize>) -> Option<usize> {
    let span = view.span(clause);
    let head = view.span(&found.head);
    let times = &view.analysis.times;
    let first = times.partition_point(|time| time.span.end <= span.start);
    let inside = times.iter().enumerate().skip(first).take_while(|(_, time)| time.span.start < span.end);
    let dated = inside.filter(|(_, time)| days(time.value).is_some());
    // What follows a head dates it sooner than what stands before.
    dated
        .map(|(at, time)| {
            (
                at,
                if time.span.start >= head.end {
                    time.span.start - head.end
                } else {
                    2 * (head.start - time.span.start.min(head.start))
                },
            )
        })
        .min_by_key(|(_, distance)| *distance)
        .map(|(at, _)| at)
}

/// First and last day of a time expression; `None` for durations and what is not dated.
pub(super) fn days(value: TimeValue) -> Option<(Date, Date)> {
    let plus = |date: Date, days: i64| date.checked_add(jiff::Span::new().days(days)).ok();
    match value {
        TimeValue::Day(day) => Some((day, day)),
        TimeValue::Week(monday) => Some((monday, plus(monday, 6)?)),
        TimeValue::Month(first) => Some((first.first_of_month(), first.last_of_month())),
        TimeValue::Year(year) => Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)),
        TimeValue::Interval(Some(first), Some(last)) => Some((first, last)),
        TimeValue::Interval(..)
        | TimeValue::Duration { unit: DurationUnit::Minute | DurationUnit::Hour | DurationUnit::Day, .. }
        | TimeValue::Duration { unit: DurationUnit::Week | DurationUnit::Month | DurationUnit::Year, .. }
        | TimeValue::Past
        | TimeValue::Present
        | TimeValue::Future
        | TimeValue::Undated => None,
    }
}

/// Places: named inside the phrase ("Geneva talks"), or the first behind the head after "in", "near" and the like.
fn places(view: &View<'_>, found: &Found, clause: &Range<usize>, heads: &[usize]) -> Vec<usize> {
    /// How far behind the phrase a place may stand.
    const NEAR: usize = 9;
    let inside = (found.phrase.start..found.head.start).filter(|at| place_at(view, *at));
    let mut places: Vec<usize> = inside.filter_map(|at| chain_at(view, at)).collect();
    // A side talk is where the summit is: the summit between does not end the search.
    let mut beside = false;
    let mut reach = found.phrase.end + NEAR;
    let mut at = found.phrase.end;
    let mut after_in = false;
    while at < clause.end.min(reach) && places.is_empty() {
        let word = view.words[at].as_str();
        if view.is(List::Beside, at) {
            beside = true;
            reach += NEAR;
        }
        if !beside && at != found.head.start && heads.binary_search(&at).is_ok() {
            break;
        }
        after_in |=
            matches!(word, "in" | "at" | "near" | "around" | "on" | "inside" | "over" | "against" | "outside" | "for");
        if after_in && place_at(view, at) {
            places.extend(chain_at(view, at));
            at = mention_end(view, at);
            break;
        }
        at += 1;
    }
    // "Hangzhou, China"
    if !places.is_empty() && view.words.get(at).is_some_and(|word| word == ",") && place_at(view, at + 1) {
        places.extend(chain_at(view, at + 1));
    }
    if places.is_empty() {
        places.extend(opening_place(view, found));
    }
    places.dedup();
    places
}

/// "In Geneva, the talks …": a place before the first comma of the sentence.
fn opening_place(view: &View<'_>, found: &Found) -> Option<usize> {
    let sentence = view.analysis.structure.sentences.get(found.sentence)?;
    let first = sentence.first_token as usize;
    let opens = view.words.get(first).is_some_and(|word| matches!(word.as_str(), "in" | "at" | "near" | "outside"));
    if !opens || !place_at(view, first + 1) {
        return None;
    }
    let end = mention_end(view, first + 1);
    view.words.get(end).filter(|word| *word == ",").and_then(|_| chain_at(view, first + 1))
}

fn mention_end(view: &View<'_>, token: usize) -> usize {
    let mention = view.named.get(token).copied().flatten().and_then(|at| view.analysis.mentions.get(at));
    mention.map_or(token + 1, |mention| tokens_in(view.analysis, mention.span).end.max(token + 1))
}

fn chain_at(view: &View<'_>, token: usize) -> Option<usize> {
    let mention = view.analysis.mentions.get((*view.named.get(token)?)?)?;
    Some(mention.chain)
}

/// Named people and bodies in the clause, the closest of each side first; not those that are only a source.
fn participants(view: &View<'_>, found: &Found, clause: &Range<usize>) -> Vec<usize> {
    /// Participants on either side of a head.
    const SIDE: usize = 2;
    let analysis = view.analysis;
    let sources: Vec<_> = analysis.attributions.iter().flat_map(|one| one.source.iter()).copied().collect();
    let span = view.span(clause);
    let head = view.span(&found.head);
    let takes_part = |mention: &&crate::analysis::Mention| {
        let actor = matches!(mention.entity_type, EntityType::Person | EntityType::Organization);
        let chain = analysis.chains.get(mention.chain);
        actor
            && chain.is_some_and(|chain| chain.named)
            && !sources.iter().any(|source| source.covers(mention.span) && !source.covers(head))
    };
    let first = analysis.mentions.partition_point(|mention| mention.span.start < span.start);
    let inside: Vec<_> = analysis.mentions[first..]
        .iter()
        .take_while(|mention| mention.span.start < span.end)
        .filter(takes_part)
        .collect();
    let before = inside.iter().rev().filter(|mention| mention.span.end <= head.start).take(SIDE);
    let behind = inside.iter().filter(|mention| mention.span.start >= head.end).take(SIDE);
    let mut chains: Vec<usize> = Vec::new();
    for mention in before.chain(behind) {
        if !chains.contains(&mention.chain) {
            chains.push(mention.chain);
        }
    }
    chains
}

/// Planned, negated or actual, by the words before the head and in the phrase.
fn realis(view: &View<'_>, found: &Found, clause: &Range<usize>) -> Realis {
    const BEFORE: usize = 5;
    let before = found.head.start.saturating_sub(BEFORE).max(clause.start)..found.head.start;
    let near =
        |list: List, range: Range<usize>| range.into_iter().any(|at| view.is(list, at) && view.named[at].is_none());
    if near(List::Negated, found.head.start.saturating_sub(3).max(clause.start)..found.head.start) {
        Realis::Negated
    } else if near(List::Planned, before) {
        Realis::Planned
    } else {
        Realis::Actual
    }
}
