//! What the stock transport of tower-lsp does wrong, and ours does not: every probe runs against both, and where the
//! stock one is known to fail, its failing is asserted too, so that a probe that cannot fail is noticed.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use copydesk::server::transport::message::Lost;
use copydesk::server::transport::{self, Exit, Options};
use serde_json::{Value, json};
use tokio::io::{AsyncWriteExt, BufReader, DuplexStream, ReadHalf, WriteHalf};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::*;
use tower_lsp::{Client, LanguageServer, LspService, Server};

use super::client::PATIENCE;
use super::wire;

/// So long the stock transport is waited for, which is known to hang.
const HANG: Duration = Duration::from_millis(1500);

/// Work takes so long: more than a loaded machine needs to hear that it is cancelled.
const WORK: Duration = Duration::from_secs(1);

/// A server that does on each method what a probe needs.
struct Probe {
    client: Client,
    versions: Arc<Mutex<Vec<i32>>>,
    handled: Arc<AtomicUsize>,
}

#[tower_lsp::async_trait]
impl LanguageServer for Probe {
    async fn initialize(&self, _: InitializeParams) -> Result<InitializeResult> {
        Ok(InitializeResult::default())
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    /// Changes state, then waits in no order.
    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let version = params.text_document.version;
        self.versions.lock().unwrap().push(version);
        tokio::time::sleep(Duration::from_micros(u64::from(version.unsigned_abs() % 7) * 100)).await;
    }

    /// Slow work.
    async fn hover(&self, _: HoverParams) -> Result<Option<Hover>> {
        tokio::time::sleep(WORK).await;
        Ok(None)
    }

    /// Waits for the client, as no handler of ours does.
    async fn did_save(&self, _: DidSaveTextDocumentParams) {
        let _ = self.client.configuration(vec![ConfigurationItem::default()]).await;
        self.handled.fetch_add(1, Ordering::Relaxed);
    }

    async fn document_symbol(&self, _: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        panic!("on purpose: a request")
    }

