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
    error: Option<Value>,
}

/// Tells `"id": null` from no id.
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// Reads a body; `None` when it is empty, or an answer to nothing. Bytes that are not UTF-8 and halves of surrogate pairs become U+FFFD.
pub fn read(body: &[u8]) -> Option<Result<Message, Malformed>> {
    let text = String::from_utf8_lossy(body);
    if text.trim().is_empty() {
        return None;
    }
    let raw = serde_json::from_str(&text).or_else(|error| match mend_surrogates(&text) {
        Cow::Owned(mended) => serde_json::from_str(&mended),
        Cow::Borrowed(_) => Err(error),
    });
    match raw {
        Ok(raw) => message(raw).transpose(),
        Err(error) if error.is_data() => Some(Err(invalid(Id::Null, &error.to_string()))),
        Err(error) => {
            let error = Error { code: ErrorCode::ParseError, message: error.to_string().into(), data: None };
            Some(Err(Malformed { id: Id::Null, error }))
        }
    }
}

fn invalid(id: Id, message: &str) -> Malformed {
    Malformed { id, error: Error { code: ErrorCode::InvalidRequest, message: message.to_owned().into(), data: None } }
}

fn message(raw: Raw) -> Result<Option<Message>, Malformed> {
    let Some(method) = raw.method else { return answer(raw) };
    let request = Request::build(method);
    let request = match raw.params {
        Some(params) => request.params(params),
        None => request,
    };
    Ok(Some(Message::Request(match raw.id.map(id_of) {
        Some(Some(id)) => request.id(id).finish(),
        Some(None) => return Err(invalid(Id::Null, "an id is a whole number or a string")),
        None => request.finish(),
    })))
}

/// An answer is never answered: one whose id is none of ours is nothing.
fn answer(raw: Raw) -> Result<Option<Message>, Malformed> {
    let id = raw.id.and_then(id_of);
    Ok(match (id, raw.result, raw.error) {
        (Some(id), _, Some(error)) => Some(Message::Response(Response::from_error(id, error_of(error)))),
        (Some(id), Some(result), None) => Some(Message::Response(Response::from_ok(id, result))),
        (None, _, Some(_)) | (None, Some(_), None) => None,
        (id, None, None) => return Err(invalid(id.unwrap_or(Id::Null), "neither a method nor a result")),
    })
}

/// A client's error, whatever it made it of.
fn error_of(error: Value) -> Error {
    Error::deserialize(&error).unwrap_or_else(|_| Error {
        code: ErrorCode::InternalError,
        message: error.to_string().into(),
        data: None,
    })
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

/// What can be told of a message that was lost.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lost {
    /// Its method, as far as it could be read.
    pub method: Option<String>,
    /// The first URI in it.
    pub uri: Option<String>,
}

impl Lost {
    /// Of a message that could be read as such.
    pub fn request(request: &Request) -> Self {
        let uri = request.params().and_then(|params| first(params, "uri")).map(str::to_owned);
        Self { method: Some(request.method().to_owned()), uri }
    }

    /// Of a body, or of its beginning and its end; `None` for what was certainly no message about a document.
    pub fn bytes(start: &[u8], end: &[u8]) -> Option<Self> {
        if start.trim_ascii().is_empty() && end.trim_ascii().is_empty() {
            return None;
        }
        if end.is_empty()
            && let Ok(value) = serde_json::from_str::<Value>(&String::from_utf8_lossy(start))
        {
            let found = |key| first(&value, key).map(str::to_owned);
            let lost = Self { method: found("method"), uri: found("uri") };
            return (lost != Self::default()).then_some(lost);
        }
        let found = |key| string_after(end, key).or_else(|| string_after(start, key));
        Some(Self { method: found("method"), uri: string_after(start, "uri").or_else(|| string_after(end, "uri")) })
    }
}

/// The first string under a key, whoever holds it: what was lost need not have its parts where they belong.
fn first<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    match value {
        Value::Object(inner) => {
            inner.get(key).and_then(Value::as_str).or_else(|| inner.values().find_map(|value| first(value, key)))
        }
        Value::Array(inner) => inner.iter().find_map(|value| first(value, key)),
        _ => None,
    }
}

/// The string under a key in a piece of JSON. Inside a string a quotation mark stands behind a backslash; the one
/// that begins a key never does.
fn string_after(json: &[u8], key: &str) -> Option<String> {
    let name = format!("\"{key}\"");
    let begins = |at: usize| at == 0 || matches!(json[at - 1], b'{' | b',' | b' ' | b'\t' | b'\r' | b'\n');
    let mut places = (0..json.len()).filter(|&at| json[at..].starts_with(name.as_bytes()) && begins(at));
    places.find_map(|at| {
        let value = json[at + name.len()..].trim_ascii_start().strip_prefix(b":")?.trim_ascii_start();
        serde_json::Deserializer::from_slice(value).into_iter::<String>().next()?.ok()
    })
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
    fn an_answer_is_never_answered() {
        for id in ["null", "1.5", "{}", "77"] {
            for outcome in ["\"result\":null", "\"error\":{\"code\":1,\"message\":\"x\"}", "\"error\":\"x\""] {
                let body = format!("{{\"id\":{id},{outcome}}}");
                let read = read(body.as_bytes());
                assert!(matches!(read, None | Some(Ok(Message::Response(_)))), "{body}: {read:?}");
            }
        }
        check(b"{\"id\":7,\"error\":\"x\"}", r#"{"jsonrpc":"2.0","error":{"code":-32603,"message":"\"x\""},"id":7}"#);
        check(b"{\"error\":{}}", "nothing");
    }

    #[test]
    fn what_can_be_told_of_a_message_that_was_lost() {
        let check = |start: &str, end: &str, method: Option<&str>, uri: Option<&str>| {
            let expected = Lost { method: method.map(str::to_owned), uri: uri.map(str::to_owned) };
            assert_eq!(Lost::bytes(start.as_bytes(), end.as_bytes()), Some(expected), "{start} … {end}");
        };
        check(r#"{"method":"m","params":{"textDocument":{"uri":"a:b"},"text":"#, "", Some("m"), Some("a:b"));
        check(r#"{"params":{"t":{"uri":"a:\u0062"},"text":"#, r#"y"}, "method" : "m"}"#, Some("m"), Some("a:b"));
        check(r#"{"method":"m","params":[{"x":[{"uri":"a:b"}]}]}"#, "", Some("m"), Some("a:b"));
        check(r#"[{"method":"m"}]"#, "", Some("m"), None);
        // Words of a text are no keys.
        check(r#"{"text":"\"method\":\"n\",\"uri\":\"c:d\""#, "", None, None);
        check(r#"{"text":"x\\","method":"m"#, "", None, None);
        check("{\"uri\": 7, \"method\":\n\"m\"", "", Some("m"), None);
        check("ontent-Length: 7", "", None, None);
        for nothing in ["", " \r\n", "[1, 2]", "{\"id\":3}", "7"] {
            assert_eq!(Lost::bytes(nothing.as_bytes(), b""), None, "{nothing}");
        }
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
