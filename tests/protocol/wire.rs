//! Frames as a client writes and reads them: on purpose not the server's own code.

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};

/// A message as it goes over the wire.
pub(super) fn frame(message: &Value) -> Vec<u8> {
    raw_frame(message.to_string().as_bytes())
}

/// Any bytes with a right header.
pub(super) fn raw_frame(body: &[u8]) -> Vec<u8> {
    [format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes(), body].concat()
}

/// Writes a message.
pub(super) async fn send(output: &mut (impl AsyncWrite + Unpin), message: &Value) {
    output.write_all(&frame(message)).await.unwrap();
    output.flush().await.unwrap();
}

/// Reads a message, strictly: one header, in the protocol's spelling. `None` at the end.
pub(super) async fn receive(input: &mut BufReader<impl AsyncRead + Unpin>) -> Option<Value> {
    let mut line = String::new();
    if input.read_line(&mut line).await.unwrap() == 0 {
        return None;
    }
    let length = line.strip_prefix("Content-Length: ").and_then(|rest| rest.strip_suffix("\r\n"));
    let length: usize = length.unwrap_or_else(|| panic!("header {line:?}")).parse().unwrap();
    line.clear();
    input.read_line(&mut line).await.unwrap();
    assert_eq!(line, "\r\n");
    let mut body = vec![0; length];
    input.read_exact(&mut body).await.unwrap();
    let message: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(message["jsonrpc"], "2.0");
    Some(message)
}
