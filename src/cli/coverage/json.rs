//! The coverage for programs: all of it.

use serde::Serialize;

use super::super::place::Places;
use crate::corpus::{ArticleId, Coverage, Place, Snapshot};
use crate::ide::display::reason::{conflict, reason, reasons};
use crate::ide::overview::{Heard, Said, Unheard, overview, unheard, voices};

/// What `coverage --format json` prints.
#[derive(Serialize)]
pub(super) struct CoverageJson<'a> {
    events: Vec<EventJson<'a>>,
    related: Vec<RelatedJson<'a>>,
    never_quoted: Vec<UnheardJson<'a>>,
}

#[derive(Serialize)]
struct EventJson<'a> {
    id: String,
    title: &'a str,
    date: Option<String>,
    articles: Vec<&'a str>,
    why: Vec<String>,
    shared: Vec<SharedJson<'a>>,
    differences: Vec<DifferenceJson<'a>>,
    untold: Vec<UntoldJson<'a>>,
    only: Vec<OnlyJson<'a>>,
    origins: Vec<OriginJson<'a>>,
    never_quoted: Vec<UnheardJson<'a>>,
}

#[derive(Serialize)]
struct SharedJson<'a> {
    verbatim: bool,
    score: f32,
    versions: Vec<StatementJson<'a>>,
}

#[derive(Serialize)]
struct StatementJson<'a> {
    article: &'a str,
    line: u32,
    start: u32,
    end: u32,
    source: String,
    text: &'a str,
}

#[derive(Serialize)]
struct DifferenceJson<'a> {
    what: &'static str,
    versions: [VersionJson<'a>; 2],
}

/// What one article tells of the event, and others do not.
#[derive(Serialize)]
struct UntoldJson<'a> {
    what: &'static str,
    question: &'static str,
    told: VersionJson<'a>,
    silent: Vec<&'a str>,
}

#[derive(Serialize)]
struct VersionJson<'a> {
    article: &'a str,
    line: u32,
    start: u32,
    end: u32,
    words: String,
}

#[derive(Serialize)]
struct OnlyJson<'a> {
    article: &'a str,
    statements: Vec<StatementJson<'a>>,
}

#[derive(Serialize)]
struct OriginJson<'a> {
    name: String,
    articles: Vec<HeardJson<'a>>,
}

#[derive(Serialize)]
struct HeardJson<'a> {
    article: &'a str,
    statements: usize,
    /// The outlet that carries all of them.
    through: Option<String>,
}

#[derive(Serialize)]
struct UnheardJson<'a> {
    name: String,
    mentions: usize,
    articles: Vec<&'a str>,
}

#[derive(Serialize)]
struct RelatedJson<'a> {
    a: &'a str,
    b: &'a str,
    score: f64,
    why: Vec<String>,
}

/// All of a snapshot's coverage.
pub(super) fn coverage(snapshot: &Snapshot) -> CoverageJson<'_> {
    let reader = Reader { snapshot, places: Places::new(snapshot) };
    let related = snapshot.related().into_iter().map(|related| RelatedJson {
        a: reader.key(related.a),
        b: reader.key(related.b),
        score: related.score,
        why: related.why.iter().map(reason).chain(related.conflicts.iter().map(conflict)).collect(),
    });
    let all: Vec<ArticleId> = snapshot.ids().collect();
    CoverageJson {
        events: snapshot.coverages.iter().enumerate().map(|(nth, coverage)| reader.event(nth, coverage)).collect(),
        related: related.collect(),
        never_quoted: unheard(snapshot, &all).into_iter().map(|one| reader.unheard(one)).collect(),
    }
}

struct Reader<'a> {
    snapshot: &'a Snapshot,
    places: Places<'a>,
}

impl<'a> Reader<'a> {
    fn key(&self, article: ArticleId) -> &'a str {
        &self.snapshot.article(article).key
    }

    fn event(&self, nth: usize, coverage: &'a Coverage) -> EventJson<'a> {
        let found = overview(self.snapshot, &coverage.articles);
        let shared = found.shared.iter().map(|one| SharedJson {
            verbatim: one.verbatim,
            score: one.score,
            versions: one.versions.iter().map(|said| self.said(said)).collect(),
        });
        let differences = found.differences.iter().map(|one| DifferenceJson {
            what: one.what.name(),
            versions: one.versions.clone().map(|(place, words)| self.version(place, words)),
        });
        let untold = found.untold.iter().map(|one| UntoldJson {
            what: one.what.name(),
            question: one.what.label(),
            told: self.version(one.told.0, one.told.1.clone()),
            silent: one.silent.iter().map(|article| self.key(*article)).collect(),
        });
        let only = found.alone.iter().map(|(article, said)| OnlyJson {
            article: self.key(*article),
            statements: said.iter().map(|said| self.said(said)).collect(),
        });
        let several = coverage.articles.len() > 1;
        let heard = if several { voices(self.snapshot, &coverage.articles) } else { Vec::new() };
        let origins = heard.into_iter().map(|voice| {
            let through = |article: &ArticleId| voice.through.iter().find(|(other, _)| other == article);
            let article = |heard: &Heard| HeardJson {
                article: self.key(heard.article),
                statements: heard.times,
                through: through(&heard.article).map(|(_, outlet)| outlet.clone()),
            };
            OriginJson { name: voice.name.clone(), articles: voice.statements.iter().map(article).collect() }
        });
        let missing = if several { unheard(self.snapshot, &coverage.articles) } else { Vec::new() };
        EventJson {
            id: format!("c{nth}"),
            title: &coverage.title,
            date: coverage.date.map(|date| date.to_string()),
            articles: coverage.articles.iter().map(|&article| self.key(article)).collect(),
            why: reasons(&self.snapshot.why_coverage(coverage)),
            shared: shared.collect(),
            differences: differences.collect(),
            untold: untold.collect(),
            only: only.collect(),
            origins: origins.collect(),
            never_quoted: missing.into_iter().map(|one| self.unheard(one)).collect(),
        }
    }

    fn said(&self, said: &Said) -> StatementJson<'a> {
        let (start, end) = self.places.code_points(said.place);
        StatementJson {
            article: self.key(said.place.article),
            line: self.places.line_column(said.place).0,
            start,
            end,
            source: said.speaker.clone(),
            text: self.snapshot.slice(said.place),
        }
    }

    fn version(&self, place: Place, words: String) -> VersionJson<'a> {
        let (start, end) = self.places.code_points(place);
        let line = self.places.line_column(place).0;
        VersionJson { article: self.key(place.article), line, start, end, words }
    }

    fn unheard(&self, one: Unheard) -> UnheardJson<'a> {
        UnheardJson {
            name: one.name,
            mentions: one.mentions,
            articles: one.articles.into_iter().map(|article| self.key(article)).collect(),
        }
    }
}
