//! What the words of an expression say, before it is known which day is meant.

use jiff::civil::Date;

use super::clause::Clause;
use super::duration;
use super::meaning::{Found, Matched, Meaning, QuarterYear, Shift};
use crate::lexicon::time::Unit;
use crate::lexicon::{Language, List};
use crate::token::date::{WrittenDate, written_date};
use crate::token::{Token, TokenKind};

/// Months (1 to 12) whose name is somebody's name in this article ("Theresa May").
pub(super) type MonthNames = [bool; 13];

/// Finds the months that are names of people in this article: behind a capitalised word that dates nothing.
pub(super) fn month_names(text: &str, tokens: &[Token], lexicon: &Language) -> MonthNames {
    let mut names = [false; 13];
    for pair in tokens.windows(2) {
        let (before, word) = (pair[0].span.of_text(text), pair[1].span.of_text(text));
        if let Some((month, true)) = lexicon.time.month(word)
            && pair[0].kind == TokenKind::Word
            && before.starts_with(char::is_uppercase)
            && !lexicon.layout.is_opener(before)
            && !lexicon.time.is_in("month-dating", before)
            && lexicon.time.weekday(before).is_none()
            && lexicon.time.month(before).is_none()
            && let Some(name) = names.get_mut(usize::from(month.unsigned_abs()))
        {
            *name = true;
        }
    }
    names
}

/// The expression that begins with the token `at`.
pub(super) fn find(clause: &Clause<'_>, at: usize, names: MonthNames) -> Option<Found> {
    if !clause.can_begin(at) {
        return None;
    }
    let found = |(end, meaning): (usize, Meaning)| Found { start: at, end, meaning };
    if clause.eq(at, "on") {
        let whole =
            written(clause, at + 1, names).filter(|_| clause.lexicon.time.weekday(clause.word(at + 1)).is_some());
        return whole.or_else(|| weekday(clause, at + 1)).map(found);
    }
    let core = at + part_of(clause, at);
    let dated = written(clause, core, names)
        .or_else(|| weekday(clause, core))
        .or_else(|| shifted(clause, core))
        .or_else(|| if core == at { today(clause, at) } else { None });
    let other = || {
        (core == at).then(|| {
            quarter(clause, at)
                .or_else(|| duration::find(clause, at))
                .or_else(|| year(clause, at))
                .or_else(|| phrase(clause, at))
        })
    };
    dated.or_else(|| other().flatten()).map(found)
}

/// How many tokens of "early", "late", "mid -" stand before what they divide.
fn part_of(clause: &Clause<'_>, at: usize) -> usize {
    match clause.is("part-of", at) {
        true => 1 + usize::from(clause.word(at + 1) == "-"),
        false => 0,
    }
}

/// A date with a day or a year, or a month.
fn written(clause: &Clause<'_>, at: usize, names: MonthNames) -> Matched {
    let date = written_date(clause.text, clause.tokens, at, clause.lexicon)?;
    let bare = date.day.is_none() && date.year.is_none();
    if bare && !month_alone(clause, at, &date, names) {
        return None;
    }
    let end = at + date.tokens;
    if date.year.is_some() {
        return Some((end, Meaning::Written(date)));
    }
    if let Some(day) = named_day(clause, at, end, &date) {
        return Some((end, Meaning::NamedDay(day)));
    }
    if let Some((end, years)) = years_from_now(clause, end) {
        return Some((end, Meaning::WrittenIn(date, years)));
    }
    Some((end, year_of_range(clause, end, &date).unwrap_or(Meaning::Written(date))))
}

/// One past "this year" or "of last year" at `at`, and how many years from the present one.
fn years_from_now(clause: &Clause<'_>, at: usize) -> Option<(usize, i64)> {
    let at = at + usize::from(clause.eq(at, "of"));
    let shift = shift(clause, at).filter(|_| clause.eq(at + 1, "year"))?;
    Some((at + 2, count_of(shift)))
}

