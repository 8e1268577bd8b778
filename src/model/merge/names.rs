//! Names, by rules and network as one reader.

use std::ops::Range;

use crate::lexicon::names::{NameLexicon, WordList};
use crate::model::tags::{EntityType, ParagraphView, Tag, mark, spans};

/// Where both find a name, the type is the rules' when they are at least as sure as [`SURE`] and the network is less.
const SURE: f32 = 0.8;

/// A name that only the rules find stands when they are this sure, and the network is not surer of none.
const ALONE: f32 = 0.7;

/// The network's names (`found`), with what the lexicons know better. A corpus of names has "eastern Ukraine" where a name is
/// "Ukraine" here: the direction is no part of it.
pub(crate) fn names(
    lexicon: &NameLexicon,
    paragraph: &ParagraphView<'_>,
    rules: &[Tag<Option<EntityType>>],
    mut found: Vec<Tag<Option<EntityType>>>,
) -> Vec<Tag<Option<EntityType>>> {
    for (range, label, probability) in spans(&found) {
        let directions = range.clone().take_while(|at| is_direction(lexicon, paragraph.word(*at))).count();
        if directions > 0 && directions < range.len() {
            found[range.clone()].fill(Tag::default());
            mark(&mut found, range.start + directions..range.end, label, probability);
        }
    }
    // "Neither Dorn nor Weil" are two.
    for (range, label, probability) in spans(&found) {
        if let Some(nor) = range.clone().find(|at| paragraph.word(*at) == "nor") {
            found[range.clone()].fill(Tag::default());
            mark(&mut found, range.start..nor, label, probability);
            mark(&mut found, nor + 1..range.end, label, probability);
        }
    }
    for (range, label, probability) in spans(&found) {
        if label == Some(EntityType::Place) && range.clone().any(|at| paragraph.word(at) == ",") {
            apart(paragraph, &mut found, range, label, probability);
        }
    }
    let seen = spans(&found);
    for (range, label, probability) in spans(rules) {
        let first = seen.partition_point(|(other, ..)| other.end <= range.start);
        match seen.get(first).filter(|(other, ..)| other.start < range.end) {
            None => {
                let none = found[range.clone()].iter().map(|tag| tag.probability).fold(0.0, f32::max);
                if probability >= ALONE && none <= SURE {
                    mark(&mut found, range, label, probability);
                }
            }
            Some((other, theirs, sure)) => {
                let surer = *other == range && *theirs != label && probability >= SURE && *sure <= SURE;
                let person = label == Some(EntityType::Person) && *theirs == label && probability >= SURE;
                let whole = person && range.start <= other.start && other.end <= range.end;
                if surer || whole || (*other != range && (is_torn(paragraph, other) || has_brackets(paragraph, &range)))
                {
                    found[other.clone()].fill(Tag::default());
                    mark(&mut found, range, label, probability);
                }
            }
        }
    }
    found
}

/// "Hangzhou, China" is two places: who asks for China is to find it.
fn apart(
    paragraph: &ParagraphView<'_>,
    found: &mut [Tag<Option<EntityType>>],
    range: Range<usize>,
    label: Option<EntityType>,
    probability: f32,
) {
    found[range.clone()].fill(Tag::default());
    let mut start = range.start;
    for at in range.clone() {
        if paragraph.word(at) == "," {
            mark(found, start..at, label, probability);
            start = at + 1;
        }
    }
    mark(found, start..range.end, label, probability);
}

/// True where a name ends in a small word: "Group of" of "Group of 20", "Camp David presidential".
fn is_torn(paragraph: &ParagraphView<'_>, range: &Range<usize>) -> bool {
    let last = range.end.checked_sub(1).map_or("", |last| paragraph.word(last));
    last.chars().next().is_some_and(char::is_lowercase)
}

/// True for "[Sergei] Lavrov", which few texts have to learn from.
fn has_brackets(paragraph: &ParagraphView<'_>, range: &Range<usize>) -> bool {
    range.clone().any(|at| paragraph.word(at).starts_with('['))
}

/// True for "eastern", not for "Eastern".
fn is_direction(lexicon: &NameLexicon, word: &str) -> bool {
    let mut letters = word.chars();
    let first = letters.next().filter(|first| first.is_lowercase());
    first.is_some_and(|first| {
        lexicon.is(WordList::Direction, &(first.to_uppercase().collect::<String>() + letters.as_str()))
    })
}
