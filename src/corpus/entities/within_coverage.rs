//! Who is the same within one coverage though no article gives a name that could be looked up: the police of one event,
//! "a 59-year-old woman", whoever goes by one name ("Portia").
//!
//! Articles on one event speak of the same few people. What has the same key in several of them is one, unless an
//! article has two of it, or what is told of them differs.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::{ArticleAnalysis, Chain, Gender};
use crate::corpus::articles::ArticleRecords;
use crate::corpus::constraints::Decided;
use crate::corpus::coverage::cluster::CoverageClusters;
use crate::corpus::delta::Delta;
use crate::corpus::entities::group::Groups;
use crate::corpus::entities::identity::differ;
use crate::corpus::features::standing::age;
use crate::corpus::slot::{ChainAt, Slot};
use crate::knowledge::Knowledge;
use crate::model::EntityType;

/// Chains of a coverage that have one key, with what must agree.
#[derive(Debug, Default)]
struct Alike {
    nodes: Vec<ChainAt>,
    gender: Option<Gender>,
    /// The group of those that have one elsewhere, too.
    group: Option<u64>,
    apart: bool,
}

/// Chains that are one.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Set {
    /// In the order of the articles.
    pub(crate) nodes: Vec<ChainAt>,
    /// True when none of them is anybody outside the coverage: most are, and join nothing else.
    pub(crate) local: bool,
}

/// The sets of all coverages.
#[derive(Debug, Default)]
pub(crate) struct WithinCoverage {
    by_coverage: BTreeMap<u32, Vec<Set>>,
    /// Coverages at which the last update looked, with what they had before.
    looked_at: Vec<(u32, Vec<Set>)>,
}

impl WithinCoverage {
    /// All sets that may join others, in the order of coverages and keys.
    pub(crate) fn joining(&self) -> impl Iterator<Item = &Vec<ChainAt>> {
        self.by_coverage.values().flatten().filter(|set| !set.local).map(|set| &set.nodes)
    }

    /// The sets by themselves that the coverages had at which the last update looked.
    pub(crate) fn local_before(&self) -> impl Iterator<Item = &Set> {
        self.looked_at.iter().flat_map(|(_, old)| old).filter(|set| set.local)
    }

    /// Those that these coverages have now.
    pub(crate) fn local_now(&self) -> impl Iterator<Item = &Set> {
        let now = self.looked_at.iter().filter_map(|(coverage, _)| self.by_coverage.get(coverage));
        now.flatten().filter(|set| set.local)
    }

    /// Brings some coverages up to date; tells whether sets that may join others are not those of before.
    pub(crate) fn update(
        &mut self,
        records: &ArticleRecords,
        clusters: &CoverageClusters,
        groups: &Groups,
        decided: &Decided<ChainAt>,
        coverages: &BTreeSet<u32>,
    ) -> Delta {
        let mut delta = Delta::default();
        self.looked_at.clear();
        for coverage in coverages {
            let articles = clusters.articles(*coverage);
            let sets = if articles.len() > 1 { sets(records, groups, decided, articles) } else { Vec::new() };
            let new = if sets.is_empty() { None } else { Some(sets) };
            let old = self.by_coverage.remove(coverage).unwrap_or_default();
            let joining = |sets: &[Set]| sets.iter().filter(|set| !set.local).cloned().collect::<Vec<_>>();
            delta.joins |= joining(&old) != joining(new.as_deref().unwrap_or_default());
            self.by_coverage.extend(new.map(|sets| (*coverage, sets)));
            self.looked_at.push((*coverage, old));
        }
        delta
    }
}

fn sets(records: &ArticleRecords, groups: &Groups, decided: &Decided<ChainAt>, articles: &[Slot]) -> Vec<Set> {
    let mut known: BTreeMap<String, Alike> = BTreeMap::new();
    for &slot in articles {
        let Some(record) = records.get(slot) else { continue };
        for (at, chain) in record.analysis.chains.iter_enumerated() {
            let node = ChainAt { slot, chain: at };
            let group = groups.of(node);
            let Some(key) = key(&record.analysis, chain, Groups::label(group).is_some()) else { continue };
            known.entry(key).or_default().add(node, chain, Groups::label(group).map(|_| group));
        }
    }
    let alike = known.into_values().filter(|alike| !alike.apart && alike.nodes.len() > 1);
    let alike = alike.filter(|alike| !decided.parts(&alike.nodes, &alike.nodes));
    alike.map(|alike| Set { local: alike.group.is_none(), nodes: alike.nodes }).collect()
}

