//! Where the accounts of two articles on one event part: the sentences that tell of the same thing, and the facts that one
//! tells otherwise than the other.
//!
//! Boosted trees (`training/accounts.py`) say which sentences tell of the same thing. Facts of one sort in them are laid
//! side by side; they differ where no value can be both and neither article tells the other's, by rules (the same happening
//! governs them and they count the same) or by trees (`training/facts.py`). Other words in quotations are judged by trees
//! of their own. Nothing is linked beforehand: what nobody asks for costs nothing, and what is asked for takes time with the
//! product of the sentences of two articles, each of which is bounded.

use crate::analysis::ArticleAnalysis;
use crate::corpus::accounts::comparison::{Comparison, SeenFact};
pub(crate) use crate::corpus::accounts::fact::Sort;
use crate::corpus::accounts::fact::{Fact, facts, others};
use crate::corpus::accounts::sentences::{At, Numbers, Pairing};
use crate::corpus::accounts::trees::Tables;
use crate::corpus::alignment;
use crate::corpus::alignment::sentences::Told;
use crate::corpus::reference::{ArticleId, Place};
use crate::corpus::snapshot::Snapshot;
use crate::text::Span;

mod comparison;
mod fact;
mod forms;
mod governor;
mod rules;
mod sentences;
mod slot;
mod trees;
mod wording;

/// Other articles that are compared where the facts at one place are asked for.
const OTHERS: usize = 4;

/// What is seen of two sentences, for the trainer.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// Of the one and of the other.
    pub(crate) spans: [Span; 2],
    /// By name, in the order in which the trees take them.
    pub(crate) numbers: Numbers,
    /// The facts and words in them.
    pub(crate) facts: Vec<SeenFact>,
}

/// A sentence of each of two articles that tell of the same thing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Aligned {
    pub places: [Place; 2],
    /// Log odds that they do.
    pub score: f32,
}

/// A fact that two articles tell differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Differing {
    pub sort: Sort,
    /// The words of the fact in each.
    pub places: [Place; 2],
}

/// Where the accounts of two articles meet and part.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Accounts {
    /// Each sentence once, in the order of the first article.
    pub aligned: Vec<Aligned>,
    /// In the order of the first article.
    pub differing: Vec<Differing>,
}

impl Accounts {
    /// As it is seen from the other article.
    fn swapped(mut self) -> Self {
        self.aligned.iter_mut().for_each(|one| one.places.reverse());
        self.differing.iter_mut().for_each(|one| one.places.reverse());
        self.aligned.sort_by_key(|one| one.places);
        self.differing.sort_by_key(|one| (one.places, one.sort));
        self
    }
}

/// What is seen of the sentences of two articles that have most in common, and the names that they write otherwise.
pub(crate) fn seen(snapshot: &Snapshot, one: ArticleId, other: ArticleId) -> (Vec<Seen>, Vec<(Sort, [Span; 2])>) {
    let pairing = Pairing::new(snapshot, one, other);
    let Some(tables) = Tables::embedded() else { return Default::default() };
    let comparison = Comparison::new(&pairing, tables.sentences.cut());
    let spans = |at: At| [pairing.sides[0].told(at.one).span, pairing.sides[1].told(at.other).span];
    let seen = |at: At| {
        let numbers = pairing.seen(at);
        let facts = comparison.seen(at, tables.sentences.score(&numbers));
        Seen { spans: spans(at), numbers, facts }
    };
    (pairing.candidates().into_iter().map(seen).collect(), comparison.written())
}

/// True where a sentence has a fact or quoted words at an offset.
fn may_differ(analysis: &ArticleAnalysis, told: &Told, offset: u32) -> bool {
    let known = facts(analysis, told);
    let quoted = || told.words.iter().any(|word| word.quoted && word.span.touches(offset));
    let at = |facts: &[Fact]| facts.iter().any(|fact| fact.span.touches(offset));
    quoted() || at(&known) || at(&others(analysis, told, &known))
}

impl Snapshot {
    /// Where the accounts of two articles meet and part; empty for two that do not report one event.
    pub fn accounts(&self, one: ArticleId, other: ArticleId) -> Accounts {
        if one == other || self.article(one).coverage != self.article(other).coverage {
            return Accounts::default();
        }
        if one > other {
            return self.accounts(other, one).swapped();
        }
        self.compared(one, other, |_, _| true)
    }

    /// The facts and quoted words at an offset that other articles of the coverage tell differently, one an article at most;
    /// those of the first few articles. Only the sentence at the offset is compared.
    pub fn differing_at(&self, article: ArticleId, offset: u32) -> Vec<Differing> {
        let analysis = self.analysis(article);
        let sentence = analysis.structure.sentence_at(offset).and_then(|at| analysis.structure.sentences.get(at));
        let Some(sentence) = sentence.map(|sentence| sentence.span) else { return Vec::new() };
        let node = self.article(article);
        let told = alignment::sentences::facts(&node.analysis);
        // Most places are no fact, and cost nothing.
        if !told.at(offset).is_some_and(|at| may_differ(analysis, &told.told[at], offset)) {
            return Vec::new();
        }
        let others = self.others_of_coverage(article, OTHERS).filter(|other| {
            // A report that several outlets print says it once.
            let copy = self.article(*other).copy_of;
            copy.is_none() && node.copy_of != Some(*other)
        });
        let found = others.filter_map(|other| {
            let (one, two) = (article.min(other), article.max(other));
            let side = usize::from(one != article);
            let accounts = self.compared(one, two, |pairing, at| {
                pairing.sides[side].told([at.one, at.other][side]).span.overlaps(sentence)
            });
            let accounts = if side == 1 { accounts.swapped() } else { accounts };
            accounts.differing.into_iter().find(|one| one.places[0].span.touches(offset))
        });
        found.collect()
    }

    /// Where two articles of one coverage meet and part, in those pairs of sentences that are asked for.
    fn compared(&self, one: ArticleId, other: ArticleId, asked: impl Fn(&Pairing<'_>, At) -> bool) -> Accounts {
        let Some(tables) = Tables::embedded() else { return Accounts::default() };
        let pairing = Pairing::new(self, one, other);
        let candidates = pairing.candidates().into_iter().filter(|at| asked(&pairing, *at));
        let mut scored: Vec<(At, f32)> = candidates.map(|at| (at, tables.sentences.score(&pairing.seen(at)))).collect();
        scored.sort_by(|(a, score), (b, other)| other.total_cmp(score).then(a.cmp(b)));
        let place = |side: usize, span: Span| Place { article: [one, other][side], span };
        let mut taken: Vec<At> = Vec::new();
        let mut aligned = Vec::new();
        for (at, score) in scored.iter().take_while(|(_, score)| *score >= tables.sentences.cut()) {
            if taken.iter().all(|known| known.one != at.one && known.other != at.other) {
                taken.push(*at);
                let places =
                    [place(0, pairing.sides[0].told(at.one).span), place(1, pairing.sides[1].told(at.other).span)];
                aligned.push(Aligned { places, score: *score });
            }
        }
        aligned.sort_by_key(|one| one.places);
        let mut differing: Vec<Differing> = Comparison::new(&pairing, tables.sentences.cut())
            .differing(&scored, tables)
            .into_iter()
            .map(|(sort, [here, there])| Differing { sort, places: [place(0, here), place(1, there)] })
            .collect();
        differing.sort_by_key(|one| (one.places, one.sort));
        Accounts { aligned, differing }
    }
}

#[cfg(test)]
mod tests;
