//! What one `copydesk.toml` says, and how long it may be.

use std::sync::Arc;

use globset::GlobSet;

use super::articles::Articles;
use crate::analysis::ArticleMeta;
use crate::rules::{RuleSettings, Severity};
use crate::text::Span;

/// The name of the file.
pub const FILE_NAME: &str = "copydesk.toml";

/// The file may be this long, in bytes: some 150,000 articles, each with an entry.
pub const LARGEST: u64 = 16 << 20;

/// Arrays and tables in it may lie in each other so deep, as the `toml` crate has it.
pub(super) const DEEPEST: u32 = 80;

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
    pub(super) include: GlobSet,
    /// The same, as written.
    pub(super) include_patterns: Vec<String>,
    /// What is said of articles.
    pub(super) articles: Arc<Articles>,
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
