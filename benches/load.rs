//! A day at a large desk: a client that types ten times a second while files change, in a workspace of thousands of
//! articles.
//!
//! `cargo bench --bench load` runs for two minutes on 10,000 articles, `-- 12 5000` for twelve on 5,000. The server is a
//! process of its own, so that its memory is its own. Prints how long a hover takes behind each edit, how long what asks
//! for all articles, and how much memory the server holds: each half minute, and at the end against its steady state,
//! which is a quarter of the time after all is read. On a system without `/proc` memory is not told.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use copydesk::server::uri;
use serde_json::{Value, json};

/// How often the client edits.
const PACE: Duration = Duration::from_millis(100);
/// An article on disk changes with every so manyth edit, a folder comes or goes with every so manyth of those.
const FILES: usize = 3;
const FOLDERS: usize = 10;
/// With every so manyth edit something is asked that all articles are linked anew for.
const ALL: usize = 50;
/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(600);

struct Server {
    child: Child,
    input: ChildStdin,
    messages: Receiver<Value>,
    next: usize,
}

impl Server {
    fn start() -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
        command.arg("lsp").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("a server");
        let input = child.stdin.take().expect("its input");
        let mut output = BufReader::new(child.stdout.take().expect("its output"));
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            while let Some(message) = receive(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        Self { child, input, messages, next: 0 }
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{body}", body.len()).expect("alive");
        self.input.flush().expect("alive");
    }

    fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    fn request(&mut self, method: &str, params: Value) -> Value {
        self.next += 1;
        let id = self.next;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        self.wait(|message| message["id"] == id && message.get("method").is_none())
    }

    /// The next message that fits; what the server asks meanwhile is answered.
    fn wait(&mut self, fits: impl Fn(&Value) -> bool) -> Value {
        loop {
            let message = self.messages.recv_timeout(PATIENCE).expect("an answer");
            if fits(&message) {
                return message;
            }
            if let (Some(id), true) = (message.get("id"), message.get("method").is_some()) {
                let id = id.clone();
                self.send(&json!({"jsonrpc": "2.0", "id": id, "result": null}));
            }
        }
    }

    /// What it holds in memory, in MB.
    fn memory(&self) -> Option<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        let kilobytes: f64 = line.trim().split(' ').next()?.parse().ok()?;
        Some(kilobytes / 1000.0)
    }
}

