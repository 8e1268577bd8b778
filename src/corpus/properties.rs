//! What must hold of linking whatever the articles: no panic, no dependence on the order of arrival, bounded time.

use std::fmt::Write as _;
use std::sync::Arc;

use jiff::civil::date;
use proptest::prelude::*;

use crate::analysis::ArticleAnalysis;
use crate::corpus::Corpus;
use crate::corpus::snapshot::Snapshot;
use crate::corpus::testing::{chains, corpus, read};
use crate::model::{EntityType, Models};

/// All of a snapshot that a view can see, as text.
pub(super) fn seen(snapshot: &Snapshot) -> String {
    let mut seen = String::new();
    for node in &snapshot.articles {
        // Numbers tell what was linked before: what they stand for must not.
        let entities: Vec<_> = node.entities.iter().map(|id| snapshot.first_chain(*id)).collect();
        let events: Vec<_> = node.events.iter().map(|id| snapshot.event(*id).mentions.first()).collect();
        let linked = (entities, events, snapshot.coverage(node.coverage), node.copy_of, &node.statements);
        writeln!(seen, "{} {:?} {linked:?}", node.key, node.label).unwrap();
    }
    for id in snapshot.event_ids() {
        writeln!(seen, "{:?} {:?}", snapshot.event(id), snapshot.why_event(id)).unwrap();
    }
    for coverage in &snapshot.coverages {
        writeln!(seen, "{coverage:?} {:?}", snapshot.why_coverage(coverage)).unwrap();
    }
    let (entities, statements): (Vec<_>, Vec<_>) = (snapshot.entities().collect(), snapshot.statements().collect());
    writeln!(seen, "{entities:#?} {:#?} {:#?}", snapshot.related(), statements).unwrap();
    seen
}

/// Short articles that share people, places, words and days, so that there is something to link.
pub(super) fn text() -> impl Strategy<Value = String> {
    let sentence = prop::sample::select(vec![
        "President Barack Obama met Vladimir Putin at the Group of 20 summit in Mexico on Monday.",
        "Obama called Putin. The call lasted an hour, the White House said.",
        "“We found a significant uptick in fighting,” Sergei Lavrov said.",
        "Police arrested three people in Geneva after an attack on June 16.",
        "Talks in Geneva collapsed, said Staffan de Mistura.",
        "The cease-fire, brokered in February, has held in 12 towns.",
        "Copyright 2021. All rights reserved.",
        "HEADLINE WITHOUT A STOP",
        "",
        "« ‘ “",
    ]);
    prop::collection::vec(sentence, 0..7).prop_map(|sentences| sentences.join("\n\n"))
}

