//! Who is who while linking: the group of each chain, and the numbers by which groups and sets go.

use crate::analysis::{ArticleEventId, ChainId};
use crate::corpus::slot::{ChainAt, EventAt, Slot, number};
use crate::text::IndexVec;

/// Set in the number of a chain that is no other article's.
const SINGLE: u64 = 1 << 63;

/// Which group each chain belongs to, by slot of its article; chains of one group are one.
#[derive(Debug, Default)]
pub(crate) struct Groups {
    pub(crate) of: IndexVec<Slot, IndexVec<ChainId, u64>>,
}

impl Groups {
    /// Groups as they were given, article by article.
    pub(crate) fn given(groups: impl Iterator<Item = IndexVec<ChainId, u64>>) -> Self {
        Self { of: groups.collect() }
    }

    /// The group of a chain.
    pub(crate) fn of(&self, at: ChainAt) -> u64 {
        self.of.get(at.slot).and_then(|groups| groups.get(at.chain)).copied().unwrap_or_else(|| singleton_chain(at))
    }

    /// The groups of all chains of an article.
    pub(crate) fn of_article(&self, slot: Slot) -> &[u64] {
        self.of.get(slot).map_or(&[], |groups| groups)
    }

    /// The number of a group that may have chains in several articles, `None` for a chain by itself.
    pub(crate) fn label(group: u64) -> Option<usize> {
        if group & SINGLE == 0 { usize::try_from(group).ok() } else { None }
    }
}

/// The group of a chain that is by itself.
pub(crate) fn singleton_chain(at: ChainAt) -> u64 {
    single(at.slot, at.chain.into())
}

/// The set of an event that is by itself.
pub(crate) fn singleton_event(at: EventAt) -> u64 {
    single(at.slot, at.event.into())
}

fn single(slot: Slot, at: usize) -> u64 {
    SINGLE | u64::from(number(slot.into())) << 31 | u64::from(number(at)) & 0x7fff_ffff
}

/// The chain that is a group by itself, when it is.
pub(crate) fn chain_of(group: u64) -> Option<ChainAt> {
    parts_of(group).map(|[slot, chain]| ChainAt { slot: Slot::from(slot), chain: ChainId::from(chain) })
}

/// The event that is a set by itself, when it is.
pub(crate) fn event_of(set: u64) -> Option<EventAt> {
    parts_of(set).map(|[slot, event]| EventAt { slot: Slot::from(slot), event: ArticleEventId::from(event) })
}

fn parts_of(number: u64) -> Option<[usize; 2]> {
    let part = |bits: u64| usize::try_from(bits & 0x7fff_ffff).ok();
    if number & SINGLE == 0 { None } else { Some([part(number >> 31)?, part(number)?]) }
}
