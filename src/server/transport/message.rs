//! A frame's body becomes a request, a notification or an answer.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::Value;
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};

/// What a client may send.
#[derive(Debug)]
pub enum Message {
    /// A request, or a notification when it has no id.
    Request(Request),
    /// The answer to a request of ours.
    Response(Response),
}

/// The error to send back for a body that is no message.
#[derive(Debug)]
pub struct Malformed {
    /// The request's id as far as it could be read.
    pub id: Id,
    /// −32700 for what is no JSON, −32600 for what is no message.
    pub error: Error,
}

#[derive(Deserialize)]
struct Raw {
    #[serde(default, deserialize_with = "present")]
    id: Option<Value>,
    method: Option<String>,
    params: Option<Value>,
    #[serde(default, deserialize_with = "present")]
    result: Option<Value>,
    error: Option<Error>,
}

/// Tells `"id": null` from no id.
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// Reads a body; `None` when it is empty. Bytes that are not UTF-8 and halves of surrogate pairs become U+FFFD.
pub fn read(body: &[u8]) -> Option<Result<Message, Malformed>> {
    let text = String::from_utf8_lossy(body);
    if text.trim().is_empty() {
        return None;
    }
    let raw = serde_json::from_str(&text).or_else(|error| match mend_surrogates(&text) {
        Cow::Owned(mended) => serde_json::from_str(&mended),
        Cow::Borrowed(_) => Err(error),
    });
    Some(match raw {
        Ok(raw) => message(raw),
        Err(error) if error.is_data() => Err(invalid(Id::Null, &error.to_string())),
        Err(error) => {
            let error = Error { code: ErrorCode::ParseError, message: error.to_string().into(), data: None };
            Err(Malformed { id: Id::Null, error })
        }
    })
}

fn invalid(id: Id, message: &str) -> Malformed {
    Malformed { id, error: Error { code: ErrorCode::InvalidRequest, message: message.to_owned().into(), data: None } }
}

fn message(raw: Raw) -> Result<Message, Malformed> {
    let id = match raw.id {
        None => None,
        Some(id) => Some(id_of(id).ok_or_else(|| invalid(Id::Null, "an id is a whole number or a string"))?),
    };
    if let Some(method) = raw.method {
        let request = Request::build(method);
        let request = match raw.params {
            Some(params) => request.params(params),
            None => request,
        };
        return Ok(Message::Request(match id {
            Some(id) => request.id(id).finish(),
            None => request.finish(),
        }));
    }
    match (id, raw.result, raw.error) {
        (Some(id), _, Some(error)) => Ok(Message::Response(Response::from_error(id, error))),
        (Some(id), Some(result), None) => Ok(Message::Response(Response::from_ok(id, result))),
        (id, ..) => Err(invalid(id.unwrap_or(Id::Null), "neither a method nor a result")),
    }
}

fn id_of(id: Value) -> Option<Id> {
    match id {
        Value::Number(number) => number.as_i64().map(Id::Number),
        Value::String(text) => Some(Id::String(text)),
        _ => None,
    }
}

/// Replaces `\ud83d` without its other half by `\ufffd`: one unit for one, so that positions stay as they are.
fn mend_surrogates(json: &str) -> Cow<'_, str> {
    let bytes = json.as_bytes();
    let mut mended: Option<Vec<u8>> = None;
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] != b'\\' {
            at += 1;
            continue;
        }
        match surrogate(bytes, at) {
            // Any other escape, `\\` among them, is two characters that are not looked at again.
            None => at += 2,
            Some(high) if high < 0xdc00 && surrogate(bytes, at + 6).is_some_and(|low| low >= 0xdc00) => at += 12,
            Some(_) => {
                mended.get_or_insert_with(|| bytes.to_vec())[at..at + 6].copy_from_slice(b"\\ufffd");
                at += 6;
            }
        }
    }
    match mended.map(String::from_utf8) {
        Some(Ok(text)) => Cow::Owned(text),
        _ => Cow::Borrowed(json),
    }
}

/// The surrogate that is escaped at `at`.
fn surrogate(bytes: &[u8], at: usize) -> Option<u16> {
    let escape = bytes.get(at..at + 6)?;
    let digits = std::str::from_utf8(escape.strip_prefix(b"\\u")?).ok()?;
    u16::from_str_radix(digits, 16).ok().filter(|unit| (0xd800..0xe000).contains(unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: &[u8], expected: &str) {
        let found = match read(body) {
            None => "nothing".to_owned(),
            Some(Ok(Message::Request(request))) => serde_json::to_string(&request).unwrap(),
            Some(Ok(Message::Response(response))) => serde_json::to_string(&response).unwrap(),
            Some(Err(malformed)) => format!("{} to {}", malformed.error.code.code(), malformed.id),
        };
        assert_eq!(found, expected, "{}", String::from_utf8_lossy(body));
    }

    #[test]
    fn messages() {
        check(b"{\"id\":1,\"method\":\"m\"}", r#"{"jsonrpc":"2.0","method":"m","id":1}"#);
        check(b"{\"method\":\"m\",\"params\":[]}", r#"{"jsonrpc":"2.0","method":"m","params":[]}"#);
        check(b"{\"id\":\"a\",\"result\":null}", r#"{"jsonrpc":"2.0","result":null,"id":"a"}"#);
        check(
            b"{\"id\":2,\"error\":{\"code\":1,\"message\":\"x\"}}",
            r#"{"jsonrpc":"2.0","error":{"code":1,"message":"x"},"id":2}"#,
        );
        check(b" \r\n", "nothing");
    }

    #[test]
    fn what_is_no_message() {
        check(b"{", "-32700 to null");
        check(b"[]", "-32600 to null");
        check(b"{\"id\":3}", "-32600 to 3");
        check(b"{\"id\":null,\"method\":\"m\"}", "-32600 to null");
        check(b"{\"id\":1.5,\"method\":\"m\"}", "-32600 to null");
        check("[".repeat(100_000).as_bytes(), "-32700 to null");
    }

    #[test]
    fn halves_of_surrogate_pairs_become_replacement_characters() {
        check(br#"{"method":"\ud83d"}"#, "{\"jsonrpc\":\"2.0\",\"method\":\"\u{fffd}\"}");
        check(
            br#"{"method":"\udc4d\ud83d\ud83d\udc4d\\ud83d"}"#,
            "{\"jsonrpc\":\"2.0\",\"method\":\"\u{fffd}\u{fffd}👍\\\\ud83d\"}",
        );
        check(b"{\"method\":\"a\xff\"}", "{\"jsonrpc\":\"2.0\",\"method\":\"a\u{fffd}\"}");
        check(br#"{"method":"\ud83d"#, "-32700 to null");
    }
}
