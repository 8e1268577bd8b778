//! The best place to show of an entity, event or statement in an article, and the other articles in the order in
//! which a reader wants them: the same coverage first, then by distance in time.

use crate::analysis::{ArticleAnalysis, MentionKind, Realis};
use crate::corpus::{ArticleId, EntityId, EventId, Place, Snapshot};
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
pub(super) fn introduction(analysis: &ArticleAnalysis, chain: usize) -> Option<usize> {
    let chain = analysis.chains.get(chain)?;
    let rank = |&mention: &usize| {
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

/// The mention of an article's event to land on: in the body, as something that happened, the first.
pub(super) fn event_place(analysis: &ArticleAnalysis, event: usize) -> Option<usize> {
    let event = analysis.events.get(event)?;
    let rank = |&at: &usize| {
        let mention = &analysis.event_mentions[at];
        (zone_rank(analysis, mention.span), mention.realis != Realis::Actual, mention.class != event.class)
    };
    event.mentions.iter().copied().min_by_key(rank)
}

/// The other articles that name an entity, each with the mention that introduces it there.
pub(super) fn introductions(snapshot: &Snapshot, entity: EntityId, from: ArticleId) -> Vec<(Place, usize)> {
    let chains = snapshot.entity(entity).chains.iter().filter(|(article, _)| *article != from);
    let found = chains.filter_map(|&(article, chain)| {
        let analysis = snapshot.analysis(article);
        let mention = introduction(analysis, chain)?;
        Some((Place { article, span: analysis.mentions[mention].titled }, mention))
    });
    one_an_article(snapshot, from, found.collect())
}

/// The other articles that report an event, each with the mention to land on.
pub(super) fn event_places(snapshot: &Snapshot, event: EventId, from: ArticleId) -> Vec<(Place, usize)> {
    let events = snapshot.event(event).mentions.iter().filter(|(article, _)| *article != from);
    let found = events.filter_map(|&(article, event)| {
        let analysis = snapshot.analysis(article);
        let mention = event_place(analysis, event)?;
        Some((Place { article, span: analysis.event_mentions[mention].span }, mention))
    });
    one_an_article(snapshot, from, found.collect())
}

/// A statement in another article.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct OtherVersion {
    /// The words that match best.
    pub(super) place: Place,
    /// The attribution there.
    pub(super) attribution: usize,
    /// True when some words between quotation marks agree.
    pub(super) verbatim: bool,
}

/// The same statement in other articles, best first within an article, one an article. `words` is the span asked
/// about: of a split quotation, the part that shares most with it is taken.
pub(super) fn versions(snapshot: &Snapshot, from: ArticleId, attribution: usize, words: Span) -> Vec<OtherVersion> {
    let asked = snapshot.analysis(from).slice(words);
    let links = snapshot.statements.iter().filter_map(|link| {
        let other = match (link.a, link.b) {
            (a, b) if a == (from, attribution) => b,
            (a, b) if b == (from, attribution) => a,
            _ => return None,
        };
        let analysis = snapshot.analysis(other.0);
        let span = nearest_part(analysis, &analysis.attributions.get(other.1)?.content, asked)?;
        Some((other, span, link.verbatim, link.score))
    });
    let mut links: Vec<_> = links.filter(|(other, ..)| other.0 != from).collect();
    links.sort_by(|a, b| b.3.total_cmp(&a.3).then(a.0.cmp(&b.0)));
    let found = links.into_iter().map(|((article, attribution), span, verbatim, _)| {
        let place = Place { article, span };
        (place, OtherVersion { place, attribution, verbatim })
    });
    one_an_article(snapshot, from, found.collect()).into_iter().map(|(_, version)| version).collect()
}

fn nearest_part(analysis: &ArticleAnalysis, parts: &[Span], asked: &str) -> Option<Span> {
    let words: rustc_hash::FxHashSet<String> = asked.split_whitespace().map(normal).collect();
    let shared =
        |span: &Span| analysis.slice(*span).split_whitespace().filter(|word| words.contains(&normal(word))).count();
    // `max_by_key` takes the last of equals; the first part is the better answer.
    parts.iter().rev().copied().max_by_key(shared)
}

/// A word in lower case without marks around it.
pub(super) fn normal(word: &str) -> String {
    word.trim_matches(|ch: char| !ch.is_alphanumeric()).to_lowercase()
}

/// Keeps the first place of each article and puts the articles in reading order.
fn one_an_article<T>(snapshot: &Snapshot, from: ArticleId, mut found: Vec<(Place, T)>) -> Vec<(Place, T)> {
    let mut seen = rustc_hash::FxHashSet::default();
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
