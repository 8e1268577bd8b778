//! Cues and how they stand to their source: before it, behind it, without it.

use std::ops::Range;

use super::words::Words;
use crate::lexicon::attribution::{CueClass, CueVerb, Form, class};
use crate::model::EntityType;

/// How a cue stands in its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Source, cue, content.
    Before,
    /// Content, source, cue, or content, cue, source.
    After,
    /// "according to" and its source; content on the other side.
    According,
    /// ", adding that …": the source is that of the clause before.
    Shared,
    /// "reportedly": content on both sides.
    Adverb,
    /// "is expected to": the subject belongs to the content.
    Passive,
    /// "was reported by the Times": the subject is content, the source follows.
    By,
}

/// A cue with its source, before its content is known.
#[derive(Clone, Debug)]
pub(super) struct Cue {
    /// The cue's tokens, auxiliaries included.
    pub span: Range<usize>,
    /// Where content may begin: behind cue, source and addressee, as the shape has it.
    pub after: usize,
    /// Who says it; for a passive the subject, which is content.
    pub source: Option<Range<usize>>,
    pub shape: Shape,
    pub speech: bool,
    pub probability: f32,
    /// An addressee may stand before the content.
    pub addressee: bool,
    /// Time and place may stand before the content ("said on Monday that").
    pub adjunct: bool,
}

/// The bounds within which a cue's source and content lie.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub low: usize,
    pub high: usize,
}

/// All cues of one sentence, in order.
pub(super) fn cues(words: &Words<'_>, sentence: Bounds) -> Vec<Cue> {
    let mut found: Vec<Cue> = Vec::new();
    for at in sentence.low..sentence.high {
        if found.last().is_some_and(|cue| cue.span.contains(&at)) {
            continue;
        }
        let bounds = bounds_of(words, at, sentence);
        let cue = according(words, at, bounds)
            .or_else(|| hearsay(words, at, bounds))
            .or_else(|| noun_cue(words, at, bounds))
            .or_else(|| adjective(words, at, bounds))
            .or_else(|| verb(words, at, bounds));
        found.extend(cue);
    }
    share_sources(words, &mut found, sentence);
    found
}

/// A cue inside a quotation stays inside it.
fn bounds_of(words: &Words<'_>, at: usize, sentence: Bounds) -> Bounds {
    if !words.quoted(at) {
        return sentence;
    }
    let Some(quotation) = words.quotation(at) else { return sentence };
    Bounds { low: sentence.low.max(quotation.start + 1), high: sentence.high.min(quotation.end) }
}

fn according(words: &Words<'_>, at: usize, bounds: Bounds) -> Option<Cue> {
    let end = match words.lower(at) {
        "according" if words.lower(at + 1) == "to" => at + 2,
        "in" if words.lower(at + 1) == "the" && words.lower(at + 2) == "words" && words.lower(at + 3) == "of" => at + 4,
        _ => return None,
    };
    let source = words.noun_phrase_after(end, bounds.high)?;
    Some(Cue {
        span: at..end,
        after: source.end,
        source: Some(source),
        shape: Shape::According,
        speech: true,
        probability: 0.97,
        addressee: false,
        adjunct: false,
    })
}

fn hearsay(words: &Words<'_>, at: usize, bounds: Bounds) -> Option<Cue> {
    let cue = |span: Range<usize>, source, shape| Cue {
        after: span.end,
        span,
        source,
        shape,
        speech: false,
        probability: 0.8,
        addressee: false,
        adjunct: false,
    };
    if words.is(at, class::HEARSAY_ADVERB) {
        return Some(cue(at..at + 1, None, Shape::Adverb));
    }
    let next = words.lower(at + 1);
    let group = verb_group(words, at, bounds.low);
    if words.is(at, class::HEARSAY_PASSIVE) && (group.start..at).any(|back| words.is(back, class::BE)) {
        let known = matches!(words.lower(at), "known" | "considered" | "deemed" | "credited" | "held" | "said");
        let fits = match next {
            "to" => true,
            "that" => !matches!(words.lower(at), "seen" | "viewed" | "regarded" | "perceived"),
            "as" => !known,
            _ => matches!(words.lower(at), "considered" | "deemed") && !words.is(at + 1, class::PREPOSITION),
        };
        return fits.then(|| cue(group.start..at + 1, words.subject_before(group.start, bounds.low), Shape::Passive));
    }
    let rest = words.lexicon.bare_hearsay(words.lower(at));
    let fits = rest.iter().any(|word| *word == next || word.is_empty());
    let active = group.start < at || words.is(at.wrapping_sub(1), class::PRONOUN | class::CONJUNCTION | class::BE);
    if !fits || active || at == bounds.low || words.is(at - 1, class::DETERMINER) {
        return None;
    }
    let end = if rest.contains(&next) { at + 2 } else { at + 1 };
    let before = if words.is_mark(at - 1, ",") { at - 1 } else { at };
    Some(cue(at..end, words.noun_phrase_before(before, bounds.low), Shape::Passive))
}

