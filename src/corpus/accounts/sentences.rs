//! Which sentences of two articles tell of the same thing: those that have most in common, seen from both sides, with what
//! is seen of each pair.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::analysis::AttributionId;
use crate::corpus::alignment::candidate::{flag, share};
use crate::corpus::alignment::query::{self, Pool};
use crate::corpus::alignment::sentences::{self, Facts, NONE, Told, Word};
use crate::corpus::reference::{ArticleId, EntityId, StatementRef};
use crate::corpus::snapshot::Snapshot;
use crate::token::ZoneKind;

/// Sentences of the other article that are looked at closely for each sentence.
const CLOSELY: usize = 4;
/// Words that a run of equal words has at most.
const RUN: usize = 12;
/// Articles of a coverage whose words tell what is common in it.
const ARTICLES: usize = 12;

/// The numbers of a pair, by name, in the order in which the trees take them.
pub(crate) type Numbers = Vec<(&'static str, f32)>;

/// One of the two articles.
pub(crate) struct Side {
    pub(crate) article: ArticleId,
    pub(crate) facts: Arc<Facts>,
    /// What each word kind weighs in this coverage.
    pub(crate) weights: Vec<f32>,
    /// The sentences' words by what they weigh here, of length 1.
    local: Vec<Vec<(u32, f32)>>,
}

impl Side {
    fn new(article: ArticleId, facts: Arc<Facts>, pool: &Pool) -> Self {
        let weights: Vec<f32> = facts.kinds.iter().map(|kind| pool.weight(kind)).collect();
        let local = |told: &Told| {
            let mut words: Vec<(u32, f32)> =
                told.kinds.iter().map(|at| (facts.kinds[*at as usize].key, weights[*at as usize])).collect();
            words.sort_unstable_by_key(|(key, _)| *key);
            let length = words.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
            words.iter_mut().for_each(|(_, weight)| *weight /= length);
            words
        };
        let local = facts.told.iter().map(local).collect();
        Self { article, facts, weights, local }
    }

    pub(crate) fn told(&self, nth: usize) -> &Told {
        &self.facts.told[nth]
    }
}

/// Two articles of one coverage.
pub(crate) struct Pairing<'a> {
    pub(crate) snapshot: &'a Snapshot,
    pub(crate) sides: [Side; 2],
    /// The cosine of each sentence of the one with each of the other, row by row.
    cosines: Vec<f32>,
}

/// A sentence of each of two articles, as indices into their facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct At {
    pub(crate) one: usize,
    pub(crate) other: usize,
}

fn cosine(ours: &[(u32, f32)], theirs: &[(u32, f32)]) -> f32 {
    let (mut at, mut sum) = (0, 0.0);
    for (key, weight) in ours {
        while at < theirs.len() && theirs[at].0 < *key {
            at += 1;
        }
        if let Some((_, other)) = theirs.get(at).filter(|(other, _)| other == key) {
            sum += weight * other;
        }
    }
    sum
}

impl<'a> Pairing<'a> {
    pub(crate) fn new(snapshot: &'a Snapshot, one: ArticleId, other: ArticleId) -> Self {
        let of = |id: ArticleId| sentences::facts(&snapshot.article(id).analysis);
        let mut around: Vec<ArticleId> = snapshot.others_of_coverage(one, ARTICLES).collect();
        around.push(one);
        if !around.contains(&other) {
            around.push(other);
        }
        let all: Vec<Arc<Facts>> = around.into_iter().map(of).collect();
        let pool = Pool::new(all.iter().map(|facts| &**facts));
        let sides = [one, other].map(|id| Side::new(id, of(id), &pool));
        let [ours, theirs] = &sides;
        let cosines = ours.local.iter().flat_map(|one| theirs.local.iter().map(move |other| cosine(one, other)));
        let cosines = cosines.collect();
        Self { snapshot, sides, cosines }
    }

    pub(crate) fn cosine(&self, at: At) -> f32 {
        self.cosines[at.one * self.sides[1].facts.told.len() + at.other]
    }

    fn row(&self, one: usize) -> impl Iterator<Item = At> + Clone + use<> {
        (0..self.sides[1].facts.told.len()).map(move |other| At { one, other })
    }

    fn column(&self, other: usize) -> impl Iterator<Item = At> + Clone + use<> {
        (0..self.sides[0].facts.told.len()).map(move |one| At { one, other })
    }

