//! The score table, as Markdown.

use std::fmt::Write;

use super::Score;

/// A set of articles with its scores.
pub struct Section {
    /// Its heading.
    pub title: String,
    /// What it is measured on, in a sentence.
    pub about: String,
    /// In the order of the table.
    pub scores: Vec<Score>,
    /// Whether the articles' words may be printed.
    pub words: bool,
}

/// Renders the table with the misses named below it.
pub fn render(sections: &[Section]) -> String {
    let mut out =
        String::from("# What holds of the gold\n\nWritten by `copydesk eval GOLD --write tests/scores/gold.md`.\n");
    for section in sections {
        let _ = write!(
            out,
            "\n## {}\n\n{}\n\n| expectation | hold | of | % |\n|---|--:|--:|--:|\n",
            section.title, section.about
        );
        for score in &section.scores {
            let percent = score.held * 1000 / score.total.max(1);
            let _ = writeln!(
                out,
                "| {} | {} | {} | {}.{} |",
                score.kind,
                score.held,
                score.total,
                percent / 10,
                percent % 10
            );
        }
        for score in section.scores.iter().filter(|score| !score.misses.is_empty()) {
            let _ = write!(out, "\n### {}: {}: misses\n\n", section.title, score.kind);
            for miss in &score.misses {
                let words = if section.words && !miss.words.is_empty() {
                    format!(" “{}”", miss.words)
                } else {
                    String::new()
                };
                let _ = writeln!(out, "- {}{words}: {}", miss.place, miss.why);
            }
        }
    }
    out
}
