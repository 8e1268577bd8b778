//! What is wrong with a file.

use std::path::PathBuf;

use crate::rules::Severity;
use crate::text::Position;

/// Something about a file that its owner should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Which file or folder.
    pub path: PathBuf,
    /// Where in it, in code points; `None` for the file as a whole.
    pub place: Option<Position>,
    /// An error keeps the file (or a line of it) from counting.
    pub severity: Severity,
    /// What is wrong and what to do.
    pub message: String,
}
