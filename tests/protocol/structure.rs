//! What an editor draws of an article by itself: folds, selections, colors, breadcrumbs.

use std::path::Path;

use serde_json::{Value, json};

use super::client::{Client, HOME, Setup, folder, uri_of};

const ARTICLE: &str = "Mayor meets dockers\n\n\
    Ana Reed, the mayor, said on Monday that “Sam Holt will not come.”\n\n\
    Ms. Reed left 👍 “for Berlin,” she said.\n\n\
    Sign up for our newsletter\n\nCopyright 2024 The Weston Mail. All rights reserved.\n";

fn about(path: &Path) -> Value {
    json!({"textDocument": {"uri": uri_of(path)}})
}

/// Tokens as `type words`, with `*` for a declaration, as a client that counts in UTF-16 finds them.
fn painted(text: &str, server: &Value, data: &Value) -> Vec<String> {
    let legend = &server["capabilities"]["semanticTokensProvider"]["legend"];
    let lines: Vec<Vec<u16>> = text.split('\n').map(|line| line.encode_utf16().collect()).collect();
    let numbers: Vec<usize> =
        data.as_array().unwrap().iter().map(|number| usize::try_from(number.as_u64().unwrap()).unwrap()).collect();
    let (mut line, mut start) = (0, 0);
    let mut painted = Vec::new();
    for token in numbers.chunks(5) {
        line += token[0];
        start = if token[0] == 0 { start + token[1] } else { token[1] };
        let words = String::from_utf16(&lines[line][start..start + token[2]]).unwrap();
        let star = if token[4] == 1 { "*" } else { "" };
        painted.push(format!("{}{star} {words}", legend["tokenTypes"][token[3]].as_str().unwrap()));
    }
    painted
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn colors_come_whole_then_as_changes() {
    let (_dir, at) = folder(&[HOME]);
    let path = at("a.txt");
    let mut client = Client::start(Setup::able(&at(""))).await;
    client.open(&path, 1, ARTICLE).await;
    let server = client.server.clone();
    let full = client.request("textDocument/semanticTokens/full", about(&path)).await;
    let expected = [
        "class* Ana Reed",
        "keyword said",
        "number on Monday",
        "string “",
        "class* Sam Holt",
        "string will not come.”",
        "class Reed",
        "string “for",
        "namespace* Berlin",
        "string ,”",
        "keyword said",
    ];
    let found = painted(ARTICLE, &server, &full["data"]);
    assert!(found.len() >= expected.len() && found[..expected.len()] == expected, "{found:?}");

    // A range has what lies in it, and no more.
    let mut params = about(&path);
    params["range"] = json!({"start": {"line": 4, "character": 0}, "end": {"line": 5, "character": 0}});
    let range = client.request("textDocument/semanticTokens/range", params).await;
    assert_eq!(painted(ARTICLE, &server, &range["data"]), expected[6..]);

    // Nothing changed, nothing is sent; then one word changes.
    let mut params = about(&path);
    params["previousResultId"] = full["resultId"].clone();
    let same = client.request("textDocument/semanticTokens/full/delta", params.clone()).await;
    assert_eq!(same["edits"], json!([]));
    let word = json!({"start": {"line": 2, "character": 0}, "end": {"line": 2, "character": 3}});
    client.change(&path, 2, json!([{"range": word, "text": "Anabel"}])).await;
    params["previousResultId"] = same["resultId"].clone();
    let delta = client.request("textDocument/semanticTokens/full/delta", params.clone()).await;
    let edits = delta["edits"].as_array().unwrap();
    assert_eq!(edits.len(), 1, "{delta}");
    let (start, count) = (edits[0]["start"].as_u64().unwrap(), edits[0]["deleteCount"].as_u64().unwrap());
    assert!(count < 30, "{delta}");
    let mut numbers = full["data"].as_array().unwrap().clone();
    let range = usize::try_from(start).unwrap()..usize::try_from(start + count).unwrap();
    numbers.splice(range, edits[0]["data"].as_array().unwrap().iter().cloned());
    let now = ARTICLE.replacen("Ana", "Anabel", 1);
    let full = client.request("textDocument/semanticTokens/full", about(&path)).await;
    assert_eq!(full["data"], Value::Array(numbers));
    assert_eq!(painted(&now, &server, &full["data"])[0], "class* Anabel Reed");

    // A result that nobody knows any more is answered with everything.
    params["previousResultId"] = json!("999");
    let all = client.request("textDocument/semanticTokens/full/delta", params).await;
    assert_eq!(all["data"], full["data"]);
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn folds_and_selections() {
    let (_dir, at) = folder(&[HOME]);
    let path = at("a.txt");
    let mut client = Client::start(Setup::able(&at(""))).await;
    client.open(&path, 1, ARTICLE).await;
    let folds = client.request("textDocument/foldingRange", about(&path)).await;
    assert_eq!(folds, json!([{"startLine": 6, "endLine": 8, "kind": "comment"}]));

    let mut params = about(&path);
    params["positions"] =
        json!([{"line": 2, "character": 5}, {"line": 99, "character": 99}, {"line": 4, "character": 9}]);
    let selections = client.request("textDocument/selectionRange", params).await;
    let selections = selections.as_array().unwrap();
    assert_eq!(selections.len(), 3);
    for selection in selections {
        let place = |range: &Value, end: &str| (range[end]["line"].as_u64(), range[end]["character"].as_u64());
        let mut inner = selection;
        while let Some(outer) = inner.get("parent") {
            let (small, large) = (&inner["range"], &outer["range"]);
            assert!(place(large, "start") <= place(small, "start") && place(small, "end") <= place(large, "end"));
            assert_ne!(small, large);
            inner = outer;
        }
        assert_eq!(inner["range"]["start"], json!({"line": 0, "character": 0}));
    }
    let name = &selections[0]["parent"]["range"];
    assert_eq!((name["start"]["character"].as_u64(), name["end"]["character"].as_u64()), (Some(0), Some(8)));
    client.finish().await;

    // The same with characters and words for what is folded, and with no room for any.
    let mut setup = Setup::able(&at(""));
    setup.capabilities["textDocument"]["foldingRange"] = json!({"foldingRange": {"collapsedText": true}});
    let mut client = Client::start(setup.clone()).await;
    client.open(&path, 1, ARTICLE).await;
    let folds = client.request("textDocument/foldingRange", about(&path)).await;
    assert_eq!(folds[0]["startCharacter"], 26);
    assert_eq!(folds[0]["collapsedText"], "1 more line of boilerplate");
    client.finish().await;
    setup.capabilities["textDocument"]["foldingRange"] = json!({"rangeLimit": 0});
    let mut client = Client::start(setup).await;
    client.open(&path, 1, ARTICLE).await;
    assert_eq!(client.request("textDocument/foldingRange", about(&path)).await, json!([]));
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_client_does_not_announce_is_not_offered() {
    let (_dir, at) = folder(&[HOME]);
    let client = Client::start(Setup::plain(&at(""))).await;
    let offered = client.server["capabilities"].as_object().unwrap().clone();
    for provider in [
        "foldingRangeProvider",
        "selectionRangeProvider",
        "semanticTokensProvider",
        "documentLinkProvider",
        "codeLensProvider",
        "callHierarchyProvider",
        "typeHierarchyProvider",
    ] {
        assert!(!offered.contains_key(provider), "{provider}");
    }
    client.finish().await;
}