/// The day that "the Sept. 11 attacks" stands for: a date without a year before a noun of what happened, when it is
/// in the table of days that are known by their date.
fn named_day(clause: &Clause<'_>, at: usize, end: usize, date: &WrittenDate) -> Option<Date> {
    let noun = (end..end + 2).any(|at| clause.is("named-for-day", at));
    let modifies = noun && clause.is_behind(List::BeforeNamedDay, at);
    let day = date.day.filter(|_| modifies && date.last_day.is_none() && date.weekday.is_none())?;
    clause.lexicon.time.named_day(date.month, day).and_then(|year| Date::new(year, date.month, day).ok())
}

/// The meaning of a date whose year stands at the other end of its range: "from June through August 2022", "between
/// January and April of this year".
fn year_of_range(clause: &Clause<'_>, end: usize, date: &WrittenDate) -> Option<Meaning> {
    let linked =
        clause.is("range", end) || (clause.eq(end, "and") && clause.lexicon.time.month(clause.word(end - 1)).is_some());
    let other = linked.then(|| written_date(clause.text, clause.tokens, end + 1, clause.lexicon)).flatten()?;
    let before = i16::from((date.month, date.day) > (other.month, other.day));
    if let Some(year) = other.year {
        return Some(Meaning::Written(WrittenDate { year: Some(year - before), ..*date }));
    }
    let (_, years) = years_from_now(clause, end + 1 + other.tokens)?;
    Some(Meaning::WrittenIn(*date, years - i64::from(before)))
}

/// "the fourth quarter of 2022", "first-quarter earnings"; not the quarters of a match, which nothing beside tells of
/// money.
fn quarter(clause: &Clause<'_>, at: usize) -> Matched {
    let start = at + usize::from(clause.eq(at, "the"));
    let word = clause.word(start).to_ascii_lowercase();
    let (ordinal, mut end) = match word.strip_suffix("-quarter") {
        Some(ordinal) => (ordinal, start + 1),
        None if clause.eq(start + 1, "quarter") => (word.as_str(), start + 2),
        None => return None,
    };
    let nth = clause.lexicon.time.quarter(ordinal)?;
    let of = end + usize::from(clause.eq(end, "of"));
    let told = clause.word(of).parse::<i16>().ok().filter(|year| (1900..=2099).contains(year));
    let year = if let Some(year) = told {
        end = of + 1;
        QuarterYear::Told(year)
    } else if let Some((past, years)) = years_from_now(clause, end) {
        end = past;
        QuarterYear::From(years)
    } else {
        QuarterYear::Nearest
    };
    let money = || (0..clause.tokens.len()).any(|at| clause.is("of-money", at));
    (year != QuarterYear::Nearest || money()).then_some((end, Meaning::Quarter { nth, year }))
}

/// True when a month without day and year is one: not "Jan" or "Sun", and "May" only behind a preposition.
fn month_alone(clause: &Clause<'_>, at: usize, date: &WrittenDate, names: MonthNames) -> bool {
    let word = clause.word(at);
    if word.len() <= 4 && !word.ends_with('.') && !matches!(word, "May" | "June" | "July") {
        return false;
    }
    if !date.guarded {
        return true;
    }
    let ranged =
        clause.eq(at.wrapping_sub(1), "and") && at > 1 && clause.lexicon.time.month(clause.word(at - 2)).is_some();
    let dated = clause.is_before("month-dating", at) || clause.before(at) == "-" || ranged;
    let named = names.get(usize::from(date.month.unsigned_abs())).copied().unwrap_or(false);
    // "of August Wilson", "by June Carter": a capital behind makes it a name.
    let loose = clause.is_behind(List::BeforeMonthName, at);
    let part_of_name = named || clause.is_named_behind(at + 1) || (loose && clause.is_capital(at + 1));
    dated && !part_of_name
}

