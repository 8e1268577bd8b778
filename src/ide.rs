//! What an editor can ask of a snapshot: one file a feature, plain results, no LSP type, no IO.

use crate::corpus::{Place, Snapshot};
use crate::text::Span;

pub mod annotation_list;
pub mod call_hierarchy;
mod citations;
pub mod code_lens;
pub mod compare;
mod difference;
pub mod display;
pub mod code_actions;
pub mod document_highlight;
pub mod document_link;
pub mod document_symbol;
mod elsewhere;
mod encounters;
#[cfg(test)]
mod fixture;
pub mod folding_range;
pub mod goto_definition;
pub mod goto_implementation;
pub mod hover;
pub mod inlay_hints;
pub mod judge;
pub mod listing;
pub mod markup;
pub mod overview;
mod parts;
mod position;
pub mod references;
pub mod referent;
#[cfg(test)]
mod seeds;
pub mod selection_range;
pub mod semantic_tokens;
mod shown;
pub mod statement;
mod told;
pub mod type_hierarchy;
pub mod workspace_symbol;

pub use position::FilePosition;

/// Where to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NavigationTarget {
    /// What the cursor lands on.
    pub focus: Place,
    /// What shows around it (a sentence).
    pub full: Span,
}

impl NavigationTarget {
    /// A target with the sentence around it.
    pub fn new(snapshot: &Snapshot, focus: Place) -> Self {
        let structure = &snapshot.analysis(focus.article).structure;
        let sentence = structure.sentence_at(focus.span.start).map(|at| structure.sentences[at].span);
        Self { focus, full: sentence.map_or(focus.span, |sentence| sentence.join(focus.span)) }
    }
}

/// The answer to "where": what was asked about, and where to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Navigation {
    /// What was asked about.
    pub about: referent::Referent,
    /// The words that were asked about.
    pub origin: Span,
    /// Best first.
    pub targets: Vec<NavigationTarget>,
}
