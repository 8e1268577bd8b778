//! Whom "he", "she", "his", "her" and "him" speak of: a small logistic ranking of the people who were spoken of before,
//! by gender, recency, subject position and quotation; nobody when two tie.

use crate::analysis::types::{ChainId, Gender};
use crate::text::Span;
use crate::token::SentenceId;

#[cfg(test)]
mod fitting;

/// How far back a pronoun looks, in sentences.
const SENTENCES: u32 = 8;
/// How far back a pronoun looks, in mentions: a bound on the work.
const MENTIONS: usize = 48;
/// What the likeliest antecedent must be ahead of the next, in probability.
const MARGIN: f32 = 0.02;
/// The same for a description.
const DESCRIBED: f32 = 0.2;

/// What each sign of an antecedent is worth, in natural-log odds: fitted by `training/pronouns.py` on the news of GUM and
/// on pronouns that are sources in the speakers' labels, cross-validated by article. The last stands for nobody.
const WEIGHTS: [(&str, f32); SIGNS + 1] = [
    ("here", 3.09),
    ("one back", 2.05),
    ("two back", 1.09),
    ("three back", 0.46),
    ("paragraph", 0.47),
    ("gender unknown", -0.67),
    ("subject beside", -1.25),
    ("object beside", 0.51),
    ("subject", 0.77),
    ("subject before", -0.16),
    ("first", 0.45),
    ("spoke before", 0.64),
    ("both speak", 0.01),
    ("spoke last", 0.22),
    ("possessive", -0.26),
    ("idle", -0.98),
    ("unnamed", -0.11),
    ("unnamed before", -0.68),
    ("quoted", -1.51),
    ("out of quotation", -0.50),
    ("both quoted", 0.16),
    ("own quotation", -2.27),
    ("controls", 1.61),
    ("pronoun", 0.19),
    ("people between", -0.42),
    ("later mentions", 0.32),
    ("own clause", 0.03),
    ("goes on", 0.98),
    ("only of gender", 0.06),
    ("in quotation", -2.02),
    ("reported", -0.18),
    ("spoken", 0.58),
    ("spoken last", 0.24),
    ("nobody", 2.04),
];
const SIGNS: usize = 33;
/// The sign of a person who is spoken of in words that the pronoun is quoted with, or named in what it is said to say.
const IN_QUOTATION: usize = 29;

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

/// "he" of "he’d".
pub(super) fn without_contraction(word: &str) -> &str {
    if word.len() >= 9 {
        return word;
    }
    let cut = word.find('’').or_else(|| word.find('\'')).filter(|&cut| cut > 0);
    cut.and_then(|cut| word.get(..cut)).unwrap_or(word)
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
    /// True within what somebody says, quoted or not.
    pub(super) reported: bool,
    /// How often its person is told to speak up to here.
    pub(super) spoken: u32,
    /// True before "to" and a verb ("urged Putin to use his influence").
    pub(super) controls: bool,
    pub(super) gender: Gender,
    /// False for a description without a name ("a leader").
    pub(super) named: bool,
    /// True for "he" and the like.
    pub(super) pronoun: bool,
    /// Where it stands, in bytes.
    pub(super) start: u32,
}

/// Who was spoken of so far, as far as it is one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Sole {
    #[default]
    Nobody,
    One(ChainId),
    Several,
}

impl Sole {
    /// With one more.
    pub(super) fn and(self, chain: ChainId) -> Self {
        match self {
            Self::Nobody => Self::One(chain),
            Self::One(known) if known == chain => self,
            _ => Self::Several,
        }
    }

    /// The one, where it is one.
    pub(super) fn one(self) -> Option<ChainId> {
        match self {
            Self::One(chain) => Some(chain),
            _ => None,
        }
    }
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
    /// True within what somebody says, quoted or not.
    pub(super) reported: bool,
    /// True right behind "but" or "and": what is told goes on with its subject.
    pub(super) goes_on: bool,
    /// True next to a verb of saying: "he said".
    pub(super) speaks: bool,
    /// True next to a verb that goes on saying: "he added".
    pub(super) adds: bool,
    /// From where to where that goes which the pronoun is the source of: who speaks is not told of there.
    pub(super) said: Option<Span>,
    /// The one who was spoken of so far, of those of the gender.
    pub(super) only: Option<ChainId>,
    /// Whom its verb has behind it: "he" of "he told Ann Lee" is not her.
    pub(super) object: Option<ChainId>,
    /// Where it stands, in bytes.
    #[cfg_attr(not(test), allow(dead_code, reason = "only fitting asks where"))]
    pub(super) start: u32,
}

