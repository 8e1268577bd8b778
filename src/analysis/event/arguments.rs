//! Who takes part in an event, when and where it was, and whether it happened: from the words around its head.

use std::ops::Range;

use jiff::civil::Date;

use super::find::Found;
use super::view::{View, tokens_in};
use crate::analysis::types::{ChainId, DurationUnit, MentionId, Realis, TimeExpression, TimeId, TimeValue};
use crate::lexicon::events::{List, Part};
use crate::model::EntityType;
use crate::token::TokenKind;

/// A mention with its arguments.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Filled {
    pub(super) found: Found,
    /// Named chains that take part, as the words around the head say.
    pub(super) participants: Vec<ChainId>,
    pub(super) time: Option<TimeId>,
    pub(super) days: Option<(Date, Date)>,
    /// Chains of places, the closest first.
    pub(super) places: Vec<ChainId>,
    pub(super) realis: Realis,
}

/// Finds the arguments of every event word.
pub(super) fn fill(view: &View<'_>, found: &[Found]) -> Vec<Filled> {
    let heads: Vec<usize> = found.iter().map(|one| one.head.start).collect();
    found.iter().map(|one| one_mention(view, one, &heads)).collect()
}

fn one_mention(view: &View<'_>, found: &Found, heads: &[usize]) -> Filled {
    let clause = clause(view, found);
    let time = time(view, found, &clause, heads);
    let participants = participants(view, found, &clause);
    // Two people who negotiate have a conversation; delegations have talks.
    let people = participants.iter().filter(|chain| view.numbered.chains[**chain].entity_type == EntityType::Person);
    let talk = found.class == "talks" && people.count() >= 2;
    let found = &Found { class: if talk { "conversation" } else { found.class }, ..found.clone() };
    Filled {
        participants,
        time,
        days: time.and_then(|at| days(view.reading.times[at].value)),
        places: places(view, found, &clause, heads),
        realis: match realis(view, found, &clause) {
            Realis::Actual if time.is_some_and(|at| is_to_come(view, at)) => Realis::Planned,
            realis => realis,
        },
        found: found.clone(),
    }
}

/// True for a time behind the day of publication.
fn is_to_come(view: &View<'_>, time: TimeId) -> bool {
    let first = days(view.reading.times[time].value).map(|(first, _)| first);
    view.reading.published.zip(first).is_some_and(|(published, first)| first > published.date)
}

/// The tokens around a head up to commas, dashes and words that open another clause.
fn clause(view: &View<'_>, found: &Found) -> Range<usize> {
    /// No clause that an argument is looked for in is longer, on either side.
    const REACH: usize = 40;
    let Some(sentence) = view.reading.structure.sentences.get(found.sentence) else { return found.phrase.clone() };
    let first = (sentence.first_token as usize).max(found.phrase.start.saturating_sub(REACH));
    let last = (sentence.end_token as usize).min(found.phrase.end + REACH).min(view.words.len());
    // "made an urgent call to": what goes on behind the head in one cue with it belongs to it.
    let in_cue = |at: usize| view.cue.get(at).copied().unwrap_or_default();
    let reach = if found.phrase.clone().any(in_cue) { last } else { found.phrase.end };
    let own = found.phrase.start..(found.phrase.end..reach).find(|at| !in_cue(*at)).unwrap_or(reach);
    let ends = |at: usize| {
        let word = view.words[at].as_str();
        // A comma inside a name of a place ("Hangzhou, China") ends nothing.
        let inside = word == "," && place_at(view, at.wrapping_sub(1)) && place_at(view, at + 1);
        let mark = view.kind(at) == Some(TokenKind::Punctuation)
            && matches!(word, "," | ";" | ":" | "—" | "–" | "(" | ")" | "-");
        let opens = view.is(List::Clause, at);
        // "the truce, brokered by Moscow in February": what was done to it belongs to it.
        let done =
            word == "," && at == found.phrase.end && view.words.get(at + 1).is_some_and(|next| next.ends_with("ed"));
        (mark && !inside && !done) || opens || (in_cue(at) && !own.contains(&at))
    };
    let start = (first..found.phrase.start).rev().find(|at| ends(*at)).map_or(first, |at| at + 1);
    let end = (found.phrase.end..last).find(|at| ends(*at)).unwrap_or(last);
    start..end.max(found.phrase.end)
}

fn place_at(view: &View<'_>, token: usize) -> bool {
    let mention = view.named.get(token).copied().flatten().and_then(|at| view.numbered.mentions.get(at));
    mention.is_some_and(|mention| mention.entity_type == EntityType::Place)
}

