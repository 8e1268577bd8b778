//! What a human decided about a reading: stand-off annotations, one W3C Web Annotation a line, in a file beside the
//! article. What a line means stands under its key `copydesk`.
//!
//! Offsets in a line are Unicode code points of the article as it is; a span here is bytes, as everywhere inside.

pub mod anchor;
pub mod blob;
pub mod bonds;
pub mod counting;
mod json;
pub mod line;
pub mod meaning;
pub mod overlay;
pub mod page;
pub mod placed;
pub mod schema;
pub mod standing;
pub mod target;

pub use line::Annotation;
pub use meaning::{Kind, Meaning, Realis, Relation, Status, TextIds, Verdict};
pub use page::{Fault, Page};
pub use placed::Placed;
pub use standing::Standing;
pub use target::{Quote, Target};
