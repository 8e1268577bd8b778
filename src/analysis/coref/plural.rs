//! Whom or what "they" and "it" speak of: by number, subject position and recency; nobody when two tie, or when
//! something that has no chain ("the talks", "Anna and Bert") may be meant as well.

use crate::analysis::types::ChainId;
use crate::token::SentenceId;

/// How far back they look, in what may be meant: a bound on the work.
const WINDOW: usize = 24;
/// What the best must be ahead of the next.
pub(super) const MARGIN: f32 = 0.75;
/// The same for a noun: "the company" is the only one that acts of late, not the one that acts first.
pub(super) const CLEAR: f32 = 2.0;

/// How many something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Number {
    /// "the company": "it".
    One,
    /// "the parents": "they".
    Several,
    /// "Google": "it", and "they" as well.
    Either,
    /// "the team": "they" as soon as "it".
    Team,
}

/// What may be meant.
#[derive(Clone, Copy, Debug)]
pub(super) struct Antecedent {
    /// Its chain; none for what has no chain and so stands in the way of a guess.
    pub(super) chain: Option<ChainId>,
    pub(super) number: Number,
    pub(super) sentence: SentenceId,
    pub(super) paragraph: u32,
    /// How many clauses begin before it in the article.
    pub(super) clause: u32,
    pub(super) subject: bool,
    pub(super) quoted: bool,
}

/// A pronoun or noun that takes something up.
#[derive(Clone, Copy, Debug)]
pub(super) struct Anaphor {
    pub(super) several: bool,
    /// True for "them": not the subject of its own clause.
    pub(super) object: bool,
    pub(super) sentence: SentenceId,
    pub(super) paragraph: u32,
    pub(super) clause: u32,
    pub(super) quoted: bool,
    /// How many sentences back it looks.
    pub(super) reach: u32,
    /// What the best must be ahead of the next.
    pub(super) margin: f32,
}

/// The chain that is meant, among what stands before in the order of the text and `may` be meant.
pub(super) fn resolve(anaphor: Anaphor, before: &[Antecedent], may: impl Fn(&Antecedent) -> bool) -> Option<ChainId> {
    let mut scores: Vec<(Option<ChainId>, f32)> = Vec::new();
    let near = before.iter().rev().take(WINDOW);
    let near = near.take_while(|it| anaphor.sentence.behind(it.sentence) <= anaphor.reach);
    for (back, antecedent) in near.enumerate() {
        if !fits(anaphor, antecedent) || !may(antecedent) {
            continue;
        }
        let score = score(anaphor, antecedent) - back as f32 * 0.05;
        match scores.iter_mut().find(|(chain, _)| chain.is_some() && *chain == antecedent.chain) {
            Some((_, best)) => *best = best.max(score) + 0.2,
            None => scores.push((antecedent.chain, score)),
        }
    }
    scores.sort_by(|a, b| b.1.total_cmp(&a.1));
    let (chain, best) = *scores.first()?;
    let next = scores.get(1).map_or(f32::MIN, |(_, score)| *score);
    chain.filter(|_| best > 0.0 && best - next > anaphor.margin)
}

fn fits(anaphor: Anaphor, antecedent: &Antecedent) -> bool {
    match antecedent.number {
        Number::One => !anaphor.several,
        Number::Several => anaphor.several,
        Number::Either | Number::Team => true,
    }
}

fn score(anaphor: Anaphor, antecedent: &Antecedent) -> f32 {
    let mut score = match anaphor.sentence.behind(antecedent.sentence) {
        0 => 3.0,
        1 => 1.75,
        _ => 0.5,
    };
    let own_clause = antecedent.sentence == anaphor.sentence && antecedent.clause == anaphor.clause;
    if antecedent.subject {
        score += 1.5;
        score += match (own_clause, anaphor.object) {
            (true, true) => -4.0,
            (true, false) => 0.75,
            _ => 0.0,
        };
    }
    if antecedent.paragraph == anaphor.paragraph {
        score += 0.5;
    }
    // What has no chain stands in the way where it acts.
    if antecedent.chain.is_none() && !antecedent.subject {
        score -= 0.75;
    }
    // "Google" may be "they", but "the engineers" are sooner.
    if anaphor.several {
        score -= match antecedent.number {
            Number::Either => 1.5,
            Number::Team => 0.5,
            _ => 0.0,
        };
    }
    if antecedent.quoted != anaphor.quoted {
        score -= 1.5;
    }
    score
}
