//! Annotation files: one beside each article, and one for what lies between them beside `copydesk.toml`.
//!
//! They are written as if the power failed next: the whole file anew beside the old, flushed, put in its place in one
//! step, and the folder flushed. A lock that the system lets go with the process keeps others away meanwhile, and what
//! they have written is read again under it, so that nobody loses anything of anybody.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Problem;
use super::file::{self, Unread};
use super::settings::Refused;
use super::settings::lock::Lock;
use super::settings::write::{own, remove, store};
use crate::annotation::Page;
use crate::rules::Severity;
use crate::text::{Position, escaped, escaped_path};

mod git;
pub mod judging;
pub mod lay;
pub mod links;
pub mod name;

pub use git::{blob, user_name};
pub use name::{SHARED, article_of, beside, is_store};

/// So long such a file may be, in bytes.
pub const LARGEST: u64 = 256 << 20;
/// So many files are remembered as they were read last.
const REMEMBERED: usize = 16;

/// A line that is to be written, changed or taken away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// In which file.
    pub file: PathBuf,
    /// The id of its annotation.
    pub id: Box<str>,
    /// The line as it is now, for all that is known; `None` when there is none.
    pub before: Option<String>,
    /// As it is to be; `None` to take it away.
    pub after: Option<String>,
}

impl Change {
    /// What takes it back.
    #[must_use]
    pub fn reversed(&self) -> Self {
        Self { before: self.after.clone(), after: self.before.clone(), ..self.clone() }
    }
}

/// Annotation files as they were read last, so that what has not changed is not parsed again. A clone remembers the same.
#[derive(Clone, Debug, Default)]
pub struct Memory(Arc<Mutex<BTreeMap<PathBuf, Arc<Page>>>>);

impl Memory {
    fn pages(&self) -> MutexGuard<'_, BTreeMap<PathBuf, Arc<Page>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn known(&self, path: &Path) -> Option<Arc<Page>> {
        self.pages().get(path).cloned()
    }

    fn learn(&self, path: &Path, page: &Arc<Page>) {
        let mut pages = self.pages();
        if pages.len() >= REMEMBERED && !pages.contains_key(path) {
            pages.pop_first();
        }
        pages.insert(path.to_owned(), Arc::clone(page));
    }

    /// The lines of a file; none where there is no such file.
    ///
    /// # Errors
    /// When it is no plain file, is too large or cannot be read: what cannot be read whole is never written.
    pub fn read(&self, path: &Path) -> Result<Arc<Page>, Problem> {
        let known = self.known(path);
        let page = match file::read(path, LARGEST) {
            Ok(bytes) => Arc::new(Page::parse(&bytes, known.as_deref())),
            Err(Unread::Absent) => return Ok(Arc::default()),
            Err(unread) => {
                let message = format!("its annotations do not count: {}", unread.message());
                return Err(Problem { path: path.to_owned(), place: None, severity: Severity::Error, message });
            }
        };
        self.learn(path, &page);
        Ok(page)
    }

    /// Carries out changes, all or none, and comes back when they are safe on disk.
    ///
    /// # Errors
    /// When somebody has changed one of the lines meanwhile, or a file cannot be read or written; the reason says what to
    /// do.
    pub fn write(&self, changes: &[Change]) -> Result<(), Refused> {
        let mut files: BTreeMap<&Path, Vec<&Change>> = BTreeMap::new();
        changes.iter().for_each(|change| files.entry(&change.file).or_default().push(change));
        let mut done: Vec<Change> = Vec::new();
        for (path, changes) in files {
            if let Err(refused) = self.write_one(path, &changes) {
                if done.is_empty() {
                    return Err(refused);
                }
                // What was written before goes back to what it was.
                let back: Vec<Change> = done.iter().map(Change::reversed).collect();
                return Err(match self.write(&back) {
                    Ok(()) => refused,
                    Err(Refused(why)) => Refused(format!("{}; half of it is written, since {why}", refused.0)),
                });
            }
            done.extend(changes.into_iter().cloned());
        }
        Ok(())
    }

    fn write_one(&self, path: &Path, changes: &[&Change]) -> Result<(), Refused> {
        let real = own(path)?;
        let lock = Lock::take(&real)?;
        let page =
            self.read(path).map_err(|problem| Refused(format!("{}: {}", escaped_path(path), problem.message)))?;
        let mut fresh = Page::clone(&page);
        for change in changes {
            let now = page.line(&change.id);
            if now != change.before.as_deref() {
                return Err(changed_meanwhile(path, &page, &change.id));
            }
            fresh.put(&change.id, change.after.as_deref());
        }
        if fresh.is_empty() {
            remove(path, &real, &lock)?;
            self.pages().remove(path);
            return Ok(());
        }
        let fresh = fresh.sorted();
        store(path, &real, &fresh.bytes(), &lock)?;
        self.learn(path, &Arc::new(fresh));
        Ok(())
    }
}

fn changed_meanwhile(path: &Path, page: &Page, id: &str) -> Refused {
    let path = escaped_path(path);
    let theirs = page.annotations().find(|annotation| *annotation.id == *id);
    Refused(match theirs {
        Some(theirs) => {
            format!("{path}: {} has changed this annotation meanwhile; look at it again", escaped(&theirs.creator))
        }
        None => format!("{path}: somebody has removed this annotation meanwhile"),
    })
}

/// What has git merge annotation files without asking.
const ATTRIBUTE: &str = "*.anno.jsonl merge=union";

/// Has git merge the annotation files of a folder line by line; gives the file that says so when it was written.
///
/// # Errors
/// When it cannot be read or written.
pub fn merge_by_line(folder: &Path) -> Result<Option<PathBuf>, Refused> {
    let path = folder.join(".gitattributes");
    let real = own(&path)?;
    let lock = Lock::take(&real)?;
    let mut bytes = match file::read(&path, LARGEST) {
        Ok(bytes) => bytes,
        Err(Unread::Absent) => Vec::new(),
        Err(unread) => return Err(Refused(format!("{}: {}", escaped_path(&path), unread.message()))),
    };
    if bytes.split(|byte| *byte == b'\n').any(|line| line.trim_ascii().starts_with(b"*.anno.jsonl")) {
        return Ok(None);
    }
    if bytes.last().is_some_and(|last| *last != b'\n') {
        bytes.push(b'\n');
    }
    bytes.extend_from_slice(ATTRIBUTE.as_bytes());
    bytes.push(b'\n');
    store(&path, &real, &bytes, &lock)?;
    Ok(Some(path))
}

/// What is wrong in a file, line by line.
pub fn problems(path: &Path, page: &Page) -> Vec<Problem> {
    let faults = page.faults().into_iter();
    let problem = |fault: crate::annotation::Fault| Problem {
        path: path.to_owned(),
        place: Some(Position { line: fault.line - 1, character: 0 }),
        severity: Severity::Warning,
        message: fault.message,
    };
    faults.map(problem).collect()
}

#[cfg(test)]
mod tests;
