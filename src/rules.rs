//! The diagnostics: pure functions of a snapshot, one file a family, a rule each with code, default severity,
//! explanation and examples.

use std::collections::BTreeMap;

use crate::corpus::{ArticleId, Place, Snapshot};
use crate::text::Span;

/// How loud a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing, easy to overlook.
    Hint,
    /// Worth a look.
    Information,
    /// Most desks would mend it.
    Warning,
    /// Broken.
    Error,
}

impl Severity {
    /// The name in settings and machine-readable output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Information => "information",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule's code ("hearsay").
    pub code: &'static str,
    /// How loud.
    pub severity: Severity,
    /// What is underlined: the predicate or the trigger, not sixty words.
    pub span: Span,
    /// What is wrong, in one line, without the article's words where they are on screen anyway.
    pub message: String,
    /// What to do, or where the answer may stand.
    pub help: Option<String>,
    /// Places that belong to it, with what they show.
    pub related: Vec<(Place, String)>,
}

/// A rule, as `--help` and the documentation show it.
#[derive(Clone, Copy)]
pub struct Rule {
    /// Its code, also the key in `copydesk.toml`.
    pub code: &'static str,
    /// Its severity on drafts when settings say nothing; on clippings information at most.
    pub default: Severity,
    /// One line: what it flags.
    pub summary: &'static str,
    /// When and why, with the stylebook behind it, in Markdown.
    pub explanation: &'static str,
    /// Finds. The severity of what it returns is that of a draft.
    pub check: fn(&Snapshot, ArticleId) -> Vec<Finding>,
}

/// Severities from `copydesk.toml`: `None` is `off`. A code that is missing has its default.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct RuleSettings {
    /// By code.
    pub severities: BTreeMap<String, Option<Severity>>,
}

/// Every rule, in the order of the documentation.
pub const RULES: &[Rule] = &[];

/// Checks one article: findings in the order of the text, severities settled by settings and by draft or clipping.
pub fn check(_snapshot: &Snapshot, _article: ArticleId, _settings: &RuleSettings) -> Vec<Finding> {
    Vec::new()
}
