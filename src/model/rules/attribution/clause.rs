//! Contents: how far what is said reaches.

use std::iter::once;
use std::ops::Range;

use crate::lexicon::List;
use crate::lexicon::attribution::class;
use crate::model::rules::attribution::cue::addressee::skip_addressee;
use crate::model::rules::attribution::cue::shape::{Bounds, Cue, Shape};
use crate::model::rules::attribution::words::Words;
use crate::model::tags::Relation;

/// The relations of one sentence's cues.
pub(crate) fn relations(words: &Words<'_>, cues: &[Cue], sentence: Bounds) -> Vec<Relation> {
    let relation = |nth: usize| {
        let cue = &cues[nth];
        let content: Vec<Range<usize>> = match cue.shape {
            Shape::Before | Shape::Shared => before(words, cues, nth, sentence),
            Shape::After => after(words, cues, nth, sentence),
            Shape::According => according(words, cues, nth, sentence),
            Shape::Adverb => adverb(words, cues, nth, sentence),
            Shape::Passive => passive(words, cues, nth, sentence),
            Shape::By => by(words, cue, sentence),
        };
        let content: Vec<_> = content
            .into_iter()
            .map(|range| tidy(words, range))
            .filter(|range| range.clone().any(|at| words.is_word(at)))
            .collect();
        let hearsay = matches!(cue.shape, Shape::Adverb | Shape::Passive);
        (!content.is_empty()).then(|| Relation {
            source: if hearsay { Vec::new() } else { cue.source.iter().cloned().collect() },
            cue: vec![cue.span.clone()],
            content,
            hearsay,
            probability: cue.probability,
            trained: false,
        })
    };
    (0..cues.len()).filter_map(relation).collect()
}

/// Drops marks at either end that are no part of a content; brings quotation marks in.
fn tidy(words: &Words<'_>, mut range: Range<usize>) -> Range<usize> {
    loop {
        let (Some(first), Some(last)) = (range.clone().next(), range.clone().next_back()) else { return range };
        let loose = |at: usize| !words.is_word(at) && !words.opens_quote(at) && !words.closes_quote(at);
        let bracket = |at: usize| words.is_mark(at, "(") || words.is_mark(at, "[");
        let keeps = words.is_mark(last, ")")
            || words.is_mark(last, "]")
            || words.is_mark(last, "?")
            || words.is_mark(last, "%");
        if loose(first) && !bracket(first) && !words.lower(first).starts_with(['$', '#', '@', '£', '€']) {
            range.start += 1;
        } else if loose(last) && !keeps && !(words.quoted(last) && words.closes_quote(last + 1)) {
            range.end -= 1;
        } else {
            break;
        }
    }
    if range.start > 0
        && words.opens_quote(range.start - 1)
        && words.quotation(range.start).is_some_and(|quote| quote.end <= range.end + 1)
    {
        range.start -= 1;
    }
    if words.closes_quote(range.end) && words.quotation(range.end).is_some_and(|quote| quote.start >= range.start) {
        range.end += 1;
    }
    range
}

/// The end of the clause that holds `at`: inside a quotation its end, else the end of the sentence.
fn high_of(words: &Words<'_>, at: usize, sentence: Bounds) -> usize {
    match words.quotation(at).filter(|_| words.quoted(at)) {
        Some(quote) => quote.end.saturating_sub(1).min(sentence.high).max(at),
        None => sentence.high,
    }
}

fn before(words: &Words<'_>, cues: &[Cue], nth: usize, sentence: Bounds) -> Vec<Range<usize>> {
    let cue = &cues[nth];
    let high = high_of(words, cue.span.start, sentence);
    let mut start = cue.after;
    if cue.addressee {
        start = skip_addressee(words, start, high);
    }
    if cue.adjunct {
        start = skip_adjunct(words, start, high);
    }
    if words.is(start, class::CONJUNCTION) {
        // "regimes it doesn’t like and …": what is disliked stands elsewhere.
        return Vec::new();
    }
    let end = content_end(words, cues, nth, start, high);
    let end = aside(words, start, end, words.quoted(cue.span.start));
    vec![reach_over_quotation(words, start..end, cue)]
}

