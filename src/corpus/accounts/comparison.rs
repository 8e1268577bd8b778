//! The facts of two articles, sentence by sentence, and which of them are taken to be told differently.

use crate::corpus::accounts::fact::{Fact, Sort, Value, facts, others};
use crate::corpus::accounts::governor::{Governor, Governors};
use crate::corpus::accounts::sentences::{At, Numbers, Pairing};
use crate::corpus::accounts::trees::Tables;
use crate::text::Span;

/// Sentences that have less in common by this score are not compared by the trees.
const LOOSE: f32 = -1.0;

/// A fact with what governs it, the nearest first.
pub(crate) type Governed = (Fact, Vec<Governor>);

/// The facts of an article by sentence.
pub(crate) struct Told {
    /// Those that the rules compare.
    pub(crate) facts: Vec<Vec<Governed>>,
    /// Those that only the trees compare.
    pub(crate) more: Vec<Vec<Governed>>,
}

impl Told {
    fn new(pairing: &Pairing<'_>, side: usize) -> Self {
        let side = &pairing.sides[side];
        let analysis = pairing.snapshot.analysis(side.article);
        let governors = Governors::new(analysis);
        let of = |told| {
            let known = facts(analysis, told);
            let more = others(analysis, told, &known);
            let with = |fact: &Fact| governors.of(analysis, told, &known, fact);
            let governed = |facts: Vec<Fact>| -> Vec<Governed> {
                facts.into_iter().map(|fact| (fact.clone(), with(&fact))).collect()
            };
            let more = governed(more);
            (governed(known.clone()), more)
        };
        let (facts, more) = side.facts.told.iter().map(of).unzip();
        Self { facts, more }
    }

    /// All facts of a sentence, in no order.
    pub(crate) fn all(&self, nth: usize) -> impl Iterator<Item = &Governed> + Clone {
        self.facts[nth].iter().chain(&self.more[nth])
    }
}

/// Two articles whose facts are compared.
pub(crate) struct Comparison<'a> {
    pub(crate) pairing: &'a Pairing<'a>,
    pub(crate) told: [Told; 2],
    /// From this score on two sentences surely tell of the same thing.
    pub(crate) shown: f32,
}

/// Words that stand in place of others, with what is seen of the two.
pub(crate) struct Replaced {
    pub(crate) spans: [Span; 2],
    pub(crate) numbers: Numbers,
}

/// What is seen of two facts or stretches of words that may be told differently, for the trainer.
#[derive(Clone, Debug)]
pub(crate) struct SeenFact {
    pub(crate) sort: Sort,
    /// True where no value can be both, or the words differ.
    pub(crate) differs: bool,
    /// True where the rules take them to differ.
    pub(crate) ruled: bool,
    pub(crate) spans: [Span; 2],
    pub(crate) numbers: Numbers,
}

impl<'a> Comparison<'a> {
    pub(crate) fn new(pairing: &'a Pairing<'a>, shown: f32) -> Self {
        Self { pairing, told: [0, 1].map(|side| Told::new(pairing, side)), shown }
    }

    /// What is seen of two sentences' facts and words, but for what is seen of the sentences themselves.
    pub(crate) fn seen(&self, at: At, score: f32) -> Vec<SeenFact> {
        let mut found = Vec::new();
        for ours in self.told[0].all(at.one) {
            for theirs in self.told[1].all(at.other) {
                let Some(sort) = Self::sort(&ours.0, &theirs.0) else { continue };
                let stands = self.stands_in(at, ours, theirs);
                let numbers = self.slot(at, ours, theirs, stands);
                let ruled = self.differ(at, score, ours, theirs);
                let spans = [ours.0.span, theirs.0.span];
                found.push(SeenFact { sort, differs: stands.is_asked(sort), ruled, spans, numbers });
            }
        }
        found.extend(self.replaced(at).into_iter().map(|Replaced { spans, numbers }| SeenFact {
            sort: Sort::Words,
            differs: true,
            ruled: false,
            spans,
            numbers,
        }));
        found
    }

    /// The facts that differ, the surest first, each once.
    pub(crate) fn differing(&self, scored: &[(At, f32)], tables: &Tables) -> Vec<(Sort, [Span; 2])> {
        let mut found: Vec<(Sort, [Span; 2])> = Vec::new();
        found.extend(self.ruled(scored).into_iter().map(|(sort, facts)| (sort, facts.map(|fact| fact.span))));
        let free = |found: &[(Sort, [Span; 2])], spans: [Span; 2]| {
            !found.iter().any(|(_, known)| known[0].overlaps(spans[0]) || known[1].overlaps(spans[1]))
        };
        for (sort, spans) in self.written() {
            if free(&found, spans) {
                found.push((sort, spans));
            }
        }
        let mut seen: Vec<(f32, Sort, [Span; 2])> = Vec::new();
        for (at, score) in scored.iter().take_while(|(_, score)| *score >= LOOSE) {
            let mut sentence: Option<Numbers> = None;
            let mut with = |mut numbers: Numbers| {
                numbers.push(("score", *score));
                numbers.extend(sentence.get_or_insert_with(|| self.pairing.seen(*at)).iter());
                numbers
            };
            for ours in self.told[0].all(at.one) {
                for theirs in self.told[1].all(at.other) {
                    let Some(sort) = Self::sort(&ours.0, &theirs.0) else { continue };
                    let stands = self.stands_in(*at, ours, theirs);
                    if stands.is_asked(sort) {
                        let numbers = with(self.slot(*at, ours, theirs, stands));
                        let sure = tables.facts.score(&numbers) - tables.facts.cut();
                        seen.extend((sure >= 0.0).then_some((sure, sort, [ours.0.span, theirs.0.span])));
                    }
                }
            }
            for Replaced { spans, numbers } in self.replaced(*at) {
                let sure = tables.words.score(&with(numbers)) - tables.words.cut();
                seen.extend((sure >= 0.0).then_some((sure, Sort::Words, spans)));
            }
        }
        seen.sort_by(|(a, sort, spans), (b, other, others)| b.total_cmp(a).then((spans, sort).cmp(&(others, other))));
        for (_, sort, spans) in seen {
            if free(&found, spans) {
                found.push((sort, spans));
            }
        }
        found
    }

    /// The facts that differ by the rules, best aligned sentences first, each fact once.
    fn ruled(&self, scored: &[(At, f32)]) -> Vec<(Sort, [&Fact; 2])> {
        let mut found: Vec<(&Value, [&Fact; 2])> = Vec::new();
        // "Five killed" in a headline says less than "five people" below it.
        let bare = |fact: &Fact| matches!(&fact.value, Value::Figure(figure) if figure.unit.is_empty());
        for (at, score, bare_ones) in
            [false, true].into_iter().flat_map(|bare| scored.iter().map(move |(at, score)| (*at, *score, bare)))
        {
            for ours in &self.told[0].facts[at.one] {
                for theirs in &self.told[1].facts[at.other] {
                    let spans = [ours.0.span, theirs.0.span];
                    let known = |(known, [one, other]): &(&Value, [&Fact; 2])| {
                        one.span.overlaps(spans[0])
                            || other.span.overlaps(spans[1])
                            || known.is_as_great(&ours.0.value) && other.value.is_as_great(&theirs.0.value)
                    };
                    if (bare(&ours.0) || bare(&theirs.0)) == bare_ones
                        && self.differ(at, score, ours, theirs)
                        && !found.iter().any(known)
                    {
                        found.push((&ours.0.value, [&ours.0, &theirs.0]));
                    }
                }
            }
        }
        found.into_iter().map(|(value, facts)| (value.sort(), facts)).collect()
    }
}
