//! Which mentions of an article are one event, and which event it is about.

use jiff::civil::Date;

use super::arguments::Filled;
use super::find::Determiner;
use super::view::View;
use crate::analysis::types::{ArticleEvent, ArticleEventId, ChainId, EventMention, EventMentionId, Provenance, Realis};
use crate::lexicon::events::{Joins, List, Part};
use crate::lexicon::idf::stem;
use crate::model::EntityType;
use crate::text::IndexVec;
use crate::token::ZoneKind;

/// Events of an article that a mention is compared with, the latest: keeps long texts linear.
const LATEST: usize = 60;
/// What a mention needs in common with an event to join it.
const ENOUGH: f32 = 1.0;

/// An event while it grows.
struct Growing {
    class: &'static str,
    family: &'static str,
    mentions: Vec<EventMentionId>,
    /// Chain and in how many mentions it takes part.
    participants: Vec<(ChainId, usize)>,
    places: Vec<ChainId>,
    days: Option<(Date, Date)>,
    heads: Vec<String>,
    last_paragraph: usize,
    /// True while only the headline tells of it: what the body then introduces is the same.
    announced: bool,
    /// Opened by "last met", "another meeting": nothing vague joins it.
    other: bool,
    /// The body has introduced it: "a storm".
    introduced: bool,
    /// The headline or the first paragraph of the body tells of it as news.
    news: bool,
}

/// Groups mentions in the order of the text.
pub(super) fn group(
    view: &View<'_>,
    mut filled: Vec<Filled>,
) -> (IndexVec<EventMentionId, EventMention>, IndexVec<ArticleEventId, ArticleEvent>) {
    filled.sort_by_key(|one| (one.found.head.start, one.found.head.end));
    filled.dedup_by_key(|one| one.found.head.start);
    filled.retain(|mention| !is_loose(view, mention));
    let filled: IndexVec<EventMentionId, Filled> = filled.into();
    let mut events: IndexVec<ArticleEventId, Growing> = IndexVec::new();
    let mut of_mention: IndexVec<EventMentionId, ArticleEventId> = IndexVec::new();
    for (at, mention) in filled.iter_enumerated() {
        let head = stem(view.reading.slice(view.span(&mention.found.head)));
        let from = events.len().saturating_sub(LATEST);
        let scored = events
            .iter_enumerated()
            .skip(from)
            .filter_map(|(nth, event)| Some((nth, fit(view, event, mention, &head)?)));
        let best = scored.filter(|(_, fit)| *fit >= ENOUGH).max_by(|x, y| x.1.total_cmp(&y.1));
        let event = best.map_or_else(|| open(view, &mut events, mention), |(nth, _)| nth);
        events[event].add(at, mention, head);
        of_mention.push(event);
    }
    let main = main_event(view, &filled, &events);
    let mentions = filled.iter().zip(&of_mention).map(|(one, event)| mention(view, one, *event)).collect();
    let events = events.into_iter_enumerated().map(|(at, event)| event.finish(view, Some(at) == main));
    let events = events.map(|event| if event.main { with_leaders(view, event) } else { event }).collect();
    (mentions, events)
}

/// True for "exchange", "session" and their like where nobody who has it stands near and the article tells of no contact
/// that it may be.
fn is_loose(view: &View<'_>, mention: &Filled) -> bool {
    mention.found.class == "conversation"
        && mention.found.part == Part::Noun
        && mention.participants.is_empty()
        && mention.found.determiner == Determiner::None
        && view.speaker(mention.found.sentence).is_none()
}

fn mention(view: &View<'_>, filled: &Filled, event: ArticleEventId) -> EventMention {
    EventMention {
        span: view.span(&filled.found.phrase),
        head: view.span(&filled.found.head),
        class: filled.found.class,
        participants: filled.participants.clone(),
        time: filled.time,
        place: filled.places.first().copied(),
        realis: filled.realis,
        event,
        provenance: Provenance::Rule("event-words"),
    }
}

fn open(view: &View<'_>, events: &mut IndexVec<ArticleEventId, Growing>, mention: &Filled) -> ArticleEventId {
    let class = view.lexicon.class_named(mention.found.class);
    events.push(Growing {
        class: mention.found.class,
        family: class.family,
        mentions: Vec::new(),
        participants: Vec::new(),
        places: Vec::new(),
        days: None,
        heads: Vec::new(),
        last_paragraph: mention.found.paragraph,
        announced: true,
        other: mention.found.other,
        introduced: false,
        news: bodies(view).next().is_none_or(|first| mention.found.paragraph <= first),
    })
}

