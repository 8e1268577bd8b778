//! Edits that cannot be understood: from then on the server's text is not the editor's, and nothing is answered from it
//! until the whole text comes again.

use std::path::Path;

use serde_json::{Value, json};

use super::client::{Client, HOME, Setup, folder, notification, uri_of};
use super::wire;

/// A claim that a rule speaks of.
const CLAIM: &str = "The minister has reportedly left.\n";

/// What a client sends in the place of an edit of `uri`, by name; true when nobody can tell which document it means.
fn broken(uri: &str) -> Vec<(&'static str, Vec<u8>, bool)> {
    let at = |character: Value| json!({"line": 0, "character": character});
    let edit = |character: Value| json!({"range": {"start": at(character), "end": at(json!(0))}, "text": "x"});
    let params = |version: Value, change: Value| json!({"textDocument": {"uri": uri, "version": version}, "contentChanges": [change]});
    let good = edit(json!(0));
    let change = |params: Value| wire::frame(&notification("textDocument/didChange", params));
    let of_version = |version: Value| change(params(version, good.clone()));
    let of_change = |edit: Value| change(params(json!(2), edit));
    let with = |key: &str, value: Value| {
        let mut message = notification("textDocument/didChange", params(json!(2), good.clone()));
        message[key] = value;
        wire::frame(&message)
    };
    let nowhere = |identifier: Value| change(json!({"textDocument": identifier, "contentChanges": [good]}));
    let raw = |body: String| wire::raw_frame(body.as_bytes());
    let text = "x".repeat(5000);
    let whole = params(json!(2), json!({"text": text}));
    let sorted = format!("{{\"jsonrpc\":\"2.0\",\"params\":{whole},\"method\":\"textDocument/didChange\"}}");
    let hidden = format!("{{\"a\":\"{text}\",\"params\":{whole},\"b\":\"{text}\"}}");
    let half =
        raw(format!("{{\"method\":\"textDocument/didChange\",\"params\":{{\"textDocument\":{{\"uri\":\"{uri}\",}}"));
    let mut too_long = of_version(json!(2));
    let body = too_long.split_off(too_long.iter().position(|&byte| byte == b'{').unwrap());
    let too_long = [format!("Content-Length: {}\r\n\r\n", body.len() + 1).as_bytes(), &body[..]].concat();
    let too_short = [format!("Content-Length: {}\r\n\r\n", body.len() - 1).as_bytes(), &body[..]].concat();
    vec![
        ("version null", of_version(Value::Null), false),
        ("no version", change(json!({"textDocument": {"uri": uri}, "contentChanges": [good]})), false),
        ("version \"2\"", of_version(json!("2")), false),
        ("version 2.5", of_version(json!(2.5)), false),
        ("version above i32", of_version(json!(1_i64 << 31)), false),
        ("character -1", of_change(edit(json!(-1))), false),
        ("character 3.0", of_change(edit(json!(3.0))), false),
        ("character 2^32", of_change(edit(json!(1_i64 << 32))), false),
        ("no character", of_change(json!({"range": {"start": {"line": 0}, "end": at(json!(0))}, "text": "x"})), false),
        ("half a range", of_change(json!({"range": {"start": at(json!(0))}, "text": "x"})), false),
        ("no text", of_change(json!({"range": {"start": at(json!(0)), "end": at(json!(0))}})), false),
        ("text null", of_change(json!({"text": null})), false),
        ("no changes", change(json!({"textDocument": {"uri": uri, "version": 2}})), false),
        ("params as a list", change(json!([params(json!(2), good.clone())])), false),
        ("params as their values", change(json!([{"uri": uri, "version": 2}, [good]])), false),
        ("params as text", change(json!("x")), true),
        ("with an id", with("id", json!("edit")), false),
        ("with the id null", with("id", Value::Null), false),
        ("a list of messages", raw(format!("[{}]", notification("textDocument/didChange", whole.clone()))), false),
        ("no uri", nowhere(json!({"version": 2})), true),
        ("a uri that is none", nowhere(json!({"uri": "a.txt", "version": 2})), true),
        ("too large, its method last", raw(sorted), false),
        ("too large, its method and its document hidden", raw(hidden), true),
        ("no JSON", half, false),
        ("broken off", b"Content-Length: 900\r\n\r\n{\"jsonrpc\":\"2.0\",\"met".to_vec(), true),
        ("too short a length", too_short, false),
        ("too long a length", [&too_long[..], b"Content-Length: 2\r\n\r\n{}"].concat(), false),
    ]
}

async fn claims(client: &mut Client, path: &Path) -> usize {
    client.diagnostics(path, |_| true).await["diagnostics"].as_array().unwrap().len()
}

async fn text(client: &mut Client, path: &Path) -> Value {
    client.request("copydesk/text", json!({"textDocument": {"uri": uri_of(path)}})).await
}