pub(super) fn analyses(texts: &[String]) -> Vec<Arc<ArticleAnalysis>> {
    let models = Models::embedded();
    let days = [None, Some(date(2012, 6, 18)), Some(date(2012, 6, 19)), Some(date(2016, 4, 18))];
    texts.iter().enumerate().map(|(at, text)| read(&models, text, days[at % days.len()])).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_texts_link(texts in prop::collection::vec("\\PC{0,160}", 0..5)) {
        let analyses = analyses(&texts);
        let snapshot = corpus(&analyses).snapshot();
        prop_assert_eq!(snapshot.articles.len(), texts.len());
    }

    #[test]
    fn each_article_has_one_coverage(texts in prop::collection::vec(text(), 1..7)) {
        let snapshot = corpus(&analyses(&texts)).snapshot();
        for id in snapshot.ids() {
            let holding = snapshot.coverages.iter().filter(|coverage| coverage.articles.contains(&id)).count();
            prop_assert_eq!(holding, 1);
            prop_assert!(snapshot.coverage(snapshot.article(id).coverage).articles.contains(&id));
        }
    }

    #[test]
    fn the_order_of_arrival_does_not_count(
        texts in prop::collection::vec(text(), 1..6),
        order in Just((0..6_usize).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let analyses = analyses(&texts);
        let mut other = Corpus::new();
        for at in order.into_iter().filter(|at| *at < analyses.len()) {
            other.set(Arc::from(format!("{at:04}.txt")), Arc::clone(&analyses[at]));
            other.snapshot();
        }
        prop_assert_eq!(seen(&corpus(&analyses).snapshot()), seen(&other.snapshot()));
    }

    #[test]
    fn edits_end_where_a_fresh_start_would(
        texts in prop::collection::vec(text(), 1..5),
        edits in prop::collection::vec((0..5_usize, prop::option::of(text())), 0..8),
    ) {
        let mut corpus = corpus(&analyses(&texts));
        let models = Models::embedded();
        corpus.snapshot();
        for (at, edit) in edits {
            let key = format!("{at:04}.txt");
            match edit {
                Some(text) => corpus.set(Arc::from(key), read(&models, &text, None)),
                None => { corpus.remove(&key); }
            }
            let mut fresh = Corpus::new();
            for (key, analysis) in &corpus.articles {
                fresh.set(Arc::clone(key), Arc::clone(analysis));
            }
            prop_assert_eq!(seen(&corpus.snapshot()), seen(&fresh.snapshot()));
        }
    }
}

/// What a corpus says, and what one says that was never told of anything else.
fn now_and_afresh(corpus: &mut Corpus) -> (String, String) {
    let mut fresh = Corpus::new();
    for (key, analysis) in &corpus.articles {
        fresh.set(Arc::clone(key), Arc::clone(analysis));
    }
    (seen(&corpus.snapshot()), seen(&fresh.snapshot()))
}

/// Names that are one another's, or may be taken to be.
pub(super) fn names() -> impl Strategy<Value = Vec<(EntityType, &'static [&'static str])>> {
    use EntityType::{Event, Group, Organization, Person, Place};
    let name = prop::sample::select(vec![
        (Person, &["John Smith"] as &[&str]),
        (Person, &["Smith"]),
        (Person, &["J. Smith"]),
        (Person, &["Jane Smith"]),
        (Person, &["John A. Smith", "Smith"]),
        (Person, &["John B. Smith"]),
        (Person, &["John Smith Jr."]),
        (Person, &["Sergei Lavrov", "Lavrov"]),
        (Person, &["Sergey Lavrov"]),
        (Person, &["Lavrov"]),
        (Organization, &["Federal Bureau of Investigation"]),
        (Organization, &["FBI"]),
        (Organization, &["Farm Board of Idaho", "Farm Board"]),
        (Organization, &["Farm Board"]),
        (Organization, &["White House"]),
        (Place, &["Syria"]),
        (Group, &["Syrian"]),
        (Group, &["Syrians"]),
        (Event, &["Group of 20 summit"]),
    ]);
    prop::collection::vec(name, 0..6)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn who_is_who_is_what_a_fresh_start_says(
        edits in prop::collection::vec((0..6_usize, prop::option::weighted(0.8, names())), 1..14),
    ) {
        let mut corpus = Corpus::new();
        for (at, edit) in edits {
            let key = format!("{at:04}.txt");
            match edit {
                Some(names) => corpus.set(Arc::from(key), chains(&names)),
                None => { corpus.remove(&key); }
            }
            let (now, afresh) = now_and_afresh(&mut corpus);
            prop_assert_eq!(now, afresh);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5, failure_persistence: None, ..ProptestConfig::default() })]

    /// More articles than lists look at on either side, several with the same text.
    #[test]
    fn a_crowd_is_what_a_fresh_start_says(
        texts in prop::collection::vec(text(), 6..12),
        picks in prop::collection::vec(0..12_usize, 100),
        edits in prop::collection::vec((0..110_usize, prop::option::weighted(0.7, 0..12_usize)), 4),
    ) {
        let pool = analyses(&texts);
        let of = |pick: usize| Arc::clone(&pool[pick % pool.len()]);
        let mut corpus = corpus(&picks.into_iter().map(of).collect::<Vec<_>>());
        corpus.snapshot();
        for (at, edit) in edits {
            let key = format!("{at:04}.txt");
            match edit {
                Some(pick) => corpus.set(Arc::from(key), of(pick)),
                None => { corpus.remove(&key); }
            }
            let (now, afresh) = now_and_afresh(&mut corpus);
            prop_assert_eq!(now, afresh);
        }
    }
}

/// Twenty articles on different things recall a meeting in one place, each of another year but the first and the last:
/// these meet when one between them goes, and part when it comes back.
#[test]
fn what_comes_within_reach_is_linked() {
    let models = Models::embedded();
    let towns = ["Oslo", "Kent", "Prague", "Lima", "Quito", "Perth", "Turin"];
    let things = ["a bridge", "the harvest", "an old church"];
    let text = |at: usize| {
        let year = if at == 17 { 1980 } else { 1980 + at };
        let (town, thing) = (towns[at % towns.len()], things[at % things.len()]);
        format!(
            "The mayor of {town} spoke of {thing} on Friday, and of the year {at}.\n\nBarack Obama met Vladimir Putin in \
             Geneva on June 3, {year}.\n"
        )
    };
    let day = |at: usize| Some(date(2001 + i16::try_from(at).unwrap(), 3, 5));
    let analyses: Vec<_> = (0..18).map(|at| read(&models, &text(at), day(at))).collect();
    let mut corpus = corpus(&analyses);
    let met = |snapshot: &Snapshot| {
        let events = snapshot.articles[0].events.iter().map(|id| snapshot.event(*id).mentions);
        events.flat_map(|mentions| mentions.iter().map(|event| event.article.0)).any(|article| article > 0)
    };
    let snapshot = corpus.snapshot();
    assert_eq!(snapshot.coverages.len(), 18, "each its own event");
    assert!(!met(&snapshot), "out of reach");
    corpus.remove("0005.txt");
    let (now, afresh) = now_and_afresh(&mut corpus);
    assert_eq!(now, afresh);
    assert!(met(&corpus.snapshot()), "within reach");
    corpus.set(Arc::from("0005.txt"), Arc::clone(&analyses[5]));
    let (now, afresh) = now_and_afresh(&mut corpus);
    assert_eq!(now, afresh);
    assert!(!met(&corpus.snapshot()), "out of reach again");
}

