//! Code actions: what is offered where, to whom, and what comes of it.

use std::path::Path;

use serde_json::{Value, json};

use super::client::{Client, Setup, folder, uri_of};

/// A client that takes code actions in every shape.
fn able(folder: &Path) -> Setup {
    let mut setup = Setup::able(folder);
    setup.capabilities["textDocument"]["codeAction"] = json!({
        "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "source"]}},
        "isPreferredSupport": true, "disabledSupport": true,
    });
    setup
}

async fn actions(client: &mut Client, path: &Path, line: u32, context: Value) -> Vec<Value> {
    let at = json!({"line": line, "character": 2});
    let mut context = context;
    context["diagnostics"] = json!([]);
    let params = json!({"textDocument": {"uri": uri_of(path)}, "range": {"start": at, "end": at}, "context": context});
    let mut found = client.request("textDocument/codeAction", params).await.as_array().unwrap().clone();
    // What can be decided about readings has tests of its own.
    found.retain(|one| one["command"] != "copydesk.judge" && one["command"]["command"] != "copydesk.judge");
    found
}

fn titles(actions: &[Value]) -> Vec<&str> {
    actions.iter().map(|one| one["title"].as_str().unwrap()).collect()
}

const TEXT: &str = "Bridge to Close\n\nThe mayor said on Monday, April 18, 2016, that the bridge would be closed.\n\n\
    The mayor of the town said that the old bridge would be closed for two years, and then be gone.\n\n\
    The mayor of the town said that the new bridge would be open in two years, and then be gone.\n";

