//! `copydesk init`: makes a folder a Copydesk workspace.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use super::{Failure, Outcome};
use crate::store::settings::Refused;
use crate::store::settings::write;
use crate::text::escaped_path;

/// Writes a `copydesk.toml`, never over one that is there.
pub(super) fn run(folder: &Path, out: &mut dyn Write) -> Outcome {
    let path = write::start(folder).map_err(|Refused(why)| Failure::Message(why))?;
    writeln!(out, "{}: written; its folder is now a Copydesk workspace", escaped_path(&path))?;
    Ok(ExitCode::SUCCESS)
}
