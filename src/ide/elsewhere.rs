//! The best place to show of an entity, event or statement in an article, and the other articles in the order in
//! which a reader wants them: the same coverage first, then by distance in time.

use rustc_hash::FxHashSet;

use crate::analysis::{
    ArticleAnalysis, ArticleEventId, Attribution, AttributionId, ChainId, EventMentionId, MentionId, MentionKind,
    Published, Realis, TimeExpression, TimeValue,
};
use crate::corpus::{ArticleId, ChainRef, EntityId, EventId, EventRef, Place, Snapshot, StatementRef, same_family};
use crate::model::EntityType;
use crate::text::Span;
use crate::token::ZoneKind;

/// How well a zone serves as a place to land: the body, then what was written about the body, then the rest.
pub(super) fn zone_rank(analysis: &ArticleAnalysis, span: Span) -> u8 {
    match analysis.structure.zone_at(span.start) {
        ZoneKind::Body => 0,
        ZoneKind::Standfirst => 1,
        ZoneKind::Headline | ZoneKind::Subheading | ZoneKind::Kicker => 2,
        ZoneKind::Caption | ZoneKind::Byline | ZoneKind::Dateline | ZoneKind::DatelineDate => 3,
        ZoneKind::Related | ZoneKind::Boilerplate => 4,
    }
}

/// The mention that introduces a chain: in the body before the headline, a person by full name before a surname,
/// then the first.
pub(super) fn introduction(analysis: &ArticleAnalysis, chain: ChainId) -> Option<MentionId> {
    let chain = analysis.chains.get(chain)?;
    let rank = |&mention: &MentionId| {
        let mention = &analysis.mentions[mention];
        let surname = chain.entity_type == EntityType::Person && !analysis.slice(mention.span).contains(' ');
        let kind = match mention.kind {
            MentionKind::Named if surname => 1,
            MentionKind::Named => 0,
            MentionKind::Nominal => 2,
            MentionKind::Pronoun => 3,
        };
        (kind > 1, zone_rank(analysis, mention.span), kind)
    };
    chain.mentions.iter().copied().min_by_key(rank)
}

/// The mention of an article's event to land on: in the body, as something that happened, by its own phrase rather
/// than by what was said in it ("asked" in a call), the first.
pub(super) fn event_place(analysis: &ArticleAnalysis, event: ArticleEventId) -> Option<EventMentionId> {
    let event = analysis.events.get(event)?;
    let rank = |&at: &EventMentionId| {
        let mention = &analysis.event_mentions[at];
        let happened = mention.realis == Realis::Actual;
        let other_kind = !same_family(mention.class, event.class);
        let introduces = introduces(analysis, at);
        let telling = mention.class == event.class || introduces;
        // "said" tells of words; "made an urgent call to" tells of the call, whatever is said behind it.
        let cue = !introduces && is_cue(analysis, mention.head);
        (zone_rank(analysis, mention.span), !happened, other_kind, !telling, cue)
    };
    // The first mentions are enough, and a text of a megabyte may hold thousands.
    event.mentions.iter().take(200).copied().min_by_key(rank)
}

/// True for "an intense conversation": who writes "a" tells of something for the first time.
pub(super) fn introduces(analysis: &ArticleAnalysis, event: EventMentionId) -> bool {
    let mut words = analysis.slice(analysis.event_mentions[event].span).split_whitespace();
    words.any(|word| matches!(word, "a" | "an" | "A" | "An"))
}

fn is_cue(analysis: &ArticleAnalysis, head: Span) -> bool {
    let cues = analysis.attributions.iter().flat_map(|attribution| &attribution.cue);
    cues.into_iter().any(|cue| cue.overlaps(head))
}

/// The other articles that name an entity, each with the mention that introduces it there.
pub(super) fn introductions(snapshot: &Snapshot, entity: EntityId, from: ArticleId) -> Vec<(Place, MentionId)> {
    let chains = snapshot.entity(entity).chains.iter().filter(|chain| chain.article != from);
    let found = chains.filter_map(|&ChainRef { article, chain }| {
        let analysis = snapshot.analysis(article);
        let mention = introduction(analysis, chain)?;
        Some((Place { article, span: analysis.mentions[mention].titled }, mention))
    });
    one_an_article(snapshot, from, found.collect())
}

/// The other articles that report an event, each with the mention to land on.
pub(super) fn event_places(snapshot: &Snapshot, event: EventId, from: ArticleId) -> Vec<(Place, EventMentionId)> {
    let events = snapshot.event(event).mentions.iter().filter(|event| event.article != from);
    let found = events.filter_map(|&EventRef { article, event }| {
        let analysis = snapshot.analysis(article);
        let mention = event_place(analysis, event)?;
        Some((Place { article, span: analysis.event_mentions[mention].span }, mention))
    });
    one_an_article(snapshot, from, found.collect())
}

/// True when an event that two articles share needs no look at the words around: both are about it, or they are of
/// different coverage.
pub(super) fn is_sure_of_event(snapshot: &Snapshot, event: EventId, from: ArticleId, other: ArticleId) -> bool {
    let about = |article: ArticleId| snapshot.article(article).main_event() == Some(event);
    about(from) && about(other) || snapshot.article(from).coverage != snapshot.article(other).coverage
}

