//! Whom an article is about, and where its lead places it.

use crate::analysis::{ArticleAnalysis, MentionKind};
use crate::corpus::features::content::is_content_zone;
use crate::corpus::features::name::Name;
use crate::corpus::features::sparse::{Sparse, key};
use crate::model::EntityType;
use crate::text::Span;

/// What being named in the lead is worth, in mentions.
const IN_LEAD: f32 = 3.0;
/// Mentions that make somebody the one an article is about, and the share of all mentions of people named in full.
const OFTEN: f32 = 3.0;
const SHARE: f32 = 0.4;

/// People and places, by hashed key of [`Name::key`].
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct People {
    /// Everybody who is named, by how often, those of the lead before others.
    pub(crate) salience: Sparse,
    /// People named in full in the lead, sorted.
    pub(crate) lead: Vec<u64>,
    /// The one that the article is about, if it is about one: named in full, in the lead, and more than others.
    pub(crate) protagonist: Option<u64>,
    /// Named places, by how often.
    pub(crate) places: Sparse,
    /// Those of the lead, sorted.
    pub(crate) lead_places: Vec<u64>,
}

/// A chain, counted.
struct Counted {
    key: u64,
    /// Mentions where the article speaks, pronouns as well.
    mentions: f32,
    in_lead: bool,
    full: bool,
}

impl People {
    /// Counts the chains of an article; `lead` tells which spans are its lead.
    pub(crate) fn new(analysis: &ArticleAnalysis, chains: &[Name], lead: impl Fn(Span) -> bool) -> Self {
        let count = |entity_type: EntityType, named_only: bool| -> Vec<Counted> {
            let of_type = analysis.chains.iter().zip(chains).filter(|(chain, _)| chain.entity_type == entity_type);
            let counted = of_type.filter_map(|(chain, name)| {
                let form = key(name.key()?);
                let mentions = chain.mentions.iter().filter_map(|at| analysis.mentions.get(*at));
                let mentions = mentions.filter(|it| !named_only || it.kind == MentionKind::Named);
                let (mut count, mut in_lead) = (0.0, false);
                for mention in mentions.filter(|it| is_content_zone(analysis.structure.zone_at(it.span.start))) {
                    count += 1.0;
                    in_lead |= mention.kind != MentionKind::Pronoun && lead(mention.span);
                }
                (count > 0.0).then(|| Counted { key: form, mentions: count, in_lead, full: name.is_full() })
            });
            counted.collect()
        };
        let people = count(EntityType::Person, false);
        let places = count(EntityType::Place, true);
        let weight = |one: &Counted| one.mentions + if one.in_lead { IN_LEAD } else { 0.0 };
        Self {
            salience: Sparse::new(people.iter().map(|one| (one.key, weight(one))).collect()).scaled(|weight| weight),
            lead: keys(people.iter().filter(|one| one.in_lead && one.full)),
            protagonist: protagonist(&people),
            places: Sparse::new(places.iter().map(|one| (one.key, one.mentions)).collect()).scaled(f32::sqrt),
            lead_places: keys(places.iter().filter(|one| one.in_lead)),
        }
    }

    /// True when each article is about somebody, and neither lead names the other's.
    pub(crate) fn differ(&self, other: &Self) -> bool {
        self.protagonist.zip(other.protagonist).is_some_and(|(ours, theirs)| {
            let unnamed = |lead: &[u64], one: u64| lead.binary_search(&one).is_err();
            ours != theirs && unnamed(&other.lead, ours) && unnamed(&self.lead, theirs)
        })
    }

    /// True when both are about one person.
    pub(crate) fn agree(&self, other: &Self) -> bool {
        self.protagonist.is_some() && self.protagonist == other.protagonist
    }

    /// True when both leads name places, and none in common.
    pub(crate) fn elsewhere(&self, other: &Self) -> bool {
        let (ours, theirs) = (&self.lead_places, &other.lead_places);
        !ours.is_empty() && !theirs.is_empty() && ours.iter().all(|place| theirs.binary_search(place).is_err())
    }
}

fn keys<'a>(some: impl Iterator<Item = &'a Counted>) -> Vec<u64> {
    let mut keys: Vec<u64> = some.map(|one| one.key).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn protagonist(people: &[Counted]) -> Option<u64> {
    let full = || people.iter().filter(|one| one.full);
    let all: f32 = full().map(|one| one.mentions).sum();
    // The first of those that are named as often.
    let top = full().rev().max_by(|a, b| a.mentions.total_cmp(&b.mentions))?;
    (top.in_lead && top.mentions >= OFTEN && top.mentions >= SHARE * all).then_some(top.key)
}
