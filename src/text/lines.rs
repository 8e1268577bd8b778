//! Lines, and offsets as bytes, code points and units of UTF-16.

use super::span::Span;

/// How a client counts characters in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units, the protocol's default.
    #[default]
    Utf16,
    /// Unicode code points.
    Utf32,
}

/// A 0-based line and a 0-based character within it, counted in some [`Encoding`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Position {
    /// 0-based line.
    pub line: u32,
    /// 0-based character, in units of the encoding that was asked for.
    pub character: u32,
}

/// Which way an offset inside a character, or between `\r` and `\n`, moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Snap {
    Down,
    Up,
}

/// Line starts of one text, with conversions in both directions. Total: whatever does not fit is clamped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineIndex {
    /// Byte offset of each line's first character; the first is 0.
    pub(super) starts: Vec<u32>,
    /// Length of the text in bytes.
    len: u32,
    /// True when every character is one byte, so that all encodings agree.
    ascii: bool,
    /// Where every `STEP` bytes begin, so that counting never starts far away, however long a line is. Empty when all
    /// encodings agree.
    marks: Vec<Mark>,
}

/// How many bytes lie between two marks, at least.
const STEP: usize = 1 << 10;

/// A character boundary, and what lies before it in other units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mark {
    byte: u32,
    utf16: u32,
    chars: u32,
}

impl Mark {
    const START: Self = Self { byte: 0, utf16: 0, chars: 0 };

    fn units(self, encoding: Encoding) -> u32 {
        match encoding {
            Encoding::Utf8 => self.byte,
            Encoding::Utf16 => self.utf16,
            Encoding::Utf32 => self.chars,
        }
    }
}

fn marks(text: &str) -> Vec<Mark> {
    let mut marks = Vec::with_capacity(text.len() / STEP + 1);
    let mut here = Mark::START;
    for ch in text.chars() {
        if here.byte as usize >= marks.len() * STEP {
            marks.push(here);
        }
        here.byte += Span::of(0..ch.len_utf8()).end;
        here.utf16 += Span::of(0..ch.len_utf16()).end;
        here.chars += 1;
    }
    marks
}

pub(super) fn size(ch: char, encoding: Encoding) -> u32 {
    let size = match encoding {
        Encoding::Utf8 => ch.len_utf8(),
        Encoding::Utf16 => ch.len_utf16(),
        Encoding::Utf32 => 1,
    };
    Span::of(0..size).end
}

