//! Source, cue and content by lexicon and clause shape: the first filling of the reader's attribution layers.

use super::{ParagraphTags, ParagraphView, Tag};
use crate::lexicon::Lexicon;

/// Fills the source, cue and content layers. May look at `tags.names`, which stand by then.
pub(super) fn tag(_lexicon: &Lexicon, paragraph: ParagraphView<'_>, tags: &mut ParagraphTags) {
    let empty = vec![Tag::default(); paragraph.tokens.len()];
    tags.sources.clone_from(&empty);
    tags.cues.clone_from(&empty);
    tags.contents = empty;
}
