//! Sentences of one paragraph, from its tokens.

use crate::lexicon::Language;
use crate::lexicon::layout::Abbreviation;

use super::{Token, TokenKind};

/// How many words ahead a verb of asking may stand that carries a sentence on ("“Why?” President Obama asked").
const ASKING_REACH: usize = 5;

/// The sentences of a paragraph as ranges of its `tokens`: they cover them all, in order, and none is empty.
pub(super) fn sentences(text: &str, tokens: &[Token], lexicon: &Language) -> Vec<std::ops::Range<usize>> {
    let splitter = Splitter { text, tokens, lexicon };
    let mut found = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < tokens.len() {
        let end = splitter.closed(at + 1);
        if splitter.ends(start, at, end) {
            found.push(start..end);
            start = end;
        }
        at = end;
    }
    if start < tokens.len() {
        found.push(start..tokens.len());
    }
    found
}

struct Splitter<'a> {
    text: &'a str,
    tokens: &'a [Token],
    lexicon: &'a Language,
}

impl<'a> Splitter<'a> {
    fn word(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| token.span.of_text(self.text))
    }

    fn kind(&self, at: usize) -> Option<TokenKind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    /// One past the closing quotation marks, brackets and further marks from `at` that belong to a sentence that
    /// ends before them.
    fn closed(&self, mut at: usize) -> usize {
        if at == 0 || !self.may_end(at - 1) {
            return at;
        }
        while self.kind(at) == Some(TokenKind::QuoteClose)
            || matches!(self.word(at), ")" | "]" | "}" | "!" | "?")
            || (self.kind(at) == Some(TokenKind::Punctuation) && self.word(at).starts_with('.'))
        {
            at += 1;
        }
        at
    }

    /// True for a token that can be the last of a sentence, closing marks aside.
    fn may_end(&self, at: usize) -> bool {
        let word = self.word(at);
        match self.kind(at) {
            Some(TokenKind::Word) => word.ends_with('.'),
            Some(TokenKind::Punctuation) => matches!(word, "!" | "?" | "…") || word.starts_with('.'),
            _ => false,
        }
    }

    /// True when the sentence that began at `start` ends with the token `at` and the closing marks up to `end`.
    fn ends(&self, start: usize, at: usize, end: usize) -> bool {
        if !self.may_end(at) {
            return false;
        }
        if end >= self.tokens.len() {
            return true;
        }
        let word = self.word(at);
        if self.kind(at) == Some(TokenKind::Word) {
            return self.abbreviation_ends(at, end);
        }
        if word == "." && at == start + 1 && self.kind(start) == Some(TokenKind::Number) {
            return false; // "1. First": the number of a list.
        }
        let quoted = (at + 1..end).any(|token| self.kind(token) == Some(TokenKind::QuoteClose));
        match word {
            "!" | "?" => self.opens_sentence(end) && !(quoted && self.asks(end)) && !self.is_in_name(at, end),
            "." => self.opens_sentence(end),
            // An ellipsis more often leaves words out than ends.
            _ => {
                self.opens_sentence(end)
                    && (quoted || self.is_opener(end) || word.len() > 3 && word.starts_with("...."))
            }
        }
    }

    /// An abbreviation ends a sentence only when the next word opens one.
    fn abbreviation_ends(&self, at: usize, end: usize) -> bool {
        let word = self.word(at).trim_end_matches('.');
        let last = word.rsplit(['-', '.']).next().unwrap_or(word);
        let layout = &self.lexicon.layout;
        let kind = layout.abbreviation(word).or_else(|| layout.abbreviation(last));
        if matches!(kind, Some(Abbreviation::Title | Abbreviation::BeforeNumber)) {
            return false;
        }
        let closed = end > at + 1;
        let initial = !word.contains('.') && word.chars().count() == 1;
        if initial && word != "I" && !closed {
            // "Plan B. The mayor" against "John F. Kennedy".
            let name = at == 0 || self.word(at - 1).starts_with(char::is_uppercase);
            return self.is_opener(end) && !name;
        }
        self.is_opener(end) || (closed && self.opens_sentence(end))
    }

    /// The first word at or behind `at`, past opening marks.
    fn next_word(&self, mut at: usize) -> usize {
        let limit = at + 4;
        while at < limit
            && (self.kind(at) == Some(TokenKind::QuoteOpen) || matches!(self.word(at), "(" | "[" | "—" | "–" | "--"))
        {
            at += 1;
        }
        at
    }

    /// True when what stands at `at` can begin a sentence: no small letter, no comma.
    fn opens_sentence(&self, at: usize) -> bool {
        let next = self.next_word(at);
        match self.kind(next) {
            None => true,
            Some(TokenKind::Number | TokenKind::QuoteOpen) => true,
            Some(TokenKind::Word) => {
                let word = self.word(next);
                // "iPhone", "al-Nusra": a small letter with a capital behind it.
                !word.starts_with(char::is_lowercase) || word.chars().any(char::is_uppercase)
            }
            Some(TokenKind::Punctuation) => {
                !matches!(self.word(next), "," | ";" | ":" | "." | ")" | "]" | "—" | "–" | "--" | "-")
            }
            Some(TokenKind::QuoteClose) => false,
        }
    }

    /// True when the next word is one that opens sentences ("The"), or a quotation opens with a capital.
    fn is_opener(&self, at: usize) -> bool {
        let next = self.next_word(at);
        let word = self.word(next);
        let capital = word.starts_with(char::is_uppercase);
        let opened = self.kind(at) == Some(TokenKind::QuoteOpen);
        capital && (opened || self.lexicon.layout.is_opener(word))
    }

    /// True when capitalised words and then a verb of asking follow: “Why?” President Obama asked.
    fn asks(&self, at: usize) -> bool {
        (at..at + ASKING_REACH)
            .take_while(|&token| self.kind(token) == Some(TokenKind::Word))
            .any(|token| self.lexicon.layout.is_asking_verb(self.word(token)))
    }

    /// "Yahoo! Finance", "Jeopardy! host": the mark is part of a name.
    fn is_in_name(&self, at: usize, end: usize) -> bool {
        self.word(at) == "!" && end == at + 1 && at > 0 && self.lexicon.layout.is_exclaimed_name(self.word(at - 1))
    }
}
