//! One article as gold and Copydesk have it, and what is wrong in it.

use std::collections::BTreeSet;

use super::super::layers::Layers;
use crate::text::Span;
use crate::token::Structure;

/// Something that went wrong, to be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// The layer, one of [`super::ORDER`].
    pub layer: &'static str,
    /// Where.
    pub span: Span,
    /// What is wrong, with words of the article.
    pub why: String,
    /// How bad: the greater, the earlier it is shown.
    pub weight: f64,
}

/// One article as both sides see it.
pub struct Pair<'a> {
    /// Its text.
    pub text: &'a str,
    /// Its tokens and sentences.
    pub structure: &'a Structure,
    /// The types that the gold of its corpus has.
    pub kinds: &'a BTreeSet<&'static str>,
    /// What is expected.
    pub gold: &'a Layers,
    /// What was found.
    pub found: &'a Layers,
}
