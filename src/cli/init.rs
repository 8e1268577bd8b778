//! `copydesk init`: makes a folder a Copydesk workspace.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use super::{Failure, Outcome};
use crate::store::settings;

/// Writes a `copydesk.toml`, never over one that is there.
pub(super) fn run(folder: &Path, out: &mut dyn Write) -> Outcome {
    match settings::write_starter(folder) {
        Ok(path) => {
            writeln!(out, "{}: written; its folder is now a Copydesk workspace", path.display())?;
            Ok(ExitCode::SUCCESS)
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Err(Failure::Message(format!(
            "{}: is there already and was left as it is",
            folder.join(settings::FILE_NAME).display()
        ))),
        Err(error) => Err(Failure::Message(format!("{}: {error}", folder.display()))),
    }
}
