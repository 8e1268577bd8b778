//! Which statements of different articles are the same, and which have no counterpart.

pub(crate) mod assignment;
pub(crate) mod decided;
pub(crate) mod in_common;
pub(crate) mod link;
pub(crate) mod overlap;
pub(crate) mod similarity;
pub(crate) mod unmatched;
