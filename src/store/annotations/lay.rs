//! The annotations of an article read, found again in its text, and laid over its analysis.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Weak};

use rustc_hash::FxHashMap;

use super::name::source_of;
use super::pending::{Line, Pending};
use super::{Memory, SHARED, beside, blob, problems};
use crate::analysis::ArticleAnalysis;
use crate::analysis::claim::claims_within;
use crate::annotation::blob::blob_id;
use crate::annotation::overlay::{Eyes, overlay};
use crate::annotation::placed::Text;
use crate::annotation::{Annotation, Page, Placed, Standing, Target};
use crate::model::Models;
use crate::rules::Severity;
use crate::store::article::decode;
use crate::store::settings::SettingsFile;
use crate::store::{Problem, file};
use crate::text::{Position, Span, clip, escaped};

/// Characters of lost words in a message.
const WORDS: usize = 40;

/// The annotations of articles with their places, by the keys of the articles.
pub type ByArticle = BTreeMap<Arc<str>, Arc<Standing>>;

/// The annotations of an article as they were read, where that is known, and where they stand in it.
pub type Laid = (Option<Arc<Notes>>, Arc<Standing>);

/// The annotations of an article, and what it takes to find them in a text of it.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    /// From its own file, then what the one of the folder says of it.
    pub annotations: Vec<Arc<Annotation>>,
    /// How many of them are from its own file.
    pub own: usize,
    /// What is wrong in its own file.
    pub problems: Vec<Problem>,
    path: PathBuf,
    /// Its own file, as it was read.
    page: Weak<Page>,
    /// The file of the folder, as it was read.
    shared: Weak<Page>,
    /// Its text on disk.
    text: Arc<str>,
    /// What the file of the folder calls it.
    source: Option<String>,
    /// Texts that annotations were made on, by their ids: the one on disk, and those that git has.
    texts: BTreeMap<String, Arc<str>>,
}

impl Notes {
    /// Reads the annotations of the article at `path`, whose text on disk is `text`. `settings` speak for it, and `shared`
    /// is what is said in their folder.
    pub fn read(
        memory: &Memory,
        path: &Path,
        settings: Option<&SettingsFile>,
        shared: &Shared,
        text: &Arc<str>,
    ) -> Self {
        Self::new(memory.read(&beside(path)), path, settings, shared, text)
    }

    /// The same of the lines of its own file; the very same as `before` where nothing has changed.
    pub fn read_after(
        page: Result<Arc<Page>, Problem>,
        path: &Path,
        settings: Option<&SettingsFile>,
        shared: &Shared,
        text: &Arc<str>,
        before: Option<&Arc<Self>>,
    ) -> Arc<Self> {
        let same = |before: &&Arc<Self>| {
            let source = settings.and_then(|settings| source_of(settings.folder(), path));
            let of_folder = source.as_ref().and_then(|source| shared.by_source.get(source));
            before.path == path
                && before.source == source
                && page.as_ref().is_ok_and(|page| std::ptr::eq(before.page.as_ptr(), Arc::as_ptr(page)))
                && before.annotations[before.own..].iter().eq(of_folder.into_iter().flatten())
                && before.text == *text
                // Git may have got one that it had not.
                && before.ids().all(|id| before.texts.contains_key(id))
        };
        match before.filter(same) {
            Some(before) => Arc::clone(before),
            None => Arc::new(Self::new(page, path, settings, shared, text)),
        }
    }

    fn new(
        page: Result<Arc<Page>, Problem>,
        path: &Path,
        settings: Option<&SettingsFile>,
        shared: &Shared,
        text: &Arc<str>,
    ) -> Self {
        let mut notes = Self { path: path.to_owned(), text: Arc::clone(text), ..Self::default() };
        match page {
            Ok(page) => {
                notes.annotations.extend(page.annotations().cloned());
                notes.problems.extend(problems(&beside(path), &page));
                notes.page = Arc::downgrade(&page);
            }
            Err(problem) => notes.problems.push(problem),
        }
        notes.own = notes.annotations.len();
        notes.shared = Weak::clone(&shared.page);
        notes.source = settings.and_then(|settings| source_of(settings.folder(), path));
        let of_folder = notes.source.as_ref().and_then(|source| shared.by_source.get(source));
        notes.annotations.extend(of_folder.into_iter().flatten().cloned());
        if !notes.annotations.is_empty() {
            notes.texts.insert(text_id(path, text), Arc::clone(text));
            notes.look_up();
        }
        notes
    }

