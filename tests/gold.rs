//! The samples and the other articles of the gold, which stand beside the repository where they are at hand: much looked
//! at, so that they show only that nothing absurd happens.

use std::path::Path;

use super::cli::{ROOT, run};

/// What would be absurd to miss, in percent of the first table (the sample articles).
const FLOORS: &[(&str, f64)] = &[
    ("names (exact span)", 80.0),
    ("core attributions", 60.0),
    ("sentences that must not be flagged", 60.0),
    ("article pairs: same event or not", 100.0),
    ("definition, references, hover and inlay hints together", 60.0),
];

#[test]
fn nothing_absurd_is_said_of_the_samples() {
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
