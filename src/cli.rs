//! The command line: one file a subcommand.

use std::process::ExitCode;

/// Runs the program: 0 when nothing is above information, 1 when something is, 2 when it could not run.
pub fn main() -> ExitCode {
    ExitCode::SUCCESS
}
