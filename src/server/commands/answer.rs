//! What a command answers: what came of it, or why it cannot be done.

use lsp_types::{Location, ShowDocumentParams, Url, WorkspaceEdit};
use serde_json::Value;
use tower_lsp::jsonrpc::{Error, ErrorCode};

use super::super::journal::Entry;
use super::super::uri;
use crate::store::settings::Refused;
use crate::text::escaped_path;

/// What came of an act.
#[derive(Debug, Default)]
pub struct Done {
    /// The answer.
    pub answer: Value,
    /// An edit of an open document.
    pub edit: Option<WorkspaceEdit>,
    /// What is to be noted in the journal, once the client has taken the edit if there is one.
    pub entry: Option<Entry>,
    /// A place to open, once that is done.
    pub show: Option<Location>,
}

/// An answer of plain data.
pub(super) fn to_value(answer: &impl serde::Serialize) -> Value {
    serde_json::to_value(answer).unwrap_or_default()
}

/// The arguments are wrong.
pub(super) fn invalid(message: impl Into<String>) -> Error {
    Error::invalid_params(message.into())
}

/// The arguments are right, but it cannot be done.
pub(super) fn refused(message: impl Into<String>) -> Error {
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
pub(super) fn place_in_words(uri: &Url, line: u32) -> String {
    let path = uri::local_path(uri.as_str()).map_or_else(|| uri.to_string(), |path| escaped_path(&path));
    format!("line {} of {path}", line + 1)
}
