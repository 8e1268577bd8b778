//! A sentence as the rules of time expressions see it.

use jiff::civil::Weekday;

use crate::analysis::types::{TimeExpression, TimeValue};
use crate::lexicon::{Language, List};
use crate::token::{Sentence, Structure, Token, ZoneKind};

/// What an expression that points back can point to.
pub(super) struct Anchor<'a> {
    /// The expressions before it in its sentence.
    pub(super) sentence: &'a [TimeExpression],
    /// The last before it in the article that stands for a day, week, month, year or interval.
    pub(super) dated: Option<TimeValue>,
}

/// A sentence's tokens with what it takes to read them.
pub(super) struct Clause<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) lexicon: &'a Language,
    /// Of each token, the tables of time words that it is in.
    marks: Vec<u64>,
    /// True in a headline, whose present tense tells the past.
    pub(super) headline: bool,
}

impl<'a> Clause<'a> {
    pub(super) fn new(lexicon: &'a Language, text: &'a str, structure: &'a Structure, sentence: &Sentence) -> Self {
        let zone = structure.paragraphs.get(sentence.paragraph as usize).map(|paragraph| paragraph.zone);
        let tokens = structure.tokens_of(sentence);
        let marks = tokens.iter().map(|token| lexicon.time.marks(token.span.of_text(text))).collect();
        Self { text, tokens, lexicon, marks, headline: zone == Some(ZoneKind::Headline) }
    }

    /// The words of a token; empty beyond the sentence.
    pub(super) fn word(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| token.span.of_text(self.text))
    }

    /// True when an expression can begin at `at`: a word of some table, a number, a compound or an apostrophe.
    pub(super) fn can_begin(&self, at: usize) -> bool {
        self.marks.get(at).is_some_and(|&marks| marks != 0)
            || self.word(at).starts_with(|ch: char| ch.is_ascii_digit() || ch == '’' || ch == '\'')
            || self.word(at).contains('-')
    }

    /// The word before `at`; empty at the start.
    pub(super) fn before(&self, at: usize) -> &'a str {
        at.checked_sub(1).map_or("", |before| self.word(before))
    }

    /// True when the word at `at` is in a list of `time-words.tsv`.
    pub(super) fn is(&self, list: &str, at: usize) -> bool {
        self.marks.get(at).is_some_and(|&marks| self.lexicon.time.is_marked(list, marks))
    }

    /// True when the word before `at` is in a list.
    pub(super) fn is_before(&self, list: &str, at: usize) -> bool {
        at > 0 && self.is(list, at - 1)
    }

    /// True when the word before `at` is in a list of the lexicon, letter by letter.
    pub(super) fn is_behind(&self, list: List, at: usize) -> bool {
        self.lexicon.lists.is(list, self.before(at))
    }

    pub(super) fn eq(&self, at: usize, word: &str) -> bool {
        self.word(at).eq_ignore_ascii_case(word)
    }

    pub(super) fn is_capital(&self, at: usize) -> bool {
        self.word(at).starts_with(char::is_uppercase)
    }

    /// True for a word behind a day or a month that makes both a name: "Friday Foundation", "March Street".
    pub(super) fn is_named_behind(&self, at: usize) -> bool {
        let head = |list| self.lexicon.names.is(list, self.word(at));
        self.is_capital(at) && (self.is("named-behind", at) || head(List::OrgHead) || head(List::PlaceHead))
    }

    /// A day of the week that is not part of a name ("Black Friday", "Sunday Times", "Saturday
    /// Night Live").
    pub(super) fn weekday(&self, at: usize) -> Option<Weekday> {
        let (day, false) = self.lexicon.time.weekday(self.word(at))? else { return None };
        let before = self.is_before("named-before", at) && self.is_capital(at - 1);
        let night = self.lexicon.time.is_part_of_day(self.word(at + 1)) && self.is_capital(at + 2);
        if before || self.is_named_behind(at + 1) || (night && self.is_capital(at + 1)) {
            return None;
        }
        Weekday::from_monday_one_offset(day).ok()
    }
}
