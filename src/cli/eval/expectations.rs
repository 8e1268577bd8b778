//! The expectations made by hand, for the sample articles and some more: the table in `tests/scores/gold.md`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use super::super::command::{Failure, Outcome};
use super::options::{Options, cannot};
use crate::analysis::{Article, ArticleMeta, ArticleRole, analyze};
use crate::corpus::{Corpus, Snapshot};
use crate::eval::gold::Gold;
use crate::eval::table::{Section, render};
use crate::eval::{Case, score};
use crate::model::Models;

/// A set of gold files over a folder of articles.
struct Set {
    title: &'static str,
    about: &'static str,
    files: &'static [&'static str],
    articles: &'static str,
    words: bool,
}

const SETS: [Set; 2] = [
    Set {
        title: "Seeds",
        about: "The five sample articles in one workspace; dates of 000, 001 and 003 from outside the text.",
        files: &["seeds-names-and-attributions.json", "seeds-events-claims-times-queries.json"],
        articles: "seeds",
        words: true,
    },
    Set {
        title: "BASIL, twelve articles",
        about: "Four events by three outlets in one workspace, with their dates from the corpus.",
        files: &["basil-twelve.json"],
        articles: "corpora/basil/articles",
        words: false,
    },
];

/// Whether a folder holds them.
pub(super) fn are_in(folder: &Path) -> bool {
    folder.join("codes.json").is_file() && SETS.iter().any(|set| set.files.iter().any(|it| folder.join(it).is_file()))
}

/// Scores and prints, or writes, the table.
pub(super) fn run(folder: &Path, options: &Options, out: &mut dyn Write) -> Outcome {
    let models = Models::embedded();
    let beside = folder.join("..");
    let mut sections = Vec::new();
    for set in &SETS {
        let files: Vec<PathBuf> = set.files.iter().map(|file| folder.join(file)).collect();
        let files: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
        let gold = Gold::read(&files, &folder.join("codes.json")).map_err(cannot(folder))?;
        let snapshot = snapshot(&models, &gold, &beside.join(set.articles))?;
        sections.push(Section {
            title: set.title.to_owned(),
            about: set.about.to_owned(),
            scores: score(&Case::new(&gold, &snapshot)),
            words: set.words,
        });
    }
    let table = render(&sections);
    match &options.write {
        Some(path) => std::fs::write(path, table).map_err(cannot(path))?,
        None => out.write_all(table.as_bytes())?,
    }
    Ok(ExitCode::SUCCESS)
}

fn snapshot(models: &Models, gold: &Gold, folder: &Path) -> Result<Arc<Snapshot>, Failure> {
    let mut corpus = Corpus::new();
    for (name, article) in &gold.articles {
        let path = folder.join(name);
        let text = std::fs::read_to_string(&path).map_err(cannot(&path))?;
        // A date that stands in the text has to be found there.
        let given = article.article.published.as_ref().filter(|_| !article.article.published_in_text);
        let meta = ArticleMeta {
            published: given.and_then(|date| date.parse().ok()),
            role: ArticleRole::Clipping,
            ..ArticleMeta::default()
        };
        corpus.set(name.as_str().into(), Arc::new(analyze(models, &Article { text: text.into(), meta })));
    }
    Ok(corpus.snapshot())
}
