//! How long judging takes among many annotations: `cargo bench --bench annotations`.
//!
//! The whole server runs in this process, over a pipe in memory, on an article of some 3,000 words. With 10,000 annotations
//! in it: from a judgement to a hover that shows it, which is asked for over and over meanwhile, and to its answer, beside
//! the same bytes written and flushed; and from an edit to diagnostics, beside the same without annotations. Then 100,000 annotations in 1,000 articles are read: seconds
//! and megabytes.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use copydesk::annotation::blob::blob_id;
use copydesk::annotation::meaning::TextIds;
use copydesk::annotation::{Annotation, Kind, Meaning, Target, Verdict};
use copydesk::server::{self, Options, uri};
use copydesk::store::annotations::lay::{Notes, Shared};
use copydesk::store::annotations::{Memory, beside};
use copydesk::text::{CodePoints, Span};
use rayon::prelude::*;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, DuplexStream, ReadHalf, WriteHalf};

const JUDGEMENTS: usize = 200;
const EDITS: usize = 100;
/// Longer than anything should take on a loaded machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// Annotations of the names in a text, which accept what is read there, over and over, each time by somebody else.
fn lines(text: &str, count: usize) -> String {
    let points = CodePoints::new(text);
    let words: Vec<Span> = text
        .match_indices("Anna ")
        .map(|(at, _)| Span::of(at..at + text[at..].find(" said").unwrap_or_default()))
        .filter(|span| !span.is_empty())
        .collect();
    let now = jiff::Timestamp::UNIX_EPOCH;
    let id = blob_id(text.as_bytes());
    let who = |n: usize| format!("A. Annotator {n}");
    let mut lines = String::new();
    for n in 0..count {
        let mut meaning = Meaning::new(Kind::Mention);
        (meaning.verdict, meaning.r#type) = (Some(Verdict::Accepted), Some("person".to_owned()));
        meaning.text = TextIds::new(vec![id.clone()]);
        let target = Target::new("a.txt", text, &points, words[n % words.len()]);
        let line =
            Annotation::new(&format!("urn:uuid:{n:08}"), now, &who(n / words.len()), vec![target], meaning).line(None);
        writeln!(lines, "{line}").expect("memory");
    }
    lines
}

struct Client {
    input: WriteHalf<DuplexStream>,
    output: BufReader<ReadHalf<DuplexStream>>,
    last: usize,
    uri: String,
}

impl Client {
    /// A client that has the article of a folder open, once that is linked.
    async fn open(folder: &Path, text: &str) -> Self {
        let (ours, theirs) = tokio::io::duplex(1 << 16);
        let (input, output) = tokio::io::split(theirs);
        tokio::spawn(server::serve(input, output, Options::default()));
        let (output, input) = tokio::io::split(ours);
        let uri = uri::key_of_path(&folder.join("a.txt")).expect("an absolute path");
        let mut client = Self { input, output: BufReader::new(output), last: 0, uri };
        let capabilities = json!({"textDocument": {"publishDiagnostics": {"versionSupport": true}}});
        let root = uri::key_of_path(folder);
        let options = json!({"annotator": "B. Other"});
        let hello = json!({"rootUri": root, "capabilities": capabilities, "initializationOptions": options});
        client.request("initialize", hello).await;
        client.tell("initialized", json!({})).await;
        let document = json!({"uri": client.uri, "languageId": "plaintext", "version": 0, "text": text});
        client.tell("textDocument/didOpen", json!({"textDocument": document})).await;
        client.diagnosed(0).await;
        client
    }

    async fn send(&mut self, message: Value) {
        let body = message.to_string();
        self.input.write_all(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes()).await.expect("alive");
    }

    async fn tell(&mut self, method: &str, params: Value) {
        self.send(json!({"jsonrpc": "2.0", "method": method, "params": params})).await;
    }

    async fn wait(&mut self, fits: impl Fn(&Value) -> bool) -> Value {
        loop {
            let mut header = String::new();
            self.output.read_line(&mut header).await.expect("alive");
            let length = header.trim().rsplit(' ').next().and_then(|length| length.parse().ok()).expect("a header");
            self.output.read_line(&mut header).await.expect("alive");
            let mut body = vec![0; length];
            self.output.read_exact(&mut body).await.expect("alive");
            let message: Value = serde_json::from_slice(&body).expect("JSON");
            if fits(&message) {
                return message;
            }
        }
    }

    async fn ask(&mut self, id: usize, method: &str, params: Value) {
        self.send(json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params})).await;
    }

    async fn request(&mut self, method: &str, params: Value) -> Value {
        self.last += 1;
        let id = self.last;
        self.ask(id, method, params).await;
        self.wait(|message| message["id"] == id).await
    }

    async fn diagnosed(&mut self, version: usize) {
        let uri = self.uri.clone();
        self.wait(|message| {
            message["method"] == "textDocument/publishDiagnostics"
                && message["params"]["uri"] == uri
                && message["params"]["version"] == version
        })
        .await;
    }

    /// From a judgement to a hover that says what is `wanted`, and to its answer.
    async fn judge(&mut self, place: Value, at: &Value, wanted: &str) -> (Duration, Duration) {
        let run = json!({"command": "copydesk.judge", "arguments": [place]});
        let judge = self.last + 1;
        self.last = judge;
        let since = Instant::now();
        self.ask(judge, "workspace/executeCommand", run).await;
        let (mut shown, mut answered) = (None, None);
        while shown.is_none() || answered.is_none() {
            let hover = self.last + 1;
            if shown.is_none() {
                self.last = hover;
                assert!(since.elapsed() < PATIENCE, "{wanted} is not shown");
                let params = json!({"textDocument": {"uri": self.uri}, "position": at});
                self.ask(hover, "textDocument/hover", params).await;
            }
            let answer = self.wait(|message| [judge, hover].iter().any(|id| message["id"] == *id)).await;
            let mut answers = vec![answer];
            // Of two that are out the other comes as well.
            if shown.is_none() && answers[0]["id"] == judge {
                answers.push(self.wait(|message| message["id"] == hover).await);
            }
            for answer in answers {
                if answer["id"] == judge {
                    assert!(answer["error"].is_null(), "{answer}");
                    answered = Some(since.elapsed());
                } else if answer["result"].to_string().contains(wanted) {
                    shown = Some(since.elapsed());
                }
            }
        }
        (shown.unwrap_or_default(), answered.unwrap_or_default())
    }

    /// From an edit to its diagnostics: a letter in, a letter out, in another line each time. The versions are counted from
    /// `last` on.
    async fn edits(&mut self, lines: usize, column: usize, last: usize) -> Vec<Duration> {
        let mut times = Vec::new();
        for edit in 1..=EDITS {
            let (to, with) = if edit % 2 == 1 { (0, "x") } else { (1, "") };
            let line = edit.div_ceil(2) * 7 % lines;
            let at = |more: usize| json!({"line": line, "character": column + more});
            let version = last + edit;
            let change = json!([{"range": {"start": at(0), "end": at(to)}, "text": with}]);
            let document = json!({"uri": self.uri, "version": version});
            let since = Instant::now();
            self.tell("textDocument/didChange", json!({"textDocument": document, "contentChanges": change})).await;
            self.diagnosed(version).await;
            times.push(since.elapsed());
        }
        times
    }
}

