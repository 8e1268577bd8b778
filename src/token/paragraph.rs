//! Paragraphs: lines with something on them, or the blocks of a file whose lines were wrapped at a width.

use std::ops::Range;

use crate::text::Span;

use super::word::is_space;

/// The spans of the paragraphs of a text, in order, without surrounding white space.
pub(super) fn paragraphs(text: &str) -> Vec<Span> {
    let lines = lines(text);
    match wrap_width(text, &lines) {
        Some(width) => joined(text, &lines, width),
        None => lines.into_iter().filter(|line| !line.is_empty()).collect(),
    }
}

/// The trimmed span of each line; empty for a blank one. Besides the protocol's line ends, the line and paragraph
/// separators of Unicode divide.
fn lines(text: &str) -> Vec<Span> {
    let mut lines = Vec::new();
    let mut start = 0;
    for (at, ch) in text.char_indices() {
        if matches!(ch, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}') {
            let pair = ch == '\n' && text[..at].ends_with('\r');
            if !pair {
                lines.push(trimmed(text, start..at));
            }
            start = at + ch.len_utf8();
        }
    }
    lines.push(trimmed(text, start..text.len()));
    lines
}

fn trimmed(text: &str, range: Range<usize>) -> Span {
    let line = &text[range.clone()];
    let kept = line.trim_end_matches(is_space);
    let start = range.start + (kept.len() - kept.trim_start_matches(is_space).len());
    Span::of(start..(range.start + kept.len()).max(start))
}

/// The width at which a file was wrapped, in characters; `None` for a file of a paragraph a line.
///
/// A wrapped line is one that the first word of the next line would not have fitted on: this must hold for nearly
/// all lines that have one below, and many of those must go on in the middle of a sentence.
fn wrap_width(text: &str, lines: &[Span]) -> Option<usize> {
    let inner: Vec<(&str, &str)> = lines
        .windows(2)
        .filter(|pair| !pair[0].is_empty() && !pair[1].is_empty())
        .map(|pair| (pair[0].of_text(text), pair[1].of_text(text)))
        .collect();
    if inner.len() < 4 {
        return None;
    }
    let mut lengths: Vec<usize> = inner.iter().map(|(line, _)| line.chars().count()).collect();
    lengths.sort_unstable();
    let width = lengths[lengths.len() * 19 / 20];
    if !(40..=120).contains(&width) {
        return None;
    }
    let full = inner.iter().filter(|(line, next)| is_full(line, next, width)).count();
    let carried = inner.iter().filter(|(line, next)| is_full(line, next, width) && goes_on(line, next)).count();
    (full * 5 >= inner.len() * 4 && carried * 5 >= full * 2).then_some(width)
}

/// True when the first word of `next` would not have fitted on `line`.
fn is_full(line: &str, next: &str, width: usize) -> bool {
    let word = next.split(is_space).next().unwrap_or("").chars().count();
    line.chars().count() + 1 + word > width
}

/// True when `next` goes on in the middle of the sentence of `line`.
fn goes_on(line: &str, next: &str) -> bool {
    !line.ends_with(['.', '!', '?', '”', '"', ':']) && next.starts_with(|ch: char| ch.is_lowercase() || ch.is_numeric())
        || line.ends_with([',', '-', ';'])
}

/// Joins each full line with the one below it.
fn joined(text: &str, lines: &[Span], width: usize) -> Vec<Span> {
    let mut paragraphs: Vec<Span> = Vec::new();
    let mut open = false;
    for (at, &line) in lines.iter().enumerate() {
        if line.is_empty() {
            open = false;
            continue;
        }
        match paragraphs.last_mut() {
            Some(last) if open => *last = last.join(line),
            _ => paragraphs.push(line),
        }
        let next = lines.get(at + 1).map_or("", |next| next.of_text(text));
        open = !next.is_empty() && is_full(line.of_text(text), next, width);
    }
    paragraphs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = paragraphs(text).into_iter().map(|span| span.of_text(text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_line_is_a_paragraph_whatever_ends_it() {
        check("\u{feff}One.\r\n\r\n  Two. \rThree.\u{2029}Four.\n\n", &["One.", "Two.", "Three.", "Four."]);
        check("", &[]);
        check(" \n\t\r\n", &[]);
    }

    #[test]
    fn wrapped_lines_are_one_paragraph() {
        let text = "Council Votes to Close Bridge\nBy Ann Lee\n\n\
            The council voted on Monday to close the old bridge over the\n\
            river for at least two years, saying that its pillars could no\n\
            longer bear the weight of the lorries that cross it every day\n\
            of the week. Shopkeepers protested.\n\n\
            Work will begin in the spring and cost a little more than nine\n\
            million dollars, the mayor said after the vote, which was held\n\
            in an empty hall.\n";
        let found = paragraphs(text);
        assert_eq!(found.len(), 4, "{:?}", found.iter().map(|span| span.of_text(text)).collect::<Vec<_>>());
        assert!(found[2].of_text(text).ends_with("Shopkeepers protested."));
    }

    #[test]
    fn sentences_a_line_are_not_wrapped_text() {
        let text = "A judge sent the man to prison for life on Thursday.\nHe was convicted of theft in 2005.\n\
            Nobody else was hurt.\nHis lawyer said that he would appeal against the sentence.\n\
            The court sits again on Monday.\nIt will hear two more cases.\n";
        assert_eq!(paragraphs(text).len(), 6);
    }
}
