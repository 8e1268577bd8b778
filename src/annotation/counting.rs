//! Which annotations count: of several that answer one question one's own, else the latest.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use jiff::Timestamp;
use rustc_hash::FxHashMap;

use super::meaning::{Kind, Meaning, Relation, Verdict};
use super::placed::Placed;
use crate::analysis::judged::Judged;
use crate::text::Span;

/// What asks the same of the same place: one answer counts. The kind, the first span and the others, and what else it
/// depends on.
type Question = (u8, Option<Span>, Vec<Span>, String);

/// So many that are new are put among those that are known; more are looked at with all.
const FEW: usize = 8;
/// So many questions at most are compared with all others after an edit.
const MOST: usize = 64;

/// An answer that counts.
#[derive(Clone, Debug)]
struct Answer {
    /// Whose it is, by its place in the list; `None` where nobody answers any more.
    winner: Option<usize>,
    judged: Judged,
}

/// Which of a list of annotations count, and what each says.
#[derive(Clone, Debug, Default)]
pub struct Counting {
    whose: Option<Box<str>>,
    /// Which question each annotation answers; `None` for what is lost, or another tool's.
    asked: Vec<Option<u32>>,
    /// By question.
    answers: Vec<Answer>,
    /// Questions, that with the oldest answer first.
    order: Vec<u32>,
    /// What other tools wrote.
    foreign: Vec<usize>,
}

impl Counting {
    /// Looks at all.
    pub fn new(placed: &[Placed], whose: Option<&str>) -> Self {
        let mut questions: FxHashMap<Question, u32> = FxHashMap::default();
        let mut members: Vec<Vec<usize>> = Vec::new();
        let mut this = Self { whose: whose.map(Into::into), ..Self::default() };
        for (at, one) in placed.iter().enumerate() {
            let question = question(one).map(|question| {
                let next = number(members.len());
                let of = *questions.entry(question).or_insert(next);
                if of == next {
                    members.push(Vec::new());
                }
                members[of as usize].push(at);
                of
            });
            this.asked.push(question);
            if one.meaning().is_none() {
                this.foreign.push(at);
            }
        }
        this.answers = members.iter().map(|members| this.answer(placed, members)).collect();
        this.order = (0..number(members.len())).collect();
        let mut order = std::mem::take(&mut this.order);
        order.sort_by(|one, other| this.rank(placed, *one).cmp(&this.rank(placed, *other)));
        this.order = order;
        this
    }

    /// True where the own judgements of somebody count first.
    pub fn is_for(&self, whose: Option<&str>) -> bool {
        self.whose.as_deref() == whose
    }

    /// The same of another list, in which `more` others stand in the place of those that are gone.
    #[must_use]
    pub fn with(&self, placed: &[Placed], gone: Range<usize>, more: usize) -> Self {
        if more > FEW || gone.len() > FEW || self.answers.len() > 2 * placed.len() + FEW {
            return Self::new(placed, self.whose.as_deref());
        }
        let mut this = self.clone();
        let mut touched: Vec<u32> = self.asked[gone.clone()].iter().flatten().copied().collect();
        let shifted = |at: usize| if at < gone.end { at } else { at - gone.len() + more };
        this.foreign = self.foreign.iter().copied().filter(|at| !gone.contains(at)).map(shifted).collect();
        this.answers.iter_mut().for_each(|answer| answer.winner = answer.winner.map(shifted));
        this.asked.splice(gone.clone(), std::iter::repeat_n(None, more));
        for at in gone.start..gone.start + more {
            let Some(one) = question(&placed[at]) else {
                if placed[at].meaning().is_none() {
                    let to = this.foreign.partition_point(|other| *other < at);
                    this.foreign.insert(to, at);
                }
                continue;
            };
            let known = (0..placed.len()).find(|at| this.asked[*at].is_some() && is_of(&placed[*at], &one));
            let of = known.and_then(|other| this.asked[other]).unwrap_or_else(|| {
                this.answers.push(Answer { winner: None, judged: judged(&placed[at], None) });
                number(this.answers.len() - 1)
            });
            this.asked[at] = Some(of);
            touched.push(of);
        }
        touched.sort_unstable();
        touched.dedup();
        this.order.retain(|question| touched.binary_search(question).is_err());
        for question in touched {
            let members: Vec<usize> = (0..placed.len()).filter(|at| this.asked[*at] == Some(question)).collect();
            this.answers[question as usize] = this.answer(placed, &members);
            if this.answers[question as usize].winner.is_some() {
                let rank = this.rank(placed, question);
                let to = this.order.partition_point(|other| this.rank(placed, *other) < rank);
                this.order.insert(to, question);
            }
        }
        this
    }

