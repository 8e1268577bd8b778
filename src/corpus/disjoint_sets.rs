//! Disjoint sets (union-find).

/// Sets of numbers, each named by one of its members.
#[derive(Debug, Default)]
pub(crate) struct Sets(pub(crate) Vec<usize>);

impl Sets {
    pub(crate) fn root(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    pub(crate) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }
}
