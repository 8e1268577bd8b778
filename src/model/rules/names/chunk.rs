//! Stretches of a paragraph that may hold names.

use std::ops::Range;

use crate::lexicon::names::{NameLexicon, WordList};
use crate::model::rules::names::shape::Word;
use crate::token::ZoneKind;

/// The longest stretch that is read as one; a longer one is text in capitals.
const LONGEST: usize = 24;

/// True for a paragraph most of whose longer words have capitals, so that a capital is no evidence of a name.
pub(crate) fn is_title_case(lexicon: &NameLexicon, words: &[Word<'_>], zone: ZoneKind) -> bool {
    let long = || words.iter().filter(|word| word.word && word.text.chars().count() > 3);
    let (total, capital) = (long().count(), long().filter(|word| word.capital).count());
    let heading = matches!(zone, ZoneKind::Headline | ZoneKind::Subheading | ZoneKind::Kicker | ZoneKind::Related);
    // A short line of capitals may be a name; a heading or a long line of them is a title.
    let common = long().filter(|word| word.capital && word.common).count();
    // A sentence of names ends with a full stop, a title does not.
    let sentence = words.last().is_some_and(|word| matches!(word.text, "." | "”" | "\"" | "’"));
    // Nor does a title leave verbs and nouns small, as a list of names and offices does.
    let small = long().filter(|word| !word.capital && !lexicon.is(WordList::Function, word.text)).count();
    let sentence = sentence || small > 2;
    total > 0 && capital * 10 >= total * 7 && common > 0 && (heading || total >= 6 && !sentence)
}

/// The stretches, in order, none overlapping.
pub(crate) fn chunks(lexicon: &NameLexicon, words: &[Word<'_>], titled: bool) -> Vec<Range<usize>> {
    let mut chunks = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if !starts(lexicon, words, at, titled) {
            at += 1;
            continue;
        }
        let end = end_of(lexicon, words, at, titled);
        chunks.push(at..end);
        at = end;
    }
    chunks
}

/// True when a word has a capital that may be a name's.
pub(crate) fn is_named(words: &[Word<'_>], at: usize, titled: bool) -> bool {
    words.get(at).is_some_and(|word| word.capital && !word.never && !(titled && word.common && !word.all_capitals))
}

fn starts(lexicon: &NameLexicon, words: &[Word<'_>], at: usize, titled: bool) -> bool {
    let word = &words[at];
    let known_words =
        || lexicon.longest(|ahead| words.get(at + ahead).map_or("", |word| word.core)).map(|(len, _)| len);
    let known = || known_words().is_some();
    if word.never {
        // "South Sudan", "Group of 20"
        return word.capital && known_words().is_some_and(|len| len > 1);
    }
    if word.text == "[" {
        return is_named(words, at + 1, titled) && closes(words, at + 2) && is_named(words, at + 3, titled);
    }
    if word.capital {
        if word.opens && lexicon.is(WordList::Function, &word.core.to_lowercase()) {
            // "The Washington Post" and "The Hague" are known with their article, but stand under the name alone.
            return word.all_capitals && known();
        }
        return is_named(words, at, titled) || known();
    }
    // "al Nusra", "de Mistura": a small word begins the name.
    known()
        || lexicon.is(WordList::Particle, word.text) && !word.opens && is_named(words, at + 1, titled) && {
            at > 0
                && (words[at - 1].never || !words[at - 1].capital || lexicon.honorific(words[at - 1].core).is_some())
                && !lexicon.is(WordList::AmbiguousParticle, word.text)
        }
}

fn end_of(lexicon: &NameLexicon, words: &[Word<'_>], start: usize, titled: bool) -> usize {
    let mut end = start + 1;
    if let Some((len, _)) = lexicon.longest(|ahead| words.get(start + ahead).map_or("", |word| word.core)) {
        end = (start + len).min(words.len());
    }
    if words[start].text == "[" {
        end = (start + 4).min(words.len());
    }
    let mut opened_bracket = false;
    while end < words.len() && end - start < LONGEST && !words[end - 1].cut {
        if (!words[end].opens || words[end - 1].initial) && is_named(words, end, titled) {
            end += 1;
        } else if let Some((len, _)) = known_at(lexicon, words, end) {
            end += len;
        } else if joins(lexicon, words, end) && is_named(words, end + 1, titled) {
            end += 2;
        } else if words[end].text == "[" && is_named(words, end + 1, titled) && closes(words, end + 2) {
            // "Secretary [John] Kerry"
            end += 3;
        } else if !opened_bracket
            && joins(lexicon, words, end)
            && words.get(end + 1).is_some_and(|w| w.text == "the")
            && is_named(words, end + 2, titled)
        {
            // "Committee for the Red Cross"
            opened_bracket = true;
            end += 3;
        } else {
            break;
        }
    }
    end.min(words.len())
}

fn known_at(lexicon: &NameLexicon, words: &[Word<'_>], at: usize) -> Option<(usize, ())> {
    if words[at].opens || words[at].never {
        return None;
    }
    let (len, _) = lexicon.longest(|ahead| words.get(at + ahead).map_or("", |word| word.core))?;
    Some((len, ()))
}

fn closes(words: &[Word<'_>], at: usize) -> bool {
    words.get(at).is_some_and(|word| word.text == "]")
}

/// Small words and marks that may join two parts of a name; whether they do is for the parser to say.
fn joins(lexicon: &NameLexicon, words: &[Word<'_>], at: usize) -> bool {
    let text = words[at].text;
    lexicon.is(WordList::NameJoint, text) || lexicon.is(WordList::Particle, text)
}
