//! Links, lenses, comparisons and families, in the protocol's terms.

use lsp_types::*;
use serde::Serialize;
use serde_json::{Value, json};

use super::super::view::View;
use super::{location, position, range};
use crate::corpus::{ArticleId, Place};
use crate::ide::call_hierarchy::{Call, Citing};
use crate::ide::code_lens::{CodeLens as Lens, CodeLensAct};
use crate::ide::compare::Compared;
use crate::ide::document_link::{DocumentLink as Link, LinkTarget};
use crate::ide::type_hierarchy::HierarchyItem;
use crate::text::Span;

/// The command of a lens that shows places.
pub const SHOW_REFERENCES: &str = "copydesk.showReferences";
/// The command of a lens that compares.
pub const COMPARE: &str = "copydesk.compare";

/// Links; one whose address is none is left out.
pub fn document_links(view: &View, article: ArticleId, found: Vec<Link>) -> Vec<DocumentLink> {
    let analysis = view.snapshot.analysis(article);
    let link = |link: Link| {
        let target = match link.target {
            LinkTarget::Address(address) => Url::parse(&address).ok()?,
            LinkTarget::Article(other) => view.uri(other)?,
        };
        let tooltip = link.tooltip.filter(|_| view.client.features.link_tooltips);
        let range = range(analysis, link.span, view.client.encoding);
        Some(DocumentLink { range, target: Some(target), tooltip, data: None })
    };
    found.into_iter().filter_map(link).collect()
}

/// Lenses. Who does not carry out our commands is shown where the statements differ: an answer to `copydesk.compare`
/// would be seen nowhere.
pub fn code_lenses(view: &View, article: ArticleId, found: Vec<Lens>) -> Vec<CodeLens> {
    let analysis = view.snapshot.analysis(article);
    let lens = |lens: Lens| {
        let start = position(analysis, lens.span.start, view.client.encoding);
        let uri = view.uri(article)?;
        let (command, arguments) = match &lens.act {
            CodeLensAct::Compare { other, .. } if view.client.features.shows_references => {
                (COMPARE, vec![json!({"uri": uri, "other": view.uri(*other)?})])
            }
            CodeLensAct::Places(places) | CodeLensAct::Compare { places, .. } => {
                let locations: Vec<Location> = places.iter().filter_map(|place| location(view, *place)).collect();
                (SHOW_REFERENCES, vec![json!(uri), json!(start), json!(locations)])
            }
        };
        let command = Command { title: lens.title, command: command.to_owned(), arguments: Some(arguments) };
        Some(CodeLens { range: Range { start, end: start }, command: Some(command), data: None })
    };
    found.into_iter().filter_map(lens).collect()
}

/// A statement in two articles.
#[derive(Clone, Debug, Serialize)]
pub struct ComparedStatement {
    here: Location,
    there: Location,
    /// The words here.
    words: String,
    differs: bool,
    text: String,
}

/// Statements side by side.
pub fn compared(view: &View, found: Vec<Compared>) -> Vec<ComparedStatement> {
    let statement = |one: Compared| {
        Some(ComparedStatement {
            here: location(view, one.here)?,
            there: location(view, one.there)?,
            words: view.snapshot.slice(one.here).split_whitespace().collect::<Vec<_>>().join(" "),
            differs: one.differs,
            text: one.text,
        })
    };
    found.into_iter().filter_map(statement).collect()
}

/// An event or a family of events; `None` when its article has no URI.
pub fn hierarchy_item(view: &View, item: HierarchyItem) -> Option<TypeHierarchyItem> {
    let Place { article, span } = item.target.focus;
    let analysis = view.snapshot.analysis(article);
    let range = |span: Span| range(analysis, span, view.client.encoding);
    Some(TypeHierarchyItem {
        name: item.name,
        kind: if item.family { SymbolKind::CLASS } else { SymbolKind::EVENT },
        tags: None,
        detail: Some(item.detail),
        uri: view.uri(article)?,
        range: range(item.target.full.join(span)),
        selection_range: range(span),
        data: Some(json!({"family": item.family})),
    })
}

/// True for an item that stands for a family.
pub fn is_family(item: &TypeHierarchyItem) -> bool {
    item.data.as_ref().and_then(|data| data.get("family")).and_then(Value::as_bool).unwrap_or(false)
}

/// Who is cited or cites; `None` when its article has no URI.
pub fn citing(view: &View, item: Citing) -> Option<CallHierarchyItem> {
    let Place { article, span } = item.target.focus;
    let analysis = view.snapshot.analysis(article);
    let range = |span: Span| range(analysis, span, view.client.encoding);
    Some(CallHierarchyItem {
        name: item.name,
        kind: if item.article { SymbolKind::FILE } else { SymbolKind::OBJECT },
        tags: None,
        detail: Some(item.detail),
        uri: view.uri(article)?,
        range: range(item.target.full.join(span)),
        selection_range: range(span),
        data: Some(json!({"article": item.article})),
    })
}

/// True for an item that stands for an article.
pub fn is_article(item: &CallHierarchyItem) -> bool {
    item.data.as_ref().and_then(|data| data.get("article")).and_then(Value::as_bool).unwrap_or(false)
}

/// Who relies on a source.
pub fn incoming(view: &View, found: Vec<Call>) -> Vec<CallHierarchyIncomingCall> {
    let call = |call: Call| {
        let from_ranges = places(view, &call);
        Some(CallHierarchyIncomingCall { from: citing(view, call.other)?, from_ranges })
    };
    found.into_iter().filter_map(call).collect()
}

/// Whom a source of `article` cites. Places are told in the article of the one who cites: those of another article
/// would be shown in the wrong one.
pub fn outgoing(view: &View, article: ArticleId, found: Vec<Call>) -> Vec<CallHierarchyOutgoingCall> {
    let call = |call: Call| {
        let from_ranges = if call.article == article { places(view, &call) } else { Vec::new() };
        Some(CallHierarchyOutgoingCall { to: citing(view, call.other)?, from_ranges })
    };
    found.into_iter().filter_map(call).collect()
}

fn places(view: &View, call: &Call) -> Vec<Range> {
    let analysis = view.snapshot.analysis(call.article);
    call.places.iter().map(|span| range(analysis, *span, view.client.encoding)).collect()
}
