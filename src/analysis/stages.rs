//! What the steps of the analysis hand on, each to the next.
//!
//! Up to [`Linked`] a chain is a [`Draft`]: its mentions name it by their `chain`, and its index says nothing but which it
//! is. [`Numbered`] is what `super::finish` makes of that.

use rustc_hash::FxHashMap;

use super::types::{
    Attribution, AttributionId, Chain, ChainId, Chains, Gender, MentionId, Mentions, OutletBlock, RoleMention,
};
use crate::model::EntityType;
use crate::text::IndexVec;

/// A chain before chains are numbered; the fields are those of [`Chain`].
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    pub name: String,
    pub entity_type: EntityType,
    pub roles: Vec<RoleMention>,
    pub gender: Gender,
    pub plural: bool,
    pub named: bool,
    pub affiliation: Option<ChainId>,
}

/// The chains of an article before they are numbered.
pub type Drafts = IndexVec<ChainId, Draft>;

impl Draft {
    /// The chain, when its mentions are known.
    pub(super) fn numbered(self, mentions: Vec<MentionId>) -> Chain {
        let Self { name, entity_type, roles, gender, plural, named, affiliation } = self;
        Chain { name, entity_type, mentions, roles, gender, plural, named, affiliation }
    }
}

impl From<Chain> for Draft {
    fn from(chain: Chain) -> Self {
        let Chain { name, entity_type, mentions: _, roles, gender, plural, named, affiliation } = chain;
        Self { name, entity_type, roles, gender, plural, named, affiliation }
    }
}

/// The mentions by name, in the order of the text, and whose names they are.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) mentions: Mentions,
    pub(super) chains: Drafts,
}

/// Who says what, as far as the words tell: no source has its chain.
#[derive(Debug)]
pub(super) struct Cited {
    pub(super) attributions: IndexVec<AttributionId, Attribution>,
    pub(super) blocks: Vec<OutletBlock>,
}

/// With names the descriptions and pronouns of people, and every source.
#[derive(Debug)]
pub(super) struct Resolved {
    pub(super) mentions: Mentions,
    pub(super) chains: Drafts,
    /// Who "they" are that a source begins with, where they are several people who have chains of their own.
    pub(super) together: FxHashMap<u32, Vec<ChainId>>,
}

/// Who says what, each source with its chain.
#[derive(Debug)]
pub(super) struct Attributed {
    pub(super) attributions: IndexVec<AttributionId, Attribution>,
    pub(super) blocks: Vec<OutletBlock>,
}

/// All mentions, in any order, each with its chain, and all else that refers to a chain.
#[derive(Clone, Debug)]
pub struct Linked {
    pub mentions: Mentions,
    pub chains: Drafts,
    pub attributions: IndexVec<AttributionId, Attribution>,
    pub blocks: Vec<OutletBlock>,
}

/// The same when chains have their numbers.
#[derive(Debug)]
pub(super) struct Numbered {
    pub(super) mentions: Mentions,
    pub(super) chains: Chains,
    pub(super) attributions: IndexVec<AttributionId, Attribution>,
    pub(super) blocks: Vec<OutletBlock>,
}
