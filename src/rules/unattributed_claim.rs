//! A claim that somebody could contest, with nobody who answers for it.

use super::{Finding, Rule, Severity, context, lead};
use crate::analysis::{ArticleAnalysis, Claim};
use crate::corpus::{ArticleId, Snapshot};

/// See the module.
pub const RULE: Rule = Rule {
    code: "unattributed-claim",
    default: Severity::Information,
    summary: "a contestable claim without a source",
    explanation: include_str!("examples/unattributed-claim.md"),
    examples: include_str!("examples/unattributed-claim.txt"),
    check,
};

/// From this probability on an editor asks.
const SPEAKS: f32 = 0.5;

fn check(snapshot: &Snapshot, article: ArticleId) -> Vec<Finding> {
    let analysis = snapshot.analysis(article);
    let mut last_sentence = None;
    let mut found = Vec::new();
    for claim in &analysis.claims {
        if !speaks(analysis, claim) || last_sentence == Some(claim.sentence) {
            continue;
        }
        last_sentence = Some(claim.sentence);
        let sentence = analysis.structure.sentences.get(claim.sentence).map_or(claim.trigger, |it| it.span);
        let clause = lead::clause(analysis, sentence, claim.trigger);
        let lead = lead::lead(snapshot, article, found.len(), &[clause]);
        found.push(Finding {
            code: RULE.code,
            severity: RULE.default,
            span: claim.trigger,
            message: question(claim.class).to_owned(),
            help: Some(lead.as_ref().map_or_else(|| advice(snapshot, claim.class), |(help, _)| help.clone())),
            related: lead.into_iter().map(|(help, place)| (place, help)).collect(),
        });
    }
    found
}

/// Silent where somebody answers, inside another outlet's block (S4), in quotation marks, headlines and boilerplate.
fn speaks(analysis: &ArticleAnalysis, claim: &Claim) -> bool {
    claim.probability >= SPEAKS
        && claim.attribution.is_none()
        && analysis.block_at(claim.trigger.start).is_none()
        && context::own_words(analysis, claim.trigger)
}

fn question(class: &str) -> &'static str {
    match class {
        "motive" => "a motive stated as fact: who says that this was the aim?",
        "count" => "a number without a source: who counted?",
        "superlative" => "a comparison without a source: whose measure?",
        "comparison" => "a comparison in the article’s own voice: whose judgement?",
        "cause" => "a cause stated as fact: whose judgement?",
        "trend" => "an assessment in the article’s own voice: whose is it?",
        "prediction" => "a prediction without a source: who expects it?",
        "evidence" => "a finding without its source: who found that?",
        "agentless" => "a feeling that nobody has: whose is it?",
        "accusation" => "an accusation in the article’s own voice: who makes it?",
        "violence" => "no source here: who reports it?",
        _ => "no source here: who says so?",
    }
}

fn advice(snapshot: &Snapshot, class: &str) -> String {
    let advice = match class {
        "count" => "name who counted, and as of when; or say that it is an estimate and whose",
        "evidence" => "name the document or the person that says so, and how it is known",
        "motive" => "report what was said about the aim, or give the reading to somebody",
        _ => return context::with_nobody_else(snapshot, "say who says so, or what shows it"),
    };
    advice.to_owned()
}
