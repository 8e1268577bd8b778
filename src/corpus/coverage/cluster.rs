//! Which articles report the same event, kept current: average link within what candidate pairs hold together.
//!
//! An edit has the coverages made anew in which it changed something, with a look at those that likely pairs lead to from
//! there, and no others.

use std::cell::RefCell;
use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::corpus::articles::ArticleRecords;
use crate::corpus::constraints::Decided;
use crate::corpus::coverage::average_link::{Fixed, average_link};
use crate::corpus::coverage::candidates::{CandidateIndex, Pair};
use crate::corpus::coverage::evidence;
use crate::corpus::coverage::evidence::Evidence;
use crate::corpus::delta::Delta;
use crate::corpus::slot::{Slot, number};
use crate::text::IndexVec;

/// Pairs that are no candidates and are remembered, for each article; and for all, however few they are: the pairs of a
/// thousand that are all alike are soon half a million.
const REMEMBERED: usize = 256;
const REMEMBERED_ANYHOW: usize = 1 << 20;
/// In place of a coverage where there is none.
const NONE: u32 = u32::MAX;

/// The coverages. Articles go by their slots, coverages by numbers that are used again.
#[derive(Debug, Default)]
pub(crate) struct CoverageClusters {
    of: IndexVec<Slot, u32>,
    sets: Vec<Vec<Slot>>,
    free: Vec<u32>,
    /// Log odds of pairs that are no candidates but were looked at, by slots, the lower first; with how often each of the
    /// two had changed then.
    odds: FxHashMap<(Slot, Slot), (f32, [u32; 2])>,
    /// How often an article has changed, by slot.
    edits: IndexVec<Slot, u32>,
}

impl CoverageClusters {
    /// The coverage of an article, as a number.
    pub(crate) fn of(&self, slot: Slot) -> u32 {
        self.of.get(slot).copied().unwrap_or(NONE)
    }

    /// The articles of a coverage, in the order of keys.
    pub(crate) fn articles(&self, coverage: u32) -> &[Slot] {
        self.sets.get(coverage as usize).map_or(&[], |set| set)
    }

    /// Numbers of coverages are below this.
    pub(crate) fn numbers(&self) -> u32 {
        number(self.sets.len())
    }

    /// Takes in what changed; of each likely pair that changed, `likely` has an article, and all on which something else
    /// is decided. Gives articles of another coverage than before, and coverages of other articles.
    ///
    /// Of what is clustered the outcome for every pair in order is known: an article that is near nothing that changed
    /// joins what it joined before. So only the coverages in which something changed are made anew, with those around
    /// them made again as they were; should one of these be joined, it counts as changed, and all is done once more.
    pub(crate) fn update(
        &mut self,
        records: &ArticleRecords,
        index: &CandidateIndex,
        decided: &Decided<Slot>,
        changed: &BTreeSet<Slot>,
        likely: &BTreeSet<Slot>,
    ) -> Delta {
        self.of.resize(records.slots(), NONE);
        self.edits.resize(records.slots(), 0);
        changed.iter().for_each(|slot| self.edits[*slot] = self.edits[*slot].wrapping_add(1));
        if self.odds.len() > (REMEMBERED * records.slots()).max(REMEMBERED_ANYHOW) {
            self.odds.clear();
        }
        let mut inner: FxHashSet<Slot> = FxHashSet::default();
        for slot in changed.iter().chain(likely) {
            self.draw_in(*slot, &mut inner);
        }
        let live = |slot: &Slot| records.get(*slot).is_some();
        let found = loop {
            let mut members: Vec<Slot> = inner.iter().copied().filter(live).collect();
            let mut outer: FxHashSet<u32> = FxHashSet::default();
            for slot in &members {
                let around = likely_of(index, *slot).map(|pair| pair.other);
                let around = around.filter(|other| !inner.contains(other));
                outer.extend(around.map(|other| self.of[other]));
            }
            members.extend(outer.iter().flat_map(|cover| &self.sets[*cover as usize]));
            let found = self.cluster(records, index, decided, members, &inner);
            let is_inner = |slot: &Slot| inner.contains(slot);
            let mixed = found.iter().filter(|set| set.iter().any(is_inner) && !set.iter().all(is_inner));
            let joined: Vec<Slot> = mixed.flatten().copied().collect();
            if joined.is_empty() {
                break found.into_iter().filter(|set| set.iter().all(is_inner)).collect::<Vec<_>>();
            }
            joined.into_iter().for_each(|slot| self.draw_in(slot, &mut inner));
        };
        // What stood together before, by coverage: all of it was found again, but for what is gone.
        let mut before: FxHashMap<u32, Vec<Slot>> = FxHashMap::default();
        let mut old_of: FxHashMap<Slot, u32> = FxHashMap::default();
        for slot in inner {
            let old = std::mem::replace(&mut self.of[slot], NONE);
            if old != NONE {
                before.entry(old).or_insert_with(|| std::mem::take(&mut self.sets[old as usize]));
                old_of.insert(slot, old);
            }
        }
        let mut delta = Delta::default();
        let mut taken: FxHashSet<u32> = FxHashSet::default();
        for set in found {
            let old = old_of.get(&set[0]).copied().filter(|old| taken.insert(*old));
            let number = old.or_else(|| self.free.pop()).unwrap_or_else(|| {
                self.sets.push(Vec::new());
                number(self.sets.len() - 1)
            });
            if before.get(&number) != Some(&set) {
                delta.sets.insert(number);
            }
            for slot in &set {
                self.of[*slot] = number;
                if old_of.get(slot) != Some(&number) {
                    delta.articles.insert(*slot);
                }
            }
            self.sets[number as usize] = set;
        }
        for number in before.into_keys().filter(|number| !taken.contains(number)) {
            delta.sets.insert(number);
            self.free.push(number);
        }
        delta
    }

