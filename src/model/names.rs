//! Names by lexicon and shape: the first filling of the reader's names layer.

use super::{ParagraphTags, ParagraphView, Tag};
use crate::lexicon::Lexicon;

/// Fills the names layer.
pub(super) fn tag(_lexicon: &Lexicon, paragraph: ParagraphView<'_>, tags: &mut ParagraphTags) {
    tags.names = vec![Tag::default(); paragraph.tokens.len()];
}
