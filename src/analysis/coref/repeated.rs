//! Nouns that come back: "the New Zealand government … the government", "religious schools … religious schools", "the
//! University of Southern Indiana … the university". A later phrase may say less than the earlier one, never more.

use rustc_hash::FxHashMap;

use super::description::Determiner;
use crate::analysis::types::ChainId;
use crate::lexicon::names::{NameLexicon, WordList};
use crate::token::SentenceId;

/// How many earlier phrases of a noun are compared.
const REMEMBERED: usize = 12;
/// Of two that fit, the nearer is meant if the other is so many sentences farther back.
const CLEARLY_NEARER: u32 = 4;
/// The same for several people or bodies: no one of them is taken for another.
const NEARER: u32 = 2;

/// A phrase that was read.
#[derive(Clone, Debug)]
struct Known<'a> {
    chain: ChainId,
    /// The words before the noun, names left out.
    modifiers: Vec<&'a str>,
    /// The chains of the names in it.
    names: Vec<ChainId>,
    sentence: SentenceId,
    determiner: Determiner,
}

/// What has been read so far, by noun and number.
pub(super) struct Repeated<'a> {
    lexicon: &'a NameLexicon,
    known: FxHashMap<(&'static str, bool), Vec<Known<'a>>>,
}

/// A phrase that is read.
#[derive(Clone, Debug)]
pub(super) struct Phrase<'a> {
    pub(super) singular: &'static str,
    pub(super) plural: bool,
    pub(super) determiner: Determiner,
    pub(super) modifiers: Vec<&'a str>,
    pub(super) names: Vec<ChainId>,
    pub(super) sentence: SentenceId,
    /// True for "other officials", "a second group": not those who were spoken of.
    pub(super) another: bool,
    /// True for a noun of whom others are spoken of the next time: "officials said … officials left".
    pub(super) vague: bool,
}

impl Phrase<'_> {
    /// True when it may be what was spoken of before.
    pub(super) fn takes_up(&self) -> bool {
        let told = !self.modifiers.is_empty() || !self.names.is_empty();
        // "police" is the police throughout.
        let mass = self.singular == "police" && !told;
        !self.another
            && match self.determiner {
                Determiner::Definite => true,
                Determiner::Bare => self.plural && (told || mass || !self.vague),
                Determiner::Indefinite | Determiner::Possessive => false,
            }
    }
}

impl<'a> Repeated<'a> {
    pub(super) fn new(lexicon: &'a NameLexicon) -> Self {
        Self { lexicon, known: FxHashMap::default() }
    }

    /// Remembers a phrase of a chain.
    pub(super) fn add(&mut self, phrase: &Phrase<'a>, chain: ChainId) {
        let (modifiers, names, sentence) = (phrase.modifiers.clone(), phrase.names.clone(), phrase.sentence);
        let determiner = phrase.determiner;
        let known = Known { chain, modifiers, names, sentence, determiner };
        self.known.entry((phrase.singular, phrase.plural)).or_default().push(known);
    }

    /// Remembers that a name holds a noun ("Supreme Court", "court").
    pub(super) fn name(&mut self, singular: &'static str, words: Vec<&'a str>, chain: ChainId, sentence: SentenceId) {
        let known = Known { chain, modifiers: words, names: vec![chain], sentence, determiner: Determiner::Bare };
        self.known.entry((singular, false)).or_default().push(known);
    }

    /// "the parents … her parents": the only ones so far, of whom nobody said whose they are.
    pub(super) fn unowned(&self, phrase: &Phrase<'_>) -> Option<ChainId> {
        if !phrase.modifiers.is_empty() || !phrase.plural || phrase.determiner != Determiner::Possessive {
            return None;
        }
        let known = self.known.get(&(phrase.singular, true))?.iter().rev().take(REMEMBERED);
        let first =
            known.clone().next().filter(|it| it.determiner != Determiner::Possessive && it.modifiers.is_empty())?;
        known.clone().all(|it| it.chain == first.chain).then_some(first.chain)
    }

    /// The chain that a phrase takes up.
    pub(super) fn find(&self, phrase: &Phrase<'_>) -> Option<ChainId> {
        if !phrase.takes_up() {
            return None;
        }
        let known = self.known.get(&(phrase.singular, phrase.plural))?;
        let mut fitting: Vec<(ChainId, SentenceId)> = Vec::new();
        for known in known.iter().rev().take(REMEMBERED).filter(|known| fits(self.lexicon, phrase, known)) {
            if fitting.iter().all(|(chain, _)| *chain != known.chain) {
                fitting.push((known.chain, known.sentence));
            }
        }
        let (chain, sentence) = *fitting.first()?;
        let farther = if phrase.plural { NEARER } else { CLEARLY_NEARER };
        let alone = fitting.get(1).is_none_or(|(_, other)| sentence.behind(*other) >= farther);
        alone.then_some(chain)
    }
}

fn fits(lexicon: &NameLexicon, phrase: &Phrase<'_>, known: &Known<'_>) -> bool {
    let said = |word: &str| {
        known.modifiers.iter().any(|other| other.eq_ignore_ascii_case(word)) || lexicon.is(WordList::Idle, word)
    };
    let modifiers = phrase.modifiers.iter().all(|word| said(word));
    let names = phrase.names.iter().all(|name| known.names.contains(name));
    // Without an article it is the same only word for word, and "developers" are not "the developers".
    let whole = phrase.determiner == Determiner::Definite
        || phrase.determiner == known.determiner
            && phrase.modifiers.len() == known.modifiers.len()
            && phrase.names.len() == known.names.len();
    modifiers && names && whole
}
