//! Facts that can be checked, as a sentence tells them: a count or sum, a day, an hour, a length of time, somebody or a
//! place named. Two of one sort are equal, differ, or may both be right ("at least five", "seven").

use jiff::civil::Date;

use crate::analysis::{ArticleAnalysis, ChainId, DurationUnit, MentionKind, TimeValue};
use crate::corpus::alignment::sentences::Told;
use crate::corpus::features::content::CONTENT;
use crate::corpus::features::figure::{Figure, figures, value as number};
use crate::corpus::features::trigger::tells;
use crate::lexicon::idf::stem;
use crate::model::EntityType;
use crate::text::Span;
use crate::token::TokenKind;

/// Facts of a sentence that are looked at; more are a table.
const MOST: usize = 14;
/// From this number on it is not "several".
const MANY: f64 = 15.0;
/// Words before a number among which "of" tells that it counts what the one before is a part of.
const OF: usize = 3;
/// Digits of a number that is not rounded.
const DIGITS: usize = 4;
/// Minutes of a day.
const DAY: u16 = 24 * 60;

/// A fact of a sentence.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fact {
    /// Its words ("at least 107 people", "on Monday").
    pub(crate) span: Span,
    pub(crate) value: Value,
    /// The words of [`Told::words`] that it is made of.
    pub(crate) words: std::ops::Range<usize>,
}

/// What a fact says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Figure(Figure),
    /// How old somebody is, in years.
    Age(ChainId, u32),
    /// A vote or a result: "61-38".
    Result(u32, u32),
    /// From one day to another, both of them in it.
    Days(Date, Date),
    /// A day of the week of which it is not known which day it was, from Monday as 1.
    Weekday(i8),
    /// Minutes after midnight; in an article that does not tell the half of the day, before noon.
    Hour(u16),
    /// How long something takes: a count of a unit.
    Length(u32, DurationUnit),
    /// Somebody or something named.
    Named(ChainId, EntityType),
    /// People or a body without a name ("the lawyer").
    Described(ChainId, EntityType),
}

/// Sorts of facts that can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sort {
    /// Counts, sums, shares, lengths of time, results.
    Figure,
    Age,
    Day,
    Hour,
    Place,
    Name,
    /// Who does something, without a name.
    Who,
    /// Quoted words.
    Words,
}

impl Sort {
    /// The name in machine-readable output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Figure => "figures",
            Self::Age => "age",
            Self::Day => "day",
            Self::Hour => "hour",
            Self::Place => "place",
            Self::Name => "name",
            Self::Who => "who",
            Self::Words => "words",
        }
    }
}

/// How what two facts say stands to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    Equal,
    /// One number, day or name can be both.
    Open,
    Differ,
}

impl Value {
    pub(crate) fn sort(&self) -> Sort {
        match self {
            Self::Figure(_) | Self::Length(..) | Self::Result(..) => Sort::Figure,
            Self::Age(..) => Sort::Age,
            Self::Days(..) | Self::Weekday(_) => Sort::Day,
            Self::Hour(_) => Sort::Hour,
            Self::Named(_, EntityType::Place) => Sort::Place,
            Self::Named(..) => Sort::Name,
            Self::Described(..) => Sort::Who,
        }
    }

