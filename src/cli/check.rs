//! `copydesk check`: each article's findings in the manner of a compiler, then the coverage in short.
//!
//! Warnings are shown in full, the rest a line each. On a clipping everything is information at most, so what would
//! be a warning on a draft is shown in full there too: a folder of clippings has the same page as a folder of drafts.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use serde::Serialize;

use super::analyze::DiagnosticJson;
use super::command::{Failure, Format, Outcome};
use super::excerpt::Excerpt;
use super::place::Places;
use super::style::{Ink, Style, count, safe};
use super::workspace::{self, Workspace};
use super::{coverage, json};
use crate::analysis::ArticleRole;
use crate::corpus::{ArticleId, Place};
use crate::rules::{Finding, RULES, Severity, dismissed};
use crate::text::{Span, escaped_path};
use crate::token::TokenKind;

/// Columns of an article's words in a finding of one line.
const WORDS: usize = 32;

#[derive(clap::Args, Debug)]
pub(super) struct Options {
    #[command(flatten)]
    articles: super::command::Articles,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Show every finding in full, hints included
    #[arg(long)]
    all: bool,
    /// Show the findings that somebody has dismissed in place of the others
    #[arg(long)]
    dismissed: bool,
}

/// Prints the findings; the exit code is 1 when one is above information.
pub(super) fn run(options: &Options, out: &mut dyn Write) -> Outcome {
    let paths = &options.articles.paths;
    let workspace = workspace::load(paths, &options.articles.eyes)?;
    let check = |id| if options.dismissed { workspace.dismissed(id) } else { workspace.check(id) };
    let found: Vec<_> = workspace.snapshot.ids().map(|id| (id, check(id))).collect();
    match options.format {
        Format::Json => print_json(&workspace, &found, out)?,
        Format::Text => {
            let page = Page {
                places: Places::new(&workspace.snapshot),
                workspace: &workspace,
                style: Style::of_stdout(),
                all: options.all,
            };
            if options.dismissed {
                page.print_dismissed(&found, out)?;
                return Ok(ExitCode::SUCCESS);
            }
            page.print(paths, &found, out)?;
        }
    }
    let loud = found.iter().flat_map(|(_, findings)| findings).any(|finding| finding.severity > Severity::Information);
    Ok(if loud { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

#[derive(Serialize)]
struct ArticleJson<'a> {
    path: &'a str,
    diagnostics: Vec<FindingJson<'a>>,
}

#[derive(Serialize)]
struct FindingJson<'a> {
    #[serde(flatten)]
    diagnostic: DiagnosticJson<'a>,
    line: u32,
    column: u32,
    help: Option<&'a str>,
    related: Vec<RelatedJson<'a>>,
    /// Who dismissed it, by the id of the annotation.
    #[serde(skip_serializing_if = "Option::is_none")]
    dismissed: Option<&'a str>,
}

#[derive(Serialize)]
struct RelatedJson<'a> {
    path: &'a str,
    line: u32,
    column: u32,
    message: &'a str,
}

fn print_json(workspace: &Workspace, found: &[(ArticleId, Vec<Finding>)], out: &mut dyn Write) -> Result<(), Failure> {
    let places = Places::new(&workspace.snapshot);
    for (article, findings) in found {
        let node = workspace.snapshot.article(*article);
        let diagnostics = findings
            .iter()
            .map(|one| {
                let place = Place { article: *article, span: one.span };
                let (line, column) = places.line_column(place);
                let related = one.related.iter().map(|(place, message)| {
                    let (line, column) = places.line_column(*place);
                    RelatedJson { path: &workspace.snapshot.article(place.article).key, line, column, message }
                });
                let help = one.help.as_deref();
                FindingJson {
                    diagnostic: DiagnosticJson::new(one, places.code_points(place)),
                    line,
                    column,
                    help,
                    related: related.collect(),
                    dismissed: dismissed(&workspace.snapshot, *article, one).map(|judged| &*judged.annotation),
                }
            })
            .collect();
        writeln!(out, "{}", json::line(&ArticleJson { path: &node.key, diagnostics })?)?;
    }
    Ok(())
}

struct Page<'a> {
    places: Places<'a>,
    workspace: &'a Workspace,
    style: Style,
    all: bool,
}

