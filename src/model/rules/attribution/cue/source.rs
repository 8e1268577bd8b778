//! Where the source of a cue stands, and what shape follows from it.

use std::ops::Range;

use crate::lexicon::List;
use crate::lexicon::attribution::class;
use crate::model::rules::attribution::cue::addressee::skip_addressee;
use crate::model::rules::attribution::cue::shape::{Bounds, Cue, Shape};
use crate::model::rules::attribution::cue::verb_group::verb_group;
use crate::model::rules::attribution::words::Words;

pub(crate) struct Traits {
    pub speech: bool,
    pub after: bool,
    pub addressee: bool,
    pub adjunct: bool,
    pub probability: f32,
}

/// Finds the source of a cue and the shape that follows from where it stands.
pub(crate) fn finish(words: &Words<'_>, at: usize, end: usize, bounds: Bounds, traits: Traits) -> Option<Cue> {
    let group = verb_group(words, at, bounds.low);
    let cue = |source: Option<Range<usize>>, shape, after| Cue {
        span: group.start..end,
        after,
        source,
        shape,
        speech: traits.speech,
        probability: traits.probability,
        addressee: traits.addressee,
        adjunct: traits.adjunct,
    };
    let ing = words.lower(at).ends_with("ing") && !(group.start..at).any(|back| words.is(back, class::BE));
    if ing {
        return participle(words, group.clone(), bounds).map(|source| {
            let shape = if source.is_none() { Shape::Shared } else { Shape::Before };
            cue(source, shape, end)
        });
    }
    if let Some(source) = inverted(words, group.start, end, bounds, &traits) {
        let after = source.end;
        return Some(cue(Some(source), Shape::After, after));
    }
    let low = if words.quoted(at) { bounds.low } else { quote_floor(words, group.start, bounds) };
    if let Some(source) = relative_antecedent(words, group.start, low) {
        return Some(cue(Some(source), Shape::Before, end));
    }
    if let Some(source) = words.subject_before(group.start, low) {
        let tail = tail_end(words, end, bounds.high, traits.addressee);
        let tagged = traits.after && is_tag(words, source.start, low.max(bounds.low), tail);
        let (shape, after) = if tagged { (Shape::After, tail.unwrap_or(end)) } else { (Shape::Before, end) };
        return Some(cue(Some(source), shape, after));
    }
    if words.quoted(at) && group.start == bounds.low && bounds.low > 1 {
        return subject_before_mark(words, bounds.low).map(|source| cue(Some(source), Shape::Before, end));
    }
    let before = group.start.checked_sub(1).filter(|before| *before >= bounds.low)?;
    let joined = words.is(before, class::CONJUNCTION) || words.is_mark(before, ",") || words.lower(before) == "then";
    (joined && !inner_verb(words, before, bounds.low)).then(|| cue(None, Shape::Shared, end))
}

/// True when subject and cue are a tag behind their content: "…, he said on Monday." `tail` is where nothing but
/// addressee, time and place has followed the cue.
fn is_tag(words: &Words<'_>, start: usize, low: usize, tail: Option<usize>) -> bool {
    let mark = start > 0 && words.closes_quote(start - 1);
    let quote = mark && (start > low || tail.is_some());
    let behind = start > low && follows_content(words, start - 1);
    let as_said = start > low + 2 && words.lower(start - 1) == "as" && words.is_mark(start - 2, ",");
    let adjunct = !quote && quote_after(words, tail) && begins_adjunct(words, low);
    quote || (!adjunct && tail.is_some() && (behind || as_said))
}

/// A fragment in quotation marks that begins with its verb ("the leaders had “reiterated their commitment”"): the
/// subject stands before the mark.
fn subject_before_mark(words: &Words<'_>, low: usize) -> Option<Range<usize>> {
    let helps = |at: usize| words.is(at, class::AUXILIARY | class::MODAL) || words.is_adverb(at);
    let mut before = low - 1;
    while before > low.saturating_sub(6) && before > 0 && helps(before - 1) {
        before -= 1;
    }
    words.noun_phrase_before(before, low.saturating_sub(20))
}

/// A comma or colon and an opening mark behind a tag.
fn quote_after(words: &Words<'_>, tail: Option<usize>) -> bool {
    tail.is_some_and(|tail| words.opens_quote(tail + 1) && (words.is_mark(tail, ",") || words.is_mark(tail, ":")))
}

/// "On Tuesday, he said, “…”", "But asked about it, he said, “…”": what stands before the tag is no content.
fn begins_adjunct(words: &Words<'_>, low: usize) -> bool {
    let at = if words.is(low, class::CONJUNCTION) { low + 1 } else { low };
    let adjunct = class::PREPOSITION | class::SUBORDINATOR | class::ADJUNCT | class::TIME;
    words.is(at, adjunct) || words.lower(at).ends_with("ing") || words.is_adverb(at)
}

/// "Iran has trained and supported": a conjunction without a comma joins the verbs of the clause that it stands in,
/// whose subject is not known when an auxiliary stands between it and the cue before.
fn inner_verb(words: &Words<'_>, joint: usize, low: usize) -> bool {
    let low = low.max(joint.saturating_sub(12));
    let stop = (low..joint).rev().find(|at| {
        !words.is_word(*at) || words.is(*at, class::AUXILIARY | class::MODAL) || !words.words[*at].forms.is_empty()
    });
    let bare = joint > 0 && words.is_word(joint) && words.is_word(joint - 1);
    bare && stop.is_some_and(|at| words.is(at, class::AUXILIARY | class::MODAL) && words.words[at + 1].forms.is_empty())
}