    /// True for the same number.
    pub(crate) fn is_as_great(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Figure(one), Self::Figure(other)) => (one.low, one.high) == (other.low, other.high),
            _ => self == other,
        }
    }

    /// How two values stand to each other; `None` where they cannot be compared. Names are compared by who they are, which
    /// `same` tells.
    pub(crate) fn relation(&self, other: &Self, same: impl Fn(ChainId, ChainId) -> Relation) -> Option<Relation> {
        let equal = |equal: bool| if equal { Relation::Equal } else { Relation::Differ };
        match (self, other) {
            (Self::Figure(ours), Self::Figure(theirs)) => {
                let exact = |one: &Figure| one.low >= one.high;
                // "several" may be any few.
                let few = |one: &Figure| one.low < one.high && one.high < 10.0 && one.low >= 2.0;
                if few(ours) && theirs.high < MANY || few(theirs) && ours.high < MANY {
                    return Some(Relation::Open);
                }
                if exact(ours) && exact(theirs) && !is_rounding(ours.low, theirs.low) {
                    return Some(Relation::Differ);
                }
                Some(match ours.agrees(theirs) {
                    true if exact(ours) && exact(theirs) || ours.low == theirs.low && ours.high == theirs.high => {
                        Relation::Equal
                    }
                    true => Relation::Open,
                    false => Relation::Differ,
                })
            }
            (Self::Age(one, ours), Self::Age(other, theirs)) => {
                (same(*one, *other) == Relation::Equal).then(|| equal(ours == theirs))
            }
            (Self::Result(..), Self::Result(..)) => Some(equal(self == other)),
            (Self::Days(from, to), Self::Days(start, end)) => Some(if (from, to) == (start, end) {
                Relation::Equal
            } else if from <= end && start <= to {
                Relation::Open
            } else {
                Relation::Differ
            }),
            (Self::Weekday(ours), Self::Weekday(theirs)) => Some(equal(ours == theirs)),
            (Self::Weekday(ours), Self::Days(from, to)) | (Self::Days(from, to), Self::Weekday(ours)) => {
                (from == to).then(|| equal(from.weekday().to_monday_one_offset() == *ours))
            }
            // "at 3" and "at 3 p.m.".
            (Self::Hour(ours), Self::Hour(theirs)) => Some(equal(ours % (DAY / 2) == theirs % (DAY / 2))),
            (Self::Length(ours, unit), Self::Length(theirs, other)) => (unit == other).then(|| equal(ours == theirs)),
            (Self::Named(ours, _), Self::Named(theirs, _)) => {
                (self.sort() == other.sort()).then(|| same(*ours, *theirs))
            }
            _ => None,
        }
    }
}

/// False for two numbers of [`DIGITS`] or more that are not one: "$5,687.75" and "$5,587.75".
fn is_rounding(one: f64, other: f64) -> bool {
    // How many digits are written, and what the last of them stands for.
    let written = |number: f64| {
        let text = number.to_string();
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let count = digits.trim_matches('0').len();
        let behind = text.split_once('.').map_or(0, |(_, behind)| behind.len());
        let zeros = if behind == 0 { digits.len() - digits.trim_end_matches('0').len() } else { 0 };
        let last = i32::try_from(zeros).unwrap_or(0) - i32::try_from(behind).unwrap_or(0);
        (count, 10_f64.powi(last))
    };
    let ((count, last), (count_there, last_there)) = (written(one), written(other));
    count.min(count_there) < DIGITS || (one - other).abs() <= last.max(last_there) / 2.0
}

/// The facts of a sentence, in the order of the text.
pub(crate) fn facts(analysis: &ArticleAnalysis, told: &Told) -> Vec<Fact> {
    let mut found: Vec<(Span, Value)> = Vec::new();
    let from = analysis.times.partition_point(|time| time.span.end <= told.span.start);
    let times = analysis.times.since(from).iter().take_while(|time| time.span.start < told.span.end);
    let times =
        times.filter(|time| tells(analysis.structure.zone_at(time.span.start)) && !in_name(analysis, told, time.span));
    found.extend(times.filter_map(|time| Some((time.span, value(analysis, time.span, time.value)?))));
    found.extend(hours(analysis, told));
    found.extend(ages(analysis, told));
    let taken = |span: Span, found: &[(Span, Value)]| found.iter().any(|(other, _)| other.overlaps(span));
    let numbers: Vec<_> = numbers(analysis, told).into_iter().filter(|(span, _)| !taken(*span, &found)).collect();
    found.extend(numbers);
    for mention in analysis.mentions_within(told.span) {
        // Somebody without a name may be anybody.
        let told = tells(analysis.structure.zone_at(mention.span.start));
        if told && mention.kind == MentionKind::Named && !taken(mention.span, &found) {
            found.push((mention.span, Value::Named(mention.chain, mention.entity_type)));
        }
    }
    placed(told, found)
}

