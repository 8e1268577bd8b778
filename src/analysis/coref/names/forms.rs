//! The forms of a name: what it is known by, what is left out of it, and which two may be one person's.

use crate::analysis::reading::Reading;
use crate::analysis::types::Mention;
use crate::lexicon::names::{NameClass, NameLexicon, WordList};
use crate::model::EntityType;
use crate::token::ZoneKind;

/// The word that a person is called by: the last that is no suffix, with a small particle left out.
pub(super) fn family<'a>(lexicon: &NameLexicon, words: &[&'a str]) -> Option<&'a str> {
    words.iter().rev().find(|word| !lexicon.is(WordList::Suffix, word)).copied()
}

/// "Assad" of "al-Assad", "Rourke" of "O’Rourke", whatever its apostrophe is.
pub(super) fn bare<'a>(lexicon: &NameLexicon, word: &'a str) -> &'a str {
    let irish = ["O’", "O'", "O‘"].iter().find_map(|prefix| word.strip_prefix(prefix));
    if let Some(rest) = irish.filter(|rest| rest.starts_with(char::is_uppercase)) {
        return rest;
    }
    let rest = word.split_once('-').filter(|(first, _)| lexicon.is(WordList::ArabicArticle, first));
    rest.map_or(word, |(_, rest)| rest)
}

/// True for the seat of a government that stands for it: "Moscow has denied this", but not "in Moscow".
pub(super) fn is_metonym(lexicon: &NameLexicon, reading: &Reading, mention: &Mention) -> bool {
    let name = reading.slice(mention.span);
    if mention.entity_type != EntityType::Place
        || lexicon.known(name).is_none_or(|known| known.class != NameClass::Capital)
    {
        return false;
    }
    let tokens = &reading.structure.tokens;
    let at = tokens.partition_point(|token| token.span.end <= mention.span.start);
    let word = |at: usize| tokens.get(at).map_or("", |token| reading.slice(token.span));
    let before = at.checked_sub(1).map_or("", word);
    let next = tokens.partition_point(|token| token.span.end <= mention.span.end);
    let after = word(next);
    let verb = |word: &str| {
        lexicon.is(WordList::Auxiliary, word)
            || lexicon.is(WordList::MetonymVerb, word)
            || matches!(word, "’s" | "'s")
            || word.len() > 4 && word.ends_with("ed")
    };
    let between = at.checked_sub(3).map_or("", word);
    let speaks = match before {
        _ if lexicon.is(WordList::BeforePlace, before) => false,
        _ if lexicon.is(WordList::BeforeGovernment, before) => after != ",",
        "and" => verb(after) || between == "between",
        _ => {
            verb(after) && after != "’s" && after != "'s"
                || after == "," && (before.ends_with('s') || word(next + 1) == "which")
                || after == "and" && between == "between"
        }
    };
    let dated = name.chars().all(|ch| !ch.is_lowercase());
    speaks && !dated && reading.structure.zone_at(mention.span.start) != ZoneKind::Dateline
}

/// What a name is known by: another form of a known name counts as that name.
pub(super) fn key(lexicon: &NameLexicon, entity_type: EntityType, words: &[&str], metonym: bool) -> String {
    let name = without_prefix(lexicon, entity_type, words).join(" ");
    let known =
        lexicon.known(&name).filter(|known| crate::model::rules::names::entity_type(known.class) == entity_type);
    if let Some(country) = known.and_then(|known| known.country).filter(|_| metonym) {
        return country.to_lowercase();
    }
    known.map_or_else(|| name.trim_end_matches('.').to_lowercase(), |known| known.canonical.to_lowercase())
}

/// A body's name without "the", a storm's and a ship's without what they are: "Delia" of "Hurricane Delia", "Cole" of "USS
/// Cole".
fn without_prefix<'a, 'b>(lexicon: &NameLexicon, entity_type: EntityType, words: &'b [&'a str]) -> &'b [&'a str] {
    let prefix = match entity_type {
        EntityType::Event => WordList::StormWord,
        EntityType::Product => WordList::VesselWord,
        _ => return without_article(entity_type, words),
    };
    let behind = words.iter().rposition(|word| lexicon.is(prefix, word)).map_or(0, |at| at + 1);
    words.get(behind..).filter(|rest| !rest.is_empty()).unwrap_or(words)
}

