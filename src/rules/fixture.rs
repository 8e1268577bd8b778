//! Examples as articles with marks: a line of carets below the words that are flagged, with the code and, where it
//! matters, the severity behind them.
//!
//! ```text
//! Rebels reportedly took the bridge.
//!        ^^^^^^^^^^ hearsay warning
//! ```
//! A line of `---` divides articles; a line that starts with `#` says what the article shows.

use std::sync::Arc;

use super::{Finding, Rule, RuleSettings};
use crate::analysis::{Article, ArticleMeta, ArticleRole, analyze};
use crate::corpus::{ArticleId, Corpus, Snapshot};
use crate::model::Models;
use crate::text::Span;

/// A snapshot of some texts, in their order.
pub(super) fn snapshot(texts: &[(String, ArticleRole)]) -> Arc<Snapshot> {
    let models = Models::embedded();
    let mut corpus = Corpus::new();
    for (nth, (text, role)) in texts.iter().enumerate() {
        let meta = ArticleMeta { role: *role, ..ArticleMeta::default() };
        let analysis = analyze(&models, &Article { text: Arc::from(text.as_str()), meta });
        corpus.set(Arc::from(format!("{nth:03}.txt")), Arc::new(analysis));
    }
    corpus.snapshot()
}

/// An article of an example and its marks.
struct Example {
    title: String,
    text: String,
    marks: Vec<(Span, String)>,
}

/// Runs a rule's examples: what it finds in each article are the marked words, no more and no less.
pub(super) fn run(rule: &Rule) {
    let examples: Vec<Example> = rule.examples.split("\n---\n").map(parse).collect();
    assert!(examples.iter().any(|example| example.marks.is_empty()), "{}: no silent example", rule.code);
    assert!(examples.iter().any(|example| !example.marks.is_empty()), "{}: no flagged example", rule.code);
    for example in examples {
        let snapshot = snapshot(&[(example.text.clone(), ArticleRole::Draft)]);
        let found = super::check(&snapshot, ArticleId(0), &RuleSettings::default());
        let found: Vec<&Finding> = found.iter().filter(|finding| finding.code == rule.code).collect();
        let shown: Vec<String> =
            found.iter().map(|it| show(&example.text, it.span, it.code, it.severity.name())).collect();
        let wanted: Vec<String> = example
            .marks
            .iter()
            .zip(found.iter().map(|it| it.severity.name()).chain(std::iter::repeat("")))
            .map(|((span, mark), severity)| {
                let (code, wanted) = mark.split_once(' ').unwrap_or((mark, severity));
                show(&example.text, *span, code, wanted)
            })
            .collect();
        assert_eq!(shown, wanted, "{}: {}", rule.code, example.title);
    }
}

fn show(text: &str, span: Span, code: &str, severity: &str) -> String {
    format!("{}..{} “{}” {code} {severity}", span.start, span.end, span.of_text(text))
}

/// Takes the marks out of an example.
fn parse(example: &str) -> Example {
    let mut parsed = Example { title: String::new(), text: String::new(), marks: Vec::new() };
    let mut line_start = 0;
    for line in example.lines() {
        if let Some(title) = line.strip_prefix('#') {
            parsed.title = title.trim().to_owned();
        } else if line.trim_start().starts_with('^') {
            parsed.marks.push(mark(&parsed.text[line_start..], line_start, line));
        } else {
            line_start = parsed.text.len();
            parsed.text.push_str(line);
            parsed.text.push('\n');
        }
    }
    parsed
}

/// Columns are characters, so that marks line up on screen.
fn mark(line: &str, line_start: usize, marks: &str) -> (Span, String) {
    let from = marks.chars().take_while(|ch| *ch == ' ').count();
    let carets = marks.chars().filter(|ch| *ch == '^').count();
    let byte = |column: usize| line.char_indices().nth(column).map_or(line.len(), |(at, _)| at) + line_start;
    (Span::of(byte(from)..byte(from + carets)), marks.trim_start_matches([' ', '^']).trim().to_owned())
}
