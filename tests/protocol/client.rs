//! A client in the same process: strict about what it is sent, patient with a loaded machine.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::time::Duration;

use copydesk::server::{self, Options, transport::Exit, uri};
use serde_json::{Value, json};
use tokio::io::{AsyncWriteExt, BufReader, DuplexStream, ReadHalf, WriteHalf};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::wire;

/// Longer than anything should take on a loaded machine.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// So long nothing must come, where nothing should.
pub(super) const SILENCE: Duration = Duration::from_millis(300);

/// How a client introduces itself.
#[derive(Clone)]
pub(super) struct Setup {
    pub capabilities: Value,
    pub folders: Vec<PathBuf>,
    pub options: Value,
    /// What it answers to `workspace/configuration`.
    pub configuration: Value,
    pub server: Options,
}

impl Setup {
    /// A client that can everything that the server has a use for.
    pub(super) fn able(folder: &Path) -> Self {
        let capabilities = json!({
            "general": {"positionEncodings": ["utf-16"]},
            "textDocument": {
                "hover": {"contentFormat": ["markdown", "plaintext"]},
                "definition": {"linkSupport": true},
                "implementation": {"linkSupport": true},
                "documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
                "foldingRange": {"lineFoldingOnly": true},
                "selectionRange": {},
                "documentLink": {"tooltipSupport": true},
                "codeLens": {},
                "callHierarchy": {},
                "typeHierarchy": {},
                "semanticTokens": {
                    "requests": {"range": true, "full": {"delta": true}}, "formats": ["relative"],
                    "tokenTypes": ["namespace", "class", "enum", "interface", "event", "string", "keyword", "number"],
                    "tokenModifiers": ["declaration"],
                },
                "publishDiagnostics": {
                    "relatedInformation": true, "versionSupport": true, "codeDescriptionSupport": true,
                    "dataSupport": true, "tagSupport": {"valueSet": [1, 2]},
                },
            },
            "workspace": {
                "configuration": true, "workspaceFolders": true, "inlayHint": {"refreshSupport": true},
                "codeLens": {"refreshSupport": true}, "semanticTokens": {"refreshSupport": true},
                "didChangeWatchedFiles": {"dynamicRegistration": true},
                "fileOperations": {"didCreate": true, "didRename": true, "didDelete": true},
            },
        });
        let folders = vec![folder.to_owned()];
        let mut server = Options::default();
        // A loaded machine may take longer over five articles than a user would wait; what is said is tested, not when.
        server.pace.grace = Duration::from_secs(30);
        server.pace.glance = Duration::from_secs(30);
        Self { capabilities, folders, options: Value::Null, configuration: Value::Null, server }
    }

    /// A client that can nothing beyond the protocol's minimum.
    pub(super) fn plain(folder: &Path) -> Self {
        Self { capabilities: json!({}), ..Self::able(folder) }
    }
}

/// The client. It has to be [`Client::finish`]ed, which checks that the server ended as it should.
pub(super) struct Client {
    input: WriteHalf<DuplexStream>,
    output: BufReader<ReadHalf<DuplexStream>>,
    serving: JoinHandle<Exit>,
    setup: Setup,
    next: i64,
    /// Notifications and answers that nobody has asked for yet.
    kept: VecDeque<Value>,
    /// The server's requests, method and parameters.
    pub asked: Vec<String>,
    /// Whether it does what it is asked: applies edits, opens documents.
    pub obeys: bool,
    /// The answer to `initialize`.
    pub server: Value,
    finished: bool,
}

