//! What the network sees of a token: numbers that index its tables.
//!
//! The trainer reads the same numbers (`copydesk features`), so that nothing of this is written twice.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::model::network::wordpieces::Pieces;
use crate::model::tags::{Bio, EntityType, ParagraphTags, ParagraphView};
use crate::token::{TokenKind, ZoneKind};

/// Rows of the hashed tables: the whole word, its first three letters, its last three, its shape.
pub(crate) const ROWS: [u32; 4] = [6000, 1500, 1500, 300];

/// Values of each flag, in the order of [`Token::flags`].
pub(crate) const FLAGS: [usize; 5] = [4, 15, 27, 11, 16];

#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(crate) struct Token {
    /// Word pieces, as rows of the table of pieces; at least one.
    pub pieces: Vec<u32>,
    /// Rows of the hashed tables, each counted from 0.
    pub hashes: [u32; 4],
    /// Quotation marks, the rules' name, the rules' attribution, the zone, the sentence.
    pub flags: [u8; 5],
}

/// The features of a paragraph's tokens. `rules` is what lexicons and rules say of it, which the network may trust
/// or not.
pub(crate) fn features(pieces: &Pieces, paragraph: &ParagraphView<'_>, rules: &ParagraphTags) -> Vec<Token> {
    let sentences = sentences(paragraph, rules);
    let token = |at: usize| {
        let (pieces, hashes) = word(pieces, paragraph.word(at));
        Token {
            pieces,
            hashes,
            flags: [
                quotation(paragraph, at),
                name(rules, at),
                attribution(rules, at),
                zone(paragraph.zone),
                sentences.get(at).copied().unwrap_or_default(),
            ],
        }
    };
    (0..paragraph.tokens.len()).map(token).collect()
}

/// The word pieces of a word, as rows of the table of pieces, and its rows of the hashed tables ([`ROWS`]).
pub(crate) fn word(pieces: &Pieces, word: &str) -> (Vec<u32>, [u32; 4]) {
    let plain = plain(word);
    (pieces.of(&plain), hashes(word, &plain))
}

/// Lower case, without accents.
pub(crate) fn plain(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let straight = word.chars().map(|c| match c {
        '‘' | '’' => '\'',
        '“' | '”' => '"',
        '–' | '—' => '-',
        c => c,
    });
    straight.flat_map(char::to_lowercase).nfd().filter(|c| !is_combining_mark(*c)).collect()
}

fn hashes(word: &str, plain: &str) -> [u32; 4] {
    let normal: String = plain.chars().map(|c| if c.is_numeric() { '0' } else { c }).collect();
    let count = normal.chars().count();
    let prefix: String = normal.chars().take(3).collect();
    let suffix: String = normal.chars().skip(count.saturating_sub(3)).collect();
    let shape = shape(word);
    let parts = [&normal, &prefix, &suffix, &shape];
    std::array::from_fn(|at| fnv(parts[at].as_bytes()) % ROWS[at])
}

/// "Xxxx", "XX", "d,ddd": a run of one kind counts up to four times.
fn shape(word: &str) -> String {
    let mut shape = String::new();
    let mut run = 0;
    for c in word.chars() {
        let kind = match c {
            c if c.is_uppercase() => 'X',
            c if c.is_alphabetic() => 'x',
            c if c.is_numeric() => 'd',
            c => c,
        };
        run = if shape.ends_with(kind) { run + 1 } else { 1 };
        if run <= 4 {
            shape.push(kind);
        }
        if shape.len() > 24 {
            break;
        }
    }
    shape
}

