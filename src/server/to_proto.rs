//! What the features answer, in the protocol's terms.

use lsp_types::*;

use super::capabilities::ClientCapabilities;
use super::view::View;
use crate::analysis::ArticleAnalysis;
use crate::corpus::ArticleId;
use crate::ide;
use crate::model::EntityType;
use crate::text::Span;

pub mod coverage;
pub mod diagnostic;
pub mod markdown;
mod place;
pub mod structure;

pub use place::{location, position, range};

/// Targets with the words that were asked about, or as plain locations when the client takes no links.
pub fn goto(view: &View, article: ArticleId, found: ide::Navigation, links: bool) -> Option<GotoDefinitionResponse> {
    if found.targets.is_empty() {
        return None;
    }
    if !links {
        return Some(GotoDefinitionResponse::Array(locations(view, &found)));
    }
    let encoding = view.client.encoding;
    let origin = range(view.snapshot.analysis(article), found.origin, encoding);
    let link = |target: &ide::NavigationTarget| {
        let analysis = view.snapshot.analysis(target.focus.article);
        Some(LocationLink {
            origin_selection_range: Some(origin),
            target_uri: view.uri(target.focus.article)?,
            // What is shown around the target holds it: clients refuse anything else.
            target_range: range(analysis, target.full.join(target.focus.span), encoding),
            target_selection_range: range(analysis, target.focus.span, encoding),
        })
    };
    Some(GotoDefinitionResponse::Link(found.targets.iter().filter_map(link).collect()))
}

/// Targets as plain locations.
pub fn locations(view: &View, found: &ide::Navigation) -> Vec<Location> {
    found.targets.iter().filter_map(|target| location(view, target.focus)).collect()
}

/// A hover, in Markdown where the client shows it.
pub fn hover(view: &View, article: ArticleId, found: &ide::hover::Hover) -> Hover {
    let (kind, value) = if view.client.markdown_hover {
        (MarkupKind::Markdown, markdown::render(view, &found.markup))
    } else {
        (MarkupKind::PlainText, found.markup.plain())
    };
    let analysis = view.snapshot.analysis(article);
    Hover {
        contents: HoverContents::Markup(MarkupContent { kind, value }),
        range: Some(range(analysis, found.span, view.client.encoding)),
    }
}

/// An outline: a tree, or flat for a client that knows no trees.
pub fn document_symbols(
    view: &View,
    article: ArticleId,
    found: &[ide::document_symbol::DocumentSymbol],
) -> Option<DocumentSymbolResponse> {
    let analysis = view.snapshot.analysis(article);
    if view.client.symbol_tree {
        let tree = found.iter().map(|symbol| document_symbol(analysis, symbol, &view.client)).collect();
        return Some(DocumentSymbolResponse::Nested(tree));
    }
    let uri = view.uri(article)?;
    let mut flat = Vec::new();
    let mut open: Vec<(&ide::document_symbol::DocumentSymbol, Option<&str>)> =
        found.iter().rev().map(|symbol| (symbol, None)).collect();
    while let Some((symbol, container)) = open.pop() {
        let location = Location { uri: uri.clone(), range: range(analysis, symbol.full, view.client.encoding) };
        let name = name_of(&symbol.name);
        flat.push(symbol_information(name, symbol_kind(symbol.kind), location, container.map(str::to_owned)));
        open.extend(symbol.children.iter().rev().map(|child| (child, Some(symbol.name.as_str()))));
    }
    Some(DocumentSymbolResponse::Flat(flat))
}

#[allow(deprecated)]
fn document_symbol(
    analysis: &ArticleAnalysis,
    symbol: &ide::document_symbol::DocumentSymbol,
    client: &ClientCapabilities,
) -> DocumentSymbol {
    let children: Vec<_> = symbol.children.iter().map(|child| document_symbol(analysis, child, client)).collect();
    DocumentSymbol {
        name: name_of(&symbol.name),
        detail: symbol.detail.clone(),
        kind: symbol_kind(symbol.kind),
        tags: None,
        deprecated: None,
        range: range(analysis, symbol.full.join(symbol.focus), client.encoding),
        selection_range: range(analysis, symbol.focus, client.encoding),
        children: (!children.is_empty()).then_some(children),
    }
}

