//! `copydesk coverage`: which articles report the same event.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::style::{Ink, Style, count, safe};
use super::{Failure, Format, Outcome, workspace};
use crate::corpus::{ArticleId, ArticleNode, Coverage, Snapshot, label};

/// So many events are listed one by one.
const SHORT: usize = 12;

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
        Format::Text => text(&workspace.snapshot, &Style::of_stdout(), out)?,
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

/// The page: each event with its articles and what joins them, then what is related but not the same.
fn text(snapshot: &Snapshot, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let articles = count(snapshot.articles.len(), "article");
    writeln!(out, "{articles}, {}\n", count(snapshot.coverages.len(), "event"))?;
    let handles = handles(snapshot);
    for (nth, coverage) in snapshot.coverages.iter().enumerate() {
        writeln!(out, "{}", style.wrap(&format!("{:<3}", nth + 1), &title(coverage, style)))?;
        for &article in &coverage.articles {
            let label = safe(&snapshot.article(article).label.line()).into_owned();
            writeln!(out, "{}", style.wrap(&format!("   {}  ", handles[article.0 as usize]), &label))?;
        }
        if !coverage.why.is_empty() {
            writeln!(out, "{}", style.wrap("   same because  ", &safe(&coverage.why.join("; "))))?;
        }
    }
    if !snapshot.related.is_empty() {
        writeln!(out, "\n{}", style.paint(Ink::Strong, "Related, not the same"))?;
    }
    for related in &snapshot.related {
        let pair = format!("   {} / {}  ", handles[related.a.0 as usize], handles[related.b.0 as usize]);
        let why = [related.why.join("; "), related.vetoes.join("; ")];
        let why = why.iter().filter(|why| !why.is_empty()).cloned().collect::<Vec<_>>().join("; but ");
        writeln!(out, "{}", style.wrap(&pair, &safe(&why)))?;
    }
    Ok(())
}

/// The events a line each, those of one article only as a number when there are many.
pub(super) fn short(snapshot: &Snapshot, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let all = snapshot.coverages.len() <= SHORT;
    let shown = || snapshot.coverages.iter().filter(|coverage| all || coverage.articles.len() > 1);
    let handles = handles(snapshot);
    writeln!(out, "{}", count(snapshot.coverages.len(), "event"))?;
    for coverage in shown() {
        let articles: Vec<&str> =
            coverage.articles.iter().map(|article| handles[article.0 as usize].as_str()).collect();
        let line = format!("{} · {}", title(coverage, style), articles.join(", "));
        writeln!(out, "{}", style.wrap("  ", &line))?;
    }
    let rest = snapshot.coverages.len() - shown().count();
    if rest > 0 {
        writeln!(out, "  and {} with a single article", count(rest, "event"))?;
    }
    Ok(())
}

/// "Phone call of Obama and Putin · 18 Apr 2016".
fn title(coverage: &Coverage, style: &Style) -> String {
    let title = safe(&coverage.title).into_owned();
    let date = coverage.date.map_or_else(|| "no date".to_owned(), label::day);
    format!("{} · {date}", style.paint(Ink::Strong, &title))
}

/// What each article is called on the page: its short handle, or its path where two share one.
fn handles(snapshot: &Snapshot) -> Vec<String> {
    let mut seen: FxHashMap<&str, usize> = FxHashMap::default();
    for node in &snapshot.articles {
        *seen.entry(&node.label.short).or_default() += 1;
    }
    let handle = |node: &ArticleNode| {
        if seen[node.label.short.as_str()] > 1 { node.key.to_string() } else { node.label.short.clone() }
    };
    snapshot.articles.iter().map(|node| safe(&handle(node)).into_owned()).collect()
}
