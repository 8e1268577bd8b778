//! Messages of which a part cannot be understood: the rest of them counts.
//!
//! Parameters are read as a whole, and one address that is none would cost a client's every other change of that moment.

use std::task::{Context, Poll};

use lsp_types::Url;
use serde_json::Value;
use tower_lsp::jsonrpc::Request;
use tracing::warn;

/// A service that is given messages without what nobody could understand.
#[derive(Debug)]
pub(super) struct Lenient<S>(pub S);

impl<S: tower::Service<Request>> tower::Service<Request> for Lenient<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        self.0.call(understood(request))
    }
}

/// A message without the changes of files whose address or kind is none.
fn understood(request: Request) -> Request {
    if request.method() != "workspace/didChangeWatchedFiles" {
        return request;
    }
    let Some(mut params) = request.params().cloned() else { return request };
    let Some(changes) = params.get_mut("changes").and_then(Value::as_array_mut) else { return request };
    let before = changes.len();
    changes.retain(is_change);
    if changes.len() == before {
        return request;
    }
    warn!("{} changes of files name no file and are left out", before - changes.len());
    Request::build(request.method().to_owned()).params(params).finish()
}

fn is_change(change: &Value) -> bool {
    let uri = change.get("uri").and_then(Value::as_str);
    let kind = change.get("type").and_then(Value::as_i64).and_then(|kind| i32::try_from(kind).ok());
    uri.is_some_and(|uri| Url::parse(uri).is_ok()) && kind.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_names_no_file_is_left_out_alone() {
        let change = |uri: Value, kind: Value| json!({"uri": uri, "type": kind});
        let good = change("file:///a.txt".into(), 2.into());
        let bad = [
            change("no address".into(), 2.into()),
            change("".into(), 2.into()),
            change(7.into(), 2.into()),
            change("file:///b.txt".into(), "2".into()),
            json!(null),
        ];
        for bad in bad {
            let params = json!({"changes": [bad, good]});
            let request = Request::build("workspace/didChangeWatchedFiles").params(params).finish();
            assert_eq!(understood(request).params(), Some(&json!({"changes": [good]})), "{bad}");
        }
        let other = Request::build("x/y").params(json!({"changes": [7]})).finish();
        assert_eq!(understood(other.clone()), other);
    }
}
