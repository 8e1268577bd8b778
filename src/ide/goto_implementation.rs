//! Go to implementation: the same entity in other articles; of anything else the places of other articles that tell the
//! same, surely or perhaps. One target an article.

use super::elsewhere::introductions;
use super::referent::{Referent, entity_of, referents};
use super::told::told;
use super::{FilePosition, Navigation, NavigationTarget};
use crate::corpus::{Place, Snapshot};

/// See the module. `None` when no other article has it.
pub fn goto_implementation(snapshot: &Snapshot, position: FilePosition) -> Option<Navigation> {
    let about = *referents(snapshot, position).first()?;
    let (origin, mut places) = match about {
        Referent::Mention { mention, span } => {
            let entity = entity_of(snapshot, position.article, mention)?;
            let places = introductions(snapshot, entity, position.article).into_iter().map(|(place, _)| place);
            (span, places.collect::<Vec<Place>>())
        }
        _ => {
            let (origin, told) = told(snapshot, position, about);
            (origin, told.into_iter().map(|told| told.place).collect())
        }
    };
    let mut articles = rustc_hash::FxHashSet::default();
    places.retain(|place| articles.insert(place.article));
    let targets: Vec<_> = places.into_iter().map(|place| NavigationTarget::new(snapshot, place)).collect();
    (!targets.is_empty()).then_some(Navigation { about, origin, targets })
}