    /// True where these are the annotations of an article still, for all that the system says of its own file and of that
    /// of the folder.
    pub fn are_still(&self, memory: &Memory, path: &Path, folder: &Path) -> bool {
        let is = |path: &Path, known: &Weak<Page>, none: bool| {
            let page = memory.glance(path);
            page.is_ok_and(|page| std::ptr::eq(known.as_ptr(), Arc::as_ptr(&page)) || (none && page.is_empty()))
        };
        let own = self.own == 0 && self.problems.is_empty();
        self.path == path
            && is(&beside(path), &self.page, own)
            && is(&folder.join(SHARED), &self.shared, self.own == self.annotations.len())
    }

    /// The same as lines that are being written leave it, of the article at `path`; `settings` speak for it. `None` where
    /// these say nothing of it.
    pub fn with(
        before: Option<&Arc<Self>>,
        path: &Path,
        settings: Option<&SettingsFile>,
        pending: &Pending,
    ) -> Option<Arc<Self>> {
        let mut lines = pending.lines.iter().filter_map(|line| Some((line, line.is_own(path)?))).peekable();
        lines.peek()?;
        let mut notes = before.map_or_else(
            || Self {
                path: path.to_owned(),
                source: settings.and_then(|settings| source_of(settings.folder(), path)),
                ..Self::default()
            },
            |before| Self::clone(before),
        );
        for (line, own) in lines {
            notes.put(line, own);
        }
        let texts = pending.texts.iter().filter(|(of, ..)| of == path);
        notes.texts.extend(texts.map(|(_, id, text)| (id.clone(), Arc::clone(text))));
        Some(Arc::new(notes))
    }

    /// Puts a line where it is going to stand.
    fn put(&mut self, line: &Line, own: bool) {
        let (from, to) = if own { (0, self.own) } else { (self.own, self.annotations.len()) };
        let part = &self.annotations[from..to];
        let known = part.iter().position(|one| one.id == line.id).map(|at| from + at);
        match (known, &line.after) {
            (Some(at), Some(after)) if self.annotations[at].order() == after.order() => {
                self.annotations[at] = Arc::clone(after);
                return;
            }
            (Some(at), _) => {
                self.annotations.remove(at);
                self.own -= usize::from(own);
            }
            (None, _) => {}
        }
        if let Some(after) = &line.after {
            let to = to - usize::from(known.is_some());
            let at = from + self.annotations[from..to].partition_point(|one| one.order() < after.order());
            self.annotations.insert(at, Arc::clone(after));
            self.own += usize::from(own);
        }
    }

