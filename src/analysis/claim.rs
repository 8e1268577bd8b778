//! Which sentences claim something that somebody could contest, and who answers for them.
//!
//! A claim needs a trigger of the lexicon outside quotation marks in a sentence of the body that states something:
//! questions, conditions and the reader addressed make none. Who answers: the attribution whose content holds the
//! trigger, or the speaker whom the sentence before carries over.

use super::{ArticleAnalysis, Attribution, AttributionId, Claim};
use crate::lexicon::attribution::contestable::{Contestable, Phrase};
use crate::model::Models;
use crate::text::{IndexVec, Span};
use crate::token::{Sentence, SentenceId, Token, TokenKind, ZoneKind};

pub mod sight;

/// The most words that a count's predicate may stand behind its number.
const COUNT_REACH: usize = 9;

/// The contestable claims of an article: at most one a sentence and class, in the order of the text.
pub fn claims(models: &Models, analysis: &ArticleAnalysis) -> Vec<Claim> {
    let lexicon = &models.lexicon.attribution.contestable;
    let answers = Answers::new(analysis);
    let mut found = Vec::new();
    for (at, sentence) in analysis.structure.sentences.iter_enumerated() {
        if !states(analysis, sentence) {
            continue;
        }
        let words = Words::new(analysis, sentence);
        let mut here = words.phrases(lexicon);
        here.extend(words.count(lexicon));
        here.sort_by_key(|(span, class, _)| (span.start, span.end, *class));
        here.dedup_by_key(|(_, class, _)| *class);
        found.extend(here.into_iter().map(|(trigger, class, weight)| Claim {
            sentence: at,
            trigger,
            class,
            attribution: answers.of(analysis, at, trigger),
            probability: weight,
        }));
    }
    found
}

/// A sentence of the body that states something, addressed to nobody.
fn states(analysis: &ArticleAnalysis, sentence: &Sentence) -> bool {
    let zone = analysis.structure.paragraphs.get(sentence.paragraph as usize).map(|paragraph| paragraph.zone);
    if zone != Some(ZoneKind::Body) {
        return false;
    }
    let text = analysis.slice(sentence.span);
    let first = text.split_whitespace().next().unwrap_or("");
    let condition = matches!(first, "If" | "Unless" | "Should" | "Suppose" | "Imagine" | "Whether");
    let addressed = text.contains(" you ") || text.starts_with("You ");
    !(condition || addressed || text.ends_with('?'))
}

/// The words of a sentence, lower case; quoted ones and marks are empty, so that no phrase reaches over them.
struct Words<'a> {
    tokens: &'a [Token],
    lower: Vec<String>,
}

impl<'a> Words<'a> {
    fn new(analysis: &'a ArticleAnalysis, sentence: &Sentence) -> Self {
        let tokens = analysis.structure.tokens_of(sentence);
        let word = |token: &Token| {
            let speaks = matches!(token.kind, TokenKind::Word | TokenKind::Number) && !token.quoted;
            if speaks { analysis.slice(token.span).to_lowercase().replace('’', "'") } else { String::new() }
        };
        Self { tokens, lower: tokens.iter().map(word).collect() }
    }

    fn span(&self, start: usize, end: usize) -> Span {
        crate::model::byte_span(self.tokens, start..end)
    }

    /// The phrases of the lexicon, the longest at each place.
    fn phrases(&self, lexicon: &Contestable) -> Vec<(Span, &'static str, f32)> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < self.lower.len() {
            let matched = |phrase: &Phrase| self.matches(at + 1, phrase.rest).map(|end| (end, *phrase));
            let phrases = lexicon.starting_with(&self.lower[at]).iter().filter_map(matched);
            match phrases.max_by_key(|(end, _)| *end) {
                Some((end, phrase)) => {
                    found.push((self.span(at, end), phrase.class, phrase.weight));
                    at = end;
                }
                None => at += 1,
            }
        }
        found
    }

    /// Where a phrase ends whose rest starts at `at`, if it is there.
    fn matches(&self, at: usize, rest: &str) -> Option<usize> {
        let Some((word, after)) = rest.split_once(' ').or((!rest.is_empty()).then_some((rest, ""))) else {
            return Some(at);
        };
        let gap = match word {
            "_" => 2,
            "…" => 6,
            _ => return (self.lower.get(at)? == word).then(|| self.matches(at + 1, after)).flatten(),
        };
        let open =
            |skip: &usize| self.lower.get(at..at + skip).is_some_and(|words| words.iter().all(|it| !it.is_empty()));
        (0..=gap).take_while(open).find_map(|skip| self.matches(at + skip, after))
    }

    /// A count that somebody must have made: "Around 250,000 people have been under siege".
    fn count(&self, lexicon: &Contestable) -> Option<(Span, &'static str, f32)> {
        let is = |at: usize, class| self.lower.get(at).is_some_and(|word| lexicon.counts(word, class));
        let number = |at: usize| {
            let quantity = is(at, "quantity") && self.lower.get(at + 1).is_some_and(|word| word == "of");
            let word = self.lower.get(at).map_or("", String::as_str);
            let digits = word.len() > 2 && word.starts_with(|ch: char| ch.is_ascii_digit()) && !word.contains(':');
            quantity || (digits && !is_year(word))
        };
        let start = (0..self.lower.len()).find(|at| number(*at))?;
        let near = |from: usize, reach: usize, class| (from..from + reach).find(|at| is(*at, class));
        let counted = near(start + 1, 4, "counted")?;
        let verb = |at: &usize| {
            matches!(self.lower.get(*at).map(String::as_str), Some("have" | "has" | "had" | "were" | "are" | "was"))
        };
        let verb = (counted + 1..counted + 3).find(verb)?;
        let end = near(verb + 1, COUNT_REACH, "predicate")? + 1;
        let hedged = start > 0 && is(start - 1, "hedge");
        let from = if hedged { start - 1 } else { start };
        Some((self.span(from, end), "count", if hedged || is(start, "quantity") { 0.75 } else { 0.6 }))
    }
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && (word.starts_with("19") || word.starts_with("20"))
}