/// "expressed concern", "made the case", "reiterated their commitment".
fn noun_cue(words: &Words<'_>, at: usize, bounds: Bounds) -> Option<Cue> {
    let nouns = words.lexicon.noun_cues(words.lower(at));
    if nouns.is_empty() {
        return None;
    }
    let mut end = at + 1;
    while end < bounds.high.min(at + 5) && !nouns.contains(&words.lower(end)) {
        if !words.is_word(end) || words.is(end, class::PREPOSITION | class::CONJUNCTION) {
            return None;
        }
        end += 1;
    }
    if end >= bounds.high.min(at + 5) {
        return None;
    }
    finish(
        words,
        at,
        end + 1,
        bounds,
        Traits { speech: true, after: false, addressee: false, adjunct: false, probability: 0.75 },
    )
}

/// "is concerned that", "was eager to".
fn adjective(words: &Words<'_>, at: usize, bounds: Bounds) -> Option<Cue> {
    if !words.is(at, class::CUE_ADJECTIVE) {
        return None;
    }
    let group = verb_group(words, at, bounds.low);
    let be = (group.start..at).any(|back| words.is(back, class::BE));
    let goes_on = matches!(words.lower(at + 1), "that" | "to" | "about" | "of" | "with" | "over" | "by" | "at" | "for");
    if !be || !(goes_on || words.begins_noun_phrase(at + 1)) {
        return None;
    }
    finish(
        words,
        at,
        at + 1,
        bounds,
        Traits { speech: false, after: false, addressee: false, adjunct: false, probability: 0.6 },
    )
}

struct Traits {
    speech: bool,
    after: bool,
    addressee: bool,
    adjunct: bool,
    probability: f32,
}

fn verb(words: &Words<'_>, at: usize, bounds: Bounds) -> Option<Cue> {
    let (entry, form, end) = entry_of(words, at, bounds)?;
    if words.lower(end) == "by" && entry.class == CueClass::Speech && !words.quoted(at) {
        return passive_by(words, at, end, bounds);
    }
    if !is_verb(words, at, end, form, &entry, bounds) || (entry.class != CueClass::Speech && speakers_own(words, at)) {
        return None;
    }
    let speech = entry.class == CueClass::Speech;
    let traits = Traits {
        speech,
        after: entry.after,
        addressee: entry.addressee,
        adjunct: speech,
        probability: if speech { 0.85 } else { 0.6 },
    };
    finish(words, at, end, bounds, traits)
}

/// "was first reported by The Washington Post", "an idea floated by Mr. de Mistura".
fn passive_by(words: &Words<'_>, at: usize, end: usize, bounds: Bounds) -> Option<Cue> {
    let participle = words.words.get(at)?.forms.iter().any(|(_, form)| matches!(form, Form::Past | Form::Participle));
    let source = words.noun_phrase_after(end + 1, bounds.high).filter(|_| participle)?;
    let group = verb_group(words, at, bounds.low);
    Some(Cue {
        span: group.start..end + 1,
        after: source.end,
        source: Some(source),
        shape: Shape::By,
        speech: true,
        probability: 0.6,
        addressee: false,
        adjunct: false,
    })
}

/// "I think", "we want" between quotation marks: the speaker's own attitude, which the quotation shows as it is.
fn speakers_own(words: &Words<'_>, at: usize) -> bool {
    words.quoted(at)
        && (at.saturating_sub(4)..at).any(|back| {
            let lower = words.lower(back);
            matches!(lower.split('\'').next().unwrap_or(lower), "i" | "we" | "you")
        })
}

