//! Where linking keeps an article as long as it is there, and what it calls chains and events by meanwhile.

use crate::analysis::{ArticleEventId, AttributionId, ChainId};
use crate::text::{Span, index_type};

index_type! {
    /// The slot of an article, which it keeps whatever comes and goes; see [`super::articles`].
    Slot
}

/// A chain of the article in a slot: a [`super::reference::ChainRef`] while linking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ChainAt {
    pub(crate) slot: Slot,
    pub(crate) chain: ChainId,
}

/// An event of the article in a slot: a [`super::reference::EventRef`] while linking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct EventAt {
    pub(crate) slot: Slot,
    pub(crate) event: ArticleEventId,
}

/// A statement of the article in a slot: a [`super::reference::StatementRef`] while linking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct StatementAt {
    pub(crate) slot: Slot,
    pub(crate) attribution: AttributionId,
}

/// A count, or an index into a list that has no type for it, as the number that is kept of it.
pub(crate) fn number(count: usize) -> u32 {
    Span::of(0..count).end
}
