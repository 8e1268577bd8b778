//! The pages for users show what the program prints: their transcripts are run again, `UPDATE_EXPECT=1` writes them anew.
//! Every rule and command is described, every link leads somewhere.

use std::path::Path;

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

/// What docs/quality.md shows of the table of corpora: corpus, row, what it is called.
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
    let page = std::fs::read_to_string(Path::new(ROOT).join("tests/scores/corpora.md")).unwrap();
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

/// The pages that are written for users and for who changes Copydesk, with their places below the top.
fn pages() -> Vec<(String, String)> {
    let top = Path::new(ROOT);
    let mut paths: Vec<String> = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"].map(str::to_owned).to_vec();
    for folder in ["docs", "editors", "tests", "tests/fuzz", "training", "src/rules/examples"] {
        let below = std::fs::read_dir(top.join(folder)).unwrap().map(|entry| entry.unwrap().file_name());
        let pages = below.filter_map(|name| name.into_string().ok()).filter(|name| name.ends_with(".md"));
        paths.extend(pages.map(|name| format!("{folder}/{name}")));
    }
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), std::fs::read_to_string(top.join(path)).unwrap())).collect()
}

#[test]
fn transcripts_and_scores_are_real() {
    for (path, text) in pages() {
        let real = with_real_output(&text);
        let real = if real.contains("<!-- corpora -->\n") { with_real_corpora(&real) } else { real };
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            if real != text {
                std::fs::write(Path::new(ROOT).join(&path), real).unwrap();
            }
        } else if let Some((old, new)) = text.lines().zip(real.lines()).find(|(old, new)| old != new) {
            panic!("{path} says\n  {old}\nthe program\n  {new}\nUPDATE_EXPECT=1 cargo test docs writes it anew");
        }
    }
}

#[test]
fn every_rule_and_command_is_described() {
    let page = |path: &str| std::fs::read_to_string(Path::new(ROOT).join(path)).unwrap();
    let (rules, commands) = (page("docs/rules.md"), page("docs/command-line.md"));
    for rule in copydesk::rules::RULES {
        let page = format!("src/rules/examples/{}.md", rule.code);
        assert!(Path::new(ROOT).join(&page).is_file(), "a client is sent to {page}");
        let row = format!("| [`{}`](../{page}) | {} | {} |", rule.code, rule.default.name(), rule.summary);
        assert!(rules.contains(&row), "docs/rules.md has no row\n{row}");
    }
    let names = [
        "check",
        "hover",
        "definition",
        "references",
        "coverage",
        "compare",
        "analyze",
        "eval",
        "init",
        "set",
        "judge",
        "annotations",
        "schema",
        "lsp",
    ];
    for command in names {
        assert!(commands.contains(&format!("copydesk {command}")), "docs/command-line.md has no copydesk {command}");
    }
}

#[test]
fn the_first_page_is_short() {
    let lines = std::fs::read_to_string(Path::new(ROOT).join("README.md")).unwrap().lines().count();
    assert!(lines <= 200, "README.md has {lines} lines; what is more belongs into docs");
}

/// The targets of the links in a page, outside of code.
fn links(text: &str) -> Vec<&str> {
    let mut code = false;
    let mut found = Vec::new();
    for line in text.lines() {
        code ^= line.trim_start().starts_with("```");
        let mut rest = if code { "" } else { line };
        while let Some((_, after)) = rest.split_once("](") {
            let Some((target, behind)) = after.split_once(')') else { break };
            found.push(target);
            rest = behind;
        }
    }
    found
}

/// The name by which a heading is linked to: lower case, words joined by hyphens, marks left out.
fn anchor(heading: &str) -> String {
    let kept = heading.trim_start_matches('#').trim().chars();
    let kept = kept.filter(|ch| ch.is_alphanumeric() || matches!(ch, ' ' | '-' | '_'));
    kept.flat_map(char::to_lowercase).map(|ch| if ch == ' ' { '-' } else { ch }).collect()
}

#[test]
fn links_lead_somewhere() {
    let mut broken = Vec::new();
    for (path, text) in pages() {
        for link in links(&text).into_iter().filter(|link| !link.starts_with("http") && !link.starts_with("mailto:")) {
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            let folder = Path::new(ROOT).join(&path);
            let target = if file.is_empty() { folder } else { folder.parent().unwrap().join(file) };
            let page = || std::fs::read_to_string(&target).unwrap_or_default();
            let there = target.exists()
                && (heading.is_empty() || page().lines().any(|it| it.starts_with('#') && anchor(it) == heading));
            if !there {
                broken.push(format!("{path}: {link}"));
            }
        }
    }
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

#[test]
fn anchors_are_made_as_forges_make_them() {
    assert_eq!(anchor("## Who says what: the pointer"), "who-says-what-the-pointer");
    assert_eq!(anchor("### B³, `copydesk eval`"), "b³-copydesk-eval");
    assert_eq!(links("a [b](c.md#d) ![e](f.png)\n```\n[g](h)\n```\n"), ["c.md#d", "f.png"]);
}
