//! The diagnostics: pure functions of a snapshot, one file a family, a rule each with code, default severity,
//! explanation and examples.
//!
//! To add a rule: a file below `rules/` with a `RULE`, its examples in `rules/examples/`, and one line in [`RULES`].
//! The examples are articles with `^^^ code` below the words that are flagged; a test runs them (`fixture`).

use std::collections::BTreeMap;

use crate::analysis::ArticleRole;
use crate::analysis::judged::Judged;
use crate::corpus::{ArticleId, Snapshot};
use crate::text::Span;

pub mod anonymous_source;
mod context;
#[cfg(test)]
mod fixture;
pub mod hearsay;
mod lead;
mod rule;
pub mod unattributed_claim;
pub mod vague_collective;

pub use rule::{Finding, Rule, Severity};

/// Severities from `copydesk.toml`: `None` is `off`. A code that is missing has its default.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct RuleSettings {
    /// By code.
    pub severities: BTreeMap<String, Option<Severity>>,
}

/// Every rule, in the order of the documentation.
pub const RULES: &[Rule] = &[unattributed_claim::RULE, hearsay::RULE, vague_collective::RULE, anonymous_source::RULE];

/// Checks one article: findings in the order of the text, severities settled by settings and by draft or clipping.
///
/// What somebody has dismissed is not among them.
pub fn check(snapshot: &Snapshot, article: ArticleId, settings: &RuleSettings) -> Vec<Finding> {
    let mut found = check_all(snapshot, article, settings);
    found.retain(|finding| dismissed(snapshot, article, finding).is_none());
    found
}

/// [`check`], with what somebody has dismissed.
pub fn check_all(snapshot: &Snapshot, article: ArticleId, settings: &RuleSettings) -> Vec<Finding> {
    let clipping = snapshot.analysis(article).meta.role == ArticleRole::Clipping;
    let mut found: Vec<Finding> = Vec::new();
    for rule in RULES {
        let Some(wanted) = settings.severities.get(rule.code).copied().unwrap_or(Some(rule.default)) else { continue };
        for mut finding in (rule.check)(snapshot, article) {
            finding.severity = settle(finding.severity, rule.default, wanted);
            if clipping {
                finding.severity = finding.severity.min(Severity::Information);
            }
            found.push(finding);
        }
    }
    found.sort_by_key(|finding| (finding.span.start, finding.span.end, finding.code));
    found
}

/// What a person has said about a finding that is none, or about the statement that it is in.
pub fn dismissed<'a>(snapshot: &'a Snapshot, article: ArticleId, finding: &Finding) -> Option<&'a Judged> {
    let judged = &snapshot.analysis(article).judged;
    let here = |span: Option<Span>| span.is_none_or(|span| span.overlaps(finding.span) || span == finding.span);
    let dismissal = judged.dismissals.iter().find(|one| *one.code == *finding.code && here(one.span));
    // A statement that somebody answers for by now needs no source here.
    let asks_whose = [unattributed_claim::RULE.code, hearsay::RULE.code].contains(&finding.code);
    let settled = || judged.claims.iter().find(|one| one.settled && asks_whose && one.span.overlaps(finding.span));
    dismissal.map(|one| &one.judged).or_else(|| settled().map(|one| &one.judged))
}

/// A rule may speak more softly than its default where it is less sure; settings move the default, and what is softer
/// stays at least that soft.
fn settle(found: Severity, default: Severity, wanted: Severity) -> Severity {
    if found == default { wanted } else { found.min(wanted) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_move_the_default_and_keep_what_is_softer() {
        use Severity::{Error, Hint, Information, Warning};
        assert_eq!(settle(Warning, Warning, Error), Error);
        assert_eq!(settle(Hint, Warning, Error), Hint);
        assert_eq!(settle(Information, Warning, Hint), Hint);
    }

    #[test]
    fn a_clipping_is_evidence_and_off_is_off() {
        let text = "The bridge\n\nRebels reportedly took the bridge.\n";
        let check_as = |role, settings: &RuleSettings| {
            let snapshot = fixture::snapshot(&[(text.to_owned(), role)]);
            check(&snapshot, ArticleId(0), settings).iter().map(|it| it.severity).collect::<Vec<_>>()
        };
        assert_eq!(check_as(ArticleRole::Draft, &RuleSettings::default()), [Severity::Warning]);
        assert_eq!(check_as(ArticleRole::Clipping, &RuleSettings::default()), [Severity::Information]);
        let off = RuleSettings { severities: BTreeMap::from([("hearsay".to_owned(), None)]) };
        assert_eq!(check_as(ArticleRole::Draft, &off), []);
    }

    #[test]
    fn every_rule_explains_itself_and_has_examples_both_ways() {
        for rule in RULES {
            assert!(!rule.summary.ends_with('.') && rule.summary.len() < 80, "{}", rule.code);
            assert!(rule.explanation.contains("silent"), "{}: say when it stays silent", rule.code);
            fixture::run(rule);
        }
    }
}
