//! JSON for programs, safe to show on a terminal: what cannot be shown is escaped, which reads the same.

use std::fmt::Write;

use serde::Serialize;

use super::command::Failure;
use crate::text::is_shown;

/// An object in one line.
pub(super) fn line(value: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string(value).map(safe).map_err(|error| Failure::Message(error.to_string()))
}

/// An object on lines of its own.
pub(super) fn page(value: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string_pretty(value).map(safe).map_err(|error| Failure::Message(error.to_string()))
}

/// Outside of strings there is nothing but ASCII, and no control character but the line feed.
fn safe(json: String) -> String {
    let plain = |letter: char| letter == '\n' || is_shown(letter);
    if json.chars().all(plain) {
        return json;
    }
    let mut out = String::with_capacity(json.len());
    for letter in json.chars() {
        if plain(letter) {
            out.push(letter);
            continue;
        }
        for unit in letter.encode_utf16(&mut [0; 2]) {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\u{unit:04x}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_shown_is_escaped_and_reads_the_same() {
        let value = serde_json::json!({"a\u{9b}": ["\u{1b}[2J\n", "\u{202e}x", "\u{e0041}", "“né”"]});
        for json in [line(&value), page(&value)] {
            let Ok(json) = json else { panic!() };
            assert!(json.chars().all(|letter| letter == '\n' || is_shown(letter)) && json.contains("“né”"), "{json}");
            assert_eq!(serde_json::from_str::<serde_json::Value>(&json).unwrap(), value);
        }
    }
}
