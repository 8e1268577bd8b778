//! What became of an old text in a new one, word by word, with what was moved.

use std::ops::Range;

use super::landmarks::{Piece, Pin, once, pieces, rising};
use super::likely::{Likely, Stretch, likely};
use super::tokens::{Tokens, Words};
use crate::text::Span;

/// At least so many of the words have to be left, 0 to 1.
const LEFT: f32 = 0.5;
/// By how much likelier an edit begins or ends before a paragraph, and before a sentence, than within one.
const NEW_PARAGRAPH: f64 = 8.0;
const NEW_SENTENCE: f64 = 4.0;
/// How likely a token is that is the same as the one beside a token that was found.
const GONE_ON: f32 = 0.95;
/// So many new tokens may stand within a span beside three times its own.
const MOST_BETWEEN: usize = 150;
/// So many new tokens may stand between words and those that were around them.
const BESIDE: usize = 8;
/// So many pairs of tokens are compared at once; more are cut up first.
const PAIRS: usize = 60_000;
/// So many where they cannot be cut up; more are not compared.
const MOST_PAIRS: usize = 1_000_000;
/// So often they are cut up again.
const DEEPEST: usize = 6;
/// So many pairs are compared in all, and so many more for each token.
const BUDGET: usize = 4_000_000;
const BUDGET_OF_TOKEN: usize = 2_000;

/// Where the tokens of an old text are.
pub(super) struct Difference<'a> {
    old: &'a Tokens,
    new: &'a Tokens,
    words: &'a Words,
    /// Of each old token the new one, and how likely that is.
    now: Vec<Likely>,
    /// Of each new token the piece that it belongs to, plus 1; 0 for what was not moved.
    owner: Vec<u32>,
    /// Of each new token the old one.
    was: Vec<Option<usize>>,
    /// So many pairs of tokens may still be compared.
    budget: usize,
}

/// Where a span is now.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    /// In bytes of the new text.
    pub(super) span: Span,
    /// How likely it is that its ends are there, 0 to 1.
    pub(super) sure: f32,
    /// How many of its words are left, 0 to 1.
    pub(super) left: f32,
    /// How many that is.
    pub(super) words: usize,
}

impl<'a> Difference<'a> {
    pub(super) fn new(old: &'a Tokens, new: &'a Tokens, words: &'a Words) -> Self {
        let (now, owner, was) = (vec![None; old.len()], vec![0; new.len()], vec![None; new.len()]);
        let budget = BUDGET + BUDGET_OF_TOKEN * old.len().min(new.len()).min(10_000);
        let mut this = Self { old, new, words, now, owner, was, budget };
        let all = pieces(old, new);
        let Some((main, moved)) = all.split_first() else { return this };
        let (mut of_old, mut of_new) = (vec![false; old.len()], vec![false; new.len()]);
        for (here, there) in all.iter().flat_map(|piece| &piece.pins) {
            (of_old[*here], of_new[*there]) = (true, true);
        }
        let domain = |piece: &Piece| {
            [reach(piece.of_old(), &old.paragraphs, &of_old), reach(piece.of_new(), &new.paragraphs, &of_new)]
        };
        let domains: Vec<[Range<usize>; 2]> = moved.iter().map(domain).collect();
        let mut away = vec![false; old.len()];
        for (at, [of_old, of_new]) in domains.iter().enumerate() {
            away[of_old.clone()].fill(true);
            this.owner[of_new.clone()].fill(u32::try_from(at + 1).unwrap_or(u32::MAX));
        }
        for (at, (piece, [of_old, of_new])) in moved.iter().zip(&domains).enumerate() {
            this.between(&piece.pins, of_old.clone(), of_new.clone(), &away, true, at + 1);
        }
        this.between(&main.pins, 0..old.len(), 0..new.len(), &away, false, 0);
        for at in 0..old.len() {
            if let Some((new, _)) = this.now[at].filter(|(new, _)| this.is_same(at, *new)) {
                this.was[new] = Some(at);
            }
        }
        this.go_on();
        this
    }

    /// Goes on from tokens that are found where the next one is the same, and belongs to nothing else.
    fn go_on(&mut self) {
        let ahead = (1..self.old.len()).map(|at| (at - 1, at, 1));
        let back = (1..self.old.len()).rev().map(|at| (at, at - 1, -1));
        for (from, to, step) in ahead.chain(back) {
            let (Some((new, sure)), None) = (self.now[from], self.now[to].filter(|(new, _)| self.is_same(to, *new)))
            else {
                continue;
            };
            let Some(next) = new.checked_add_signed(step).filter(|next| *next < self.new.len()) else { continue };
            let gap = self.old.gaps[from.max(to)];
            if gap == 0
                && self.was[next].is_none()
                && self.was[new] == Some(from)
                && self.old.ids[to] == self.new.ids[next]
            {
                self.now[to] = Some((next, sure.min(GONE_ON)));
                (self.was[next], self.owner[next]) = (Some(to), self.owner[new]);
            }
        }
    }

