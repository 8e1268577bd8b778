//! All mentions in all articles: of an entity by name, description and pronoun; of an event; of a statement.

use super::elsewhere::versions;
use super::target::{Target, entity_of, event_of, said_at};
use super::{FilePosition, Navigation, NavigationTarget};
use crate::corpus::{ChainRef, EventRef, Place, Snapshot, StatementRef};
use crate::text::Span;

/// See the module. This article first, then the others in the order of the snapshot.
pub fn references(snapshot: &Snapshot, position: FilePosition) -> Option<Navigation> {
    let target = Target::at(snapshot, position);
    let (origin, mut places) = of_mention(snapshot, position, &target)
        .or_else(|| of_event(snapshot, position, &target))
        .or_else(|| of_statement(snapshot, position, &target))?;
    places.sort_by_key(|place| (place.article != position.article, *place));
    places.dedup();
    let targets = places.into_iter().map(|place| NavigationTarget::new(snapshot, place)).collect();
    Some(Navigation { origin, targets })
}

fn of_mention(snapshot: &Snapshot, position: FilePosition, target: &Target) -> Option<(Span, Vec<Place>)> {
    let mention = target.mention?;
    let analysis = snapshot.analysis(position.article);
    let here = [ChainRef { article: position.article, chain: analysis.mentions[mention].chain }];
    let chains = match entity_of(snapshot, position, mention) {
        Some(entity) => snapshot.entity(entity).chains,
        None => &here,
    };
    let places = chains.iter().flat_map(|chain| chain_places(snapshot, *chain)).collect();
    Some((analysis.mentions[mention].span, places))
}

/// Every mention of a chain.
pub(super) fn chain_places(snapshot: &Snapshot, ChainRef { article, chain }: ChainRef) -> Vec<Place> {
    let analysis = snapshot.analysis(article);
    let mentions = analysis.chains.get(chain).map_or(&[][..], |chain| &chain.mentions);
    mentions.iter().map(|&mention| Place { article, span: analysis.mentions[mention].span }).collect()
}

fn of_event(snapshot: &Snapshot, position: FilePosition, target: &Target) -> Option<(Span, Vec<Place>)> {
    let mention = target.event?;
    let analysis = snapshot.analysis(position.article);
    let here = [EventRef { article: position.article, event: analysis.event_mentions[mention].event }];
    let events = match event_of(snapshot, position, mention) {
        Some(event) => snapshot.event(event).mentions,
        None => &here,
    };
    let places = events.iter().flat_map(|event| event_mentions(snapshot, *event)).collect();
    Some((analysis.event_mentions[mention].span, places))
}

/// Every mention of an article's event.
pub(super) fn event_mentions(snapshot: &Snapshot, EventRef { article, event }: EventRef) -> Vec<Place> {
    let analysis = snapshot.analysis(article);
    let mentions = analysis.events.get(event).map_or(&[][..], |event| &event.mentions);
    mentions.iter().map(|&mention| Place { article, span: analysis.event_mentions[mention].span }).collect()
}

fn of_statement(snapshot: &Snapshot, position: FilePosition, target: &Target) -> Option<(Span, Vec<Place>)> {
    let statement = target.statement?;
    let analysis = snapshot.analysis(position.article);
    let said = said_at(analysis, position.offset, statement)?;
    let content = analysis.attributions[statement.0].content.iter();
    let mut places: Vec<Place> = content.map(|&span| Place { article: position.article, span }).collect();
    let statement_here = StatementRef { article: position.article, attribution: statement.0 };
    places.extend(versions(snapshot, statement_here, said).into_iter().map(|version| version.place));
    Some((statement.2, places))
}
