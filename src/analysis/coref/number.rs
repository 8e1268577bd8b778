//! Puts mentions and chains into the order of the text, with their indices mended.

use crate::analysis::{ArticleAnalysis, Chain, ChainId, Chains, Mention, MentionKind, Mentions};
use crate::text::IndexVec;

/// Mentions by their place, the longer first where two begin together; chains by their first mention. A mention that
/// lies where another does word for word is dropped, the named one kept. Says where each chain went.
pub(super) fn in_order(
    mentions: Mentions,
    mut chains: Chains,
) -> (Mentions, Chains, IndexVec<ChainId, Option<ChainId>>) {
    let mut mentions = Vec::from(mentions);
    mentions
        .sort_by_key(|mention| (mention.span.start, u32::MAX - mention.span.end, mention.kind != MentionKind::Named));
    mentions.dedup_by_key(|mention| mention.span);
    let mut mentions = Mentions::from(mentions);
    for chain in &mut chains {
        chain.mentions.clear();
    }
    let mut introduced: IndexVec<ChainId, ChainId> = IndexVec::new();
    for (at, mention) in mentions.iter_enumerated() {
        if let Some(chain) = chains.get_mut(mention.chain) {
            if chain.mentions.is_empty() {
                introduced.push(mention.chain);
            }
            chain.mentions.push(at);
        }
    }
    let mut place = IndexVec::filled(None, chains.len());
    for (new, &old) in introduced.iter_enumerated() {
        place[old] = Some(new);
    }
    for mention in &mut mentions {
        mention.chain = place.get(mention.chain).copied().flatten().unwrap_or_default();
    }
    let mut slots: IndexVec<ChainId, Option<Chain>> = chains.into_iter().map(Some).collect();
    let mut ordered: Chains = introduced.iter().filter_map(|&old| slots.get_mut(old).and_then(Option::take)).collect();
    for chain in &mut ordered {
        chain.affiliation = chain.affiliation.and_then(|old| place.get(old).copied().flatten());
        chain.roles.sort_by_key(|role| role.span);
        chain.roles.dedup();
    }
    (mentions, ordered, place)
}

/// Drops chains without a name that have one mention and are no source.
pub(super) fn without_strays(analysis: &ArticleAnalysis, mentions: Mentions, chains: Chains) -> (Mentions, Chains) {
    let mut sizes: IndexVec<ChainId, usize> = IndexVec::filled(0, chains.len());
    for mention in &mentions {
        if let Some(size) = sizes.get_mut(mention.chain) {
            *size += 1;
        }
    }
    let mut starts: Vec<u32> =
        analysis.attributions.iter().flat_map(|it| it.source.iter().map(|span| span.start)).collect();
    starts.sort_unstable();
    let relative = |start: &u32| {
        let rest = analysis.text.get(*start as usize..).unwrap_or("");
        rest.starts_with("who ") || rest.starts_with("which ")
    };
    let relatives: Vec<u32> = starts.iter().copied().filter(relative).collect();
    let is_kept = |mention: &Mention| {
        let stray = chains.get(mention.chain).is_some_and(|chain| !chain.named) && sizes[mention.chain] < 2;
        // "a diplomat who said"
        let behind = |gap| relatives.binary_search(&(mention.span.end + gap)).is_ok();
        !stray || starts.binary_search(&mention.span.start).is_ok() || behind(1) || behind(2)
    };
    (mentions.into_iter().filter(is_kept).collect(), chains)
}
