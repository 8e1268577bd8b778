//! Mentions of people as antecedents of pronouns: what their places in the sentence tell.

use super::{Entry, Reader, byte_span, pronoun};
use crate::analysis::coref::description::Determiner;
use crate::analysis::types::{ChainId, Gender, RoleForm};
use crate::lexicon::names::WordList;
use crate::token::{SentenceId, TokenKind};

/// So many roles before a name are looked at for the one that ends there.
const NEAR: usize = 4;

impl Reader<'_> {
    /// Notes a mention of a person as an antecedent.
    pub(super) fn enter(
        &mut self,
        chain: ChainId,
        start: usize,
        end: usize,
        nth: SentenceId,
        paragraph: u32,
        first: bool,
    ) {
        self.latest = Some((chain, end));
        let entry = self.entry(chain, start, end, nth, paragraph, first);
        if entry.speaks && !entry.reported {
            *self.spoken.entry(chain).or_default() += 1;
        }
        let sole = &mut self.sole[entry.gender as usize];
        *sole = sole.and(chain);
        self.history.push(entry);
    }

    /// Notes a mention of a body as an antecedent of what bodies are described as.
    pub(super) fn enter_body(&mut self, chain: ChainId, start: usize, end: usize, nth: SentenceId, paragraph: u32) {
        let first = self.bodies.last().is_none_or(|last| last.sentence != nth);
        let entry = self.entry(chain, start, end, nth, paragraph, first);
        self.sole_body = self.sole_body.and(chain);
        self.bodies.push(entry);
    }

    fn entry(&self, chain: ChainId, start: usize, end: usize, nth: SentenceId, paragraph: u32, first: bool) -> Entry {
        // "His father Mohamed said": the phrase begins with what is no part of the title.
        let opens = self.finder.reading.structure.sentences.get(nth).map_or(start, |it| it.first_token as usize);
        let start = match start.checked_sub(1).filter(|&before| before >= opens) {
            Some(before)
                if matches!(self.finder.word(before), "the" | "The")
                    || self.finder.determiner(before) == Some(Determiner::Possessive) =>
            {
                before
            }
            _ => start,
        };
        let (before, after) = (start.checked_sub(1).map_or("", |at| self.finder.word(at)), self.finder.word(end));
        let possessive = matches!(after, "’s" | "'s" | "’" | "'");
        let preposition = start.checked_sub(1).is_some_and(|at| self.finder.is_preposition(at));
        let verb = !possessive
            && !self.finder.is_preposition(end)
            && !matches!(after, "." | "," | "and" | "or" | ";" | "”" | "\"");
        let sentence_start =
            self.finder.reading.structure.sentences.get(nth).is_some_and(|it| it.first_token as usize == start);
        // A name between commas or before "and" that opens its clause is a subject as well.
        let clause = sentence_start || !before.is_empty() && self.finder.opens_subject(before);
        let offset = byte_span(&self.finder.reading.structure.tokens, start..start + 1).start;
        let heads_source = !possessive && self.sources.contains_key(&offset);
        Entry {
            chain,
            sentence: nth,
            told: self.told_before(nth),
            clause: self.clause(start),
            paragraph,
            subject: !preposition
                && !possessive
                && (verb && clause
                    || sentence_start
                    || start.checked_sub(1).is_some_and(|at| self.finder.is_say(at)) && clause),
            first,
            possessive,
            quoted: self.quoted(start),
            reported: self.contents.hold(offset),
            spoken: self.spoken.get(&chain).copied().unwrap_or(0),
            speaks: heads_source
                || self.finder.is_say(end)
                || self.said_by(start)
                || self.said_by_appositive(chain, start),
            controls: after == "to" && (!preposition || self.called_on(start)) && !sentence_start,
            gender: self.chains.get(chain).map_or(Gender::Unknown, |chain| chain.gender),
            named: self.chains.get(chain).is_some_and(|chain| chain.named),
            pronoun: pronoun::pronoun(self.finder.word(start), true).is_some(),
            start: offset,
        }
    }

    /// "“Never,” said the president", but "he said the president should insist".
    fn said_by(&self, start: usize) -> bool {
        let Some(verb) = start.checked_sub(1).filter(|&at| self.finder.is_say(at)) else { return false };
        let before = verb.checked_sub(1).and_then(|at| self.finder.reading.structure.tokens.get(at));
        before.is_none_or(|token| token.kind != TokenKind::Word)
    }

    /// "said the legislator, Representative Carl Seel"
    fn said_by_appositive(&self, chain: ChainId, start: usize) -> bool {
        let tokens = &self.finder.reading.structure.tokens;
        let Some(end) = start.checked_sub(2).and_then(|at| tokens.get(at)).map(|token| token.span.end) else {
            return false;
        };
        let roles = self.chains.get(chain).map_or(&[][..], |chain| &chain.roles);
        // A chain may have thousands; they stand in the order of the text.
        let behind = roles.partition_point(|role| role.span.start < end);
        let mut near = roles.iter().take(behind).rev().take(NEAR);
        let role = near.find(|role| role.how == RoleForm::Appositive && role.span.end == end);
        let before = role.and_then(|role| self.finder.reading.token_at(role.span.start).checked_sub(1));
        before.is_some_and(|at| self.finder.is_say(at))
    }

    /// "called on Trump to abandon his plan"
    fn called_on(&self, start: usize) -> bool {
        let word = |back: usize| start.checked_sub(back).map_or("", |at| self.finder.word(at));
        word(1) == "on" && self.finder.lexicon.is(WordList::CallOnVerb, word(2))
    }
}