/// A day of the week, with the part of the day.
fn weekday(clause: &Clause<'_>, at: usize) -> Matched {
    let day = clause.weekday(at)?;
    Some((part_of_day(clause, at + 1), Meaning::Weekday(day, None)))
}

/// One past a part of the day at `at` ("night"), or `at`.
fn part_of_day(clause: &Clause<'_>, at: usize) -> usize {
    at + usize::from(clause.lexicon.time.is_part_of_day(clause.word(at)))
}

fn shift(clause: &Clause<'_>, at: usize) -> Option<Shift> {
    if clause.is("last", at) {
        Some(Shift::Last)
    } else if clause.is("next", at) {
        Some(Shift::Next)
    } else {
        clause.is("this", at).then_some(Shift::This)
    }
}

fn count_of(shift: Shift) -> i64 {
    match shift {
        Shift::Last => -1,
        Shift::This => 0,
        Shift::Next => 1,
    }
}

/// "last Tuesday", "next week", "this month", "last night", "recent days", "coming weeks".
fn shifted(clause: &Clause<'_>, at: usize) -> Matched {
    let next = at + 1;
    let plural = clause.lexicon.time.unit(clause.word(next)).is_some() && clause.word(next).ends_with('s');
    if plural && clause.is("recent", at) {
        return Some((next + 1, Meaning::Past));
    }
    if plural && clause.is("coming", at) && !clause.eq(at, "next") {
        return Some((next + 1, Meaning::Future));
    }
    let shift = shift(clause, at)?;
    let (last, time) = (matches!(shift, Shift::Last), &clause.lexicon.time);
    if let Some(day) = clause.weekday(next) {
        return Some((part_of_day(clause, next + 1), Meaning::Weekday(day, Some(shift))));
    }
    if let Some((month, _)) =
        time.month(clause.word(next)).filter(|_| clause.word(next).len() > 4 || clause.word(next) != "Mar")
    {
        return Some((next + 1, Meaning::ShiftedMonth(month, shift)));
    }
    if let Some(month) = time.season(clause.word(next)) {
        return Some((next + 1, Meaning::Season(month, shift)));
    }
    let count = count_of(shift);
    if time.is_part_of_day(clause.word(next)) && (last || shift == Shift::This) && !clause.eq(at, "past") {
        return Some((next + 1, Meaning::Day(count)));
    }
    if clause.eq(next, "weekend") {
        return Some((next + 1, Meaning::Weekend(count)));
    }
    match time.unit(clause.word(next))? {
        _ if plural => None,
        (unit @ (Unit::Week | Unit::Month | Unit::Year), 1) if clause.eq(at, "past") => {
            Some((next + 1, Meaning::Length { count: 1, unit }))
        }
        (unit @ (Unit::Week | Unit::Month | Unit::Year), 1) => Some((next + 1, Meaning::Period(unit, count))),
        (unit, many) if many > 2 && last => Some((next + 1, Meaning::Length { count: many, unit })),
        _ => None,
    }
}

/// "today", "yesterday morning"; not "USA Today" or "the Today show".
fn today(clause: &Clause<'_>, at: usize) -> Matched {
    if at > 0 && clause.is_capital(at) {
        return None;
    }
    let days = match clause.word(at).to_ascii_lowercase().as_str() {
        "today" if matches!(clause.word(at + 1), "’s" | "'s") => return None,
        "today" | "tonight" => 0,
        "yesterday" => -1,
        "tomorrow" => 1,
        _ => return None,
    };
    Some((part_of_day(clause, at + 1), Meaning::Day(days)))
}

