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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn saving_writes_only_lines_anew_whose_words_or_context_changed() {
    let (_dir, at) = folder(&[("copydesk.toml", ""), ("a.txt", TEXT)]);
    let (article, file) = (at("a.txt"), at("a.txt.anno.jsonl"));
    let mut client = Client::start(Setup::able(&at(""))).await;
    client.open(&article, 1, TEXT).await;
    until(&mut client, &article, "Sam Holt", |hover| hover.contains("person")).await;
    for words in ["Ana Reed", "Reed said"] {
        run(&mut client, "copydesk.judge", about(&article, words, json!({"verb": "note", "note": words}))).await;
    }
    let lines = || -> Vec<String> { std::fs::read_to_string(&file).unwrap().lines().map(str::to_owned).collect() };
    let before = lines();
    let edited = format!("A lead.\n\n{TEXT}");
    client.replace(&article, 2, &edited).await;
    std::fs::write(&article, &edited).unwrap();
    client.notify("textDocument/didSave", json!({"textDocument": {"uri": uri_of(&article)}})).await;
    // Acts stand in a row: this is behind what the save does.
    let list = run(&mut client, "copydesk.annotations", json!({"uri": uri_of(&article)})).await;
    let places: Vec<&str> =
        list.as_array().unwrap().iter().filter_map(|one| one["places"][0]["how"].as_str()).collect();
    // By what the old text on disk told, or without it.
    assert!(places[0] == "exact" && ["diff", "context"].contains(&places[1]), "{places:?}");
    let after = lines();
    assert!(
        after[0].contains(r#""prefix":"A lead.\n\nBridge to close\n\nMayor ""#) && after[0].contains("A. Annotator"),
        "{}",
        after[0]
    );
    assert_eq!(after[1], before[1], "an edit at the top touches no other line");
    // What was written anew is still what was decided.
    run(&mut client, "copydesk.undo", Value::Null).await;
    run(&mut client, "copydesk.undo", Value::Null).await;
    assert!(!file.exists());
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_contradicts_is_said_at_every_place() {
    let text = "Ana Reed met Reed. Mayor Reed left. She slept.\n";
    let (_dir, at) = folder(&[("copydesk.toml", ""), ("a.txt", text)]);
    let mut client = Client::start(Setup::able(&at(""))).await;
    client.open(&at("a.txt"), 1, text).await;
    client.outline(&at("a.txt")).await;
    let range =
        |from: usize, to: usize| json!({"start": {"line": 0, "character": from}, "end": {"line": 0, "character": to}});
    let (a, b, c) = (range(0, 8), range(13, 17), range(19, 29));
    for (one, verb, other, who) in [(&a, "same", &b, "A"), (&b, "same", &c, "B"), (&a, "not-same", &c, "C")] {
        let to = json!({"uri": uri_of(&at("a.txt")), "range": other});
        let place =
            json!({"uri": uri_of(&at("a.txt")), "range": one, "verb": verb, "to": to, "of": "entity", "as": who});
        run(&mut client, "copydesk.judge", place).await;
    }
    let told = client
        .diagnostics(&at("a.txt"), |found| {
            let found = found["diagnostics"].as_array().into_iter().flatten();
            found.filter(|one| one["message"].as_str().is_some_and(|it| it.contains("contradict each other"))).count()
                == 3
        })
        .await;
    let message = told["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|one| one["message"].as_str())
        .find(|it| it.contains("contradict"));
    for who in ["A, ", "B, ", "C, ", "“Ana Reed” / “Reed” are the same", "are not the same"] {
        assert!(message.unwrap().contains(who), "{who}: {message:?}");
    }
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ones_own_judgement_counts_for_oneself() {
    let (_dir, at) = folder(&[("copydesk.toml", ""), ("a.txt", TEXT)]);
    let mut setup = Setup::able(&at(""));
    setup.options = json!({"annotator": "A. Annotator"});
    let mut client = Client::start(setup).await;
    client.open(&at("a.txt"), 1, TEXT).await;
    until(&mut client, &at("a.txt"), "Sam Holt", |hover| hover.contains("person")).await;
    for (kind, who) in [("place", "A. Annotator"), ("organization", "B. Other")] {
        let place = json!({"verb": "mention", "type": kind, "as": who});
        run(&mut client, "copydesk.judge", about(&at("a.txt"), "Sam Holt", place)).await;
    }
    until(&mut client, &at("a.txt"), "Sam Holt", |hover| hover.contains("place") && hover.contains("B. Other")).await;
    // Settings change while it runs, and may be emptied.
    for (name, kind) in [("B. Other", "organization"), ("A. Annotator", "place")] {
        let settings = json!({"settings": {"copydesk": {"annotator": name}}});
        client.notify("workspace/didChangeConfiguration", settings).await;
        until(&mut client, &at("a.txt"), "Sam Holt", |hover| hover.contains(kind)).await;
    }
    client.notify("workspace/didChangeConfiguration", json!({"settings": {"copydesk": {"annotator": ""}}})).await;
    until(&mut client, &at("a.txt"), "Sam Holt", |hover| hover.contains("organization")).await;
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_name_that_is_written_so_is_decided_in_one_step() {
    let full = "Governor Sam Holt opened the bridge on Monday.\n\nMr. Holt slept.\n";
    let short = |rest: &str| format!("The bridge\n\nMr. Holt {rest} on Monday. Mr. Holt left.\n");
    let (b, c) = (short("waved"), short("sang"));
    let (_dir, at) = folder(&[("copydesk.toml", ""), ("a.txt", full), ("b.txt", &b), ("c.txt", &c)]);
    let mut setup = Setup::able(&at(""));
    setup.options = json!({"annotator": "A. Annotator"});
    setup.capabilities["textDocument"]["codeAction"] = json!({"codeActionLiteralSupport": {"codeActionKind":
        {"valueSet": []}}});
    let mut client = Client::start(setup).await;
    for (name, text) in [("b.txt", b.as_str()), ("a.txt", full)] {
        client.open(&at(name), 1, text).await;
    }
    client.until_outline(&at("c.txt"), &["The bridge", "Mr. Holt sang on Monday. Mr. Holt left."]).await;
    let place = json!({"line": 2, "character": 5});
    let params = json!({"textDocument": {"uri": uri_of(&at("b.txt"))}, "range": {"start": place, "end": place},
        "context": {"diagnostics": [], "triggerKind": 1}});
    let actions = client.request("textDocument/codeAction", params).await;
    let titles: Vec<&str> = actions.as_array().unwrap().iter().filter_map(|one| one["title"].as_str()).collect();
    let wanted = "Every “Mr. Holt” in 3 articles is Sam Holt";
    let at_title = titles.iter().position(|title| *title == wanted);
    let command = &actions[at_title.unwrap_or_else(|| panic!("{titles:?}"))]["command"];
    let answer = client.request("workspace/executeCommand", command.clone()).await;
    assert_eq!(answer["title"], wanted);
    let lines = |name: &str| std::fs::read_to_string(at(name)).map_or(0, |text| text.lines().count());
    // In the article in which he is introduced that is one of them; from the others a decision leads there.
    let counts = ["a.txt.anno.jsonl", "b.txt.anno.jsonl", "c.txt.anno.jsonl", "copydesk.anno.jsonl"].map(lines);
    assert_eq!(counts, [2, 2, 2, 2], "{answer}");
    let analysis = client
        .request(
            "textDocument/hover",
            json!({"textDocument": {"uri": uri_of(&at("b.txt"))},
        "position": place}),
        )
        .await;
    assert!(analysis.to_string().contains("Sam Holt"), "{analysis}");
    let undone = run(&mut client, "copydesk.undo", Value::Null).await;
    assert_eq!(undone["title"], "Undo: every “Mr. Holt” in 3 articles is Sam Holt");
    assert!(!at("copydesk.anno.jsonl").exists() && !at("b.txt.anno.jsonl").exists());
    client.finish().await;
}

/// Nothing but the edits tells which of many sentences alike is meant.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn edits_move_what_was_decided_exactly() {
    const LINE: &str = "The bridge is closed.";
    const LINES: usize = 40;
    let mut lines: Vec<String> = vec![LINE.to_owned(); LINES];
    let (_dir, at) = folder(&[("copydesk.toml", ""), ("a.txt", &lines.join("\n"))]);
    let article = at("a.txt");
    let mut client = Client::start(Setup::able(&at(""))).await;
    client.open(&article, 1, &lines.join("\n")).await;
    let range = |line: usize, from: usize, to: usize| json!({"start": {"line": line, "character": from}, "end": {"line": line, "character": to}});
    // What is marked, by its line, and where that is now.
    let mut marked: Vec<usize> = (0..LINES).step_by(3).collect();
    for line in &marked {
        let note = json!({"uri": uri_of(&article), "range": range(*line, 4, 10), "verb": "note",
            "note": format!("{line:02}"), "as": "A"});
        run(&mut client, "copydesk.judge", note).await;
    }
    let mut seed = 11_u64;
    let mut chance = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % below
    };
    for version in 2..120 {
        let line = chance(lines.len());
        let is_marked = marked.contains(&line);
        let change = match chance(4) {
            // A line more.
            0 => {
                lines.insert(line, LINE.to_owned());
                marked.iter_mut().filter(|one| **one >= line).for_each(|one| *one += 1);
                json!([{"range": range(line, 0, 0), "text": format!("{LINE}\n")}])
            }
            // One that is not marked goes.
            1 if !is_marked && line + 1 < lines.len() && lines.len() > LINES / 2 => {
                lines.remove(line);
                marked.iter_mut().filter(|one| **one > line).for_each(|one| *one -= 1);
                json!([{"range": {"start": {"line": line, "character": 0}, "end": {"line": line + 1, "character": 0}}, "text": ""}])
            }
            // Words behind, and a letter in front, typed and taken back in one message.
            _ => {
                lines[line] += " Still.";
                let end = lines[line].len() - " Still.".len();
                json!([{"range": range(line, end, end), "text": " Still."}, {"range": range(line, 0, 0), "text": "“"},
                    {"range": range(line, 0, 1), "text": ""}])
            }
        };
        client.change(&article, version, change).await;
        if version % 20 != 0 {
            continue;
        }
        let list = run(&mut client, "copydesk.annotations", json!({"uri": uri_of(&article)})).await;
        let mut found: Vec<u64> = list
            .as_array()
            .unwrap()
            .iter()
            .map(|one| {
                let place = &one["places"][0];
                assert_eq!((&place["column"], &place["quote"]), (&json!(5), &json!("bridge")), "{one}");
                place["line"].as_u64().unwrap()
            })
            .collect();
        found.sort_unstable();
        assert_eq!(found, marked.iter().map(|line| *line as u64 + 1).collect::<Vec<_>>(), "version {version}");
    }
    // Saved, they are written where they are.
    let text = lines.join("\n");
    assert_eq!(client.request("copydesk/text", json!({"textDocument": {"uri": uri_of(&article)}})).await, text);
    std::fs::write(&article, &text).unwrap();
    client.notify("textDocument/didSave", json!({"textDocument": {"uri": uri_of(&article)}})).await;
    run(&mut client, "copydesk.annotations", json!({"uri": uri_of(&article)})).await;
    let written = std::fs::read_to_string(at("a.txt.anno.jsonl")).unwrap();
    let start = |line: &usize| lines[..*line].iter().map(|one| one.len() + 1).sum::<usize>() + 4;
    for (mark, line) in (0..LINES).step_by(3).zip(&marked) {
        let row = written.lines().find(|row| row.contains(&format!("\"note\":\"{mark:02}\""))).unwrap();
        let row: Value = serde_json::from_str(row).unwrap();
        let selectors = row["target"][0]["selector"].as_array().unwrap();
        let position = selectors.iter().find(|one| one["type"] == "TextPositionSelector").unwrap();
        assert_eq!(position["start"].as_u64().unwrap() as usize, start(line), "{row}");
    }
    client.finish().await;
}

/// Another program that changes annotation files keeps them from being written, and nobody from seeing what was decided.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_decided_holds_before_it_is_written_and_is_taken_back_where_it_cannot_be() {
    let (_dir, at) = folder(&[("copydesk.toml", ""), ("a.txt", TEXT)]);
    let (article, file) = (at("a.txt"), at("a.txt.anno.jsonl"));
    let mut client = Client::start(Setup::able(&at(""))).await;
    client.open(&article, 1, TEXT).await;
    until(&mut client, &article, "Sam Holt", |hover| hover.contains("person")).await;
    let hold = || {
        let lock = std::fs::File::create(at(".copydesk.lock")).unwrap();
        lock.lock().unwrap();
        lock
    };
    let ask = |note: &str| {
        let place = about(&article, "Sam Holt", json!({"verb": "note", "note": note}));
        json!({"command": "copydesk.judge", "arguments": [place]})
    };
    let held = hold();
    let first = client.ask("workspace/executeCommand", ask("first")).await;
    until(&mut client, &article, "Sam Holt", |hover| hover.contains("first")).await;
    assert!(!client.is_answered(first) && !file.exists(), "it is not safe yet");
    drop(held);
    assert_eq!(client.answer(first).await["result"]["written"][0]["file"], "a.txt.anno.jsonl");
    assert!(std::fs::read_to_string(&file).unwrap().contains("first"));

    // Somebody changes the line while it is being taken back: they win, and it is told.
    let held = hold();
    let undo = json!({"command": "copydesk.undo", "arguments": [null]});
    let second = client.ask("workspace/executeCommand", undo.clone()).await;
    until(&mut client, &article, "Sam Holt", |hover| !hover.contains("first")).await;
    let theirs = std::fs::read_to_string(&file).unwrap().replace("A. Annotator", "B. Other");
    std::fs::write(&file, theirs).unwrap();
    drop(held);
    let refused = client.answer(second).await;
    assert!(refused["error"]["message"].as_str().unwrap().contains("B. Other has changed"), "{refused}");
    until(&mut client, &article, "Sam Holt", |hover| hover.contains("first") && hover.contains("B. Other")).await;

    // What cannot be written at all is shown no longer than that takes to find out.
    let mut permissions = std::fs::metadata(&file).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&file, permissions).unwrap();
    let held = hold();
    let third = client.ask("workspace/executeCommand", ask("third")).await;
    until(&mut client, &article, "Sam Holt", |hover| hover.contains("first") && hover.contains("third")).await;
    drop(held);
    let refused = client.answer(third).await;
    assert!(refused["error"]["message"].as_str().unwrap().contains("read-only"), "{refused}");
    let hover = hover(&mut client, &article, "Sam Holt").await;
    assert!(hover.contains("first") && !hover.contains("third"), "{hover}");
    let list = run(&mut client, "copydesk.annotations", json!({"uri": uri_of(&article)})).await;
    assert_eq!(list.as_array().map(Vec::len), Some(1));
    client.finish().await;
}

/// In a folder that is too large to be linked at each edit.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_near_is_judged_by_itself_and_what_is_far_is_found() {
    let far = "Port Marlow\n\nMayor Ann Lee met Carl Moss on Sunday. “No,” Lee said of the harbour.\n";
    let (_dir, at) = folder(&[("copydesk.toml", ""), ("a.txt", TEXT), ("far.txt", far)]);
    let mut setup = Setup::able(&at(""));
    (setup.server.pace.few, setup.server.pace.rest) = (0, std::time::Duration::from_secs(60));
    let mut client = Client::start(setup).await;
    client.open(&at("a.txt"), 1, TEXT).await;
    until(&mut client, &at("a.txt"), "Sam Holt", |hover| hover.contains("person")).await;
    client.change(&at("a.txt"), 2, json!([{"range": range("It is"), "text": "It is"}])).await;
    let place = about(&at("a.txt"), "Sam Holt", json!({"verb": "mention", "type": "place"}));
    assert_eq!(run(&mut client, "copydesk.judge", place).await["title"], "Mark “Sam Holt” as place");
    until(&mut client, &at("a.txt"), "Sam Holt", |hover| hover.contains("place")).await;
    let column = far.lines().nth(2).unwrap().find("Carl Moss").unwrap();
    let there = json!({"start": {"line": 2, "character": column}, "end": {"line": 2, "character": column + 9}});
    let to = json!({"uri": uri_of(&at("far.txt")), "range": there});
    let not_same = about(&at("a.txt"), "Sam Holt", json!({"verb": "not-same", "of": "entity", "to": to}));
    let answer = run(&mut client, "copydesk.judge", not_same).await;
    assert_eq!(answer["written"][0]["file"], "copydesk.anno.jsonl", "{answer}");
    until(&mut client, &at("a.txt"), "Sam Holt", |hover| hover.contains("ot the same")).await;
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_servers_on_one_folder_lose_nothing_of_each_other() {
    let (_dir, at) = folder(&[("copydesk.toml", ""), ("a.txt", TEXT)]);
    let judge = |who: &'static str| {
        let (article, folder) = (at("a.txt"), at(""));
        async move {
            let mut client = Client::start(Setup::plain(&folder)).await;
            client.open(&article, 1, TEXT).await;
            for n in 0..100 {
                let note = json!({"verb": "note", "note": format!("{who} {n}"), "as": who});
                run(&mut client, "copydesk.judge", about(&article, "Sam Holt", note)).await;
            }
            client
        }
    };
    let (mut one, two) = tokio::join!(judge("A"), judge("B"));
    let lines = std::fs::read_to_string(at("a.txt.anno.jsonl")).unwrap();
    assert_eq!(lines.lines().count(), 200);
    let noted = |who: &str| (0..100).all(|n| lines.contains(&format!("\"note\":\"{who} {n}\"")));
    assert!(noted("A") && noted("B"));
    // Each sees the other's.
    let list = run(&mut one, "copydesk.annotations", json!({"uri": uri_of(&at("a.txt"))})).await;
    assert_eq!(list.as_array().map(Vec::len), Some(200));
    one.finish().await;
    two.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_a_block_ends_the_articles_own_claims_are_asked_about() {
    let claim = "The mayor is the worst that the town has ever had.";
    let text = format!(
        "Bridge to close\n\nThe mayor slept on Monday.\n\nABC News reports:\n\nThe governor left the town.\n\n{claim}\n"
    );
    let (_dir, at) = folder(&[("copydesk.toml", ""), ("a.txt", &text)]);
    let mut client = Client::start(Setup::able(&at(""))).await;
    let asked = |params: &Value| {
        let diagnostics = params["diagnostics"].as_array().unwrap();
        diagnostics.iter().any(|it| it["code"] == "unattributed-claim" && it["range"]["start"]["line"] == 8)
    };
    client.open(&at("a.txt"), 1, &text).await;
    let said = client.diagnostics(&at("a.txt"), |said| said["version"] == 1).await;
    assert!(!asked(&said), "the outlet answers for it: {said}");
    let end = "The governor left the town.";
    let start = text.find(end).unwrap();
    let line = json!({"id": "urn:x", "creator": {"name": "C"}, "copydesk": {"kind": "block-end"}, "target": [{"source":
        "a.txt", "selector": [{"type": "TextPositionSelector", "start": start, "end": start + end.len()}, {"type":
        "TextQuoteSelector", "exact": end, "prefix": "reports:\n\n", "suffix": "\n\nThe mayor is"}]}]});
    std::fs::write(at("a.txt.anno.jsonl"), format!("{line}\n")).unwrap();
    client.files_changed(&[&at("a.txt.anno.jsonl")]).await;
    client.diagnostics(&at("a.txt"), asked).await;
    std::fs::remove_file(at("a.txt.anno.jsonl")).unwrap();
    client.files_changed(&[&at("a.txt.anno.jsonl")]).await;
    client.diagnostics(&at("a.txt"), |said| !asked(said)).await;
    client.finish().await;
}
