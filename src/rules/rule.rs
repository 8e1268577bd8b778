//! What a rule is, and what it finds.

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
    /// Articles with marks below the words that are flagged, in the format of `fixture`; those without marks show
    /// where the rule stays silent.
    pub examples: &'static str,
    /// Finds. The severity of what it returns is that of a draft.
    pub check: fn(&Snapshot, ArticleId) -> Vec<Finding>,
}
