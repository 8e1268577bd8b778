//! What a stage of linking has changed, for the stages behind it.

use std::collections::BTreeSet;

use super::slot::Slot;

/// What an update has changed. Each stage fills in what it has; `N` is what its sets go by.
#[derive(Debug)]
pub(crate) struct Delta<N = u32> {
    /// Articles in which something belongs elsewhere than before.
    pub(crate) articles: BTreeSet<Slot>,
    /// Sets (coverages, groups of chains, events) that are new, gone, or of other members than before.
    pub(crate) sets: BTreeSet<N>,
    /// Articles in which something goes by another name than before.
    pub(crate) renamed: BTreeSet<Slot>,
    /// True when sets that join groups of chains are not those that there were.
    pub(crate) joins: bool,
}

impl<N> Default for Delta<N> {
    fn default() -> Self {
        Self { articles: BTreeSet::new(), sets: BTreeSet::new(), renamed: BTreeSet::new(), joins: false }
    }
}
