//! What a name names, as the article says beside it: "Corvane, a ratings company", "the ferry Anna Lind", "Hurricane
//! Delia". What is said of a name once holds wherever it stands.

use rustc_hash::{FxHashMap, FxHashSet};

use super::candidate::{Candidate, name_words};
use crate::analysis::reading::Reading;
use crate::lexicon::names::{NameLexicon, WordGender, WordList};
use crate::model::EntityType;
use crate::token::TokenKind;

/// How sure the type of a name is that the article tells.
const TOLD: f32 = 0.9;
/// The most words of an appositive up to its noun.
const LONGEST_APPOSITIVE: usize = 8;
/// The most letters of an acronym.
const LONGEST_ACRONYM: usize = 6;
/// So far back a verb may stand that makes what follows a clause ("told the newspaper Smith would").
const CLAUSE: usize = 5;

/// Gives candidates the type that the article tells of their names.
pub(super) fn judge(lexicon: &NameLexicon, reading: &Reading, candidates: &mut [Candidate]) {
    let sight = Sight::new(lexicon, reading, candidates);
    // Nothing for a name of which two things are told.
    let mut told: FxHashMap<&str, Option<EntityType>> = FxHashMap::default();
    for candidate in candidates.iter() {
        for (name, entity_type) in sight.told(candidate) {
            let known = told.entry(name).or_insert(Some(entity_type));
            *known = known.filter(|known| *known == entity_type);
        }
    }
    for candidate in candidates {
        let told = told.get(candidate.span.of_text(&reading.text)).copied().flatten();
        if let Some(entity_type) = told.filter(|told| sight.may_become(candidate, *told)) {
            // What is written out in small letters is no name.
            let sure = if entity_type == EntityType::Other { 0.0 } else { candidate.probability.max(TOLD) };
            (candidate.entity_type, candidate.probability) = (entity_type, sure);
        }
    }
}

struct Sight<'a> {
    lexicon: &'a NameLexicon,
    reading: &'a Reading,
    /// Words of the people who are named in full, with a given name.
    people: FxHashSet<&'a str>,
}

impl<'a> Sight<'a> {
    fn new(lexicon: &'a NameLexicon, reading: &'a Reading, candidates: &[Candidate]) -> Self {
        let given = |word: &str| lexicon.given(word).is_some_and(|gender| gender != WordGender::Either);
        let people = candidates.iter().filter(|it| it.entity_type == EntityType::Person).flat_map(|it| {
            let words = name_words(it.span.of_text(&reading.text));
            let full = words.clone().next().is_some_and(given) && words.clone().nth(1).is_some();
            words.filter(move |_| full)
        });
        Self { lexicon, reading, people: people.collect() }
    }

