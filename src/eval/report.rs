//! Scored corpora as Markdown that reads well on a terminal, too. No word of any article is in it.

use std::fmt::Write;

use super::baseline;
use super::measure::COUNTING;
use super::scored::{OtherScored, Scored};
use super::tally::Figure;

/// Renders the tables. `origin` says where they come from, and has them end with how they were counted.
pub fn render(corpora: &[Scored], origin: Option<&str>) -> String {
    let mut out = String::from("# Copydesk against gold\n");
    if let Some(origin) = origin {
        let _ = write!(out, "\n{origin}\n");
    }
    for corpus in corpora {
        let _ = write!(out, "\n## {}\n\n{}\n\n", corpus.title, corpus.about);
        out.push_str(&table(&figures(corpus)));
        if corpus.others.iter().any(|other| !other.figures.is_empty()) {
            out.push_str("\nF1 beside others:\n\n");
            out.push_str(&table(&beside(corpus)));
        }
    }
    if let Some(speeds) = speeds(corpora) {
        out.push_str(
            "\n## Words a second\n\nProcessor time on one core of the machine that wrote this, from text to all that ",
        );
        out.push_str("is found; the words are Copydesk’s.\n\n");
        out.push_str(&table(&speeds));
    }
    if origin.is_some() {
        foot(corpora, &mut out);
    }
    out
}

fn foot(corpora: &[Scored], out: &mut String) {
    let _ = write!(out, "\n## How it is counted\n\n{COUNTING}");
    if corpora.iter().any(|corpus| corpus.others.iter().any(|other| other.name == baseline::NAME)) {
        out.push_str(baseline::ABOUT);
    }
}

fn percent(share: Option<f64>) -> String {
    share.map_or("–".to_owned(), |share| format!("{:.1}", share * 100.0))
}

fn figures(corpus: &Scored) -> Vec<Vec<String>> {
    let mut rows = vec![["", "precision", "recall", "F1", "found", "gold"].map(str::to_owned).to_vec()];
    for figure in &corpus.figures {
        rows.push(vec![
            figure.name.clone(),
            percent(figure.precision),
            percent(figure.recall),
            percent(Some(figure.f1)),
            figure.found.to_string(),
            figure.gold.to_string(),
        ]);
    }
    rows
}

/// The figures that some other system has, too.
fn beside(corpus: &Scored) -> Vec<Vec<String>> {
    // Of those that looked at this corpus.
    let others: Vec<&OtherScored> = corpus.others.iter().filter(|other| !other.figures.is_empty()).collect();
    let header = others.iter().map(|other| other.name.clone());
    let mut rows = vec![[String::new()].into_iter().chain(header).chain(["Copydesk".to_owned()]).collect()];
    let of = |other: &OtherScored, figure: &Figure| {
        other.figures.iter().find(|it| it.name == figure.name).map(|figure| figure.f1)
    };
    for figure in &corpus.figures {
        let scores: Vec<Option<f64>> = others.iter().map(|other| of(other, figure)).collect();
        if scores.iter().all(Option::is_none) {
            continue;
        }
        let cells = scores.into_iter().chain([Some(figure.f1)]).map(percent);
        rows.push([figure.name.clone()].into_iter().chain(cells).collect());
    }
    rows
}

/// Words a second by corpus, of all who were timed; nothing when Copydesk was not.
fn speeds(corpora: &[Scored]) -> Option<Vec<Vec<String>>> {
    let timed: Vec<&Scored> = corpora.iter().filter(|corpus| corpus.words_per_second.is_some()).collect();
    let mut names: Vec<&str> = Vec::new();
    for other in timed.iter().flat_map(|corpus| &corpus.others).filter(|other| other.words_per_second.is_some()) {
        if !names.contains(&other.name.as_str()) {
            names.push(&other.name);
        }
    }
    let header = [""].iter().chain(&names).chain(&["Copydesk"]);
    let mut rows = vec![header.map(|cell| (*cell).to_owned()).collect()];
    for corpus in &timed {
        let of = |name: &&str| corpus.others.iter().find(|other| other.name == **name)?.words_per_second;
        let speeds = names.iter().map(of).chain([corpus.words_per_second]);
        let cells = speeds.map(|speed| speed.map_or("–".to_owned(), thousands));
        rows.push([corpus.title.clone()].into_iter().chain(cells).collect());
    }
    (!timed.is_empty()).then_some(rows)
}

/// Two digits count: "4,100", "52,000".
fn thousands(speed: f64) -> String {
    let size = 10_f64.powf((speed.max(1.0).log10().floor() - 1.0).max(0.0));
    let speed = ((speed / size).round() * size) as u64;
    if speed < 1000 { speed.to_string() } else { format!("{},{:03}", speed / 1000, speed % 1000) }
}

/// A Markdown table whose columns stand below each other: the first to the left, numbers to the right.
fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0).max(3)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut out = String::new();
    for (nth, row) in rows.iter().enumerate() {
        for (column, (cell, &width)) in row.iter().zip(&widths).enumerate() {
            let _ = if column == 0 { write!(out, "| {cell:width$} ") } else { write!(out, "| {cell:>width$} ") };
        }
        out.push_str("|\n");
        if nth == 0 {
            for (column, width) in widths.iter().enumerate() {
                let _ = if column == 0 {
                    write!(out, "|{:-<1$}", "", width + 2)
                } else {
                    write!(out, "|{:-<1$}:", "", width + 1)
                };
            }
            out.push_str("|\n");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speeds_are_told_in_two_digits() {
        assert_eq!([87.4, 4123.0, 52_499.0, 128_000.0].map(thousands), ["87", "4,100", "52,000", "130,000"]);
    }

    #[test]
    fn columns_stand_below_each_other() {
        let row = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        let rows = [row(["", "F1"]), row(["B³", "61.5"])];
        assert_eq!(table(&rows), "|     |   F1 |\n|-----|-----:|\n| B³  | 61.5 |\n");
    }

    #[test]
    fn others_stand_in_their_own_table() {
        let figure = |name: &str, f1| Figure {
            name: name.to_owned(),
            precision: Some(0.5),
            recall: None,
            f1,
            found: 4,
            gold: 2,
        };
        let other = OtherScored {
            name: "spaCy".to_owned(),
            figures: vec![figure("names", 0.25)],
            words_per_second: Some(4100.0),
        };
        let corpus = Scored {
            title: "a".to_owned(),
            about: "One article.".to_owned(),
            articles: 1,
            words: 9,
            figures: vec![figure("names", 0.5), figure("Cue, tokens", 0.75)],
            others: vec![other],
            words_per_second: None,
            examples: Vec::new(),
        };
        let timed = Scored { words_per_second: Some(52_499.0), ..corpus.clone() };
        let page = render(&[timed], None);
        assert!(
            page.ends_with("|     | spaCy | Copydesk |\n|-----|------:|---------:|\n| a   | 4,100 |   52,000 |\n"),
            "{page}"
        );
        let page = render(&[corpus], Some("Written by hand."));
        assert!(!page.contains("a second"), "{page}");
        assert!(page.starts_with("# Copydesk against gold\n\nWritten by hand.\n\n## a\n\nOne article.\n\n|"), "{page}");
        assert!(page.contains("| Cue, tokens |      50.0 |      – | 75.0 |     4 |    2 |\n"), "{page}");
        assert!(page.contains("| names |  25.0 |     50.0 |\n"), "{page}");
    }
}
