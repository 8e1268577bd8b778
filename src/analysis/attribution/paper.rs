//! Papers that speak: "The statement said" is said by who was just said to have made a statement.

use crate::analysis::reading::Reading;
use crate::analysis::stages::Drafts;
use crate::analysis::types::{Attribution, AttributionId, ChainId};
use crate::lexicon::Language;
use crate::lexicon::attribution::class;
use crate::text::IndexVec;

/// So many attributions before it are looked at for who wrote the paper.
const LOOK: usize = 12;
/// The most words of a paper: "the four-page letter".
const WORDS: usize = 4;

/// The chains of attributions whose source is a paper, by who is known to have written it.
pub(super) fn authors(
    lexicon: &Language,
    reading: &Reading,
    chains: &Drafts,
    attributions: &IndexVec<AttributionId, Attribution>,
) -> Vec<(AttributionId, ChainId)> {
    let of = |at: AttributionId| Some((at, author(lexicon, reading, chains, attributions, at)?));
    attributions.indices().filter_map(of).collect()
}

fn author(
    lexicon: &Language,
    reading: &Reading,
    chains: &Drafts,
    attributions: &IndexVec<AttributionId, Attribution>,
    at: AttributionId,
) -> Option<ChainId> {
    let attribution = attributions.get(at)?;
    let source = *attribution.source.first()?;
    let words = reading.slice(source).to_lowercase();
    let words: Vec<&str> = words.split_whitespace().take(WORDS + 1).collect();
    let (Some(article), Some(noun)) = (words.first(), words.last()) else { return None };
    let paper = lexicon.attribution.classes(noun) & class::DOCUMENT_NOUN != 0;
    let taken_up = matches!(*article, "the" | "this" | "that") && (2..=WORDS).contains(&words.len());
    let named = |chain: &ChainId| chains.get(*chain).is_some_and(|chain| chain.named);
    if !paper || !taken_up || attribution.chain.as_ref().is_some_and(named) {
        return None;
    }
    let before = attributions.before(at).iter().rev().take(LOOK);
    before.filter(|it| told_of(reading, it, noun)).find_map(|it| it.chain.filter(named))
}

/// True where the sentence in which something is said tells of a paper.
fn told_of(reading: &Reading, attribution: &Attribution, noun: &str) -> bool {
    let place = attribution.cue.first().or(attribution.source.first());
    let sentence = place.and_then(|place| reading.structure.sentence_at(place.start));
    let sentence = sentence.and_then(|at| reading.structure.sentences.get(at));
    sentence.is_some_and(|sentence| {
        let mut words = reading.slice(sentence.span).split(|ch: char| !ch.is_alphanumeric());
        words.any(|word| word.eq_ignore_ascii_case(noun))
    })
}
