//! Settings on disk: a file that was read, the nearest to a path, and what need not be read again.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use super::content::{FILE_NAME, LARGEST, Settings, SettingsProblem};
use super::outline::Outline;
use super::parse::{self, Parsed};
use super::refused::Refused;
use crate::analysis::ArticleMeta;
use crate::rules::Severity;
use crate::store::Problem;
use crate::store::file::{self, Unread};
use crate::text::{Encoding, LineIndex, Span};

/// A `copydesk.toml` that was read. A clone costs next to nothing.
#[derive(Clone, Debug)]
pub struct SettingsFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its text, which the spans of its problems refer to.
    pub text: Arc<str>,
    /// What it says.
    pub settings: Settings,
    /// What is wrong with it, by place: as much as anybody reads, and the number of the rest.
    pub problems: Vec<SettingsProblem>,
    /// How much is wrong with it.
    pub mistakes: usize,
    /// Where its lines are, once somebody asks.
    lines: Arc<OnceLock<LineIndex>>,
    /// Where its entries stand.
    outline: Arc<Outline>,
}

impl SettingsFile {
    /// Settings from a text that need not be on disk: an open buffer.
    pub fn parse(path: &Path, text: &str) -> Self {
        if text.len() as u64 > LARGEST {
            return Self::without(path, Unread::TooLarge(LARGEST).message());
        }
        let Parsed { settings, problems, mistakes, outline } = parse::parse(text);
        let (path, text, outline) = (path.to_owned(), text.into(), Arc::new(outline));
        Self { path, text, settings, problems, mistakes, lines: Arc::default(), outline }
    }

    /// Reads the file. One that cannot be read counts as empty, with a problem.
    pub fn read(path: &Path) -> Self {
        Self::read_within(path, LARGEST)
    }

    fn read_within(path: &Path, limit: u64) -> Self {
        match file::read(path, limit) {
            Ok(bytes) => Self::from_bytes(path, bytes),
            Err(unread) => Self::without(path, unread.message()),
        }
    }

    fn from_bytes(path: &Path, bytes: Vec<u8>) -> Self {
        String::from_utf8(bytes)
            .map_or_else(|error| Self::lossy(path, error.as_bytes()), |text| Self::parse(path, &text))
    }

    fn lossy(path: &Path, bytes: &[u8]) -> Self {
        let mut file = Self::parse(path, &String::from_utf8_lossy(bytes));
        file.complain("this file is not UTF-8; save it as UTF-8".to_owned());
        file
    }

    /// One that says nothing.
    fn without(path: &Path, why: String) -> Self {
        let mut file = Self::parse(path, "");
        file.complain(format!("{why}; until then these settings count as empty"));
        file
    }

    fn complain(&mut self, message: String) {
        let problem = SettingsProblem { span: Span::default(), message, severity: Severity::Error };
        self.problems.insert(0, problem);
        self.mistakes += 1;
    }

    /// Where its lines are.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// Where its entries stand.
    ///
    /// # Errors
    /// When it has a mistake that keeps it from being TOML.
    pub(super) fn outline(&self) -> Result<&Outline, Refused> {
        let Some(problem) = self.problems.iter().find(|problem| problem.severity == Severity::Error) else {
            return Ok(&self.outline);
        };
        let number = self.lines().line_of(problem.span.start) + 1;
        let why = &problem.message;
        Err(Refused(format!("copydesk.toml has a mistake in line {number} ({why}); mend it first")))
    }

    /// The folder that it speaks for.
    pub fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }

    /// What it says of the article at `path`, which has the folder's path before it.
    pub fn meta_of(&self, path: &Path) -> ArticleMeta {
        self.settings.meta_for(&self.relative(path))
    }

    /// True when `include` names the article at `path`.
    pub fn includes(&self, path: &Path) -> bool {
        self.settings.include_patterns().next().is_some() && self.settings.includes(&self.relative(path))
    }

    /// A path below the folder as the file writes it: relative, with `/`.
    pub fn relative(&self, path: &Path) -> String {
        relative(self.folder(), path)
    }
}

/// A path below a folder as its `copydesk.toml` writes it: relative, with `/`.
pub(super) fn relative(folder: &Path, path: &Path) -> String {
    let relative = relative_to(folder, path);
    let parts: Vec<_> = relative.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

/// `path` seen from `folder`. The two may be written in different ways (`seeds/a.txt` below `/home/me/seeds`), since
/// a `copydesk.toml` above a relative path is found by its absolute one.
pub(in crate::store) fn relative_to(folder: &Path, path: &Path) -> PathBuf {
    let climbs = |path: &Path| path.components().any(|part| part == Component::ParentDir);
    if !climbs(folder)
        && !climbs(path)
        && let Ok(relative) = path.strip_prefix(folder)
    {
        return relative.to_owned();
    }
    let absolute = |path: &Path| absolute(path).unwrap_or_else(|| path.to_owned());
    let (folder, path) = (absolute(folder), absolute(path));
    path.strip_prefix(&folder).map_or_else(|_| path.clone(), Path::to_owned)
}

/// A path from the root of the disk and without `..`, by its letters alone: what is above it are its parents as written,
/// wherever links may lead. `None` when the working directory is gone.
pub fn absolute(path: &Path) -> Option<PathBuf> {
    let absolute = std::path::absolute(path).ok()?;
    let mut normal = PathBuf::new();
    for part in absolute.components() {
        match part {
            // Above the root there is the root.
            Component::ParentDir => drop(normal.pop()),
            part => normal.push(part),
        }
    }
    Some(normal)
}

/// The nearest `copydesk.toml` at or above a path, on disk.
pub fn find_settings(path: &Path) -> Option<PathBuf> {
    let absolute = absolute(path)?;
    absolute.ancestors().map(|folder| folder.join(FILE_NAME)).find(|candidate| is_there(candidate))
}

/// True for a `copydesk.toml` whatever it is; a folder of that name is a folder.
fn is_there(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|found| !found.is_dir())
}

