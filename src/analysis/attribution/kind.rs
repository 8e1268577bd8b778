//! Which chain a source belongs to, and what kind of source it is.

use super::head::Head;
use crate::analysis::mention::is_office;
use crate::analysis::reading::Reading;
use crate::analysis::types::{Attribution, ChainId, Chains, Mention, MentionKind, Mentions, SourceKind};
use crate::lexicon::Language;
use crate::lexicon::attribution::class;
use crate::lexicon::names::WordList;
use crate::model::EntityType;
use crate::text::Span;

/// The chain of an attribution's source: of the mention that heads it.
pub(super) fn chain(
    lexicon: &Language,
    reading: &Reading,
    mentions: &Mentions,
    attribution: &Attribution,
) -> Option<ChainId> {
    let source = *attribution.source.first()?;
    if let Some(source) = relative(reading, source) {
        let first = mentions.partition_point(|mention| mention.span.start < source.start);
        let own = mentions.since(first).first().filter(|mention| mention.span == source);
        let before = || antecedent(lexicon, &reading.text, mentions, source);
        return own.or_else(before).map(|mention| mention.chain);
    }
    head_mention(lexicon, reading, mentions, source).map(|mention| mention.chain)
}

/// The relative that a source begins with: "who" of "who, calling her his friend".
fn relative(reading: &Reading, source: Span) -> Option<Span> {
    let words = reading.slice(source);
    let first = words.split([' ', ',']).next().filter(|word| is_relative(word))?;
    Some(Span::new(source.start, source.start + Span::of(0..first.len()).end))
}

/// "who", "which": whoever is named right before.
pub(super) fn is_relative(words: &str) -> bool {
    matches!(words, "who" | "which" | "Who" | "Which")
}

/// The mention that ends before a relative: "Ann Roe, who said", "Ann Roe, the mayor, who said", "an aide who said". Who says
/// something is no place, and no body that stands behind a preposition: "Democrats on Capitol Hill, who said", "an aide
/// at Acme who said" are the people before it, if those are known.
pub(super) fn antecedent<'a>(
    lexicon: &Language,
    text: &str,
    mentions: &'a Mentions,
    relative: Span,
) -> Option<&'a Mention> {
    let behind = mentions.partition_point(|mention| mention.span.start < relative.start);
    let near = || mentions.before(behind).iter().rev().take(6);
    let joins = |end: u32, start: u32, marks: &[&str]| {
        text.get(end as usize..start as usize).is_some_and(|between| marks.contains(&between))
    };
    let ends = |it: &&Mention| joins(it.span.end, relative.start, &[" ", ", "]);
    let who = matches!(relative.of_text(text), "who" | "Who");
    let within = |it: &Mention| {
        let words = text.get(..it.titled.start as usize)?.split_whitespace();
        let mut before = words.rev().take(2).filter(|word| !matches!(*word, "the" | "a" | "an"));
        before.next().filter(|word| lexicon.names.is(WordList::Preposition, word))
    };
    let speaks = |it: &&Mention| {
        !who || match it.entity_type {
            EntityType::Person | EntityType::Group => true,
            EntityType::Place => false,
            _ => within(it).is_none(),
        }
    };
    let nearest = near().filter(ends).filter(speaks).max_by_key(|it| it.kind == MentionKind::Named);
    let people = || {
        let place = near().filter(ends).find(|it| it.kind == MentionKind::Named)?;
        let word = within(place)?;
        let start = text.get(..place.titled.start as usize)?.rfind(word)?;
        let start = u32::try_from(start).ok()?;
        near().find(|it| speaks(it) && joins(it.span.end, start, &[" "]))
    };
    nearest.or_else(people)
}

