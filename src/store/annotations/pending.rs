//! Lines that are being written: what they say holds before they are safe on disk.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Change;
use super::name::{article_of, is_store, source_of};
use crate::annotation::Annotation;

/// A line that is being written, put in the place of another, or taken away.
#[derive(Clone, Debug)]
pub struct Line {
    /// In which file.
    pub file: PathBuf,
    /// The id of its annotation.
    pub id: Box<str>,
    /// As it was.
    pub before: Option<Arc<Annotation>>,
    /// As it is to be.
    pub after: Option<Arc<Annotation>>,
}

/// Lines that are being written.
#[derive(Clone, Debug, Default)]
pub struct Pending {
    /// The lines.
    pub lines: Vec<Line>,
    /// Texts that they were made on, by the articles' paths, with the ids of these texts.
    pub texts: Vec<(PathBuf, String, Arc<str>)>,
}

impl Pending {
    /// What changes say.
    pub fn new(changes: &[Change]) -> Self {
        let read = |line: &Option<String>| Annotation::parse(line.as_ref()?).ok().map(Arc::new);
        let line = |change: &Change| Line {
            file: change.file.clone(),
            id: change.id.clone(),
            before: read(&change.before),
            after: read(&change.after),
        };
        Self { lines: changes.iter().map(line).collect(), texts: Vec::new() }
    }

    /// The files, each once.
    pub fn files(&self) -> Vec<PathBuf> {
        self.lines.iter().map(|line| line.file.clone()).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// What the lines are read as.
    pub fn annotations(&self) -> Vec<Arc<Annotation>> {
        self.lines.iter().filter_map(|line| line.after.clone()).collect()
    }

    /// The articles that they are about.
    pub fn articles(&self) -> BTreeSet<PathBuf> {
        let mut found = BTreeSet::new();
        for line in &self.lines {
            match (article_of(&line.file), line.file.parent()) {
                (Some(article), _) => drop(found.insert(article)),
                (None, Some(folder)) if is_store(&line.file) => {
                    let targets = line.before.iter().chain(&line.after).flat_map(|annotation| &annotation.targets);
                    found.extend(targets.map(|target| folder.join(&target.source)));
                }
                (None, _) => {}
            }
        }
        found
    }
}

impl Line {
    /// Whether it stands in the file of the article itself, or in that of a folder that says something of the article;
    /// `None` when it is not about the article.
    pub(super) fn is_own(&self, article: &Path) -> Option<bool> {
        if let Some(of) = article_of(&self.file) {
            return (of == *article).then_some(true);
        }
        let source = source_of(self.file.parent()?, article)?;
        let mut targets = self.before.iter().chain(&self.after).flat_map(|annotation| &annotation.targets);
        targets.any(|target| target.source == source).then_some(false)
    }
}
