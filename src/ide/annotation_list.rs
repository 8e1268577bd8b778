//! What people decided about articles, with where it stands in them: plain data for programs.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::annotation::Placed;
use crate::annotation::anchor::How;
use crate::corpus::{ArticleId, Snapshot};
use crate::text::CodePoints;

/// An annotation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Listed<'a> {
    /// Its id.
    pub id: &'a str,
    /// What it is about.
    pub kind: &'static str,
    /// What was decided.
    pub verdict: Option<&'static str>,
    /// Who made it or changed it last.
    pub creator: &'a str,
    /// When, RFC 3339.
    pub modified: Option<&'a str>,
    /// Where its targets stand in the articles at hand.
    pub places: Vec<ListedPlace<'a>>,
}

/// Where a target stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ListedPlace<'a> {
    /// The article.
    pub file: &'a str,
    /// First code point; none for what is lost.
    pub start: Option<u32>,
    /// One past the last code point.
    pub end: Option<u32>,
    /// Line, from 1.
    pub line: Option<u32>,
    /// Character in the line, from 1.
    pub column: Option<u32>,
    /// The words there; of what is lost the old ones.
    pub quote: &'a str,
    /// How the place was found.
    pub how: &'static str,
    /// How alike what stands there is, 0 to 1.
    pub score: f32,
}

/// The annotations of these articles, each once, in the order of the articles and of their files.
pub fn list<'a>(snapshot: &'a Snapshot, articles: &[(ArticleId, &'a [Placed])]) -> Vec<Listed<'a>> {
    let mut found: Vec<Listed<'a>> = Vec::new();
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    for (article, all) in articles {
        let points = CodePoints::new(&snapshot.analysis(*article).text);
        for placed in *all {
            let annotation = &placed.annotation;
            let at = *numbers.entry(&annotation.id).or_insert_with(|| {
                found.push(Listed {
                    id: &annotation.id,
                    kind: annotation.kind().name(),
                    verdict: placed.meaning().and_then(|meaning| meaning.verdict).map(|verdict| verdict.name()),
                    creator: &annotation.creator,
                    modified: annotation.modified(),
                    places: Vec::new(),
                });
                found.len() - 1
            });
            found[at].places.extend(places(snapshot, *article, &points, placed));
        }
    }
    found
}

fn places<'a>(
    snapshot: &'a Snapshot,
    article: ArticleId,
    points: &CodePoints<'_>,
    placed: &'a Placed,
) -> Vec<ListedPlace<'a>> {
    let node = snapshot.article(article);
    let analysis = snapshot.analysis(article);
    let here = placed.places.iter().zip(&placed.annotation.targets);
    here.filter_map(|(place, target)| {
        let place = place.as_ref()?;
        let span = place.span.map(|span| points.span(span));
        let line = place.span.map(|span| analysis.lines.line_of(span.start));
        let column = line
            .zip(span)
            .map(|(line, (start, _))| start - points.of(analysis.lines.line_span(&analysis.text, line).start) + 1);
        Some(ListedPlace {
            file: &node.key,
            start: span.map(|(start, _)| start),
            end: span.map(|(_, end)| end),
            line: line.map(|line| line + 1),
            column,
            quote: match (place.how, place.span) {
                (How::Orphaned, _) | (_, None) => target.words(),
                (_, Some(span)) if target.quote.is_some() => analysis.slice(span),
                _ => "",
            },
            how: place.how.name(),
            score: place.score,
        })
    })
    .collect()
}
