//! Quotation marks: which open, which close, which are apostrophes, and what lies between them.

use crate::text::Span;

use super::word::{is_apostrophe, is_space};
use super::{Quotation, Token, TokenKind};

/// How deep quotations are followed into one another; deeper marks are still told apart, but not paired.
const DEEPEST: usize = 8;

/// Double or single: a mark closes only its own family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    Double,
    Single,
}

/// What a mark can be where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mark {
    token: usize,
    family: Family,
    opens: bool,
    closes: bool,
    /// A single mark directly behind a letter, which may be an apostrophe or a plural's possessive.
    behind_word: bool,
}

/// Pairs the marks of one paragraph's `tokens`, sets their kinds and the `quoted` flags, and appends the outermost
/// quotations. `next_opens` tells whether the next paragraph opens with a double and with a single mark.
pub(super) fn pair(text: &str, tokens: &mut [Token], next_opens: (bool, bool), quotations: &mut Vec<Quotation>) {
    let mut marks = marks(text, tokens);
    if marks.is_empty() {
        return;
    }
    alternate(text, tokens, &mut marks);
    let before = quotations.len();
    let mut pairing = Pairing { text, ahead: ahead(&marks), tokens, stack: Vec::new(), quotations, next_opens };
    for (nth, mark) in marks.iter().enumerate() {
        pairing.step(nth, *mark);
    }
    pairing.finish();
    flag(tokens, &quotations[before..]);
}

/// Whether a paragraph that begins at `start` opens with a double and with a single quotation mark.
pub(super) fn opening(text: &str, start: usize) -> (bool, bool) {
    let rest = text.get(start..).unwrap_or("");
    let mark = rest.chars().next();
    let double = matches!(mark, Some('“' | '"' | '„' | '«' | '”')) || rest.starts_with("``");
    (double, !double && matches!(mark, Some('‘' | '\'')))
}

/// The quotation marks among `tokens` with what each can be.
fn marks(text: &str, tokens: &[Token]) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if token.kind == TokenKind::Punctuation
            && let Some(mark) = mark(text, tokens, at)
        {
            marks.push(mark);
        }
    }
    marks
}

/// Straight double marks that come in pairs open and close by turns, wherever a space was put or lost ("so, "he
/// said). An odd number is judged mark by mark.
fn alternate(text: &str, tokens: &[Token], marks: &mut [Mark]) {
    let straight = |mark: &Mark| matches!(tokens[mark.token].span.of_text(text), "\"" | "''" | "＂");
    let doubles = marks.iter().filter(|mark| mark.family == Family::Double);
    let (mut count, mut all) = (0, true);
    for mark in doubles {
        count += 1;
        all &= straight(mark);
    }
    let opens = marks.iter().find(|mark| mark.family == Family::Double).is_some_and(|mark| mark.opens);
    if !all || !opens || count % 2 == 1 {
        return;
    }
    for (nth, mark) in marks.iter_mut().filter(|mark| mark.family == Family::Double).enumerate() {
        (mark.opens, mark.closes) = (nth % 2 == 0, nth % 2 == 1);
    }
}

fn mark(text: &str, tokens: &[Token], at: usize) -> Option<Mark> {
    let span = tokens[at].span;
    let mark = |family, opens, closes| Some(Mark { token: at, family, opens, closes, behind_word: false });
    match span.of_text(text) {
        // A curly mark that faces the wrong way ("so,“ he said") counts as what its place makes it.
        "“" if by_context(text, span) == (false, true) && !by_dash(text, span) => mark(Family::Double, false, true),
        "”" if by_context(text, span) == (true, false) && !by_dash(text, span) => mark(Family::Double, true, false),
        "“" | "„" | "«" | "``" => mark(Family::Double, true, false),
        "”" | "»" => mark(Family::Double, false, true),
        "‘" | "`" | "‹" => mark(Family::Single, true, false),
        "›" => mark(Family::Single, false, true),
        "\"" | "''" | "＂" => {
            let (opens, closes) = by_context(text, span);
            // The last mark of a paragraph opens nothing.
            let last = at + 1 == tokens.len() && at > 0;
            mark(Family::Double, opens && !last, closes || last)
        }
        word if word.chars().all(is_apostrophe) => {
            let (opens, closes) = by_context(text, span);
            let behind_word = text[..span.start as usize].ends_with(char::is_alphanumeric);
            // A curly one never opens; a straight one behind a word is an apostrophe or closes.
            let opens = opens && word == "'" && !behind_word;
            Some(Mark { token: at, family: Family::Single, opens, closes: closes || !opens, behind_word })
        }
        _ => None,
    }
}

