//! What the words of a time expression say, before it is known which day is meant.

use jiff::civil::{Date, Weekday};

use crate::lexicon::time::Unit;
use crate::token::date::WrittenDate;

/// Which of several: "last Tuesday", "this week", "next January".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shift {
    Last,
    This,
    Next,
}

/// "more than a year ago", "less than a year ago".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    Exact,
    More,
    Less,
}

/// The year of a quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum QuarterYear {
    Told(i16),
    /// So many years from the present one ("of last year").
    From(i64),
    /// The nearest in the direction of the clause.
    Nearest,
}

/// What an expression says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A date, whole or in part.
    Written(WrittenDate),
    /// A date in a year so many from the present one ("July last year").
    WrittenIn(WrittenDate, i64),
    /// A day of the week.
    Weekday(Weekday, Option<Shift>),
    /// So many days from the day of publication ("yesterday": -1).
    Day(i64),
    /// So many weeks, months or years from the present one.
    Period(Unit, i64),
    /// "last February".
    ShiftedMonth(i8, Shift),
    /// A season by its first month, "last summer".
    Season(i8, Shift),
    /// So many weekends from this week's.
    Weekend(i64),
    /// A span of time before the day of publication; a count of 0 is unknown.
    Ago {
        count: u32,
        unit: Unit,
        bound: Bound,
    },
    /// A span of time; a count of 0 is unknown ("for weeks").
    Length {
        count: u32,
        unit: Unit,
    },
    Year(i16),
    /// By its first year.
    Decade(i16),
    Past,
    Future,
    /// "two weeks ago Monday": a day of the week so many weeks back.
    WeekdayAgo {
        weeks: u32,
        day: Weekday,
    },
    /// "the fourth quarter of 2022": 1 to 4, and the year where it is told.
    Quarter {
        nth: i8,
        year: QuarterYear,
    },
    /// A day that stands for what happened on it ("the Sept. 11 attacks").
    NamedDay(Date),
    /// "at the time": when the last expression says.
    SameTime,
    /// "afterward": the same day as what was told before.
    Afterward,
    /// "the next day": so many days from the last day that was named.
    DayFrom(i64),
}

/// An expression: tokens of its sentence and what they say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) meaning: Meaning,
}

/// One past the last token, and the meaning.
pub(super) type Matched = Option<(usize, Meaning)>;
