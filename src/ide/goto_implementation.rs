//! Go to implementation: the same elsewhere, one target an article.

use super::{FilePosition, Navigation};
use crate::corpus::Snapshot;

/// See the module.
pub fn goto_implementation(_snapshot: &Snapshot, _position: FilePosition) -> Option<Navigation> {
    None
}