/// Settings that were read before: what has not changed on disk is not parsed again. Shared by all who hold a clone.
#[derive(Clone, Debug, Default)]
pub struct Memory(Arc<Mutex<BTreeMap<PathBuf, SettingsFile>>>);

impl Memory {
    /// Settings from a text that need not be on disk: an open buffer.
    pub fn parse(&self, path: &Path, text: &str) -> SettingsFile {
        let known = self.files().get(path).filter(|file| *file.text == *text).cloned();
        known.unwrap_or_else(|| self.learn(SettingsFile::parse(path, text)))
    }

    /// Reads the file; see [`SettingsFile::read`].
    pub fn read(&self, path: &Path) -> SettingsFile {
        self.read_within(path, LARGEST)
    }

    fn read_within(&self, path: &Path, limit: u64) -> SettingsFile {
        match file::read(path, limit).map(String::from_utf8) {
            Ok(Ok(text)) => self.parse(path, &text),
            Ok(Err(error)) => SettingsFile::lossy(path, error.as_bytes()),
            Err(unread) => SettingsFile::without(path, unread.message()),
        }
    }

    /// Remembers what was parsed, in the place of older files when it is too much together.
    pub fn learn(&self, file: SettingsFile) -> SettingsFile {
        let mut files = self.files();
        files.remove(&file.path);
        let size = |file: &SettingsFile| file.text.len() as u64;
        if files.values().map(size).sum::<u64>() + size(&file) > LARGEST {
            files.clear();
        }
        files.insert(file.path.clone(), file.clone());
        file
    }

    fn files(&self) -> MutexGuard<'_, BTreeMap<PathBuf, SettingsFile>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// All settings of an index together may be this long, in bytes.
const LARGEST_TOGETHER: u64 = 4 * LARGEST;

/// Every `copydesk.toml` that was come by, each read once.
#[derive(Clone, Debug, Default)]
pub struct SettingsIndex {
    /// By absolute folder: its own file, `None` when it has none.
    folders: BTreeMap<PathBuf, Option<Arc<SettingsFile>>>,
    memory: Option<Memory>,
    /// The length of all that were read, in bytes.
    bytes: u64,
    /// How often it has come to know something else.
    changes: u64,
}

impl SettingsIndex {
    /// An index that goes by what was read before.
    pub fn with_memory(memory: Memory) -> Self {
        Self { memory: Some(memory), ..Self::default() }
    }

    /// Puts a file in place of what is on disk: an open buffer.
    pub fn put(&mut self, file: SettingsFile) {
        if let Some(folder) = absolute(file.folder()) {
            self.forget(&folder);
            self.bytes += file.text.len() as u64;
            self.changes += 1;
            self.folders.insert(folder, Some(Arc::new(file)));
        }
    }

    /// Forgets what a folder's own file says: whoever asks next has it read again.
    pub fn forget(&mut self, folder: &Path) {
        if let Some(Some(file)) = absolute(folder).and_then(|folder| self.folders.remove(&folder)) {
            self.bytes = self.bytes.saturating_sub(file.text.len() as u64);
            self.changes += 1;
        }
    }

    /// Forgets a folder with everything below it.
    pub fn forget_below(&mut self, folder: &Path) {
        let Some(folder) = absolute(folder) else { return };
        let below = self.folders.range(folder.clone()..).map(|(known, _)| known);
        let below: Vec<PathBuf> = below.take_while(|known| known.starts_with(&folder)).cloned().collect();
        below.iter().for_each(|known| self.forget(known));
    }

    /// Tells one state of it from another.
    pub fn changes(&self) -> u64 {
        self.changes
    }

    /// The nearest file at or above `path` among those that were come by. The disk is not looked at.
    pub fn known(&self, path: &Path) -> Option<Arc<SettingsFile>> {
        absolute(path)?.ancestors().find_map(|folder| self.folders.get(folder)?.clone())
    }

    /// The nearest file at or above `path`.
    pub fn nearest(&mut self, path: &Path) -> Option<Arc<SettingsFile>> {
        let absolute = absolute(path)?;
        absolute.ancestors().find_map(|folder| self.of_folder(folder))
    }

    fn of_folder(&mut self, folder: &Path) -> Option<Arc<SettingsFile>> {
        if let Some(known) = self.folders.get(folder) {
            return known.clone();
        }
        let path = folder.join(FILE_NAME);
        let limit = LARGEST.min(LARGEST_TOGETHER.saturating_sub(self.bytes));
        let read = || match &self.memory {
            Some(memory) => memory.read_within(&path, limit),
            None => SettingsFile::read_within(&path, limit),
        };
        let file = is_there(&path).then(|| Arc::new(read()));
        self.bytes += file.as_ref().map_or(0, |file| file.text.len() as u64);
        self.changes += u64::from(file.is_some());
        self.folders.insert(folder.to_owned(), file.clone());
        file
    }

    /// The files that were found, sorted by path.
    pub fn files(&self) -> impl Iterator<Item = &Arc<SettingsFile>> {
        self.folders.values().flatten()
    }

    /// Every mistake in every file that was found, as far as anybody reads them.
    pub fn problems(&self) -> impl Iterator<Item = Problem> + '_ {
        self.files().flat_map(|file| {
            file.problems.iter().map(|problem| Problem {
                path: file.path.clone(),
                place: Some(file.lines().position(&file.text, problem.span.start, Encoding::Utf32)),
                severity: problem.severity,
                message: problem.message.clone(),
            })
        })
    }
}
