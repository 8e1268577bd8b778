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
    let keys: Vec<Vec<(u64, f32)>> = profiles
        .iter()
        .map(|profile| {
            let mut keys = profile.index_keys();
            keys.truncate(KEYS);
            keys
        })
        .collect();
    let mut postings: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    // By day, so that the neighbours of an article in a long list are those published around the same time.
    let mut order: Vec<usize> = (0..profiles.len()).collect();
    order.sort_by_key(|at| (profiles[*at].published, *at));
    for at in order {
        for (key, _) in &keys[at] {
            postings.entry(*key).or_default().push(at);
        }
    }
    let mut places: FxHashMap<(u64, usize), usize> = FxHashMap::default();
    for (key, list) in &postings {
        for (place, at) in list.iter().enumerate() {
            places.insert((*key, *at), place);
        }
    }
    let mut pairs = Vec::new();
    for (at, keys) in keys.iter().enumerate() {
        let mut shared: FxHashMap<usize, f32> = FxHashMap::default();
        for (key, weight) in keys {
            let (Some(list), Some(place)) = (postings.get(key), places.get(&(*key, at))) else { continue };
            let near = &list[place.saturating_sub(REACH)..(place + REACH + 1).min(list.len())];
            for other in near.iter().filter(|other| **other != at) {
                *shared.entry(*other).or_default() += weight;
            }
        }
        let mut best: Vec<(usize, f32)> = shared.into_iter().collect();
        best.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        pairs.extend(best.iter().take(KEEP).map(|(other, _)| (at.min(*other), at.max(*other))));
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}
