//! Other words between the same words of two sentences.

use std::ops::Range;

use crate::corpus::accounts::comparison::{Comparison, Replaced};
use crate::corpus::accounts::sentences::{At, Numbers, Side};
use crate::corpus::accounts::slot::likeness;
use crate::corpus::alignment::candidate::{flag, share};
use crate::corpus::alignment::sentences::{NONE, Told as Sentence, Word};
use crate::corpus::features::sparse::{half, key};
use crate::text::Span;

/// Words that stand in place of others, at most.
const MOST: usize = 8;
/// The same before the first and behind the last word in common.
const EDGE: usize = 4;
/// Words in common below which two sentences are not laid side by side.
const LEAST: usize = 3;
/// Equal words beside other words that count.
const RUN: usize = 8;

impl Comparison<'_> {
    /// The words of two sentences that stand in place of others, with what is seen of them.
    pub(crate) fn replaced(&self, at: At) -> Vec<Replaced> {
        let [here, there] = &self.pairing.sides;
        let (one, other) = (here.told(at.one), there.told(at.other));
        let (ours, theirs) = (self.surface(0, one), self.surface(1, other));
        let pairs = held(&common(&ours, &theirs), &one.words);
        if pairs.len() < LEAST {
            return Vec::new();
        }
        let gaps = gaps(&pairs, ours.len(), theirs.len());
        let both = pairs.iter().filter(|(a, b)| one.words[*a].quoted && other.words[*b].quoted).count();
        let mut found = Vec::new();
        for (a, b) in &gaps {
            let trimmed = trimmed([a, b], [&one.words, &other.words], &pairs);
            let (a, b) = trimmed.as_ref().map_or((a, b), |(a, b)| (a, b));
            let first = a.start == 0 && b.start == 0;
            let edge = trimmed.is_some() || first || a.end == ours.len() && b.end == theirs.len();
            let insert = a.is_empty() || b.is_empty();
            let longest = if edge { EDGE } else { MOST };
            if a.is_empty() && b.is_empty()
                || a.len().max(b.len()) > longest
                || self.letters(0, one, a) == self.letters(1, other, b)
            {
                continue;
            }
            // Of words that only one has, the next belongs to it, or the last: "dangerous" and "very dangerous".
            let next = |told: &[Word], range: &Range<usize>| told.get(range.end).is_some_and(|word| word.quoted);
            let behind = first || next(&one.words, a) && next(&other.words, b);
            let wide = |range: &Range<usize>, len: usize| {
                if !insert {
                    range.clone()
                } else if behind {
                    range.start..(range.end + 1).min(len)
                } else {
                    range.start.saturating_sub(1)..range.end
                }
            };
            let (wide_a, wide_b) = (wide(a, ours.len()), wide(b, theirs.len()));
            let span = |told: &Sentence, range: &Range<usize>| {
                told.words[range.clone()].iter().map(|word| word.span).reduce(Span::join)
            };
            let (Some(left), Some(right)) = (span(one, &wide_a), span(other, &wide_b)) else { continue };
            let quoted = |told: &Sentence, range: &Range<usize>| {
                let words = &told.words[range.clone()];
                words.iter().filter(|word| word.quoted).count() * 2 >= words.len()
            };
            if !quoted(one, &wide_a) && !quoted(other, &wide_b) {
                continue;
            }
            let numbers = self.words_seen(at, [a, b], [&wide_a, &wide_b], &pairs, gaps.len(), both, edge, insert);
            found.push(Replaced { spans: [left, right], numbers });
        }
        found
    }

    /// The words of a sentence by their letters, hashed.
    fn surface(&self, side: usize, told: &Sentence) -> Vec<u32> {
        (0..told.words.len()).map(|at| half(key(&self.letters(side, told, &(at..at + 1))))).collect()
    }

    /// The letters and figures of some words in lower case: "state-funded" is "state funded", "F.B.I." is "FBI".
    fn letters(&self, side: usize, told: &Sentence, range: &Range<usize>) -> String {
        let analysis = self.pairing.snapshot.analysis(self.pairing.sides[side].article);
        let letters = |word: &Word| analysis.slice(word.span).chars().filter(|ch| ch.is_alphanumeric());
        told.words[range.clone()].iter().flat_map(letters).flat_map(char::to_lowercase).collect()
    }

    #[expect(clippy::too_many_arguments, reason = "what is seen of a gap is seen from all around it")]
    fn words_seen(
        &self,
        at: At,
        [a, b]: [&Range<usize>; 2],
        [wide_a, wide_b]: [&Range<usize>; 2],
        pairs: &[(usize, usize)],
        gaps: usize,
        both: usize,
        edge: bool,
        insert: bool,
    ) -> Numbers {
        let [here, there] = &self.pairing.sides;
        let (one, other) = (here.told(at.one), there.told(at.other));
        let beside = |pair: &(usize, usize), other: &(usize, usize)| pair.0 + 1 == other.0 && pair.1 + 1 == other.1;
        let first = pairs.partition_point(|(x, y)| *x < a.start && *y < b.start);
        let run = |pairs: &[(usize, usize)], back: bool| {
            let mut count = usize::from(!pairs.is_empty());
            let linked = |nth: usize| {
                let nth = if back { pairs.len() - 1 - nth } else { nth };
                if back { beside(&pairs[nth - 1], &pairs[nth]) } else { beside(&pairs[nth], &pairs[nth + 1]) }
            };
            while count < pairs.len().min(RUN) && linked(count - 1) {
                count += 1;
            }
            count as f32
        };
        let (left, right) = (run(&pairs[..first], true), run(&pairs[first..], false));
        let quoted = |told: &Sentence, range: &Range<usize>| {
            let words = &told.words[range.clone()];
            share(words.iter().filter(|word| word.quoted).count() as f32, words.len() as f32)
        };
        let (quoted, quoted_there) = (quoted(one, wide_a), quoted(other, wide_b));
        let content = |told: &Sentence, range: &Range<usize>| {
            told.words[range.clone()].iter().filter(|word| word.kind != NONE).count() as f32
        };
        let weight = |side: &Side, told: &Sentence, range: &Range<usize>| {
            let words = told.words[range.clone()].iter().filter(|word| word.kind != NONE);
            words.map(|word| side.weights[word.kind as usize]).sum::<f32>()
        };
        let inside = {
            let (ours, theirs): (Vec<usize>, Vec<usize>) = (a.clone().collect(), b.clone().collect());
            self.pairing.cover([(0, one, &ours), (1, other, &theirs)])
        };
        let stems = |told: &Sentence, range: &Range<usize>| -> Vec<u32> {
            told.words[range.clone()].iter().map(|word| word.key).collect()
        };
        let named = |told: &Sentence, range: &Range<usize>| {
            let words = &told.words[range.clone()];
            flag(told.named.iter().any(|named| words.iter().any(|word| word.span.overlaps(named.span))))
        };
        let number =
            |told: &Sentence, range: &Range<usize>| flag(told.words[range.clone()].iter().any(|word| word.number));
        let joined = pairs.len() as f32;
        let (here_len, there_len) = (one.words.len() as f32, other.words.len() as f32);
        let quotes = |told: &Sentence| told.words.iter().filter(|word| word.quoted).count() as f32;
        let (len_a, len_b) = (a.len() as f32, b.len() as f32);
        vec![
            ("w_words", len_a.min(len_b)),
            ("w_words_more", len_a.max(len_b)),
            ("w_insert", flag(insert)),
            ("w_edge", flag(edge)),
            ("w_quoted", quoted.min(quoted_there)),
            ("w_quoted_more", quoted.max(quoted_there)),
            ("w_left", left),
            ("w_right", right),
            ("w_run", left + right),
            ("w_run_least", left.min(right)),
            ("w_common", joined),
            ("w_share", joined / here_len.min(there_len).max(1.0)),
            ("w_share_less", joined / here_len.max(there_len).max(1.0)),
            ("w_both_quoted", both as f32),
            ("w_both_share", share(both as f32, quotes(one).min(quotes(other)))),
            ("w_gaps", gaps as f32),
            ("w_content", content(one, a).min(content(other, b))),
            ("w_content_more", content(one, a).max(content(other, b))),
            ("w_weight", weight(here, one, a).max(weight(there, other, b))),
            ("w_inside", inside.letters),
            ("w_vectors", inside.vectors),
            ("w_stems", flag(stems(one, a) == stems(other, b))),
            ("w_likeness", likeness(&self.letters(0, one, a), &self.letters(1, other, b))),
            ("w_named", named(one, a) + named(other, b)),
            ("w_number", number(one, a) + number(other, b)),
        ]
    }
}