/// A person who may be meant.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) chain: ChainId,
    /// The signs of each mention that is looked at, with where it stands.
    pub(super) mentions: Vec<(u32, [f32; SIGNS])>,
}

impl Candidate {
    /// Log odds, by the mention that speaks for it most.
    fn score(&self) -> f32 {
        self.mentions.iter().map(|(_, signs)| weigh(signs)).fold(f32::MIN, f32::max)
    }
}

fn weigh(signs: &[f32; SIGNS]) -> f32 {
    signs.iter().zip(&WEIGHTS).map(|(sign, (_, weight))| sign * weight).sum()
}

/// The chain that a pronoun speaks of; `speaker` is whose quotation it stands in, as far as that is known.
pub(super) fn resolve(pronoun: Pronoun, place: Place, history: &[Entry], speaker: Option<ChainId>) -> Option<ChainId> {
    if place.adds && !place.quoted {
        // Who adds something has just spoken.
        let may = |it: &&Entry| fits(it, pronoun) && place.object != Some(it.chain);
        let last = recent(place, history).find(|it| it.speaks && !it.quoted && may(it));
        if let Some(last) = last {
            return Some(last.chain);
        }
    }
    let candidates = candidates(pronoun, place, history, speaker);
    #[cfg(test)]
    if let Some(known) = fitting::known(place, &candidates) {
        return known;
    }
    likeliest(&candidates, MARGIN)
}

/// The chain that a description speaks of ("the candidate", "the tea party favorite") which nobody is known to bear: who
/// would be "he" or "she" there, among those who `may` be meant, with a wider margin.
pub(super) fn described(
    gender: Gender,
    place: Place,
    history: &[Entry],
    may: impl Fn(ChainId) -> bool,
) -> Option<ChainId> {
    let mut candidates = candidates(Pronoun { gender, case: Case::Subject }, place, history, None);
    candidates.retain(|it| may(it.chain));
    likeliest(&candidates, DESCRIBED)
}

/// The chain of the likeliest candidate, where it is so much ahead of the next and of nobody.
fn likeliest(candidates: &[Candidate], margin: f32) -> Option<ChainId> {
    let nobody = WEIGHTS[SIGNS].1;
    let scores: Vec<f32> = candidates.iter().map(Candidate::score).chain([nobody]).collect();
    let best = scores.iter().copied().fold(f32::MIN, f32::max);
    let chances: Vec<f32> = scores.iter().map(|score| (score - best).exp()).collect();
    let sum: f32 = chances.iter().sum();
    let at = chances.iter().position(|chance| *chance >= 1.0)?;
    let next = chances.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, it)| *it).fold(0.0, f32::max);
    let sure = (chances[at] - next) / sum > margin;
    candidates.get(at).filter(|_| sure).map(|it| it.chain)
}

/// Who was spoken of not long before, the latest first.
fn recent(place: Place, history: &[Entry]) -> impl Iterator<Item = &Entry> {
    history.iter().rev().take(MENTIONS).take_while(move |it| distance(place, it) <= SENTENCES)
}

fn fits(entry: &Entry, pronoun: Pronoun) -> bool {
    entry.gender == Gender::Unknown || pronoun.gender == Gender::Unknown || entry.gender == pronoun.gender
}

