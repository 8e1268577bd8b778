//! The score table, as Markdown.

use std::fmt::Write;

use super::case::Score;

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

#[cfg(test)]
mod tests {
    use super::super::Miss;
    use super::*;

    #[test]
    fn misses_are_named_and_words_only_where_they_may_be() {
        let mut score = Score::new("names");
        score.count(true, || unreachable!());
        let miss = |line| Miss { place: format!("a:{line}"), words: "Obama".to_owned(), why: "not found".to_owned() };
        score.count(false, || miss(4));
        score.count(false, || miss(5));
        let section =
            |words| Section { title: "Seeds".into(), about: "Five.".into(), scores: vec![score.clone()], words };
        let table = render(&[section(true)]);
        assert!(table.contains("| names | 1 | 3 | 33.3 |\n"), "{table}");
        assert!(table.ends_with("- a:4 “Obama”: not found\n- a:5 “Obama”: not found\n"), "{table}");
        assert!(!render(&[section(false)]).contains("Obama"));
    }
}
