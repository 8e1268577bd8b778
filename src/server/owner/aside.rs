//! Large texts are read aside: what takes seconds is read on a thread of its own, and who asks about other documents is
//! answered meanwhile. Who asks about that one waits for it.

use std::sync::Arc;

use tokio::sync::oneshot;

use super::super::queue::{Aside, Question, Scope};
use super::super::view::View;
use super::state::Owner;
use crate::analysis::{Article, ArticleMeta};

/// From this size on a text is read aside, in bytes: some twenty thousand words, a third of a second.
const LARGE: usize = 128 << 10;

impl Owner {
    /// Reads a text aside if it is large; false when it is to be read at once.
    pub(super) fn read_aside(&mut self, key: &str, meta: &ArticleMeta) -> bool {
        let Some(buffer) = self.buffers.get(key).filter(|buffer| buffer.text.len_bytes() >= LARGE) else {
            return false;
        };
        if self.asides.is_away(key) {
            // The version that came meanwhile is read after it.
            self.dirty.insert(key.to_owned());
            return true;
        }
        let (key, version, text, meta) = (key.to_owned(), buffer.version, buffer.text.clone(), meta.clone());
        let (queue, analyst, known) = (Arc::clone(&self.queue), self.analyst.clone(), self.corpus.get(&key).cloned());
        let article = key.clone();
        let work = Box::new(move || {
            let analysis = analyst.analysis_of(Article { text: text.to_string().into(), meta }, known.as_ref());
            queue.read(Aside { key, version, analysis });
        });
        let started = self.asides.worker.start("large text", work);
        if started.is_ok() {
            self.asides.away.insert(article, version);
        }
        started.is_ok()
    }

    /// Takes a text that was read. One that was edited, closed or lost meanwhile is not that any more.
    pub(super) fn take_aside(&mut self, aside: Aside) {
        let Aside { key, version, analysis } = aside;
        if self.asides.away.get(&key) == Some(&version) {
            self.asides.away.remove(&key);
        }
        if self.buffers.get(&key).is_some_and(|buffer| buffer.version == version) && !self.dirty.contains(&key) {
            self.put(&key, &analysis);
        }
        self.touch();
        self.analyze_dirty();
        let (still, free) =
            std::mem::take(&mut self.asides.waiting).into_iter().partition(|(article, _)| self.asides.is_away(article));
        self.asides.waiting = still;
        let free: Vec<(String, Question)> = free;
        free.into_iter().for_each(|(_, question)| self.answer(question.answer, question.scope));
    }

    /// Has a question wait while the article that it is about is being read; gives it back when it is not.
    pub(super) fn hold_back(&mut self, question: Question) -> Option<(oneshot::Sender<Arc<View>>, Scope)> {
        // What came before the question may be large.
        self.analyze_dirty();
        let article = question.about.as_deref().map(|document| self.article_of(document));
        match article.filter(|article| self.asides.is_away(article)) {
            Some(article) => {
                self.asides.waiting.push((article, question));
                None
            }
            None => Some((question.answer, question.scope)),
        }
    }
}
