//! Somebody who is nobody in particular: "critics", "many", "observers".

use super::context;
use super::rule::{Finding, Rule, Severity};
use crate::corpus::{ArticleId, Snapshot};
use crate::model::claim::ClaimKind;

/// See the module.
pub const RULE: Rule = Rule {
    code: "vague-collective",
    default: Severity::Information,
    summary: "said or thought by people whom nobody could ask",
    explanation: include_str!("examples/vague-collective.md"),
    examples: include_str!("examples/vague-collective.txt"),
    check,
};

fn check(snapshot: &Snapshot, article: ArticleId) -> Vec<Finding> {
    let analysis = snapshot.analysis(article);
    let vague = analysis.claims.iter().filter(|claim| claim.kind == ClaimKind::VagueSource);
    let found = vague.filter(|claim| context::speaks_of(analysis, claim)).map(|claim| Finding {
        code: RULE.code,
        severity: RULE.default,
        span: claim.trigger,
        message: "a source that is nobody in particular: who are they?".to_owned(),
        help: Some("name some of them, or say how many there are and how that is known".to_owned()),
        related: Vec::new(),
    });
    found.collect()
}
