//! Positions of many offsets of one text, in order.

use super::lines::{Encoding, LineIndex, Position, size};
use super::span::Span;

/// Converts offsets that come in the order of the text, in one pass over it: a list of places costs the text's length,
/// however many there are.
#[derive(Clone, Debug)]
pub struct Walk<'a> {
    lines: &'a LineIndex,
    text: &'a str,
    encoding: Encoding,
    line: u32,
    /// Where the line after this one begins.
    next: u32,
    /// What was converted last, and the units of its line before it.
    at: u32,
    character: u32,
}

impl LineIndex {
    /// Begins a walk over the text of this index.
    pub fn walk<'a>(&'a self, text: &'a str, encoding: Encoding) -> Walk<'a> {
        Walk { lines: self, text, encoding, line: 0, next: self.start_of(1), at: 0, character: 0 }
    }

    fn start_of(&self, line: u32) -> u32 {
        self.starts.get(line as usize).copied().unwrap_or(u32::MAX)
    }
}

impl Walk<'_> {
    /// The position of an offset, as [`LineIndex::position`] has it; fast when it is not before the last one.
    pub fn position(&mut self, offset: u32) -> Position {
        if offset < self.at || self.text.get(self.at as usize..offset as usize).is_none() {
            return self.lines.position(self.text, offset, self.encoding);
        }
        let mut from = self.at;
        while self.next <= offset {
            from = self.next;
            self.line += 1;
            self.character = 0;
            self.next = self.lines.start_of(self.line + 1);
        }
        // A line end, or half of one, is no part of the line.
        let words = Span::new(from, offset).of_text(self.text).trim_end_matches(['\n', '\r']);
        self.character += match self.encoding {
            Encoding::Utf8 => Span::of(0..words.len()).end,
            encoding => words.chars().map(|ch| size(ch, encoding)).sum(),
        };
        self.at = offset;
        Position { line: self.line, character: self.character }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_walk_gives_what_each_offset_gives_by_itself() {
        let text = "é👍 one\r\n\r\ntwo\rthree\n\n“four”\u{2028}five";
        let lines = LineIndex::new(text);
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            let mut walk = lines.walk(text, encoding);
            for at in (0..=text.len()).filter(|at| text.is_char_boundary(*at)).chain([3, 99]) {
                let offset = u32::try_from(at).unwrap();
                assert_eq!(walk.position(offset), lines.position(text, offset, encoding), "{at} {encoding:?}");
            }
        }
    }
}
