//! What the articles of a corpus and the things in them are referred to by.

use crate::analysis::{ArticleEventId, AttributionId, ChainId};
use crate::text::Span;

/// An article of a snapshot, as an index into [`Snapshot::articles`]. Valid in that snapshot alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleId(pub u32);

/// An entity of a snapshot. Which number it has depends on what was linked before: it tells one from another, and has no
/// order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EntityId(pub u64);

/// An event of a snapshot; its number tells as much as that of an [`EntityId`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EventId(pub u64);

/// A coverage of a snapshot; its number tells as much as that of an [`EntityId`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CoverageId(pub u32);

/// A chain of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChainRef {
    pub article: ArticleId,
    pub chain: ChainId,
}

/// An event of an article, which may be one with those of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventRef {
    pub article: ArticleId,
    pub event: ArticleEventId,
}

/// A statement of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatementRef {
    pub article: ArticleId,
    pub attribution: AttributionId,
}

/// A span of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    pub article: ArticleId,
    pub span: Span,
}

/// The same words or the same claim in two articles.
#[derive(Clone, Debug, PartialEq)]
pub struct StatementLink {
    pub a: StatementRef,
    pub b: StatementRef,
    /// How alike, 0 to 1.
    pub score: f32,
    /// True when some words between quotation marks agree.
    pub verbatim: bool,
}
