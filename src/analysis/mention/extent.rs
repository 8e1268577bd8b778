//! Where a name begins and ends, by what stands beside what a reader of one paragraph took for it: initials, nicknames,
//! months as given names, the "&" of a firm; and what is no name at all: party tags and parts of addresses.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::candidate::{Candidate, is_heading, name_span, name_words};
use crate::analysis::reading::Reading;
use crate::analysis::types::Provenance;
use crate::lexicon::names::{NameLexicon, WordList};
use crate::model::EntityType;
use crate::token::TokenKind;

/// The most words of a nickname in quotation marks.
const LONGEST_NICKNAME: usize = 3;
/// The most initials before a name.
const MOST_INITIALS: usize = 4;

/// Gives candidates, in the order of the text, their extent, and drops what names nothing.
pub(super) fn adjust(lexicon: &NameLexicon, reading: &Reading, candidates: Vec<Candidate>) -> Vec<Candidate> {
    let extent = Extent::new(lexicon, reading, &candidates);
    let candidates = extent.with_initialed(candidates);
    let mut adjusted: Vec<Candidate> = Vec::with_capacity(candidates.len());
    for candidate in candidates.into_iter().filter(|candidate| !extent.is_tag(candidate)) {
        let candidate = match adjusted.last() {
            Some(before) if extent.joins(before, &candidate) => {
                let Some(before) = adjusted.pop() else { continue };
                extent.joined(before, candidate)
            }
            before => {
                let low = before.map_or(0, |before| before.tokens.end);
                extent.begun(candidate, low)
            }
        };
        adjusted.push(candidate);
    }
    adjusted
}

struct Extent<'a> {
    lexicon: &'a NameLexicon,
    reading: &'a Reading,
    /// Family names that stand behind a given name somewhere.
    families: FxHashSet<&'a str>,
}

impl<'a> Extent<'a> {
    fn new(lexicon: &'a NameLexicon, reading: &'a Reading, candidates: &[Candidate]) -> Self {
        let full = candidates.iter().filter(|it| it.entity_type == EntityType::Person).filter_map(|it| {
            let mut words = name_words(it.span.of_text(&reading.text));
            let given = words.next().filter(|given| !is_day(reading, given));
            given.and(words.last())
        });
        Self { lexicon, reading, families: full.collect() }
    }

    /// Adds the people whom initials show, and nothing else: "E.M. Delafield".
    fn with_initialed(&self, mut candidates: Vec<Candidate>) -> Vec<Candidate> {
        let tokens = self.reading.structure.tokens.len();
        let mut taken = vec![false; tokens];
        for at in candidates.iter().flat_map(|candidate| candidate.tokens.clone()) {
            if let Some(slot) = taken.get_mut(at) {
                *slot = true;
            }
        }
        let free = |at: usize| taken.get(at) == Some(&false);
        let known = candidates.len();
        for paragraph in &self.reading.structure.paragraphs {
            for at in paragraph.first_token as usize..(paragraph.end_token as usize).saturating_sub(1) {
                let several = self.word(at).matches('.').count() > 1 && self.is_initials(at);
                if several && free(at) && free(at + 1) && self.is_beside(at) && self.is_family(at + 1) {
                    let tokens = at..at + 2;
                    let Some(span) = name_span(self.lexicon, self.reading, tokens.clone()) else { continue };
                    let (entity_type, provenance) = (EntityType::Person, Provenance::Rule("initials"));
                    let heading = is_heading(paragraph.zone);
                    candidates.push(Candidate { tokens, span, entity_type, probability: 0.8, heading, provenance });
                }
            }
        }
        if candidates.len() > known {
            candidates.sort_by_key(|candidate| candidate.tokens.start);
        }
        candidates
    }

    /// A capitalized word that ends a name and may be somebody's.
    fn is_family(&self, at: usize) -> bool {
        let word = self.word(at);
        let capital = |at: usize| self.word(at).starts_with(char::is_uppercase);
        let small = word.to_lowercase();
        let heads = [WordList::OrgHead, WordList::PlaceHead, WordList::EventHead, WordList::Never];
        capital(at)
            && self.kind(at) == Some(TokenKind::Word)
            && word.chars().any(char::is_lowercase)
            && !(capital(at + 1) && self.is_beside(at))
            && !heads.iter().any(|list| self.lexicon.is(*list, word))
            && self.lexicon.known(word).is_none()
            && self.lexicon.role(&small).is_none()
            && self.lexicon.title(|ahead| if ahead == 0 { word } else { "" }) == 0
    }

