//! Analysing articles for the server: what is known is not worked out again, and a panic costs one article.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::analysis::{Article, ArticleAnalysis, ArticleMeta, analyze};
use crate::model::Models;
use crate::store::settings::{DEFAULT_MAX_FILE_SIZE, SettingsFile};
use crate::text::IndexVec;

/// The models, and how often they were used. A clone counts with the others.
#[derive(Clone, Debug)]
pub struct Analyst {
    models: Arc<Models>,
    analyses: Arc<AtomicUsize>,
}

impl Analyst {
    /// One that counts its analyses in `analyses`.
    pub fn new(models: Models, analyses: Arc<AtomicUsize>) -> Self {
        Self { models: Arc::new(models), analyses }
    }

    /// The analysis of a text, taken from `known` when nothing has changed. Should analysing panic, the article counts
    /// as one of which nothing is known, and everything else goes on.
    pub fn analysis_of(
        &self,
        text: Arc<str>,
        meta: ArticleMeta,
        known: Option<&Arc<ArticleAnalysis>>,
    ) -> Arc<ArticleAnalysis> {
        if let Some(known) = known.filter(|known| known.text == text && known.meta == meta) {
            return Arc::clone(known);
        }
        self.analyses.fetch_add(1, Ordering::Relaxed);
        let article = Article { text, meta };
        let analysed = catch_unwind(AssertUnwindSafe(|| analyze(&self.models, &article)));
        Arc::new(analysed.unwrap_or_else(|_| {
            tracing::error!("analysing an article of {} bytes failed; please report this", article.text.len());
            blank(article)
        }))
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
