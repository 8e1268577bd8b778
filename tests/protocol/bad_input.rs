//! What nobody means to open: ten folders, a file of fifty megabytes, a folder that may not be read, folders that are
//! not on this machine. Each gets a sentence or silence, and the rest goes on.

use serde_json::{Value, json};

use super::client::{Client, Setup, folder, uri_of};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_folders_are_one_workspace() {
    let names: Vec<String> = (0..10).map(|nth| format!("desk{nth}")).collect();
    let files: Vec<(String, String)> =
        names.iter().map(|name| (format!("{name}/a.txt"), format!("In {name}."))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let (_dir, at) = folder(&files);
    // Off in the last.
    for name in &names[..9] {
        std::fs::write(at(name).join("copydesk.toml"), "").unwrap();
    }
    let folders = names.iter().map(|name| at(name)).collect();
    let mut client = Client::start(Setup { folders, ..Setup::able(&at("")) }).await;
    for name in &names[..9] {
        client.until_outline(&at(name).join("a.txt"), &[&format!("In {name}.")]).await;
    }
    assert_eq!(client.outline(&at("desk9/a.txt")).await, [""; 0]);
    let arguments = json!([{"uri": uri_of(&at("desk9/a.txt"))}]);
    client.request("workspace/executeCommand", json!({"command": "copydesk.turnOn", "arguments": arguments})).await;
    client.until_outline(&at("desk9/a.txt"), &["In desk9."]).await;
    let articles = json!({"command": "copydesk.articles"});
    assert_eq!(client.request("workspace/executeCommand", articles).await.as_array().unwrap().len(), 10);
    client.finish().await;
}

/// On disk and in the editor; the neighbors are served meanwhile.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_of_fifty_megabytes_is_left_out_with_a_word() {
    let (_dir, at) = folder(&[("copydesk.toml", ""), ("a.txt", "One.")]);
    let large = "The minister said on Monday that it rained.\n".repeat((50 << 20) / 44);
    std::fs::write(at("large.txt"), &large).unwrap();
    let mut client = Client::start(Setup::able(&at(""))).await;
    assert_eq!(client.outline(&at("a.txt")).await, ["One."]);
    let told = client.diagnostics(&at("large.txt"), |_| true).await["diagnostics"].clone();
    let sentence = json!("larger than 1 MiB and left out; raise max_file_size in copydesk.toml to read it");
    assert_eq!((&told[0]["message"], &told[0]["severity"]), (&sentence, &json!(3)));
    client.open(&at("large.txt"), 1, &large).await;
    let told = client.diagnostics(&at("large.txt"), |params| params["version"] == 1).await["diagnostics"].clone();
    assert_eq!((told.as_array().unwrap().len(), &told[0]["message"]), (1, &sentence));
    let position = json!({"textDocument": {"uri": uri_of(&at("large.txt"))}, "position": {"line": 9, "character": 5}});
    assert_eq!(client.request("textDocument/hover", position).await, Value::Null);
    // Typing in it, and beside it, goes on.
    let start = json!({"line": 0, "character": 0});
    for version in 2..22 {
        let change = json!([{"range": {"start": start, "end": start}, "text": "x"}]);
        client.change(&at("large.txt"), version, change).await;
    }
    client.open(&at("a.txt"), 1, "Two.").await;
    assert_eq!(client.outline(&at("a.txt")).await, ["Two."]);
    client.replace(&at("large.txt"), 22, "Small.").await;
    assert_eq!(client.outline(&at("large.txt")).await, ["Small."]);
    client.finish().await;
}

/// A folder inside that may not be read, a root that may not, and a root that is not there.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_folder_that_may_not_be_read_costs_that_folder() {
    use std::os::unix::fs::PermissionsExt;
    let files = [("ws/copydesk.toml", ""), ("ws/a.txt", "One."), ("ws/closed/b.txt", "Two."), ("root/c.txt", "Three.")];
    let (_dir, at) = folder(&files);
    let close = |name: &str, mode| std::fs::set_permissions(at(name), std::fs::Permissions::from_mode(mode)).unwrap();
    close("ws/closed", 0o000);
    close("root", 0o000);
    // Whoever may read everything, as root may, cannot be kept out: for those, `exit.rs` has a process that may not.
    let kept_out = std::fs::read_dir(at("ws/closed")).is_err();
    let folders = vec![at("ws"), at("root"), at("gone")];
    let mut client = Client::start(Setup { folders, ..Setup::able(&at("ws")) }).await;
    client.until_outline(&at("ws/a.txt"), &["One."]).await;
    if kept_out {
        let heard = client.silence().await;
        let log = |message: &&Value| message["method"] == "window/logMessage";
        let words: Vec<&str> = heard.iter().filter(log).filter_map(|one| one["params"]["message"].as_str()).collect();
        assert!(words.iter().any(|words| words.contains("closed")), "{words:?}");
        let arguments = json!([{"uri": uri_of(&at("root"))}]);
        let params = json!({"command": "copydesk.turnOn", "arguments": arguments});
        let (_, why) = client.refusal("workspace/executeCommand", params).await;
        assert!(why.contains("not allowed"), "{why}");
    }
    let params = json!({"command": "copydesk.turnOn", "arguments": [{"uri": uri_of(&at("gone/d.txt"))}]});
    let (_, why) = client.refusal("workspace/executeCommand", params).await;
    assert!(why.ends_with("gone: there is no such folder; make it first"), "{why}");
    client.finish().await;
    close("ws/closed", 0o755);
    close("root", 0o755);
}

/// The editor's own file systems: silence, and no harm.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn folders_that_are_not_on_this_machine_are_left_alone() {
    let (_dir, at) = folder(&[("copydesk.toml", ""), ("a.txt", "One.")]);
    let mut client = Client::start(Setup { folders: Vec::new(), ..Setup::able(&at("")) }).await;
    let added: Vec<Value> = ["vscode-vfs://github/x/y", "untitled:", "vscode-remote://ssh/x"]
        .iter()
        .map(|uri| json!({"uri": uri, "name": "far"}))
        .collect();
    client.notify("workspace/didChangeWorkspaceFolders", json!({"event": {"added": added, "removed": []}})).await;
    for uri in ["vscode-vfs://github/x/y/a.txt", "vscode-vfs://github/x/y/copydesk.toml", "vscode-remote://ssh/x/a.txt"]
    {
        client.open_uri(uri, 1, "The minister has reportedly left.").await;
        let document = json!({"textDocument": {"uri": uri}});
        assert_eq!(client.request("textDocument/documentSymbol", document.clone()).await, Value::Null, "{uri}");
        client.notify("textDocument/didClose", document).await;
    }
    let (code, why) = client.refusal("workspace/executeCommand", json!({"command": "copydesk.turnOn"})).await;
    assert_eq!((code, why.as_str()), (-32803, "no folder is open; open one first"));
    let heard = client.finish().await;
    let spoken = |method: &str| heard.iter().any(|message| message["method"] == method);
    assert!(!spoken("textDocument/publishDiagnostics") && !spoken("window/showMessage"), "{heard:?}");
}
