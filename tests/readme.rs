//! The README shows what the program prints: its transcripts are run again. `UPDATE_EXPECT=1` writes them anew.

use super::cli::{ROOT, run};

const PROMPT: &str = "$ copydesk ";

/// The text with the output of every command in a `console` block put in its place. A line of `…` stands for output
/// that is not shown; what stands before it is a beginning.
fn with_real_output(text: &str) -> String {
    let mut real = String::new();
    let mut lines = text.lines().peekable();
    let mut inside = false;
    while let Some(line) = lines.next() {
        inside = if line.starts_with("```") { line == "```console" } else { inside };
        real.push_str(line);
        real.push('\n');
        let Some(arguments) = line.strip_prefix(PROMPT).filter(|_| inside) else { continue };
        let mut shown = Vec::new();
        while let Some(line) = lines.next_if(|line| !line.starts_with("```") && !line.starts_with(PROMPT)) {
            shown.push(line);
        }
        let output = run(&arguments.split_whitespace().collect::<Vec<_>>()).out;
        let cut = shown.iter().position(|line| *line == "…");
        let length = cut.unwrap_or(usize::MAX);
        // Output has no blank lines at its end here, so that a block stays one block.
        let kept: Vec<&str> = output.trim_end().lines().take(length).collect();
        real.push_str(&kept.join("\n"));
        real.push_str(if cut.is_some() { "\n…\n" } else { "\n" });
        if lines.peek().is_some_and(|line| line.starts_with(PROMPT)) {
            real.push('\n');
        }
    }
    real
}

/// What the README shows of the score table.
const SCORES: &[&str] = &[
    "zones",
    "names (exact span)",
    "names found that are in their chain",
    "times (overlap and value)",
    "core attributions",
    "sentences that must be flagged",
    "sentences that must not be flagged",
    "article pairs: same event or not",
    "definition",
    "references",
    "hover",
    "inlay hints",
    "traps: definition",
];

/// The text with a summary of the committed score table between its marks.
fn with_real_scores(text: &str) -> String {
    let table = std::fs::read_to_string(std::path::Path::new(ROOT).join("tests/scores/gold.md")).unwrap();
    let cell = |section: &str, kind: &str| {
        let row = section.lines().find(|line| line.starts_with(&format!("| {kind} |")));
        row.map_or("–".to_owned(), |row| {
            let cells: Vec<&str> = row.split('|').map(str::trim).collect();
            format!("{} of {} ({} %)", cells[2], cells[3], cells[4])
        })
    };
    let sections: Vec<&str> = table.split("\n## ").skip(1).collect();
    let mut rows = String::from("| expectations that hold | five samples | twelve others |\n|---|--:|--:|\n");
    for kind in SCORES {
        rows.push_str(&format!("| {kind} | {} | {} |\n", cell(sections[0], kind), cell(sections[1], kind)));
    }
    let (before, rest) = text.split_once("<!-- scores -->\n").unwrap();
    let (_, after) = rest.split_once("<!-- /scores -->").unwrap();
    format!("{before}<!-- scores -->\n{rows}<!-- /scores -->{after}")
}

/// What the README shows of the table of corpora: corpus, row, what it is called.
const CORPORA: &[(&str, &str, &str)] = &[
    ("worldwide-ner", "names, exact", "names, exact (worldwide newswire)"),
    ("polnear", "Source, tokens", "tokens of sources (PolNeAR)"),
    ("polnear", "Cue, tokens", "tokens of cues"),
    ("polnear", "Content, tokens", "tokens of contents"),
    ("polnear", "sentences without attribution", "sentences without attribution"),
    ("gum-news", "coreference: CoNLL average", "coreference, CoNLL average (Wikinews)"),
];

/// The text with a summary of the committed table of corpora between its marks.
fn with_real_corpora(text: &str) -> String {
    let page = std::fs::read_to_string(std::path::Path::new(ROOT).join("tests/scores/corpora.md")).unwrap();
    let cells = |line: &str| line.split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    let mut rows = String::from("| F1, percent | trivial | spaCy, small | Copydesk |\n|---|--:|--:|--:|\n");
    for (corpus, row, name) in CORPORA {
        let section =
            page.split("\n## ").find(|it| it.lines().next().is_some_and(|title| title.contains(corpus))).unwrap();
        let (own, beside) = section.split_once("\nF1 beside others").unwrap();
        let line = |table: &str| table.lines().find(|line| line.starts_with(&format!("| {row} "))).map(cells);
        let header = cells(beside.lines().find(|line| line.starts_with('|')).unwrap());
        let other = |system: &str| -> String {
            let at = header.iter().position(|cell| cell.starts_with(system));
            line(beside).zip(at).map_or("–".to_owned(), |(cells, at)| cells[at].clone())
        };
        rows.push_str(&format!("| {name} | {} | {} | {} |\n", other("trivial"), other("spaCy"), line(own).unwrap()[4]));
    }
    let (before, rest) = text.split_once("<!-- corpora -->\n").unwrap();
    let (_, after) = rest.split_once("<!-- /corpora -->").unwrap();
    format!("{before}<!-- corpora -->\n{rows}<!-- /corpora -->{after}")
}

#[test]
fn transcripts_and_scores_are_real() {
    let path = std::path::Path::new(ROOT).join("README.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let real = with_real_corpora(&with_real_scores(&with_real_output(&text)));
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, real).unwrap();
    } else if let Some((old, new)) = text.lines().zip(real.lines()).find(|(old, new)| old != new) {
        panic!("README.md says\n  {old}\nthe program\n  {new}\nUPDATE_EXPECT=1 cargo test readme writes it anew");
    }
}

#[test]
fn every_rule_and_command_is_described() {
    let text = std::fs::read_to_string(std::path::Path::new(ROOT).join("README.md")).unwrap();
    for rule in copydesk::rules::RULES {
        let page = format!("src/rules/examples/{}.md", rule.code);
        assert!(std::path::Path::new(ROOT).join(&page).is_file(), "a client is sent to {page}");
        let row = format!("| [`{}`]({page}) | {} | {} |", rule.code, rule.default.name(), rule.summary);
        assert!(text.contains(&row), "README.md has no row\n{row}");
    }
    for command in ["check", "hover", "definition", "references", "analyze", "coverage", "eval", "init", "lsp"] {
        assert!(text.contains(&format!("copydesk {command}")), "README.md does not name copydesk {command}");
    }
}