/// Whether a straight mark can open and can close, by what stands on either side.
fn by_context(text: &str, span: Span) -> (bool, bool) {
    let before = text[..span.start as usize].chars().next_back();
    let after = text[span.end as usize..].chars().next();
    let free_before = before.is_none_or(|ch| is_space(ch) || "([{—–-“‘\"'/".contains(ch));
    let free_after = after.is_none_or(|ch| is_space(ch) || ".,;:!?)]}—–-”’\"'/…".contains(ch));
    match (free_before, free_after) {
        (true, false) => (true, false),
        (false, true) => (false, true),
        _ => (true, true),
    }
}

/// True when a dash or bracket stands on either side, where a curly mark is better believed than its place.
fn by_dash(text: &str, span: Span) -> bool {
    let side = |ch: char| "—–-/([{".contains(ch);
    text[..span.start as usize].ends_with(side) || text[span.end as usize..].starts_with(side)
}

/// What the rest of the paragraph holds behind a mark.
#[derive(Clone, Copy, Debug, Default)]
struct Ahead {
    double_opens: u32,
    double_closes: u32,
    single_closes: u32,
    /// True when the nearest single mark ahead can close.
    single_close_next: bool,
}

/// For each mark, what comes after it.
fn ahead(marks: &[Mark]) -> Vec<Ahead> {
    let mut ahead = vec![Ahead::default(); marks.len()];
    let mut seen = Ahead::default();
    for (mark, slot) in marks.iter().zip(&mut ahead).rev() {
        *slot = seen;
        match mark.family {
            Family::Double if mark.closes => seen.double_closes += 1,
            Family::Double => seen.double_opens += 1,
            Family::Single => {
                seen.single_close_next = mark.closes;
                seen.single_closes += u32::from(mark.closes);
            }
        }
    }
    ahead
}

struct Pairing<'a> {
    text: &'a str,
    tokens: &'a mut [Token],
    ahead: Vec<Ahead>,
    /// Open marks, outermost first: family and token.
    stack: Vec<(Family, usize)>,
    quotations: &'a mut Vec<Quotation>,
    next_opens: (bool, bool),
}

