//! Papers that speak: "The statement said" is said by who was just said to have made a statement.

use crate::analysis::{ArticleAnalysis, Attribution, AttributionId, ChainId};
use crate::lexicon::Lexicon;
use crate::lexicon::attribution::class;

/// So many attributions before it are looked at for who wrote the paper.
const LOOK: usize = 12;
/// The most words of a paper: "the four-page letter".
const WORDS: usize = 4;

/// The chains of attributions whose source is a paper, by who is known to have written it.
pub(super) fn authors(lexicon: &Lexicon, analysis: &ArticleAnalysis) -> Vec<(AttributionId, ChainId)> {
    let of = |(at, it): (AttributionId, &Attribution)| Some((at, author(lexicon, analysis, at, it)?));
    analysis.attributions.iter_enumerated().filter_map(of).collect()
}

fn author(
    lexicon: &Lexicon,
    analysis: &ArticleAnalysis,
    at: AttributionId,
    attribution: &Attribution,
) -> Option<ChainId> {
    let source = *attribution.source.first()?;
    let words = analysis.slice(source).to_lowercase();
    let words: Vec<&str> = words.split_whitespace().take(WORDS + 1).collect();
    let (Some(article), Some(noun)) = (words.first(), words.last()) else { return None };
    let paper = lexicon.attribution.classes(noun) & class::DOCUMENT_NOUN != 0;
    let taken_up = matches!(*article, "the" | "this" | "that") && (2..=WORDS).contains(&words.len());
    let named = |chain: &ChainId| analysis.chains.get(*chain).is_some_and(|chain| chain.named);
    if !paper || !taken_up || attribution.chain.as_ref().is_some_and(named) {
        return None;
    }
    let before = analysis.attributions.before(at).iter().rev().take(LOOK);
    before.filter(|it| told_of(analysis, it, noun)).find_map(|it| it.chain.filter(named))
}

/// True where the sentence in which something is said tells of a paper.
fn told_of(analysis: &ArticleAnalysis, attribution: &Attribution, noun: &str) -> bool {
    let place = attribution.cue.first().or(attribution.source.first());
    let sentence = place.and_then(|place| analysis.structure.sentence_at(place.start));
    let sentence = sentence.and_then(|at| analysis.structure.sentences.get(at));
    sentence.is_some_and(|sentence| {
        let mut words = analysis.slice(sentence.span).split(|ch: char| !ch.is_alphanumeric());
        words.any(|word| word.eq_ignore_ascii_case(noun))
    })
}