/// The entry of a verb form, the one with a particle first, and where verb and particle end.
fn entry_of(words: &Words<'_>, at: usize, bounds: Bounds) -> Option<(CueVerb, Form, usize)> {
    let forms = words.words.get(at)?.forms;
    let entry = |index: u16| words.lexicon.verbs.get(index as usize).copied();
    let with_particle = forms.iter().find_map(|(index, form)| {
        let entry = entry(*index)?;
        let follows = !entry.particle.is_empty() && entry.particle != "to" && words.lower(at + 1) == entry.particle;
        let to = entry.particle == "to" && words.lower(at + 1) == "to";
        ((follows || to) && at + 1 < bounds.high).then_some((entry, *form, at + 2))
    });
    with_particle.or_else(|| {
        forms.iter().find_map(|(index, form)| {
            let entry = entry(*index)?;
            entry.particle.is_empty().then_some((entry, *form, at + 1))
        })
    })
}

/// Whether a form that could be a verb is one here.
fn is_verb(words: &Words<'_>, at: usize, end: usize, form: Form, entry: &CueVerb, bounds: Bounds) -> bool {
    let first = at == bounds.low;
    let before = at.wrapping_sub(1);
    if !first && words.is(before, class::DETERMINER) && !words.is(before, class::PRONOUN | class::RELATIVE) {
        return false;
    }
    let group = verb_group(words, at, bounds.low);
    let helped = group.start < at && (group.start..at).any(|back| words.is(back, class::AUXILIARY | class::MODAL));
    let possessive = !first && words.lower(before) == "'s" && matches!(form, Form::Base | Form::Third);
    if possessive {
        return false;
    }
    // "a group called the Tea Party": a name, not a statement.
    let named =
        entry.base == "call" && group.start == at && (words.capital(end) || words.capital(end + 1)) && !first && {
            let noun = words.noun_phrase_before(at, bounds.low);
            noun.is_some_and(|noun| matches!(words.lower(noun.start), "a" | "an" | "one"))
        };
    if named {
        return false;
    }
    let passive =
        matches!(form, Form::Past | Form::Participle) && (group.start..at).any(|back| words.is(back, class::BE));
    if passive || (form == Form::Participle && !helped) {
        return false;
    }
    if !content_fits(words, end, entry) {
        return false;
    }
    match form {
        Form::Base if entry.base == "like" => helped || words.is(before, class::PRONOUN),
        Form::Base => {
            let subject = words.is(before, class::PRONOUN | class::RELATIVE);
            helped
                || subject
                || plural_subject(words, group.start, at)
                || (entry.verb_only && bare_subject(words, before, first))
        }
        Form::Third => helped_third(words, at, end, group.start),
        Form::Ing => true,
        Form::Past | Form::Participle => !words.is(before, class::PREPOSITION) || first,
    }
}

/// What follows must suit the entry: a clause, an infinitive, or anything at all.
fn content_fits(words: &Words<'_>, end: usize, entry: &CueVerb) -> bool {
    let next = words.lower(end);
    let clause = matches!(next, "that" | "whether" | "how" | "why" | "what" | ":" | "," | "if" | ".")
        || words.opens_quote(end)
        || words.is(end, class::PRONOUN);
    let to = next == "to";
    if entry.with_as {
        return (end..end + 12)
            .take_while(|at| words.is_word(*at) || words.opens_quote(*at))
            .any(|at| words.lower(at) == "as");
    }
    if entry.infinitive {
        return to || next == ".";
    }
    if entry.clause && entry.class != CueClass::Speech {
        return clause && next != "," && next != ".";
    }
    if entry.clause {
        let post = words.is(end, class::PREPOSITION | class::TIME);
        return clause || (entry.after && post) || (words.begins_noun_phrase(end) && finite_within(words, end, 8));
    }
    next != "by"
}

fn finite_within(words: &Words<'_>, start: usize, reach: usize) -> bool {
    (start..start + reach).take_while(|at| words.is_word(*at)).any(|at| words.maybe_finite(at) && at > start)
}