/// The mention that a source is headed by: the person it names ("the Syria envoy, Staffan de Mistura"), unless the name
/// stands in a phrase of its own ("a spokesman for Mr. Grassley", "Mr. Obama’s spokesman"); else the description or
/// pronoun that begins it; else the first name. Never whoever has the people that speak ("his aides", "Clinton aides").
fn head_mention<'a>(
    lexicon: &Language,
    reading: &Reading,
    mentions: &'a Mentions,
    source: Span,
) -> Option<&'a Mention> {
    let first = mentions.partition_point(|mention| mention.span.start < source.start);
    let inside = || {
        let inside = mentions.since(first).iter().take_while(|mention| mention.span.start < source.end);
        inside.filter(|mention| !is_owner(lexicon, reading, source, mention))
    };
    let person = |it: &&Mention| {
        it.entity_type == EntityType::Person && it.kind == MentionKind::Named && heads(lexicon, reading, source, it)
    };
    let begins = |it: &&Mention| it.titled.start == source.start || it.span.start == source.start;
    // "Algonquin Elder Ann Lee": of names side by side the last speaks.
    let last_of_run = || {
        let beside = |a: &Mention, b: &Mention| {
            let between = Span::new(a.span.end.min(b.titled.start), b.titled.start);
            reading.slice(between).chars().all(char::is_whitespace)
        };
        let mut people = inside().filter(person);
        let mut last = people.next()?;
        for it in people {
            if !beside(last, it) {
                break;
            }
            last = it;
        }
        Some(last)
    };
    inside()
        .find(|it| it.kind == MentionKind::Pronoun && begins(it))
        .or_else(last_of_run)
        .or_else(|| inside().find(|it| begins(it) && it.kind == MentionKind::Nominal))
        .or_else(|| inside().find(|it| names_body(lexicon, reading, source, it)))
        .or_else(|| inside().find(begins))
        .or_else(|| inside().find(|it| it.kind != MentionKind::Pronoun && stands_for(lexicon, reading, source, it)))
}

/// True for a name that lends its voice to what is headed by something else: "a White House statement". A body's poll is not
/// the body, and what is on somebody's page is not theirs.
fn stands_for(lexicon: &Language, reading: &Reading, source: Span, mention: &Mention) -> bool {
    let start = mention.titled.start.max(source.start);
    let before = reading.slice(Span::new(source.start, start));
    let paper = before.split_whitespace().any(|word| lexicon.attribution.classes(word) & class::DOCUMENT_NOUN != 0);
    let mut behind = before.split_whitespace().rev().filter(|word| !matches!(*word, "the" | "a" | "an"));
    let aside = match behind.next().unwrap_or("") {
        word if lexicon.names.is(WordList::TopicPreposition, word) => true,
        word if lexicon.names.is(WordList::RelatingPreposition, word) => {
            !paper && mention.entity_type != EntityType::Organization
        }
        _ => false,
    };
    let after = reading.slice(Span::new(mention.span.end.min(source.end), source.end));
    let bodys = |word: &str| {
        let classes = lexicon.attribution.classes(word);
        classes & class::BODY_NOUN != 0 && classes & class::DOCUMENT_NOUN == 0
    };
    !aside && !after.split([' ', '/']).filter(|word| !word.is_empty()).take(3).any(bodys)
}

