//! `copydesk lsp` as a process: exit codes, the end of its pipes, its parent's death, slow readers.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::client::PATIENCE;
use super::wire;

/// The process; killed when a test fails.
struct Process {
    child: Child,
    input: Option<ChildStdin>,
    messages: Option<Receiver<Value>>,
}

impl Process {
    /// Starts it; nobody reads what it writes.
    fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_copydesk"))
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let input = child.stdin.take();
        Self { child, input, messages: None }
    }

    /// Starts it and says hello.
    fn initialized(process: Value) -> Self {
        let mut server = Self::start();
        server.read();
        server.send(&initialize(process));
        assert!(server.answer(0)["result"]["capabilities"].is_object());
        server.send(&json!({"jsonrpc": "2.0", "method": "initialized", "params": {}}));
        server
    }

    /// From now on what it writes is read.
    fn read(&mut self) {
        let mut output = BufReader::new(self.child.stdout.take().unwrap());
        let (sender, receiver) = channel();
        std::thread::spawn(move || {
            while let Some(message) = receive(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        self.messages = Some(receiver);
    }

    fn send(&mut self, message: &Value) {
        self.send_bytes(&wire::frame(message));
    }

    fn send_bytes(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().unwrap();
        input.write_all(bytes).unwrap();
        input.flush().unwrap();
    }

    fn receive(&self) -> Value {
        self.messages.as_ref().unwrap().recv_timeout(PATIENCE).expect("nothing came")
    }

    fn answer(&self, id: i64) -> Value {
        loop {
            let message = self.receive();
            if message["id"] == id && message.get("method").is_none() {
                return message;
            }
        }
    }

    fn lives(&mut self) -> bool {
        self.send(&json!({"jsonrpc": "2.0", "id": 77, "method": "workspace/symbol", "params": {"query": ""}}));
        self.answer(77)["result"] == json!([])
    }

    /// Waits for its end.
    fn end(mut self) -> (ExitStatus, String) {
        let since = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                let mut log = String::new();
                self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
                return (status, log);
            }
            assert!(since.elapsed() < PATIENCE, "it does not end");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Fails when it has ended, as it should have.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn initialize(process: Value) -> Value {
    let params = json!({"processId": process, "capabilities": {}});
    json!({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": params})
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

const SHUTDOWN: &str = r#"{"jsonrpc":"2.0","id":9,"method":"shutdown"}"#;
const EXIT: &str = r#"{"jsonrpc":"2.0","method":"exit"}"#;

#[test]
fn exit_codes() {
    for (shut_down, exit, close, code) in [
        (true, true, false, 0),
        (false, true, false, 1),
        (true, true, true, 0),
        (false, true, true, 1),
        (true, false, true, 0),
        (false, false, true, 1),
    ] {
        let mut server = Process::initialized(std::process::id().into());
        if shut_down {
            server.send_bytes(&wire::raw_frame(SHUTDOWN.as_bytes()));
            assert_eq!(server.answer(9)["result"], Value::Null);
        }
        if exit {
            server.send_bytes(&wire::raw_frame(EXIT.as_bytes()));
        }
        // Kept open beyond the end when it is not closed.
        let open = server.input.take().filter(|_| !close);
        let (status, log) = server.end();
        assert_eq!(status.code(), Some(code), "shutdown {shut_down}, exit {exit}, closed {close}\n{log}");
        drop(open);
    }
}

#[cfg(unix)]
#[test]
fn it_does_not_outlive_its_editor() {
    let mut editor = Command::new("sleep").arg("600").spawn().unwrap();
    let server = Process::initialized(editor.id().into());
    // SIGKILL: no chance to say goodbye; and its pipes stay open, as they do when a child of it holds them.
    editor.kill().unwrap();
    let (status, log) = server.end();
    editor.wait().unwrap();
    assert_eq!(status.code(), Some(1), "{log}");
}

#[test]
fn it_ends_when_nobody_can_read_it() {
    let mut server = Process::start();
    drop(server.child.stdout.take());
    server.send(&initialize(Value::Null));
    let (status, _) = server.end();
    assert_eq!(status.code(), Some(1));
}

#[test]
fn frames_in_pieces_and_in_heaps() {
    let mut server = Process::start();
    server.read();
    for byte in wire::frame(&initialize(Value::Null)) {
        server.send_bytes(&[byte]);
    }
    assert!(server.answer(0)["result"].is_object());
    let ask = |id: i64| json!({"jsonrpc": "2.0", "id": id, "method": "workspace/symbol", "params": {"query": "x"}});
    let heap: Vec<u8> = (1..=50).flat_map(|id| wire::frame(&ask(id))).collect();
    server.send_bytes(&heap);
    // Answers may come in any order.
    let mut ids: Vec<i64> = (1..=50).map(|_| server.receive()["id"].as_i64().unwrap()).collect();
    ids.sort_unstable();
    assert_eq!(ids, (1..=50).collect::<Vec<_>>());
    server.send_bytes(b"\xff\xfe\x00garbage\r\n\r\n");
    server.send_bytes(&wire::raw_frame(b"{\"jsonrpc\": \"2.0\", "));
    assert!(server.lives());
}

#[test]
fn a_message_over_64_mib_is_skipped_and_one_of_16_is_read() {
    let open = |length: usize| {
        let document =
            json!({"uri": "untitled:a", "languageId": "plaintext", "version": 1, "text": "x".repeat(length)});
        json!({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": document}})
    };
    let mut server = Process::initialized(Value::Null);
    server.send(&open(16 << 20));
    assert!(server.lives());
    server.send(&open(64 << 20));
    let refused = server.receive();
    assert_eq!((&refused["id"], &refused["error"]["code"]), (&Value::Null, &json!(-32600)));
    assert!(server.lives());
}

#[test]
fn a_client_that_stops_reading_does_not_wedge_it() {
    let mut server = Process::start();
    server.send(&initialize(Value::Null));
    let name = "x".repeat(2000);
    // A pipe holds 64 KiB; these answers are some megabytes.
    for id in 1..=2000 {
        let params = json!({"query": name});
        let id = if id == 2000 { json!(2000) } else { json!(format!("{id} {name}")) };
        server.send(&json!({"jsonrpc": "2.0", "id": id, "method": "workspace/symbol", "params": params}));
    }
    server.read();
    assert_eq!(server.answer(2000)["result"], json!([]));
    assert!(server.lives());

    // It also ends while nobody reads.
    let mut server = Process::start();
    server.send(&initialize(Value::Null));
    for id in 1..=200 {
        let id = format!("{id} {name}");
        let params = json!({"query": ""});
        server.send(&json!({"jsonrpc": "2.0", "id": id, "method": "workspace/symbol", "params": params}));
    }
    server.send_bytes(&wire::raw_frame(EXIT.as_bytes()));
    let (status, log) = server.end();
    assert_eq!(status.code(), Some(1), "{log}");
}

/// Sends a request and gives its result.
fn ask(server: &mut Process, id: i64, method: &str, params: &Value) -> Value {
    server.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
    let answer = server.answer(id);
    assert!(answer.get("error").is_none(), "{method} {params}: {answer}");
    answer["result"].clone()
}

fn command(server: &mut Process, id: i64, name: &str, argument: &Value) -> Value {
    ask(server, id, "workspace/executeCommand", &json!({"command": name, "arguments": [argument]}))
}

/// Two editors on one folder, or an editor and a shell: each a process of its own, watching the disk by itself.
#[test]
fn two_processes_see_each_others_judgements_and_lose_none() {
    const TEXT: &str = "Bridge to close\n\nMayor Ana Reed met Sam Holt on Monday. “It is closed,” Reed said.\n";
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    std::fs::write(root.join("copydesk.toml"), "").unwrap();
    std::fs::write(root.join("a.txt"), TEXT).unwrap();
    let uri = copydesk::server::uri::key_of_path(&root.join("a.txt")).unwrap();
    let start = |who: &str| {
        let mut server = Process::start();
        server.read();
        let mut hello = initialize(Value::Null);
        hello["params"]["rootUri"] = copydesk::server::uri::key_of_path(&root).unwrap().into();
        hello["params"]["initializationOptions"] = json!({"annotator": who});
        server.send(&hello);
        server.answer(0);
        server.send(&json!({"jsonrpc": "2.0", "method": "initialized", "params": {}}));
        let document = json!({"uri": uri, "languageId": "plaintext", "version": 1, "text": TEXT});
        server.send(&json!({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": document}}));
        server
    };
    let range =
        |from: usize, to: usize| json!({"start": {"line": 2, "character": from}, "end": {"line": 2, "character": to}});
    let (reed, holt) = (range(6, 14), range(19, 27));
    let hover = |server: &mut Process, id: i64, at: &Value| {
        ask(server, id, "textDocument/hover", &json!({"textDocument": {"uri": uri}, "position": at["start"]}))
            .to_string()
    };
    // So long until the hover of a place says something.
    let until = |server: &mut Process, from: i64, at: &Value, words: &str| {
        let (since, mut id) = (Instant::now(), from);
        loop {
            let found = hover(server, id, at);
            if found.contains(words) {
                return since.elapsed();
            }
            assert!(since.elapsed() < PATIENCE, "{words}: {found}");
            id += 1;
            std::thread::sleep(Duration::from_millis(10));
        }
    };
    let (mut one, mut two) = (start("A. Annotator"), start("B. Other"));
    until(&mut one, 1000, &reed, "person");
    until(&mut two, 1000, &reed, "person");
    let mut slowest = Duration::ZERO;
    for (round, (at, kind)) in [(&reed, "place"), (&holt, "organization"), (&reed, "group")].into_iter().enumerate() {
        let id = 10 * i64::try_from(round).unwrap() + 1;
        let place = json!({"uri": uri, "range": at, "verb": "mention", "type": kind});
        let (judge, other) = if round == 1 { (&mut two, &mut one) } else { (&mut one, &mut two) };
        command(judge, id, "copydesk.judge", &place);
        slowest = slowest.max(until(other, 10_000 * (id + 1), at, kind));
    }
    // A loaded machine may take longer to answer at all; it is not to wait for a look at the disk now and then.
    assert!(slowest < Duration::from_secs(1), "seen after {slowest:?}");
    let judge = |server: &mut Process, who: &str| {
        for n in 0..100 {
            let note = json!({"uri": uri, "range": holt, "verb": "note", "note": format!("{who} {n}")});
            command(server, 500_000 + n, "copydesk.judge", &note);
        }
    };
    let before = std::fs::read_to_string(root.join("a.txt.anno.jsonl")).unwrap().lines().count();
    std::thread::scope(|scope| {
        scope.spawn(|| judge(&mut one, "one"));
        scope.spawn(|| judge(&mut two, "two"));
    });
    let lines = std::fs::read_to_string(root.join("a.txt.anno.jsonl")).unwrap();
    assert_eq!(lines.lines().count() - before, 200);
    let noted = |who: &str| (0..100).all(|n| lines.contains(&format!("\"note\":\"{who} {n}\"")));
    assert!(noted("one") && noted("two"));
    for server in [&mut one, &mut two] {
        let list = command(server, 700_000, "copydesk.annotations", &json!({"uri": uri}));
        assert_eq!(list.as_array().map(Vec::len), Some(before + 200));
        server.send_bytes(&wire::raw_frame(SHUTDOWN.as_bytes()));
        server.send_bytes(&wire::raw_frame(EXIT.as_bytes()));
    }
    for server in [one, two] {
        let (status, log) = server.end();
        assert_eq!(status.code(), Some(0), "{log}");
    }
}

#[test]
fn the_log_holds_nothing_of_the_articles() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("copydesk.toml"), "").unwrap();
    let path = folder.path().join("a.txt");
    std::fs::write(&path, "Quixotism on disk.").unwrap();
    let uri = copydesk::server::uri::key_of_path(&path).unwrap();
    let root = copydesk::server::uri::key_of_path(folder.path()).unwrap();
    let mut server = Process::start();
    server.read();
    let mut hello = initialize(Value::Null);
    hello["params"]["rootUri"] = root.into();
    server.send(&hello);
    server.answer(0);
    server.send(&json!({"jsonrpc": "2.0", "method": "initialized", "params": {}}));
    let document = json!({"uri": uri, "languageId": "plaintext", "version": 1, "text": "Quixotism in the buffer."});
    let open = json!({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": document}});
    server.send(&open);
    server.send(&open);
    server.send_bytes(&wire::raw_frame(b"{\"jsonrpc\": \"2.0\", \"text\": \"Quixotism\""));
    server.send(&json!({"jsonrpc": "2.0", "id": 1, "method": "textDocument/hover", "params": {"text": "Quixotism"}}));
    assert_eq!(server.answer(1)["error"]["code"], -32602);
    server.send_bytes(&wire::raw_frame(SHUTDOWN.as_bytes()));
    server.send_bytes(&wire::raw_frame(EXIT.as_bytes()));
    let (status, log) = server.end();
    assert_eq!(status.code(), Some(0));
    assert!(log.contains("opened twice") && !log.contains("Quixotism"), "{log}");
}
