//! The reader that goes by lexicons and rules.

use crate::lexicon::Language;
use crate::model::reader::Reader;
use crate::model::tags::{ParagraphTags, ParagraphView};

pub(crate) mod attribution;
pub(crate) mod names;

/// Reads by lexicons and rules, whatever was read before.
#[derive(Debug)]
pub(crate) struct Rules;

impl Reader for Rules {
    fn read(&self, lexicon: &Language, paragraphs: &[ParagraphView<'_>], _: Vec<ParagraphTags>) -> Vec<ParagraphTags> {
        paragraphs.iter().map(|paragraph| tags(lexicon, *paragraph)).collect()
    }
}

/// What lexicons and rules say of a paragraph.
pub(crate) fn tags(lexicon: &Language, paragraph: ParagraphView<'_>) -> ParagraphTags {
    let mut tags = ParagraphTags::default();
    names::tag(lexicon, paragraph, &mut tags);
    attribution::tag(lexicon, paragraph, &mut tags);
    tags
}
