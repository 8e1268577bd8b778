//! Cue verbs: which forms are verbs where they stand, and which are nouns or participles.

use crate::lexicon::List;
use crate::lexicon::attribution::{CueClass, CueVerb, Form, class};
use crate::model::rules::attribution::cue::shape::{Bounds, Cue, Shape};
use crate::model::rules::attribution::cue::source::{Traits, finish};
use crate::model::rules::attribution::cue::verb_group::verb_group;
use crate::model::rules::attribution::words::Words;
use crate::model::tags::EntityType;

pub(crate) fn verb(words: &Words<'_>, at: usize, bounds: Bounds) -> Option<Cue> {
    let (entry, form, end) = entry_of(words, at, bounds)?;
    if words.lower(end) == "by" && entry.class == CueClass::Speech && !words.quoted(at) {
        if entry.of_people {
            return None;
        }
        return passive_by(words, at, end, bounds);
    }
    if !is_verb(words, at, end, form, &entry, bounds) || (entry.class != CueClass::Speech && speakers_own(words, at)) {
        return None;
    }
    let speech = entry.class == CueClass::Speech;
    let traits = Traits {
        speech,
        after: entry.after,
        addressee: entry.addressee,
        adjunct: speech,
        probability: if speech { 0.85 } else { 0.6 },
    };
    let cue = finish(words, at, end, bounds, traits)?;
    let source = cue.source.as_ref().map(|source| source.start);
    let asked = source.and_then(|start| start.checked_sub(1)).is_some_and(|before| words.is_mark_of_doubt(before));
    (speech || !asked).then_some(cue)
}

/// "was first reported by The Washington Post", "an idea floated by Mr. de Mistura".
fn passive_by(words: &Words<'_>, at: usize, end: usize, bounds: Bounds) -> Option<Cue> {
    let participle = words.words.get(at)?.forms.iter().any(|(_, form)| matches!(form, Form::Past | Form::Participle));
    let source = words.noun_phrase_after(end + 1, bounds.high).filter(|_| participle)?;
    let group = verb_group(words, at, bounds.low);
    Some(Cue {
        span: group.start..end + 1,
        after: source.end,
        source: Some(source),
        shape: Shape::By,
        speech: true,
        probability: 0.6,
        addressee: false,
        adjunct: false,
    })
}

/// "I think", "we want" between quotation marks: the speaker's own attitude, which the quotation shows as it is.
fn speakers_own(words: &Words<'_>, at: usize) -> bool {
    words.quoted(at)
        && (at.saturating_sub(4)..at).any(|back| {
            let lower = words.lower(back);
            matches!(lower.split('\'').next().unwrap_or(lower), "i" | "we" | "you")
        })
}

/// The entry of a verb form, the one with a particle first, and where verb and particle end.
fn entry_of(words: &Words<'_>, at: usize, bounds: Bounds) -> Option<(CueVerb, Form, usize)> {
    let forms = words.words.get(at)?.forms;
    let entry = |index: u16| words.lexicon.verbs.get(index as usize).copied();
    let with_particle = forms.iter().find_map(|(index, form)| {
        let entry = entry(*index)?;
        let follows = !entry.particle.is_empty() && entry.particle != "to" && words.lower(at + 1) == entry.particle;
        let to = entry.particle == "to" && words.lower(at + 1) == "to";
        ((follows || to) && at + 1 < bounds.high).then_some((entry, *form, at + 2))
    });
    with_particle.or_else(|| {
        forms.iter().find_map(|(index, form)| {
            let entry = entry(*index)?;
            entry.particle.is_empty().then_some((entry, *form, at + 1))
        })
    })
}

