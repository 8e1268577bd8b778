//! Dates that are written out: "April 18, 2016", "Sun 20 Nov 2016", "18 April", "March 2011", "2016-04-18".

use jiff::civil::{Date, Weekday};

use crate::lexicon::{Language, List};

use super::{Token, TokenKind};

/// A date as written, whole or in part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrittenDate {
    /// How many tokens it takes.
    pub tokens: usize,
    /// The year, where it is written.
    pub year: Option<i16>,
    /// The month, 1 to 12.
    pub month: i8,
    /// The day of the month.
    pub day: Option<i8>,
    /// The last day, of a range ("June 12-14").
    pub last_day: Option<i8>,
    /// The day of the week, where it is written.
    pub weekday: Option<Weekday>,
    /// True when only a month stands there and its name is an ordinary word as well ("May", "March").
    pub guarded: bool,
}

impl WrittenDate {
    /// The day, when year, month and day are there and such a day exists.
    pub fn date(&self) -> Option<Date> {
        Date::new(self.year?, self.month, self.day?).ok()
    }
}

/// The longest date that begins with the token `at`.
pub fn written_date(text: &str, tokens: &[Token], at: usize, lexicon: &Language) -> Option<WrittenDate> {
    let reader = Reader { text, tokens, lexicon };
    if let Some(date) = reader.iso(at) {
        return Some(date);
    }
    let Some((weekday, mut next)) = reader.weekday(at) else {
        return reader.month_first(at, at).or_else(|| reader.day_first(at, at));
    };
    if reader.word(next) == "," {
        next += 1;
    }
    let date = reader.month_first(at, next).or_else(|| reader.day_first(at, next))?;
    // "on Monday, May …": a weekday takes a whole date only.
    date.day.map(|_| WrittenDate { weekday: Some(weekday), ..date })
}