impl Client {
    pub(super) async fn start(setup: Setup) -> Self {
        let (ours, theirs) = tokio::io::duplex(1 << 16);
        let (input, output) = tokio::io::split(theirs);
        let options = setup.server.clone();
        let serving = tokio::spawn(async move { server::serve(input, output, options).await });
        let (output, input) = tokio::io::split(ours);
        let output = BufReader::new(output);
        let folders: Vec<Value> =
            setup.folders.iter().map(|folder| json!({"uri": uri_of(folder), "name": "folder"})).collect();
        let mut client = Self {
            input,
            output,
            serving,
            next: 0,
            kept: VecDeque::new(),
            asked: Vec::new(),
            obeys: true,
            server: Value::Null,
            finished: false,
            setup,
        };
        let params = json!({
            "processId": std::process::id(),
            "capabilities": client.setup.capabilities,
            "workspaceFolders": folders,
            "initializationOptions": client.setup.options,
        });
        client.server = client.request("initialize", params).await;
        client.notify("initialized", json!({})).await;
        client
    }

    /// Sends bytes as they are.
    pub(super) async fn send_bytes(&mut self, bytes: &[u8]) {
        self.input.write_all(bytes).await.unwrap();
    }

    pub(super) async fn notify(&mut self, method: &str, params: Value) {
        wire::send(&mut self.input, &notification(method, params)).await;
    }