    async fn did_close(&self, _: DidCloseTextDocumentParams) {
        panic!("on purpose: a notification")
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        let length = u32::try_from(params.text_document.uri.as_str().len()).unwrap();
        let range = FoldingRange { start_line: length, ..FoldingRange::default() };
        Ok(Some(vec![range]))
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Wire {
    Ours,
    Stock,
}

impl Wire {
    fn patience(self) -> Duration {
        match self {
            Wire::Ours => PATIENCE,
            Wire::Stock => HANG,
        }
    }
}

/// A probe being served, and the client's ends of its pipes.
struct Rig {
    input: WriteHalf<DuplexStream>,
    output: BufReader<ReadHalf<DuplexStream>>,
    serving: JoinHandle<Option<Exit>>,
    patience: Duration,
    versions: Arc<Mutex<Vec<i32>>>,
    handled: Arc<AtomicUsize>,
}

impl Rig {
    fn start(wire: Wire, options: Options) -> Self {
        let (ours, theirs) = tokio::io::duplex(1 << 16);
        let versions = Arc::default();
        let handled = Arc::default();
        let (service, socket) =
            LspService::new(|client| Probe { client, versions: Arc::clone(&versions), handled: Arc::clone(&handled) });
        let (input, output) = tokio::io::split(theirs);
        let serving = tokio::spawn(async move {
            match wire {
                Wire::Ours => Some(transport::serve(service, socket, input, output, options).await),
                Wire::Stock => {
                    Server::new(input, output, socket).serve(service).await;
                    None
                }
            }
        });
        let (output, input) = tokio::io::split(ours);
        Self { input, output: BufReader::new(output), serving, patience: wire.patience(), versions, handled }
    }

    async fn initialized(wire: Wire) -> Self {
        Self::initialized_with(wire, Options::default(), Value::Null).await
    }

    async fn initialized_with(wire: Wire, options: Options, process: Value) -> Self {
        let mut rig = Self::start(wire, options);
        let params = json!({"processId": process, "capabilities": {}});
        rig.send(json!({"id": 0, "method": "initialize", "params": params})).await;
        assert_eq!(rig.answer(0).await["result"]["capabilities"], json!({}));
        rig
    }

    async fn send(&mut self, mut message: Value) {
        message["jsonrpc"] = "2.0".into();
        wire::send(&mut self.input, &message).await;
    }

    async fn send_bytes(&mut self, bytes: &[u8]) {
        self.input.write_all(bytes).await.unwrap();
    }

    async fn receive(&mut self) -> Option<Value> {
        wire::receive(&mut self.output).await
    }

    /// The answer to a request; what comes before it is dropped.
    async fn answer(&mut self, id: i64) -> Value {
        loop {
            let message = self.receive().await.expect("the server is gone");
            if message["id"] == id && message.get("method").is_none() {
                return message;
            }
        }
    }

    /// True when a request is still answered.
    async fn lives(&mut self) -> bool {
        let params = json!({"textDocument": {"uri": "file:///abc"}});
        let request = json!({"jsonrpc": "2.0", "id": 99, "method": "textDocument/foldingRange", "params": params});
        if self.input.write_all(&wire::frame(&request)).await.is_err() {
            return false;
        }
        let patience = self.patience;
        let answered = async {
            loop {
                match self.receive().await {
                    Some(message) if message["id"] == 99 => return message["result"][0]["startLine"] == 11,
                    Some(_) => {}
                    None => return false,
                }
            }
        };
        timeout(patience, answered).await.unwrap_or(false)
    }

    /// How the serving ended: `None` when it did not.
    async fn ended(&mut self) -> Option<Option<Exit>> {
        timeout(self.patience, &mut self.serving).await.ok().and_then(std::result::Result::ok)
    }
}

fn change(version: i32) -> Value {
    let params = json!({"textDocument": {"uri": "file:///a", "version": version}, "contentChanges": []});
    json!({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": params})
}

fn hover(id: i64) -> Value {
    let params = json!({"textDocument": {"uri": "file:///a"}, "position": {"line": 0, "character": 0}});
    json!({"jsonrpc": "2.0", "id": id, "method": "textDocument/hover", "params": params})
}

fn notification(method: &str) -> Value {
    json!({"method": method, "params": {"textDocument": {"uri": "file:///a"}}})
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_thousand_edits_keep_their_order_while_requests_are_under_way() {
    let mut rig = Rig::initialized(Wire::Ours).await;
    let mut bytes = Vec::new();
    for version in 1..=2000 {
        bytes.extend(wire::frame(&change(version)));
        if version % 100 == 0 {
            bytes.extend(wire::frame(&hover(version.into())));
        }
    }
    rig.send_bytes(&bytes).await;
    rig.answer(2000).await;
    assert_eq!(*rig.versions.lock().unwrap(), (1..=2000).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_panic_costs_that_request_only() {
    let mut rig = Rig::initialized(Wire::Ours).await;
    for _ in 0..2 {
        // The same id twice: the first must not be remembered as running.
        let mut request = notification("textDocument/documentSymbol");
        request["id"] = 1.into();
        rig.send(request).await;
        assert_eq!(rig.answer(1).await["error"]["code"], -32603);
    }
    rig.send(notification("textDocument/didClose")).await;
    assert!(rig.lives().await);

    let mut stock = Rig::initialized(Wire::Stock).await;
    stock.send(notification("textDocument/didClose")).await;
    assert!(!stock.lives().await, "the stock transport survives a panic now");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bad_frames_are_answered_or_skipped() {
    let lone = br#"{"jsonrpc":"2.0","id":5,"method":"textDocument/foldingRange","params":{"textDocument":{"uri":"a:\ud83d"}}}"#;
    let fine =
        br#"{"jsonrpc":"2.0","id":5,"method":"textDocument/foldingRange","params":{"textDocument":{"uri":"a:"}}}"#;
    let headers = format!("X-A: 1\r\nX-B: 2\r\nX-C: 3\r\nContent-Length: {}\r\n\r\n", fine.len());
    let lower = format!("content-length: {}\r\n\r\n", fine.len());
    let cases: [(&str, Vec<u8>, Value); 5] = [
        ("no JSON", wire::raw_frame(b"{\"jsonrpc\":"), json!(-32700)),
        ("no message", wire::raw_frame(b"[1, 2]"), json!(-32600)),
        ("more headers", [headers.as_bytes(), fine].concat(), Value::Null),
        ("lower case", [lower.as_bytes(), fine].concat(), Value::Null),
        ("half a surrogate pair", wire::raw_frame(lone), Value::Null),
    ];
    for (name, bytes, code) in cases {
        let mut rig = Rig::initialized(Wire::Ours).await;
        rig.send_bytes(&bytes).await;
        let answer = rig.receive().await.unwrap();
        assert_eq!(answer["error"]["code"], code, "{name}: {answer}");
        assert!(rig.lives().await, "{name}");

        let mut stock = Rig::initialized(Wire::Stock).await;
        stock.send_bytes(&bytes).await;
        assert!(!stock.lives().await, "the stock transport survives now: {name}");
    }
    let mut rig = Rig::initialized(Wire::Ours).await;
    rig.send_bytes(&[0xff; 70_000]).await;
    rig.send_bytes(b"\r\n\r\nnothing\r\n\r\n").await;
    assert!(rig.lives().await, "garbage");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cancelling_takes_effect_while_work_is_running() {
    let cancel = |id: i64| json!({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": id}});
    for wire in [Wire::Ours, Wire::Stock] {
        let mut rig = Rig::initialized(wire).await;
        for id in 1..=8 {
            rig.send(hover(id)).await;
        }
        for id in 1..=8 {
            rig.send(cancel(id)).await;
        }
        let mut cancelled = 0;
        for _ in 1..=8 {
            cancelled += usize::from(rig.receive().await.unwrap()["error"]["code"] == -32800);
        }
        match wire {
            Wire::Ours => assert_eq!(cancelled, 8),
            Wire::Stock => assert!(cancelled < 8, "the stock transport cancels in time now"),
        }
        assert!(rig.lives().await);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn exit_ends_with_the_right_code_whether_the_input_is_open_or_not() {
    for (shut_down, close, code) in [
        (true, false, Exit::Clean),
        (false, false, Exit::Unclean),
        (true, true, Exit::Clean),
        (false, true, Exit::Unclean),
    ] {
        let mut rig = Rig::initialized(Wire::Ours).await;
        if shut_down {
            rig.send(json!({"id": 1, "method": "shutdown"})).await;
            assert_eq!(rig.answer(1).await["result"], Value::Null);
        }
        rig.send(json!({"method": "exit"})).await;
        if close {
            rig.input.shutdown().await.unwrap();
        }
        assert_eq!(rig.ended().await, Some(Some(code)), "shutdown {shut_down}, closed {close}");
    }
    let mut stock = Rig::initialized(Wire::Stock).await;
    stock.send(json!({"method": "exit"})).await;
    assert_eq!(stock.ended().await, None, "the stock transport ends at exit now");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_end_of_the_input_ends_it_when_what_is_under_way_is_answered() {
    let options = Options { drain: PATIENCE, ..Options::default() };
    let mut rig = Rig::initialized_with(Wire::Ours, options, Value::Null).await;
    rig.send(hover(1)).await;
    rig.input.shutdown().await.unwrap();
    assert_eq!(rig.answer(1).await["result"], Value::Null);
    assert_eq!(rig.ended().await, Some(Some(Exit::Unclean)));
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_death_of_the_clients_process_ends_it() {
    let mut child = std::process::Command::new("sleep").arg("60").spawn().unwrap();
    let options = Options { parent_poll: Duration::from_millis(20), ..Options::default() };
    let mut rig = Rig::initialized_with(Wire::Ours, options.clone(), child.id().into()).await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(rig.lives().await);
    child.kill().unwrap();
    // It is a zombie, since nobody has waited for it.
    assert_eq!(rig.ended().await, Some(Some(Exit::Unclean)));
    child.wait().unwrap();
}

/// As from a container, in which the editor's number names nobody: the server serves, and ends with its input.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_that_is_not_there_ends_nothing() {
    for process in [json!(0), json!(i32::MAX), json!(u32::MAX), Value::Null] {
        let options = Options { parent_poll: Duration::from_millis(5), ..Options::default() };
        let mut rig = Rig::initialized_with(Wire::Ours, options, process.clone()).await;
        let ended = timeout(Duration::from_millis(150), &mut rig.serving).await;
        assert!(ended.is_err() && rig.lives().await, "{process}: {ended:?}");
        rig.input.shutdown().await.unwrap();
        assert_eq!(rig.ended().await, Some(Some(Exit::Unclean)), "{process}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn handlers_that_wait_for_the_client_do_not_stop_the_reader() {
    const FLOOD: usize = 200;
    for wire in [Wire::Ours, Wire::Stock] {
        let mut rig = Rig::initialized(wire).await;
        for _ in 0..FLOOD {
            rig.send(notification("textDocument/didSave")).await;
        }
        let answering = async {
            for _ in 0..FLOOD {
                let request = rig.receive().await.unwrap();
                wire::send(&mut rig.input, &json!({"jsonrpc": "2.0", "id": request["id"], "result": [null]})).await;
            }
            while rig.handled.load(Ordering::Relaxed) < FLOOD {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let answered = timeout(wire.patience(), answering).await.is_ok();
        assert_eq!(answered, wire == Wire::Ours, "{wire:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_answers_late_or_twice_does_no_harm() {
    let mut rig = Rig::initialized(Wire::Ours).await;
    rig.send(notification("textDocument/didSave")).await;
    let request = rig.receive().await.unwrap();
    for _ in 0..2 {
        rig.send(json!({"id": request["id"], "result": [null]})).await;
    }
    rig.send(json!({"id": 4711, "result": null})).await;
    rig.send(json!({"id": 1, "method": "$/unheardOf"})).await;
    assert_eq!(rig.answer(1).await["error"]["code"], -32601);
    assert!(rig.lives().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_stops_reading_is_still_heard() {
    let mut rig = Rig::initialized(Wire::Ours).await;
    let long = format!("file:///{}", "x".repeat(4000));
    // Their answers are more than the pipe holds, and nobody reads them; the edits behind them are applied.
    for id in 1..=500 {
        let params = json!({"textDocument": {"uri": long}});
        rig.send(json!({"id": id, "method": "textDocument/foldingRange", "params": params})).await;
        rig.send(json!({"id": format!("{id} {long}"), "method": "textDocument/foldingRange", "params": params})).await;
    }
    for version in 1..=100 {
        rig.send(change(version)).await;
    }
    timeout(PATIENCE, async {
        while rig.versions.lock().unwrap().len() < 100 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await
    .expect("edits are applied");
    assert_eq!(rig.answer(500).await["result"][0]["startLine"], 4008);
    // And it ends when it should, although nobody reads.
    for id in 501..=1000 {
        let params = json!({"textDocument": {"uri": long}});
        rig.send(json!({"id": format!("{id} {long}"), "method": "textDocument/foldingRange", "params": params})).await;
    }
    rig.send(json!({"method": "exit"})).await;
    assert_eq!(timeout(PATIENCE, &mut rig.serving).await.unwrap().unwrap(), Some(Exit::Unclean));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_over_the_limit_is_skipped() {
    let lost = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&lost);
    let options = Options {
        max_message: 2000,
        on_lost: Some(Arc::new(move |lost: &Lost| heard.lock().unwrap().push(lost.clone()))),
        ..Options::default()
    };
    let mut rig = Rig::initialized_with(Wire::Ours, options, Value::Null).await;
    let mut large = change(1);
    large["padding"] = "x".repeat(3000).into();
    rig.send(large).await;
    let answer = rig.receive().await.unwrap();
    assert_eq!((&answer["id"], &answer["error"]["code"]), (&Value::Null, &json!(-32600)));
    assert_eq!(rig.receive().await.unwrap()["method"], "window/showMessage");
    // Its method behind its parameters, as an alphabet has it.
    let padding = "x".repeat(3000);
    let uri = "file:///b";
    let late = format!("{{\"a\":{{\"textDocument\":{{\"uri\":\"{uri}\"}},\"text\":\"{padding}\"}},\"method\":\"m\"}}");
    rig.send_bytes(&wire::raw_frame(late.as_bytes())).await;
    assert!(rig.lives().await);
    let told = |method: &str, uri: &str| Lost { method: Some(method.to_owned()), uri: Some(uri.to_owned()) };
    assert_eq!(*lost.lock().unwrap(), [told("textDocument/didChange", "file:///a"), told("m", uri)]);
}

/// A header that promises more than comes, a gigabyte or a little, swallows nothing of what follows, and the user hears
/// of it once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_frame_that_never_comes_swallows_nothing() {
    for length in [5_000, 60_000_000, 1_000_000_000, usize::MAX] {
        for body in ["", "{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didCh"] {
            let mut rig = Rig::initialized(Wire::Ours).await;
            for _ in 0..2 {
                rig.send_bytes(format!("Content-Length: {length}\r\n\r\n{body}").as_bytes()).await;
                rig.send(json!({"id": 1, "method": "$/unheardOf"})).await;
            }
            let mut heard = Vec::new();
            for _ in 0..5 {
                let message = timeout(PATIENCE, rig.receive()).await.expect("an answer").unwrap();
                heard.push(message["method"].as_str().unwrap_or(&message["error"]["code"].to_string()).to_owned());
            }
            let of = |what: &str| heard.iter().filter(|one| *one == what).count();
            assert_eq!((of("window/showMessage"), of("-32601")), (1, 2), "{length} {body}: {heard:?}");
            assert!(rig.lives().await, "{length} {body}");
        }
    }
}

/// As a client does that knows of nothing but JSON-RPC: an error with any id, for what it has not understood.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clients_error_is_not_answered() {
    let mut rig = Rig::initialized(Wire::Ours).await;
    for id in [json!(null), json!(4711), json!("x"), json!(1.5), json!({})] {
        for error in [json!({"code": -32700, "message": "what?"}), json!("what?"), json!({})] {
            rig.send(json!({"id": id, "error": error})).await;
        }
        rig.send(json!({"id": id, "result": null})).await;
    }
    rig.send(json!({"error": {}})).await;
    rig.send(json!({"id": 1, "method": "$/unheardOf"})).await;
    let answer = rig.receive().await.unwrap();
    assert_eq!((&answer["id"], &answer["error"]["code"]), (&json!(1), &json!(-32601)), "{answer}");
}
