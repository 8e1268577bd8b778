//! `copydesk.toml`: what a folder says of its articles and of the rules.
//!
//! Reading is total: [`Settings::parse`] gives whatever could be understood, with a [`SettingsProblem`] for each
//! mistake. Paths in it are relative to its folder and written with `/` on every system.

use std::sync::Arc;

use globset::GlobSet;

use crate::analysis::ArticleMeta;
use crate::rules::{RuleSettings, Severity};
use crate::text::Span;

mod articles;
pub mod edit;
mod index;
mod lock;
mod outline;
mod parse;
mod values;
pub mod write;

use articles::Articles;
pub use index::{Memory, SettingsFile, SettingsIndex, absolute, find_settings};
pub use values::{parse_address, parse_day, parse_name};

/// The name of the file.
pub const FILE_NAME: &str = "copydesk.toml";

/// The file may be this long, in bytes: some 150,000 articles, each with an entry.
pub const LARGEST: u64 = 16 << 20;

/// Arrays and tables in it may lie in each other so deep, as the `toml` crate has it.
const DEEPEST: u32 = 80;

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
# url = \"https://www.nytimes.com/…\"
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
    /// What is said of articles.
    articles: Arc<Articles>,
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
            articles: Arc::default(),
            rules: RuleSettings::default(),
            max_file_size: DEFAULT_MAX_FILE_SIZE,
        }
    }
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
    /// Reads the text of a `copydesk.toml`. Never fails: what is wrong is a problem, the rest counts. Of many problems
    /// the first are given, with the number of the rest.
    pub fn parse(text: &str) -> (Self, Vec<SettingsProblem>) {
        let parsed = parse::parse(text);
        (parsed.settings, parsed.problems)
    }

    /// What is known of an article by its path relative to the file. Entries are laid over each other, globs in the
    /// order of the file and then the exact paths, so that the later and the more exact wins, key by key.
    pub fn meta_for(&self, relative: &str) -> ArticleMeta {
        self.articles.meta_for(&relative.replace('\\', "/"))
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

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::*;
    use crate::analysis::Role;

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
    fn the_nearest_file_counts_until_it_is_forgotten() {
        let dir = tempfile::tempdir().unwrap();
        let deep = dir.path().join("a/b/c");
        std::fs::create_dir_all(&deep).unwrap();
        std::fs::write(dir.path().join(FILE_NAME), "").unwrap();
        std::fs::write(dir.path().join("a").join(FILE_NAME), "max_file_size = 7").unwrap();
        let article = deep.join("x.txt");
        assert_eq!(find_settings(&article), Some(dir.path().join("a").join(FILE_NAME)));
        let mut index = SettingsIndex::default();
        let size = |file: Option<Arc<SettingsFile>>| file.map(|file| file.settings.max_file_size);
        assert_eq!((size(index.known(&article)), index.changes()), (None, 0));
        assert_eq!(size(index.nearest(&article)), Some(7));
        assert_eq!((size(index.known(&article)), index.changes()), (Some(7), 1));
        index.put(SettingsFile::parse(&deep.join(FILE_NAME), "max_file_size = 8"));
        assert_eq!(size(index.nearest(&article)), Some(8));
        std::fs::write(dir.path().join("a").join(FILE_NAME), "max_file_size = 9").unwrap();
        index.forget(&dir.path().join("a"));
        assert_eq!(size(index.nearest(&deep.join("../x.txt"))), Some(9));
        index.forget_below(&dir.path().join("a"));
        assert_eq!(size(index.known(&article)), None);
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
