//! Findings and problems as diagnostics, with as much as the client takes.

use lsp_types::*;
use serde_json::json;

use super::super::capabilities::ClientCapabilities;
use super::super::view::View;
use super::{location, range};
use crate::analysis::ArticleAnalysis;
use crate::corpus::ArticleId;
use crate::rules::{Finding, Severity};
use crate::store::Problem;
use crate::store::settings::{SettingsFile, SettingsProblem};
use crate::text::{Encoding, Span, clip};

/// Where the rules are explained, a page each, named after the rule's code.
const RULES_PAGES: &str = "https://github.com/copydesk/copydesk/blob/main/src/rules/examples";

/// Characters of the article's words that a message begins with.
const WORDS: usize = 40;

/// Who says it.
const SOURCE: &str = "copydesk";

/// A finding in an article.
pub fn finding(view: &View, article: ArticleId, found: &Finding) -> Diagnostic {
    let client = &view.client;
    let analysis = view.snapshot.analysis(article);
    // A list of problems shows no text beside them.
    let words = match clip(analysis.slice(found.span), WORDS) {
        words if words.is_empty() => words,
        words => format!("“{}”: ", words.trim_matches(['“', '”', '"'])),
    };
    let message = match &found.help {
        Some(help) => format!("{words}{}\n{help}", found.message),
        None => format!("{words}{}", found.message),
    };
    let related = found.related.iter().filter_map(|(place, message)| {
        Some(DiagnosticRelatedInformation { location: location(view, *place)?, message: message.clone() })
    });
    let related: Vec<_> = if client.related_information { related.collect() } else { Vec::new() };
    Diagnostic {
        range: range(analysis, found.span, client.encoding),
        severity: Some(severity(found.severity)),
        code: Some(NumberOrString::String(found.code.to_owned())),
        code_description: client.code_description.then(|| href(found.code)).flatten(),
        source: Some(SOURCE.to_owned()),
        message,
        related_information: (!related.is_empty()).then_some(related),
        // What every page of the site has is shown faded.
        tags: (client.unnecessary_tag && found.code == "boilerplate").then(|| vec![DiagnosticTag::UNNECESSARY]),
        data: client.diagnostic_data.then(|| json!({ "code": found.code, "help": found.help })),
    }
}

fn href(code: &str) -> Option<CodeDescription> {
    Some(CodeDescription { href: Url::parse(&format!("{RULES_PAGES}/{code}.md")).ok()? })
}

/// A note on a file: on its first line.
pub fn note(
    analysis: Option<&ArticleAnalysis>,
    level: Severity,
    message: &str,
    client: &ClientCapabilities,
) -> Diagnostic {
    let line = analysis.map(|analysis| analysis.lines.line_span(&analysis.text, 0));
    let place = match (analysis, line) {
        (Some(analysis), Some(line)) => range(analysis, line, client.encoding),
        _ => Range::default(),
    };
    plain(place, level, message)
}

/// What somebody said of a place and others contradict.
pub fn contradiction(analysis: &ArticleAnalysis, span: Span, message: &str, encoding: Encoding) -> Diagnostic {
    plain(range(analysis, span, encoding), Severity::Warning, message)
}

/// A mistake in a settings file.
pub fn mistake(file: &SettingsFile, problem: &SettingsProblem, encoding: Encoding) -> Diagnostic {
    plain(range_in_file(file, problem.span, encoding), problem.severity, &problem.message)
}

/// The range of a byte span in a settings file.
pub fn range_in_file(file: &SettingsFile, span: Span, encoding: Encoding) -> Range {
    let (lines, text) = (file.lines(), &*file.text);
    let at = |offset| {
        let found = lines.position(text, offset, encoding);
        Position { line: found.line, character: found.character }
    };
    Range { start: at(span.start), end: at(span.end) }
}

/// Something that is wrong in a file, on the line that it is in.
pub fn problem(problem: &Problem) -> Diagnostic {
    let at = problem.place.map(|place| Position { line: place.line, character: 0 }).unwrap_or_default();
    let end = Position { line: at.line + u32::from(problem.place.is_some()), character: 0 };
    let code = problem.message.split_once(": ").map(|(code, _)| code).filter(|code| *code == "orphaned-annotation");
    let code = code.map(|code| NumberOrString::String(code.to_owned()));
    Diagnostic { code, ..plain(Range { start: at, end }, problem.severity, &problem.message) }
}

fn plain(range: Range, level: Severity, message: &str) -> Diagnostic {
    Diagnostic {
        range,
        severity: Some(severity(level)),
        source: Some(SOURCE.to_owned()),
        message: message.to_owned(),
        ..Diagnostic::default()
    }
}

fn severity(level: Severity) -> DiagnosticSeverity {
    match level {
        Severity::Hint => DiagnosticSeverity::HINT,
        Severity::Information => DiagnosticSeverity::INFORMATION,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Error => DiagnosticSeverity::ERROR,
    }
}
