//! What a `copydesk.toml` with an entry for each article costs.
//!
//! `cargo bench --bench settings` makes a folder of 10,000 articles of one sentence with an entry each, reads the file,
//! asks it for every article, and has the whole server in this process, over a pipe in memory, offer code actions and set
//! dates; then it runs `copydesk set` as a process. `-- 2000` sets the number of articles. Prints a line a measure: times
//! are milliseconds of processor time where the system tells them, else of the clock, and memory is what was added.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use copydesk::server::{self, Options, uri};
use copydesk::store::settings::edit::Fact;
use copydesk::store::settings::write::{self, Wish};
use copydesk::store::settings::{FILE_NAME, Memory, SettingsFile};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, DuplexStream, ReadHalf, WriteHalf};

const ARTICLES: usize = 10_000;
/// How often each thing is done.
const TIMES: usize = 20;

fn main() {
    let articles = std::env::args().filter_map(|argument| argument.parse().ok()).next().unwrap_or(ARTICLES);
    let folder = tempfile::tempdir().expect("a folder");
    let names: Vec<PathBuf> = (0..articles).map(|n| folder.path().join(name(n))).collect();
    for path in &names {
        std::fs::create_dir_all(path.parent().unwrap_or(Path::new(""))).expect("a folder");
        std::fs::write(path, "It rained in the town on Monday.\n").expect("an article");
    }
    let file = folder.path().join(FILE_NAME);
    let text: String = (0..articles).map(entry).collect();
    std::fs::write(&file, &text).expect("settings");
    println!("{articles} articles with an entry each, {} KiB of settings; milliseconds", text.len() >> 10);

    let before = memory();
    let (settings, took) = timed(|| SettingsFile::read(&file));
    print("read", &mut [took]);
    let (found, took) = timed(|| names.iter().filter(|path| settings.meta_of(path).published.is_some()).count());
    assert_eq!(found, articles);
    print("asked for every article", &mut [took]);
    println!("  memory               {:>8.1} MiB", (memory() - before) / 1024.0);

    let known = Memory::default();
    let mut menus: Vec<Duration> = Vec::new();
    let mut changes: Vec<Duration> = Vec::new();
    for n in 0..TIMES {
        let article = &names[n * 37 % articles];
        let menu = || write::can_change(&file, Some(&known.read(&file)), article);
        let (possible, took) = timed(menu);
        possible.expect("possible");
        menus.push(took);
        let wish = Wish::Say(Fact::Outlet(format!("The Mail {n}")));
        let (changed, took) = timed(|| write::change(&file, article, &wish, &known));
        assert!(changed.expect("written").changes());
        changes.push(took);
    }
    print("whether it can be added", &mut menus);
    print("set, in this process", &mut changes);
    println!("  memory               {:>8.1} MiB", (memory() - before) / 1024.0);

    processes(folder.path(), articles);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("threads");
    runtime.block_on(served(folder.path(), &names));
    runtime.shutdown_background();
}

fn name(n: usize) -> String {
    format!("{:02}/{n:05}_story.txt", n % 50)
}

fn entry(n: usize) -> String {
    format!("[articles.\"{}\"]\npublished = 2016-04-18\noutlet = \"The Post {n}\"\nrole = \"clipping\"\n\n", name(n))
}

/// `copydesk set` as a user runs it.
fn processes(folder: &Path, articles: usize) {
    let (since, before) = (Instant::now(), of_children());
    for n in 0..TIMES {
        let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
        command.current_dir(folder).args(["set", &name(n * 41 % articles), "--outlet", &format!("The Herald {n}")]);
        assert!(command.stdout(Stdio::null()).status().expect("a process").success());
    }
    let took = match (before, of_children()) {
        (Some(before), Some(after)) => after - before,
        _ => since.elapsed(),
    };
    print("set, as a process", &mut [took / u32::try_from(TIMES).unwrap_or(1)]);
}