impl LineIndex {
    /// Indexes `text`, in one pass.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        let mut at = 0;
        while at < bytes.len() {
            let ends_line = match bytes[at] {
                b'\n' => true,
                b'\r' => bytes.get(at + 1) != Some(&b'\n'),
                _ => false,
            };
            at += 1;
            if ends_line {
                starts.push(Span::of(0..at).end);
            }
        }
        let ascii = text.is_ascii();
        let marks = if ascii { Vec::new() } else { marks(text) };
        Self { starts, len: Span::of(0..bytes.len()).end, ascii, marks }
    }

    /// How many lines there are, at least one.
    pub fn line_count(&self) -> u32 {
        Span::of(0..self.starts.len()).end
    }

    /// The 0-based line of a byte offset.
    pub fn line_of(&self, offset: u32) -> u32 {
        Span::of(0..self.starts.partition_point(|&start| start <= offset)).end.saturating_sub(1)
    }

    /// The span of a 0-based line without its line end; empty at the end of the text when there is no such line.
    pub fn line_span(&self, text: &str, line: u32) -> Span {
        let Some(&start) = self.starts.get(line as usize) else { return Span::new(self.len, self.len) };
        let mut end = self.starts.get(line as usize + 1).copied().unwrap_or(self.len);
        let bytes = text.as_bytes();
        while end > start && matches!(bytes.get(end as usize - 1), Some(b'\n' | b'\r')) {
            end -= 1;
        }
        Span { start, end }
    }

    /// The position of a byte offset. An offset inside a character counts as that character's start, one inside a
    /// line end as the end of the line.
    pub fn position(&self, text: &str, offset: u32, encoding: Encoding) -> Position {
        let offset = floor_boundary(text, offset.min(self.len));
        let line = self.line_of(offset);
        let span = self.line_span(text, line);
        let offset = offset.clamp(span.start, span.end);
        let character = self.units_before(text, offset, encoding) - self.units_before(text, span.start, encoding);
        Position { line, character }
    }

    /// How many units lie before a character boundary.
    fn units_before(&self, text: &str, offset: u32, encoding: Encoding) -> u32 {
        if self.ascii || encoding == Encoding::Utf8 {
            return offset;
        }
        let at = self.marks.partition_point(|mark| mark.byte <= offset);
        let mark = at.checked_sub(1).and_then(|at| self.marks.get(at)).copied().unwrap_or(Mark::START);
        let rest = Span::new(mark.byte, offset).of_text(text);
        mark.units(encoding) + rest.chars().map(|ch| size(ch, encoding)).sum::<u32>()
    }

    /// The byte offset of a position: a line beyond the last is the end of the text, a character beyond the line
    /// is the end of the line before its line end, and half a character is that character's start.
    pub fn offset(&self, text: &str, position: Position, encoding: Encoding) -> u32 {
        self.offset_snapped(text, position, encoding, Snap::Down)
    }

    /// The span of two positions, in whichever order they come. Half a character at the end counts whole.
    pub fn span(&self, text: &str, start: Position, end: Position, encoding: Encoding) -> Span {
        let (start, end) = if start <= end { (start, end) } else { (end, start) };
        Span::new(
            self.offset_snapped(text, start, encoding, Snap::Down),
            self.offset_snapped(text, end, encoding, if start == end { Snap::Down } else { Snap::Up }),
        )
    }

    fn offset_snapped(&self, text: &str, position: Position, encoding: Encoding, snap: Snap) -> u32 {
        if position.line >= self.line_count() {
            return self.len;
        }
        let span = self.line_span(text, position.line);
        if self.ascii {
            return span.end.min(span.start.saturating_add(position.character));
        }
        let wanted = self.units_before(text, span.start, encoding).saturating_add(position.character);
        self.byte_at(text, wanted, encoding, snap).clamp(span.start, span.end)
    }

    /// The byte offset before which so many units lie.
    fn byte_at(&self, text: &str, wanted: u32, encoding: Encoding, snap: Snap) -> u32 {
        let at = self.marks.partition_point(|mark| mark.units(encoding) <= wanted);
        let mark = at.checked_sub(1).and_then(|at| self.marks.get(at)).copied().unwrap_or(Mark::START);
        let mut units = mark.units(encoding);
        for (at, ch) in Span::new(mark.byte, self.len).of_text(text).char_indices() {
            let here = mark.byte + Span::of(0..at).end;
            if units >= wanted {
                return here;
            }
            units += size(ch, encoding);
            if units > wanted && snap == Snap::Down {
                return here;
            }
        }
        self.len
    }

    /// The Unicode code point offset of a byte offset.
    pub fn code_point(&self, text: &str, offset: u32) -> u32 {
        let offset = floor_boundary(text, offset.min(self.len));
        self.units_before(text, offset, Encoding::Utf32)
    }

    /// The byte offset of a Unicode code point offset, clamped to the text.
    pub fn byte_of_code_point(&self, text: &str, code_point: u32) -> u32 {
        if self.ascii {
            return code_point.min(self.len);
        }
        self.byte_at(text, code_point, Encoding::Utf32, Snap::Down)
    }
}

/// Code point offsets of one text in one pass: for writing many of them, where [`LineIndex::code_point`] would
/// count from the start each time.
#[derive(Clone, Debug)]
pub struct CodePoints<'a> {
    text: &'a str,
    /// Code points before every 64th byte, counted at the character boundary at or before it; empty for ASCII.
    before: Vec<u32>,
}

