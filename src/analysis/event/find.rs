//! Words that name events, with the phrases that they head.

use std::ops::Range;

use super::view::{View, tokens_in};
use crate::lexicon::events::{List, Part};
use crate::model::EntityType;
use crate::token::{Sentence, SentenceId, TokenKind, ZoneKind};

/// What stands before an event noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) enum Determiner {
    /// Nothing: a verb, a bare plural.
    #[default]
    None,
    /// "the", "this", "his", "Mr. Obama’s".
    Definite,
    /// "a", "another": it may open an event.
    Indefinite,
}

/// A word that names an event, with its phrase.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    /// Tokens of the phrase.
    pub(super) phrase: Range<usize>,
    /// Tokens of the head.
    pub(super) head: Range<usize>,
    pub(super) class: &'static str,
    pub(super) part: Part,
    pub(super) determiner: Determiner,
    /// True for "last met", "a previous meeting".
    pub(super) other: bool,
    pub(super) sentence: SentenceId,
    pub(super) zone: ZoneKind,
    pub(super) paragraph: usize,
}

/// The event words of an article, in the order of the text.
pub(super) fn find(view: &View<'_>) -> Vec<Found> {
    let structure = &view.reading.structure;
    let mut found = Vec::new();
    for (at, sentence) in structure.sentences.iter_enumerated() {
        let zone = structure.paragraphs.get(sentence.paragraph as usize).map_or(ZoneKind::Body, |one| one.zone);
        if speaks(zone) {
            in_sentence(view, at, sentence, zone, &mut found);
        }
    }
    found
}

/// True where an article tells of events.
fn speaks(zone: ZoneKind) -> bool {
    use ZoneKind::{Body, Caption, Headline, Standfirst, Subheading};
    matches!(zone, Body | Caption | Headline | Standfirst | Subheading)
}

fn in_sentence(view: &View<'_>, at: SentenceId, sentence: &Sentence, zone: ZoneKind, found: &mut Vec<Found>) {
    let tokens = sentence.first_token as usize..(sentence.end_token as usize).min(view.words.len());
    let mut token = tokens.start;
    while token < tokens.end {
        let Some((count, readings)) = view.lexicon.find(&view.words[token..tokens.end]) else {
            token += 1;
            continue;
        };
        let head = token..token + count;
        token += count;
        // "hostilities" in "cessation of hostilities" is no event of its own.
        if found.last().is_some_and(|last: &Found| last.phrase.contains(&head.start)) {
            continue;
        }
        let Some((class, part)) = reading(view, &tokens, &head, readings) else { continue };
        let name = view.lexicon.class(class).name;
        if name == "none" || name == "meeting" && part == Part::Verb && !meets(view, &tokens, &head) {
            continue;
        }
        let (phrase, determiner) = match part {
            Part::Noun => noun_phrase(view, &tokens, &head),
            Part::Verb => (verb_phrase(view, &tokens, &head), Determiner::None),
        };
        let class = refine(view, view.lexicon.class(class).name, &phrase, &head, &tokens);
        let other = is_other(view, &phrase, &head, part);
        let phrase = with_verb(view, at, class, phrase, found);
        found.push(Found {
            phrase,
            head,
            class,
            part,
            determiner,
            other,
            sentence: at,
            zone,
            paragraph: sentence.paragraph as usize,
        });
    }
    contacts(view, at, sentence, zone, found);
}

/// "adopted a resolution": verb and object of one family are one mention; the verb's own is taken back.
fn with_verb(
    view: &View<'_>,
    sentence: SentenceId,
    class: &str,
    phrase: Range<usize>,
    found: &mut Vec<Found>,
) -> Range<usize> {
    let family = |class: &str| view.lexicon.class_named(class).family;
    let joined = found.last().filter(|verb| {
        let near = verb.part == Part::Verb && verb.sentence == sentence && verb.head.end == phrase.start;
        near && family(verb.class) == family(class)
    });
    match joined.map(|verb| verb.head.start) {
        Some(start) => {
            found.pop();
            start..phrase.end
        }
        None => phrase,
    }
}

