//! Names of several words that stand where a capital is evidence, and where they stand in headings, whose capitals are
//! none.

use rustc_hash::FxHashMap;

use super::candidate::{Candidate, name_span};
use crate::analysis::reading::Reading;
use crate::lexicon::names::NameLexicon;
use crate::model::EntityType;

/// A name of more words is not looked for elsewhere.
const LONGEST: usize = 8;
/// So many names that begin with one word are told apart.
const ALIKE: usize = 16;
/// A name that is less sure is not looked for elsewhere.
const SURE: f32 = 0.6;

/// Names of several words by their first word, in small letters.
#[derive(Debug, Default)]
pub(super) struct FullNames(FxHashMap<String, Vec<FullName>>);

/// A name of several words, in small letters.
#[derive(Debug)]
pub(super) struct FullName {
    pub(super) words: Vec<String>,
    pub(super) entity_type: EntityType,
    pub(super) probability: f32,
}

impl FullNames {
    pub(super) fn of(reading: &Reading, candidates: &[Candidate]) -> Self {
        let mut names = Self::default();
        for Candidate { tokens, entity_type, probability, heading, .. } in candidates {
            let known = *entity_type != EntityType::Other && *probability >= SURE;
            if *heading || !known || !(2..=LONGEST).contains(&tokens.len()) {
                continue;
            }
            let words: Vec<String> = tokens.clone().map(|at| reading.word(at).to_lowercase()).collect();
            let alike = names.0.entry(words[0].clone()).or_default();
            if alike.len() < ALIKE && alike.iter().all(|name| name.words != words) {
                alike.push(FullName { words, entity_type: *entity_type, probability: *probability });
            }
        }
        names
    }

    /// The longest that begins at token `at` and ends before `end`.
    pub(super) fn at(&self, reading: &Reading, at: usize, end: usize) -> Option<&FullName> {
        let capital = reading.word(at).starts_with(char::is_uppercase);
        let names = self.0.get(&reading.word(at).to_lowercase()).filter(|_| capital)?;
        let fits = |name: &&FullName| {
            at + name.words.len() <= end
                && name.words.iter().zip(at..).all(|(word, at)| *word == reading.word(at).to_lowercase())
        };
        names.iter().filter(fits).max_by_key(|name| name.words.len())
    }

    /// Candidates in headings cut to the names of the article that they hold: "MARTIN OAKES RESIGNS".
    pub(super) fn divide(
        &self,
        lexicon: &NameLexicon,
        reading: &Reading,
        candidates: Vec<Candidate>,
    ) -> Vec<Candidate> {
        let mut divided = Vec::with_capacity(candidates.len());
        for candidate in candidates {
            let parts = if candidate.heading { self.parts(lexicon, reading, &candidate) } else { Vec::new() };
            if parts.is_empty() {
                divided.push(candidate);
            } else {
                divided.extend(parts);
            }
        }
        divided
    }

    fn parts(&self, lexicon: &NameLexicon, reading: &Reading, whole: &Candidate) -> Vec<Candidate> {
        let mut parts = Vec::new();
        let mut at = whole.tokens.start;
        while at < whole.tokens.end {
            let name = self.at(reading, at, whole.tokens.end);
            let tokens = at..at + name.map_or(1, |name| name.words.len());
            at = tokens.end;
            let Some((name, span)) = name.zip(name_span(lexicon, reading, tokens.clone())) else { continue };
            let (entity_type, probability) = (name.entity_type, name.probability);
            parts.push(Candidate { tokens, span, entity_type, probability, ..whole.clone() });
        }
        parts
    }
}
