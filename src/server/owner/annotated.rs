//! What people decided, laid over articles as they are read.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use lsp_types::Url;

use super::super::to_proto::diagnostic;
use super::super::uri;
use super::publish::Wanted;
use super::state::{Annotated, Deciding, Owner};
use super::tell::{ClientMessage, Refresh};
use crate::analysis::ArticleAnalysis;
use crate::store::Problem;
use crate::store::annotations::lay::{Notes, lay};
use crate::store::annotations::links::{Links, links};
use crate::store::annotations::pending::Pending;
use crate::text::Moves;

impl Annotated {
    /// Whose own judgement counts first.
    fn whose(&self) -> Option<&str> {
        self.annotator.as_deref().or(self.user.as_deref())
    }

    /// True where something was not found in an article.
    fn has_lost(&self, key: &str) -> bool {
        self.placed.get(key).is_some_and(|standing| standing.lost().next().is_some())
    }
}

impl Owner {
    /// Puts an analysis into the corpus, with what people decided about it; true when that is new.
    pub(super) fn put(&mut self, key: &str, analysis: &Arc<ArticleAnalysis>) -> bool {
        let machine = analysis.machine.as_ref().unwrap_or(analysis);
        let moves = self.moves(key, machine);
        let known = self.corpus.get(key);
        let Some(notes) = self.annotated.notes.get(key) else {
            if self.annotated.placed.contains_key(key) {
                Arc::make_mut(&mut self.annotated.placed).remove(key);
                self.annotated.stale = true;
            }
            self.annotated.laid.remove(key);
            let new = known.is_none_or(|known| !Arc::ptr_eq(known, machine));
            self.corpus.set(key.into(), Arc::clone(machine));
            return new;
        };
        let same =
            |(before, by): &(Arc<ArticleAnalysis>, Arc<Notes>)| Arc::ptr_eq(before, machine) && Arc::ptr_eq(by, notes);
        if known.is_some() && self.annotated.laid.get(key).is_some_and(same) {
            return false;
        }
        let before = self.annotated.placed.get(key);
        let moved = moves.zip(before).and_then(|(moves, before)| before.moved(&moves, &machine.text));
        let standing = notes.place_after(machine, moved.map(Arc::new).or(before.cloned()));
        let human = lay(self.analyst.models(), machine, &standing, self.annotated.whose());
        self.annotated.laid.insert(key.to_owned(), (Arc::clone(machine), Arc::clone(notes)));
        Arc::make_mut(&mut self.annotated.placed).insert(key.into(), standing);
        self.annotated.stale = true;
        self.corpus.set(key.into(), human);
        true
    }

    /// The edits that led from the text that was analysed last to that of `analysis`, where they are known; from now on they
    /// are counted from there.
    fn moves(&mut self, key: &str, analysis: &ArticleAnalysis) -> Option<Moves> {
        let before = self.corpus.get(key).map(|before| Arc::clone(&before.text));
        if before.as_ref().is_some_and(|before| *before == analysis.text) {
            return None;
        }
        let moves = self.buffers.get_mut(key)?.moves.replace(Moves::default());
        moves.filter(|_| before.is_some())
    }

    /// Takes what people decided about an article, as it is on disk; true when something new holds by that.
    pub(super) fn annotate(&mut self, key: &str, notes: Option<Arc<Notes>>) -> bool {
        match notes {
            Some(notes) => drop(self.annotated.on_disk.insert(key.to_owned(), notes)),
            None => drop(self.annotated.on_disk.remove(key)),
        }
        self.hold_true(key)
    }

    /// Takes what was decided and is being written: it holds from now on.
    pub(super) fn decided(&mut self, number: u64, pending: Pending) {
        let articles = pending.articles();
        self.annotated.pending.push(Deciding { number, pending, until: None });
        if self.lay_again(articles) {
            self.touch();
        }
    }

    /// What was decided is written: it is its own until it was read from disk.
    pub(super) fn kept(&mut self, number: u64, files: Vec<PathBuf>) {
        let serial = self.send_written(files);
        if let Some(deciding) = self.annotated.pending.iter_mut().find(|one| one.number == number) {
            deciding.until = serial;
        }
    }

    /// What was decided could not be written: it does not hold any more. What is there may be what kept it from that.
    pub(super) fn taken_back(&mut self, number: u64, files: Vec<PathBuf>) {
        self.send_written(files);
        let Some(at) = self.annotated.pending.iter().position(|one| one.number == number) else { return };
        let deciding = self.annotated.pending.remove(at);
        if self.lay_again(deciding.pending.articles()) {
            self.touch();
        }
    }

    /// Forgets what was written by itself where it was read from disk; gives the articles that it is about.
    pub(super) fn written(&mut self) -> BTreeSet<PathBuf> {
        let done = self.asked.done;
        let (read, left) = std::mem::take(&mut self.annotated.pending)
            .into_iter()
            .partition(|one: &Deciding| one.until.is_some_and(|until| until <= done));
        self.annotated.pending = left;
        let read: Vec<Deciding> = read;
        read.iter().flat_map(|one| one.pending.articles()).collect()
    }

