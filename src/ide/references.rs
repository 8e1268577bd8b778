//! All mentions in all articles: of an entity by name, description and pronoun; of an event; of a statement.

use super::elsewhere::versions;
use super::referent::{Referent, entity_of, event_of, referents};
use super::{FilePosition, Navigation, NavigationTarget};
use crate::corpus::{ChainRef, EventRef, Place, Snapshot, StatementRef};

/// See the module. This article first, then the others in the order of the snapshot.
pub fn references(snapshot: &Snapshot, position: FilePosition) -> Option<Navigation> {
    let all = referents(snapshot, position).into_iter();
    let (about, mut places) = all.filter_map(|about| Some((about, places(snapshot, position, about)?))).next()?;
    places.sort_by_key(|place| (place.article != position.article, *place));
    places.dedup();
    let targets = places.into_iter().map(|place| NavigationTarget::new(snapshot, place)).collect();
    Some(Navigation { about, origin: about.span(snapshot.analysis(position.article)), targets })
}

/// `None` for what has no mentions: a time, words of the article's own.
fn places(snapshot: &Snapshot, position: FilePosition, about: Referent) -> Option<Vec<Place>> {
    let FilePosition { article, offset } = position;
    let analysis = snapshot.analysis(article);
    match about {
        Referent::Mention { mention, .. } => {
            let here = [ChainRef { article, chain: analysis.mentions[mention].chain }];
            let entity = entity_of(snapshot, article, mention);
            let chains = entity.map_or(&here[..], |entity| snapshot.entity(entity).chains);
            Some(chains.iter().flat_map(|chain| chain_places(snapshot, *chain)).collect())
        }
        Referent::Event(mention) => {
            let here = [EventRef { article, event: analysis.event_mentions[mention].event }];
            let event = event_of(snapshot, article, mention);
            let events = event.map_or(&here[..], |event| snapshot.event(event).mentions);
            Some(events.iter().flat_map(|event| event_mentions(snapshot, *event)).collect())
        }
        Referent::Statement(statement) => {
            let said = statement.said_at(analysis, offset)?;
            let content = analysis.attributions[statement.attribution].content.iter();
            let mut places: Vec<Place> = content.map(|&span| Place { article, span }).collect();
            let here = StatementRef { article, attribution: statement.attribution };
            places.extend(versions(snapshot, here, said).into_iter().map(|version| version.place));
            Some(places)
        }
        Referent::Time(_) | Referent::Quotation(_) | Referent::Word(_) => None,
    }
}

/// Every mention of a chain.
pub(super) fn chain_places(snapshot: &Snapshot, ChainRef { article, chain }: ChainRef) -> Vec<Place> {
    let analysis = snapshot.analysis(article);
    let mentions = analysis.chains.get(chain).map_or(&[][..], |chain| &chain.mentions);
    mentions.iter().map(|&mention| Place { article, span: analysis.mentions[mention].span }).collect()
}

/// Every mention of an article's event.
pub(super) fn event_mentions(snapshot: &Snapshot, EventRef { article, event }: EventRef) -> Vec<Place> {
    let analysis = snapshot.analysis(article);
    let mentions = analysis.events.get(event).map_or(&[][..], |event| &event.mentions);
    mentions.iter().map(|&mention| Place { article, span: analysis.event_mentions[mention].span }).collect()
}
