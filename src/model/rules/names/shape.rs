//! The shape of a token: capitals, initials, and which part of a hyphenated word is a name.

use std::ops::Range;

use crate::lexicon::names::{NameLexicon, WordList};
use crate::model::tags::ParagraphView;
use crate::token::{Token, TokenKind};

/// A token as the tagger sees it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word<'a> {
    /// Its whole text.
    pub(crate) text: &'a str,
    /// The part that could be a name: "Qaeda" of "Qaeda-linked", "Russian" of "pro-Russian", else all of it.
    pub(crate) core: &'a str,
    /// True when the core begins with a capital.
    pub(crate) capital: bool,
    /// True when the core has two capitals or more and no small letter ("HNC", "U.S.").
    pub(crate) all_capitals: bool,
    /// True for "F." and "F".
    pub(crate) initial: bool,
    /// True for the first word of a sentence or quotation, whose capital is no evidence.
    pub(crate) opens: bool,
    /// True when the core is cut off at its end, so that no name goes on beyond it.
    pub(crate) cut: bool,
    /// True when it is a word at all (not a number or mark).
    pub(crate) word: bool,
    /// True when it is in none of the lists of small, frequent or forbidden words, as far as its capital goes.
    pub(crate) common: bool,
    /// True when it never is a name ("Monday").
    pub(crate) never: bool,
}

/// The byte range within `text` that could be a name. Suffixes in small letters go ("Qaeda-linked", "U.S.-friendly"),
/// prefixes in small letters go ("pro-Russian", "then-President"), but "al-Assad" and "e-commerce" stay whole.
pub(crate) fn name_part(lexicon: &NameLexicon, text: &str) -> Range<usize> {
    let whole = 0..text.len();
    if !text.contains(['-', '–']) || !text.chars().any(char::is_uppercase) || lexicon.known(text).is_some() {
        return whole;
    }
    let (mut start, mut end) = (0, text.len());
    while let Some(at) = text.get(start..end).and_then(|part| part.rfind(['-', '–'])) {
        let at = start + at;
        let tail = text.get(at..end).unwrap_or("").trim_start_matches(['-', '–']);
        // One small letter or two are part of a name ("Chan-o-cha", "Seok-yeol" is longer but Korean given names are
        // kept by `korean`).
        let small = tail.chars().next().is_some_and(char::is_lowercase);
        let head = text.get(start..at).unwrap_or("");
        let (common, known) = (lexicon.is(WordList::Common, tail), lexicon.known(head).is_some());
        let whole = if is_given_name(lexicon, head, tail) { !common || !known } else { !common && !known };
        if !small || head.is_empty() || whole {
            break;
        }
        end = at;
    }
    while let Some(at) = text.get(start..end).and_then(|part| part.find(['-', '–'])) {
        let prefix = text.get(start..start + at).unwrap_or("");
        let rest = text.get(start + at..end).unwrap_or("").trim_start_matches(['-', '–']);
        let small = prefix.chars().next().is_some_and(char::is_lowercase);
        let named = rest.chars().next().is_some_and(char::is_uppercase);
        if !small || !named || prefix == "sub" || lexicon.is(WordList::Particle, prefix) {
            break;
        }
        start = end - rest.len();
    }
    if start < end { start..end } else { whole }
}

/// "Hui-ling", "Ki-moon", "Bak-on": a given name of two syllables as Chinese and Korean names are written in English, also
/// where the second is an English word.
fn is_given_name(lexicon: &NameLexicon, head: &str, tail: &str) -> bool {
    is_syllable(lexicon, head) && is_syllable(lexicon, tail)
}

/// A syllable of Chinese or Korean in Latin letters: consonants and vowels that these languages have.
fn is_syllable(lexicon: &NameLexicon, part: &str) -> bool {
    let is_vowel = |ch: char| "aeiouü".contains(ch);
    let lower = part.to_lowercase();
    let (onset, rhyme) = lower.split_at(lower.find(is_vowel).unwrap_or(lower.len()));
    let coda = rhyme.trim_start_matches(is_vowel);
    let vowels = rhyme.len() - coda.len();
    let may = |list: WordList, letters: &str| letters.is_empty() || lexicon.is(list, letters);
    (1..=3).contains(&vowels) && may(WordList::Onset, onset) && may(WordList::Coda, coda)
}

