//! One reading of what rules and network find.

pub(crate) mod names;
pub(crate) mod pointer;
mod ranges;
pub(crate) mod relations;
