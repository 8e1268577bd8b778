//! Judging with files: reads what there is, has `ide` plan, and writes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use uuid::Uuid;

use super::lay::{Laid, Notes, Shared, shared, text_id};
use super::name::source_of;
use super::{Change, Memory, Users, beside};
use crate::annotation::{Annotation, Page};
use crate::corpus::{ArticleId, Place, Snapshot};
use crate::ide::judge::actions::{JudgeAction, judge_actions};
use crate::ide::judge::every;
use crate::ide::judge::{self, Context, File, Judgement, Known, Verb};
use crate::store::Problem;
use crate::store::settings::{Refused, SettingsFile};
use crate::text::{CodePoints, escaped_path};

/// What judging goes by.
pub struct Judging<'a> {
    /// All articles, with what was decided before laid over.
    pub snapshot: &'a Snapshot,
    /// Where an article is, absolute.
    pub path: &'a dyn Fn(ArticleId) -> Option<PathBuf>,
    /// What speaks for the articles.
    pub settings: &'a SettingsFile,
    /// Annotation files that were read before.
    pub memory: &'a Memory,
    /// Who decides.
    pub creator: &'a str,
    /// The annotations of an article as they were read, and where they stand in it, as far as that is known.
    pub standing: &'a dyn Fn(ArticleId) -> Option<Laid>,
}

/// What was decided and written.
#[derive(Clone, Debug)]
pub struct Written {
    /// In words.
    pub title: String,
    /// The lines, as they were and as they are.
    pub changes: Vec<Change>,
}