/// Which reading of an ambiguous word holds, if any.
fn reading(
    view: &View<'_>,
    sentence: &Range<usize>,
    head: &Range<usize>,
    readings: &[(usize, Part)],
) -> Option<(usize, Part)> {
    // "March 2011" is no march, "attack helicopters" are no attack.
    if (view.dated[head.start] && view.capital(head.start)) || modifies(view, sentence, head) {
        return None;
    }
    // A word inside a name is no event, unless the name is an event's ("Group of 20 summit").
    if view.type_at(head.start).is_some_and(|kind| kind != EntityType::Event) {
        return None;
    }
    let before = head.start.checked_sub(1).filter(|before| sentence.contains(before));
    let noun = || readings.iter().find(|(_, part)| *part == Part::Noun).copied();
    let verb = || readings.iter().find(|(_, part)| *part == Part::Verb).copied();
    match before {
        Some(before) if acts(view, before, head) => verb(),
        Some(before) if determines(view, before) => noun(),
        _ => noun().or_else(verb),
    }
}

/// True for a singular event noun right before another plural noun, which it only describes.
fn modifies(view: &View<'_>, sentence: &Range<usize>, head: &Range<usize>) -> bool {
    let next = head.end;
    if next >= sentence.end
        || view.kind(next) != Some(TokenKind::Word)
        || view.capital(next)
        || view.named[next].is_some()
    {
        return false;
    }
    let (word, follower) = (&view.words[head.end - 1], &view.words[next]);
    view.lexicon.is(List::EventModifier, word)
        && follower.len() > 4
        && follower.ends_with('s')
        && !follower.ends_with("ss")
}

/// True when the word before makes a verb of an ambiguous form: "to", "will", "he", "Obama".
fn acts(view: &View<'_>, before: usize, head: &Range<usize>) -> bool {
    let word = view.words[before].as_str();
    let plural = view.words[head.end - 1].ends_with('s');
    match word {
        "to" => !plural,
        _ if view.lexicon.is(List::BeforeVerb, word) => true,
        _ => view.type_at(before) == Some(EntityType::Person) && !described(view, before),
    }
}

/// True for a name inside a noun phrase: "the renewed Assad assaults".
fn described(view: &View<'_>, token: usize) -> bool {
    let name = view.named[token].and_then(|at| view.numbered.mentions.get(at));
    let start = name.map_or(token, |name| tokens_in(view.reading, name.titled).start);
    let mut before = (start.saturating_sub(2)..start).rev();
    before.any(|at| view.is(List::Definite, at) || view.is(List::Indefinite, at))
}

fn determines(view: &View<'_>, before: usize) -> bool {
    view.is(List::Definite, before) || view.is(List::Indefinite, before) || possessive(&view.words[before])
}

fn possessive(word: &str) -> bool {
    matches!(word, "'s" | "’s" | "'" | "’")
}

/// True where "met" has people or bodies as its object, or none at all: "met its target", "was met with silence" and "met
/// fierce resistance" are no meetings.
fn meets(view: &View<'_>, sentence: &Range<usize>, head: &Range<usize>) -> bool {
    /// Words between the verb and the head of its object.
    const NEAR: usize = 5;
    let before = head.start.checked_sub(1).filter(|before| sentence.contains(before));
    let passive = before.is_some_and(|at| view.is(List::Passive, at)) && view.words[head.start] == "met";
    let with = view.words.get(head.end).is_some_and(|word| word == "with");
    let object = head.end + usize::from(with);
    let open = |at: usize| {
        let word = view.words[at].as_str();
        view.kind(at) != Some(TokenKind::Word)
            || view.dated[at]
            || view.cue[at]
            || word.ends_with("ly")
            || [List::Preposition, List::Clause, List::Edge, List::NoObject].iter().any(|list| view.is(*list, at))
    };
    let determined = |at: usize| view.is(List::Definite, at) || view.is(List::Indefinite, at);
    if object >= sentence.end || open(object) && !determined(object) && !view.met(object..object + 1) {
        return !with && !passive;
    }
    let end = (object + NEAR).min(sentence.end);
    let edge = (object + 1..end).find(|at| open(*at) && !determined(*at)).unwrap_or(end);
    view.met(object..edge) && !(passive && with)
}

