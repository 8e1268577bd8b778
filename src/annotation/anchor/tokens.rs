//! Texts as rows of words and marks that can be compared.

use rustc_hash::FxHashMap;

use super::fold::folded_word;
use crate::text::Span;

/// So many unknown code points apart, two places are taken to be of two paragraphs.
const PARAGRAPH: u32 = 160;
/// Longer words are compared whole, in letters.
const LONGEST: usize = 32;

/// Numbers for words; one number for all ways to write a mark, and for both cases of a letter.
#[derive(Default)]
pub(super) struct Words {
    numbers: FxHashMap<Box<str>, u32>,
    letters: Vec<Box<[char]>>,
    /// How often each was seen.
    counts: Vec<u32>,
    all: u32,
}

impl Words {
    fn number(&mut self, word: &str) -> u32 {
        let word = folded_word(word);
        self.all += 1;
        if let Some(number) = self.numbers.get(&*word) {
            self.counts[*number as usize] += 1;
            return *number;
        }
        let number = Span::of(0..self.letters.len()).end;
        self.letters.push(word.chars().take(LONGEST + 1).collect());
        self.counts.push(1);
        self.numbers.insert(word.into(), number);
        number
    }

    /// How much of all that was seen is this word, 0 to 1.
    pub(super) fn share(&self, number: u32) -> f64 {
        let count = self.counts.get(number as usize).copied().unwrap_or_default();
        f64::from(count.max(1)) / f64::from(self.all.max(200))
    }

    /// True for a mark behind which a sentence may begin.
    pub(super) fn ends_sentence(&self, number: u32) -> bool {
        matches!(self.letters.get(number as usize).map(|it| &**it), Some(['.' | '!' | '?' | '"']))
    }

    /// True where one is the other with a slip of the pen.
    pub(super) fn are_alike(&self, one: u32, other: u32) -> bool {
        let (Some(one), Some(other)) = (self.letters.get(one as usize), self.letters.get(other as usize)) else {
            return false;
        };
        let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
        if short.len() < 3 || long.len() > LONGEST || long.len() - short.len() > 2 {
            return false;
        }
        if !one.iter().all(|letter| letter.is_alphabetic()) || !other.iter().all(|letter| letter.is_alphabetic()) {
            return false;
        }
        let from = one.iter().zip(other.iter()).take_while(|(a, b)| a == b).count();
        let (one, other) = (&one[from..], &other[from..]);
        let behind = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
        let (one, other) = (&one[..one.len() - behind], &other[..other.len() - behind]);
        let swapped = one.len() == 2 && other.len() == 2 && one[0] == other[1] && one[1] == other[0];
        let most = if long.len() >= 8 { 2 } else { 1 };
        swapped || one.len().max(other.len()) <= most
    }
}

/// Words and marks in the order of a text.
#[derive(Default)]
pub(super) struct Tokens {
    pub(super) ids: Vec<u32>,
    /// Where each stands: in bytes, or in code points of an old text.
    pub(super) spans: Vec<Span>,
    /// False for marks.
    pub(super) words: Vec<bool>,
    /// The number of the paragraph of each.
    pub(super) paragraphs: Vec<u32>,
    /// How much before each is unknown, in code points; one more for what is behind the last.
    pub(super) gaps: Vec<u32>,
}

impl Tokens {
    /// All of a text, by bytes.
    pub(super) fn of_text(text: &str, words: &mut Words) -> Self {
        let mut this = Self::default();
        this.take(text, 0, true, words);
        this.gaps.push(0);
        this
    }

    /// A text that is known in parts, each with the code point where it begins. Parts do not overlap.
    pub(super) fn of_parts(parts: &[(u32, &str)], words: &mut Words) -> Self {
        let mut this = Self::default();
        let mut end = 0;
        for (start, part) in parts {
            let (mut from, mut part) = (*start, *part);
            let gap = from.saturating_sub(end);
            end = from + Span::of(0..part.chars().count()).end;
            if gap > 0 {
                // The word at the edge may be half of one.
                let cut = part.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(part.len());
                from += Span::of(0..part[..cut].chars().count()).end;
                part = &part[cut..];
            }
            let before = this.ids.len();
            let paragraph = this.paragraphs.last().copied().unwrap_or_default();
            this.take(part, from, false, words);
            if gap > PARAGRAPH {
                this.paragraphs[before..].iter_mut().for_each(|at| *at += 1);
            }
            if let Some(first) = this.gaps.get_mut(before).filter(|_| gap > 0) {
                *first = gap.max(1);
                debug_assert!(paragraph <= this.paragraphs[before]);
            }
        }
        // What was cut off at the end of the last part is unknown, as is how much more there is.
        this.gaps.push(1);
        this
    }

    fn take(&mut self, text: &str, from: u32, bytes: bool, words: &mut Words) {
        let mut paragraph = self.paragraphs.last().copied().unwrap_or_default();
        let mut open: Option<(usize, u32, usize, u32)> = None;
        let mut lines = false;
        for (point, (at, letter)) in (from..).zip(text.char_indices()) {
            let here = if bytes { Span::of(0..at).end } else { point };
            let next = if bytes { Span::of(0..at + letter.len_utf8()).end } else { point + 1 };
            if letter.is_alphanumeric() {
                let (start, first, _, _) = open.unwrap_or((at, here, 0, 0));
                open = Some((start, first, at + letter.len_utf8(), next));
                continue;
            }
            if let Some((start, first, end, last)) = open.take() {
                self.push(words.number(&text[start..end]), Span::new(first, last), true, paragraph);
                lines = false;
            }
            if letter == '\n' || letter == '\r' {
                paragraph += u32::from(!lines);
                lines = true;
            } else if !letter.is_whitespace() {
                let mark = &text[at..at + letter.len_utf8()];
                self.push(words.number(mark), Span::new(here, next), false, paragraph);
                lines = false;
            }
        }
        if let Some((start, first, end, last)) = open {
            self.push(words.number(&text[start..end]), Span::new(first, last), true, paragraph);
        }
    }

    fn push(&mut self, id: u32, span: Span, word: bool, paragraph: u32) {
        self.ids.push(id);
        self.spans.push(span);
        self.words.push(word);
        self.paragraphs.push(paragraph);
        self.gaps.push(0);
    }

    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    /// True when nothing between two tokens is unknown.
    pub(super) fn is_whole(&self, from: usize, to: usize) -> bool {
        self.gaps.get(from + 1..to).is_some_and(|gaps| gaps.iter().all(|gap| *gap == 0))
    }

    /// The tokens that a span touches.
    pub(super) fn touched(&self, span: Span) -> std::ops::Range<usize> {
        let first = self.spans.partition_point(|token| token.end <= span.start);
        let end = self.spans.partition_point(|token| token.start < span.end);
        first..end.max(first)
    }
}
