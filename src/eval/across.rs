//! What is one across the articles of a corpus: events that articles are about, event mentions, people and
//! organizations. All articles are in one workspace, and no topic is told.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::clusters::b_cubed;
use super::measure::events;
use super::read::GoldArticle;
use super::tally::{Figure, Tally, f1};
use crate::analysis::{ArticleAnalysis, MentionId};
use crate::corpus::{ArticleId, Corpus, Judge, Place, Snapshot};
use crate::ide::FilePosition;
use crate::ide::goto_definition::goto_definition;
use crate::model::EntityType;
use crate::text::{IndexVec, Span};

/// An article of a corpus with its reading.
pub struct Member<'a> {
    /// Its gold.
    pub gold: &'a GoldArticle,
    /// What Copydesk reads in it.
    pub analysis: Arc<ArticleAnalysis>,
}

/// Two articles that are one event on one side only, as indices into the members; or a mention that leads astray.
pub struct Wrong {
    /// The article.
    pub article: usize,
    /// What of it.
    pub span: Span,
    /// What is wrong.
    pub why: String,
    /// How bad.
    pub weight: f64,
}

/// Links the articles, as `judge` sees them, and counts. `also` is put behind the name of each figure ("dates unknown").
pub fn measure(members: &[Member<'_>], judge: &Judge, also: &str) -> (Vec<Figure>, Vec<Wrong>) {
    let mut corpus = Corpus::judged_by(judge.clone());
    let key = |nth: usize| format!("{nth:07}");
    members.iter().enumerate().for_each(|(nth, member)| corpus.set(key(nth).into(), Arc::clone(&member.analysis)));
    let snapshot = corpus.snapshot();
    let (mut figures, mut wrong) = (Vec::new(), Vec::new());
    coverage(members, &snapshot, &mut figures, &mut wrong);
    mentions(members, &snapshot, &mut figures, &mut wrong);
    entities(members, &snapshot, &mut figures);
    figures.iter_mut().for_each(|figure| figure.name.push_str(also));
    (figures, wrong)
}

/// Keys are numbers of one length, so that articles stand in the order of the members.
fn id(nth: usize) -> ArticleId {
    ArticleId(Span::of(0..nth).end)
}

fn figure(name: &str, precision: f64, recall: f64, found: usize, gold: usize) -> Figure {
    let (precision_of, recall_of) = (Some(precision), Some(recall));
    Figure { name: name.to_owned(), precision: precision_of, recall: recall_of, f1: f1(precision, recall), found, gold }
}

fn coverage(members: &[Member<'_>], snapshot: &Snapshot, figures: &mut Vec<Figure>, wrong: &mut Vec<Wrong>) {
    let about = members.iter().enumerate().filter_map(|(nth, it)| Some((nth, it.gold.event.as_deref()?)));
    let about: Vec<(usize, &str)> = about.collect();
    let places: Vec<(&str, usize)> =
        about.iter().map(|(nth, event)| (*event, snapshot.article(id(*nth)).coverage.0 as usize)).collect();
    let (tally, pairs) = events::measure(&places);
    if tally.gold == 0 {
        return;
    }
    figures.push(tally.figure("pairs of articles on one event"));
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    let gold: Vec<usize> = places
        .iter()
        .map(|(event, _)| {
            let next = names.len();
            *names.entry(event).or_insert(next)
        })
        .collect();
    let predicted: Vec<usize> = places.iter().map(|(_, group)| *group).collect();
    let (precision, recall) = b_cubed(&predicted, &gold);
    figures.push(figure("articles on one event: B³", precision, recall, about.len(), about.len()));
    if let Some(apart) = apart(members, &about, &predicted) {
        figures.push(apart);
    }
    let tell = |pair: events::WrongPair| {
        let (a, b) = (about[pair.a].0, about[pair.b].0);
        let why = if pair.one { "one event, not linked" } else { "two events, linked" };
        let why = format!("{why}: {} and {}", members[a].gold.name, members[b].gold.name);
        // Linking what is not one misleads more.
        Wrong { article: a, span: Span::new(0, 0), why, weight: if pair.one { 0.0 } else { 1.0 } }
    };
    wrong.extend(pairs.into_iter().map(tell));
}

/// Pairs of articles of one story that are about different events of it: how many are kept apart.
fn apart(members: &[Member<'_>], about: &[(usize, &str)], predicted: &[usize]) -> Option<Figure> {
    let (mut hard, mut merged) = (0, 0);
    for (i, (a, event)) in about.iter().enumerate() {
        for (j, (b, other)) in about.iter().enumerate().skip(i + 1) {
            if event != other && members[*a].gold.topic.is_some() && members[*a].gold.topic == members[*b].gold.topic {
                hard += 1;
                merged += usize::from(predicted[i] == predicted[j]);
            }
        }
    }
    let kept = 1.0 - merged as f64 / f64::from(u32::try_from(hard).unwrap_or(u32::MAX).max(1));
    let name = "pairs of one story on two events, kept apart".to_owned();
    let (precision, recall) = (None, Some(kept));
    (hard > 0).then_some(Figure { name, precision, recall, f1: kept, found: hard - merged, gold: hard })
}

/// Event mentions of the gold, and where definition leads from those that Copydesk has, too. What leads to a sentence
/// that nobody looked at cannot be judged and is left out; what leads to an unmarked word of one that somebody did is
/// wrong in the strict count and left out in the other.
fn mentions(members: &[Member<'_>], snapshot: &Snapshot, figures: &mut Vec<Figure>, wrong: &mut Vec<Wrong>) {
    let mut articles: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (nth, member) in members.iter().enumerate() {
        for mention in member.gold.shared.iter().filter(|mention| mention.participant.is_none()) {
            articles.entry(&mention.chain).or_default().push(nth);
        }
    }
    let elsewhere = |chain: &str| articles.get(chain).is_some_and(|all| all.first() != all.last());
    let mut tally = Tally::default();
    let (mut all, mut unmarked) = (0, 0);
    for (nth, member) in members.iter().enumerate() {
        let events = member.gold.shared.iter().filter(|mention| mention.participant.is_none());
        for gold in events {
            let wanted = elsewhere(&gold.chain);
            all += usize::from(wanted);
            let Some(ours) = ours(snapshot, Place { article: id(nth), span: gold.span }) else { continue };
            tally.gold += usize::from(wanted);
            let Some((article, span)) = jump(snapshot, id(nth), ours.start) else { continue };
            let there = &members[article.0 as usize];
            let mut marked = there.gold.shared.iter().filter(|it| it.participant.is_none() && it.span.overlaps(span));
            let Some(first) = marked.next() else {
                unmarked += usize::from(looked_at(there, span));
                continue;
            };
            tally.found += 1;
            if std::iter::once(first).chain(marked).any(|other| other.chain == gold.chain) {
                tally.found_right += 1;
                tally.gold_right += 1;
            } else {
                let why = format!("leads to {} in {}", span.of_text(&there.gold.text), there.gold.name);
                wrong.push(Wrong { article: nth, span: ours, why, weight: 0.5 });
            }
        }
    }
    if all > 0 {
        let share = tally.gold as f64 / all as f64;
        let name = "event mentions that another article has, found".to_owned();
        figures.push(Figure { name, precision: None, recall: Some(share), f1: share, found: tally.gold, gold: all });
        figures.push(tally.figure("jump from those found"));
        let tally = Tally { gold: all, ..tally };
        figures.push(tally.figure("jump from all of them"));
        figures.push(Tally { found: tally.found + unmarked, ..tally }.figure("jump from all of them, strict"));
    }
}

/// True for a sentence in which somebody marked something.
fn looked_at(member: &Member<'_>, span: Span) -> bool {
    let structure = &member.analysis.structure;
    let sentence = structure.sentence_at(span.start).map_or(span, |at| structure.sentences[at].span);
    member.gold.looked_at.iter().flatten().any(|marked| marked.overlaps(sentence))
}

/// What Copydesk has at a mention of the gold: the head of an event mention, else a word that tells of something.
fn ours(snapshot: &Snapshot, gold: Place) -> Option<Span> {
    let mut mentions = snapshot.analysis(gold.article).event_mentions.iter();
    let head = mentions.find(|ours| ours.head.overlaps(gold.span)).map(|ours| ours.head);
    head.or_else(|| snapshot.telling(gold).next())
}

/// Where definition leads in another article: the article with the span.
fn jump(snapshot: &Snapshot, article: ArticleId, offset: u32) -> Option<(ArticleId, Span)> {
    let navigation = goto_definition(snapshot, FilePosition { article, offset })?;
    let focus = navigation.targets.first()?.focus;
    (focus.article != article).then_some((focus.article, focus.span))
}

/// People and organizations across articles, over the mentions that both sides have.
fn entities(members: &[Member<'_>], snapshot: &Snapshot, figures: &mut Vec<Figure>) {
    let counts = |kind: Option<EntityType>| matches!(kind, Some(EntityType::Person | EntityType::Organization));
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut ours, mut theirs, mut all) = (Vec::new(), Vec::new(), 0);
    for (nth, member) in members.iter().enumerate() {
        let node = snapshot.article(id(nth));
        let mut taken = IndexVec::filled(false, member.analysis.mentions.len());
        let gold = member.gold.shared.iter().filter(|mention| counts(mention.participant));
        let gold: Vec<_> = gold.collect();
        all += gold.len();
        let mut found: Vec<Option<MentionId>> = vec![None; gold.len()];
        // Equal spans first, so that no likeness takes their place.
        for equal in [true, false] {
            for (slot, mention) in found.iter_mut().zip(&gold).filter(|(slot, _)| slot.is_none()) {
                let fits = |span: Span| {
                    if equal { span == mention.span } else { span.covers(mention.span) || mention.span.covers(span) }
                };
                let start = member.analysis.mentions.iter_enumerated();
                let hit = start.filter(|(at, it)| !taken[*at] && (fits(it.span) || fits(it.titled)));
                if let Some((at, _)) = hit.min_by_key(|(_, it)| it.span.len().abs_diff(mention.span.len())) {
                    taken[at] = true;
                    *slot = Some(at);
                }
            }
        }
        for (at, mention) in found.iter().zip(&gold).filter_map(|(at, gold)| Some(((*at)?, gold))) {
            let Some(entity) = node.entities.get(member.analysis.mentions[at].chain) else { continue };
            let next = names.len();
            theirs.push(*names.entry(&mention.chain).or_insert(next));
            ours.push(entity.0 as usize);
        }
    }
    if all > 0 {
        let (precision, recall) = b_cubed(&ours, &theirs);
        let name = "people and organizations across articles: B³";
        figures.push(figure(name, precision, recall, ours.len(), all));
    }
}
