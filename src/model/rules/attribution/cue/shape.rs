//! What a cue is, and how it stands to its source.

use std::ops::Range;

/// How a cue stands in its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Source, cue, content.
    Before,
    /// Content, source, cue, or content, cue, source.
    After,
    /// "according to" and its source; content on the other side.
    According,
    /// ", adding that …": the source is that of the clause before.
    Shared,
    /// "reportedly": content on both sides.
    Adverb,
    /// "is expected to": the subject belongs to the content.
    Passive,
    /// "was reported by the Times": the subject is content, the source follows.
    By,
}

/// A cue with its source, before its content is known.
#[derive(Clone, Debug)]
pub(crate) struct Cue {
    /// The cue's tokens, auxiliaries included.
    pub span: Range<usize>,
    /// Where content may begin: behind cue, source and addressee, as the shape has it.
    pub after: usize,
    /// Who says it; for a passive the subject, which is content.
    pub source: Option<Range<usize>>,
    pub shape: Shape,
    pub speech: bool,
    pub probability: f32,
    /// An addressee may stand before the content.
    pub addressee: bool,
    /// Time and place may stand before the content ("said on Monday that").
    pub adjunct: bool,
}

/// The bounds within which a cue's source and content lie.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    pub low: usize,
    pub high: usize,
}
