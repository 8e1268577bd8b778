//! The five seed articles through the whole server, as an editor would use it.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::client::{Client, Setup, uri_of};

fn seeds() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").canonicalize().unwrap()
}

const FIRST: &str = "000_ac0255bbbf864db0.txt";

fn text(name: &str) -> String {
    std::fs::read_to_string(seeds().join(name)).unwrap()
}

/// The position of the first character of the `nth` (from 0) occurrence of some words, in UTF-16.
fn position(text: &str, words: &str, nth: usize) -> Value {
    let (at, _) = text.match_indices(words).nth(nth).unwrap_or_else(|| panic!("{words} is not there"));
    let line = text[..at].matches('\n').count();
    let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
    json!({"line": line, "character": text[start..at].encode_utf16().count()})
}

fn at(name: &str, position: Value) -> Value {
    json!({"textDocument": {"uri": uri_of(&seeds().join(name))}, "position": position,
        "context": {"includeDeclaration": true}})
}

/// The words of a range.
fn words(name: &str, range: &Value) -> String {
    let text = text(name);
    let line = |at: &str| usize::try_from(range[at]["line"].as_u64().unwrap()).unwrap();
    let character = |at: &str| usize::try_from(range[at]["character"].as_u64().unwrap()).unwrap();
    assert_eq!(line("start"), line("end"));
    let units: Vec<u16> = text.split('\n').nth(line("start")).unwrap().encode_utf16().collect();
    String::from_utf16(&units[character("start")..character("end")]).unwrap()
}

fn name_of(uri: &Value) -> String {
    uri.as_str().unwrap().rsplit('/').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_fact_checkers_first_minutes() {
    let mut client = Client::start(Setup::able(&seeds())).await;
    let first = text(FIRST);
    client.open(&seeds().join(FIRST), 1, &first).await;

    let hover = client.request("textDocument/hover", at(FIRST, position(&first, "Mr. Earnest", 0))).await;
    let value = hover["contents"]["value"].as_str().unwrap();
    assert_eq!(hover["contents"]["kind"], "markdown");
    assert!(value.starts_with("**Josh Earnest**"), "{value}");
    assert!(value.lines().count() <= 12, "{value}");
    assert!(words(FIRST, &hover["range"]).contains("Earnest"));

    // From the phone call to the same call in 001, and nowhere else.
    let call = at(FIRST, position(&first, "intense conversation", 0));
    let definition = client.request("textDocument/definition", call.clone()).await;
    let links = definition.as_array().unwrap();
    assert_eq!(links.len(), 1, "{definition}");
    assert_eq!(name_of(&links[0]["targetUri"]), "001_33418969c43dd264.txt");
    assert!(words(FIRST, &links[0]["originSelectionRange"]).contains("conversation"));
    let implementation = client.request("textDocument/implementation", call).await;
    for link in implementation.as_array().unwrap() {
        assert_eq!(name_of(&link["targetUri"]), "001_33418969c43dd264.txt");
    }

    let hover = client.request("textDocument/hover", at(FIRST, position(&first, "intense conversation", 0))).await;
    let value = hover["contents"]["value"].as_str().unwrap();
    let link = format!("]({}#L", uri_of(&seeds().join("001_33418969c43dd264.txt")));
    assert!(value.contains(&link), "{value}");

    let references = client.request("textDocument/references", at(FIRST, position(&first, "Mr. Putin", 0))).await;
    let articles: std::collections::BTreeSet<_> =
        references.as_array().unwrap().iter().map(|location| name_of(&location["uri"])).collect();
    assert_eq!(articles.len(), 5, "{articles:?}");

    let highlights =
        client.request("textDocument/documentHighlight", at(FIRST, position(&first, "Josh Earnest", 0))).await;
    assert!(highlights.as_array().unwrap().len() >= 3, "{highlights}");
    let symbols = client.request("workspace/symbol", json!({"query": "Earnest"})).await;
    assert!(symbols.as_array().unwrap().iter().any(|symbol| symbol["name"] == "Josh Earnest"), "{symbols}");

    let whole = json!({"start": {"line": 0, "character": 0}, "end": {"line": 999, "character": 0}});
    let params = json!({"textDocument": {"uri": uri_of(&seeds().join(FIRST))}, "range": whole});
    let hints = client.request("textDocument/inlayHint", params).await;
    let label = |hint: &Value| match &hint["label"] {
        Value::String(text) => text.clone(),
        parts => parts[0]["value"].as_str().unwrap().to_owned(),
    };
    assert!(hints.as_array().unwrap().iter().any(|hint| label(hint) == "2016-04-18"), "{hints}");
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn diagnostics_follow_the_edits() {
    let path = seeds().join(FIRST);
    let mut client = Client::start(Setup::able(&seeds())).await;
    let first = text(FIRST);
    client.open(&path, 1, &first).await;
    let hearsay = |params: &Value| {
        let found = params["diagnostics"].as_array().unwrap().iter().filter(|one| one["code"] == "hearsay");
        found.map(|one| one["range"]["start"]["line"].as_u64().unwrap()).collect::<Vec<_>>()
    };
    let found = client.diagnostics(&path, |params| params["version"] == 1).await;
    let before = hearsay(&found);
    assert!(!before.is_empty(), "{found}");
    let one = found["diagnostics"].as_array().unwrap().iter().find(|one| one["code"] == "hearsay").unwrap();
    assert!(one["codeDescription"]["href"].as_str().unwrap().ends_with("/rules/examples/hearsay.md"), "{one}");
    assert_eq!(one["data"]["code"], "hearsay");

    let top = json!({"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}});
    client.change(&path, 2, json!([{"range": top, "text": "\n\n"}])).await;
    let found = client.diagnostics(&path, |params| params["version"] == 2).await;
    assert_eq!(hearsay(&found), before.iter().map(|line| line + 2).collect::<Vec<_>>());

    let word = position(&first, "reportedly ", 0);
    let line = word["line"].as_u64().unwrap() + 2;
    let character = word["character"].as_u64().unwrap();
    let range =
        json!({"start": {"line": line, "character": character}, "end": {"line": line, "character": character + 11}});
    client.change(&path, 3, json!([{"range": range, "text": ""}])).await;
    let found = client.diagnostics(&path, |params| params["version"] == 3).await;
    assert_eq!(hearsay(&found).len(), before.len() - 1);
    client.close(&path).await;
    client.diagnostics(&path, |params| params["diagnostics"] == json!([])).await;
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_can_little_gets_what_it_can_take() {
    let mut client = Client::start(Setup::plain(&seeds())).await;
    let first = text(FIRST);
    client.open(&seeds().join(FIRST), 1, &first).await;
    let hover = client.request("textDocument/hover", at(FIRST, position(&first, "Mr. Earnest", 0))).await;
    assert_eq!(hover["contents"]["kind"], "plaintext");
    assert!(hover["contents"]["value"].as_str().unwrap().starts_with("Josh Earnest"));
    let definition = at(FIRST, position(&first, "intense conversation", 0));
    let definition = client.request("textDocument/definition", definition).await;
    assert_eq!(name_of(&definition[0]["uri"]), "001_33418969c43dd264.txt");
    let params = json!({"textDocument": {"uri": uri_of(&seeds().join(FIRST))}});
    let outline = client.request("textDocument/documentSymbol", params).await;
    assert!(outline.as_array().unwrap().iter().all(|symbol| symbol["location"]["uri"].is_string()));
    client.diagnostics(&seeds().join(FIRST), |params| params.get("version").is_none()).await;
    client.finish().await;
}
