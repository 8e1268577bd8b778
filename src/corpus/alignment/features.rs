//! What is seen of a sentence of another article beside a place: numbers by name, in the order in which the trees take
//! them. The trainer reads the same numbers (`copydesk features --jumps`).

use rustc_hash::FxHashSet;

use crate::analysis::AttributionId;
use crate::corpus::alignment::candidate::{Candidate, faded, flag, found, order, share};
use crate::corpus::alignment::query::{Likeness, Pool, Query, Term};
use crate::corpus::alignment::sentences::{Facts, Named, Told, Word};
use crate::corpus::reference::{ArticleId, EntityId, StatementRef};
use crate::corpus::snapshot::{ArticleNode, Snapshot};
use crate::text::Span;
use crate::token::{SentenceId, ZoneKind};

/// Sentences that are looked at closely: those that have most in common with the place.
const CLOSELY: usize = 40;
/// Words of a stretch of the other sentence that is looked for.
const STRETCH: usize = 12;
/// Words that a run of equal words has at most.
const RUN: usize = 12;
/// From this likeness on a word counts as one that both have.
const SHARED: f32 = 0.8;
/// Words that both have which are told.
const TOLD: usize = 3;

/// A sentence of another article with what is seen of it.
#[derive(Clone, Debug)]
pub struct Seen {
    pub article: ArticleId,
    pub sentence: SentenceId,
    pub span: Span,
    /// What is seen, by name; the same names in the same order for every sentence.
    pub numbers: Vec<(&'static str, f32)>,
    /// Words here that stand there too, heaviest first.
    pub shared: Vec<Span>,
    /// True when the same source says it.
    pub speaker: bool,
}

/// Another article of the event.
pub(crate) struct Other<'a> {
    pub(crate) article: ArticleId,
    pub(crate) facts: &'a Facts,
}

/// The sentences of `others` that have most in common with a place, with what is seen of each.
pub(crate) fn see(
    snapshot: &Snapshot,
    article: ArticleId,
    asked: &Query<'_>,
    pool: &Pool,
    others: &[Other<'_>],
) -> Vec<Seen> {
    let likeness: Vec<_> = others.iter().map(|other| asked.likeness(other.facts)).collect();
    let mut candidates: Vec<Candidate<'_>> = Vec::new();
    for (at, (other, likeness)) in others.iter().zip(&likeness).enumerate() {
        for (nth, told) in other.facts.told.iter().enumerate() {
            candidates.push(Candidate::new(asked, at, nth, told, likeness));
        }
    }
    order(&mut candidates, others.len());
    let mut closely: Vec<usize> = (0..candidates.len()).collect();
    closely.sort_by(|a, b| {
        let sum = |at: usize| candidates[at].first.sum();
        sum(*b).total_cmp(&sum(*a)).then(a.cmp(b))
    });
    closely.truncate(CLOSELY);
    let scene = Scene {
        snapshot,
        article,
        asked,
        pool,
        others,
        likeness: &likeness,
        here: Here::new(snapshot, article, asked),
    };
    let all = candidates.len() as f32;
    closely.into_iter().map(|at| scene.seen(&candidates[at], all)).collect()
}

/// What of the place is the same for every sentence.
struct Here {
    clause: Vec<EntityId>,
    sentence: Vec<EntityId>,
    /// Who was named last before the cursor.
    actor: Option<EntityId>,
    /// The attribution at the cursor, who says it, and whether the cursor is on what is said.
    said: Option<AttributionId>,
    speaker: Option<EntityId>,
    in_content: bool,
}

impl Here {
    fn new(snapshot: &Snapshot, article: ArticleId, asked: &Query<'_>) -> Self {
        let node = snapshot.article(article);
        let (told, word, clause) = (asked.told(), asked.word(), asked.clause_span());
        let entity = |named: &Named| node.entities.get(named.chain).copied();
        let mut said = node.analysis.attributions.iter_enumerated();
        let content = |span: &Span| span.covers(word.span);
        let at = |parts: &[Span]| parts.iter().any(content);
        let inner = said.clone().rfind(|(_, it)| at(&it.content)).map(|(id, _)| id);
        let outer = said.rfind(|(_, it)| at(&it.cue) || at(&it.source)).map(|(id, _)| id);
        let said = inner.or(outer);
        Self {
            clause: told.named.iter().filter(|it| clause.covers(it.span)).filter_map(entity).collect(),
            sentence: told.named.iter().filter_map(entity).collect(),
            actor: actor(snapshot, article, told, word.span.start),
            speaker: said.and_then(|id| speaker(snapshot, article, id)),
            in_content: inner.is_some(),
            said,
        }
    }
}

fn speaker(snapshot: &Snapshot, article: ArticleId, id: AttributionId) -> Option<EntityId> {
    let node = snapshot.article(article);
    node.entities.get(node.analysis.attributions.get(id)?.chain?).copied()
}

/// Who does what stands at a place: the person or body that was spoken of last before it in its sentence.
fn actor(snapshot: &Snapshot, article: ArticleId, told: &Told, before: u32) -> Option<EntityId> {
    let last = told.named.iter().rfind(|it| it.acts && it.span.end <= before)?;
    snapshot.article(article).entities.get(last.chain).copied()
}

/// Equal, other, or not known.
fn same<T: PartialEq>(one: Option<T>, other: Option<T>) -> f32 {
    match (one, other) {
        (Some(one), Some(other)) if one == other => 1.0,
        (Some(_), Some(_)) => -1.0,
        _ => 0.0,
    }
}

/// Everything that sentences are seen with.
struct Scene<'a> {
    snapshot: &'a Snapshot,
    article: ArticleId,
    asked: &'a Query<'a>,
    pool: &'a Pool,
    others: &'a [Other<'a>],
    likeness: &'a [Vec<Vec<Likeness>>],
    here: Here,
}