/// True for the one whose lawyer, wife, aides or campaign speaks ("Ms. Lopez’s lawyer", "Clinton aides", "her campaign"):
/// not the one who says it. What somebody's letter says, they say.
fn is_owner(lexicon: &Language, reading: &Reading, source: Span, mention: &Mention) -> bool {
    let people = class::PERSON_NOUN | class::COLLECTIVE_NOUN | class::BODY_NOUN | class::VAGUE_NOUN;
    let after = reading.slice(Span::new(mention.span.end.min(source.end), source.end));
    let (owned, within) = match mention.kind {
        MentionKind::Pronoun => {
            let word = reading.slice(mention.span);
            let possessive = lexicon.names.is(WordList::Possessive, &word.to_ascii_lowercase());
            if mention.span.start != source.start || !possessive {
                return false;
            }
            (after, 6)
        }
        MentionKind::Named if mention.entity_type == EntityType::Person => {
            match after.strip_prefix("’s ").or_else(|| after.strip_prefix("'s ")) {
                Some(owned) => (owned, 6),
                // "Clinton campaign spokesman Brian Fallon"
                None if opens(lexicon, reading, source, mention) => (after, 3),
                None => return false,
            }
        }
        // "Paraguay’s National Mechanism": what is named behind it speaks, whether it is known or not.
        MentionKind::Named if mention.entity_type == EntityType::Place => {
            let owned = after.strip_prefix("’s ").or_else(|| after.strip_prefix("'s "));
            // "New York-based Human Rights Watch" is no more the city.
            return after.starts_with('-') || owned.is_some_and(|owned| owned.starts_with(char::is_uppercase));
        }
        _ => return false,
    };
    let phrase = owned.split([',', '(']).next().unwrap_or(owned).split_whitespace().take(within);
    let mut words =
        phrase.map(str::to_lowercase).take_while(|word| !matches!(word.as_str(), "and" | "or" | "who" | "of"));
    words.any(|word| {
        let classes = lexicon.attribution.classes(&word);
        let person = classes & people != 0 || lexicon.names.role(&word).is_some_and(|role| role.person);
        person && classes & class::DOCUMENT_NOUN == 0 || lexicon.names.is(WordList::Kin, &word)
    })
}

/// True where a name begins a source, or stands behind its article: "Clinton aides", "A Clinton aide".
fn opens(lexicon: &Language, reading: &Reading, source: Span, mention: &Mention) -> bool {
    let before = reading.slice(Span::new(source.start, mention.titled.start.max(source.start))).trim();
    before.is_empty() || lexicon.names.is(WordList::BeforeOwner, &before.to_lowercase())
}

/// True for a body's name that ends a phrase of nouns ("Algerian daily *Liberté*"): what stands before it tells what it is.
fn names_body(lexicon: &Language, reading: &Reading, source: Span, mention: &Mention) -> bool {
    let before = reading.slice(Span::new(source.start, mention.span.start.max(source.start)));
    let nouns = before.split_whitespace().all(|word| {
        let small = word.to_lowercase();
        word.chars().all(|ch| ch.is_alphanumeric() || ch == '-')
            && lexicon.attribution.classes(&small) & (class::PREPOSITION | class::RELATIVE | class::CONJUNCTION) == 0
    });
    let noun = before.split_whitespace().next_back().is_some_and(|word| word.starts_with(char::is_lowercase));
    let whole = mention.kind == MentionKind::Named && mention.span.end == source.end;
    whole && mention.entity_type == EntityType::Organization && nouns && noun
}

/// True when a name in a source is what the source is about.
fn heads(lexicon: &Language, reading: &Reading, source: Span, mention: &Mention) -> bool {
    let start = mention.titled.start.max(source.start);
    let before = reading.slice(Span::new(source.start, start));
    let after = reading.slice(Span::new(mention.span.end.min(source.end), source.end));
    let possessive = after.starts_with('’') || after.starts_with('\'');
    let last = before.split_whitespace().next_back().unwrap_or("");
    let within = lexicon.names.is(WordList::WithinSource, last)
        && !is_office(&lexicon.names, before, reading.slice(mention.titled));
    let within = within || is_role_of_another(lexicon, before);
    let open_relative = before.rsplit(',').next().is_some_and(|part| {
        part.contains(" who ") || part.contains(" which ") || part.trim_start().starts_with("who ")
    });
    !(possessive || within || open_relative)
}