/// What else a sentence tells that the trees compare: people and bodies without a name. `known` are its
/// facts.
pub(crate) fn others(analysis: &ArticleAnalysis, told: &Told, known: &[Fact]) -> Vec<Fact> {
    let mut found: Vec<(Span, Value)> = Vec::new();
    let taken = |span: Span| known.iter().any(|fact| fact.span.overlaps(span));
    if !tells(told.zone) {
        return Vec::new();
    }
    for mention in analysis.mentions_within(told.span) {
        let acts = matches!(mention.entity_type, EntityType::Person | EntityType::Organization);
        if acts && mention.kind == MentionKind::Nominal && !taken(mention.span) {
            found.push((mention.span, Value::Described(mention.chain, mention.entity_type)));
        }
    }
    placed(told, found)
}

/// Facts in the order of the text, the first few, with their words.
fn placed(told: &Told, mut found: Vec<(Span, Value)>) -> Vec<Fact> {
    found.sort_by_key(|(span, _)| *span);
    found.truncate(MOST);
    let words = |span: Span| {
        let start = told.words.partition_point(|word| word.span.end <= span.start);
        let end = told.words.partition_point(|word| word.span.start < span.end);
        start..end.max(start)
    };
    let facts = found.into_iter().map(|(span, value)| Fact { span, value, words: words(span) });
    facts.filter(|fact| !fact.words.is_empty()).collect()
}

/// Figures that count all of something: not a part of it ("including two children", "two of them", "another five"), nor
/// what is only numbered ("Group of 20", "in 2016").
fn numbers(analysis: &ArticleAnalysis, told: &Told) -> Vec<(Span, Value)> {
    let table = &analysis.language.figures;
    let text = analysis.slice(told.span);
    let start = told.span.start as usize;
    let named = |span: Span| {
        let mut mentions = analysis.mentions_within(told.span);
        mentions.any(|mention| mention.kind == MentionKind::Named && mention.span.overlaps(span))
    };
    let timed = |span: Span| {
        let at = analysis.times.partition_point(|time| time.span.end <= span.start);
        analysis.times.get(at).is_some_and(|time| time.span.overlaps(span))
    };
    let mut found = Vec::new();
    for figure in figures(table, text) {
        let span = Span::of(start + figure.range.start..start + figure.range.end);
        let words = text[figure.range.clone()].split_whitespace();
        let before = text[..figure.range.start].split_whitespace().next_back().unwrap_or_default();
        let behind = text[figure.range.end..].split_whitespace().next().unwrap_or_default();
        let is_part = |word: &str| table.is_part(&word.trim_matches(|ch: char| !ch.is_alphanumeric()).to_lowercase());
        let follows = words.clone().skip(1).chain([behind]);
        let more = words.clone().zip(follows).any(|(word, next)| is_part(word) && next != "than");
        let part = more || is_part(before) || is_part(behind);
        let some = figure.low >= figure.high && words.clone().chain([behind]).any(|word| word == "of");
        let year = figure.unit.is_empty() && (1900.0..2100.0).contains(&figure.low) && words.clone().count() == 1;
        // "2, 400": half of a number.
        let digit = |word: &str| word.starts_with(|ch: char| ch.is_ascii_digit());
        let cut = text[figure.range.end..].strip_prefix(", ").is_some_and(&digit);
        let half = cut || digit(before) && before.ends_with(',');
        // "Ana Reed, 34": an age.
        let aged = analysis.mentions_within(told.span).any(|mention| {
            let gap = Span::new(mention.span.end.min(span.start), span.start);
            mention.kind == MentionKind::Named && analysis.slice(gap) == ", "
        });
        // "10 of the 16 games" are not 16; "six AK 47 rifles" are not six.
        let mut back = text[..figure.range.start].split_whitespace().rev().skip_while(|word| *word != "of").skip(1);
        let near = text[..figure.range.start].split_whitespace().rev().take(OF).any(|word| word == "of");
        let partitive = near && back.next().is_some_and(|word| number(table, &word.to_lowercase()).is_some());
        let name = figure.unit.is_empty()
            && text[figure.range.end..].strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_uppercase));
        let small = figure.unit.is_empty() && figure.high < 2.0;
        let counts = !(part || some || year || small || half || aged || partitive || name);
        if !counts || named(span) || timed(span) {
            continue;
        }
        let mut figure = figure;
        if figure.unit.is_empty() {
            figure.unit = measured(analysis, &text[..figure.range.start]).unwrap_or_default();
        }
        let sign = text[..figure.range.start].chars().next_back().filter(|ch| matches!(ch, '$' | '£' | '€'));
        let from = figure.range.start - sign.map_or(0, char::len_utf8);
        found.push((Span::of(start + from..start + figure.range.end), Value::Figure(figure)));
    }
    // "48-page", "61-38".
    let Some(sentence) = analysis.structure.sentences.get(told.id) else { return found };
    for token in analysis.structure.tokens_of(sentence) {
        let text = analysis.slice(token.span).to_lowercase();
        let Some((first, second)) = text.split_once(['-', '–']).filter(|_| !named(token.span) && !timed(token.span))
        else {
            continue;
        };
        let said = match (first.parse::<u32>(), second.parse::<u32>()) {
            (Ok(more), Ok(fewer)) => (more > fewer).then_some(Value::Result(more, fewer)),
            _ if second.starts_with(char::is_alphabetic) && number(table, second).is_none() => {
                let count = number(table, first).filter(|(low, high)| low >= high && *low > 1.0);
                count.map(|(low, high)| {
                    Value::Figure(Figure { range: 0..0, low, high, unit: format!("-{}", stem(second)) })
                })
            }
            _ => None,
        };
        if let Some(said) = said
            && !found.iter().any(|(span, _)| span.overlaps(token.span))
        {
            found.push((token.span, said));
        }
    }
    found
}