/// Who answers for what: attributions with a source, by place.
struct Answers {
    /// Contents by start, with the attribution; and the furthest end so far, to stop a backward search.
    contents: Vec<(Span, AttributionId)>,
    /// The last attribution of each sentence, by the sentence of its cue.
    last_of_sentence: IndexVec<SentenceId, Option<AttributionId>>,
}

impl Answers {
    fn new(analysis: &ArticleAnalysis) -> Self {
        let mut contents = Vec::new();
        let mut last_of_sentence = IndexVec::filled(None, analysis.structure.sentences.len());
        for (at, attribution) in analysis.attributions.iter_enumerated() {
            if !answers(analysis, attribution) {
                continue;
            }
            contents.extend(attribution.content.iter().map(|span| (*span, at)));
            let cue = attribution.cue.last().and_then(|cue| analysis.structure.sentence_at(cue.start));
            if let Some(slot) = cue.and_then(|sentence| last_of_sentence.get_mut(sentence)) {
                *slot = Some(at);
            }
        }
        contents.sort_unstable_by_key(|(span, at)| (span.start, span.end, *at));
        Self { contents, last_of_sentence }
    }

    /// The attribution that answers for a trigger: the innermost whose content holds it, or the one that the sentence
    /// before carries over.
    fn of(&self, analysis: &ArticleAnalysis, sentence: SentenceId, trigger: Span) -> Option<AttributionId> {
        let from = self.contents.partition_point(|(span, _)| span.start <= trigger.start);
        let near = self.contents.get(from.saturating_sub(24)..from).unwrap_or(&[]);
        near.iter()
            .rev()
            .find(|(span, _)| span.overlap(trigger) * 2 >= trigger.len())
            .map(|(_, at)| *at)
            .or_else(|| self.carried(analysis, sentence))
    }

    /// A sentence of the same paragraph that opens with a pronoun or goes on about the same speaker ("He", "They").
    fn carried(&self, analysis: &ArticleAnalysis, sentence: SentenceId) -> Option<AttributionId> {
        let previous = sentence.previous()?;
        let sentences = &analysis.structure.sentences;
        let (here, before) = (sentences.get(sentence)?, sentences.get(previous)?);
        let first = analysis.slice(here.span).split_whitespace().next()?;
        let goes_on = matches!(first, "He" | "She" | "They" | "Instead," | "Rather," | "Otherwise,");
        let near = here.paragraph == before.paragraph || here.paragraph == before.paragraph + 1;
        (goes_on && near).then(|| self.last_of_sentence.get(previous).copied().flatten()).flatten()
    }
}

/// An attribution somebody stands behind.
fn answers(analysis: &ArticleAnalysis, attribution: &Attribution) -> bool {
    !attribution.hearsay
        && !attribution.source.is_empty()
        && super::attribution::block_of(analysis, attribution).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Article, ArticleMeta, analyze};
    use std::sync::Arc;

    /// The claims of a text as "class: trigger", a "+" before those that somebody answers for.
    fn check(text: &str, expected: &[&str]) {
        let models = Models::embedded();
        let text = format!("A headline about it\n\n{text}\n");
        let analysis = analyze(&models, &Article { text: Arc::from(text), meta: ArticleMeta::default() });
        let shown: Vec<String> = analysis
            .claims
            .iter()
            .map(|claim| {
                let answered = if claim.attribution.is_some() { "+" } else { "" };
                format!("{answered}{}: {}", claim.class, analysis.slice(claim.trigger))
            })
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_claim_is_a_trigger_that_states_something() {
        check("The truce has shown signs of crumbling in recent days.", &["trend: has shown signs of"]);
        check("Around 4,000 people were displaced by the floods.", &["count: Around 4,000 people were displaced"]);
        check("About 60 people live there, and 1,200 votes were cast.", &[]);
        check("Has the truce shown signs of crumbling? If it has deteriorated, talks stop.", &[]);
        check("Trade ties are at their lowest since the war.", &["superlative: at their lowest"]);
    }

    #[test]
    fn whoever_says_it_answers_for_it() {
        check("The truce has shown signs of crumbling, Mr. Miller said.", &["+trend: has shown signs of"]);
        check(
            "Ms. Ortiz said the truce was over. She called it dead. They have deteriorated since.",
            &["+trend: have deteriorated"],
        );
        check("“It has deteriorated,” Mr. Miller said.", &[]);
    }
}