impl Alike {
    fn add(&mut self, node: ChainAt, chain: &Chain, group: Option<u64>) {
        let twice = self.nodes.last().is_some_and(|last| last.slot == node.slot);
        let genders = self.gender.is_some_and(|gender| differ(gender, chain.gender));
        let others = self.group.zip(group).is_some_and(|(one, other)| one != other);
        self.apart |= twice || genders || others;
        self.nodes.push(node);
        if chain.gender != Gender::Unknown {
            self.gender = Some(chain.gender);
        }
        self.group = self.group.or(group);
    }
}

/// What tells who it is among those of one event; `grouped` says that the chain's name is looked up in all articles.
fn key(analysis: &ArticleAnalysis, chain: &Chain, grouped: bool) -> Option<String> {
    if !chain.named {
        let lower = chain.name.to_lowercase();
        let bare = lower.strip_prefix("the ").unwrap_or(&lower);
        if Knowledge::shared().powers.is_force(bare) {
            return Some(bare.to_owned());
        }
    }
    if chain.entity_type != EntityType::Person || chain.plural {
        return None;
    }
    if let Some(age) = age(analysis, chain) {
        return Some(format!("{age} years"));
    }
    let single = chain.named && !grouped && !chain.name.contains(' ');
    single.then(|| format!("called {}", chain.name.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use crate::corpus::testing::{corpus, read};
    use crate::model::Models;

    /// One event by two outlets.
    const LEADS: [&str; 2] = [
        "Thieves ram jewelry store in Paris\n\nPARIS, May 6, 2024 — Four thieves rammed a car into the Lenoir jewelry store \
         in Paris on Monday and stole rings worth two million euros.\n\nThe men fled on two scooters. One dropped a bag of \
         rings as he fled, and a guard was hurt when glass fell on him.\n\n",
        "Paris jewelry store robbed of rings\n\nPARIS, May 7, 2024 — Paris searched the suburbs on Tuesday for four men who \
         had rammed the Lenoir jewelry store with a car and made off with rings worth two million euros.\n\nThey got away \
         on scooters, fleeing towards the suburbs. A guard was hurt by falling glass.\n\n",
    ];

    /// Whether the first article has who is called `name` in the second.
    #[track_caller]
    fn check(first: &str, second: &str, name: &str, expected: bool) {
        let models = Models::embedded();
        let articles = [[LEADS[0], first], [LEADS[1], second]].map(|parts| read(&models, &parts.concat(), None));
        let snapshot = corpus(&articles).snapshot();
        let [one, other] = &snapshot.articles[..] else { panic!("{second}") };
        assert_eq!(one.coverage, other.coverage);
        let mut found = other.entities.iter().zip(&other.analysis.chains).filter(|(_, chain)| chain.name == name);
        let (entity, _) = found.next().unwrap();
        assert_eq!(one.entities.contains(entity), expected, "{second}");
    }

    #[test]
    fn the_police_of_one_event_are_one() {
        check("Police said that they searched the town.", "The police said that nobody was hurt.", "The police", true);
        check("Officials searched the town.", "The police said that nobody was hurt.", "The police", false);
    }

    #[test]
    fn an_age_tells_who_somebody_is_unless_two_have_it() {
        check("A 61-year-old man said that he was there.", "Eric Moss, 61, was arrested.", "Eric Moss", true);
        check("A 61-year-old man said that he was there.", "Eric Moss, 58, was arrested.", "Eric Moss", false);
        check(
            "A 61-year-old man said that he was there.",
            "Eric Moss, 61, was held. Paul Lane, 61, was not.",
            "Eric Moss",
            false,
        );
        check(
            "A 61-year-old man said that he was there.",
            "A 61-year-old woman said that she was there.",
            "A 61-year-old woman",
            false,
        );
    }

    #[test]
    fn whoever_goes_by_one_name_is_one() {
        check("Portia said that she saw him.", "Portia called for help.", "Portia", true);
    }
}
