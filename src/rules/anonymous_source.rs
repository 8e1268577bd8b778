//! A person without a name whom the article relies on.

use rustc_hash::FxHashMap;

use super::context;
use super::rule::{Finding, Rule, Severity};
use crate::analysis::facts::{Act, Unnamed};
use crate::analysis::{ArticleAnalysis, Attribution, AttributionId, ChainId, Claim, SourceKind};
use crate::corpus::{ArticleId, Place, Snapshot};
use crate::model::claim::ClaimKind;
use crate::text::Span;
use crate::token::SentenceId;

/// See the module.
pub const RULE: Rule = Rule {
    code: "anonymous-source",
    default: Severity::Information,
    summary: "an unnamed source, once an article at its first statement",
    explanation: include_str!("examples/anonymous-source.md"),
    examples: include_str!("examples/anonymous-source.txt"),
    check,
};

/// Less sure attributions are no statements.
const STATEMENT: f32 = 0.7;
const JUDGE: &str = "check that the reason is one your readers can judge";
const NAME_IT: &str = "name the source, or say what makes it a good one and why it has no name";

/// The findings, with the same source's further statements as related places.
pub(super) fn check(snapshot: &Snapshot, article: ArticleId) -> Vec<Finding> {
    let analysis = snapshot.analysis(article);
    let mut found: Vec<Finding> = Vec::new();
    let mut seen: FxHashMap<Key, usize> = FxHashMap::default();
    for (at, attribution) in analysis.attributions.iter_enumerated() {
        let Some(unnamed) = asked(analysis, at, attribution) else { continue };
        let noun = Key::Noun(analysis.slice(unnamed.noun).to_lowercase());
        let keys = [attribution.chain.map(Key::Chain), Some(noun)];
        let earlier = keys.iter().flatten().find_map(|key| seen.get(key).copied());
        let place = Place { article, span: unnamed.who };
        match earlier {
            Some(at) => found[at].related.push((place, "the same source again".to_owned())),
            // It speaks of somebody introduced before, who was no source then.
            None if unnamed.again => continue,
            None => found.push(finding(analysis, attribution, &unnamed)),
        }
        let at = earlier.unwrap_or(found.len() - 1);
        keys.into_iter().flatten().for_each(|key| {
            seen.entry(key).or_insert(at);
        });
    }
    // Those that are no attribution, or that nothing introduces: the first of each.
    for claim in analysis.claims.iter().filter(|claim| claim.kind == ClaimKind::AnonymousSource) {
        let sentence = context::span_of(analysis, claim);
        let known =
            |it: &Finding| sentence.covers(it.span) || it.related.iter().any(|(at, _)| sentence.covers(at.span));
        let read = || is_of_another_kind(analysis, claim.trigger);
        if context::speaks_of(analysis, claim) && !found.iter().any(known) && !read() {
            found.push(unread(analysis, claim));
        }
    }
    found
}

/// True where somebody of whom it is known what kind of source they are, and who is not anonymous, stands in these words.
fn is_of_another_kind(analysis: &ArticleAnalysis, words: Span) -> bool {
    let known = |it: &&Attribution| it.kind.is_some_and(|kind| kind != SourceKind::Anonymous);
    let sources = analysis.attributions.iter().filter(known).flat_map(|it| &it.source);
    sources.into_iter().any(|source| source.overlaps(words))
}

/// A finding on words of which it is not known how many sources they are.
fn unread(analysis: &ArticleAnalysis, claim: &Claim) -> Finding {
    let words = claim.trigger;
    let (message, help) = match analysis.facts.no_names.iter().any(|reason| reason.value == claim.sentence) {
        true => ("an unnamed source; the sentence gives a reason for no name".to_owned(), JUDGE),
        false => ("an unnamed source, and no reason given for that".to_owned(), NAME_IT),
    };
    let (help, related) = (Some(help.to_owned()), Vec::new());
    Finding { code: RULE.code, severity: RULE.default, span: words, message, help, related }
}

/// How an unnamed source is recognised again.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Chain(ChainId),
    Noun(String),
}

/// The source of a statement in the reporter's own words whose name a desk would ask for.
fn asked(analysis: &ArticleAnalysis, at: AttributionId, attribution: &Attribution) -> Option<Unnamed> {
    let facts = analysis.facts.sources.get(at)?;
    let unnamed = facts.unnamed?.value;
    let statement = facts.act.value == Act::Statement && attribution.probability >= STATEMENT;
    (statement && context::own_words(analysis, unnamed.who)).then_some(unnamed)
}

/// "line 12".
fn line(analysis: &ArticleAnalysis, sentence: SentenceId) -> Option<String> {
    let sentence = analysis.structure.sentences.get(sentence)?;
    Some(format!("line {}", analysis.lines.line_of(sentence.span.start) + 1))
}

fn finding(analysis: &ArticleAnalysis, attribution: &Attribution, unnamed: &Unnamed) -> Finding {
    let who = if unnamed.plural { "unnamed sources" } else { "an unnamed source" };
    let borrowed = context::borrowed(analysis, unnamed.who);
    let (message, help) = match unnamed.reason.and_then(|reason| line(analysis, reason)) {
        Some(place) => (format!("{who}; the reason for no name stands in {place}{borrowed}"), JUDGE.to_owned()),
        None if unnamed.spokesperson => (
            format!("a spokesperson without a name{borrowed}"),
            "give the name: speaking on the record is the job".to_owned(),
        ),
        None => (format!("{who}, and no reason given for that{borrowed}"), NAME_IT.to_owned()),
    };
    let hint = unnamed.spokesperson || (unnamed.plural && attribution.cue.is_empty());
    let severity = if hint { Severity::Hint } else { RULE.default };
    let says = attribution.cue.first().map_or(unnamed.who, |cue| context::together(analysis, unnamed.who, *cue));
    Finding { code: RULE.code, severity, span: says, message, help: Some(help), related: Vec::new() }
}
