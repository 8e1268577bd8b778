//! What a request sees: one immutable snapshot, with exactly the edits that came before the request.

use std::collections::BTreeMap;
use std::sync::Arc;

use lsp_types::Url;

use super::capabilities::ClientCapabilities;
use crate::corpus::{ArticleId, Snapshot};

/// A snapshot with what it takes to speak of it to the client.
#[derive(Clone, Debug)]
pub struct View {
    /// The articles; their keys are URIs (see [`super::uri::key`]).
    pub snapshot: Arc<Snapshot>,
    /// What the client takes.
    pub client: ClientCapabilities,
    /// How the client spells the URIs of the documents it has open, by key.
    pub spellings: Arc<BTreeMap<String, Url>>,
}

impl View {
    /// The article of a key; `None` for what is no article or stands in a folder where Copydesk is not at home.
    pub fn article(&self, key: &str) -> Option<ArticleId> {
        self.snapshot.find(key)
    }

    /// The URI of an article, in the client's spelling if it has one.
    pub fn uri(&self, article: ArticleId) -> Option<Url> {
        let key = &self.snapshot.article(article).key;
        self.spellings.get(&**key).cloned().or_else(|| Url::parse(key).ok())
    }
}