type Numbers = Vec<(&'static str, f32)>;

impl Scene<'_> {
    fn seen(&self, candidate: &Candidate<'_>, all: f32) -> Seen {
        let mut numbers = Numbers::with_capacity(100);
        self.words(candidate, &mut numbers);
        self.stretches(candidate, &mut numbers);
        self.standing(candidate, all, &mut numbers);
        self.figures(candidate, &mut numbers);
        self.voices(candidate, &mut numbers);
        self.people(candidate, &mut numbers);
        self.events(candidate, &mut numbers);
        self.around(candidate, &mut numbers);
        let other = &self.others[candidate.other];
        let speaker = numbers.iter().any(|(name, number)| *name == "speaker" && *number > 0.0);
        let shared = self.shared(candidate);
        let (sentence, span) = (candidate.told.id, candidate.told.span);
        Seen { article: other.article, sentence, span, numbers, shared, speaker }
    }

    /// The heaviest words of the clause that the sentence has too.
    fn shared(&self, candidate: &Candidate<'_>) -> Vec<Span> {
        let pairs = self.asked.terms.iter().zip(&candidate.best);
        let mut found: Vec<&Term> = pairs
            .filter(|(term, best)| (term.near || term.in_clause) && best.letters >= SHARED)
            .map(|(term, _)| term)
            .collect();
        found.sort_by(|a, b| b.local.total_cmp(&a.local).then(a.word.cmp(&b.word)));
        let words = &self.asked.told().words;
        found.into_iter().take(TOLD).filter_map(|term| words.get(term.word)).map(|word| word.span).collect()
    }

    fn words(&self, candidate: &Candidate<'_>, numbers: &mut Numbers) {
        let (terms, best) = (&self.asked.terms[..], &candidate.best[..]);
        let ratio = |(part, whole)| share(part, whole);
        let exact = |it: &Likeness| flag(it.letters >= 1.0);
        let letters = |it: &Likeness| it.letters;
        let vectors = |it: &Likeness| it.vectors;
        let near = |it: &Term| it.near;
        let clause = |it: &Term| it.in_clause;
        let global = |it: &Term| it.global;
        let local = |it: &Term| it.local;
        let nats = found(terms, best, near, local, letters);
        numbers.extend([
            ("near_exact_global", ratio(found(terms, best, near, global, exact))),
            ("near_exact", ratio(found(terms, best, near, local, exact))),
            ("near_letters", ratio(nats)),
            ("near_faded", candidate.first.near),
            ("near_vectors", ratio(found(terms, best, near, local, vectors))),
            ("near_vectors_faded", candidate.first.vectors),
            ("near_closest", ratio(found(terms, best, |it| it.distance <= 3, local, letters))),
            ("near_closest_vectors", ratio(found(terms, best, |it| it.distance <= 3, local, vectors))),
            ("near_weight", nats.0),
            ("near_missed", nats.1 - nats.0),
            ("clause_exact", ratio(found(terms, best, clause, local, exact))),
            ("clause_letters_global", ratio(found(terms, best, clause, global, letters))),
            ("clause_letters", candidate.first.clause),
            ("clause_vectors", ratio(found(terms, best, clause, local, vectors))),
            ("clause_weight", found(terms, best, clause, local, letters).0),
            ("sentence_letters", candidate.first.sentence),
            ("sentence_weight", found(terms, best, |_| true, local, letters).0),
            ("cosine", candidate.first.cosine),
        ]);
        let most = |of: &dyn Fn(&Term) -> bool, degree: &dyn Fn(f32) -> f32| {
            let pairs = terms.iter().zip(best).filter(|(term, _)| of(term));
            pairs.map(|(term, likeness)| term.local * degree(likeness.letters)).fold(0.0, f32::max)
        };
        let cursor = terms.first().filter(|term| term.distance == 0);
        let at = cursor.map_or(Likeness::default(), |_| best[0]);
        let key = self.asked.word().key;
        numbers.extend([
            ("near_rarest", most(&near, &|it| it)),
            ("near_rarest_missed", most(&near, &|it| 1.0 - it)),
            ("clause_rarest", most(&clause, &|it| it)),
            ("clause_rarest_missed", most(&clause, &|it| 1.0 - it)),
            ("cursor_letters", at.letters),
            ("cursor_vectors", at.vectors),
            ("cursor_weight", cursor.map_or(0.0, |term| term.local)),
            ("cursor_content", flag(cursor.is_some())),
            ("cursor_count", (1.0 + self.pool.count(key)).ln()),
            ("near_terms", terms.iter().filter(|it| near(it)).count() as f32),
            ("clause_terms", terms.iter().filter(|it| clause(it)).count() as f32),
            ("sentence_terms", terms.len() as f32),
        ]);
    }

    /// What the best stretch of the sentence has, runs of equal words, and what of the sentence stands here.
    fn stretches(&self, candidate: &Candidate<'_>, numbers: &mut Numbers) {
        let (terms, theirs) = (&self.asked.terms, &candidate.told.words);
        let likeness = &self.likeness[candidate.other];
        let degree = |term: usize, word: usize| {
            let kind = theirs[word].kind as usize;
            likeness[term].get(kind).copied().unwrap_or_default()
        };
        let mut clause = 0.0_f32;
        let mut near = 0.0_f32;
        let mut near_vectors = 0.0_f32;
        let step = 3;
        let mut start = 0;
        loop {
            let end = (start + STRETCH).min(theirs.len());
            let mut sums = [0.0_f32; 3];
            for (at, term) in terms.iter().enumerate().filter(|(_, term)| term.near || term.in_clause) {
                let best = (start..end).map(|word| degree(at, word)).fold(Likeness::default(), |best, it| Likeness {
                    letters: best.letters.max(it.letters),
                    vectors: best.vectors.max(it.vectors),
                });
                sums[0] += flag(term.in_clause) * term.local * best.letters;
                sums[1] += flag(term.near) * faded(term) * best.letters;
                sums[2] += flag(term.near) * faded(term) * best.vectors;
            }
            (clause, near, near_vectors) = (clause.max(sums[0]), near.max(sums[1]), near_vectors.max(sums[2]));
            if end == theirs.len() {
                break;
            }
            start += step;
        }
        let whole = |of: &dyn Fn(&Term) -> f32| terms.iter().map(of).sum::<f32>();
        let (through, any) = self.runs(theirs);
        let kinds = candidate
            .told
            .kinds
            .iter()
            .map(|kind| (*kind as usize, &self.others[candidate.other].facts.kinds[*kind as usize]));
        let mut back = [0.0_f32; 3];
        for (kind, of) in kinds {
            let weight = self.pool.weight(of);
            let best = |in_clause: bool| {
                let rows = terms.iter().zip(likeness).filter(|(term, _)| !in_clause || term.in_clause || term.near);
                rows.map(|(_, row)| row[kind].letters).fold(0.0, f32::max)
            };
            back[0] += weight;
            back[1] += weight * best(false);
            back[2] += weight * best(true);
        }
        numbers.extend([
            ("stretch_clause", share(clause, whole(&|it| flag(it.in_clause) * it.local))),
            ("stretch_near", share(near, whole(&|it| flag(it.near) * faded(it)))),
            ("stretch_near_vectors", share(near_vectors, whole(&|it| flag(it.near) * faded(it)))),
            ("run_through", through as f32),
            ("run_any", any as f32),
            ("back_sentence", share(back[1], back[0])),
            ("back_clause", share(back[2], back[0])),
            ("back_missed", back[0] - back[1]),
            ("words", theirs.len() as f32),
            ("words_here", self.asked.told().words.len() as f32),
        ]);
    }

    /// The longest run of equal words through the cursor, and of the clause.
    fn runs(&self, theirs: &[Word]) -> (usize, usize) {
        let ours = &self.asked.told().words;
        let at = self.asked.at;
        let equal = |a: usize, b: usize| ours[a].key == theirs[b].key;
        let (mut through, mut any) = (0, 0);
        let from = self.asked.clause.start.min(at.saturating_sub(RUN));
        let to = self.asked.clause.end.max(at + RUN).min(ours.len());
        let mut before = vec![0_usize; theirs.len() + 1];
        for a in from..to {
            let mut next = vec![0_usize; theirs.len() + 1];
            for b in 0..theirs.len() {
                if equal(a, b) {
                    next[b + 1] = before[b] + 1;
                    let length = next[b + 1];
                    if self.asked.clause.contains(&a) {
                        any = any.max(length);
                    }
                    // The run holds the cursor where it began before it.
                    if a >= at && a + 1 - length <= at {
                        through = through.max(length);
                    }
                }
            }
            before = next;
        }
        (through.min(RUN), any.min(RUN))
    }

    fn standing(&self, candidate: &Candidate<'_>, all: f32, numbers: &mut Numbers) {
        let order = &candidate.order;
        numbers.extend([
            ("sum", candidate.first.sum()),
            ("sum_above", order.sum.above),
            ("sum_gap", order.sum.gap),
            ("sum_gap_within", order.sum.gap_within),
            ("sum_rank", order.sum.rank),
            ("sum_rank_within", order.within),
            ("sum_elsewhere", order.elsewhere),
            ("near_above", order.near.above),
            ("near_gap", order.near.gap),
            ("near_gap_within", order.near.gap_within),
            ("near_rank", order.near.rank),
            ("clause_above", order.clause.above),
            ("clause_gap", order.clause.gap),
            ("clause_rank", order.clause.rank),
            ("vectors_above", order.vectors.above),
            ("vectors_gap", order.vectors.gap),
            ("vectors_rank", order.vectors.rank),
            ("cosine_above", order.cosine.above),
            ("cosine_gap", order.cosine.gap),
            ("cosine_rank", order.cosine.rank),
            ("candidates", all.ln()),
        ]);
    }

    fn figures(&self, candidate: &Candidate<'_>, numbers: &mut Numbers) {
        let (told, there) = (self.asked.told(), candidate.told);
        let clause = self.asked.clause_span();
        let ours = told.words.iter().enumerate().filter(|(_, word)| word.number);
        let ours: Vec<(usize, u32)> = ours.map(|(at, word)| (at, word.key)).collect();
        let theirs: FxHashSet<u32> = there.words.iter().filter(|word| word.number).map(|word| word.key).collect();
        let close = |at: usize| self.asked.clause.contains(&at) || at.abs_diff(self.asked.at) <= 7;
        let equal = |near: bool| ours.iter().filter(|(at, key)| (!near || close(*at)) && theirs.contains(key)).count();
        let (mut agree, mut differ) = (0, 0);
        for (_, figure) in told.figures.iter().filter(|(span, _)| clause.overlaps(*span)) {
            let comparable = there.figures.iter().filter(|(_, other)| figure.comparable(other));
            let agreeing = comparable.clone().filter(|(_, other)| figure.agrees(other)).count();
            agree += usize::from(agreeing > 0);
            differ += usize::from(agreeing == 0 && comparable.count() > 0);
        }
        let days = |told: &Told| told.days.iter().copied().collect::<FxHashSet<_>>();
        let (here, away) = (days(told), days(there));
        let shared = here.intersection(&away).count();
        numbers.extend([
            ("numbers_near", ours.iter().filter(|(at, _)| close(*at)).count() as f32),
            ("numbers_equal", equal(true) as f32),
            ("numbers_missed", (ours.iter().filter(|(at, _)| close(*at)).count() - equal(true)) as f32),
            ("numbers_equal_all", equal(false) as f32),
            ("numbers_there", theirs.len() as f32),
            ("cursor_number", flag(self.asked.word().number)),
            ("figures_agree", agree as f32),
            ("figures_differ", differ as f32),
            ("days_shared", flag(shared > 0)),
            ("days_differ", flag(shared == 0 && !here.is_empty() && !away.is_empty())),
        ]);
    }

    fn voices(&self, candidate: &Candidate<'_>, numbers: &mut Numbers) {
        let other = self.others[candidate.other].article;
        let said = candidate.told.said;
        let theirs = said.and_then(|(id, _)| speaker(self.snapshot, other, id));
        let mine = |attribution| StatementRef { article: self.article, attribution };
        let links = self.snapshot.article(self.article).statements.iter().filter_map(|link| {
            let of = mine(self.here.said?);
            let there = if link.a == of { link.b } else { Some(link.a).filter(|_| link.b == of)? };
            let content = &self.snapshot.analysis(other).attributions.get(there.attribution)?.content;
            let here = there.article == other && content.iter().any(|part| part.overlaps(candidate.told.span));
            here.then_some((link.score, flag(link.verbatim)))
        });
        let (linked, verbatim) = links.fold((0.0_f32, 0.0_f32), |best, link| (best.0.max(link.0), best.1.max(link.1)));
        let quoted = self.asked.word().quoted;
        let ours = self.asked.told().words.iter().filter(|word| word.quoted);
        let there: FxHashSet<u32> = candidate.told.words.iter().filter(|it| it.quoted).map(|it| it.key).collect();
        let (part, whole) =
            ours.fold((0.0, 0.0), |(part, whole), it| (part + flag(there.contains(&it.key)), whole + 1.0));
        let share_said = said.map_or(0.0, |(_, share)| share);
        numbers.extend([
            ("said_here", flag(self.here.in_content)),
            ("said_there", share_said),
            ("said_both", flag(self.here.in_content) * share_said),
            ("said_one", flag(self.here.in_content != (share_said > 0.3))),
            ("speaker", same(self.here.speaker, theirs)),
            ("linked", linked),
            ("linked_verbatim", verbatim),
            ("quoted_here", flag(quoted)),
            ("quoted_there", flag(!there.is_empty())),
            ("quoted_shared", share(part, whole)),
            ("quoted_both", flag(quoted) * share(part, whole)),
        ]);
    }

    fn people(&self, candidate: &Candidate<'_>, numbers: &mut Numbers) {
        let article = self.others[candidate.other].article;
        let node = self.snapshot.article(article);
        let there: FxHashSet<EntityId> =
            candidate.told.named.iter().filter_map(|it| node.entities.get(it.chain).copied()).collect();
        let shared = |ours: &[EntityId]| ours.iter().filter(|it| there.contains(*it)).count() as f32;
        let best = candidate.best.iter().enumerate().filter(|(at, _)| self.asked.terms[*at].near);
        let best = best.map(|(at, likeness)| (self.asked.terms[at].local * likeness.letters, at));
        let best = best.filter(|(weight, _)| *weight > 0.0).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        // Where the word stands that has most in common with those near the cursor.
        let place = best.and_then(|(_, term)| {
            let row = &self.likeness[candidate.other][term];
            let degree = |kind: u32| row.get(kind as usize).copied().unwrap_or_default().letters;
            let most = candidate.told.words.iter().max_by(|a, b| degree(a.kind).total_cmp(&degree(b.kind)))?;
            Some(most.span.start)
        });
        let theirs = place.and_then(|place| actor(self.snapshot, article, candidate.told, place));
        numbers.extend([
            ("people_clause", self.here.clause.len() as f32),
            ("people_clause_shared", shared(&self.here.clause)),
            ("people_clause_missed", self.here.clause.len() as f32 - shared(&self.here.clause)),
            ("people_shared", share(shared(&self.here.sentence), self.here.sentence.len() as f32)),
            ("actor_there", self.here.actor.map_or(0.0, |actor| if there.contains(&actor) { 1.0 } else { -1.0 })),
            ("actor_same", same(self.here.actor, theirs)),
        ]);
    }

    fn events(&self, candidate: &Candidate<'_>, numbers: &mut Numbers) {
        let (here, there) =
            (self.snapshot.article(self.article), self.snapshot.article(self.others[candidate.other].article));
        let (told, clause, cursor) = (self.asked.told(), self.asked.clause_span(), self.asked.word().span);
        let events = |node: &ArticleNode, told: &Told, span: Span| {
            let mentions = told.events.iter().filter_map(|at| node.analysis.event_mentions.get(*at));
            let inside = mentions.filter(|mention| mention.head.overlaps(span));
            let ids = inside.filter_map(|mention| node.events.get(mention.event).copied());
            ids.map(|id| id.0).collect::<FxHashSet<_>>()
        };
        let (ours, theirs) = (events(here, told, clause), events(there, candidate.told, candidate.told.span));
        let happening = |node: &ArticleNode, span: Span| {
            let triggers = node.triggers();
            let first = triggers.partition_point(|trigger| trigger.span.end <= span.start);
            let inside = triggers[first..].iter().take_while(|trigger| trigger.span.start < span.end);
            inside.map(|trigger| trigger.happening).collect::<FxHashSet<_>>()
        };
        let away = happening(there, candidate.told.span);
        let shared = happening(here, clause).intersection(&away).count();
        numbers.extend([
            ("event_shared", flag(ours.intersection(&theirs).next().is_some())),
            ("event_other", flag(!ours.is_empty() && !theirs.is_empty() && ours.is_disjoint(&theirs))),
            ("happening", flag(happening(here, cursor).intersection(&away).next().is_some())),
            ("happenings", shared as f32),
            ("denied", flag(told.denied) - flag(candidate.told.denied)),
        ]);
    }

    fn around(&self, candidate: &Candidate<'_>, numbers: &mut Numbers) {
        let (mine, theirs) = (self.asked.facts, self.others[candidate.other].facts);
        let (here, there) = (self.asked.nth, candidate.nth);
        let ours = |step: isize| here.checked_add_signed(step).and_then(|at| mine.told.get(at));
        let away = |step: isize| there.checked_add_signed(step).and_then(|at| theirs.told.get(at));
        let alike = |a: Option<&Told>, b: Option<&Told>| a.zip(b).map_or(0.0, |(a, b)| a.sparse.cosine(&b.sparse));
        // Another sentence here that the candidate fits better.
        let rival = mine.told.iter().enumerate().filter(|(at, _)| *at != here);
        let rival = rival.map(|(_, told)| told.sparse.cosine(&candidate.told.sparse)).fold(0.0, f32::max);
        let zone = |zone: ZoneKind| match zone {
            ZoneKind::Body => 0.0,
            ZoneKind::Standfirst | ZoneKind::Caption => 1.0,
            _ => 2.0,
        };
        let place = |at: usize, of: &Facts| at as f32 / of.told.len().max(1) as f32;
        numbers.extend([
            ("neighbor_before", alike(ours(-1), away(-1))),
            ("neighbor_behind", alike(ours(1), away(1))),
            ("neighbor_here", alike(ours(-1), Some(candidate.told)).max(alike(ours(1), Some(candidate.told)))),
            ("neighbor_there", alike(ours(0), away(-1)).max(alike(ours(0), away(1)))),
            ("rival", rival),
            ("rival_gap", candidate.first.cosine - rival),
            ("zone", zone(candidate.told.zone)),
            ("zone_here", zone(self.asked.told().zone)),
            ("place", place(there, theirs)),
            ("place_here", place(here, mine)),
            ("place_apart", (place(there, theirs) - place(here, mine)).abs()),
            ("nth", (1.0 + there as f32).ln()),
            ("cursor_at", self.asked.at as f32),
        ]);
    }
}
