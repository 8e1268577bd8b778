//! What the client can take, and what the server says it can do.

use lsp_types::*;

use crate::text::Encoding;

pub mod acts;
pub mod features;
pub mod legend;

use acts::Acts;
use features::Features;

/// What of the client's capabilities matters here, with the protocol's default where it is silent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClientCapabilities {
    /// How positions count.
    pub encoding: Encoding,
    /// Hovers may be Markdown.
    pub markdown_hover: bool,
    /// `textDocument/definition` may answer with links.
    pub definition_links: bool,
    /// `textDocument/implementation` may answer with links.
    pub implementation_links: bool,
    /// Outlines may be trees.
    pub symbol_tree: bool,
    /// Diagnostics may have related places.
    pub related_information: bool,
    /// Diagnostics may name their document's version.
    pub diagnostic_version: bool,
    /// A diagnostic's code may be a link.
    pub code_description: bool,
    /// Diagnostics may carry data.
    pub diagnostic_data: bool,
    /// A diagnostic may be tagged as unnecessary.
    pub unnecessary_tag: bool,
    /// Files can be watched for us.
    pub watches_files: bool,
    /// Files can be watched in a folder that is named.
    pub relative_globs: bool,
    /// What the user does to files in the editor can be told: that they are made, renamed, deleted.
    pub file_operations: [bool; 3],
    /// Settings can be asked for.
    pub configuration: bool,
    /// Hints can be asked to be fetched anew.
    pub refreshes_hints: bool,
    /// Progress that nobody asked for can be shown.
    pub work_done_progress: bool,
    /// `copydesk/status` is known.
    pub status: bool,
    /// What it announces of folds, selections, colors, links, lenses and hierarchies.
    pub features: Features,
    /// What it does for us.
    pub acts: Acts,
}

impl ClientCapabilities {
    /// Reads what the client says.
    pub fn new(capabilities: &lsp_types::ClientCapabilities) -> Self {
        let text = capabilities.text_document.as_ref();
        let workspace = capabilities.workspace.as_ref();
        let ours = capabilities.experimental.as_ref().and_then(|experimental| experimental.get("copydesk"));
        let promised = |what: &str| ours.and_then(|ours| ours.get(what)?.as_bool()).unwrap_or(false);
        let diagnostics = text.and_then(|text| text.publish_diagnostics.as_ref());
        let links = |of: Option<&GotoCapability>| of.and_then(|goto| goto.link_support) == Some(true);
        Self {
            encoding: encoding(capabilities),
            markdown_hover: text
                .and_then(|text| text.hover.as_ref()?.content_format.as_ref())
                .is_some_and(|formats| formats.contains(&MarkupKind::Markdown)),
            definition_links: links(text.and_then(|text| text.definition.as_ref())),
            implementation_links: links(text.and_then(|text| text.implementation.as_ref())),
            symbol_tree: text
                .and_then(|text| text.document_symbol.as_ref()?.hierarchical_document_symbol_support)
                .unwrap_or(false),
            related_information: diagnostics.and_then(|one| one.related_information).unwrap_or(false),
            diagnostic_version: diagnostics.and_then(|one| one.version_support).unwrap_or(false),
            code_description: diagnostics.and_then(|one| one.code_description_support).unwrap_or(false),
            diagnostic_data: diagnostics.and_then(|one| one.data_support).unwrap_or(false),
            unnecessary_tag: diagnostics
                .and_then(|one| one.tag_support.as_ref())
                .is_some_and(|tags| tags.value_set.contains(&DiagnosticTag::UNNECESSARY)),
            watches_files: workspace
                .and_then(|workspace| workspace.did_change_watched_files?.dynamic_registration)
                .unwrap_or(false),
            relative_globs: workspace
                .and_then(|workspace| workspace.did_change_watched_files?.relative_pattern_support)
                .unwrap_or(false),
            file_operations: workspace
                .and_then(|workspace| workspace.file_operations.as_ref())
                .map_or([false; 3], |can| {
                    [can.did_create, can.did_rename, can.did_delete].map(|one| one.unwrap_or(false))
                }),
            configuration: workspace.and_then(|workspace| workspace.configuration).unwrap_or(false),
            refreshes_hints: workspace
                .and_then(|workspace| workspace.inlay_hint.as_ref()?.refresh_support)
                .unwrap_or(false),
            work_done_progress: capabilities
                .window
                .as_ref()
                .and_then(|window| window.work_done_progress)
                .unwrap_or(false),
            status: promised("status"),
            features: Features::new(capabilities),
            acts: Acts::new(capabilities),
        }
    }
}

