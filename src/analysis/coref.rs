//! Which mentions of an article are one: a sieve in the manner of Lee et al. 2013 (Stanford's multi-pass sieve):
//! exact and acronym, title and surname, appositives and role descriptions, pronouns by number, gender and recency;
//! never a guess where two antecedents tie.

use super::mention::RawMention;
use super::{ArticleAnalysis, ChainId, Chains, MentionId, Mentions};
use crate::model::Models;
use crate::text::IndexVec;

mod description;
mod late;
mod names;
mod nominals;
mod number;
mod office;
mod plural;
mod pronoun;
mod repeated;
mod sources;
mod speaker;
pub(crate) use names::is_namesake;
#[cfg(test)]
mod tests;

/// Groups named mentions into chains.
pub fn named(
    models: &Models,
    analysis: &ArticleAnalysis,
    mentions: IndexVec<MentionId, RawMention>,
) -> (Mentions, Chains) {
    names::chains(models, analysis, mentions)
}

/// Adds the descriptions and pronouns that refer to people, now that it is known which words are quoted from whom.
/// Mentions come back in the order of the text, each with its chain.
pub fn describe(models: &Models, analysis: &mut ArticleAnalysis) {
    let (mentions, chains) = nominals::read(models, analysis);
    (analysis.mentions, analysis.chains, _) = number::in_order(mentions, chains);
}

/// Gives every source that is a pronoun or a description ("he", "the official", "a monitor") a mention and a chain,
/// now that attributions are known. Descriptions that nobody refers back to and that are no source are dropped.
pub fn resolve_sources(models: &Models, analysis: &mut ArticleAnalysis) {
    let found = sources::resolve(&models.lexicon.names, analysis);
    let (mentions, chains) = number::without_strays(analysis, found.mentions, found.chains);
    let (mentions, chains, place) = number::in_order(mentions, chains);
    (analysis.mentions, analysis.chains) = (mentions, chains);
    for attribution in &mut analysis.attributions {
        let joint = attribution.source.first().and_then(|source| found.joint.get(&source.start));
        let moved = joint.into_iter().flatten().filter_map(|old| place.get(*old).copied().flatten());
        attribution.joint = moved.collect();
    }
}

/// Adds what can be told only once it is known who speaks where: "I" in a quotation, "it" and "they", bodies and several
/// people who come back by a noun ("the company", "the parents"), and the appositives of names.
pub fn follow(models: &Models, analysis: &mut ArticleAnalysis) {
    let found = late::read(&models.lexicon.names, analysis);
    let mut mentions = std::mem::take(&mut analysis.mentions);
    let mut chains = std::mem::take(&mut analysis.chains);
    mentions.extend(found.mentions);
    chains.extend(found.opened);
    let whole = |chain: ChainId| found.merged.get(&chain).copied().unwrap_or(chain);
    mentions.iter_mut().for_each(|mention| mention.chain = whole(mention.chain));
    let (mentions, chains) = number::without_strays(analysis, mentions, chains);
    let (mentions, chains, place) = number::in_order(mentions, chains);
    (analysis.mentions, analysis.chains) = (mentions, chains);
    let moved = |chain: &mut Option<ChainId>| *chain = chain.and_then(|old| place.get(whole(old)).copied().flatten());
    for attribution in &mut analysis.attributions {
        moved(&mut attribution.chain);
        let joint = std::mem::take(&mut attribution.joint).into_iter();
        attribution.joint = joint.filter_map(|old| place.get(whole(old)).copied().flatten()).collect();
    }
    analysis.blocks.iter_mut().for_each(|block| moved(&mut block.chain));
}
