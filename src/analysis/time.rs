//! Time expressions, resolved against the article's date.
//!
//! Values follow TIMEX3 (Pustejovsky et al. 2003), the rules for news HeidelTime's (Strötgen and Gertz 2013): a
//! bare day of the week is the nearest in the direction of its clause, the day of publication counting as past; a
//! date without a year is the nearest in that direction. Nothing is counted from dates inside the article, so that
//! the year of one event is never lent to another.

use jiff::civil::Date;

use super::types::{TimeExpression, TimeId, TimeValue};
use crate::lexicon::Language;
use crate::text::IndexVec;
use crate::token::Structure;

mod clause;
mod duration;
mod meaning;
mod pattern;
mod resolve;
mod tense;

use clause::{Anchor, Clause};

/// Finds and resolves the time expressions of an article.
pub(super) fn times(
    lexicon: &Language,
    text: &str,
    structure: &Structure,
    published: Option<Date>,
) -> IndexVec<TimeId, TimeExpression> {
    let names = pattern::month_names(text, &structure.tokens, lexicon);
    let mut times: IndexVec<TimeId, TimeExpression> = IndexVec::new();
    for sentence in &structure.sentences {
        let clause = Clause::new(lexicon, text, structure, sentence);
        let first = times.next_index();
        let (mut at, mut last_end) = (0, usize::MAX);
        while at < clause.tokens.len() {
            let Some(found) = pattern::find(&clause, at, names) else {
                at += 1;
                continue;
            };
            let anchor = Anchor { sentence: times.since(first), dated: dated(&times) };
            let (value, relative) = resolve::resolve(&clause, &found, &anchor, published);
            let ranged = found.start > 1 && clause.is_before("range", found.start);
            let value = match times
                .last()
                .filter(|last| ranged && last.span.end <= clause.tokens[found.start - 1].span.start)
            {
                Some(first) if last_end == found.start - 1 => resolve::behind(first.value, value),
                _ => value,
            };
            last_end = found.end;
            let span = clause.tokens[found.start].span.join(clause.tokens[found.end - 1].span);
            at = found.end;
            times.push(TimeExpression { span, value, relative });
        }
    }
    times
}

/// The last dated value among the expressions that stand close before.
fn dated(times: &[TimeExpression]) -> Option<TimeValue> {
    use TimeValue::{Day, Interval, Month, Week, Year};
    let near = times.iter().rev().take(4).map(|time| time.value);
    near.into_iter().find(|value| matches!(value, Day(_) | Week(_) | Month(_) | Year(_) | Interval(..)))
}

#[cfg(test)]
mod tests;
