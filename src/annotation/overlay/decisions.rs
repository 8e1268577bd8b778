//! Which annotations count, and for which question each is the answer.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::analysis::judged::Judged;
use crate::annotation::meaning::{Kind, Meaning, Relation, Verdict};
use crate::annotation::placed::Placed;
use crate::text::Span;

/// What asks the same of the same place: one answer counts. The kind, the first span and the others, and what else it
/// depends on.
type Question = (u8, Option<Span>, Vec<Span>, String);

/// The annotations that count, oldest first.
pub(super) struct Decisions<'a> {
    pub(super) counting: Vec<(&'a Placed, &'a Meaning, Judged)>,
    /// What other tools wrote.
    pub(super) foreign: Vec<(&'a Placed, Judged)>,
}

impl<'a> Decisions<'a> {
    pub(super) fn new(placed: &'a [Placed], whose: Option<&str>) -> Self {
        let mut questions: FxHashMap<Question, Vec<&'a Placed>> = FxHashMap::default();
        let mut foreign = Vec::new();
        for one in placed {
            match (one.meaning(), question(one)) {
                (Some(_), Some(question)) => questions.entry(question).or_default().push(one),
                (None, _) => foreign.push((one, judged(one, None))),
                _ => {}
            }
        }
        let mut counting = Vec::new();
        for answers in questions.into_values() {
            let Some(winner) = winner(&answers, whose) else { continue };
            let Some(meaning) = winner.meaning() else { continue };
            let otherwise = |other: &&&Placed| {
                other.annotation.creator != winner.annotation.creator
                    && other.meaning().is_some_and(|theirs| !agree(theirs, meaning))
            };
            let against = answers.iter().find(otherwise).map(|other| Arc::from(&*other.annotation.creator));
            counting.push((winner, meaning, judged(winner, against)));
        }
        counting
            .sort_by(|(a, _, one), (b, _, other)| (one.when, &a.annotation.id).cmp(&(other.when, &b.annotation.id)));
        Self { counting, foreign }
    }

    /// Those of a kind, oldest first.
    pub(super) fn of(&self, kind: Kind) -> impl Iterator<Item = &(&'a Placed, &'a Meaning, Judged)> {
        self.counting.iter().filter(move |(_, meaning, _)| meaning.kind == kind)
    }

    /// What is said of two places of this article, oldest first, so that the latest comes last.
    pub(super) fn between(&self, wanted: &'static [Relation]) -> impl Iterator<Item = (Span, Span, Relation, &Judged)> {
        self.of(Kind::Relation).filter_map(move |(placed, meaning, judged)| {
            let relation = meaning.relation.filter(|relation| wanted.contains(relation))?;
            let decided = meaning.verdict != Some(Verdict::Unsure) && meaning.verdict != Some(Verdict::Rejected);
            Some((placed.span(0)?, placed.span(1)?, relation, judged)).filter(|_| decided)
        })
    }
}

/// Of several answers one's own, else the latest.
fn winner<'a>(answers: &[&'a Placed], whose: Option<&str>) -> Option<&'a Placed> {
    if let [only] = answers {
        return Some(only);
    }
    let rank = |one: &'a Placed| {
        let annotation = &one.annotation;
        ((whose == Some(&*annotation.creator), annotation.when(), &annotation.id), one)
    };
    answers.iter().copied().map(rank).max_by(|(a, _), (b, _)| a.cmp(b)).map(|(_, one)| one)
}

fn agree(one: &Meaning, other: &Meaning) -> bool {
    let holds = |meaning: &Meaning| !matches!(meaning.verdict, Some(Verdict::Rejected | Verdict::Unsure));
    let same = |one: &Option<String>, other: &Option<String>| one == other;
    holds(one) == holds(other)
        && (one.relation, one.status) == (other.relation, other.status)
        && same(&one.r#type, &other.r#type)
        && same(&one.class, &other.class)
        && same(&one.entity, &other.entity)
}

fn judged(placed: &Placed, against: Option<Arc<str>>) -> Judged {
    let annotation = &placed.annotation;
    Judged {
        annotation: Arc::from(&*annotation.id),
        who: Arc::from(&*annotation.creator),
        when: annotation.when(),
        against,
    }
}

/// What an annotation answers; `None` when one of its places in this article is lost.
fn question(placed: &Placed) -> Option<Question> {
    let meaning = placed.meaning()?;
    if placed.is_orphan() {
        return None;
    }
    let kind = meaning.kind as u8;
    let first = || placed.first();
    let all = |spans: Vec<Span>, of: String| {
        let mut spans = spans.into_iter();
        (kind, spans.next(), spans.collect(), of)
    };
    let one = |span: Span, of: String| (kind, Some(span), Vec::new(), of);
    Some(match meaning.kind {
        Kind::Attribution => {
            let content = placed.spans(meaning.content.as_ref())?;
            let cue = placed.spans(meaning.cue.as_ref())?;
            all(if content.is_empty() { cue } else { content }, String::new())
        }
        Kind::Relation => {
            let mut spans: Vec<Span> = (0..2).filter_map(|target| placed.span(target)).collect();
            spans.sort_unstable();
            let elsewhere = (0..2).filter(|target| placed.span(*target).is_none());
            let elsewhere = elsewhere.filter_map(|target| placed.annotation.targets.get(target));
            let elsewhere: Vec<String> = elsewhere.map(|it| format!("{} {:?}", it.source, it.position)).collect();
            let of = match meaning.relation {
                Some(Relation::SameEntity | Relation::NotSameEntity) => "entity",
                _ => "event",
            };
            all(spans, format!("{of} {}", elsewhere.join(" ")))
        }
        Kind::Dismissal => one(first()?, meaning.code.clone().unwrap_or_default()),
        // Everybody's count.
        Kind::Note | Kind::Question => one(first()?, placed.annotation.id.to_string()),
        _ => one(first()?, String::new()),
    })
}
