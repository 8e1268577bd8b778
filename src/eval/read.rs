//! Gold of other people's corpora, in the shapes in which it is published: brat stand-off, JSON, CoNLL-U. What shape it
//! is, is found out by looking; names of folders mean nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::layers::Layers;
use crate::analysis::ArticleMeta;
use crate::model::EntityType;
use crate::store::article::{self, ReadOutcome};
use crate::text::{Span, escaped_path};

mod brat;
mod conllu;
mod json;

/// Larger files are no gold.
const LARGEST: u64 = 256 << 20;

/// Something about a gold file that its owner should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Which file.
    pub path: PathBuf,
    /// Its line, counted from 1; `None` for the file as a whole.
    pub line: Option<usize>,
    /// What is wrong, and what was done about it.
    pub message: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}", escaped_path(&self.path))?;
        if let Some(line) = self.line {
            write!(out, ":{line}")?;
        }
        write!(out, ": {}", self.message)
    }
}

/// An article with what is marked in it.
#[derive(Clone, Debug)]
pub struct GoldArticle {
    /// What it is called in its corpus.
    pub name: String,
    /// The file that holds its text.
    pub path: PathBuf,
    /// Its text; for CoNLL-U put together from the words.
    pub text: Arc<str>,
    /// For a text that stands in its file otherwise: byte offsets with the file's lines, counted from 1.
    pub rows: Vec<(u32, usize)>,
    /// The part of the corpus that the gold says it is in ("dev").
    pub split: Option<String>,
    /// What is marked.
    pub gold: Layers,
    /// Where somebody looked for mentions; `None` for everywhere. A sentence with none of these was not looked at.
    pub looked_at: Option<Vec<Span>>,
    /// The event that it is about, a name that articles share.
    pub event: Option<String>,
    /// The story that its event is of; another event of one story is alike and not the same.
    pub topic: Option<String>,
    /// Mentions whose chains run across articles.
    pub shared: Vec<SharedMention>,
    /// What is known of it from outside.
    pub meta: ArticleMeta,
}

/// A mention of something that other articles mention too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedMention {
    /// Where.
    pub span: Span,
    /// The name of its chain, one for all articles.
    pub chain: Arc<str>,
    /// Of what it is a mention; `None` for an event.
    pub participant: Option<EntityType>,
}

impl GoldArticle {
    fn new(name: &str, path: &Path, text: Arc<str>, gold: Layers) -> Self {
        Self {
            name: name.to_owned(),
            path: path.to_owned(),
            text,
            rows: Vec::new(),
            split: None,
            gold,
            looked_at: None,
            event: None,
            topic: None,
            shared: Vec::new(),
            meta: ArticleMeta::default(),
        }
    }
}

/// What was read from one path.
#[derive(Clone, Debug, Default)]
pub struct Gold {
    /// Sorted by path and name.
    pub articles: Vec<GoldArticle>,
    /// In which shapes it came ("brat stand-off").
    pub shapes: BTreeSet<&'static str>,
    /// What was skipped, and why.
    pub problems: Vec<Problem>,
    /// Labels that mean nothing here, with their numbers.
    pub unknown: BTreeMap<String, usize>,
}

impl Gold {
    fn problem(&mut self, path: &Path, line: Option<usize>, message: impl Into<String>) {
        self.problems.push(Problem { path: path.to_owned(), line, message: message.into() });
    }

    /// The splits that the gold names, with the number of their articles.
    pub fn splits(&self) -> BTreeMap<&str, usize> {
        let mut splits = BTreeMap::new();
        for split in self.articles.iter().filter_map(|article| article.split.as_deref()) {
            *splits.entry(split).or_default() += 1;
        }
        splits
    }
}

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
pub fn other(path: &Path, articles: &[GoldArticle]) -> Result<super::scored::Other, String> {
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

/// The files at or below a path, in order, hidden ones left out; links are not followed.
fn files_below(path: &Path) -> Vec<PathBuf> {
    let walk = ignore::WalkBuilder::new(path).standard_filters(false).hidden(true).sort_by_file_path(Ord::cmp).build();
    let files = walk.filter_map(Result::ok).filter(|entry| entry.path().is_file());
    files.map(ignore::DirEntry::into_path).collect()
}

/// The text of a file, or what to tell its owner.
fn text_of(path: &Path) -> Result<Arc<str>, String> {
    match article::read(path, LARGEST) {
        ReadOutcome::Text { text, .. } => Ok(text),
        ReadOutcome::TooLarge { .. } => Err("too large to be gold; left out".to_owned()),
        ReadOutcome::Failed { message } => Err(message),
    }
}

/// Byte offsets of code points: the last is that of the end.
struct Points(Vec<u32>);

impl Points {
    fn new(text: &str) -> Self {
        let of = |at: usize| Span::of(0..at).end;
        Self(text.char_indices().map(|(at, _)| of(at)).chain([of(text.len())]).collect())
    }

    /// The span between two code points, or what is wrong with them.
    fn span(&self, start: u64, end: u64) -> Result<Span, String> {
        let byte = |point: u64| usize::try_from(point).ok().and_then(|point| self.0.get(point)).copied();
        match (byte(start), byte(end)) {
            (Some(from), Some(to)) if from < to => Ok(Span::new(from, to)),
            (Some(_), Some(_)) => Err(format!("{start} to {end} holds nothing: the end has to be greater")),
            _ => Err(format!(
                "{start} to {end} lies outside the text, which has {} code points",
                self.0.len().saturating_sub(1)
            )),
        }
    }
}

#[cfg(test)]
mod tests;