/// FNV-1a, 32 bits: short keys, and the same on every machine.
fn fnv(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

fn quotation(paragraph: &ParagraphView<'_>, at: usize) -> u8 {
    match paragraph.tokens.get(at) {
        Some(token) if token.kind == TokenKind::QuoteOpen => 1,
        Some(token) if token.kind == TokenKind::QuoteClose => 2,
        Some(token) if token.quoted => 3,
        _ => 0,
    }
}

fn place(bio: Bio) -> u8 {
    match bio {
        Bio::Outside => 0,
        Bio::Begin => 1,
        Bio::Inside => 2,
    }
}

fn name(rules: &ParagraphTags, at: usize) -> u8 {
    let Some(tag) = rules.names.get(at) else { return 0 };
    match (place(tag.bio), tag.label) {
        (0, _) | (_, None) => 0,
        (place, Some(label)) => 2 * entity_index(label) + place,
    }
}

/// A type as a number from 0.
pub(crate) fn entity_index(entity_type: EntityType) -> u8 {
    match entity_type {
        EntityType::Person => 0,
        EntityType::Organization => 1,
        EntityType::Place => 2,
        EntityType::Group => 3,
        EntityType::Event => 4,
        EntityType::Product => 5,
        EntityType::Other => 6,
    }
}

fn attribution(rules: &ParagraphTags, at: usize) -> u8 {
    let of = |layer: &[crate::model::tags::Tag<()>]| layer.get(at).map_or(0, |tag| place(tag.bio));
    9 * of(&rules.sources) + 3 * of(&rules.cues) + of(&rules.contents)
}

fn zone(zone: ZoneKind) -> u8 {
    match zone {
        ZoneKind::Headline => 0,
        ZoneKind::Kicker => 1,
        ZoneKind::Standfirst => 2,
        ZoneKind::Dateline => 3,
        ZoneKind::DatelineDate => 4,
        ZoneKind::Byline => 5,
        ZoneKind::Caption => 6,
        ZoneKind::Subheading => 7,
        ZoneKind::Related => 8,
        ZoneKind::Body => 9,
        ZoneKind::Boilerplate => 10,
    }
}

/// For each token four bits of its sentence: it holds a quotation mark, the rules find a cue, its words are
/// capitalized as in a heading, the token is its first.
fn sentences(paragraph: &ParagraphView<'_>, rules: &ParagraphTags) -> Vec<u8> {
    let mut flags = vec![0; paragraph.tokens.len()];
    let first = paragraph.first_token as usize;
    for sentence in paragraph.sentences {
        let low = (sentence.first_token as usize).saturating_sub(first);
        let high = (sentence.end_token as usize).saturating_sub(first).min(flags.len());
        let quoted = (low..high).any(|at| quotation(paragraph, at) != 0);
        let cue = (low..high).any(|at| rules.cues.get(at).is_some_and(|tag| tag.bio != Bio::Outside));
        let capital = |at: &usize| paragraph.word(*at).chars().next().is_some_and(char::is_uppercase);
        let words = (low..high).filter(|at| paragraph.word(*at).chars().next().is_some_and(char::is_alphabetic));
        let long: Vec<usize> = words.filter(|at| paragraph.word(*at).len() > 3).collect();
        let heading = long.len() > 2 && long.iter().filter(|at| capital(at)).count() * 10 >= long.len() * 8;
        let bits = u8::from(quoted) + 2 * u8::from(cue) + 4 * u8::from(heading);
        for (nth, flag) in flags.iter_mut().take(high).skip(low).enumerate() {
            *flag = bits + 8 * u8::from(nth == 0);
        }
    }
    flags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lose_case_and_accents() {
        assert_eq!(plain("Größe"), "große");
        assert_eq!(plain("São"), "sao");
        assert_eq!(plain("’s"), "'s");
        assert_eq!(plain("U.S."), "u.s.");
    }

    #[test]
    fn shapes_are_short() {
        let check = |word, expected: &str| assert_eq!(shape(word), expected);
        check("Mr.", "Xx.");
        check("al-Nusra", "xx-Xxxxx");
        check("250,000", "ddd,ddd");
        check("INTERNATIONAL", "XXXX");
        check(&"a-".repeat(1000), &"x-".repeat(13)[..25]);
    }

    #[test]
    fn hashes_stay_in_their_tables() {
        for word in ["Obama", "é", "“", "12,000", "\u{1f600}"] {
            let found = hashes(word, &plain(word));
            assert!(found.iter().zip(ROWS).all(|(hash, rows)| *hash < rows));
        }
        // The weights depend on it: the algorithm's own examples.
        assert_eq!([fnv(b""), fnv(b"a"), fnv(b"foobar")], [0x811c_9dc5, 0xe40c_292c, 0xbf9c_f968]);
    }
}