const MONDAY: &str = "Set this article's date to 18 April 2016 (“Monday, April 18, 2016”, line 3)";
const DATE: &str = "Set this article's date …";
const OUTLET: &str = "Set this article's outlet …";
const CLIPPING: &str = "Mark as clipping";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_date_is_set_where_it_is_missing() {
    let (_dir, at) = folder(&[("copydesk.toml", ""), ("a.txt", TEXT)]);
    let mut client = Client::start(able(&at(""))).await;
    let provider = &client.server["capabilities"]["codeActionProvider"];
    assert!(provider["codeActionKinds"].as_array().unwrap().contains(&json!("source.copydesk.date")), "{provider}");
    client.open(&at("a.txt"), 1, TEXT).await;
    // Unasked: on the head and on the date's own line, and nowhere else.
    for (line, expected) in [(0, &[MONDAY, DATE][..]), (2, &[MONDAY, DATE]), (4, &[]), (6, &[])] {
        let found = actions(&mut client, &at("a.txt"), line, json!({"triggerKind": 2})).await;
        assert_eq!(titles(&found), expected, "line {line}");
        let unsaid = actions(&mut client, &at("a.txt"), line, json!({})).await;
        assert_eq!(titles(&unsaid), expected, "line {line}");
    }
    let found = actions(&mut client, &at("a.txt"), 0, json!({"triggerKind": 2})).await;
    assert_eq!((&found[0]["kind"], &found[0]["isPreferred"]), (&json!("quickfix"), &json!(true)));
    let argument = json!({"uri": uri_of(&at("a.txt")), "value": "2016-04-18"});
    let command = json!({"title": MONDAY, "command": "copydesk.setDate", "arguments": [argument]});
    assert_eq!(found[0]["command"], command);
    // Asked for: everything, everywhere.
    let asked = actions(&mut client, &at("a.txt"), 6, json!({"triggerKind": 1})).await;
    assert_eq!(titles(&asked), [MONDAY, DATE, OUTLET, CLIPPING]);
    assert!(asked.iter().all(|one| one.get("kind").is_none()), "what mends nothing here is no quick fix: {asked:?}");

    client.request("workspace/executeCommand", command).await;
    assert!(std::fs::read_to_string(at("copydesk.toml")).unwrap().contains("published = 2016-04-18"));
    let mut later = asked;
    for _ in 0..500 {
        later = actions(&mut client, &at("a.txt"), 0, json!({"triggerKind": 1})).await;
        if titles(&later) == [DATE, OUTLET, CLIPPING] {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(titles(&later), [DATE, OUTLET, CLIPPING]);
    assert_eq!(actions(&mut client, &at("a.txt"), 0, json!({"triggerKind": 2})).await, [json!(null); 0]);
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_what_is_asked_for_is_offered() {
    let (_dir, at) = folder(&[("copydesk.toml", ""), ("a.txt", TEXT)]);
    let mut client = Client::start(able(&at(""))).await;
    client.open(&at("a.txt"), 1, TEXT).await;
    for (only, line, expected) in [
        (json!(["source"]), 4, &[MONDAY, DATE, OUTLET, CLIPPING][..]),
        (json!(["source.copydesk.role"]), 4, &[CLIPPING]),
        (json!(["source.copydesk"]), 4, &[MONDAY, DATE, OUTLET, CLIPPING]),
        (json!(["source.fixAll"]), 0, &[]),
        (json!(["source.organizeImports"]), 0, &[]),
        (json!(["quickfix"]), 0, &[MONDAY, DATE]),
        (json!(["quickfix"]), 4, &[]),
        (json!(["refactor"]), 0, &[]),
        (json!([]), 4, &[MONDAY, DATE, OUTLET, CLIPPING]),
    ] {
        let found = actions(&mut client, &at("a.txt"), line, json!({"triggerKind": 1, "only": only})).await;
        assert_eq!(titles(&found), expected, "{only} {line}");
        let fits = |kind: &Value| {
            only.as_array().unwrap().iter().any(|outer| kind.as_str().unwrap().starts_with(outer.as_str().unwrap()))
        };
        assert!(only == json!([]) || found.iter().all(|one| fits(&one["kind"])), "{found:?}");
    }
    // Some clients send all the kinds that the server has, with every move of the cursor.
    let all = client.server["capabilities"]["codeActionProvider"]["codeActionKinds"].clone();
    assert!(actions(&mut client, &at("a.txt"), 4, json!({"only": all})).await.is_empty());
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_it_is_off_it_can_be_turned_on_by_who_asks() {
    let (_dir, at) = folder(&[("a.txt", TEXT), ("notes.md", "Notes."), ("copydesk.md", "")]);
    let mut client = Client::start(able(&at(""))).await;
    client.open(&at("a.txt"), 1, TEXT).await;
    client.open(&at("notes.md"), 1, "Notes.").await;
    assert!(actions(&mut client, &at("a.txt"), 0, json!({"triggerKind": 2})).await.is_empty(), "no light bulb");
    assert!(actions(&mut client, &at("a.txt"), 4, json!({})).await.is_empty());
    assert!(actions(&mut client, &at("notes.md"), 0, json!({"triggerKind": 1})).await.is_empty());
    const ON: [&str; 1] = ["Turn Copydesk on in this folder"];
    assert_eq!(titles(&actions(&mut client, &at("a.txt"), 0, json!({})).await), ON);
    let found = actions(&mut client, &at("a.txt"), 4, json!({"triggerKind": 1})).await;
    assert_eq!(titles(&found), ON);
    client.request("workspace/executeCommand", found[0]["command"].clone()).await;
    client.until_outline(&at("a.txt"), &client_outline()).await;
    client.finish().await;
}

fn client_outline() -> [&'static str; 4] {
    [
        "Bridge to Close",
        "The mayor said on Monday, April 18, 2016, that the bridge …",
        "The mayor of the town said that the old bridge would be …",
        "The mayor of the town said that the new bridge would be open …",
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_carried_out_says_why_beforehand() {
    let (_dir, at) = folder(&[("copydesk.toml", "\n[articles\n"), ("a.txt", TEXT)]);
    let mut client = Client::start(able(&at(""))).await;
    client.open(&at("a.txt"), 1, TEXT).await;
    assert!(actions(&mut client, &at("a.txt"), 0, json!({"triggerKind": 2})).await.is_empty());
    let found = actions(&mut client, &at("a.txt"), 0, json!({"triggerKind": 1})).await;
    assert_eq!(titles(&found), [MONDAY, DATE, OUTLET, CLIPPING]);
    for one in &found {
        let why = one["disabled"]["reason"].as_str().unwrap();
        assert!(why.starts_with("copydesk.toml has a mistake in line 2 (") && one.get("command").is_none(), "{one}");
    }
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_gets_no_more_than_it_takes() {
    let (_dir, at) = folder(&[("copydesk.toml", ""), ("a.txt", TEXT)]);
    let client = Client::start(Setup::plain(&at(""))).await;
    assert_eq!(client.server["capabilities"].get("codeActionProvider"), None);
    client.finish().await;

    let mut setup = Setup::plain(&at(""));
    setup.capabilities["textDocument"]["codeAction"] = json!({});
    let mut client = Client::start(setup).await;
    assert_eq!(client.server["capabilities"]["codeActionProvider"], true);
    client.open(&at("a.txt"), 1, TEXT).await;
    let found = actions(&mut client, &at("a.txt"), 0, json!({"triggerKind": 1})).await;
    assert_eq!(titles(&found), [MONDAY, DATE, OUTLET, CLIPPING]);
    assert_eq!(found[3]["command"], "copydesk.setRole", "a bare command: {}", found[3]);
    for uri in ["untitled:Untitled-1", "vscode-vfs://github/x/a.txt", "git:/a.txt?%7B%7D"] {
        client.open_uri(uri, 1, TEXT).await;
        let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}});
        let context = json!({"diagnostics": [], "triggerKind": 1});
        let params = json!({"textDocument": {"uri": uri}, "range": range, "context": context});
        assert_eq!(client.request("textDocument/codeAction", params).await, json!([]), "{uri}");
    }
    client.finish().await;
}
