//! Hover on a time expression: which days it means, and what that was counted from.

use crate::analysis::{ArticleAnalysis, DurationUnit, TimeExpression, TimeId, TimeValue};
use crate::corpus::{ArticleId, Place, Snapshot};
use crate::ide::elsewhere::anchor;
use crate::ide::markup::{Inline, Line};
use crate::ide::shown::{day, line_number, place_link, sunday, text, weekday, window};

/// The lines about a time expression.
pub(super) fn lines(snapshot: &Snapshot, article: ArticleId, time: TimeId) -> Vec<Line> {
    let analysis = snapshot.analysis(article);
    let time = &analysis.times[time];
    let (value, note) = meaning(time.value);
    let mut lines = vec![vec![Inline::Strong(value), text(note)]];
    lines.extend(origin(snapshot, article, time));
    if let Some(block) = analysis.block_at(time.span.start).filter(|_| time.relative) {
        let link = place_link(snapshot, Place { article, span: block.introducer });
        let whose = format!("This passage is {}’s (from ", block.outlet);
        lines.push(vec![text(whose), link, text("); its own date is not given and taken as the same")]);
    }
    let mut said = vec![place_link(snapshot, Place { article, span: time.span }), text(" ")];
    said.extend(window(analysis, time.span, 120));
    lines.push(said);
    lines
}

/// The value, and what kind of value it is.
fn meaning(value: TimeValue) -> (String, String) {
    match value {
        TimeValue::Day(date) => (date.to_string(), format!(" · {}", weekday(date))),
        TimeValue::Week(monday) => (format!("{monday} to {}", sunday(monday)), " · week, day not stated".into()),
        TimeValue::Month(first) => {
            (format!("{:04}-{:02}", first.year(), first.month()), " · month, day not stated".into())
        }
        TimeValue::Quarter(_) => (value.to_string(), " · quarter, day not stated".into()),
        TimeValue::Year(year) => (format!("{year:04}"), " · year, day not stated".into()),
        TimeValue::Interval(Some(first), Some(last)) => (format!("{first} to {last}"), " · day not stated".into()),
        TimeValue::Interval(Some(first), None) => (format!("Since {first}"), String::new()),
        TimeValue::Interval(None, Some(last)) => (format!("Until {last}"), String::new()),
        TimeValue::Interval(None, None) => ("Some time".into(), " · no day given".into()),
        TimeValue::Duration { count, unit } => (length(count, unit), " · a length of time".into()),
        TimeValue::Past => ("Some time before".into(), " · no day given".into()),
        TimeValue::Future => ("Some time later".into(), " · no day given".into()),
        TimeValue::Undated => {
            ("Day not known".into(), " · this article has no date: set `published` in copydesk.toml".into())
        }
    }
}

fn length(count: u32, unit: DurationUnit) -> String {
    let unit = match unit {
        DurationUnit::Minute => "minute",
        DurationUnit::Hour => "hour",
        DurationUnit::Day => "day",
        DurationUnit::Week => "week",
        DurationUnit::Month => "month",
        DurationUnit::Year => "year",
    };
    match count {
        // "for years"
        0 => format!("Some {unit}s"),
        1 => format!("1 {unit}"),
        _ => format!("{count} {unit}s"),
    }
}

/// `Counted from 18 Apr 2016 (copydesk.toml; no date in the text)`.
fn origin(snapshot: &Snapshot, article: ArticleId, time: &TimeExpression) -> Option<Line> {
    let published = anchor(snapshot.analysis(article), time)?;
    let counted = text(format!("Counted from {} (", day(published.date)));
    Some(match published.place {
        None => vec![counted, text("copydesk.toml; no date taken from the text)")],
        Some(span) => {
            vec![counted, text("date in the text, "), place_link(snapshot, Place { article, span }), text(")")]
        }
    })
}

/// Where the day of a relative expression comes from, in a few words.
pub(super) fn counted_from(analysis: &ArticleAnalysis, time: &TimeExpression) -> Option<String> {
    let published = analysis.published.filter(|_| time.relative)?;
    Some(match published.place {
        None => "article date from copydesk.toml".into(),
        Some(span) => format!("article date from line {}", line_number(analysis, span)),
    })
}