    /// The pairs of sentences that have most in common, seen from either side.
    pub(crate) fn candidates(&self) -> Vec<At> {
        let mut found: FxHashSet<At> = FxHashSet::default();
        let mut take = |row: &mut dyn Iterator<Item = At>| {
            let mut row: Vec<At> = row.filter(|at| self.cosine(*at) > 0.0).collect();
            row.sort_by(|a, b| self.cosine(*b).total_cmp(&self.cosine(*a)).then(a.cmp(b)));
            found.extend(row.into_iter().take(CLOSELY));
        };
        (0..self.sides[0].facts.told.len()).for_each(|one| take(&mut self.row(one)));
        (0..self.sides[1].facts.told.len()).for_each(|other| take(&mut self.column(other)));
        let mut found: Vec<At> = found.into_iter().collect();
        found.sort_unstable();
        found
    }

    /// How a pair stands among others: how many are better (as a logarithm), and how far it is from the best, or from the
    /// next best where it is that.
    fn standing(&self, at: At, others: impl Iterator<Item = At>) -> (f32, f32) {
        let own = self.cosine(at);
        let (mut better, mut best) = (0, 0.0_f32);
        for other in others.filter(|other| *other != at) {
            let cosine = self.cosine(other);
            better += usize::from(cosine > own);
            best = best.max(cosine);
        }
        ((1.0 + better as f32).ln(), own - best)
    }

    /// What is seen of a pair of sentences.
    pub(crate) fn seen(&self, at: At) -> Numbers {
        let [ours, theirs] = &self.sides;
        let (one, other) = (ours.told(at.one), theirs.told(at.other));
        let mut numbers = Numbers::with_capacity(64);
        let (rank, gap) = self.standing(at, self.row(at.one));
        let (rank_back, gap_back) = self.standing(at, self.column(at.other));
        let all = |told: &Told| (0..told.words.len()).collect::<Vec<_>>();
        let (words, words_back) = (all(one), all(other));
        let there = self.cover([(0, one, &words), (1, other, &words_back)]);
        let back = self.cover([(1, other, &words_back), (0, one, &words)]);
        numbers.extend([
            ("s_cosine", self.cosine(at)),
            ("s_global", one.sparse.cosine(&other.sparse)),
            ("s_rank", rank.min(rank_back)),
            ("s_rank_worse", rank.max(rank_back)),
            ("s_gap", gap.max(gap_back)),
            ("s_gap_worse", gap.min(gap_back)),
            ("s_cover", there.letters.max(back.letters)),
            ("s_cover_less", there.letters.min(back.letters)),
            ("s_cover_vectors", there.vectors.max(back.vectors)),
            ("s_cover_vectors_less", there.vectors.min(back.vectors)),
            ("s_weight", there.weight.min(back.weight)),
            ("s_missed", there.missed.min(back.missed)),
            ("s_rarest", there.rarest.min(back.rarest)),
            ("s_run", run(&one.words, &other.words) as f32),
            ("s_words", (one.words.len().min(other.words.len())) as f32),
            ("s_words_more", (one.words.len().max(other.words.len())) as f32),
        ]);
        self.people(at, &mut numbers);
        self.voices(at, &mut numbers);
        let place = |side: &Side, nth: usize| nth as f32 / side.facts.told.len().max(1) as f32;
        let quoted =
            |told: &Told| share(told.words.iter().filter(|word| word.quoted).count() as f32, told.words.len() as f32);
        let head = |told: &Told| flag(told.zone == ZoneKind::Headline);
        let days = one.days.iter().filter(|day| other.days.contains(day)).count();
        numbers.extend([
            ("s_away", (place(ours, at.one) - place(theirs, at.other)).abs()),
            ("s_first", place(ours, at.one).max(place(theirs, at.other))),
            ("s_heads", head(one) + head(other)),
            ("s_quoted", quoted(one).min(quoted(other))),
            ("s_quoted_more", quoted(one).max(quoted(other))),
            ("s_denied", flag(one.denied != other.denied)),
            ("s_days", days as f32),
            ("s_figures", figures(one, other)),
        ]);
        numbers
    }

    fn people(&self, at: At, numbers: &mut Numbers) {
        let entities = |side: usize, nth: usize| -> FxHashSet<EntityId> {
            let node = self.snapshot.article(self.sides[side].article);
            let named = self.sides[side].told(nth).named.iter();
            named.filter_map(|named| node.entities.get(named.chain).copied()).collect()
        };
        let (ours, theirs) = (entities(0, at.one), entities(1, at.other));
        let shared = ours.intersection(&theirs).count() as f32;
        let events = |side: usize, nth: usize| {
            let node = self.snapshot.article(self.sides[side].article);
            let told = self.sides[side].told(nth).events.iter();
            let mentions = told.filter_map(|at| node.analysis.event_mentions.get(*at));
            mentions.filter_map(|mention| Some((mention.class, *node.events.get(mention.event)?))).collect::<Vec<_>>()
        };
        let (done, done_there) = (events(0, at.one), events(1, at.other));
        let same = done.iter().filter(|(_, id)| done_there.iter().any(|(_, other)| id == other)).count();
        let class = done.iter().filter(|(class, _)| done_there.iter().any(|(other, _)| class == other)).count();
        numbers.extend([
            ("s_people", shared),
            ("s_people_share", share(shared, ours.len().min(theirs.len()) as f32)),
            ("s_events", same as f32),
            ("s_classes", class as f32),
        ]);
    }

