//! What people decided about places of two articles, as the constraints that linking keeps to.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;

use super::lay::ByArticle;
use crate::analysis::{ArticleAnalysis, EventMentionId, MentionId};
use crate::annotation::bonds::{Bond, against, consistent};
use crate::annotation::overlay::find::{event_of, mention_of};
use crate::annotation::{Annotation, Relation, Verdict};
use crate::corpus::{Constraints, Keyed, Pairs};
use crate::text::{Span, escaped};

/// What follows from annotations for linking.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// What linking keeps to.
    pub constraints: Constraints,
    /// Decisions that others contradict: in which article, where, and what is said of it.
    pub contradictions: Vec<(Arc<str>, Span, String)>,
}

/// So many contradictions of one kind are told at most.
const TOLD: usize = 100;

/// A place, by the key of its article.
type End = (Arc<str>, Span);

/// A decision on two places.
struct Decision {
    annotation: Arc<Annotation>,
    ends: [End; 2],
    relation: Relation,
}

/// Works out the constraints. `analysis` is that of an article with its annotations laid over it, and `whose` own count
/// first.
pub fn links<'a>(
    all: &ByArticle,
    analysis: impl Fn(&str) -> Option<&'a ArticleAnalysis>,
    whose: Option<&str>,
) -> Links {
    let mut links = Links::default();
    let (decisions, within): (Vec<Decision>, Vec<Decision>) =
        counting(decisions(all), whose).into_iter().partition(|one| one.ends[0].0 != one.ends[1].0);
    let chain = |(key, span): &End| {
        let analysis = analysis(key)?;
        let at = mention_of(analysis.mentions.iter(), *span)?;
        let mention = analysis.mentions.get(MentionId::from(at))?;
        Some(Keyed { article: Arc::clone(key), id: mention.chain })
    };
    let event = |(key, span): &End| {
        let analysis = analysis(key)?;
        let at = event_of(analysis.event_mentions.iter(), *span)?;
        let mention = analysis.event_mentions.get(EventMentionId::from(at))?;
        Some(Keyed { article: Arc::clone(key), id: mention.event })
    };
    let entities = of(&decisions, ENTITIES);
    let events = of(&decisions, EVENTS);
    links.constraints.chains = settle(&entities, &chain, &mut links.contradictions);
    links.constraints.events = settle(&events, &event, &mut links.contradictions);
    // Within an article they were joined and parted before; here it is said where they contradict each other.
    let mention = |(key, span): &End| {
        let at = mention_of(analysis(key)?.mentions.iter(), *span)?;
        Some(Keyed { article: Arc::clone(key), id: at })
    };
    let event_mention = |(key, span): &End| {
        let at = event_of(analysis(key)?.event_mentions.iter(), *span)?;
        Some(Keyed { article: Arc::clone(key), id: at })
    };
    settle(&of(&within, ENTITIES), &mention, &mut links.contradictions);
    settle(&of(&within, EVENTS), &event_mention, &mut links.contradictions);
    // Articles that are about the events are told apart, or together, with them.
    let main = |it: &Keyed<_>| {
        let events = &analysis(&it.article)?.events;
        events.get(it.id).filter(|event| event.main).map(|_| Arc::clone(&it.article))
    };
    let both = |pairs: &[(Keyed<_>, Keyed<_>)]| -> Vec<(Arc<str>, Arc<str>)> {
        pairs.iter().filter_map(|(a, b)| Some((main(a)?, main(b)?))).filter(|(a, b)| a != b).collect()
    };
    links.constraints.articles = Pairs {
        must_link: both(&links.constraints.events.must_link),
        cannot_link: both(&links.constraints.events.cannot_link),
    };
    links
}

const ENTITIES: &[Relation] = &[Relation::SameEntity, Relation::NotSameEntity];
/// A part is not the whole.
const EVENTS: &[Relation] = &[Relation::SameEvent, Relation::NotSameEvent, Relation::PartOf];

fn of<'a>(decisions: &'a [Decision], wanted: &[Relation]) -> Vec<&'a Decision> {
    decisions.iter().filter(|one| wanted.contains(&one.relation)).collect()
}

