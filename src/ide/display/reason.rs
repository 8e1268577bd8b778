//! Why things are one, and what parts them, in words that a reporter accepts.

use jiff::civil::Date;

use super::label::day;
use crate::corpus::{Conflict, Reason};

/// What joins two articles or events: "published a day apart".
pub fn reason(reason: &Reason) -> String {
    match reason {
        Reason::TellsOf(title) => format!("both tell of: {title}"),
        Reason::Names(names) => format!("both name {}", names.join(", ")),
        Reason::PublishedSameDay(date) => format!("published the same day, {}", day(*date)),
        Reason::PublishedDaysApart(1) => "published a day apart".to_owned(),
        Reason::PublishedDaysApart(days) => format!("published {days} days apart"),
        Reason::Quotes(quotes) => {
            let quotes: Vec<String> = quotes.iter().map(|words| format!("“{words}”")).collect();
            format!("both quote {}", quotes.join(" and "))
        }
        Reason::MainEventDay => "the main event is of the same day".to_owned(),
        Reason::Lead => "their first paragraphs are alike".to_owned(),
        Reason::Words => "they use the same words".to_owned(),
        Reason::EventPeople(names) => format!("same people: {}", names.join(", ")),
        Reason::EventPlaces(names) => format!("same place: {}", names.join(", ")),
        Reason::EventNames(names) => format!("both name: {}", names.join(", ")),
        Reason::EventDays(days) => format!("dates agree: {}", range(*days)),
        Reason::EventWords(words) => format!("same words: “{words}”"),
        Reason::MainEvents => "it is what both articles are about".to_owned(),
    }
}

/// What parts two articles: "China against Mexico".
pub fn conflict(conflict: &Conflict) -> String {
    match conflict {
        Conflict::Places(ours, theirs) | Conflict::Kinds(ours, theirs) => format!("{ours} against {theirs}"),
        Conflict::Days(ours, theirs) => format!("{} against {}", range(*ours), range(*theirs)),
        Conflict::Published(ours, theirs) => format!("published {} against {}", day(*ours), day(*theirs)),
    }
}

/// All of some reasons.
pub fn reasons(all: &[Reason]) -> Vec<String> {
    all.iter().map(reason).collect()
}

fn range((first, last): (Date, Date)) -> String {
    if first == last { day(first) } else { format!("{} to {}", day(first), day(last)) }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use expect_test::expect;

    use super::*;
    use crate::ide::seeds::seeds;

    /// Which names are most telling changes with every better reading of names; what joins and parts does not.
    #[test]
    fn titles_and_reasons() {
        let snapshot = seeds();
        let lasting = |why: &[Reason]| {
            let why = why.iter().filter(|why| !matches!(why, Reason::Names(_))).map(reason);
            why.collect::<Vec<_>>().join("; ")
        };
        let mut lines = String::new();
        for coverage in &snapshot.coverages {
            let why = lasting(&snapshot.why_coverage(coverage));
            writeln!(lines, "{} · {} · {why}", coverage.title, coverage.date.unwrap()).unwrap();
        }
        let mut related = snapshot.related();
        related.retain(|related| related.b.0 != 1 && related.a.0 > 1);
        related.sort_by_key(|related| (related.a, related.b));
        for related in related {
            let conflicts: Vec<String> = related.conflicts.iter().map(conflict).collect();
            let (why, conflicts) = (lasting(&related.why), conflicts.join("; "));
            writeln!(lines, "{} {}: {why} but {conflicts}", related.a.0, related.b.0).unwrap();
        }
        let expected = expect![[r#"
            Meeting of Obama and Putin, G20, Mexico · 2012-06-18 · 
            Phone call of Obama and Putin · 2016-04-18 · published the same day, 18 Apr 2016; both quote “significant uptick”
            Meeting of Obama and Putin, G20, Hangzhou · 2016-09-05 · 
            Meeting of Obama and Putin, Peru · 2016-11-20 · 
            2 3:  but China against Mexico; 5 Sep 2016 against 18 Jun 2012; published 5 Sep 2016 against 18 Jun 2012
            2 4: both tell of: Meeting of Obama and Putin, G20, Hangzhou but China against Peru; published 5 Sep 2016 against 20 Nov 2016
            3 4:  but Mexico against Peru; published 18 Jun 2012 against 20 Nov 2016
        "#]];
        expected.assert_eq(&lines);
    }
}
