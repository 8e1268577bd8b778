//! Words of an article with those marked that another version does not have, on lines of a width.

use unicode_width::UnicodeWidthStr;

use super::style::{Ink, Style, safe};
use crate::corpus::{Place, Snapshot};
use crate::text::Span;

/// Words before the first marked one that stay when the beginning is left out.
const LEAD: usize = 6;

/// A word as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// With brackets where no color shows the mark.
    pub(super) text: String,
    marked: bool,
}

impl Word {
    /// A word that is not marked.
    pub(super) fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), marked: false }
    }
}

/// The words at a place; those that `marks` touch are marked.
pub(super) fn words(snapshot: &Snapshot, style: &Style, place: Place, marks: &[Span]) -> Vec<Word> {
    let mut words = Vec::new();
    let mut at = 0;
    for piece in snapshot.slice(place).split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        let start = place.span.start as usize + at;
        let span = Span::of(start..start + word.len());
        at += piece.len();
        if word.is_empty() {
            continue;
        }
        let mark = marks.iter().find(|mark| mark.overlaps(span));
        let mut text = safe(word).into_owned();
        if let Some(mark) = mark.filter(|_| !style.colored()) {
            if mark.start >= span.start {
                text.insert(0, '[');
            }
            if mark.end <= span.end {
                text.push(']');
            }
        }
        words.push(Word { text, marked: mark.is_some() });
    }
    words
}

/// Leaves out what stands far before the first marked word.
pub(super) fn from_first_mark(words: Vec<Word>) -> Vec<Word> {
    let first = words.iter().position(|word| word.marked).unwrap_or(0);
    let start = first.saturating_sub(LEAD);
    if start == 0 {
        return words;
    }
    std::iter::once(Word::plain("…")).chain(words.into_iter().skip(start)).collect()
}

/// Columns of a line.
pub(super) fn columns(line: &[Word]) -> usize {
    line.iter().map(|word| word.text.width()).sum::<usize>() + line.len().saturating_sub(1)
}

/// A line, its marked words in color where that shows.
pub(super) fn render(style: &Style, line: &[Word]) -> String {
    let word = |word: &Word| match word.marked {
        true => style.paint(Ink::Warning, &word.text).into_owned(),
        false => word.text.clone(),
    };
    line.iter().map(word).collect::<Vec<_>>().join(" ")
}

/// Words on lines of a width; of what needs more than `most` lines the rest is "…".
pub(super) fn lines(words: Vec<Word>, width: usize, most: usize) -> Vec<Vec<Word>> {
    let mut found: Vec<Vec<Word>> = vec![Vec::new()];
    let mut taken = 0;
    for word in words {
        let needed = word.text.width();
        if taken > 0 && taken + 1 + needed > width {
            if found.len() >= most {
                let last = found.last_mut().filter(|line| !line.is_empty());
                if let Some(line) = last {
                    if columns(line) + 2 > width {
                        line.pop();
                    }
                    line.push(Word::plain("…"));
                }
                break;
            }
            found.push(Vec::new());
            taken = 0;
        }
        taken += needed + usize::from(taken > 0);
        if let Some(line) = found.last_mut() {
            line.push(word);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<Word> {
        text.split(' ').map(Word::plain).collect()
    }

    fn shown(found: &[Vec<Word>]) -> Vec<String> {
        let line = |line: &Vec<Word>| line.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        found.iter().map(line).collect()
    }

    #[test]
    fn words_fill_lines() {
        assert_eq!(shown(&lines(words("to be or not to be"), 9, 3)), ["to be or", "not to be"]);
        assert_eq!(shown(&lines(words("incomprehensible a"), 4, 3)), ["incomprehensible", "a"]);
    }

    #[test]
    fn what_is_long_is_cut() {
        let long = words("word ".repeat(100).trim_end());
        let found = shown(&lines(long, 14, 6));
        assert_eq!(found.len(), 6);
        assert_eq!(found.last().map(String::as_str), Some("word word …"));
    }
}
