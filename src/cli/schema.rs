//! `copydesk schema`: what a line of an annotation file looks like, for programs.

use std::io::Write;
use std::process::ExitCode;

use super::command::Outcome;
use super::json;
use crate::annotation::schema::schema;

/// Prints the JSON Schema.
pub(super) fn run(out: &mut dyn Write) -> Outcome {
    writeln!(out, "{}", json::page(&schema())?)?;
    Ok(ExitCode::SUCCESS)
}
