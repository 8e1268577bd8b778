//! What a client sends, in our terms.

use std::path::PathBuf;

use lsp_types::notification::{DidChangeTextDocument, DidCloseTextDocument, DidOpenTextDocument, Notification};
use lsp_types::{InitializeParams, Position as LspPosition, Range};
use serde::Deserialize;
use serde_json::Value;
use tower_lsp::jsonrpc::Request;

use super::uri;
use crate::analysis::ArticleAnalysis;
use crate::text::{Encoding, Position, Span};

/// The byte offset of a client's position.
pub fn offset(analysis: &ArticleAnalysis, position: LspPosition, encoding: Encoding) -> u32 {
    analysis.lines.offset(&analysis.text, self::position(position), encoding)
}

/// The byte span of a client's range.
pub fn span(analysis: &ArticleAnalysis, range: Range, encoding: Encoding) -> Span {
    analysis.lines.span(&analysis.text, position(range.start), position(range.end), encoding)
}

fn position(position: LspPosition) -> Position {
    Position { line: position.line, character: position.character }
}

/// The workspace folders of `initialize`; those that are no files are left out. An old client names a single root.
#[allow(deprecated)]
pub fn folders(params: &InitializeParams) -> Vec<PathBuf> {
    match &params.workspace_folders {
        Some(folders) => folders.iter().filter_map(|folder| uri::local_path(folder.uri.as_str())).collect(),
        None => match &params.root_uri {
            Some(root) => uri::local_path(root.as_str()).into_iter().collect(),
            None => params.root_path.iter().map(PathBuf::from).collect(),
        },
    }
}

/// What a client's settings say of `copydesk.enable`: `Some(true)` for `always`, `None` when they are silent. They
/// come as `{"copydesk": {"enable": …}}`, as `{"copydesk.enable": …}` or as `{"enable": …}`.
pub fn enabled_always(settings: &Value) -> Option<bool> {
    let section = settings.get("copydesk").unwrap_or(settings);
    let enable = section.get("enable").or_else(|| settings.get("copydesk.enable"))?;
    match enable {
        Value::String(word) => Some(word == "always"),
        Value::Bool(always) => Some(*always),
        _ => None,
    }
}

/// What a client's settings say of `copydesk.annotator`: `Some(None)` where it is empty, `None` when they are silent.
pub fn annotator(settings: &Value) -> Option<Option<String>> {
    let section = settings.get("copydesk").unwrap_or(settings);
    let name = section.get("annotator").or_else(|| settings.get("copydesk.annotator"))?;
    let name = name.as_str().unwrap_or_default().trim();
    Some((!name.is_empty()).then(|| name.to_owned()))
}

/// True for the methods on which the text of open documents depends.
pub fn is_about_text(method: &str) -> bool {
    [DidOpenTextDocument::METHOD, DidChangeTextDocument::METHOD, DidCloseTextDocument::METHOD].contains(&method)
}

/// False for a message of [`is_about_text`] that will not reach its handler.
pub fn is_understood(message: &Request) -> bool {
    fn reads<N: Notification>(message: &Request) -> bool
    where
        N::Params: for<'de> Deserialize<'de>,
    {
        message.id().is_none()
            && message.params().is_some_and(|params| params.is_object() && N::Params::deserialize(params).is_ok())
    }
    match message.method() {
        DidOpenTextDocument::METHOD => reads::<DidOpenTextDocument>(message),
        DidChangeTextDocument::METHOD => reads::<DidChangeTextDocument>(message),
        DidCloseTextDocument::METHOD => reads::<DidCloseTextDocument>(message),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_setting_comes_with_its_section_or_without() {
        let check = |settings, expected| assert_eq!(enabled_always(&settings), expected, "{settings}");
        check(json!({"copydesk": {"enable": "always"}}), Some(true));
        check(json!({"enable": "always"}), Some(true));
        check(json!({"copydesk": {"enable": "workspace"}}), Some(false));
        check(json!({"copydesk.enable": "always"}), Some(true));
        check(json!({"enable": true}), Some(true));
        check(json!({"copydesk": {}}), None);
        check(json!(null), None);
        check(json!({"copydesk": "always"}), None);
    }

    #[test]
    fn folders_come_before_the_root() {
        let check = |params: Value, expected: &[&str]| {
            let mut params = params;
            params["capabilities"] = json!({});
            let params: InitializeParams = serde_json::from_value(params).unwrap();
            assert_eq!(folders(&params), expected.iter().map(PathBuf::from).collect::<Vec<_>>());
        };
        if uri::Style::HERE == uri::Style::Unix {
            check(
                json!({"rootUri": "file:///a", "workspaceFolders": [{"uri": "file:///b%20c", "name": "b"}]}),
                &["/b c"],
            );
            check(json!({"rootUri": "file:///a", "workspaceFolders": null}), &["/a"]);
            check(json!({"workspaceFolders": [{"uri": "vscode-vfs://github/x", "name": "x"}]}), &[]);
        }
        check(json!({"rootUri": null}), &[]);
    }
}