/// What is reported ends where the reporter's own aside begins: ", as concern mounts", ", where shelling goes on".
fn aside(words: &Words<'_>, start: usize, end: usize, quoted: bool) -> usize {
    let begins = |at: &usize| {
        words.is_mark(*at, ",")
            && words.quoted(*at) == quoted
            && words.in_list(*at + 1, List::AsideOpener)
            && words.lower(*at + 2) != "well"
    };
    let along = |at: &usize| {
        let ing = words.lower(*at) == "while" && words.lower(*at + 1).ends_with("ing");
        ing && words.is_word(at.wrapping_sub(1)) && words.quoted(*at) == quoted
    };
    let end = (start + 3..end).find(along).unwrap_or(end);
    let end =
        if end > start + 4 && words.lower(end - 1) == "time" && words.lower(end - 3) == "at" { end - 3 } else { end };
    let Some(comma) = (start + 3..end).find(begins) else { return end };
    let closes = (comma + 2..end).any(|at| words.is_mark(at, ",") && words.quoted(at) == quoted);
    if closes { end } else { comma }
}

/// Behind "on Monday", "in a statement" and the like, when the content follows plainly.
fn skip_adjunct(words: &Words<'_>, start: usize, high: usize) -> usize {
    let begins =
        words.is(start, class::PREPOSITION | class::TIME) || words.is_mark(start, ",") || words.is_adverb(start);
    if !begins {
        return start;
    }
    for at in start..high.min(start + 18) {
        if words.lower(at) == "that"
            || (words.opens_quote(at) && !words.is(at.wrapping_sub(1), class::PREPOSITION | class::DETERMINER))
        {
            return at;
        }
        if words.is(at, class::TIME) && words.is(at + 1, class::PRONOUN | class::DETERMINER) {
            return at + 1;
        }
        if words.in_list(at, List::Occasion) && words.is(at + 1, class::PRONOUN | class::DETERMINER) {
            return at + 1;
        }
        if words.is(at, class::AUXILIARY | class::MODAL | class::PRONOUN) {
            break;
        }
    }
    if words.is(start, class::TIME) && !words.lower(start + 1).starts_with('\'') { start + 1 } else { start }
}

/// Where a content that starts at `start` ends: before the next cue that goes on with the same source or brings its
/// own, before "according to", or at `high`.
fn content_end(words: &Words<'_>, cues: &[Cue], nth: usize, start: usize, high: usize) -> usize {
    let own = &cues[nth];
    let quoted = words.quoted(own.span.start);
    for next in cues.iter().skip(nth + 1) {
        if next.span.start >= high {
            break;
        }
        if words.quoted(next.span.start) != quoted {
            continue;
        }
        let at = match next.shape {
            Shape::Shared if next.speech => next.span.start,
            Shape::According => next.span.start,
            Shape::After => next.source.as_ref().map_or(next.span.start, |source| source.start.min(next.span.start)),
            Shape::Before if next.speech => match &next.source {
                Some(source) if breaks_off(words, source.start, start) => source.start,
                _ => continue,
            },
            _ => continue,
        };
        if next.shape == Shape::Shared && words.lower(at.wrapping_sub(1)) == "by" {
            continue;
        }
        if at > start {
            return trim_joint(words, at, start);
        }
    }
    high
}

/// True when a source of its own follows "but", "while", "though", a semicolon: a new statement.
fn breaks_off(words: &Words<'_>, source: usize, start: usize) -> bool {
    let Some(before) = source.checked_sub(1).filter(|before| *before > start) else { return false };
    let joins = words.in_list(before, List::Contrast) || words.lower(before) == "and";
    joins && words.is_mark(before - 1, ",") || words.is_mark(before, ";")
}