/// The words of a paragraph.
pub(crate) fn words<'a>(lexicon: &NameLexicon, view: &ParagraphView<'a>) -> Vec<Word<'a>> {
    let mut words: Vec<Word<'a>> = Vec::with_capacity(view.tokens.len());
    let mut starts = vec![false; view.tokens.len() + 1];
    for sentence in view.sentences {
        let at = (sentence.first_token.saturating_sub(view.first_token) as usize).min(view.tokens.len());
        starts[at] = true;
    }
    let mut opens = true;
    for (at, token) in view.tokens.iter().enumerate() {
        opens |= starts[at];
        let word = word(lexicon, view.text, token, opens);
        opens = opens_next(token, word.text, opens);
        words.push(word);
    }
    words
}

/// Whether the token after this one opens a sentence or quotation.
fn opens_next(token: &Token, text: &str, opened: bool) -> bool {
    match token.kind {
        TokenKind::QuoteOpen => true,
        TokenKind::Word | TokenKind::Number | TokenKind::QuoteClose => false,
        TokenKind::Punctuation => opened || matches!(text, "—" | ":" | "•" | "*" | "·" | "|" | "?" | "!"),
    }
}

/// "D-Calif.", "R-IN": a lawmaker's party and state.
fn is_party_label(core: &str) -> bool {
    let mut chars = core.chars();
    matches!(chars.next(), Some('D' | 'R' | 'I'))
        && matches!(chars.next(), Some('-' | '–'))
        && chars.next().is_some_and(char::is_uppercase)
}

fn word<'a>(lexicon: &NameLexicon, text: &'a str, token: &Token, opens: bool) -> Word<'a> {
    let text = token.span.of_text(text);
    let part = if token.kind == TokenKind::Word { name_part(lexicon, text) } else { 0..text.len() };
    let core = text.get(part.clone()).unwrap_or(text);
    let capital = core.chars().next().is_some_and(char::is_uppercase)
        // "7NEWS", "iPhone", "al-Assad" and "d'Estaing" begin small but are names.
        || core.chars().skip(1).any(char::is_uppercase) && core.chars().next().is_some_and(|c| c.is_lowercase() || c.is_numeric());
    let letters = core.chars().filter(|ch| ch.is_alphabetic()).count();
    let all_capitals = letters > 1 && !core.chars().any(char::is_lowercase) && capital;
    let initial = capital && letters == 1 && core.chars().count() <= 2 && !matches!(core, "I" | "A");
    let lower = core.to_lowercase();
    Word {
        text,
        core,
        capital,
        all_capitals,
        initial,
        opens,
        cut: part.end < text.len(),
        word: token.kind == TokenKind::Word,
        common: lexicon.is(WordList::Common, &lower) || lexicon.is(WordList::Function, &lower),
        never: lexicon.is(WordList::Never, core) || is_party_label(core),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Language;

    #[test]
    fn only_the_name_of_a_hyphenated_word_is_kept() {
        let lexicon = Language::english();
        let check = |text: &'static str, expected: &str| {
            assert_eq!(text.get(name_part(&lexicon.names, text)), Some(expected), "{text}");
        };
        check("Qaeda-linked", "Qaeda");
        check("Russian-backed", "Russian");
        check("U.S.-friendly", "U.S.");
        check("pro-Russian", "Russian");
        check("Nations-brokered", "Nations");
        check("then-President", "President");
        check("al-Assad", "al-Assad");
        check("al-Qaeda", "al-Qaeda");
        check("Asia-Pacific", "Asia-Pacific");
        check("Suk-yeol", "Suk-yeol");
        check("Hui-ling", "Hui-ling");
        check("Bak-on", "Bak-on");
        check("Bush-era", "Bush");
        check("Jean-Claude", "Jean-Claude");
        check("cease-fire", "cease-fire");
        check("-", "-");
    }
}
