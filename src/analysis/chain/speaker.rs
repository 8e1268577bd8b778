//! Whom "I" and "we" speak of: who is quoted.

use crate::analysis::attribution::extent;
use crate::analysis::{ArticleAnalysis, Style};
use crate::text::Span;

/// The words that are quoted, each with the chain of who says them, in the order of the text.
pub(super) struct Speakers {
    said: Vec<(Span, Option<usize>)>,
}

impl Speakers {
    pub(super) fn new(analysis: &ArticleAnalysis) -> Self {
        // What is told inside a quotation is told by another, but "I" stays who is quoted.
        let outermost = analysis.attributions.iter().filter(|it| it.parent.is_none() && it.style != Style::Indirect);
        let mut said: Vec<(Span, Option<usize>)> = outermost
            .filter(|it| !extent(it).is_empty())
            .flat_map(|it| it.content.iter().map(|content| (*content, it.chain)))
            .collect();
        said.sort_unstable_by_key(|(span, _)| *span);
        Self { said }
    }

    /// Who says the words at a byte offset; nobody where that is told twice.
    pub(super) fn at(&self, offset: u32) -> Option<usize> {
        let behind = self.said.partition_point(|(span, _)| span.start <= offset);
        let mut holding = self.said.get(..behind)?.iter().rev().take(4).filter(|(span, _)| span.contains(offset));
        let (_, chain) = *holding.next()?;
        let agreed = holding.all(|(_, other)| *other == chain);
        chain.filter(|_| agreed)
    }
}

/// True for "I", "me", "my"; false for "we", "us", "our"; nothing for other words.
pub(super) fn first_person(word: &str) -> Option<bool> {
    match word {
        "I" | "me" | "my" | "My" | "myself" | "mine" => Some(true),
        "we" | "We" | "us" | "our" | "Our" | "ourselves" | "ours" => Some(false),
        _ => None,
    }
}