/// Whether a form that could be a verb is one here.
fn is_verb(words: &Words<'_>, at: usize, end: usize, form: Form, entry: &CueVerb, bounds: Bounds) -> bool {
    let first = at == bounds.low;
    let before = at.wrapping_sub(1);
    if !first && words.is(before, class::DETERMINER) && !words.is(before, class::PRONOUN | class::RELATIVE) {
        return false;
    }
    let group = verb_group(words, at, bounds.low);
    let helped = group.start < at && (group.start..at).any(|back| words.is(back, class::AUXILIARY | class::MODAL));
    let possessive = (group.start..at).chain((!first).then_some(before)).any(|back| words.lower(back) == "'s");
    let negated = || (group.start..at).any(|back| words.is(back, class::NEGATION));
    if (possessive && matches!(form, Form::Base | Form::Third)) || (entry.factive && negated()) {
        return false;
    }
    // "a group called the Tea Party": a name, not a statement.
    let named =
        entry.base == "call" && group.start == at && (words.capital(end) || words.capital(end + 1)) && !first && {
            let noun = words.noun_phrase_before(at, bounds.low);
            noun.is_some_and(|noun| matches!(words.lower(noun.start), "a" | "an" | "one"))
        };
    if named {
        return false;
    }
    let passive =
        matches!(form, Form::Past | Form::Participle) && (group.start..at).any(|back| words.is(back, class::BE));
    if passive || (form == Form::Participle && !helped) {
        return false;
    }
    if !content_fits(words, end, entry) {
        return false;
    }
    match form {
        Form::Base if entry.base == "like" => {
            helped || (words.is(before, class::PRONOUN) && !words.is_singular(before))
        }
        Form::Base => {
            let subject = words.is(before, class::PRONOUN | class::RELATIVE);
            helped
                || subject
                || plural_subject(words, group.start, at)
                || (entry.verb_only && bare_subject(words, before, first))
        }
        Form::Third => helped_third(words, at, end, group.start),
        Form::Ing => true,
        Form::Past | Form::Participle => !words.is(before, class::PREPOSITION) || first,
    }
}

/// What follows must suit the entry: a clause, an infinitive, or anything at all.
fn content_fits(words: &Words<'_>, end: usize, entry: &CueVerb) -> bool {
    let next = words.lower(end);
    let clause = words.in_list(end, List::ContentOpener)
        || matches!(next, ":" | "," | ".")
        || words.opens_quote(end)
        || words.is(end, class::PRONOUN);
    let to = next == "to";
    if entry.with_as {
        return (end..end + 12)
            .take_while(|at| words.is_word(*at) || words.opens_quote(*at))
            .any(|at| words.lower(at) == "as");
    }
    if entry.infinitive {
        return to || next == ".";
    }
    if entry.clause && entry.class != CueClass::Speech {
        return clause && next != "," && next != ".";
    }
    if entry.clause {
        let post = words.is(end, class::PREPOSITION | class::TIME);
        return clause || (entry.after && post) || (words.begins_noun_phrase(end) && finite_within(words, end, 8));
    }
    next != "by"
}

fn finite_within(words: &Words<'_>, start: usize, reach: usize) -> bool {
    (start..start + reach).take_while(|at| words.is_word(*at)).any(|at| words.maybe_finite(at) && at > start)
}

/// "officials say": a base form behind a plural noun or a coordination.
fn plural_subject(words: &Words<'_>, start: usize, at: usize) -> bool {
    let Some(before) = start.checked_sub(1) else { return false };
    let subject = words.is_plural(before) || matches!(words.lower(before), "people" | "police" | "many" | "some");
    let next = words.lower(at + 1);
    let object = words.begins_noun_phrase(at + 1) || words.opens_quote(at + 1) || words.is(at + 1, class::OBJECT);
    subject && (object || matches!(next, "that" | "to" | "for") || matches!(next, "," | "."))
}

/// "Developers in Congress say": a form that is no noun, behind a noun or a name.
fn bare_subject(words: &Words<'_>, before: usize, first: bool) -> bool {
    let other = class::PREPOSITION | class::DETERMINER | class::CONJUNCTION | class::AUXILIARY | class::SUBORDINATOR;
    !first
        && (words.is_word(before) || words.is_mark(before, ",") || words.is_mark(before, ")"))
        && words.lower(before) != "to"
        && !words.is(before, other)
}

/// "claims", "plans": a third person only behind something that can be its subject and before what it can take.
fn helped_third(words: &Words<'_>, at: usize, end: usize, start: usize) -> bool {
    let Some(before) = start.checked_sub(1) else { return words.begins_noun_phrase(end) };
    if words.in_list(at, List::ReportingPresent) {
        return true;
    }
    if words.is(before, class::PRONOUN | class::RELATIVE) || words.is_mark(before, ",") {
        return true;
    }
    let next = words.lower(end);
    let clause =
        matches!(next, "that" | "to") || words.opens_quote(end) || words.is(end, class::DETERMINER | class::PRONOUN);
    if words.words.get(before).is_some_and(|word| word.name == Some(EntityType::Group)) && !words.is_plural(before) {
        return false;
    }
    let name = words.is_name(before) || words.capital(before) || words.closes_quote(before);
    if name {
        return clause || words.begins_noun_phrase(end) || (end > at + 1);
    }
    clause && !words.is(before, class::PREPOSITION | class::CONJUNCTION)
}
