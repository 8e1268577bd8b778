//! A sentence of another article at first sight: what it has in common with a place, and how it stands among the others.

use crate::corpus::alignment::query::{Likeness, Query, Term};
use crate::corpus::alignment::sentences::Told;

/// A sentence of another article with what it has in common at first sight.
pub(crate) struct Candidate<'a> {
    pub(crate) other: usize,
    pub(crate) nth: usize,
    pub(crate) told: &'a Told,
    /// For each term how alike the best word of the sentence is.
    pub(crate) best: Vec<Likeness>,
    pub(crate) first: First,
    pub(crate) order: Order,
}

/// Shares of the weight of the words near the cursor, of the clause, of the sentence that are found again; cosine.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct First {
    pub(crate) near: f32,
    pub(crate) clause: f32,
    pub(crate) vectors: f32,
    pub(crate) sentence: f32,
    pub(crate) cosine: f32,
}

impl First {
    pub(crate) fn sum(&self) -> f32 {
        0.35 * self.near + 0.3 * self.clause + 0.15 * self.vectors + 0.1 * self.sentence + 0.1 * self.cosine
    }
}

/// How a sentence stands among all for one sort of likeness.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Standing {
    /// Standard deviations above the mean.
    pub(crate) above: f32,
    /// To the best of all, and over the next best where it is that.
    pub(crate) gap: f32,
    /// To the best of its own article.
    pub(crate) gap_within: f32,
    /// How many are better.
    pub(crate) rank: f32,
}

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Order {
    pub(crate) sum: Standing,
    pub(crate) near: Standing,
    pub(crate) clause: Standing,
    pub(crate) vectors: Standing,
    pub(crate) cosine: Standing,
    pub(crate) within: f32,
    /// The best sum in the articles that it does not stand in.
    pub(crate) elsewhere: f32,
}

pub(crate) fn flag(is: bool) -> f32 {
    if is { 1.0 } else { 0.0 }
}

pub(crate) fn share(part: f32, whole: f32) -> f32 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// How much of the weight of some terms is found again.
pub(crate) fn found(
    terms: &[Term],
    best: &[Likeness],
    of: impl Fn(&Term) -> bool,
    weight: impl Fn(&Term) -> f32,
    degree: impl Fn(&Likeness) -> f32,
) -> (f32, f32) {
    let pairs = terms.iter().zip(best).filter(|(term, _)| of(term));
    pairs.fold((0.0, 0.0), |(part, whole), (term, likeness)| {
        let weight = weight(term);
        (part + weight * degree(likeness), whole + weight)
    })
}

impl<'a> Candidate<'a> {
    pub(crate) fn new(asked: &Query<'_>, other: usize, nth: usize, told: &'a Told, likeness: &[Vec<Likeness>]) -> Self {
        let best: Vec<Likeness> = likeness
            .iter()
            .map(|row| {
                let all = told.kinds.iter().map(|kind| row[*kind as usize]);
                all.fold(Likeness::default(), |best, it| Likeness {
                    letters: best.letters.max(it.letters),
                    vectors: best.vectors.max(it.vectors),
                })
            })
            .collect();
        let terms = &asked.terms;
        let ratio = |(part, whole)| share(part, whole);
        let first = First {
            near: ratio(found(terms, &best, |it| it.near, faded, |it| it.letters)),
            clause: ratio(found(terms, &best, |it| it.in_clause, |it| it.local, |it| it.letters)),
            vectors: ratio(found(terms, &best, |it| it.near, faded, |it| it.vectors)),
            sentence: ratio(found(terms, &best, |_| true, |it| it.local, |it| it.letters)),
            cosine: asked.told().sparse.cosine(&told.sparse),
        };
        Self { other, nth, told, best, first, order: Order::default() }
    }
}

/// What a term weighs that counts less the farther it stands from the cursor.
pub(crate) fn faded(term: &Term) -> f32 {
    term.local / (1.0 + term.distance as f32 / 4.0)
}

/// Tells each candidate how it stands among the others.
pub(crate) fn order(candidates: &mut [Candidate<'_>], others: usize) {
    let sums: Vec<f32> = candidates.iter().map(|it| it.first.sum()).collect();
    let standing = |of: &dyn Fn(&Candidate<'_>) -> f32| -> Vec<Standing> {
        let values: Vec<f32> = candidates.iter().map(of).collect();
        let count = values.len().max(1) as f32;
        let mean = values.iter().sum::<f32>() / count;
        let spread = (values.iter().map(|it| (it - mean) * (it - mean)).sum::<f32>() / count).sqrt().max(0.01);
        let mut sorted = values.clone();
        sorted.sort_by(|a, b| b.total_cmp(a));
        let (top, second) = (sorted.first().copied().unwrap_or_default(), sorted.get(1).copied().unwrap_or_default());
        let mut within = vec![(0.0_f32, 0.0_f32); others];
        for (candidate, value) in candidates.iter().zip(&values) {
            let (first, next) = &mut within[candidate.other];
            if *value > *first {
                (*first, *next) = (*value, *first);
            } else if *value > *next {
                *next = *value;
            }
        }
        let gap = |value: f32, top: f32, second: f32| if value >= top { value - second } else { value - top };
        let one = |(candidate, value): (&Candidate<'_>, &f32)| {
            let (best, next) = within[candidate.other];
            Standing {
                above: (value - mean) / spread,
                gap: gap(*value, top, second),
                gap_within: gap(*value, best, next),
                rank: (1.0 + sorted.partition_point(|other| other > value) as f32).ln(),
            }
        };
        candidates.iter().zip(&values).map(one).collect()
    };
    let near = standing(&|it| it.first.near);
    let clause = standing(&|it| it.first.clause);
    let vectors = standing(&|it| it.first.vectors);
    let cosine = standing(&|it| it.first.cosine);
    let sum = standing(&|it| it.first.sum());
    let places: Vec<usize> = candidates.iter().map(|it| it.other).collect();
    for (at, candidate) in candidates.iter_mut().enumerate() {
        let better = |(other, value): (&usize, &f32)| *other == candidate.other && *value > sums[at];
        let within = places.iter().zip(&sums).filter(|it| better(*it)).count();
        let elsewhere = places.iter().zip(&sums).filter(|(other, _)| **other != candidate.other);
        candidate.order = Order {
            sum: sum[at],
            near: near[at],
            clause: clause[at],
            vectors: vectors[at],
            cosine: cosine[at],
            within: (1.0 + within as f32).ln(),
            elsewhere: elsewhere.map(|(_, value)| *value).fold(0.0, f32::max),
        };
    }
}