impl Page<'_> {
    fn print(&self, paths: &[PathBuf], found: &[(ArticleId, Vec<Finding>)], out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{}\n", self.style.wrap("", &self.heading(paths)))?;
        let findings = || found.iter().flat_map(|(id, findings)| findings.iter().map(move |finding| (*id, finding)));
        for (article, finding) in findings().filter(|(article, finding)| self.in_full(*article, finding)) {
            self.full(article, finding, out)?;
        }
        let short = |(article, finding): &(ArticleId, &Finding)| {
            finding.severity > Severity::Hint && !self.in_full(*article, finding)
        };
        let rest: Vec<_> = findings().filter(short).collect();
        if !rest.is_empty() {
            writeln!(out, "{}", self.style.paint(Ink::Strong, "information (run with --all to see the lines)"))?;
        }
        for (article, finding) in &rest {
            self.short(*article, finding, out)?;
        }
        let severities: Vec<Severity> = findings().map(|(_, finding)| finding.severity).collect();
        writeln!(out, "{}{}", if rest.is_empty() { "" } else { "\n" }, self.summary(&severities))?;
        coverage::short(&self.workspace.snapshot, &self.style, out)
    }

    /// A line each, with who dismissed it and when.
    fn print_dismissed(&self, found: &[(ArticleId, Vec<Finding>)], out: &mut dyn Write) -> io::Result<()> {
        for (article, finding) in found.iter().flat_map(|(id, findings)| findings.iter().map(move |one| (*id, one))) {
            self.short(article, finding, out)?;
            if let Some(judged) = dismissed(&self.workspace.snapshot, article, finding) {
                let day = judged.when.map(|when| when.strftime(", %-d %b %Y").to_string()).unwrap_or_default();
                writeln!(out, "  = dismissed: {}{day}", safe(&judged.who))?;
            }
        }
        Ok(())
    }

    /// "seeds: 5 articles, 3,128 words; dates: 2 from the text, 3 from copydesk.toml".
    fn heading(&self, paths: &[PathBuf]) -> String {
        let snapshot = &self.workspace.snapshot;
        let words: usize = snapshot
            .articles
            .iter()
            .flat_map(|node| &node.analysis.structure.tokens)
            .filter(|token| matches!(token.kind, TokenKind::Word | TokenKind::Number))
            .count();
        let published = || snapshot.articles.iter().filter_map(|node| node.analysis.published);
        let from_text = published().filter(|published| published.place.is_some()).count();
        let from_settings = published().count() - from_text;
        let unknown = snapshot.articles.len() - from_text - from_settings;
        let dates: Vec<String> =
            [(from_text, "from the text"), (from_settings, "from copydesk.toml"), (unknown, "unknown")]
                .into_iter()
                .filter(|(number, _)| *number > 0)
                .map(|(number, how)| format!("{number} {how}"))
                .collect();
        let named = match paths {
            [path] => escaped_path(path),
            _ => count(paths.len(), "path"),
        };
        let articles = count(snapshot.articles.len(), "article");
        format!("{named}: {articles}, {}; dates: {}", count(words, "word"), dates.join(", "))
    }

    /// Loud ones, and those that are quiet only because the article is a clipping.
    fn in_full(&self, article: ArticleId, finding: &Finding) -> bool {
        if self.all || finding.severity >= Severity::Warning {
            return true;
        }
        let clipping = self.workspace.snapshot.analysis(article).meta.role == ArticleRole::Clipping;
        let settings = self.workspace.rules(article);
        let default = || RULES.iter().find(|rule| rule.code == finding.code).map(|rule| rule.default);
        let on_a_draft = settings.severities.get(finding.code).copied().unwrap_or_else(default);
        clipping && finding.severity == Severity::Information && on_a_draft >= Some(Severity::Warning)
    }

    fn ink(severity: Severity) -> Ink {
        match severity {
            Severity::Error => Ink::Error,
            Severity::Warning => Ink::Warning,
            Severity::Information | Severity::Hint => Ink::Note,
        }
    }

    /// `path:line:column: warning[code]: message`, the line with its underline, and what else there is to know.
    fn full(&self, article: ArticleId, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
        let ink = Self::ink(finding.severity);
        let label = format!("{}[{}]", finding.severity.name(), finding.code);
        let place = self.places.show(Place { article, span: finding.span });
        writeln!(out, "{place}: {}: {}", self.style.paint(ink, &label), safe(&finding.message))?;
        let analysis = self.workspace.snapshot.analysis(article);
        let line = analysis.lines.line_span(&analysis.text, analysis.lines.line_of(finding.span.start));
        let excerpt = Excerpt::new(&analysis.text, line, finding.span, self.style.width - 4);
        write!(out, "{}", excerpt.render(&self.style, ink, "  | "))?;
        // A help that a place says as well is said once, with the place.
        let help = finding.help.iter().filter(|help| finding.related.iter().all(|(_, note)| note != *help));
        for help in help {
            writeln!(out, "{}", self.style.wrap("  = help: ", &safe(help)))?;
        }
        for (other, note) in &finding.related {
            let note = format!("{}: {}", self.places.show(*other), safe(note));
            writeln!(out, "{}", self.style.wrap("  = see ", &note))?;
        }
        writeln!(out)
    }

    /// `path:line:column: “words”: message [code]`.
    fn short(&self, article: ArticleId, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
        let place = Place { article, span: finding.span };
        let words = self.workspace.snapshot.slice(place);
        let shown = Excerpt::new(words, Span::of(0..words.len()), Span::default(), WORDS);
        let words = if words.is_empty() { String::new() } else { format!("“{}”: ", shown.text()) };
        let code = format!("[{}]", finding.code);
        let code = self.style.paint(Ink::Faint, &code);
        writeln!(out, "{}: {words}{} {code}", self.places.show(place), safe(&finding.message))
    }

    fn summary(&self, severities: &[Severity]) -> String {
        let number = |severity| severities.iter().filter(|one| **one == severity).count();
        let mut parts = Vec::new();
        for (severity, what) in [(Severity::Error, "error"), (Severity::Warning, "warning")] {
            if number(severity) > 0 {
                parts.push(count(number(severity), what));
            }
        }
        if number(Severity::Information) > 0 {
            parts.push(format!("{} information", number(Severity::Information)));
        }
        if number(Severity::Hint) > 0 {
            let hidden = if self.all { "" } else { " (shown with --all)" };
            parts.push(format!("{}{hidden}", count(number(Severity::Hint), "hint")));
        }
        let findings = if parts.is_empty() { "nothing to report".to_owned() } else { parts.join(", ") };
        self.style.paint(Ink::Strong, &findings).into_owned()
    }
}
