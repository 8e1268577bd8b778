//! What of an old text surely stands in a new one, in order or moved: runs of words that each of them has once.

use std::collections::hash_map::Entry;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::tokens::Tokens;

/// So many tokens together are looked for.
const RUN: usize = 5;
/// So many runs in a row are sure, and so many are what was moved.
const SURE: usize = 2;
const MOVED: usize = 3;
/// So many runs at the ends of a row are left open.
const OPEN: usize = 2;
/// Between two runs of one piece that was moved lie at most so many tokens.
const NEAR: usize = 25;
/// So often what was moved is looked for among what is left.
const ROUNDS: usize = 64;

/// A token of the old text, and the same in the new one.
pub(super) type Pin = (usize, usize);

/// What stands in the new text in the order of the old one: all that was not moved, or something that was.
#[derive(Debug)]
pub(super) struct Piece {
    /// Rising on both sides.
    pub(super) pins: Vec<Pin>,
}

impl Piece {
    pub(super) fn of_old(&self) -> Range<usize> {
        self.pins.first().map_or(0..0, |first| first.0..self.pins[self.pins.len() - 1].0 + 1)
    }

    pub(super) fn of_new(&self) -> Range<usize> {
        self.pins.first().map_or(0..0, |first| first.1..self.pins[self.pins.len() - 1].1 + 1)
    }
}

/// The pieces; the first is what was not moved.
pub(super) fn pieces(old: &Tokens, new: &Tokens) -> Vec<Piece> {
    let mut left = once(old, new, 0..old.len(), 0..new.len(), RUN);
    let main = rising(&left);
    left.retain(|pin| main.binary_search(pin).is_err());
    let mut found = vec![Piece { pins: in_rows(&main, SURE) }];
    let mut moved: Vec<Piece> = Vec::new();
    for _ in 0..ROUNDS {
        if left.len() < MOVED {
            break;
        }
        let next = rising(&left);
        if next.len() < MOVED {
            break;
        }
        left.retain(|pin| next.binary_search(pin).is_err());
        let rows = parted(&next, &found[0].pins);
        moved.extend(rows.into_iter().filter_map(|piece| whole(piece, old, new)));
    }
    // What lies across a larger piece is none.
    moved.sort_by_key(|piece| std::cmp::Reverse(piece.pins.len()));
    let (mut of_old, mut of_new) = (vec![false; old.len()], vec![false; new.len()]);
    for piece in moved {
        let (here, there) = (&mut of_old[piece.of_old()], &mut of_new[piece.of_new()]);
        if !here.contains(&true) && !there.contains(&true) {
            here.fill(true);
            there.fill(true);
            found.push(piece);
        }
    }
    found
}

/// Runs of tokens that stand once on either side, by their middle tokens, in the order of the old text.
pub(super) fn once(old: &Tokens, new: &Tokens, of_old: Range<usize>, of_new: Range<usize>, length: usize) -> Vec<Pin> {
    let mut seen: FxHashMap<&[u32], (Option<usize>, Option<usize>)> = FxHashMap::default();
    for start in of_old.start..(of_old.end + 1).saturating_sub(length).max(of_old.start) {
        if !old.is_whole(start, start + length) {
            continue;
        }
        match seen.entry(&old.ids[start..start + length]) {
            Entry::Vacant(free) => drop(free.insert((Some(start), None))),
            Entry::Occupied(mut taken) => taken.get_mut().0 = None,
        }
    }
    let mut twice: rustc_hash::FxHashSet<&[u32]> = rustc_hash::FxHashSet::default();
    for start in of_new.start..(of_new.end + 1).saturating_sub(length).max(of_new.start) {
        let run = &new.ids[start..start + length];
        if let Some((Some(_), there)) = seen.get_mut(run) {
            if there.is_some() {
                twice.insert(run);
            }
            *there = Some(start);
        }
    }
    let pair = |(run, (old, new)): (&&[u32], &(Option<usize>, Option<usize>))| {
        Some((old.as_ref()? + length / 2, new.as_ref()? + length / 2)).filter(|_| !twice.contains(*run))
    };
    let mut pins: Vec<Pin> = seen.iter().filter_map(pair).collect();
    pins.sort_unstable();
    pins
}

/// The longest part of pins in the order of the old text that is in the order of the new one as well.
pub(super) fn rising(pins: &[Pin]) -> Vec<Pin> {
    // Of each length the pin that ends lowest, and of each pin the one before it.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pins.len());
    for (at, pin) in pins.iter().enumerate() {
        let length = ends.partition_point(|end| pins[*end].1 < pin.1);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        if length == ends.len() {
            ends.push(at);
        } else {
            ends[length] = at;
        }
    }
    let mut found = Vec::with_capacity(ends.len());
    let mut next = ends.last().copied();
    while let Some(at) = next {
        found.push(pins[at]);
        next = before[at];
    }
    found.reverse();
    found
}

/// Those that stand beside others in the same way. Where they end others may have as good a claim: of long rows the ends
/// are left open.
fn in_rows(pins: &[Pin], least: usize) -> Vec<Pin> {
    let mut kept = Vec::with_capacity(pins.len());
    let follows = |a: &Pin, b: &Pin| b.0 - a.0 == b.1 - a.1 && b.0 - a.0 <= 2;
    for row in pins.chunk_by(follows).filter(|row| row.len() >= least) {
        let open = OPEN.min((row.len() - 1) / 2);
        kept.extend_from_slice(&row[open..row.len() - open]);
    }
    kept
}

/// The same without the pins at its ends that are of a paragraph with few of them: where paragraphs begin or end alike,
/// runs go on into the next.
fn whole(mut piece: Piece, old: &Tokens, new: &Tokens) -> Option<Piece> {
    piece.pins = within(&piece.pins, |pin| old.paragraphs[pin.0])?;
    piece.pins = within(&piece.pins, |pin| new.paragraphs[pin.1])?;
    Some(piece)
}

fn within(pins: &[Pin], paragraph: impl Fn(&Pin) -> u32) -> Option<Vec<Pin>> {
    let rows: Vec<&[Pin]> = pins.chunk_by(|a, b| paragraph(a) == paragraph(b)).collect();
    let most = rows.iter().map(|row| row.len()).max()?.min(RUN);
    let first = rows.iter().position(|row| row.len() >= most)?;
    let last = rows.iter().rposition(|row| row.len() >= most)?;
    Some(rows[first..=last].concat())
}

/// What was moved together: no two pins far apart, nor any of `main` between them.
fn parted(pins: &[Pin], main: &[Pin]) -> Vec<Piece> {
    let between = |a: &Pin, b: &Pin| {
        let by_old = |at: usize| main.partition_point(|pin| pin.0 < at);
        let by_new = |at: usize| main.partition_point(|pin| pin.1 < at);
        by_old(a.0) != by_old(b.0) || by_new(a.1) != by_new(b.1)
    };
    let together = |a: &Pin, b: &Pin| b.0 - a.0 <= NEAR && b.1 - a.1 <= NEAR && !between(a, b);
    let rows = pins.chunk_by(together).filter(|row| row.len() >= MOVED).map(|row| in_rows(row, SURE));
    rows.filter(|row| !row.is_empty()).map(|pins| Piece { pins }).collect()
}