/// The first encoding of the client's list that is known here; UTF-16 when there is none.
fn encoding(capabilities: &lsp_types::ClientCapabilities) -> Encoding {
    let offered = capabilities.general.as_ref().and_then(|general| general.position_encodings.as_ref());
    let known = |kind: &PositionEncodingKind| match kind.as_str() {
        "utf-8" => Some(Encoding::Utf8),
        "utf-16" => Some(Encoding::Utf16),
        "utf-32" => Some(Encoding::Utf32),
        _ => None,
    };
    offered.and_then(|kinds| kinds.iter().find_map(known)).unwrap_or_default()
}

/// The answer to `initialize`. `commands`: the names of those that can be executed.
pub fn initialize_result(client: &ClientCapabilities, commands: Vec<String>) -> InitializeResult {
    InitializeResult {
        capabilities: server_capabilities(client, commands),
        server_info: Some(ServerInfo {
            name: "copydesk".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
    }
}

/// Adds to the answer what lsp-types has no place for.
pub fn amend(client: &ClientCapabilities, result: &mut serde_json::Value) {
    let server = result.get_mut("capabilities").and_then(serde_json::Value::as_object_mut);
    if let (true, Some(server)) = (client.features.type_hierarchy, server) {
        server.insert("typeHierarchyProvider".to_owned(), true.into());
    }
}

fn server_capabilities(client: &ClientCapabilities, commands: Vec<String>) -> ServerCapabilities {
    let encoding = match client.encoding {
        Encoding::Utf8 => PositionEncodingKind::UTF8,
        Encoding::Utf16 => PositionEncodingKind::UTF16,
        Encoding::Utf32 => PositionEncodingKind::UTF32,
    };
    let mut server = ServerCapabilities {
        position_encoding: Some(encoding),
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(TextDocumentSyncSaveOptions::Supported(true)),
            ..TextDocumentSyncOptions::default()
        })),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        definition_provider: Some(OneOf::Left(true)),
        implementation_provider: Some(ImplementationProviderCapability::Simple(true)),
        references_provider: Some(OneOf::Left(true)),
        document_highlight_provider: Some(OneOf::Left(true)),
        document_symbol_provider: Some(OneOf::Left(true)),
        workspace_symbol_provider: Some(OneOf::Left(true)),
        inlay_hint_provider: Some(OneOf::Left(true)),
        code_action_provider: client.acts.provider(),
        // Clients run the commands of code actions and lenses without saying that they can, as Neovim does.
        execute_command_provider: Some(ExecuteCommandOptions { commands, ..ExecuteCommandOptions::default() }),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            file_operations: file_operations(client),
        }),
        ..ServerCapabilities::default()
    };
    client.features.advertise(&mut server);
    server
}

/// Files and folders of this machine: what they are is looked up.
fn file_operations(client: &ClientCapabilities) -> Option<WorkspaceFileOperationsServerCapabilities> {
    let pattern = FileOperationPattern { glob: "**/*".to_owned(), matches: None, options: None };
    let filter = FileOperationFilter { scheme: Some("file".to_owned()), pattern };
    let [did_create, did_rename, did_delete] = client
        .file_operations
        .map(|told| told.then(|| FileOperationRegistrationOptions { filters: vec![filter.clone()] }));
    client.file_operations.contains(&true).then(|| WorkspaceFileOperationsServerCapabilities {
        did_create,
        did_rename,
        did_delete,
        ..WorkspaceFileOperationsServerCapabilities::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_first_encoding_that_is_known_is_taken() {
        let check = |offered: serde_json::Value, expected| {
            let capabilities = serde_json::from_value(json!({"general": {"positionEncodings": offered}})).unwrap();
            assert_eq!(ClientCapabilities::new(&capabilities).encoding, expected);
        };
        check(json!(["utf-8", "utf-16"]), Encoding::Utf8);
        check(json!(["utf-7", "utf-32", "utf-8"]), Encoding::Utf32);
        check(json!(["utf-16"]), Encoding::Utf16);
        check(json!([]), Encoding::Utf16);
        check(json!(null), Encoding::Utf16);
    }

    #[test]
    fn a_client_that_says_nothing_gets_nothing_special() {
        let capabilities = lsp_types::ClientCapabilities::default();
        assert_eq!(ClientCapabilities::new(&capabilities), ClientCapabilities::default());
    }
}