    /// Sends a request and gives its id.
    pub(super) async fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.next += 1;
        let message = json!({"jsonrpc": "2.0", "id": self.next, "method": method, "params": params});
        wire::send(&mut self.input, &message).await;
        self.next
    }

    /// The whole answer to a request.
    pub(super) async fn answer(&mut self, id: i64) -> Value {
        self.answer_to(id.into()).await
    }

    /// The answer with an id, which is null when the server could not read the request.
    pub(super) async fn answer_to(&mut self, id: Value) -> Value {
        self.wait(&format!("an answer to {id}"), |message| message.get("id") == Some(&id)).await
    }

    /// True when the answer to a request has come before something else that was waited for.
    pub(super) fn is_answered(&self, id: i64) -> bool {
        self.kept.iter().any(|message| message["id"] == id)
    }

    /// The result of a request.
    pub(super) async fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.ask(method, params).await;
        let answer = self.answer(id).await;
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// The message of the error that a request is answered with, and its code.
    pub(super) async fn refusal(&mut self, method: &str, params: Value) -> (i64, String) {
        let id = self.ask(method, params.clone()).await;
        let answer = self.answer(id).await;
        let error = &answer["error"];
        let message = error["message"].as_str().unwrap_or_else(|| panic!("{method} {params} is no error: {answer}"));
        (error["code"].as_i64().unwrap(), message.to_owned())
    }

    /// The parameters of a request that the server makes, once it has made it.
    pub(super) async fn until_asked(&mut self, method: &str) -> Value {
        let start = format!("{method} ");
        let waiting = async {
            loop {
                if let Some(at) = self.asked.iter().position(|asked| asked.starts_with(&start)) {
                    return self.asked.remove(at);
                }
                if let Some(other) = self.receive().await {
                    self.kept.push_back(other);
                }
            }
        };
        let asked = timeout(PATIENCE, waiting).await.unwrap_or_else(|_| panic!("{method} was not asked"));
        serde_json::from_str(&asked[start.len()..]).unwrap()
    }

    /// The next notification of a method.
    pub(super) async fn told(&mut self, method: &str) -> Value {
        self.wait(method, |message| message["method"] == method).await["params"].clone()
    }

    pub(super) async fn open(&mut self, path: &Path, version: i32, text: &str) {
        self.open_uri(&uri_of(path), version, text).await;
    }

    pub(super) async fn open_uri(&mut self, uri: &str, version: i32, text: &str) {
        let document = json!({"uri": uri, "languageId": "plaintext", "version": version, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": document})).await;
    }

    /// Replaces the whole text.
    pub(super) async fn replace(&mut self, path: &Path, version: i32, text: &str) {
        self.change(path, version, json!([{"text": text}])).await;
    }

    pub(super) async fn change(&mut self, path: &Path, version: i32, changes: Value) {
        let document = json!({"uri": uri_of(path), "version": version});
        self.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": changes})).await;
    }

    pub(super) async fn close(&mut self, path: &Path) {
        self.notify("textDocument/didClose", json!({"textDocument": {"uri": uri_of(path)}})).await;
    }

    /// Tells that files have changed on disk.
    pub(super) async fn files_changed(&mut self, paths: &[&Path]) {
        let changes: Vec<Value> = paths.iter().map(|path| json!({"uri": uri_of(path), "type": 2})).collect();
        self.notify("workspace/didChangeWatchedFiles", json!({"changes": changes})).await;
    }

    /// The names in the outline of an article, depth first; empty when the server is silent about it.
    pub(super) async fn outline(&mut self, path: &Path) -> Vec<String> {
        let result = self.request("textDocument/documentSymbol", json!({"textDocument": {"uri": uri_of(path)}})).await;
        result.as_array().into_iter().flatten().map(|symbol| symbol["name"].as_str().unwrap().to_owned()).collect()
    }

    /// Waits until the outline is as expected: for what comes from the disk, in its own time.
    pub(super) async fn until_outline(&mut self, path: &Path, expected: &[&str]) {
        let mut last = Vec::new();
        let waiting = async {
            loop {
                last = self.outline(path).await;
                if last == expected {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let came = timeout(PATIENCE, waiting).await.is_ok();
        assert!(came, "expected {expected:?}, last {last:?}");
    }

    /// The next diagnostics of a document that fit.
    pub(super) async fn diagnostics(&mut self, path: &Path, fits: impl Fn(&Value) -> bool) -> Value {
        let uri = uri_of(path);
        let what = format!("diagnostics of {uri}");
        let fits = |message: &Value| {
            message["method"] == "textDocument/publishDiagnostics"
                && message["params"]["uri"] == uri.as_str()
                && fits(&message["params"])
        };
        self.wait(&what, fits).await["params"].clone()
    }

    /// Everything that comes while nothing should: what does come is returned.
    pub(super) async fn silence(&mut self) -> Vec<Value> {
        while let Ok(message) = timeout(SILENCE, self.receive()).await {
            self.kept.extend(message);
        }
        self.kept.drain(..).collect()
    }

    pub(super) async fn wait(&mut self, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.kept.iter().position(&fits) {
            return self.kept.remove(at).unwrap();
        }
        let waiting = async {
            loop {
                match self.receive().await {
                    Some(message) if fits(&message) => return message,
                    other => self.kept.extend(other),
                }
            }
        };
        timeout(PATIENCE, waiting).await.unwrap_or_else(|_| panic!("{what} did not come"))
    }

    /// The next message; a request is answered, and `None` stands for it.
    async fn receive(&mut self) -> Option<Value> {
        let message = wire::receive(&mut self.output).await.expect("the server is gone");
        let (Some(method), Some(id)) = (message["method"].as_str(), message.get("id")) else {
            check_notification(&message, &self.setup.capabilities);
            return Some(message);
        };
        let can = &self.setup.capabilities["workspace"];
        let result = match method {
            "workspace/configuration" => {
                assert_eq!(can["configuration"], true);
                json!([self.setup.configuration])
            }
            "client/registerCapability" | "client/unregisterCapability" => {
                assert_eq!(can["didChangeWatchedFiles"]["dynamicRegistration"], true);
                Value::Null
            }
            "workspace/inlayHint/refresh" => {
                assert_eq!(can["inlayHint"]["refreshSupport"], true);
                Value::Null
            }
            "workspace/applyEdit" => {
                assert_eq!(can["applyEdit"], true);
                json!({"applied": self.obeys})
            }
            "window/showDocument" => {
                assert_eq!(self.setup.capabilities["window"]["showDocument"]["support"], true);
                json!({"success": self.obeys})
            }
            "workspace/codeLens/refresh" => {
                assert_eq!(can["codeLens"]["refreshSupport"], true);
                Value::Null
            }
            "workspace/semanticTokens/refresh" => {
                assert_eq!(can["semanticTokens"]["refreshSupport"], true);
                Value::Null
            }
            "window/workDoneProgress/create" => {
                assert_eq!(self.setup.capabilities["window"]["workDoneProgress"], true);
                Value::Null
            }
            other => panic!("the client was asked {other}"),
        };
        self.asked.push(format!("{method} {}", message["params"]));
        wire::send(&mut self.input, &json!({"jsonrpc": "2.0", "id": id, "result": result})).await;
        None
    }

    /// Says goodbye; gives the notifications that nobody looked at.
    pub(super) async fn finish(self) -> Vec<Value> {
        let kept = self.finish_over_errors().await;
        assert!(kept.iter().all(|message| message.get("id").is_none()), "answers that nobody waited for: {kept:?}");
        kept
    }

    /// The same for a client that has sent what is no message: errors that nobody waited for are among what it gives.
    pub(super) async fn finish_over_errors(mut self) -> Vec<Value> {
        assert_eq!(self.request("shutdown", Value::Null).await, Value::Null);
        self.notify("exit", Value::Null).await;
        self.finished = true;
        let exit = timeout(PATIENCE, &mut self.serving).await.expect("the server ends").unwrap();
        assert_eq!(exit, Exit::Clean);
        self.kept.drain(..).collect()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        assert!(self.finished || std::thread::panicking(), "the client was not finished");
    }
}

pub(super) fn notification(method: &str, params: Value) -> Value {
    match params {
        Value::Null => json!({"jsonrpc": "2.0", "method": method}),
        params => json!({"jsonrpc": "2.0", "method": method, "params": params}),
    }
}

/// As a client spells it.
pub(super) fn uri_of(path: &Path) -> String {
    uri::key_of_path(path).unwrap()
}

/// Nothing that the client cannot take, nothing that it would refuse.
fn check_notification(message: &Value, capabilities: &Value) {
    let params = &message["params"];
    match message["method"].as_str() {
        None => {}
        Some("window/logMessage") => assert!(params["message"].is_string()),
        Some("textDocument/publishDiagnostics") => {
            let can = &capabilities["textDocument"]["publishDiagnostics"];
            let takes = |what: &str| can[what] == true;
            assert!(params.get("version").is_none() || takes("versionSupport"), "{message}");
            for diagnostic in params["diagnostics"].as_array().unwrap() {
                let has = |what: &str| diagnostic.get(what).is_some();
                assert!(!has("relatedInformation") || takes("relatedInformation"), "{message}");
                assert!(!has("codeDescription") || takes("codeDescriptionSupport"), "{message}");
                assert!(!has("data") || takes("dataSupport"), "{message}");
                assert!(!has("tags") || can["tagSupport"].is_object(), "{message}");
                assert_eq!(diagnostic["source"], "copydesk");
                assert!(!diagnostic["message"].as_str().unwrap().is_empty());
                check_range(&diagnostic["range"]);
            }
        }
        Some("window/showMessage") => assert!(params["message"].is_string()),
        Some("copydesk/status") => assert_eq!(capabilities["experimental"]["copydesk"]["status"], true),
        Some("$/progress") => assert_eq!(capabilities["window"]["workDoneProgress"], true),
        Some(other) => panic!("unexpected {other}: {message}"),
    }
}

fn check_range(range: &Value) {
    let at = |end: &str| (range[end]["line"].as_u64().unwrap(), range[end]["character"].as_u64().unwrap());
    assert!(at("start") <= at("end"), "{range}");
}

/// A `copydesk.toml`, which makes a folder a Copydesk workspace.
pub(super) const HOME: (&str, &str) = ("copydesk.toml", "");

/// A folder with these files.
pub(super) fn folder(files: &[(&str, &str)]) -> (tempfile::TempDir, impl Fn(&str) -> PathBuf + use<>) {
    let dir = tempfile::tempdir().unwrap();
    // Some systems' temporary folder is a link.
    let root = dir.path().canonicalize().unwrap();
    for (name, text) in files {
        let path = root.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    (dir, move |name: &str| root.join(name))
}