impl Judging<'_> {
    /// Decides and writes; comes back when that is safe on disk.
    ///
    /// # Errors
    /// When it cannot be decided so, or not be written; the reason says what to do.
    pub fn judge(&self, at: Place, verb: &Verb) -> Result<Written, Refused> {
        let Judgement { title, lines } = self.plan(at, verb)?;
        let changes = self.changes(lines)?;
        self.memory.write(&changes)?;
        Ok(Written { title, changes })
    }

    /// What is to be written for a plan.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn changes(&self, lines: Vec<(File, Box<str>, Option<Annotation>)>) -> Result<Vec<Change>, Refused> {
        let mut changes = Vec::new();
        let mut pages: BTreeMap<PathBuf, Arc<Page>> = BTreeMap::new();
        for (file, id, annotation) in lines {
            let path = self.file(file)?;
            let page = match pages.get(&path) {
                Some(page) => Arc::clone(page),
                None => {
                    let failed =
                        |problem: Problem| Refused(format!("{}: {}", escaped_path(&problem.path), problem.message));
                    let page = self.memory.just_read(&path).map_err(failed)?;
                    pages.insert(path.clone(), Arc::clone(&page));
                    page
                }
            };
            let before = page.line(&id).map(str::to_owned);
            let after = annotation.map(|annotation| annotation.line(before.as_deref()));
            changes.push(Change { file: path, id, before, after });
        }
        Ok(changes)
    }

    /// What would be written.
    ///
    /// # Errors
    /// When it cannot be decided so.
    pub fn plan(&self, at: Place, verb: &Verb) -> Result<Judgement, Refused> {
        let mut articles = vec![at.article];
        match verb {
            Verb::Every(to) => {
                let others = every::articles_of(self.snapshot, at, *to).into_iter();
                let below = |article: &ArticleId| {
                    (self.path)(*article).is_some_and(|path| source_of(self.settings.folder(), &path).is_some())
                };
                articles.extend(others.filter(below));
                articles.extend(Some(to.article).filter(|article| *article != at.article));
            }
            Verb::Relate { to, .. } | Verb::PartOf(to) | Verb::Reanchor(_, to) if to.article != at.article => {
                articles.push(to.article);
            }
            _ => {}
        }
        for article in &articles {
            let path = (self.path)(*article).unwrap_or_default();
            if source_of(self.settings.folder(), &path).is_none() {
                let folder = escaped_path(self.settings.folder());
                return Err(Refused(format!("{}: lies outside of {folder}", escaped_path(&path))));
            }
        }
        let known: Vec<Known> = articles.iter().flat_map(|article| self.known(*article)).collect();
        self.with_context(&known, |context| judge::judge(context, at, verb)).map_err(Refused)
    }

    fn with_context<T>(&self, known: &[Known], work: impl FnOnce(&Context<'_>) -> T) -> T {
        let source = |file: File, article: ArticleId| {
            let path = (self.path)(article).unwrap_or_default();
            match file {
                File::Beside(_) => path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
                File::Shared => source_of(self.settings.folder(), &path).unwrap_or_default(),
            }
        };
        let context = Context {
            snapshot: self.snapshot,
            known,
            source: &source,
            text_id: &|article| Some(text_id(&(self.path)(article)?, &self.snapshot.analysis(article).text)),
            creator: self.creator,
            now: Timestamp::now(),
            fresh_id: &|| format!("urn:uuid:{}", Uuid::now_v7()),
        };
        work(&context)
    }

    /// What can be decided about a place; unless it is `asked` for, only about findings.
    pub fn actions(&self, at: Place, asked: bool) -> Vec<JudgeAction> {
        let known = if asked { self.known(at.article) } else { Vec::new() };
        let mut found = self.with_context(&known, |context| judge_actions(context, at));
        found.retain(|action| asked || action.mends);
        found
    }

    /// What there is of an article.
    pub fn known(&self, article: ArticleId) -> Vec<Known> {
        let Some(path) = (self.path)(article) else { return Vec::new() };
        let analysis = self.snapshot.analysis(article);
        let folder = self.settings.folder();
        let (notes, standing) = (self.standing)(article).unzip();
        // What is laid over the reading is what there is, unless somebody has just written something.
        let still = notes.flatten().filter(|notes| notes.are_still(self.memory, &path, folder));
        let notes = still.unwrap_or_else(|| {
            let shared = Shared::read(self.memory, folder);
            Arc::new(Notes::read(self.memory, &path, Some(self.settings), &shared, &analysis.text))
        });
        let own = notes.own;
        let file = |at: usize| if at < own { File::Beside(article) } else { File::Shared };
        let standing = notes.place_after(analysis, standing);
        let placed = standing.placed.iter().cloned().enumerate();
        placed.map(|(at, placed)| Known { file: file(at), article, placed }).collect()
    }

    /// What is to be written anew when an article was saved: lines whose words or whose context have changed, or stand
    /// elsewhere as well. Who decided what and when stays as it is.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn renewed(&self, article: ArticleId) -> Result<Vec<Change>, Refused> {
        let Some(path) = (self.path)(article) else { return Ok(Vec::new()) };
        let text = &self.snapshot.analysis(article).text;
        let (points, id) = (CodePoints::new(text), text_id(&path, text));
        let lines = self.known(article).into_iter().filter_map(|known| {
            let annotation = known.placed.renewed(text, &points, &id)?;
            Some((known.file, annotation.id.clone(), Some(annotation)))
        });
        self.changes(lines.collect())
    }

    fn file(&self, file: File) -> Result<PathBuf, Refused> {
        match file {
            File::Shared => Ok(shared(self.settings)),
            File::Beside(article) => {
                let path = (self.path)(article).ok_or_else(|| Refused("this article is no file".to_owned()))?;
                Ok(beside(&path))
            }
        }
    }
}

/// Who decides: who is named, else git's user.
///
/// # Errors
/// When nobody knows; the reason says how to say it.
pub fn creator(named: Option<&str>, folder: &Path, users: &Users) -> Result<String, Refused> {
    let named = named.map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned);
    named.or_else(|| users.name(folder)).ok_or_else(|| {
        Refused(
            "nobody knows who you are: say --as NAME, or set copydesk.annotator, or git config user.name".to_owned(),
        )
    })
}
