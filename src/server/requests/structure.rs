//! What an editor draws of an article by itself: folds, selections, colors.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use lsp_types::*;

use super::super::view::View;
use super::super::{from_proto, to_proto};
use crate::corpus::ArticleId;
use crate::ide::{self, FilePosition};

/// `textDocument/foldingRange`
pub fn folding_ranges(view: &View, article: ArticleId) -> Vec<FoldingRange> {
    let client = view.client.features.folding.unwrap_or_default();
    let limit = client.limit.and_then(|limit| usize::try_from(limit).ok());
    let found = ide::folding_range::folding_range(&view.snapshot, article, limit);
    to_proto::structure::folding_ranges(view, article, found, client)
}

/// `textDocument/selectionRange`: an answer for each position.
pub fn selection_ranges(view: &View, article: ArticleId, positions: &[Position]) -> Vec<SelectionRange> {
    let analysis = view.snapshot.analysis(article);
    let encoding = view.client.encoding;
    let range = |position: &Position| {
        let offset = from_proto::offset(analysis, *position, encoding);
        let found = ide::selection_range::selection_range(&view.snapshot, FilePosition { article, offset });
        to_proto::structure::selection_range(analysis, &found, encoding)
    };
    positions.iter().map(range).collect()
}

fn tokens(view: &View, article: ArticleId, range: Option<Range>) -> Option<Vec<SemanticToken>> {
    let client = view.client.features.tokens?;
    let analysis = view.snapshot.analysis(article);
    let mut found = ide::semantic_tokens::semantic_tokens(&view.snapshot, article);
    if let Some(range) = range {
        let span = from_proto::span(analysis, range, view.client.encoding);
        found.retain(|token| token.span.overlaps(span));
    }
    Some(to_proto::structure::semantic_tokens(analysis, &found, &client.legend.numbers(), view.client.encoding))
}

/// `textDocument/semanticTokens/range`
pub fn semantic_tokens_range(view: &View, article: ArticleId, range: Range) -> Option<SemanticTokensRangeResult> {
    Some(SemanticTokens { result_id: None, data: tokens(view, article, Some(range))? }.into())
}

/// The tokens that each document was sent last, to tell the next time only what is different.
#[derive(Clone, Debug, Default)]
pub struct SentTokens(Arc<Mutex<Sent>>);

#[derive(Debug, Default)]
struct Sent {
    by_key: BTreeMap<String, (u64, Vec<SemanticToken>)>,
    last: u64,
}

impl SentTokens {
    /// Keeps what is sent of a document; gives its name, and what was kept before under `previous`.
    fn keep(&self, key: &str, data: &[SemanticToken], previous: Option<&str>) -> (String, Option<Vec<SemanticToken>>) {
        let mut sent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sent.last += 1;
        let id = sent.last;
        let before = sent.by_key.insert(key.to_owned(), (id, data.to_vec()));
        let before = before.filter(|(id, _)| previous == Some(id.to_string().as_str()));
        (id.to_string(), before.map(|(_, data)| data))
    }

    /// A document was closed.
    pub fn forget(&self, key: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).by_key.remove(key);
    }

    /// `textDocument/semanticTokens/full`
    pub fn full(&self, view: &View, article: ArticleId) -> Option<SemanticTokensResult> {
        let data = tokens(view, article, None)?;
        let delta = view.client.features.tokens.is_some_and(|tokens| tokens.delta);
        let result_id = delta.then(|| self.keep(&view.snapshot.article(article).key, &data, None).0);
        Some(SemanticTokens { result_id, data }.into())
    }

    /// `textDocument/semanticTokens/full/delta`; everything when the previous result is not the one that is known.
    pub fn delta(&self, view: &View, article: ArticleId, previous: &str) -> Option<SemanticTokensFullDeltaResult> {
        let data = tokens(view, article, None)?;
        let (id, before) = self.keep(&view.snapshot.article(article).key, &data, Some(previous));
        let result_id = Some(id);
        Some(match before {
            None => SemanticTokens { result_id, data }.into(),
            Some(before) => {
                let edits = to_proto::structure::token_edits(&before, &data);
                SemanticTokensDelta { result_id, edits }.into()
            }
        })
    }
}
