//! What leads from an article to the others: links, lenses, comparisons, families of events.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::client::{Client, Setup, folder, uri_of};

fn seeds() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").canonicalize().unwrap()
}

const FIRST: &str = "000_ac0255bbbf864db0.txt";
const SECOND: &str = "001_33418969c43dd264.txt";

fn about(path: &Path) -> Value {
    json!({"textDocument": {"uri": uri_of(path)}})
}

fn titles(lenses: &Value) -> Vec<&str> {
    lenses.as_array().unwrap().iter().map(|lens| lens["command"]["title"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lenses_lead_to_the_other_article() {
    let (first, second) = (seeds().join(FIRST), seeds().join(SECOND));
    let mut client = Client::start(Setup::able(&seeds())).await;
    let lenses = client.request("textDocument/codeLens", about(&first)).await;
    assert_eq!(titles(&lenses)[0], "2 articles on this event");
    assert!(titles(&lenses)[1].contains("differ"), "{lenses}");
    // A client that carries out no command of ours is shown places by both.
    for lens in lenses.as_array().unwrap() {
        // Above the first line with something on it.
        assert_eq!(lens["range"]["start"], json!({"line": 3, "character": 0}));
        assert_eq!(lens["command"]["command"], "copydesk.showReferences");
        let [uri, position, locations] = lens["command"]["arguments"].as_array().unwrap().as_slice() else {
            panic!("{lens}")
        };
        assert_eq!((uri, position), (&json!(uri_of(&first)), &lens["range"]["start"]));
        assert!(locations.as_array().unwrap().iter().all(|place| place["uri"] == uri_of(&second)), "{lens}");
        assert!(!locations.as_array().unwrap().is_empty());
    }
    let alone = client.request("textDocument/codeLens", about(&seeds().join("002_9a3dda333ebe650b.txt"))).await;
    assert_eq!(alone, json!([]));
    client.finish().await;

    let mut setup = Setup::able(&seeds());
    setup.capabilities["experimental"] = json!({"copydesk": {"showReferences": true}});
    let mut client = Client::start(setup).await;
    let lenses = client.request("textDocument/codeLens", about(&first)).await;
    assert_eq!(lenses[1]["command"]["command"], "copydesk.compare");
    let arguments = json!([{"uri": uri_of(&first), "other": uri_of(&second)}]);
    assert_eq!(lenses[1]["command"]["arguments"], arguments);

    let compare = json!({"command": "copydesk.compare", "arguments": arguments});
    let found = client.request("workspace/executeCommand", compare).await;
    let differing: Vec<&Value> = found.as_array().unwrap().iter().filter(|one| one["differs"] == true).collect();
    // Beside statements, a name is written in two ways.
    let (names, statements): (Vec<&Value>, Vec<&Value>) =
        differing.iter().partition(|one| one["text"] == "High Negotiating Committee / High Negotiations Committee");
    assert_eq!(names.len(), 1, "{found}");
    assert!(titles(&lenses)[1].starts_with(&format!("{} statement", statements.len())), "{found}");
    let one = differing.iter().find(|one| one["text"].as_str().unwrap().contains("strengthening / preserving"));
    let one = one.unwrap_or_else(|| panic!("{found}"));
    assert_eq!((&one["here"]["uri"], &one["there"]["uri"]), (&json!(uri_of(&first)), &json!(uri_of(&second))));
    assert!(one["words"].as_str().unwrap().contains("strengthening"), "{one}");
    let lines = found.as_array().unwrap().iter().map(|one| one["here"]["range"]["start"]["line"].as_u64());
    assert!(lines.is_sorted(), "{found}");
    for (arguments, code) in [
        (json!([{"uri": uri_of(&first)}]), -32602),
        (json!([{"uri": uri_of(&first), "other": "file:///nowhere.txt"}]), -32803),
    ] {
        let id = client
            .ask("workspace/executeCommand", json!({"command": "copydesk.compare", "arguments": arguments}))
            .await;
        assert_eq!(client.answer(id).await["error"]["code"], code);
    }
    client.finish().await;
}

/// Two outlets on one event, and one that is about something else.
const MAIL: &str = "Mayor Ana Reed called the price of the harbor bridge “ten times too much” on Monday, after a phone \
    call with Governor Sam Holt about the harbor bridge in Weston.\n\nThe Weston Post reported that the harbor bridge \
    would close. See https://example.org/bridge.\n";
const POST: &str = "Governor Sam Holt and Mayor Ana Reed spoke by phone about the harbor bridge in Weston on Monday.\n\n\
    Mayor Ana Reed called the price of the harbor bridge “ten times too high” after the phone call with Mr. Holt.\n";
const SETTINGS: &str = "[articles.\"*.txt\"]\npublished = 2024-05-06\n\n\
    [articles.\"mail.txt\"]\noutlet = \"The Weston Mail\"\n\n[articles.\"post.txt\"]\noutlet = \"The Weston Post\"\n";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lenses_and_links_follow_the_other_article() {
    let (_dir, at) = folder(&[("copydesk.toml", SETTINGS), ("mail.txt", MAIL), ("post.txt", POST)]);
    let (mail, post) = (at("mail.txt"), at("post.txt"));
    let mut client = Client::start(Setup::able(&at(""))).await;
    client.open(&mail, 1, MAIL).await;
    let lenses = client.request("textDocument/codeLens", about(&mail)).await;
    assert_eq!(titles(&lenses), ["2 outlets on this event", "1 statement differs"]);
    let links = client.request("textDocument/documentLink", about(&mail)).await;
    let targets: Vec<&str> = links.as_array().unwrap().iter().map(|link| link["target"].as_str().unwrap()).collect();
    assert_eq!(targets, [uri_of(&post).as_str(), "https://example.org/bridge"]);
    assert!(links[0]["tooltip"].as_str().unwrap().starts_with("6 May 2024 · The Weston Post · “"), "{links}");
    assert!(links[1].get("tooltip").is_none());

    // An edit of this article has nothing fetched anew, a change of the other has.
    let refreshes =
        |client: &Client| client.asked.iter().filter(|asked| asked.starts_with("workspace/codeLens/refresh")).count();
    client.diagnostics(&mail, |params| params["version"] == 1).await;
    client.silence().await;
    let before = refreshes(&client);
    client.replace(&mail, 2, &format!("{MAIL}\nNobody answered.\n")).await;
    client.silence().await;
    assert_eq!(refreshes(&client), before);
    std::fs::write(&post, POST.replace("too high", "too much")).unwrap();
    client.files_changed(&[&post]).await;
    client.silence().await;
    assert_eq!(refreshes(&client), before + 1);
    let lenses = client.request("textDocument/codeLens", about(&mail)).await;
    assert_eq!(titles(&lenses), ["2 outlets on this event"]);
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn encounters_are_a_family() {
    let mut client = Client::start(Setup::able(&seeds())).await;
    assert_eq!(client.server["capabilities"]["typeHierarchyProvider"], true);
    let path = seeds().join(FIRST);
    let text = std::fs::read_to_string(&path).unwrap();
    let line = text.lines().position(|line| line.contains("intense conversation")).unwrap();
    let place = text.lines().nth(line).unwrap().find("conversation").unwrap();
    let character = text.lines().nth(line).unwrap()[..place].encode_utf16().count();
    let mut params = about(&path);
    params["position"] = json!({"line": line, "character": character});
    let items = client.request("textDocument/prepareTypeHierarchy", params).await;
    assert_eq!(items[0]["name"], "Phone call of Obama and Putin");
    let none = client.request("typeHierarchy/subtypes", json!({"item": items[0]})).await;
    assert_eq!(none, json!([]));
    let families = client.request("typeHierarchy/supertypes", json!({"item": items[0]})).await;
    assert_eq!(families[0]["name"], "Encounters of Obama and Putin");
    let none = client.request("typeHierarchy/supertypes", json!({"item": families[0]})).await;
    assert_eq!(none, json!([]));
    let events = client.request("typeHierarchy/subtypes", json!({"item": families[0]})).await;
    let files: Vec<&str> = events
        .as_array()
        .unwrap()
        .iter()
        .map(|event| &event["uri"].as_str().unwrap().rsplit('/').next().unwrap()[..3])
        .collect();
    assert_eq!(files, ["003", "000", "002", "004"]);
    client.finish().await;
}

/// Asks for the source at the first place of some words.
async fn source_at(client: &mut Client, name: &str, words: &str) -> Value {
    let path = seeds().join(name);
    let text = std::fs::read_to_string(&path).unwrap();
    let line = text.lines().position(|line| line.contains(words)).unwrap();
    let found = text.lines().nth(line).unwrap();
    let character = found[..found.find(words).unwrap()].encode_utf16().count();
    let mut params = about(&path);
    params["position"] = json!({"line": line, "character": character});
    client.request("textDocument/prepareCallHierarchy", params).await[0].clone()
}

/// The other ends of calls, each with the number of its article.
fn ends(calls: &Value, end: &str) -> Vec<(String, String)> {
    let number = |uri: &Value| uri.as_str().unwrap().rsplit('/').next().unwrap()[..3].to_owned();
    let calls = calls.as_array().unwrap().iter().map(|call| &call[end]);
    calls.map(|end| (end["name"].as_str().unwrap().to_owned(), number(&end["uri"]))).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_cites_whom_is_walked_from_a_statement_to_the_article_and_back() {
    let mut client = Client::start(Setup::able(&seeds())).await;
    assert_eq!(client.server["capabilities"]["callHierarchyProvider"], true);
    let second = "001_33418969c43dd264.txt";
    let pair = |name: &str, article: &str| (name.to_owned(), article.to_owned());

    // The White House's statement is in 001 through ABC News.
    let office = source_at(&mut client, second, "White House statement said").await;
    assert_eq!(office["name"], "White House");
    let relying = client.request("callHierarchy/incomingCalls", json!({"item": office})).await;
    assert!(ends(&relying, "from").contains(&pair("ABC News", "001")), "{relying}");
    assert!(
        ends(&relying, "from").iter().any(|(name, article)| name.starts_with("000") && article == "000"),
        "{relying}"
    );
    let calls = relying.as_array().unwrap();
    let carrier = calls.iter().find(|call| call["from"]["name"] == "ABC News").unwrap();
    assert!(!carrier["fromRanges"].as_array().unwrap().is_empty());

    // And ABC News is what the article relies on; an article is where the walk ends.
    let above = client.request("callHierarchy/incomingCalls", json!({"item": carrier["from"]})).await;
    let [(name, article)] = &ends(&above, "from")[..] else { panic!("{above}") };
    assert!(name.starts_with("001") && article == "001", "{above}");
    let top = client.request("callHierarchy/incomingCalls", json!({"item": above[0]["from"]})).await;
    assert_eq!(top, json!([]));

    // Down again: the article cites ABC News, which cites the White House and the Kremlin.
    let cited = client.request("callHierarchy/outgoingCalls", json!({"item": above[0]["from"]})).await;
    assert!(ends(&cited, "to").contains(&pair("ABC News", "001")), "{cited}");
    let cited = client.request("callHierarchy/outgoingCalls", json!({"item": carrier["from"]})).await;
    let names: Vec<String> = ends(&cited, "to").into_iter().map(|(name, _)| name).collect();
    assert!(names.contains(&"White House".to_owned()) && names.contains(&"Kremlin".to_owned()), "{names:?}");
    assert!(!names.iter().any(|name| name.contains("Mistura") || name.contains("Earnest")), "{names:?}");

    // "de Mistura said that the committee had told him"; "he" of the committee's statement leads nowhere else.
    let envoy = source_at(&mut client, FIRST, "Staffan de Mistura").await;
    let cited = client.request("callHierarchy/outgoingCalls", json!({"item": envoy})).await;
    let names: Vec<String> = ends(&cited, "to").into_iter().map(|(name, _)| name).collect();
    assert!(names.iter().any(|name| name.contains("Negotiating Committee")), "{names:?}");
    assert!(!names.iter().any(|name| name.contains("Kremlin")), "{names:?}");
    client.finish().await;
}