/// A date of digits with the month first, as Americans write it: "11/28/05", "04/9/2012".
pub fn american_date(word: &str) -> Option<Date> {
    let mut parts = word.split('/');
    let (month, day, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || month.len() > 2 || day.len() > 2 || !matches!(year.len(), 2 | 4) {
        return None;
    }
    let century = if year.len() == 2 { 2000 } else { 0 };
    Date::new(century + year.parse::<i16>().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

struct Reader<'a> {
    text: &'a str,
    tokens: &'a [Token],
    lexicon: &'a Language,
}

impl<'a> Reader<'a> {
    fn word(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| token.span.of_text(self.text))
    }

    fn is_number(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.kind == TokenKind::Number)
    }

    fn weekday(&self, at: usize) -> Option<(Weekday, usize)> {
        let (day, _) = self.lexicon.time.weekday(self.word(at))?;
        Some((Weekday::from_monday_one_offset(day).ok()?, at + 1 + usize::from(self.word(at + 1) == ".")))
    }

    fn month(&self, at: usize) -> Option<(i8, bool)> {
        self.lexicon.time.month(self.word(at))
    }

    /// A day of the month with its ordinal ending, or two ("12-14").
    fn day(&self, at: usize) -> Option<(i8, Option<i8>)> {
        let word = self.word(at);
        let digits = ["st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word);
        let day = |digits: &str| {
            let plain = digits.len() <= 2 && digits.bytes().all(|b| b.is_ascii_digit());
            digits.parse::<i8>().ok().filter(|day| plain && (1..=31).contains(day))
        };
        if let Some((first, last)) = digits.split_once('-') {
            let (first, last) = (day(first)?, day(last)?);
            return (first < last).then_some((first, Some(last)));
        }
        Some((day(digits)?, None))
    }

    fn year(&self, at: usize) -> Option<i16> {
        let word = self.word(at);
        let year = word.parse::<i16>().ok().filter(|_| word.len() == 4 && self.is_number(at))?;
        (1000..=2999).contains(&year).then_some(year)
    }

    /// A year behind `at`, with or without a comma: the year and one past it.
    fn year_behind(&self, at: usize) -> (Option<i16>, usize) {
        let comma = usize::from(self.word(at) == ",");
        match self.year(at + comma) {
            Some(year) => (Some(year), at + comma + 1),
            None => (None, at),
        }
    }

    fn iso(&self, at: usize) -> Option<WrittenDate> {
        let word = self.word(at);
        if let Some(date) = self.named_month(word) {
            return Some(date);
        }
        if !self.is_number(at) || word.len() < 8 || word.len() > 10 {
            return None;
        }
        let mark = if word.contains('/') { '/' } else { '-' };
        let parts: Vec<&str> = word.split(mark).collect();
        let number = |part: &str| part.parse::<i16>().ok();
        let [a, b, c] = parts.as_slice() else { return None };
        let (year, month, day) = match (number(a)?, number(b)?, number(c)?) {
            (year, month, day) if a.len() == 4 => (year, month, day),
            // "18/4/2016" and "4/18/2016" are told apart where the day shows it; otherwise it could be either.
            (day, month, year) if c.len() == 4 && (day > 12 || day == month) => (year, month, day),
            (month, day, year) if c.len() == 4 && day > 12 => (year, month, day),
            _ => return None,
        };
        let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
        Some(WrittenDate {
            tokens: 1,
            year: Some(date.year()),
            month: date.month(),
            day: Some(date.day()),
            last_day: None,
            weekday: None,
            guarded: false,
        })
    }

    /// "10-Apr-15", "3-March-2021": two digits of a year up to 69 are of this century.
    fn named_month(&self, word: &str) -> Option<WrittenDate> {
        let mut parts = word.split('-');
        let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || day.len() > 2 || !matches!(year.len(), 2 | 4) {
            return None;
        }
        let (month, _) = self.lexicon.time.month(month)?;
        let number = year.parse::<i16>().ok()?;
        let century = if year.len() == 4 { 0 } else { 1900 + i16::from(number < 70) * 100 };
        let date = Date::new(century + number, month, day.parse().ok()?).ok()?;
        let (year, day) = (Some(date.year()), Some(date.day()));
        Some(WrittenDate { tokens: 1, year, month, day, last_day: None, weekday: None, guarded: false })
    }

    /// "April 18, 2016", "April 18", "April 2016", "April".
    fn month_first(&self, first: usize, at: usize) -> Option<WrittenDate> {
        let (month, guarded) = self.month(at)?;
        // "May. 3": a stop that the name has no need of.
        let at = at + usize::from(self.word(at + 1) == "." && self.day(at + 2).is_some());
        let date = |end: usize, year, day: Option<(i8, Option<i8>)>, guarded| {
            let (day, last_day) = day.map_or((None, None), |(day, last)| (Some(day), last));
            Some(WrittenDate { tokens: end - first, year, month, day, last_day, weekday: None, guarded })
        };
        if let Some(day) = self.day(at + 1).filter(|_| !self.is_counted(at + 1)) {
            let (year, end) = self.year_behind(at + 2);
            return date(end, year, Some(day), false);
        }
        let of = usize::from(self.word(at + 1) == "of");
        let (year, end) = self.year_behind(at + 1 + of);
        date(if year.is_some() { end } else { at + 1 }, year, None, guarded && year.is_none())
    }

    /// True for the number of something else: "in June 12 people", "March 5-year notes".
    fn is_counted(&self, at: usize) -> bool {
        let next = self.word(at + 1);
        next == "%" || next == "percent" || self.lexicon.lists.is(List::CountedNoun, next)
    }

    /// "18 April 2016", "18th of April", "20 January".
    fn day_first(&self, first: usize, at: usize) -> Option<WrittenDate> {
        let (day, last_day) = self.day(at)?;
        let of = usize::from(self.word(at + 1) == "of");
        let (month, _) = self.month(at + 1 + of)?;
        let (year, end) = self.year_behind(at + 2 + of);
        Some(WrittenDate { tokens: end - first, year, month, day: Some(day), last_day, weekday: None, guarded: false })
    }
}
