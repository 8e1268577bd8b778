//! Sources that reach further than they were read: over a name beside its description ("her rival, Nils Berg"), over
//! several who speak together ("Kate Morrow and Asif Rahman"); and who those several are.

use crate::analysis::reading::Reading;
use crate::analysis::stages::Drafts;
use crate::analysis::types::{Attribution, AttributionId, ChainId, Mention, MentionKind, Mentions};
use crate::lexicon::attribution::class;
use crate::lexicon::{Language, List};
use crate::model::EntityType;
use crate::text::{IndexVec, Span};

/// So many people speak together at most.
const MOST: usize = 8;
/// The most words between two who speak together: "Prosecutor Moira Dunn and the defense lawyer, Yusuf Bello".
const BETWEEN: usize = 12;

/// Makes sources whole.
pub(super) fn whole_sources(
    lexicon: &Language,
    reading: &Reading,
    mentions: &Mentions,
    found: &mut IndexVec<AttributionId, Attribution>,
) {
    for attribution in found {
        let parts = attribution.cue.iter().chain(&attribution.content).copied();
        let others: Vec<Span> = parts.collect();
        let [source] = &mut attribution.source[..] else { continue };
        *source = over_noun(lexicon, reading, *source);
        let wide = over_others(lexicon, reading, mentions, over_name(lexicon, reading, mentions, *source));
        if !others.iter().any(|other| other.overlaps(wide)) {
            *source = wide;
        } else if let Some(shorter) =
            Some(over_name(lexicon, reading, mentions, *source)).filter(|it| !others.iter().any(|o| o.overlaps(*it)))
        {
            *source = shorter;
        }
    }
}

/// "one lawyer" where "one" alone was read.
fn over_noun(lexicon: &Language, reading: &Reading, source: Span) -> Span {
    let alone = lexicon.attribution.classes(&reading.slice(source).to_lowercase()) & class::DETERMINER != 0
        || reading.slice(source).eq_ignore_ascii_case("one");
    let rest = reading.text.get(source.end as usize..).filter(|rest| alone && rest.starts_with(' ')).unwrap_or("");
    let mut reach = 0;
    for word in rest.split_inclusive(' ').take(4) {
        reach += word.trim_end().len();
        let noun = word.trim().trim_end_matches([',', '.']);
        if lexicon.names.role(noun).is_some() {
            let end = reach - (word.trim_end().len() - noun.len());
            return Span::new(source.start, source.end + Span::of(0..end).end);
        }
        if word.trim_end().ends_with([',', '.']) {
            break;
        }
        reach += word.len() - word.trim_end().len();
    }
    source
}

/// "her rival" with ", Nils Berg" behind it, when the name closes there.
fn over_name(lexicon: &Language, reading: &Reading, mentions: &Mentions, source: Span) -> Span {
    let role = |word: &str| {
        let word = word.trim_matches(|ch: char| !ch.is_alphanumeric()).to_lowercase();
        lexicon.names.role(&word).is_some_and(|role| role.person && !role.plural)
            || lexicon.attribution.classes(&word) & class::PERSON_NOUN != 0
                && lexicon.attribution.classes(&word) & class::PLURAL_NOUN == 0
    };
    let described = reading.slice(source).split_whitespace().take(BETWEEN).any(role);
    let inside = people_from(mentions, source.start).take_while(|it| it.span.start < source.end);
    let owned = |it: &Mention| {
        matches!(reading.text.get(it.span.end as usize..).and_then(|rest| rest.chars().next()), Some('’' | '\''))
    };
    let named = inside.into_iter().any(|it| it.span.end <= source.end && !owned(it) && it.span.end + 24 > source.end);
    let comma = reading.text.get(source.end as usize..).is_some_and(|rest| rest.starts_with(", "));
    let Some(name) = people_from(mentions, source.end).next().filter(|_| described && !named && comma) else {
        return source;
    };
    let closes = reading.text.get(name.span.end as usize..).map(str::trim_start);
    let closes =
        closes.is_some_and(|rest| rest.starts_with([',', '.', ';', '—', '–', '“', '"', ':']) || rest.is_empty());
    if name.titled.start == source.end + 2 && closes { source.join(name.span) } else { source }
}

/// A name with those who stand beside it: "Kate Morrow and" before it, "and Asif Rahman" behind it.
fn over_others(lexicon: &Language, reading: &Reading, mentions: &Mentions, source: Span) -> Span {
    let mut wide = source;
    let first = people_from(mentions, source.start).next();
    if let Some(first) = first.filter(|it| it.titled.start == source.start) {
        let before = mentions.partition_point(|it| it.titled.start < first.titled.start);
        let mut start = first.titled.start;
        let mut joint = false;
        for other in mentions.before(before).iter().rev().take(MOST) {
            let Some(between) = reading.text.get(other.span.end as usize..start as usize).filter(|_| is_person(other))
            else {
                break;
            };
            let and = matches!(between, " and " | ", and " | " nor " | " & ");
            if !(and || joint && matches!(between, ", " | ", and ")) {
                break;
            }
            joint = true;
            start = other.titled.start;
        }
        if joint && opens_clause(lexicon, reading, start) {
            wide.start = start;
        }
    }
    let behind = people_from(mentions, source.start).take_while(|it| it.span.end <= source.end).last();
    if behind.is_some_and(|it| it.span.end == source.end) {
        for other in people_from(mentions, source.end).take(MOST) {
            let between = reading.text.get(wide.end as usize..other.titled.start as usize);
            if !matches!(between, Some(" and " | ", and " | " nor " | " & ")) {
                break;
            }
            wide.end = other.span.end;
        }
    }
    wide
}