impl<'a> CodePoints<'a> {
    const STEP: usize = 64;

    /// Indexes `text`.
    pub fn new(text: &'a str) -> Self {
        let mut before = Vec::new();
        if !text.is_ascii() {
            let mut count = 0;
            for (nth, byte) in text.bytes().enumerate() {
                if nth % Self::STEP == 0 {
                    before.push(count);
                }
                // A continuation byte starts no character.
                count += u32::from(byte & 0xC0 != 0x80);
            }
            before.push(count);
        }
        Self { text, before }
    }

    /// The code point offset of a byte offset; one inside a character counts as that character's start.
    pub fn of(&self, offset: u32) -> u32 {
        let offset = floor_boundary(self.text, offset);
        if self.before.is_empty() {
            return offset;
        }
        let block = offset as usize / Self::STEP;
        let rest = self.text.as_bytes().get(block * Self::STEP..offset as usize).unwrap_or(&[]);
        let starts = rest.iter().filter(|&&byte| byte & 0xC0 != 0x80).count();
        self.before.get(block).copied().unwrap_or(0) + Span::of(0..starts).end
    }

    /// Both ends of a span.
    pub fn span(&self, span: Span) -> (u32, u32) {
        (self.of(span.start), self.of(span.end))
    }
}

/// The nearest character boundary at or before `offset`.
pub fn floor_boundary(text: &str, offset: u32) -> u32 {
    let mut at = (offset as usize).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    Span::of(0..at).end
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MIXED: &str = "a\u{2028}é\r\n👍b\rc\n";

    #[test]
    fn lines_end_as_the_protocol_has_it() {
        let index = LineIndex::new(MIXED);
        let lines: Vec<&str> = (0..index.line_count()).map(|n| index.line_span(MIXED, n).of_text(MIXED)).collect();
        assert_eq!(lines, ["a\u{2028}é", "👍b", "c", ""]);
    }

    #[test]
    fn positions_round_trip_in_every_encoding() {
        let index = LineIndex::new(MIXED);
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            for (at, ch) in MIXED.char_indices().filter(|(_, ch)| !matches!(ch, '\r' | '\n')) {
                let offset = u32::try_from(at).unwrap();
                let position = index.position(MIXED, offset, encoding);
                assert_eq!(index.offset(MIXED, position, encoding), offset, "{ch:?} in {encoding:?}");
            }
        }
    }

    #[test]
    fn half_a_surrogate_pair_floors_at_the_start_and_ceils_at_the_end() {
        let index = LineIndex::new("👍b");
        let half = Position { line: 0, character: 1 };
        assert_eq!(index.offset("👍b", half, Encoding::Utf16), 0);
        let span = index.span("👍b", Position::default(), half, Encoding::Utf16);
        assert_eq!(span, Span::new(0, 4));
    }

    #[test]
    fn what_lies_outside_is_clamped() {
        let index = LineIndex::new("ab\r\ncd");
        let at = |line, character| index.offset("ab\r\ncd", Position { line, character }, Encoding::Utf16);
        assert_eq!(at(0, 99), 2);
        assert_eq!(at(9, 0), 6);
        assert_eq!(index.position("ab\r\ncd", 3, Encoding::Utf16), Position { line: 0, character: 2 });
    }

    #[test]
    fn many_code_points_are_those_of_one() {
        for text in [MIXED.repeat(40), "abc".repeat(50), "👍".repeat(50), String::new()] {
            let (index, many) = (LineIndex::new(&text), CodePoints::new(&text));
            for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
                let offset = u32::try_from(at).unwrap();
                assert_eq!(many.of(offset), index.code_point(&text, offset), "byte {at} of {text:?}");
            }
        }
    }

    #[test]
    fn long_lines_count_as_short_ones_do() {
        let text = "é👍e\u{301}, ".repeat(400) + "\r\nx👍" + &"“”".repeat(600);
        let index = LineIndex::new(&text);
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            let (mut line, mut character) = (0, 0);
            for (at, ch) in text.char_indices() {
                let (offset, found) = (Span::of(0..at).end, Position { line, character });
                if !matches!(ch, '\r' | '\n') {
                    assert_eq!(index.position(&text, offset, encoding), found, "{at} in {encoding:?}");
                    assert_eq!(index.offset(&text, found, encoding), offset, "{at} in {encoding:?}");
                }
                (line, character) = if ch == '\n' { (line + 1, 0) } else { (line, character + size(ch, encoding)) };
            }
        }
    }

    #[test]
    fn code_points_count_carriage_returns_and_marks() {
        let text = "\u{feff}é\r\n👍x";
        let index = LineIndex::new(text);
        assert_eq!(index.code_point(text, Span::of(0..text.len()).end), 6);
        assert_eq!(index.byte_of_code_point(text, 5), 11);
    }

    /// What the protocol says, character by character: line, units into the line, for each character's start.
    fn naive(text: &str, encoding: Encoding) -> Vec<(u32, Position)> {
        let (mut line, mut character) = (0, 0);
        let mut found = Vec::new();
        let mut chars = text.char_indices().peekable();
        while let Some((at, ch)) = chars.next() {
            found.push((u32::try_from(at).unwrap(), Position { line, character }));
            let ends = ch == '\n' || (ch == '\r' && chars.peek().is_none_or(|(_, next)| *next != '\n'));
            character += match (ch, encoding) {
                ('\r', _) => 0,
                (_, Encoding::Utf8) => u32::try_from(ch.len_utf8()).unwrap(),
                (_, Encoding::Utf16) => u32::try_from(ch.len_utf16()).unwrap(),
                (_, Encoding::Utf32) => 1,
            };
            if ends {
                (line, character) = (line + 1, 0);
            }
        }
        found.push((u32::try_from(text.len()).unwrap(), Position { line, character }));
        found
    }

    fn any_encoding() -> impl Strategy<Value = Encoding> {
        prop_oneof![Just(Encoding::Utf8), Just(Encoding::Utf16), Just(Encoding::Utf32)]
    }

    fn text_of_lines() -> impl Strategy<Value = String> {
        "([a-zé]|[\u{301}\u{2028}\u{feff}]|[👍𝒳]|\r|\n|\r\n){0,40}"
    }

    proptest! {
        #[test]
        fn positions_are_those_of_the_protocol(text in text_of_lines(), encoding in any_encoding()) {
            let index = LineIndex::new(&text);
            for (offset, position) in naive(&text, encoding) {
                prop_assert_eq!(index.position(&text, offset, encoding), position);
                // Between \r and \n there is no place: it counts as the end of the line, before the \r.
                if !(offset > 0 && text[..offset as usize].ends_with('\r') && text[offset as usize..].starts_with('\n')) {
                    prop_assert_eq!(index.offset(&text, position, encoding), offset);
                }
            }
        }

        #[test]
        fn any_position_is_an_offset(text in text_of_lines(), line in 0u32..50, character in 0u32..50, encoding in any_encoding()) {
            let index = LineIndex::new(&text);
            let offset = index.offset(&text, Position { line, character }, encoding);
            prop_assert!(text.is_char_boundary(offset as usize));
            let back = index.position(&text, offset, encoding);
            prop_assert!(line >= index.line_count() || (back.line == line && back.character <= character));
        }

        #[test]
        fn code_points_are_counted(text in text_of_lines()) {
            let index = LineIndex::new(&text);
            for (nth, (at, _)) in text.char_indices().enumerate() {
                let (nth, at) = (u32::try_from(nth).unwrap(), u32::try_from(at).unwrap());
                prop_assert_eq!(index.code_point(&text, at), nth);
                prop_assert_eq!(CodePoints::new(&text).of(at), nth);
                prop_assert_eq!(index.byte_of_code_point(&text, nth), at);
            }
        }
    }
}
