//! Open documents: text as the client has it, change by change.
//!
//! What a client gets wrong never panics and never silently gives another text: a position outside is clamped, a
//! reversed range is put in order, and a change that is lost, or meant for a text that is not the one here, makes the
//! document desynced: out of step with the client until its whole text comes again.

use lsp_types::{Position, Range, TextDocumentContentChangeEvent, Url};
use ropey::{Rope, RopeSlice};
use tracing::warn;

use crate::text::{Encoding, Moves, Span};

/// A document that the client has open.
#[derive(Clone, Debug)]
pub struct Document {
    /// As the client spells it.
    pub uri: Url,
    /// The client's version.
    pub version: i32,
    /// Its text; a clone is a snapshot and costs next to nothing.
    pub text: Rope,
    /// True when the text is not known to be what the client has.
    pub desynced: bool,
    /// The edits since the owner of the corpus was told of it last; `None` where they are not known.
    pub moves: Option<Moves>,
}

/// What a change did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// The text is the client's.
    Synced,
    /// It is not; nothing should be said of it.
    Desynced,
    /// Nothing: it is older than the text that is there.
    Ignored,
}

impl Document {
    /// A document that was just opened.
    pub fn new(uri: Url, version: i32, text: &str) -> Self {
        Self { uri, version, text: Rope::from_str(text), desynced: false, moves: None }
    }

    /// A document of which nothing but its name is known.
    pub fn unknown(uri: Url) -> Self {
        Self { uri, version: i32::MIN, text: Rope::new(), desynced: true, moves: None }
    }

    /// Applies the changes of one notification, each to the result of the one before.
    pub fn change(
        &mut self,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        encoding: Encoding,
    ) -> Changed {
        // Whatever comes before the last whole text does not matter.
        let whole = changes.iter().rposition(|change| change.range.is_none());
        let stale = version <= self.version;
        if whole.is_some() && version < self.version && !self.desynced {
            warn!("text {version} came after version {}: ignored", self.version);
            return Changed::Ignored;
        }
        if whole.is_none() && (stale || self.desynced) {
            if stale && !self.desynced {
                warn!("change {version} came after version {}; waiting for the whole text", self.version);
            }
            self.desynced = true;
            return Changed::Desynced;
        }
        for change in changes.into_iter().skip(whole.unwrap_or(0)) {
            match change.range {
                None => (self.text, self.moves) = (Rope::from_str(&change.text), None),
                Some(range) => {
                    let replaced = replace(&mut self.text, range, &change.text, encoding);
                    if let Some(moves) = &mut self.moves {
                        moves.push(replaced, Span::of(0..change.text.len()).end);
                    }
                }
            }
        }
        self.version = version;
        self.desynced = false;
        Changed::Synced
    }
}

/// Replaces a range, wherever it lies; gives the bytes that it had.
fn replace(text: &mut Rope, range: Range, with: &str, encoding: Encoding) -> Span {
    let (start, end) = if range.start <= range.end {
        (range.start, range.end)
    } else {
        warn!("a range that ends before it starts");
        (range.end, range.start)
    };
    let empty = start == end;
    let start = char_index(text, start, encoding, false);
    let end = if empty { start } else { char_index(text, end, encoding, true).max(start) };
    let replaced = Span::of(text.char_to_byte(start)..text.char_to_byte(end));
    if text.try_remove(start..end).is_err() || text.try_insert(start, with).is_err() {
        warn!("a change outside its document");
    }
    replaced
}

/// The character index of a position: a line beyond the last is the end, a character beyond its line is the line's
/// end, and half a character is the whole (`up`) or none of it.
fn char_index(text: &Rope, position: Position, encoding: Encoding, up: bool) -> usize {
    let line = position.line as usize;
    if line >= text.len_lines() {
        return text.len_chars();
    }
    let start = text.line_to_char(line);
    let line = without_end(text.line(line));
    start + char_in_line(line, position.character as usize, encoding, up)
}