/// "officials say": a base form behind a plural noun or a coordination.
fn plural_subject(words: &Words<'_>, start: usize, at: usize) -> bool {
    let Some(before) = start.checked_sub(1) else { return false };
    let subject = words.is_plural(before) || matches!(words.lower(before), "people" | "police" | "many" | "some");
    let next = words.lower(at + 1);
    let object = words.begins_noun_phrase(at + 1) || words.opens_quote(at + 1) || words.is(at + 1, class::OBJECT);
    subject && (object || matches!(next, "that" | "to" | "for" | "," | "."))
}

/// "Developers in Congress say": a form that is no noun, behind a noun or a name.
fn bare_subject(words: &Words<'_>, before: usize, first: bool) -> bool {
    let other = class::PREPOSITION | class::DETERMINER | class::CONJUNCTION | class::AUXILIARY | class::SUBORDINATOR;
    !first
        && (words.is_word(before) || words.is_mark(before, ",") || words.is_mark(before, ")"))
        && words.lower(before) != "to"
        && !words.is(before, other)
}

/// "claims", "plans": a third person only behind something that can be its subject and before what it can take.
fn helped_third(words: &Words<'_>, at: usize, end: usize, start: usize) -> bool {
    let Some(before) = start.checked_sub(1) else { return words.begins_noun_phrase(end) };
    if matches!(words.lower(at), "says" | "tells" | "believes" | "thinks" | "argues" | "insists" | "adds" | "writes") {
        return true;
    }
    if words.is(before, class::PRONOUN | class::RELATIVE) || words.is_mark(before, ",") {
        return true;
    }
    let next = words.lower(end);
    let clause =
        matches!(next, "that" | "to") || words.opens_quote(end) || words.is(end, class::DETERMINER | class::PRONOUN);
    if words.words.get(before).is_some_and(|word| word.name == Some(EntityType::Group)) && !words.is_plural(before) {
        return false;
    }
    let name = words.is_name(before) || words.capital(before) || words.closes_quote(before);
    if name {
        return clause || words.begins_noun_phrase(end) || (end > at + 1);
    }
    clause && !words.is(before, class::PREPOSITION | class::CONJUNCTION)
}

/// The verb with the auxiliaries, negation and adverbs before it.
fn verb_group(words: &Words<'_>, at: usize, low: usize) -> Range<usize> {
    let mut start = at;
    while start > low.max(at.saturating_sub(6)) {
        let back = start - 1;
        let clitic = words.is(back, class::PRONOUN);
        let helps = words.is(back, class::AUXILIARY | class::MODAL | class::NEGATION) && !clitic;
        if !(helps || (words.is_adverb(back) && !words.is(back, class::SUBORDINATOR))) {
            break;
        }
        start = back;
    }
    start..at + 1
}

/// Finds the source of a cue and the shape that follows from where it stands.
fn finish(words: &Words<'_>, at: usize, end: usize, bounds: Bounds, traits: Traits) -> Option<Cue> {
    let group = verb_group(words, at, bounds.low);
    let cue = |source: Option<Range<usize>>, shape, after| Cue {
        span: group.start..end,
        after,
        source,
        shape,
        speech: traits.speech,
        probability: traits.probability,
        addressee: traits.addressee,
        adjunct: traits.adjunct,
    };
    let ing = words.lower(at).ends_with("ing") && !(group.start..at).any(|back| words.is(back, class::BE));
    if ing {
        return participle(words, group.clone(), bounds).map(|source| {
            let shape = if source.is_none() { Shape::Shared } else { Shape::Before };
            cue(source, shape, end)
        });
    }
    if let Some(source) = inverted(words, group.start, end, bounds, &traits) {
        let after = source.end;
        return Some(cue(Some(source), Shape::After, after));
    }
    let low = if words.quoted(at) { bounds.low } else { quote_floor(words, group.start, bounds) };
    if let Some(source) = relative_antecedent(words, group.start, low) {
        return Some(cue(Some(source), Shape::Before, end));
    }
    if let Some(source) = words.subject_before(group.start, low) {
        let tail = tail_end(words, end, bounds.high, traits.addressee);
        let behind = source.start > low && follows_content(words, source.start - 1);
        let quote = source.start > low.max(bounds.low) && words.closes_quote(source.start - 1);
        let mark = source.start > 0 && words.closes_quote(source.start - 1) && tail.is_some();
        let quote = quote || mark;
        let as_said =
            source.start > low + 2 && words.lower(source.start - 1) == "as" && words.is_mark(source.start - 2, ",");
        let adjunct = quote_after(words, tail) && !quote && begins_adjunct(words, low);
        if traits.after && !adjunct && (((behind || as_said) && tail.is_some()) || quote) {
            return Some(cue(Some(source), Shape::After, tail.unwrap_or(end)));
        }
        return Some(cue(Some(source), Shape::Before, end));
    }
    // A fragment in quotation marks that begins with its verb: the subject stands before the mark.
    if words.quoted(at) && group.start == bounds.low && bounds.low > 1 {
        let mut before = bounds.low - 1;
        while before > 0 && (words.is(before - 1, class::AUXILIARY | class::MODAL) || words.is_adverb(before - 1)) {
            before -= 1;
        }
        let source = words.noun_phrase_before(before, bounds.low.saturating_sub(20))?;
        return Some(cue(Some(source), Shape::Before, end));
    }
    let before = group.start.checked_sub(1).filter(|before| *before >= bounds.low)?;
    let joined = words.is(before, class::CONJUNCTION) || words.is_mark(before, ",") || words.lower(before) == "then";
    (joined && !inner_verb(words, before, bounds.low)).then(|| cue(None, Shape::Shared, end))
}

