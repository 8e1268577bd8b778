//! Whom "he", "she", "his", "her" and "him" speak of: by gender, recency, subject position and quotation; nobody when
//! two tie.

use crate::analysis::{ChainId, Gender};
use crate::token::SentenceId;

/// How far back a pronoun looks, in sentences.
const SENTENCES: u32 = 4;
/// How far back a pronoun looks, in mentions: a bound on the work.
const MENTIONS: usize = 48;
/// What the best antecedent must be ahead of the next.
const MARGIN: f32 = 0.5;
/// What further mentions of the same person count at most: one who is named in every clause of a long quotation is no
/// nearer than one who is named once.
const MOST_REPEATED: f32 = 1.2;

/// A pronoun for one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pronoun {
    pub(super) gender: Gender,
    pub(super) case: Case,
}

/// The part that a pronoun plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// "he"
    Subject,
    /// "him"
    Object,
    /// "his"
    Possessive,
}

/// The pronoun that a word is. "her" before a word is possessive; the caller says whether one follows.
pub(super) fn pronoun(word: &str, word_follows: bool) -> Option<Pronoun> {
    let (gender, case) = match word {
        "he" | "He" => (Gender::Male, Case::Subject),
        "him" | "Him" | "himself" => (Gender::Male, Case::Object),
        "his" | "His" => (Gender::Male, Case::Possessive),
        "she" | "She" => (Gender::Female, Case::Subject),
        "her" | "Her" if word_follows => (Gender::Female, Case::Possessive),
        "her" | "herself" => (Gender::Female, Case::Object),
        "hers" | "Hers" | "Her" => (Gender::Female, Case::Possessive),
        _ => return None,
    };
    Some(Pronoun { gender, case })
}

/// A mention as a possible antecedent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) chain: ChainId,
    pub(super) sentence: SentenceId,
    /// How many sentences before it have words outside quotations.
    pub(super) told: u32,
    /// How many clauses begin before it in the article.
    pub(super) clause: u32,
    pub(super) paragraph: u32,
    /// True before a verb, false behind a preposition or verb.
    pub(super) subject: bool,
    /// True for the first mention of a person in its sentence.
    pub(super) first: bool,
    /// True for a possessive ("Putin’s").
    pub(super) possessive: bool,
    pub(super) quoted: bool,
    /// True next to a verb of saying: inside the quotation "he" is somebody else.
    pub(super) speaks: bool,
    /// True before "to" and a verb ("urged Putin to use his influence").
    pub(super) controls: bool,
    pub(super) gender: Gender,
    /// False for a description without a name ("a leader").
    pub(super) named: bool,
}

/// Where a pronoun stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) sentence: SentenceId,
    /// How many sentences before it have words outside quotations.
    pub(super) told: u32,
    /// How many clauses begin before it in the article.
    pub(super) clause: u32,
    pub(super) paragraph: u32,
    pub(super) quoted: bool,
    /// True right behind "but" or "and": what is told goes on with its subject.
    pub(super) goes_on: bool,
}

/// The chain that a pronoun speaks of; `speaker` is whose quotation it stands in, as far as that is known.
pub(super) fn resolve(pronoun: Pronoun, place: Place, history: &[Entry], speaker: Option<ChainId>) -> Option<ChainId> {
    // By chain: the best score, and what its further mentions add.
    let mut scores: Vec<(ChainId, f32, f32)> = Vec::new();
    // Inside a quotation "he" is not the one who speaks.
    let near = history.iter().rev().take(MENTIONS).take_while(|it| place.sentence.behind(it.sentence) <= 1);
    let beside = || near.filter(|it| place.quoted && it.speaks && !it.quoted).map(|it| it.chain).next();
    let speaker = speaker.or_else(beside);
    for (back, entry) in history.iter().rev().take(MENTIONS).enumerate() {
        if distance(place, entry) > SENTENCES {
            break;
        }
        let opposite = entry.gender != Gender::Unknown && entry.gender != pronoun.gender;
        if opposite {
            continue;
        }
        let own = if speaker == Some(entry.chain) { 9.0 } else { 0.0 };
        let score = score(pronoun, place, entry) - back as f32 * 0.05 - own;
        match scores.iter_mut().find(|(chain, ..)| *chain == entry.chain) {
            // Each further mention of the same person counts a little.
            Some((_, best, more)) => (*best, *more) = (best.max(score), (*more + 0.3).min(MOST_REPEATED)),
            None => scores.push((entry.chain, score, 0.0)),
        }
    }
    let mut scores: Vec<(ChainId, f32)> = scores.into_iter().map(|(chain, best, more)| (chain, best + more)).collect();
    scores.sort_by(|a, b| b.1.total_cmp(&a.1));
    let (chain, best) = *scores.first()?;
    let next = scores.get(1).map_or(f32::MIN, |(_, score)| *score);
    (best > 0.0 && best - next > MARGIN).then_some(chain)
}

/// How many sentences lie between. A quotation may go on for paragraphs and "He" still be who gave it, so the teller's
/// own words count quoted sentences as none.
fn distance(place: Place, entry: &Entry) -> u32 {
    let all = place.sentence.behind(entry.sentence);
    if place.quoted { all } else { all.min(place.told.saturating_sub(entry.told).max(u32::from(all > 0))) }
}

fn score(pronoun: Pronoun, place: Place, entry: &Entry) -> f32 {
    let distance = distance(place, entry);
    let mut score = match distance {
        0 => 12.0,
        1 => 8.0,
        2 => 4.0,
        _ => 2.0,
    };
    if entry.paragraph == place.paragraph {
        score += 1.5;
    }
    if entry.gender == Gender::Unknown {
        score -= 2.5;
    }
    match pronoun.case {
        // "Obama told him", but "Grimm confronted a reporter who tried to question him".
        Case::Object if distance == 0 && entry.clause == place.clause => {
            score += if entry.subject { -5.0 } else { 2.0 }
        }
        _ => {
            score += if entry.subject { 4.0 } else { 0.0 };
            score += if entry.first { 1.5 } else { 0.0 };
        }
    }
    // "… Obama said. He called the meeting candid": whoever spoke last goes on.
    if entry.speaks && entry.subject && distance == 1 && !place.quoted && pronoun.case == Case::Subject {
        score += 3.0;
    }
    if entry.possessive {
        score -= 1.0;
    }
    // "We need a leader", but "A senior official said".
    if !(entry.named || entry.subject || entry.speaks) {
        score -= 4.0;
    }
    // "A spokesman declined to comment" is seldom spoken of again but as the one who speaks.
    if !entry.named && distance > 0 && pronoun.case != Case::Subject {
        score -= 3.0;
    }
    // Who is named within a quotation is not whom the teller goes on with.
    if entry.quoted && !place.quoted {
        score -= 6.0;
    }
    // "urged Putin to use his influence", but "called on Putin to leave, but he said".
    let other_clause = place.goes_on && pronoun.case == Case::Subject;
    if entry.controls && distance == 0 && !other_clause {
        score += 6.5;
    }
    if place.quoted != entry.quoted && distance == 0 && place.quoted {
        score -= 2.0;
    }
    score
}