/// A body's name without "the".
pub(super) fn without_article<'a, 'b>(entity_type: EntityType, words: &'b [&'a str]) -> &'b [&'a str] {
    match words {
        ["The" | "the", rest @ ..] if entity_type == EntityType::Organization && !rest.is_empty() => rest,
        words => words,
    }
}

/// "Andy Warhol Foundation" of "Andy Warhol Foundation for the Visual Arts": enough to tell it from others.
pub(super) fn front<'a, 'b>(lexicon: &NameLexicon, words: &'b [&'a str]) -> Option<&'b [&'a str]> {
    let words = without_article(EntityType::Organization, words);
    let end = words.iter().position(|word| matches!(*word, "of" | "for" | "on"))?;
    let front = words.get(..end)?;
    let telling = front.len() > 2 && body_noun(lexicon, front).is_some() && lexicon.known(&front.join(" ")).is_none();
    telling.then_some(front)
}

/// The noun that a body's name is headed by: "court" of "Supreme Court", "university" of "University of Ohio".
pub(in crate::analysis::coref) fn body_noun(lexicon: &NameLexicon, words: &[&str]) -> Option<&'static str> {
    let head = words.iter().take_while(|word| !matches!(**word, "of" | "for" | "on"));
    let roles = head.filter_map(|word| lexicon.role(&word.to_lowercase()));
    roles.filter(|role| !role.person && !role.plural).last().map(|role| role.singular)
}

/// The first letters of the words that count.
pub(super) fn initials(words: &[&str]) -> String {
    words.iter().filter_map(|word| word.chars().next().filter(|ch| ch.is_uppercase())).collect()
}

/// True for two spellings of a given name that differ in one letter, not the first: "Kristin", "Kristen"; "Sergei",
/// "Sergey". What ends in "a" and "o" are two people.
fn misspelled(a: &str, b: &str) -> bool {
    let same_length = a.chars().count() == b.chars().count() && a.chars().count() > 4;
    let mut differing = a.chars().zip(b.chars()).enumerate().filter(|(_, (a, b))| a != b);
    let (first, second) = (differing.next(), differing.next());
    let vowels = |(a, b): (char, char)| matches!(a, 'e' | 'i' | 'y') && matches!(b, 'e' | 'i' | 'y');
    same_length && second.is_none() && first.is_some_and(|(at, pair)| at > 0 && vowels(pair))
}

/// True when two names can be one person's: no given name against another.
pub(super) fn compatible(lexicon: &NameLexicon, full: &[String], words: &[&str]) -> bool {
    let full: Vec<&str> = full.iter().map(String::as_str).collect();
    if words.len() < 2 || full.len() < 2 {
        return true;
    }
    let (Some(a), Some(b)) = (full.first(), words.first()) else { return true };
    let initial =
        |a: &str, b: &str| a.trim_end_matches('.').chars().count() == 1 && b.starts_with(a.trim_end_matches('.'));
    let same_family = family(lexicon, &full).map(|word| bare(lexicon, word)).map(str::to_lowercase)
        == family(lexicon, words).map(|word| bare(lexicon, word)).map(str::to_lowercase);
    let particle = |word: &str| lexicon.is(WordList::Particle, word);
    // "Van den Brule" at the start of a sentence is "Caroline van den Brule".
    let ends = full.len() > words.len()
        && lexicon.is_also_capital(WordList::Particle, b)
        && full.iter().rev().zip(words.iter().rev()).all(|(a, b)| a.eq_ignore_ascii_case(b));
    same_family
        && (a.eq_ignore_ascii_case(b)
            || misspelled(a, b)
            || initial(a, b)
            || initial(b, a)
            || particle(a)
            || particle(b)
            || ends
            || full.contains(b))
}
