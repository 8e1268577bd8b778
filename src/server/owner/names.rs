//! Documents and the articles that they are: the disk may know a file under another name than the client, and the
//! client may have it open twice.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::state::{Buffer, Owner, Shadow};

impl Owner {
    /// The article that a document is.
    pub(super) fn article_of(&self, document: &str) -> String {
        self.names.get(document).map_or(document, String::as_str).to_owned()
    }

    /// Puts a document in the place of what was open of its article; true when it was not open before.
    pub(super) fn place_buffer(&mut self, article: String, mut buffer: Buffer) -> bool {
        let document = buffer.document.clone();
        let before = self.buffers.get(&article).filter(|old| old.document == document);
        buffer.moves = before.and_then(|old| old.moves.clone()?.then(buffer.moves?));
        let in_shadow = self.shadows.remove(&document).is_some();
        match self.buffers.insert(article.clone(), buffer) {
            Some(old) if old.document == document => false,
            Some(old) => {
                self.shadows.insert(old.document.clone(), Shadow { article, buffer: old });
                self.respell();
                !in_shadow
            }
            None => !in_shadow,
        }
    }

    /// Takes a document away; true when its article is still open under another name.
    pub(super) fn drop_buffer(&mut self, article: &str, document: &str) -> bool {
        if self.shadows.remove(document).is_some() {
            return true;
        }
        let other = self.shadows.iter().find(|(_, shadow)| shadow.is_of(article)).map(|(key, _)| key.clone());
        let Some(shadow) = other.and_then(|other| self.shadows.remove(&other)) else { return false };
        self.buffers.insert(article.to_owned(), Buffer { moves: None, ..shadow.buffer });
        self.dirty.insert(article.to_owned());
        self.respell();
        true
    }

    /// Learns which articles documents are.
    pub(super) fn rename(&mut self, names: BTreeMap<String, Option<String>>) {
        for (document, name) in names {
            let old = self.article_of(&document);
            let new = name.clone().unwrap_or_else(|| document.clone());
            let all = Arc::make_mut(&mut self.names);
            match name {
                Some(name) => drop(all.insert(document.clone(), name)),
                None => drop(all.remove(&document)),
            }
            if self.muted.remove(&old) {
                self.corpus.remove(&new);
                self.muted.insert(new);
                continue;
            }
            if let Some(shadow) = self.shadows.get_mut(&document) {
                shadow.article = new;
                continue;
            }
            let Some(buffer) = self.buffers.remove(&old) else { continue };
            if buffer.document != document {
                self.buffers.insert(old, buffer);
                continue;
            }
            // What was analysed under the other name is the same.
            if let Some(analysis) = self.corpus.get(&old).cloned() {
                self.corpus.remove(&old);
                self.put(&new, &analysis);
            }
            self.dirty.remove(&old);
            self.dirty.insert(new.clone());
            self.place_buffer(new, buffer);
        }
        self.respell();
    }
}