    fn word(&self, at: usize) -> &'a str {
        self.reading.word(at)
    }

    /// What stands beside a candidate tells of names.
    fn told(&self, candidate: &Candidate) -> Vec<(&'a str, EntityType)> {
        let tokens = candidate.tokens.clone();
        let name = candidate.span.of_text(&self.reading.text);
        let head = |list| tokens.clone().rev().skip(1).find(|&at| self.lexicon.is(list, self.word(at)));
        let rest = |at: usize| {
            let token = self.reading.structure.tokens.get(at + 1);
            token.and_then(|token| self.reading.text.get(token.span.start as usize..candidate.span.end as usize))
        };
        let prefixed = [(WordList::StormWord, EntityType::Event), (WordList::VesselWord, EntityType::Product)];
        for (list, entity_type) in prefixed {
            if let Some(at) = head(list) {
                let bare = rest(at).filter(|rest| !self.people.contains(rest) || tokens.len() == 2);
                return std::iter::once(name).chain(bare).map(|name| (name, entity_type)).collect();
            }
        }
        // "Sullivan & Cromwell"
        if candidate.entity_type == EntityType::Person
            && !candidate.heading
            && tokens.clone().any(|at| self.word(at) == "&")
        {
            return vec![(name, EntityType::Organization)];
        }
        if self.is_written_small(candidate) {
            return vec![(name, EntityType::Other)];
        }
        let beside = self.before(tokens.start).or_else(|| self.behind(&tokens));
        beside.map(|entity_type| (name, entity_type)).into_iter().collect()
    }

    /// "the consumer price index (CPI)": letters of words that are no name.
    fn is_written_small(&self, candidate: &Candidate) -> bool {
        let at = candidate.tokens.start;
        let short = self.word(at);
        let letters = short.chars().all(char::is_uppercase) && (2..=LONGEST_ACRONYM).contains(&short.chars().count());
        let Some(bracket) = at.checked_sub(1).filter(|&at| letters && self.word(at) == "(") else { return false };
        if candidate.tokens.len() != 1 || self.word(at + 1) != ")" {
            return false;
        }
        let mut words = (bracket.saturating_sub(2 * LONGEST_ACRONYM)..bracket).rev().map(|at| self.word(at));
        short.chars().rev().all(|letter| {
            let mut behind = words.by_ref().skip_while(|word| {
                !word.starts_with(letter.to_ascii_lowercase()) && self.lexicon.is(WordList::Preposition, word)
            });
            behind.next().is_some_and(|word| word.starts_with(letter.to_ascii_lowercase()))
        })
    }

    /// Whether what is told of a name can be: no place becomes a firm by a company that is told of beside it.
    fn may_become(&self, candidate: &Candidate, told: EntityType) -> bool {
        match told {
            EntityType::Organization => matches!(candidate.entity_type, EntityType::Person | EntityType::Other),
            EntityType::Person => matches!(candidate.entity_type, EntityType::Organization | EntityType::Other),
            _ => candidate.entity_type != EntityType::Group,
        }
    }

    /// "the law firm Baker McKenzie", "the ferry Anna Lind", but "told the newspaper Smith would".
    fn before(&self, start: usize) -> Option<EntityType> {
        let at = start.checked_sub(1)?;
        let noun = self.word(at);
        let told = if self.lexicon.is(WordList::VesselNoun, noun) || self.lexicon.is(WordList::ProductNoun, noun) {
            EntityType::Product
        } else if self.lexicon.is(WordList::FirmNoun, noun) {
            EntityType::Organization
        } else {
            return None;
        };
        let phrase = at.saturating_sub(CLAUSE)..at;
        let clause = phrase.clone().any(|at| self.lexicon.is(WordList::ReportingVerb, self.word(at)));
        let person = !self.lexicon.is(WordList::VesselNoun, noun) && self.people.contains(self.word(start));
        (!clause && !person).then_some(told)
    }

    /// "Corvane, a ratings company,", "Rosa Lindt, 46,".
    fn behind(&self, tokens: &std::ops::Range<usize>) -> Option<EntityType> {
        let (start, comma) = (tokens.start, tokens.end);
        if self.word(comma) != "," {
            return None;
        }
        let first = self.word(comma + 1);
        let age = || first.parse::<u8>().is_ok_and(|age| (10..=105).contains(&age)) && tokens.len() > 1;
        if age() && matches!(self.word(comma + 2), "," | ".") {
            return Some(EntityType::Person);
        }
        let fronted =
            start.checked_sub(1).is_some_and(|at| self.lexicon.is_also_capital(WordList::Preposition, self.word(at)));
        if !matches!(first, "a" | "an") || fronted {
            return None;
        }
        let mut told = None;
        for at in comma + 2..comma + 2 + LONGEST_APPOSITIVE {
            let word = self.word(at);
            let noun = self.noun(word);
            let ends = || {
                let mark = self.reading.structure.tokens.get(at).is_none_or(|it| it.kind == TokenKind::Punctuation);
                mark && word != "-"
                    || self.lexicon.is(WordList::Preposition, word)
                    || self.lexicon.is(WordList::RelativePronoun, word)
            };
            match noun {
                Some(_) => told = noun,
                None if ends() => return told,
                None if told.is_some() => {
                    // "a company based in Ohio"
                    return told.filter(|_| word.ends_with("ed") || word.ends_with("ing") || word == "that");
                }
                None => {}
            }
        }
        None
    }

    /// What somebody or something is of whom a noun is said.
    fn noun(&self, word: &str) -> Option<EntityType> {
        if self.lexicon.is(WordList::VesselNoun, word) || self.lexicon.is(WordList::ProductNoun, word) {
            return Some(EntityType::Product);
        }
        let role = self.lexicon.role(word).filter(|role| !role.plural);
        match role {
            Some(role) if role.person => Some(EntityType::Person),
            Some(_) => Some(EntityType::Organization),
            None => self.lexicon.is(WordList::FirmNoun, word).then_some(EntityType::Organization),
        }
    }
}
