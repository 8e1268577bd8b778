//! What must hold of linking under any constraints: what must be one is, as far as walls leave room; no wall is crossed; and
//! it does not count when the constraints came.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use proptest::prelude::*;

use super::properties::{analyses, names, seen, text};
use super::testing::{chains, corpus};
use super::{ArticleId, Constraints, Corpus, Keyed, Pairs, Snapshot};
use crate::analysis::ArticleAnalysis;

/// A pair of things, each by an article and a number, and whether it must be one.
type Raw = ((usize, usize), (usize, usize), bool);

/// Constraints on articles, chains, events and statements, as numbers.
fn raw() -> impl Strategy<Value = [Vec<Raw>; 4]> {
    let one = || (0..8_usize, 0..40_usize);
    let some = move || prop::collection::vec((one(), one(), any::<bool>()), 0..6);
    [some(), some(), some(), some()]
}

fn pairs<R: Clone>(raw: &[Raw], all: &[R], at: impl Fn((usize, usize)) -> Option<usize>) -> Pairs<R> {
    let mut pairs = Pairs::default();
    for (a, b, must) in raw {
        let Some((a, b)) = at(*a).zip(at(*b)).filter(|(a, b)| a != b) else { continue };
        let list = if *must { &mut pairs.must_link } else { &mut pairs.cannot_link };
        list.push((all[a].clone(), all[b].clone()));
    }
    pairs
}

/// All things of one kind in the articles of a corpus.
fn keyed<I: From<usize>>(
    articles: &[Arc<ArticleAnalysis>],
    count: impl Fn(&ArticleAnalysis) -> usize,
) -> Vec<Keyed<I>> {
    let of = |(nth, analysis): (usize, &Arc<ArticleAnalysis>)| {
        let article: Arc<str> = Arc::from(format!("{nth:04}.txt"));
        (0..count(analysis)).map(move |at| Keyed { article: Arc::clone(&article), id: I::from(at) }).collect::<Vec<_>>()
    };
    articles.iter().enumerate().flat_map(of).collect()
}

fn constraints(articles: &[Arc<ArticleAnalysis>], raw: &[Vec<Raw>; 4]) -> Constraints {
    fn some<I: From<usize> + Clone>(raw: &[Raw], all: &[Keyed<I>]) -> Pairs<Keyed<I>> {
        pairs(raw, all, |(article, at)| (article * 41 + at).checked_rem(all.len()))
    }
    let keys: Vec<Arc<str>> = (0..articles.len()).map(|at| Arc::from(format!("{at:04}.txt"))).collect();
    Constraints {
        articles: pairs(&raw[0], &keys, |(article, _)| article.checked_rem(keys.len())),
        chains: some(&raw[1], &keyed(articles, |it| it.chains.len())),
        events: some(&raw[2], &keyed(articles, |it| it.events.len())),
        statements: some(&raw[3], &keyed(articles, |it| it.attributions.len())),
    }
}

/// Checks the pairs of one kind: `set` tells which set something is in.
fn check<R: Ord + Clone + std::fmt::Debug, S: PartialEq + std::fmt::Debug>(pairs: &Pairs<R>, set: impl Fn(&R) -> S) {
    for (a, b) in &pairs.cannot_link {
        assert_ne!(set(a), set(b), "a wall between {a:?} and {b:?}");
    }
    // What the pairs before make one, with the walls, is all that may be in the way.
    let mut one: BTreeMap<R, BTreeSet<R>> = BTreeMap::new();
    for (a, b) in &pairs.must_link {
        let of = |at: &R| one.get(at).cloned().unwrap_or_else(|| BTreeSet::from([at.clone()]));
        let (ours, theirs) = (of(a), of(b));
        let wall = |(x, y): &(R, R)| ours.contains(x) && theirs.contains(y) || ours.contains(y) && theirs.contains(x);
        if ours != theirs && pairs.cannot_link.iter().any(wall) {
            continue;
        }
        assert_eq!(set(a), set(b), "{a:?} and {b:?} are one");
        let all: BTreeSet<R> = ours.union(&theirs).cloned().collect();
        all.iter().for_each(|at| drop(one.insert(at.clone(), all.clone())));
    }
}

/// For each statement the first of all to which links lead from it.
fn statement_sets(snapshot: &Snapshot) -> BTreeMap<(ArticleId, usize), (ArticleId, usize)> {
    let mut sets: BTreeMap<(ArticleId, usize), (ArticleId, usize)> = BTreeMap::new();
    for id in snapshot.ids() {
        let count = snapshot.analysis(id).attributions.len();
        sets.extend((0..count).map(|at| ((id, at), (id, at))));
    }
    for link in snapshot.statements() {
        let [a, b] = [link.a, link.b].map(|end| sets[&(end.article, end.attribution.into())]);
        let (low, high) = (a.min(b), a.max(b));
        sets.values_mut().filter(|set| **set == high).for_each(|set| *set = low);
    }
    sets
}

