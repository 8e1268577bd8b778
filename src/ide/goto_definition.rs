//! Go to definition: one target. On a name, the mention that introduces it; on that introduction, its introduction
//! in the other articles. On an event or a statement, the same in other coverage.

use super::elsewhere::{event_place, event_places, introduction, introductions, versions};
use super::target::{Target, entity_of, event_of};
use super::{FilePosition, Navigation, NavigationTarget};
use crate::corpus::{Place, Snapshot};
use crate::text::Span;

/// See the module. `None` where nothing is known, and on the only mention of something.
pub fn goto_definition(snapshot: &Snapshot, position: FilePosition) -> Option<Navigation> {
    let target = Target::at(snapshot, position);
    if let Some(mention) = target.mention {
        return of_mention(snapshot, position, mention);
    }
    let event = target.event.and_then(|event| of_event(snapshot, position, event));
    let statement = target.statement.and_then(|(at, _, span)| of_statement(snapshot, position, at, span));
    event
        .or(statement)
        .or_else(|| target.event.and_then(|event| of_event_here(snapshot, position, event)))
        .or_else(|| target.statement.and_then(|(at, _, span)| of_source_here(snapshot, position, at, span)))
}

fn of_mention(snapshot: &Snapshot, position: FilePosition, mention: usize) -> Option<Navigation> {
    let analysis = snapshot.analysis(position.article);
    let asked = analysis.mentions.get(mention)?;
    let first = introduction(analysis, asked.chain)?;
    if first != mention {
        let place = Place { article: position.article, span: analysis.mentions[first].titled };
        return Some(one(snapshot, asked.titled, place));
    }
    let entity = entity_of(snapshot, position, mention)?;
    let (place, _) = introductions(snapshot, entity, position.article).into_iter().next()?;
    Some(one(snapshot, asked.titled, place))
}

fn of_event(snapshot: &Snapshot, position: FilePosition, mention: usize) -> Option<Navigation> {
    let origin = snapshot.analysis(position.article).event_mentions.get(mention)?.span;
    let event = event_of(snapshot, position, mention)?;
    let (place, _) = event_places(snapshot, event, position.article).into_iter().next()?;
    Some(one(snapshot, origin, place))
}

fn of_event_here(snapshot: &Snapshot, position: FilePosition, mention: usize) -> Option<Navigation> {
    let analysis = snapshot.analysis(position.article);
    let asked = analysis.event_mentions.get(mention)?;
    let first = event_place(analysis, asked.event)?;
    let place = Place { article: position.article, span: analysis.event_mentions[first].span };
    (first != mention).then(|| one(snapshot, asked.span, place))
}

fn of_statement(snapshot: &Snapshot, position: FilePosition, at: usize, span: Span) -> Option<Navigation> {
    let version = versions(snapshot, position.article, at, span).into_iter().next()?;
    Some(one(snapshot, span, version.place))
}

/// A statement that no other article has: who says it.
fn of_source_here(snapshot: &Snapshot, position: FilePosition, at: usize, span: Span) -> Option<Navigation> {
    let analysis = snapshot.analysis(position.article);
    let attribution = analysis.attributions.get(at)?;
    let source = *attribution.source.first()?;
    let place = Place { article: position.article, span: source };
    (!source.covers(span)).then(|| one(snapshot, span, place))
}

fn one(snapshot: &Snapshot, origin: Span, place: Place) -> Navigation {
    Navigation { origin, targets: vec![NavigationTarget::new(snapshot, place)] }
}