/// The closest time expression of the clause that says a day, week, month or year.
fn time(view: &View<'_>, found: &Found, clause: &Range<usize>, heads: &[usize]) -> Option<TimeId> {
    let span = view.span(clause);
    let head = view.span(&found.head);
    let times = &view.reading.times;
    let first = times.partition_point(|time| time.span.end <= span.start);
    let inside = times.range_enumerated(first..times.next_index()).take_while(|(_, time)| time.span.start < span.end);
    // "The indictments are evidence of a plot against the 2016 election": the year is the election's.
    let tokens = &view.reading.structure.tokens;
    let others = |time: &TimeExpression| {
        let next = tokens.partition_point(|token| token.span.start < time.span.end);
        let year = matches!(time.value, TimeValue::Year(_));
        year && (next..next + 2).any(|at| at != found.head.start && heads.binary_search(&at).is_ok())
    };
    let dated = inside.filter(|(_, time)| days(time.value).is_some() && !others(time));
    // What follows a head dates it sooner than what stands before; far before it dates something else.
    let far = if found.part == Part::Verb { 80 } else { 45 };
    // "announced on Monday a debate": what stands before a noun is mostly the verb's.
    let (times_far, least) = if found.part == Part::Verb { (2, 0) } else { (4, 10) };
    let distance = |start: u32, end: u32| match start.checked_sub(head.end) {
        Some(behind) => Some(behind),
        None => head.start.checked_sub(end).filter(|before| *before <= far).map(|before| least + times_far * before),
    };
    // "announced a debate for Thursday": the day is the debate's.
    let issues = matches!(view.lexicon.class_named(found.class).family, "statement" | "briefing");
    let of_another = |time: &TimeExpression| {
        let next = tokens.partition_point(|token| token.span.start < time.span.start);
        issues && heads.iter().any(|at| (found.phrase.end..next).contains(at))
    };
    let near = dated
        .filter(|(_, time)| !of_another(time))
        .filter_map(|(at, time)| Some((at, distance(time.span.start, time.span.end)?)));
    near.min_by_key(|(_, distance)| *distance).map(|(at, _)| at).or_else(|| outside(view, found, clause, heads))
}

/// What dates a clause from outside of it: "In 1998, an ice storm …", "since 1976, when an earthquake …", and behind an
/// aside "acquired a rival, Pell Foods, in 2021".
fn outside(view: &View<'_>, found: &Found, clause: &Range<usize>, heads: &[usize]) -> Option<TimeId> {
    /// Tokens behind a verb among which its time is looked for.
    const BEHIND: usize = 14;
    let sentence = view.reading.structure.sentences.get(found.sentence)?;
    let (first, end) = (sentence.first_token as usize, (sentence.end_token as usize).min(view.words.len()));
    let word = |at: usize| view.words.get(at).map_or("", String::as_str);
    let dated = |at: usize| {
        let span = view.reading.structure.tokens.get(at)?.span;
        let times = &view.reading.times;
        let found = times.partition_point(|time| time.span.end <= span.start);
        let (id, time) = times.range_enumerated(found..times.next_index()).next()?;
        (time.span.start <= span.start && days(time.value).is_some()).then_some(id)
    };
    let no_head = |range: Range<usize>| !heads.iter().any(|at| range.contains(at));
    let mark = clause.start.checked_sub(1).filter(|mark| *mark > first);
    if let Some(mark) = mark.filter(|mark| word(*mark) == ",")
        && let Some(time) = dated(mark - 1)
        && no_head(first..mark)
        && tokens_in(view.reading, view.reading.times[time].span).start <= first + 1
    {
        return Some(time);
    }
    if let Some(when) = mark.filter(|mark| word(*mark) == "when") {
        let before = when - if word(when - 1) == "," { 2 } else { 1 };
        return dated(before.max(first));
    }
    let behind = found.phrase.end..end.min(found.phrase.end + BEHIND);
    let aside = behind.clone().filter(|at| word(*at) == ",").nth(1)?;
    let at = (aside + 1..behind.end).take(3).find(|at| view.dated[*at])?;
    let preposed = found.part == Part::Verb && (at > aside + 1) && no_head(found.phrase.end..at);
    dated(at).filter(|_| preposed)
}

