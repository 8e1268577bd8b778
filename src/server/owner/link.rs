//! Which snapshot a request sees.
//!
//! In a small workspace every edit has all articles linked anew, at once. In a large one that takes longer than a
//! keystroke: there, what stands near the open articles (what reports the same event, then what is related) is linked
//! as a small corpus of its own, and all of it on another thread after a pause. Requests that look at every article
//! wait for that.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Instant;

use tokio::sync::oneshot;
use tracing::error;

use super::super::queue::Scope;
use super::super::view::View;
use super::state::Owner;
use crate::corpus::{Linked, Snapshot};

impl Owner {
    /// The freshest snapshot that can be had at once.
    pub(super) fn snapshot(&mut self) -> Arc<Snapshot> {
        self.constrain();
        if self.corpus.len() <= self.pace.few && !self.links.away {
            self.corpus.snapshot();
        }
        match self.corpus.linked() {
            Some(linked) => {
                self.links.all = Arc::clone(linked);
                Arc::clone(linked)
            }
            None => self.links.near(&self.corpus, self.buffers.keys()),
        }
    }

    /// Answers a question, now or when all articles are linked.
    pub(super) fn answer(&mut self, answer: oneshot::Sender<Arc<View>>, scope: Scope) {
        let view = self.view();
        if scope == Scope::Near || self.corpus.linked().is_some() {
            let _ = answer.send(view);
            return;
        }
        self.links.waiting.push(answer);
        self.link_all();
    }

    /// When all articles are to be linked anew: after a pause.
    pub(super) fn link_due(&self) -> Option<Instant> {
        let needed = self.corpus.linked().is_none() && !self.links.away && !self.asked.reading;
        self.busy.filter(|_| needed && !self.corpus.is_empty()).map(|busy| busy + self.pace.rest)
    }

    /// Links all articles on another thread, if that is not under way.
    pub(super) fn link_all(&mut self) {
        if self.links.away {
            return;
        }
        self.analyze_dirty();
        self.constrain();
        let job = self.corpus.link_job();
        let queue = Arc::clone(&self.queue);
        let work = Box::new(move || queue.linked(catch_unwind(AssertUnwindSafe(|| job.run())).ok()));
        match self.links.worker.start("link", work) {
            Ok(()) => (self.links.away, self.links.served) = (true, self.links.waiting.len()),
            Err(_) => {
                error!("articles cannot be linked");
                self.busy = None;
                self.links.served = self.links.waiting.len();
                let snapshot = Arc::clone(&self.links.all);
                self.serve(&snapshot);
                self.has_linked();
            }
        }
    }

    /// Takes what was linked; nothing when that failed.
    pub(super) fn take_linked(&mut self, linked: Option<Box<Linked>>) {
        self.links.away = false;
        let Some(linked) = linked else {
            error!("linking the articles failed; please report this");
            // Not again before something changes.
            self.busy = None;
            let snapshot = self.snapshot();
            self.serve(&snapshot);
            return self.has_linked();
        };
        let snapshot = self.corpus.take(*linked);
        self.links.all = Arc::clone(&snapshot);
        self.serve(&snapshot);
        if !self.links.waiting.is_empty() {
            self.link_all();
        }
        self.has_linked();
        // What is far away may have changed what is to be said here. Later edits have their own time.
        if self.changed.is_none() {
            self.publish();
        }
    }

    /// Answers those who waited for this.
    fn serve(&mut self, snapshot: &Arc<Snapshot>) {
        let view = self.view_of(Arc::clone(snapshot));
        for answer in self.links.waiting.drain(..self.links.served.min(self.links.waiting.len())) {
            let _ = answer.send(Arc::clone(&view));
        }
        self.links.served = 0;
    }
}
