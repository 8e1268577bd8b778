//! Annotations laid over the analysis of an article, before it is linked: the human's word wins.
//!
//! Pure, and from the machine's reading each time: the same annotations give the same analysis, in whatever order they were
//! made, and without one the analysis is the machine's. Of several that answer one question one's own counts for oneself,
//! else the latest.

use std::sync::Arc;

use super::meaning::{Kind, Meaning, Status, Verdict};
use super::placed::Placed;
use super::standing::Standing;
use crate::analysis::judged::{CheckedClaim, Dismissal, Judged, Judgements, Relationship, Remark};
use crate::analysis::{ArticleAnalysis, Claim, decide};
use crate::knowledge::Knowledge;
use crate::text::Span;

mod attributions;
mod blocks;
mod decisions;
mod events;
pub mod find;
mod groups;
mod mentions;
mod names;

use decisions::Decisions;

/// What the overlay has to know beside the annotations.
#[derive(Clone, Copy)]
pub struct Eyes<'a> {
    /// Whose own judgement counts first; `None` for nobody's.
    pub whose: Option<&'a str>,
    /// The class of events of a name, as the lexicon has it.
    pub class: &'a dyn Fn(&str) -> &'static str,
    /// The contestable claims of the sentences that touch some spans.
    pub claims: &'a dyn Fn(&ArticleAnalysis, &[Span]) -> Vec<Claim>,
}

/// Lays annotations over an analysis. What was laid over it before is taken off first.
pub fn overlay(analysis: &Arc<ArticleAnalysis>, standing: &Standing, eyes: Eyes<'_>) -> Arc<ArticleAnalysis> {
    let machine = analysis.machine.as_ref().unwrap_or(analysis);
    if standing.placed.is_empty() {
        return Arc::clone(machine);
    }
    let decisions = Decisions::new(standing, eyes.whose);
    let mut human = ArticleAnalysis::clone(machine);
    let mut judged = Judgements::default();
    let changed = [
        mentions::lay(&mut human, &mut judged, &decisions),
        names::entities(&mut human, &mut judged, &decisions),
        blocks::lay(&mut human, &decisions, eyes.claims),
        attributions::lay(&mut human, &mut judged, &decisions),
        events::lay(&mut human, &mut judged, &decisions, eyes.class),
    ];
    names::events(&human, &mut judged, &decisions);
    aside(&mut judged, &decisions);
    // What is only accepted is as it was.
    judged.changes = changed.contains(&true);
    if judged.changes {
        human.facts = decide::facts(&human.language, Knowledge::shared(), &human);
    }
    human.judged = Arc::new(judged);
    human.machine = Some(Arc::clone(machine));
    Arc::new(human)
}

/// What changes no reading: findings that are none, statements that are checked, remarks.
fn aside(judged: &mut Judgements, decisions: &Decisions<'_>) {
    for (placed, meaning, by) in &decisions.counting {
        if meaning.kind == Kind::Relation {
            relationships(judged, placed, meaning, by);
        }
        let Some(span) = placed.first() else { continue };
        let whole = placed.annotation.targets.first().is_none_or(|target| target.quote.is_none());
        match meaning.kind {
            _ if meaning.verdict == Some(Verdict::Rejected) => {}
            Kind::Dismissal => judged.dismissals.push(Dismissal {
                code: meaning.code.as_deref().unwrap_or_default().into(),
                span: Some(span).filter(|_| !whole),
                reason: meaning.reason.as_deref().map(Into::into),
                judged: by.clone(),
            }),
            Kind::Claim => {
                let status = meaning.status.unwrap_or(Status::Open);
                let notes = meaning.links.iter().chain(&meaning.note).map(|note| note.as_str().into()).collect();
                let settled = status.settles();
                judged.claims.push(CheckedClaim { span, status: status.name(), settled, notes, judged: by.clone() });
            }
            Kind::Note | Kind::Question => judged.remarks.push(Remark {
                span: Some(span).filter(|_| !whole),
                text: meaning.note.as_deref().unwrap_or_default().into(),
                judged: by.clone(),
            }),
            _ => {}
        }
    }
    for (placed, by) in &decisions.foreign {
        let span = placed.first();
        judged.remarks.push(Remark { span, text: "an annotation of another tool".into(), judged: by.clone() });
    }
    judged.relationships.sort_by_key(|one| one.span);
    judged.dismissals.sort_by_key(|one| one.span);
    judged.claims.sort_by_key(|one| one.span);
    judged.remarks.sort_by_key(|one| one.span);
}

/// What the places of a relation that are here have to do with the other.
fn relationships(judged: &mut Judgements, placed: &Placed, meaning: &Meaning, by: &Judged) {
    let Some(relation) = meaning.relation else { return };
    if matches!(meaning.verdict, Some(Verdict::Unsure | Verdict::Rejected)) {
        return;
    }
    for (here, there) in [(0, 1), (1, 0)] {
        let (Some(span), Some(other)) = (placed.span(here), placed.annotation.targets.get(there)) else { continue };
        let source = placed.places.get(there).is_some_and(Option::is_none).then(|| other.source.as_str().into());
        let words = other.words().into();
        judged.relationships.push(Relationship { span, relation: relation.name(), source, words, judged: by.clone() });
    }
}

#[cfg(test)]
mod tests;
