//! Said on nobody's word: "reportedly", "is believed to", "seen as", "blamed for".

use super::{Finding, Rule, Severity, context, lead};
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

/// Words of a formal accusation: whoever is charged is "allegedly" guilty, and the charge is the source.
const CHARGE: &[&str] = &[
    "indicted",
    "indictment",
    "indictments",
    "charged",
    "charges",
    "lawsuit",
    "complaint",
    "sued",
    "prosecutors",
    "police said",
    "court",
    "arrested",
    "according to",
    "authorities said",
    "trial",
    "affidavit",
];

/// Sentences for which a charge stands behind what is "allegedly" done.
const CHARGE_LASTS: usize = 2;

fn check(snapshot: &Snapshot, article: ArticleId) -> Vec<Finding> {
    let analysis = snapshot.analysis(article);
    let mut found: Vec<Finding> = Vec::new();
    for attribution in analysis.attributions.iter().filter(|it| it.hearsay) {
        let Some(cue) = attribution.cue.first().copied() else { continue };
        let words = analysis.slice(cue).to_lowercase();
        if !speaks(analysis, attribution, cue, &words) {
            continue;
        }
        let question = format!("{}{}", question(&words), context::borrowed(analysis, cue));
        found.push(finding(snapshot, article, found.len(), (cue, &attribution.content), severity(&words), question));
    }
    // Those that no word gives away.
    for claim in analysis.claims.iter().filter(|claim| claim.kind == ClaimKind::Hearsay) {
        let told = [context::span_of(analysis, claim)];
        if !context::speaks_of(analysis, claim) || found.iter().any(|it| told[0].covers(it.span)) {
            continue;
        }
        let question = question(&analysis.slice(claim.trigger).to_lowercase()).to_owned();
        let places = (claim.trigger, told.as_slice());
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

/// Silent where somebody's words hold it, where the sentence names the charge or the source, and on expectations,
/// which are another matter ("is expected to").
fn speaks(analysis: &ArticleAnalysis, attribution: &Attribution, cue: Span, words: &str) -> bool {
    let other = ["expected", "known", "considered", "deemed", "credited", "called", "held"];
    if context::mentions(words, &other) || !context::own_words(analysis, cue) {
        return false;
    }
    if context::speaker_around(analysis, attribution).is_some() {
        return false;
    }
    let sentence = context::sentence(analysis, cue.start);
    let named_agent =
        context::mentions(words, &["seen", "viewed", "regarded", "blamed", "accused", "feared", "suspected"])
            && context::mentions(&sentence, &["seen by", "viewed by", "regarded by", "blamed by", "accused by"]);
    let charge = context::mentions(words, &["allegedly", "accused", "suspected", "alleged", "purportedly"]);
    let charged =
        || context::mentions(&sentence, CHARGE) || context::before(analysis, cue.start, CHARGE_LASTS).any(is_charge);
    !(named_agent || charge && charged() || told_at_the_end(analysis, cue))
}

/// True for a sentence that names a charge.
fn is_charge(sentence: &str) -> bool {
    context::mentions(&sentence.to_lowercase(), CHARGE)
}

/// True where a sentence closes with who says all of it ("…, the police said."), however little of it the statement was
/// found to hold.
fn told_at_the_end(analysis: &ArticleAnalysis, cue: Span) -> bool {
    let Some(sentence) = context::sentence_span(analysis, cue.start) else { return false };
    analysis.attributions.iter().filter(|it| !it.hearsay && !it.source.is_empty()).any(|it| {
        let Some(tail) = it.source.iter().chain(&it.cue).copied().reduce(Span::join) else { return false };
        let content_first = it.content.iter().all(|content| content.end <= tail.start);
        let rest = Span::new(tail.end, sentence.end.max(tail.end));
        let ends = !analysis.slice(rest).contains(char::is_alphanumeric);
        cue.end <= tail.start && sentence.covers(tail) && content_first && ends
    })
}

/// A trigger that is certain is a warning; a belief without a holder is information.
fn severity(words: &str) -> Severity {
    let certain =
        ["reportedly", "allegedly", "purportedly", "supposedly", "rumored", "rumoured", "said", "reported", "alleged"];
    if context::mentions(words, &certain) { Severity::Warning } else { Severity::Information }
}

fn question(words: &str) -> &'static str {
    let is = |these: &[&str]| context::mentions(words, these);
    if is(&["reportedly", "reported"]) {
        "reported by whom?"
    } else if is(&["allegedly", "alleged", "purportedly", "accused"]) {
        "alleged by whom?"
    } else if is(&["blamed"]) {
        "blamed by whom?"
    } else if is(&["feared"]) {
        "feared by whom?"
    } else if is(&["suspected"]) {
        "suspected by whom?"
    } else if is(&["seen", "viewed", "regarded", "perceived", "considered"]) {
        "seen so by whom?"
    } else if is(&["said", "rumored", "rumoured", "supposedly", "reputed"]) {
        "said by whom?"
    } else {
        "believed by whom?"
    }
}
