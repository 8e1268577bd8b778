//! Loading articles: a file is read within its limit, with what its settings say of it, and analysed.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::Problem;
use super::annotations;
use super::annotations::lay::{self, ByArticle, Notes, Shared};
use super::annotations::links::{Links, links};
use super::article::{self, Decoded, ReadOutcome};
use super::settings::{SettingsFile, SettingsIndex};
use super::workspace::{self, Found};
use crate::analysis::{Article, ArticleAnalysis, analyze};
use crate::annotation::Standing;
use crate::corpus::Corpus;
use crate::model::Models;
use crate::rules::{RuleSettings, Severity};
use crate::text::{Encoding, path_text};

/// An article that was read.
#[derive(Clone, Debug)]
pub struct LoadedArticle {
    /// Its key in the corpus: the path as the user gave it, or what the caller's naming made of it.
    pub key: Arc<str>,
    /// Where it is.
    pub path: PathBuf,
    /// The nearest `copydesk.toml`, if there is one.
    pub settings: Option<Arc<SettingsFile>>,
}

/// A corpus read from files.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The analyses.
    pub corpus: Corpus,
    /// What was read, sorted by key.
    pub articles: Vec<LoadedArticle>,
    /// The annotations of each article that has some, with their places, by key.
    pub annotations: ByArticle,
    /// What could not be read, what was left out, and mistakes in settings, sorted by path.
    pub problems: Vec<Problem>,
}

impl Loaded {
    /// The rule settings that hold for an article.
    pub fn rules(&self, key: &str) -> RuleSettings {
        let at = self.articles.binary_search_by(|article| (*article.key).cmp(key));
        let settings = at.ok().and_then(|at| self.articles.get(at)).and_then(|article| article.settings.as_ref());
        settings.map(|file| file.settings.rules.clone()).unwrap_or_default()
    }
}

/// Reads and analyses every article at or below `paths`, in parallel. A file that is named is taken whatever its
/// name; below a folder the rules of [`workspace::walk`] hold. The result does not depend on the thread count.
/// Where people differ about an article, the judgements of `whose` count first, else those of the user of git in the first
/// folder that has some. `progress` is told how many of how many articles are done, from several threads, in no order.
pub fn load(
    paths: &[PathBuf],
    models: &Models,
    whose: Option<&str>,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Loaded {
    let mut index = SettingsIndex::default();
    let mut loaded = Loaded::default();
    let mut found = Vec::new();
    for path in paths {
        let walk = workspace::walk(path, &mut index);
        found.extend(walk.articles);
        loaded.problems.extend(walk.problems);
    }
    drop_duplicates(&mut found);
    let memory = annotations::Memory::default();
    let mut shared: BTreeMap<PathBuf, Shared> = BTreeMap::new();
    for settings in found.iter().filter_map(|found| found.settings.as_ref()) {
        shared.entry(settings.folder().to_owned()).or_insert_with(|| Shared::read(&memory, settings.folder()));
    }
    loaded.problems.extend(shared.values().flat_map(|shared| shared.problems.iter().cloned()));
    let named = whose.map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned);
    let home = found.iter().find_map(|found| Some(found.settings.as_ref()?.folder().to_owned()));
    // Git is asked only where somebody has decided something.
    let user: OnceLock<Option<String>> = OnceLock::new();
    let whose = || user.get_or_init(|| named.clone().or_else(|| annotations::user_name(home.as_deref()?))).as_deref();
    let done = AtomicUsize::new(0);
    let total = found.len();
    let read: Vec<_> = found
        .into_par_iter()
        .map(|found| {
            let outcome = read_and_analyze(&found, models).map(|(analysis, decoded)| {
                let none = Shared::default();
                let settings = found.settings.as_deref();
                let shared = settings.and_then(|settings| shared.get(settings.folder())).unwrap_or(&none);
                let notes = Notes::read(&memory, &found.path, settings, shared, &analysis.text);
                let standing = Standing::new(Arc::clone(&analysis.text), notes.place(&analysis));
                let problems = [notes.problems.clone(), notes.orphans(&standing)].concat();
                let whose = if standing.placed.is_empty() { None } else { whose() };
                (lay::lay(models, &analysis, &standing, whose), decoded, Annotated { standing, problems })
            });
            progress(done.fetch_add(1, Ordering::Relaxed) + 1, total);
            (found, outcome)
        })
        .collect();
    for (found, outcome) in read {
        loaded.take(found, outcome);
    }
    let whose = if loaded.annotations.is_empty() { None } else { whose() };
    loaded.constrain(whose);
    loaded.problems.extend(index.problems());
    loaded.articles.sort_by(|a, b| a.key.cmp(&b.key));
    loaded.problems.sort_by(|a, b| (&a.path, a.place).cmp(&(&b.path, b.place)));
    loaded
}

/// An article as its file and its settings have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleFile {
    /// Its text, with what settings say of it.
    pub article: Article,
    /// How its bytes became text.
    pub decoded: Decoded,
}

/// Reads one article within the limit of its settings.
///
/// # Errors
/// When it is too large or cannot be read; the problem says what to do.
pub fn read(found: &Found) -> Result<ArticleFile, Problem> {
    let problem = |severity, message| Problem { path: found.path.clone(), place: None, severity, message };
    match article::read(&found.path, found.limit()) {
        ReadOutcome::Text { text, decoded } => {
            Ok(ArticleFile { article: Article { text, meta: found.meta() }, decoded })
        }
        ReadOutcome::TooLarge { message } => Err(problem(Severity::Information, message)),
        ReadOutcome::Failed { message } => Err(problem(Severity::Error, message)),
    }
}