/// "another meeting", "last met": another event than the one at hand. "Their last meeting" may be this one.
fn is_other(view: &View<'_>, phrase: &Range<usize>, head: &Range<usize>, part: Part) -> bool {
    let before = match part {
        Part::Noun => phrase.start..head.start,
        Part::Verb => head.start.saturating_sub(2).max(phrase.start.saturating_sub(1))..head.start,
    };
    let mut words = before.filter(|at| view.is(List::Other, *at));
    words.any(|at| part == Part::Verb || view.words[at] != "last")
}

/// What the words around say of the class: "a round of talk" is a negotiation, "talks with Putin" a conversation.
fn refine(
    view: &View<'_>,
    class: &'static str,
    phrase: &Range<usize>,
    head: &Range<usize>,
    sentence: &Range<usize>,
) -> &'static str {
    if class == "conversation" && (phrase.start..head.start).any(|at| view.words[at] == "round") {
        return "talks";
    }
    // "an increase in shelling" is shelling.
    if view.is(List::Degree, head.start)
        && let Some((_, readings)) =
            view.words.get(head.end + 1..sentence.end).and_then(|words| view.lexicon.find(words))
        && phrase.end > head.end
    {
        return view.lexicon.class(readings[0].0).name;
    }
    let behind = head.end..(head.end + 5).min(sentence.end);
    let with_person = || {
        let with = behind.clone().find(|at| matches!(view.words[*at].as_str(), "with" | "between"))?;
        (with + 1..(with + 6).min(sentence.end)).find(|at| view.type_at(*at) == Some(EntityType::Person))
    };
    if class == "talks" && view.words[head.start] == "talks" && with_person().is_some() {
        "conversation"
    } else {
        class
    }
}

/// The phrase of an event noun: determiner and modifiers before it, "of hostilities" behind.
fn noun_phrase(view: &View<'_>, sentence: &Range<usize>, head: &Range<usize>) -> (Range<usize>, Determiner) {
    /// The longest run of modifiers that is looked at.
    const MODIFIERS: usize = 8;
    // A name that holds the head is the phrase, with what stands before it.
    let name = view.named[head.start].and_then(|at| view.numbered.mentions.get(at));
    let start = name.map_or(head.start, |name| tokens_in(view.reading, name.span).start).max(sentence.start);
    let end = behind(view, sentence, head);
    let (mut first, mut determiner) = (start, Determiner::None);
    while first > sentence.start && start - first < MODIFIERS {
        let before = first - 1;
        let word = view.words[before].as_str();
        if view.is(List::Definite, before) {
            (first, determiner) = (before, Determiner::Definite);
            break;
        }
        if view.is(List::Indefinite, before) {
            (first, determiner) = (before, Determiner::Indefinite);
            break;
        }
        if possessive(word) {
            (first, determiner) = (owner(view, sentence, before), Determiner::Definite);
            break;
        }
        if let Some(name) = view.named[before].and_then(|at| view.numbered.mentions.get(at)) {
            if name.entity_type == EntityType::Person {
                break;
            }
            first = tokens_in(view.reading, name.span).start.max(sentence.start);
            continue;
        }
        // "Group of 20", where no name was found.
        let named = word == "of" && before > sentence.start && view.capital(before - 1) && view.counts(first);
        let part = named || word == "of" && before > sentence.start && view.is(List::Part, before - 1);
        if !part
            && (view.kind(before) == Some(TokenKind::Punctuation) || view.is(List::Edge, before) || quote(view, before))
        {
            break;
        }
        first = before;
    }
    if determiner == Determiner::None {
        first = modifiers(view, first, start);
    }
    // "made an urgent call": the verb adds nothing of its own.
    if first > sentence.start && view.is(List::Light, first - 1) && view.named[first - 1].is_none() {
        first -= 1;
    }
    (first..end, determiner)
}

fn quote(view: &View<'_>, token: usize) -> bool {
    matches!(view.kind(token), Some(TokenKind::QuoteOpen | TokenKind::QuoteClose))
}

/// The first token of the name before a possessive.
fn owner(view: &View<'_>, sentence: &Range<usize>, possessive: usize) -> usize {
    let before = possessive.saturating_sub(1).max(sentence.start);
    let mention = view.named[before].and_then(|at| view.numbered.mentions.get(at));
    let start = mention.map_or(before, |mention| tokens_in(view.reading, mention.titled).start);
    start.max(sentence.start)
}

