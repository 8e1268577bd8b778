//! Which articles report one event, which are copies of one another, and which are related.

pub(crate) mod average_link;
pub(crate) mod candidates;
pub(crate) mod cluster;
pub(crate) mod evidence;
pub(crate) mod export_pairs;
pub(crate) mod near_duplicates;
pub(crate) mod related;
