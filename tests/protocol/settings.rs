//! What a `copydesk.toml` may do to a session: it may be large, broken, locked, or no file at all.

use std::path::Path;

use serde_json::{Value, json};

use super::client::{Client, Setup, folder, uri_of};

fn set_outlet(path: &Path, name: &str) -> Value {
    json!({"command": "copydesk.setOutlet", "arguments": [{"uri": uri_of(path), "value": name}]})
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_waits_while_another_program_changes_the_settings() {
    let (_dir, at) = folder(&[("copydesk.toml", ""), ("a.txt", "It rained.\n"), ("b.txt", "It snowed.\n")]);
    let mut client = Client::start(Setup::able(&at(""))).await;
    client.until_outline(&at("a.txt"), &["It rained."]).await;
    let lock = std::fs::File::create(at(".copydesk.lock")).unwrap();
    lock.lock().unwrap();
    let first = client.ask("workspace/executeCommand", set_outlet(&at("a.txt"), "The Post")).await;
    let second = client.ask("workspace/executeCommand", set_outlet(&at("b.txt"), "The Mail")).await;
    // What comes behind them is read and answered meanwhile.
    client.open(&at("a.txt"), 1, "It rained on Monday.\n").await;
    client.until_outline(&at("a.txt"), &["It rained on Monday."]).await;
    assert_eq!(std::fs::read_to_string(at("copydesk.toml")).unwrap(), "");
    drop(lock);
    for act in [first, second] {
        assert!(client.answer(act).await.get("error").is_none());
    }
    let text = std::fs::read_to_string(at("copydesk.toml")).unwrap();
    let expected = "[articles.\"a.txt\"]\noutlet = \"The Post\"\n\n[articles.\"b.txt\"]\noutlet = \"The Mail\"\n";
    assert_eq!(text, expected, "one after the other, in their order");
    client.finish().await;
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pipe_in_the_place_of_an_ignore_file_stops_nothing() {
    let (_dir, at) = folder(&[("copydesk.toml", ""), ("a.txt", "It rained.\n")]);
    let mut client = Client::start(Setup::able(&at(""))).await;
    client.until_outline(&at("a.txt"), &["It rained."]).await;
    for name in [".gitignore", ".ignore"] {
        assert!(std::process::Command::new("mkfifo").arg(at(name)).status().unwrap().success());
    }
    std::fs::write(at("a.txt"), "It snowed.\n").unwrap();
    client.files_changed(&[&at("a.txt")]).await;
    client.until_outline(&at("a.txt"), &["It snowed."]).await;
    client.files_changed(&[&at(".gitignore")]).await;
    client.until_outline(&at("a.txt"), &["It snowed."]).await;
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_mistakes_the_first_are_shown_and_the_rest_counted() {
    let doubled = "max_file_size = 1000\n".repeat(20_000);
    let (_dir, at) = folder(&[("copydesk.toml", ""), ("a.txt", "It rained.\n")]);
    let mut client = Client::start(Setup::able(&at(""))).await;
    client.open(&at("copydesk.toml"), 1, &doubled).await;
    let many = |params: &Value| params["diagnostics"].as_array().is_some_and(|all| !all.is_empty());
    let shown = client.diagnostics(&at("copydesk.toml"), many).await;
    let shown = shown["diagnostics"].as_array().unwrap();
    assert_eq!(shown.len(), 101);
    assert_eq!(shown[100]["message"], "and 19,899 more mistakes; mend these first");
    assert_eq!((&shown[0]["message"], &shown[0]["range"]["start"]["line"]), (&json!("duplicate key"), &json!(1)));
    client.finish().await;
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_out_of_the_folder_is_never_edited() {
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("theirs.toml"), "# theirs\n").unwrap();
    let (_dir, at) = folder(&[("a.txt", "It rained.\n")]);
    std::os::unix::fs::symlink(outside.path().join("theirs.toml"), at("copydesk.toml")).unwrap();
    let mut setup = Setup::able(&at(""));
    setup.capabilities["workspace"]["applyEdit"] = json!(true);
    setup.capabilities["textDocument"]["codeAction"] = json!({
        "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}, "disabledSupport": true,
    });
    let mut client = Client::start(setup).await;
    client.open(&at("a.txt"), 1, "It rained.\n").await;
    for open in [false, true] {
        if open {
            client.open(&at("copydesk.toml"), 1, "# theirs\n").await;
        }
        let (code, why) = client.refusal("workspace/executeCommand", set_outlet(&at("a.txt"), "The Post")).await;
        assert!(code == -32803 && why.contains("outside of its folder; change that file itself"), "{why}");
        let place = json!({"line": 0, "character": 0});
        let context = json!({"diagnostics": [], "triggerKind": 1});
        let document = json!({"uri": uri_of(&at("a.txt"))});
        let params = json!({"textDocument": document, "range": {"start": place, "end": place}, "context": context});
        let offered = client.request("textDocument/codeAction", params).await;
        let reason = offered[0]["disabled"]["reason"].as_str().unwrap();
        assert!(reason.contains("outside of its folder"), "{offered}");
    }
    assert_eq!(std::fs::read_to_string(outside.path().join("theirs.toml")).unwrap(), "# theirs\n");
    client.finish().await;
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn turning_it_on_where_a_link_leads_nowhere_makes_nothing_elsewhere() {
    let (_dir, at) = folder(&[("ws/a.txt", "It rained.\n")]);
    std::os::unix::fs::symlink(at("elsewhere.toml"), at("ws/copydesk.toml")).unwrap();
    let mut client = Client::start(Setup::able(&at("ws"))).await;
    let command = json!({"command": "copydesk.turnOn", "arguments": [{"uri": uri_of(&at("ws/a.txt"))}]});
    let (code, why) = client.refusal("workspace/executeCommand", command).await;
    assert!(code == -32803 && why.contains("is there already and was left as it is"), "{why}");
    assert!(!at("elsewhere.toml").exists());
    client.finish().await;
}
