//! Whom "I" and "we" speak of: who is quoted.

use crate::analysis::reading::Reading;
use crate::analysis::types::{Attribution, AttributionId, Style};
use crate::lexicon::names::{NameLexicon, WordList};
use crate::text::{IndexVec, Span};

/// The words that are quoted, each with its attribution, in the order of the text.
pub(super) struct Speakers<'a> {
    attributions: &'a IndexVec<AttributionId, Attribution>,
    said: Vec<(Span, AttributionId)>,
}

impl<'a> Speakers<'a> {
    pub(super) fn new(attributions: &'a IndexVec<AttributionId, Attribution>) -> Self {
        // What is told inside a quotation is told by another, but "I" stays who is quoted.
        let outermost = attributions.iter_enumerated();
        let outermost = outermost.filter(|(_, it)| it.parent.is_none() && it.style != Style::Indirect);
        let mut said: Vec<(Span, AttributionId)> =
            outermost.flat_map(|(at, it)| it.content.iter().map(move |content| (*content, at))).collect();
        said.sort_unstable();
        Self { attributions, said }
    }

    /// The attribution whose words stand at a byte offset; none where there are two.
    pub(super) fn attribution(&self, offset: u32) -> Option<(AttributionId, &'a Attribution)> {
        let behind = self.said.partition_point(|(span, _)| span.start <= offset);
        let mut holding = self.said.get(..behind)?.iter().rev().take(4).filter(|(span, _)| span.contains(offset));
        let (_, first) = *holding.next()?;
        let said = self.attributions.get(first)?;
        holding.all(|(_, other)| *other == first).then_some((first, said))
    }

    /// The words that name who says the words at a byte offset.
    pub(super) fn source(&self, offset: u32) -> Option<Span> {
        self.attribution(offset)?.1.source.first().copied()
    }
}

/// True for "I", "me", "my"; false for "we", "us", "our"; nothing for other words.
pub(super) fn first_person(lexicon: &NameLexicon, word: &str) -> Option<bool> {
    if lexicon.is(WordList::FirstPersonSingular, word) {
        return Some(true);
    }
    lexicon.is(WordList::FirstPersonPlural, word).then_some(false)
}

/// "“I promise to come back,” she said": who says "I" is who is quoted.
pub(super) fn say_themselves(
    lexicon: &NameLexicon,
    reading: &Reading,
    attributions: &mut IndexVec<AttributionId, Attribution>,
) {
    for at in attributions.indices() {
        let [source] = attributions[at].source[..] else { continue };
        let own = first_person(lexicon, reading.slice(source)) == Some(true) && attributions[at].chain.is_none();
        if let Some(around) = attributions[at].parent.and_then(|of| attributions.get(of)).filter(|_| own) {
            attributions[at].chain = around.chain;
        }
    }
}
