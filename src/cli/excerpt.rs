//! The line of a span, cropped to a window with the span underlined in the middle of it.
//!
//! Paragraphs of news stand on one line of several hundred characters, which is why the window matters more than
//! anything else that a renderer of diagnostics does. annotate-snippets and miette print the place below the message
//! and crop, if at all, from the ends of the terminal, so this is done here, in one pass over the characters.

use unicode_segmentation::UnicodeSegmentation;

use super::style::{self, Ink, Style};
use crate::text::Span;

/// A window on a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// What is shown, ellipses included.
    text: String,
    /// Columns before the underline.
    before: usize,
    /// Columns of the underline.
    under: usize,
}

impl Excerpt {
    /// The part of `line` around `span`, both as bytes of the same text, at most `width` columns wide. A span that
    /// is wider than the window, or goes on beyond the line, is underlined as far as it shows.
    pub(super) fn new(text: &str, line: Span, span: Span, width: usize) -> Self {
        let start = span.start.clamp(line.start, line.end);
        let end = span.end.clamp(start, line.end);
        let graphemes = |from, to| Span::new(from, to).of_text(text).graphemes(true);
        let (before, after) = (graphemes(line.start, start).rev(), graphemes(end, line.end));
        let under = Side::new(graphemes(start, end), width);
        let room = width.saturating_sub(under.columns);
        // Half the room to each side; what one side does not need is the other's.
        let spare = room.saturating_sub(Side::whole(after.clone(), room).columns);
        let mut before = Side::new(before, (room / 2).max(spare));
        before.kept.reverse();
        let after = if under.cut { Side::default() } else { Side::new(after, room - before.columns) };
        let text = format!(
            "{}{}{}{}{}",
            if before.cut { "… " } else { "" },
            before.text(),
            under.text(),
            after.text(),
            if under.cut || after.cut { " …" } else { "" }
        );
        // An underline of nothing would not show where.
        Self { text, before: before.columns, under: under.kept_columns().max(1) }
    }

    /// The text line and the underline, each behind `gutter`, with a note behind the underline.
    pub(super) fn render(&self, style: &Style, ink: Ink, gutter: &str) -> String {
        let gutter = style.paint(Ink::Faint, gutter);
        let under = "^".repeat(self.under);
        let blanks = " ".repeat(self.before);
        format!("{gutter}{}\n{gutter}{blanks}{}\n", self.text.trim_end(), style.paint(ink, &under))
    }

    /// The text alone.
    pub(super) fn text(&self) -> &str {
        self.text.trim()
    }
}

/// The nearest part of what stands on one side of a place.
#[derive(Debug, Default)]
struct Side<'a> {
    /// From the place outward.
    kept: Vec<&'a str>,
    /// Columns, the mark of a cut included.
    columns: usize,
    /// Whether something is left out.
    cut: bool,
}

impl<'a> Side<'a> {
    /// Columns of the mark of a cut, with its blank.
    const MARK: usize = 2;

    /// What fits in so many columns, ending with a whole word.
    fn new(graphemes: impl Iterator<Item = &'a str> + Clone, columns: usize) -> Self {
        let whole = Self::whole(graphemes.clone(), columns);
        if !whole.cut {
            return whole;
        }
        if columns < Self::MARK {
            return Self::default();
        }
        let mut side = Self::whole(graphemes.clone(), columns - Self::MARK);
        let blank = |grapheme: &&str| grapheme.chars().all(char::is_whitespace);
        let ends_a_word = graphemes.clone().nth(side.kept.len()).is_none_or(|next| blank(&next));
        while !ends_a_word && side.kept.last().is_some_and(|last| !blank(last)) {
            side.kept.pop();
        }
        while side.kept.len() > 1 && side.kept.last().is_some_and(blank) {
            side.kept.pop();
        }
        side.columns = side.kept_columns() + Self::MARK;
        side
    }

    /// What fits in so many columns, wherever that ends.
    fn whole(graphemes: impl Iterator<Item = &'a str>, columns: usize) -> Self {
        let mut side = Self::default();
        for grapheme in graphemes {
            let next = side.columns + width(grapheme);
            if next > columns {
                side.cut = true;
                break;
            }
            side.columns = next;
            side.kept.push(grapheme);
        }
        side
    }

    fn kept_columns(&self) -> usize {
        self.kept.iter().map(|grapheme| width(grapheme)).sum()
    }

    fn text(&self) -> String {
        self.kept.iter().flat_map(|grapheme| grapheme.chars()).map(style::shown).collect()
    }
}

fn width(grapheme: &str) -> usize {
    grapheme.chars().map(style::columns).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `marked` has the span between `[` and `]`.
    #[track_caller]
    fn check(marked: &str, width: usize, expected: &str) {
        let start = marked.find('[').unwrap();
        let end = marked.find(']').unwrap() - 1;
        let text = marked.replace(['[', ']'], "");
        let excerpt = Excerpt::new(&text, Span::of(0..text.len()), Span::of(start..end), width);
        let shown = excerpt.render(&Style::plain(width), Ink::Warning, "|");
        assert_eq!(shown, expected, "\n{shown}");
        assert!(self::width(excerpt.text()) <= width);
    }

    #[test]
    fn a_short_line_is_shown_whole() {
        check("He [reportedly] left.", 40, "|He reportedly left.\n|   ^^^^^^^^^^\n");
    }

    #[test]
    fn a_long_line_shows_both_sides_of_the_span() {
        check(
            "one two three four five six [seven] eight nine ten eleven twelve",
            30,
            "|… five six seven eight nine …\n|           ^^^^^\n",
        );
    }

    #[test]
    fn room_that_one_side_does_not_need_is_the_others() {
        check("[One] two three four five six seven", 20, "|One two three four …\n|^^^\n");
        check("one two three four five six [seven]", 20, "|… five six seven\n|           ^^^^^\n");
    }

    #[test]
    fn a_span_wider_than_the_window_is_cut() {
        check("one [two three four five six seven] eight", 16, "|two three four …\n|^^^^^^^^^^^^^^\n");
    }

    #[test]
    fn wide_characters_take_two_columns() {
        check("新聞 [記者] said", 40, "|新聞 記者 said\n|     ^^^^\n");
        check("e\u{301}e\u{301} [x]", 40, "|e\u{301}e\u{301} x\n|   ^\n");
    }

    #[test]
    fn an_empty_span_still_shows_where() {
        check("a[]b", 40, "|ab\n| ^\n");
        check("[]", 40, "|\n|^\n");
    }
}
