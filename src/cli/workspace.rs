//! The articles a command is about: found, read, analysed and linked.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::Failure;
use crate::analysis::{self, Article, ArticleMeta};
use crate::corpus::{ArticleId, Corpus, Snapshot};
use crate::model::Models;
use crate::rules::{self, Finding, RuleSettings};

/// Articles with what is known of them.
pub(super) struct Workspace {
    /// Everything, linked. Keys are paths as the user gave them.
    pub(super) snapshot: Arc<Snapshot>,
    rules: RuleSettings,
}

impl Workspace {
    /// The findings of one article.
    pub(super) fn check(&self, article: ArticleId) -> Vec<Finding> {
        rules::check(&self.snapshot, article, &self.rules)
    }
}

/// Finds, reads, analyses and links the articles at and below `paths`. What cannot be read is told on standard error
/// and left out; a path that is not there, or no article at all, is a failure.
pub(super) fn load(paths: &[PathBuf]) -> Result<Workspace, Failure> {
    let mut files = BTreeMap::new();
    for path in paths {
        if !path.exists() {
            return Err(Failure::Message(format!("{}: no such file or folder", path.display())));
        }
        for file in ignore::WalkBuilder::new(path).require_git(false).build().flatten() {
            let is_article = file.depth() == 0 || file.path().extension().is_some_and(|extension| extension == "txt");
            if is_article && file.file_type().is_some_and(|kind| kind.is_file()) {
                let canonical = file.path().canonicalize().unwrap_or_else(|_| file.path().to_owned());
                files.entry(canonical).or_insert_with(|| file.path().to_owned());
            }
        }
    }
    let models = Models::embedded();
    let read: Vec<_> =
        files.values().collect::<Vec<_>>().into_par_iter().map(|path| (path, read(&models, path))).collect();
    let mut corpus = Corpus::new();
    for (path, analysis) in read {
        match analysis {
            Ok(analysis) => corpus.set(path.to_string_lossy().into(), Arc::new(analysis)),
            Err(error) => warn(&format!("{}: {error}", path.display())),
        }
    }
    if corpus.keys().next().is_none() {
        return Err(Failure::Message("no article found: folders are searched for .txt files".to_owned()));
    }
    Ok(Workspace { snapshot: corpus.snapshot(), rules: RuleSettings::default() })
}

fn read(models: &Models, path: &Path) -> io::Result<analysis::ArticleAnalysis> {
    let text = std::fs::read_to_string(path)?;
    Ok(analysis::analyze(models, &Article { text: text.into(), meta: ArticleMeta::default() }))
}

/// Tells the user something that is no reason to stop.
pub(super) fn warn(message: &str) {
    // A closed standard error is no reason to stop either.
    let _ = writeln!(io::stderr(), "copydesk: {message}");
}
