//! The day on which what an article is about happened.

use jiff::civil::Date;

use crate::analysis::{ArticleAnalysis, ArticleEvent, Realis, TimeValue};
use crate::token::ZoneKind;

/// Days before publication beyond which what an article opens with is no news.
const NEWS: i32 = 14;

/// The day that the opening of an article gives for an event that has happened: not the day of what is planned, nor when
/// a law runs out, nor one that lies behind the day of publication or long before it.
pub(crate) fn happened(analysis: &ArticleAnalysis, event: &ArticleEvent, published: Option<Date>) -> Option<Date> {
    let bodies = analysis.structure.paragraphs.iter().filter(|it| it.zone == ZoneKind::Body).take(2);
    let end = bodies.last().map_or(u32::MAX, |paragraph| paragraph.span.end);
    let mentions = event.mentions.iter().filter_map(|at| analysis.event_mentions.get(*at));
    let opening = mentions.filter(|it| it.head.start < end && it.realis == Realis::Actual);
    let mut days = opening.filter_map(|it| match analysis.times.get(it.time?)?.value {
        TimeValue::Day(day) => Some(day),
        _ => None,
    });
    let since = |day: Date| published.and_then(|published| published.since(day).ok()).map_or(0, |it| it.get_days());
    days.find(|day| (0..=NEWS).contains(&since(*day)))
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use super::happened;
    use crate::corpus::testing::read;
    use crate::model::Models;

    #[test]
    fn what_is_to_come_dates_nothing() {
        let models = Models::embedded();
        let check = |text: &str, expected: Option<Date>| {
            let published = Some(date(2024, 3, 13));
            let analysis = read(&models, text, published);
            let main = analysis.events.iter().find(|event| event.main).unwrap();
            assert_eq!(happened(&analysis, main, published), expected, "{text}");
        };
        check("Fire guts mill\n\nA fire destroyed a mill on Monday.\n", Some(date(2024, 3, 11)));
        check("Leaders to meet\n\nThe leaders will meet on Friday in Oslo, aides said.\n", None);
        check("Fire guts mill\n\nA fire destroyed a mill in 2019. The fire of May 2, 2019, killed two.\n", None);
    }
}
