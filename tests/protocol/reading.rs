//! Reading a workspace, a large one too: what is told of it, that it can be stopped, that nobody waits for it.

use std::path::PathBuf;
use std::time::Duration;

use serde_json::{Value, json};

use super::client::{Client, HOME, Setup, folder, uri_of};

/// A client that shows progress and a status, and is told of even the quickest reading.
fn watching(at: &dyn Fn(&str) -> PathBuf) -> Setup {
    let mut setup = Setup::able(&at(""));
    setup.capabilities["window"] = json!({"workDoneProgress": true});
    setup.capabilities["experimental"] = json!({"copydesk": {"status": true}});
    setup.server.pace.silent = Duration::ZERO;
    // Who types meanwhile is answered before the reading ends.
    setup.server.pace.grace = Duration::from_millis(500);
    setup
}

fn kind(message: &Value) -> Option<&str> {
    (message["method"] == "$/progress").then(|| message["params"]["value"]["kind"].as_str()).flatten()
}

/// The next status in a state.
async fn status(client: &mut Client, state: &str) -> Value {
    let fits = |message: &Value| message["method"] == "copydesk/status" && message["params"]["state"] == state;
    client.wait(&format!("the status {state}"), fits).await["params"].clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_status_follows_what_happens() {
    let (_dir, at) = folder(&[("a.txt", "One."), ("b.txt", "Two.")]);
    let mut client = Client::start(watching(&at)).await;
    let off = status(&mut client, "off").await;
    assert_eq!(off["text"], "off here");
    assert_eq!(off["roots"], json!([{"uri": uri_of(&at("")), "on": false}]));
    std::fs::write(at("copydesk.toml"), "").unwrap();
    client.files_changed(&[&at("copydesk.toml")]).await;
    let ready = status(&mut client, "ready").await;
    assert_eq!(ready["text"], "2 articles, 2 events");
    assert_eq!((&ready["articles"], &ready["events"], &ready["roots"][0]["on"]), (&json!(2), &json!(2), &json!(true)));
    std::fs::write(at("c.txt"), "x".repeat(2 << 20)).unwrap();
    client.files_changed(&[&at("c.txt")]).await;
    let with_problem = client
        .wait("a problem", |message| message["method"] == "copydesk/status" && message["params"]["problems"] == 1)
        .await;
    assert_eq!(with_problem["params"]["text"], "2 articles, 2 events");
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_does_not_ask_is_told_nothing() {
    let (_dir, at) = folder(&[HOME, ("a.txt", "One.")]);
    let mut setup = Setup::able(&at(""));
    setup.server.pace.silent = Duration::ZERO;
    let mut client = Client::start(setup).await;
    assert_eq!(client.outline(&at("a.txt")).await, ["One."]);
    let heard = client.silence().await;
    let unwanted = |message: &&Value| matches!(message["method"].as_str(), Some("$/progress" | "copydesk/status"));
    assert_eq!(heard.iter().find(unwanted), None);
    assert!(!client.asked.iter().any(|asked| asked.starts_with("window/")), "{:?}", client.asked);
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_quick_reading_shows_no_progress() {
    let (_dir, at) = folder(&[HOME, ("a.txt", "One.")]);
    let mut setup = watching(&at);
    setup.server.pace.silent = Duration::from_secs(600);
    let mut client = Client::start(setup).await;
    let first = client.wait("a status", |message| message["method"] == "copydesk/status").await;
    assert_eq!(first["params"]["text"], "1 article, 1 event");
    assert!(!client.asked.iter().any(|asked| asked.starts_with("window/")), "{:?}", client.asked);
    client.finish().await;
}

/// Articles that take a while to read.
fn many(count: usize) -> Vec<(String, String)> {
    let seeds = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let text = std::fs::read_to_string(seeds.join("000_ac0255bbbf864db0.txt")).unwrap();
    (0..count).map(|at| (format!("{at:04}.txt"), format!("Number {at}\n\n{text}"))).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_reading_shows_progress_and_can_be_stopped() {
    let many = many(300);
    let files: Vec<(&str, &str)> = many.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let (_dir, at) = folder(&[&files[..], &[HOME]].concat());
    let mut client = Client::start(watching(&at)).await;
    let begun = client.wait("a progress", |message| kind(message) == Some("begin")).await;
    let token = begun["params"]["token"].clone();
    assert!(client.asked.iter().any(|asked| asked.starts_with("window/workDoneProgress/create")));
    assert_eq!(begun["params"]["value"]["title"], "Copydesk");
    assert_eq!(begun["params"]["value"]["cancellable"], true);
    let reported = client.wait("a report", |message| kind(message) == Some("report")).await;
    let message = reported["params"]["value"]["message"].as_str().unwrap().to_owned();
    assert!(message.starts_with("reading ") && message.ends_with(" of 300"), "{message}");
    // Typing goes on meanwhile.
    client.open(&at("0000.txt"), 1, "The mayor of Springfield has resigned.").await;
    client.replace(&at("0000.txt"), 2, "The mayor of Shelbyville has resigned.").await;
    assert_eq!(client.outline(&at("0000.txt")).await, ["The mayor of Shelbyville has resigned."]);
    // A stranger's token stops nothing.
    client.notify("window/workDoneProgress/cancel", json!({"token": "other"})).await;
    client.notify("window/workDoneProgress/cancel", json!({"token": token})).await;
    client.wait("the end", |message| kind(message) == Some("end") && message["params"]["token"] == token).await;
    let rest = status(&mut client, "ready").await;
    let text = rest["text"].as_str().unwrap();
    assert!(text.starts_with("stopped after ") && text.ends_with(" of 300 articles"), "{text}");
    assert!(rest["articles"].as_u64().is_some_and(|articles| (1..300).contains(&articles)), "{rest}");
    // What was read is there.
    assert_eq!(client.outline(&at("0000.txt")).await, ["The mayor of Shelbyville has resigned."]);
    client.finish().await;
}

/// In a large workspace what is near an edit is linked at once, and all of it after a pause: what is said ends up the
/// same as where all is linked at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_large_workspace_says_what_a_small_one_says() {
    let seeds = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let name = "000_ac0255bbbf864db0.txt";
    let text = std::fs::read_to_string(seeds.join(name)).unwrap();
    let mut said = Vec::new();
    for few in [50, 0] {
        let mut setup = Setup::able(&seeds);
        setup.server.pace.few = few;
        let mut client = Client::start(setup).await;
        client.open(&seeds.join(name), 1, &text).await;
        let edit = json!([{"range": {"start": {"line": 1, "character": 0}, "end": {"line": 1, "character": 0}},
            "text": "\n"}]);
        client.change(&seeds.join(name), 2, edit).await;
        let at = json!({"textDocument": {"uri": uri_of(&seeds.join(name))}, "position": {"line": 4, "character": 42},
            "context": {"includeDeclaration": true}});
        let mut answers = Vec::new();
        // The first three ask for what is near, the others for all.
        for method in ["hover", "definition", "documentHighlight", "implementation", "references"] {
            answers.push(client.request(&format!("textDocument/{method}"), at.clone()).await);
        }
        answers.push(client.request("workspace/symbol", json!({"query": "Lavrov"})).await);
        let diagnostics = client.diagnostics(&seeds.join(name), |params| params["version"] == 2).await;
        answers.push(diagnostics["diagnostics"].clone());
        said.push(answers);
        client.finish().await;
    }
    assert!(
        said[0][0]["contents"]["value"].as_str().is_some_and(|hover| hover.contains("urgent call")),
        "{:?}",
        said[0]
    );
    assert_eq!(said[0], said[1]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_edit_is_linked_to_what_is_far_away_after_a_pause() {
    let far = "Quiet day\n\nThe harbor master, Ingrid Solheim, said on Friday that the ferries were late.\n";
    let (_dir, at) = folder(&[HOME, ("far.txt", far), ("open.txt", "Nothing yet.")]);
    let mut setup = Setup::able(&at(""));
    setup.server.pace.few = 0;
    let mut client = Client::start(setup).await;
    client.open(&at("open.txt"), 1, "Nothing yet.").await;
    client.replace(&at("open.txt"), 2, "Ingrid Solheim has resigned, the city said on Monday.").await;
    let position = json!({"textDocument": {"uri": uri_of(&at("open.txt"))}, "position": {"line": 0, "character": 3}});
    let mut asked = position.clone();
    asked["context"] = json!({"includeDeclaration": true});
    let found = client.request("textDocument/references", asked).await;
    let files: Vec<&str> =
        found.as_array().unwrap().iter().filter_map(|one| one["uri"].as_str()?.rsplit('/').next()).collect();
    assert_eq!(files, ["open.txt", "far.txt"]);
    client.finish().await;
}