/// Analyses an article; gives it back when that panicked, so that it costs this one alone.
fn analyzed(models: &Models, article: Article) -> Result<ArticleAnalysis, Article> {
    catch_unwind(AssertUnwindSafe(|| analyze(models, &article))).map_err(|_| article)
}

fn read_and_analyze(found: &Found, models: &Models) -> Result<(Arc<ArticleAnalysis>, Decoded), Problem> {
    let file = read(found)?;
    let analysis = analyzed(models, file.article).map_err(|_| Problem {
        path: found.path.clone(),
        place: None,
        severity: Severity::Error,
        message: "this article could not be analysed and is left out; please report this".to_owned(),
    })?;
    Ok((Arc::new(analysis), file.decoded))
}

/// Analyses articles of a session: what is known is not worked out again. A clone counts with the others.
#[derive(Clone, Debug)]
pub struct Analyst {
    models: Arc<Models>,
    analyses: Arc<AtomicUsize>,
}

impl Analyst {
    /// One that counts its analyses in `analyses`.
    pub fn new(models: Models, analyses: Arc<AtomicUsize>) -> Self {
        Self { models: Arc::new(models), analyses }
    }

    /// What analyses.
    pub fn models(&self) -> &Models {
        &self.models
    }

    /// The analysis of an article, taken from `known` when nothing has changed. Should analysing panic, the article
    /// counts as one of which nothing is known, and everything else goes on.
    pub fn analysis_of(&self, article: Article, known: Option<&Arc<ArticleAnalysis>>) -> Arc<ArticleAnalysis> {
        if let Some(known) = known.filter(|known| known.text == article.text && known.meta == article.meta) {
            return Arc::clone(known);
        }
        self.analyses.fetch_add(1, Ordering::Relaxed);
        Arc::new(analyzed(&self.models, article).unwrap_or_else(|article| {
            tracing::error!("analysing an article of {} bytes failed; please report this", article.text.len());
            ArticleAnalysis::blank(Arc::clone(&self.models.lexicon), article)
        }))
    }
}

/// What people decided about an article, and what is wrong with that.
struct Annotated {
    standing: Standing,
    problems: Vec<Problem>,
}

impl Loaded {
    /// Has linking keep to what people decided about places of two articles.
    fn constrain(&mut self, whose: Option<&str>) {
        let Links { constraints, contradictions } =
            links(&self.annotations, |key| self.corpus.get(key).map(|analysis| &**analysis), whose);
        for (key, span, message) in contradictions {
            let Some(analysis) = self.corpus.get(&key) else { continue };
            let place = Some(analysis.lines.position(&analysis.text, span.start, Encoding::Utf32));
            let path = self.articles.iter().find(|article| article.key == key).map(|article| article.path.clone());
            let path = path.unwrap_or_default();
            self.problems.push(Problem { path, place, severity: Severity::Warning, message });
        }
        self.corpus.set_constraints(constraints);
    }

    fn take(&mut self, found: Found, outcome: Result<(Arc<ArticleAnalysis>, Decoded, Annotated), Problem>) {
        match outcome {
            Err(problem) => self.problems.push(problem),
            Ok((analysis, decoded, annotated)) => {
                let key: Arc<str> = key_of(&found.path).into();
                if let Some(message) = decoded.note() {
                    self.problems.push(Problem {
                        path: found.path.clone(),
                        place: Some(analysis.lines.position(&analysis.text, 0, Encoding::Utf32)),
                        severity: Severity::Hint,
                        message,
                    });
                }
                self.corpus.set(Arc::clone(&key), analysis);
                self.problems.extend(annotated.problems);
                if !annotated.standing.placed.is_empty() {
                    self.annotations.insert(Arc::clone(&key), Arc::new(annotated.standing));
                }
                self.articles.push(LoadedArticle { key, path: found.path, settings: found.settings });
            }
        }
    }
}

/// What a file is called in a corpus of the command line: its path as it was given.
pub fn key_of(path: &Path) -> String {
    path_text(path).into_owned()
}

/// One file that two arguments lead to is one article; the first name counts.
fn drop_duplicates(found: &mut Vec<Found>) {
    let mut seen = BTreeSet::new();
    found.retain(|found| seen.insert(std::fs::canonicalize(&found.path).unwrap_or_else(|_| found.path.clone())));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Position;

    #[test]
    fn a_folder_becomes_a_corpus_with_its_problems() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        std::fs::write(at("b.txt"), "Second.").unwrap();
        std::fs::write(at("a.txt"), b"caf\xe9 said").unwrap();
        std::fs::write(at("big.txt"), "x".repeat(100)).unwrap();
        std::fs::write(at("copydesk.toml"), "max_file_size = 50\nnonsense = 1\n").unwrap();
        let paths = [dir.path().to_path_buf(), at("a.txt"), at("absent.txt")];
        let ticks = AtomicUsize::new(0);
        let loaded = load(&paths, &Models::embedded(), None, &|_, total| {
            assert_eq!(total, 4);
            ticks.fetch_add(1, Ordering::Relaxed);
        });
        assert_eq!(ticks.into_inner(), 4);
        let names: Vec<_> = loaded.articles.iter().map(|article| article.path.file_name().unwrap()).collect();
        assert_eq!(names, ["a.txt", "b.txt"]);
        let problems: Vec<_> = loaded
            .problems
            .iter()
            .map(|problem| {
                (problem.path.file_name().unwrap().to_string_lossy().into_owned(), problem.severity, problem.place)
            })
            .collect();
        assert_eq!(
            problems,
            [
                ("a.txt".into(), Severity::Hint, Some(Position { line: 0, character: 0 })),
                ("absent.txt".into(), Severity::Error, None),
                ("big.txt".into(), Severity::Information, None),
                ("copydesk.toml".into(), Severity::Warning, Some(Position { line: 1, character: 0 })),
            ]
        );
    }
}
