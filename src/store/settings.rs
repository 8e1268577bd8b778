//! `copydesk.toml`: what a folder says of its articles and of the rules.
//!
//! Reading is total: [`Settings::parse`] gives whatever could be understood, with a [`SettingsProblem`] for each
//! mistake. Paths in it are relative to its folder and written with `/` on every system.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use globset::{GlobMatcher, GlobSet};
use jiff::civil::Date;

use super::Problem;
use crate::analysis::{ArticleMeta, Role};
use crate::rules::{RuleSettings, Severity};
use crate::text::{Encoding, LineIndex, Span};

pub mod edit;
mod parse;
pub mod write;

/// The name of the file.
pub const FILE_NAME: &str = "copydesk.toml";

/// The file may be this long, in bytes: some 150,000 articles, each with an entry.
pub const LARGEST: u64 = 16 << 20;

/// An article may be this long, in bytes, when settings say nothing.
pub const DEFAULT_MAX_FILE_SIZE: u64 = 1 << 20;

/// What `copydesk init` writes.
pub const STARTER: &str = "\
# This file makes its folder a Copydesk workspace. Everything in it is optional.

# Every .txt below this folder is an article; add more here.
# include = [\"**/*.md\"]

# Files larger than this are left out.
# max_file_size = \"1 MiB\"

# What a text does not say of itself. Paths are relative to this file; globs are allowed.
# [articles.\"2016-04-18_call.txt\"]
# published = 2016-04-18
# outlet = \"The New York Times\"
# title = \"…\"
# url = \"https://…\"
# role = \"clipping\"        # or \"draft\": copy that is being worked on

# How loud a rule is: off, hint, information, warning or error.
# [rules]
# hearsay = \"off\"
";

/// What one `copydesk.toml` says.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What counts as an article beside `**/*.txt`.
    include: GlobSet,
    /// The same, as written.
    include_patterns: Vec<String>,
    /// What is said of articles, in the order of the file.
    articles: Vec<ArticleEntry>,
    /// How loud each rule is.
    pub rules: RuleSettings,
    /// Articles over this size, in bytes, are left out.
    pub max_file_size: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            include: GlobSet::empty(),
            include_patterns: Vec::new(),
            articles: Vec::new(),
            rules: RuleSettings::default(),
            max_file_size: DEFAULT_MAX_FILE_SIZE,
        }
    }
}

/// `[articles."glob"]`.
#[derive(Clone, Debug)]
struct ArticleEntry {
    pattern: String,
    matcher: Option<GlobMatcher>,
    published: Option<Date>,
    outlet: Option<String>,
    title: Option<String>,
    url: Option<String>,
    role: Option<Role>,
}

/// A mistake in a `copydesk.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingsProblem {
    /// Where, in bytes of the file.
    pub span: Span,
    /// What is wrong and what to write instead.
    pub message: String,
    /// An error where TOML itself is broken, a warning elsewhere.
    pub severity: Severity,
}

impl Settings {
    /// Reads the text of a `copydesk.toml`. Never fails: what is wrong is a problem, the rest counts.
    pub fn parse(text: &str) -> (Self, Vec<SettingsProblem>) {
        parse::parse(text)
    }

    /// What is known of an article by its path relative to the file. Entries are laid over each other, globs in the
    /// order of the file and then the exact paths, so that the later and the more exact wins, key by key.
    pub fn meta_for(&self, relative: &str) -> ArticleMeta {
        let relative = relative.replace('\\', "/");
        let exact = |entry: &&ArticleEntry| is_exact(&entry.pattern, &relative);
        let by_glob = |entry: &&ArticleEntry| {
            !exact(entry) && entry.matcher.as_ref().is_some_and(|matcher| matcher.is_match(&relative))
        };
        let mut meta = ArticleMeta::default();
        for entry in self.articles.iter().filter(by_glob).chain(self.articles.iter().filter(exact)) {
            entry.lay_over(&mut meta);
        }
        meta
    }

