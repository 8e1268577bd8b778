//! A person without a name whom the article relies on.

use rustc_hash::FxHashMap;

use super::{Finding, Rule, Severity, context};
use crate::analysis::{ArticleAnalysis, Attribution, ChainId, SourceKind};
use crate::corpus::{ArticleId, Place, Snapshot};
use crate::model::claim::ClaimKind;
use crate::text::Span;

/// See the module.
pub const RULE: Rule = Rule {
    code: "anonymous-source",
    default: Severity::Information,
    summary: "an unnamed source, once an article at its first statement",
    explanation: include_str!("examples/anonymous-source.md"),
    examples: include_str!("examples/anonymous-source.txt"),
    check,
};

/// Nouns for people whose names a desk would ask for; others ("the president", "his mother") are known or no source.
const ASKED: &[&str] = &[
    "official",
    "officials",
    "aide",
    "aides",
    "adviser",
    "advisers",
    "advisor",
    "advisors",
    "source",
    "sources",
    "diplomat",
    "diplomats",
    "insider",
    "insiders",
    "staffer",
    "staffers",
    "operative",
    "operatives",
    "monitor",
    "lawmaker",
    "strategist",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "representative",
    "consultant",
    "executive",
    "investigator",
    "investigators",
    "analyst",
    "expert",
    "observer",
    "witness",
    "employee",
    "donor",
    "lobbyist",
    "commander",
    "officer",
    "person",
    "people",
];
/// Nouns that make a source only with a word on what they know ("a person familiar with the matter").
const ANYBODY: &[&str] = &["person", "people"];
/// Those words.
const KNOWS: &[&str] = &["familiar", "close to", "knowledge", "briefed", "involved"];
/// Less sure attributions, and those of wishes and feelings, are no statements.
const STATEMENT: f32 = 0.7;
/// Nouns for somebody whose office is named, so that the name is a courtesy.
const OFFICE: &[&str] = &["spokesman", "spokeswoman", "spokesperson", "representative"];
/// Words that give a reason for anonymity.
const REASON: &[&str] = &[
    "condition of anonymity",
    "spoke anonymously",
    "speaking anonymously",
    "not be named",
    "not to be named",
    "not to be identified",
    "not be identified",
    "declined to be named",
    "declined to be identified",
    "anonymity because",
    "not authorized to speak",
    "not authorised to speak",
    "was not authorized",
    "were not authorized",
    "requested anonymity",
    "granted anonymity",
    "on background",
];
const JUDGE: &str = "check that the reason is one your readers can judge";
const NAME_IT: &str = "name the source, or say what makes it a good one and why it has no name";
/// Cues of somebody who says nothing.
const SILENT_CUES: &[&str] = &["declined", "refused", "respond", "comment"];

fn check(snapshot: &Snapshot, article: ArticleId) -> Vec<Finding> {
    let analysis = snapshot.analysis(article);
    let mut found: Vec<Finding> = Vec::new();
    let mut seen: FxHashMap<Key, usize> = FxHashMap::default();
    let reason = reason(analysis);
    for attribution in &analysis.attributions {
        let Some(source) = unnamed(analysis, attribution) else { continue };
        let keys = [attribution.chain.map(Key::Chain), Some(Key::Head(head(analysis, source)))];
        let earlier = keys.iter().flatten().find_map(|key| seen.get(key).copied());
        let place = Place { article, span: source };
        match earlier {
            Some(at) => found[at].related.push((place, "the same source again".to_owned())),
            None if is_later(analysis, source) => continue,
            None => found.push(finding(analysis, attribution, source, reason.as_deref())),
        }
        let at = earlier.unwrap_or(found.len() - 1);
        keys.into_iter().flatten().for_each(|key| {
            seen.entry(key).or_insert(at);
        });
    }
    // Those that are no attribution, or whose noun is no usual one: the first of each.
    for claim in analysis.claims.iter().filter(|claim| claim.kind == ClaimKind::AnonymousSource) {
        let sentence = context::span_of(analysis, claim);
        let known =
            |it: &Finding| sentence.covers(it.span) || it.related.iter().any(|(at, _)| sentence.covers(at.span));
        if context::speaks_of(analysis, claim) && !found.iter().any(known) {
            found.push(unread(claim.trigger, reason.as_deref()));
        }
    }
    found
}