/// A comma or colon and an opening mark behind a tag.
fn quote_after(words: &Words<'_>, tail: Option<usize>) -> bool {
    tail.is_some_and(|tail| words.opens_quote(tail + 1) && (words.is_mark(tail, ",") || words.is_mark(tail, ":")))
}

/// "On Tuesday, he said, “…”", "But asked about it, he said, “…”": what stands before the tag is no content.
fn begins_adjunct(words: &Words<'_>, low: usize) -> bool {
    let at = if words.is(low, class::CONJUNCTION) { low + 1 } else { low };
    let adjunct = class::PREPOSITION | class::SUBORDINATOR | class::ADJUNCT | class::TIME;
    words.is(at, adjunct) || words.lower(at).ends_with("ing") || words.is_adverb(at)
}

/// "Iran has trained and supported": a conjunction without a comma joins the verbs of the clause that it stands in,
/// whose subject is not known when an auxiliary stands between it and the cue before.
fn inner_verb(words: &Words<'_>, joint: usize, low: usize) -> bool {
    let low = low.max(joint.saturating_sub(12));
    let stop = (low..joint).rev().find(|at| {
        !words.is_word(*at) || words.is(*at, class::AUXILIARY | class::MODAL) || !words.words[*at].forms.is_empty()
    });
    let bare = joint > 0 && words.is_word(joint) && words.is_word(joint - 1);
    bare && stop.is_some_and(|at| words.is(at, class::AUXILIARY | class::MODAL) && words.words[at + 1].forms.is_empty())
}

/// Outside quotation marks a subject never reaches over a closing mark.
fn quote_floor(words: &Words<'_>, start: usize, bounds: Bounds) -> usize {
    let floor = bounds.low.max(start.saturating_sub(60));
    (floor..start)
        .rev()
        .find(|at| words.closes_quote(*at) && !long_subject_goes_on(words, *at))
        .map_or(bounds.low, |at| at + 1)
}

/// A quoted word inside a subject ("the “Tonight Show” host"): too rare to follow.
fn long_subject_goes_on(_words: &Words<'_>, _at: usize) -> bool {
    false
}

/// `Some(None)`: the source is that of the clause before; `Some(Some(_))`: a subject of its own ("with Obama pressing").
fn participle(words: &Words<'_>, group: Range<usize>, bounds: Bounds) -> Option<Option<Range<usize>>> {
    let before = group.start.checked_sub(1).filter(|before| *before >= bounds.low)?;
    if words.is_mark(before, ",") || words.is_dash(before) || words.closes_quote(before) || words.lower(before) == "and"
    {
        return Some(None);
    }
    if matches!(words.lower(before), "by" | "while" | "before" | "after") {
        return Some(None);
    }
    let source = words.noun_phrase_before(group.start, bounds.low)?;
    if words.lower(group.end) == "that" || words.opens_quote(group.end) {
        return Some(Some(source));
    }
    let with = source.start.checked_sub(1).filter(|with| *with >= bounds.low)?;
    (words.lower(with) == "with").then_some(Some(source))
}

