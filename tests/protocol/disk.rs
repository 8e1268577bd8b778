//! The disk: it may be slow and change all the time, and a file may have several names.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use copydesk::server::owner::Pace;
use serde_json::{Value, json};

use super::client::{Client, HOME, PATIENCE, SILENCE, Setup, folder, uri_of};

/// A client that is told what the server is at.
fn told(setup: Setup) -> Setup {
    let mut setup = setup;
    setup.capabilities["experimental"] = json!({"copydesk": {"status": true}});
    setup
}

/// A client that can little, so that the server watches by itself.
fn unwatching(at: &Path) -> Setup {
    let mut setup = Setup::plain(at);
    setup.capabilities["textDocument"]["documentSymbol"] = json!({"hierarchicalDocumentSymbolSupport": true});
    told(setup)
}

async fn until_ready(client: &mut Client, articles: usize) {
    let fits = |message: &Value| {
        let status = &message["params"];
        message["method"] == "copydesk/status" && status["state"] == "ready" && status["articles"] == articles
    };
    client.wait(&format!("{articles} articles"), fits).await;
}

fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// A disk that takes its time while it is shut.
#[derive(Clone, Default)]
struct Gate(Arc<(Mutex<bool>, Condvar)>);

impl Gate {
    fn set(&self, shut: bool) {
        *self.0.0.lock().unwrap() = shut;
        self.0.1.notify_all();
    }