/// A finding on words of which it is not known how many sources they are.
fn unread(words: Span, reason: Option<&str>) -> Finding {
    let (message, help) = match reason {
        Some(place) => (format!("an unnamed source; the reason for no name stands in {place}"), JUDGE),
        None => ("an unnamed source, and no reason given for that".to_owned(), NAME_IT),
    };
    let (help, related) = (Some(help.to_owned()), Vec::new());
    Finding { code: RULE.code, severity: RULE.default, span: words, message, help, related }
}

/// How an unnamed source is recognised again.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Chain(ChainId),
    Head(String),
}

/// The source of an attribution whose name a desk would ask for.
fn unnamed(analysis: &ArticleAnalysis, attribution: &Attribution) -> Option<Span> {
    let source = *attribution.source.first()?;
    let quiet = attribution.cue.iter().any(|cue| context::mentions(&analysis.slice(*cue).to_lowercase(), SILENT_CUES));
    let named = attribution.chain.and_then(|chain| analysis.chains.get(chain)).is_some_and(|chain| chain.named);
    let kind = matches!(attribution.kind, Some(SourceKind::Anonymous | SourceKind::Vague));
    if quiet
        || named
        || !kind
        || attribution.hearsay
        || attribution.probability < STATEMENT
        || !context::own_words(analysis, source)
    {
        return None;
    }
    let noun = head(analysis, source);
    let knows = || context::mentions(&analysis.slice(source).to_lowercase(), KNOWS);
    let asked = ASKED.contains(&noun.as_str()) && (!ANYBODY.contains(&noun.as_str()) || knows());
    asked.then(|| core(analysis, source))
}

/// The words up to the first comma or relative clause: what is underlined.
fn core(analysis: &ArticleAnalysis, source: Span) -> Span {
    let text = analysis.slice(source);
    let cut = [text.find(','), text.find(" who ")].into_iter().flatten().min().unwrap_or(text.len());
    Span::new(source.start, source.start + Span::of(0..cut).end)
}

/// The noun that heads a source, lower case: "official" of "a senior administration official who briefed reporters".
fn head(analysis: &ArticleAnalysis, source: Span) -> String {
    let text = analysis.slice(source).to_lowercase();
    let cut = [",", " who ", " for ", " of ", " in ", " at ", " from ", " with ", " on ", " familiar "];
    let end = cut.iter().filter_map(|cut| text.find(cut)).min().unwrap_or(text.len());
    text[..end].split_whitespace().next_back().unwrap_or("").to_owned()
}

/// "the official": speaks of somebody introduced before, who was no source then.
fn is_later(analysis: &ArticleAnalysis, source: Span) -> bool {
    let text = analysis.slice(source).to_lowercase();
    let definite =
        text.starts_with("the ") || text.starts_with("that ") || text.starts_with("his ") || text.starts_with("her ");
    definite && text.split_whitespace().count() == 2
}

/// The sentence that says why somebody has no name, if there is one.
fn reason(analysis: &ArticleAnalysis) -> Option<String> {
    let sentences = &analysis.structure.sentences;
    let sentence = sentences.iter().find(|it| context::mentions(&analysis.slice(it.span).to_lowercase(), REASON))?;
    Some(format!("line {}", analysis.lines.line_of(sentence.span.start) + 1))
}

fn finding(analysis: &ArticleAnalysis, attribution: &Attribution, source: Span, reason: Option<&str>) -> Finding {
    let noun = head(analysis, source);
    let plural = noun.ends_with('s') || noun == "people";
    let office = OFFICE.contains(&noun.as_str());
    let who = if plural { "unnamed sources" } else { "an unnamed source" };
    let borrowed = context::borrowed(analysis, source);
    let (message, help) = match reason {
        Some(place) => (format!("{who}; the reason for no name stands in {place}{borrowed}"), JUDGE.to_owned()),
        None if office => (
            format!("a spokesperson without a name{borrowed}"),
            "give the name: speaking on the record is the job".to_owned(),
        ),
        None => (format!("{who}, and no reason given for that{borrowed}"), NAME_IT.to_owned()),
    };
    let hint = office || (plural && attribution.cue.is_empty());
    let severity = if hint { Severity::Hint } else { RULE.default };
    Finding { code: RULE.code, severity, span: source, message, help: Some(help), related: Vec::new() }
}
