//! What else a client can take: folds, selections, colors, links, lenses, hierarchies.

use lsp_types::*;

use super::legend::Legend;

/// How a client folds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Folding {
    /// Whole lines only.
    pub lines_only: bool,
    /// At most so many.
    pub limit: Option<u32>,
    /// What is folded may be told in a few words.
    pub collapsed_text: bool,
}

/// How a client takes semantic tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tokens {
    /// What it has names for.
    pub legend: Legend,
    /// For a range.
    pub range: bool,
    /// For a whole document.
    pub full: bool,
    /// As changes to the last.
    pub delta: bool,
}

/// The features that a client has announced; `None` and `false` for those that it has not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Features {
    /// `textDocument/foldingRange`
    pub folding: Option<Folding>,
    /// `textDocument/selectionRange`
    pub selection: bool,
    /// `textDocument/semanticTokens`
    pub tokens: Option<Tokens>,
    /// `textDocument/documentLink`
    pub links: bool,
    /// A link may have a tooltip.
    pub link_tooltips: bool,
    /// `textDocument/codeLens`
    pub lenses: bool,
    /// `copydesk.showReferences` is carried out by the client.
    pub shows_references: bool,
    /// `textDocument/prepareCallHierarchy`
    pub call_hierarchy: bool,
    /// `textDocument/prepareTypeHierarchy`
    pub type_hierarchy: bool,
    /// Semantic tokens can be asked to be fetched anew.
    pub refreshes_tokens: bool,
    /// Lenses can be asked to be fetched anew.
    pub refreshes_lenses: bool,
}

impl Features {
    /// Reads what the client says.
    pub fn new(capabilities: &ClientCapabilities) -> Self {
        let text = capabilities.text_document.as_ref();
        let workspace = capabilities.workspace.as_ref();
        let links = text.and_then(|text| text.document_link.as_ref());
        let promised = |what: &str| {
            let ours = capabilities.experimental.as_ref().and_then(|experimental| experimental.get("copydesk"));
            ours.and_then(|ours| ours.get(what)?.as_bool()).unwrap_or(false)
        };
        Self {
            folding: text.and_then(|text| text.folding_range.as_ref()).map(folding),
            selection: text.is_some_and(|text| text.selection_range.is_some()),
            tokens: text.and_then(|text| text.semantic_tokens.as_ref()).map(tokens),
            links: links.is_some(),
            link_tooltips: links.and_then(|links| links.tooltip_support).unwrap_or(false),
            lenses: text.is_some_and(|text| text.code_lens.is_some()),
            shows_references: promised("showReferences"),
            call_hierarchy: text.is_some_and(|text| text.call_hierarchy.is_some()),
            type_hierarchy: text.is_some_and(|text| text.type_hierarchy.is_some()),
            refreshes_tokens: workspace
                .and_then(|workspace| workspace.semantic_tokens.as_ref()?.refresh_support)
                .unwrap_or(false),
            refreshes_lenses: workspace
                .and_then(|workspace| workspace.code_lens.as_ref()?.refresh_support)
                .unwrap_or(false),
        }
    }

    /// Puts into the answer to `initialize` what the client has announced, and nothing else.
    pub fn advertise(&self, server: &mut ServerCapabilities) {
        let no_progress = WorkDoneProgressOptions::default();
        server.folding_range_provider = self.folding.map(|_| FoldingRangeProviderCapability::Simple(true));
        server.selection_range_provider = self.selection.then_some(SelectionRangeProviderCapability::Simple(true));
        server.semantic_tokens_provider = self.tokens.map(|tokens| {
            SemanticTokensServerCapabilities::SemanticTokensOptions(SemanticTokensOptions {
                work_done_progress_options: no_progress,
                legend: tokens.legend.to_proto(),
                range: tokens.range.then_some(true),
                full: tokens.full.then_some(SemanticTokensFullOptions::Delta { delta: Some(tokens.delta) }),
            })
        });
        server.document_link_provider = self
            .links
            .then_some(DocumentLinkOptions { resolve_provider: None, work_done_progress_options: no_progress });
        server.call_hierarchy_provider = self.call_hierarchy.then_some(CallHierarchyServerCapability::Simple(true));
        server.code_lens_provider = self.lenses.then_some(CodeLensOptions { resolve_provider: None });
    }
}

fn folding(folding: &FoldingRangeClientCapabilities) -> Folding {
    let collapsed_text = folding.folding_range.as_ref().and_then(|folding| folding.collapsed_text);
    Folding {
        lines_only: folding.line_folding_only.unwrap_or(false),
        limit: folding.range_limit,
        collapsed_text: collapsed_text.unwrap_or(false),
    }
}

fn tokens(tokens: &SemanticTokensClientCapabilities) -> Tokens {
    let (full, delta) = match &tokens.requests.full {
        None | Some(SemanticTokensFullOptions::Bool(false)) => (false, false),
        Some(SemanticTokensFullOptions::Bool(true)) => (true, false),
        Some(SemanticTokensFullOptions::Delta { delta }) => (true, delta.unwrap_or(false)),
    };
    Tokens {
        legend: Legend::new(&tokens.token_types, &tokens.token_modifiers),
        range: tokens.requests.range.unwrap_or(false),
        full,
        delta,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    /// What is advertised to a client with these capabilities, without what every client gets.
    fn advertised(capabilities: Value) -> Value {
        let mut server = ServerCapabilities::default();
        Features::new(&serde_json::from_value(capabilities).unwrap()).advertise(&mut server);
        serde_json::to_value(server).unwrap()
    }

    #[test]
    fn what_a_client_does_not_announce_is_not_offered() {
        assert_eq!(advertised(json!({})), json!({}));
        let tokens = json!({"requests": {"range": true, "full": false}, "tokenTypes": ["class", "string"],
            "tokenModifiers": [], "formats": ["relative"]});
        let all = json!({"textDocument": {"foldingRange": {}, "selectionRange": {}, "documentLink": {}, "codeLens": {},
            "semanticTokens": tokens}});
        let expected = json!({"foldingRangeProvider": true, "selectionRangeProvider": true, "documentLinkProvider": {},
            "codeLensProvider": {}, "semanticTokensProvider": {"range": true,
                "legend": {"tokenTypes": ["class", "string"], "tokenModifiers": []}}});
        assert_eq!(advertised(all), expected);
    }

    #[test]
    fn deltas_are_for_those_who_take_them() {
        let check = |full: Value, expected: Value| {
            let tokens = json!({"requests": {"full": full}, "tokenTypes": [], "tokenModifiers": [], "formats": []});
            let server = advertised(json!({"textDocument": {"semanticTokens": tokens}}));
            assert_eq!(server["semanticTokensProvider"]["full"], expected);
        };
        check(json!(true), json!({"delta": false}));
        check(json!({"delta": true}), json!({"delta": true}));
        check(json!(null), Value::Null);
    }
}
