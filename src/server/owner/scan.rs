//! Reading the workspace: every article below the roots, on threads of its own.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::super::reading::Reading;
use super::super::uri;
use crate::analysis::{Article, ArticleAnalysis, ArticleMeta, analyze};
use crate::corpus::Corpus;
use crate::model::Models;
use crate::rules::Severity;
use crate::store::Problem;
use crate::store::article::{self, ReadOutcome};
use crate::store::settings::{DEFAULT_MAX_FILE_SIZE, SettingsFile, SettingsIndex};
use crate::store::workspace::{self, Found};
use crate::text::IndexVec;

/// What to read.
#[derive(Debug)]
pub struct Order {
    /// The folders.
    pub roots: Vec<PathBuf>,
    /// True when a folder needs no `copydesk.toml`.
    pub always: bool,
    /// The settings that are open in the editor, in place of those on disk.
    pub settings: Vec<SettingsFile>,
    /// What was read before: an article whose text and settings are the same is not analysed again.
    pub known: BTreeMap<String, Arc<ArticleAnalysis>>,
}

/// What was read.
#[derive(Debug)]
pub struct Scanned {
    /// The settings that were come by.
    pub index: SettingsIndex,
    /// The articles, linked already, so that their owner need not stop for it.
    pub corpus: Corpus,
    /// What is to be said of files, by key.
    pub notes: BTreeMap<String, (Severity, String)>,
    /// Folders that could not be read.
    pub problems: Vec<Problem>,
}

/// An article on disk.
#[derive(Clone, Debug)]
pub struct ScannedFile {
    /// Its analysis; `None` when it was left out.
    pub analysis: Option<Arc<ArticleAnalysis>>,
    /// What its owner should know.
    pub note: Option<(Severity, String)>,
}

/// An index that looks no higher than the roots, with the settings that are open.
pub fn index(roots: &[PathBuf], settings: impl IntoIterator<Item = SettingsFile>) -> SettingsIndex {
    let mut index = SettingsIndex::with_ceilings(roots.iter().cloned());
    settings.into_iter().for_each(|file| index.put(file));
    // A root's own file is looked at even where there is no article.
    for root in roots {
        index.nearest(&root.join("_"));
    }
    index
}

/// Reads everything, or what it came to before `reading` was stopped.
pub fn scan(order: Order, models: &Models, reading: &Arc<Reading>) -> Scanned {
    let mut index = index(&order.roots, order.settings);
    let mut found = Vec::new();
    let mut problems = Vec::new();
    for root in order.roots.iter().filter(|root| root.is_dir()) {
        let walk = workspace::walk(root, &mut index);
        found.extend(walk.articles.into_iter().filter(|found| order.always || found.settings.is_some()));
        problems.extend(walk.problems);
    }
    reading.found(found.len());
    let files: Vec<(String, ScannedFile)> = found
        .into_par_iter()
        .filter_map(|found| {
            let key = uri::key_of_path(&found.path)?;
            let known = order.known.get(&key);
            if reading.is_stopped() {
                // What was read before is worth keeping.
                let analysis = known.cloned();
                return analysis.map(|analysis| (key, ScannedFile { analysis: Some(analysis), note: None }));
            }
            let file = read(&found, known, models);
            reading.one_more();
            Some((key, file))
        })
        .collect();
    reading.linking();
    let mut notes = BTreeMap::new();
    let mut articles = Vec::new();
    for (key, file) in files {
        if let Some(note) = file.note {
            notes.insert(key.clone(), note);
        }
        articles.extend(file.analysis.map(|analysis| (Arc::from(key), analysis)));
    }
    Scanned { index, corpus: linked(&articles), notes, problems }
}

/// A corpus with its snapshot computed; should that panic, one without.
fn linked(articles: &[(Arc<str>, Arc<ArticleAnalysis>)]) -> Corpus {
    let corpus = || {
        let mut corpus = Corpus::new();
        for (key, analysis) in articles {
            corpus.set(Arc::clone(key), Arc::clone(analysis));
        }
        corpus
    };
    let linked = catch_unwind(AssertUnwindSafe(|| {
        let mut corpus = corpus();
        corpus.snapshot();
        corpus
    }));
    linked.unwrap_or_else(|_| corpus())
}

/// Reads one article; `known` is its analysis so far.
pub fn read(found: &Found, known: Option<&Arc<ArticleAnalysis>>, models: &Models) -> ScannedFile {
    let limit = limit(found.settings.as_deref());
    match article::read(&found.path, limit) {
        ReadOutcome::Text { text, decoded } => {
            let meta = meta(found.settings.as_deref(), &found.path);
            let note = decoded.note().map(|note| (Severity::Hint, note));
            ScannedFile { analysis: Some(analysis_of(text, meta, known, models)), note }
        }
        ReadOutcome::TooLarge { message } => {
            ScannedFile { analysis: None, note: Some((Severity::Information, message)) }
        }
        ReadOutcome::Failed { message } => ScannedFile { analysis: None, note: Some((Severity::Error, message)) },
    }
}

/// The largest article that is read, in bytes.
pub fn limit(settings: Option<&SettingsFile>) -> u64 {
    settings.map_or(DEFAULT_MAX_FILE_SIZE, |file| file.settings.max_file_size)
}

/// What settings say of an article.
pub fn meta(settings: Option<&SettingsFile>, path: &Path) -> ArticleMeta {
    settings.map(|file| file.meta_of(path)).unwrap_or_default()
}

/// The analysis of a text, taken from `known` when nothing has changed. Should analysing panic, the article counts
/// as one of which nothing is known, and everything else goes on.
pub fn analysis_of(
    text: Arc<str>,
    meta: ArticleMeta,
    known: Option<&Arc<ArticleAnalysis>>,
    models: &Models,
) -> Arc<ArticleAnalysis> {
    if let Some(known) = known.filter(|known| known.text == text && known.meta == meta) {
        return Arc::clone(known);
    }
    let article = Article { text, meta };
    let analysed = catch_unwind(AssertUnwindSafe(|| analyze(models, &article)));
    Arc::new(analysed.unwrap_or_else(|_| {
        tracing::error!("analysing an article of {} bytes failed; please report this", article.text.len());
        blank(article)
    }))
}

fn blank(article: Article) -> ArticleAnalysis {
    ArticleAnalysis {
        lines: crate::text::LineIndex::new(&article.text),
        text: article.text,
        meta: article.meta,
        structure: crate::token::Structure::default(),
        published: None,
        outlet: None,
        times: IndexVec::new(),
        mentions: IndexVec::new(),
        chains: IndexVec::new(),
        attributions: IndexVec::new(),
        blocks: Vec::new(),
        event_mentions: IndexVec::new(),
        events: IndexVec::new(),
        claims: Vec::new(),
        attributed: IndexVec::new(),
    }
}
