//! Vectors of words and names, by hashed key.

use std::hash::Hasher;

use rustc_hash::FxHasher;

/// A vector of length 1 (or 0), by half of a hashed key, sorted: enough to tell the words of two articles apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Sparse(pub(crate) Vec<(u32, f32)>);

impl Sparse {
    /// Sums weights of equal keys and scales to length 1. Sorted before summing: the order of arrival of equal keys
    /// is that of the text, so that sums are the same every time.
    pub(crate) fn new(mut entries: Vec<(u64, f32)>) -> Self {
        entries.sort_by_key(|(key, _)| *key);
        let mut sums: Vec<(u32, f32)> = Vec::with_capacity(entries.len());
        for (key, weight) in entries {
            let key = half(key);
            match sums.last_mut() {
                Some((last, sum)) if *last == key => *sum += weight,
                _ => sums.push((key, weight)),
            }
        }
        Self(sums)
    }

    pub(crate) fn scaled(mut self, weigh: impl Fn(f32) -> f32) -> Self {
        self.0.iter_mut().for_each(|(_, weight)| *weight = weigh(*weight));
        // There was room for every word of the text, each time that it stands there.
        self.0.shrink_to_fit();
        let length = self.0.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        if length > 0.0 {
            self.0.iter_mut().for_each(|(_, weight)| *weight /= length);
        }
        self
    }

    /// The cosine of two vectors, 0 when one is empty.
    pub(crate) fn cosine(&self, other: &Self) -> f32 {
        self.shared(other).map(|(_, a, b)| a * b).sum()
    }

    /// The keys of both, with both weights.
    pub(crate) fn shared<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = (u32, f32, f32)> + 'a {
        let mut rest = &other.0[..];
        self.0.iter().filter_map(move |(key, weight)| {
            while let [(first, _), tail @ ..] = rest
                && first < key
            {
                rest = tail;
            }
            rest.first().filter(|(first, _)| first == key).map(|(_, other)| (*key, *weight, *other))
        })
    }
}

/// The half of a key by which [`Sparse`] knows it.
pub(crate) fn half(key: u64) -> u32 {
    u32::try_from(key >> 32).unwrap_or_default()
}

/// A 64-bit key of a word or name. It is the same in one build, and may differ in another: never to be stored.
pub(crate) fn key(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(word.as_bytes());
    hasher.finish()
}

pub(crate) fn pair_key(a: &str, b: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(a.as_bytes());
    hasher.write_u8(b' ');
    hasher.write(b.as_bytes());
    hasher.finish()
}