/// Takes commas and conjunctions off the end.
fn trim_joint(words: &Words<'_>, mut end: usize, start: usize) -> usize {
    while end > start {
        let last = end - 1;
        let joint = words.is_mark(last, ",") || words.is_mark(last, ";") || words.is_dash(last);
        if !(joint
            || words.is(last, class::CONJUNCTION)
            || words.in_list(last, List::Contrast)
            || matches!(words.lower(last), "then" | "also"))
        {
            break;
        }
        end = last;
    }
    end
}

/// A quotation that goes on over the sentence's end belongs to the content as a whole.
fn reach_over_quotation(words: &Words<'_>, range: Range<usize>, cue: &Cue) -> Range<usize> {
    if range.is_empty() || words.quoted(cue.span.start) {
        return range;
    }
    let Some(quote) = words.quotation(range.end - 1) else { return range };
    if quote.start >= range.start && quote.end > range.end { range.start..quote.end } else { range }
}

/// Content on either side of "…, he said, …".
fn after(words: &Words<'_>, cues: &[Cue], nth: usize, sentence: Bounds) -> Vec<Range<usize>> {
    let cue = &cues[nth];
    let tag = cue.source.as_ref().map_or(cue.span.start, |source| source.start.min(cue.span.start));
    let inside = words.quoted(cue.span.start);
    let mut low = sentence.low;
    if inside && let Some(quote) = words.quotation(cue.span.start) {
        low = low.max(quote.start + 1);
    }
    let mut start = own_start(words, cues, nth, low);
    if !inside && let Some(quote) = tag.checked_sub(1).and_then(|last| words.quotation(last)) {
        start = start.min(quote.start);
    }
    let as_said = tag > start + 1 && words.lower(tag - 1) == "as" && words.is_mark(tag - 2, ",");
    let mut found: Vec<Range<usize>> = once(start..if as_said { tag - 1 } else { tag }).collect();
    let high = high_of(words, cue.span.start, sentence);
    let rest = cue.after.max(cue.span.end);
    let quote_follows = words.opens_quote(rest + 1) || words.opens_quote(rest);
    if (words.is_mark(rest, ",") || words.is_dash(rest) || words.is_mark(rest, ":"))
        && (quote_follows || goes_on(words, rest + 1) || fragment(words, start..tag))
    {
        let end = content_end(words, cues, nth, rest + 1, high);
        found.push(reach_over_quotation(words, rest + 1..end, cue));
    }
    found
}

/// "The museum, he said, …": what stands before the tag is no clause, so that the rest belongs to it.
fn fragment(words: &Words<'_>, before: Range<usize>) -> bool {
    !before.is_empty() && !words.quoted(before.start) && !before.into_iter().any(|at| words.maybe_finite(at))
}

/// True when the sentence goes on with content behind a tag between commas.
fn goes_on(words: &Words<'_>, at: usize) -> bool {
    let lower = words.lower(at);
    matches!(lower, "and" | "but" | "that" | "because")
        && words.words.get(at + 1).is_none_or(|word| word.forms.is_empty())
}

/// Where the content before a tag starts: behind an earlier statement of the same sentence, its dateline, or "But".
fn own_start(words: &Words<'_>, cues: &[Cue], nth: usize, low: usize) -> usize {
    let tag = cues[nth].source.as_ref().map_or(cues[nth].span.start, |source| source.start.min(cues[nth].span.start));
    let mut start = low;
    for cue in &cues[..nth] {
        let same = words.quoted(cue.span.start) == words.quoted(cues[nth].span.start);
        if same && matches!(cue.shape, Shape::After | Shape::According) {
            start = start.max(cue.after);
        }
    }
    let reach = low + 12;
    if let Some(dash) =
        (start..tag.min(reach)).find(|at| words.is_dash(*at)).filter(|dash| is_dateline(words, low, *dash))
    {
        start = dash + 1;
    }
    while start < tag && (words.is(start, class::CONJUNCTION) || words.is_mark(start, ",")) {
        start += 1;
    }
    start
}

/// "WASHINGTON —", "KANSAS CITY, Mo. —", "(The Guardian) –".
fn is_dateline(words: &Words<'_>, low: usize, dash: usize) -> bool {
    dash > low && (words.is_mark(low, "(") || words.words.get(low).is_some_and(|word| is_upper(word.text)))
}

