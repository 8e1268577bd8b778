//! `workspace/executeCommand`: every command is a line in [`COMMANDS`].
//!
//! A command either looks, at a view of all articles, or acts, on what the session knows: one act after the other, in
//! message order, on a thread where it may wait for the disk. What the client has to do for an act is asked of it
//! afterwards; nothing waits for that.

use lsp_types::{Location, ShowDocumentParams, Url, WorkspaceEdit};
use serde_json::Value;
use tower_lsp::jsonrpc::{Error, ErrorCode};

use super::progress::Reporter;
use super::session::Session;
use super::uri;
use super::view::View;
use crate::store::settings::edit::Refused;
use crate::text::escaped_path;

pub mod acts;
mod arguments;
mod compare;
mod lists;

pub use arguments::Arguments;

/// A command.
pub struct Command {
    /// What clients call it.
    pub name: &'static str,
    /// What it does.
    pub run: Run,
}

/// How a command is carried out.
#[derive(Clone, Copy)]
pub enum Run {
    /// From a view of all articles.
    Look(fn(&View, &Session, &Arguments) -> Result<Value, Error>),
    /// When the acts before it are done; it may wait for the disk.
    Act(Act),
    /// From what the client was told of late.
    Tell(fn(&Reporter) -> Value),
}

/// Something that is done.
pub type Act = fn(&Session, &Arguments) -> Result<Done, Error>;

/// What came of an act.
#[derive(Debug, Default)]
pub struct Done {
    /// The answer.
    pub answer: Value,
    /// An edit of an open document.
    pub edit: Option<WorkspaceEdit>,
    /// A place to open, once that is done.
    pub show: Option<Location>,
}

/// Every command, in the order of the documentation.
pub const COMMANDS: &[Command] = &[
    Command { name: "copydesk.setDate", run: Run::Act(acts::set_date) },
    Command { name: "copydesk.setOutlet", run: Run::Act(acts::set_outlet) },
    Command { name: "copydesk.setRole", run: Run::Act(acts::set_role) },
    Command { name: "copydesk.turnOn", run: Run::Act(acts::turn_on) },
    Command { name: "copydesk.status", run: Run::Tell(|reporter| to_value(&reporter.status())) },
    Command { name: "copydesk.articles", run: Run::Look(lists::articles) },
    Command { name: "copydesk.events", run: Run::Look(lists::events) },
    Command { name: "copydesk.entities", run: Run::Look(lists::entities) },
    Command { name: "copydesk.compare", run: Run::Look(compare::compare) },
    Command { name: "copydesk.showReferences", run: Run::Act(acts::show_references) },
];

/// The command of a name.
///
/// # Errors
/// When there is none.
pub fn find(name: &str) -> Result<&'static Command, Error> {
    let found = COMMANDS.iter().find(|command| command.name == name);
    found.ok_or_else(|| invalid(format!("there is no command {name}; see the list in initialize")))
}

/// An answer of plain data.
fn to_value(answer: &impl serde::Serialize) -> Value {
    serde_json::to_value(answer).unwrap_or_default()
}

/// The arguments are wrong.
pub fn invalid(message: impl Into<String>) -> Error {
    Error::invalid_params(message.into())
}

/// The arguments are right, but it cannot be done.
pub fn refused(message: impl Into<String>) -> Error {
    const REQUEST_FAILED: i64 = -32803;
    Error { code: ErrorCode::ServerError(REQUEST_FAILED), message: message.into().into(), data: None }
}

impl From<Refused> for Error {
    fn from(Refused(why): Refused) -> Self {
        refused(why)
    }
}

impl Done {
    /// What is asked of the client to open a place.
    pub fn show_params(place: Location) -> ShowDocumentParams {
        let Location { uri, range } = place;
        ShowDocumentParams { uri, external: Some(false), take_focus: Some(true), selection: Some(range) }
    }
}

/// A place as a user reads it: `/news/copydesk.toml, line 12`.
fn place_in_words(uri: &Url, line: u32) -> String {
    let path = uri::local_path(uri.as_str()).map_or_else(|| uri.to_string(), |path| escaped_path(&path));
    format!("line {} of {path}", line + 1)
}
