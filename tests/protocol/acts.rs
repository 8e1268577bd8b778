//! The acts: what is said of an article from an editor, and the lists of a workspace.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::client::{Client, Setup, folder, uri_of};

/// A client that edits and opens documents when it is asked to.
fn acting(folder: &Path) -> Setup {
    let mut setup = Setup::able(folder);
    setup.capabilities["workspace"]["applyEdit"] = json!(true);
    setup.capabilities["workspace"]["workspaceEdit"] = json!({"documentChanges": true});
    setup.capabilities["window"] = json!({"showDocument": {"support": true}});
    setup
}

async fn run(client: &mut Client, command: &str, argument: Value) -> Value {
    client.request("workspace/executeCommand", json!({"command": command, "arguments": [argument]})).await
}

async fn refusal(client: &mut Client, command: &str, arguments: Value) -> (i64, String) {
    client.refusal("workspace/executeCommand", json!({"command": command, "arguments": arguments})).await
}

fn about(path: &Path, value: Value) -> Value {
    json!({"uri": uri_of(path), "value": value})
}

fn text(path: PathBuf) -> String {
    std::fs::read_to_string(path).unwrap()
}

/// The articles as `short label | role`, once they are `expected`: what comes from the disk comes in its own time.
async fn until_articles(client: &mut Client, expected: &[&str]) {
    let mut shown = Vec::new();
    for _ in 0..500 {
        let articles = run(client, "copydesk.articles", Value::Null).await;
        let show = |one: &Value| format!("{} | {}", one["label"].as_str().unwrap(), one["role"].as_str().unwrap());
        shown = articles.as_array().unwrap().iter().map(show).collect();
        if shown == expected {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("expected {expected:?}, last {shown:?}");
}

const SETTINGS: &str = "# ours\r\n[articles.\"*.txt\"]\r\nrole = \"clipping\"\r\n";

/// Whoever watches files or not: what was written holds for the next request.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn facts_are_written_and_hold_at_once() {
    for setup in [Setup::able, Setup::plain] {
        let (_dir, at) = folder(&[("copydesk.toml", SETTINGS), ("a.txt", "It rained.\n")]);
        let mut client = Client::start(setup(&at(""))).await;
        client.open(&at("a.txt"), 1, "It rained.\n").await;
        until_articles(&mut client, &["no date · outlet not in text · It rained. | clipping"]).await;
        let day = about(&at("a.txt"), json!("2016-04-18"));
        assert_eq!(run(&mut client, "copydesk.setDate", day.clone()).await, Value::Null);
        let expected = format!("{SETTINGS}\r\n[articles.\"a.txt\"]\r\npublished = 2016-04-18\r\n");
        assert_eq!(text(at("copydesk.toml")), expected);
        until_articles(&mut client, &["18 Apr 2016 · outlet not in text · It rained. | clipping"]).await;
        // Said again, nothing is written.
        run(&mut client, "copydesk.setDate", day).await;
        assert_eq!(text(at("copydesk.toml")), expected);
        run(&mut client, "copydesk.setOutlet", about(&at("a.txt"), json!(" The “Post” "))).await;
        run(&mut client, "copydesk.setRole", about(&at("a.txt"), json!("draft"))).await;
        let later = format!("{expected}outlet = \"The “Post”\"\r\nrole = \"draft\"\r\n");
        assert_eq!(text(at("copydesk.toml")), later);
        until_articles(&mut client, &["18 Apr 2016 · The “Post” · It rained. | draft"]).await;
        client.finish().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_nearest_settings_are_written_and_none_are_made_where_copydesk_is_off() {
    let (_dir, at) = folder(&[("near/copydesk.toml", ""), ("near/sub/a.txt", "One."), ("b.txt", "Two.")]);
    let mut client = Client::start(Setup::plain(&at(""))).await;
    run(&mut client, "copydesk.setRole", about(&at("near/sub/a.txt"), json!("clipping"))).await;
    assert_eq!(text(at("near/copydesk.toml")), "[articles.\"sub/a.txt\"]\nrole = \"clipping\"\n");
    assert!(!at("copydesk.toml").exists());
    let day = about(&at("b.txt"), json!("2099-12-31"));
    let (code, why) = refusal(&mut client, "copydesk.setDate", json!([day])).await;
    assert!(code == -32803 && why.ends_with("Copydesk is off here; turn Copydesk on in this folder first"), "{why}");
    // Nor for one that is not saved yet.
    client.open(&at("new.txt"), 1, "Three.").await;
    let (_, why) = refusal(&mut client, "copydesk.setRole", json!([about(&at("new.txt"), json!("draft"))])).await;
    assert!(why.contains("Copydesk is off here"), "{why}");
    assert!(!at("copydesk.toml").exists());
    client.finish().await;

    // A client that wants it everywhere gets it in the root.
    let mut client = Client::start(Setup { options: json!({"enable": "always"}), ..Setup::plain(&at("")) }).await;
    run(&mut client, "copydesk.setDate", day).await;
    assert!(text(at("copydesk.toml")).ends_with("\n\n[articles.\"b.txt\"]\npublished = 2099-12-31\n"));
    client.until_outline(&at("b.txt"), &["Two."]).await;
    client.finish().await;
}

/// A document in the editor is the editor's: it gets the smallest edit, of the version that was meant.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn open_settings_are_edited_by_the_editor() {
    let (_dir, at) = folder(&[("copydesk.toml", SETTINGS), ("a.txt", "It rained.\n")]);
    let mut client = Client::start(acting(&at(""))).await;
    let unsaved = format!("# é👍\r\n{SETTINGS}");
    client.open(&at("copydesk.toml"), 7, &unsaved).await;
    run(&mut client, "copydesk.setDate", about(&at("a.txt"), json!("2016-04-18"))).await;
    let edit = client.until_asked("workspace/applyEdit").await["edit"].clone();
    let entry = "\r\n[articles.\"a.txt\"]\r\npublished = 2016-04-18\r\n";
    let end = json!({"line": 4, "character": 0});
    let document = json!({"uri": uri_of(&at("copydesk.toml")), "version": 7});
    let edits = json!([{"range": {"start": end, "end": end}, "newText": entry}]);
    assert_eq!(edit, json!({"documentChanges": [{"textDocument": document, "edits": edits}]}));
    assert_eq!(text(at("copydesk.toml")), SETTINGS, "the file is the editor's to save");
    // Until the change has come, another would not know of it.
    let (_, why) = refusal(&mut client, "copydesk.setOutlet", json!([about(&at("a.txt"), json!("X"))])).await;
    assert!(why.contains("is being changed by the editor"), "{why}");
    client.replace(&at("copydesk.toml"), 8, &format!("{unsaved}{entry}")).await;
    until_articles(&mut client, &["18 Apr 2016 · outlet not in text · It rained. | clipping"]).await;
    // A value is replaced alone, and nothing is asked when it is there already.
    run(&mut client, "copydesk.setDate", about(&at("a.txt"), json!("2016-04-18"))).await;
    run(&mut client, "copydesk.setDate", about(&at("a.txt"), json!("2016-04-19"))).await;
    let edit = client.until_asked("workspace/applyEdit").await["edit"]["documentChanges"][0]["edits"][0].clone();
    let value = json!({"start": {"line": 6, "character": 12}, "end": {"line": 6, "character": 22}});
    assert_eq!(edit, json!({"range": value, "newText": "2016-04-19"}));
    // An editor that does not do it is told so; the request was answered before.
    client.replace(&at("copydesk.toml"), 9, &format!("{unsaved}{entry}").replace("04-18", "04-19")).await;
    client.obeys = false;
    for _ in 0..2 {
        run(&mut client, "copydesk.setDate", about(&at("a.txt"), json!("2016-04-20"))).await;
        let told = client.told("window/showMessage").await;
        assert!(told["message"].as_str().unwrap().contains("copydesk.toml"), "{told}");
    }
    client.finish().await;
}

/// What was said of articles is taken back with what was judged, whatever else stands in the file by then.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_said_is_in_the_same_journal() {
    let (_dir, at) = folder(&[("copydesk.toml", SETTINGS), ("a.txt", "It rained.\n")]);
    let mut client = Client::start(acting(&at(""))).await;
    client.until_outline(&at("a.txt"), &["It rained."]).await;
    let start = json!({"line": 0, "character": 0});
    let note = json!({"uri": uri_of(&at("a.txt")), "range": {"start": start, "end": start}, "verb": "note",
        "note": "Wet", "as": "A"});
    run(&mut client, "copydesk.setDate", about(&at("a.txt"), json!("2016-04-18"))).await;
    run(&mut client, "copydesk.judge", note).await;
    run(&mut client, "copydesk.setOutlet", about(&at("a.txt"), json!("Post"))).await;
    until_articles(&mut client, &["18 Apr 2016 · Post · It rained. | clipping"]).await;
    let all = text(at("copydesk.toml"));
    std::fs::write(at("copydesk.toml"), format!("# theirs\r\n{all}# theirs\r\n")).unwrap();
    let undone = run(&mut client, "copydesk.undo", Value::Null).await;
    assert_eq!(undone["title"], "Undo: outlet = \"Post\", a.txt");
    assert_eq!(run(&mut client, "copydesk.undo", Value::Null).await["title"], "Undo: note, a:1");
    assert!(!at("a.txt.anno.jsonl").exists());
    run(&mut client, "copydesk.undo", Value::Null).await;
    assert_eq!(text(at("copydesk.toml")), format!("# theirs\r\n{SETTINGS}# theirs\r\n"));
    until_articles(&mut client, &["no date · outlet not in text · It rained. | clipping"]).await;
    for _ in 0..3 {
        run(&mut client, "copydesk.redo", Value::Null).await;
    }
    assert_eq!(text(at("copydesk.toml")), format!("# theirs\r\n{all}# theirs\r\n"));
    // What somebody else has made of the same lines stays.
    let theirs = text(at("copydesk.toml")).replace("Post", "Courier");
    std::fs::write(at("copydesk.toml"), &theirs).unwrap();
    let (_, why) = refusal(&mut client, "copydesk.undo", json!([])).await;
    assert!(why.contains("somebody has changed it meanwhile"), "{why}");
    assert_eq!(text(at("copydesk.toml")), theirs);
    client.finish().await;
}

/// In an open document the editor takes it back; what it refuses to do is not noted.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_said_in_open_settings_is_taken_back_by_the_editor() {
    let (_dir, at) = folder(&[("copydesk.toml", SETTINGS), ("a.txt", "It rained.\n")]);
    let mut client = Client::start(acting(&at(""))).await;
    client.open(&at("copydesk.toml"), 1, SETTINGS).await;
    client.obeys = false;
    run(&mut client, "copydesk.setDate", about(&at("a.txt"), json!("2016-04-18"))).await;
    client.told("window/showMessage").await;
    let (_, why) = refusal(&mut client, "copydesk.undo", json!([])).await;
    assert!(why.contains("nothing to undo"), "{why}");
    client.obeys = true;
    run(&mut client, "copydesk.setDate", about(&at("a.txt"), json!("2016-04-18"))).await;
    client.until_asked("workspace/applyEdit").await;
    client.until_asked("workspace/applyEdit").await;
    let entry = "\r\n[articles.\"a.txt\"]\r\npublished = 2016-04-18\r\n";
    // What the user adds stays.
    let edited = format!("# mine\r\n{SETTINGS}{entry}");
    client.replace(&at("copydesk.toml"), 2, &edited).await;
    until_articles(&mut client, &["18 Apr 2016 · outlet not in text · It rained. | clipping"]).await;
    let undone = run(&mut client, "copydesk.undo", Value::Null).await;
    assert_eq!(undone["title"], "Undo: published = 2016-04-18, a.txt");
    let edit = client.until_asked("workspace/applyEdit").await["edit"]["documentChanges"][0].clone();
    assert_eq!(edit["textDocument"]["version"], 2);
    let range = json!({"start": {"line": 4, "character": 0}, "end": {"line": 7, "character": 0}});
    assert_eq!(edit["edits"], json!([{"range": range, "newText": ""}]));
    let (_, why) = refusal(&mut client, "copydesk.redo", json!([])).await;
    assert!(why.contains("is being changed by the editor") || why.contains("nothing to do again"), "{why}");
    client.replace(&at("copydesk.toml"), 3, &format!("# mine\r\n{SETTINGS}")).await;
    until_articles(&mut client, &["no date · outlet not in text · It rained. | clipping"]).await;
    // Closed, it is taken from the disk again.
    std::fs::write(at("copydesk.toml"), SETTINGS).unwrap();
    client.close(&at("copydesk.toml")).await;
    run(&mut client, "copydesk.redo", Value::Null).await;
    assert_eq!(text(at("copydesk.toml")), format!("{SETTINGS}{entry}"));
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_editor_that_lets_nobody_edit_is_told_what_to_write() {
    let (_dir, at) = folder(&[("copydesk.toml", SETTINGS), ("a.txt", "It rained.\n")]);
    let mut client = Client::start(Setup::able(&at(""))).await;
    client.open(&at("copydesk.toml"), 1, SETTINGS).await;
    let (code, why) = refusal(&mut client, "copydesk.setDate", json!([about(&at("a.txt"), json!("2016-04-18"))])).await;
    assert_eq!(code, -32803);
    assert!(why.contains("write published = 2016-04-18 there"), "{why}");
    assert_eq!(text(at("copydesk.toml")), SETTINGS);
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_value_the_line_to_fill_in_is_shown() {
    let (_dir, at) = folder(&[("copydesk.toml", SETTINGS), ("a.txt", "It rained.\n")]);
    let mut client = Client::start(acting(&at(""))).await;
    for _ in 0..2 {
        run(&mut client, "copydesk.setDate", json!({"uri": uri_of(&at("a.txt"))})).await;
        let shown = client.until_asked("window/showDocument").await;
        let selection = json!({"start": {"line": 5, "character": 14}, "end": {"line": 5, "character": 24}});
        assert_eq!(shown["uri"], uri_of(&at("copydesk.toml")));
        assert_eq!((&shown["selection"], &shown["takeFocus"]), (&selection, &json!(true)));
    }
    let prepared = text(at("copydesk.toml"));
    assert_eq!(&prepared.lines().nth(5).unwrap()[14..24], "YYYY-MM-DD");
    until_articles(&mut client, &["no date · outlet not in text · It rained. | clipping"]).await;
    // In an open document the line is made by an edit first, and shown when that is done.
    client.open(&at("copydesk.toml"), 1, &prepared).await;
    run(&mut client, "copydesk.setOutlet", json!({"uri": uri_of(&at("a.txt")), "value": null})).await;
    client.until_asked("workspace/applyEdit").await;
    let shown = client.until_asked("window/showDocument").await;
    assert_eq!(shown["selection"]["start"]["line"], 5);
    client.finish().await;

    // An editor that opens nothing gets the place in words.
    let mut client = Client::start(Setup::plain(&at(""))).await;
    let (code, why) = refusal(&mut client, "copydesk.setDate", json!([{"uri": uri_of(&at("a.txt"))}])).await;
    assert_eq!(
        (code, why),
        (
            -32803,
            format!("this editor opens no files when asked to; fill in line 6 of {}", at("copydesk.toml").display())
        )
    );
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn copydesk_is_turned_on_in_a_folder() {
    let (_dir, at) = folder(&[("one/a.txt", "One."), ("two/b.txt", "Two."), ("three/c.txt", "Three.")]);
    let folders = vec![at("one"), at("two")];
    let mut client = Client::start(Setup { folders, ..Setup::plain(&at("one")) }).await;
    let turned_on = run(&mut client, "copydesk.turnOn", json!({"uri": uri_of(&at("two/b.txt"))})).await;
    assert_eq!(turned_on, json!({"uri": uri_of(&at("two/copydesk.toml"))}));
    client.until_outline(&at("two/b.txt"), &["Two."]).await;
    assert!(!at("one/copydesk.toml").exists());
    // On is on.
    std::fs::write(at("two/copydesk.toml"), "# mine\n").unwrap();
    run(&mut client, "copydesk.turnOn", json!({"uri": uri_of(&at("two"))})).await;
    assert_eq!(text(at("two/copydesk.toml")), "# mine\n");
    // Without a place it is the folder in which it is off.
    let all = client.request("workspace/executeCommand", json!({"command": "copydesk.turnOn"})).await;
    assert_eq!(all, json!({"uri": uri_of(&at("one/copydesk.toml"))}));
    client.until_outline(&at("one/a.txt"), &["One."]).await;
    let (code, why) = refusal(&mut client, "copydesk.turnOn", json!([{"uri": uri_of(&at("three/c.txt"))}])).await;
    assert!(code == -32803 && why.contains("lies in no folder of this workspace"), "{why}");
    client.finish().await;

    // The order of the folders does not matter; of several that are off none is guessed.
    std::fs::remove_file(at("two/copydesk.toml")).unwrap();
    let folders = vec![at("one"), at("two"), at("three")];
    let mut client = Client::start(Setup { folders, ..Setup::plain(&at("one")) }).await;
    let (code, why) = refusal(&mut client, "copydesk.turnOn", json!([])).await;
    let both = format!("say in which folder: {}, {}", at("two").display(), at("three").display());
    assert_eq!((code, why), (-32803, both));
    client.finish().await;
    let folders = vec![at("one"), at("two")];
    let mut client = Client::start(Setup { folders, ..Setup::plain(&at("one")) }).await;
    let second = run(&mut client, "copydesk.turnOn", Value::Null).await;
    assert_eq!(second, json!({"uri": uri_of(&at("two/copydesk.toml"))}));
    client.finish().await;

    // A file that was opened by itself has its own folder.
    let mut client = Client::start(Setup { folders: Vec::new(), ..Setup::plain(&at("")) }).await;
    client.open(&at("three/c.txt"), 1, "Three.").await;
    let (_, why) = refusal(&mut client, "copydesk.turnOn", json!([])).await;
    assert_eq!(why, "no folder is open; open one first");
    run(&mut client, "copydesk.turnOn", json!({"uri": uri_of(&at("three/c.txt"))})).await;
    client.until_outline(&at("three/c.txt"), &["Three."]).await;
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_done_is_said_in_one_sentence() {
    let (_dir, at) = folder(&[
        ("copydesk.toml", ""),
        ("a.txt", "One."),
        ("notes.md", "Two."),
        ("broken/copydesk.toml", "x = 1\n[articles\n"),
        ("broken/b.txt", "Three."),
        ("latin/c.txt", "Four."),
        ("locked/copydesk.toml", "# mine\n"),
        ("locked/d.txt", "Five."),
    ]);
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("e.txt"), "Six.").unwrap();
    std::fs::write(at("latin/copydesk.toml"), b"# caf\xe9\n").unwrap();
    let mut permissions = std::fs::metadata(at("locked/copydesk.toml")).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(at("locked/copydesk.toml"), permissions.clone()).unwrap();
    let mut client = Client::start(Setup::able(&at(""))).await;
    let day = json!("2016-04-18");
    let a = uri_of(&at("a.txt"));
    for (command, arguments, code, words) in [
        ("copydesk.setDate", json!([]), -32602, "copydesk.setDate: say which article"),
        ("copydesk.setDate", json!([{"value": day}]), -32602, "say which article"),
        ("copydesk.setDate", json!(["a.txt"]), -32602, "its argument is an object"),
        ("copydesk.setDate", json!([{"uri": 5}]), -32602, "“uri” is a text"),
        ("copydesk.setDate", json!([{"uri": a, "value": 20160418}]), -32602, "“value” is a text"),
        (
            "copydesk.setDate",
            json!([{"uri": a, "value": "2016-02-30"}]),
            -32602,
            "“2016-02-30” is not a day; write it as 2016-04-18",
        ),
        ("copydesk.setDate", json!([{"uri": a, "value": "18.4.2016"}]), -32602, "is not a day"),
        ("copydesk.setDate", json!([{"uri": a, "value": ""}]), -32602, "is not a day"),
        ("copydesk.setOutlet", json!([{"uri": a, "value": " "}]), -32602, "empty"),
        ("copydesk.setOutlet", json!([{"uri": a, "value": "A\nB"}]), -32602, "more than one line"),
        ("copydesk.setRole", json!([{"uri": a}]), -32602, "\"draft\" or \"clipping\""),
        ("copydesk.setRole", json!([{"uri": a, "value": "copy"}]), -32602, "\"draft\" or \"clipping\""),
        ("copydesk.setDate", json!([{"uri": "no uri", "value": day}]), -32602, "“no uri” is no URI"),
        ("copydesk.setDate", json!([{"uri": "untitled:Untitled-1", "value": day}]), -32602, "save it as a file first"),
        ("copydesk.turnOn", json!([{"uri": "vscode-vfs://github/x/y"}]), -32602, "files of this machine only"),
        ("copydesk.setDate", json!([{"uri": "git:/a.txt?%7B%7D", "value": day}]), -32602, "files of this machine only"),
        ("copydesk.setDate", json!([about(&at("absent.txt"), day.clone())]), -32803, "there is no such file"),
        ("copydesk.setDate", json!([about(&at("latin"), day.clone())]), -32803, "is a folder; name an article"),
        ("copydesk.setDate", json!([about(&at("copydesk.toml"), day.clone())]), -32803, "is no article"),
        ("copydesk.setDate", json!([{"uri": a, "value": "0000-01-01"}]), -32602, "years from 1800 to 2199"),
        ("copydesk.setDate", json!([about(&at("notes.md"), day.clone())]), -32803, "notes.md is no article here"),
        ("copydesk.setDate", json!([about(&outside.path().join("e.txt"), day.clone())]), -32803, "lies in no folder"),
        (
            "copydesk.setDate",
            json!([about(&at("broken/b.txt"), day.clone())]),
            -32803,
            "copydesk.toml has a mistake in line 2 (",
        ),
        ("copydesk.setDate", json!([about(&at("broken/b.txt"), Value::Null)]), -32803, "mend it first"),
        ("copydesk.setDate", json!([about(&at("latin/c.txt"), day.clone())]), -32803, "not UTF-8"),
        ("copydesk.setDate", json!([about(&at("locked/d.txt"), day.clone())]), -32803, "read-only"),
        ("copydesk.showReferences", json!([a, {"line": 0, "character": 0}, []]), -32803, "no other place"),
        ("copydesk.showReferences", json!([a]), -32602, "a URI, a position and a list"),
        ("copydesk.nonsense", json!([]), -32602, "there is no command copydesk.nonsense"),
    ] {
        let (found, why) = refusal(&mut client, command, arguments.clone()).await;
        assert!(found == code && why.contains(words), "{command} {arguments}: {found} {why}");
        assert!(!why.contains('\n') && why.len() < 300, "{why}");
    }
    assert_eq!(text(at("copydesk.toml")), "");
    assert_eq!(text(at("broken/copydesk.toml")), "x = 1\n[articles\n");
    assert_eq!(text(at("locked/copydesk.toml")), "# mine\n");
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_lists_hold_the_five_samples() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").canonicalize().unwrap();
    let mut client = Client::start(acting(&seeds)).await;
    let commands = client.server["capabilities"]["executeCommandProvider"]["commands"].clone();
    for name in
        ["setDate", "setOutlet", "setRole", "turnOn", "status", "articles", "events", "entities", "showReferences"]
    {
        assert!(commands.as_array().unwrap().contains(&json!(format!("copydesk.{name}"))), "{commands}");
    }
    let articles = run(&mut client, "copydesk.articles", Value::Null).await;
    let labels: Vec<&str> = articles.as_array().unwrap().iter().map(|one| one["label"].as_str().unwrap()).collect();
    assert_eq!(labels.len(), 5);
    assert!(
        labels[1].starts_with("18 Apr 2016 · outlet not in text · President Obama had “an intense conversation”"),
        "{labels:?}"
    );
    let guardian = &articles[4];
    assert_eq!((&guardian["outlet"], &guardian["date"]), (&json!("The Guardian"), &json!("2016-11-20")));
    assert_eq!(
        (&guardian["role"], &guardian["title"]),
        (&json!("clipping"), &json!("Obama presses Putin on Syria as Aleppo bombed by regime …"))
    );
    let findings: Vec<u64> = articles.as_array().unwrap().iter().map(|one| one["findings"].as_u64().unwrap()).collect();
    assert!(findings.iter().sum::<u64>() > 5, "{findings:?}");

    let events = run(&mut client, "copydesk.events", Value::Null).await;
    let dates: Vec<&str> = events.as_array().unwrap().iter().map(|one| one["date"].as_str().unwrap()).collect();
    assert!(dates.is_sorted() && dates.len() == 4, "{dates:?}");
    let call = &events[usize::try_from(articles[1]["event"].as_u64().unwrap()).unwrap()];
    assert_eq!(call["articles"].as_array().unwrap().len(), 2);
    assert_eq!((&call["articles"][0]["uri"], &call["articles"][0]["label"]), (&articles[1]["uri"], &json!(labels[1])));
    assert_eq!(call["articles"][0]["range"]["start"]["line"], 3, "the call, not the headline: {call}");

    let entities = run(&mut client, "copydesk.entities", Value::Null).await;
    let entities = entities.as_array().unwrap();
    let most: Vec<&str> = entities.iter().take(4).map(|one| one["name"].as_str().unwrap()).collect();
    assert!(most.contains(&"Barack Obama") && most.contains(&"Syria"), "{most:?}");
    assert!(entities.is_sorted_by_key(|one| std::cmp::Reverse(one["mentions"].as_u64())));
    let obama = entities.iter().find(|one| one["name"] == "Barack Obama").unwrap();
    assert_eq!((&obama["type"], &obama["articles"]), (&json!("person"), &json!(5)));

    // For a client that leaves it to the server, the first place is opened.
    let place = json!({"uri": obama["uri"], "range": obama["range"]});
    let arguments = json!([obama["uri"], {"line": 0, "character": 0}, [place]]);
    client
        .request("workspace/executeCommand", json!({"command": "copydesk.showReferences", "arguments": arguments}))
        .await;
    assert_eq!(client.until_asked("window/showDocument").await["selection"], obama["range"]);
    let status = run(&mut client, "copydesk.status", Value::Null).await;
    assert_eq!(status["text"], "5 articles, 4 events");
    client.finish().await;
}
