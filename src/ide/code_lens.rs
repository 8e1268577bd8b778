//! What stands above an article: where else its event is reported, and what differs there.

use super::compare::statements;
use super::elsewhere::event_places;
use crate::corpus::{ArticleId, EventId, Place, Snapshot};
use crate::text::Span;
use crate::token::ZoneKind;

/// Other articles that get a line of their own.
const MOST_COMPARED: usize = 3;

/// A line above the article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeLens {
    /// The first paragraph.
    pub span: Span,
    /// What it says.
    pub title: String,
    /// What it opens.
    pub act: CodeLensAct,
}

/// What a lens opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeLensAct {
    /// Places, one in each other article.
    Places(Vec<Place>),
    /// The statements that differ from another article.
    Compare {
        /// Which.
        other: ArticleId,
        /// Where it has them.
        places: Vec<Place>,
    },
}

/// The lenses of an article; none when no other article reports its event.
pub fn code_lens(snapshot: &Snapshot, article: ArticleId) -> Vec<CodeLens> {
    let all = &snapshot.coverage(snapshot.article(article).coverage).articles;
    let Some(first) = snapshot.analysis(article).structure.paragraphs.first().filter(|_| all.len() > 1) else {
        return Vec::new();
    };
    let places = places(snapshot, article, all);
    let mut others: Vec<ArticleId> = places.iter().map(|place| place.article).collect();
    let lens = |title, act| CodeLens { span: first.span, title, act };
    let mut lenses = vec![lens(count(snapshot, all), CodeLensAct::Places(places))];
    let single = others.len() == 1;
    others.truncate(MOST_COMPARED);
    for other in others {
        let differing = statements(snapshot, article, other).into_iter().filter(|one| one.differs);
        let places: Vec<Place> = differing.map(|one| one.there).collect();
        if !places.is_empty() {
            let verb = if places.len() == 1 { "statement differs" } else { "statements differ" };
            let from = if single { String::new() } else { format!(" in {}", name(snapshot, other, all)) };
            lenses.push(lens(format!("{} {verb}{from}", places.len()), CodeLensAct::Compare { other, places }));
        }
    }
    lenses
}

/// `2 outlets on this event`; articles are counted when an outlet is not known, or has several.
fn count(snapshot: &Snapshot, all: &[ArticleId]) -> String {
    let outlet = |id: &ArticleId| snapshot.article(*id).label.outlet.as_deref();
    let known: Option<Vec<&str>> = all.iter().map(outlet).collect();
    let mut outlets = known.unwrap_or_default();
    outlets.sort_unstable();
    outlets.dedup();
    let what = if outlets.len() == all.len() { "outlets" } else { "articles" };
    format!("{} {what} on this event", all.len())
}

/// An article by its outlet, with its handle when another article on the event is of the same outlet: `Post (002)`.
fn name(snapshot: &Snapshot, article: ArticleId, all: &[ArticleId]) -> String {
    let label = |id: ArticleId| &snapshot.article(id).label;
    let Some(outlet) = &label(article).outlet else { return label(article).short.clone() };
    let twin = all.iter().any(|&id| id != article && label(id).outlet.as_ref() == Some(outlet));
    if twin { format!("{outlet} ({})", label(article).short) } else { outlet.clone() }
}

/// The place in each other article of a coverage that tells of the event, in reading order; an article that tells of it
/// in no place of its own is shown from its first paragraph.
fn places(snapshot: &Snapshot, article: ArticleId, all: &[ArticleId]) -> Vec<Place> {
    let mut places: Vec<Place> = main_event(snapshot, article)
        .map(|event| event_places(snapshot, event, article).into_iter().map(|(place, _)| place).collect())
        .unwrap_or_default();
    places.retain(|place| all.contains(&place.article));
    let missing: Vec<ArticleId> =
        all.iter().copied().filter(|id| *id != article && places.iter().all(|place| place.article != *id)).collect();
    places.extend(missing.into_iter().map(|article| Place { article, span: beginning(snapshot, article) }));
    places
}

fn main_event(snapshot: &Snapshot, article: ArticleId) -> Option<EventId> {
    snapshot.article(article).main_event()
}

/// The first paragraph of the body, else of the article.
fn beginning(snapshot: &Snapshot, article: ArticleId) -> Span {
    let paragraphs = &snapshot.analysis(article).structure.paragraphs;
    let body = paragraphs.iter().find(|paragraph| paragraph.zone == ZoneKind::Body);
    body.or(paragraphs.first()).map_or(Span::default(), |paragraph| paragraph.span)
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::{CodeLensAct, code_lens};
    use crate::ide::fixture::fixture;

    fn check(articles: &str, expected: Expect) {
        let (snapshot, position) = fixture(articles);
        let show = |lens: super::CodeLens| {
            let act = match lens.act {
                CodeLensAct::Places(places) => places,
                CodeLensAct::Compare { places, .. } => places,
            };
            let words: Vec<String> =
                act.iter().map(|place| format!("{} {}", place.article.0, snapshot.slice(*place))).collect();
            format!("{} → {}\n", lens.title, words.join(" | "))
        };
        expected.assert_eq(&code_lens(&snapshot, position.article).into_iter().map(show).collect::<String>());
    }

    #[test]
    fn two_outlets_and_what_differs() {
        check(
            "\
//- 000.txt coverage=a outlet=Mail
$0{p reed|Ana Reed} made {e call-1 reed|a {h|call}}. {src b|{pro reed|She}} {cue b|called} it {say b|“ten times too much”}.
//- 001.txt coverage=a outlet=Post
Weston, today.

{p reed|Ana Reed} had {e call-1 reed|a {h|talk}}. {src b|{pro reed|She}} {cue b|called} it {say b|“ten times too high”}.
//- 002.txt coverage=b
{p reed|Ana Reed} left.
",
            expect![[r#"
                2 outlets on this event → 1 a talk
                1 statement differs → 1 “ten times too high”
            "#]],
        );
    }

    #[test]
    fn three_articles_one_without_an_outlet() {
        check(
            "\
//- 000.txt coverage=a outlet=Mail
$0{src b|{p reed|Reed}} {cue b|called} it {say b|“ten times too much”}.
//- 001.txt coverage=a outlet=Post
{src b|{p reed|Reed}} {cue b|called} it {say b|“ten times too high”}.
//- 002.txt coverage=a
Nobody came.
",
            expect![[r#"
                3 articles on this event → 1 Reed called it “ten times too high”. | 2 Nobody came.
                1 statement differs in Post → 1 “ten times too high”
            "#]],
        );
    }

    #[test]
    fn two_articles_of_one_outlet_have_their_handles() {
        check(
            "\
//- 000.txt coverage=a outlet=Mail
$0{src b|{p reed|Reed}} {cue b|called} it {say b|“ten times too much”}.
//- 001.txt coverage=a outlet=Post
{src b|{p reed|Reed}} {cue b|called} it {say b|“ten times too high”}.
//- 002.txt coverage=a outlet=Post
{src b|{p reed|Reed}} {cue b|called} it {say b|“ten times too dear”}.
",
            expect![[r#"
                3 articles on this event → 1 Reed called it “ten times too high”. | 2 Reed called it “ten times too dear”.
                1 statement differs in Post (001) → 1 “ten times too high”
                1 statement differs in Post (002) → 2 “ten times too dear”
            "#]],
        );
    }

    #[test]
    fn nothing_to_say() {
        check("//- 000.txt coverage=a outlet=Mail\n$0Nobody came.\n//- 001.txt coverage=b\nReed came.", expect![""]);
    }
}
