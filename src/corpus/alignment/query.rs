//! The place that is asked about: its sentence, the words near it, its clause, and what each word weighs in its event.

use rustc_hash::FxHashMap;

use crate::corpus::alignment::sentences::{Facts, Kind, NONE, Told, Word};
use crate::text::Span;

/// Words on either side of the cursor that are near it.
const NEAR: usize = 7;
/// Content words that a clause has at least; one with fewer takes in what stands beside it.
const LEAST: usize = 3;
/// Content words of the sentence that are compared, those nearest to the cursor.
const MOST: usize = 40;
/// Letters that two words must begin with alike, and their share of the longer one.
const PREFIX: usize = 5;
const PREFIX_SHARE: f32 = 0.7;

/// How alike two words are that are not the same.
mod degree {
    pub(crate) const ROOT: f32 = 0.9;
    pub(crate) const PREFIX: f32 = 0.8;
    pub(crate) const PARAPHRASE: f32 = 0.75;
}

/// A place with its surroundings.
pub(crate) struct Query<'a> {
    pub(crate) facts: &'a Facts,
    /// Which of the article's sentences.
    pub(crate) nth: usize,
    /// Which of the sentence's words.
    pub(crate) at: usize,
    /// The words of the clause.
    pub(crate) clause: std::ops::Range<usize>,
    /// Content words of the sentence, each once, nearest to the cursor first.
    pub(crate) terms: Vec<Term>,
}

/// A content word of the sentence that is asked about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Term {
    /// Which of [`Facts::kinds`].
    pub(crate) kind: u32,
    /// Which of the sentence's words, nearest to the cursor.
    pub(crate) word: usize,
    /// Words between it and the cursor.
    pub(crate) distance: usize,
    pub(crate) near: bool,
    pub(crate) in_clause: bool,
    /// Inverse document frequency.
    pub(crate) global: f32,
    /// The same, less the more sentences of the event have it.
    pub(crate) local: f32,
}

/// How alike a term is to what it is nearest to, 0 to 1: by letters and paraphrases, and by vectors.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Likeness {
    pub(crate) letters: f32,
    pub(crate) vectors: f32,
}

/// In how many sentences of an event each word stands.
pub(crate) struct Pool {
    counts: FxHashMap<u32, u32>,
    all: f32,
}

impl Pool {
    pub(crate) fn new<'a>(facts: impl Iterator<Item = &'a Facts>) -> Self {
        let mut pool = Self { counts: FxHashMap::default(), all: 1.0 };
        for facts in facts {
            pool.all += facts.told.len() as f32;
            facts.kinds.iter().for_each(|kind| *pool.counts.entry(kind.key).or_default() += kind.sentences);
        }
        pool
    }

    pub(crate) fn count(&self, key: u32) -> f32 {
        self.counts.get(&key).copied().unwrap_or_default() as f32
    }

    /// What a word weighs here: that of a name which every sentence has, next to nothing.
    pub(crate) fn weight(&self, kind: &Kind) -> f32 {
        /// One sentence in each of two articles is what a shared word makes.
        const FEW: f32 = 2.0;
        let rarity = (self.all / self.count(kind.key).max(FEW)).ln() / (self.all / FEW).max(2.0).ln();
        kind.weight * rarity.clamp(0.05, 1.0)
    }
}

impl<'a> Query<'a> {
    /// The place at an offset; `None` where the article tells of nothing.
    pub(crate) fn new(facts: &'a Facts, pool: &Pool, offset: u32) -> Option<Self> {
        let nth = facts.at(offset)?;
        let told = facts.told.get(nth)?;
        let away = |word: &Word| {
            let before = offset.saturating_sub(word.span.end);
            (before.max(word.span.start.saturating_sub(offset)), !word.span.contains(offset))
        };
        let (at, _) = told.words.iter().enumerate().min_by_key(|(_, word)| away(word))?;
        let clause = clause(&told.words, at);
        let mut asked = Self { facts, nth, at, clause, terms: Vec::new() };
        asked.terms = asked.terms(pool, told);
        Some(asked)
    }

