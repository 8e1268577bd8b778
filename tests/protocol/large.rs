//! A text that takes long to read keeps nobody waiting but those who ask about it.

use serde_json::json;

use super::client::{Client, HOME, Setup, folder, uri_of};

/// Some 150 kB in paragraphs that all differ, so that none is remembered.
fn large(end: &str) -> String {
    let paragraph = |nth: usize| {
        let (a, b) = (nth % 17, nth / 17);
        format!("Mayor Ann Lee{a}{b} of Port{nth} said on Monday that {nth} people had left the town of Marlow{b}.\n\n")
    };
    let paragraphs: String = (0..1500).map(paragraph).collect();
    format!("A long report\n\n{paragraphs}Carl Moss {end}.\n")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_documents_are_answered_while_a_large_one_is_read() {
    let (_dir, at) = folder(&[HOME, ("small.txt", "A small town\n\nAnn Lee said so.\n")]);
    let mut client = Client::start(Setup::able(&at(""))).await;
    client.open(&at("small.txt"), 1, "A small town\n\nAnn Lee said so.\n").await;
    assert_eq!(client.outline(&at("small.txt")).await.first().map(String::as_str), Some("A small town"));
    let outline = json!({"textDocument": {"uri": uri_of(&at("large.txt"))}});

    client.open(&at("large.txt"), 1, &large("left")).await;
    let asked = client.ask("textDocument/documentSymbol", outline.clone()).await;
    assert_eq!(client.outline(&at("small.txt")).await.first().map(String::as_str), Some("A small town"));
    assert!(!client.is_answered(asked), "the large text was read first");
    // An edit while it is being read: what was asked before it may be told of either text, what is asked now of the new one.
    client.replace(&at("large.txt"), 2, &large("came back")).await;
    client.replace(&at("small.txt"), 2, "Another town\n\nAnn Lee said so.\n").await;
    assert_eq!(client.outline(&at("small.txt")).await.first().map(String::as_str), Some("Another town"));
    let answer = client.answer(asked).await;
    assert_eq!(answer["result"][0]["name"], "A long report", "{answer}");
    let symbols = client.request("textDocument/documentSymbol", outline).await;
    assert_eq!(symbols[0]["name"], "A long report");
    let text = client.request("copydesk/text", json!({"textDocument": {"uri": uri_of(&at("large.txt"))}})).await;
    assert_eq!(text, large("came back"));
    client.close(&at("large.txt")).await;
    assert!(client.outline(&at("large.txt")).await.is_empty());
    client.finish().await;
}
