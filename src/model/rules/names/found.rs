//! A name that was found.

use crate::model::tags::EntityType;

/// A name as token indices of the paragraph.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Found {
    pub(crate) tokens: std::ops::Range<usize>,
    pub(crate) entity_type: EntityType,
    pub(crate) probability: f32,
}
