//! Go to implementation: the same entity, event or statement elsewhere, one target an article.

use super::elsewhere::{event_places, introductions, statement_over_event, versions};
use super::target::{Part, Target, entity_of, event_of, said_at, statement_over_place};
use super::{FilePosition, Navigation, NavigationTarget};
use crate::analysis::AttributionId;
use crate::corpus::{Place, Snapshot, StatementRef};
use crate::text::Span;

/// See the module. `None` when no other article has it.
pub fn goto_implementation(snapshot: &Snapshot, position: FilePosition) -> Option<Navigation> {
    let target = Target::at(snapshot, position);
    let quoted = statement_over_place(snapshot.analysis(position.article), position.offset, &target)
        .or_else(|| statement_over_event(snapshot, position, &target));
    let (origin, places) = quoted
        .and_then(|statement| of_statement(snapshot, position, statement))
        .or_else(|| of_mention(snapshot, position, &target))
        .or_else(|| of_event(snapshot, position, &target))
        .or_else(|| of_statement(snapshot, position, target.statement?))
        .or_else(|| of_word(snapshot, position))?;
    let targets = places.into_iter().map(|place| NavigationTarget::new(snapshot, place)).collect();
    Some(Navigation { origin, targets })
}

fn of_mention(snapshot: &Snapshot, position: FilePosition, target: &Target) -> Option<(Span, Vec<Place>)> {
    let mention = target.mention?;
    let entity = entity_of(snapshot, position, mention)?;
    let origin = snapshot.analysis(position.article).mentions[mention].titled;
    some(origin, introductions(snapshot, entity, position.article).into_iter().map(|(place, _)| place).collect())
}

fn of_event(snapshot: &Snapshot, position: FilePosition, target: &Target) -> Option<(Span, Vec<Place>)> {
    let mention = target.event?;
    let event = event_of(snapshot, position, mention)?;
    let origin = snapshot.analysis(position.article).event_mentions[mention].span;
    some(origin, event_places(snapshot, event, position.article).into_iter().map(|(place, _)| place).collect())
}

fn of_statement(
    snapshot: &Snapshot,
    position: FilePosition,
    statement: (AttributionId, Part, Span),
) -> Option<(Span, Vec<Place>)> {
    let said = said_at(snapshot.analysis(position.article), position.offset, statement)?;
    let versions = versions(snapshot, StatementRef { article: position.article, attribution: statement.0 }, said);
    some(statement.2, versions.into_iter().map(|version| version.place).collect())
}

/// A word that tells that something happens, where no event is linked: where each article tells of the same.
fn of_word(snapshot: &Snapshot, position: FilePosition) -> Option<(Span, Vec<Place>)> {
    let (origin, found) = snapshot.retold(position.article, position.offset)?;
    some(origin, found.into_iter().map(|retelling| retelling.place).collect())
}

fn some(origin: Span, places: Vec<Place>) -> Option<(Span, Vec<Place>)> {
    (!places.is_empty()).then_some((origin, places))
}
