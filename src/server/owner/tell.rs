//! What the owner of the corpus has to tell the client.

use std::sync::Arc;

use lsp_types::{Diagnostic, Url};

use super::super::reading::Reading;
use super::super::status::Status;
use super::super::watch::Watched;

/// What is to be told to the client, unasked.
#[derive(Debug)]
pub enum ClientMessage {
    /// The diagnostics of a document.
    Diagnostics {
        /// Which.
        uri: Url,
        /// All of them.
        diagnostics: Vec<Diagnostic>,
        /// Of which version.
        version: Option<i32>,
    },
    /// A line for the client's log.
    Log(String),
    /// A sentence for the user.
    Warn(String),
    /// Something may have changed without an edit.
    Refresh(Refresh),
    /// These folders are to be watched.
    Watch(Watched),
    /// A reading of the workspace has come further; so much stood before it.
    Reading(Arc<Reading>, Arc<Status>),
    /// Nothing is being read any more, and this is what stands.
    Rest(Status),
}

/// What an editor is to ask for anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refresh {
    /// Inlay hints.
    Hints,
    /// Semantic tokens.
    Tokens,
    /// Code lenses.
    Lenses,
}
