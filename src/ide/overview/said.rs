//! The statements of a coverage, and which of its articles and attributions speak for themselves.

use crate::analysis::{ArticleAnalysis, Attribution, AttributionId, SourceKind};
use crate::corpus::{ArticleId, Place, Snapshot, StatementRef};

/// A statement of an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// Its most telling part.
    pub place: Place,
    /// The same with the cue before it: "flatly rejected" is more than half of "an idea floated on Friday".
    pub told: Place,
    /// The attribution.
    pub attribution: AttributionId,
    /// Who says it.
    pub speaker: String,
}

impl Said {
    pub(super) fn statement(&self) -> StatementRef {
        StatementRef { article: self.place.article, attribution: self.attribution }
    }
}

/// A statement that several articles report.
#[derive(Clone, Debug, PartialEq)]
pub struct Shared {
    /// In the order of the articles, one each.
    pub versions: Vec<Said>,
    /// True when some quoted words agree.
    pub verbatim: bool,
    /// How alike the two most alike are, 0 to 1.
    pub score: f32,
}

/// The articles with a text of their own: a wire report that several outlets print says what it says once.
pub(super) fn voices_of<'a>(snapshot: &'a Snapshot, articles: &'a [ArticleId]) -> impl Iterator<Item = ArticleId> + 'a {
    let own = |article: &ArticleId| !snapshot.article(*article).copy_of.is_some_and(|first| articles.contains(&first));
    articles.iter().copied().filter(own)
}

/// An attribution and those that it stands in, from the inside out.
pub(super) fn ancestors(analysis: &ArticleAnalysis, at: AttributionId) -> impl Iterator<Item = AttributionId> + '_ {
    let parent = |at: &AttributionId| analysis.attributions.get(*at)?.parent.filter(|parent| parent < at);
    std::iter::successors(Some(at), parent)
}

/// True for an outlet that carries a text ("ABC News reports:"): the words are those of who is quoted in it.
pub(super) fn is_carrier(attribution: &Attribution) -> bool {
    attribution.kind == Some(SourceKind::Outlet)
}
