//! What Copydesk reaches on published corpora, which stand beside the repository where they are at hand: the committed
//! table is that of a fresh run, and what was reached stays reached.

use std::path::Path;

use super::cli::{ROOT, run};

/// As `tests/scores/renew` has them.
const PATHS: [&str; 3] =
    ["../shared/corpora/polnear/dev", "../shared/corpora/worldwide-ner", "../shared/corpora/gum-news"];

/// Floors in percent, a little below what is measured, so that a change that costs quality fails: corpus, row, column.
const FLOORS: &[(&str, &str, usize, f64)] = &[
    (PATHS[0], "Source, tokens", F1, 76.5),
    (PATHS[0], "Cue, tokens", F1, 64.0),
    (PATHS[0], "Content, tokens", F1, 87.0),
    (PATHS[0], "sentences without attribution", F1, 77.0),
    (PATHS[0], "content with its source", RECALL, 66.0),
    (PATHS[1], "names, exact", F1, 83.0),
    (PATHS[2], "coreference: CoNLL average", F1, 60.0),
];
/// What is one across articles, on a page of its own.
const ACROSS: [&str; 2] = ["../shared/corpora/ecbplus", "../shared/corpora/basil"];
const ACROSS_FLOORS: &[(&str, &str, usize, f64)] = &[
    (ACROSS[0], "pairs of articles on one event", F1, 91.0),
    (ACROSS[0], "pairs of one story on two events, kept apart", F1, 99.0),
    (ACROSS[0], "jump from all of them", PRECISION, 85.0),
    (ACROSS[0], "jump from all of them", RECALL, 51.0),
    (ACROSS[0], "jump from all of them, strict", PRECISION, 86.0),
    (ACROSS[0], "people and organizations across articles: B³", F1, 70.0),
    (ACROSS[1], "articles on one event: B³", F1, 97.5),
    (ACROSS[1], "articles on one event: B³, dates unknown", F1, 95.0),
];
const PRECISION: usize = 2;
const RECALL: usize = 3;
const F1: usize = 4;

const SPEEDS: &str = "\n## Words a second\n";
const COUNTING: &str = "\n## How it is counted\n";

/// A fresh page with what differs from run to run or from machine to machine as the committed one has it: the command in
/// its third line, and the speeds.
fn renewed(committed: &str, fresh: &str) -> String {
    let command = |page: &str| page.lines().nth(2).unwrap_or_default().to_owned();
    let speeds = committed.find(SPEEDS).map_or("", |start| {
        let rest = &committed[start..];
        &rest[..rest.find(COUNTING).unwrap_or(rest.len())]
    });
    let fresh = fresh.replacen(&command(fresh), &command(committed), 1);
    fresh.replacen(COUNTING, &format!("{speeds}{COUNTING}"), 1)
}

/// The number in a column of a corpus's first row of this name.
fn figure(page: &str, corpus: &str, row: &str, column: usize) -> Option<f64> {
    let section = page.split("\n## ").find(|section| section.starts_with(corpus))?;
    let row = section.lines().find(|line| line.starts_with(&format!("| {row} ")))?;
    row.split('|').nth(column)?.trim().parse().ok()
}

/// Runs `copydesk eval` and holds the committed page against it.
fn hold(name: &str, paths: &[&str], options: &[&str], floors: &[(&str, &str, usize, f64)]) {
    if paths.iter().any(|path| !Path::new(ROOT).join(path).is_dir()) {
        println!("skipped: there are no corpora beside the repository");
        return;
    }
    let written = tempfile::NamedTempFile::new().unwrap();
    let file = written.path().to_string_lossy().into_owned();
    let mut arguments = vec!["eval"];
    arguments.extend(paths);
    arguments.extend(options);
    arguments.extend(["--split", "dev", "--examples", "0", "--write", &file]);
    let run = run(&arguments);
    assert_eq!(run.code, 0, "{}", run.err);
    let fresh = std::fs::read_to_string(&file).unwrap();
    for (corpus, row, column, floor) in floors {
        let reached = figure(&fresh, corpus, row, *column).unwrap();
        assert!(reached >= *floor, "{corpus}: {row}: {reached}, wanted {floor}");
    }
    let path = Path::new(ROOT).join("tests/scores").join(name);
    let committed = std::fs::read_to_string(&path).unwrap();
    let real = renewed(&committed, &fresh);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, real).unwrap();
    } else if let Some((old, new)) = committed.lines().zip(real.lines()).find(|(old, new)| old != new) {
        panic!(
            "tests/scores/{name} says\n  {old}\na fresh run\n  {new}\nUPDATE_EXPECT=1 cargo test corpora (then readme) writes it anew; \
             with speeds, tests/scores/renew does"
        );
    } else {
        assert_eq!(committed, real, "tests/scores/{name} is longer or shorter than a fresh run");
    }
}

#[test]
fn the_table_of_corpora_is_that_of_a_fresh_run() {
    hold("corpora.md", &PATHS, &["--baseline", "--beside", "tests/scores/spacy.json"], FLOORS);
}

#[test]
fn the_table_across_articles_is_that_of_a_fresh_run_of_corpora() {
    hold("across.md", &ACROSS, &[], ACROSS_FLOORS);
}

#[test]
fn a_table_that_differs_is_seen_and_speeds_are_kept() {
    let committed =
        "# A\n\nWritten by a.\n\n| b | 1 |\n\n## Words a second\n\n| b | 50 |\n\n## How it is counted\n\nSo.\n";
    let fresh = "# A\n\nWritten by c.\n\n| b | 2 |\n\n## How it is counted\n\nSo.\n";
    assert_eq!(renewed(committed, fresh), committed.replace("| b | 1 |", "| b | 2 |"));
    assert_eq!(renewed(committed, &fresh.replace("| b | 2 |", "| b | 1 |")), committed);
}