    /// True where both say the same of the article.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let same = |one: &Arc<Annotation>, other: &Arc<Annotation>| Arc::ptr_eq(one, other) || one == other;
        self.own == other.own
            && self.annotations.len() == other.annotations.len()
            && self.annotations.iter().zip(&other.annotations).all(|(one, other)| same(one, other))
            && self.problems == other.problems
            && self.source == other.source
    }

    /// True where it knows of every text that `other` knows of.
    pub fn knows_the_texts_of(&self, other: &Self) -> bool {
        other.texts.keys().all(|id| self.texts.contains_key(id))
    }

    /// The texts that annotations were made on, by their ids; one that says the same as the one before it not again.
    fn ids(&self) -> impl Iterator<Item = &str> {
        let ids = self.annotations.iter().flat_map(|annotation| {
            let text = annotation.meaning.as_ref().and_then(|meaning| meaning.text.as_ref());
            (0..annotation.targets.len()).filter_map(move |target| text?.of(target))
        });
        let mut last = "";
        ids.filter(move |id| std::mem::replace(&mut last, *id) != *id)
    }

    /// Asks git for the texts that annotations were made on.
    fn look_up(&mut self) {
        let folder = self.path.parent().unwrap_or(Path::new(""));
        let ids: BTreeSet<&str> = self.ids().filter(|id| !self.texts.contains_key(*id)).collect();
        let found = ids.into_iter().filter_map(|id| Some((id.to_owned(), blob(folder, id)?.into())));
        let found: Vec<(String, Arc<str>)> = found.collect();
        self.texts.extend(found);
    }

    /// True when there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.annotations.is_empty() && self.problems.is_empty()
    }

    /// Where the annotations stand in a text of the article.
    pub fn place(&self, analysis: &ArticleAnalysis) -> Vec<Placed> {
        self.place_some(analysis, &(0..self.annotations.len()).collect::<Vec<_>>())
    }

    /// The same of some, by their places in the list.
    fn place_some(&self, analysis: &ArticleAnalysis, wanted: &[usize]) -> Vec<Placed> {
        if wanted.is_empty() {
            return Vec::new();
        }
        let known = self.texts.iter().find(|(_, text)| **text == analysis.text);
        let id = known.map_or_else(|| blob_id(analysis.text.as_bytes()), |(id, _)| id.clone());
        let old = |id: &str| self.texts.get(id).cloned();
        let text = Text { text: &analysis.text, lines: &analysis.lines, id: &id, old: &old };
        let some: Vec<Arc<Annotation>> = wanted.iter().map(|at| Arc::clone(&self.annotations[*at])).collect();
        let (own, of_folder) = some.split_at(wanted.partition_point(|at| *at < self.own));
        // The name of its own file says which article it is of, whatever its lines say.
        let mut placed = Placed::all(text, own, &|_| true);
        let here = |target: &Target| self.source.as_ref().is_some_and(|source| target.source == *source);
        placed.extend(Placed::all(text, of_folder, &here));
        placed
    }

    /// The same, with what is known of where they stand in this very text: only what is new, or was lost, is looked for.
    pub fn place_after(&self, analysis: &ArticleAnalysis, known: Option<Arc<Standing>>) -> Arc<Standing> {
        let text = Arc::clone(&analysis.text);
        let Some(known) = known.filter(|known| known.text == text) else {
            return Arc::new(Standing::new(text, self.place(analysis)));
        };
        // Most are the very same, in the same order.
        let some_lost = known.lost().next().is_some();
        let same = |(one, annotation): &(&Placed, &Arc<Annotation>)| {
            Arc::ptr_eq(&one.annotation, annotation) && !(some_lost && one.is_orphan())
        };
        let all = known.placed.iter().zip(&self.annotations);
        let head = all.take_while(same).count();
        let (before, after) = (&known.placed[head..], &self.annotations[head..]);
        if before.is_empty() && after.is_empty() {
            return known;
        }
        let tail = before.iter().rev().zip(after.iter().rev()).take_while(same).count();
        let before = &before[..before.len() - tail];
        let by_id: FxHashMap<&str, &Placed> = before.iter().map(|one| (&*one.annotation.id, one)).collect();
        let found = |annotation: &Arc<Annotation>| {
            let found = by_id.get(&*annotation.id)?;
            let same = Arc::ptr_eq(&found.annotation, annotation) || found.annotation == *annotation;
            (same && !found.is_orphan()).then(|| Placed { annotation: Arc::clone(annotation), ..(*found).clone() })
        };
        let mut placed: Vec<Option<Placed>> = after[..after.len() - tail].iter().map(found).collect();
        let here = head..head + placed.len();
        let missing: Vec<usize> = here.clone().filter(|at| placed[*at - head].is_none()).collect();
        if !missing.is_empty() {
            // What was just made on this text stands where it says; else all of them together tell where it is.
            let fresh = missing.iter().all(|at| self.is_of(&self.annotations[*at], analysis));
            let wanted = if fresh { missing } else { (0..self.annotations.len()).collect() };
            let found = self.place_some(analysis, &wanted);
            for (at, found) in wanted.into_iter().zip(found).filter(|(at, _)| here.contains(at)) {
                placed[at - head].get_or_insert(found);
            }
        }
        Arc::new(known.with(head..known.placed.len() - tail, placed.into_iter().flatten().collect()))
    }

    /// True for an annotation that was made on this very text, as far as it is about this article.
    fn is_of(&self, annotation: &Annotation, analysis: &ArticleAnalysis) -> bool {
        let ids = annotation.meaning.as_ref().and_then(|meaning| meaning.text.as_ref());
        let is = |id: &str| self.texts.get(id).is_some_and(|text| *text == analysis.text);
        ids.and_then(|ids| ids.of(0)).is_some_and(is)
    }

    /// What was not found in the text.
    pub fn orphans(&self, standing: &Standing) -> Vec<Problem> {
        standing.lost().map(|placed| orphan(&self.path, &placed.annotation)).collect()
    }
}