    pub(crate) fn told(&self) -> &'a Told {
        &self.facts.told[self.nth]
    }

    pub(crate) fn word(&self) -> Word {
        self.told().words[self.at]
    }

    /// From the first word of the clause to the last.
    pub(crate) fn clause_span(&self) -> Span {
        let words = self.told().words.get(self.clause.clone()).unwrap_or_default();
        words.iter().map(|word| word.span).reduce(Span::join).unwrap_or_default()
    }

    fn terms(&self, pool: &Pool, told: &Told) -> Vec<Term> {
        let mut order: Vec<usize> = (0..told.words.len()).filter(|at| told.words[*at].kind != NONE).collect();
        order.sort_by_key(|at| at.abs_diff(self.at));
        let mut found: Vec<Term> = Vec::new();
        for word in order {
            let kind = told.words[word].kind;
            let in_clause = self.clause.contains(&word);
            if let Some(same) = found.iter_mut().find(|term| term.kind == kind) {
                same.in_clause |= in_clause;
                continue;
            }
            let distance = word.abs_diff(self.at);
            let of = &self.facts.kinds[kind as usize];
            found.push(Term {
                kind,
                word,
                distance,
                near: distance <= NEAR,
                in_clause,
                global: of.weight,
                local: pool.weight(of),
            });
        }
        found.truncate(MOST);
        found
    }

    /// For each term how alike each content word of another article is to it.
    pub(crate) fn likeness(&self, other: &Facts) -> Vec<Vec<Likeness>> {
        let row = |term: &Term| {
            let ours = &self.facts.kinds[term.kind as usize];
            let close = term.near || term.in_clause;
            let one = |theirs: &Kind| {
                let letters = letters(ours, theirs);
                let vectors =
                    if letters >= 1.0 || !close { letters } else { ours.vector.cosine(&theirs.vector).max(0.0) };
                Likeness { letters, vectors: vectors.max(letters) }
            };
            other.kinds.iter().map(one).collect()
        };
        self.terms.iter().map(row).collect()
    }
}

pub(crate) fn letters(ours: &Kind, theirs: &Kind) -> f32 {
    if ours.key == theirs.key {
        1.0
    } else if ours.root == theirs.root {
        degree::ROOT
    } else if begin_alike(&ours.letters, &theirs.letters) {
        degree::PREFIX
    } else if ours.sets.meet(theirs.sets) {
        degree::PARAPHRASE
    } else {
        0.0
    }
}

fn begin_alike(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.first() != other.first() || one.first().is_none_or(u8::is_ascii_digit) {
        return false;
    }
    let shared = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    shared >= PREFIX && shared as f32 >= PREFIX_SHARE * one.len().max(other.len()) as f32
}

/// The clause around a word: up to the marks and words that open another, and further where it says too little.
pub(crate) fn clause(words: &[Word], at: usize) -> std::ops::Range<usize> {
    let opens = |at: &usize| words[*at].opens;
    let back = |from: usize| (0..=from).rev().find(opens).unwrap_or(0);
    let on = |from: usize| (from..words.len()).find(opens).unwrap_or(words.len());
    let (mut start, mut end) = (back(at), on(at + 1));
    let content = |range: std::ops::Range<usize>| words[range].iter().filter(|word| word.kind != NONE).count();
    while content(start..end) < LEAST && (start > 0 || end < words.len()) {
        let before = if start > 0 { at - start } else { usize::MAX };
        let behind = if end < words.len() { end - at } else { usize::MAX };
        if before < behind {
            start = back(start - 1);
        } else {
            end = on(end + 1);
        }
    }
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_begin_alike_are_near() {
        assert!(begin_alike("resign", "resignat") && begin_alike("investigat", "investigator"));
        assert!(!begin_alike("contract", "control") && !begin_alike("legal", "legislat") && !begin_alike("", ""));
    }
}
