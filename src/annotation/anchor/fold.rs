//! A text in which straight and curly marks are one, and all ends of lines.

use crate::annotation::target::Quote;
use crate::text::Span;

pub(super) struct Folded {
    pub(super) text: String,
    pub(super) chars: Vec<char>,
    /// Where each character, and the end, is in the text as it is, in bytes.
    bytes: Vec<u32>,
    /// Where each character, and the end, is in the folded text, in bytes.
    folded: Vec<u32>,
}

impl Folded {
    pub(super) fn new(text: &str) -> Self {
        let mut this = Self { text: String::new(), chars: Vec::new(), bytes: Vec::new(), folded: Vec::new() };
        for (at, letter) in letters(text) {
            this.bytes.push(Span::of(0..at).end);
            this.folded.push(Span::of(0..this.text.len()).end);
            this.chars.push(letter);
            this.text.push(letter);
        }
        this.bytes.push(Span::of(0..text.len()).end);
        this.folded.push(Span::of(0..this.text.len()).end);
        this
    }

    /// The span of characters, in bytes of the text as it is.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        let at = |at: usize| self.bytes[at.min(self.chars.len())];
        Span::new(at(start), at(end))
    }

    /// The span of bytes of the folded text, in bytes of the text as it is.
    pub(super) fn span_of_bytes(&self, start: usize, end: usize) -> Span {
        let at = |byte: usize| self.folded.partition_point(|known| (*known as usize) < byte);
        self.span(at(start), at(end))
    }

    /// The first character at or behind a byte of the text as it is.
    pub(super) fn char_at(&self, byte: u32) -> usize {
        self.bytes.partition_point(|known| *known < byte)
    }
}

/// Prefix, words and suffix.
pub(super) fn parts(quote: &Quote) -> [Vec<char>; 3] {
    [&quote.prefix, &quote.exact, &quote.suffix].map(|part| letters(part).map(|(_, letter)| letter).collect())
}

fn letters(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut letters = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (at, letter) = letters.next()?;
        let letter = match letter {
            '‘' | '’' | '‛' | '`' | '´' => '\'',
            '“' | '”' | '„' | '‟' | '«' | '»' => '"',
            '–' | '—' | '‑' => '-',
            '\u{a0}' | '\u{202f}' => ' ',
            '\r' => {
                letters.next_if(|(_, next)| *next == '\n');
                '\n'
            }
            letter => letter,
        };
        Some((at, letter))
    })
}