/// True for what stands before the name of whose it is: "a spokeswoman for party chief *Josep Roca*", "the nephew of author *Ann
/// Lee*". The noun right before the name is the named one's, and the phrase is headed by another.
fn is_role_of_another(lexicon: &Language, before: &str) -> bool {
    let person = |word: &str| {
        let word = word.to_lowercase();
        lexicon.names.role(&word).is_some_and(|role| role.person) || lexicon.names.is(WordList::Kin, &word)
    };
    let phrase = before.rsplit(',').next().unwrap_or(before);
    let words: Vec<&str> = phrase.split_whitespace().collect();
    let Some((role, rest)) = words.split_last().filter(|(role, _)| person(role)) else { return false };
    // "director of the institute and author Ann Lee" is she.
    let joined = |word: &&str| lexicon.attribution.classes(word) & class::CONJUNCTION != 0;
    let preposition = rest.iter().rposition(|word| lexicon.names.is(WordList::WithinSource, word));
    let preposition = preposition.filter(|at| !rest.iter().skip(*at).any(joined));
    let small = role.starts_with(char::is_lowercase);
    preposition.is_some_and(|at| small && rest.get(..at).is_some_and(|head| head.iter().any(|word| person(word))))
}

/// What kind of source stands behind an attribution that has none.
pub(super) fn kind(
    lexicon: &Language,
    reading: &Reading,
    mentions: &Mentions,
    chains: &Chains,
    attribution: &Attribution,
) -> Option<SourceKind> {
    if !attribution.joint.is_empty() {
        return Some(SourceKind::Named);
    }
    let source = *attribution.source.first()?;
    let head = Head::read(&lexicon.attribution, &reading.text, &reading.structure, source);
    let chain = attribution.chain.and_then(|chain| chains.get(chain));
    if let Some(chain) = chain.filter(|chain| chain.named) {
        let by_name =
            head_mention(lexicon, reading, mentions, source).is_some_and(|it| it.kind != MentionKind::Nominal);
        if chain.entity_type == EntityType::Person {
            return Some(SourceKind::Named);
        }
        if !head.is_unnamed() || by_name && head.only_name {
            return Some(match chain.entity_type {
                EntityType::Group => SourceKind::Group,
                _ if head.outlet || is_outlet(reading, source) => SourceKind::Outlet,
                _ => SourceKind::Office,
            });
        }
    }
    Some(kind_of(&head))
}

/// What kind of source a paper is, whoever wrote it.
pub(super) fn of_paper(lexicon: &Language, reading: &Reading, paper: Span) -> SourceKind {
    kind_of(&Head::read(&lexicon.attribution, &reading.text, &reading.structure, paper))
}

fn is_outlet(reading: &Reading, source: Span) -> bool {
    reading.outlet.as_ref().is_some_and(|outlet| outlet.name == reading.slice(source))
}

/// The kind of a source that no chain with a name speaks for.
fn kind_of(head: &Head) -> SourceKind {
    if head.both && head.has(class::PERSON_NOUN) {
        SourceKind::Named
    } else if head.outlet {
        SourceKind::Outlet
    } else if head.has(class::VAGUE_NOUN) && (head.is_plural() || head.vague) {
        // "insiders", "people familiar with the matter" are somebody.
        if head.knows || head.has(class::INSIDER) { SourceKind::Anonymous } else { SourceKind::Vague }
    } else if head.has(class::COLLECTIVE_NOUN) {
        SourceKind::Group
    } else if head.has(class::PERSON_NOUN) {
        SourceKind::Anonymous
    } else if head.has(class::BODY_NOUN | class::DOCUMENT_NOUN) {
        if head.is_plural() && !head.has(class::DOCUMENT_NOUN) { SourceKind::Group } else { SourceKind::Office }
    } else if head.vague {
        SourceKind::Vague
    } else if head.only_name {
        SourceKind::Office
    } else {
        SourceKind::Anonymous
    }
}

#[cfg(test)]
mod tests {
    use super::is_role_of_another;
    use crate::lexicon::Language;

    #[test]
    fn whose_the_noun_right_before_a_name_is() {
        let lexicon = Language::english();
        for (before, another) in [
            ("a spokeswoman for party chief ", true),
            ("the nephew of the author ", true),
            ("the party chief ", false),
            ("the director of the institute and author ", false),
            ("a report on party chief ", false),
        ] {
            assert_eq!(is_role_of_another(&lexicon, before), another, "{before}");
        }
    }
}
