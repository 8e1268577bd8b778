//! The articles a command is about: read, analysed and linked.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::command::{Eyes, Failure};
use crate::annotation::{Placed, Standing};
use crate::corpus::{ArticleId, Snapshot};
use crate::model::Models;
use crate::rules::{self, Finding, RuleSettings, Severity};
use crate::store::Problem;
use crate::store::load::{self, Loaded, LoadedArticle};
use crate::store::settings::SettingsFile;
use crate::text::{escaped, escaped_path};

/// Fewer articles are read before anybody wonders.
const PROGRESS_FROM: usize = 20;

/// Articles with what is known of them.
pub(super) struct Workspace {
    /// Everything, linked. Keys are paths as the user gave them.
    pub(super) snapshot: Arc<Snapshot>,
    loaded: Loaded,
}

impl Workspace {
    /// The rule settings that hold for an article.
    pub(super) fn rules(&self, article: ArticleId) -> RuleSettings {
        self.loaded.rules(&self.snapshot.article(article).key)
    }

    /// Where an article is.
    pub(super) fn path(&self, article: ArticleId) -> Option<&Path> {
        self.loaded(article).map(|article| article.path.as_path())
    }

    /// What speaks for an article.
    pub(super) fn settings(&self, article: ArticleId) -> Option<Arc<SettingsFile>> {
        self.loaded(article).and_then(|article| article.settings.clone())
    }

    fn loaded(&self, article: ArticleId) -> Option<&LoadedArticle> {
        let key = &self.snapshot.article(article).key;
        let at = self.loaded.articles.binary_search_by(|article| article.key.cmp(key)).ok()?;
        self.loaded.articles.get(at)
    }

    /// The annotations of an article, with their places.
    pub(super) fn annotations(&self, article: ArticleId) -> &[Placed] {
        let found = self.loaded.annotations.get(&self.snapshot.article(article).key);
        found.map_or(&[], |standing| &standing.placed)
    }

    /// The same, with the text that they stand in.
    pub(super) fn standing(&self, article: ArticleId) -> Option<Arc<Standing>> {
        self.loaded.annotations.get(&self.snapshot.article(article).key).cloned()
    }

    /// The findings of one article.
    pub(super) fn check(&self, article: ArticleId) -> Vec<Finding> {
        rules::check(&self.snapshot, article, &self.rules(article))
    }

    /// The findings of one article that somebody has dismissed.
    pub(super) fn dismissed(&self, article: ArticleId) -> Vec<Finding> {
        let mut found = rules::check_all(&self.snapshot, article, &self.rules(article));
        found.retain(|finding| rules::dismissed(&self.snapshot, article, finding).is_some());
        found
    }
}

/// Reads, analyses and links the articles at and below `paths`. What was left out is told on standard error; a path
/// that is not there, or no article at all, is a failure.
pub(super) fn load(paths: &[PathBuf], eyes: &Eyes) -> Result<Workspace, Failure> {
    load_with(&Models::embedded(), paths, eyes)
}

/// [`load`], with other models than the program's own.
pub(super) fn load_with(models: &Models, paths: &[PathBuf], eyes: &Eyes) -> Result<Workspace, Failure> {
    let progress = Progress::new();
    let mut loaded = load::load(paths, models, eyes.name.as_deref(), &|done, total| progress.tell(done, total));
    progress.finish();
    for problem in &loaded.problems {
        warn(&describe(problem));
    }
    if let Some(missing) = paths.iter().find(|path| loaded.problems.iter().any(|problem| is_fatal(problem, path))) {
        return Err(Failure::Message(format!("{} could not be read: nothing was done", escaped_path(missing))));
    }
    if loaded.articles.is_empty() {
        // Why a file that was named does not count has just been said.
        let named = paths.iter().all(|path| path.is_file());
        let why = if named { "no article was read" } else { "no article found: a folder is searched for .txt files" };
        return Err(Failure::Message(why.to_owned()));
    }
    let snapshot = loaded.corpus.snapshot();
    Ok(Workspace { snapshot, loaded })
}

/// A path that the user named and that cannot be read; one of many below a folder is left out instead.
fn is_fatal(problem: &Problem, named: &PathBuf) -> bool {
    problem.severity == Severity::Error && problem.place.is_none() && problem.path == *named
}

fn describe(problem: &Problem) -> String {
    let place = problem.place.map(|place| format!(":{}:{}", place.line + 1, place.character + 1));
    format!("{}{}: {}", escaped_path(&shorten(&problem.path)), place.unwrap_or_default(), problem.message)
}

/// A path as seen from the working directory, when it lies below.
pub(super) fn shorten(path: &Path) -> PathBuf {
    let here = std::env::current_dir().ok();
    let canonical = here.as_ref().and_then(|here| here.canonicalize().ok());
    let below = here.iter().chain(&canonical).find_map(|here| path.strip_prefix(here).ok());
    match below {
        Some(below) if below.as_os_str().is_empty() => PathBuf::from("."),
        Some(below) => below.to_owned(),
        None => path.to_owned(),
    }
}

/// A bar on a terminal once there is much to read; nothing when the output is not for eyes.
pub(super) struct Progress {
    bar: Option<ProgressBar>,
}

impl Progress {
    pub(super) fn new() -> Self {
        let wanted = io::stderr().is_terminal();
        let bar = wanted.then(|| {
            let style = ProgressStyle::with_template("reading {pos} of {len} articles {wide_bar} {eta}");
            ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr())
                .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        });
        Self { bar }
    }

    pub(super) fn tell(&self, done: usize, total: usize) {
        if let Some(bar) = self.bar.as_ref().filter(|_| total >= PROGRESS_FROM) {
            bar.set_length(total as u64);
            bar.set_position(done as u64);
        }
    }

    pub(super) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// Tells the user something that is no reason to stop, in one line.
pub(super) fn warn(message: &str) {
    // A closed standard error is no reason to stop either.
    let _ = writeln!(io::stderr(), "copydesk: {}", escaped(message));
}
