//! Requests about a view: decode, ask `ide`, encode.

use lsp_types::*;

use super::view::View;
use super::{from_proto, to_proto};
use crate::corpus::ArticleId;
use crate::ide::{self, FilePosition};

pub mod coverage;
pub mod code_actions;
pub mod structure;

/// A list of symbols is for choosing from: nobody scrolls further.
const MAX_SYMBOLS: usize = 200;

fn place(view: &View, article: ArticleId, position: Position) -> FilePosition {
    let offset = from_proto::offset(view.snapshot.analysis(article), position, view.client.encoding);
    FilePosition { article, offset }
}

/// `textDocument/hover`
pub fn hover(view: &View, article: ArticleId, position: Position) -> Option<Hover> {
    let found = ide::hover::hover(&view.snapshot, place(view, article, position))?;
    Some(to_proto::hover(view, article, &found))
}

/// `textDocument/definition`
pub fn definition(view: &View, article: ArticleId, position: Position) -> Option<GotoDefinitionResponse> {
    let found = ide::goto_definition::goto_definition(&view.snapshot, place(view, article, position))?;
    to_proto::goto(view, article, found, view.client.definition_links)
}

/// `textDocument/implementation`
pub fn implementation(view: &View, article: ArticleId, position: Position) -> Option<GotoDefinitionResponse> {
    let found = ide::goto_implementation::goto_implementation(&view.snapshot, place(view, article, position))?;
    to_proto::goto(view, article, found, view.client.implementation_links)
}

/// `textDocument/references`; the protocol knows no links here.
pub fn references(view: &View, article: ArticleId, position: Position) -> Option<Vec<Location>> {
    let found = ide::references::references(&view.snapshot, place(view, article, position))?;
    Some(to_proto::locations(view, &found))
}

/// `textDocument/documentHighlight`
pub fn highlights(view: &View, article: ArticleId, position: Position) -> Option<Vec<DocumentHighlight>> {
    let found = ide::document_highlight::document_highlight(&view.snapshot, place(view, article, position));
    Some(to_proto::document_highlights(view, article, &found))
}

/// `textDocument/documentSymbol`
pub fn document_symbols(view: &View, article: ArticleId) -> Option<DocumentSymbolResponse> {
    let found = ide::document_symbol::document_symbol(&view.snapshot, article);
    to_proto::document_symbols(view, article, &found)
}

/// `workspace/symbol`
pub fn workspace_symbols(view: &View, query: &str) -> Vec<SymbolInformation> {
    to_proto::workspace_symbols(view, ide::workspace_symbol::workspace_symbol(&view.snapshot, query, MAX_SYMBOLS))
}

/// `textDocument/inlayHint`
pub fn inlay_hints(view: &View, article: ArticleId, range: Range) -> Vec<InlayHint> {
    let span = from_proto::span(view.snapshot.analysis(article), range, view.client.encoding);
    let found = ide::inlay_hints::inlay_hints(&view.snapshot, article, span);
    to_proto::inlay_hints(view, article, found)
}