    /// Whether statements that are linked stand in the sentences, and whether one source says them.
    fn voices(&self, at: At, numbers: &mut Numbers) {
        let [one, other] = [self.sides[0].told(at.one), self.sides[1].told(at.other)];
        let within = |side: usize, id: AttributionId, told: &Told| {
            let analysis = self.snapshot.analysis(self.sides[side].article);
            let content = analysis.attributions.get(id).map_or(&[][..], |found| &found.content[..]);
            content.iter().any(|span| span.overlaps(told.span))
        };
        let [ours, theirs] = [0, 1].map(|side| self.sides[side].article);
        let linked = self.snapshot.article(ours).statements.iter().filter_map(|link| {
            let pair = |a: StatementRef, b: StatementRef| {
                (a.article == ours && b.article == theirs).then_some((a.attribution, b.attribution))
            };
            let (here, there) = pair(link.a, link.b).or_else(|| pair(link.b, link.a))?;
            (within(0, here, one) && within(1, there, other)).then_some((link.score, link.verbatim))
        });
        let linked = linked.fold((0.0_f32, false), |best, (score, exact)| (best.0.max(score), best.1 || exact));
        let speaker = |side: usize, told: &Told| {
            let node = self.snapshot.article(self.sides[side].article);
            let (said, _) = told.said?;
            node.entities.get(node.analysis.attributions.get(said)?.chain?).copied()
        };
        let same = match (speaker(0, one), speaker(1, other)) {
            (Some(ours), Some(theirs)) if ours == theirs => 1.0,
            (Some(_), Some(_)) => -1.0,
            _ => 0.0,
        };
        let said = flag(one.said.is_some()) + flag(other.said.is_some());
        numbers.extend([("s_linked", linked.0), ("s_verbatim", flag(linked.1)), ("s_speaker", same), ("s_said", said)]);
    }

    /// How much of the weight of some words of a sentence is found among some of the other's.
    pub(crate) fn cover(&self, [from, to]: [(usize, &Told, &[usize]); 2]) -> Cover {
        let side = |nth: usize| &self.sides[nth];
        let kinds = |(_, told, words): (usize, &Told, &[usize])| {
            let mut kinds: Vec<u32> =
                words.iter().map(|at| told.words[*at].kind).filter(|kind| *kind != NONE).collect();
            kinds.sort_unstable();
            kinds.dedup();
            kinds
        };
        let (ours, theirs) = (kinds(from), kinds(to));
        let mut cover = Cover::default();
        let mut whole = 0.0;
        for kind in ours {
            let weight = side(from.0).weights[kind as usize];
            let own = &side(from.0).facts.kinds[kind as usize];
            let (mut letters, mut vectors) = (0.0_f32, 0.0_f32);
            for other in &theirs {
                let other = &side(to.0).facts.kinds[*other as usize];
                letters = letters.max(query::letters(own, other));
                vectors = vectors.max(own.vector.cosine(&other.vector));
            }
            whole += weight;
            cover.weight += weight * letters;
            cover.vectors += weight * letters.max(vectors);
            cover.rarest = cover.rarest.max(weight * letters);
        }
        cover.missed = whole - cover.weight;
        cover.letters = share(cover.weight, whole);
        cover.vectors = share(cover.vectors, whole);
        cover
    }
}

/// What of some words is found again.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cover {
    /// The share by letters and paraphrases, 0 to 1.
    pub(crate) letters: f32,
    /// The same by vectors as well.
    pub(crate) vectors: f32,
    pub(crate) weight: f32,
    pub(crate) missed: f32,
    /// What the rarest of those found again weighs.
    pub(crate) rarest: f32,
}

/// The longest run of equal words.
pub(crate) fn run(ours: &[Word], theirs: &[Word]) -> usize {
    let mut best = 0;
    let mut before = vec![0_usize; theirs.len() + 1];
    for one in ours {
        let mut next = vec![0_usize; theirs.len() + 1];
        for (at, other) in theirs.iter().enumerate() {
            if one.key == other.key {
                next[at + 1] = before[at] + 1;
                best = best.max(next[at + 1]);
            }
        }
        before = next;
    }
    best.min(RUN)
}

/// How many figures agree, less those that count the same and do not.
fn figures(one: &Told, other: &Told) -> f32 {
    let agrees = one
        .figures
        .iter()
        .filter(|(_, figure)| other.figures.iter().any(|(_, other)| figure.comparable(other) && figure.agrees(other)));
    agrees.count() as f32
}
