//! What commands have in common: the articles they are about, how they print, and why one could not run.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;

/// The articles that a command is about.
#[derive(clap::Args, Debug)]
pub(super) struct Articles {
    /// Articles, or folders whose `.txt` files are read
    #[arg(value_name = "PATH", required = true)]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) eyes: Eyes,
}

/// For whose eyes it is read, where people differ.
#[derive(clap::Args, Clone, Debug, Default)]
pub(super) struct Eyes {
    /// Whose own judgements count first where people differ; else those of git's user.name
    #[arg(long = "as", value_name = "NAME")]
    pub(super) name: Option<String>,
}

/// For people or for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}

/// Why a command could not run.
#[derive(Debug)]
pub(super) enum Failure {
    /// What to tell the user.
    Message(String),
    /// Writing the answer failed.
    Output(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// What a command gives back: the exit code, or why it could not run.
pub(super) type Outcome = Result<ExitCode, Failure>;
