//! Which pairs of articles are worth comparing, and how alike these are: those that share telling names or words, found
//! through an inverted index, so that thousands of articles do not mean millions of pairs.
//!
//! The index is kept current: an article that changes has its neighbours in the lists looked at anew, and no others.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::corpus::articles::ArticleRecords;
use crate::corpus::chunks::Chunks;
use crate::corpus::coverage::evidence;
use crate::corpus::coverage::evidence::{Evidence, Judge};
use crate::corpus::delta::Delta;
use crate::corpus::features::article::ArticleFeatures;
use crate::corpus::slot::Slot;
use crate::text::IndexVec;

/// Neighbours on either side, by day of publication, that a common key reaches.
const REACH: usize = 24;
/// Candidates that an article keeps.
const KEEP: usize = 48;

/// Two articles that were compared, seen from one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Pair {
    /// The slot of the other.
    pub(crate) other: Slot,
    /// Natural-log odds that both report the same event.
    pub(crate) odds: f32,
    /// The same, dates left aside.
    pub(crate) undated: f32,
}

/// Pairs by slot.
pub(crate) type Pairs = Chunks<Slot, Arc<Vec<Pair>>>;

/// The inverted index, and what was found by it. Articles go by their slots.
#[derive(Debug, Default)]
pub(crate) struct CandidateIndex {
    /// Articles by key, in the order of days and of keys.
    lists: FxHashMap<u32, Vec<Slot>>,
    keys: IndexVec<Slot, Box<[(u32, f32)]>>,
    days: IndexVec<Slot, Option<Date>>,
    /// The candidates that each article keeps, sorted.
    best: IndexVec<Slot, Vec<Slot>>,
    /// All that an article is compared with: its own candidates, and those whose candidate it is. Sorted.
    pairs: Pairs,
    /// What judges two articles.
    judge: Judge,
    /// A sum for each other article, below zero where none was met: much faster than a hash table of those met.
    sums: IndexVec<Slot, f32>,
}

impl CandidateIndex {
    /// An empty index with a judge of its own.
    pub(crate) fn judged_by(judge: Judge) -> Self {
        Self { judge, ..Self::default() }
    }

    /// What judges two articles.
    pub(crate) fn judge(&self) -> &Judge {
        &self.judge
    }

    /// The pairs of an article.
    pub(crate) fn pairs(&self, slot: Slot) -> &[Pair] {
        self.pairs.get(slot).map_or(&[], |pairs| pairs)
    }

    /// The pairs of all articles, to be shared.
    pub(crate) fn all_pairs(&self) -> &Pairs {
        &self.pairs
    }

    /// The log odds of two articles that were compared.
    pub(crate) fn odds(&self, a: Slot, b: Slot) -> Option<f32> {
        let pairs = self.pairs(a);
        let at = pairs.binary_search_by_key(&b, |pair| pair.other).ok()?;
        Some(pairs[at].odds)
    }

    /// Takes in what changed; gives what changed and one article of each other pair that is likely and was not, the other
    /// way round, or with other odds.
    pub(crate) fn update(&mut self, records: &ArticleRecords, changed: &BTreeSet<Slot>) -> Delta {
        let slots = records.slots();
        self.keys.resize(slots, Box::default());
        self.days.resize(slots, None);
        self.best.resize(slots, Vec::new());
        self.sums.resize(slots, -1.0);
        let mut near = IndexVec::filled(false, slots);
        let mut moved = Vec::new();
        for slot in changed.iter().copied() {
            let features = records.features(slot);
            let (keys, day) =
                (features.map_or_else(Box::default, telling), features.and_then(|features| features.published));
            if keys != self.keys[slot] || day != self.days[slot] || features.is_none() {
                self.leave(slot, &mut near);
                (self.keys[slot], self.days[slot]) = (keys, day);
                moved.push(slot);
            }
        }
        moved.iter().for_each(|slot| self.enter(records, *slot, &mut near));
        let near: Vec<Slot> = near.indices().filter(|slot| near[*slot]).collect();
        let found: Vec<Vec<Slot>> = near.iter().map(|slot| self.best_of(records, *slot)).collect();
        let mut differ: FxHashSet<(Slot, Slot)> = FxHashSet::default();
        for (slot, found) in near.into_iter().zip(found) {
            let old = std::mem::replace(&mut self.best[slot], found);
            let new = &self.best[slot];
            let gone = old.iter().filter(|other| new.binary_search(other).is_err());
            let come = new.iter().filter(|other| old.binary_search(other).is_err());
            differ.extend(gone.chain(come).map(|other| pair_of(slot, *other)));
        }
        for slot in changed {
            differ.extend(self.pairs(*slot).iter().map(|pair| pair_of(*slot, pair.other)));
        }
        let mut delta = Delta { articles: changed.clone(), ..Delta::default() };
        let mut differ: Vec<(Slot, Slot)> = differ.into_iter().collect();
        differ.sort_unstable();
        for (a, b) in differ {
            self.compare(records, a, b, &mut delta);
        }
        delta
    }