/// What a number behind a noun measures: "a magnitude of 5.9", "magnitude 5.9".
fn measured(analysis: &ArticleAnalysis, before: &str) -> Option<String> {
    let mut words = before.split_whitespace().rev();
    let last = words.next().filter(|_| before.ends_with(char::is_whitespace))?;
    let noun = if last == "of" { words.next()? } else { last };
    let letters = stem(noun);
    let plain =
        letters.len() > 2 && noun.chars().all(char::is_lowercase) && analysis.language.idf.idf(&letters) >= CONTENT;
    let verb = analysis.language.triggers.find(noun, None).is_some();
    (plain && !verb).then(|| format!("={letters}"))
}

/// Ages: "Ana Reed, 34," and "34-year-old Ana Reed".
fn ages(analysis: &ArticleAnalysis, told: &Told) -> Vec<(Span, Value)> {
    let mut found = Vec::new();
    let text = |from: u32, to: u32| analysis.slice(Span::new(from, to.min(told.span.end).max(from)));
    for mention in analysis.mentions_within(told.span) {
        if mention.kind != MentionKind::Named || mention.entity_type != EntityType::Person {
            continue;
        }
        let behind = text(mention.span.end, told.span.end);
        if let Some(rest) = behind.strip_prefix(", ") {
            let digits = rest.len() - rest.trim_start_matches(|ch: char| ch.is_ascii_digit()).len();
            let ends = rest[digits..].starts_with([',', '.', ';', ' ']) && !rest[digits..].starts_with(" ");
            if let Some(age) = rest[..digits].parse().ok().filter(|age| ends && (1..120).contains(age)) {
                let at = mention.span.end + 2;
                found.push((Span::new(at, at + Span::of(0..digits).end), Value::Age(mention.chain, age)));
            }
        }
        let before = text(told.span.start, mention.titled.start.min(mention.span.start)).trim_end();
        let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
        let years = word.strip_suffix("-year-old").and_then(|years| years.parse().ok());
        if let Some(age) = years {
            let end = told.span.start + Span::of(0..before.len()).end;
            found.push((Span::new(end - Span::of(0..word.len()).end, end), Value::Age(mention.chain, age)));
        }
    }
    found
}

