//! Where linking keeps an article as long as it is there, and what it calls chains and events by meanwhile.

use crate::analysis::{ArticleEventId, ChainId};
use crate::text::{Span, index_type};

index_type! {
    /// The slot of an article, which it keeps whatever comes and goes; see [`super::shelf`].
    Slot
}

/// A chain of the article in a slot: a [`super::ChainRef`] while linking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ChainAt {
    pub(super) slot: Slot,
    pub(super) chain: ChainId,
}

/// An event of the article in a slot: a [`super::EventRef`] while linking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(super) struct EventAt {
    pub(super) slot: Slot,
    pub(super) event: ArticleEventId,
}

/// A count, or an index into a list that has no type for it, as the number that is kept of it.
pub(super) fn number(count: usize) -> u32 {
    Span::of(0..count).end
}
