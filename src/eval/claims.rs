//! Which sentences are flagged: those that must be, and those that must not.

use super::case::{Case, Score, Subject};
use super::gold::ClaimGold;
use crate::rules::{Finding, Severity};
use crate::text::Span;

/// At most so many false flags an article.
const FALSE_FLAGS: usize = 2;

/// Scores every article that has claims.
pub fn score(case: &Case<'_>) -> Vec<Score> {
    let mut must = Score::new("sentences that must be flagged");
    let mut clean = Score::new("sentences that must not be flagged");
    let mut articles = Score::new("articles with at most 2 false flags");
    for subject in case.articles().filter(|subject| !subject.gold.claims.is_empty()) {
        let mut false_flags = 0;
        for claim in &subject.gold.claims {
            let span = subject.span(claim.place);
            match claim.flag.as_str() {
                "must" => must.count(is_flagged(&subject, claim, span), || {
                    subject.miss(span, format!("{} expected, {} found", claim.label, codes(&subject, span)))
                }),
                "must_not" => {
                    let wrong = false_alarms(&subject, span);
                    false_flags += wrong.len();
                    clean.count(wrong.is_empty(), || subject.miss(wrong[0].span, wrong[0].code));
                }
                _ => {}
            }
        }
        articles
            .count(false_flags <= FALSE_FLAGS, || subject.miss(Span::default(), format!("{false_flags} false flags")));
    }
    vec![must, clean, articles]
}

fn is_flagged(subject: &Subject<'_>, claim: &ClaimGold, span: Span) -> bool {
    let labels =
        || std::iter::once(&claim.label).chain(&claim.also_ok).chain(claim.flags.iter().map(|flag| &flag.label));
    let findings = &subject.case.findings[subject.id.0 as usize];
    findings.iter().filter(|finding| finding.span.overlaps(span)).any(|finding| {
        let code = subject.case.gold.codes.get(finding.code);
        code.is_some_and(|code| labels().any(|label| code.labels.contains(label)))
    })
}

fn codes(subject: &Subject<'_>, span: Span) -> String {
    let findings = &subject.case.findings[subject.id.0 as usize];
    let codes: Vec<&str> =
        findings.iter().filter(|finding| finding.span.overlaps(span)).map(|finding| finding.code).collect();
    if codes.is_empty() { "nothing".to_owned() } else { codes.join(", ") }
}

/// Flags above hint that begin in the sentence and count as false alarms there.
fn false_alarms<'a>(subject: &Subject<'a>, span: Span) -> Vec<&'a Finding> {
    let findings = subject.case.findings[subject.id.0 as usize].iter();
    findings
        .filter(|finding| finding.severity > Severity::Hint && span.contains(finding.span.start))
        .filter(|finding| subject.case.gold.codes.get(finding.code).is_none_or(|code| code.counts))
        .collect()
}
