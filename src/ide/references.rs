//! All mentions in all articles.

use super::{FilePosition, Navigation};
use crate::corpus::Snapshot;

/// See the module.
pub fn references(_snapshot: &Snapshot, _position: FilePosition) -> Option<Navigation> {
    None
}