    /// True where the same count after an edit that has taken or added words of some: those that answered one question have
    /// moved as one, and none of them is lost, or answers what others do.
    pub fn holds(&self, placed: &[Placed], touched: &[usize]) -> bool {
        let questions: BTreeSet<u32> = touched.iter().filter_map(|at| self.asked.get(*at).copied().flatten()).collect();
        let winner = |question: u32| self.answers.get(question as usize).and_then(|answer| answer.winner);
        let alone = |own: u32| {
            let Some(one) = winner(own).and_then(|at| question(&placed[at])) else { return false };
            let others = (0..number(self.answers.len())).filter(|other| *other != own);
            !others.filter_map(winner).any(|other| is_of(&placed[other], &one))
        };
        questions.len() <= MOST && !touched.iter().any(|at| placed[*at].is_orphan()) && questions.into_iter().all(alone)
    }

    /// Those that count, by their places in the list, oldest first, and what is said of them.
    pub fn winners(&self) -> impl Iterator<Item = (usize, &Judged)> {
        let answers = self.order.iter().filter_map(|question| self.answers.get(*question as usize));
        answers.filter_map(|answer| Some((answer.winner?, &answer.judged)))
    }

    /// What other tools wrote, by its place in the list.
    pub fn foreign(&self) -> impl Iterator<Item = usize> {
        self.foreign.iter().copied()
    }

    /// In the order in which answers are given.
    fn rank<'a>(&self, placed: &'a [Placed], question: u32) -> (Option<Timestamp>, Option<(&'a str, usize)>) {
        let answer = &self.answers[question as usize];
        (answer.judged.when, answer.winner.map(|at| (&*placed[at].annotation.id, at)))
    }

    /// Of several answers one's own, else the latest.
    fn answer(&self, placed: &[Placed], members: &[usize]) -> Answer {
        let rank = |at: &usize| {
            let annotation = &placed[*at].annotation;
            (self.whose.as_deref() == Some(&*annotation.creator), annotation.when(), &annotation.id)
        };
        let winner = match members {
            [only] => Some(*only),
            _ => members.iter().copied().max_by(|one, other| rank(one).cmp(&rank(other))),
        };
        let Some(at) = winner else {
            let judged = Judged { annotation: "".into(), who: "".into(), when: None, against: None };
            return Answer { winner, judged };
        };
        let (winner, meaning) = (&placed[at].annotation, placed[at].meaning());
        let otherwise = |other: &&usize| {
            let other = &placed[**other];
            other.annotation.creator != winner.creator
                && other.meaning().zip(meaning).is_some_and(|(theirs, meaning)| !agree(theirs, meaning))
        };
        let against = members.iter().find(otherwise).map(|other| Arc::from(&*placed[*other].annotation.creator));
        Answer { winner: Some(at), judged: judged(&placed[at], against) }
    }
}

/// True for what answers a question.
fn is_of(placed: &Placed, one: &Question) -> bool {
    // Of these the first span is not that of the first target.
    let across = [Kind::Attribution as u8, Kind::Relation as u8].contains(&one.0);
    (across || placed.first() == one.1) && question(placed).as_ref() == Some(one)
}

fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
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

/// What is said of an annotation.
pub fn judged(placed: &Placed, against: Option<Arc<str>>) -> Judged {
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
