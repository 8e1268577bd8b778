//! Why a `copydesk.toml` is left as it is.

use std::io::ErrorKind;
use std::path::Path;

use crate::text::{escaped, escaped_path};

/// Why a text was left as it is: one sentence that says where and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused(pub String);

pub(super) fn denied(path: &Path, what: &str, error: &std::io::Error) -> Refused {
    let path = escaped_path(path);
    Refused(match error.kind() {
        ErrorKind::PermissionDenied => format!("{path}: not allowed to be {what}; check its permissions"),
        ErrorKind::NotFound => format!("{path}: the folder is not there any more"),
        ErrorKind::ReadOnlyFilesystem => format!("{path}: cannot be {what} on a read-only disk"),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            format!("{path}: could not be {what}, the disk is full; make room and try again")
        }
        _ => format!("{path}: could not be {what}: {}", escaped(&error.to_string())),
    })
}