impl Growing {
    fn add(&mut self, at: EventMentionId, mention: &Filled, head: String) {
        self.mentions.push(at);
        for chain in &mention.participants {
            match self.participants.iter_mut().find(|(known, _)| known == chain) {
                Some((_, count)) => *count += 1,
                None => self.participants.push((*chain, 1)),
            }
        }
        let places = mention.places.iter().filter(|place| !self.places.contains(place)).copied().collect::<Vec<_>>();
        self.places.extend(places);
        self.days = match (self.days, mention.days) {
            (Some(ours), Some(theirs)) => Some(narrower(ours, theirs)),
            (ours, theirs) => ours.or(theirs),
        };
        // "The call" says more than "the conversation".
        if self.class == "conversation" {
            self.class = mention.found.class;
        }
        if !self.heads.contains(&head) {
            self.heads.push(head);
        }
        self.last_paragraph = mention.found.paragraph;
        let above = matches!(mention.found.zone, ZoneKind::Headline | ZoneKind::Standfirst);
        self.introduced |= !above && mention.found.determiner == Determiner::Indefinite;
        self.announced &= above;
    }

    fn finish(self, view: &View<'_>, main: bool) -> ArticleEvent {
        ArticleEvent {
            participants: who(view, &self),
            mentions: self.mentions,
            class: self.class,
            days: self.days,
            places: self.places,
            main,
        }
    }
}

/// Who takes part: two people for a contact, else who is named in a third of the mentions at least.
fn who(view: &View<'_>, event: &Growing) -> Vec<ChainId> {
    let mut counted = event.participants.clone();
    let person =
        |chain: ChainId| view.numbered.chains.get(chain).is_some_and(|one| one.entity_type == EntityType::Person);
    counted.sort_by_key(|(chain, count)| (std::cmp::Reverse(*count), *chain));
    if event.family == "contact" {
        let people: Vec<ChainId> =
            counted.iter().map(|(chain, _)| *chain).filter(|chain| person(*chain)).take(2).collect();
        if people.len() == 2 {
            return people;
        }
    }
    let most = counted.first().map_or(0, |(_, count)| *count);
    counted.into_iter().filter(|(_, count)| count * 3 >= most).map(|(chain, _)| chain).take(4).collect()
}

/// "The two leaders" of a meeting that names nobody beside it are the two whom the article begins with.
fn with_leaders(view: &View<'_>, mut event: ArticleEvent) -> ArticleEvent {
    let class = view.lexicon.class_named(event.class);
    if class.family != "contact" || event.participants.len() >= 2 {
        return event;
    }
    let leads = view.reading.structure.paragraphs.iter().filter(|paragraph| paragraph.zone == ZoneKind::Body).take(2);
    let leads: Vec<_> = leads.map(|paragraph| paragraph.span).collect();
    let person = |chain: ChainId| {
        view.numbered.chains.get(chain).is_some_and(|one| one.named && one.entity_type == EntityType::Person)
    };
    for mention in &view.numbered.mentions {
        let lead = leads.iter().any(|lead| lead.covers(mention.span));
        if event.participants.len() < 2 && lead && person(mention.chain) && !event.participants.contains(&mention.chain)
        {
            event.participants.push(mention.chain);
        }
    }
    event
}

fn narrower(a: (Date, Date), b: (Date, Date)) -> (Date, Date) {
    let length = |days: (Date, Date)| days.1.since(days.0).map_or(i32::MAX, |span| span.get_days());
    if length(b) < length(a) { b } else { a }
}

fn overlap(a: (Date, Date), b: (Date, Date)) -> bool {
    a.0 <= b.1 && b.0 <= a.1
}

/// True for days long before the day of publication: nothing that is news now happened then.
fn is_past(view: &View<'_>, days: (Date, Date)) -> bool {
    const LONG: i64 = 60;
    let since = view.reading.published.and_then(|it| it.date.checked_sub(jiff::Span::new().days(LONG)).ok());
    since.is_some_and(|since| days.1 < since)
}

