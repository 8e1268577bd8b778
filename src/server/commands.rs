//! `workspace/executeCommand`: every command is a line in [`COMMANDS`].
//!
//! A command either looks, at a view of all articles, or acts, on what the session knows: one act after the other, in
//! message order, on a thread where it may wait for the disk. What the client has to do for an act is asked of it
//! afterwards; nothing waits for that.

use serde_json::Value;
use tower_lsp::jsonrpc::Error;

use super::progress::Reporter;
use super::session::Session;
use super::view::View;

pub mod acts;
mod answer;
mod arguments;
mod compare;
pub mod judge;
mod lists;

pub use answer::Done;
use answer::{invalid, to_value};
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
    ClientMessage(fn(&Reporter) -> Value),
}

/// Something that is done.
pub type Act = fn(&Session, &Arguments) -> Result<Done, Error>;

/// Every command, in the order of the documentation.
pub const COMMANDS: &[Command] = &[
    Command { name: "copydesk.setDate", run: Run::Act(acts::set_date) },
    Command { name: "copydesk.setOutlet", run: Run::Act(acts::set_outlet) },
    Command { name: "copydesk.setRole", run: Run::Act(acts::set_role) },
    Command { name: "copydesk.turnOn", run: Run::Act(acts::turn_on) },
    Command { name: "copydesk.judge", run: Run::Act(judge::judge) },
    Command { name: "copydesk.undo", run: Run::Act(judge::undo) },
    Command { name: "copydesk.redo", run: Run::Act(judge::redo) },
    Command { name: "copydesk.annotations", run: Run::Act(judge::annotations) },
    Command { name: "copydesk.status", run: Run::ClientMessage(|reporter| to_value(&reporter.status())) },
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