/// True when something is said of the first line.
async fn says(client: &mut Client, path: &Path) -> bool {
    let document = json!({"uri": uri_of(path)});
    let position = json!({"line": 0, "character": 5});
    let at = json!({"textDocument": document, "position": position});
    let lines = json!({"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}});
    let mut said = false;
    for (method, params) in [
        ("textDocument/documentSymbol", json!({"textDocument": document})),
        ("textDocument/hover", at.clone()),
        ("textDocument/definition", at.clone()),
        (
            "textDocument/references",
            json!({"textDocument": document, "position": position, "context": {"includeDeclaration": true}}),
        ),
        ("textDocument/documentHighlight", at.clone()),
        ("textDocument/inlayHint", json!({"textDocument": document, "range": lines})),
        ("textDocument/foldingRange", json!({"textDocument": document})),
        ("textDocument/selectionRange", json!({"textDocument": document, "positions": [position]})),
        ("textDocument/codeLens", json!({"textDocument": document})),
        ("textDocument/codeAction", json!({"textDocument": document, "range": lines, "context": {"diagnostics": []}})),
    ] {
        let answer = client.request(method, params).await;
        said |= answer.as_array().map_or(!answer.is_null(), |list| !list.is_empty());
    }
    let symbols = client.request("workspace/symbol", json!({"query": ""})).await;
    said | symbols.as_array().unwrap().iter().any(|symbol| symbol["location"]["uri"] == uri_of(path).as_str())
}

/// The number of warnings so far.
fn warnings(heard: &[Value], about: &str) -> usize {
    let warns = |message: &&Value| {
        let words = message["params"]["message"].as_str().unwrap_or_default();
        message["method"] == "window/showMessage" && words.contains(about)
    };
    heard.iter().filter(warns).count()
}

/// VS Code reverts and closes in one step: what reverting has changed comes after the end.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_that_comes_after_its_document_was_closed_is_none() {
    let (_dir, at) = folder(&[HOME, ("a.txt", "Of the disk.")]);
    let mut client = Client::start(Setup::able(&at(""))).await;
    client.open(&at("a.txt"), 1, CLAIM).await;
    client.replace(&at("a.txt"), 2, "Of the buffer.").await;
    client.until_outline(&at("a.txt"), &["Of the buffer."]).await;
    client.close(&at("a.txt")).await;
    let start = json!({"line": 0, "character": 0});
    let edit = json!([{"range": {"start": start, "end": start}, "text": "x"}]);
    client.change(&at("a.txt"), 3, edit.clone()).await;
    client.until_outline(&at("a.txt"), &["Of the disk."]).await;
    // One that was opened again, which was lost on the way, is out of step.
    client
        .notify("textDocument/didOpen", json!({"textDocument": {"uri": uri_of(&at("a.txt")), "version": null}}))
        .await;
    client.change(&at("a.txt"), 4, edit).await;
    assert!(!says(&mut client, &at("a.txt")).await);
    client.open(&at("a.txt"), 1, "Of the buffer.").await;
    client.until_outline(&at("a.txt"), &["Of the buffer."]).await;
    let heard = client.finish().await;
    assert_eq!(warnings(&heard, "could not follow an edit of a.txt"), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_edit_that_cannot_be_understood_silences_its_document_until_the_whole_text_comes() {
    let (_dir, at) = folder(&[HOME, ("a.txt", "Of the disk."), ("b.txt", "Of the disk.")]);
    let kinds = broken(&uri_of(&at("a.txt"))).len();
    for kind in 0..kinds {
        let mut setup = Setup::able(&at(""));
        setup.server.transport.max_message = 4000;
        let mut client = Client::start(setup).await;
        let (name, bytes, anybody) = broken(&uri_of(&at("a.txt"))).swap_remove(kind);
        for file in ["a.txt", "b.txt"] {
            client.open(&at(file), 1, CLAIM).await;
            assert_eq!(claims(&mut client, &at(file)).await, 1, "{name}: {file}");
        }
        client.send_bytes(&bytes).await;
        assert!(!says(&mut client, &at("a.txt")).await, "{name}");
        assert_eq!(text(&mut client, &at("a.txt")).await, Value::Null, "{name}");
        assert_eq!(claims(&mut client, &at("a.txt")).await, 0, "{name}");
        assert_eq!(text(&mut client, &at("b.txt")).await.is_null(), anybody, "{name}");
        // What follows goes into no wrong text.
        let start = json!({"line": 0, "character": 0});
        client.change(&at("a.txt"), 3, json!([{"range": {"start": start, "end": start}, "text": "y"}])).await;
        assert!(!says(&mut client, &at("a.txt")).await, "{name}");
        client.replace(&at("a.txt"), 4, CLAIM).await;
        assert_eq!(text(&mut client, &at("a.txt")).await, CLAIM, "{name}");
        assert_eq!(claims(&mut client, &at("a.txt")).await, 1, "{name}");
        assert!(says(&mut client, &at("a.txt")).await, "{name}");
        // And again, mended by closing and opening.
        client.send_bytes(&bytes).await;
        assert_eq!(text(&mut client, &at("a.txt")).await, Value::Null, "{name}");
        client.close(&at("a.txt")).await;
        client.open(&at("a.txt"), 1, "Another.").await;
        assert_eq!(client.outline(&at("a.txt")).await, ["Another."], "{name}");
        client.send_bytes(&bytes).await;
        assert_eq!(text(&mut client, &at("a.txt")).await, Value::Null, "{name}");
        let mut heard = client.silence().await;
        heard.extend(client.finish_over_errors().await);
        assert_eq!(warnings(&heard, "could not follow an edit of a.txt"), 3, "{name}: {heard:?}");
    }
}

/// The file on disk is not what the editor shows either.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_document_whose_opening_was_lost_is_not_answered_from_the_disk() {
    let (_dir, at) = folder(&[HOME, ("a.txt", "Of the disk.")]);
    let uri = uri_of(&at("a.txt"));
    let start = json!({"line": 0, "character": 0});
    let edit = json!([{"range": {"start": start, "end": start}, "text": "y"}]);
    let opening =
        |version: Value| json!({"textDocument": {"uri": uri, "languageId": "x", "version": version, "text": "y"}});
    let change = json!({"textDocument": {"uri": uri, "version": 2}, "contentChanges": edit});
    for (method, params) in [("textDocument/didOpen", opening(Value::Null)), ("textDocument/didChange", change)] {
        let mut client = Client::start(Setup::able(&at(""))).await;
        client.until_outline(&at("a.txt"), &["Of the disk."]).await;
        client.notify(method, params).await;
        assert_eq!(client.outline(&at("a.txt")).await, [""; 0], "{method}");
        client.files_changed(&[&at("a.txt")]).await;
        assert_eq!(client.outline(&at("a.txt")).await, [""; 0], "{method}");
        client.replace(&at("a.txt"), 3, "Of the editor.").await;
        assert_eq!(client.outline(&at("a.txt")).await, ["Of the editor."], "{method}");
        client.close(&at("a.txt")).await;
        client.until_outline(&at("a.txt"), &["Of the disk."]).await;
        client.finish().await;
    }
}

/// Settings that are out of step are not judged, and not written by way of a text that is not theirs.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn settings_out_of_step_are_left_alone() {
    let (_dir, at) = folder(&[HOME, ("a.txt", "Of the disk.")]);
    let file = at("copydesk.toml");
    let mut client = Client::start(Setup::able(&at(""))).await;
    client.until_outline(&at("a.txt"), &["Of the disk."]).await;
    client.open(&file, 1, "no_such_key = 1\n").await;
    assert_eq!(claims(&mut client, &file).await, 1);
    client.send_bytes(&broken(&uri_of(&file)).swap_remove(0).1).await;
    assert_eq!(claims(&mut client, &file).await, 0);
    let arguments = json!([{"uri": uri_of(&at("a.txt")), "value": "2016-02-29"}]);
    let params = json!({"command": "copydesk.setDate", "arguments": arguments});
    let (_, why) = client.refusal("workspace/executeCommand", params).await;
    assert!(why.contains("its text is not known here"), "{why}");
    client.replace(&file, 2, "no_such_key = 1\nnor_this = 2\n").await;
    assert_eq!(claims(&mut client, &file).await, 2);
    let heard = client.finish().await;
    assert_eq!(warnings(&heard, "could not follow an edit of copydesk.toml"), 1, "{heard:?}");
}

/// What is no edit is lost without harm.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_messages_that_are_lost_cost_nothing_else() {
    let (_dir, at) = folder(&[HOME]);
    let mut client = Client::start(Setup::able(&at(""))).await;
    client.open(&at("a.txt"), 1, "One.").await;
    client.notify("workspace/didChangeWatchedFiles", json!([])).await;
    client.notify("textDocument/didSave", json!({"textDocument": {"uri": 1}})).await;
    client.send_bytes(&wire::raw_frame(b"{\"id\":[],\"method\":\"textDocument/hover\"}")).await;
    client.send_bytes(&wire::raw_frame(b"{\"method\":\"textDocument/hover\",\"params\":{")).await;
    client.send_bytes(&wire::raw_frame(b"[1, 2]")).await;
    client.send_bytes(b"Content-Length: 1000000000\r\n\r\n").await;
    assert_eq!(client.outline(&at("a.txt")).await, ["One."]);
    let heard = client.finish_over_errors().await;
    assert_eq!(warnings(&heard, "could not follow"), 0, "{heard:?}");
}
