//! A place that is asked about.

use crate::corpus::ArticleId;

/// A place in an article of a snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FilePosition {
    /// Which article.
    pub article: ArticleId,
    /// Byte offset in it.
    pub offset: u32,
}
