//! What leads from an article to the others: links, lenses, comparisons, families of events.

use lsp_types::*;

use super::super::to_proto::coverage as to_proto;
use super::super::uri::{self, Style};
use super::super::view::View;
use super::place;
use crate::corpus::ArticleId;
use crate::ide::{call_hierarchy, code_lens, compare, document_link, type_hierarchy};

/// `textDocument/documentLink`
pub fn document_links(view: &View, article: ArticleId) -> Vec<DocumentLink> {
    to_proto::document_links(view, article, document_link::document_link(&view.snapshot, article))
}

/// `textDocument/codeLens`
pub fn code_lenses(view: &View, article: ArticleId) -> Vec<CodeLens> {
    to_proto::code_lenses(view, article, code_lens::code_lens(&view.snapshot, article))
}

/// `copydesk.compare`; a sentence when one of the two is no article here.
pub fn compared(view: &View, here: &str, there: &str) -> Result<Vec<to_proto::ComparedStatement>, String> {
    let article = |uri: &str| {
        let missing = || format!("{uri} is no article of this workspace, so there is nothing to compare");
        view.article(&uri::key(uri, Style::HERE)).ok_or_else(missing)
    };
    let (here, there) = (article(here)?, article(there)?);
    Ok(to_proto::compared(view, compare::compare(&view.snapshot, here, there)))
}

/// `textDocument/prepareTypeHierarchy`
pub fn prepare_hierarchy(view: &View, article: ArticleId, position: Position) -> Option<Vec<TypeHierarchyItem>> {
    let event = type_hierarchy::prepare(&view.snapshot, place(view, article, position))?;
    Some(vec![to_proto::hierarchy_item(view, event)?])
}

/// `typeHierarchy/supertypes`: the family of an event; a family has none.
pub fn supertypes(view: &View, article: ArticleId, item: &TypeHierarchyItem) -> Vec<TypeHierarchyItem> {
    if to_proto::is_family(item) {
        return Vec::new();
    }
    let family = type_hierarchy::family(&view.snapshot, place(view, article, item.selection_range.start));
    family.and_then(|family| to_proto::hierarchy_item(view, family)).into_iter().collect()
}

/// `typeHierarchy/subtypes`: the events of a family; an event has none.
pub fn subtypes(view: &View, article: ArticleId, item: &TypeHierarchyItem) -> Vec<TypeHierarchyItem> {
    if !to_proto::is_family(item) {
        return Vec::new();
    }
    let place = place(view, article, item.selection_range.start);
    let events = type_hierarchy::events_of_family(&view.snapshot, place);
    events.into_iter().filter_map(|event| to_proto::hierarchy_item(view, event)).collect()
}

/// `textDocument/prepareCallHierarchy`: the source at a position.
pub fn prepare_citing(view: &View, article: ArticleId, position: Position) -> Option<Vec<CallHierarchyItem>> {
    let source = call_hierarchy::prepare(&view.snapshot, place(view, article, position))?;
    Some(vec![to_proto::citing(view, source)?])
}

/// `callHierarchy/incomingCalls`: the articles and sources that rely on a source; nobody here relies on an article.
pub fn incoming(view: &View, article: ArticleId, item: &CallHierarchyItem) -> Vec<CallHierarchyIncomingCall> {
    if to_proto::is_article(item) {
        return Vec::new();
    }
    let place = place(view, article, item.selection_range.start);
    to_proto::incoming(view, call_hierarchy::incoming(&view.snapshot, place))
}

/// `callHierarchy/outgoingCalls`: whom a source, or an article, cites.
pub fn outgoing(view: &View, article: ArticleId, item: &CallHierarchyItem) -> Vec<CallHierarchyOutgoingCall> {
    let found = if to_proto::is_article(item) {
        call_hierarchy::outgoing_of_article(&view.snapshot, article)
    } else {
        call_hierarchy::outgoing(&view.snapshot, place(view, article, item.selection_range.start))
    };
    to_proto::outgoing(view, article, found)
}