/// Outside quotation marks a subject never reaches over a closing mark.
fn quote_floor(words: &Words<'_>, start: usize, bounds: Bounds) -> usize {
    let floor = bounds.low.max(start.saturating_sub(60));
    (floor..start).rev().find(|at| words.closes_quote(*at)).map_or(bounds.low, |at| at + 1)
}

/// `Some(None)`: the source is that of the clause before; `Some(Some(_))`: a subject of its own ("with Obama pressing").
fn participle(words: &Words<'_>, group: Range<usize>, bounds: Bounds) -> Option<Option<Range<usize>>> {
    let before = group.start.checked_sub(1).filter(|before| *before >= bounds.low)?;
    if words.is_mark(before, ",") || words.is_dash(before) || words.closes_quote(before) || words.lower(before) == "and"
    {
        return Some(None);
    }
    if matches!(words.lower(before), "by" | "while" | "before" | "after") {
        return Some(None);
    }
    let source = words.noun_phrase_before(group.start, bounds.low)?;
    if words.lower(group.end) == "that" || words.opens_quote(group.end) {
        return Some(Some(source));
    }
    let with = source.start.checked_sub(1).filter(|with| *with >= bounds.low)?;
    (words.lower(with) == "with").then_some(Some(source))
}

/// "…,” said a White House official": a source behind its cue.
fn inverted(words: &Words<'_>, start: usize, end: usize, bounds: Bounds, traits: &Traits) -> Option<Range<usize>> {
    // A sentence may end inside the marks ("“Is it?” asked the judge."): then the mark stands just before this one.
    let before = start.checked_sub(1).filter(|before| *before >= bounds.low || words.closes_quote(*before))?;
    if !traits.after || !traits.speech || (words.quoted(start) && before < bounds.low) {
        return None;
    }
    let quote =
        words.closes_quote(before) || (words.is_mark(before, ",") && before > 0 && words.closes_quote(before - 1));
    let comma = words.is_mark(before, ",") && {
        let clause = clause_start(words, before, bounds.low);
        (clause..before).any(|at| words.maybe_finite(at)) && words.subject_before(start, bounds.low).is_none()
    };
    if !(quote || comma) || words.is(end, class::OBJECT) {
        return None;
    }
    let source = words.noun_phrase_after(end, bounds.high)?;
    let whole = comma && !quote;
    let speaker = class::PERSON_NOUN | class::COLLECTIVE_NOUN | class::BODY_NOUN | class::PRONOUN;
    let speaks = |at: usize| words.is(at, speaker) || words.is_name(at) || words.capital(at);
    if whole && !source.clone().any(speaks) {
        return None;
    }
    (!whole || tail_end(words, source.end, bounds.high, false).is_some()).then_some(source)
}

/// Where the clause before a comma starts.
fn clause_start(words: &Words<'_>, end: usize, low: usize) -> usize {
    let low = low.max(end.saturating_sub(60));
    (low..end).rev().find(|at| words.is_mark(*at, ";") || words.is_mark(*at, ":")).map_or(low, |at| at + 1)
}

/// "Mr. Kuchins, who argues that …": the noun phrase before "who".
fn relative_antecedent(words: &Words<'_>, start: usize, low: usize) -> Option<Range<usize>> {
    let relative = start.checked_sub(1).filter(|at| *at > low)?;
    if !matches!(words.lower(relative), "who" | "which") {
        return None;
    }
    let end = if words.is_mark(relative - 1, ",") { relative - 1 } else { relative };
    words.noun_phrase_before(end, low)
}

/// True when what stands before a source may be content: a comma, a quotation mark or a dash.
fn follows_content(words: &Words<'_>, before: usize) -> bool {
    words.is_mark(before, ",") || words.closes_quote(before) || words.is_dash(before) || words.is_mark(before, "?")
}

/// Where a tag like "he told reporters on Monday" ends, when nothing but addressee, time and place follows its cue up
/// to a comma or the end of the sentence.
fn tail_end(words: &Words<'_>, start: usize, high: usize, addressee: bool) -> Option<usize> {
    let mut at = start;
    if addressee {
        at = skip_addressee(words, at, high);
    }
    let adjunct = |at: usize| {
        words.is(at, class::PREPOSITION | class::TIME)
            || words.is_adverb(at)
            || words.lower(at) == "when"
            || words.lower(at) == "as"
    };
    let dated = (words.in_list(at, List::Deictic) || words.lower(at) == "next") && words.is(at + 1, class::TIME);
    if at < high && words.is_word(at) && !adjunct(at) && !dated {
        return None;
    }
    while at < high {
        let ends = words.is_mark(at, ",")
            || words.is_mark(at, ".")
            || words.is_mark(at, ":")
            || words.is_mark(at, ";")
            || words.is_dash(at);
        if ends {
            return Some(at);
        }
        if words.opens_quote(at) || words.lower(at) == "that" || words.closes_quote(at) {
            return None;
        }
        at += 1;
    }
    Some(high)
}