    fn pass(&self) {
        let shut = self.0.0.lock().unwrap();
        drop(self.0.1.wait_timeout_while(shut, PATIENCE, |shut| *shut).unwrap());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_waits_for_a_slow_disk() {
    let files = [HOME, ("a.txt", "One."), ("b.txt", "Two."), ("sub/c.txt", "Three."), ("sub/copydesk.toml", "")];
    let (_dir, at) = folder(&files);
    let gate = Gate::default();
    let before = gate.clone();
    let mut setup = Setup::able(&at(""));
    setup.server.hooks.before = Some(Arc::new(move |_| before.pass()));
    setup.server.pace = Pace { grace: Duration::from_secs(30), ..Pace::default() };
    let mut client = Client::start(setup).await;
    client.open(&at("a.txt"), 1, "Open.").await;
    client.until_outline(&at("b.txt"), &["Two."]).await;
    gate.set(true);
    // Everything that has the disk looked at.
    client.open(&at("sub/c.txt"), 1, "Third.").await;
    client.files_changed(&[&at("b.txt"), &at("sub"), &at("copydesk.toml"), &at(".gitignore")]).await;
    client.open(&at("copydesk.toml"), 1, "max_file_size = 1000000").await;
    let item = json!({"uri": uri_of(&at("sub")), "name": "sub"});
    client.open(&at("new.txt"), 1, "New.").await;
    client.close(&at("a.txt")).await;
    let since = Instant::now();
    for (name, expected) in [("a.txt", "Open."), ("b.txt", "Two."), ("sub/c.txt", "Third."), ("new.txt", "New.")] {
        assert_eq!(client.outline(&at(name)).await, [expected], "{name}");
    }
    assert!(since.elapsed() < PATIENCE / 3, "{:?}", since.elapsed());
    gate.set(false);
    client.until_outline(&at("a.txt"), &["One."]).await;
    let event = json!({"event": {"added": [item], "removed": []}});
    client.notify("workspace/didChangeWorkspaceFolders", event).await;
    client.until_outline(&at("sub/c.txt"), &["Third."]).await;
    client.finish().await;
}

fn many(at: &dyn Fn(&str) -> PathBuf, count: usize) {
    for n in 0..count {
        write(&at(&format!("{n:03}.txt")), &format!("Article {n}."));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_article_is_analysed_once() {
    for able in [true, false] {
        let (_dir, at) = folder(&[HOME]);
        many(&at, 300);
        let setup = if able { told(Setup::able(&at(""))) } else { unwatching(&at("")) };
        let analyses = Arc::clone(&setup.server.hooks.analyses);
        let count = || analyses.load(Ordering::Relaxed);
        let mut client = Client::start(setup).await;
        client.open(&at("007.txt"), 1, "Article 7.").await;
        until_ready(&mut client, 300).await;
        // What the first events and the watching bring with them.
        client.silence().await;
        // The one that is opened may be read from the editor and from the disk at the same time.
        let first = count();
        assert!((300..=301).contains(&first), "watched by the client: {able}: {first}");
        // What changes is read again, and nothing else. It changes all at once: what is half written may be read, too.
        for (path, text) in [("sub/new.txt", "New."), ("001.txt", "Changed.")] {
            write(&at("new.part"), text);
            std::fs::create_dir_all(at(path).parent().unwrap()).unwrap();
            std::fs::rename(at("new.part"), at(path)).unwrap();
        }
        if able {
            client.files_changed(&[&at("sub"), &at("001.txt"), &at("002.txt")]).await;
        }
        client.until_outline(&at("sub/new.txt"), &["New."]).await;
        client.until_outline(&at("001.txt"), &["Changed."]).await;
        assert_eq!(count(), first + 2);
        // Closing what was not changed is no reason.
        client.close(&at("007.txt")).await;
        assert_eq!(client.outline(&at("007.txt")).await, ["Article 7."]);
        assert_eq!(count(), first + 2);
        client.finish().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn folders_that_keep_coming_do_not_keep_it_from_being_read() {
    let (_dir, at) = folder(&[HOME]);
    many(&at, 200);
    let over = Arc::new(AtomicBool::new(false));
    let (until, root) = (Arc::clone(&over), at(""));
    let making = std::thread::spawn(move || {
        let mut made = 0;
        while !until.load(Ordering::Relaxed) {
            std::fs::create_dir(root.join(format!("folder{made}"))).unwrap();
            made += 1;
            std::thread::sleep(Duration::from_millis(20));
        }
    });
    let setup = unwatching(&at(""));
    let analyses = Arc::clone(&setup.server.hooks.analyses);
    let mut client = Client::start(setup).await;
    until_ready(&mut client, 200).await;
    tokio::time::sleep(SILENCE).await;
    assert_eq!(analyses.load(Ordering::Relaxed), 200);
    over.store(true, Ordering::Relaxed);
    making.join().unwrap();
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn folders_that_are_added_one_by_one_are_read_once() {
    const ROOTS: usize = 300;
    let (_dir, at) = folder(&[HOME]);
    let name = |n: usize| format!("{n:03}");
    for n in 0..ROOTS {
        write(&at(&format!("{}/a.txt", name(n))), &format!("Article {n}."));
    }
    for able in [true, false] {
        let looked = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&looked);
        let folders = Vec::new();
        let mut setup = Setup { folders, ..if able { told(Setup::able(&at(""))) } else { unwatching(&at("")) } };
        setup.server.hooks.before = Some(Arc::new(move |path: &Path| seen.lock().unwrap().push(path.to_owned())));
        let analyses = Arc::clone(&setup.server.hooks.analyses);
        let mut client = Client::start(setup).await;
        for n in 0..ROOTS {
            let added = json!([{"uri": uri_of(&at(&name(n))), "name": name(n)}]);
            client
                .notify("workspace/didChangeWorkspaceFolders", json!({"event": {"added": added, "removed": []}}))
                .await;
        }
        until_ready(&mut client, ROOTS).await;
        assert_eq!(analyses.load(Ordering::Relaxed), ROOTS);
        let read = looked.lock().unwrap().iter().filter(|path| path.ends_with("a.txt")).count();
        assert!((ROOTS..=3 * ROOTS).contains(&read), "{read} readings");
        client.finish().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_doubled_slash_means_nothing() {
    let (_dir, at) = folder(&[HOME, ("d/a.txt", "On disk.")]);
    let mut client = Client::start(told(Setup::able(&at("")))).await;
    until_ready(&mut client, 1).await;
    let doubled = uri_of(&at("d/a.txt")).replace("/d/", "//d///");
    client.open_uri(&doubled, 1, "Open.").await;
    assert_eq!(client.outline(&at("d/a.txt")).await, ["Open."]);
    client.finish().await;
}

/// The articles by their addresses, as the client is told.
async fn articles(client: &mut Client) -> Vec<String> {
    let command = json!({"command": "copydesk.articles", "arguments": []});
    let listed = client.request("workspace/executeCommand", command).await;
    listed.as_array().into_iter().flatten().map(|article| article["uri"].as_str().unwrap().to_owned()).collect()
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_behind_a_link_is_the_article_it_is() {
    let (_dir, at) = folder(&[("ws/copydesk.toml", ""), ("ws/real/a.txt", "On disk."), ("ws/b.txt", "Other.")]);
    std::os::unix::fs::symlink(at("ws/real"), at("ws/link")).unwrap();
    std::os::unix::fs::symlink(at("ws"), at("ws2")).unwrap();
    for name in ["ws/link/a.txt", "ws2/real/a.txt"] {
        let mut client = Client::start(Setup::able(&at("ws"))).await;
        client.until_outline(&at("ws/real/a.txt"), &["On disk."]).await;
        client.open(&at(name), 1, "Open.").await;
        assert_eq!(client.outline(&at(name)).await, ["Open."], "{name}");
        assert_eq!(client.outline(&at("ws/real/a.txt")).await, ["Open."], "{name}");
        // What is said of it is said of the document that the client has.
        assert_eq!(articles(&mut client).await, [uri_of(&at("ws/b.txt")), uri_of(&at(name))]);
        // Open twice, what came last counts; and what is still open when that is closed.
        client.open(&at("ws/real/a.txt"), 1, "Twice.").await;
        assert_eq!(client.outline(&at(name)).await, ["Twice."]);
        client.replace(&at(name), 2, "Again.").await;
        assert_eq!(client.outline(&at("ws/real/a.txt")).await, ["Again."]);
        client.close(&at(name)).await;
        assert_eq!(client.outline(&at("ws/real/a.txt")).await, ["Twice."]);
        client.close(&at("ws/real/a.txt")).await;
        client.until_outline(&at("ws/real/a.txt"), &["On disk."]).await;
        client.finish().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_case_is_another_name_where_the_system_says_so() {
    let (_dir, at) = folder(&[HOME, ("Sub/A.txt", "On disk.")]);
    let known = [at("Sub/A.txt"), at("Sub"), at("copydesk.toml"), at("")].map(|path| path.components().collect());
    let identity = move |path: &Path| -> std::io::Result<PathBuf> {
        let lower = |path: &Path| path.to_string_lossy().to_lowercase().trim_end_matches('/').to_owned();
        let found = known.iter().find(|known: &&PathBuf| lower(known) == lower(path)).cloned();
        found.ok_or_else(|| std::io::ErrorKind::NotFound.into())
    };
    let mut setup = Setup::able(&at(""));
    setup.server.hooks.identity = Some(Arc::new(identity));
    let mut client = Client::start(setup).await;
    client.until_outline(&at("Sub/A.txt"), &["On disk."]).await;
    client.open(&at("sub/a.TXT"), 1, "Open.").await;
    assert_eq!(client.outline(&at("Sub/A.txt")).await, ["Open."]);
    assert_eq!(articles(&mut client).await.len(), 1);
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_folder_in_a_folder_takes_nothing_away() {
    let (_dir, at) = folder(&[HOME, ("a.txt", "One."), ("sub/b.txt", "Two.")]);
    for folders in [vec![at(""), at("sub")], vec![at("sub"), at("")]] {
        let mut client = Client::start(Setup { folders, ..Setup::able(&at("")) }).await;
        assert_eq!(client.outline(&at("a.txt")).await, ["One."]);
        assert_eq!(client.outline(&at("sub/b.txt")).await, ["Two."]);
        // Without the outer one, what is above the inner one still speaks for it.
        let outer = json!([{"uri": uri_of(&at("")), "name": "outer"}]);
        let event = json!({"event": {"added": [], "removed": outer}});
        client.notify("workspace/didChangeWorkspaceFolders", event).await;
        client.until_outline(&at("a.txt"), &[]).await;
        assert_eq!(client.outline(&at("sub/b.txt")).await, ["Two."]);
        client.finish().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn settings_above_the_only_folder_are_found_and_watched() {
    for able in [true, false] {
        let (_dir, at) =
            folder(&[("copydesk.toml", "[articles.\"sub/a.txt\"]\noutlet = \"The Post\"\n"), ("b.txt", "Out.")]);
        write(&at("sub/a.txt"), "One.");
        let mut setup = if able { told(Setup::able(&at("sub"))) } else { unwatching(&at("sub")) };
        setup.capabilities["workspace"]["didChangeWatchedFiles"]["relativePatternSupport"] = json!(able);
        let mut client = Client::start(setup).await;
        until_ready(&mut client, 1).await;
        assert_eq!(client.outline(&at("sub/a.txt")).await, ["One."]);
        assert_eq!(client.outline(&at("b.txt")).await, [""; 0]);
        let command = json!({"command": "copydesk.articles", "arguments": []});
        let listed = client.request("workspace/executeCommand", command).await;
        assert_eq!(listed[0]["outlet"], "The Post");
        tokio::time::sleep(SILENCE).await;
        std::fs::remove_file(at("copydesk.toml")).unwrap();
        if able {
            let asked = client.until_asked("client/registerCapability").await;
            let above = json!({"baseUri": uri_of(at("").components().as_path()), "pattern": "copydesk.toml"});
            let registered = asked["registrations"][0]["registerOptions"]["watchers"].as_array().unwrap().clone();
            let mut all = registered.clone();
            // It may have been known only with the second asking.
            if !all.iter().any(|one| one["globPattern"] == above) {
                all = client.until_asked("client/registerCapability").await["registrations"][0]["registerOptions"]["watchers"]
                    .as_array()
                    .unwrap()
                    .clone();
            }
            assert!(all.iter().any(|one| one["globPattern"] == above), "{all:?}");
            client.files_changed(&[&at("copydesk.toml")]).await;
        }
        client.until_outline(&at("sub/a.txt"), &[]).await;
        client.finish().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_renamed_or_deleted_in_the_editor_goes_with_its_folder() {
    let (_dir, at) = folder(&[HOME, ("old/a.txt", "One."), ("old/sub/b.TXT", "Two.")]);
    let mut client = Client::start(Setup::able(&at(""))).await;
    let filters = json!([{"scheme": "file", "pattern": {"glob": "**/*"}}]);
    for operation in ["didCreate", "didRename", "didDelete"] {
        let announced = &client.server["capabilities"]["workspace"]["fileOperations"][operation]["filters"];
        assert_eq!(*announced, filters, "{operation}");
    }
    client.until_outline(&at("old/sub/b.TXT"), &["Two."]).await;
    std::fs::rename(at("old"), at("new")).unwrap();
    let renamed = json!({"files": [{"oldUri": uri_of(&at("old")), "newUri": uri_of(&at("new"))}]});
    client.notify("workspace/didRenameFiles", renamed).await;
    client.until_outline(&at("old/a.txt"), &[]).await;
    client.until_outline(&at("new/a.txt"), &["One."]).await;
    client.until_outline(&at("new/sub/b.TXT"), &["Two."]).await;
    std::fs::remove_dir_all(at("new/sub")).unwrap();
    let deleted = json!({"files": [{"uri": uri_of(&at("new/sub"))}]});
    client.notify("workspace/didDeleteFiles", deleted).await;
    client.until_outline(&at("new/sub/b.TXT"), &[]).await;
    write(&at("made/c.txt"), "Three.");
    client.notify("workspace/didCreateFiles", json!({"files": [{"uri": uri_of(&at("made"))}]})).await;
    client.until_outline(&at("made/c.txt"), &["Three."]).await;
    assert_eq!(articles(&mut client).await.len(), 2);
    client.finish().await;
    let client = Client::start(Setup::plain(&at(""))).await;
    assert_eq!(client.server["capabilities"]["workspace"].get("fileOperations"), None);
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_address_that_is_none_costs_no_other_change() {
    let (_dir, at) = folder(&[HOME, ("a.txt", "One."), ("B.TXT", "Two.")]);
    let mut client = Client::start(Setup::able(&at(""))).await;
    client.until_outline(&at("a.txt"), &["One."]).await;
    write(&at("a.txt"), "Changed.");
    write(&at("B.TXT"), "Changed, too.");
    let good = |name: &str| json!({"uri": uri_of(&at(name)), "type": 2});
    let changes = json!([{"uri": "no address", "type": 2}, good("a.txt"), {"uri": "%", "type": 1}, good("B.TXT")]);
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": changes})).await;
    client.until_outline(&at("a.txt"), &["Changed."]).await;
    client.until_outline(&at("B.TXT"), &["Changed, too."]).await;
    let asked = client.until_asked("client/registerCapability").await;
    let watchers = asked["registrations"][0]["registerOptions"]["watchers"].as_array().unwrap();
    let watched = |glob: &str| watchers.iter().any(|one| one["globPattern"] == glob);
    assert!(watched("**/*.[tT][xX][tT]") && watched("**/*"), "{watchers:?}");
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_folder_that_goes_and_comes_back_is_there_again() {
    for (able, gone) in [(true, "sub"), (false, "sub"), (false, "")] {
        let (_dir, outer) = folder(&[("x.txt", "Outside.")]);
        let at = |name: &str| if name.is_empty() { outer("ws") } else { outer("ws").join(name) };
        let fill = || {
            write(&at("copydesk.toml"), "");
            write(&at("sub/a.txt"), "One.");
        };
        fill();
        let setup = if able { told(Setup::able(&at(""))) } else { unwatching(&at("")) };
        let mut client = Client::start(setup).await;
        until_ready(&mut client, 1).await;
        tokio::time::sleep(SILENCE).await;
        for _ in 0..2 {
            std::fs::remove_dir_all(at(gone)).unwrap();
            if able {
                client.files_changed(&[&at(gone)]).await;
            }
            client.until_outline(&at("sub/a.txt"), &[]).await;
            fill();
            if able {
                client.files_changed(&[&at(gone)]).await;
            }
            client.until_outline(&at("sub/a.txt"), &["One."]).await;
            // It is watched as before.
            tokio::time::sleep(SILENCE).await;
            write(&at("sub/a.txt"), "Changed.");
            if able {
                client.files_changed(&[&at("sub/a.txt")]).await;
            }
            client.until_outline(&at("sub/a.txt"), &["Changed."]).await;
        }
        client.finish().await;
    }
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_to_a_folder_is_followed_once_or_said_to_be_left_out() {
    let (_dir, at) = folder(&[("ws/copydesk.toml", ""), ("ws/real/a.txt", "One."), ("out/b.txt", "Two.")]);
    let link = std::os::unix::fs::symlink;
    link(at("ws/real"), at("ws/inside")).unwrap();
    let mut client = Client::start(Setup::able(&at("ws"))).await;
    client.until_outline(&at("ws/real/a.txt"), &["One."]).await;
    assert_eq!(articles(&mut client).await.len(), 1);
    link(at("out"), at("ws/outside")).unwrap();
    client.files_changed(&[&at("ws/outside")]).await;
    let is_said = |message: &Value| {
        let words = message["params"]["message"].as_str().unwrap_or_default();
        message["method"] == "window/logMessage" && words.contains("a link to") && words.contains("left out")
    };
    client.wait("a word on the link", is_said).await;
    client.finish().await;
}