/// Without a determiner only what surely belongs to the noun stays: names, numbers, compounds, adjectives by ending.
fn modifiers(view: &View<'_>, first: usize, head: usize) -> usize {
    let ends = |word: &str, length: usize| {
        let ending = word.len().checked_sub(length).and_then(|from| word.get(from..));
        ending.is_some_and(|ending| view.lexicon.is(List::AdjectiveSuffix, ending))
    };
    let belongs = |at: &usize| {
        let word = view.words[*at].as_str();
        view.named[*at].is_some()
            || view.kind(*at) == Some(TokenKind::Number)
            || word.contains('-')
            || word == "of"
            || view.is(List::EventPremodifier, *at)
            || view.is(List::Compound, *at)
            || view.is(List::Part, *at)
            || (word.len() > 4 && (2..=3).any(|length| ends(word, length)))
    };
    let run = (first..head).rev().take_while(belongs).last().unwrap_or(head);
    if view.words.get(run).is_some_and(|word| word == "of") { run + 1 } else { run }
}

/// One past the head, or past "of hostilities", "in fighting" when lower-case words without determiner follow.
fn behind(view: &View<'_>, sentence: &Range<usize>, head: &Range<usize>) -> usize {
    let of = head.end;
    let noun = of + 1;
    let degree = view.is(List::Degree, head.start);
    let joins = view.words.get(of).is_some_and(|word| word == "of" || (degree && word == "in"));
    let plain = noun < sentence.end
        && view.kind(noun) == Some(TokenKind::Word)
        && view.named[noun].is_none()
        && !view.capital(noun)
        && view.words[noun].len() > 3
        && ![List::Definite, List::Indefinite, List::Edge].iter().any(|list| view.is(*list, noun));
    if joins && plain { noun + 1 } else { head.end }
}

/// The verb with "last" before it and the name behind it: "last met Putin".
fn verb_phrase(view: &View<'_>, sentence: &Range<usize>, head: &Range<usize>) -> Range<usize> {
    let before = head.start.checked_sub(1).filter(|before| sentence.contains(before) && view.is(List::Other, *before));
    let mention = view.named.get(head.end).copied().flatten().and_then(|at| view.numbered.mentions.get(at));
    let end = mention.filter(|_| head.end < sentence.end).map_or(head.end, |one| tokens_in(view.reading, one.span).end);
    let object = sentence.end.min(head.end + 3);
    // "suspending its participation": a verb that says little alone takes its object along.
    let end =
        if end == head.end && object > head.end + 1 && view.is(List::Definite, head.end) { head.end + 2 } else { end };
    before.unwrap_or(head.start)..end.min(sentence.end)
}

/// "Obama presses Putin", "asked Russian President Vladimir Putin": one leader to another is a mention of their contact.
fn contacts(view: &View<'_>, at: SentenceId, sentence: &Sentence, zone: ZoneKind, found: &mut Vec<Found>) {
    /// How far the two names may stand from the verb, in tokens.
    const NEAR: usize = 5;
    let tokens = sentence.first_token as usize..(sentence.end_token as usize).min(view.words.len());
    let person = |at: usize| view.type_at(at) == Some(EntityType::Person);
    for verb in tokens.clone().filter(|verb| view.is(List::Contact, *verb) && view.named[*verb].is_none()) {
        let before = verb.saturating_sub(NEAR).max(tokens.start)..verb;
        let behind = verb + 1..(verb + 1 + NEAR).min(tokens.end);
        let quoted = view.reading.structure.tokens[verb].quoted;
        if quoted || !before.clone().any(person) {
            continue;
        }
        if let Some(object) = behind.clone().find(|at| person(*at)) {
            let end = view.named[object].and_then(|at| view.numbered.mentions.get(at));
            let end = end.map_or(object + 1, |mention| tokens_in(view.reading, mention.span).end);
            found.push(Found {
                phrase: verb..end.min(tokens.end).max(verb + 1),
                head: verb..verb + 1,
                class: "conversation",
                part: Part::Verb,
                determiner: Determiner::None,
                other: false,
                sentence: at,
                zone,
                paragraph: sentence.paragraph as usize,
            });
        }
    }
}
