//! From what an expression says to the day that it means.

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

use super::clause::{Anchor, Clause};
use super::meaning::{Bound, Found, Meaning, QuarterYear, Shift};
use super::tense::{Direction, ahead, direction};
use crate::analysis::types::{DurationUnit, TimeValue};
use crate::lexicon::time::Unit;
use crate::token::date::WrittenDate;

/// The value of an expression, and whether it was counted from another day. [`TimeValue::Undated`] when it hangs on
/// a day of publication that is not known.
pub(super) fn resolve(
    clause: &Clause<'_>,
    found: &Found,
    anchor: &Anchor<'_>,
    published: Option<Date>,
) -> (TimeValue, bool) {
    if let Some(value) = absolute(&found.meaning) {
        return (value, false);
    }
    if found.meaning == Meaning::SameTime {
        return (anchor.dated.unwrap_or(TimeValue::Past), true);
    }
    if let Meaning::DayFrom(days) = found.meaning {
        return (anchored_day(anchor).and_then(|from| day(from, days)).unwrap_or(TimeValue::Past), true);
    }
    let Some(today) = published else { return (TimeValue::Undated, true) };
    let way = || direction(clause, found.start, found.end);
    let value = match found.meaning {
        Meaning::Written(date) => written(date, today, way()),
        Meaning::WrittenIn(date, years) => {
            let year = i16::try_from(i64::from(today.year()) + years).ok();
            with_year(WrittenDate { year, ..date })
        }
        Meaning::Weekday(wanted, None) => weekday(wanted, today, way()),
        Meaning::Weekday(wanted, Some(shift)) => shifted_weekday(wanted, shift, today),
        Meaning::Day(days) => day(today, days),
        Meaning::Period(unit, count) => period(today, unit, count),
        Meaning::ShiftedMonth(month, shift) => shifted_month(month, shift, today),
        Meaning::Season(month, shift) => season(month, shift, today),
        Meaning::Weekend(0) if way() == Direction::Past && ahead(clause, found.end) != Some(Direction::Future) => {
            weekend_told(today)
        }
        Meaning::Weekend(weeks) => weekend(today, weeks),
        Meaning::Ago { count, unit, bound } => ago(today, count, unit, bound),
        Meaning::WeekdayAgo { weeks, day: wanted } => {
            let behind = since(Weekday::Monday, today) - i64::from(wanted.since(Weekday::Monday));
            day(today, -7 * i64::from(weeks) - behind)
        }
        Meaning::Quarter { nth, year } => quarter(nth, year, today, way()),
        _ => sentence_day(anchor).or(Some(today)).map(TimeValue::Day),
    };
    (value.unwrap_or(TimeValue::Undated), true)
}

/// What needs no other day.
fn absolute(meaning: &Meaning) -> Option<TimeValue> {
    let day = |year, month, day| Date::new(year, month, day).ok();
    match *meaning {
        Meaning::Written(WrittenDate { year: Some(year), month, day: None, .. }) => {
            Some(TimeValue::Month(day(year, month, 1)?))
        }
        Meaning::Written(date @ WrittenDate { year: Some(_), .. }) => with_year(date),
        Meaning::Ago { count: 0, .. } | Meaning::Past => Some(TimeValue::Past),
        Meaning::Future => Some(TimeValue::Future),
        Meaning::NamedDay(day) => Some(TimeValue::Day(day)),
        Meaning::Quarter { nth, year: QuarterYear::Told(year) } => quarter_of(year, nth),
        Meaning::Year(year) => Some(TimeValue::Year(year)),
        Meaning::Decade(first) => Some(TimeValue::Interval(day(first, 1, 1), day(first + 9, 12, 31))),
        Meaning::Length { count, unit } => Some(TimeValue::Duration { count, unit: duration_unit(unit) }),
        _ => None,
    }
}

fn duration_unit(unit: Unit) -> DurationUnit {
    match unit {
        Unit::Minute => DurationUnit::Minute,
        Unit::Hour => DurationUnit::Hour,
        Unit::Day => DurationUnit::Day,
        Unit::Week => DurationUnit::Week,
        Unit::Month => DurationUnit::Month,
        Unit::Year => DurationUnit::Year,
    }
}

fn add_days(date: Date, days: i64) -> Option<Date> {
    date.checked_add(Span::new().try_days(days).ok()?).ok()
}

