//! Which sentences claim something that somebody could contest and nobody answers for: what the claim head says of the
//! sentences of the body, in the words that are the reporter's own.

use super::article::ArticleAnalysis;
use super::types::{Claim, Provenance};
use crate::lexicon::attribution::class;
use crate::model::Models;
use crate::text::Span;
use crate::token::{SentenceId, TokenKind};

pub mod sight;

/// The contestable claims of an article, at most one a sentence, in the order of the text. Nothing where the article is
/// not in the language that the head has learned.
pub(super) fn claims(models: &Models, analysis: &ArticleAnalysis) -> Vec<Claim> {
    claims_within(models, analysis, None)
}

/// The same, of the sentences that touch one of these spans, where they are given.
pub fn claims_within(models: &Models, analysis: &ArticleAnalysis, spans: Option<&[Span]>) -> Vec<Claim> {
    if !is_known_language(models, analysis) {
        return Vec::new();
    }
    let wanted = |(at, _): &(SentenceId, _)| {
        let sentence = analysis.structure.sentences.get(*at);
        spans.is_none_or(|spans| sentence.is_some_and(|it| spans.iter().any(|span| span.overlaps(it.span))))
    };
    let seen = sight::sight(&models.pieces, analysis).into_iter().filter(wanted);
    let (sentences, seen): (Vec<_>, Vec<_>) = seen.unzip();
    let judged = models.judge(&seen).into_iter().zip(sentences).filter(|(judged, _)| models.asks(judged));
    let claims = judged.filter_map(|(judged, at)| {
        let sentence = analysis.structure.sentences.get(at)?;
        let tokens = analysis.structure.tokens_of(sentence);
        let own = |at: usize| {
            tokens.get(at).is_some_and(|it| !it.quoted && matches!(it.kind, TokenKind::Word | TokenKind::Number))
        };
        // At most half of the sentence's letters.
        let place = |at: usize| tokens.get(at).map_or(sentence.span, |it| it.span);
        let half = |low: usize, last: usize| 2 * place(low).join(place(last)).len() <= sentence.span.len();
        let mut range = judged.trigger(own, half)?;
        let dangles = |at: usize| {
            let word = tokens.get(at).map_or("", |it| analysis.slice(it.span)).to_lowercase();
            models.lexicon.attribution.classes(&word) & class::DANGLING != 0 || !own(at)
        };
        while range.len() > 1 && dangles(range.end - 1) {
            range.end -= 1;
        }
        let trigger = crate::model::byte_span(tokens, range);
        let (kind, probability) = (judged.kind(), judged.probability());
        Some(Claim { sentence: at, trigger, kind, probability, provenance: Provenance::Network })
    });
    claims.collect()
}

/// Whether the words of the body are English as far as its function words tell: a fifth of all, where prose has two fifths.
fn is_known_language(models: &Models, analysis: &ArticleAnalysis) -> bool {
    let (mut function, mut words) = (0, 0);
    for sentence in analysis.structure.sentences.iter().filter(|it| sight::in_body(analysis, it)) {
        for token in analysis.structure.tokens_of(sentence).iter().filter(|it| it.kind == TokenKind::Word) {
            words += 1;
            let classes = models.lexicon.attribution.classes(&analysis.slice(token.span).to_lowercase());
            function += usize::from(classes & class::FUNCTION != 0);
        }
    }
    5 * function >= words
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::analysis::{Article, ArticleMeta, analyze};

    /// The claims of a text as "kind: sentence".
    fn read(text: &str) -> Vec<String> {
        let models = Models::embedded();
        let text = format!("A headline about it\n\n{text}\n");
        let analysis = analyze(&models, &Article { text: Arc::from(text), meta: ArticleMeta::default() });
        let sentence = |claim: &Claim| analysis.structure.sentences.get(claim.sentence).unwrap().span;
        for claim in &analysis.claims {
            let (sentence, trigger) = (sentence(claim), claim.trigger);
            assert!(sentence.covers(trigger) && (0.0..=1.0).contains(&claim.probability));
        }
        analysis.claims.iter().map(|it| format!("{}: {}", it.kind.name(), analysis.slice(it.trigger))).collect()
    }

    #[test]
    fn other_languages_have_no_claims() {
        let check = |text: &str| assert_eq!(read(text), Vec::<String>::new());
        check("Der Bürgermeister ist der schlechteste, den die Stadt je hatte, und alle wissen das längst.");
        check("Le maire, sans doute le pire de l’histoire de la ville, veut détruire le vieux port.");
        check("fn main() { let x = worst(best, ever); assert!(x > y); }");
        check("");
    }
}
