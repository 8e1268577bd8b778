//! Go to definition: one target for what is meant at a position. On a name, the mention that introduces it; on that
//! introduction, its introduction in the other articles. On anything else, where another article surely tells the same;
//! where none does, the first mention of an event here, who says a statement, the day that a time is counted from.

use super::elsewhere::{anchor, event_place, introduction, introductions};
use super::referent::{Referent, entity_of, referents};
use super::told::told;
use super::{FilePosition, Navigation, NavigationTarget};
use crate::analysis::MentionId;
use crate::corpus::{Place, Snapshot};
use crate::text::Span;

/// See the module. `None` where nothing is known, and on the only mention of something.
pub fn goto_definition(snapshot: &Snapshot, position: FilePosition) -> Option<Navigation> {
    let about = *referents(snapshot, position).first()?;
    if let Referent::Mention { mention, span } = about {
        let place = introduced(snapshot, position, mention)?;
        return Some(one(snapshot, about, span, place));
    }
    let (origin, told) = told(snapshot, position, about);
    if let Some(first) = told.first().filter(|first| first.sure) {
        return Some(one(snapshot, about, origin, first.place));
    }
    let analysis = snapshot.analysis(position.article);
    let span = match about {
        Referent::Event(mention) => {
            let first = event_place(analysis, analysis.event_mentions[mention].event)?;
            (first != mention).then(|| analysis.event_mentions[first].span)
        }
        Referent::Statement(statement) => {
            let source = *analysis.attributions[statement.attribution].source.first()?;
            (!source.covers(statement.span)).then_some(source)
        }
        Referent::Time(time) => {
            let date = anchor(analysis, &analysis.times[time])?.place?;
            (!date.overlaps(analysis.times[time].span)).then_some(date)
        }
        Referent::Mention { .. } | Referent::Quotation(_) | Referent::Word(_) => None,
    }?;
    Some(one(snapshot, about, origin, Place { article: position.article, span }))
}

/// Where somebody is introduced here; on that introduction, where another article does.
fn introduced(snapshot: &Snapshot, position: FilePosition, mention: MentionId) -> Option<Place> {
    let analysis = snapshot.analysis(position.article);
    let first = introduction(analysis, analysis.mentions[mention].chain)?;
    if first != mention {
        return Some(Place { article: position.article, span: analysis.mentions[first].titled });
    }
    let entity = entity_of(snapshot, position.article, mention)?;
    introductions(snapshot, entity, position.article).into_iter().map(|(place, _)| place).next()
}

fn one(snapshot: &Snapshot, about: Referent, origin: Span, place: Place) -> Navigation {
    Navigation { about, origin, targets: vec![NavigationTarget::new(snapshot, place)] }
}

#[cfg(test)]
mod tests {
    use super::goto_definition;
    use crate::ide::fixture::fixture;
    use crate::ide::goto_implementation::goto_implementation;
    use crate::ide::references::references;
    use crate::ide::shown::tests::landings;

    const PORT: &str = "\
//- 000.txt published=2024-05-06 coverage=port headline=yes
{p reed|Reed} speaks to dockers

Mayor {p reed|Ana Reed} held {e meeting-1 reed @2024-05-06|{h|talks}} with the dockers. {p reed|Reed} {cue far|called} {say far|“a bridge too far”} what they want, and {pro reed|she} left {e meeting-1 reed @2024-05-06|the {h|meeting}}.
//- 001.txt published=2023-02-01
{p reed|Ana Reed} held {e meeting-2 reed @2023-02-01|a {h|meeting}} in Weston.
//- 002.txt published=2024-05-07 coverage=port headline=yes
{e meeting-1 reed @2024-05-06|Port {h|talks}} fail

Weston’s {t|Mayor {p reed|Anna Reed}} left {e meeting-1 reed @2024-05-06|the port {h|talks}}. She {cue far|spoke of} {say far|“a bridge too far”}.
";

    /// The articles with the cursor before the nth `marker`.
    fn at(marker: &str, nth: usize) -> String {
        let (place, _) = PORT.match_indices(marker).nth(nth).unwrap();
        format!("{}$0{}", &PORT[..place], &PORT[place..])
    }

    /// Where definition, implementation and references lead from the cursor, as `000:3 words`.
    #[track_caller]
    fn check(articles: &str, definition: &str, implementation: &str, references_: &str) {
        let (snapshot, position) = fixture(articles);
        let shown = |navigation| landings(&snapshot, navigation);
        assert_eq!(shown(goto_definition(&snapshot, position)), definition, "definition");
        assert_eq!(shown(goto_implementation(&snapshot, position)), implementation, "implementation");
        assert_eq!(shown(references(&snapshot, position)), references_, "references");
    }

    const REED: &str = "000:1 Reed, 000:3 Ana Reed, 000:3 Reed, 000:3 she, 001:1 Ana Reed, 002:3 Anna Reed";

    #[test]
    fn a_name_leads_to_its_introduction_in_the_body() {
        check(&at("Reed}", 0), "000:3 Ana Reed", "002:3 Mayor Anna Reed, 001:1 Ana Reed", REED);
        check(&at("she}", 0), "000:3 Ana Reed", "002:3 Mayor Anna Reed, 001:1 Ana Reed", REED);
    }

    #[test]
    fn an_introduction_leads_to_the_same_coverage_first() {
        check(&at("Reed}", 1), "002:3 Mayor Anna Reed", "002:3 Mayor Anna Reed, 001:1 Ana Reed", REED);
    }

    #[test]
    fn an_event_leads_to_the_body_elsewhere_and_never_to_a_similar_event() {
        let all = "000:3 talks, 000:3 the meeting, 002:1 Port talks, 002:3 the port talks";
        let left = "002:3 Weston’s Mayor Anna Reed left the port talks.";
        check(&at("talks}} with", 0), left, left, all);
        check(&at("meeting}}", 0), "002:3 the port talks", "002:3 the port talks", all);
    }

    #[test]
    fn an_event_that_no_other_article_reports_stays_here() {
        check(&at("meeting}}", 1), "", "", "001:1 a meeting");
    }

    #[test]
    fn a_statement_leads_to_its_other_version() {
        let both = "000:3 “a bridge too far”, 002:3 “a bridge too far”";
        check(
            &at("bridge too", 0),
            "002:3 She spoke of “a bridge too far”.",
            "002:3 She spoke of “a bridge too far”.",
            both,
        );
    }

    #[test]
    fn a_fact_leads_to_where_it_is_told_otherwise() {
        let articles = "\
//- 000.txt published=2024-05-07 coverage=bus
A bus overturned near Lyon on Monday, killing $0five people. The road was closed.
//- 001.txt published=2024-05-07 coverage=bus
The road was busy. A bus overturned near Lyon on Monday, killing nine people.
";
        let nine = "001:1 A bus overturned near Lyon on Monday, killing nine people.";
        check(articles, nine, nine, "");
    }

    #[test]
    fn plain_words_of_an_article_alone_lead_nowhere() {
        check(&at("in Weston", 0), "", "", "");
    }
}
