//! A list of which copies share what did not change.

use std::marker::PhantomData;
use std::sync::Arc;

/// Entries that stand together: a copy shares all but the blocks in which something is changed later.
const BLOCK: usize = 64;

/// A list whose items are asked for by a `K`; what was never set is as it is by default.
#[derive(Debug)]
pub(crate) struct Chunks<K, T> {
    blocks: Vec<Arc<Vec<T>>>,
    index: PhantomData<fn(K)>,
}

impl<K, T: Clone + Default> Chunks<K, T>
where
    usize: From<K>,
{
    pub(crate) fn get(&self, at: K) -> Option<&T> {
        let at = usize::from(at);
        self.blocks.get(at / BLOCK)?.get(at % BLOCK)
    }

    /// The entry, to be changed.
    pub(crate) fn entry(&mut self, at: K) -> &mut T {
        let at = usize::from(at);
        while self.blocks.len() <= at / BLOCK {
            self.blocks.push(Arc::new(vec![T::default(); BLOCK]));
        }
        &mut Arc::make_mut(&mut self.blocks[at / BLOCK])[at % BLOCK]
    }
}

impl<K, T> Clone for Chunks<K, T> {
    fn clone(&self) -> Self {
        Self { blocks: self.blocks.clone(), index: PhantomData }
    }
}

impl<K, T> Default for Chunks<K, T> {
    fn default() -> Self {
        Self { blocks: Vec::new(), index: PhantomData }
    }
}