fn check_all(snapshot: &Snapshot, constraints: &Constraints) {
    let node = |key: &Arc<str>| snapshot.article(snapshot.find(key).unwrap());
    check(&constraints.articles, |key| node(key).coverage);
    check(&constraints.chains, |it| node(&it.article).entities[it.id]);
    check(&constraints.events, |it| node(&it.article).events[it.id]);
    let sets = statement_sets(snapshot);
    // No link leads from an article to itself.
    let mut statements = constraints.statements.clone();
    statements.must_link.retain(|(a, b)| a.article != b.article);
    check(&statements, |it| sets[&(snapshot.find(&it.article).unwrap(), it.id.into())]);
}

/// Linked at once, and linked before they were known: the same.
fn check_corpus(articles: &[Arc<ArticleAnalysis>], raw: &[Vec<Raw>; 4]) {
    let constraints = constraints(articles, raw);
    let mut fresh = corpus(articles);
    fresh.set_constraints(constraints.clone());
    let snapshot = fresh.snapshot();
    check_all(&snapshot, &constraints);
    let mut late = corpus(articles);
    let without = seen(&late.snapshot());
    late.set_constraints(constraints.clone());
    assert_eq!(seen(&late.snapshot()), seen(&snapshot));
    // An article that goes takes with it what is decided on it, until it is back.
    late.remove("0000.txt");
    late.snapshot();
    late.set(Arc::from("0000.txt"), Arc::clone(&articles[0]));
    assert_eq!(seen(&late.snapshot()), seen(&snapshot));
    late.set_constraints(Constraints::default());
    assert_eq!(seen(&late.snapshot()), without);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_constraints_are_kept(texts in prop::collection::vec(text(), 1..7), raw in raw()) {
        check_corpus(&analyses(&texts), &raw);
    }

    #[test]
    fn constraints_on_names_are_kept(lists in prop::collection::vec(names(), 1..7), raw in raw()) {
        let articles: Vec<Arc<ArticleAnalysis>> = lists.iter().map(|list| chains(list)).collect();
        check_corpus(&articles, &raw);
    }
}

/// A hundred copies of one article are one coverage, but for two of which it is decided that they are not: by far more
/// articles than stand for a coverage when it is compared.
#[test]
fn a_wall_holds_among_a_hundred_copies() {
    let text =
        "President Barack Obama met Vladimir Putin at the Group of 20 summit in Mexico on Monday.\n\nObama said that \
                “the talks were hard.”"
            .to_owned();
    let one = analyses(&[text]).remove(0);
    let mut corpus = corpus(&vec![one; 100]);
    let key = |at: usize| -> Arc<str> { Arc::from(format!("{at:04}.txt")) };
    let articles = Pairs { must_link: vec![(key(3), key(99))], cannot_link: vec![(key(40), key(98))] };
    let events = keyed_pair(&key(2), &key(97));
    let statements = keyed_pair(&key(2), &key(97));
    let chains = keyed_pair(&key(2), &key(97));
    let constraints = Constraints { articles, chains, events, statements };
    corpus.set_constraints(constraints.clone());
    let snapshot = corpus.snapshot();
    check_all(&snapshot, &constraints);
    assert_eq!(snapshot.coverages.len(), 2);
}

/// The first things of two articles are not one.
fn keyed_pair<I: From<usize>>(a: &Arc<str>, b: &Arc<str>) -> Pairs<Keyed<I>> {
    let first = |article: &Arc<str>| Keyed { article: Arc::clone(article), id: I::from(0) };
    Pairs { must_link: Vec::new(), cannot_link: vec![(first(a), first(b))] }
}

/// A job that is away links by what was decided when it left.
#[test]
fn a_decision_outdates_a_job() {
    let texts = ["Obama met Putin in Geneva on Monday.", "Putin met Obama in Geneva."];
    let articles = analyses(&texts.map(str::to_owned));
    let mut corpus: Corpus = corpus(&articles);
    let job = corpus.link_job();
    let key = |at: usize| -> Arc<str> { Arc::from(format!("{at:04}.txt")) };
    let apart = Pairs { must_link: Vec::new(), cannot_link: vec![(key(0), key(1))] };
    let constraints = Constraints { articles: apart, ..Constraints::default() };
    assert!(corpus.set_constraints(constraints.clone()));
    assert!(!corpus.set_constraints(constraints.clone()));
    corpus.take(job.run());
    assert!(corpus.linked().is_none());
    check_all(&corpus.snapshot(), &constraints);
}