    /// An article with all of its coverage.
    fn draw_in(&self, slot: Slot, inner: &mut FxHashSet<Slot>) {
        if inner.insert(slot) {
            inner.extend(self.articles(self.of[slot]));
        }
    }

    /// Clusters what pairs hold together. Single link would chain (F1 .56 on ECB+). What is not `inner` joins only what it
    /// is of one coverage with, or what is.
    fn cluster(
        &mut self,
        records: &ArticleRecords,
        index: &CandidateIndex,
        decided: &Decided<Slot>,
        mut members: Vec<Slot>,
        inner: &FxHashSet<Slot>,
    ) -> Vec<Vec<Slot>> {
        members.sort_unstable_by_key(|slot| records.rank(*slot));
        let place: FxHashMap<Slot, usize> = members.iter().enumerate().map(|(place, slot)| (*slot, place)).collect();
        let counts = |a: Slot, b: Slot| inner.contains(&a) || inner.contains(&b) || self.of[a] == self.of[b];
        let mut pairs: Vec<(usize, usize, f32)> = Vec::new();
        for (a, slot) in members.iter().enumerate() {
            let pairs_here = likely_of(index, *slot).filter(|pair| counts(*slot, pair.other));
            let others = pairs_here.filter_map(|pair| Some((a, *place.get(&pair.other)?, pair.odds)));
            pairs.extend(others.filter(|(a, b, _)| a < b));
        }
        let here = |slots: &[Slot]| slots.iter().filter_map(|slot| place.get(slot).copied()).collect::<Vec<usize>>();
        let fixed = Fixed {
            together: decided.groups().iter().map(|group| here(group)).filter(|group| group.len() > 1).collect(),
            apart: decided.walls().filter_map(|(a, b)| Some((*place.get(&a)?, *place.get(&b)?))).collect(),
        };
        let remembered = RefCell::new(std::mem::take(&mut self.odds));
        let odds = |a: usize, b: usize| {
            let (a, b) = (members[a], members[b]);
            index.odds(a, b).unwrap_or_else(|| {
                let (low, high) = (a.min(b), a.max(b));
                let (pair, edits) = ((low, high), [self.edits[low], self.edits[high]]);
                if let Some((odds, _)) = remembered.borrow().get(&pair).filter(|known| known.1 == edits) {
                    return *odds;
                }
                let odds = match (records.features(a), records.features(b)) {
                    (Some(a), Some(b)) => Evidence::of(a, b).log_odds(index.judge()),
                    _ => f32::MIN,
                };
                remembered.borrow_mut().insert(pair, (odds, edits));
                odds
            })
        };
        let sets = average_link(members.len(), &pairs, &fixed, odds, evidence::wanted);
        self.odds = remembered.into_inner();
        sets.into_iter().map(|set| set.into_iter().map(|at| members[at]).collect()).collect()
    }
}

