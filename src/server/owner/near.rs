//! The open articles and what is near them, linked as a small corpus of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tokio::sync::oneshot;

use super::super::view::View;
use super::worker::Worker;
use crate::corpus::{ArticleId, Corpus, Snapshot};

/// Articles near an open one, at most.
const NEAR: usize = 32;

/// What is linked, and what is about to be.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// All articles as they were when they were linked last.
    pub(super) all: Arc<Snapshot>,
    /// The open articles and what is near them.
    near: Corpus,
    /// What is near, and what that was worked out from.
    wanted: Option<Wanted>,
    pub(super) worker: Worker,
    /// True while all articles are being linked on another thread.
    pub(super) away: bool,
    /// Who waits for all articles to be linked, in the order of the questions; so many of them are served by what is
    /// away, the others asked later.
    pub(super) waiting: Vec<oneshot::Sender<Arc<View>>>,
    pub(super) served: usize,
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

    /// The open articles with what is near them, linked. `keys`: of those that are open.
    pub(super) fn near<'a>(
        &mut self,
        corpus: &Corpus,
        keys: impl Iterator<Item = &'a String> + Clone,
    ) -> Arc<Snapshot> {
        let known = self
            .wanted
            .as_ref()
            .is_some_and(|wanted| Arc::ptr_eq(&wanted.all, &self.all) && wanted.open.iter().eq(keys.clone()));
        if !known {
            let open: BTreeSet<String> = keys.cloned().collect();
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
        self.near.set_constraints(corpus.constraints().clone());
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
