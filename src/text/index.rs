//! Lists with an index type of their own, so that an index into one list never reaches into another.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut, Index, IndexMut, Range};
use std::sync::Arc;

/// Makes the type of an index into one kind of list. It is made from a `usize` and turned into one by `into` alone, and
/// kept in 32 bits: no text has 4 GiB.
macro_rules! index_type {
    ($(#[$about:meta])* $name:ident) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(u32);

        impl From<usize> for $name {
            fn from(at: usize) -> Self {
                Self(u32::try_from(at).unwrap_or(u32::MAX))
            }
        }

        impl From<$name> for usize {
            fn from(index: $name) -> Self {
                index.0 as usize
            }
        }
    };
}

pub(crate) use index_type;

/// A list whose items are asked for by a `K`, made with `index_type!`. As a slice it is read by anybody; a bare number is
/// no index into it. `S` is what holds the items.
pub struct IndexVec<K, T, S = Vec<T>> {
    items: S,
    index: PhantomData<fn(K) -> T>,
}

/// An [`IndexVec`] that grows no more.
pub type IndexBox<K, T> = IndexVec<K, T, Box<[T]>>;

/// An [`IndexVec`] that is shared.
pub type IndexArc<K, T> = IndexVec<K, T, Arc<[T]>>;

impl<K, T> IndexVec<K, T> {
    /// One without an item.
    pub const fn new() -> Self {
        Self { items: Vec::new(), index: PhantomData }
    }
}

impl<K, T: Clone> IndexVec<K, T> {
    /// One of so many items, all the same: what is known of each item of another list.
    pub fn filled(item: T, len: usize) -> Self {
        vec![item; len].into()
    }

    /// Makes it as long as another list, with copies of an item at the end.
    pub fn resize(&mut self, len: usize, item: T) {
        self.items.resize(len, item);
    }
}

impl<K: From<usize>, T> IndexVec<K, T>
where
    usize: From<K>,
{
    /// Puts an item at the end, and gives its index.
    pub fn push(&mut self, item: T) -> K {
        self.items.push(item);
        K::from(self.items.len() - 1)
    }

    /// Takes off the items from an index on.
    pub fn split_off(&mut self, first: K) -> Vec<T> {
        self.items.split_off(usize::from(first).min(self.items.len()))
    }

    /// The items with their indices, taken out.
    pub fn into_iter_enumerated(self) -> impl DoubleEndedIterator<Item = (K, T)> + ExactSizeIterator {
        self.items.into_iter().enumerate().map(|(at, item)| (K::from(at), item))
    }
}

impl<K: From<usize>, T, S: Deref<Target = [T]>> IndexVec<K, T, S>
where
    usize: From<K>,
{
    /// The item at an index.
    pub fn get(&self, index: K) -> Option<&T> {
        self.items.get(usize::from(index))
    }

    /// The items with their indices.
    pub fn iter_enumerated(&self) -> impl DoubleEndedIterator<Item = (K, &T)> + ExactSizeIterator + Clone {
        self.items.iter().enumerate().map(|(at, item)| (K::from(at), item))
    }

    /// The items of a range; none where the list ends before it or the range is reversed.
    pub fn range(&self, range: Range<K>) -> &[T] {
        let end = usize::from(range.end).min(self.items.len());
        self.items.get(usize::from(range.start)..end).unwrap_or(&[])
    }

    /// The items of a range with their indices; as [`IndexVec::range`].
    pub fn range_enumerated(
        &self,
        range: Range<K>,
    ) -> impl DoubleEndedIterator<Item = (K, &T)> + ExactSizeIterator + Clone {
        let (start, end) = (usize::from(range.start), usize::from(range.end).min(self.items.len()));
        let items = self.items.get(start..end).unwrap_or(&[]);
        items.iter().enumerate().map(move |(at, item)| (K::from(start + at), item))
    }

    /// The items before an index.
    pub fn before(&self, end: K) -> &[T] {
        self.range(K::from(0)..end)
    }

    /// The items from an index on.
    pub fn since(&self, first: K) -> &[T] {
        self.items.get(usize::from(first)..).unwrap_or(&[])
    }

    /// All indices.
    pub fn indices(&self) -> impl DoubleEndedIterator<Item = K> + ExactSizeIterator + use<K, T, S> {
        (0..self.items.len()).map(K::from)
    }

    /// The index past the last item.
    pub fn next_index(&self) -> K {
        K::from(self.items.len())
    }

    /// The index of the first item for which `before` does not hold; all items for which it holds stand first.
    pub fn partition_point(&self, before: impl FnMut(&T) -> bool) -> K {
        K::from(self.items.partition_point(before))
    }
}

impl<K: From<usize>, T, S: DerefMut<Target = [T]>> IndexVec<K, T, S>
where
    usize: From<K>,
{
    /// The item at an index, to be changed.
    pub fn get_mut(&mut self, index: K) -> Option<&mut T> {
        self.items.get_mut(usize::from(index))
    }

    /// The items of a range, to be changed; as [`IndexVec::range`].
    pub fn range_mut(&mut self, range: Range<K>) -> &mut [T] {
        let end = usize::from(range.end).min(self.items.len());
        self.items.get_mut(usize::from(range.start)..end).unwrap_or(&mut [])
    }
}

impl<K, T, S: Deref<Target = [T]>> Deref for IndexVec<K, T, S> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.items
    }
}

