//! What the pronouns behind a name tell of the gender of who bears it, where the lists of given names have it otherwise:
//! "Raja" may be a woman.

use super::description::Finder;
use super::pronoun::{pronoun, without_contraction};
use crate::analysis::stages::Drafts;
use crate::analysis::types::{ChainId, Gender};
use crate::model::EntityType;
use crate::text::IndexVec;

/// How far behind a name a pronoun is counted, in tokens.
const REACH: usize = 30;
/// So many pronouns of the other gender, and none of the known one, say that what is known is wrong.
const ENOUGH: u32 = 3;

/// Corrects the gender of people whom the article calls "she" throughout though their name is a man's, or the other way
/// round, if nobody else there may be meant. Counts "he" and "she" in the reporter's own words while no other person was named since.
pub(super) fn correct(finder: &Finder<'_>, chains: &mut Drafts) {
    let mut counts: IndexVec<ChainId, [u32; 2]> = IndexVec::filled([0; 2], chains.len());
    let mut last: Option<(ChainId, usize)> = None;
    for (at, token) in finder.reading.structure.tokens.iter().enumerate() {
        let owner = finder.owner(at).and_then(|owner| finder.mentions.get(owner));
        if let Some(mention) = owner.filter(|mention| mention.entity_type == EntityType::Person) {
            last = Some((mention.chain, at));
            continue;
        }
        let Some((chain, from)) = last.filter(|_| !token.quoted) else { continue };
        if at - from > REACH {
            continue;
        }
        let Some(pronoun) = pronoun(without_contraction(finder.word(at)), true) else { continue };
        if let Some(count) = counts.get_mut(chain) {
            count[usize::from(pronoun.gender == Gender::Female)] += 1;
        }
    }
    // Who else is "she" in the article may be meant.
    let any = |gender: Gender| chains.iter().any(|it| it.entity_type == EntityType::Person && it.gender == gender);
    let known = [Gender::Male, Gender::Female].map(any);
    for (chain, [he, she]) in chains.iter_mut().zip(counts.iter()) {
        match chain.gender {
            Gender::Male if !known[1] && *he == 0 && *she >= ENOUGH => chain.gender = Gender::Female,
            Gender::Female if !known[0] && *she == 0 && *he >= ENOUGH => chain.gender = Gender::Male,
            _ => {}
        }
    }
}
