//! How alike two statements are, and from what on they are one, one whoever says it, or perhaps one.

use rustc_hash::FxHashSet;

use crate::analysis::ChainId;
use crate::corpus::features::statement::StatementFeatures;
use crate::corpus::reference::StatementLink;
use crate::corpus::statements::overlap::{Overlap, Stretch};

/// From this on two statements are one.
pub(crate) const SAME: f32 = 0.485;
/// From this on a statement that is linked may have another counterpart, in other words of the other article.
pub(crate) const SPLIT: f32 = 0.55;
/// From this on a statement is the same whoever says it.
const WHOEVER: f32 = 0.7;
/// Share of a statement that, when the other article has it, is a counterpart perhaps. Far below what links two
/// statements: what is doubtful is neither linked nor missed.
const PERHAPS: f32 = 0.34;
/// Share of both that is one, too.
const OF_BOTH: f32 = 0.2;
/// Pairs of neighbouring content words in common that make a quotation the same however long it is.
const LONG_RUN: usize = 4;
/// What a pair of neighbouring words in common adds to what they weigh, in nats.
const RUN: f32 = 3.0;
/// Share of both that is matched when a term in quotation marks is more than a term.
const ALIKE: f32 = 0.3;
/// The same when a single quoted word is more than that.
const MUCH: f32 = 0.4;
/// What a headline loses against the body, which says the same in full.
const OUTSIDE_BODY: f32 = 0.15;

impl StatementLink {
    /// True when the two are alike enough to be the same whoever says them.
    pub(crate) fn holds_for_anybody(&self) -> bool {
        self.verbatim || self.score >= WHOEVER
    }
}

/// True when the first of two stretches perhaps has a counterpart in the second.
pub(crate) fn is_perhaps(overlap: Overlap) -> bool {
    overlap.ours >= PERHAPS || overlap.both >= OF_BOTH
}

/// How the sources of two statements stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Voice {
    /// One source.
    Same,
    /// One body speaks through both ("the White House", "Mr. Earnest").
    Shared,
    /// Two that are known and not the same.
    Different,
    /// Not known.
    Unknown,
    /// One of the two is hearsay.
    Nobody,
}

impl Voice {
    pub(crate) fn of(
        one: &StatementFeatures,
        other: &StatementFeatures,
        entity: impl Fn(bool, ChainId) -> u64,
    ) -> Self {
        let (ours, theirs) = (one.source.map(|at| entity(true, at)), other.source.map(|at| entity(false, at)));
        if ours.is_some() && ours == theirs {
            return Self::Same;
        }
        let voices: Vec<u64> = other.voices.iter().map(|at| entity(false, *at)).collect();
        if one.voices.iter().any(|at| voices.contains(&entity(true, *at))) {
            return Self::Shared;
        }
        if one.called.iter().any(|word| other.called.binary_search(word).is_ok()) {
            return Self::Shared;
        }
        match (one.source, other.source) {
            (None, Some(_)) | (Some(_), None) => Self::Nobody,
            _ if one.person && other.person => Self::Different,
            _ => Self::Unknown,
        }
    }

    /// True when one speaks through both.
    pub(crate) fn is_one(self) -> bool {
        matches!(self, Self::Same | Self::Shared)
    }
}

pub(crate) struct Pair<'a> {
    pub(crate) one: &'a StatementFeatures,
    pub(crate) other: &'a StatementFeatures,
    pub(crate) voice: Voice,
    pub(crate) rare: &'a FxHashSet<u64>,
}