/// The people who may be meant, the latest first.
fn candidates(pronoun: Pronoun, place: Place, history: &[Entry], speaker: Option<ChainId>) -> Vec<Candidate> {
    // Inside a quotation "he" is not the one who speaks.
    let near = history.iter().rev().take(MENTIONS).take_while(|it| place.sentence.behind(it.sentence) <= 1);
    let beside = || near.filter(|it| place.quoted && it.speaks && !it.quoted).map(|it| it.chain).next();
    let speaker = speaker.or_else(beside);
    let last = recent(place, history).find(|it| it.speaks).map(|it| it.chain);
    let mut found: Vec<Candidate> = Vec::new();
    for entry in recent(place, history) {
        if !fits(entry, pronoun) || place.object == Some(entry.chain) {
            continue;
        }
        let at = found.iter().position(|it| it.chain == entry.chain).unwrap_or_else(|| {
            found.push(Candidate { chain: entry.chain, mentions: Vec::new() });
            found.len() - 1
        });
        let (people, again) = (at, found[at].mentions.len());
        let known = Known {
            own: speaker == Some(entry.chain),
            last: last == Some(entry.chain),
            people,
            again,
            only: place.only == Some(entry.chain),
        };
        found[at].mentions.push((entry.start, signs(pronoun, place, entry, known)));
    }
    // "Ms. Lopez should resign, she said": who is named in what somebody says is not who says it.
    let told = |it: &Entry| it.quoted || it.named && !it.pronoun;
    let said = |it: &&Entry| told(it) && place.said.is_some_and(|said| said.contains(it.start));
    for entry in recent(place, history).filter(said) {
        let own = found.iter_mut().filter(|it| it.chain == entry.chain);
        own.flat_map(|it| &mut it.mentions).for_each(|(_, signs)| signs[IN_QUOTATION] = 1.0);
    }
    found
}

/// How many sentences lie between. A quotation may go on for paragraphs and "He" still be who gave it, so the teller's
/// own words count quoted sentences as none.
fn distance(place: Place, entry: &Entry) -> u32 {
    let all = place.sentence.behind(entry.sentence);
    if place.quoted { all } else { all.min(place.told.saturating_sub(entry.told).max(u32::from(all > 0))) }
}

/// What is known of an antecedent beside its own place.
#[derive(Clone, Copy, Debug)]
struct Known {
    /// Whose quotation the pronoun stands in.
    own: bool,
    /// Who spoke last.
    last: bool,
    /// How many other people were spoken of since.
    people: usize,
    /// How many later mentions of the same person there are.
    again: usize,
    /// Nobody else of the pronoun's gender was spoken of so far.
    only: bool,
}

/// The signs of an antecedent, in the order of [`WEIGHTS`].
fn signs(pronoun: Pronoun, place: Place, entry: &Entry, known: Known) -> [f32; SIGNS] {
    let flag = |it: bool| f32::from(u8::from(it));
    let distance = distance(place, entry);
    let subject = pronoun.case == Case::Subject;
    // "Obama told him", but "Grimm confronted a reporter who tried to question him".
    let beside = pronoun.case == Case::Object && distance == 0 && entry.clause == place.clause;
    let other_clause = place.goes_on && subject;
    [
        flag(distance == 0),
        flag(distance == 1),
        flag(distance == 2),
        flag(distance == 3),
        flag(entry.paragraph == place.paragraph),
        flag(entry.gender == Gender::Unknown),
        flag(beside && entry.subject),
        flag(beside && !entry.subject),
        flag(!beside && entry.subject),
        flag(!beside && entry.subject && distance == 1),
        flag(!beside && entry.first),
        flag(entry.speaks && entry.subject && distance == 1 && !place.quoted && subject),
        flag(entry.speaks && place.speaks),
        flag(known.last && !place.quoted && subject),
        flag(entry.possessive),
        flag(!(entry.named || entry.subject || entry.speaks)),
        flag(!entry.named),
        flag(!entry.named && distance > 0 && !subject),
        flag(entry.quoted && !place.quoted),
        flag(place.quoted && !entry.quoted && distance == 0),
        flag(place.quoted && entry.quoted),
        flag(known.own),
        flag(entry.controls && distance == 0 && !other_clause),
        flag(entry.pronoun),
        (1.0 + known.people as f32).ln(),
        (1.0 + known.again as f32).ln(),
        flag(pronoun.case == Case::Possessive && distance == 0 && entry.subject && entry.clause == place.clause),
        flag(other_clause && entry.subject && distance == 0),
        flag(known.only),
        0.0, // IN_QUOTATION: of the person, wherever the mention stands.
        flag(entry.reported && !place.reported && subject),
        if place.speaks && !place.quoted { (1.0 + entry.spoken as f32).ln() } else { 0.0 },
        flag(known.last && place.speaks && !place.quoted && distance <= 1),
    ]
}
