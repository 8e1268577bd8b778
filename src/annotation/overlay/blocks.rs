//! Where the text of another outlet ends.

use super::decisions::Decisions;
use crate::analysis::attribution::block_of;
use crate::analysis::{ArticleAnalysis, Attribution, AttributionId, Claim};
use crate::annotation::meaning::{Kind, Verdict};
use crate::text::Span;

/// Ends blocks where people say that they end: what follows is the article's own again, and what stands before is not.
pub(super) fn lay(
    human: &mut ArticleAnalysis,
    decisions: &Decisions<'_>,
    claims_within: &dyn Fn(&ArticleAnalysis, &[Span]) -> Vec<Claim>,
) -> bool {
    let before: Vec<Span> = human.blocks.iter().map(|block| block.span).collect();
    let mut ends = before.clone();
    for (placed, meaning, _) in decisions.of(Kind::BlockEnd) {
        let doubtful = matches!(meaning.verdict, Some(Verdict::Rejected | Verdict::Unsure));
        let Some(place) = placed.first().filter(|span| !doubtful && !span.is_empty()) else { continue };
        // The last block that begins before it; no other begins in between.
        let Some(at) = before.iter().rposition(|block| block.start < place.end) else { continue };
        ends[at].end = place.end;
    }
    if ends == before {
        return false;
    }
    let mut freed = Vec::new();
    for (at, (old, now)) in before.into_iter().zip(ends).enumerate() {
        if old == now {
            continue;
        }
        let own = human.attributions.iter_enumerated();
        let own = own.filter(|(_, it)| block_of(&human.blocks, it) == Some(at)).map(|(id, _)| id).next();
        if let Some(own) = own {
            belong(human, own, old, now);
        }
        human.blocks[at].span = now;
        // The outlet answers for what was taken for the article's own.
        human.claims.retain(|claim| claim.trigger.start < old.end || !now.covers(claim.trigger));
        freed.extend(Some(Span::new(now.end.min(old.end), old.end)).filter(|span| !span.is_empty()));
    }
    if !freed.is_empty() {
        // For what is the article's own again nobody answers any more.
        let known = std::mem::take(&mut human.claims);
        let mut claims = claims_within(human, &freed);
        claims.retain(|claim| freed.iter().any(|span| span.covers(claim.trigger)));
        claims.extend(known.into_iter().filter(|claim| !freed.iter().any(|span| span.covers(claim.trigger))));
        claims.sort_by_key(|claim| claim.trigger);
        claims.dedup_by_key(|claim| claim.sentence);
        human.claims = claims;
    }
    true
}

/// What an outlet says ends elsewhere: what is said within that is said within what it says.
fn belong(human: &mut ArticleAnalysis, own: AttributionId, old: Span, now: Span) {
    let place = |it: &Attribution| it.cue.iter().copied().reduce(Span::join).unwrap_or_else(|| it.extent());
    for (at, attribution) in (&mut human.attributions).into_iter().enumerate() {
        let at = AttributionId::from(at);
        if at == own {
            attribution.content.iter_mut().filter(|content| **content == old).for_each(|content| *content = now);
        } else if attribution.parent == Some(own) && !now.covers(place(attribution)) {
            attribution.parent = None;
        } else if attribution.parent.is_none() && at > own && now.covers(place(attribution)) {
            attribution.parent = Some(own);
        }
    }
}
