//! Go to definition: one target. On a name, the mention that introduces it; on that introduction, its introduction
//! in the other articles. On anything else that can be checked (an event, a statement, a figure), the sentence of
//! another article that surely tells the same; where none does, the event that both articles are about or that another
//! coverage reports, the first mention of the event here, or who says it.

use super::elsewhere::{event_place, introduction, introductions, sure_event_places};
use super::target::{Target, entity_of, event_of, over_name};
use super::{FilePosition, Navigation, NavigationTarget};
use crate::analysis::{AttributionId, EventMentionId, MentionId};
use crate::corpus::{Place, Snapshot};
use crate::text::Span;

/// See the module. `None` where nothing is known, and on the only mention of something.
pub fn goto_definition(snapshot: &Snapshot, position: FilePosition) -> Option<Navigation> {
    let target = Target::at(snapshot, position);
    let over_name = over_name(snapshot.analysis(position.article), position.offset, &target);
    if let Some(there) = counterpart(snapshot, position).filter(|_| target.mention.is_none() || over_name) {
        return Some(there);
    }
    if let Some(mention) = target.mention {
        return of_mention(snapshot, position, mention);
    }
    let event = target.event.and_then(|event| of_event(snapshot, position, event));
    let event = event.or_else(|| of_event_here(snapshot, position, target.event?));
    event.or_else(|| target.statement.and_then(|(at, _, span)| of_source_here(snapshot, position, at, span)))
}

/// The sentence of another article that surely tells the same.
fn counterpart(snapshot: &Snapshot, position: FilePosition) -> Option<Navigation> {
    let (origin, found) = snapshot.counterparts(position.article, position.offset)?;
    found.first().filter(|first| first.sure).map(|first| one(snapshot, origin, first.place))
}

fn of_mention(snapshot: &Snapshot, position: FilePosition, mention: MentionId) -> Option<Navigation> {
    let analysis = snapshot.analysis(position.article);
    let asked = analysis.mentions.get(mention)?;
    let first = introduction(analysis, asked.chain)?;
    if first != mention {
        let place = Place { article: position.article, span: analysis.mentions[first].titled };
        return Some(one(snapshot, asked.titled, place));
    }
    let entity = entity_of(snapshot, position, mention)?;
    let (place, _) = introductions(snapshot, entity, position.article).into_iter().next()?;
    Some(one(snapshot, asked.titled, place))
}

/// Where the event that both articles are about, or that another coverage reports, is told of there.
fn of_event(snapshot: &Snapshot, position: FilePosition, mention: EventMentionId) -> Option<Navigation> {
    let analysis = snapshot.analysis(position.article);
    let origin = analysis.event_mentions.get(mention)?.span;
    let event = event_of(snapshot, position, mention)?;
    let (place, _) = sure_event_places(snapshot, event, position.article).into_iter().next()?;
    Some(one(snapshot, origin, place))
}

fn of_event_here(snapshot: &Snapshot, position: FilePosition, mention: EventMentionId) -> Option<Navigation> {
    let analysis = snapshot.analysis(position.article);
    let asked = analysis.event_mentions.get(mention)?;
    let first = event_place(analysis, asked.event)?;
    let place = Place { article: position.article, span: analysis.event_mentions[first].span };
    (first != mention).then(|| one(snapshot, asked.span, place))
}

/// A statement that no other article has: who says it.
fn of_source_here(snapshot: &Snapshot, position: FilePosition, at: AttributionId, span: Span) -> Option<Navigation> {
    let analysis = snapshot.analysis(position.article);
    let attribution = analysis.attributions.get(at)?;
    let source = *attribution.source.first()?;
    let place = Place { article: position.article, span: source };
    (!source.covers(span)).then(|| one(snapshot, span, place))
}

fn one(snapshot: &Snapshot, origin: Span, place: Place) -> Navigation {
    Navigation { origin, targets: vec![NavigationTarget::new(snapshot, place)] }
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
        check(&at("talks}} with", 0), left, "002:3 the port talks", all);
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
    fn plain_words_of_an_article_alone_lead_nowhere() {
        check(&at("in Weston", 0), "", "", "");
    }
}
