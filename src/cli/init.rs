//! `copydesk init`: makes a folder a Copydesk workspace.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use super::command::{Failure, Outcome};
use crate::store::annotations;
use crate::store::settings::Refused;
use crate::store::settings::write;
use crate::text::escaped_path;

/// Writes a `copydesk.toml`, never over one that is there, and has git merge annotation files.
pub(super) fn run(folder: &Path, out: &mut dyn Write) -> Outcome {
    let failure = |Refused(why)| Failure::Message(why);
    let path = write::start(folder).map_err(failure)?;
    writeln!(out, "{}: written; its folder is now a Copydesk workspace", escaped_path(&path))?;
    if let Some(path) = annotations::merge_by_line(folder).map_err(failure)? {
        writeln!(out, "{}: written; git merges annotations line by line", escaped_path(&path))?;
    }
    Ok(ExitCode::SUCCESS)
}