fn add_months(date: Date, months: i64) -> Option<Date> {
    date.checked_add(Span::new().try_months(months).ok()?).ok()
}

fn day(today: Date, days: i64) -> Option<TimeValue> {
    add_days(today, days).map(TimeValue::Day)
}

/// How many expressions back the day may stand that another hangs on.
const NEAR: usize = 8;

/// The last day named in the sentence before the expression.
fn sentence_day(anchor: &Anchor<'_>) -> Option<Date> {
    anchor.sentence.iter().rev().take(NEAR).find_map(|time| match time.value {
        TimeValue::Day(day) => Some(day),
        _ => None,
    })
}

/// The last day named before the expression.
fn anchored_day(anchor: &Anchor<'_>) -> Option<Date> {
    sentence_day(anchor).or(match anchor.dated {
        Some(TimeValue::Day(day)) => Some(day),
        _ => None,
    })
}

/// What a day against the direction of its clause must be nearer by, in days, to be meant all the same: news gives
/// the year of a day that is far off, so that a near one outweighs a verb that was misread. Months go by the verb.
const DAY_AGAINST: i32 = 250;
const MONTH_AGAINST: i32 = 400;

/// A date without a year: the nearest, those in the direction of its clause before the others. A day of the week
/// beside it decides.
fn written(date: WrittenDate, today: Date, way: Direction) -> Option<TimeValue> {
    let years = today.year().saturating_sub(5)..=today.year().saturating_add(5);
    let first = |year: i16| Date::new(year, date.month, date.day.unwrap_or(1)).ok();
    let candidates =
        years.filter_map(first).filter(|found| date.weekday.is_none_or(|weekday| found.weekday() == weekday));
    let reference = if date.day.is_some() { today } else { today.first_of_month() };
    let cost = |found: &Date| {
        let days = (*found - reference).get_days();
        let against = match way {
            // A date of this very week is meant, whatever the verb.
            _ if date.day.is_some() && days.abs() <= 3 => false,
            Direction::Past => days > 0,
            Direction::Future => days < 0,
            Direction::Unknown => false,
        };
        let price = if date.day.is_some() { DAY_AGAINST } else { MONTH_AGAINST };
        (days.abs() + if against { price } else { 0 }, days > 0)
    };
    let near = candidates.min_by_key(cost)?;
    with_year(WrittenDate { year: Some(near.year()), ..date })
}

/// The end of a range whose beginning is `first`: a month or day without a year that would lie before it is of the
/// year after ("from May to October").
pub(super) fn behind(first: TimeValue, value: TimeValue) -> TimeValue {
    let next_year = |date: Date| add_months(date, 12).unwrap_or(date);
    match (first, value) {
        (TimeValue::Month(first), TimeValue::Month(last)) if last < first => TimeValue::Month(next_year(last)),
        (TimeValue::Day(first), TimeValue::Day(last)) if last < first => TimeValue::Day(next_year(last)),
        _ => value,
    }
}

/// The value of a date with its year; `None` when there is no such day.
fn with_year(date: WrittenDate) -> Option<TimeValue> {
    let day = |day| Date::new(date.year?, date.month, day).ok();
    Some(match (date.day, date.last_day) {
        (None, _) => TimeValue::Month(day(1)?),
        (Some(first), Some(last)) => TimeValue::Interval(Some(day(first)?), day(last)),
        (Some(only), None) => TimeValue::Day(day(only)?),
    })
}

/// How many days `day` is behind `from`, 0 to 6.
fn since(day: Weekday, from: Date) -> i64 {
    i64::from(from.weekday().since(day))
}

fn weekday(wanted: Weekday, today: Date, way: Direction) -> Option<TimeValue> {
    match (since(wanted, today), way) {
        (0, _) => Some(TimeValue::Day(today)),
        (behind, Direction::Future) => day(today, 7 - behind),
        (behind, _) => day(today, -behind),
    }
}

/// "last Tuesday" is the nearest before the day of publication, "next Tuesday" that of the next week, "this
/// Tuesday" that of this one.
fn shifted_weekday(wanted: Weekday, shift: Shift, today: Date) -> Option<TimeValue> {
    let monday = -since(Weekday::Monday, today);
    let in_week = i64::from(wanted.since(Weekday::Monday));
    match (shift, since(wanted, today)) {
        (Shift::Last, 0) => day(today, -7),
        (Shift::Last, behind) => day(today, -behind),
        (Shift::Next, _) => day(today, monday + 7 + in_week),
        (Shift::This, _) => day(today, monday + in_week),
    }
}

