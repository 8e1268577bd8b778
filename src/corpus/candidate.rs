//! Which pairs of articles are worth comparing: those that share telling names or words, found through an inverted
//! index, so that thousands of articles do not mean millions of pairs.

use rustc_hash::FxHashMap;

use super::profile::Profile;

/// Keys of an article that are looked up.
const KEYS: usize = 28;
/// Neighbours on either side, by day of publication, that a common key reaches.
const REACH: usize = 24;
/// Candidates that an article keeps.
const KEEP: usize = 48;

/// Pairs of articles (lower index first, sorted) that share telling keys. At most `KEEP` for each article count from
/// its side; the other may have it among its own.
pub(super) fn pairs(profiles: &[&Profile]) -> Vec<(usize, usize)> {
    // By day, so that the neighbours of an article in a long list are those published around the same time.
    let mut order: Vec<usize> = (0..profiles.len()).collect();
    order.sort_by_key(|at| (profiles[*at].published, *at));
    let mut ids: FxHashMap<u64, usize> = FxHashMap::default();
    let mut lists: Vec<Vec<usize>> = Vec::new();
    // The lists in which an article stands, where in each, and what standing there is worth.
    let mut stands: Vec<Vec<(usize, usize, f32)>> = vec![Vec::new(); profiles.len()];
    for at in order {
        for (key, weight) in profiles[at].index.iter().take(KEYS) {
            let list = *ids.entry(*key).or_insert_with(|| {
                lists.push(Vec::new());
                lists.len() - 1
            });
            // A name that is also a word of the lead stands twice, side by side: the later place counts for both.
            let place = lists[list].len();
            stands[at].iter_mut().filter(|stand| stand.0 == list).for_each(|stand| stand.1 = place);
            stands[at].push((list, place, *weight));
            lists[list].push(at);
        }
    }
    let mut pairs = Vec::new();
    // A sum for each other article, below zero where none was met: much faster than a hash table of those met.
    let mut shared = vec![-1.0_f32; profiles.len()];
    let mut met: Vec<usize> = Vec::new();
    for (at, stands) in stands.iter().enumerate() {
        for (list, place, weight) in stands {
            let list = &lists[*list];
            let near = &list[place.saturating_sub(REACH)..(place + REACH + 1).min(list.len())];
            for other in near.iter().filter(|other| **other != at) {
                if shared[*other] < 0.0 {
                    shared[*other] = 0.0;
                    met.push(*other);
                }
                shared[*other] += weight;
            }
        }
        let mut best: Vec<(usize, f32)> = met.iter().map(|other| (*other, shared[*other])).collect();
        if best.len() > KEEP {
            best.select_nth_unstable_by(KEEP, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        }
        pairs.extend(best.iter().take(KEEP).map(|(other, _)| (at.min(*other), at.max(*other))));
        met.drain(..).for_each(|other| shared[other] = -1.0);
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}
