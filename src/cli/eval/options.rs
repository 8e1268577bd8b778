//! What is asked of `copydesk eval`.

use std::path::{Path, PathBuf};

use super::super::command::Failure;
use crate::text::escaped_path;

#[derive(clap::Args, Debug)]
pub(in crate::cli) struct Options {
    /// Gold, a folder or a file: brat stand-off (X.ann beside X.txt), JSON (gold.json beside the articles) or CoNLL-U
    /// with Entity=
    #[arg(value_name = "GOLD", required = true)]
    pub(in crate::cli) gold: Vec<PathBuf>,
    /// Of gold that says which split an article is in, read this one only
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) split: Option<String>,
    /// How many of the worst mistakes of each layer to show, with the words of the articles
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(in crate::cli) examples: usize,
    /// Print one JSON object in place of tables
    #[arg(long)]
    pub(in crate::cli) json: bool,
    /// Write the tables to this file, without a word of the articles
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    pub(in crate::cli) write: Option<PathBuf>,
    /// Measure the trivial baseline too: capital letters, verbs of saying, quotation marks
    #[arg(long)]
    pub(in crate::cli) baseline: bool,
    /// Measure another system too, by what it found: JSON in the shape of gold.json
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) beside: Vec<PathBuf>,
    /// Judge which articles report one event by the trees in this file
    #[arg(long, value_name = "FILE", hide = true)]
    pub(in crate::cli) events: Option<PathBuf>,
    /// Measure how many words are read in a second on one core
    #[arg(long)]
    pub(in crate::cli) speed: bool,
}

/// A file that cannot be read or written.
pub(super) fn cannot(path: &Path) -> impl Fn(std::io::Error) -> Failure {
    let path = escaped_path(path);
    move |error| Failure::Message(format!("{path}: {error}"))
}
