//! Where articles differ in what they tell of one event: who began it, on which day, how many. What one tells and
//! another leaves open is shown as well, for what the articles are about.

use rustc_hash::FxHashSet;

use super::differences::{Disagreement, What};
use crate::analysis::{ArticleAnalysis, ArticleEventId, EventMention, EventMentionId, MentionKind, TimeValue};
use crate::corpus::features::figure::{Figure, figures_of};
use crate::corpus::{ArticleId, EntityId, Event, Place, Snapshot};
use crate::ide::elsewhere::normal;
use crate::text::Span;
use crate::token::{SentenceId, TokenKind, ZoneKind};

/// Words on either side of a figure that tell what was done to those who are counted.
const AROUND: usize = 3;
/// Mentions of an event in one article that are looked at.
const MENTIONS: usize = 40;

/// What one article tells of an event, and others that tell of it do not.
#[derive(Clone, Debug, PartialEq)]
pub struct Untold {
    /// What is told.
    pub what: What,
    /// Where, and in which words.
    pub told: (Place, String),
    /// The articles that do not say.
    pub silent: Vec<ArticleId>,
}

/// What is told of an event: where, in which words, and what decides whether two are the same.
struct Told<T> {
    place: Place,
    words: String,
    value: T,
}

/// The differences between articles in what they tell of their events.
pub(super) fn find(snapshot: &Snapshot, articles: &[ArticleId]) -> (Vec<Disagreement>, Vec<Untold>) {
    let (mut differences, mut untold) = (Vec::new(), Vec::new());
    let mut seen = FxHashSet::default();
    let events = articles.iter().flat_map(|article| snapshot.article(*article).events.iter());
    for id in events.filter(|id| seen.insert(**id)) {
        let event = snapshot.event(*id);
        let telling: Vec<ArticleId> =
            articles.iter().copied().filter(|article| at(&event, *article).is_some()).collect();
        if telling.len() < 2 {
            continue;
        }
        began(snapshot, &event, &telling, &mut differences, &mut untold);
        for (nth, &here) in telling.iter().enumerate() {
            for &there in &telling[nth + 1..] {
                differences.extend(days(snapshot, &event, [here, there]));
                differences.extend(counts(snapshot, &event, [here, there]));
            }
        }
    }
    (differences, untold)
}

fn at(event: &Event<'_>, article: ArticleId) -> Option<ArticleEventId> {
    event.mentions.iter().find(|mention| mention.article == article).map(|mention| mention.event)
}

/// True when it is what an article is about.
fn is_main(snapshot: &Snapshot, event: &Event<'_>, article: ArticleId) -> bool {
    at(event, article).and_then(|at| snapshot.analysis(article).events.get(at)).is_some_and(|event| event.main)
}

