//! The engine against hand-made expectations, which stand beside the repository where they are at hand.

use std::path::Path;

use super::cli::{ROOT, run};

/// What has to hold, in percent, in the first table (the sample articles).
const FLOORS: &[(&str, f64)] = &[
    ("names (exact span)", 90.0),
    ("core attributions", 75.0),
    ("sentences that must be flagged", 60.0),
    ("articles with at most 2 false flags", 100.0),
    ("article pairs: same event or not", 100.0),
    ("definition, references, hover and inlay hints together", 70.0),
    ("traps: definition", 100.0),
];

#[test]
fn what_was_reached_stays_reached() {
    let gold = Path::new(ROOT).join("../shared/gold");
    if !gold.is_dir() {
        println!("skipped: there are no gold files beside the repository");
        return;
    }
    let run = run(&["eval", &gold.to_string_lossy()]);
    assert_eq!(run.code, 0, "{}", run.err);
    for (kind, floor) in FLOORS {
        let row = run.out.lines().find(|line| line.starts_with(&format!("| {kind} |"))).unwrap();
        let percent: f64 = row.split('|').nth(4).unwrap().trim().parse().unwrap();
        assert!(percent >= *floor, "{row}: below {floor} %");
    }
}
