//! A text in which straight and curly marks are one, and all ends of lines.

use crate::annotation::target::Quote;
use crate::text::Span;

pub(super) struct Folded {
    pub(super) chars: Vec<char>,
    /// Where each character, and the end, is in the text as it is, in bytes.
    bytes: Vec<u32>,
}

impl Folded {
    pub(super) fn new(text: &str) -> Self {
        let mut this = Self { chars: Vec::new(), bytes: Vec::new() };
        for (at, letter) in letters(text) {
            this.bytes.push(Span::of(0..at).end);
            this.chars.push(letter);
        }
        this.bytes.push(Span::of(0..text.len()).end);
        this
    }

    /// The span of characters, in bytes of the text as it is.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        let at = |at: usize| self.bytes[at.min(self.chars.len())];
        Span::new(at(start), at(end))
    }
}

/// Prefix, words and suffix.
pub(super) fn parts(quote: &Quote) -> [Vec<char>; 3] {
    [&quote.prefix, &quote.exact, &quote.suffix].map(|part| letters(part).map(|(_, letter)| letter).collect())
}

/// A word or mark as it is compared: straight and curly marks are one, and so are small letters and capitals.
pub(super) fn folded_word(word: &str) -> String {
    letters(word).flat_map(|(_, letter)| letter.to_lowercase()).collect()
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