/// The whole server, by the clock.
async fn served(folder: &Path, names: &[PathBuf]) {
    let (ours, theirs) = tokio::io::duplex(1 << 16);
    let (input, output) = tokio::io::split(theirs);
    tokio::spawn(server::serve(input, output, Options::default()));
    let (output, input) = tokio::io::split(ours);
    let mut client = Client { input, output: BufReader::new(output), next: 0 };
    let capabilities = json!({
        "textDocument": {"codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}}},
        "workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}},
    });
    client.request("initialize", json!({"rootUri": uri::key_of_path(folder), "capabilities": capabilities})).await;
    client.send(json!({"jsonrpc": "2.0", "method": "initialized", "params": {}})).await;
    let target = |n: usize| uri::key_of_path(&names[n * 43 % names.len()]).expect("an absolute path");
    let place = json!({"line": 0, "character": 2});
    let (mut menus, mut acts, mut hovers) = (Vec::new(), Vec::new(), Vec::new());
    let menu = |n: usize| {
        let context = json!({"diagnostics": [], "triggerKind": 1});
        let range = json!({"start": place, "end": place});
        json!({"textDocument": {"uri": target(n)}, "range": range, "context": context})
    };
    let offers = |answer: &Value| answer["result"].as_array().is_some_and(|offered| !offered.is_empty());
    // Until all is read.
    while !offers(&client.request("textDocument/codeAction", menu(0)).await) {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    for n in 0..TIMES {
        let since = Instant::now();
        let answer = client.request("textDocument/codeAction", menu(n)).await;
        menus.push(since.elapsed());
        assert!(offers(&answer), "{answer}");
    }
    for n in 0..TIMES {
        let argument = json!({"uri": target(n), "value": format!("The Times {n}")});
        let since = Instant::now();
        let params = json!({"command": "copydesk.setOutlet", "arguments": [argument]});
        let act = client.ask("workspace/executeCommand", params).await;
        let behind = json!({"textDocument": {"uri": target(n)}, "position": place});
        let hover = client.ask("textDocument/hover", behind).await;
        client.answers(&[act, hover], |id| if id == act { &mut acts } else { &mut hovers }.push(since.elapsed())).await;
        // The workspace is read anew.
        tokio::time::sleep(Duration::from_millis(1500)).await;
    }
    print("code action, by the clock", &mut menus);
    print("set in the server, by the clock", &mut acts);
    print("a hover behind it, by the clock", &mut hovers);
}

struct Client {
    input: WriteHalf<DuplexStream>,
    output: BufReader<ReadHalf<DuplexStream>>,
    next: usize,
}

impl Client {
    async fn send(&mut self, message: Value) {
        let body = message.to_string();
        self.input.write_all(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes()).await.expect("alive");
    }

    async fn ask(&mut self, method: &str, params: Value) -> usize {
        self.next += 1;
        self.send(json!({"jsonrpc": "2.0", "id": self.next, "method": method, "params": params})).await;
        self.next
    }

    /// The next answer.
    async fn answer(&mut self) -> Value {
        loop {
            let mut header = String::new();
            self.output.read_line(&mut header).await.expect("alive");
            let length = header.trim().rsplit(' ').next().and_then(|length| length.parse().ok()).expect("a header");
            self.output.read_line(&mut header).await.expect("alive");
            let mut body = vec![0; length];
            self.output.read_exact(&mut body).await.expect("alive");
            let message: Value = serde_json::from_slice(&body).expect("JSON");
            if message["method"].is_null() {
                return message;
            }
        }
    }

    /// Tells of each of these answers when it comes.
    async fn answers(&mut self, ids: &[usize], mut came: impl FnMut(usize)) {
        for _ in ids {
            let answer = self.answer().await;
            ids.iter().filter(|id| answer["id"] == **id).for_each(|id| came(*id));
        }
    }

    async fn request(&mut self, method: &str, params: Value) -> Value {
        self.ask(method, params).await;
        self.answer().await
    }
}

/// What came of it, with the processor time that this thread took.
fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let (since, before) = (Instant::now(), of_this_thread());
    let result = work();
    let took = match (before, of_this_thread()) {
        (Some(before), Some(after)) => after - before,
        _ => since.elapsed(),
    };
    (result, took)
}

fn of_this_thread() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(Duration::from_nanos(told.split(' ').next()?.parse().ok()?))
}

/// Processor time of all processes that were waited for, as exactly as Linux counts it.
fn of_children() -> Option<Duration> {
    const TICKS_A_SECOND: u64 = 100;
    let told = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<u64> = told.rsplit(')').next()?.split(' ').filter_map(|field| field.parse().ok()).collect();
    // Behind the name and the state: cutime and cstime.
    Some(Duration::from_millis((fields.get(12)? + fields.get(13)?) * 1000 / TICKS_A_SECOND))
}

/// KiB that this process holds at most so far; 0 where nobody tells.
fn memory() -> f64 {
    let told = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = told.lines().find(|line| line.starts_with("VmHWM"));
    line.and_then(|line| line.split_whitespace().nth(1)).and_then(|size| size.parse().ok()).unwrap_or(0.0)
}

fn print(what: &str, samples: &mut [Duration]) {
    samples.sort_unstable();
    let millis = |duration: &Duration| duration.as_secs_f64() * 1000.0;
    let (middle, most) = (&samples[samples.len() / 2], &samples[samples.len() - 1]);
    println!("{what:<32} {:>8.2}   at most {:>8.2}", millis(middle), millis(most));
}
