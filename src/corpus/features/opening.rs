//! What an article opens with: headline, standfirst and first paragraph, which tell what happened, to whom, and when.

use std::ops::Range;

use jiff::civil::Date;

use crate::analysis::{ArticleAnalysis, TimeValue};
use crate::corpus::features::figure::{Figure, figures_of};
use crate::text::Span;
use crate::token::ZoneKind;

/// Figures of an opening that are compared, the first.
const FIGURES: usize = 12;

/// The family of what is told of when what happened is over.
const AFTERMATH: &str = "funeral";

/// The opening of an article, as it is compared with another's.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Opening {
    figures: Vec<Figure>,
    /// Days that it tells of, sorted.
    days: Vec<Date>,
    /// It is about a funeral; it tells of one.
    is_aftermath: bool,
    has_aftermath: bool,
}

impl Opening {
    /// Reads the opening off an analysis.
    pub(crate) fn new(analysis: &ArticleAnalysis) -> Self {
        let ranges = paragraphs(analysis);
        let tokens = &analysis.structure.tokens;
        let spans =
            ranges.iter().filter_map(|range| Some(tokens.get(range.start)?.span.join(tokens.get(range.end - 1)?.span)));
        let spans: Vec<Span> = spans.collect();
        let opens = |start: u32| spans.iter().any(|span| (span.start..span.end).contains(&start));
        let figures = spans.iter().flat_map(|span| figures_of(analysis, *span));
        let days = analysis.times.iter().filter(|it| opens(it.span.start)).filter_map(|it| match it.value {
            TimeValue::Day(day) => Some(day),
            _ => None,
        });
        let mut days: Vec<Date> = days.collect();
        days.sort_unstable();
        days.dedup();
        let family = |class: &str| analysis.language.events.class_named(class).family;
        let told = || analysis.event_mentions.iter().filter(|it| family(it.class) == AFTERMATH);
        let headline = |start: u32| analysis.structure.zone_at(start) == ZoneKind::Headline;
        let main = analysis.events.iter().any(|event| event.main && family(event.class) == AFTERMATH);
        Self {
            figures: figures.map(|(_, figure)| figure).take(FIGURES).collect(),
            days,
            is_aftermath: main || told().any(|it| headline(it.head.start)),
            has_aftermath: told().any(|it| opens(it.head.start)),
        }
    }

    /// True when both count one thing, with figures that agree.
    pub(crate) fn agrees(&self, other: &Self) -> bool {
        let agree = |ours: &Figure| other.figures.iter().any(|theirs| ours.comparable(theirs) && ours.agrees(theirs));
        self.figures.iter().any(agree)
    }

    /// True when one is about a funeral and the other tells of none.
    pub(crate) fn differs(&self, other: &Self) -> bool {
        self.is_aftermath && !other.has_aftermath || other.is_aftermath && !self.has_aftermath
    }

    /// Days between the nearest days that the two tell of, where both tell of some.
    pub(crate) fn days_apart(&self, other: &Self) -> Option<f32> {
        let gaps = self.days.iter().flat_map(|ours| other.days.iter().map(move |theirs| days_between(*ours, *theirs)));
        gaps.min_by(f32::total_cmp)
    }
}

/// Days from one to the other, whichever is the earlier.
pub(crate) fn days_between(a: Date, b: Date) -> f32 {
    let days = a.since(b).map_or(i32::MAX, |span| span.get_days().abs());
    #[expect(clippy::cast_precision_loss, reason = "days within recorded history")]
    let days = days as f32;
    days
}

/// Ranges of tokens: headline, standfirst and the first paragraph of the body.
fn paragraphs(analysis: &ArticleAnalysis) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    for paragraph in &analysis.structure.paragraphs {
        let range = paragraph.first_token as usize..paragraph.end_token as usize;
        match paragraph.zone {
            _ if range.is_empty() => {}
            ZoneKind::Headline | ZoneKind::Standfirst => ranges.push(range),
            ZoneKind::Body => {
                ranges.push(range);
                break;
            }
            _ => {}
        }
    }
    ranges
}