/// While a job is away, changes and snapshots go on; what it brings back is what a fresh start finds.
#[test]
fn a_job_that_comes_back_late_has_missed_nothing() {
    let texts = ["Obama met Putin in Geneva on Monday.", "Putin met Obama in Geneva.", "Police arrested three people."];
    let analyses = analyses(&texts.map(str::to_string));
    let mut corpus = corpus(&analyses[..2]);
    corpus.snapshot();
    let job = corpus.link_job();
    corpus.set(Arc::from("0002.txt"), Arc::clone(&analyses[2]));
    corpus.snapshot();
    corpus.remove("0000.txt");
    let linked = std::thread::spawn(move || job.run()).join().unwrap();
    assert_eq!(corpus.take(linked).articles.len(), 2, "as it was then");
    assert!(corpus.linked().is_none());
    let (now, afresh) = now_and_afresh(&mut corpus);
    assert_eq!(now, afresh);
    // One that never comes back takes what was remembered with it.
    drop(corpus.link_job());
    corpus.set(Arc::from("0000.txt"), Arc::clone(&analyses[0]));
    let job = corpus.link_job();
    let linked = job.run();
    assert_eq!(seen(&corpus.take(linked)), now_and_afresh(&mut corpus).1);
}

#[test]
fn any_number_of_threads_finds_the_same() {
    let texts = ["Obama met Putin in Geneva on Monday.", "Putin met Obama in Geneva.", "Police arrested three people."];
    let analyses = analyses(&texts.map(str::to_string));
    let expected = seen(&corpus(&analyses).snapshot());
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let analyses = analyses.clone();
            std::thread::spawn(move || seen(&corpus(&analyses).snapshot()))
        })
        .collect();
    threads.into_iter().for_each(|thread| assert_eq!(thread.join().unwrap(), expected));
}

#[test]
fn what_is_no_news_makes_no_cluster() {
    let models = Models::embedded();
    let log = |at: usize| {
        let line = |nth: usize| format!("12:{nth:02}:07 INFO worker-{at} request {nth} took {at} ms");
        (0..20).map(line).collect::<Vec<_>>().join("\n")
    };
    let footer = "Copyright 2021. All rights reserved. This material may not be published, broadcast, rewritten or \
                  redistributed. Sign up for the Morning Briefing newsletter.";
    let stories = [
        "Farmers in Kent sold more apples than ever, the growers’ union said.",
        "A bridge in Oslo fell into the harbour. Nobody was hurt, said the mayor.",
        "The singer Ana Reed cancelled her tour after an illness.",
        "Prices of steel rose by 4 percent in Brazil.",
        "Zoo keepers in Prague found a lost penguin under a bus.",
    ];
    let framed = stories.iter().map(|story| format!("{story}\n\n{footer}\n"));
    let code = |at: usize| {
        let line = |nth: usize| format!("    let row_{nth} = table.get({at}).map_or(0, |row| row.width + {nth});");
        format!("fn measure_{at}(table: &Table) {{\n{}\n}}", (0..20).map(line).collect::<Vec<_>>().join("\n"))
    };
    let empty = [String::new(), "no names here at all".into()];
    let texts: Vec<String> = framed.chain((0..5).map(log)).chain((0..5).map(code)).chain(empty).collect();
    let analyses: Vec<_> = texts.iter().map(|text| read(&models, text, None)).collect();
    let snapshot = corpus(&analyses).snapshot();
    for (node, text) in snapshot.articles.iter().zip(texts) {
        assert_eq!(snapshot.coverage(node.coverage).articles.len(), 1, "{text}");
    }
}

#[test]
fn a_thousand_copies_take_bounded_time() {
    let text = "Obama called Putin on Monday.\n\nThe call lasted an hour, the White House said. “A significant uptick in fighting,” \
                Josh Earnest told reporters in Geneva.\n";
    let analysis = read(&Models::embedded(), text, Some(date(2016, 4, 18)));
    let copies = vec![analysis; 1000];
    let start = std::time::Instant::now();
    let snapshot = corpus(&copies).snapshot();
    let taken = start.elapsed();
    assert_eq!(snapshot.coverages.len(), 1);
    assert!(
        snapshot.articles[1..].iter().all(|node| node.copy_of == Some(crate::corpus::reference::ArticleId(0))),
        "copies, one voice"
    );
    // Two orders of magnitude above what a release build takes: this is about growth, not speed.
    assert!(taken.as_secs() < 30, "{taken:?}");
}

#[test]
fn a_long_text_takes_bounded_time() {
    let sentence = "Obama met Putin at the Group of 20 summit in Mexico on Monday, and an attack near Geneva was discussed, \
                    “a significant uptick,” the White House said in a statement. ";
    let models = Models::embedded();
    let analyses: Vec<_> = (0..2).map(|_| read(&models, &sentence.repeat(1500), None)).collect();
    let start = std::time::Instant::now();
    corpus(&analyses).snapshot();
    let taken = start.elapsed();
    assert!(taken.as_secs() < 30, "{taken:?}");
}
