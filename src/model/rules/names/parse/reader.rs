//! What reading a stretch needs, and what a known name is.

use crate::lexicon::names::{NameClass, NameLexicon};
use crate::model::rules::names::shape::Word;
use crate::model::tags::EntityType;

/// What reading needs.
pub(crate) struct NameReader<'a> {
    pub(crate) lexicon: &'a NameLexicon,
    pub(crate) words: &'a [Word<'a>],
    /// True in a title, where a capital is no evidence.
    pub(crate) titled: bool,
}

/// The type that a known name has.
pub(crate) fn entity_type(class: NameClass) -> EntityType {
    match class {
        class if class.is_place() => EntityType::Place,
        class if class.is_group() => EntityType::Group,
        NameClass::Event => EntityType::Event,
        NameClass::Product => EntityType::Product,
        _ => EntityType::Organization,
    }
}
