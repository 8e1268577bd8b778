//! Puts mentions and chains into the order of the text, with their indices mended.

use crate::analysis::{ArticleAnalysis, Chain, Mention, MentionKind};

/// Mentions by their place, the longer first where two begin together; chains by their first mention. A mention that
/// lies where another does word for word is dropped, the named one kept. Says where each chain went.
pub(super) fn in_order(
    mut mentions: Vec<Mention>,
    mut chains: Vec<Chain>,
) -> (Vec<Mention>, Vec<Chain>, Vec<Option<usize>>) {
    mentions
        .sort_by_key(|mention| (mention.span.start, u32::MAX - mention.span.end, mention.kind != MentionKind::Named));
    mentions.dedup_by_key(|mention| mention.span);
    for chain in &mut chains {
        chain.mentions.clear();
    }
    let mut introduced = Vec::with_capacity(chains.len());
    for (at, mention) in mentions.iter().enumerate() {
        if let Some(chain) = chains.get_mut(mention.chain) {
            if chain.mentions.is_empty() {
                introduced.push(mention.chain);
            }
            chain.mentions.push(at);
        }
    }
    let mut place = vec![None; chains.len()];
    for (new, &old) in introduced.iter().enumerate() {
        place[old] = Some(new);
    }
    for mention in &mut mentions {
        mention.chain = place.get(mention.chain).copied().flatten().unwrap_or(0);
    }
    let mut slots: Vec<Option<Chain>> = chains.into_iter().map(Some).collect();
    let mut ordered: Vec<Chain> =
        introduced.iter().filter_map(|&old| slots.get_mut(old).and_then(Option::take)).collect();
    for chain in &mut ordered {
        chain.affiliation = chain.affiliation.and_then(|old| place.get(old).copied().flatten());
        chain.roles.sort_by_key(|role| role.span);
        chain.roles.dedup();
    }
    (mentions, ordered, place)
}

/// Drops chains without a name that have one mention and are no source.
pub(super) fn without_strays(
    analysis: &ArticleAnalysis,
    mut mentions: Vec<Mention>,
    chains: Vec<Chain>,
) -> (Vec<Mention>, Vec<Chain>) {
    let mut sizes = vec![0_usize; chains.len()];
    for mention in &mentions {
        if let Some(size) = sizes.get_mut(mention.chain) {
            *size += 1;
        }
    }
    let mut starts: Vec<u32> =
        analysis.attributions.iter().flat_map(|it| it.source.iter().map(|span| span.start)).collect();
    starts.sort_unstable();
    mentions.retain(|mention| {
        let stray = chains.get(mention.chain).is_some_and(|chain| !chain.named) && sizes[mention.chain] < 2;
        !stray || starts.binary_search(&mention.span.start).is_ok()
    });
    (mentions, chains)
}