impl Pair<'_> {
    /// How alike two statements are, when they are the same, and whether some quoted words agree.
    pub(crate) fn score(&self, a: &Stretch<'_>, b: &Stretch<'_>) -> Option<(f32, bool)> {
        let common = |x: &[u64], y: &[u64]| x.iter().filter(|pair| y.binary_search(pair).is_ok()).count();
        let (ours, theirs) = (&self.one.wording, &self.other.wording);
        // "Attorney General" in both is no quotation in common: it takes half of the shorter, or a long run.
        let quoted = common(&ours.quoted, &theirs.quoted);
        let share = share(quoted, ours.quoted.len().min(theirs.quoted.len()));
        let overlap = Overlap::of(a, b);
        // One pair ("Catholic social teaching") is a term that two may use, unless one voice speaks through both or the
        // rest is alike.
        let one_voice = self.voice.is_one() || overlap.both >= ALIKE;
        // One quoted word ("destructive") is somebody's own.
        let lone = ours
            .quoted
            .iter()
            .any(|word| theirs.quoted.binary_search(word).is_ok() && ours.pairs.binary_search(word).is_err());
        let runs_agree = quoted >= LONG_RUN || share >= 0.5 && !lone && (quoted > 1 || one_voice);
        let verbatim =
            runs_agree || lone && (self.voice.is_one() || overlap.both >= MUCH && self.voice != Voice::Different);
        // Words in quotation marks here that stand without them there are the same words all the same.
        let taken_over = common(&ours.quoted, &theirs.pairs) + common(&theirs.quoted, &ours.pairs);
        let runs = common(&ours.pairs, &theirs.pairs);
        let rare = ours
            .pairs
            .iter()
            .filter(|pair| self.rare.contains(pair) && theirs.pairs.binary_search(pair).is_ok())
            .count();
        let mut score = 0.65 * overlap.both + 0.15 * overlap.one + 0.2 * (1.0 - (-overlap.weight / 8.0).exp());
        score += match self.voice {
            Voice::Same => 0.12,
            Voice::Shared => 0.105,
            Voice::Different if verbatim => 0.0,
            Voice::Different => -0.2,
            Voice::Unknown | Voice::Nobody if verbatim => 0.0,
            Voice::Unknown => -0.06,
            Voice::Nobody => -0.12,
        };
        score += match (runs_agree, verbatim) {
            (true, _) => 0.25 + 0.25 * share,
            (false, true) => 0.3,
            (false, false) => 0.0,
        };
        score += if taken_over > 0 { 0.1 } else { 0.0 } + 0.06 * few(rare) + 0.025 * few(overlap.near);
        if ours.negated != theirs.negated && !verbatim {
            score -= 0.1;
        }
        score += self.figures();
        if !self.one.body || !self.other.body {
            score -= OUTSIDE_BODY;
        }
        // Two words in common ("the middle class") are a topic.
        let said = overlap.words + RUN * few(runs);
        let telling = match self.voice {
            Voice::Same | Voice::Shared => said >= 4.0 || overlap.count >= 5,
            _ => said >= 8.0 || (said >= 5.0 && overlap.count >= 5),
        };
        let enough = overlap.exact >= 2 || (overlap.exact >= 1 && overlap.count >= 4) || overlap.count >= 5;
        (verbatim || (enough && telling)).then_some((score, verbatim))
    }

    /// Figures that agree join, those that do not part a little: another figure for the same is what a reader looks for.
    fn figures(&self) -> f32 {
        let mut sum: f32 = 0.0;
        for one in &self.one.wording.figures {
            let same = self.other.wording.figures.iter().filter(|other| one.comparable(other));
            let agree: Vec<bool> = same.map(|other| one.agrees(other)).collect();
            if agree.contains(&true) {
                sum += 0.1;
            } else if !agree.is_empty() {
                sum -= 0.05;
            }
        }
        sum.clamp(-0.1, 0.1)
    }
}

/// A count, at most three.
fn few(count: usize) -> f32 {
    f32::from(u8::try_from(count.min(3)).unwrap_or(3))
}

fn share(part: usize, whole: usize) -> f32 {
    let narrow = |n: usize| f32::from(u16::try_from(n).unwrap_or(u16::MAX));
    if whole == 0 { 0.0 } else { narrow(part) / narrow(whole) }
}