/// The longest common subsequence of two lists, as pairs of indices.
fn common(ours: &[u32], theirs: &[u32]) -> Vec<(usize, usize)> {
    let width = theirs.len() + 1;
    let mut best = vec![0_u16; (ours.len() + 1) * width];
    for (i, one) in ours.iter().enumerate().rev() {
        for (j, other) in theirs.iter().enumerate().rev() {
            best[i * width + j] = if one == other {
                best[(i + 1) * width + j + 1] + 1
            } else {
                best[(i + 1) * width + j].max(best[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < ours.len() && j < theirs.len() {
        if ours[i] == theirs[j] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if best[(i + 1) * width + j] >= best[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// Words in common without those that only hold sentences together ("in", "the") and stand alone among others.
fn held(pairs: &[(usize, usize)], words: &[Word]) -> Vec<(usize, usize)> {
    let beside = |one: &(usize, usize), other: &(usize, usize)| other.0 == one.0 + 1 && other.1 == one.1 + 1;
    let telling = |(at, _): &(usize, usize)| words[*at].kind != NONE;
    let runs = pairs.chunk_by(beside);
    runs.filter(|run| run.len() > 2 || run.iter().any(telling)).flatten().copied().collect()
}

/// Of a stretch beside quoted words in common, what is quoted with them; `None` where that is all of it.
fn trimmed(
    [a, b]: [&Range<usize>; 2],
    [ours, theirs]: [&[Word]; 2],
    pairs: &[(usize, usize)],
) -> Option<(Range<usize>, Range<usize>)> {
    let quoted = |at: Option<usize>, words: &[Word]| at.and_then(|at| words.get(at)).is_some_and(|word| word.quoted);
    let anchor = |one: Option<usize>, other: Option<usize>| {
        let pair = one.zip(other).is_some_and(|pair| pairs.binary_search(&pair).is_ok());
        pair && quoted(one, ours) && quoted(other, theirs)
    };
    let before = anchor(a.start.checked_sub(1), b.start.checked_sub(1));
    let behind = anchor(Some(a.end), Some(b.end));
    let head = |range: &Range<usize>, words: &[Word]| {
        range.start..range.start + words[range.clone()].iter().take_while(|word| word.quoted).count()
    };
    let tail = |range: &Range<usize>, words: &[Word]| {
        range.end - words[range.clone()].iter().rev().take_while(|word| word.quoted).count()..range.end
    };
    let found = match (before, behind) {
        (true, false) => (head(a, ours), head(b, theirs)),
        (false, true) => (tail(a, ours), tail(b, theirs)),
        _ => return None,
    };
    ((&found.0, &found.1) != (a, b)).then_some(found)
}

/// The stretches before, between and behind words in common, where either has words.
fn gaps(pairs: &[(usize, usize)], ours: usize, theirs: usize) -> Vec<(Range<usize>, Range<usize>)> {
    let mut found = Vec::new();
    let (mut i, mut j) = (0, 0);
    for &(a, b) in pairs.iter().chain([&(ours, theirs)]) {
        if i < a || j < b {
            found.push((i..a, j..b));
        }
        (i, j) = (a + 1, b + 1);
    }
    found
}