/// First and last day of a time expression; `None` for durations and what is not dated.
pub(super) fn days(value: TimeValue) -> Option<(Date, Date)> {
    let plus = |date: Date, days: i64| date.checked_add(jiff::Span::new().days(days)).ok();
    match value {
        TimeValue::Day(day) => Some((day, day)),
        TimeValue::Week(monday) => Some((monday, plus(monday, 6)?)),
        TimeValue::Month(first) => Some((first.first_of_month(), first.last_of_month())),
        TimeValue::Quarter(first) => {
            Some((first, first.checked_add(jiff::Span::new().months(2)).ok()?.last_of_month()))
        }
        TimeValue::Year(year) => Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)),
        TimeValue::Interval(Some(first), Some(last)) => Some((first, last)),
        TimeValue::Interval(..)
        | TimeValue::Duration { unit: DurationUnit::Minute | DurationUnit::Hour | DurationUnit::Day, .. }
        | TimeValue::Duration { unit: DurationUnit::Week | DurationUnit::Month | DurationUnit::Year, .. }
        | TimeValue::Past
        | TimeValue::Future
        | TimeValue::Undated => None,
    }
}

/// Places: named inside the phrase ("Geneva talks"), or the first behind the head after "in", "near" and the like.
fn places(view: &View<'_>, found: &Found, clause: &Range<usize>, heads: &[usize]) -> Vec<ChainId> {
    // "Obama presses Putin on Syria": what leaders speak of is not where they speak.
    if view.is(List::Contact, found.head.start) {
        return Vec::new();
    }
    let contact = view.lexicon.class_named(found.class).family == "contact";
    let inside = (found.phrase.start..found.head.start).filter(|at| !contact && place_at(view, *at));
    let mut places: Vec<ChainId> = inside.filter_map(|at| chain_at(view, at)).collect();
    if places.is_empty() {
        places = places_behind(view, found, clause, heads, contact);
    }
    if places.is_empty() && found.part == Part::Verb && place_at(view, found.head.start.wrapping_sub(1)) {
        // "Aleppo bombed"
        places.extend(chain_at(view, found.head.start - 1));
    }
    if places.is_empty() && contact {
        let before = (clause.start..found.phrase.start).rev();
        let place = before.clone().find(|at| place_at(view, *at) && matches!(preposition(view, *at), "in" | "at"));
        places.extend(place.and_then(|at| chain_at(view, at)));
    }
    if places.is_empty() {
        places.extend(opening_place(view, found));
    }
    places.dedup();
    places
}

/// The word before a name of a place, "the city of" left out.
fn preposition<'a>(view: &'a View<'_>, token: usize) -> &'a str {
    let start = view.named.get(token).copied().flatten().and_then(|at| view.numbered.mentions.get(at));
    let start = start.map_or(token, |mention| tokens_in(view.reading, mention.span).start);
    start.checked_sub(1).and_then(|at| view.words.get(at)).map_or("", String::as_str)
}

/// The first place behind the head after "in", "near" and the like, and the country that follows it.
fn places_behind(
    view: &View<'_>,
    found: &Found,
    clause: &Range<usize>,
    heads: &[usize],
    contact: bool,
) -> Vec<ChainId> {
    /// How far behind the phrase a place may stand.
    const NEAR: usize = 9;
    let mut places = Vec::new();
    // A side talk is where the summit is: the summit between does not end the search.
    let mut beside = false;
    let mut reach = found.phrase.end + NEAR;
    let mut after_in = false;
    let mut at = found.phrase.end;
    while at < clause.end.min(reach) {
        let word = view.words[at].as_str();
        if view.is(List::Beside, at) || (contact && word == "summit") {
            beside = true;
            reach += NEAR;
        }
        if !beside && heads.binary_search(&at).is_ok() {
            break;
        }
        after_in |= view.is(List::PlacePreposition, at);
        after_in |= !contact && matches!(word, "on" | "over" | "against" | "for");
        if after_in && place_at(view, at) {
            places.extend(chain_at(view, at));
            let end = mention_end(view, at);
            // "Hangzhou, China"
            if view.words.get(end).is_some_and(|word| word == ",") && place_at(view, end + 1) {
                places.extend(chain_at(view, end + 1));
            }
            break;
        }
        at += 1;
    }
    places
}

/// "In Geneva, the talks …": a place before the first comma of the sentence.
fn opening_place(view: &View<'_>, found: &Found) -> Option<ChainId> {
    let sentence = view.reading.structure.sentences.get(found.sentence)?;
    let first = sentence.first_token as usize;
    let opens = view.words.get(first).is_some_and(|word| matches!(word.as_str(), "in" | "at" | "near" | "outside"));
    if !opens || !place_at(view, first + 1) {
        return None;
    }
    let end = mention_end(view, first + 1);
    view.words.get(end).filter(|word| *word == ",").and_then(|_| chain_at(view, first + 1))
}

fn mention_end(view: &View<'_>, token: usize) -> usize {
    let mention = view.named.get(token).copied().flatten().and_then(|at| view.numbered.mentions.get(at));
    mention.map_or(token + 1, |mention| tokens_in(view.reading, mention.span).end.max(token + 1))
}

