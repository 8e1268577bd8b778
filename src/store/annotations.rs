//! Annotation files: one beside each article, and one for what lies between them beside `copydesk.toml`.
//!
//! They are written as if the power failed next: the whole file anew beside the old, flushed, put in its place in one
//! step, and the folder flushed. A lock that the system lets go with the process keeps others away meanwhile, and what
//! they have written is read again under it, so that nobody loses anything of anybody.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::Problem;
use super::file::{self, Stamp, Unread};
use super::settings::Refused;
use super::settings::lock::Lock;
use super::settings::write::{own, remove, store};
use crate::annotation::{Annotation, Page};
use crate::rules::Severity;
use crate::text::{Position, escaped, escaped_path};

mod git;
pub mod judging;
pub mod lay;
pub mod links;
pub mod name;
pub mod pending;

pub use git::{Users, blob, user_name};
pub use name::{SHARED, article_of, beside, is_store};

/// So long such a file may be, in bytes.
pub const LARGEST: u64 = 256 << 20;
/// So long what was read is as it was a moment ago.
const MOMENT: Duration = Duration::from_millis(200);
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
pub struct Memory {
    files: Arc<Mutex<BTreeMap<PathBuf, Known>>>,
    /// Who uses git where.
    pub users: Users,
}

/// A file as it was read last.
#[derive(Clone, Debug)]
struct Known {
    page: Arc<Page>,
    /// What the system said of it then, and when that was first seen.
    stamp: Option<(Stamp, Instant)>,
    /// True where it was read so long after that that any later writing would show.
    settled: bool,
    /// When reading began.
    read: Instant,
    used: Instant,
}

impl Memory {
    fn files(&self) -> MutexGuard<'_, BTreeMap<PathBuf, Known>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn known(&self, path: &Path) -> Option<Known> {
        let mut files = self.files();
        let known = files.get_mut(path)?;
        known.used = Instant::now();
        Some(known.clone())
    }

    fn learn(&self, path: &Path, known: Known) {
        let mut files = self.files();
        // Another may have read it, or written it, later than this was read.
        if files.get(path).is_some_and(|there| there.read > known.read) {
            return;
        }
        if files.len() >= REMEMBERED && !files.contains_key(path) {
            let oldest = files.iter().min_by_key(|(_, known)| known.used).map(|(path, _)| path.clone());
            oldest.into_iter().for_each(|path| drop(files.remove(&path)));
        }
        files.insert(path.to_owned(), known);
    }

    /// The lines of a file as they were a moment ago, or as they are: enough where they are looked at again before anything
    /// is written.
    ///
    /// # Errors
    /// See [`Memory::read`].
    pub fn just_read(&self, path: &Path) -> Result<Arc<Page>, Problem> {
        match self.known(path).filter(|known| known.read.elapsed() < MOMENT) {
            Some(known) => Ok(known.page),
            None => self.read(path),
        }
    }

    /// The lines of a file that the system says the same of as when it was read or written last, else as it is: enough to
    /// plan by, or where it was just written here. What is written to it within one tick of the system's clock is seen
    /// with the next reading.
    ///
    /// # Errors
    /// See [`Memory::read`].
    pub fn glance(&self, path: &Path) -> Result<Arc<Page>, Problem> {
        let known = self.known(path).and_then(|known| Some((known.page, known.stamp?.0)));
        match known.filter(|(_, stamp)| file::stamp(path) == Some(*stamp)) {
            Some((page, _)) => Ok(page),
            None => self.read(path),
        }
    }

    /// The lines of a file; none where there is no such file. What has not changed is the very same.
    ///
    /// # Errors
    /// When it is no plain file, is too large or cannot be read: what cannot be read whole is never written.
    pub fn read(&self, path: &Path) -> Result<Arc<Page>, Problem> {
        self.read_unless(path, true)
    }

    /// Where stamps are not `trusted`, every byte is looked at.
    fn read_unless(&self, path: &Path, trusted: bool) -> Result<Arc<Page>, Problem> {
        let (known, now) = (self.known(path), Instant::now());
        let is_known = |stamp: Stamp| {
            trusted
                && known
                    .as_ref()
                    .is_some_and(|known| known.settled && known.stamp.is_some_and(|(before, _)| before == stamp))
        };
        let (bytes, stamp) = match file::read_unless(path, LARGEST, is_known) {
            Ok(read) => read,
            Err(Unread::Absent) => {
                self.files().remove(path);
                return Ok(Arc::default());
            }
            Err(unread) => {
                let message = format!("its annotations do not count: {}", unread.message());
                return Err(Problem { path: path.to_owned(), place: None, severity: Severity::Error, message });
            }
        };
        let page = match (bytes, &known) {
            (None, Some(known)) => return Ok(Arc::clone(&known.page)),
            (None, None) => Arc::default(),
            (Some(bytes), Some(known)) if bytes == known.page.bytes() => Arc::clone(&known.page),
            (Some(bytes), known) => Arc::new(Page::parse(bytes, known.as_ref().map(|known| &*known.page))),
        };
        let before = known.and_then(|known| known.stamp);
        let since =
            |stamp: Stamp| before.filter(|(before, _)| *before == stamp).map_or_else(Instant::now, |(_, since)| since);
        let stamp = stamp.map(|stamp| (stamp, since(stamp)));
        let settled = stamp.is_some_and(|(stamp, since)| now.duration_since(since) >= stamp.settles_after());
        self.learn(path, Known { page: Arc::clone(&page), stamp, settled, read: now, used: now });
        Ok(page)
    }

    /// Carries out changes, all or none, and comes back when they are safe on disk.
    ///
    /// # Errors
    /// When somebody has changed one of the lines meanwhile, or a file cannot be read or written; the reason says what to
    /// do.
    pub fn write(&self, changes: &[Change]) -> Result<(), Refused> {
        self.write_knowing(changes, &[])
    }

    /// The same; `known` are annotations that their lines were read as before.
    ///
    /// # Errors
    /// See [`Memory::write`].
    pub fn write_knowing(&self, changes: &[Change], known: &[Arc<Annotation>]) -> Result<(), Refused> {
        let mut files: BTreeMap<&Path, Vec<&Change>> = BTreeMap::new();
        changes.iter().for_each(|change| files.entry(&change.file).or_default().push(change));
        let mut done: Vec<Change> = Vec::new();
        for (path, changes) in files {
            if let Err(refused) = self.write_one(path, &changes, known) {
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

    fn write_one(&self, path: &Path, changes: &[&Change], known: &[Arc<Annotation>]) -> Result<(), Refused> {
        let real = own(path)?;
        let lock = Lock::take(&real)?;
        let page = self
            .read_unless(path, false)
            .map_err(|problem| Refused(format!("{}: {}", escaped_path(path), problem.message)))?;
        for change in changes {
            if page.line(&change.id) != change.before.as_deref() {
                return Err(changed_meanwhile(path, &page, &change.id));
            }
        }
        let changes: Vec<(&str, Option<&str>)> =
            changes.iter().map(|change| (&*change.id, change.after.as_deref())).collect();
        let fresh = page.written_knowing(&changes, known);
        if fresh.is_empty() {
            remove(path, &real, &lock)?;
            self.files().remove(path);
            return Ok(());
        }
        store(path, &real, fresh.bytes(), &lock)?;
        let (page, now) = (Arc::new(fresh), Instant::now());
        let stamp = file::stamp(path).map(|stamp| (stamp, now));
        self.learn(path, Known { page, stamp, settled: false, read: now, used: now });
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
