//! What happens to what a fact tells of: the word of happening that governs it ("*killed* five people", "on Monday
//! *rammed*").

use rustc_hash::FxHashMap;

use crate::analysis::ArticleAnalysis;
use crate::corpus::accounts::fact::Fact;
use crate::corpus::alignment::query;
use crate::corpus::alignment::sentences::{Facts, NONE, Told};
use crate::corpus::features::trigger::{Trigger, triggers};
use crate::lexicon::List;
use crate::lexicon::triggers::Happening;
use crate::token::SentenceId;

/// Words that a mark or word which opens a clause counts for.
const BORDER: usize = 4;
/// Words between a fact and what governs it; what is farther governs something else.
const FARTHEST: usize = 9;
/// Words that another word of happening may be farther than the nearest, where that is not right beside the fact.
const SPREAD: usize = 1;
/// From this likeness on two words tell of the same happening.
const ALIKE: f32 = 0.75;

/// A word that tells of something.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Governor {
    /// Which of [`Facts::kinds`].
    kind: u32,
    happening: Happening,
    /// The classes of events that the word may tell of, none twice; the rest is empty.
    classes: [&'static str; 2],
    /// True where it stands behind the fact.
    pub(crate) behind: bool,
}

impl Governor {
    /// True when both words may tell of one class of events.
    pub(crate) fn same_class(&self, other: &Self) -> bool {
        self.classes.iter().any(|class| !class.is_empty() && other.classes.contains(class))
    }

    /// How alike the words are, by letters and by vectors.
    pub(crate) fn alike(&self, ours: &Facts, other: &Self, theirs: &Facts) -> f32 {
        let kinds = ours.kinds.get(self.kind as usize).zip(theirs.kinds.get(other.kind as usize));
        kinds.map_or(0.0, |(one, other)| query::letters(one, other).max(one.vector.cosine(&other.vector)))
    }

    /// True when both words tell of the same kind of happening.
    pub(crate) fn same(&self, ours: &Facts, other: &Self, theirs: &Facts) -> bool {
        let kinds = || ours.kinds.get(self.kind as usize).zip(theirs.kinds.get(other.kind as usize));
        self.happening == other.happening
            || self.same_class(other)
            || kinds().is_some_and(|(one, other)| query::letters(one, other) >= ALIKE)
    }
}

/// The words of an article that tell of something, by sentence.
pub(crate) struct Governors(FxHashMap<SentenceId, Vec<Trigger>>);

impl Governors {
    pub(crate) fn new(analysis: &ArticleAnalysis) -> Self {
        let mut found: FxHashMap<SentenceId, Vec<Trigger>> = FxHashMap::default();
        for trigger in triggers(analysis) {
            found.entry(trigger.sentence).or_default().push(trigger);
        }
        Self(found)
    }

    /// What may govern a fact: the nearest word that tells of something, of its own clause rather than of another, with
    /// those that are hardly farther, the nearest first; then one that the fact is made of ("24 deaths"). What another
    /// fact of the sentence is made of ("three *suspects*") governs none.
    pub(crate) fn of(&self, analysis: &ArticleAnalysis, told: &Told, facts: &[Fact], fact: &Fact) -> Vec<Governor> {
        let all = self.0.get(&told.id).map_or(&[][..], |all| &all[..]);
        let at = |trigger: &Trigger| {
            let word = told.words.partition_point(|word| word.span.end <= trigger.span.start);
            told.words.get(word).filter(|it| it.span.overlaps(trigger.span) && it.kind != NONE).map(|_| word)
        };
        let preposition = told
            .words
            .get(fact.words.end)
            .is_some_and(|word| analysis.language.lists.is_also_capital(List::Preposition, analysis.slice(word.span)));
        let away = |word: usize| {
            let (from, to) =
                if word < fact.words.start { (word + 1, fact.words.start) } else { (fact.words.end, word) };
            // What opens a clause stands in it.
            let opened = (from..=to).filter(|at| told.words.get(*at).is_some_and(|word| word.opens)).count();
            // "on Thursday during the trial" is not when it was held.
            let beyond = usize::from(word >= fact.words.end && preposition);
            to.saturating_sub(from) + (opened + beyond) * BORDER
        };
        let own = |word: usize| !facts.iter().any(|other| other.span != fact.span && other.words.contains(&word));
        let found = all.iter().filter_map(|trigger| Some((trigger, at(trigger).filter(|word| own(*word))?)));
        let (within, beside): (Vec<_>, Vec<_>) = found.partition(|(_, word)| fact.words.contains(word));
        let nearest = beside.iter().map(|(_, word)| away(*word)).min().unwrap_or(FARTHEST + 1);
        let farthest = if nearest < 2 { nearest } else { (nearest + SPREAD).min(FARTHEST) };
        let mut beside: Vec<_> =
            beside.into_iter().filter(|(_, word)| away(*word) <= farthest && nearest <= FARTHEST).collect();
        beside.sort_by_key(|(_, word)| (away(*word), *word));
        let governor = |(trigger, word): (&Trigger, usize)| {
            let letters = [analysis.slice(trigger.span).to_lowercase()];
            let readings = analysis.language.events.find(&letters).map_or(&[][..], |(_, readings)| readings);
            let class =
                |at: usize| readings.get(at).map_or("", |(class, _)| analysis.language.events.class(*class).name);
            let classes = [class(0), class(1)];
            let behind = word >= fact.words.end;
            Governor { kind: told.words[word].kind, happening: trigger.happening, classes, behind }
        };
        beside.into_iter().chain(within).map(governor).collect()
    }
}
