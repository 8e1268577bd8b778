//! Where the text of another outlet ends.

use super::decisions::Decisions;
use crate::analysis::ArticleAnalysis;
use crate::analysis::attribution::block_of;
use crate::annotation::meaning::{Kind, Verdict};
use crate::text::Span;

/// Ends blocks where people say that they end: what follows is the article's own again, and what stands before is not.
pub(super) fn lay(human: &mut ArticleAnalysis, decisions: &Decisions<'_>) -> bool {
    let mut changed = false;
    for (placed, meaning, _) in decisions.of(Kind::BlockEnd) {
        let doubtful = matches!(meaning.verdict, Some(Verdict::Rejected | Verdict::Unsure));
        let Some(place) = placed.first().filter(|span| !doubtful && !span.is_empty()) else { continue };
        // The last block that begins before it; no other begins in between.
        let Some(at) = human.blocks.iter().rposition(|block| block.span.start < place.end) else { continue };
        let block = human.blocks[at].span;
        let now = Span::new(block.start, place.end);
        let own = human.attributions.iter_enumerated();
        let own = own.filter(|(_, it)| block_of(&human.blocks, it) == Some(at)).map(|(id, _)| id).next();
        if let Some(attribution) = own.and_then(|id| human.attributions.get_mut(id)) {
            attribution.content.iter_mut().filter(|content| **content == block).for_each(|content| *content = now);
        }
        human.blocks[at].span = now;
        // The outlet answers for what was taken for the article's own.
        human.claims.retain(|claim| claim.trigger.start < block.end || !now.covers(claim.trigger));
        changed |= now != block;
    }
    changed
}
