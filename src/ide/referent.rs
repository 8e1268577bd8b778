//! What is meant at a position: the one resolver that every feature asks.
//!
//! Several things may stand in one place ("an intense conversation" is a quotation and an event). They are given in one
//! order, and a feature answers with the first that it knows something of:
//!
//! 1. the words of a statement, on a country or nationality inside a quotation: who asks there means the words, since the
//!    introduction of "Russia" tells nothing;
//! 2. a mention: a name, a description or a pronoun, unless it only says which event is meant ("the Geneva talks");
//! 3. a time, unless the cursor is on the head of an event phrase that holds it;
//! 4. a statement, on its cue;
//! 5. a statement, on an event in quoted words that another article has too, or on one that no other article reports;
//! 6. an event;
//! 7. who speaks, on the words of a source up to a comma that are no mention: what is told of a source behind one ("Mr.
//!    Fox, who led the country") is not the source;
//! 8. a statement, on its content;
//! 9. words in quotation marks that nobody says;
//! 10. any other words.
//!
//! What else stands there follows in the same order: an event within a statement is told first, who says it second.

use super::elsewhere::{event_places, introduces, normal, plain_words, versions};
use super::position::FilePosition;
use super::statement::{Part, Statement, quotation_at};
use crate::analysis::{
    ArticleAnalysis, AttributionId, EventMention, EventMentionId, Mention, MentionId, MentionKind, TimeId,
};
use crate::corpus::{ArticleId, EntityId, EventId, Snapshot, StatementRef};
use crate::model::EntityType;
use crate::text::Span;

/// Something at a position, as an index into the article's analysis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Referent {
    /// A name, a description or a pronoun.
    Mention {
        /// Which; on the words of a source the one that stands for it.
        mention: MentionId,
        /// The words at the position.
        span: Span,
    },
    /// A time expression.
    Time(TimeId),
    /// An event mention.
    Event(EventMentionId),
    /// An attribution, with the part of it at the position.
    Statement(Statement),
    /// Words in quotation marks that nothing attributes.
    Quotation(Span),
    /// A word of an article's own.
    Word(Span),
}

impl Referent {
    /// The words that are meant.
    pub fn span(self, analysis: &ArticleAnalysis) -> Span {
        match self {
            Self::Mention { span, .. } | Self::Quotation(span) | Self::Word(span) => span,
            Self::Time(time) => analysis.times[time].span,
            Self::Event(event) => analysis.event_mentions[event].span,
            Self::Statement(statement) => statement.span,
        }
    }
}

/// What is meant at a position, first what is meant most likely; see the module for the order. Empty only between
/// words.
pub fn referents(snapshot: &Snapshot, position: FilePosition) -> Vec<Referent> {
    let FilePosition { article, offset } = position;
    let analysis = snapshot.analysis(article);
    let event = analysis.event_mention_at(offset);
    let mention = analysis.mention_at(offset).filter(|&mention| {
        !event.is_some_and(|event| is_modifier(&analysis.mentions[mention], &analysis.event_mentions[event]))
    });
    let (time, event) = time_or_event(analysis, offset, event);
    let statement = Statement::at(analysis, offset);
    let is_source = |statement: &Statement| {
        let before = Span::new(statement.span.start, offset.max(statement.span.start));
        statement.part == Part::Source && !analysis.slice(before).contains(',')
    };
    let speaker = statement.filter(|statement| mention.is_none() && is_source(statement));
    let speaker = speaker.and_then(|statement| Some((speaker_of(analysis, statement.attribution)?, statement.span)));
    let named = mention.map(|mention| Referent::Mention { mention, span: analysis.mentions[mention].titled });
    let speaking = speaker.map(|(mention, span)| Referent::Mention { mention, span });
    let said = statement.map(Referent::Statement);
    let happens = time.map(Referent::Time).or(event.map(Referent::Event));
    let mut found: Vec<Referent> = match (named, time, event, statement) {
        (Some(_), _, _, Some(statement)) if is_said_of_a_country(analysis, offset, mention, statement) => {
            [said, named, happens].into_iter().flatten().collect()
        }
        (None, None, Some(event), Some(statement)) if is_rather_said(snapshot, position, statement, event) => {
            [said, happens].into_iter().flatten().collect()
        }
        _ => [named, happens, speaking, said].into_iter().flatten().collect(),
    };
    if found.is_empty() {
        found.extend(quotation_at(analysis, offset).map(Referent::Quotation).or_else(|| word_at(analysis, offset)));
    }
    found
}

