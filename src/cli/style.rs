//! How text reaches a person: width, colors, wrapping.

use std::borrow::Cow;
use std::io::{self, IsTerminal};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::text::grouped;

/// Columns where nobody can say how many there are.
const WIDTH: usize = 100;
/// Longer lines are hard to read.
const WIDEST: usize = 120;
/// Below this nothing fits.
const NARROWEST: usize = 40;

/// How to print to one output.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    /// Columns.
    pub(super) width: usize,
    colors: bool,
}

/// What a piece of text is, for its color.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    Error,
    Warning,
    Note,
    Strong,
    Faint,
}

impl Style {
    /// Colors on a terminal that does not refuse them (see <https://no-color.org>), and its width.
    pub(super) fn of_stdout() -> Self {
        let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let terminal = io::stdout().is_terminal();
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let size = terminal_size::terminal_size_of(io::stdout()).filter(|_| terminal);
        Self {
            width: size.map_or(WIDTH, |(columns, _)| usize::from(columns.0)).clamp(NARROWEST, WIDEST),
            colors: terminal && !dumb && !is_set("NO_COLOR"),
        }
    }

    /// As for a file.
    #[cfg(test)]
    pub(super) fn plain(width: usize) -> Self {
        Self { width, colors: false }
    }

    /// True when what is painted can be seen.
    pub(super) fn colored(self) -> bool {
        self.colors
    }

    /// With so many columns less.
    pub(super) fn narrower(self, columns: usize) -> Self {
        Self { width: self.width.saturating_sub(columns), ..self }
    }

    /// The text in its color.
    pub(super) fn paint<'a>(&self, ink: Ink, text: &'a str) -> Cow<'a, str> {
        if !self.colors || text.is_empty() {
            return Cow::Borrowed(text);
        }
        let code = match ink {
            Ink::Error => "1;31",
            Ink::Warning => "1;33",
            Ink::Note => "1;36",
            Ink::Strong => "1",
            Ink::Faint => "2",
        };
        Cow::Owned(format!("\u{1b}[{code}m{text}\u{1b}[0m"))
    }

    /// Words on lines of the style's width; `first` before the first line, blanks as wide before the others.
    pub(super) fn wrap(&self, first: &str, text: &str) -> String {
        let indent = first.width();
        let mut out = first.to_owned();
        let mut column = indent;
        for word in text.split_whitespace() {
            let width = word.width();
            if column > indent && column + 1 + width > self.width {
                out.push('\n');
                out.push_str(&" ".repeat(indent));
                column = indent;
            } else if column > indent {
                out.push(' ');
                column += 1;
            }
            out.push_str(word);
            column += width;
        }
        out
    }
}

/// A character as it may be shown: those that would move the cursor or turn the direction of a line are blanks.
pub(super) fn shown(letter: char) -> char {
    match letter {
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' => ' ',
        _ if letter.is_control() => ' ',
        _ => letter,
    }
}

/// Text from an article, safe to show on a terminal.
pub(super) fn safe(text: &str) -> Cow<'_, str> {
    if text.chars().all(|letter| shown(letter) == letter) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(shown).collect())
}

/// Columns of a character.
pub(super) fn columns(letter: char) -> usize {
    shown(letter).width().unwrap_or(0)
}

/// "1 article", "1,234 articles".
pub(super) fn count(number: usize, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {what}{plural}", grouped(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(
            [count(0, "word"), count(1, "word"), count(3128, "word"), count(1_000_000, "word")],
            ["0 words", "1 word", "3,128 words", "1,000,000 words"]
        );
    }

    #[test]
    fn words_wrap_under_the_first() {
        assert_eq!(Style::plain(14).wrap("  = ", "to be or not to be"), "  = to be or\n    not to be");
        assert_eq!(Style::plain(8).wrap("", "incomprehensible a"), "incomprehensible\na");
    }

    #[test]
    fn an_article_cannot_drive_the_terminal() {
        assert_eq!(safe("a\u{1b}[2Jb\tc\u{202e}d"), "a [2Jb c d");
        assert_eq!(safe("“né”"), "“né”");
    }
}
