//! What must hold of linking whatever the articles: no panic, no dependence on the order of arrival, bounded time.

use std::fmt::Write as _;
use std::sync::Arc;

use jiff::civil::date;
use proptest::prelude::*;

use super::testing::{corpus, read};
use super::{Corpus, EventId, Snapshot};
use crate::analysis::ArticleAnalysis;
use crate::model::Models;

/// All of a snapshot that a view can see, as text.
fn seen(snapshot: &Snapshot) -> String {
    let mut seen = String::new();
    for node in &snapshot.articles {
        let linked = (&node.entities, &node.events, node.coverage, node.copy_of);
        writeln!(seen, "{} {:?} {linked:?}", node.key, node.label).unwrap();
    }
    for id in (0..).map(EventId).take(snapshot.events().len()) {
        writeln!(seen, "{:?} {:?}", snapshot.event(id), snapshot.why_event(id)).unwrap();
    }
    for coverage in &snapshot.coverages {
        writeln!(seen, "{coverage:?} {:?}", snapshot.why_coverage(coverage)).unwrap();
    }
    let entities: Vec<_> = snapshot.entities().collect();
    writeln!(seen, "{entities:#?} {:#?} {:#?}", snapshot.related(), snapshot.statements).unwrap();
    seen
}

/// Short articles that share people, places, words and days, so that there is something to link.
fn text() -> impl Strategy<Value = String> {
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

fn analyses(texts: &[String]) -> Vec<Arc<ArticleAnalysis>> {
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

#[test]
fn a_thousand_copies_take_bounded_time() {
    let text = "Obama called Putin on Monday.\n\nThe call lasted an hour, the White House said. “A significant uptick,” \
                Josh Earnest told reporters in Geneva.\n";
    let analysis = read(&Models::embedded(), text, Some(date(2016, 4, 18)));
    let copies = vec![analysis; 1000];
    let start = std::time::Instant::now();
    let snapshot = corpus(&copies).snapshot();
    let taken = start.elapsed();
    assert_eq!(snapshot.coverages.len(), 1);
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