/// True where a subject may begin: not behind "between" or another preposition, nor behind an article.
fn opens_clause(lexicon: &Language, reading: &Reading, start: u32) -> bool {
    let before = reading.text.get(..start as usize).unwrap_or("").trim_end();
    let word = before.rsplit(|ch: char| ch.is_whitespace()).next().unwrap_or("");
    let lower = word.to_lowercase();
    word.is_empty()
        || before.len() + 2 <= start as usize
        || !word.ends_with(char::is_alphanumeric)
        || lexicon.lists.is(List::BeforeSubject, &lower)
        || matches!(lower.as_str(), "says" | "neither" | "both")
}

fn is_person(mention: &Mention) -> bool {
    mention.entity_type == EntityType::Person && mention.kind == MentionKind::Named
}

fn people_from(mentions: &Mentions, start: u32) -> impl Iterator<Item = &Mention> {
    let first = mentions.partition_point(|mention| mention.titled.start < start);
    mentions.since(first).iter().filter(|it| is_person(it)).take(2 * MOST)
}

/// So many attributions before it are looked at for the two that a source takes up.
const LOOK: usize = 12;

/// Gives "the two", "both men" and "the pair" who last said something together, where they are two and nobody knew who.
pub(super) fn take_up(lexicon: &Language, reading: &Reading, found: &mut IndexVec<AttributionId, Attribution>) {
    let mut last: Option<(usize, Vec<ChainId>)> = None;
    for (at, attribution) in found.iter_mut().enumerate() {
        if attribution.joint.len() > 1 {
            last = Some((at, attribution.joint.clone()));
            continue;
        }
        let words = attribution.source.first().map_or("", |source| reading.slice(*source)).to_lowercase();
        let words: Vec<&str> = words.split_whitespace().collect();
        let several = |word: &str| lexicon.names.role(word).is_none_or(|role| role.person && role.plural);
        let two = match words[..] {
            ["both"] | ["the", "two" | "pair" | "duo"] => true,
            ["both", noun] | ["the", "two", noun] => several(noun) && noun.ends_with(['s', 'n']),
            _ => false,
        };
        let Some((before, pair)) = last.as_ref().filter(|(_, pair)| two && pair.len() == 2) else { continue };
        if at - before <= LOOK {
            attribution.joint.clone_from(pair);
        }
    }
}

/// The group that several people are called who say something together: "Three ministers — A, B and C — said".
pub(super) fn group(mentions: &Mentions, chains: &Drafts, attribution: &Attribution) -> Option<ChainId> {
    let source = attribution.source.first()?;
    let first = mentions.partition_point(|mention| mention.span.start < source.start);
    let called = mentions.since(first).first().filter(|it| it.span.start == source.start)?;
    let several = chains.get(called.chain).is_some_and(|chain| chain.plural && !chain.named);
    (several && called.kind != MentionKind::Named).then_some(called.chain)
}

/// The people who say something together, in the order of the text; nothing where one speaks alone.
pub(super) fn speakers(
    lexicon: &Language,
    reading: &Reading,
    mentions: &Mentions,
    attribution: &Attribution,
) -> Vec<ChainId> {
    let Some(source) = attribution.source.first().copied() else { return Vec::new() };
    let mut found: Vec<&Mention> = Vec::new();
    let mut joined = false;
    for person in people_from(mentions, source.start).take_while(|it| it.span.end <= source.end) {
        let after = reading.text.get(person.span.end as usize..).and_then(|rest| rest.chars().next());
        if matches!(after, Some('’' | '\'')) {
            continue;
        }
        if let Some(last) = found.last() {
            let between = reading.text.get(last.span.end as usize..person.span.start as usize).unwrap_or("");
            let words: Vec<&str> = between.split_whitespace().take(BETWEEN + 1).collect();
            let link = words.iter().any(|word| matches!(*word, "and" | "nor" | "&"));
            let list = link || between.starts_with(',');
            let apart = words.iter().any(|word| lexicon.lists.is(List::SpeakerDivider, word));
            if !list || apart || words.len() > BETWEEN {
                break;
            }
            joined |= link;
        } else {
            let before = reading.slice(Span::new(source.start, person.titled.start.max(source.start)));
            let last = before.split_whitespace().next_back().unwrap_or("");
            if lexicon.lists.is(List::Preposition, last) || matches!(last, "by" | "under" | "near") {
                break;
            }
        }
        found.push(person);
    }
    let mut chains: Vec<ChainId> = found.iter().map(|it| it.chain).collect();
    chains.sort_unstable();
    chains.dedup();
    if joined && chains.len() > 1 { chains } else { Vec::new() }
}
