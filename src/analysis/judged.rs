//! What people decided about the readings of an article, with who did and when.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use super::types::{ArticleEventId, AttributionId, ChainId, EventMentionId, MentionId};
use crate::text::Span;

/// Who decided something, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The id of the annotation that says so.
    pub annotation: Arc<str>,
    /// Who.
    pub who: Arc<str>,
    /// When; `None` where that is not written.
    pub when: Option<Timestamp>,
    /// Somebody who decided otherwise, and does not count here.
    pub against: Option<Arc<str>>,
}

/// A finding that is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dismissal {
    /// The code of the rule.
    pub code: Box<str>,
    /// Where; `None` for the whole article.
    pub span: Option<Span>,
    /// Why.
    pub reason: Option<Box<str>>,
    /// Who says so.
    pub judged: Judged,
}

/// How far the checking of a statement is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedClaim {
    /// The statement.
    pub span: Span,
    /// The status as it is written: "checked".
    pub status: &'static str,
    /// True when nobody has to ask "says who?" any more.
    pub settled: bool,
    /// Evidence and a remark.
    pub notes: Vec<Box<str>>,
    /// Who says so.
    pub judged: Judged,
}

/// A remark on a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The place; `None` for the whole article.
    pub span: Option<Span>,
    /// What is said.
    pub text: Box<str>,
    /// By whom.
    pub judged: Judged,
}

/// What somebody said that a place has to do with another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relationship {
    /// The place here.
    pub span: Span,
    /// What is said, as it is written: "not-same-event".
    pub relation: &'static str,
    /// The file of the other place; `None` for this article.
    pub source: Option<Box<str>>,
    /// The words there.
    pub words: Box<str>,
    /// Who says so.
    pub judged: Judged,
}

/// What somebody, something or an event is called, and pages about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    /// The name; `None` where only pages are named.
    pub name: Option<Box<str>>,
    /// Addresses of pages.
    pub links: Vec<Box<str>>,
    /// Who says so.
    pub judged: Judged,
}

/// Everything that people decided about an article by itself. What is not listed the machine read.
#[derive(Clone, Debug, Default)]
pub struct Judgements {
    /// True where that has changed what the machine read.
    pub changes: bool,
    /// Mentions that somebody added or accepted.
    pub mentions: BTreeMap<MentionId, Judged>,
    /// Attributions that somebody added, accepted or gave another speaker.
    pub attributions: BTreeMap<AttributionId, Judged>,
    /// Event mentions that somebody added or accepted.
    pub events: BTreeMap<EventMentionId, Judged>,
    /// What people and things are called.
    pub called: BTreeMap<ChainId, Called>,
    /// What events are called.
    pub titled: BTreeMap<ArticleEventId, Called>,
    /// Findings that are none.
    pub dismissals: Vec<Dismissal>,
    /// Statements that are being checked.
    pub claims: Vec<CheckedClaim>,
    /// Remarks, and what other tools wrote.
    pub remarks: Vec<Remark>,
    /// What places here have to do with others, here or in other articles.
    pub relationships: Vec<Relationship>,
}
