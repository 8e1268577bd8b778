//! Lines that say when, where and by whom: date lines, datelines, bylines.

use std::ops::Range;

use jiff::civil::Date;

use crate::lexicon::{Language, List};

use super::date::{american_date, written_date};
use super::{Token, TokenKind};

/// The longest dateline, in tokens.
const LONGEST_DATELINE: usize = 24;
/// The longest date line or byline, in tokens.
const LONGEST_LINE: usize = 30;

/// One paragraph's tokens with what it takes to read them.
#[derive(Clone, Copy)]
pub(crate) struct Line<'a> {
    pub text: &'a str,
    pub tokens: &'a [Token],
    pub lexicon: &'a Language,
}

impl<'a> Line<'a> {
    pub(crate) fn word(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| token.span.of_text(self.text))
    }

    fn is_word(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.kind == TokenKind::Word)
    }

    fn is_dash(&self, at: usize) -> bool {
        matches!(self.word(at), "—" | "–" | "-" | "--" | "---" | "―" | "\u{2010}" | "\u{2011}")
    }

    fn is_capital(&self, at: usize) -> bool {
        self.is_word(at) && self.word(at).starts_with(char::is_uppercase)
    }

    /// "LONDON", but not "U" or "A".
    fn is_all_capitals(&self, at: usize) -> bool {
        let word = self.word(at);
        self.is_word(at)
            && word.chars().filter(|ch| ch.is_alphabetic()).count() > 2
            && !word.chars().any(char::is_lowercase)
    }

    /// The first whole date in the line, with its tokens.
    pub(crate) fn dated(&self) -> Option<(Date, Range<usize>)> {
        let reach = 0..self.tokens.len().min(LONGEST_LINE);
        let written = |from: usize| {
            (from..reach.end).find_map(|at| {
                let date = written_date(self.text, self.tokens, at, self.lexicon)?;
                date.date().map(|day| (day, at..at + date.tokens))
            })
        };
        // "Received: … / Accepted: … / Published: 2 January 2023".
        let published = reach.clone().find(|&at| self.word(at).eq_ignore_ascii_case("published"));
        let written = published.and_then(written).or_else(|| written(0));
        // Digits alone could be read two ways, but not beside an American hour.
        let american =
            || reach.clone().any(|at| self.lexicon.time.is_in("american", self.word(at)) && self.is_capital(at));
        let digits = |at| american_date(self.word(at)).map(|day| (day, at..at + 1));
        written.or_else(|| if american() { reach.clone().find_map(digits) } else { None })
    }

    /// The first whole date in the line, as a range of tokens.
    pub(crate) fn date(&self) -> Option<Range<usize>> {
        self.dated().map(|(_, tokens)| tokens)
    }

    /// The date of a line that holds little else ("Sun 20 Nov 2016", "Published: May 2, 2013 at 10:35 a.m. EST",
    /// "- The Washington Times - Monday, September 5, 2016").
    pub(crate) fn date_line(&self) -> Option<Range<usize>> {
        if self.tokens.len() > LONGEST_LINE {
            return None;
        }
        let date = self.date()?;
        let rest: Vec<usize> = (0..self.tokens.len()).filter(|at| !date.contains(at)).collect();
        let divided =
            rest.iter().any(|&at| self.is_dash(at) || matches!(self.word(at), "|" | "•" | "·" | "/" | ":" | "("));
        let foreign: Vec<usize> = rest.into_iter().filter(|&at| self.is_foreign(at)).collect();
        let names = foreign.iter().all(|&at| self.is_capital(at));
        (names && foreign.len() <= if divided { 6 } else { 2 }).then_some(date)
    }

    /// True for a short line that holds an hour or a part of a date and nothing else: "Updated 9:06 AM".
    pub(crate) fn is_hour_line(&self) -> bool {
        let all = 0..self.tokens.len();
        let hour = |at: usize| {
            let word = self.word(at);
            self.lexicon.time.is_in("half-day", word) || self.lexicon.time.is_in("posted", word)
        };
        all.len() <= 14
            && all.clone().any(|at| self.word(at).starts_with(|ch: char| ch.is_ascii_digit()))
            && all.clone().any(hour)
            && !all.clone().any(|at| self.is_foreign(at))
    }

    /// The outlet that a date line names beside its `date`: capitalised words between its dividers, of which the
    /// first is "The" or one is a word of outlets ("- The Washington Times - Monday, …").
    pub(crate) fn outlet_beside(&self, date: &Range<usize>) -> Option<Range<usize>> {
        let name =
            |at: usize| !date.contains(&at) && self.is_capital(at) && (self.is_foreign(at) || self.word(at) == "The");
        let start = (0..self.tokens.len()).find(|&at| name(at))?;
        let mut end = start + 1;
        while name(end) || (matches!(self.word(end), "of" | "&" | "and") && name(end + 1)) {
            end += 1;
        }
        let known = (start..end).any(|at| self.lexicon.layout.is_outlet_word(self.word(at)));
        let by = start > 0 && self.word(start - 1).eq_ignore_ascii_case("by");
        (!by && (known || (self.word(start) == "The" && end > start + 1))).then_some(start..end)
    }

    /// True for a word that a date line has no need of.
    fn is_foreign(&self, at: usize) -> bool {
        let time = &self.lexicon.time;
        let word = self.word(at);
        let hour = word.starts_with(|ch: char| ch.is_ascii_digit());
        self.is_word(at)
            && !hour
            && !time.is_in("dateline", word)
            && time.month(word).is_none()
            && time.weekday(word).is_none()
    }

    /// How many tokens the dateline at the start of a paragraph takes, its dash included: "WASHINGTON —",
    /// "FLINT, Mich., Oct. 4 (UPI) —", "(The Guardian) –", "(CNN)", "KARACHI:".
    pub(crate) fn dateline(&self) -> Option<usize> {
        if self.word(0) == "(" {
            return self.agency_first();
        }
        if !self.is_capital(0) {
            return None;
        }
        let mut agency = false;
        for at in 1..LONGEST_DATELINE.min(self.tokens.len()) {
            let word = self.word(at);
            if self.is_dash(at) {
                return self.place_before(at, agency).then(|| self.day_behind(at + 1));
            }
            if word == ":" {
                return (at <= 3 && (0..at).all(|at| self.is_all_capitals(at)) && self.goes_on(at + 1))
                    .then_some(at + 1);
            }
            agency |= word == ")" && self.is_agency(at);
            if agency && word == ")" && self.goes_on(at + 1) && !self.is_dash(at + 1) && self.is_all_capitals(0) {
                return Some(at + 1);
            }
            if !self.belongs(at) {
                return None;
            }
        }
        None
    }

    /// Where a dateline ends whose dash stands before `at`: behind a day and its colon or dash ("CAIRO - 13 July
    /// 2022:"), or at once.
    fn day_behind(&self, at: usize) -> usize {
        let day = written_date(self.text, self.tokens, at, self.lexicon).filter(|date| date.date().is_some());
        let end = day.map(|date| at + date.tokens).filter(|&end| self.word(end) == ":" || self.is_dash(end));
        end.map_or(at, |end| end + 1)
    }

    /// "(Reuters) -", "(CNN)".
    fn agency_first(&self) -> Option<usize> {
        let close = (2..8).find(|&at| self.word(at) == ")")?;
        let named = (1..close).all(|at| self.is_capital(at) || matches!(self.word(at), "." | "-" | "/" | "of" | "&"));
        if !named || close + 1 >= self.tokens.len() {
            return None;
        }
        if self.is_dash(close + 1) {
            return Some(close + 2);
        }
        let outlet = (1..close).any(|at| self.lexicon.layout.is_outlet_word(self.word(at)));
        (outlet && self.goes_on(close + 1)).then_some(close + 1)
    }

    /// The agency or outlet in brackets among the first `end` tokens, a dateline: "(Reuters)", "(The Guardian)".
    pub(crate) fn agency(&self, end: usize) -> Option<Range<usize>> {
        let close = (1..end).find(|&at| self.word(at) == ")")?;
        let open = (0..close).rev().find(|&at| self.word(at) == "(")?;
        (open + 1 < close && self.is_capital(open + 1)).then_some(open + 1..close)
    }

    /// True when the bracket that closes at `at` holds an agency: "(Reuters)", "(IPS)", "(Xinhua)".
    fn is_agency(&self, at: usize) -> bool {
        let Some(open) = (at.saturating_sub(5)..at).rev().find(|&open| self.word(open) == "(") else { return false };
        open + 1 < at && (open + 1..at).all(|at| self.is_capital(at) || matches!(self.word(at), "/" | "-" | "&"))
    }

    /// True for what may stand in a dateline before its dash.
    fn belongs(&self, at: usize) -> bool {
        let word = self.word(at);
        let joining = matches!(word, "," | "(" | ")" | "/" | ".") || self.lexicon.lists.is(List::DatelineJoint, word);
        joining || self.is_capital(at) || !self.is_word(at) && word.starts_with(|ch: char| ch.is_ascii_digit())
    }

    /// True when what stands before the dash at `dash` reads as a place.
    fn place_before(&self, dash: usize, agency: bool) -> bool {
        if !self.goes_on(dash + 1) {
            return false;
        }
        let words = (0..dash).filter(|&at| self.is_word(at)).count();
        let opener = self.lexicon.layout.is_opener(self.word(0));
        let spaced = self
            .tokens
            .get(dash)
            .zip(self.tokens.get(dash + 1))
            .is_some_and(|(dash, next)| dash.span.end < next.span.start);
        agency
            || self.is_all_capitals(0)
            || (self.is_capital(0) && words <= 3 && !opener && (spaced || self.word(dash) == "--"))
    }

    /// True when a sentence begins at `at`.
    fn goes_on(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else { return false };
        let word = self.word(at);
        match token.kind {
            TokenKind::Word => word.starts_with(char::is_uppercase) || word.chars().any(char::is_uppercase),
            TokenKind::QuoteOpen | TokenKind::Number => true,
            _ => matches!(word, "$" | "£" | "€" | "["),
        }
    }

    /// True for "By Jane Doe", "By JANE DOE and John Roe, Staff Writer", "By Jane Doe | May 2, 2013".
    pub(crate) fn is_byline(&self) -> bool {
        let length = self.tokens.len();
        if !(2..=LONGEST_LINE).contains(&length)
            || !self.word(0).eq_ignore_ascii_case("by")
            || self.word(length - 1) == "."
        {
            return false;
        }
        let date = self.date().unwrap_or(0..0);
        let words = (1..length).filter(|at| self.is_word(*at) && !date.contains(at));
        let (mut named, mut small) = (0, 0);
        for at in words {
            let known = self.lexicon.lists.is(List::BylineJoint, self.word(at));
            if self.is_capital(at) {
                named += 1;
            } else if !known && self.is_foreign(at) {
                small += 1;
            }
        }
        named > 0 && small * 4 <= named && self.is_capital(1)
    }
}
