//! Which mentions of an article are one: a sieve in the manner of Lee et al. 2013 (Stanford's multi-pass sieve):
//! exact and acronym, title and surname, appositives and role descriptions, pronouns by number, gender and recency;
//! never a guess where two antecedents tie.

use super::reading::Reading;
use super::stages::{Cited, Named, Resolved};
use crate::model::Models;

mod contents;
mod description;
mod gender;
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
#[cfg(test)]
mod tests;

pub(super) use late::link;
pub(crate) use names::is_namesake;
pub(super) use names::name;
pub(super) use number::number;

/// Adds the descriptions and pronouns of people ("he" inside a quotation is not who is quoted), then those of all sources,
/// and drops descriptions that nobody refers back to.
pub(super) fn resolve(models: &Models, reading: &Reading, named: Named, cited: &Cited) -> Resolved {
    let (mentions, chains) = nominals::read(models, reading, named, cited);
    let mut resolved =
        sources::resolve(&models.lexicon.names, reading, &number::in_text_order(mentions), chains, cited);
    let mentions = number::without_strays(reading, resolved.mentions, &resolved.chains, &cited.attributions);
    resolved.mentions = number::in_text_order(mentions);
    resolved
}
