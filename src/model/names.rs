//! Names by lexicon and shape: the first filling of the reader's names layer.
//!
//! A paragraph is cut into stretches of capitalized words with the small words that may stand inside a name
//! ([`chunk`]); a stretch is read from left to right as titles, known names, people, organizations and places
//! ([`parse`]). What one paragraph cannot decide (a bare family name) gets a low probability, and is decided with the
//! whole article at hand in [`crate::analysis::mention`].

use super::{EntityType, ParagraphTags, ParagraphView, Tag, mark};
use crate::lexicon::Lexicon;

mod chunk;
mod parse;
mod shape;

pub(crate) use parse::entity_type;
pub(crate) use shape::name_part;

/// A name as token indices of the paragraph.
#[derive(Clone, Debug, PartialEq)]
struct Found {
    tokens: std::ops::Range<usize>,
    entity_type: EntityType,
    probability: f32,
}

/// Fills the names layer.
pub(super) fn tag(lexicon: &Lexicon, paragraph: ParagraphView<'_>, tags: &mut ParagraphTags) {
    tags.names = vec![Tag::default(); paragraph.tokens.len()];
    let words = shape::words(&lexicon.names, &paragraph);
    let titled = chunk::is_title_case(&words, paragraph.zone);
    let reader = parse::Reader { lexicon: &lexicon.names, words: &words, titled };
    for stretch in chunk::chunks(&lexicon.names, &words, titled) {
        for found in reader.parse(stretch) {
            mark(&mut tags.names, found.tokens, Some(found.entity_type), found.probability);
        }
    }
}
