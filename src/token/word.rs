//! Tokens of one paragraph: words, numbers and marks. Quotation marks are told apart in [`super::quote`].

use crate::lexicon::layout::Abbreviation;
use crate::lexicon::{Language, List};
use crate::text::Span;

use super::{Token, TokenKind};

/// Appends the tokens of `span` to `tokens`, in one pass. Quotation marks and apostrophes that are not inside a
/// word come as [`TokenKind::Punctuation`].
pub(super) fn tokenize(text: &str, span: Span, lexicon: &Language, tokens: &mut Vec<Token>) {
    let mut scanner = Scanner { text: &text[..span.end as usize], at: span.start as usize, lexicon, tokens };
    while let Some(ch) = scanner.peek() {
        if is_space(ch) {
            scanner.at += ch.len_utf8();
        } else if !scanner.address() && !scanner.word(ch) {
            scanner.mark(ch);
        }
    }
}

/// A part of an address that is longer is not looked at.
const LONGEST_HOST: usize = 64;

/// White space, controls and invisible characters, none of which is a token.
pub(super) fn is_space(ch: char) -> bool {
    ch.is_whitespace()
        || ch.is_control()
        || matches!(ch, '\u{feff}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{202a}'..='\u{202e}')
}

/// True for the apostrophes that news writes, straight or curly.
pub(super) fn is_apostrophe(ch: char) -> bool {
    matches!(ch, '\'' | '’' | 'ʼ')
}

/// Letters, digits, and what modifies them without being a word of its own.
fn is_word_char(ch: char) -> bool {
    ch.is_alphanumeric() || is_joined(ch)
}

/// Combining marks, joiners and soft hyphens: they never begin a token of their own inside a word.
fn is_joined(ch: char) -> bool {
    matches!(ch, '\u{0300}'..='\u{036f}' | '\u{00ad}' | '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{20d0}'..='\u{20ff}')
}

struct Scanner<'a, 't> {
    /// The text up to the end of the paragraph.
    text: &'a str,
    at: usize,
    lexicon: &'a Language,
    tokens: &'t mut Vec<Token>,
}

