//! What the whole article says about a name that its paragraph leaves in doubt: votes on its type, the full name that
//! a bare family name belongs to, and names that stand only in headings or at the start of sentences elsewhere.

use rustc_hash::{FxHashMap, FxHashSet};

use super::candidate::{Candidate, is_heading, name_span, name_words};
use super::full::FullNames;
use crate::analysis::reading::Reading;
use crate::analysis::types::Provenance;
use crate::lexicon::names::{NameLexicon, WordList};
use crate::model::EntityType;
use crate::token::TokenKind;

/// "Wallace" of "WALLACE".
fn title_case(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().into_iter().chain(chars.flat_map(char::to_lowercase)).collect()
}

/// "Rourke" of "O’Rourke", whichever apostrophe stands in it.
fn without_o(family: &str) -> Option<&str> {
    ["O’", "O'"].iter().find_map(|prefix| family.strip_prefix(prefix))
}

/// A type is as sure as its best vote where it is voted for at all above this.
const SURE: f32 = 0.6;

/// What all candidates of an article tell together.
pub(super) struct Evidence<'a> {
    /// Family and given names of the people named in full, with how sure the fullest is.
    people: FxHashMap<&'a str, f32>,
    /// The sum of the votes by name and type, and the best of them.
    votes: FxHashMap<&'a str, Vec<(EntityType, f32, f32)>>,
    /// Words that also stand in small letters.
    small: FxHashSet<&'a str>,
}

impl<'a> Evidence<'a> {
    /// Counts what the candidates say.
    pub(super) fn collect(lexicon: &NameLexicon, reading: &'a Reading, candidates: &[Candidate]) -> Self {
        let mut evidence =
            Self { people: FxHashMap::default(), votes: FxHashMap::default(), small: FxHashSet::default() };
        for candidate in candidates {
            let text = candidate.span.of_text(&reading.text);
            evidence.vote(text, candidate);
            if candidate.entity_type == EntityType::Person && candidate.probability >= SURE {
                evidence.person(lexicon, text, candidate.probability);
            }
        }
        for token in reading.structure.tokens.iter().filter(|token| token.kind == TokenKind::Word) {
            let word = token.span.of_text(&reading.text);
            if word.chars().all(char::is_lowercase) {
                evidence.small.insert(word);
            }
        }
        evidence
    }

    fn vote(&mut self, text: &'a str, candidate: &Candidate) {
        if candidate.entity_type == EntityType::Other || candidate.heading {
            return;
        }
        let votes = self.votes.entry(text).or_default();
        match votes.iter_mut().find(|(entity_type, ..)| *entity_type == candidate.entity_type) {
            Some((_, sum, best)) => {
                *sum += candidate.probability;
                *best = best.max(candidate.probability);
            }
            None => votes.push((candidate.entity_type, candidate.probability, candidate.probability)),
        }
    }

    fn person(&mut self, lexicon: &NameLexicon, text: &'a str, probability: f32) {
        let words: Vec<&str> = name_words(text).collect();
        if words.len() < 2 {
            return;
        }
        let suffix = |word: &&&str| !lexicon.is(WordList::Suffix, word) && word.chars().count() > 2;
        if let Some(&family) = words.iter().rev().find(suffix) {
            // "O’Rourke" may lose its first letter in a text: "Rourke demanded".
            for family in std::iter::once(family).chain(without_o(family)) {
                let best = self.people.entry(family).or_insert(0.0);
                *best = best.max(probability);
            }
        }
        if let Some(&given) = words.first().filter(|given| given.chars().count() > 2) {
            let best = self.people.entry(given).or_insert(0.0);
            *best = best.max(probability * 0.8);
        }
    }

