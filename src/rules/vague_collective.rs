//! Somebody who is nobody in particular: "critics", "many", "observers".

use super::rule::{Finding, Rule, Severity};
use super::{anonymous_source, context};
use crate::analysis::Claim;
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
    // "Sources close to the mayor said" is asked for by the rule for sources without a name.
    let unnamed = anonymous_source::check(snapshot, article);
    let asked = |claim: &&Claim| {
        let again = |it: &Finding| it.related.iter().any(|(place, _)| place.span.overlaps(claim.trigger));
        unnamed.iter().any(|it| it.span.overlaps(claim.trigger) || again(it))
    };
    let found = vague.filter(|claim| context::speaks_of(analysis, claim) && !asked(claim)).map(|claim| Finding {
        code: RULE.code,
        severity: RULE.default,
        span: claim.trigger,
        message: "a source that is nobody in particular: who are they?".to_owned(),
        help: Some("name some of them, or say how many there are and how that is known".to_owned()),
        related: Vec::new(),
    });
    found.collect()
}
