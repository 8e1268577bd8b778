//! Which snapshot a request sees.
//!
//! In a small workspace every edit has all articles linked anew, at once. In a large one that takes longer than a
//! keystroke: there, what stands near the open articles (what reports the same event, then what is related) is linked
//! as a small corpus of its own, and all of it on another thread after a pause. Requests that look at every article
//! wait for that.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Instant;

use tokio::sync::oneshot;
use tracing::error;

use super::super::queue::Scope;
use super::super::view::View;
use super::aside::Worker;
use super::{Buffer, Owner};
use crate::corpus::{ArticleId, Corpus, Linked, Snapshot};

/// Articles near an open one, at most.
const NEAR: usize = 32;

/// What is linked, and what is about to be.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// All articles as they were when they were linked last.
    all: Arc<Snapshot>,
    /// The open articles and what is near them.
    near: Corpus,
    /// What is near, and what that was worked out from.
    wanted: Option<Wanted>,
    worker: Worker,
    /// True while all articles are being linked on another thread.
    away: bool,
    /// Who waits for all articles to be linked, in the order of the questions; so many of them are served by what is
    /// away, the others asked later.
    waiting: Vec<oneshot::Sender<Arc<View>>>,
    served: usize,
}

#[derive(Debug)]
struct Wanted {
    all: Arc<Snapshot>,
    open: BTreeSet<String>,
    keys: BTreeSet<Arc<str>>,
}

impl Links {
    /// All articles as they were when they were linked last.
    pub(super) fn all(&self) -> &Snapshot {
        &self.all
    }

    /// True while all articles are being linked on another thread.
    pub(super) fn is_away(&self) -> bool {
        self.away
    }

    /// Forgets what was worked out near open articles.
    pub(super) fn distrust(&mut self) {
        (self.near, self.wanted) = (Corpus::new(), None);
    }

    fn near(&mut self, corpus: &Corpus, buffers: &BTreeMap<String, Buffer>) -> Arc<Snapshot> {
        let known = self
            .wanted
            .as_ref()
            .is_some_and(|wanted| Arc::ptr_eq(&wanted.all, &self.all) && wanted.open.iter().eq(buffers.keys()));
        if !known {
            let open: BTreeSet<String> = buffers.keys().cloned().collect();
            let keys = neighbours(&self.all, &open);
            self.wanted = Some(Wanted { all: Arc::clone(&self.all), open, keys });
        }
        let keys = self.wanted.as_ref().map(|wanted| &wanted.keys).into_iter().flatten();
        let mut here: BTreeMap<&Arc<str>, _> = keys.filter_map(|key| Some((key, corpus.get(key)?))).collect();
        let gone: Vec<Arc<str>> = self.near.keys().filter(|key| !here.contains_key(key)).cloned().collect();
        gone.iter().for_each(|key| {
            self.near.remove(key);
        });
        while let Some((key, analysis)) = here.pop_first() {
            self.near.set(Arc::clone(key), Arc::clone(analysis));
        }
        self.near.snapshot()
    }
}

/// The open articles and for each what reports the same event, then what is related, best first.
fn neighbours(all: &Snapshot, open: &BTreeSet<String>) -> BTreeSet<Arc<str>> {
    let mut keys: BTreeSet<Arc<str>> = open.iter().map(|key| Arc::from(key.as_str())).collect();
    let mut room: BTreeMap<ArticleId, usize> = open.iter().filter_map(|key| Some((all.find(key)?, NEAR))).collect();
    let mut add = |keys: &mut BTreeSet<Arc<str>>, near: ArticleId, to: ArticleId| {
        if let Some(left) = room.get_mut(&to).filter(|left| **left > 0) {
            *left -= usize::from(keys.insert(Arc::clone(&all.article(near).key)));
        }
    };
    for article in open.iter().filter_map(|key| all.find(key)) {
        let coverage = all.coverage(all.article(article).coverage);
        coverage.articles.iter().for_each(|other| add(&mut keys, *other, article));
    }
    for article in open.iter().filter_map(|key| all.find(key)) {
        all.near(article).into_iter().for_each(|other| add(&mut keys, other, article));
    }
    keys
}

impl Owner {
    /// The freshest snapshot that can be had at once.
    pub(super) fn snapshot(&mut self) -> Arc<Snapshot> {
        if self.corpus.len() <= self.pace.few && !self.links.away {
            self.corpus.snapshot();
        }
        match self.corpus.linked() {
            Some(linked) => {
                self.links.all = Arc::clone(linked);
                Arc::clone(linked)
            }
            None => self.links.near(&self.corpus, &self.buffers),
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
