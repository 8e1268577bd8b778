//! What stands at a position: the one resolver that every feature asks.
//!
//! Several things may stand in one place ("an intense conversation" is a quotation and an event); a feature takes
//! what it can answer, in the order name, event, time, statement.

use crate::analysis::{
    ArticleAnalysis, Attribution, AttributionId, EventMention, EventMentionId, Mention, MentionId, MentionKind, TimeId,
};
use crate::corpus::{EntityId, EventId, Snapshot};
use crate::model::EntityType;
use crate::text::Span;

use super::FilePosition;

/// Which part of an attribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Source,
    Cue,
    Content,
}

/// Everything at a position, as indices into the article's analysis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct Target {
    /// A name, description or pronoun. Not set for a name that only says which event is meant ("G20 summit").
    pub(super) mention: Option<MentionId>,
    /// An event mention.
    pub(super) event: Option<EventMentionId>,
    /// A time expression.
    pub(super) time: Option<TimeId>,
    /// An attribution, with the part and the span of it at the position.
    pub(super) statement: Option<(AttributionId, Part, Span)>,
}

impl Target {
    /// What stands at `position`.
    pub(super) fn at(snapshot: &Snapshot, position: FilePosition) -> Self {
        let analysis = snapshot.analysis(position.article);
        let offset = position.offset;
        let event = analysis.event_mention_at(offset);
        let mention = analysis.mention_at(offset).filter(|&mention| {
            !event.is_some_and(|event| is_modifier(&analysis.mentions[mention], &analysis.event_mentions[event]))
        });
        Self { mention, event, time: time_at(analysis, offset), statement: statement_at(analysis, offset) }
            .preferring_time(analysis, offset)
    }

    /// A date inside a long event phrase ("met Putin in China in September") is asked about as a date.
    fn preferring_time(mut self, analysis: &ArticleAnalysis, offset: u32) -> Self {
        let head = self.event.map(|event| analysis.event_mentions[event].head);
        if self.time.is_some() && !head.is_some_and(|head| head.touches(offset)) {
            self.event = None;
        } else if self.event.is_some() {
            self.time = None;
        }
        self
    }
}

/// True for a name that stands before the head of an event phrase and tells which event is meant: "the Geneva
/// talks", "the Group of 20 summit". A speaker or holder ("the White House statement", "Mr. Obama's call") is none.
fn is_modifier(mention: &Mention, event: &EventMention) -> bool {
    let inside = event.span.covers(mention.span) && mention.titled.end <= event.head.start;
    let adjacent = event.head.start.saturating_sub(mention.titled.end) <= 12;
    let telling = match mention.entity_type {
        EntityType::Place | EntityType::Event => true,
        EntityType::Organization => matches!(event.class, "summit" | "meeting" | "agreement" | "deal" | "talks"),
        EntityType::Person | EntityType::Group | EntityType::Product | EntityType::Other => false,
    };
    let names_event = mention.entity_type == EntityType::Event && mention.span.overlaps(event.span);
    mention.kind == MentionKind::Named && (names_event || inside && adjacent && telling)
}

fn time_at(analysis: &ArticleAnalysis, offset: u32) -> Option<TimeId> {
    let times = analysis.times.iter_enumerated().filter(|(_, time)| time.span.touches(offset));
    times.min_by_key(|(_, time)| (!time.span.contains(offset), time.span.len())).map(|(at, _)| at)
}

/// The innermost attribution at an offset; a cue or source before a content, since they are small.
fn statement_at(analysis: &ArticleAnalysis, offset: u32) -> Option<(AttributionId, Part, Span)> {
    let spans = analysis.attributions.iter_enumerated().flat_map(|(at, attribution)| {
        parts(attribution).filter(|(_, span)| span.touches(offset)).map(move |(part, span)| (at, part, span))
    });
    spans.min_by_key(|(_, _, span)| (!span.contains(offset), span.len()))
}

/// The spans of an attribution, source first.
pub(super) fn parts(attribution: &Attribution) -> impl Iterator<Item = (Part, Span)> + '_ {
    let tagged = |part, spans: &'_ [Span]| spans.iter().map(move |&span| (part, span)).collect::<Vec<_>>();
    let mut all = tagged(Part::Source, &attribution.source);
    all.extend(tagged(Part::Cue, &attribution.cue));
    all.extend(tagged(Part::Content, &attribution.content));
    all.into_iter()
}

/// True where a country or nationality stands inside a quotation: who asks there for more means the words, since the
/// introduction of "Russia" tells nothing.
pub(super) fn over_name(analysis: &ArticleAnalysis, offset: u32, target: &Target) -> bool {
    let mention = target.mention.and_then(|mention| analysis.mentions.get(mention));
    let place = mention.is_some_and(|it| matches!(it.entity_type, EntityType::Place | EntityType::Group));
    let said = target.statement.is_some_and(|(_, part, _)| part == Part::Content);
    place && said && quotation_at(analysis, offset).is_some()
}

/// The words of a statement that are meant at a position: the quotation or the part of the content there, or the first
/// part when the position is on its cue or source. `None` for an attribution without content.
pub(super) fn said_at(analysis: &ArticleAnalysis, offset: u32, statement: (AttributionId, Part, Span)) -> Option<Span> {
    let (at, part, span) = statement;
    if part != Part::Content {
        return analysis.attributions.get(at).and_then(|attribution| attribution.content.first().copied());
    }
    let quotation = quotation_at(analysis, offset).filter(|quotation| span.covers(*quotation));
    Some(quotation.unwrap_or(span))
}

/// The quotation at an offset, with its marks.
pub(super) fn quotation_at(analysis: &ArticleAnalysis, offset: u32) -> Option<Span> {
    let quotations = &analysis.structure.quotations;
    let at = quotations.partition_point(|quotation| quotation.span.end < offset);
    quotations.get(at).map(|quotation| quotation.span).filter(|quotation| quotation.touches(offset))
}

/// The entity of a mention; `None` while the article is not linked.
pub(super) fn entity_of(snapshot: &Snapshot, position: FilePosition, mention: MentionId) -> Option<EntityId> {
    let node = snapshot.article(position.article);
    node.entities.get(node.analysis.mentions.get(mention)?.chain).copied()
}

/// The event of an event mention; `None` while the article is not linked.
pub(super) fn event_of(snapshot: &Snapshot, position: FilePosition, mention: EventMentionId) -> Option<EventId> {
    let node = snapshot.article(position.article);
    node.events.get(node.analysis.event_mentions.get(mention)?.event).copied()
}
