//! Ignore files: `.gitignore`, `.ignore` and a repository's `info/exclude`, read within a limit.
//!
//! The `ignore` crate matches their lines. Its walker would open the files as well, whatever they are and however long,
//! which is why that is done here.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::Problem;
use super::file::{self, Unread, bytes_for_people};
use crate::rules::Severity;

/// All ignore files on the way to a folder together may be this long, in bytes. A line takes some 3 KB once it is ready
/// to be matched.
const LARGEST: u64 = 256 << 10;
/// Lines are made ready in portions of so many bytes: as one, what wildcards make of them could be too large.
const PORTION: usize = 32 << 10;
/// What Git writes into a `.git` that is a file is a path, in bytes.
const LARGEST_POINTER: u64 = 16 << 10;

/// The ignore files of a folder, in front of those above it.
#[derive(Debug)]
pub(super) struct Ignores {
    /// Absolute and real.
    folder: PathBuf,
    above: Option<Arc<Ignores>>,
    /// `.ignore`, `.gitignore` and `info/exclude`, each in portions, from first to last.
    files: [Vec<Gitignore>; 3],
    /// True for the root of a repository: what Git is told above does not hold in it.
    repository: bool,
    /// The length of all of them, those above too, in bytes.
    bytes: u64,
}

/// What ignore files say of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is left out.
    Ignored,
    /// It is taken, even if it is hidden.
    Kept,
    /// Nothing.
    Unsaid,
}

impl Ignores {
    /// What holds in `folder`, a real and absolute path: its own ignore files and those of every folder above.
    pub(super) fn around(folder: &Path, problems: &mut Vec<Problem>) -> Option<Arc<Self>> {
        let mut folders: Vec<&Path> = folder.ancestors().collect();
        folders.reverse();
        folders.into_iter().fold(None, |above, folder| Self::below(above, folder, problems))
    }

    /// What holds in a folder, by what holds in the one above it.
    pub(super) fn below(above: Option<Arc<Self>>, folder: &Path, problems: &mut Vec<Problem>) -> Option<Arc<Self>> {
        let mut room = Room { bytes: above.as_ref().map_or(0, |above| above.bytes), problems };
        let git = std::fs::metadata(folder.join(".git")).ok();
        let exclude = git.as_ref().and_then(|git| exclude(folder, git.is_file()));
        let files = [Some(folder.join(".ignore")), Some(folder.join(".gitignore")), exclude]
            .map(|file| file.map(|file| room.read(&file)).unwrap_or_default());
        if git.is_none() && files.iter().all(Vec::is_empty) {
            return above;
        }
        let bytes = room.bytes;
        Some(Arc::new(Self { folder: folder.to_owned(), above, files, repository: git.is_some(), bytes }))
    }

    /// What they say of a path, which is real and absolute and lies below.
    pub(super) fn verdict(&self, path: &Path, is_folder: bool) -> Verdict {
        // Of each kind the deepest file that has an opinion decides, and `.ignore` before Git's.
        let mut found = [Verdict::Unsaid; 3];
        let mut outside = false;
        let mut here = Some(self);
        while let Some(ignores) = here {
            for (kind, files) in ignores.files.iter().enumerate() {
                if found[kind] == Verdict::Unsaid && (kind == 0 || !outside) {
                    found[kind] = ignores.matched(files, path, is_folder);
                }
            }
            outside |= ignores.repository;
            here = ignores.above.as_deref();
        }
        found.into_iter().find(|verdict| *verdict != Verdict::Unsaid).unwrap_or(Verdict::Unsaid)
    }

    fn matched(&self, file: &[Gitignore], path: &Path, is_folder: bool) -> Verdict {
        let Ok(relative) = path.strip_prefix(&self.folder) else { return Verdict::Unsaid };
        // Of the lines of a file the last that fits decides.
        let mut portions = file.iter().rev().map(|portion| match portion.matched(relative, is_folder) {
            Match::None => Verdict::Unsaid,
            Match::Ignore(_) => Verdict::Ignored,
            Match::Whitelist(_) => Verdict::Kept,
        });
        portions.find(|verdict| *verdict != Verdict::Unsaid).unwrap_or(Verdict::Unsaid)
    }
}

/// What may still be read on the way to a folder.
struct Room<'a> {
    /// What was read, in bytes.
    bytes: u64,
    problems: &'a mut Vec<Problem>,
}

impl Room<'_> {
    fn read(&mut self, path: &Path) -> Vec<Gitignore> {
        let bytes = match file::read(path, LARGEST.saturating_sub(self.bytes)) {
            Ok(bytes) => bytes,
            Err(Unread::Absent) => return Vec::new(),
            Err(Unread::TooLarge(_)) if self.bytes > 0 => {
                let limit = bytes_for_people(LARGEST);
                self.complain(path, &format!("with the ignore files above it larger than {limit}; make them shorter"));
                return Vec::new();
            }
            Err(unread) => {
                self.complain(path, &unread.message());
                return Vec::new();
            }
        };
        self.bytes += u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
        let (lines, unbuilt) = portions(bytes);
        if unbuilt {
            self.complain(path, "some of its lines are too large to be matched; make them shorter");
        }
        lines
    }

    fn complain(&mut self, path: &Path, what: &str) {
        let message = format!("{what} (until then none of its lines count)");
        self.problems.push(Problem { path: path.to_owned(), place: None, severity: Severity::Warning, message });
    }
}

/// The lines of an ignore file, and whether some could not be made ready.
fn portions(bytes: &[u8]) -> (Vec<Gitignore>, bool) {
    let mut ready = Vec::new();
    let mut unbuilt = false;
    let mut size = 0;
    let mut portion = GitignoreBuilder::new("");
    let mut close = |portion: &GitignoreBuilder| match portion.build() {
        Ok(lines) if lines.is_empty() => {}
        Ok(lines) => ready.push(lines),
        Err(_) => unbuilt = true,
    };
    // A line that is no UTF-8, or no glob, names nothing, as Git has it.
    for line in bytes.split(|byte| *byte == b'\n').filter_map(|line| std::str::from_utf8(line).ok()) {
        let _ = portion.add_line(None, line.strip_suffix('\r').unwrap_or(line));
        size += line.len();
        if size > PORTION {
            close(&portion);
            (portion, size) = (GitignoreBuilder::new(""), 0);
        }
    }
    close(&portion);
    (ready, unbuilt)
}

/// Where a repository keeps what it ignores by itself. A `.git` that is a file, as in a work tree, leads there.
fn exclude(folder: &Path, is_file: bool) -> Option<PathBuf> {
    let git = folder.join(".git");
    if !is_file {
        return Some(git.join("info/exclude"));
    }
    let line = |path: &Path| {
        let text = String::from_utf8(file::read(path, LARGEST_POINTER).ok()?).ok()?;
        text.lines().next().map(str::to_owned)
    };
    let own = folder.join(line(&git)?.strip_prefix("gitdir: ")?);
    Some(own.join(line(&own.join("commondir"))?).join("info/exclude"))
}