/// "in 2011", "the 2012 attacks", "the 1990s".
fn year(clause: &Clause<'_>, at: usize) -> Matched {
    let word = clause.word(at);
    if let Some(decade) = decade(word) {
        return Some((at + 1, Meaning::Decade(decade)));
    }
    let year = word.parse::<i16>().ok().filter(|year| word.len() == 4 && (1700..=2099).contains(year))?;
    let dated = clause.is_before("dating", at) || clause.lexicon.time.month(clause.before(at)).is_some();
    if year % 10 == 0 && matches!(clause.word(at + 1), "’s" | "'s") && clause.before(at) == "the" {
        return Some((at + 2, Meaning::Decade(year))); // "the 1990's"
    }
    let round =
        year % 100 == 0 && !matches!(clause.before(at), "in" | "In" | "since" | "Since") && clause.before(at) != "year";
    (dated && !round && !is_count(clause, at)).then_some((at + 1, Meaning::Year(year)))
}

/// True for four digits that count something: "2013 lives", "and 2015 bikes", "up from 1790".
fn is_count(clause: &Clause<'_>, at: usize) -> bool {
    if clause.is("counted", at + 1) {
        return true;
    }
    if !clause.is_before("loose-dating", at) {
        return false;
    }
    let second = at.checked_sub(2).map_or("", |at| clause.word(at));
    let next = clause.word(at + 1);
    let things = next.len() > 3 && next.ends_with('s') && !next.ends_with("ss") && next.starts_with(char::is_lowercase);
    let ranged = second.len() == 4 && second.bytes().all(|b| b.is_ascii_digit());
    (things && !ranged) || (at > 1 && clause.is("changed", at - 2))
}

/// The first year of "1990s" or "’90s".
fn decade(word: &str) -> Option<i16> {
    let digits = word.strip_suffix('s')?;
    let short = digits.strip_prefix('’').or_else(|| digits.strip_prefix('\''));
    let number = short.unwrap_or(digits).parse::<i16>().ok()?;
    match short {
        Some(short) if short.len() == 2 => Some(number + if number >= 30 { 1900 } else { 2000 }),
        None if digits.len() == 4 && (1700..=2090).contains(&number) && number % 10 == 0 => Some(number),
        _ => None,
    }
}

/// True when nothing of the clause stands at `at`.
fn ends_clause(clause: &Clause<'_>, at: usize) -> bool {
    clause.tokens.get(at).is_none_or(|token| token.kind != TokenKind::Word)
}

/// Set phrases that point back: "at the time", "shortly after", "the next day", "since the war".
fn phrase(clause: &Clause<'_>, at: usize) -> Matched {
    let word = clause.word(at).to_ascii_lowercase();
    let words =
        |count: usize| (1..count).map(|nth| clause.word(at + nth).to_ascii_lowercase()).collect::<Vec<_>>().join(" ");
    match word.as_str() {
        "at" if matches!(words(3).as_str(), "the time" | "that time") && !clause.eq(at + 3, "of") => {
            Some((at + 3, Meaning::SameTime))
        }
        "afterward" | "afterwards" => Some((at + 1, Meaning::Afterward)),
        "shortly" | "soon" | "immediately" | "moments" if clause.lexicon.lists.is(List::Sequel, &words(2)) => {
            Some((at + 2, Meaning::Afterward))
        }
        "the" => match words(3).as_str() {
            "same day" => Some((at + 3, Meaning::DayFrom(0))),
            "next day" | "following day" => Some((at + 3, Meaning::DayFrom(1))),
            "previous day" => Some((at + 3, Meaning::DayFrom(-1))),
            // "the day after he left" hangs on what follows.
            "day after" if ends_clause(clause, at + 3) => Some((at + 3, Meaning::DayFrom(1))),
            "day before" if ends_clause(clause, at + 3) => Some((at + 3, Meaning::DayFrom(-1))),
            _ => None,
        },
        "a" if words(3) == "day later" => Some((at + 3, Meaning::DayFrom(1))),
        "a" if words(3) == "day earlier" => Some((at + 3, Meaning::DayFrom(-1))),
        "since" if clause.eq(at + 1, "the") => {
            let event = (at + 2..at + 7)
                .take_while(|&word| !clause.word(word).is_empty())
                .find(|&word| clause.is("epoch", word))?;
            Some((event + 1, Meaning::Past))
        }
        _ => None,
    }
}