/// How well a mention fits an event; `None` when something forbids it.
fn fit(view: &View<'_>, event: &Growing, mention: &Filled, head: &str) -> Option<f32> {
    let class = view.lexicon.class_named(mention.found.class);
    let kinds = matches!((event.class, class.name), ("call", "meeting") | ("meeting", "call"));
    // "The incident" is whatever happened just before.
    let back = class.family == "incident" && mention.found.determiner == Determiner::Definite;
    if back && view.lexicon.is(List::Incident, event.family) {
        let near = mention.found.paragraph.saturating_sub(event.last_paragraph) <= 2;
        return near.then_some(ENOUGH);
    }
    if event.family != class.family || kinds || mention.found.other {
        return None;
    }
    if event.days.zip(mention.days).is_some_and(|(ours, theirs)| !overlap(ours, theirs)) {
        return None;
    }
    let place = mention.places.iter().any(|place| event.places.contains(place));
    if !place && !event.places.is_empty() && !mention.places.is_empty() {
        return None;
    }
    if event.news && event.days.is_none() && mention.days.is_some_and(|days| is_past(view, days)) {
        return None;
    }
    // "A bus crash …, eight days after a truck crash": who brings in another of a kind tells of another. What leaders
    // had with one another goes by many words, and each of them may bring it in again.
    let spoken = matches!(class.family, "contact" | "talks" | "statement" | "briefing");
    let dated = event.days.is_some() && mention.days.is_some();
    if event.introduced && mention.found.determiner == Determiner::Indefinite && !spoken && !place && !dated {
        return None;
    }
    let known = |chain: &&ChainId| event.participants.iter().any(|(known, _)| known == *chain);
    let people = mention.participants.iter().filter(known).count();
    let strangers = mention.participants.len() >= 2 && event.participants.len() >= 2 && people == 0;
    if strangers && class.family == "contact" {
        return None;
    }
    // "A cease-fire in Ukraine", after much of the one in Syria, is another.
    if mention.found.determiner == Determiner::Indefinite
        && event.mentions.len() > 1
        && !place
        && !mention.places.is_empty()
    {
        return None;
    }
    // "Technical discussions" are no call: a bare plural is of several events.
    let word = view.words[mention.found.head.end - 1].as_str();
    let plural = mention.found.part == Part::Noun && word.ends_with('s') && word != "talks";
    if class.family == "contact" && plural && mention.found.determiner == Determiner::None && people == 0 {
        return None;
    }
    if class.family == "statement"
        && mention.participants.first().zip(event.participants.first()).is_some_and(|(x, (y, _))| x != y)
    {
        return None;
    }
    let near = mention.found.paragraph.saturating_sub(event.last_paragraph) <= 3;
    let definite = mention.found.determiner == Determiner::Definite || event.announced;
    let joins = match class.joins {
        Joins::One => 1.0,
        Joins::Definite if definite || mention.found.part == Part::Verb => 1.0,
        Joins::Slots if definite && near => 0.6,
        _ => 0.0,
    };
    let score = joins
        + if place { 1.0 } else { 0.0 }
        + 0.4 * f32::from(u8::try_from(people.min(2)).unwrap_or(2))
        + if class.family == "statement" && people > 0 { 0.6 } else { 0.0 }
        + if event.days.is_some() && mention.days.is_some() { 0.4 } else { 0.0 }
        + if event.heads.iter().any(|known| known == head) { 0.5 } else { 0.0 }
        + if near { 0.1 } else { 0.0 }
        - if event.other && !place { 0.8 } else { 0.0 }
        - if mention.found.determiner == Determiner::Indefinite
            && !place
            && !event.announced
            && class.joins != Joins::One
        {
            0.8
        } else {
            0.0
        };
    Some(score)
}

/// What the article is about: what the headline and the first sentences tell of, and what is spoken of most.
fn main_event(
    view: &View<'_>,
    filled: &IndexVec<EventMentionId, Filled>,
    events: &IndexVec<ArticleEventId, Growing>,
) -> Option<ArticleEventId> {
    /// Mentions beyond these say nothing more.
    const MOST: usize = 7;
    /// Below this an article is about nothing that the reader knows.
    const LEAST: f32 = 1.5;
    let bodies: Vec<usize> = bodies(view).take(2).collect();
    let weight = |mention: &Filled| {
        let place = match mention.found.zone {
            ZoneKind::Headline => 2.5,
            ZoneKind::Standfirst => 1.5,
            _ if bodies.first() == Some(&mention.found.paragraph) => 2.5,
            _ if bodies.get(1) == Some(&mention.found.paragraph) => 1.5,
            _ => 0.8,
        };
        place * if mention.realis == Realis::Actual { 1.0 } else { 0.6 } * if mention.found.other { 0.3 } else { 1.0 }
    };
    let score = |event: &Growing| {
        let sum: f32 = event.mentions.iter().take(MOST).map(|at| weight(&filled[*at])).sum();
        let people = if who(view, event).len() >= 2 { 1.2 } else { 1.0 };
        sum * people * view.lexicon.class_named(event.class).weight
    };
    let scored = events.iter_enumerated().map(|(at, event)| (at, score(event)));
    // Of two as good the first: an article begins with what it is about.
    scored.filter(|(_, score)| *score >= LEAST).rev().max_by(|x, y| x.1.total_cmp(&y.1)).map(|(at, _)| at)
}

fn bodies<'a>(view: &'a View<'_>) -> impl Iterator<Item = usize> + 'a {
    let paragraphs = view.reading.structure.paragraphs.iter().enumerate();
    paragraphs.filter(|(_, paragraph)| paragraph.zone == ZoneKind::Body).map(|(at, _)| at)
}
