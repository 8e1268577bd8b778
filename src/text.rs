//! Byte spans, lines, and the one place that converts offsets between bytes, code points and UTF-16.
//!
//! Inside Copydesk every offset is a UTF-8 byte offset on a character boundary. What leaves it is a line and a
//! character in the client's encoding ([`LineIndex::position`]) or a Unicode code point ([`LineIndex::code_point`]).
//! Lines end with `\n`, `\r\n` or a lone `\r`, as the Language Server Protocol has it; U+2028 does not end a line.

mod clip;
mod escape;
mod grouped;
mod index;
mod lines;
mod moves;
mod normal;
mod span;
mod walk;

pub use clip::clip;
pub use escape::{escaped, escaped_path, is_shown, path_text};
pub use grouped::grouped;
pub(crate) use index::index_type;
pub use index::{IndexArc, IndexBox, IndexVec};
pub use lines::{CodePoints, Encoding, LineIndex, Position, floor_boundary};
pub use moves::{Moved, Moves};
pub use normal::Normalized;
pub use span::Span;
pub use walk::Walk;

/// A text with its percent escapes undone (RFC 3986 §2.1); `None` when that is no UTF-8. A `%` that begins no escape
/// stays.
pub fn percent_decoded(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escaped = bytes.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        let escaped = escaped.and_then(|digits| std::str::from_utf8(digits).ok());
        match escaped.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                decoded.push(byte);
                at += 3;
            }
            None => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).ok()
}
