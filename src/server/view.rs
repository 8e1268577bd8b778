//! What a request sees: one immutable snapshot, with exactly the edits that came before the request.

use std::collections::BTreeMap;
use std::sync::Arc;

use lsp_types::Url;

use super::capabilities::ClientCapabilities;
use crate::corpus::{ArticleId, Snapshot};
use crate::store::annotations::lay::{ByArticle, Laid, Notes};
use crate::store::settings::SettingsIndex;

/// A snapshot with what it takes to speak of it to the client.
#[derive(Clone, Debug)]
pub struct View {
    /// The articles; their keys are URIs (see [`super::uri::key`]).
    pub snapshot: Arc<Snapshot>,
    /// What the client takes.
    pub client: ClientCapabilities,
    /// How the client spells the URIs of the documents it has open, by key.
    pub spellings: Arc<BTreeMap<String, Url>>,
    /// Open documents that are an article under another name, by key.
    pub names: Arc<BTreeMap<String, String>>,
    /// The settings that hold.
    pub settings: Arc<SettingsIndex>,
    /// Where annotations stand.
    pub standing: Arc<ByArticle>,
    /// The annotations of articles as they were read, by their keys.
    pub notes: Arc<BTreeMap<String, Arc<Notes>>>,
}

impl View {
    /// The article of a key, or of a document's; `None` for what is no article or stands in a folder where Copydesk is not at home.
    pub fn article(&self, key: &str) -> Option<ArticleId> {
        self.snapshot.find(self.names.get(key).map_or(key, String::as_str))
    }

    /// The annotations of an article as they were read, and where they stand.
    pub fn standing(&self, article: ArticleId) -> Option<Laid> {
        let key = &self.snapshot.article(article).key;
        Some((self.notes.get(&**key).cloned(), Arc::clone(self.standing.get(key)?)))
    }

    /// The URI of an article, in the client's spelling if it has one.
    pub fn uri(&self, article: ArticleId) -> Option<Url> {
        let key = &self.snapshot.article(article).key;
        self.spellings.get(&**key).cloned().or_else(|| Url::parse(key).ok())
    }
}
