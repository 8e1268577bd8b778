//! A sketch of an article's text, by which near duplicates are found.
//!
//! An article is drawn as the smallest hashes of its runs of four words (a bottom-k sketch, Broder 1997); the share that
//! two sketches have in common is close to the share of runs that the texts have in common.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use crate::analysis::ArticleAnalysis;
use crate::token::{TokenKind, ZoneKind};

/// Words of a run.
const RUN: usize = 4;

/// Hashes of a sketch.
const SKETCH: usize = 64;

/// Runs that a text must have to be anybody's copy.
const LEAST: usize = 8;

/// Of the runs of both, how many both must have.
const SHARE: usize = 70;

/// What stands for the text of an article: sorted, each once; empty for a text that is too short.
pub(crate) fn sketch(analysis: &ArticleAnalysis) -> Box<[u64]> {
    let structure = &analysis.structure;
    let body = structure.paragraphs.iter().filter(|paragraph| paragraph.zone == ZoneKind::Body);
    let tokens = body.flat_map(|paragraph| {
        structure.tokens.get(paragraph.first_token as usize..paragraph.end_token as usize).unwrap_or_default()
    });
    let words = tokens.filter(|token| token.kind == TokenKind::Word).map(|token| {
        let mut hasher = FxHasher::default();
        analysis.slice(token.span).chars().flat_map(char::to_lowercase).for_each(|ch| hasher.write_u32(ch.into()));
        hasher.finish()
    });
    let words: Vec<u64> = words.collect();
    let mut runs: Vec<u64> = words
        .windows(RUN)
        .map(|run| {
            let mut hasher = FxHasher::default();
            run.hash(&mut hasher);
            // The hasher leaves order in its upper bits that "smallest" would pick: mixed as in MurmurHash3.
            let mixed = (hasher.finish() ^ (hasher.finish() >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
            mixed ^ (mixed >> 33)
        })
        .collect();
    runs.sort_unstable();
    runs.dedup();
    runs.truncate(if runs.len() < LEAST { 0 } else { SKETCH });
    runs.into()
}

/// True when two sketches are of copies.
pub(crate) fn alike(a: &[u64], b: &[u64]) -> bool {
    let (mut a, mut b) = (a, b);
    let (mut shared, mut all) = (0, 0);
    while all < SKETCH {
        match (a, b) {
            ([x, rest @ ..], [y, others @ ..]) => {
                shared += usize::from(x == y);
                (a, b) = (if x <= y { rest } else { a }, if y <= x { others } else { b });
            }
            ([_, rest @ ..], []) => a = rest,
            ([], [_, others @ ..]) => b = others,
            ([], []) => break,
        }
        all += 1;
    }
    all > 0 && shared * 100 >= SHARE * all
}
