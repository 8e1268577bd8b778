//! Everything in a workspace in lists: articles, what they report on a time line, who and what they name.

use jiff::civil::Date;

use super::elsewhere::{event_place, introduction};
use super::shown::day;
use crate::analysis::ArticleRole;
use crate::corpus::{ArticleId, ChainRef, Place, Snapshot};
use crate::model::EntityType;
use crate::text::Span;
use crate::token::ZoneKind;

/// An article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleEntry {
    /// Which.
    pub article: ArticleId,
    /// How people see it, in one line.
    pub label: String,
    /// Day of publication.
    pub date: Option<Date>,
    /// The outlet.
    pub outlet: Option<String>,
    /// Title or first words.
    pub title: String,
    /// Draft or clipping.
    pub role: ArticleRole,
    /// What it reports, an index into [`events`].
    pub reports: usize,
}

/// What one or more articles report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventEntry {
    /// "Phone call of Obama and Putin".
    pub title: String,
    /// Its day, or the day of publication.
    pub date: Option<Date>,
    /// Where each article tells of it, with the article's label.
    pub articles: Vec<(Place, String)>,
}

/// Somebody or something with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntityEntry {
    /// The fullest common name.
    pub name: String,
    /// What it is.
    pub entity_type: EntityType,
    /// In how many articles it is mentioned.
    pub articles: usize,
    /// How often it is mentioned.
    pub mentions: usize,
    /// Where it is introduced.
    pub place: Place,
}

/// An article in one line: `18 Apr 2016 · outlet not in text · President Obama had “an intense …`.
pub fn label(snapshot: &Snapshot, article: ArticleId) -> String {
    let label = &snapshot.article(article).label;
    let date = label.date.map_or_else(|| "no date".to_owned(), day);
    let outlet = label.outlet.as_deref().unwrap_or("outlet not in text");
    let parts = [date.as_str(), outlet, label.title.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Every article, event by event.
pub fn articles(snapshot: &Snapshot) -> Vec<ArticleEntry> {
    let entry = |reports: usize, article: ArticleId| {
        let node = snapshot.article(article);
        ArticleEntry {
            article,
            label: label(snapshot, article),
            date: node.label.date,
            outlet: node.label.outlet.clone(),
            title: node.label.title.clone(),
            role: node.analysis.meta.role,
            reports,
        }
    };
    let coverages = snapshot.coverages.iter().enumerate();
    coverages
        .flat_map(|(event, coverage)| coverage.articles.iter().map(move |&article| entry(event, article)))
        .collect()
}

/// The time line: what is reported, in the order of its days, with the articles that report it.
pub fn events(snapshot: &Snapshot) -> Vec<EventEntry> {
    let entry = |coverage: &crate::corpus::Coverage| {
        let place =
            |&article: &ArticleId| (Place { article, span: main_place(snapshot, article) }, label(snapshot, article));
        let (title, date) = (coverage.title.to_string(), coverage.date);
        EventEntry { title, date, articles: coverage.articles.iter().map(place).collect() }
    };
    snapshot.coverages.iter().map(|coverage| entry(coverage)).collect()
}

/// Where an article tells what it is about: its main event, else its headline, else its first paragraph.
fn main_place(snapshot: &Snapshot, article: ArticleId) -> Span {
    let analysis = snapshot.analysis(article);
    let mention = analysis.main_event().and_then(|event| event_place(analysis, event));
    let zones = &analysis.structure.zones;
    let headline = || zones.iter().find(|zone| zone.kind == ZoneKind::Headline).map(|zone| zone.span);
    let first = || analysis.structure.paragraphs.first().map(|paragraph| paragraph.span);
    let event = mention.and_then(|mention| analysis.event_mentions.get(mention)).map(|mention| mention.span);
    event.or_else(headline).or_else(first).unwrap_or_default()
}

/// Everybody and everything with a name, the most mentioned first.
pub fn entities(snapshot: &Snapshot) -> Vec<EntityEntry> {
    let entry = |entity: crate::corpus::Entity<'_>| {
        let &ChainRef { article, chain } = entity.chains.first()?;
        let analysis = snapshot.analysis(article);
        let span = analysis.mentions.get(introduction(analysis, chain)?)?.span;
        let chains = entity.chains.iter().filter_map(|of| snapshot.analysis(of.article).chains.get(of.chain));
        let mut articles: Vec<ArticleId> = entity.chains.iter().map(|chain| chain.article).collect();
        articles.dedup();
        Some(EntityEntry {
            name: entity.name.to_owned(),
            entity_type: entity.entity_type,
            articles: articles.len(),
            mentions: chains.map(|chain| chain.mentions.len()).sum(),
            place: Place { article, span },
        })
    };
    let mut found: Vec<_> = snapshot.entities().filter(|entity| entity.named).filter_map(entry).collect();
    found.sort_by(|a, b| b.mentions.cmp(&a.mentions).then_with(|| a.name.cmp(&b.name)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::fixture::fixture;

    const TWO: &str = "\
//- 000.txt published=2024-05-06 outlet=Weston_Mail coverage=call headline=yes
{p reed|Ana Reed} calls

{p reed|Reed} made {e call-1 reed holt|an urgent {h|call}} to {p holt|Sam Holt}.
//- 001.txt coverage=call
$0{p reed|Reed} and {n aide|an aide} spoke.
//- 002.txt coverage=other

";

    #[test]
    fn articles_stand_by_their_events() {
        let (snapshot, _) = fixture(TWO);
        let shown: Vec<_> = articles(&snapshot).iter().map(|one| format!("{} {}", one.reports, one.label)).collect();
        let expected = [
            "0 6 May 2024 · Weston Mail · Ana Reed calls",
            "0 no date · outlet not in text · Reed and an aide spoke.",
            "1 no date · outlet not in text",
        ];
        assert_eq!(shown, expected);
    }

    #[test]
    fn events_say_where_each_article_tells_of_them() {
        let (snapshot, _) = fixture(TWO);
        let shown = |entry: &EventEntry| {
            let places: Vec<_> = entry.articles.iter().map(|(place, _)| snapshot.slice(*place)).collect();
            format!("{}: {}", entry.title, places.join(" / "))
        };
        let shown: Vec<_> = events(&snapshot).iter().map(shown).collect();
        assert_eq!(shown[0], "call: an urgent call / Reed and an aide spoke.");
        assert_eq!(shown[1], "other: ");
    }

    #[test]
    fn the_most_mentioned_come_first_and_who_has_no_name_does_not_come() {
        let (snapshot, _) = fixture(TWO);
        let shown = |one: &EntityEntry| format!("{} {} {}", one.name, one.articles, one.mentions);
        assert_eq!(entities(&snapshot).iter().map(shown).collect::<Vec<_>>(), ["Ana Reed 2 3", "Sam Holt 1 1"]);
    }
}
