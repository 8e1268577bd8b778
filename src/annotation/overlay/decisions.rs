//! The annotations that count, as they are laid over an analysis.

use crate::analysis::judged::Judged;
use crate::annotation::counting::judged;
use crate::annotation::meaning::{Kind, Meaning, Relation, Verdict};
use crate::annotation::placed::Placed;
use crate::annotation::standing::Standing;
use crate::text::Span;

/// The annotations that count, oldest first.
pub(super) struct Decisions<'a> {
    pub(super) counting: Vec<(&'a Placed, &'a Meaning, Judged)>,
    /// What other tools wrote.
    pub(super) foreign: Vec<(&'a Placed, Judged)>,
}

impl<'a> Decisions<'a> {
    pub(super) fn new(standing: &'a Standing, whose: Option<&str>) -> Self {
        let counts = standing.counting(whose);
        let counting = counts.winners().filter_map(|(at, by)| {
            let placed = standing.placed.get(at)?;
            Some((placed, placed.meaning()?, by.clone()))
        });
        let counting = counting.collect();
        let foreign = counts.foreign().filter_map(|at| standing.placed.get(at));
        Self { counting, foreign: foreign.map(|placed| (placed, judged(placed, None))).collect() }
    }

    /// Those of a kind, oldest first.
    pub(super) fn of(&self, kind: Kind) -> impl Iterator<Item = &(&'a Placed, &'a Meaning, Judged)> {
        self.counting.iter().filter(move |(_, meaning, _)| meaning.kind == kind)
    }

    /// What is said of two places of this article, oldest first, so that the latest comes last.
    pub(super) fn between(&self, wanted: &'static [Relation]) -> impl Iterator<Item = (Span, Span, Relation, &Judged)> {
        self.of(Kind::Relation).filter_map(move |(placed, meaning, judged)| {
            let relation = meaning.relation.filter(|relation| wanted.contains(relation))?;
            let decided = meaning.verdict != Some(Verdict::Unsure) && meaning.verdict != Some(Verdict::Rejected);
            Some((placed.span(0)?, placed.span(1)?, relation, judged)).filter(|_| decided)
        })
    }
}
