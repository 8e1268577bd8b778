//! Gold with what was found in its articles, and the score of one kind of expectation.

use super::gold;
use crate::corpus::{ArticleId, Snapshot};
use crate::rules::{Finding, RuleSettings};
use crate::text::Span;

/// How many expectations of one kind hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Score {
    /// What is expected ("names, exact").
    pub kind: String,
    /// How many hold.
    pub held: usize,
    /// Of how many.
    pub total: usize,
    /// Those that do not, in the order of the gold.
    pub misses: Vec<Miss>,
}

/// An expectation that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Miss {
    /// Where: a short file name with its 1-based line, or the id of a query.
    pub place: String,
    /// The words that were asked about; left out of tables over text that is not ours to print.
    pub words: String,
    /// What was wrong, free of the article's words.
    pub why: String,
}

impl Score {
    /// Nothing yet.
    pub fn new(kind: &str) -> Self {
        Self { kind: kind.to_owned(), held: 0, total: 0, misses: Vec::new() }
    }

    /// Counts one expectation; `why` is asked only when it does not hold.
    pub fn count(&mut self, held: bool, miss: impl FnOnce() -> Miss) {
        self.total += 1;
        if held {
            self.held += 1;
        } else {
            self.misses.push(miss());
        }
    }
}

/// Gold with the snapshot of its articles, ready to be scored.
pub struct Case<'a> {
    /// The expectations.
    pub gold: &'a gold::Gold,
    /// All articles of the gold in one workspace, under their gold names.
    pub snapshot: &'a Snapshot,
    /// The findings of each article, by article id.
    pub findings: Vec<Vec<Finding>>,
}

impl<'a> Case<'a> {
    /// Checks every article with default settings.
    pub fn new(gold: &'a gold::Gold, snapshot: &'a Snapshot) -> Self {
        let settings = RuleSettings::default();
        let findings = snapshot.ids().map(|id| crate::rules::check(snapshot, id, &settings)).collect();
        Self { gold, snapshot, findings }
    }

    /// The articles that have gold, in order.
    pub(super) fn articles(&self) -> impl Iterator<Item = Subject<'_>> {
        self.gold.articles.iter().filter_map(|(name, gold)| {
            let id = self.snapshot.find(name)?;
            Some(Subject { name, id, gold, case: self })
        })
    }
}

/// One article with its gold.
#[derive(Clone, Copy)]
pub(super) struct Subject<'a> {
    pub(super) name: &'a str,
    pub(super) id: ArticleId,
    pub(super) gold: &'a gold::ArticleGold,
    pub(super) case: &'a Case<'a>,
}

impl Subject<'_> {
    pub(super) fn span(&self, place: gold::Offsets) -> Span {
        let analysis = self.case.snapshot.analysis(self.id);
        let byte = |point| analysis.lines.byte_of_code_point(&analysis.text, point);
        Span::new(byte(place.start), byte(place.end))
    }

    pub(super) fn miss(&self, place: Span, why: impl Into<String>) -> Miss {
        let analysis = self.case.snapshot.analysis(self.id);
        let words: String = place.of_text(&analysis.text).chars().take(60).collect();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let line = analysis.lines.line_of(place.start) + 1;
        Miss { place: format!("{}:{line}", self.gold.short(self.name)), words, why: why.into() }
    }
}