impl Pairing<'_> {
    fn step(&mut self, nth: usize, mark: Mark) {
        let mut open = self.stack.iter().rposition(|(family, _)| *family == mark.family);
        if mark.family == Family::Single && mark.closes && !mark.opens && !mark.behind_word && open.is_none() {
            // “It is over.’ – a single mark in the place of the double one.
            open = self.stack.len().checked_sub(1).filter(|_| self.ahead[nth].double_closes == 0);
        }
        let closes = mark.closes && (open.is_some() || !mark.opens);
        match (mark.family, closes, open) {
            (Family::Single, true, _) if self.is_apostrophe(nth, mark, open) => {
                self.tokens[mark.token].kind = TokenKind::Word;
            }
            (_, true, Some(depth)) => self.close(mark.token, depth),
            (Family::Double, true, None) if self.is_inches(mark.token) => {}
            (_, true, None) => self.tokens[mark.token].kind = TokenKind::QuoteClose,
            (Family::Single, false, _) if !self.single_opens(nth) => {}
            (_, false, _) => self.open(nth, mark, open),
        }
    }

    fn open(&mut self, nth: usize, mark: Mark, open: Option<usize>) {
        self.tokens[mark.token].kind = TokenKind::QuoteOpen;
        if let Some(depth) = open {
            // A second opening mark of the family: nested when there are marks enough to close both; otherwise
            // the closing mark of the first was forgotten.
            let ahead = self.ahead[nth];
            let doubled = self.stack.iter().filter(|(family, _)| *family == Family::Double).count();
            if mark.family == Family::Double
                && (ahead.double_closes as usize) < ahead.double_opens as usize + doubled + 1
            {
                if depth == 0 {
                    self.record(self.stack[0].1, mark.token.saturating_sub(1), None);
                }
                self.stack.truncate(depth);
            }
        }
        if self.stack.len() < DEEPEST {
            self.stack.push((mark.family, mark.token));
        }
    }

    fn close(&mut self, token: usize, depth: usize) {
        self.tokens[token].kind = TokenKind::QuoteClose;
        if depth == 0 {
            self.record(self.stack[0].1, token, Some(token));
        }
        self.stack.truncate(depth);
    }

    /// A closing single mark that is an apostrophe or the possessive of a plural ("the officials’ plan").
    fn is_apostrophe(&self, nth: usize, mark: Mark, open: Option<usize>) -> bool {
        if !mark.behind_word {
            return false;
        }
        let Some(depth) = open else { return true };
        let innermost = depth + 1 == self.stack.len();
        let span = self.tokens[mark.token].span;
        let plural = self.text[..span.start as usize].ends_with(['s', 'z', 'x', 'S']);
        let goes_on = self.text[span.end as usize..].trim_start_matches(is_space).starts_with(char::is_alphanumeric);
        !innermost || (plural && goes_on && self.ahead[nth].single_close_next)
    }

    /// A single mark opens only where one ahead can close it, or the next paragraph opens with one again.
    fn single_opens(&self, nth: usize) -> bool {
        self.ahead[nth].single_closes > 0 || (self.stack.is_empty() && self.next_opens.1)
    }

    /// `6'2"` and a stray mark behind a number close nothing.
    fn is_inches(&self, token: usize) -> bool {
        token > 0 && self.tokens[token - 1].kind == TokenKind::Number
    }

    /// Records the outermost quotation from the mark `first` to the token `last`.
    fn record(&mut self, first: usize, last: usize, closed: Option<usize>) {
        let (open, end) = (self.tokens[first].span, self.tokens[last.max(first)].span.end);
        let inner_end = closed.map_or(end, |token| self.tokens[token].span.start);
        self.quotations.push(Quotation {
            span: Span::new(open.start, end),
            inner: trim(self.text, Span::new(open.end, inner_end.max(open.end))),
            continues: false,
        });
    }

    /// What is still open ends with the paragraph, and goes on when the next one opens again.
    fn finish(&mut self) {
        let Some(&(family, first)) = self.stack.first() else { return };
        self.record(first, self.tokens.len() - 1, None);
        let again = if family == Family::Double { self.next_opens.0 } else { self.next_opens.1 };
        if let Some(last) = self.quotations.last_mut() {
            last.continues = again;
        }
    }
}

fn trim(text: &str, span: Span) -> Span {
    let inner = span.of_text(text);
    let kept = inner.trim_end_matches(is_space);
    let lead = kept.len() - kept.trim_start_matches(is_space).len();
    let start = span.start as usize;
    Span::of(start + lead..start + kept.len().max(lead))
}

/// Sets the `quoted` flag of the tokens between the marks.
fn flag(tokens: &mut [Token], quotations: &[Quotation]) {
    let mut quotations = quotations.iter().peekable();
    for token in tokens {
        while quotations.next_if(|quotation| quotation.span.end <= token.span.start).is_some() {}
        token.quoted = quotations.peek().is_some_and(|quotation| quotation.inner.covers(token.span));
    }
}