fn char_in_line(line: RopeSlice<'_>, units: usize, encoding: Encoding, up: bool) -> usize {
    let (at, exact) = match encoding {
        Encoding::Utf8 => {
            let units = units.min(line.len_bytes());
            let at = line.byte_to_char(units);
            (at, line.char_to_byte(at) == units)
        }
        Encoding::Utf16 => {
            let units = units.min(line.len_utf16_cu());
            let at = line.utf16_cu_to_char(units);
            (at, line.char_to_utf16_cu(at) == units)
        }
        Encoding::Utf32 => (units.min(line.len_chars()), true),
    };
    if up && !exact { at + 1 } else { at }
}

fn without_end(line: RopeSlice<'_>) -> RopeSlice<'_> {
    let mut end = line.len_chars();
    while end > 0 && matches!(line.char(end - 1), '\n' | '\r') {
        end -= 1;
    }
    line.slice(..end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn position(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    fn event(range: Option<(u32, u32, u32, u32)>, text: &str) -> TextDocumentContentChangeEvent {
        let range = range.map(|(a, b, c, d)| Range { start: position(a, b), end: position(c, d) });
        TextDocumentContentChangeEvent { range, range_length: None, text: text.to_owned() }
    }

    fn document(text: &str) -> Document {
        Document::new(Url::parse("file:///a.txt").unwrap(), 1, text)
    }

    type Change<'a> = ((u32, u32, u32, u32), &'a str);

    fn check(text: &str, encoding: Encoding, changes: &[Change<'_>], expected: &str) {
        let mut document = document(text);
        let changes = changes.iter().map(|(range, with)| event(Some(*range), with)).collect();
        assert_eq!(document.change(2, changes, encoding), Changed::Synced);
        assert_eq!(document.text.to_string(), expected);
    }

    #[test]
    fn units_of_every_encoding() {
        for (encoding, after_thumb) in [(Encoding::Utf8, 6), (Encoding::Utf16, 3), (Encoding::Utf32, 2)] {
            check("é👍x", encoding, &[((0, after_thumb, 0, 99), "y")], "é👍y");
        }
        check("👍", Encoding::Utf16, &[((0, 1, 0, 1), "-")], "-👍");
        check("a👍b", Encoding::Utf16, &[((0, 1, 0, 2), "")], "ab");
        check("aéb", Encoding::Utf8, &[((0, 2, 0, 3), "")], "ab");
    }

    #[test]
    fn lines_end_as_the_protocol_has_it() {
        check("a\u{2028}b\u{85}c\rd\r\ne\nf", Encoding::Utf16, &[((3, 0, 3, 1), "X")], "a\u{2028}b\u{85}c\rd\r\ne\nX");
        check("ab\r\ncd", Encoding::Utf16, &[((0, 99, 0, 99), "|")], "ab|\r\ncd");
        check("ab\r\ncd", Encoding::Utf16, &[((0, 2, 1, 0), "")], "abcd");
        check("\u{feff}ab", Encoding::Utf16, &[((0, 1, 0, 1), "|")], "\u{feff}|ab");
    }

    #[test]
    fn what_lies_outside_or_backwards_is_put_right() {
        check("ab", Encoding::Utf16, &[((7, 0, 9, 9), "c")], "abc");
        check("abcd", Encoding::Utf16, &[((0, 3, 0, 1), "-")], "a-d");
        check("", Encoding::Utf16, &[((0, 0, 0, 0), "a"), ((0, 1, 0, 1), "b")], "ab");
    }

    #[test]
    fn a_change_out_of_order_waits_for_the_whole_text() {
        let mut document = document("abc");
        let edit = |at| vec![event(Some((0, at, 0, at)), "x")];
        assert_eq!(document.change(5, edit(0), Encoding::Utf16), Changed::Synced);
        assert_eq!(document.change(5, edit(0), Encoding::Utf16), Changed::Desynced);
        assert_eq!(document.change(6, edit(0), Encoding::Utf16), Changed::Desynced);
        assert_eq!(document.text.to_string(), "xabc");
        let whole = vec![event(Some((0, 9, 9, 9)), "lost"), event(None, "new"), event(Some((0, 3, 0, 3)), "!")];
        assert_eq!(document.change(7, whole, Encoding::Utf16), Changed::Synced);
        assert_eq!(document.text.to_string(), "new!");
    }

    #[test]
    fn a_whole_text_that_is_older_is_ignored() {
        let mut document = document("one");
        let whole = |text| vec![event(None, text)];
        assert_eq!(document.change(5, whole("five"), Encoding::Utf16), Changed::Synced);
        assert_eq!(document.change(3, whole("three"), Encoding::Utf16), Changed::Ignored);
        assert_eq!((document.text.to_string().as_str(), document.version), ("five", 5));
        let edit = vec![event(Some((0, 0, 0, 0)), "x")];
        assert_eq!(document.change(6, edit.clone(), Encoding::Utf16), Changed::Synced);
        // An edit that is older makes the text unknown; then any whole text is better than none.
        assert_eq!(document.change(4, edit, Encoding::Utf16), Changed::Desynced);
        assert_eq!(document.change(4, whole("four"), Encoding::Utf16), Changed::Synced);
        assert_eq!(document.text.to_string(), "four");
    }

    /// The simplest thing that could be right: UTF-16 units in a vector.
    fn naive(units: &mut Vec<u16>, (l1, c1, l2, c2): (u32, u32, u32, u32), with: &str) {
        const CR: u16 = b'\r' as u16;
        const LF: u16 = b'\n' as u16;
        let mut lines = vec![0];
        for at in 0..units.len() {
            if units[at] == LF || units[at] == CR && units.get(at + 1) != Some(&LF) {
                lines.push(at + 1);
            }
        }
        let find = |line: u32, character: u32, up: bool| {
            let Some(&start) = lines.get(line as usize) else { return units.len() };
            let end = lines.get(line as usize + 1).map_or(units.len(), |&next| next);
            let end = (start..end).find(|&at| units[at] == LF || units[at] == CR).unwrap_or(end);
            let at = (start + character as usize).min(end);
            let inside = at > start && at < end && (0xdc00..0xe000).contains(&units[at]);
            if inside { if up { at + 1 } else { at - 1 } } else { at }
        };
        let (from, to) = if (l1, c1) <= (l2, c2) { ((l1, c1), (l2, c2)) } else { ((l2, c2), (l1, c1)) };
        let start = find(from.0, from.1, false);
        let end = if from == to { start } else { find(to.0, to.1, true).max(start) };
        units.splice(start..end, with.encode_utf16());
    }

    fn piece() -> impl Strategy<Value = String> {
        const PIECES: &[&str] =
            &["", "a", "é", "👍", "e\u{301}", "\r", "\n", "\r\n", "\u{2028}", "\u{feff}", "\u{fffd}", "word ", "“q”"];
        proptest::collection::vec(proptest::sample::select(PIECES), 0..6).prop_map(|found| found.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn any_stream_of_edits_gives_the_text_that_the_simplest_reference_gives(
            text in piece(),
            notifications in proptest::collection::vec(
                proptest::collection::vec(((0u32..6, 0u32..9, 0u32..6, 0u32..9), piece()), 1..4), 1..12),
        ) {
            let mut document = document(&text);
            let mut reference: Vec<u16> = text.encode_utf16().collect();
            for (version, edits) in notifications.into_iter().enumerate() {
                for (range, with) in &edits {
                    naive(&mut reference, *range, with);
                }
                let changes = edits.iter().map(|(range, with)| event(Some(*range), with)).collect();
                let version = i32::try_from(version).unwrap() + 2;
                prop_assert_eq!(document.change(version, changes, Encoding::Utf16), Changed::Synced);
                prop_assert_eq!(document.text.to_string(), String::from_utf16(&reference).unwrap());
            }
        }
    }
}