/// Clients refuse a symbol without a name.
fn name_of(name: &str) -> String {
    if name.trim().is_empty() { "…".to_owned() } else { name.to_owned() }
}

/// The protocol knows programs only; these are the nearest whose icons tell the kinds apart.
fn symbol_kind(kind: ide::document_symbol::DocumentSymbolKind) -> SymbolKind {
    use ide::document_symbol::DocumentSymbolKind as Kind;
    match kind {
        Kind::Zone => SymbolKind::NAMESPACE,
        Kind::Paragraph => SymbolKind::STRING,
        Kind::Quotation => SymbolKind::FIELD,
    }
}

#[allow(deprecated)]
fn symbol_information(
    name: String,
    kind: SymbolKind,
    location: Location,
    container_name: Option<String>,
) -> SymbolInformation {
    SymbolInformation { name, kind, tags: None, deprecated: None, location, container_name }
}

/// Entities and events.
pub fn workspace_symbols(view: &View, found: Vec<ide::workspace_symbol::WorkspaceSymbol>) -> Vec<SymbolInformation> {
    use ide::workspace_symbol::WorkspaceSymbolKind as Kind;
    let symbols = found.into_iter().filter_map(|symbol| {
        let kind = match symbol.kind {
            Kind::Event | Kind::Entity(EntityType::Event) => SymbolKind::EVENT,
            Kind::Entity(EntityType::Person) => SymbolKind::CLASS,
            Kind::Entity(EntityType::Organization) => SymbolKind::MODULE,
            Kind::Entity(EntityType::Place) => SymbolKind::NAMESPACE,
            Kind::Entity(EntityType::Group) => SymbolKind::ENUM,
            Kind::Entity(EntityType::Product) => SymbolKind::OBJECT,
            Kind::Entity(EntityType::Other) => SymbolKind::CONSTANT,
        };
        let location = location(view, symbol.target.focus)?;
        Some(symbol_information(name_of(&symbol.name), kind, location, Some(symbol.container)))
    });
    symbols.collect()
}

/// Highlights.
pub fn document_highlights(view: &View, article: ArticleId, found: &[Span]) -> Vec<DocumentHighlight> {
    let analysis = view.snapshot.analysis(article);
    let highlight = |span: &Span| DocumentHighlight {
        range: range(analysis, *span, view.client.encoding),
        kind: Some(DocumentHighlightKind::TEXT),
    };
    found.iter().map(highlight).collect()
}

/// Hints.
pub fn inlay_hints(view: &View, article: ArticleId, found: Vec<ide::inlay_hints::InlayHint>) -> Vec<InlayHint> {
    let analysis = view.snapshot.analysis(article);
    let hints = found.into_iter().map(|hint| {
        let tooltip = Some(hint.tooltip).filter(|tooltip| !tooltip.is_empty());
        let target = hint.target.and_then(|place| location(view, place));
        let (label, outer_tooltip) = match target {
            None => (InlayHintLabel::String(hint.label), tooltip.map(InlayHintTooltip::String)),
            Some(location) => {
                let part = InlayHintLabelPart {
                    value: hint.label,
                    tooltip: tooltip.map(InlayHintLabelPartTooltip::String),
                    location: Some(location),
                    command: None,
                };
                (InlayHintLabel::LabelParts(vec![part]), None)
            }
        };
        InlayHint {
            position: position(analysis, hint.offset, view.client.encoding),
            label,
            kind: Some(match hint.kind {
                ide::inlay_hints::InlayHintKind::Date => InlayHintKind::TYPE,
                ide::inlay_hints::InlayHintKind::Speaker => InlayHintKind::PARAMETER,
            }),
            text_edits: None,
            tooltip: outer_tooltip,
            padding_left: Some(true),
            padding_right: None,
            data: None,
        }
    });
    hints.collect()
}