    fn word(&self, at: usize) -> &'a str {
        self.reading.word(at)
    }

    fn kind(&self, at: usize) -> Option<TokenKind> {
        self.reading.structure.tokens.get(at).map(|token| token.kind)
    }

    /// True when a space and nothing else stands between a token and the next.
    fn is_beside(&self, at: usize) -> bool {
        let tokens = &self.reading.structure.tokens;
        let between = tokens.get(at).zip(tokens.get(at + 1));
        let between =
            between.and_then(|(one, next)| self.reading.text.get(one.span.end as usize..next.span.start as usize));
        matches!(between, Some(" " | "\u{a0}"))
    }

    /// "(R)", "(R., Texas)": a lawmaker's party; part of an address.
    fn is_tag(&self, candidate: &Candidate) -> bool {
        let Range { start, end } = candidate.tokens.clone();
        let letter = |word: &str| {
            let mut chars = word.trim_end_matches('.').chars();
            chars.next().is_some_and(char::is_uppercase) && chars.next().is_none()
        };
        let party = start + 1 == end
            && letter(self.word(start))
            && start.checked_sub(1).is_some_and(|before| self.word(before) == "(")
            && matches!(self.word(end), ")" | "," | "-" | "–");
        party || candidate.tokens.clone().any(|at| is_address(self.word(at)))
    }

    /// True when two candidates are one name: "Lou “Pops” Reed", "Sullivan & Cromwell", "USS Cole".
    fn joins(&self, before: &Candidate, candidate: &Candidate) -> bool {
        let (end, start) = (before.tokens.end, candidate.tokens.start);
        let people = [before, candidate].iter().all(|it| it.entity_type == EntityType::Person);
        let nickname = || self.nickname(end).is_some_and(|behind| start <= behind && behind < candidate.tokens.end);
        let prefix = || {
            let alone = before.tokens.len() == 1 && end == start && self.is_beside(end - 1);
            alone && self.prefixed(end - 1).is_some()
        };
        people && nickname() || self.is_firm(before, candidate) || prefix()
    }

    /// "Sullivan & Cromwell"
    fn is_firm(&self, before: &Candidate, candidate: &Candidate) -> bool {
        let (end, start) = (before.tokens.end, candidate.tokens.start);
        let named = |it: &Candidate| {
            let named = matches!(it.entity_type, EntityType::Person | EntityType::Organization | EntityType::Other);
            named && !it.heading && it.tokens.len() < 3
        };
        named(before) && named(candidate) && end + 1 == start && self.word(end) == "&" && self.is_beside(end)
    }

    fn joined(&self, before: Candidate, candidate: Candidate) -> Candidate {
        let entity_type = if self.is_firm(&before, &candidate) {
            EntityType::Organization
        } else {
            self.prefixed(before.tokens.end - 1).filter(|_| before.tokens.len() == 1).unwrap_or(EntityType::Person)
        };
        let tokens = before.tokens.start..candidate.tokens.end;
        let probability = before.probability.max(candidate.probability);
        self.with_tokens(Candidate { entity_type, probability, ..before }, tokens)
    }

    /// What bears a name behind a word for storms or ships.
    fn prefixed(&self, at: usize) -> Option<EntityType> {
        if self.lexicon.is(WordList::StormWord, self.word(at)) {
            Some(EntityType::Event)
        } else {
            self.lexicon.is(WordList::VesselWord, self.word(at)).then_some(EntityType::Product)
        }
    }

    /// The token behind a nickname that begins at `at`: “Pops” of "Lou “Pops” Reed".
    fn nickname(&self, at: usize) -> Option<usize> {
        let closes = |at| self.kind(at) == Some(TokenKind::QuoteClose);
        if self.kind(at) != Some(TokenKind::QuoteOpen)
            || !at.checked_sub(1).is_some_and(|before| self.is_beside(before))
        {
            return None;
        }
        let close = (at + 2..at + 2 + LONGEST_NICKNAME).find(|&at| closes(at))?;
        let words = (at + 1..close).all(|at| self.kind(at) == Some(TokenKind::Word));
        let capital = self.word(at + 1).starts_with(char::is_uppercase) && self.word(at + 1).chars().count() > 1;
        (words && capital && self.is_beside(close)).then_some(close + 1)
    }

    /// A candidate with what stands before it and belongs to it, down to token `low`.
    fn begun(&self, candidate: Candidate, low: usize) -> Candidate {
        let (mut start, mut end) = (candidate.tokens.start, candidate.tokens.end);
        let mut entity_type = candidate.entity_type;
        let before = |start: usize| start.checked_sub(1).filter(|&at| at >= low && self.is_beside(at));
        let named = matches!(entity_type, EntityType::Person | EntityType::Place | EntityType::Other);
        let prefix = before(start).filter(|_| named);
        if let Some((at, prefixed)) = prefix.and_then(|at| Some((at, self.prefixed(at)?))) {
            (start, entity_type) = (at, prefixed);
        }
        if let Some(at) = before(start).filter(|&at| self.lexicon.is(WordList::StormKind, self.word(at))) {
            // "Tropical Storm Debby"
            start = if self.lexicon.is(WordList::StormWord, self.word(at + 1)) { at } else { start };
        }
        // "E.M. Delafield" is nobody's place.
        let initials =
            |at: usize| self.word(at).matches('.').count() > 1 && self.is_initials(at) && self.is_family(at + 1);
        if end - start == 1 && before(start).is_some_and(initials) {
            entity_type = EntityType::Person;
        }
        if entity_type == EntityType::Person {
            // "Anna ‘Nan" of "Anna ‘Nan’ Petty"
            let behind = (start + 1..end).find_map(|at| self.nickname(at)).filter(|&behind| behind >= end);
            if behind.is_some_and(|at| self.word(at).starts_with(char::is_uppercase)) {
                end = behind.map_or(end, |at| at + 1);
            }
            start = self.without_role(start, end);
            let first = start;
            while let Some(at) = before(start).filter(|&at| first - at <= MOST_INITIALS && self.is_initials(at)) {
                start = at;
            }
            if let Some(at) = before(start).filter(|&at| end - start == 1 && self.is_given_day(at)) {
                start = at;
            }
        }
        if (start..end) == candidate.tokens {
            candidate
        } else {
            self.with_tokens(Candidate { entity_type, ..candidate }, start..end)
        }
    }

    fn with_tokens(&self, candidate: Candidate, tokens: Range<usize>) -> Candidate {
        let span = name_span(self.lexicon, self.reading, tokens.clone()).unwrap_or(candidate.span);
        Candidate { tokens, span, ..candidate }
    }

    /// "Lou Reed" of "Trainer Lou Reed", "Osman Nuhu" of "Sheikh Osman Nuhu": a noun for a person or a form of address, which
    /// nobody is called by, is a title.
    fn without_role(&self, mut start: usize, end: usize) -> usize {
        let titled = |at: usize| {
            let word = self.word(at);
            let role = self.lexicon.role(&word.to_lowercase()).is_some_and(|role| role.person && !role.plural);
            let address = at + 2 < end && self.lexicon.honorific(word).is_some();
            let name = self.lexicon.given(word).is_some() || self.lexicon.is(WordList::Surname, word);
            (role || address) && !name
        };
        while start + 1 < end && titled(start) {
            start += 1;
        }
        start
    }

    /// "K.A.", "D.": letters each with its stop.
    fn is_initials(&self, at: usize) -> bool {
        let word = self.word(at);
        let letters = word.split('.').filter(|part| !part.is_empty());
        word.ends_with('.')
            && (1..4).contains(&letters.clone().count())
            && letters.clone().all(|part| part.chars().count() == 1 && part.starts_with(char::is_uppercase))
            && self.lexicon.known(word).is_none()
    }

    /// A month or a day of the week as somebody's given name: "April Ross", "Wednesday Adams", but "in May Obama said".
    fn is_given_day(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map_or("", |before| self.word(before));
        let fronted =
            before.starts_with(char::is_uppercase) && self.lexicon.is_also_capital(WordList::Preposition, before);
        is_day(self.reading, self.word(at))
            && !fronted
            && !self.families.contains(self.word(at + 1))
            && !self.lexicon.is_also_capital(WordList::BeforeDay, before)
            && !self.lexicon.is(WordList::ReportingVerb, before)
            && !self.word(at + 1).chars().all(char::is_uppercase)
    }
}

/// True for a month or a day of the week, written in full.
fn is_day(reading: &Reading, word: &str) -> bool {
    let time = &reading.language.time;
    !word.ends_with('.') && (time.weekday(word).is_some() || time.month(word).is_some())
}

/// True for an address of the web or of electronic mail.
fn is_address(word: &str) -> bool {
    let dotted = word.contains('.');
    word.contains("://")
        || dotted && word.contains(['@', '/'])
        || word.get(..4).is_some_and(|www| www.eq_ignore_ascii_case("www."))
}