/// True for a day that is a part of a name ("Patch Tuesday", "This Week" between quotation marks).
fn in_name(analysis: &ArticleAnalysis, told: &Told, span: Span) -> bool {
    let at = told.words.partition_point(|word| word.span.start < span.start);
    let before = at.checked_sub(1).and_then(|at| told.words.get(at)).filter(|word| word.span.end + 1 == span.start);
    let own = analysis.slice(span);
    let capital = |text: &str| text.starts_with(char::is_uppercase);
    let beside = before.is_some_and(|word| at > 1 && capital(analysis.slice(word.span)) && !word.number);
    let quoted = told.words.get(at).is_some_and(|word| word.quoted) && own.split_whitespace().all(capital);
    capital(own) && beside || quoted
}

/// What a time says that can be compared.
fn value(analysis: &ArticleAnalysis, span: Span, value: TimeValue) -> Option<Value> {
    let last = |first: Date, months: i64| {
        let next = first.checked_add(jiff::Span::new().months(months)).ok()?;
        next.yesterday().ok()
    };
    Some(match value {
        TimeValue::Day(day) => Value::Days(day, day),
        TimeValue::Week(monday) => Value::Days(monday, monday.checked_add(jiff::Span::new().days(6)).ok()?),
        TimeValue::Month(first) => Value::Days(first, last(first, 1)?),
        TimeValue::Quarter(first) => Value::Days(first, last(first, 3)?),
        TimeValue::Year(year) => {
            let first = Date::new(year, 1, 1).ok()?;
            Value::Days(first, last(first, 12)?)
        }
        TimeValue::Interval(Some(from), Some(to)) => Value::Days(from.min(to), from.max(to)),
        TimeValue::Duration { count, unit } if count > 0 => Value::Length(count, unit),
        TimeValue::Undated => {
            let words = analysis.slice(span).split(|ch: char| !ch.is_alphabetic());
            let mut days = words.filter_map(|word| analysis.language.time.weekday(word).map(|(day, _)| day));
            let day = days.next()?;
            Value::Weekday(Some(day).filter(|_| days.next().is_none())?)
        }
        _ => return None,
    })
}

/// Hours of the clock: "3 p.m.", "15:30", "noon".
fn hours(analysis: &ArticleAnalysis, told: &Told) -> Vec<(Span, Value)> {
    let Some(sentence) = analysis.structure.sentences.get(told.id) else { return Vec::new() };
    let tokens = analysis.structure.tokens_of(sentence);
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.kind != TokenKind::Punctuation) {
        let text = analysis.slice(token.span);
        let (clock, half) = match text.find(|ch: char| ch.is_ascii_alphabetic()) {
            Some(letters) => text.split_at(letters),
            None => (text, ""),
        };
        let (hour, minute) = clock.split_once(':').unwrap_or((clock, "00"));
        let (Ok(hour), Ok(minute)) = (hour.parse::<u16>(), minute.parse::<u16>()) else { continue };
        if hour > 23 || minute > 59 || !clock.contains(':') && hour == 0 {
            continue;
        }
        let behind = tokens[at + 1..].iter().take(4).map(|token| analysis.slice(token.span)).collect::<String>();
        let said = if half.is_empty() { behind.to_lowercase() } else { half.to_lowercase() };
        let plain: String = said.chars().filter(|ch| *ch != '.').take(2).collect();
        let afternoon = match plain.as_str() {
            "am" => false,
            "pm" => true,
            _ if clock.contains(':') && minute < 60 && clock.len() >= 4 => false,
            _ => continue,
        };
        let hour = if afternoon && hour < 12 { hour + 12 } else { hour };
        let end = tokens.get(at + 1).filter(|_| half.is_empty() && plain.ends_with('m'));
        let span = end.map_or(token.span, |end| token.span.join(end.span));
        found.push((span, Value::Hour((hour * 60 + minute) % DAY)));
    }
    found
}
