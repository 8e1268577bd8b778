//! A list of which copies share what did not change.

use std::sync::Arc;

/// Entries that stand together: a copy shares all but the blocks in which something is changed later.
const BLOCK: usize = 64;

/// A list by slot; what was never set is as it is by default.
#[derive(Clone, Debug, Default)]
pub(super) struct Chunks<T>(Vec<Arc<Vec<T>>>);

impl<T: Clone + Default> Chunks<T> {
    pub(super) fn get(&self, at: usize) -> Option<&T> {
        self.0.get(at / BLOCK)?.get(at % BLOCK)
    }

    /// The entry, to be changed.
    pub(super) fn entry(&mut self, at: usize) -> &mut T {
        while self.0.len() <= at / BLOCK {
            self.0.push(Arc::new(vec![T::default(); BLOCK]));
        }
        &mut Arc::make_mut(&mut self.0[at / BLOCK])[at % BLOCK]
    }
}