/// The day that a relative time is counted from; `None` for one that means no days.
pub(super) fn anchor(analysis: &ArticleAnalysis, time: &TimeExpression) -> Option<Published> {
    let dated =
        !matches!(time.value, TimeValue::Duration { .. } | TimeValue::Past | TimeValue::Future | TimeValue::Undated);
    analysis.published.filter(|_| time.relative && dated)
}

/// A statement in another article.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct OtherVersion {
    /// The words that match best.
    pub(super) place: Place,
    /// The attribution there.
    pub(super) attribution: AttributionId,
    /// True when some words between quotation marks agree.
    pub(super) verbatim: bool,
}

/// The same statement in other articles, one an article: in the body before a headline, then what shares most words
/// with `words`, the span asked about. Of a statement with several parts or quotations, the one that shares most.
/// A statement inside another ("the Kremlin said that he reiterated …") has the versions of the outer one when it has
/// none itself, and the outer one those of the inner one that takes up most of it.
pub(super) fn versions(snapshot: &Snapshot, of: StatementRef, words: Span) -> Vec<OtherVersion> {
    versions_among(snapshot, of, words, None)
}

/// The same statement in one other article; the work does not grow with the articles beside it.
pub(super) fn version_in(snapshot: &Snapshot, of: StatementRef, words: Span, other: ArticleId) -> Option<OtherVersion> {
    versions_among(snapshot, of, words, Some(other)).into_iter().next()
}

fn versions_among(snapshot: &Snapshot, of: StatementRef, words: Span, only: Option<ArticleId>) -> Vec<OtherVersion> {
    let analysis = snapshot.analysis(of.article);
    let mut at = Some(of.attribution);
    // A parent stands before its children, so that this ends.
    while let Some(attribution) = at {
        let found = own_versions(snapshot, StatementRef { attribution, ..of }, words, only);
        if !found.is_empty() {
            return found;
        }
        let parent = analysis.attributions.get(attribution).and_then(|inner| inner.parent);
        at = parent.filter(|parent| *parent < attribution);
    }
    inner_of(analysis, of.attribution, words)
        .map_or_else(Vec::new, |attribution| own_versions(snapshot, StatementRef { attribution, ..of }, words, only))
}

/// The statement inside another that is most of the words asked about.
fn inner_of(analysis: &ArticleAnalysis, outer: AttributionId, words: Span) -> Option<AttributionId> {
    let inner = analysis.attributions.iter_enumerated().filter(|(_, inner)| inner.parent == Some(outer));
    let most = |content: &Span| 2 * content.overlap(words) > words.len();
    inner.filter(|(_, inner)| inner.content.iter().any(most)).map(|(at, _)| at).next()
}

fn own_versions(snapshot: &Snapshot, of: StatementRef, words: Span, only: Option<ArticleId>) -> Vec<OtherVersion> {
    let from = of.article;
    let asked: FxHashSet<String> = snapshot.analysis(from).slice(words).split_whitespace().map(normal).collect();
    let links = snapshot.article(from).statements.iter().filter_map(|link| {
        let other = match (link.a, link.b) {
            (a, b) if a == of => b,
            (a, b) if b == of => a,
            _ => return None,
        };
        let StatementRef { article, attribution } = other;
        let analysis = snapshot.analysis(article);
        let wanted = article != from && only.is_none_or(|only| only == article);
        let content = &analysis.attributions.get(attribution).filter(|_| wanted)?.content;
        let (shared, span) = nearest_part(analysis, content, &asked)?;
        if !link.holds_for_anybody() && !same_said(snapshot, of, other, zone_rank(analysis, span) == 0) {
            return None;
        }
        let version = OtherVersion { place: Place { article, span }, attribution, verbatim: link.verbatim };
        Some(((zone_rank(analysis, span), std::cmp::Reverse(shared), span), version))
    });
    let mut found = quotation_versions(snapshot, from, words, only);
    if found.is_empty() {
        found.extend(links);
    }
    found.sort_by_key(|(rank, _)| *rank);
    let found = found.into_iter().map(|(_, version)| (version.place, version)).collect();
    let mut versions = one_an_article(snapshot, from, found);
    versions.sort_by_key(|(place, _)| zone_rank(snapshot.analysis(place.article), place.span) > 0);
    versions.into_iter().map(|(_, version)| version).collect()
}

/// True when two statements that are alike may be shown as one: of one source, or, in the body, of two that are known
/// ("his office" here, "the Kremlin" there). A headline and words that nobody in particular says are no version.
fn same_said(snapshot: &Snapshot, one: StatementRef, other: StatementRef, body: bool) -> bool {
    match (source(snapshot, one), source(snapshot, other)) {
        (Some(one), Some(other)) => one == other || body,
        _ => false,
    }
}

/// The entity that says a statement.
fn source(snapshot: &Snapshot, of: StatementRef) -> Option<EntityId> {
    let node = snapshot.article(of.article);
    node.entities.get(node.analysis.attributions.get(of.attribution)?.chain?).copied()
}

