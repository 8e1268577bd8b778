//! What a client can do for us: edit, open documents, offer code actions.

use lsp_types::*;

/// What of it the client has announced.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Acts {
    /// `workspace/applyEdit`
    pub applies_edits: bool,
    /// An edit may name the version that it is for.
    pub versioned_edits: bool,
    /// `window/showDocument`
    pub shows_documents: bool,
    /// The user is asked for what an act needs before it is sent.
    pub asks: bool,
    /// `textDocument/codeAction`; `None` when it is not announced.
    pub code_actions: Option<CodeActions>,
}

/// How a client takes code actions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CodeActions {
    /// As code actions; without, as bare commands.
    pub literals: bool,
    /// One may be marked as the one that is likely wanted.
    pub preferred: bool,
    /// One that cannot be carried out may say why.
    pub disabled: bool,
}

/// The kinds that are offered. Each ends in the last part of the command it stands for.
pub const KINDS: [&str; 6] = [
    "quickfix",
    "source.copydesk.date",
    "source.copydesk.outlet",
    "source.copydesk.role",
    "source.copydesk.on",
    "refactor.copydesk.judge",
];

impl Acts {
    /// Reads what the client says.
    pub fn new(capabilities: &ClientCapabilities) -> Self {
        let workspace = capabilities.workspace.as_ref();
        let text = capabilities.text_document.as_ref();
        let ours = capabilities.experimental.as_ref().and_then(|experimental| experimental.get("copydesk"));
        Self {
            asks: ours.and_then(|ours| ours.get("input")?.as_bool()).unwrap_or(false),
            applies_edits: workspace.and_then(|workspace| workspace.apply_edit).unwrap_or(false),
            versioned_edits: workspace
                .and_then(|workspace| workspace.workspace_edit.as_ref()?.document_changes)
                .unwrap_or(false),
            shows_documents: capabilities
                .window
                .as_ref()
                .and_then(|window| window.show_document.as_ref())
                .is_some_and(|show| show.support),
            code_actions: text.and_then(|text| text.code_action.as_ref()).map(|actions| CodeActions {
                literals: actions.code_action_literal_support.is_some(),
                preferred: actions.is_preferred_support.unwrap_or(false),
                disabled: actions.disabled_support.unwrap_or(false),
            }),
        }
    }

    /// The server's side of code actions.
    pub fn provider(&self) -> Option<CodeActionProviderCapability> {
        let actions = self.code_actions?;
        let kinds = KINDS.into_iter().map(CodeActionKind::from).collect();
        Some(if actions.literals {
            let options = CodeActionOptions { code_action_kinds: Some(kinds), ..CodeActionOptions::default() };
            CodeActionProviderCapability::Options(options)
        } else {
            CodeActionProviderCapability::Simple(true)
        })
    }
}