    /// Takes over the pins of a piece, and compares what is between them.
    fn between(
        &mut self,
        pins: &[Pin],
        of_old: Range<usize>,
        of_new: Range<usize>,
        away: &[bool],
        moved: bool,
        piece: usize,
    ) {
        let (mut from_old, mut from_new) = (of_old.start, of_new.start);
        for pin in pins.iter().copied().chain([(of_old.end, of_new.end)]) {
            let old: Vec<usize> = (from_old..pin.0).filter(|at| moved == away[*at]).collect();
            let new: Vec<usize> = (from_new..pin.1).filter(|at| self.owner[*at] as usize == piece).collect();
            self.compare(&old, &new, 0);
            if pin.0 < of_old.end {
                self.now[pin.0] = Some((pin.1, 1.0));
            }
            (from_old, from_new) = (pin.0 + 1, pin.1 + 1);
        }
    }

    fn compare(&mut self, old: &[usize], new: &[usize], depth: usize) {
        if old.is_empty() || new.is_empty() {
            return;
        }
        if old.len() * new.len() > PAIRS && depth < DEEPEST {
            // Cut up where fewer tokens together stand once in what is left.
            for length in [3, 2, 1] {
                let (whole_old, whole_new) = (old[0]..old[old.len() - 1] + 1, new[0]..new[new.len() - 1] + 1);
                if whole_old.len() != old.len() || whole_new.len() != new.len() {
                    break;
                }
                let pins = rising(&once(self.old, self.new, whole_old.clone(), whole_new.clone(), length));
                if pins.is_empty() {
                    continue;
                }
                let (mut from_old, mut from_new) = (whole_old.start, whole_new.start);
                for pin in pins.into_iter().chain([(whole_old.end, whole_new.end)]) {
                    let old: Vec<usize> = (from_old..pin.0).collect();
                    let new: Vec<usize> = (from_new..pin.1).collect();
                    self.compare(&old, &new, depth + 1);
                    if pin.0 < whole_old.end {
                        self.now[pin.0] = Some((pin.1, 0.9));
                    }
                    (from_old, from_new) = (pin.0 + 1, pin.1 + 1);
                }
                return;
            }
        }
        let pairs = old.len() * new.len();
        if pairs > MOST_PAIRS || pairs > self.budget {
            return;
        }
        self.budget -= pairs;
        let ids = |tokens: &Tokens, at: &[usize]| at.iter().map(|at| tokens.ids[*at]).collect::<Vec<u32>>();
        let mut gaps: Vec<u32> = Vec::with_capacity(old.len() + 1);
        for (at, token) in old.iter().enumerate() {
            // What was moved from between two tokens leaves no gap.
            gaps.push(self.old.gaps[*token]);
            if at > 0 && old[at - 1] + 1 != *token {
                let cut = &self.old.gaps[old[at - 1] + 1..*token];
                gaps[at] = gaps[at].max(cut.iter().copied().max().unwrap_or_default());
            }
        }
        gaps.push(old.last().and_then(|last| self.old.gaps.get(last + 1)).copied().unwrap_or_default());
        let found = likely(
            self.words,
            &Stretch { ids: &ids(self.old, old), edges: &edges(self.old, old, self.words) },
            &gaps,
            &Stretch { ids: &ids(self.new, new), edges: &edges(self.new, new, self.words) },
        );
        for (token, found) in old.iter().zip(found) {
            self.now[*token] = found.map(|(at, sure)| (new[at], sure));
        }
    }

    /// Where what stood between two offsets of the old text is now.
    pub(super) fn place(&self, span: Span) -> Option<Found> {
        let touched = self.old.touched(span);
        let (first, last) = (touched.start, touched.end.checked_sub(1)?);
        if touched.is_empty() || (first < last && !self.old.is_whole(first, last + 1)) {
            return None;
        }
        let has_words = touched.clone().any(|at| self.old.words[at]);
        let counts = |at: &usize| self.old.words[*at] || !has_words;
        let all = touched.clone().filter(counts).count();
        let standing = self.together(touched.clone().filter(counts));
        let words = standing.len();
        let left = words as f32 / all as f32;
        let ((from, begin, sure_of_begin), (to, end, sure_of_end)) = (*standing.first()?, *standing.last()?);
        if left < LEFT || end + 1 - begin > 3 * touched.len() + MOST_BETWEEN {
            return None;
        }
        // What took the place of words at either end belongs to them, and so do marks that still stand there.
        let begin = self.grown_back(first, from, begin);
        let end = self.grown_on(last, to, end);
        let [head, tail] = [self.new.spans[begin], self.new.spans[end]];
        let mut found = head.join(tail);
        // Half a word stays half a word.
        if from == first && self.old.spans[first].start < span.start && head.len() == self.old.spans[first].len() {
            found.start = head.start + (span.start - self.old.spans[first].start);
        }
        if to == last && self.old.spans[last].end > span.end && tail.len() == self.old.spans[last].len() {
            found.end = tail.end - (self.old.spans[last].end - span.end);
        }
        (found.start < found.end).then_some(Found { span: found, sure: sure_of_begin.min(sure_of_end), left, words })
    }

