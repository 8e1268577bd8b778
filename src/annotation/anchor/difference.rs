//! What became of an old text in a new one, word by word.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::text::Span;

/// At least so much of the words has to be left, 0 to 1.
const LEFT: f32 = 0.5;

pub(super) struct Difference {
    /// Words and what is between them in the old text: where each begins, in code points; then the end.
    old: Vec<u32>,
    is_word: Vec<bool>,
    /// Those of the new text, in bytes.
    new: Vec<Span>,
    operations: Vec<DiffOp>,
}

impl Difference {
    pub(super) fn new(old: &str, new: &str) -> Self {
        let (before, after) = (pieces(old), pieces(new));
        let words = |text, spans: &[Span]| -> Vec<String> { spans.iter().map(|it| word(it.of_text(text))).collect() };
        let operations = capture_diff_slices(Algorithm::Myers, &words(old, &before), &words(new, &after));
        let mut starts = Vec::with_capacity(before.len() + 1);
        let mut points = 0;
        for piece in &before {
            starts.push(points);
            points += Span::of(0..piece.of_text(old).chars().count()).end;
        }
        starts.push(points);
        let is_word = before.iter().map(|piece| piece.of_text(old).starts_with(char::is_alphanumeric)).collect();
        Self { old: starts, is_word, new: after, operations }
    }

    /// Where code points of the old text are now, with how many of their words are left; `None` when too few are.
    pub(super) fn place(&self, (start, end): (u32, u32)) -> Option<(Span, f32)> {
        let first = self.old.partition_point(|at| *at <= start).checked_sub(1)?;
        let last = self.old.partition_point(|at| *at < end).checked_sub(1)?;
        // Half a word has no place of its own.
        if self.old.get(first) != Some(&start) || self.old.get(last + 1) != Some(&end) {
            return None;
        }
        let mut places = (first..=last).map(|at| (at, self.new_of(at)));
        let words = (first..=last).filter(|at| self.is_word[*at]).count();
        let standing = (first..=last).filter(|at| self.is_word[*at] && self.new_of(*at).is_some()).count();
        let (known, from) = places.clone().find_map(|(at, new)| Some((at, new?)))?;
        let (_, to) = places.by_ref().filter_map(|(at, new)| Some((at, new?))).last()?;
        let left = if words == 0 { 1.0 } else { standing as f32 / words as f32 };
        if left < LEFT || (words == 0 && known != first) {
            return None;
        }
        // What was put in the place of words at either end belongs to them.
        let from = self.replaced(first).map_or(from, |(start, _)| start.min(from));
        let to = self.replaced(last).map_or(to, |(_, end)| end.saturating_sub(1).max(to));
        let span = self.new.get(from)?.join(*self.new.get(to)?);
        let grown = to + 1 - from > 3 * (last + 1 - first) + 8;
        (!grown).then_some((span, left))
    }

    /// The piece of the new text that an old one is.
    fn new_of(&self, at: usize) -> Option<usize> {
        match self.operation(at)? {
            DiffOp::Equal { old_index, new_index, .. } => Some(new_index + at - old_index),
            _ => None,
        }
    }

    fn replaced(&self, at: usize) -> Option<(usize, usize)> {
        match self.operation(at)? {
            // Of a long stretch that was written anew nobody knows what took the place of what.
            DiffOp::Replace { new_index, new_len, old_len, .. } if *old_len.max(new_len) <= 6 => {
                Some((*new_index, new_index + new_len))
            }
            _ => None,
        }
    }

    fn operation(&self, at: usize) -> Option<&DiffOp> {
        let found = self.operations.partition_point(|operation| operation.old_range().end <= at);
        self.operations.get(found).filter(|operation| operation.old_range().contains(&at))
    }
}

/// A piece as it is compared: straight and curly marks are one, and so are all blanks but those between paragraphs.
fn word(piece: &str) -> String {
    match piece {
        "‘" | "’" => "'".to_owned(),
        "“" | "”" => "\"".to_owned(),
        "\r\n" | "\r" => "\n".to_owned(),
        _ => piece.to_owned(),
    }
}

/// Words, and every other character by itself.
fn pieces(text: &str) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut before = None;
    for (at, letter) in text.char_indices() {
        let span = Span::of(at..at + letter.len_utf8());
        match (spans.last_mut(), before) {
            (Some(last), Some(before)) if goes_on(before, letter) => *last = last.join(span),
            _ => spans.push(span),
        }
        before = Some(letter);
    }
    spans
}

fn goes_on(before: char, letter: char) -> bool {
    (before.is_alphanumeric() && letter.is_alphanumeric()) || (before == '\r' && letter == '\n')
}
