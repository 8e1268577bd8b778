//! Said on nobody's word: "reportedly", "is believed to", "seen as", "blamed for".

use super::{Finding, Rule, Severity, context, lead};
use crate::analysis::{ArticleAnalysis, Attribution};
use crate::corpus::{ArticleId, Snapshot};
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

fn check(snapshot: &Snapshot, article: ArticleId) -> Vec<Finding> {
    let analysis = snapshot.analysis(article);
    let mut found: Vec<Finding> = Vec::new();
    for attribution in analysis.attributions.iter().filter(|it| it.hearsay) {
        let Some(cue) = attribution.cue.first().copied() else { continue };
        let words = analysis.slice(cue).to_lowercase();
        if !speaks(analysis, attribution, cue, &words) {
            continue;
        }
        let lead = lead::lead(snapshot, article, found.len(), &attribution.content);
        found.push(Finding {
            code: RULE.code,
            severity: severity(&words),
            span: cue,
            message: format!("{}{}", question(&words), context::borrowed(analysis, cue)),
            help: Some(lead.as_ref().map_or_else(
                || context::with_nobody_else(snapshot, "name who says so, or drop the word once it is confirmed"),
                |(help, _)| help.clone(),
            )),
            related: lead.into_iter().map(|(help, place)| (place, help)).collect(),
        });
    }
    found
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
    let charged = charge && context::mentions(&sentence, CHARGE);
    !named_agent && !charged
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