/// The mention that stands for the source of an attribution.
fn speaker_of(analysis: &ArticleAnalysis, attribution: AttributionId) -> Option<MentionId> {
    let attribution = &analysis.attributions[attribution];
    let chain = analysis.chains.get(attribution.chain?)?;
    let inside = |&&mention: &&MentionId| {
        attribution.source.iter().any(|source| source.overlaps(analysis.mentions[mention].span))
    };
    chain.mentions.iter().find(inside).or(chain.mentions.first()).copied()
}

/// A date inside a long event phrase ("met Putin in China in September") is asked about as a date.
fn time_or_event(
    analysis: &ArticleAnalysis,
    offset: u32,
    event: Option<EventMentionId>,
) -> (Option<TimeId>, Option<EventMentionId>) {
    let on_head = event.is_some_and(|event| analysis.event_mentions[event].head.touches(offset));
    match time_at(analysis, offset).filter(|_| !on_head) {
        Some(time) => (Some(time), None),
        None => (None, event),
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

/// True where a country or nationality stands inside a quotation.
fn is_said_of_a_country(
    analysis: &ArticleAnalysis,
    offset: u32,
    mention: Option<MentionId>,
    statement: Statement,
) -> bool {
    let mention = mention.and_then(|mention| analysis.mentions.get(mention));
    let place = mention.is_some_and(|it| matches!(it.entity_type, EntityType::Place | EntityType::Group));
    place && statement.part == Part::Content && quotation_at(analysis, offset).is_some()
}

/// True where a statement is meant rather than the event that is told in it: on its cue ("urged" within a call), unless that
/// tells of an event as a noun does ("made an urgent call to"); where
/// its quoted words stand in another article ("what the White House called a “significant uptick”"), or it alone is
/// reported elsewhere.
fn is_rather_said(snapshot: &Snapshot, position: FilePosition, statement: Statement, event: EventMentionId) -> bool {
    let FilePosition { article, offset } = position;
    let analysis = snapshot.analysis(article);
    if statement.part == Part::Cue {
        return !introduces(analysis, event);
    }
    let Some(said) = statement.said_at(analysis, offset) else { return false };
    let found = versions(snapshot, StatementRef { article, attribution: statement.attribution }, said);
    let Some(version) = found.first() else { return false };
    let quoted = quotation_at(analysis, offset).is_some_and(|quotation| {
        let theirs = plain_words(snapshot.analysis(version.place.article), version.place.span);
        let shared = plain_words(analysis, quotation).iter().filter(|word| theirs.contains(word)).count();
        version.verbatim && shared >= 2
    });
    quoted || event_of(snapshot, article, event).is_none_or(|event| event_places(snapshot, event, article).is_empty())
}

/// The word at an offset, or the one that ends there.
fn word_at(analysis: &ArticleAnalysis, offset: u32) -> Option<Referent> {
    let tokens = &analysis.structure.tokens;
    let first = tokens.partition_point(|token| token.span.end < offset);
    let touching = tokens[first..].iter().take(2).map(|token| token.span).filter(|span| span.touches(offset));
    let is_word = |span: &Span| !normal(analysis.slice(*span)).is_empty();
    touching.filter(is_word).max_by_key(|span| span.contains(offset)).map(Referent::Word)
}

/// The entity of a mention; `None` while the article is not linked.
pub(super) fn entity_of(snapshot: &Snapshot, article: ArticleId, mention: MentionId) -> Option<EntityId> {
    let node = snapshot.article(article);
    node.entities.get(node.analysis.mentions.get(mention)?.chain).copied()
}

/// The event of an event mention; `None` while the article is not linked.
pub(super) fn event_of(snapshot: &Snapshot, article: ArticleId, mention: EventMentionId) -> Option<EventId> {
    let node = snapshot.article(article);
    node.events.get(node.analysis.event_mentions.get(mention)?.event).copied()
}