/// The pairs of an article that are likely to be of one event.
fn likely_of(index: &CandidateIndex, slot: Slot) -> impl Iterator<Item = &Pair> {
    index.pairs(slot).iter().filter(|pair| pair.odds >= evidence::SAME)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::corpus::reference::ArticleId;
    use crate::corpus::snapshot::Snapshot;
    use crate::corpus::testing::{corpus, read};
    use crate::model::Models;

    const SEEDS: [&str; 5] = [
        include_str!("../../../seeds/000_ac0255bbbf864db0.txt"),
        include_str!("../../../seeds/001_33418969c43dd264.txt"),
        include_str!("../../../seeds/002_9a3dda333ebe650b.txt"),
        include_str!("../../../seeds/003_35a32bfe2c615227.txt"),
        include_str!("../../../seeds/004_01887fa86414077b.txt"),
    ];

    fn seeds(dated: bool) -> std::sync::Arc<Snapshot> {
        let models = Models::embedded();
        let known = [Some(date(2016, 4, 18)), Some(date(2016, 4, 18)), None, Some(date(2012, 6, 18)), None];
        let read = SEEDS.iter().zip(known).map(|(text, day)| read(&models, text, day.filter(|_| dated)));
        corpus(&read.collect::<Vec<_>>()).snapshot()
    }

    fn together(snapshot: &Snapshot) -> Vec<Vec<u32>> {
        let mut sets: Vec<Vec<u32>> =
            snapshot.coverages.iter().map(|one| one.articles.iter().map(|id| id.0).collect()).collect();
        sets.sort();
        sets
    }

    /// The articles that share the event of a phrase, with the first phrase of the event in each.
    fn check(snapshot: &Snapshot, article: u32, phrase: &str, expected: &[(u32, &str)]) {
        let id = ArticleId(article);
        let analysis = snapshot.analysis(id);
        let mention = analysis.event_mentions.iter().find(|mention| analysis.slice(mention.span).contains(phrase));
        let event = snapshot.article(id).events[mention.unwrap_or_else(|| panic!("no event “{phrase}”")).event];
        let others = snapshot.event(event).mentions.iter().filter(|other| other.article != id);
        let found: Vec<(u32, String)> = others
            .map(|other| {
                let analysis = snapshot.analysis(other.article);
                let body = analysis.events[other.event].mentions.iter().map(|at| &analysis.event_mentions[*at]);
                let last = body.max_by_key(|mention| mention.span.start).map_or("", |one| analysis.slice(one.span));
                (other.article.0, last.to_string())
            })
            .collect();
        let found: Vec<(u32, &str)> = found.iter().map(|(article, phrase)| (*article, phrase.as_str())).collect();
        assert_eq!(found, expected, "{phrase}");
    }

    #[test]
    fn the_seeds_are_four_events_with_and_without_dates() {
        for dated in [true, false] {
            assert_eq!(together(&seeds(dated)), [vec![0, 1], vec![2], vec![3], vec![4]], "dated: {dated}");
        }
    }

    #[test]
    fn events_of_the_seeds_meet_where_they_are_one() {
        for dated in [true, false] {
            let snapshot = seeds(dated);
            check(&snapshot, 0, "the phone call", &[(1, "The phone call")]);
            check(&snapshot, 1, "made an urgent call", &[(0, "told Mr. Obama")]);
            check(&snapshot, 4, "last met Putin", &[(2, "The conversation")]);
            check(&snapshot, 4, "G20 summit", &[(2, "the Group of 20 nations summit")]);
            check(&snapshot, 0, "suspending its participation", &[(1, "suspending its participation")]);
            check(&snapshot, 3, "suspended its observer", &[]);
            check(&snapshot, 4, "four-minute conversation", &[]);
            check(&snapshot, 3, "session", &[]);
            check(&snapshot, 0, "A cease-fire", &[]);
            check(&snapshot, 2, "nationwide cease-fire", &[]);
            check(&snapshot, 0, "offensive", &[(1, "launching an advance")]);
            check(&snapshot, 1, "major offensive", &[]);
            check(&snapshot, 2, "renewed attacks", &[]);
            check(&snapshot, 0, "formal talks", &[(1, "talks")]);
            // The uptick is one of violence, and both articles call it both.
            check(&snapshot, 0, "significant uptick", &[(1, "violence")]);
        }
    }
}
