//! Go to implementation: the same entity elsewhere, one target an article; of anything else the sentences of other
//! articles that tell the same, surely or perhaps.

use super::elsewhere::{introductions, sure_event_places};
use super::target::{Target, entity_of, event_of, over_name};
use super::{FilePosition, Navigation, NavigationTarget};
use crate::corpus::{ArticleId, Place, Snapshot};
use crate::text::Span;

/// See the module. `None` when no other article has it.
pub fn goto_implementation(snapshot: &Snapshot, position: FilePosition) -> Option<Navigation> {
    let target = Target::at(snapshot, position);
    let over_name = over_name(snapshot.analysis(position.article), position.offset, &target);
    let (origin, places) = match target.mention {
        Some(_) if !over_name => of_mention(snapshot, position, &target),
        Some(_) => same(snapshot, position, &target).or_else(|| of_mention(snapshot, position, &target)),
        None => same(snapshot, position, &target),
    }?;
    let targets = places.into_iter().map(|place| NavigationTarget::new(snapshot, place)).collect();
    Some(Navigation { origin, targets })
}

/// Where the event is told of that both articles are about, then the sentences of further articles that tell the same.
fn same(snapshot: &Snapshot, position: FilePosition, target: &Target) -> Option<(Span, Vec<Place>)> {
    let event = target.event.and_then(|mention| Some((mention, event_of(snapshot, position, mention)?)));
    let told = event.map_or_else(Vec::new, |(_, event)| sure_event_places(snapshot, event, position.article));
    let mut places: Vec<Place> = told.into_iter().map(|(place, _)| place).collect();
    let aligned = snapshot.counterparts(position.article, position.offset);
    let origin = match (event, &aligned) {
        (Some((mention, _)), _) if !places.is_empty() => {
            snapshot.analysis(position.article).event_mentions.get(mention)?.span
        }
        (_, Some((origin, _))) => *origin,
        _ => return None,
    };
    let known: Vec<ArticleId> = places.iter().map(|place| place.article).collect();
    let more = aligned.into_iter().flat_map(|(_, found)| found).map(|it| it.place);
    places.extend(more.filter(|place| !known.contains(&place.article)));
    Some((origin, places))
}

fn of_mention(snapshot: &Snapshot, position: FilePosition, target: &Target) -> Option<(Span, Vec<Place>)> {
    let mention = target.mention?;
    let entity = entity_of(snapshot, position, mention)?;
    let origin = snapshot.analysis(position.article).mentions[mention].titled;
    let places: Vec<Place> =
        introductions(snapshot, entity, position.article).into_iter().map(|(place, _)| place).collect();
    (!places.is_empty()).then_some((origin, places))
}
