//! What linking remembers from one link to the next, so that an edited article costs what it changed.
//!
//! A [`Stamp`] stands for all that results about an article are made of: its analysis, which chains of other articles
//! its chains are, how these are called. As long as nothing of that changes, neither does the stamp, and results by
//! stamp hold without a look at what they were made of.

use std::hash::Hash;

use rustc_hash::{FxHashMap, FxHashSet};

use super::StatementLink;
use super::entity::Groups;

/// Stands for an article as it was linked; never used twice.
pub(super) type Stamp = u64;

/// Gives out stamps.
#[derive(Debug, Default)]
pub(super) struct Stamps {
    /// By serial number of the article: what it was stamped for (the sets of its chains first), and the stamp.
    given: FxHashMap<u64, (Vec<u64>, Stamp)>,
    /// The last number given to an article or a set of chains.
    last: u64,
}

impl Stamps {
    /// Numbers for the sets of chains, article by article: the one that a set had, as far as it can be told by its
    /// chains of articles that did not change, else a new one. Two sets never have one number.
    pub(super) fn sets(&mut self, serials: &[u64], groups: &Groups) -> Vec<Vec<u64>> {
        let roots = groups.by_article();
        let mut numbers: FxHashMap<usize, u64> = FxHashMap::default();
        let mut taken: FxHashSet<u64> = FxHashSet::default();
        for (serial, roots) in serials.iter().zip(&roots) {
            let Some((before, _)) = self.given.get(serial) else { continue };
            for (root, number) in roots.iter().zip(before) {
                if !numbers.contains_key(root) && taken.insert(*number) {
                    numbers.insert(*root, *number);
                }
            }
        }
        let mut number = |root: &usize| {
            *numbers.entry(*root).or_insert_with(|| {
                self.last += 1;
                self.last
            })
        };
        roots.iter().map(|roots| roots.iter().map(&mut number).collect()).collect()
    }

    /// A stamp for each article, given as its serial number and what else must stay as it was. Articles left out are
    /// forgotten.
    pub(super) fn give(&mut self, articles: impl Iterator<Item = (u64, Vec<u64>)>) -> Vec<Stamp> {
        let mut given = FxHashMap::default();
        let stamps = articles.map(|(serial, facts)| {
            let kept = self.given.remove(&serial).filter(|(before, _)| *before == facts).map(|(_, stamp)| stamp);
            let stamp = kept.unwrap_or_else(|| {
                self.last += 1;
                self.last
            });
            given.insert(serial, (facts, stamp));
            stamp
        });
        let stamps = stamps.collect();
        self.given = given;
        stamps
    }
}

/// Results of the last link and of this one; what this one does not ask for is forgotten by the next.
#[derive(Debug)]
pub(super) struct Memo<K, V> {
    before: FxHashMap<K, V>,
    now: FxHashMap<K, V>,
}

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Self { before: FxHashMap::default(), now: FxHashMap::default() }
    }
}

impl<K: Copy + Eq + Hash, V> Memo<K, V> {
    /// What is remembered, or what `compute` says.
    pub(super) fn get(&mut self, key: K, compute: impl FnOnce() -> V) -> &V {
        let before = &mut self.before;
        self.now.entry(key).or_insert_with(|| before.remove(&key).unwrap_or_else(compute))
    }

    fn turn(&mut self) {
        self.before = std::mem::take(&mut self.now);
        self.now.reserve(self.before.len());
    }
}

/// Events of two articles that may be one, with the score.
pub(super) type Near = Memo<(Stamp, Stamp), Vec<(usize, usize, f32)>>;

/// Two events of two articles, each with the stamp of its article.
pub(super) type TwoEvents = ((Stamp, usize), (Stamp, usize));

/// All that is remembered of linked articles.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// By who is who, before events are linked.
    pub(super) grouped: Stamps,
    /// By who is who and who is called what, after.
    pub(super) named: Stamps,
    /// Events of two articles of one coverage that may be one, with the score; by stamps of `grouped`, as all below
    /// are by stamps of `named`.
    pub(super) near: Near,
    /// Titles of an article's events.
    pub(super) titles: Memo<Stamp, Vec<String>>,
    /// Why two events are one.
    pub(super) why_events: Memo<TwoEvents, Vec<String>>,
    /// What joins two articles and what parts them.
    pub(super) why_articles: Memo<(Stamp, Stamp), [Vec<String>; 2]>,
    /// Statements of two articles that are the same.
    pub(super) statements: Memo<(Stamp, Stamp), Vec<StatementLink>>,
}

impl Memory {
    /// To be called before each link.
    pub(super) fn turn(&mut self) {
        self.near.turn();
        self.titles.turn();
        self.why_events.turn();
        self.why_articles.turn();
        self.statements.turn();
    }
}
