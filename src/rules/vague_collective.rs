//! Somebody who is nobody in particular: "critics", "many", "observers".

use super::rule::{Finding, Rule, Severity};
use super::{anonymous_source, context};
use crate::corpus::{ArticleId, Snapshot};
use crate::model::claim::ClaimKind;
use crate::text::Span;

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
    let asked = Asked::new(&anonymous_source::check(snapshot, article));
    let found =
        vague.filter(|claim| context::speaks_of(analysis, claim) && !asked.touches(claim.trigger)).map(|claim| {
            Finding {
                code: RULE.code,
                severity: RULE.default,
                span: claim.trigger,
                message: "a source that is nobody in particular: who are they?".to_owned(),
                help: Some("name some of them, or say how many there are and how that is known".to_owned()),
                related: Vec::new(),
            }
        });
    found.collect()
}

/// Where findings are, apart from each other and in the order of the text.
struct Asked(Vec<Span>);

impl Asked {
    fn new(findings: &[Finding]) -> Self {
        let places = findings.iter().flat_map(|it| it.related.iter().map(|(place, _)| place.span).chain([it.span]));
        let mut places: Vec<Span> = places.collect();
        places.sort_unstable_by_key(|it| it.start);
        places.dedup_by(|next, last| {
            let touch = last.overlaps(*next);
            if touch {
                *last = last.join(*next);
            }
            touch
        });
        Self(places)
    }

    fn touches(&self, span: Span) -> bool {
        let first = self.0.partition_point(|it| it.end <= span.start);
        self.0.get(first).is_some_and(|it| it.overlaps(span))
    }
}
