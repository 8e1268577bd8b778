//! `copydesk eval`: what Copydesk finds against gold.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::command::{Failure, Outcome};
use super::json;
use super::style::{count, safe};
use super::workspace::{Progress, shorten, warn};
use crate::corpus::Judge;
use crate::eval::read::{self, Gold};
use crate::eval::report;
use crate::eval::scored::{Scored, Shown, Wanted, score};
use crate::model::Models;
use crate::model::same_event::SameEvent;
use crate::text::escaped_path;

mod expectations;
mod options;

pub(super) use options::Options;
use options::cannot;

/// So many problems of one corpus are told one by one.
const PROBLEMS: usize = 20;

/// Scores and prints, or writes, the tables.
pub(super) fn run(options: &Options, out: &mut dyn Write) -> Outcome {
    if let Some(folder) = options.gold.iter().find(|path| expectations::are_in(path)) {
        let why = match options {
            Options { json: true, .. } => "leave out --json",
            Options { gold, .. } if gold.len() > 1 => "name it alone",
            _ => return expectations::run(folder, options, out),
        };
        let folder = escaped_path(folder);
        return Err(Failure::Message(format!("{folder} holds expectations, which are a table by themselves: {why}")));
    }
    if options.speed && cfg!(debug_assertions) {
        warn("this program was built without --release, so that its speed says nothing");
    }
    let models = Models::embedded();
    let mut corpora = Vec::new();
    for path in &options.gold {
        corpora.push(corpus(path, options, &models)?);
    }
    if options.json {
        writeln!(out, "{}", json::line(&serde_json::json!({ "corpora": corpora }))?)?;
        return Ok(ExitCode::SUCCESS);
    }
    match &options.write {
        Some(path) => {
            let page = report::render(&corpora, Some(&origin(options, path)));
            std::fs::write(path, page).map_err(cannot(path))?;
        }
        None => out.write_all(report::render(&corpora, None).as_bytes())?,
    }
    for corpus in &corpora {
        examples(corpus, out)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The command that writes the same page again.
fn origin(options: &Options, path: &Path) -> String {
    let mut command = String::from("copydesk eval");
    let mut add = |word: &str| {
        command.push(' ');
        command.push_str(word);
    };
    options.gold.iter().for_each(|gold| add(&escaped_path(gold)));
    options.split.iter().for_each(|split| add(&format!("--split {split}")));
    [("--baseline", options.baseline), ("--speed", options.speed)].iter().filter(|it| it.1).for_each(|it| add(it.0));
    options.beside.iter().for_each(|other| add(&format!("--beside {}", escaped_path(other))));
    add(&format!("--write {}", escaped_path(path)));
    format!("Written by `{command}`.")
}

/// Reads and scores one path.
fn corpus(path: &Path, options: &Options, models: &Models) -> Result<Scored, Failure> {
    let mut gold = read::read(path).map_err(Failure::Message)?;
    for problem in gold.problems.iter().take(PROBLEMS) {
        warn(&problem.to_string());
    }
    if let Some(more) = gold.problems.len().checked_sub(PROBLEMS).filter(|more| *more > 0) {
        warn(&format!("{}: and {more} more like these", escaped_path(path)));
    }
    let splits = select(path, options.split.as_deref(), &mut gold)?;
    let mut wanted = Wanted {
        examples: options.examples,
        baseline: options.baseline,
        others: Vec::new(),
        speed: options.speed,
        judge: options.events.as_deref().map_or_else(|| Ok(Judge::default()), judge)?,
    };
    for file in &options.beside {
        wanted.others.push(read::other(file, &gold.articles).map_err(Failure::Message)?);
    }
    let progress = Progress::new();
    let (done, total) = (AtomicUsize::new(0), gold.articles.len());
    let title = escaped_path(path);
    let tell = || progress.tell(done.fetch_add(1, Ordering::Relaxed) + 1, total);
    let mut scored = score(models, &title, String::new(), &gold.articles, &wanted, &tell);
    progress.finish();
    scored.about = about(&scored, &gold, &splits);
    Ok(scored)
}

/// Trees in a file.
fn judge(path: &Path) -> Result<Judge, Failure> {
    let bytes = std::fs::read(path).map_err(cannot(path))?;
    let trees = SameEvent::of(&bytes).and_then(|trees| Judge::new(Arc::new(trees)));
    trees.map_err(|error| Failure::Message(format!("{}: {error}", escaped_path(path))))
}

/// Keeps the articles of a split, where the gold names splits; says what was read.
fn select(path: &Path, wanted: Option<&str>, gold: &mut Gold) -> Result<String, Failure> {
    let splits: Vec<String> = gold.splits().iter().map(|(name, articles)| format!("{name} ({articles})")).collect();
    let splits = splits.join(", ");
    match wanted {
        None if splits.is_empty() => Ok(String::new()),
        None => Ok(format!("; splits: {splits}")),
        Some(name) if splits.is_empty() => {
            let path = escaped_path(path);
            warn(&format!("{path}: its gold names no splits, so that all of it is read, not “{name}” alone"));
            Ok(String::new())
        }
        Some(name) => {
            gold.articles.retain(|article| article.split.as_deref() == Some(name));
            if gold.articles.is_empty() {
                let path = escaped_path(path);
                return Err(Failure::Message(format!(
                    "{path}: no article is in the split “{name}”; there are {splits}"
                )));
            }
            Ok(format!("; split: {name}"))
        }
    }
}

/// "84 articles, 63,000 words; brat stand-off; not counted: Date (12)."
fn about(scored: &Scored, gold: &Gold, splits: &str) -> String {
    let shapes = gold.shapes.iter().copied().collect::<Vec<_>>().join(" and ");
    let mut unknown: Vec<(&String, &usize)> = gold.unknown.iter().collect();
    unknown.sort_by_key(|(label, number)| (std::cmp::Reverse(**number), label.as_str()));
    let unknown = unknown.iter().map(|(label, _)| label.as_str()).collect::<Vec<_>>().join(", ");
    let unknown = if unknown.is_empty() { unknown } else { format!("; labels that are not counted: {unknown}") };
    let (articles, words) = (count(scored.articles, "article"), count(scored.words, "word"));
    format!("{articles}, {words}; {shapes}{splits}{unknown}.")
}

fn examples(corpus: &Scored, out: &mut dyn Write) -> Result<(), Failure> {
    let mut layer = "";
    for Shown { layer: of, path, line, words, why } in &corpus.examples {
        if *of != layer {
            layer = of;
            writeln!(out, "\n## Worst in {}: {layer}\n", corpus.title)?;
        }
        let path = shorten(path);
        writeln!(out, "- {}:{line}: {}", escaped_path(&path), safe(why))?;
        if !words.is_empty() {
            writeln!(out, "  | {}", safe(words))?;
        }
    }
    Ok(())
}