fn period(today: Date, unit: Unit, count: i64) -> Option<TimeValue> {
    match unit {
        Unit::Week => add_days(today, 7 * count - since(Weekday::Monday, today)).map(TimeValue::Week),
        Unit::Month => add_months(today.first_of_month(), count).map(TimeValue::Month),
        _ => i16::try_from(i64::from(today.year()) + count).ok().map(TimeValue::Year),
    }
}

/// The quarter of a year, 1 to 4.
fn quarter_of(year: i16, nth: i8) -> Option<TimeValue> {
    Date::new(year, nth * 3 - 2, 1).ok().map(TimeValue::Quarter)
}

/// A quarter whose year is not written: the last that has begun, or the next to come where its clause looks ahead.
fn quarter(nth: i8, year: QuarterYear, today: Date, way: Direction) -> Option<TimeValue> {
    let present = i64::from(today.year());
    let begun = today.month() > nth * 3 - 3;
    let year = match year {
        QuarterYear::Told(year) => i64::from(year),
        QuarterYear::From(years) => present + years,
        QuarterYear::Nearest if way == Direction::Future => present + i64::from(today.month() > nth * 3),
        QuarterYear::Nearest => present - i64::from(!begun),
    };
    quarter_of(i16::try_from(year).ok()?, nth)
}

fn shifted_month(month: i8, shift: Shift, today: Date) -> Option<TimeValue> {
    let year = match shift {
        Shift::Last => today.year() - i16::from(month >= today.month()),
        Shift::This => today.year(),
        Shift::Next => today.year() + i16::from(month <= today.month()),
    };
    Date::new(year, month, 1).ok().map(TimeValue::Month)
}

/// Three months from the first of `month`.
fn season(month: i8, shift: Shift, today: Date) -> Option<TimeValue> {
    let mut seasons = [-1, 0, 1].into_iter().filter_map(|years| {
        let first = Date::new(today.year() + years, month, 1).ok()?;
        Some((first, add_days(add_months(first, 3)?, -1)?))
    });
    let found = match shift {
        Shift::Last => seasons.rfind(|(_, last)| *last < today),
        Shift::This => seasons.find(|(_, last)| *last >= today),
        Shift::Next => seasons.find(|(first, _)| *first > today),
    };
    found.map(|(first, last)| TimeValue::Interval(Some(first), Some(last)))
}

/// Saturday and Sunday; "last weekend" is over.
fn weekend(today: Date, weeks: i64) -> Option<TimeValue> {
    let saturday = add_days(today, 7 * weeks + 5 - since(Weekday::Monday, today))?;
    Some(TimeValue::Interval(Some(saturday), add_days(saturday, 1)))
}

/// "This weekend" of a clause that tells what was: the one before in the first days of a week.
fn weekend_told(today: Date) -> Option<TimeValue> {
    const FIRST_DAYS: i64 = 3;
    weekend(today, if since(Weekday::Monday, today) < FIRST_DAYS { -1 } else { 0 })
}

fn ago(today: Date, count: u32, unit: Unit, bound: Bound) -> Option<TimeValue> {
    let count = i64::from(count);
    let then = match unit {
        Unit::Minute => Some(today),
        Unit::Hour => add_days(today, -(count / 24)),
        Unit::Day => add_days(today, -count),
        Unit::Week => add_days(today, -7 * count),
        Unit::Month => add_months(today, -count),
        Unit::Year => add_months(today, -12 * count),
    }?;
    Some(match (bound, unit) {
        (Bound::More, _) => TimeValue::Interval(None, Some(then)),
        (Bound::Less, _) => TimeValue::Interval(Some(then), Some(today)),
        (Bound::Exact, Unit::Week) => TimeValue::Week(then.checked_sub(since(Weekday::Monday, then).days()).ok()?),
        (Bound::Exact, Unit::Month) => TimeValue::Month(then.first_of_month()),
        (Bound::Exact, Unit::Year) => TimeValue::Year(then.year()),
        (Bound::Exact, _) => TimeValue::Day(then),
    })
}