/// The file of what lies between the articles of a folder.
pub fn shared(settings: &SettingsFile) -> PathBuf {
    settings.folder().join(SHARED)
}

/// The id of the text of an article: of its bytes where they are on disk, else of the text.
pub fn text_id(path: &Path, text: &str) -> String {
    let on_disk = file::read(path, super::LARGEST).ok().filter(|bytes| bytes != text.as_bytes());
    match on_disk {
        Some(bytes) if *decode(bytes.clone()).0 == *text => blob_id(&bytes),
        _ => blob_id(text.as_bytes()),
    }
}

/// What the file of a folder says, by the article that it is about; what is about two is with both.
#[derive(Clone, Debug, Default)]
pub struct Shared {
    by_source: BTreeMap<String, Vec<Arc<Annotation>>>,
    /// The file, as it was read.
    page: Weak<Page>,
    /// What is wrong in it.
    pub problems: Vec<Problem>,
}

impl Shared {
    /// Reads it.
    pub fn read(memory: &Memory, folder: &Path) -> Self {
        let path = folder.join(SHARED);
        let page = match memory.read(&path) {
            Ok(page) => page,
            Err(problem) => return Self { problems: vec![problem], ..Self::default() },
        };
        let page_read = Arc::downgrade(&page);
        let mut this = Self { problems: problems(&path, &page), page: page_read, ..Self::default() };
        for annotation in page.annotations() {
            let sources: BTreeSet<&str> = annotation.targets.iter().map(|target| &*target.source).collect();
            for source in sources {
                this.by_source.entry(source.to_owned()).or_default().push(Arc::clone(annotation));
            }
        }
        this
    }

    /// The articles of which something else is said than before.
    pub fn differs(&self, before: Option<&Self>) -> BTreeSet<String> {
        let none = Self::default();
        let before = before.unwrap_or(&none);
        let sources: BTreeSet<&String> = self.by_source.keys().chain(before.by_source.keys()).collect();
        let other = |source: &&String| self.by_source.get(*source) != before.by_source.get(*source);
        sources.into_iter().filter(other).cloned().collect()
    }
}

fn orphan(path: &Path, annotation: &Annotation) -> Problem {
    let words = annotation.targets.first().map(Target::words).unwrap_or_default();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let message = format!(
        "orphaned-annotation: “{}” ({}, {}) is not found in this text any more; re-anchor or delete {}",
        escaped(&clip(&words, WORDS)),
        annotation.kind().name(),
        escaped(&annotation.creator),
        escaped(&annotation.id),
    );
    let place = Some(Position { line: 0, character: 0 });
    Problem { path: path.to_owned(), place, severity: Severity::Warning, message }
}

/// Lays annotations over an analysis; `whose` own count first.
pub fn lay(
    models: &Models,
    analysis: &Arc<ArticleAnalysis>,
    standing: &Standing,
    whose: Option<&str>,
) -> Arc<ArticleAnalysis> {
    let class = |name: &str| models.lexicon.events.class_named(name).name;
    let claims = |analysis: &ArticleAnalysis, spans: &[Span]| claims_within(models, analysis, Some(spans));
    overlay(analysis, standing, Eyes { whose, class: &class, claims: &claims })
}