/// "…,” said a White House official": a source behind its cue.
fn inverted(words: &Words<'_>, start: usize, end: usize, bounds: Bounds, traits: &Traits) -> Option<Range<usize>> {
    // A sentence may end inside the marks ("“Is it?” asked the judge."): then the mark stands just before this one.
    let before = start.checked_sub(1).filter(|before| *before >= bounds.low || words.closes_quote(*before))?;
    if !traits.after || !traits.speech || (words.quoted(start) && before < bounds.low) {
        return None;
    }
    let quote =
        words.closes_quote(before) || (words.is_mark(before, ",") && before > 0 && words.closes_quote(before - 1));
    let comma = words.is_mark(before, ",") && {
        let clause = clause_start(words, before, bounds.low);
        (clause..before).any(|at| words.maybe_finite(at)) && words.subject_before(start, bounds.low).is_none()
    };
    if !(quote || comma) || words.is(end, class::OBJECT) {
        return None;
    }
    let source = words.noun_phrase_after(end, bounds.high)?;
    let whole = comma && !quote;
    let speaker = class::PERSON_NOUN | class::COLLECTIVE_NOUN | class::BODY_NOUN | class::PRONOUN;
    let speaks = |at: usize| words.is(at, speaker) || words.is_name(at) || words.capital(at);
    if whole && !source.clone().any(speaks) {
        return None;
    }
    (!whole || tail_end(words, source.end, bounds.high, false).is_some()).then_some(source)
}

/// Where the clause before a comma starts.
fn clause_start(words: &Words<'_>, end: usize, low: usize) -> usize {
    let low = low.max(end.saturating_sub(60));
    (low..end).rev().find(|at| words.is_mark(*at, ";") || words.is_mark(*at, ":")).map_or(low, |at| at + 1)
}

/// "Mr. Kuchins, who argues that …": the noun phrase before "who".
fn relative_antecedent(words: &Words<'_>, start: usize, low: usize) -> Option<Range<usize>> {
    let relative = start.checked_sub(1).filter(|at| *at > low)?;
    if !matches!(words.lower(relative), "who" | "which") {
        return None;
    }
    let end = if words.is_mark(relative - 1, ",") { relative - 1 } else { relative };
    words.noun_phrase_before(end, low)
}

/// True when what stands before a source may be content: a comma, a quotation mark or a dash.
fn follows_content(words: &Words<'_>, before: usize) -> bool {
    words.is_mark(before, ",") || words.closes_quote(before) || words.is_dash(before) || words.is_mark(before, "?")
}

/// Where a tag like "he told reporters on Monday" ends, when nothing but addressee, time and place follows its cue up
/// to a comma or the end of the sentence.
fn tail_end(words: &Words<'_>, start: usize, high: usize, addressee: bool) -> Option<usize> {
    let mut at = start;
    if addressee {
        at = skip_addressee(words, at, high);
    }
    let adjunct = |at: usize| {
        words.is(at, class::PREPOSITION | class::TIME)
            || words.is_adverb(at)
            || words.lower(at) == "when"
            || words.lower(at) == "as"
    };
    if at < high && words.is_word(at) && !adjunct(at) {
        return None;
    }
    while at < high {
        let ends = words.is_mark(at, ",")
            || words.is_mark(at, ".")
            || words.is_mark(at, ":")
            || words.is_mark(at, ";")
            || words.is_dash(at);
        if ends {
            return Some(at);
        }
        if words.opens_quote(at) || words.lower(at) == "that" || words.closes_quote(at) {
            return None;
        }
        at += 1;
    }
    Some(high)
}

