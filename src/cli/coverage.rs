//! `copydesk coverage`: which articles report the same event.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use serde::Serialize;

use super::{Failure, Format, Outcome, workspace};
use crate::corpus::{ArticleId, Coverage, Snapshot};

#[derive(Serialize)]
struct CoverageJson<'a> {
    events: Vec<EventJson<'a>>,
    related: Vec<RelatedJson<'a>>,
}

#[derive(Serialize)]
struct EventJson<'a> {
    id: String,
    title: &'a str,
    date: Option<String>,
    articles: Vec<&'a str>,
}

#[derive(Serialize)]
struct RelatedJson<'a> {
    a: &'a str,
    b: &'a str,
    score: f64,
    why: Vec<&'a str>,
}

/// Prints the coverage.
pub(super) fn run(paths: &[PathBuf], format: Format, out: &mut dyn Write) -> Outcome {
    let workspace = workspace::load(paths)?;
    match format {
        Format::Json => {
            let json = serde_json::to_string_pretty(&json(&workspace.snapshot));
            writeln!(out, "{}", json.map_err(|error| Failure::Message(error.to_string()))?)?;
        }
        Format::Text => text(&workspace.snapshot, out)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn json(snapshot: &Snapshot) -> CoverageJson<'_> {
    let key = |article: ArticleId| &*snapshot.article(article).key;
    let event =
        |(nth, coverage): (usize, &'_ Coverage)| (format!("c{nth}"), coverage.date.map(|date| date.to_string()));
    CoverageJson {
        events: snapshot
            .coverages
            .iter()
            .enumerate()
            .map(|(nth, coverage)| {
                let (id, date) = event((nth, coverage));
                let articles = coverage.articles.iter().map(|&article| key(article)).collect();
                EventJson { id, title: &coverage.title, date, articles }
            })
            .collect(),
        related: snapshot
            .related
            .iter()
            .map(|related| RelatedJson {
                a: key(related.a),
                b: key(related.b),
                score: related.score,
                why: related.why.iter().chain(&related.vetoes).map(String::as_str).collect(),
            })
            .collect(),
    }
}

fn text(snapshot: &Snapshot, out: &mut dyn Write) -> std::io::Result<()> {
    for (nth, coverage) in snapshot.coverages.iter().enumerate() {
        writeln!(out, "{}  {}", nth + 1, coverage.title)?;
    }
    Ok(())
}
