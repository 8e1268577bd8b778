//! What is one across articles: entities, events, coverage, statements.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::case::{Case, Miss, Score, Subject};
use super::gold::{Alignment, FilePlace};
use crate::analysis::MentionKind;
use crate::corpus::{ArticleId, EntityId, EventId, StatementRef};
use crate::text::Span;

/// Scores the links.
pub fn score(case: &Case<'_>) -> Vec<Score> {
    let mut scores = vec![chains(case)];
    scores.extend(merged(case));
    scores.push(event_mentions(case));
    scores.push(event_traps(case));
    scores.push(coverage(case));
    scores.extend(statements(case));
    scores
}

/// For each gold name that is found: its entity.
fn found_names<'a>(case: &'a Case<'a>) -> Vec<(Subject<'a>, &'a str, Span, EntityId)> {
    let mut found = Vec::new();
    for subject in case.articles() {
        let node = case.snapshot.article(subject.id);
        for name in &subject.gold.entities {
            let span = subject.span(name.place);
            let mut mentions = node.analysis.mentions.iter();
            let mention = mentions.find(|mention| mention.kind == MentionKind::Named && mention.span == span);
            if let Some(&entity) = mention.and_then(|mention| node.entities.get(mention.chain)) {
                found.push((subject, name.chain.as_str(), span, entity));
            }
        }
    }
    found
}

/// The most frequent entity of each gold chain.
fn main_entities<'a>(case: &Case<'_>, found: &[(Subject<'a>, &'a str, Span, EntityId)]) -> BTreeMap<&'a str, EntityId> {
    let mut counts: BTreeMap<&str, FxHashMap<EntityId, usize>> = BTreeMap::new();
    for (_, chain, _, entity) in found {
        *counts.entry(chain).or_default().entry(*entity).or_default() += 1;
    }
    let most = |entities: FxHashMap<EntityId, usize>| {
        let first = |id| std::cmp::Reverse(case.snapshot.first_chain(id));
        entities.into_iter().max_by_key(|&(id, count)| (count, first(id)))
    };
    counts.into_iter().filter_map(|(chain, entities)| Some((chain, most(entities)?.0))).collect()
}

/// Names that have the entity that most names of their chain have.
fn chains(case: &Case<'_>) -> Score {
    let mut score = Score::new("names found that are in their chain");
    let found = found_names(case);
    let main = main_entities(case, &found);
    for (subject, chain, span, entity) in &found {
        score.count(main.get(chain) == Some(entity), || {
            subject
                .miss(*span, format!("apart from the others of “{chain}”, in “{}”", case.snapshot.entity(*entity).name))
        });
    }
    score
}

/// Chains whose main entity is no other chain's as well.
fn merged(case: &Case<'_>) -> Option<Score> {
    let found = found_names(case);
    let main = main_entities(case, &found);
    let mut score = Score::new("chains that are not merged with another");
    for (chain, entity) in &main {
        let other = main.iter().find(|(other, entity_too)| *other != chain && entity_too == &entity);
        score.count(other.is_none(), || Miss {
            place: (*chain).to_owned(),
            words: String::new(),
            why: format!("merged with “{}”", other.map_or("", |(name, _)| name)),
        });
    }
    Some(score)
}

fn event_at(subject: &Subject<'_>, span: Span) -> Option<EventId> {
    let node = subject.case.snapshot.article(subject.id);
    let mentions = node.analysis.event_mentions.iter();
    let mention = mentions.filter(|mention| mention.span.overlaps(span)).max_by_key(|mention| {
        (mention.head.overlaps(span), mention.span.overlap(span), std::cmp::Reverse(mention.span.start))
    })?;
    node.events.get(mention.event).copied()
}

fn event_mentions(case: &Case<'_>) -> Score {
    let mut score = Score::new("required event mentions found");
    for subject in case.articles() {
        for event in subject.gold.events.iter().filter(|event| event.required) {
            let span = subject.span(event.place);
            score
                .count(event_at(&subject, span).is_some(), || subject.miss(span, format!("{} not found", event.event)));
        }
    }
    score
}

/// No mention of an event shares its event with a mention of one that it is declared not to be.
fn event_traps(case: &Case<'_>) -> Score {
    let mut score = Score::new("event traps (mentions kept apart)");
    let mut found: BTreeMap<&str, Vec<(Subject<'_>, Span, EventId)>> = BTreeMap::new();
    for subject in case.articles() {
        for gold in &subject.gold.events {
            let span = subject.span(gold.place);
            if let Some(event) = event_at(&subject, span) {
                found.entry(&gold.event).or_default().push((subject, span, event));
            }
        }
    }
    for (name, mentions) in &found {
        let Some(shared) = case.gold.shared.events.get(*name) else { continue };
        for other in shared.not_same_as.iter().filter(|other| other.as_str() > *name) {
            let others: Vec<EventId> =
                found.get(other.as_str()).into_iter().flatten().map(|(_, _, event)| *event).collect();
            for (subject, span, event) in mentions.iter().filter(|_| !others.is_empty()) {
                score.count(!others.contains(event), || {
                    subject.miss(*span, format!("{name} in one event with {other}"))
                });
            }
        }
    }
    score
}

/// Every pair of articles: in one coverage exactly when they are about the same event.
fn coverage(case: &Case<'_>) -> Score {
    let mut score = Score::new("article pairs: same event or not");
    let subjects: Vec<_> = case.articles().filter(|subject| !subject.gold.article.about.is_empty()).collect();
    for (nth, a) in subjects.iter().enumerate() {
        for b in &subjects[nth + 1..] {
            let same = a.gold.article.about == b.gold.article.about;
            let found = case.snapshot.article(a.id).coverage == case.snapshot.article(b.id).coverage;
            score.count(same == found, || Miss {
                place: format!("{} and {}", a.gold.short(a.name), b.gold.short(b.name)),
                words: String::new(),
                why: if same { "one event, found as two" } else { "two events, found as one" }.to_owned(),
            });
        }
    }
    score
}

fn statements(case: &Case<'_>) -> [Score; 2] {
    let mut same = Score::new("statement pairs that are linked");
    let mut apart = Score::new("statement traps (pairs kept apart)");
    let miss = |alignment: &Alignment, why: &str| Miss {
        place: alignment.id.clone(),
        words: String::new(),
        why: why.to_owned(),
    };
    for alignment in &case.gold.shared.alignments {
        same.count(linked(case, alignment), || miss(alignment, "not linked"));
    }
    for alignment in &case.gold.shared.not_aligned {
        apart.count(!linked(case, alignment), || miss(alignment, "linked"));
    }
    [same, apart]
}

fn linked(case: &Case<'_>, alignment: &Alignment) -> bool {
    let Some((a, b)) = place(case, &alignment.a).zip(place(case, &alignment.b)) else { return false };
    let touches = |of: StatementRef, (id, span): (ArticleId, Span)| {
        let attribution = case.snapshot.analysis(of.article).attributions.get(of.attribution);
        of.article == id && attribution.is_some_and(|found| found.content.iter().any(|part| part.overlaps(span)))
    };
    let mut links = case.snapshot.statements();
    links.any(|link| (touches(link.a, a) && touches(link.b, b)) || (touches(link.a, b) && touches(link.b, a)))
}

/// A place of the gold in the snapshot.
pub(super) fn place(case: &Case<'_>, gold: &FilePlace) -> Option<(ArticleId, Span)> {
    let subject = case.articles().find(|subject| subject.name == gold.file)?;
    Some((subject.id, subject.span(gold.place)))
}
