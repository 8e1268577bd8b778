//! Who and what is the same across articles.

pub(crate) mod cluster;
pub(crate) mod decided;
pub(crate) mod group;
pub(crate) mod identity;
pub(crate) mod table;
pub(crate) mod within_coverage;