/// Behind the addressee of "told", "asked", "urged".
pub(super) fn skip_addressee(words: &Words<'_>, start: usize, high: usize) -> usize {
    if words.is(start, class::OBJECT) || (words.is(start, class::PRONOUN) && !words.is(start, class::DETERMINER)) {
        return start + 1;
    }
    if words.is(start, class::DETERMINER) && words.is(start, class::OBJECT) && words.lower(start + 1) == "that" {
        return start + 1;
    }
    if matches!(words.lower(start), "to" | "that" | "whether" | "if") || !words.begins_noun_phrase(start) {
        return start;
    }
    if let Some(name_end) = name_end(words, start) {
        return join_addressees(words, name_end, high);
    }
    let mut at = start;
    while at < high.min(start + 14) {
        let stop = words.is(at, class::PRONOUN | class::AUXILIARY | class::MODAL | class::SUBORDINATOR)
            || matches!(words.lower(at), "to" | "that" | "on" | "in" | "at" | "during" | "about" | "not")
            || words.opens_quote(at)
            || (!words.is_word(at) && !words.lower(at).starts_with('\''))
            || words.is(at, class::TIME);
        if stop && at > start {
            break;
        }
        if at > start && words.is(at, class::DETERMINER) && !words.is(at - 1, class::PREPOSITION | class::CONJUNCTION) {
            break;
        }
        at += 1;
    }
    at
}

fn name_end(words: &Words<'_>, start: usize) -> Option<usize> {
    let first =
        (start..start + 4).find(|at| words.is_name(*at) || !words.capital(*at)).filter(|at| words.is_name(*at))?;
    let mut end = first + 1;
    while words.is_name(end) && !words.words.get(end).is_some_and(|word| word.name_starts) {
        end += 1;
    }
    while words.is_role(end) || words.lower(end) == "'s" {
        end += 1;
    }
    Some(end)
}

/// "Saudi Arabia and other Persian Gulf nations to renew": on to the infinitive when one follows a coordination.
fn join_addressees(words: &Words<'_>, end: usize, high: usize) -> usize {
    if words.lower(end) != "and" && !words.is_mark(end, ",") {
        return end;
    }
    let to = (end..high.min(end + 12)).find(|at| words.lower(at.to_owned()) == "to" || words.lower(*at) == "that");
    to.filter(|to| !(end..*to).any(|at| words.maybe_finite(at))).unwrap_or(end)
}

/// Gives ", adding that" and ", but agreed to" the source of the clause before.
fn share_sources(words: &Words<'_>, cues: &mut Vec<Cue>, sentence: Bounds) {
    let mut last: [Option<Range<usize>>; 2] = [None, None];
    let mut first: [Option<Range<usize>>; 2] = [None, None];
    let mut subject: Option<Option<Range<usize>>> = None;
    for cue in cues.iter_mut() {
        let level = usize::from(words.quoted(cue.span.start));
        match cue.shape {
            Shape::Shared => {
                let main = || subject_of_sentence(words, sentence);
                let main_clause = cue.span.start > 1
                    && words.is(cue.span.start - 1, class::CONJUNCTION)
                    && words.is_mark(cue.span.start - 2, ",");
                cue.source = match if main_clause { &first[level] } else { &last[level] } {
                    Some(source) => Some(source.clone()),
                    None if level == 0 => subject.get_or_insert_with(main).clone(),
                    None => None,
                };
            }
            Shape::Adverb | Shape::Passive => {}
            _ => {
                last[level].clone_from(&cue.source);
                first[level] = first[level].take().or_else(|| cue.source.clone());
            }
        }
    }
    cues.retain(|cue| cue.shape != Shape::Shared || cue.source.is_some());
}

/// The noun phrase that a sentence begins with, behind leading adjuncts.
fn subject_of_sentence(words: &Words<'_>, sentence: Bounds) -> Option<Range<usize>> {
    let mut start = sentence.low;
    for at in sentence.low..sentence.high.min(sentence.low + 40) {
        if words.maybe_finite(at) || words.lower(at).ends_with("ing") && at > start {
            let end = at - (start..at).rev().take_while(|back| words.is_adverb(*back)).count();
            let end = if end > start && words.is_mark(end - 1, ",") { end - 1 } else { end };
            let begins = (end > start && words.begins_noun_phrase(start)).then_some(start..end);
            return begins.filter(|range| range.len() < 25);
        }
        let leading = words.is(start, class::PREPOSITION | class::TIME | class::SUBORDINATOR | class::CONJUNCTION);
        if (words.is_mark(at, ",") && leading) || words.is_dash(at) {
            start = at + 1;
        }
    }
    None
}
