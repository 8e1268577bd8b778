//! Said on nobody's word: "reportedly", "is believed to", "seen as", "blamed for".

use super::rule::{Finding, Rule, Severity};
use super::{context, lead};
use crate::analysis::facts::HearsayKind;
use crate::analysis::{ArticleAnalysis, Attribution};
use crate::corpus::{ArticleId, Snapshot};
use crate::model::claim::ClaimKind;
use crate::text::Span;

/// See the module.
pub const RULE: Rule = Rule {
    code: "hearsay",
    default: Severity::Warning,
    summary: "reported, believed or alleged by nobody in particular",
    explanation: include_str!("examples/hearsay.md"),
    examples: include_str!("examples/hearsay.txt"),
    check,
};

fn check(snapshot: &Snapshot, article: ArticleId) -> Vec<Finding> {
    let analysis = snapshot.analysis(article);
    let mut found: Vec<Finding> = Vec::new();
    // What somebody stands behind after all is asked about in no other way either.
    let mut backed: Vec<u32> = Vec::new();
    for (attribution, facts) in analysis.attributions.iter().zip(&analysis.facts.sources) {
        let (Some(cue), Some(hearsay)) = (attribution.cue.first().copied(), facts.hearsay) else { continue };
        let hearsay = hearsay.value;
        if hearsay.backed {
            backed.push(cue.start);
        }
        if hearsay.backed || hearsay.kind == HearsayKind::Expected || !speaks(analysis, attribution, cue) {
            continue;
        }
        let question = format!("{}{}", question(hearsay.kind), context::borrowed(analysis, cue));
        // Word that goes round is a warning; a belief without a holder is information.
        let severity = if hearsay.certain { Severity::Warning } else { Severity::Information };
        found.push(finding(snapshot, article, found.len(), (hearsay.words, &attribution.content), severity, question));
    }
    backed.sort_unstable();
    let is_backed =
        |told: Span| backed.get(backed.partition_point(|at| *at < told.start)).is_some_and(|at| *at < told.end);
    // Those that no word gives away.
    for (claim, kind) in analysis.claims.iter().zip(&analysis.facts.claims) {
        let told = [context::span_of(analysis, claim)];
        if claim.kind != ClaimKind::Hearsay
            || is_backed(told[0])
            || !context::speaks_of(analysis, claim)
            || found.iter().any(|it| told[0].covers(it.span))
        {
            continue;
        }
        let places = (claim.trigger, told.as_slice());
        let question = question(*kind).to_owned();
        found.push(finding(snapshot, article, found.len(), places, Severity::Information, question));
    }
    found
}

/// A finding on words, with the lead that what they tell of gives.
fn finding(
    snapshot: &Snapshot,
    article: ArticleId,
    nth: usize,
    (span, told): (Span, &[Span]),
    severity: Severity,
    message: String,
) -> Finding {
    let lead = lead::lead(snapshot, article, nth, told);
    let help = lead.as_ref().map_or_else(
        || context::with_nobody_else(snapshot, "name who says so, or drop the word once it is confirmed"),
        |(help, _)| help.clone(),
    );
    let related = lead.into_iter().map(|(help, place)| (place, help)).collect();
    Finding { code: RULE.code, severity, span, message, help: Some(help), related }
}

/// Silent where somebody's words hold it.
fn speaks(analysis: &ArticleAnalysis, attribution: &Attribution, cue: Span) -> bool {
    context::own_words(analysis, cue) && context::speaker_around(analysis, attribution).is_none()
}

fn question(kind: HearsayKind) -> &'static str {
    match kind {
        HearsayKind::Reported => "reported by whom?",
        HearsayKind::Alleged => "alleged by whom?",
        HearsayKind::Blamed => "blamed by whom?",
        HearsayKind::Feared => "feared by whom?",
        HearsayKind::Suspected => "suspected by whom?",
        HearsayKind::Seen => "seen so by whom?",
        HearsayKind::Said => "said by whom?",
        HearsayKind::Expected | HearsayKind::Believed => "believed by whom?",
    }
}
