//! What is to be written, for a client that reads slowly or not at all.
//!
//! Putting a message in never waits. Diagnostics of one document replace those that the client has not read yet;
//! when more than [`LIMIT`] bytes wait, answers shrink to an error and other notifications are dropped. What then
//! still grows, grows by some hundred bytes for each request that the client itself sends.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;
use serde::Serialize;
use tokio::sync::Notify;
use tower_lsp::jsonrpc::{Error, ErrorCode, Request, Response};

/// Bytes that may wait before messages are shortened.
pub const LIMIT: usize = 64 << 20;

/// The queue: any number of writers, one reader.
#[derive(Debug)]
pub struct Outgoing {
    queue: Mutex<Queue>,
    changed: Notify,
    limit: usize,
}

#[derive(Debug, Default)]
struct Queue {
    /// By order of arrival.
    bodies: BTreeMap<u64, Waiting>,
    /// Where the diagnostics of a document wait.
    diagnostics: FxHashMap<String, u64>,
    next: u64,
    bytes: usize,
    closed: bool,
}

#[derive(Debug)]
struct Waiting {
    body: Vec<u8>,
    uri: Option<String>,
}

impl Default for Outgoing {
    fn default() -> Self {
        Self::new(LIMIT)
    }
}

impl Outgoing {
    /// A queue that shortens what comes when `limit` bytes wait.
    pub fn new(limit: usize) -> Self {
        Self { queue: Mutex::default(), changed: Notify::new(), limit }
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts an answer in.
    pub fn answer(&self, response: Response) {
        let response = if self.queue().bytes <= self.limit {
            response
        } else {
            let message = "the client has stopped reading answers".into();
            let error = Error { code: ErrorCode::ServerError(-32803), message, data: None };
            Response::from_error(response.id().clone(), error)
        };
        self.put(&response, None);
    }

    /// Puts a request or notification of ours in.
    pub fn request(&self, request: &Request) {
        let uri = match (request.method(), request.params()) {
            ("textDocument/publishDiagnostics", Some(params)) => params.get("uri").and_then(|uri| uri.as_str()),
            _ => None,
        };
        if uri.is_none() && request.id().is_none() && self.queue().bytes > self.limit {
            return;
        }
        self.put(request, uri.map(str::to_owned));
    }

    fn put(&self, message: &impl Serialize, uri: Option<String>) {
        let Ok(body) = serde_json::to_vec(message) else { return };
        self.queue().put(Waiting { body, uri });
        self.changed.notify_one();
    }

    /// No more will come: [`Outgoing::next`] ends when all is read.
    pub fn close(&self) {
        self.queue().closed = true;
        self.changed.notify_one();
    }

    /// The next body, in the order of arrival; `None` when it is closed and empty.
    pub async fn next(&self) -> Option<Vec<u8>> {
        loop {
            {
                let mut queue = self.queue();
                if let Some(body) = queue.take() {
                    return Some(body);
                }
                if queue.closed {
                    return None;
                }
            }
            self.changed.notified().await;
        }
    }

    /// True when nothing waits.
    pub fn is_empty(&self) -> bool {
        self.queue().bodies.is_empty()
    }
}

impl Queue {
    fn put(&mut self, waiting: Waiting) {
        let at = self.next;
        self.next += 1;
        if let Some(uri) = &waiting.uri
            && let Some(old) = self.diagnostics.insert(uri.clone(), at)
            && let Some(old) = self.bodies.remove(&old)
        {
            self.bytes -= old.body.len();
        }
        self.bytes += waiting.body.len();
        self.bodies.insert(at, waiting);
    }

    fn take(&mut self) -> Option<Vec<u8>> {
        let (_, waiting) = self.bodies.pop_first()?;
        self.bytes -= waiting.body.len();
        if let Some(uri) = &waiting.uri {
            self.diagnostics.remove(uri);
        }
        Some(waiting.body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use tower_lsp::jsonrpc::Id;

    fn diagnostics(uri: &str, version: i32) -> Request {
        Request::build("textDocument/publishDiagnostics").params(json!({"uri": uri, "version": version})).finish()
    }

    async fn drain(outgoing: &Outgoing) -> Vec<String> {
        outgoing.close();
        let mut found = Vec::new();
        while let Some(body) = outgoing.next().await {
            let value: serde_json::Value = serde_json::from_slice(&body).unwrap();
            found.push(match value.get("params") {
                Some(params) => format!("{params}"),
                None => format!("{} {}", value["id"], value["error"]["code"]),
            });
        }
        found
    }

    #[tokio::test]
    async fn later_diagnostics_take_the_place_of_earlier_ones() {
        let outgoing = Outgoing::default();
        for version in 0..1000 {
            outgoing.request(&diagnostics("a", version));
        }
        outgoing.request(&diagnostics("b", 7));
        outgoing.answer(Response::from_ok(Id::Number(1), json!(null)));
        let expected = ["{\"uri\":\"a\",\"version\":999}", "{\"uri\":\"b\",\"version\":7}", "1 null"];
        assert_eq!(drain(&outgoing).await, expected);
    }

    #[tokio::test]
    async fn over_the_limit_answers_shrink_and_logs_are_dropped() {
        let outgoing = Outgoing::new(100);
        for id in 0..3 {
            outgoing.answer(Response::from_ok(Id::Number(id), json!("x".repeat(80))));
        }
        outgoing.request(&Request::build("window/logMessage").params(json!({"message": "y"})).finish());
        outgoing.request(&diagnostics("a", 1));
        let expected = ["0 null", "1 -32803", "2 -32803", "{\"uri\":\"a\",\"version\":1}"];
        assert_eq!(drain(&outgoing).await, expected);
    }
}