    /// Has articles be as people have decided; true when one is another by that.
    pub(super) fn lay_again(&mut self, articles: BTreeSet<PathBuf>) -> bool {
        let mut new = false;
        for key in articles.iter().filter_map(|article| uri::key_of_path(article)) {
            new |= self.hold_true(&key);
        }
        new
    }

    /// What people decided about an article, as it is on disk and as it is being written.
    fn notes_of(&self, key: &str) -> Option<Arc<Notes>> {
        let mut notes = self.annotated.on_disk.get(key).cloned();
        if let Some(path) = uri::local_path(key).filter(|_| !self.annotated.pending.is_empty()) {
            let settings = self.index.known(&path);
            for Deciding { pending, .. } in &self.annotated.pending {
                notes = Notes::with(notes.as_ref(), &path, settings.as_deref(), pending).or(notes);
            }
        }
        notes.filter(|notes| !notes.is_empty())
    }

    /// Has an article be as people have decided; true when something new holds by that.
    fn hold_true(&mut self, key: &str) -> bool {
        let notes = self.notes_of(key);
        let known = self.annotated.notes.get(key);
        if known.map(Arc::as_ptr) == notes.as_ref().map(Arc::as_ptr) {
            return false;
        }
        if let (Some(known), Some(notes)) = (known, &notes)
            && known.says_the_same(notes)
            && (known.knows_the_texts_of(notes) || !self.annotated.has_lost(key))
        {
            // What was decided is now written, or read again.
            if let Some((_, laid)) = self.annotated.laid.get_mut(key).filter(|(_, laid)| Arc::ptr_eq(laid, known)) {
                *laid = Arc::clone(notes);
            }
            Arc::make_mut(&mut self.annotated.notes).insert(key.to_owned(), Arc::clone(notes));
            return false;
        }
        match notes {
            Some(notes) => drop(Arc::make_mut(&mut self.annotated.notes).insert(key.to_owned(), notes)),
            None => drop(Arc::make_mut(&mut self.annotated.notes).remove(key)),
        }
        let analysis = self.corpus.get(key).cloned();
        let new = analysis.is_some_and(|analysis| self.put(key, &analysis));
        if new {
            self.refresh();
        }
        true
    }

    /// Has linking keep to what people decided about places of two articles.
    pub(super) fn constrain(&mut self) {
        if std::mem::take(&mut self.annotated.stale) {
            let analysis = |key: &str| self.corpus.get(key).map(|analysis| &**analysis);
            let Links { constraints, contradictions } = links(&self.annotated.placed, analysis, self.annotated.whose());
            self.corpus.set_constraints(constraints);
            self.annotated.contradictions = contradictions;
        }
    }

    /// Lays all anew, for other eyes.
    pub(super) fn see_anew(&mut self) {
        self.annotated.laid.clear();
        let keys: Vec<String> = self.annotated.notes.keys().cloned().collect();
        let mut new = false;
        for key in keys {
            if let Some(analysis) = self.corpus.get(&key).cloned() {
                new |= self.put(&key, &analysis);
            }
        }
        if new {
            self.touch();
            self.refresh();
        }
    }

    /// Has the client ask anew for what it shows without an edit.
    fn refresh(&self) {
        let features = [
            (self.client.refreshes_hints, Refresh::Hints),
            (self.client.features.refreshes_tokens && self.client.features.tokens.is_some(), Refresh::Tokens),
        ];
        for (_, what) in features.into_iter().filter(|(wanted, _)| *wanted) {
            let _ = self.tell.send(ClientMessage::Refresh(what));
        }
    }

    /// What is wrong in annotation files, and what was not found in open articles.
    pub(super) fn annotation_problems(&self, wanted: &mut Wanted) {
        let mut by_file: BTreeMap<PathBuf, Vec<&Problem>> = BTreeMap::new();
        let own = self.annotated.notes.values().flat_map(|notes| &notes.problems);
        for problem in own.chain(&self.annotated.problems) {
            by_file.entry(problem.path.clone()).or_default().push(problem);
        }
        for (path, problems) in by_file {
            let Some(uri) = uri::key_of_path(&path).and_then(|key| Url::parse(&key).ok()) else { continue };
            let diagnostics = problems.into_iter().map(diagnostic::problem);
            wanted.entry(uri).or_insert((None, Vec::new())).1.extend(diagnostics);
        }
        for (key, notes) in &*self.annotated.notes {
            let (Some(buffer), Some(placed)) = (self.buffers.get(key), self.annotated.placed.get(key.as_str())) else {
                continue;
            };
            let orphans = notes.orphans(placed);
            let entry = wanted.entry(buffer.uri.clone()).or_insert((Some(buffer.version), Vec::new()));
            entry.1.extend(orphans.iter().map(diagnostic::problem));
        }
        for (key, span, message) in &self.annotated.contradictions {
            let (Some(buffer), Some(analysis)) = (self.buffers.get(&**key), self.corpus.get(key)) else { continue };
            let entry = wanted.entry(buffer.uri.clone()).or_insert((Some(buffer.version), Vec::new()));
            entry.1.push(diagnostic::contradiction(analysis, *span, message, self.client.encoding));
        }
    }
}