impl Scanner<'_, '_> {
    fn peek(&self) -> Option<char> {
        self.char_at(self.at)
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    fn push(&mut self, end: usize, kind: TokenKind) {
        self.tokens.push(Token { span: Span::of(self.at..end), kind, quoted: false });
        self.at = end;
    }

    /// An address of the web or of electronic mail is one word, up to white space, without the marks behind it.
    fn address(&mut self) -> bool {
        let rest = &self.text[self.at..];
        let scheme = ["http://", "https://", "www."]
            .iter()
            .any(|scheme| rest.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
        if !scheme && !self.is_mail_or_path(rest) {
            return false;
        }
        let length = rest.find(|ch: char| is_space(ch) || "\"”’<>()[]".contains(ch)).unwrap_or(rest.len());
        let address = rest[..length].trim_end_matches(['.', ',', ';', ':', '!', '?']);
        self.push(self.at + address.len(), TokenKind::Word);
        true
    }

    /// "anna.lind@example.org", "example.org/news/monday.html".
    fn is_mail_or_path(&self, rest: &str) -> bool {
        let part = |text: &str| {
            let inside = |at: &usize| {
                matches!(text.as_bytes()[*at], b'.' | b'-' | b'_' | b'+' | b'%')
                    || text.as_bytes()[*at].is_ascii_alphanumeric()
            };
            (0..text.len().min(LONGEST_HOST)).take_while(inside).count()
        };
        let name = part(rest);
        let Some(mark) = rest.as_bytes().get(name).filter(|_| rest.starts_with(|ch: char| ch.is_ascii_alphanumeric()))
        else {
            return false;
        };
        match mark {
            b'@' => {
                let host = &rest[name + 1..];
                let host = host[..part(host)].trim_end_matches(['.', '-']);
                host.contains('.') && host.starts_with(|ch: char| ch.is_ascii_alphanumeric())
            }
            b'/' => rest[..name]
                .rsplit_once('.')
                .is_some_and(|(host, domain)| !host.is_empty() && self.lexicon.lists.is(List::TopLevelDomain, domain)),
            _ => false,
        }
    }

    /// A word or number with what belongs to it; false when none starts here.
    fn word(&mut self, first: char) -> bool {
        let leading = if is_apostrophe(first) { self.elision(first) } else { 0 };
        if leading == 0 && !first.is_alphanumeric() {
            return false;
        }
        let start = self.at;
        let mut end = self.run(start + leading);
        while let Some(next) = self.join(start, end) {
            end = next;
        }
        end = self.stop(start, end);
        let letters = self.text[start..end].chars().any(char::is_alphabetic);
        if letters {
            self.compound(end);
            self.possessive();
        } else {
            self.push(end, TokenKind::Number);
        }
        true
    }

    /// Length of an apostrophe that begins a word ("’em", "’90s"), or 0.
    fn elision(&self, apostrophe: char) -> usize {
        let size = apostrophe.len_utf8();
        let before = self.text[..self.at].chars().next_back();
        let rest = &self.text[self.at + size..];
        let word = &rest[..rest.find(|ch: char| !is_word_char(ch)).unwrap_or(rest.len())];
        let decade = word.len() == 3 && word.ends_with('s') && word.as_bytes()[..2].iter().all(u8::is_ascii_digit);
        let year = apostrophe == '’' && word.len() == 2 && word.bytes().all(|b| b.is_ascii_digit());
        let elided = decade || year || self.lexicon.layout.is_elision(word);
        if elided && !before.is_some_and(is_word_char) { size } else { 0 }
    }

    /// The end of the letters and digits from `at`.
    fn run(&self, at: usize) -> usize {
        self.text[at..].find(|ch: char| !is_word_char(ch)).map_or(self.text.len(), |length| at + length)
    }

    /// The end of the next part of the word `start..end` when the mark at `end` joins it on.
    fn join(&self, start: usize, end: usize) -> Option<usize> {
        let mark = self.char_at(end)?;
        let next_at = end + mark.len_utf8();
        let next = self.char_at(next_at)?;
        let before = self.text[start..end].chars().next_back()?;
        let digits = before.is_ascii_digit() && next.is_ascii_digit();
        let part = || &self.text[next_at..self.run(next_at)];
        let joins = match mark {
            '-' | '\u{2010}' | '\u{2011}' => is_word_char(next) && before != '.',
            ',' | ':' => digits,
            '/' => digits && end - start < 9,
            '.' if digits => true,
            // "U.S." and "Ph.D.", "amazon.com": but not "end.The", where a space was lost.
            '.' => {
                let letter = next.is_alphabetic() && self.run(next_at) == next_at + next.len_utf8();
                letter && is_initial(before, &self.text[start..end]) || self.is_domain(before, next_at)
            }
            '&' => before.is_uppercase() && next.is_uppercase(),
            _ if is_apostrophe(mark) => next.is_alphabetic() && !part().eq_ignore_ascii_case("s"),
            _ => false,
        };
        joins.then(|| self.run(next_at))
    }

    /// True when what starts at `at` behind a full stop is the end of a domain name.
    fn is_domain(&self, before: char, at: usize) -> bool {
        let part = &self.text[at..self.run(at)];
        before.is_alphanumeric() && self.lexicon.lists.is(List::TopLevelDomain, part)
    }

    /// Takes in the full stop of an abbreviation that ends at `end`, with a hyphenated rest ("U.S.-backed").
    fn stop(&self, start: usize, end: usize) -> usize {
        if self.char_at(end) != Some('.') || !self.is_abbreviation(&self.text[start..end], end + 1) {
            return end;
        }
        let mut stopped = end + 1;
        if self.char_at(stopped) == Some('-') && self.char_at(stopped + 1).is_some_and(char::is_alphabetic) {
            stopped = self.run(stopped + 1);
            while let Some(next) = self.join(start, stopped) {
                stopped = next;
            }
        }
        stopped
    }

    /// True when the stop behind `word`, which ends before `after`, is part of it.
    fn is_abbreviation(&self, word: &str, after: usize) -> bool {
        let last = word.rsplit(['-', '.']).next().unwrap_or(word);
        if last.chars().count() == 1 && last.chars().all(char::is_alphabetic) {
            // A single letter: an initial ("F."), or the end of "U.S."; "5 a.m." has a small one.
            return word.contains('.') || last.chars().all(char::is_uppercase);
        }
        let rest = &self.text[after..];
        match self.lexicon.layout.abbreviation(word).or_else(|| self.lexicon.layout.abbreviation(last)) {
            None => false,
            Some(Abbreviation::Title | Abbreviation::May) => true,
            Some(Abbreviation::BeforeNumber) => rest.trim_start().starts_with(|ch: char| ch.is_ascii_digit()),
            Some(Abbreviation::BeforeComma) => {
                rest.starts_with([',', ')', '-', ']', ';']) || rest.trim_start_matches(' ').starts_with(['—', '–', '-'])
            }
        }
    }

    /// Pushes a word, divided at the hyphen that ties a name to another word ("pro-Russian", "U.S.-friendly").
    fn compound(&mut self, end: usize) {
        let word = &self.text[self.at..end];
        if let Some((head, tail)) = word.split_once('-')
            && !tail.contains('-')
            && self.divides(head, tail)
        {
            let hyphen = self.at + head.len();
            self.push(hyphen, TokenKind::Word);
            self.push(hyphen + 1, TokenKind::Punctuation);
            let kind = if tail.bytes().all(|b| b.is_ascii_digit()) { TokenKind::Number } else { TokenKind::Word };
            self.push(end, kind);
            return;
        }
        self.push(end, TokenKind::Word);
    }

    fn divides(&self, head: &str, tail: &str) -> bool {
        let layout = &self.lexicon.layout;
        let capital = |part: &str| part.chars().next().is_some_and(char::is_uppercase);
        if layout.is_prefix(head) && (capital(tail) || tail.starts_with(|ch: char| ch.is_ascii_digit())) {
            return true;
        }
        capital(head) && !capital(tail) && layout.is_suffix(tail) && !layout.is_opener(head)
    }

    /// Pushes the possessive behind a word, if one is there: "’s" with nothing behind it.
    fn possessive(&mut self) {
        let Some(mark) = self.peek().filter(|&ch| is_apostrophe(ch)) else { return };
        let letter = self.at + mark.len_utf8();
        if matches!(self.char_at(letter), Some('s' | 'S')) && !self.char_at(letter + 1).is_some_and(is_word_char) {
            self.push(letter + 1, TokenKind::Word);
        }
    }

    /// A mark: runs of full stops and of hyphens, and the doubled quotation marks of typesetters, are one.
    fn mark(&mut self, ch: char) {
        let rest = &self.text[self.at..];
        let size = match ch {
            '.' | '-' => rest.find(|next| next != ch).unwrap_or(rest.len()),
            '`' | '\'' if rest[1..].starts_with(ch) => 2,
            _ => {
                let joined: usize =
                    rest[ch.len_utf8()..].chars().take_while(|&c| is_joined(c)).map(char::len_utf8).sum();
                ch.len_utf8() + joined
            }
        };
        self.push(self.at + size, TokenKind::Punctuation);
    }
}

/// True when `word` so far is a letter or letters each with a stop ("U", "U.S"), so that a stop joins more on; or
/// the first part of "Ph.D".
fn is_initial(before: char, word: &str) -> bool {
    let last = word.rsplit(['.', '-']).next().unwrap_or(word);
    before.is_alphabetic() && (last.chars().count() == 1 || word == "Ph")
}
