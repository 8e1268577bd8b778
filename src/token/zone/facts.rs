//! What can be told of a paragraph by itself: its size, its marks, its dates and the phrases in it.

use crate::lexicon::layout::PagePart;
use crate::lexicon::{Language, List};
use crate::text::Span;
use crate::token::head::Line;
use crate::token::{Structure, Token, TokenKind, ZoneKind};

/// Paragraphs of more words are never told by a phrase alone.
pub(super) const LONGEST_PHRASED: usize = 60;
/// A teaser has at most so many.
pub(super) const LONGEST_TEASER: usize = 22;

/// What can be told of a paragraph without its neighbours.
pub(super) struct Facts {
    /// How many words.
    pub words: usize,
    pub sentences: u32,
    /// Ends as a sentence does, closing marks aside.
    pub stop: bool,
    /// Ends with a mark that announces more (":", ",", "—").
    pub open: bool,
    /// Opens with a quotation mark.
    pub quoted: bool,
    /// A quotation with who says it: “It is over,” said the mayor.
    pub spoken: bool,
    /// Opens with a bullet or a dash.
    pub marked: bool,
    /// Has a colon inside.
    pub colon: bool,
    /// Of its longer words, how many in a hundred have a capital.
    pub capitals: usize,
    /// Has an article ("the", "a"), as headlines seldom do.
    pub articles: bool,
    /// A blank line stands below.
    pub blank_below: bool,
    pub part: Option<PagePart>,
    pub byline: bool,
    pub address: bool,
    /// The date of a date line.
    pub date: Option<Span>,
    /// True for a line of an hour or a part of a date ("Updated 9:06 AM").
    pub hour: bool,
    /// True for a date line that says it tells of publication.
    pub posted: bool,
    /// The outlet on a date line.
    pub outlet: Option<Span>,
    /// The whole date anywhere in a short line, or in the dateline.
    pub any_date: Option<Span>,
    /// The dateline at its start.
    pub dateline: Option<Span>,
}

impl Facts {
    pub(super) fn of(text: &str, lexicon: &Language, structure: &Structure, nth: usize) -> Self {
        let paragraph = &structure.paragraphs[nth];
        let tokens = &structure.tokens[paragraph.first_token as usize..paragraph.end_token as usize];
        let line = Line { text, tokens, lexicon };
        let span = |range: std::ops::Range<usize>| tokens[range.start].span.join(tokens[range.end - 1].span);
        let words = tokens.iter().filter(|token| matches!(token.kind, TokenKind::Word | TokenKind::Number)).count();
        let last = tokens
            .iter()
            .rev()
            .find(|token| token.kind != TokenKind::QuoteClose && !matches!(token.span.of_text(text), ")" | "]"));
        let last = last.map_or("", |token| token.span.of_text(text));
        let date_tokens = line.date_line();
        let date = date_tokens.clone().map(span);
        let stop = last.ends_with(['.', '!', '?', '…']);
        let dateline = line.dateline().filter(|_| stop || words >= 30);
        let dateline_date = || dateline.and_then(|count| Line { tokens: &tokens[..count], ..line }.date());
        let below = structure.paragraphs.get(nth + 1).map(|next| Span::new(paragraph.span.end, next.span.start));
        Self {
            words,
            sentences: paragraph.end_sentence.behind(paragraph.first_sentence),
            stop,
            open: matches!(last, ":" | "," | ";" | "—" | "–" | "-"),
            quoted: tokens[0].kind == TokenKind::QuoteOpen,
            spoken: stop && is_spoken(line),
            marked: matches!(line.word(0), "•" | "*" | "<" | "-" | "–" | "—" | "·" | "@" | "#"),
            colon: tokens.iter().skip(1).any(|token| token.span.of_text(text) == ":"),
            capitals: capitals(text, tokens),
            articles: (0..tokens.len().min(LONGEST_PHRASED))
                .any(|at| lexicon.lists.is_also_capital(List::Article, line.word(at))),
            blank_below: below.is_none_or(|gap| {
                gap.of_text(text).matches(['\n', '\r']).count() >= 2 + usize::from(gap.of_text(text).contains("\r\n"))
            }),
            part: (words <= LONGEST_PHRASED && paragraph.span.len() < 800)
                .then(|| lexicon.layout.page_part(&plain(paragraph.span.of_text(text))))
                .flatten(),
            byline: line.is_byline(),
            address: words <= 2 && line.word(0).starts_with("http"),
            date,
            hour: line.is_hour_line(),
            posted: date.is_some() && (0..tokens.len()).any(|at| lexicon.time.is_in("posted", line.word(at))),
            outlet: date_tokens.clone().and_then(|date| line.outlet_beside(&date)).map(span),
            any_date: (words <= 16).then(|| line.date()).flatten().or_else(dateline_date).map(span),
            dateline: dateline.map(|count| span(0..count)),
        }
    }

    /// What it is by itself, wherever it stands in the head.
    pub(super) fn furniture(&self) -> Option<ZoneKind> {
        match self.part {
            _ if self.address => Some(ZoneKind::Boilerplate),
            _ if self.byline => Some(ZoneKind::Byline),
            _ if self.date.is_some() || self.hour => Some(ZoneKind::DatelineDate),
            Some(PagePart::Aside | PagePart::Footer) if self.words <= 40 => Some(ZoneKind::Boilerplate),
            Some(PagePart::Note) => Some(ZoneKind::Boilerplate),
            Some(PagePart::Related) if self.words <= LONGEST_TEASER => Some(ZoneKind::Related),
            Some(PagePart::Caption) => Some(ZoneKind::Caption),
            Some(PagePart::Byline) => Some(ZoneKind::Byline),
            _ => None,
        }
    }

    /// Reads as running text.
    pub(super) fn is_prose(&self) -> bool {
        self.spoken || self.words >= 30 || (self.stop && (self.words >= 12 || (self.sentences > 1 && self.words >= 8)))
    }
}

/// True for a line that a quotation opens, with a verb of saying behind it.
fn is_spoken(line: Line<'_>) -> bool {
    let tokens = line.tokens.get(..LONGEST_PHRASED).unwrap_or(line.tokens);
    let opens = tokens.first().is_some_and(|token| token.kind == TokenKind::QuoteOpen);
    let close = tokens.iter().rposition(|token| token.kind == TokenKind::QuoteClose);
    let behind = close.filter(|_| opens && tokens.len() == line.tokens.len()).map_or(tokens.len(), |at| at + 1);
    let verb = |at: usize| !line.lexicon.attribution.verb_forms(line.word(at)).is_empty();
    (behind..tokens.len()).any(verb)
}

/// A paragraph as the phrases are written: small letters, straight apostrophes, single spaces.
fn plain(paragraph: &str) -> String {
    paragraph.replace(['’', '‘'], "'").replace(['\u{a0}', '\n', '\r'], " ").to_lowercase()
}

fn capitals(text: &str, tokens: &[Token]) -> usize {
    let long = tokens.iter().filter(|token| token.kind == TokenKind::Word).map(|token| token.span.of_text(text));
    let long: Vec<&str> = long.filter(|word| word.chars().count() > 3).collect();
    let capital = long.iter().filter(|word| word.starts_with(char::is_uppercase)).count();
    (capital * 100).checked_div(long.len()).unwrap_or(0)
}