    /// The globs of `include`, as written.
    pub fn include_patterns(&self) -> impl Iterator<Item = &str> {
        self.include_patterns.iter().map(String::as_str)
    }

    /// True when `include` names this path, relative to the file.
    pub fn includes(&self, relative: &str) -> bool {
        self.include.is_match(relative.replace('\\', "/"))
    }
}

/// A day as settings and commands take it, without the white space around it.
///
/// # Errors
/// For anything but a day that exists and on which news may have appeared, written as `2016-04-18`.
pub fn parse_day(text: &str) -> Result<Date, String> {
    let text = text.trim();
    let plain = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let day = text.parse().ok().filter(|_| plain);
    let day: Date = day.ok_or_else(|| format!("“{text}” is not a day; write it as 2016-04-18"))?;
    if is_of_our_times(day) {
        return Ok(day);
    }
    Err(format!("“{text}” is out of range: years from {} to {} are taken", YEARS.start(), YEARS.end()))
}

/// Years in which an article may have appeared; any other is a slip.
const YEARS: std::ops::RangeInclusive<i16> = 1800..=2199;

/// True for a day on which an article may have appeared.
fn is_of_our_times(day: Date) -> bool {
    YEARS.contains(&day.year())
}

/// A web address as commands take it, without the white space around it.
///
/// # Errors
/// When it is none.
pub fn parse_address(text: &str) -> Result<String, String> {
    let address = parse_name(text)?;
    let rest = address
        .split_once("://")
        .filter(|(scheme, _)| ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known)));
    let host = rest.and_then(|(_, rest)| rest.split(['/', '?', '#']).next()).unwrap_or_default();
    let whole = host.starts_with(|c: char| c.is_alphanumeric() || c == '[') && !address.contains(char::is_whitespace);
    if whole { Ok(address) } else { Err(format!("“{address}” is no web address; write it as https://…")) }
}

/// A name, title or address as settings and commands take it, without the white space around it.
///
/// # Errors
/// When nothing is left, or it is more than one line.
pub fn parse_name(text: &str) -> Result<String, String> {
    let name = text.trim();
    if name.is_empty() {
        return Err("this is empty; write a name".to_owned());
    }
    if name.chars().any(char::is_control) {
        return Err("this is more than one line of text; write it in one".to_owned());
    }
    Ok(name.to_owned())
}

/// True when an entry names this very path: as it is, or escaped where it would read as a glob (`a[[]1].txt`).
fn is_exact(pattern: &str, relative: &str) -> bool {
    pattern == relative || pattern.contains('[') && pattern == globset::escape(relative)
}

impl ArticleEntry {
    fn lay_over(&self, meta: &mut ArticleMeta) {
        fn set<T: Clone>(of: &mut Option<T>, with: Option<&T>) {
            if let Some(with) = with {
                *of = Some(with.clone());
            }
        }
        set(&mut meta.published, self.published.as_ref());
        set(&mut meta.outlet, self.outlet.as_ref());
        set(&mut meta.title, self.title.as_ref());
        set(&mut meta.url, self.url.as_ref());
        meta.role = self.role.unwrap_or(meta.role);
    }
}

/// A `copydesk.toml` that was read.
#[derive(Clone, Debug)]
pub struct SettingsFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its text, which the spans of its problems refer to.
    pub text: Arc<str>,
    /// What it says.
    pub settings: Settings,
    /// What is wrong with it.
    pub problems: Vec<SettingsProblem>,
}

impl SettingsFile {
    /// Settings from a text that need not be on disk: an open buffer.
    pub fn parse(path: &Path, text: &str) -> Self {
        let (settings, problems) = Settings::parse(text);
        Self { path: path.to_owned(), text: text.into(), settings, problems }
    }

