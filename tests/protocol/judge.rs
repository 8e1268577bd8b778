//! Judging from an editor: what is decided holds at once, is taken back and done again, and is never written over.

use std::path::Path;

use serde_json::{Value, json};

use super::client::{Client, Setup, folder, uri_of};

const TEXT: &str = "Bridge to close\n\nMayor Ana Reed met Sam Holt on Monday. “It is closed,” Reed said.\n";

async fn run(client: &mut Client, command: &str, argument: Value) -> Value {
    client.request("workspace/executeCommand", json!({"command": command, "arguments": [argument]})).await
}

async fn refusal(client: &mut Client, command: &str, argument: Value) -> String {
    client.refusal("workspace/executeCommand", json!({"command": command, "arguments": [argument]})).await.1
}

/// The range of words in the text.
fn range(words: &str) -> Value {
    let at = TEXT.find(words).unwrap();
    let line = TEXT[..at].matches('\n').count();
    let start = TEXT[..at].rsplit('\n').next().unwrap().encode_utf16().count();
    let end = start + words.encode_utf16().count();
    json!({"start": {"line": line, "character": start}, "end": {"line": line, "character": end}})
}

fn about(path: &Path, words: &str, more: Value) -> Value {
    let mut argument = json!({"uri": uri_of(path), "range": range(words), "as": "A. Annotator"});
    argument.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    argument
}

async fn hover(client: &mut Client, path: &Path, words: &str) -> String {
    let at = range(words)["start"].clone();
    let params = json!({"textDocument": {"uri": uri_of(path)}, "position": at});
    let answer = client.request("textDocument/hover", params).await;
    answer.to_string()
}

async fn until(client: &mut Client, path: &Path, words: &str, wanted: impl Fn(&str) -> bool) {
    let mut last = String::new();
    for _ in 0..200 {
        last = hover(client, path, words).await;
        if wanted(&last) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("{last}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_judgement_holds_at_once_and_is_undone_and_redone() {
    let (_dir, at) = folder(&[("copydesk.toml", ""), ("a.txt", TEXT)]);
    let mut client = Client::start(Setup::able(&at(""))).await;
    client.open(&at("a.txt"), 1, TEXT).await;
    until(&mut client, &at("a.txt"), "Sam Holt", |hover| hover.contains("person")).await;
    let place = about(&at("a.txt"), "Sam Holt", json!({"verb": "mention", "type": "place"}));
    let answer = run(&mut client, "copydesk.judge", place.clone()).await;
    assert_eq!(answer["title"], "Mark “Sam Holt” as place");
    assert_eq!(answer["written"][0]["file"], "a.txt.anno.jsonl");
    let file = at("a.txt.anno.jsonl");
    let written = std::fs::read_to_string(&file).unwrap();
    until(&mut client, &at("a.txt"), "Sam Holt", |hover| hover.contains("place") && hover.contains("A. Annotator"))
        .await;
    let list = run(&mut client, "copydesk.annotations", json!({"uri": uri_of(&at("a.txt"))})).await;
    assert_eq!((&list[0]["kind"], &list[0]["places"][0]["quote"]), (&json!("mention"), &json!("Sam Holt")));
    let undone = run(&mut client, "copydesk.undo", Value::Null).await;
    assert_eq!(undone["title"], "Undo: mark “Sam Holt” as place");
    assert!(!file.exists());
    until(&mut client, &at("a.txt"), "Sam Holt", |hover| hover.contains("person") && !hover.contains("Annotator"))
        .await;
    assert!(refusal(&mut client, "copydesk.undo", Value::Null).await.contains("nothing to undo"));
    run(&mut client, "copydesk.redo", Value::Null).await;
    assert_eq!(std::fs::read_to_string(&file).unwrap(), written);
    until(&mut client, &at("a.txt"), "Sam Holt", |hover| hover.contains("Annotator")).await;
    // Somebody else changes the line meanwhile.
    std::fs::write(&file, written.replace("A. Annotator", "B. Other")).unwrap();
    let why = refusal(&mut client, "copydesk.undo", Value::Null).await;
    assert!(why.contains("B. Other has changed this annotation meanwhile"), "{why}");
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_changes_on_disk_is_seen_and_edits_move_what_was_decided() {
    let (_dir, at) = folder(&[("copydesk.toml", ""), ("a.txt", TEXT)]);
    let mut client = Client::start(Setup::plain(&at(""))).await;
    client.open(&at("a.txt"), 1, TEXT).await;
    until(&mut client, &at("a.txt"), "Sam Holt", |hover| hover.contains("person")).await;
    let line = json!({"id": "urn:x", "creator": {"name": "C"}, "copydesk": {"kind": "mention", "verdict": "added",
        "type": "place"}, "target": [{"source": "a.txt", "selector": [{"type": "TextQuoteSelector", "exact": "Sam Holt",
        "prefix": "Mayor Ana Reed met ", "suffix": " on Monday. “It is closed"}, {"type": "TextPositionSelector",
        "start": 36, "end": 44}]}]});
    std::fs::write(at("a.txt.anno.jsonl"), format!("{line}\nnonsense\n")).unwrap();
    until(&mut client, &at("a.txt"), "Sam Holt", |hover| hover.contains("place") && hover.contains("Decided by C"))
        .await;
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn code_actions_decide_and_what_is_open_and_unsaved_is_not_written() {
    let (_dir, at) = folder(&[("copydesk.toml", ""), ("a.txt", TEXT)]);
    let mut setup = Setup::able(&at(""));
    setup.capabilities["textDocument"]["codeAction"] = json!({"codeActionLiteralSupport": {"codeActionKind":
        {"valueSet": []}}});
    let mut client = Client::start(setup).await;
    client.open(&at("a.txt"), 1, TEXT).await;
    until(&mut client, &at("a.txt"), "Sam Holt", |hover| hover.contains("person")).await;
    let mut params = json!({"textDocument": {"uri": uri_of(&at("a.txt"))}, "range": range("Sam Holt"),
        "context": {"diagnostics": [], "triggerKind": 1}});
    let found = client.request("textDocument/codeAction", params.clone()).await;
    let found = found.as_array().unwrap().clone();
    let titles: Vec<&str> = found.iter().filter_map(|one| one["title"].as_str()).collect();
    for wanted in ["Accept “Sam Holt”: Sam Holt, person", "Not a name: “Sam Holt”", "Mark as place"] {
        assert!(titles.contains(&wanted), "{wanted}: {titles:?}");
    }
    let place = found.iter().find(|one| one["title"] == "Mark as place").unwrap();
    assert_eq!(place["kind"], "refactor.copydesk.judge");
    params["context"]["triggerKind"] = json!(2);
    let unasked = client.request("textDocument/codeAction", params).await;
    assert!(!unasked.to_string().contains("Mark as place"), "never a light bulb: {unasked}");
    let mut argument = place["command"]["arguments"][0].clone();
    argument["as"] = json!("A. Annotator");
    client.open(&at("a.txt.anno.jsonl"), 1, "{\"id\": \"unsaved\"}\n").await;
    let why = refusal(&mut client, "copydesk.judge", argument).await;
    assert!(why.contains("is open in this editor and not saved"), "{why}");
    assert!(!at("a.txt.anno.jsonl").exists());
    client.finish().await;
}
