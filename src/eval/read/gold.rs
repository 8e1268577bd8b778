//! Gold as it is once it has been read, whatever its shape.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::super::layers::Layers;
use crate::analysis::ArticleMeta;
use crate::model::EntityType;
use crate::store::article::{self, ReadOutcome};
use crate::text::{Span, escaped_path};

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
    pub(super) fn new(name: &str, path: &Path, text: Arc<str>, gold: Layers) -> Self {
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
    pub(super) fn problem(&mut self, path: &Path, line: Option<usize>, message: impl Into<String>) {
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

/// What another system finds in articles, by their names.
#[derive(Clone, Debug, Default)]
pub struct Other {
    /// What it is called in tables.
    pub name: String,
    /// What it finds.
    pub articles: BTreeMap<String, Layers>,
    /// Seconds that it read each article, where that is told.
    pub seconds: BTreeMap<String, f64>,
}

/// The files at or below a path, in order, hidden ones left out; links are not followed.
pub(super) fn files_below(path: &Path) -> Vec<PathBuf> {
    let walk = ignore::WalkBuilder::new(path).standard_filters(false).hidden(true).sort_by_file_path(Ord::cmp).build();
    let files = walk.filter_map(Result::ok).filter(|entry| entry.path().is_file());
    files.map(ignore::DirEntry::into_path).collect()
}

/// The text of a file, or what to tell its owner.
pub(super) fn text_of(path: &Path) -> Result<Arc<str>, String> {
    match article::read(path, LARGEST) {
        ReadOutcome::Text { text, .. } => Ok(text),
        ReadOutcome::TooLarge { .. } => Err("too large to be gold; left out".to_owned()),
        ReadOutcome::Failed { message } => Err(message),
    }
}

/// Byte offsets of code points: the last is that of the end.
pub(super) struct Points(Vec<u32>);

impl Points {
    pub(super) fn new(text: &str) -> Self {
        let of = |at: usize| Span::of(0..at).end;
        Self(text.char_indices().map(|(at, _)| of(at)).chain([of(text.len())]).collect())
    }

    /// The span between two code points, or what is wrong with them.
    pub(super) fn span(&self, start: u64, end: u64) -> Result<Span, String> {
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