    /// Of old tokens those that still stand, each with the new one and how likely that is: the most of them between
    /// which nothing else of the old text stands.
    fn together(&self, tokens: impl Iterator<Item = usize>) -> Vec<(usize, usize, f32)> {
        let standing: Vec<(usize, usize, f32)> = tokens
            .filter_map(|at| self.now[at].filter(|(new, _)| self.is_same(at, *new)).map(|(new, sure)| (at, new, sure)))
            .collect();
        let goes_on = |one: &(usize, usize, f32), next: &(usize, usize, f32)| {
            let between = |at: usize| one.0 < at && at < next.0;
            self.owner[one.1] == self.owner[next.1]
                && one.1 < next.1
                && (one.1 + 1..next.1).all(|at| self.was[at].is_none_or(between))
        };
        let most = standing.chunk_by(goes_on).max_by_key(|row| row.len());
        most.unwrap_or_default().to_vec()
    }

    /// How many of the tokens between two offsets of the old text stand beside a span of the new one, 0 to 1.
    pub(super) fn standing_by(&self, old: Span, new: Span) -> f32 {
        let (touched, found) = (self.old.touched(old), self.new.touched(new));
        let reach = touched.len() + BESIDE;
        let near = found.start.saturating_sub(reach)..found.end + reach;
        let all = touched.len().max(1) as f32;
        touched.filter_map(|at| self.new_of(at)).filter(|at| near.contains(at)).count() as f32 / all
    }

    /// True when all of these parts of a span stand, and what is left of the span is together.
    pub(super) fn stands_together(&self, span: Span, parts: [Span; 2]) -> bool {
        let whole = |part: Span| self.old.touched(part).all(|at| self.new_of(at).is_some());
        let touched = self.old.touched(span);
        let now: Vec<usize> = touched.clone().filter_map(|at| self.new_of(at)).collect();
        let in_order = now.is_sorted() && now.iter().all(|at| self.owner[*at] == self.owner[now[0]]);
        let (Some(first), Some(last), true) = (now.first(), now.last(), in_order) else { return false };
        parts.into_iter().all(whole) && last - first < touched.len() + touched.len() / 8 + BESIDE
    }

    fn new_of(&self, old: usize) -> Option<usize> {
        self.now[old].map(|(new, _)| new).filter(|new| self.is_same(old, *new))
    }

    fn is_same(&self, old: usize, new: usize) -> bool {
        let (old, new) = (self.old.ids[old], self.new.ids[new]);
        old == new || self.words.are_alike(old, new)
    }

    /// The first new token: what stands between the token before the span and the first that is left, where it is no
    /// more than what is gone, and marks of the span.
    fn grown_back(&self, first: usize, from: usize, begin: usize) -> usize {
        let own = |at: usize| self.was[at].is_some_and(|was| (first..from).contains(&was));
        let begin = (0..begin).rev().take_while(|at| own(*at)).last().unwrap_or(begin);
        let before = first.checked_sub(1).filter(|_| self.old.gaps[first] == 0).and_then(|at| self.now[at]);
        match before {
            Some((before, _)) if before < begin && begin - before - 1 <= from - first => before + 1,
            _ => begin,
        }
    }

    fn grown_on(&self, last: usize, to: usize, end: usize) -> usize {
        let own = |at: usize| self.was[at].is_some_and(|was| (to + 1..=last).contains(&was));
        let end = (end + 1..self.new.len()).take_while(|at| own(*at)).last().unwrap_or(end);
        let next = (last + 1 < self.old.len() && self.old.gaps[last + 1] == 0).then(|| self.now[last + 1]).flatten();
        match next {
            Some((next, _)) if next > end && next - end - 1 <= last - to => next - 1,
            _ => end,
        }
    }
}

/// By how much likelier an edit begins or ends before each of these tokens than within a sentence.
fn edges(tokens: &Tokens, at: &[usize], words: &Words) -> Vec<f64> {
    let edge = |at: &usize| match at.checked_sub(1) {
        None => NEW_PARAGRAPH,
        Some(before) if tokens.paragraphs[before] != tokens.paragraphs[*at] => NEW_PARAGRAPH,
        Some(before) if words.ends_sentence(tokens.ids[before]) => NEW_SENTENCE,
        Some(_) => 1.0,
    };
    at.iter().map(edge).collect()
}

/// What belongs to something that was moved: all of it, and around it the rest of its paragraphs as far as nothing else
/// is pinned.
fn reach(own: Range<usize>, paragraphs: &[u32], pinned: &[bool]) -> Range<usize> {
    let (first, last) = (paragraphs[own.start], paragraphs[own.end - 1]);
    let free = |paragraph: u32| move |at: &usize| paragraphs[*at] == paragraph && !pinned[*at];
    let start = (0..own.start).rev().take_while(free(first)).last().unwrap_or(own.start);
    let end = (own.end..paragraphs.len()).take_while(free(last)).last().map_or(own.end, |at| at + 1);
    start..end
}