/// The mentions of an event in an article, in its body.
fn mentions<'a>(
    snapshot: &'a Snapshot,
    event: &Event<'_>,
    article: ArticleId,
) -> impl Iterator<Item = (EventMentionId, &'a EventMention)> + use<'a> {
    let analysis = snapshot.analysis(article);
    let own = at(event, article).and_then(|at| analysis.events.get(at));
    let own = own.into_iter().flat_map(|event| &event.mentions);
    let own = own.filter_map(|at| Some((*at, analysis.event_mentions.get(*at)?)));
    own.filter(|(_, mention)| analysis.structure.zone_at(mention.span.start) == ZoneKind::Body).take(MENTIONS)
}

/// Who began it, where the articles name two or one leaves it open.
fn began(
    snapshot: &Snapshot,
    event: &Event<'_>,
    articles: &[ArticleId],
    differences: &mut Vec<Disagreement>,
    untold: &mut Vec<Untold>,
) {
    let (mut told, mut silent): (Vec<(What, Told<EntityId>)>, Vec<ArticleId>) = (Vec::new(), Vec::new());
    for &article in articles {
        let found = mentions(snapshot, event, article).find_map(|(at, _)| beginner(snapshot, article, at));
        match found {
            Some(found) => told.push(found),
            None => silent.push(article),
        }
    }
    let Some((what, first)) = told.first() else { return };
    for (_, other) in &told[1..] {
        if other.value != first.value {
            let versions = [first, other].map(|one| (one.place, one.words.clone()));
            differences.push(Disagreement { what: *what, versions });
        }
    }
    let main = |article: &ArticleId| is_main(snapshot, event, *article);
    silent.retain(main);
    if told.iter().all(|(_, one)| one.value == first.value) && main(&first.place.article) && !silent.is_empty() {
        untold.push(Untold { what: *what, told: (first.place, first.words.clone()), silent });
    }
}

/// Who began an event, as a mention of it tells.
fn beginner(snapshot: &Snapshot, article: ArticleId, at: EventMentionId) -> Option<(What, Told<EntityId>)> {
    let node = snapshot.article(article);
    let analysis = &node.analysis;
    let initiator = (*analysis.facts.initiators.get(at)?)?.value;
    let (subject, event) = (analysis.mentions.get(initiator.subject)?, analysis.event_mentions.get(at)?);
    let value = *node.entities.get(initiator.chain)?;
    let mut told = told(snapshot, Place { article, span: subject.span.join(event.span) }, value);
    if subject.kind == MentionKind::Pronoun {
        told.words = format!("{} ({})", told.words, analysis.chains.get(initiator.chain)?.name);
    }
    Some((What::Who(initiator.question), told))
}

/// Days, where each article names some for what one is about and none is in both. Of lesser events it is not told which
/// of several alike a day belongs to.
fn days(snapshot: &Snapshot, event: &Event<'_>, articles: [ArticleId; 2]) -> Option<Disagreement> {
    if !articles.iter().any(|article| is_main(snapshot, event, *article)) {
        return None;
    }
    let told = |article: ArticleId| -> Vec<Told<jiff::civil::Date>> {
        let analysis = snapshot.analysis(article);
        let times = mentions(snapshot, event, article).filter_map(|(_, mention)| analysis.times.get(mention.time?));
        let days = times.filter_map(|time| match time.value {
            TimeValue::Day(day) => Some(told(snapshot, Place { article, span: time.span }, day)),
            _ => None,
        });
        days.collect()
    };
    let [ours, theirs] = articles.map(told);
    let (one, other) = (ours.first()?, theirs.first()?);
    let apart = ours.iter().all(|one| theirs.iter().all(|other| one.value != other.value));
    apart.then(|| Disagreement { what: What::Day, versions: [one, other].map(|one| (one.place, one.words.clone())) })
}

fn told<T>(snapshot: &Snapshot, place: Place, value: T) -> Told<T> {
    let words = snapshot.slice(place).split_whitespace().collect::<Vec<_>>().join(" ");
    Told { place, words, value }
}

/// Figures beside the mentions of an event, where both articles count the same and no number can be both.
fn counts(snapshot: &Snapshot, event: &Event<'_>, articles: [ArticleId; 2]) -> Option<Disagreement> {
    let counted = |article: ArticleId| -> Vec<Told<(Figure, Vec<String>)>> {
        let analysis = snapshot.analysis(article);
        let mut sentences: Vec<SentenceId> = mentions(snapshot, event, article)
            .filter_map(|(_, mention)| analysis.structure.sentence_at(mention.span.start))
            .collect();
        sentences.dedup();
        let spans = sentences.into_iter().filter_map(|at| analysis.structure.sentences.get(at));
        let figures = spans.flat_map(|sentence| {
            figures_of(analysis, sentence.span).into_iter().map(move |found| (sentence.span, found))
        });
        let figures = figures.map(|(sentence, (span, figure))| {
            let heads: Vec<Span> = mentions(snapshot, event, article).map(|(_, mention)| mention.head).collect();
            told(snapshot, Place { article, span }, (figure, around(analysis, sentence, span, &heads)))
        });
        figures.collect()
    };
    let [ours, theirs] = articles.map(counted);
    let comparable = |one: &Told<(Figure, Vec<String>)>, other: &Told<(Figure, Vec<String>)>| {
        one.value.0.comparable(&other.value.0) && one.value.1.iter().any(|word| other.value.1.contains(word))
    };
    let lone = |one: &&Told<(Figure, Vec<String>)>, others: &[Told<(Figure, Vec<String>)>]| {
        !others.iter().any(|other| one.value.0.comparable(&other.value.0) && one.value.0.agrees(&other.value.0))
    };
    let mut left = ours.iter().filter(|one| lone(one, &theirs));
    left.find_map(|one| {
        let other = theirs.iter().filter(|other| lone(other, &ours)).find(|other| comparable(one, other))?;
        Some(Disagreement { what: What::Figures, versions: [one, other].map(|one| (one.place, one.words.clone())) })
    })
}

/// The telling words near a figure but for the event's own: "*killed* 12 people" and "12 people were *wounded*" count
/// different things.
fn around(analysis: &ArticleAnalysis, sentence: Span, figure: Span, heads: &[Span]) -> Vec<String> {
    /// Shorter words are of, at, were, more.
    const LEAST: usize = 5;
    let inside = analysis.structure.tokens.iter().filter(|token| sentence.covers(token.span));
    let words = || inside.clone().filter(|token| token.kind == TokenKind::Word);
    let before: Vec<Span> = words().map(|token| token.span).filter(|span| span.end <= figure.start).collect();
    let behind = words().map(|token| token.span).filter(|span| span.start >= figure.end).take(AROUND);
    let near = before.into_iter().rev().take(AROUND).chain(behind).filter(|span| !heads.contains(span));
    let words = near.map(|span| normal(analysis.slice(span)));
    words
        .filter(|word| word.chars().count() >= LEAST && !matches!(word.as_str(), "after" | "about" | "their"))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use expect_test::{Expect, expect};

    use super::*;
    use crate::ide::fixture::fixture;

    #[track_caller]
    fn check(source: &str, expected: Expect) {
        let (snapshot, _) = fixture(source);
        let articles: Vec<ArticleId> = snapshot.ids().collect();
        let (differences, untold) = find(&snapshot, &articles);
        let mut shown = String::new();
        for one in differences {
            let [(_, ours), (_, theirs)] = &one.versions;
            writeln!(shown, "{}: {ours} / {theirs}", one.what.label()).unwrap();
        }
        for one in untold {
            writeln!(shown, "{}: {}; not in {}", one.what.label(), one.told.1, one.silent.len()).unwrap();
        }
        expected.assert_eq(&shown);
    }

    #[test]
    fn who_phoned_when_one_tells_and_when_two_differ() {
        check(
            "//- a.txt coverage=a\nHeadline$0\n\n{p lind|Lind} {e call-1 lind reed|made an urgent {h|call}} to {p reed|Reed}.\n\
             //- b.txt coverage=a\nHeadline\n\n{p lind|Lind} and {p reed|Reed} {e call-1 lind reed|had a long {h|call}}.\n",
            expect![[r#"
                who phoned: Lind made an urgent call; not in 1
            "#]],
        );
        check(
            "//- a.txt coverage=a\nHeadline$0\n\n{p lind|Lind} {e call-1 lind reed|{h|phoned}} {p reed|Reed}.\n\
             //- b.txt coverage=a\nHeadline\n\n{p reed|Reed} {e call-1 lind reed|made the {h|call}} to {p lind|Lind}.\n",
            expect![[r#"
                who phoned: Lind phoned / Reed made the call
            "#]],
        );
        check(
            "//- a.txt coverage=a\nHeadline$0\n\n{p lind|Lind} {e call-1 lind reed|{h|phoned}} {p reed|Reed}.\n\
             //- b.txt coverage=a\nHeadline\n\n{p reed|Reed} was {e call-1 lind reed|{h|phoned}} by {p lind|Lind}.\n",
            expect![[r#"
                who phoned: Lind phoned; not in 1
            "#]],
        );
    }

    #[test]
    fn how_many() {
        check(
            "//- a.txt coverage=a\nHeadline$0\n\nThe {e attack-1|{h|attack}} killed at least 107 people in Dorn.\n\
             //- b.txt coverage=a\nHeadline\n\nThe {e attack-1|{h|assault}} killed 80 people.\n\
             //- c.txt coverage=a\nHeadline\n\nThe {e attack-1|{h|assault}} killed more than 100 people.\n\
             //- d.txt coverage=a\nHeadline\n\nIn the {e attack-1|{h|assault}} 9 people were wounded.\n",
            expect![[r#"
                figures: at least 107 people / 80 people
                figures: 80 people / more than 100 people
            "#]],
        );
    }
}