    /// Reads the file. One that cannot be read counts as empty, with a problem.
    pub fn read(path: &Path) -> Self {
        match super::file::read(path, LARGEST).map(String::from_utf8) {
            Ok(Ok(text)) => Self::parse(path, &text),
            Ok(Err(error)) => {
                let mut file = Self::parse(path, &String::from_utf8_lossy(error.as_bytes()));
                file.complain("this file is not UTF-8; save it as UTF-8".to_owned());
                file
            }
            Err(unread) => {
                let mut file = Self::parse(path, "");
                file.complain(format!("{}; until then these settings count as empty", unread.message()));
                file
            }
        }
    }

    fn complain(&mut self, message: String) {
        let problem = SettingsProblem { span: Span::default(), message, severity: Severity::Error };
        self.problems.insert(0, problem);
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
        self.settings.includes(&self.relative(path))
    }

    /// A path below the folder as the file writes it: relative, with `/`.
    pub fn relative(&self, path: &Path) -> String {
        let relative = relative_to(self.folder(), path);
        let parts: Vec<_> = relative.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        parts.join("/")
    }
}

/// `path` seen from `folder`. The two may be written in different ways (`seeds/a.txt` below `/home/me/seeds`), since
/// a `copydesk.toml` above a relative path is found by its absolute one.
fn relative_to(folder: &Path, path: &Path) -> PathBuf {
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

/// Every `copydesk.toml` that was come by, each read once.
#[derive(Debug, Default)]
pub struct SettingsIndex {
    /// By absolute folder: its own file, `None` when it has none.
    folders: BTreeMap<PathBuf, Option<Arc<SettingsFile>>>,
    /// Looking upward ends at the first of these that is reached.
    ceilings: Vec<PathBuf>,
}

impl SettingsIndex {
    /// An index that never looks above `ceilings`, for paths below one of them.
    pub fn with_ceilings(ceilings: impl IntoIterator<Item = PathBuf>) -> Self {
        Self { folders: BTreeMap::new(), ceilings: ceilings.into_iter().collect() }
    }

    /// Puts a file in place of what is on disk: an open buffer.
    pub fn put(&mut self, file: SettingsFile) {
        if let Some(folder) = absolute(file.folder()) {
            self.folders.insert(folder, Some(Arc::new(file)));
        }
    }

    /// The nearest file at or above `path`.
    pub fn nearest(&mut self, path: &Path) -> Option<Arc<SettingsFile>> {
        let absolute = absolute(path)?;
        for folder in absolute.ancestors() {
            if let Some(file) = self.of_folder(folder) {
                return Some(file);
            }
            if self.ceilings.iter().any(|ceiling| ceiling == folder) {
                return None;
            }
        }
        None
    }

    fn of_folder(&mut self, folder: &Path) -> Option<Arc<SettingsFile>> {
        if let Some(known) = self.folders.get(folder) {
            return known.clone();
        }
        let path = folder.join(FILE_NAME);
        let file = is_there(&path).then(|| Arc::new(SettingsFile::read(&path)));
        self.folders.insert(folder.to_owned(), file.clone());
        file
    }

    /// The files that were found, sorted by path.
    pub fn files(&self) -> impl Iterator<Item = &Arc<SettingsFile>> {
        self.folders.values().flatten()
    }

    /// Every mistake in every file that was found.
    pub fn problems(&self) -> impl Iterator<Item = Problem> + '_ {
        self.files().flat_map(|file| {
            let lines = LineIndex::new(&file.text);
            file.problems.iter().map(move |problem| Problem {
                path: file.path.clone(),
                place: Some(lines.position(&file.text, problem.span.start, Encoding::Utf32)),
                severity: problem.severity,
                message: problem.message.clone(),
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_and_more_exact_entries_win_key_by_key() {
        let (settings, problems) = Settings::parse(
            "[articles.\"b/[1] x.txt\"]\noutlet = \"Exact\"\n\
             [articles.\"*/*.txt\"]\noutlet = \"Glob\"\npublished = 2016-04-18\nrole = \"clipping\"\n\
             [articles.\"**\"]\npublished = \"2012-06-18\"\n",
        );
        assert_eq!(problems, []);
        let meta = settings.meta_for("b\\[1] x.txt");
        assert_eq!(meta.outlet.as_deref(), Some("Exact"));
        assert_eq!(meta.published, Some(jiff::civil::date(2012, 6, 18)));
        assert_eq!(meta.role, Role::Clipping);
        assert_eq!(settings.meta_for("x.txt").role, Role::Draft);
    }

    #[test]
    fn the_nearest_file_counts_up_to_the_ceiling() {
        let dir = tempfile::tempdir().unwrap();
        let deep = dir.path().join("a/b/c");
        std::fs::create_dir_all(&deep).unwrap();
        std::fs::write(dir.path().join(FILE_NAME), "").unwrap();
        std::fs::write(dir.path().join("a").join(FILE_NAME), "max_file_size = 7").unwrap();
        let article = deep.join("x.txt");
        assert_eq!(find_settings(&article), Some(dir.path().join("a").join(FILE_NAME)));
        let mut index = SettingsIndex::with_ceilings([dir.path().join("a/b")]);
        assert!(index.nearest(&article).is_none());
        let mut index = SettingsIndex::with_ceilings([dir.path().to_owned()]);
        assert_eq!(index.nearest(&article).map(|file| file.settings.max_file_size), Some(7));
        index.put(SettingsFile::parse(&deep.join(FILE_NAME), "max_file_size = 8"));
        assert_eq!(index.nearest(&article).map(|file| file.settings.max_file_size), Some(8));
    }

    #[test]
    fn what_is_above_a_path_is_told_without_dots() {
        let dir = tempfile::tempdir().unwrap();
        for folder in ["x", "y"] {
            std::fs::create_dir(dir.path().join(folder)).unwrap();
        }
        std::fs::write(dir.path().join("x").join(FILE_NAME), "").unwrap();
        let article = dir.path().join("x/../y/a.txt");
        assert_eq!(find_settings(&article), None);
        assert!(SettingsIndex::default().nearest(&article).is_none());
        assert!(!write::speaks_for(&dir.path().join("x").join(FILE_NAME), &article));
        std::fs::write(dir.path().join("y").join(FILE_NAME), "").unwrap();
        let nearest = SettingsIndex::default().nearest(&article).unwrap();
        assert_eq!((nearest.folder(), &*nearest.relative(&article)), (&*dir.path().join("y"), "a.txt"));
        assert_eq!(absolute(Path::new("/../a/./b/../c")), Some(PathBuf::from("/a/c")));
    }

    #[test]
    fn days_and_addresses_that_cannot_be_are_refused() {
        assert_eq!(parse_day(" 2016-04-18\n"), Ok(jiff::civil::date(2016, 4, 18)));
        for slip in ["0000-01-01", "0216-04-18", "1799-12-31", "2200-01-01"] {
            assert!(parse_day(slip).unwrap_err().ends_with("years from 1800 to 2199 are taken"), "{slip}");
        }
        assert_eq!(parse_address(" HTTPS://a.example/b?c "), Ok("HTTPS://a.example/b?c".to_owned()));
        for wrong in
            ["not a url", "a.example", "ftp://a.example", "https://", "http:///a", "https://a.example/b c", " "]
        {
            assert!(parse_address(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_starter_is_without_mistakes_and_never_overwrites() {
        assert_eq!(Settings::parse(STARTER).1, []);
        let spelled_out: String = STARTER
            .lines()
            .map(|line| line.strip_prefix("# ").filter(|line| line.contains(['=', '['])).unwrap_or(""))
            .collect::<Vec<_>>()
            .join("\n");
        assert_eq!(Settings::parse(&spelled_out).1, []);
        let dir = tempfile::tempdir().unwrap();
        write::start(dir.path()).unwrap();
        assert!(write::start(dir.path()).is_err());
    }
}