/// Sorts versions in an article, best first.
type Rank = (u8, std::cmp::Reverse<usize>, Span);

/// Words in a row that make two quotations the same.
const SAME_WORDS: usize = 5;

/// The quotations of the same coverage that share a run of words with the quotation `words`. A statement may hold
/// several quotations, and each may stand in another article.
fn quotation_versions(
    snapshot: &Snapshot,
    from: ArticleId,
    words: Span,
    only: Option<ArticleId>,
) -> Vec<(Rank, OtherVersion)> {
    let here = snapshot.article(from);
    let is_quotation =
        here.analysis.structure.quotations.binary_search_by_key(&words, |quotation| quotation.span).is_ok();
    let asked = plain_words(&here.analysis, words);
    if !is_quotation || asked.len() < SAME_WORDS {
        return Vec::new();
    }
    let runs: FxHashSet<&[String]> = asked.windows(SAME_WORDS).collect();
    let mut found = Vec::new();
    let wanted = |article: &&ArticleId| **article != from && only.is_none_or(|only| only == **article);
    for &article in snapshot.coverage(here.coverage).articles.iter().filter(wanted) {
        let analysis = snapshot.analysis(article);
        for quotation in &analysis.structure.quotations {
            let theirs = plain_words(analysis, quotation.span);
            let shared = theirs.windows(SAME_WORDS).filter(|run| runs.contains(run)).count();
            let Some(attribution) = attribution_of(analysis, quotation.span).filter(|_| shared > 0) else { continue };
            let place = Place { article, span: quotation.span };
            let rank = (zone_rank(analysis, quotation.span), std::cmp::Reverse(shared + SAME_WORDS), quotation.span);
            found.push((rank, OtherVersion { place, attribution, verbatim: true }));
        }
    }
    found
}

/// The words of a span in lower case, without marks.
pub(super) fn plain_words(analysis: &ArticleAnalysis, span: Span) -> Vec<String> {
    analysis.slice(span).split_whitespace().map(normal).filter(|word| !word.is_empty()).collect()
}

/// The attribution whose content holds a span.
fn attribution_of(analysis: &ArticleAnalysis, span: Span) -> Option<AttributionId> {
    let holds = |attribution: &Attribution| attribution.content.iter().any(|content| content.covers(span));
    analysis.attributions.iter_enumerated().rfind(|(_, attribution)| holds(attribution)).map(|(at, _)| at)
}

/// The part that shares most words with `asked`, with how many it shares; a quotation in a part where that is enough.
fn nearest_part(analysis: &ArticleAnalysis, parts: &[Span], asked: &FxHashSet<String>) -> Option<(usize, Span)> {
    let shared =
        |span: Span| analysis.slice(span).split_whitespace().filter(|word| asked.contains(&normal(word))).count();
    let quotations = &analysis.structure.quotations;
    let inside = |part: &Span| {
        let first = quotations.partition_point(|quotation| quotation.span.end <= part.start);
        let part = *part;
        quotations[first..].iter().map(|quotation| quotation.span).take_while(move |span| part.covers(*span))
    };
    // Of spans that share as much, the shorter: the quotation, not the sentence around it.
    let spans = parts.iter().flat_map(|part| std::iter::once(*part).chain(inside(part)));
    let rank = |&span: &Span| (shared(span), std::cmp::Reverse(span.len()));
    spans.max_by_key(rank).map(|span| (shared(span), span))
}

/// A word in lower case without marks around it. Apostrophes and dashes are one of a kind: how an outlet sets its type
/// says nothing ("don’t" is "don't").
pub(super) fn normal(word: &str) -> String {
    let plain = |ch: char| match ch {
        '‘' | '’' | '‛' | 'ʼ' | '′' | '`' | '´' => '\'',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
        _ => ch,
    };
    let word = word.trim_matches(|ch: char| !ch.is_alphanumeric());
    // "F.B.I." is the FBI.
    let initials = word.split('.').all(|part| part.chars().count() == 1);
    word.chars().filter(|ch| !(initials && *ch == '.')).map(plain).flat_map(char::to_lowercase).collect()
}

/// Keeps the first place of each article and puts the articles in reading order.
fn one_an_article<T>(snapshot: &Snapshot, from: ArticleId, mut found: Vec<(Place, T)>) -> Vec<(Place, T)> {
    let mut seen = FxHashSet::default();
    found.retain(|(place, _)| seen.insert(place.article));
    found.sort_by_key(|(place, _)| nearness(snapshot, from, place.article));
    found
}

/// Sorts the same coverage first, then by distance in days; undated articles last.
fn nearness(snapshot: &Snapshot, from: ArticleId, other: ArticleId) -> (bool, i64, ArticleId) {
    let (here, there) = (snapshot.article(from), snapshot.article(other));
    let date = |node: &crate::corpus::ArticleNode| node.analysis.published.map(|published| published.date);
    let days = match (date(here), date(there)) {
        (Some(a), Some(b)) => i64::from((a - b).get_days()).abs(),
        _ => i64::MAX,
    };
    (here.coverage != there.coverage, days, other)
}
