//! Which event mentions of different articles are of one event.

pub(crate) mod compatibility;
pub(crate) mod link;
