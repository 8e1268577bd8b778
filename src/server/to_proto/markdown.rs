//! A feature's rich text as Markdown, with links to the places.

use super::super::view::View;
use crate::corpus::Place;
use crate::ide::markup::{Inline, Line, Markup};
use crate::text;

/// Renders every line on a line of its own; an empty line parts paragraphs.
pub fn render(view: &View, markup: &Markup) -> String {
    let mut rendered = String::new();
    let mut lines = markup.lines.iter().peekable();
    while let Some(line) = lines.next() {
        let words = render_line(line, |place| link(view, place));
        rendered += &words;
        match lines.peek() {
            None => {}
            // Two spaces keep a line apart from the next without parting the paragraph.
            Some(next) if !words.is_empty() && !next.is_empty() => rendered += "  \n",
            Some(_) => rendered += "\n",
        }
    }
    rendered
}

/// `file:///a/001.txt#L8`, as editors follow it.
fn link(view: &View, place: Place) -> Option<String> {
    let uri = view.uri(place.article)?;
    let line = view.snapshot.analysis(place.article).lines.line_of(place.span.start) + 1;
    Some(format!("{}#L{line}", uri.as_str().replace('(', "%28").replace(')', "%29")))
}

fn render_line(line: &Line, link: impl Fn(Place) -> Option<String>) -> String {
    let mut rendered = String::new();
    for inline in line {
        match inline {
            Inline::Text(text) | Inline::Slice(text) => rendered += &escape(text, Words::Plain),
            Inline::Strong(text) => rendered += &around("**", text),
            Inline::Reported(text) => rendered += &around("*", text),
            Inline::Link { text, place } | Inline::Article { text, place, .. } => match link(*place) {
                // It is made of names of files and outlets, which may be made to be misread.
                Some(target) => {
                    rendered += &format!("[{}]({target})", escape(&text::escaped(text), Words::OfLink));
                }
                None => rendered += &escape(text, Words::Plain),
            },
        }
    }
    escape_start(&rendered)
}

/// Marks around words: they only count when they touch them, so that outer spaces go outside.
fn around(mark: &str, text: &str) -> String {
    let inner = text.trim();
    if inner.is_empty() {
        return text.to_owned();
    }
    let start = &text[..text.len() - text.trim_start().len()];
    let end = &text[text.trim_end().len()..];
    format!("{start}{mark}{}{mark}{end}", escape(inner, Words::Plain))
}

/// Where words stand: those of a link end at the first bracket that closes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Words {
    Plain,
    OfLink,
}

/// Escapes what Markdown would read as markup in the middle of a line, and no more, since some editors show the
/// backslashes. A line end inside is a space.
fn escape(text: &str, words: Words) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(ch) = chars.next() {
        let last = chars.peek().is_none();
        let next = chars.peek().copied().unwrap_or(' ');
        let special = match ch {
            // A single tilde strikes out, too, in some editors; its other half may stand in another piece.
            '\\' | '`' | '*' | '<' | '|' | '~' => true,
            '[' | ']' if words == Words::OfLink => true,
            // No address becomes a link of its own, as editors have it that find them in plain text.
            ':' => next == '/',
            '.' => next.is_alphanumeric() && escaped.to_ascii_lowercase().ends_with("www"),
            // "[Sergei] Lavrov" is only words; what comes behind the text is not known here.
            ']' => last || matches!(next, '(' | '[' | ':'),
            // Inside a word an underscore is only an underscore.
            '_' => !(before.is_alphanumeric() && next.is_alphanumeric()),
            '&' => next.is_ascii_alphanumeric() || next == '#',
            _ => false,
        };
        if special {
            escaped.push('\\');
        }
        escaped.push(if matches!(ch, '\n' | '\r') { ' ' } else { ch });
        before = ch;
    }
    escaped
}

/// Escapes what would make the line a heading, a list, a quotation or a rule. Spaces at its start, which indent, are
/// kept as spaces that Markdown does not count.
fn escape_start(line: &str) -> String {
    let inner = line.trim_start_matches([' ', '\t']);
    let indent = "\u{a0}".repeat(line.len() - inner.len());
    let digits = inner.len() - inner.trim_start_matches(|ch: char| ch.is_ascii_digit()).len();
    let escaped = match inner.as_bytes() {
        [b'#' | b'>' | b'+' | b'-' | b'=', ..] if indent.is_empty() => format!("\\{inner}"),
        [..] if indent.is_empty() && (1..10).contains(&digits) && inner[digits..].starts_with(['.', ')']) => {
            format!("{}\\{}", &inner[..digits], &inner[digits..])
        }
        _ => inner.to_owned(),
    };
    indent + &escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::ArticleId;
    use crate::text::Span;

    fn check(line: Line, expected: &str) {
        assert_eq!(render_line(&line, |place| Some(format!("file:///a#L{}", place.span.start))), expected);
    }

    #[test]
    fn pieces() {
        let place = Place { article: ArticleId(0), span: Span::new(8, 9) };
        check(
            vec![
                Inline::Strong("Josh Earnest ".into()),
                Inline::Text("· person ".into()),
                Inline::Link { text: "001:8".into(), place },
                Inline::Slice(" “an *intense* [call]”".into()),
                Inline::Reported("said so".into()),
            ],
            "**Josh Earnest** · person [001:8](file:///a#L8) “an \\*intense\\* [call]”*said so*",
        );
    }

    #[test]
    fn nothing_of_the_article_becomes_markup() {
        let check = |text: &str, expected| check(vec![Inline::Slice(text.into())], expected);
        check("# one", "\\# one");
        check("- one", "\\- one");
        check("1. one", "1\\. one");
        check("18 April – 1. May", "18 April – 1. May");
        check("a_b _c_ <b> &amp; AT&T ~~x~~ `y`", "a_b \\_c\\_ \\<b> \\&amp; AT\\&T \\~\\~x\\~\\~ \\`y\\`");
        check("a\r\nb", "a  b");
        check("  16  “x”", "\u{a0}\u{a0}16  “x”");
        check("![x](y)", "![x\\](y)");
        check("[Sergei] Lavrov", "[Sergei] Lavrov");
        check("~x~ about ~20", "\\~x\\~ about \\~20");
        check("~ one", "\\~ one");
        check("<https://e.example> [x](command:evil)", "\\<https\\://e.example> [x\\](command:evil)");
        check("www.e.example Mr. Dow. We", "www\\.e.example Mr. Dow. We");
        check("[x]: https://e.example", "[x\\]: https\\://e.example");
    }

    #[test]
    fn the_words_of_a_link_are_no_other_link() {
        let link = |text: &str| {
            let place = Place { article: ArticleId(0), span: Span::new(8, 9) };
            vec![Inline::Link { text: text.into(), place }]
        };
        check(link("[x](https:e.example):8"), "[\\[x\\](https:e.example):8](file:///a#L8)");
        check(link("x](command:evil) [y"), "[x\\](command:evil) \\[y](file:///a#L8)");
        check(link("<https://e.example>"), "[\\<https\\://e.example>](file:///a#L8)");
        check(link("a\u{1b}[2J\u{202e}b"), "[a\\\\u{1b}\\[2J\\\\u{202e}b](file:///a#L8)");
        check(link("a~b~ \\"), "[a\\~b\\~ \\\\](file:///a#L8)");
    }
}