fn receive(input: &mut impl BufRead) -> Option<Value> {
    let mut line = String::new();
    input.read_line(&mut line).ok()?;
    let length = line.trim().strip_prefix("Content-Length: ")?.parse().ok()?;
    input.read_line(&mut line).ok()?;
    let mut body = vec![0; length];
    input.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

fn main() {
    let mut numbers = std::env::args().filter_map(|argument| argument.parse::<f64>().ok());
    let minutes = numbers.next().unwrap_or(2.0);
    let articles = numbers.next().unwrap_or(10_000.0) as usize;
    let dir = tempfile::tempdir().expect("a folder");
    let root = dir.path().canonicalize().expect("a folder");
    let texts = texts();
    std::fs::write(root.join("copydesk.toml"), "").expect("a file");
    for at in 0..articles {
        let path = path_of(&root, at);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text_of(&texts, at, 0)).expect("a file");
    }
    let mut server = Server::start();
    let since = Instant::now();
    let address = |path: &Path| uri::key_of_path(path).expect("an absolute path");
    let capabilities = json!({
        "textDocument": {"hover": {"contentFormat": ["markdown"]}, "publishDiagnostics": {"versionSupport": true}},
        "workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}},
        "experimental": {"copydesk": {"status": true}},
    });
    server.request("initialize", json!({"rootUri": address(&root), "capabilities": capabilities}));
    server.notify("initialized", json!({}));
    server.wait(|message| message["params"]["state"] == "ready" && message["params"]["articles"] == articles);
    println!("{articles} articles are read in {:.1} s", since.elapsed().as_secs_f64());

    let open = path_of(&root, 0);
    let text = text_of(&texts, 0, 0);
    let lines = text.split('\n').count();
    let document = json!({"uri": address(&open), "languageId": "plaintext", "version": 0, "text": text});
    server.notify("textDocument/didOpen", json!({"textDocument": document}));
    let (begin, whole) = (Instant::now(), Duration::from_secs_f64(minutes * 60.0));
    let (mut hovers, mut looks, mut late) = (Vec::new(), Vec::new(), 0);
    let (mut steady, mut told) = (None, Duration::ZERO);
    let mut edit = 0_usize;
    while begin.elapsed() < whole {
        edit += 1;
        let line = edit / 2 * 7 % lines;
        let at = |character: usize| json!({"line": line, "character": character});
        let (end, with) = if edit.is_multiple_of(2) { (1, "") } else { (0, "x") };
        let change = json!([{"range": {"start": at(0), "end": at(end)}, "text": with}]);
        let document = json!({"uri": address(&open), "version": edit});
        server.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": change}));
        let since = Instant::now();
        let position = json!({"textDocument": {"uri": address(&open)}, "position": at(4)});
        server.request("textDocument/hover", position);
        hovers.push(since.elapsed());
        if edit.is_multiple_of(FILES) {
            let changed = change_a_file(&root, &texts, articles, edit / FILES);
            let changes = changed.iter().map(|path| json!({"uri": address(path), "type": 2})).collect::<Vec<_>>();
            server.notify("workspace/didChangeWatchedFiles", json!({"changes": changes}));
        }
        if edit.is_multiple_of(ALL) {
            let since = Instant::now();
            server.request("workspace/symbol", json!({"query": "Solheim77"}));
            looks.push(since.elapsed());
        }
        if steady.is_none() && begin.elapsed() * 4 > whole {
            steady = server.memory();
        }
        if begin.elapsed() >= told {
            told += Duration::from_secs(30);
            let memory = server.memory().map_or_else(String::new, |memory| format!("{memory:.0} MB"));
            println!("after {:>4.0} s  {edit:>6} edits  {memory}", begin.elapsed().as_secs_f64());
        }
        match (begin + PACE * u32::try_from(edit).unwrap_or(u32::MAX)).checked_duration_since(Instant::now()) {
            Some(rest) => std::thread::sleep(rest),
            None => late += 1,
        }
    }
    print("an edit to its hover", &mut hovers);
    print("a look at all articles", &mut looks);
    println!("{late} of {edit} edits came late");
    if let (Some(steady), Some(now)) = (steady, server.memory()) {
        println!("memory: {steady:.0} MB in the steady state, {now:.0} MB at the end, {:.2} of it", now / steady);
    }
    server.request("shutdown", Value::Null);
    server.notify("exit", Value::Null);
    let _ = server.child.wait();
}

fn print(what: &str, samples: &mut [Duration]) {
    samples.sort_unstable();
    let Some(last) = samples.len().checked_sub(1) else { return };
    let at = |part: usize| samples[last * part / 1000].as_secs_f64() * 1e3;
    println!("{what}, ms: p50 {:.1}, p90 {:.1}, p99 {:.1}, max {:.1}", at(500), at(900), at(990), at(1000));
}

/// Changes an article, or makes or deletes a folder with one in it.
fn change_a_file(root: &Path, texts: &[String], articles: usize, serial: usize) -> Vec<PathBuf> {
    if serial.is_multiple_of(FOLDERS) {
        let folder = root.join("coming-and-going");
        if folder.exists() {
            std::fs::remove_dir_all(&folder).expect("a folder");
        } else {
            std::fs::create_dir(&folder).expect("a folder");
            std::fs::write(folder.join("a.txt"), text_of(texts, serial, serial)).expect("a file");
        }
        return vec![folder];
    }
    let at = 1 + serial * 7919 % (articles - 1);
    let path = path_of(root, at);
    std::fs::write(&path, text_of(texts, at, serial)).expect("a file");
    vec![path]
}

fn path_of(root: &Path, at: usize) -> PathBuf {
    root.join(format!("{:03}/{at:06}.txt", at / 100))
}

/// Some paragraphs of one text under a headline of its own, other ones with every version.
fn text_of(texts: &[String], at: usize, version: usize) -> String {
    let paragraphs: Vec<&str> = texts[at % texts.len()].split("\n\n").collect();
    let from = (at / texts.len()) % paragraphs.len();
    let some: Vec<&str> = paragraphs.iter().cycle().skip(from).take(4.min(paragraphs.len())).copied().collect();
    format!("Number {at}, edition {version}\n\nMayor Solheim{at} spoke on Monday.\n\n{}\n", some.join("\n\n"))
}

fn texts() -> Vec<String> {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let entries = std::fs::read_dir(seeds).expect("seeds").filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let mut paths: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|end| end == "txt")).collect();
    paths.sort();
    paths.iter().filter_map(|path| std::fs::read_to_string(path).ok()).collect()
}