/// The bytes of a file written beside it, flushed and put in place.
fn plain(bytes: &[u8], folder: &Path) -> Duration {
    let since = Instant::now();
    let written = tempfile::NamedTempFile::new_in(folder).and_then(|mut beside| {
        beside.write_all(bytes)?;
        beside.as_file().sync_all()?;
        beside.persist(folder.join("plain"))?;
        std::fs::File::open(folder)?.sync_all()
    });
    written.expect("the folder of the bench is ours");
    since.elapsed()
}

fn print(what: &str, times: &mut [Duration]) -> f64 {
    times.sort_unstable();
    let at = |part: f64| {
        let rank = (part * times.len() as f64).ceil() as usize;
        times[rank.clamp(1, times.len()) - 1].as_secs_f64() * 1000.0
    };
    println!("{what:<28} {:>8.2} {:>8.2} {:>8.2} {:>8.2}", at(0.5), at(0.9), at(0.99), at(1.0));
    at(0.5)
}

/// Megabytes that this process holds.
fn held() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kilobytes.unwrap_or_default() / 1024.0
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut text = String::new();
    for n in 0..400 {
        let end = if n % 4 == 3 { "\n\n" } else { " " };
        write!(text, "Mayor Anna Bridge{n} said that bridge {n} was closed.{end}").expect("memory");
    }
    let count = text.lines().count();
    let many = lines(&text, 10_000);
    let mut medians = Vec::new();
    println!("milliseconds                      p50      p90      p99      max");
    for annotated in [false, true] {
        let folder = dir.path().join(if annotated { "with" } else { "without" });
        std::fs::create_dir(&folder).expect("a folder");
        std::fs::write(folder.join("copydesk.toml"), "").expect("a folder");
        std::fs::write(folder.join("a.txt"), &text).expect("a folder");
        let file = beside(&folder.join("a.txt"));
        if annotated {
            std::fs::write(&file, &many).expect("a folder");
        }
        let mut client = Client::open(&folder, &text).await;
        let with = if annotated { "with 10,000" } else { "without" };
        let (mut answered, mut shown, mut alone) = (Vec::new(), Vec::new(), Vec::new());
        for n in 0..JUDGEMENTS {
            let line = 2 * (n * 7 % (count / 2));
            let at = |character: usize| json!({"line": line, "character": character});
            let kind = if n % 2 == 0 { "place" } else { "organization" };
            let range = json!({"start": at(0), "end": at("Mayor".len())});
            let place = json!({"uri": client.uri, "range": range, "verb": "note", "note": format!("{kind} {n}.")});
            let (hover, answer) = client.judge(place, &at(2), &format!("{kind} {n}.")).await;
            shown.push(hover);
            answered.push(answer);
            let bytes = std::fs::read(&file).expect("a folder");
            alone.push(plain(&bytes, &folder));
        }
        print(&format!("fresh hover {with}"), &mut shown);
        print(&format!("answer {with}"), &mut answered);
        print("the same bytes alone", &mut alone);
        let plain = print(&format!("edit to diagnostics {with}"), &mut client.edits(count, 0, 0).await);
        let column = "Mayor An".len();
        let within = print(&format!("edit in a name {with}"), &mut client.edits(count, column, EDITS).await);
        medians.push((plain, within));
    }
    let (without, with) = (medians[0], medians[1]);
    println!("edit to diagnostics, with to without: {:.2}, in a name {:.2}", with.0 / without.0, with.1 / without.1);
    drop(many);

    let folder = dir.path().join("many");
    std::fs::create_dir(&folder).expect("a folder");
    let text: Arc<str> = text.get(..5000).unwrap_or(&text).into();
    let few = lines(&text, 100);
    let articles: Vec<PathBuf> = (0..1000).map(|n| folder.join(format!("{n}.txt"))).collect();
    for article in &articles {
        std::fs::write(article, &*text).expect("a folder");
        std::fs::write(beside(article), &few).expect("a folder");
    }
    let (memory, shared, before) = (Memory::default(), Shared::default(), held());
    let since = Instant::now();
    let notes: Vec<Notes> =
        articles.par_iter().map(|article| Notes::read(&memory, article, None, &shared, &text)).collect();
    let took = since.elapsed();
    let count: usize = notes.iter().map(|notes| notes.annotations.len()).sum();
    println!("{count} annotations in 1,000 articles: read in {took:.2?}, {:.0} MB", held() - before);
}