fn chain_at(view: &View<'_>, token: usize) -> Option<ChainId> {
    let mention = view.numbered.mentions.get((*view.named.get(token)?)?)?;
    Some(mention.chain)
}

/// Who takes part: named people and bodies around the head.
fn participants(view: &View<'_>, found: &Found, clause: &Range<usize>) -> Vec<ChainId> {
    let class = view.lexicon.class_named(found.class);
    let mut chains = match class.family {
        "statement" | "briefing" => issuer(view, found, clause),
        "contact" if view.is(List::Contact, found.head.start) => speakers(view, found),
        _ => actors(view, found, clause),
    };
    let mut seen = Vec::new();
    chains.retain(|chain| {
        !seen.contains(chain) && {
            seen.push(*chain);
            true
        }
    });
    chains
}

/// A mention of a named person or body, as a token range's chain.
fn actor(view: &View<'_>, mention: MentionId) -> Option<ChainId> {
    let mention = view.numbered.mentions.get(mention)?;
    let chain = view.numbered.chains.get(mention.chain)?;
    let acts = matches!(chain.entity_type, EntityType::Person | EntityType::Organization);
    (acts && chain.named).then_some(mention.chain)
}

/// The mentions that touch a range of tokens.
fn mentions_in<'a>(
    view: &'a View<'_>,
    range: &Range<usize>,
) -> impl DoubleEndedIterator<Item = MentionId> + Clone + use<'a> {
    let span = view.span(range);
    let mentions = &view.numbered.mentions;
    let start = mentions.partition_point(|mention| mention.span.start < span.start);
    let end = mentions.partition_point(|mention| mention.span.start < span.end);
    mentions.range_enumerated(start..end).map(|(at, _)| at)
}

/// Subject and object of "Obama urged Putin".
fn speakers(view: &View<'_>, found: &Found) -> Vec<ChainId> {
    /// How far the two stand from the verb, in tokens.
    const NEAR: usize = 6;
    let person = |at: &MentionId| {
        actor(view, *at).filter(|chain| view.numbered.chains[*chain].entity_type == EntityType::Person)
    };
    let before = mentions_in(view, &(found.head.start.saturating_sub(NEAR)..found.head.start));
    let mut behind = mentions_in(view, &(found.head.end..found.phrase.end.max(found.head.end + 1)));
    before.rev().find_map(|at| person(&at)).into_iter().chain(behind.find_map(|at| person(&at))).collect()
}

/// Who issued a statement: named in the phrase, behind "from" or "by", or whose words the sentence gives.
fn issuer(view: &View<'_>, found: &Found, clause: &Range<usize>) -> Vec<ChainId> {
    /// How far behind the phrase "by the office of Mr. Putin" reaches, in tokens.
    const NEAR: usize = 8;
    let inside = mentions_in(view, &found.phrase).find_map(|at| actor(view, at));
    let by = || {
        let behind = found.phrase.end..(found.phrase.end + NEAR).min(clause.end);
        let by = behind.clone().find(|at| matches!(view.words[*at].as_str(), "from" | "by"))?;
        mentions_in(view, &(by + 1..behind.end)).find_map(|at| actor(view, at))
    };
    let said = || {
        let chain = view.speaker(found.sentence)?;
        view.numbered.chains.get(chain).filter(|one| one.named).map(|_| chain)
    };
    inside.or_else(by).or_else(said).into_iter().collect()
}

/// People and bodies of the clause, the closest of each side; not a source that only tells of the event.
fn actors(view: &View<'_>, found: &Found, clause: &Range<usize>) -> Vec<ChainId> {
    /// Participants on either side of a head.
    const SIDE: usize = 2;
    let head = view.span(&found.head);
    let mentions = &view.numbered.mentions;
    let contact = view.lexicon.class_named(found.class).family == "contact";
    let takes_part = |at: &MentionId| {
        let person = mentions[*at].entity_type == EntityType::Person;
        actor(view, *at).is_some() && (person || !contact) && !view.tells(*at, head)
    };
    let inside = mentions_in(view, clause);
    // "Obama, who last met Putin": the clause's subject stands before "who".
    let relative = clause.start.checked_sub(1).filter(|who| view.words[*who] == "who").and_then(|who| {
        let before = mentions_in(view, &(who.saturating_sub(6)..who));
        before.rev().find_map(|at| actor(view, at))
    });
    let before = inside.clone().rev().filter(|at| mentions[*at].span.end <= head.start).filter(takes_part).take(SIDE);
    let behind = inside.filter(|at| mentions[*at].span.start >= head.start).filter(takes_part).take(SIDE);
    relative.into_iter().chain(before.chain(behind).map(|at| mentions[at].chain)).collect()
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