impl<K, T, S: DerefMut<Target = [T]>> DerefMut for IndexVec<K, T, S> {
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.items
    }
}

impl<K, T, S: Deref<Target = [T]>> Index<K> for IndexVec<K, T, S>
where
    usize: From<K>,
{
    type Output = T;

    fn index(&self, index: K) -> &T {
        &self.items[usize::from(index)]
    }
}

impl<K, T, S: DerefMut<Target = [T]>> IndexMut<K> for IndexVec<K, T, S>
where
    usize: From<K>,
{
    fn index_mut(&mut self, index: K) -> &mut T {
        &mut self.items[usize::from(index)]
    }
}

impl<K, T, S: Deref<Target = [T]>> From<S> for IndexVec<K, T, S> {
    fn from(items: S) -> Self {
        Self { items, index: PhantomData }
    }
}

impl<K, T> From<IndexVec<K, T>> for Vec<T> {
    fn from(list: IndexVec<K, T>) -> Self {
        list.items
    }
}

impl<K, T, S: FromIterator<T>> FromIterator<T> for IndexVec<K, T, S> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self { items: S::from_iter(items), index: PhantomData }
    }
}

impl<K, T> Extend<T> for IndexVec<K, T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, items: I) {
        self.items.extend(items);
    }
}

impl<K, T> IntoIterator for IndexVec<K, T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<'a, K, T, S: Deref<Target = [T]>> IntoIterator for &'a IndexVec<K, T, S> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

impl<'a, K, T, S: DerefMut<Target = [T]>> IntoIterator for &'a mut IndexVec<K, T, S> {
    type Item = &'a mut T;
    type IntoIter = std::slice::IterMut<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter_mut()
    }
}

impl<K, T, S: Default> Default for IndexVec<K, T, S> {
    fn default() -> Self {
        Self { items: S::default(), index: PhantomData }
    }
}

impl<K, T, S: Clone> Clone for IndexVec<K, T, S> {
    fn clone(&self) -> Self {
        Self { items: self.items.clone(), index: PhantomData }
    }
}

impl<K, T, S: PartialEq> PartialEq for IndexVec<K, T, S> {
    fn eq(&self, other: &Self) -> bool {
        self.items == other.items
    }
}

impl<K, T, S: Eq> Eq for IndexVec<K, T, S> {}

impl<K, T, S: fmt::Debug> fmt::Debug for IndexVec<K, T, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.items.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::{IndexArc, IndexVec};

    index_type! {
        /// A letter.
        Letter
    }

    fn letters(text: &str) -> IndexVec<Letter, char> {
        text.chars().collect()
    }

    #[test]
    fn an_item_is_found_where_it_was_put() {
        let mut list = letters("ab");
        let at = list.push('c');
        assert_eq!((list[at], list.get(at), list.get(list.next_index())), ('c', Some(&'c'), None));
        assert_eq!(list.indices().map(|at| list[at]).collect::<String>(), "abc");
        assert_eq!(list.iter_enumerated().rfind(|(_, item)| **item == 'b'), Some((Letter::from(1), &'b')));
        assert_eq!(list.split_off(Letter::from(1)), ['b', 'c']);
        assert_eq!(list, letters("a"));
    }

    #[track_caller]
    fn check(start: usize, end: usize, expected: &str) {
        let (mut list, range) = (letters("abcd"), Letter::from(start)..Letter::from(end));
        assert_eq!(list.range(range.clone()).iter().collect::<String>(), expected);
        let enumerated = list.range_enumerated(range.clone());
        assert!(enumerated.clone().all(|(at, item)| list[at] == *item));
        assert_eq!(enumerated.map(|(_, item)| item).collect::<String>(), expected);
        assert_eq!(list.range_mut(range).iter().collect::<String>(), expected);
    }

    #[test]
    fn a_range_ends_with_the_list() {
        check(1, 3, "bc");
        check(2, 9, "cd");
        check(3, 1, "");
        check(7, 9, "");
    }

    #[test]
    fn what_stands_before_and_behind_is_the_whole() {
        let list: IndexArc<Letter, char> = "abcd".chars().collect();
        let at = list.partition_point(|item| *item < 'c');
        assert_eq!((list.before(at), list.since(at)), (&['a', 'b'][..], &['c', 'd'][..]));
        assert!(list.since(Letter::from(9)).is_empty());
    }

    #[test]
    fn an_index_beyond_32_bits_is_no_other_item() {
        assert_eq!(letters("ab").get(Letter::from(usize::MAX)), None);
    }
}
