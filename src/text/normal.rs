//! A text as its words are compared: each letter composed with its marks as far as Unicode has it in one, without soft
//! hyphens.

use std::ops::Range;

use unicode_normalization::char::compose;
use unicode_normalization::{IsNormalized, is_nfc_quick};

use super::Span;

/// Shown only where a line breaks.
const SOFT_HYPHEN: char = '\u{ad}';

/// A text that was normalized, with the way back to the places of what it was made of. Time and memory are linear in
/// the text.
#[derive(Debug)]
pub struct Normalized {
    text: String,
    changes: Vec<Change>,
}

/// A stretch that differs: where it lies in the normalized text and where in the one that it was made of.
#[derive(Debug)]
struct Change {
    here: Span,
    there: Span,
}

impl Normalized {
    /// Nothing for a text that is normal as it is, as nearly every one is.
    pub fn of(text: &str) -> Option<Self> {
        if text.is_ascii() || !text.contains(SOFT_HYPHEN) && is_nfc_quick(text.chars()) == IsNormalized::Yes {
            return None;
        }
        let mut normalized = Self { text: String::with_capacity(text.len()), changes: Vec::new() };
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let start = text.len() - rest.len();
            rest = &rest[first.len_utf8()..];
            if first == SOFT_HYPHEN {
                normalized.change(start..text.len() - rest.len(), None);
                continue;
            }
            let mut letter = first;
            while let Some((mark, composed)) = rest.chars().next().and_then(|mark| Some((mark, compose(letter, mark)?)))
            {
                letter = composed;
                rest = &rest[mark.len_utf8()..];
            }
            if letter == first {
                normalized.text.push(first);
            } else {
                normalized.change(start..text.len() - rest.len(), Some(letter));
            }
        }
        (!normalized.changes.is_empty()).then_some(normalized)
    }

    /// Puts a letter, or nothing, where other bytes stood.
    fn change(&mut self, there: Range<usize>, letter: Option<char>) {
        let start = self.text.len();
        self.text.extend(letter);
        self.changes.push(Change { here: Span::of(start..self.text.len()), there: Span::of(there) });
    }

    /// The normalized text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where the words of a span stand in the text that was normalized: whole letters, without a soft hyphen at an
    /// edge.
    pub fn original(&self, span: Span) -> Span {
        let end = self.end(span.end);
        let start = if span.is_empty() { end } else { self.start(span.start) };
        Span::new(start, end)
    }

    fn start(&self, offset: u32) -> u32 {
        let behind = self.changes.partition_point(|change| change.here.start <= offset);
        match behind.checked_sub(1).and_then(|at| self.changes.get(at)) {
            None => offset,
            Some(Change { here, there }) if offset < here.end => there.start,
            Some(Change { here, there }) => there.end + (offset - here.end),
        }
    }

    fn end(&self, offset: u32) -> u32 {
        let behind = self.changes.partition_point(|change| change.here.start < offset);
        match behind.checked_sub(1).and_then(|at| self.changes.get(at)) {
            None => offset,
            Some(Change { here, there }) if offset <= here.end => there.end,
            Some(Change { here, there }) => there.end + (offset - here.end),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, word: &str, original: &str) {
        let normalized = Normalized::of(text).unwrap();
        let start = normalized.text().find(word).unwrap();
        assert_eq!(normalized.original(Span::of(start..start + word.len())).of_text(text), original, "{text:?}");
    }

    #[test]
    fn what_is_found_lies_where_it_was_written() {
        check("Rene\u{301} Le\u{301}vy said", "Lévy", "Le\u{301}vy");
        check("Rene\u{301} Le\u{301}vy said", "said", "said");
        check("Klaus Rei\u{ad}ter\u{ad} said", "Reiter", "Rei\u{ad}ter");
        check("Klaus Rei\u{ad}ter\u{ad} said", "said", "said");
        check("\u{ad}Klaus", "Klaus", "Klaus");
        check("in \u{1112}\u{1161}\u{11ab} today", "\u{d55c}", "\u{1112}\u{1161}\u{11ab}");
        check("Ångstro\u{308}m goes on", "on", "on");
        check("e\u{301}\u{301}x", "é\u{301}", "e\u{301}\u{301}");
    }

    #[test]
    fn what_is_normal_is_left_alone() {
        for text in ["", "Rene", "René “Lévy” — ", "👩‍👩‍👧"] {
            assert!(Normalized::of(text).is_none(), "{text:?}");
        }
    }

    #[test]
    fn empty_spans_stay_empty() {
        let normalized = Normalized::of("a\u{ad}b").unwrap();
        assert_eq!(normalized.original(Span::of(1..1)), Span::of(1..1));
        assert_eq!(normalized.original(Span::of(0..2)), Span::of(0..4));
    }
}
