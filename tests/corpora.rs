//! What Copydesk reaches on published corpora, which stand beside the repository where they are at hand.

use std::path::Path;

use serde_json::Value;

use super::cli::{ROOT, run};

/// Floors in percent, a little below what is measured, so that a change that costs quality fails.
const FLOORS: &[(&str, &str, &str, f64)] = &[
    ("polnear/dev", "Source, tokens", "f1", 73.0),
    ("polnear/dev", "Cue, tokens", "f1", 60.0),
    ("polnear/dev", "Content, tokens", "f1", 87.0),
    ("polnear/dev", "sentences without attribution", "f1", 77.0),
    ("polnear/dev", "content with its source", "recall", 64.0),
    ("worldwide-ner", "names, exact", "f1", 81.0),
    ("gum-news", "coreference: CoNLL average", "f1", 47.0),
];

#[test]
fn what_was_reached_on_corpora_stays_reached() {
    let corpora = Path::new(ROOT).join("../shared/corpora");
    if !corpora.is_dir() {
        println!("skipped: there are no corpora beside the repository");
        return;
    }
    let paths = ["polnear/dev", "worldwide-ner", "gum-news"].map(|name| corpora.join(name).display().to_string());
    let run = run(&["eval", &paths[0], &paths[1], &paths[2], "--split", "dev", "--examples", "0", "--json"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let scored: Value = serde_json::from_str(&run.out).unwrap();
    for (corpus, name, share, floor) in FLOORS {
        let corpora = scored["corpora"].as_array().unwrap();
        let corpus = corpora.iter().find(|it| it["title"].as_str().unwrap().ends_with(corpus)).unwrap();
        let figure = corpus["figures"].as_array().unwrap().iter().find(|figure| figure["name"] == *name).unwrap();
        let reached = figure[*share].as_f64().unwrap() * 100.0;
        assert!(reached >= *floor, "{name}: {share} {reached:.1}, wanted {floor}");
    }
}