    /// Gives a doubtful candidate the type that the article gives it elsewhere.
    pub(super) fn judge(&self, text: &str, candidate: &mut Candidate) {
        let single = !text.contains(' ');
        let person = self.people.get(text).copied().unwrap_or(0.0);
        // "Bloomberg" is a person where Michael Bloomberg is one; "WALLACE:" is Chris Wallace.
        if single && candidate.entity_type == EntityType::Organization && candidate.probability < 0.99 {
            let person = person.max(self.people.get(title_case(text).as_str()).copied().unwrap_or(0.0));
            if person >= 0.8 {
                candidate.entity_type = EntityType::Person;
                candidate.probability = 0.8;
                return;
            }
        }
        if candidate.probability >= 0.9 {
            return;
        }
        let best = self
            .votes
            .get(text)
            .and_then(|votes| votes.iter().max_by(|a, b| a.1.total_cmp(&b.1).then_with(|| b.0.cmp(&a.0))));
        if single && person > 0.0 && candidate.probability < 0.75 {
            candidate.entity_type = EntityType::Person;
            candidate.probability = candidate.probability.max(person.min(0.9));
        } else if let Some((entity_type, sum, top)) = best
            && (*sum > candidate.probability || candidate.entity_type == EntityType::Other)
        {
            candidate.entity_type = *entity_type;
            candidate.probability = candidate.probability.max(*top);
        } else if single
            && candidate.entity_type == EntityType::Other
            && self.small.contains(text.to_lowercase().as_str())
        {
            candidate.probability *= 0.5;
        }
    }

    /// Names in headings and at the start of sentences that are known from elsewhere in the article.
    pub(super) fn recover(
        &self,
        lexicon: &NameLexicon,
        reading: &Reading,
        full: &FullNames,
        candidates: &[Candidate],
    ) -> Vec<Candidate> {
        let structure = &reading.structure;
        let mut taken = vec![false; structure.tokens.len()];
        for candidate in candidates.iter().filter(|candidate| candidate.entity_type != EntityType::Other) {
            for at in candidate.tokens.clone() {
                if let Some(slot) = taken.get_mut(at) {
                    *slot = true;
                }
            }
        }
        let mut found = Vec::new();
        for paragraph in &structure.paragraphs {
            let heading = is_heading(paragraph.zone);
            let (mut at, end) = (paragraph.first_token as usize, paragraph.end_token as usize);
            while at < end {
                let free = |at: usize| !taken.get(at).copied().unwrap_or(true);
                let whole = full.at(reading, at, end).filter(|_| heading);
                let whole = whole.filter(|name| (at..at + name.words.len()).all(free));
                let (tokens, known) = match whole {
                    Some(name) => (at..at + name.words.len(), Some((name.entity_type, name.probability * 0.9))),
                    None => (at..at + 1, Some(at).filter(|&at| free(at)).and_then(|at| self.elsewhere(reading, at))),
                };
                at = tokens.end;
                let Some((entity_type, probability)) = known else { continue };
                let Some(span) = name_span(lexicon, reading, tokens.clone()) else { continue };
                let provenance = Provenance::Rule("named-elsewhere");
                found.push(Candidate { tokens, span, entity_type, probability, heading, provenance });
            }
        }
        found
    }

    /// What a capitalized word is elsewhere in the article.
    fn elsewhere(&self, reading: &Reading, at: usize) -> Option<(EntityType, f32)> {
        let word = reading.word(at);
        let time = &reading.language.time;
        if time.weekday(word).is_some()
            || time.month(word).is_some()
            || word.chars().count() < 3
            || !word.chars().next().is_some_and(char::is_uppercase)
        {
            return None;
        }
        let person = self.people.get(word).or_else(|| self.people.get(without_o(word)?));
        if let Some(&sure) = person.filter(|&&sure| sure >= SURE) {
            return (!self.small.contains(word.to_lowercase().as_str())).then_some((EntityType::Person, sure * 0.9));
        }
        let votes = self.votes.get(word)?;
        let (entity_type, _, top) = votes.iter().max_by(|a, b| a.1.total_cmp(&b.1).then_with(|| b.0.cmp(&a.0)))?;
        let doubtful = self.small.contains(word.to_lowercase().as_str());
        (*top >= SURE && !doubtful).then_some((*entity_type, top * 0.9))
    }
}