    fn compare(&mut self, records: &ArticleRecords, a: Slot, b: Slot, delta: &mut Delta) {
        let holds = |one: Slot, other: Slot| self.best[one].binary_search(&other).is_ok();
        let wanted = holds(a, b) || holds(b, a);
        let (first, second) = if records.rank(a) < records.rank(b) { (a, b) } else { (b, a) };
        let evidence = match (records.features(first), records.features(second)) {
            (Some(x), Some(y)) if wanted => Some(Evidence::of(x, y)),
            _ => None,
        };
        let odds = evidence.map(|evidence| {
            let undated = evidence.undated(&self.judge);
            (evidence.dated(undated), undated)
        });
        let (before, now) = (self.odds(a, b), odds.map(|odds| odds.0));
        let is_likely = |odds: Option<f32>| odds.is_some_and(|odds| odds >= evidence::SAME);
        if before != now && (is_likely(before) || is_likely(now)) && !delta.articles.contains(&b) {
            delta.articles.insert(a);
        }
        for (one, other) in [(a, b), (b, a)] {
            let pairs = Arc::make_mut(self.pairs.entry(one));
            let pair = odds.map(|(odds, undated)| Pair { other, odds, undated });
            match (pairs.binary_search_by_key(&other, |pair| pair.other), pair) {
                (Ok(at), Some(pair)) => pairs[at] = pair,
                (Ok(at), None) => drop(pairs.remove(at)),
                (Err(at), Some(pair)) => pairs.insert(at, pair),
                (Err(_), None) => {}
            }
        }
    }

    fn leave(&mut self, slot: Slot, near: &mut IndexVec<Slot, bool>) {
        for (key, _) in std::mem::take(&mut self.keys[slot]) {
            let Some(list) = self.lists.get_mut(&key) else { continue };
            if let Some(place) = list.iter().position(|one| *one == slot) {
                list.remove(place);
                reach(list, place).iter().for_each(|other| near[*other] = true);
            }
            if list.is_empty() {
                self.lists.remove(&key);
            }
        }
        near[slot] = true;
    }

    fn enter(&mut self, records: &ArticleRecords, slot: Slot, near: &mut IndexVec<Slot, bool>) {
        for (key, _) in &self.keys[slot] {
            let list = self.lists.entry(*key).or_default();
            let place = place_of(list, slot, &self.days, records);
            list.insert(place, slot);
            reach(list, place).iter().for_each(|other| near[*other] = true);
        }
        near[slot] = true;
    }

    /// The candidates that an article keeps, by what the keys in common are worth.
    fn best_of(&mut self, records: &ArticleRecords, slot: Slot) -> Vec<Slot> {
        let mut met: Vec<Slot> = Vec::new();
        for (key, weight) in &self.keys[slot] {
            let Some(list) = self.lists.get(key).filter(|list| list.len() > 1) else { continue };
            let place = place_of(list, slot, &self.days, records);
            for other in reach(list, place).iter().filter(|other| **other != slot) {
                let sum = &mut self.sums[*other];
                if *sum < 0.0 {
                    *sum = 0.0;
                    met.push(*other);
                }
                *sum += weight;
            }
        }
        let mut best: Vec<(Slot, f32)> = met.iter().map(|other| (*other, self.sums[*other])).collect();
        met.iter().for_each(|other| self.sums[*other] = -1.0);
        if best.len() > KEEP {
            let rank = |one: &(Slot, f32)| records.rank(one.0);
            best.select_nth_unstable_by(KEEP, |a, b| b.1.total_cmp(&a.1).then_with(|| rank(a).cmp(&rank(b))));
        }
        let mut best: Vec<Slot> = best.into_iter().take(KEEP).map(|(other, _)| other).collect();
        best.sort_unstable();
        best
    }
}

/// The keys of an article that are looked up, each once.
fn telling(features: &ArticleFeatures) -> Box<[(u32, f32)]> {
    let mut keys: Vec<(u32, f32)> = features.index.clone();
    keys.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
    // A name that is also a word of the lead counts as both.
    keys.dedup_by(|later, kept| {
        let same = later.0 == kept.0;
        if same {
            kept.1 += later.1;
        }
        same
    });
    keys.into()
}

/// Where an article stands in a list, or would.
fn place_of(list: &[Slot], slot: Slot, days: &IndexVec<Slot, Option<Date>>, records: &ArticleRecords) -> usize {
    let here = (days[slot], records.rank(slot));
    list.partition_point(|other| (days[*other], records.rank(*other)) < here)
}

fn reach(list: &[Slot], place: usize) -> &[Slot] {
    &list[place.saturating_sub(REACH)..(place + REACH + 1).min(list.len())]
}

fn pair_of(a: Slot, b: Slot) -> (Slot, Slot) {
    (a.min(b), a.max(b))
}