/// Where a sentence starts behind its dateline. Two dashes are an aside ("NASA — the agency — said"), no dateline.
pub(crate) fn behind_dateline(words: &Words<'_>, low: usize, high: usize) -> usize {
    let mut dashes = (low..high.min(low + 60)).filter(|at| words.is_dash(*at));
    match (dashes.next(), dashes.count() % 2) {
        (Some(dash), 0) if dash < low + 12 && is_dateline(words, low, dash) => dash + 1,
        _ => low,
    }
}

fn is_upper(text: &str) -> bool {
    text.chars().count() > 1 && text.chars().all(|ch| ch.is_uppercase() || !ch.is_alphabetic())
}

fn according(words: &Words<'_>, cues: &[Cue], nth: usize, sentence: Bounds) -> Vec<Range<usize>> {
    let cue = &cues[nth];
    let start = own_start(words, cues, nth, sentence.low);
    let high = high_of(words, cue.span.start, sentence);
    let from = cue.after;
    if (start..cue.span.start).any(|at| words.is_word(at)) {
        // "The thieves, according to Pia Lowen, had cut through the roof."
        let goes_on = words.is_mark(from, ",") && fragment(words, start..cue.span.start);
        let rest = goes_on.then(|| from + 1..content_end(words, cues, nth, from + 1, high));
        return once(start..cue.span.start).chain(rest).collect();
    }
    once(from..content_end(words, cues, nth, from, high)).collect()
}

fn adverb(words: &Words<'_>, cues: &[Cue], nth: usize, sentence: Bounds) -> Vec<Range<usize>> {
    let cue = &cues[nth];
    let high = high_of(words, cue.span.start, sentence);
    let holds = |other: &&Cue| matches!(other.shape, Shape::Before | Shape::Shared) && other.span.end <= cue.span.start;
    let said = cues[..nth].iter().rev().find(holds).map_or(sentence.low, |other| other.span.end);
    let low = clause_low(words, cue.span.start, said);
    let mut end = content_end(words, cues, nth, cue.span.end, high);
    if let Some(comma) = (cue.span.end..end).find(|at| words.is_mark(*at, ",")) {
        end = comma;
    }
    vec![low..cue.span.start, cue.span.end..end]
}

/// The start of the clause that holds an adverb.
fn clause_low(words: &Words<'_>, at: usize, low: usize) -> usize {
    let low = low.max(at.saturating_sub(40));
    let joint = |at: &usize| {
        words.is_mark(*at, ",")
            || words.is_mark(*at, ";")
            || words.is_dash(*at)
            || words.opens_quote(*at)
            || words.is(*at, class::SUBORDINATOR | class::RELATIVE)
    };
    (low..at).rev().find(joint).map_or(low, |at| at + 1)
}

/// What was reported by somebody: the subject, or the relative clause that says what the idea is.
fn by(words: &Words<'_>, cue: &Cue, sentence: Bounds) -> Vec<Range<usize>> {
    let low = if words.quoted(cue.span.start) { cue.span.start } else { sentence.low };
    let end = if cue.span.start > low && words.is_mark(cue.span.start - 1, ",") {
        cue.span.start - 1
    } else {
        cue.span.start
    };
    let subject = words.noun_phrase_before(end, low);
    let that = (cue.after..sentence.high.min(cue.after + 4)).find(|at| words.lower(*at) == "that");
    let clause = that.map(|that| that..high_of(words, cue.span.start, sentence));
    clause.or(subject).into_iter().collect()
}

fn passive(words: &Words<'_>, cues: &[Cue], nth: usize, sentence: Bounds) -> Vec<Range<usize>> {
    let cue = &cues[nth];
    let high = high_of(words, cue.span.start, sentence);
    let end = content_end(words, cues, nth, cue.span.end, high);
    cue.source.iter().cloned().chain(once(cue.span.end..end)).collect()
}
