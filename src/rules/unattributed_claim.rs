//! A claim that somebody could contest, with nobody who answers for it.

use super::rule::{Finding, Rule, Severity};
use super::{context, lead};
use crate::analysis::Claim;
use crate::corpus::{ArticleId, Snapshot};
use crate::model::claim::ClaimKind;

/// See the module.
pub const RULE: Rule = Rule {
    code: "unattributed-claim",
    default: Severity::Information,
    summary: "a contestable claim without a source",
    explanation: include_str!("examples/unattributed-claim.md"),
    examples: include_str!("examples/unattributed-claim.txt"),
    check,
};

fn check(snapshot: &Snapshot, article: ArticleId) -> Vec<Finding> {
    let analysis = snapshot.analysis(article);
    let mut found = Vec::new();
    for claim in &analysis.claims {
        let Some(question) = question(claim.kind) else { continue };
        if !context::speaks_of(analysis, claim) {
            continue;
        }
        let clause = lead::clause(analysis, context::span_of(analysis, claim), claim.trigger);
        let lead = lead::lead(snapshot, article, found.len(), &[clause]);
        found.push(Finding {
            code: RULE.code,
            severity: RULE.default,
            span: claim.trigger,
            message: question.to_owned(),
            help: Some(lead.as_ref().map_or_else(|| advice(snapshot, claim), |(help, _)| help.clone())),
            related: lead.into_iter().map(|(help, place)| (place, help)).collect(),
        });
    }
    found
}

/// What an editor asks of a claim; nothing where the source is what is missing, which other rules ask about.
fn question(kind: ClaimKind) -> Option<&'static str> {
    Some(match kind {
        ClaimKind::Characterisation => "a judgement in the article’s own voice: whose is it?",
        ClaimKind::Prediction => "a prediction without a source: who expects it?",
        ClaimKind::MindReading => "what somebody thinks or wants, stated as fact: who says so?",
        ClaimKind::Motive => "a motive stated as fact: who says that this was the aim?",
        ClaimKind::Cause => "a cause stated as fact: whose judgement?",
        ClaimKind::Comparison => "a comparison in the article’s own voice: whose judgement?",
        ClaimKind::Superlative => "a superlative without a source: whose measure?",
        ClaimKind::Trend => "where things are going, in the article’s own voice: whose assessment?",
        ClaimKind::Number => "a number without a source: who counted?",
        ClaimKind::Accusation => "an accusation in the article’s own voice: who makes it?",
        ClaimKind::Wrongdoing => "wrongdoing stated as fact: who says so?",
        ClaimKind::Evidence => "a finding without its source: who found that?",
        ClaimKind::Other => "a claim in the article’s own voice: who says so?",
        ClaimKind::Hearsay
        | ClaimKind::VagueSource
        | ClaimKind::AnonymousSource
        | ClaimKind::SecondHand
        | ClaimKind::QuoteWithoutSpeaker => return None,
    })
}

fn advice(snapshot: &Snapshot, claim: &Claim) -> String {
    let advice = match claim.kind {
        ClaimKind::Number => "name who counted, and as of when; or say that it is an estimate and whose",
        ClaimKind::Evidence => "name the document or the person that says so, and how it is known",
        ClaimKind::Motive => "report what was said about the aim, or give the reading to somebody",
        _ => return context::with_nobody_else(snapshot, "say who says so, or what shows it"),
    };
    advice.to_owned()
}
