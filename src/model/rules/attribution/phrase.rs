//! Noun phrases around a verb, told by function words, commas and names.

use std::ops::Range;

use crate::lexicon::List;
use crate::lexicon::attribution::{Form, class};
use crate::model::rules::attribution::words::Words;
use crate::model::tags::EntityType;

/// No noun phrase of a source is longer, in tokens; keeps every walk linear.
const LONGEST: usize = 60;

impl Words<'_> {
    /// The simple noun phrase that ends just before `end`, prepositional phrases inside it included ("a spokesman
    /// for the opposition coalition"). No commas.
    pub(crate) fn noun_phrase_before(&self, end: usize, low: usize) -> Option<Range<usize>> {
        let low = low.max(end.saturating_sub(LONGEST));
        if end > low && self.is(end - 1, class::PRONOUN) {
            return Some(self.with_partner(end - 1..end, low));
        }
        let mut start = end;
        while start > low {
            let at = start - 1;
            if self.lower(at) == "that" {
                break;
            }
            if self.is(at, class::DETERMINER) && start < end {
                start = at;
                match self.of_before(start, low) {
                    Some(before) => start = before,
                    None => break,
                }
            } else if self.continues_noun_phrase(at, start, end, low) {
                start = at;
            } else {
                break;
            }
        }
        while start < end && self.is(start, class::PREPOSITION | class::CONJUNCTION) {
            start += 1;
        }
        (start < end && self.heads_source(start, end)).then(|| self.with_partner(start..end, low))
    }

    /// "Mr. Obama and" before "Mr. Putin": the whole coordination.
    fn with_partner(&self, phrase: Range<usize>, low: usize) -> Range<usize> {
        let Some(and) = phrase.start.checked_sub(1).filter(|at| *at > low) else { return phrase };
        if self.lower(and) != "and" || self.maybe_finite(and - 1) || !self.is_word(and - 1) {
            return phrase;
        }
        let partner = self.is_name(and - 1) || self.capital(and - 1) || self.is(and - 1, class::PRONOUN);
        let partner = partner || (self.is_plural(and - 1) && self.is_plural(phrase.end - 1));
        match partner.then(|| self.noun_phrase_before(and, low)).flatten() {
            // "… the war with Iran and Mr. Obama said": a phrase behind a verb's preposition is no partner.
            Some(first) if first.start == low || self.may_precede_subject(first.start - 1) => first.start..phrase.end,
            _ => phrase,
        }
    }

    fn may_precede_subject(&self, at: usize) -> bool {
        !self.maybe_finite(at) && !self.is(at, class::PREPOSITION)
    }

    /// Before "on June 12", "last week" or "Tuesday" between a subject and its verb.
    fn before_time(&self, end: usize, low: usize) -> usize {
        let low = low.max(end.saturating_sub(4));
        let number = |at: usize| self.words[at].kind == crate::token::TokenKind::Number;
        let mut start = end;
        while start > low && (self.is(start - 1, class::TIME) || (number(start - 1) && start - 1 > low)) {
            start -= 1;
        }
        let timed = (start..end).any(|at| self.is(at, class::TIME));
        let leads = |at| self.in_list(at, List::Deictic) || matches!(self.lower(at), "on" | "in" | "earlier");
        let led = start > low && leads(start - 1);
        match (timed, led) {
            (false, _) => end,
            (true, true) => start - 1,
            (true, false) => start,
        }
    }

    /// The start of what a preposition joins to a noun phrase that starts at `start` ("a fellow of" before "the …").
    fn of_before(&self, start: usize, low: usize) -> Option<usize> {
        let at = start.checked_sub(1).filter(|at| *at > low)?;
        let noun = self.is_word(at - 1) && !self.maybe_finite(at - 1) && !self.is(at - 1, class::TIME);
        let joins = self.in_list(at, List::Preposition) || self.lower(at) == "inside";
        let joins = joins && (self.lower(at) == "of" || self.is_role(at - 1) || self.is(at - 1, class::BODY_NOUN));
        (joins && noun && !self.is(at - 1, class::PREPOSITION | class::CONJUNCTION)).then_some(at)
    }

    fn continues_noun_phrase(&self, at: usize, start: usize, end: usize, low: usize) -> bool {
        let stop = class::OBJECT | class::PRONOUN | class::AUXILIARY | class::MODAL | class::NEGATION;
        let stop = stop | class::SUBORDINATOR | class::RELATIVE | class::LIGHT_VERB | class::TIME;
        if self.lower(at).starts_with('\'') || matches!(self.lower(at), "'s" | "s'") {
            return start < end;
        }
        if self.is_mark(at, ")") && start == end {
            return true;
        }
        if !self.is_word(at) {
            return self.is_mark(at, "(") && start < end || self.is_mark(at, "&");
        }
        if self.is_name(at) && start < end && self.is_name(start) && !self.words[start].name_starts {
            return true;
        }
        if self.capital(at) && self.is_name(at) {
            return !self.boundary_before_name(at, start, end);
        }
        if self.is(at, class::PREPOSITION) {
            return start < end && self.of_before(start, low) == Some(at);
        }
        let participle = self.words[at].forms.iter().any(|(_, form)| *form == Form::Ing);
        if participle && !(at > low && self.is(at - 1, class::DETERMINER)) {
            return false;
        }
        if self.lower(at) == "and" {
            return start < end && self.joins_names(at);
        }
        let blocked = self.is(at, stop | class::CONJUNCTION) && !self.is(at, class::PERSON_NOUN);
        !blocked && !self.is_verb_like(at, start) && !self.is_adverb(at) && !self.boundary_before_name(at, start, end)
    }

    /// "talks" before "Mr. Obama": a plain noun and a name beside it are two phrases, a role and a name one.
    fn boundary_before_name(&self, at: usize, start: usize, end: usize) -> bool {
        let body = matches!(
            self.words.get(start).and_then(|word| word.name),
            Some(EntityType::Organization | EntityType::Place)
        );
        start < end
            && self.capital(start)
            && !body
            && !self.capital(at)
            && !self.is_role(at)
            && !self.is(at, class::DETERMINER)
            && self.is_plain_noun(at)
    }

    fn is_plain_noun(&self, at: usize) -> bool {
        let lower = self.lower(at);
        !self.in_list(at, List::Premodifier)
            && !lower.contains('-')
            && !lower.ends_with("ian")
            && !lower.ends_with("al")
    }

    /// "U.S. and Russian negotiators", "Putin and Obama".
    fn joins_names(&self, and: usize) -> bool {
        and > 0 && self.capital(and - 1) && self.capital(and + 1) && self.is_word(and - 1)
    }

    /// A word inside what should be a noun phrase that looks like a finite verb.
    fn is_verb_like(&self, at: usize, start: usize) -> bool {
        self.maybe_finite(at)
            && !(self.lower(at).ends_with("ed") && at + 1 == start && start < self.len() && self.is_adjective_place(at))
    }

    /// "the renewed attacks": a participle behind a determiner.
    fn is_adjective_place(&self, at: usize) -> bool {
        at > 0 && self.is(at - 1, class::DETERMINER)
    }

    /// True when something in the range can be a source: a name, a person, a body, a determiner, a plural.
    fn heads_source(&self, start: usize, end: usize) -> bool {
        let nouns = class::PERSON_NOUN | class::BODY_NOUN | class::COLLECTIVE_NOUN | class::VAGUE_NOUN;
        let nouns = nouns | class::DOCUMENT_NOUN | class::OUTLET_NOUN | class::DETERMINER;
        (start..end).any(|at| self.is_name(at) || self.capital(at) || self.is(at, nouns)) || self.is_plural(end - 1)
    }

    /// The subject that ends just before a verb group: a noun phrase with the appositives and relative clauses
    /// between commas behind it ("Moscow, which began …, says").
    pub(crate) fn subject_before(&self, end: usize, low: usize) -> Option<Range<usize>> {
        if end <= low {
            return None;
        }
        if !self.is_mark(end - 1, ",") && !self.is_dash(end - 1) {
            return self.noun_phrase_before(self.before_time(end, low), low);
        }
        let low = low.max(end.saturating_sub(LONGEST));
        let mut segments: Vec<usize> =
            (low..end - 1).filter(|at| self.is_mark(*at, ",") || self.is_dash(*at)).collect();
        segments.insert(0, low.wrapping_sub(1));
        let mut subject = None;
        for (nth, comma) in segments.iter().enumerate() {
            let start = comma.wrapping_add(1);
            let stop = segments.get(nth + 1).copied().unwrap_or(end - 1);
            if subject.is_none() || !self.belongs_to_subject(start, stop) {
                subject = self.subject_in_segment(start, stop);
            }
        }
        let start = subject?;
        let first_comma = (start..end).find(|at| self.is_mark(*at, ",") || self.is_dash(*at)).unwrap_or(end);
        (first_comma < end).then_some(start..end - 1)
    }

    /// Where a subject starts in a comma segment that holds nothing but a noun phrase.
    fn subject_in_segment(&self, start: usize, stop: usize) -> Option<usize> {
        let mut at = start;
        while at < stop
            && !self.is(at, class::PREPOSITION)
            && self.is(at, class::CONJUNCTION | class::SUBORDINATOR | class::ADVERB)
            && !self.capital_name(at)
        {
            at += 1;
        }
        if at >= stop || self.is(at, class::PREPOSITION | class::ADJUNCT) || self.lower(at).ends_with("ing") {
            return None;
        }
        let phrase = self.noun_phrase_before(stop, at)?;
        (phrase.start == at && !self.is(stop - 1, class::TIME)).then_some(at)
    }

    fn capital_name(&self, at: usize) -> bool {
        self.capital(at) && self.is_name(at)
    }

    /// True when a comma segment goes on about the subject: an appositive, a relative clause, a party and state.
    fn belongs_to_subject(&self, start: usize, stop: usize) -> bool {
        let relative = (start..stop).any(|at| self.is(at, class::RELATIVE)) || self.lower(start).ends_with("ed");
        if !relative
            && (start..stop).any(|at| {
                self.maybe_finite(at) && self.lower(at) != "'s" && !self.is(at.wrapping_sub(1), class::DETERMINER)
            })
        {
            return false;
        }
        let lower = self.lower(start);
        self.is(start, class::DETERMINER | class::RELATIVE | class::PERSON_NOUN | class::PREPOSITION)
            || self.words.get(start).is_some_and(|word| word.kind == crate::token::TokenKind::Number)
            || lower.ends_with("ing")
            || lower.ends_with("ed")
            || lower.starts_with("r-")
            || lower.starts_with("d-")
            || self.in_list(start, List::AfterName)
            || self.capital(start)
            || self.is_role(start + 1)
            || self.is_role(start + 2)
    }

    /// The noun phrase that begins at `start`, with appositives and relative clauses; ends before the rest of the
    /// sentence goes on.
    pub(crate) fn noun_phrase_after(&self, start: usize, high: usize) -> Option<Range<usize>> {
        let high = high.min(start + LONGEST).min(self.len());
        if start >= high || !self.begins_noun_phrase(start) {
            return None;
        }
        if self.is(start, class::PRONOUN | class::OBJECT) {
            return Some(start..start + 1);
        }
        let mut end = start;
        while end < high {
            if self.is_mark(end, ",") {
                match self.appositive_end(end, high) {
                    Some(next) => end = next,
                    None => break,
                }
            } else if self.ends_noun_phrase(end, start) {
                break;
            } else {
                end += 1;
            }
        }
        (end > start).then_some(start..end)
    }

    pub(crate) fn begins_noun_phrase(&self, at: usize) -> bool {
        let nouns = class::DETERMINER | class::PRONOUN | class::PERSON_NOUN | class::BODY_NOUN;
        let nouns = nouns | class::COLLECTIVE_NOUN | class::VAGUE_NOUN | class::OUTLET_NOUN;
        let adjective = self.in_list(at, List::SourceModifier);
        self.is_word(at)
            && (self.is(at, nouns) || self.capital(at) || adjective || self.is_plural(at))
            && !self
                .is(at, class::PREPOSITION | class::SUBORDINATOR | class::TIME | class::AUXILIARY | class::CONJUNCTION)
    }

    fn ends_noun_phrase(&self, at: usize, start: usize) -> bool {
        if self.opens_quote(at) || self.closes_quote(at) || self.is_dash(at) {
            return true;
        }
        if !self.is_word(at) {
            return !(self.is_mark(at, "(") || self.is_mark(at, ")") || self.is_mark(at, "&") || self.is_mark(at, "/"));
        }
        if self.is(at, class::PREPOSITION) {
            return !self.goes_on_with(at);
        }
        if self.is_possessive(at) && at > start {
            return false;
        }
        if self.lower(at) == "who" || self.lower(at) == "which" {
            return false;
        }
        let relative = (start..at).rev().take(12).any(|back| matches!(self.lower(back), "who" | "which" | "that"));
        let stop = class::SUBORDINATOR | class::TIME | class::MODAL | class::AUXILIARY;
        let verb = self.is(at, stop) || self.lower(at) == "that" || (self.is_adverb(at) && at > start);
        let and = self.lower(at) == "and" && !self.capital(at + 1) && !self.is_role(at + 1) && !self.is_role(at + 2);
        let pronoun = self.is(at, class::PRONOUN) && !self.is(at, class::DETERMINER);
        (verb && !relative) || and || pronoun || (self.lower(at) == "but")
    }

    /// "of", "for", "from": a preposition that goes on with a noun phrase; "in", "with" when a body or person was named.
    fn goes_on_with(&self, at: usize) -> bool {
        match self.lower(at) {
            "of" => true,
            preposition if preposition == "behind" || self.lexicon.is(List::Preposition, preposition) => {
                let nouns = class::PERSON_NOUN | class::BODY_NOUN | class::COLLECTIVE_NOUN;
                let time = self.is(at + 1, class::TIME) || self.lower(at + 1) == "a" || self.lower(at + 1) == "an";
                self.is(at.saturating_sub(1), nouns) && !time
            }
            _ => false,
        }
    }

    /// Where an appositive, relative clause or party label behind a comma ends: at its closing comma or the end.
    fn appositive_end(&self, comma: usize, high: usize) -> Option<usize> {
        let start = comma + 1;
        let label = self.lower(start).starts_with("r-") || self.lower(start).starts_with("d-");
        let noun = self.is(start, class::DETERMINER) && !self.is(start, class::PRONOUN | class::CONJUNCTION);
        let role = self.is_role(start) || self.is_role(start + 1) || self.is_role(start + 2);
        let relative = matches!(self.lower(start), "who" | "which" | "whose");
        if !(label || noun || role || relative) || self.lower(start).ends_with("ing") {
            return None;
        }
        let stops =
            |at: &usize| self.is_mark(*at, ",") || self.opens_quote(*at) || self.is_mark(*at, ".") || self.is_dash(*at);
        let end = (start..high).find(stops).unwrap_or(high);
        let clause = !relative && !label && (start..end).any(|at| self.is(at, class::AUXILIARY | class::MODAL));
        (!clause).then_some(end)
    }
}
