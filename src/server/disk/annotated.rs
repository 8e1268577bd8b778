//! What the disk thread knows of annotation files.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::keeper::Keeper;
use crate::store::annotations;
use crate::store::annotations::lay::{Notes, Shared};
use crate::store::workspace::Found;

impl Keeper {
    /// The same paths, with articles in the place of their annotation files.
    pub(super) fn annotated(&mut self, paths: &BTreeSet<PathBuf>) -> BTreeSet<PathBuf> {
        let mut found = BTreeSet::new();
        for path in paths {
            if !annotations::is_store(path) {
                found.insert(path.clone());
                continue;
            }
            self.before(path);
            let (path, _) = self.places.place(path);
            match (annotations::article_of(&path), path.parent()) {
                (Some(article), _) => drop(found.insert(article)),
                (None, Some(folder)) => {
                    let before = self.shared.remove(folder);
                    let now = self.shared_of(folder);
                    let changed = now.differs(before.as_deref());
                    found.extend(changed.iter().map(|source| folder.join(source)));
                }
                (None, None) => {}
            }
        }
        found
    }

    /// What people decided about an article, whose text is `text`.
    pub(super) fn notes_of(&self, found: &Found, text: &Arc<str>, before: Option<&Arc<Notes>>) -> Option<Arc<Notes>> {
        let settings = found.settings.as_deref();
        let none = Shared::default();
        let shared = settings.and_then(|settings| self.shared.get(settings.folder())).map_or(&none, |shared| &**shared);
        let (memory, file) = (&self.annotations, annotations::beside(&found.path));
        let page = if self.just_written { memory.glance(&file) } else { memory.read(&file) };
        let notes = Notes::read_after(page, &found.path, settings, shared, text, before);
        (!notes.is_empty()).then_some(notes)
    }

    /// What is said in the annotation file of a folder.
    pub(super) fn shared_of(&mut self, folder: &Path) -> Arc<Shared> {
        if let Some(known) = self.shared.get(folder) {
            return Arc::clone(known);
        }
        let shared = Arc::new(Shared::read(&self.annotations, folder));
        self.shared.insert(folder.to_owned(), Arc::clone(&shared));
        let problems = self.shared.values().flat_map(|shared| shared.problems.iter().cloned());
        self.report.annotations = Some(problems.collect());
        shared
    }
}
