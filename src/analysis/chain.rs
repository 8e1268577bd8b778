//! Which mentions of an article are one: a sieve in the manner of Lee et al. 2013 (Stanford's multi-pass sieve):
//! exact and acronym, title and surname, appositives and role descriptions, pronouns by number, gender and recency;
//! never a guess where two antecedents tie.

use super::mention::RawMention;
use super::{ArticleAnalysis, Chain, Mention};
use crate::model::Models;

mod assemble;
mod description;
mod discourse;
mod names;
pub(crate) use names::is_namesake;
mod office;
mod pronoun;
mod sources;
#[cfg(test)]
mod tests;

/// Groups named mentions, and the descriptions and pronouns that refer to them, into chains. Mentions come back in
/// the order of the text, each with its chain.
pub fn chains(models: &Models, analysis: &ArticleAnalysis, mentions: Vec<RawMention>) -> (Vec<Mention>, Vec<Chain>) {
    let lexicon = &models.lexicon.names;
    let (mentions, chains) = names::chains(lexicon, analysis, mentions);
    let (mentions, chains) = discourse::read(lexicon, analysis, mentions, chains);
    assemble::in_order(mentions, chains)
}

/// Gives every source that is a pronoun or a description ("he", "the official", "a monitor") a mention and a chain,
/// now that attributions are known. Descriptions that nobody refers back to and that are no source are dropped.
pub fn resolve_sources(models: &Models, analysis: &mut ArticleAnalysis) {
    let (mentions, chains) = sources::resolve(&models.lexicon.names, analysis);
    let (mentions, chains) = assemble::without_strays(analysis, mentions, chains);
    (analysis.mentions, analysis.chains) = assemble::in_order(mentions, chains);
}
