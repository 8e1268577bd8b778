//! Encounters of the same people: what articles are about that name two of them, and which classes are of one kind.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use crate::corpus::{ArticleId, EntityId, EventId, Snapshot, same_family};

/// People in common that make two events of one kind a family.
pub(super) const IN_COMMON: usize = 2;

/// What articles are about that name at least two of some people, each once, in the order of the articles.
pub(super) fn of_people(snapshot: &Snapshot, people: &[EntityId]) -> Vec<EventId> {
    let mut counts: BTreeMap<ArticleId, FxHashSet<EntityId>> = BTreeMap::new();
    for person in people {
        for chain in snapshot.entity(*person).chains {
            counts.entry(chain.article).or_default().insert(*person);
        }
    }
    let mut seen = FxHashSet::default();
    let articles = counts.into_iter().filter(|(_, people)| people.len() >= IN_COMMON);
    let events = articles.filter_map(|(article, _)| snapshot.article(article).main_event());
    events.filter(|event| seen.insert(*event)).collect()
}

/// Leaders meet, talk and call.
pub(super) fn is_encounter(class: &str) -> bool {
    ["meeting", "talks", "summit"].iter().any(|one| same_family(class, one))
}

/// True for classes of events that are told of as one kind.
pub(super) fn of_one_kind(one: &str, other: &str) -> bool {
    same_family(one, other) || is_encounter(one) && is_encounter(other)
}
