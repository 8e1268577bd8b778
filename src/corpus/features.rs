//! What is read off one article for comparison with others: computed once for each analysis and kept.

pub(crate) mod article;
pub(crate) mod content;
pub(crate) mod event;
pub(crate) mod figure;
pub(crate) mod headline;
pub(crate) mod name;
pub(crate) mod opening;
pub(crate) mod people;
pub(crate) mod quantities;
pub(crate) mod sketch;
pub(crate) mod sparse;
pub(crate) mod standing;
pub(crate) mod statement;
pub(crate) mod trigger;
