//! How long an editor waits: from an edit to its diagnostics, and for a hover, on the longest article in `seeds`.
//!
//! `cargo bench --bench latency` runs the whole server in this process, over a pipe in memory, with the five articles
//! as its workspace; `-- 2000` sets the number of edits. Prints a line a measure, in milliseconds.
//!
//! Then comes what an edited sentence costs in an article of 2,000 words, from text to analysis, with the other
//! paragraphs remembered and without; and last what one changed article costs among many: the five over and over, with
//! other names in each copy.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use copydesk::analysis::{Article, ArticleAnalysis, ArticleMeta, analyze};
use copydesk::corpus::Corpus;
use copydesk::model::Models;
use copydesk::server::{self, Options, uri};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, DuplexStream, ReadHalf, WriteHalf};

const EDITS: usize = 500;
/// Articles of the large workspace.
const MANY: usize = 2000;
/// Words of the article that is edited, at least.
const ARTICLE: usize = 2000;

struct Client {
    input: WriteHalf<DuplexStream>,
    output: BufReader<ReadHalf<DuplexStream>>,
}

impl Client {
    async fn send(&mut self, message: Value) {
        let body = message.to_string();
        self.input.write_all(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes()).await.expect("alive");
    }

    /// The next message that fits.
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

    async fn request(&mut self, id: usize, method: &str, params: Value) -> Value {
        self.send(json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params})).await;
        self.wait(|message| message["id"] == id).await
    }
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let edits = std::env::args().filter_map(|argument| argument.parse().ok()).next().unwrap_or(EDITS);
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let (path, text) = longest(&seeds);
    let target = uri::key_of_path(&path).expect("an absolute path");
    let (ours, theirs) = tokio::io::duplex(1 << 16);
    let (input, output) = tokio::io::split(theirs);
    tokio::spawn(server::serve(input, output, Options::default()));
    let (output, input) = tokio::io::split(ours);
    let mut client = Client { input, output: BufReader::new(output) };

    let root = uri::key_of_path(&seeds);
    let capabilities = json!({
        "textDocument": {
            "hover": {"contentFormat": ["markdown"]},
            "publishDiagnostics": {"versionSupport": true, "relatedInformation": true},
        },
        "workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}},
    });
    let started = Instant::now();
    client.request(0, "initialize", json!({"rootUri": root, "capabilities": capabilities})).await;
    let initialized = started.elapsed();
    client.send(json!({"jsonrpc": "2.0", "method": "initialized", "params": {}})).await;
    let document = json!({"uri": target, "languageId": "plaintext", "version": 0, "text": text});
    client
        .send(json!({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": document}}))
        .await;
    client.wait(|message| published(message, &target, 0)).await;
    let ready = started.elapsed();

    let lines: Vec<&str> = text.split('\n').collect();
    let (mut diagnosed, mut hovered, mut both) = (Vec::new(), Vec::new(), Vec::new());
    for edit in 1..=edits {
        // A letter in, a letter out, in another line each time.
        let line = (edit * 7) % lines.len();
        let at = |character: usize| json!({"line": line, "character": character});
        let (range, with) = (json!({"start": at(0), "end": at(0)}), "x");
        let since = Instant::now();
        client.send(change(&target, 2 * edit - 1, &range, with)).await;
        client.wait(|message| published(message, &target, 2 * edit - 1)).await;
        diagnosed.push(since.elapsed());

        let position = json!({"textDocument": {"uri": target}, "position": {"line": line, "character": 4}});
        let since = Instant::now();
        client.request(edit, "textDocument/hover", position.clone()).await;
        hovered.push(since.elapsed());

        let range = json!({"start": at(0), "end": at(1)});
        let since = Instant::now();
        client.send(change(&target, 2 * edit, &range, "")).await;
        client.request(edits + edit, "textDocument/hover", position).await;
        both.push(since.elapsed());
    }

    let name = path.file_name().unwrap_or_default().to_string_lossy();
    println!("{name}: {} bytes, {edits} edits, workspace of five articles; milliseconds", text.len());
    println!("initialize answered   {:>8.1}", millis(initialized));
    println!("first diagnostics     {:>8.1}", millis(ready));
    println!("                           p50      p90      p99      max");
    print("edit to diagnostics", &mut diagnosed);
    print("hover", &mut hovered);
    print("edit to hover", &mut both);
    drop(client);
    let (words, mut remembered, mut anew) = edited(&seeds, edits);
    println!("one edited sentence of {words} words, from text to analysis; milliseconds");
    println!("                           p50      p90      p99      max");
    print("the others remembered", &mut remembered);
    print("nothing remembered", &mut anew);
    println!("one changed article linked anew, p50 of 40");
    for articles in [5, MANY] {
        let (first, mut again) = relinked(&seeds, articles);
        print(&format!("among {articles}"), &mut again);
        println!("  all for the first time {:>8.1}", millis(first));
    }
}

/// How long it takes to analyse an article of the seeds' paragraphs after each of some edits, which all differ; and how
/// many words it has.
fn edited(seeds: &Path, edits: usize) -> (usize, Vec<Duration>, Vec<Duration>) {
    let mut texts: Vec<String> = texts(seeds).map(|(_, text)| text).collect();
    texts.sort();
    let count = |text: &str| text.split_whitespace().count();
    let mut paragraphs: Vec<&str> = Vec::new();
    let mut words = 0;
    for paragraph in texts.iter().flat_map(|text| text.lines()).filter(|line| !line.trim().is_empty()) {
        if words < ARTICLE {
            words += count(paragraph);
            paragraphs.push(paragraph);
        }
    }
    let long: Vec<usize> = (0..paragraphs.len()).filter(|at| count(paragraphs[*at]) > 15).collect();
    let text = |edit: usize| {
        let at = long[edit * 7 % long.len()];
        let mut copy: Vec<String> = paragraphs.iter().map(|paragraph| (*paragraph).to_owned()).collect();
        // Another word in the middle each time.
        let words: Vec<&str> = paragraphs[at].split_whitespace().collect();
        let (before, after) = words.split_at(words.len() / 2);
        copy[at] = format!("{} once{edit} {}", before.join(" "), after.join(" "));
        Article { text: Arc::from(copy.join("\n\n")), meta: ArticleMeta::default() }
    };
    let models = Models::embedded();
    let run = |edit: usize| {
        let article = text(edit);
        let since = Instant::now();
        std::hint::black_box(analyze(&models, &article));
        since.elapsed()
    };
    run(0);
    let remembered = (1..=edits).map(run).collect();
    let forgotten = |edit: usize| {
        models.forget();
        run(edit)
    };
    (words, remembered, (1..=edits / 5).map(forgotten).collect())
}

/// How long it takes to link a workspace from nothing, and again after each of some edits in it.
fn relinked(seeds: &Path, articles: usize) -> (Duration, Vec<Duration>) {
    let mut texts: Vec<String> = texts(seeds).map(|(_, text)| text).collect();
    texts.sort();
    let models = Models::embedded();
    let read = |text: String| -> Arc<ArticleAnalysis> {
        Arc::new(analyze(&models, &Article { text: Arc::from(text), meta: ArticleMeta::default() }))
    };
    let text = |at: usize| renamed(&texts[at % texts.len()], at / texts.len());
    let key = |at: usize| -> Arc<str> { Arc::from(format!("{at:05}.txt")) };
    let mut corpus = Corpus::new();
    (0..articles).for_each(|at| corpus.set(key(at), read(text(at))));
    let since = Instant::now();
    corpus.snapshot();
    let first = since.elapsed();
    let again = (0..40).map(|edit| {
        let at = edit * 37 % articles;
        corpus.set(key(at), read(format!("{}\nObama met Putin in Geneva.\n", text(at))));
        let since = Instant::now();
        corpus.snapshot();
        since.elapsed()
    });
    (first, again.collect())
}

/// A copy in which about half of the longer capitalised words have a syllable more, other words in each copy.
fn renamed(text: &str, copy: usize) -> String {
    const SYLLABLES: [&str; 7] = ["", "ka", "lo", "mir", "sen", "tov", "vich"];
    let word = |word: &str| {
        let name = word.len() > 4 && word.starts_with(char::is_uppercase) && word.ends_with(char::is_alphabetic);
        let pick = word.bytes().map(usize::from).sum::<usize>() + copy;
        if name && copy > 0 && pick.is_multiple_of(2) {
            let syllable = SYLLABLES[copy / 2 % SYLLABLES.len()];
            format!("{word}{syllable}{}", SYLLABLES[copy / 14 % SYLLABLES.len()])
        } else {
            word.to_string()
        }
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn texts(folder: &Path) -> impl Iterator<Item = (PathBuf, String)> {
    let entries = std::fs::read_dir(folder).expect("seeds").filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let articles = entries.filter(|path| path.extension().is_some_and(|extension| extension == "txt"));
    articles.filter_map(|path| std::fs::read_to_string(&path).ok().map(|text| (path, text)))
}

fn longest(folder: &Path) -> (PathBuf, String) {
    texts(folder).max_by_key(|(_, text)| text.len()).expect("an article")
}

fn published(message: &Value, uri: &str, version: usize) -> bool {
    message["method"] == "textDocument/publishDiagnostics"
        && message["params"]["uri"] == uri
        && message["params"]["version"] == version
}

fn change(uri: &str, version: usize, range: &Value, text: &str) -> Value {
    let document = json!({"uri": uri, "version": version});
    let params = json!({"textDocument": document, "contentChanges": [{"range": range, "text": text}]});
    json!({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": params})
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

fn print(what: &str, samples: &mut [Duration]) {
    samples.sort_unstable();
    let at = |part: f64| {
        let rank = (part * samples.len() as f64).ceil() as usize;
        millis(samples[rank.clamp(1, samples.len()) - 1])
    };
    println!("{what:<20}  {:>8.2} {:>8.2} {:>8.2} {:>8.2}", at(0.5), at(0.9), at(0.99), at(1.0));
}
