//! The command line: one file a subcommand, each a view of one snapshot.
//!
//! Exit codes: 0 when nothing is above information (or the command ran), 1 when something is, 2 when it could not run.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

use crate::corpus::alignment::Trees;
use crate::text::{escaped, escaped_path};

mod analyze;
mod annotations;
mod check;
mod command;
mod compare;
mod coverage;
mod eval;
mod features;
mod excerpt;
mod init;
mod json;
mod judge;
mod jumps;
mod marked;
mod place;
mod query;
mod schema;
mod set;
mod style;
mod workspace;

use command::{Articles, Eyes, Failure, Format, Outcome};

/// Reads news the way a fact-checker does: who is who, who said what, and how other articles report the same event.
#[derive(Parser, Debug)]
#[command(name = "copydesk", version, about, max_term_width = 100, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    #[command(flatten)]
    Print(Print),
    /// Serve an editor: the Language Server Protocol over standard input and output
    Lsp {
        /// What many editors add; there is no other way
        #[arg(long, hide = true)]
        stdio: bool,
        /// Trees of the aligner in place of those in the binary, for measuring what others would do
        #[arg(long, hide = true, value_name = "FILE")]
        aligner: Option<PathBuf>,
    },
}

/// A command that prints an answer and ends.
#[derive(Subcommand, Debug)]
enum Print {
    /// Show what a careful editor would ask about each article
    Check(check::Options),
    /// Show who or what stands at a place, and what is known of it
    Hover(At),
    /// Show where a name is introduced, or where another article reports the same
    Definition(At),
    /// Show every place in all articles that speaks of the same
    References(At),
    /// Show everything that is known of each article, one JSON object a line
    Analyze {
        #[command(flatten)]
        articles: Articles,
        /// How to print it
        #[arg(long, value_enum, default_value_t = JsonOnly::Json)]
        format: JsonOnly,
        /// Another claim head than the program's own, to measure one that has not learned an article
        #[arg(long, hide = true, value_name = "FILE")]
        claim_head: Option<PathBuf>,
    },
    /// Show which articles report the same event, and what joins or parts the others
    Coverage {
        #[command(flatten)]
        articles: Articles,
        /// How to print it
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// Show two articles side by side: the statements that both have, with the words that differ, then what only one has
    Compare {
        /// An article
        #[arg(value_name = "A")]
        one: PathBuf,
        /// Another on the same event
        #[arg(value_name = "B")]
        other: PathBuf,
        #[command(flatten)]
        eyes: Eyes,
        /// How to print it
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// Make a folder a Copydesk workspace: write a copydesk.toml to fill in
    Init {
        /// The folder
        #[arg(value_name = "FOLDER", default_value = ".")]
        folder: PathBuf,
    },
    /// Write into copydesk.toml what an article does not say of itself: its date, its outlet, draft or clipping
    Set(set::Options),
    /// Measure how well Copydesk reads a corpus of your own, against what people marked in it
    Eval(eval::Options),
    /// Decide about what was read at a place: accept, reject, add, the same, not the same, checked …
    Judge(Box<judge::Options>),
    /// Show what people decided about articles, and where that stands in them
    Annotations {
        #[command(flatten)]
        articles: Articles,
        /// How to print it
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// Print the JSON Schema of a line of an annotation file
    Schema,
    /// Print what the network sees of articles, for training: one JSON object an article
    #[command(hide = true)]
    Features {
        #[command(flatten)]
        articles: Articles,
        /// What the claim head sees of the sentences of the body, in place of what the reader sees of paragraphs
        #[arg(long, conflicts_with = "jumps")]
        claims: bool,
        /// What the aligner sees of the sentences of other articles beside places: a file with a list of [file, code
        /// point], the file as the articles are given here
        #[arg(long, value_name = "PLACES")]
        jumps: Option<PathBuf>,
        /// What is seen of each two articles, to tell whether they report one event
        #[arg(long, conflicts_with_all = ["claims", "jumps"])]
        pairs: bool,
        /// What is seen of the sentences and facts of each two articles of one event
        #[arg(long, conflicts_with_all = ["claims", "jumps", "pairs"])]
        accounts: bool,
    },
}

/// A place in an article.
#[derive(clap::Args, Debug)]
struct At {
    /// An article with line and character, both counted from 1. The articles beside it are read as well: those of
    /// the nearest folder with a copydesk.toml, else those of its own folder
    #[arg(value_name = "FILE:LINE:COLUMN", value_parser = query::parse_at)]
    at: query::At,
    #[command(flatten)]
    eyes: Eyes,
}

/// For programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum JsonOnly {
    /// For programs
    Json,
}

/// Runs the program: 0 when nothing is above information, 1 when something is, 2 when it could not run.
pub fn main() -> ExitCode {
    match Arguments::parse().command {
        // The server writes to standard output from threads of its own, so that nobody may hold it.
        Command::Lsp { aligner, .. } => match aligner.map_or(Ok(()), |file| use_aligner(&file)) {
            Ok(()) => crate::server::run_stdio(),
            Err(message) => fail(&message),
        },
        Command::Print(command) => print(command),
    }
}

fn use_aligner(file: &Path) -> Result<(), String> {
    let bytes = std::fs::read(file).map_err(|error| error.to_string());
    let trees = bytes.and_then(|bytes| Trees::of(&bytes));
    let trees = trees.map(|trees| {
        trees.replace();
    });
    trees.map_err(|error| format!("{}: {error}", escaped_path(file)))
}

fn print(command: Print) -> ExitCode {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let outcome = run(command, &mut out).and_then(|code| Ok(out.flush().map(|()| code)?));
    match outcome {
        Ok(code) => code,
        // Whoever reads the output has seen enough, as `head` does.
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(Failure::Output(error)) => fail(&format!("the answer cannot be written: {error}")),
        Err(Failure::Message(message)) => fail(&message),
    }
}

fn fail(message: &str) -> ExitCode {
    // Nothing is left to be done when even this cannot be written.
    let _ = writeln!(io::stderr(), "copydesk: {}", escaped(message));
    ExitCode::from(2)
}

fn run(command: Print, out: &mut dyn Write) -> Outcome {
    match command {
        Print::Analyze { articles, claim_head, .. } => analyze::run(&articles, claim_head.as_deref(), out),
        Print::Coverage { articles, format } => coverage::run(&articles, format, out),
        Print::Compare { one, other, eyes, format } => compare::run(&[one, other], &eyes, format, out),
        Print::Check(options) => check::run(&options, out),
        Print::Hover(at) => query::run(query::Request::Hover, &at.at, &at.eyes, out),
        Print::Definition(at) => query::run(query::Request::Definition, &at.at, &at.eyes, out),
        Print::References(at) => query::run(query::Request::References, &at.at, &at.eyes, out),
        Print::Init { folder } => init::run(&folder, out),
        Print::Set(options) => set::run(options, out),
        Print::Features { articles, jumps: Some(places), .. } => jumps::run(&articles.paths, &places, out),
        Print::Features { articles, pairs: true, .. } => features::pairs(&articles.paths, out),
        Print::Features { articles, accounts: true, .. } => jumps::accounts(&articles.paths, out),
        Print::Features { articles, claims, .. } => features::run(&articles.paths, claims, out),
        Print::Judge(options) => judge::run(&options, out),
        Print::Annotations { articles, format } => annotations::run(&articles, format, out),
        Print::Schema => schema::run(out),
        Print::Eval(options) => eval::run(&options, out),
    }
}