/// The decisions whose places are both found.
fn decisions(all: &ByArticle) -> Vec<Decision> {
    type Ends = [Option<End>; 2];
    let mut found: BTreeMap<&str, (&Arc<Annotation>, Relation, Ends)> = BTreeMap::new();
    for (key, placed) in all.iter().flat_map(|(key, standing)| standing.relations().map(move |one| (key, one))) {
        let Some(meaning) = placed.meaning() else { continue };
        let undecided = matches!(meaning.verdict, Some(Verdict::Unsure | Verdict::Rejected));
        let Some(relation) = meaning.relation.filter(|_| !undecided) else { continue };
        let annotation = &placed.annotation;
        let (_, _, ends) = found.entry(&annotation.id).or_insert((annotation, relation, [None, None]));
        for (at, end) in ends.iter_mut().enumerate() {
            let here = placed.span(at).map(|span| (Arc::clone(key), span));
            *end = end.take().or(here);
        }
    }
    let whole = found.into_values().filter_map(|(annotation, relation, ends)| {
        let [Some(one), Some(other)] = ends else { return None };
        Some(Decision { annotation: Arc::clone(annotation), ends: [one, other], relation })
    });
    whole.collect()
}

/// Of decisions on the same two places one's own, else the latest.
fn counting(decisions: Vec<Decision>, whose: Option<&str>) -> Vec<Decision> {
    let mut by_places: BTreeMap<(Vec<End>, bool), Decision> = BTreeMap::new();
    for decision in decisions {
        let mut places = decision.ends.to_vec();
        places.sort();
        let entity = matches!(decision.relation, Relation::SameEntity | Relation::NotSameEntity);
        let rank = |one: &Decision| {
            let annotation = &one.annotation;
            (whose == Some(&*annotation.creator), annotation.when(), annotation.id.clone())
        };
        match by_places.entry((places, entity)) {
            std::collections::btree_map::Entry::Vacant(free) => drop(free.insert(decision)),
            std::collections::btree_map::Entry::Occupied(mut taken) => {
                if rank(&decision) > rank(taken.get()) {
                    taken.insert(decision);
                }
            }
        }
    }
    by_places.into_values().collect()
}

/// The pairs of things that decisions are about; what later decisions contradict is told.
fn settle<I: Copy + Ord>(
    decisions: &[&Decision],
    find: &impl Fn(&End) -> Option<Keyed<I>>,
    contradictions: &mut Vec<(Arc<str>, Span, String)>,
) -> Pairs<Keyed<I>> {
    let mut things: BTreeMap<Keyed<I>, usize> = BTreeMap::new();
    let mut bonds: Vec<(Bond, &Decision)> = Vec::new();
    for decision in decisions {
        let [Some(one), Some(other)] = [find(&decision.ends[0]), find(&decision.ends[1])] else { continue };
        let mut number = |thing| {
            let next = things.len();
            *things.entry(thing).or_insert(next)
        };
        let (one, other) = (number(one), number(other));
        let same = matches!(decision.relation, Relation::SameEntity | Relation::SameEvent);
        let when: Option<Timestamp> = decision.annotation.when();
        bonds.push((Bond { one, other, same, when }, decision));
    }
    let plain: Vec<Bond> = bonds.iter().map(|(bond, _)| *bond).collect();
    let settled = consistent(things.len(), &plain);
    let by_number: Vec<&Keyed<I>> = {
        let mut all: Vec<(&Keyed<I>, &usize)> = things.iter().collect();
        all.sort_by_key(|(_, number)| **number);
        all.into_iter().map(|(thing, _)| thing).collect()
    };
    let mut pairs = Pairs::default();
    let kept = settled.kept;
    for at in kept.iter().copied() {
        let Bond { one, other, same, .. } = plain[at];
        let pair = (by_number[one].clone(), by_number[other].clone());
        if same { pairs.must_link.push(pair) } else { pairs.cannot_link.push(pair) }
    }
    for at in settled.dropped.into_iter().take(TOLD) {
        let others = against(&plain, &kept, &plain[at]);
        let said: Vec<&Decision> = std::iter::once(at).chain(others).map(|at| bonds[at].1).collect();
        let words: Vec<String> = said.iter().map(|decision| in_words(decision)).collect();
        let message = format!("these contradict each other, and the latest counts: {}", words.join("; "));
        let places: BTreeSet<&End> = said.iter().flat_map(|decision| &decision.ends).collect();
        contradictions.extend(places.into_iter().map(|(key, span)| (Arc::clone(key), *span, message.clone())));
    }
    pairs
}

/// `A. Annotator, 21 Nov 2026: “Mr. Holt” / “Sam Holt” are not the same`.
fn in_words(decision: &Decision) -> String {
    let annotation = &decision.annotation;
    let when = annotation.when().map(|when| when.strftime(", %-d %b %Y").to_string()).unwrap_or_default();
    let words: Vec<String> = annotation.targets.iter().map(|target| format!("“{}”", escaped(target.words()))).collect();
    let said = match decision.relation {
        Relation::SameEntity | Relation::SameEvent => "are the same",
        Relation::NotSameEntity | Relation::NotSameEvent => "are not the same",
        Relation::PartOf => "are a part and its whole",
    };
    format!("{}{when}: {} {said}", escaped(&annotation.creator), words.join(" / "))
}
