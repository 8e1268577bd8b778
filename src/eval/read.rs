//! Gold of other people's corpora, in the shapes in which it is published: brat stand-off, JSON, CoNLL-U. What shape it
//! is, is found out by looking; names of folders mean nothing.

use std::path::Path;

use crate::text::escaped_path;

mod brat;
mod conllu;
mod gold;
mod json;

pub use gold::{Gold, GoldArticle, Other, Problem, SharedMention};
use gold::{files_below, text_of};

/// Reads the gold at or below `path`. The error says what is missing and what to do; what could not be read in part is
/// among the problems.
pub fn read(path: &Path) -> Result<Gold, String> {
    if !path.exists() {
        return Err(format!("{}: there is no such file or folder", escaped_path(path)));
    }
    let mut gold = Gold::default();
    let files = files_below(path);
    for file in &files {
        match file.extension().and_then(|end| end.to_str()) {
            Some("json") => json::read(file, path.is_file(), &mut gold),
            Some("conllu" | "conll") => conllu::read(file, &mut gold),
            Some("ann" | "txt") => {}
            // A file that was named is looked into whatever its name.
            _ if path.is_file() => by_content(file, &mut gold),
            _ => {}
        }
    }
    brat::read(path, &files, &mut gold);
    if gold.articles.is_empty() {
        return Err(nothing(path, &gold));
    }
    gold.articles.sort_by(|a, b| (&a.path, &a.name).cmp(&(&b.path, &b.name)));
    gold.problems.sort_by(|a, b| (&a.path, a.line, &a.message).cmp(&(&b.path, b.line, &b.message)));
    // An entity is looked at as a name and as a mention.
    gold.problems.dedup();
    Ok(gold)
}

/// What another system found in these articles, from a JSON file in the shape of gold. The error says what is wrong.
pub fn other(path: &Path, articles: &[GoldArticle]) -> Result<Other, String> {
    json::other(path, articles)
}

fn nothing(path: &Path, gold: &Gold) -> String {
    let path = escaped_path(path);
    match gold.problems.first() {
        Some(first) if gold.problems.len() == 1 => format!("{path}: no article with gold could be read: {first}"),
        Some(first) => {
            format!("{path}: no article with gold could be read: {first} (and {} like it)", gold.problems.len() - 1)
        }
        None => format!(
            "{path}: no gold was found there; known are brat stand-off (X.ann beside X.txt), JSON (gold.json beside the \
             articles) and CoNLL-U with Entity="
        ),
    }
}

fn by_content(file: &Path, gold: &mut Gold) {
    let Ok(text) = text_of(file) else { return json::read(file, true, gold) };
    if text.trim_start().starts_with(['{', '[']) {
        json::read(file, true, gold);
    } else if text.lines().any(|line| line.split('\t').count() == 10) {
        conllu::read(file, gold);
    }
}

#[cfg(test)]
mod tests;
