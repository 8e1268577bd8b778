//! Documents, folders and settings, through the whole server.

use serde_json::{Value, json};

use super::client::{Client, HOME, Setup, folder, uri_of};
use super::wire;

/// Something that the rules have an opinion on.
const CLAIM: &str = "Rebels gain ground\n\n\
    The government said on Monday that its forces had left the town.\n\n\
    Rebel groups have reportedly made advances against government positions.\n";

/// Its outline.
const OUTLINE: [&str; 3] = [
    "Rebels gain ground",
    "The government said on Monday that its forces had left the …",
    "Rebel groups have reportedly made advances against …",
];

fn is_empty(params: &Value) -> bool {
    params["diagnostics"] == json!([])
}

fn diagnostics_in(messages: &[Value]) -> Vec<&Value> {
    messages.iter().filter(|message| message["method"] == "textDocument/publishDiagnostics").collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn elsewhere_it_is_silent() {
    let (_dir, at) = folder(&[("a.txt", CLAIM)]);
    let mut client = Client::start(Setup::able(&at(""))).await;
    client.open(&at("a.txt"), 1, CLAIM).await;
    assert_eq!(client.outline(&at("a.txt")).await, [""; 0]);
    let position = json!({"textDocument": {"uri": uri_of(&at("a.txt"))}, "position": {"line": 0, "character": 3},
        "context": {"includeDeclaration": true}});
    for method in ["hover", "definition", "implementation", "references", "documentHighlight"] {
        assert_eq!(client.request(&format!("textDocument/{method}"), position.clone()).await, Value::Null, "{method}");
    }
    assert_eq!(client.request("workspace/symbol", json!({"query": ""})).await, json!([]));
    let heard = client.silence().await;
    assert!(diagnostics_in(&heard).is_empty(), "{heard:?}");

    // A copydesk.toml, even an empty one, makes it at home; without it, it is silent again.
    std::fs::write(at("copydesk.toml"), "").unwrap();
    client.files_changed(&[&at("copydesk.toml")]).await;
    client.until_outline(&at("a.txt"), &OUTLINE).await;
    client.diagnostics(&at("a.txt"), |params| params["version"] == 1).await;
    std::fs::remove_file(at("copydesk.toml")).unwrap();
    client.files_changed(&[&at("copydesk.toml")]).await;
    client.until_outline(&at("a.txt"), &[]).await;
    client.diagnostics(&at("a.txt"), is_empty).await;
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_clients_setting_makes_it_at_home_everywhere() {
    let (_dir, at) = folder(&[("a.txt", "One.")]);
    for options in [json!({"enable": "always"}), json!({"copydesk": {"enable": "always"}})] {
        let mut client = Client::start(Setup { options, ..Setup::able(&at("")) }).await;
        assert_eq!(client.outline(&at("a.txt")).await, ["One."]);
        client.finish().await;
    }
    let configuration = json!({"enable": "always"});
    let mut client = Client::start(Setup { configuration, ..Setup::able(&at("")) }).await;
    client.until_outline(&at("a.txt"), &["One."]).await;
    assert!(client.asked.iter().any(|asked| asked.starts_with("workspace/configuration")));
    client.finish().await;
    let mut client = Client::start(Setup::plain(&at(""))).await;
    assert_eq!(client.outline(&at("a.txt")).await, [""; 0]);
    let settings = json!({"settings": {"copydesk": {"enable": "always"}}});
    client.notify("workspace/didChangeConfiguration", settings).await;
    client.until_outline(&at("a.txt"), &["One."]).await;
    let settings = json!({"settings": {"copydesk": {"enable": "workspace"}}});
    client.notify("workspace/didChangeConfiguration", settings).await;
    client.until_outline(&at("a.txt"), &[]).await;
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_document_outside_every_folder_finds_its_settings_above_it() {
    let (_dir, at) = folder(&[HOME, ("sub/a.txt", "One."), ("b.txt", "Two.")]);
    let mut client = Client::start(Setup { folders: Vec::new(), ..Setup::able(&at("")) }).await;
    client.open(&at("sub/a.txt"), 1, "Open.").await;
    assert_eq!(client.outline(&at("sub/a.txt")).await, ["Open."]);
    client.until_outline(&at("b.txt"), &["Two."]).await;
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_open_buffer_wins_over_the_disk_and_closing_goes_back() {
    let (_dir, at) = folder(&[HOME, ("a.txt", "On disk.")]);
    let mut client = Client::start(Setup::able(&at(""))).await;
    assert_eq!(client.outline(&at("a.txt")).await, ["On disk."]);
    client.open(&at("a.txt"), 1, "In the buffer.").await;
    assert_eq!(client.outline(&at("a.txt")).await, ["In the buffer."]);
    std::fs::write(at("a.txt"), "On disk, later.").unwrap();
    client.files_changed(&[&at("a.txt")]).await;
    assert_eq!(client.outline(&at("a.txt")).await, ["In the buffer."]);
    client.diagnostics(&at("a.txt"), |params| params["version"] == 1).await;
    client.close(&at("a.txt")).await;
    assert_eq!(client.outline(&at("a.txt")).await, ["On disk, later."]);
    client.diagnostics(&at("a.txt"), |params| is_empty(params) && params.get("version").is_none()).await;
    // A buffer without a file goes away with its closing.
    client.open(&at("new.txt"), 1, "New.").await;
    assert_eq!(client.outline(&at("new.txt")).await, ["New."]);
    client.close(&at("new.txt")).await;
    assert_eq!(client.outline(&at("new.txt")).await, [""; 0]);
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn changes_outside_the_editor_are_noticed() {
    for able in [true, false] {
        let (_dir, at) = folder(&[HOME, (".gitignore", "*.old.txt\n"), ("a.txt", "One.")]);
        let setup = if able { Setup::able(&at("")) } else { Setup::plain(&at("")) };
        let mut setup = setup;
        setup.capabilities["textDocument"]["documentSymbol"] = json!({"hierarchicalDocumentSymbolSupport": true});
        let mut client = Client::start(setup).await;
        assert_eq!(client.outline(&at("a.txt")).await, ["One."]);
        // The watcher of our own starts on a thread of its own.
        tokio::time::sleep(super::client::SILENCE).await;
        let change = |name: &str, text: Option<&str>| match text {
            Some(text) => std::fs::write(at(name), text).unwrap(),
            None => std::fs::remove_file(at(name)).unwrap(),
        };
        for (name, text, expected) in [
            ("a.txt", Some("Two."), &["Two."][..]),
            ("b.txt", Some("New."), &["New."]),
            ("c.old.txt", Some("Ignored."), &[]),
            ("a.txt", None, &[]),
        ] {
            change(name, text);
            if able {
                client.files_changed(&[&at(name)]).await;
            }
            client.until_outline(&at(name), expected).await;
        }
        let registered = client.asked.iter().any(|asked| asked.starts_with("client/registerCapability"));
        assert_eq!(registered, able);
        client.finish().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_settings_include_is_read_and_watched() {
    let (_dir, at) = folder(&[HOME, ("notes/a.md", "One.")]);
    let mut client = Client::start(Setup::able(&at(""))).await;
    assert_eq!(client.outline(&at("notes/a.md")).await, [""; 0]);
    std::fs::write(at("copydesk.toml"), "include = [\"notes/*.md\"]").unwrap();
    client.files_changed(&[&at("copydesk.toml")]).await;
    client.until_outline(&at("notes/a.md"), &["One."]).await;
    std::fs::write(at("notes/a.md"), "Two.").unwrap();
    client.files_changed(&[&at("notes/a.md")]).await;
    client.until_outline(&at("notes/a.md"), &["Two."]).await;
    assert!(client.asked.iter().any(|asked| asked.contains("**/notes/*.md")), "{:?}", client.asked);
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn folders_come_and_go() {
    let (_dir, at) = folder(&[
        ("one/copydesk.toml", ""),
        ("one/a.txt", "One."),
        ("two/copydesk.toml", ""),
        ("two/b.txt", "Two."),
        ("two/.hidden/c.txt", "Hidden."),
    ]);
    let mut client = Client::start(Setup { folders: vec![at("one")], ..Setup::able(&at("")) }).await;
    assert_eq!(client.outline(&at("one/a.txt")).await, ["One."]);
    assert_eq!(client.outline(&at("two/b.txt")).await, [""; 0]);
    let item = |name: &str| json!({"uri": uri_of(&at(name)), "name": name});
    let event = json!({"event": {"added": [item("two")], "removed": []}});
    client.notify("workspace/didChangeWorkspaceFolders", event).await;
    client.until_outline(&at("two/b.txt"), &["Two."]).await;
    client.until_outline(&at("one/a.txt"), &["One."]).await;
    let event = json!({"event": {"added": [], "removed": [item("one")]}});
    client.notify("workspace/didChangeWorkspaceFolders", event).await;
    client.until_outline(&at("one/a.txt"), &[]).await;
    assert_eq!(client.outline(&at("two/.hidden/c.txt")).await, [""; 0]);
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mistake_in_the_settings_is_told_at_its_line() {
    let (_dir, at) = folder(&[("copydesk.toml", "# é\nrulez = 1\n"), ("a.txt", "One.")]);
    let toml = at("copydesk.toml");
    let mut client = Client::start(Setup::able(&at(""))).await;
    let found = client.diagnostics(&toml, |_| true).await;
    assert_eq!(found["diagnostics"][0]["severity"], 2);
    let range = json!({"start": {"line": 1, "character": 0}, "end": {"line": 1, "character": 5}});
    assert_eq!(found["diagnostics"][0]["range"], range);
    assert!(found["diagnostics"][0]["message"].as_str().unwrap().contains("did you mean rules?"));
    std::fs::write(&toml, "[rules]\nhearsay = \"off\"\n").unwrap();
    client.files_changed(&[&toml]).await;
    client.diagnostics(&toml, is_empty).await;
    // In the editor, unsaved.
    client.open(&toml, 7, "[rules]\nhearsay = \"loud\"\n").await;
    let found = client.diagnostics(&toml, |params| params["version"] == 7).await;
    assert_eq!(found["diagnostics"][0]["range"]["start"], json!({"line": 1, "character": 10}));
    client.replace(&toml, 8, "").await;
    client.diagnostics(&toml, |params| params["version"] == 8 && is_empty(params)).await;
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rule_is_as_loud_as_the_settings_say() {
    let (_dir, at) = folder(&[HOME, ("a.txt", CLAIM)]);
    let mut client = Client::start(Setup::able(&at(""))).await;
    client.open(&at("a.txt"), 1, CLAIM).await;
    let codes = |params: &Value| {
        let diagnostics = params["diagnostics"].as_array().unwrap();
        diagnostics.iter().map(|one| (one["code"].to_string(), one["severity"].as_i64())).collect::<Vec<_>>()
    };
    let found = client.diagnostics(&at("a.txt"), |params| params["version"] == 1).await;
    assert!(codes(&found).contains(&("\"hearsay\"".to_owned(), Some(2))), "{found}");
    for (toml, severity) in [("hearsay = \"error\"", Some(1)), ("hearsay = \"off\"", None)] {
        std::fs::write(at("copydesk.toml"), format!("[rules]\n{toml}\n")).unwrap();
        client.files_changed(&[&at("copydesk.toml")]).await;
        let fits = |params: &Value| {
            let found = codes(params).into_iter().find(|(code, _)| code == "\"hearsay\"");
            found.and_then(|(_, severity)| severity) == severity
        };
        client.diagnostics(&at("a.txt"), fits).await;
    }
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_that_are_no_utf8_too_large_or_empty() {
    let (_dir, at) =
        folder(&[("copydesk.toml", "max_file_size = 40"), ("empty.txt", ""), ("large.txt", &"x".repeat(41))]);
    std::fs::write(at("latin.txt"), b"caf\xe9 \x93said\x94\r\nTwo.").unwrap();
    let mut client = Client::start(Setup::able(&at(""))).await;
    assert_eq!(client.outline(&at("empty.txt")).await, [""; 0]);
    assert_eq!(client.outline(&at("large.txt")).await, [""; 0]);
    assert_eq!(client.outline(&at("latin.txt")).await, ["café “said”", "Two."]);
    let latin = client.diagnostics(&at("latin.txt"), |_| true).await;
    let first_line = json!({"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 11}});
    assert_eq!((&latin["diagnostics"][0]["severity"], &latin["diagnostics"][0]["range"]), (&json!(4), &first_line));
    let large = client.diagnostics(&at("large.txt"), |_| true).await;
    assert_eq!(large["diagnostics"][0]["severity"], 3);
    // A buffer may grow over the limit and shrink again.
    client.open(&at("empty.txt"), 1, &"y".repeat(41)).await;
    assert_eq!(client.outline(&at("empty.txt")).await, [""; 0]);
    client.diagnostics(&at("empty.txt"), |params| params["version"] == 1 && !is_empty(params)).await;
    client.replace(&at("empty.txt"), 2, "y").await;
    assert_eq!(client.outline(&at("empty.txt")).await, ["y"]);
    client.diagnostics(&at("empty.txt"), |params| params["version"] == 2 && is_empty(params)).await;
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn documents_that_are_no_files_do_no_harm() {
    let (_dir, at) = folder(&[HOME, ("a.txt", "One.")]);
    let options = json!({"enable": "always"});
    let mut client = Client::start(Setup { options, ..Setup::able(&at("")) }).await;
    for uri in ["untitled:Untitled-1", "git:/a.txt?%7B%22ref%22%3A%22%22%7D", "file://server/share/a.txt", "x:"] {
        client.open_uri(uri, 1, CLAIM).await;
        let document = json!({"uri": uri, "version": 2});
        let change = json!({"textDocument": document, "contentChanges": [{"text": "New."}]});
        client.notify("textDocument/didChange", change).await;
        let position = json!({"textDocument": {"uri": uri}, "position": {"line": 0, "character": 3}});
        assert_eq!(client.request("textDocument/hover", position).await, Value::Null, "{uri}");
        client.notify("textDocument/didClose", json!({"textDocument": {"uri": uri}})).await;
    }
    assert_eq!(client.outline(&at("a.txt")).await, ["One."]);
    assert!(diagnostics_in(&client.finish().await).is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_sees_the_edits_before_it_and_no_others() {
    let (_dir, at) = folder(&[HOME]);
    let mut client = Client::start(Setup::able(&at(""))).await;
    let path = at("a.txt");
    client.open(&path, 0, "Edit 0").await;
    // Sent in one piece: every edit is followed by its question before anything is answered.
    let mut bytes = Vec::new();
    for version in 1..=100 {
        let digits = (version - 1i32).to_string().len();
        let range = json!({"start": {"line": 0, "character": 5}, "end": {"line": 0, "character": 5 + digits}});
        let change = json!({
            "textDocument": {"uri": uri_of(&path), "version": version},
            "contentChanges": [{"range": range, "text": version.to_string()}],
        });
        bytes.extend(wire::frame(&super::client::notification("textDocument/didChange", change)));
        let params = json!({"textDocument": {"uri": uri_of(&path)}});
        let ask =
            json!({"jsonrpc": "2.0", "id": 1000 + version, "method": "textDocument/documentSymbol", "params": params});
        bytes.extend(wire::frame(&ask));
    }
    client.send_bytes(&bytes).await;
    for version in 1..=100 {
        let answer = client.answer(1000 + version).await;
        assert_eq!(answer["result"][0]["name"], format!("Edit {version}"));
    }
    client.diagnostics(&path, |params| params["version"] == 100).await;
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_thousand_edits_with_requests_between_give_the_right_text() {
    let (_dir, at) = folder(&[HOME]);
    let mut client = Client::start(Setup::able(&at(""))).await;
    let path = at("a.txt");
    client.open(&path, 0, "").await;
    let mut bytes = Vec::new();
    let mut expected = String::new();
    let mut ids = Vec::new();
    for version in 1..=2000 {
        let word = format!("w{version} ");
        // Always at the front, so that any other order gives another text.
        let change = json!({
            "textDocument": {"uri": uri_of(&path), "version": version},
            "contentChanges": [{"range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}, "text": word}],
        });
        expected.insert_str(0, &word);
        bytes.extend(wire::frame(&super::client::notification("textDocument/didChange", change)));
        if version % 100 == 0 {
            let params = json!({"textDocument": {"uri": uri_of(&path)}, "position": {"line": 0, "character": 1}});
            let id = 10_000 + version;
            ids.push(id);
            bytes.extend(wire::frame(
                &json!({"jsonrpc": "2.0", "id": id, "method": "textDocument/hover", "params": params}),
            ));
        }
    }
    client.send_bytes(&bytes).await;
    for id in ids {
        assert!(client.answer(id).await.get("error").is_none());
    }
    let first = expected.split(' ').next().unwrap();
    let outline = client.outline(&path).await;
    assert!(outline[0].starts_with(first), "{outline:?}");
    client.diagnostics(&path, |params| params["version"] == 2000).await;
    let published = diagnostics_in(&client.finish().await).len();
    assert!(published < 200, "a burst was published {published} times");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_text_that_is_not_known_is_not_spoken_of() {
    let (_dir, at) = folder(&[HOME, ("a.txt", "On disk.")]);
    let path = at("a.txt");
    let edit =
        json!([{"range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}, "text": "x"}]);
    let mut client = Client::start(Setup::able(&at(""))).await;
    client.open(&path, 5, "Five.").await;
    client.change(&path, 4, edit.clone()).await;
    assert_eq!(client.outline(&path).await, [""; 0]);
    client.change(&path, 6, edit.clone()).await;
    assert_eq!(client.outline(&path).await, [""; 0]);
    client.replace(&path, 7, "Seven.").await;
    assert_eq!(client.outline(&path).await, ["Seven."]);
    // An edit that is no JSON is lost.
    client.send_bytes(&wire::raw_frame(b"{\"method\": \"textDocument/didChange\", \"params\": {")).await;
    assert_eq!(client.outline(&path).await, [""; 0]);
    assert_eq!(client.answer_to(Value::Null).await["error"]["code"], -32700);
    client.close(&path).await;
    assert_eq!(client.outline(&path).await, ["On disk."]);
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_encoding_of_positions() {
    let (_dir, at) = folder(&[HOME]);
    let path = at("a.txt");
    // A byte order mark, an emoji, a combining mark, U+2028 and all three line ends.
    let text = "\u{feff}A 👍 e\u{301}\u{2028}b.\r\n\r\nSecond 👍👍 line.\rThird.\n";
    for (offered, encoding, first, second) in [
        (json!(["utf-8", "utf-16"]), "utf-8", [13, 18], 21),
        (json!(["utf-16"]), "utf-16", [8, 11], 17),
        (json!(["utf-32"]), "utf-32", [7, 10], 15),
    ] {
        let mut setup = Setup::able(&at(""));
        setup.capabilities["general"]["positionEncodings"] = offered;
        let mut client = Client::start(setup).await;
        assert_eq!(client.server["capabilities"]["positionEncoding"], encoding);
        client.open(&path, 1, text).await;
        let params = json!({"textDocument": {"uri": uri_of(&path)}});
        let outline = client.request("textDocument/documentSymbol", params).await;
        let ends: Vec<Value> =
            outline.as_array().unwrap().iter().map(|one| one["selectionRange"]["end"].clone()).collect();
        let at_end = |line: u32, character: u32| json!({"line": line, "character": character});
        let expected = [at_end(0, first[0]), at_end(0, first[1]), at_end(2, second), at_end(3, 6)];
        assert_eq!(ends[..], expected, "{encoding}");
        // An edit in the client's units: the last two characters of the second paragraph.
        let range = json!({"start": at_end(2, second - 5), "end": at_end(2, second)});
        client.change(&path, 2, json!([{"range": range, "text": "end."}])).await;
        assert_eq!(client.outline(&path).await[2], "Second 👍👍 end.");
        client.finish().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_articles_do_not_keep_the_open_one_waiting() {
    let (_dir, at) = folder(&[HOME]);
    for n in 0..1000 {
        std::fs::write(at(&format!("{n}.txt")), format!("Article {n}.\n\nThe mayor said so on Monday.\n")).unwrap();
    }
    let mut client = Client::start(Setup::able(&at(""))).await;
    client.open(&at("open.txt"), 1, "Open.").await;
    assert_eq!(client.outline(&at("open.txt")).await, ["Open."]);
    client.until_outline(&at("999.txt"), &["Article 999.", "The mayor said so on Monday."]).await;
    client.finish().await;
}
