//! Entities and events of the workspace, by name.

use super::NavigationTarget;
use crate::corpus::Snapshot;
use crate::model::EntityType;

/// What a symbol is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkspaceSymbolKind {
    /// An entity.
    Entity(EntityType),
    /// An event.
    Event,
}

/// A symbol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkspaceSymbol {
    /// Its name.
    pub name: String,
    /// What is shown beside it: the article's label.
    pub container: String,
    /// What it is.
    pub kind: WorkspaceSymbolKind,
    /// Where it is introduced.
    pub target: NavigationTarget,
}

/// Symbols whose name holds the letters of `query` in order, without regard to case; best first, at most `limit`.
pub fn workspace_symbol(_snapshot: &Snapshot, _query: &str, _limit: usize) -> Vec<WorkspaceSymbol> {
    Vec::new()
}
