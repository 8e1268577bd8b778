//! Hover: one answer that joins name, quotation, speaker, event and time at a place. The answer stands in the first
//! line, twelve lines at most, every place a link; what is between quotation marks is a slice of the article.

use super::FilePosition;
use super::markup::{Line, Markup};
use super::target::{Part, Target};
use crate::corpus::Snapshot;
use crate::text::Span;

mod difference;
mod entity;
mod event;
mod statement;
mod time;

/// How many lines a hover has at most.
const MOST_LINES: usize = 12;

/// A hover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// The words it is about.
    pub span: Span,
    /// What it says.
    pub markup: Markup,
}

/// What is known at a position: a name before a date, a date before an event; a statement and the event in it
/// together.
pub fn hover(snapshot: &Snapshot, position: FilePosition) -> Option<Hover> {
    let target = Target::at(snapshot, position);
    let analysis = snapshot.analysis(position.article);
    if let Some(mention) = target.mention {
        return answer(analysis.mentions[mention].titled, entity::lines(snapshot, position.article, mention));
    }
    if let Some(time) = target.time {
        return answer(analysis.times[time].span, time::lines(snapshot, position.article, time));
    }
    let source = target.statement.filter(|(_, part, _)| *part == Part::Source);
    let speaker = source.and_then(|(at, ..)| entity::speaker(analysis, at));
    if let (None, Some(mention), Some((_, _, span))) = (target.event, speaker, source) {
        return answer(span, entity::lines(snapshot, position.article, mention));
    }
    let mut lines = Vec::new();
    let mut span = None;
    if let Some((at, _, part)) = target.statement {
        let brief = target.event.is_some();
        lines.extend(statement::lines(snapshot, position.article, at, part, brief));
        span = Some(part);
    }
    if let Some(event) = target.event {
        lines.extend(event::lines(snapshot, position.article, event));
        span = Some(analysis.event_mentions[event].span);
    }
    answer(span?, lines)
}

fn answer(span: Span, mut lines: Vec<Line>) -> Option<Hover> {
    lines.truncate(MOST_LINES);
    (!lines.is_empty()).then_some(Hover { span, markup: Markup { lines } })
}
