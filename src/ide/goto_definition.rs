//! Go to definition: one target. On a name, the mention that introduces it; on an event or a statement, the same in other coverage.

use super::{FilePosition, Navigation};
use crate::corpus::Snapshot;

/// See the module.
pub fn goto_definition(_snapshot: &Snapshot, _position: FilePosition) -> Option<Navigation> {
    None
}
