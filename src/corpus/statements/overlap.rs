//! How alike two stretches of two articles are: a soft overlap of what they say, weighed by how rare it is in news and
//! in these two articles.
//!
//! Each word and name of one looks for its best match in the other (the same, of one root, a paraphrase), as greedy
//! matching does in machine translation's scores (Banerjee and Lavie 2005); people in common and the topic prove
//! nothing, since whoever reports an event speaks of them.

use rustc_hash::FxHashMap;

use crate::analysis::ChainId;
use crate::corpus::features::statement::{Word, Wording};

/// What a match of one root is worth.
const ROOT: f32 = 0.9;
/// Tokens between words that stand near one another.
const NEAR: u32 = 4;
/// What a match within a set of paraphrases is worth.
const PARAPHRASE: f32 = 0.75;
/// What a word that every statement has still weighs, as a share.
const EVERYWHERE: f32 = 0.2;
/// Statements below which nothing can be told of how often a word is used.
const FEW: f32 = 12.0;

/// What stands for a word in two articles: a stem, or an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Id {
    Stem(u32),
    Entity(u64),
}

/// A stretch, ready to be compared.
#[derive(Debug)]
pub(crate) struct Stretch<'a> {
    words: Vec<Weighed<'a>>,
    /// Roots and entities, sorted.
    keys: Vec<Id>,
}

#[derive(Clone, Copy, Debug)]
struct Weighed<'a> {
    id: Id,
    word: &'a Word,
    weight: f32,
}

/// What two stretches have in common.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Overlap {
    /// Share of the weight of both that finds a match, 0 to 1.
    pub(crate) both: f32,
    /// The same of the one of which more is matched.
    pub(crate) one: f32,
    /// The same of the first alone.
    pub(crate) ours: f32,
    /// The weight that is matched, in nats.
    pub(crate) weight: f32,
    /// The same without names.
    pub(crate) words: f32,
    /// Words and names that are matched.
    pub(crate) count: usize,
    /// Words (no names) that are the same or of one root.
    pub(crate) exact: usize,
    /// Matched words that stand near one another on both sides.
    pub(crate) near: usize,
}

/// Makes the stretches of two articles ready; `entity` gives what stands for a chain of the first and of the second.
pub(crate) fn ready<'a>(
    ours: &[&'a Wording],
    theirs: &[&'a Wording],
    entity: impl Fn(bool, ChainId) -> u64,
) -> (Vec<Stretch<'a>>, Vec<Stretch<'a>>) {
    let id =
        |first: bool, word: &Word| word.chain().map_or(Id::Stem(word.key), |chain| Id::Entity(entity(first, chain)));
    let mut used: FxHashMap<Id, f32> = FxHashMap::default();
    let mut read = |first: bool, wordings: &[&'a Wording]| -> Vec<Stretch<'a>> {
        let stretch = |wording: &&'a Wording| {
            let mut words: Vec<Weighed<'a>> =
                wording.words.iter().map(|word| Weighed { id: id(first, word), word, weight: word.weight }).collect();
            words.sort_by(|a, b| a.id.cmp(&b.id).then(b.weight.total_cmp(&a.weight)));
            words.dedup_by_key(|word| word.id);
            words.iter().for_each(|word| *used.entry(word.id).or_default() += 1.0);
            let key = |word: &Weighed<'_>| if word.word.chain().is_some() { word.id } else { Id::Stem(word.word.root) };
            let mut keys: Vec<Id> = words.iter().map(key).collect();
            keys.sort_unstable();
            keys.dedup();
            Stretch { words, keys }
        };
        wordings.iter().map(stretch).collect()
    };
    let (mut ours, mut theirs) = (read(true, ours), read(false, theirs));
    #[expect(clippy::cast_precision_loss, reason = "a count of statements")]
    let all = ((ours.len() + theirs.len()) as f32).max(FEW);
    // One statement in each article is what a shared one makes.
    let local = |id: &Id| {
        let used = used.get(id).copied().unwrap_or(1.0).max(2.0);
        (1.0 - (used / 2.0).ln() / (all / 2.0).ln()).max(EVERYWHERE)
    };
    for stretch in ours.iter_mut().chain(&mut theirs) {
        stretch.words.iter_mut().for_each(|word| word.weight *= local(&word.id));
    }
    (ours, theirs)
}

impl Stretch<'_> {
    /// True when the two share so many words or names that they are worth a closer look: most pairs of statements
    /// share none.
    pub(crate) fn meets(&self, other: &Self, least: usize) -> bool {
        let mut rest = &other.keys[..];
        let mut shared = 0;
        for key in &self.keys {
            while let [first, tail @ ..] = rest
                && first < key
            {
                rest = tail;
            }
            shared += usize::from(rest.first() == Some(key));
            if shared >= least {
                return true;
            }
        }
        false
    }
}

impl Overlap {
    /// Compares two stretches.
    pub(crate) fn of(a: &Stretch<'_>, b: &Stretch<'_>) -> Self {
        let (ours, theirs) = (matched(a, b), matched(b, a));
        let all = |side: &Stretch<'_>| side.words.iter().map(|word| word.weight).sum::<f32>();
        let (whole, other) = (all(a), all(b));
        let share = |part: f32, whole: f32| if whole > 0.0 { part / whole } else { 0.0 };
        Self {
            both: share(ours.weight + theirs.weight, whole + other),
            one: share(ours.weight, whole).max(share(theirs.weight, other)),
            ours: share(ours.weight, whole),
            weight: ours.weight.min(theirs.weight),
            words: ours.words.min(theirs.words),
            count: ours.count.min(theirs.count),
            exact: ours.exact.min(theirs.exact),
            near: ours.near.min(theirs.near),
        }
    }
}

fn matched(a: &Stretch<'_>, b: &Stretch<'_>) -> Overlap {
    let mut found = Overlap::default();
    let mut places: Vec<(u32, u32)> = Vec::new();
    for word in &a.words {
        let Some((likeness, other)) = best(word, &b.words) else { continue };
        // A rare word that meets a common one is as common as that.
        let weight = likeness * if likeness < 1.0 { word.weight.min(other.weight) } else { word.weight };
        found.weight += weight;
        found.count += 1;
        places.push((word.word.token, other.word.token));
        if matches!(word.id, Id::Stem(_)) {
            found.words += weight;
            found.exact += usize::from(likeness >= ROOT);
        }
    }
    places.sort_unstable();
    let near = |pair: &&[(u32, u32)]| {
        let theirs = pair[0].1.abs_diff(pair[1].1);
        pair[1].0 - pair[0].0 <= NEAR && theirs <= NEAR && theirs > 0
    };
    found.near = places.windows(2).filter(near).count();
    found
}

/// The best match of a word, with what it is worth.
fn best<'a, 'w>(word: &Weighed<'_>, others: &'w [Weighed<'a>]) -> Option<(f32, &'w Weighed<'a>)> {
    let likeness = |other: &Weighed<'_>| {
        if word.id == other.id {
            1.0
        } else if word.word.root == other.word.root {
            ROOT
        } else if word.word.sets.meet(other.word.sets) {
            PARAPHRASE
        } else {
            0.0
        }
    };
    let found = others.iter().map(|other| (likeness(other), other)).filter(|(likeness, _)| *likeness > 0.0);
    found.max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.weight.total_cmp(&b.1.weight)))
}
