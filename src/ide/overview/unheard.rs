//! Who is spoken of and never quoted: people whom articles name often, bodies that somebody accuses, and governments and
//! armies that act in them.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::corpus::{ArticleId, EntityId, Snapshot};
use crate::model::EntityType;

/// Mentions of somebody that an article is about.
const OFTEN: usize = 3;
/// Mentions of a body, where it is accused, or of a government.
const TWICE: usize = 2;
/// Bytes of a given name in short.
const SHORT_NAME: usize = 3;

/// Somebody who is spoken of and never quoted.
#[derive(Clone, Debug, PartialEq)]
pub struct Unheard {
    /// Who; of a government, its country.
    pub entity: EntityId,
    /// The name.
    pub name: String,
    /// How often it is named.
    pub mentions: usize,
    /// The articles that name it.
    pub articles: Vec<ArticleId>,
}

/// How often each is named, by article.
type Named = FxHashMap<EntityId, BTreeMap<ArticleId, usize>>;

/// Who is often spoken of in some articles and in none of them quoted: who stands in most articles first.
pub fn unheard(snapshot: &Snapshot, articles: &[ArticleId]) -> Vec<Unheard> {
    let heard = heard(snapshot, articles);
    let (mut people, mut bodies) = (Named::default(), Named::default());
    // By the adjective of the country, with the first of its names.
    let mut powers: BTreeMap<&str, (EntityId, BTreeMap<ArticleId, usize>)> = BTreeMap::new();
    let mut accused: FxHashSet<EntityId> = FxHashSet::default();
    for &article in articles {
        let node = snapshot.article(article);
        let analysis = &node.analysis;
        for (chain, entity) in analysis.chains.iter().zip(node.entities.iter()).filter(|(chain, _)| chain.named) {
            let list = match chain.entity_type {
                EntityType::Person => &mut people,
                EntityType::Organization => &mut bodies,
                _ => continue,
            };
            let mentions = chain.mentions.iter().filter_map(|at| analysis.mentions.get(*at));
            let count = mentions.filter(|mention| analysis.is_plain_name(mention)).count();
            *list.entry(*entity).or_default().entry(article).or_default() += count;
        }
        let of_sources = analysis.facts.sources.iter().filter_map(|facts| facts.accused);
        accused.extend(of_sources.filter_map(|chain| node.entities.get(chain.value).copied()));
        for acts in &analysis.facts.acting {
            if let Some(entity) = node.entities.get(acts.chain.value) {
                let (_, named) = powers.entry(acts.country).or_insert_with(|| (*entity, BTreeMap::new()));
                *named.entry(article).or_default() += 1;
            }
        }
    }
    let unheard = |(entity, name, articles): (EntityId, String, BTreeMap<ArticleId, usize>)| Unheard {
        entity,
        name,
        mentions: articles.values().sum(),
        articles: articles.into_iter().filter(|(_, count)| *count > 0).map(|(article, _)| article).collect(),
    };
    let named = |(entity, articles)| unheard((entity, snapshot.entity(entity).name.to_owned(), articles));
    let mut found: Vec<Unheard> = people.into_iter().map(named).filter(|one| one.mentions >= OFTEN).collect();
    let accused = bodies.into_iter().filter(|(entity, _)| accused.contains(entity)).map(named);
    found.extend(accused.filter(|one| one.mentions >= TWICE));
    let dead = dead(snapshot, articles);
    let is_dead =
        |one: &Unheard| dead.contains(&one.entity) || dead.iter().any(|full| is_short_for(snapshot, one, *full));
    found.retain(|one| !heard.contains(&one.entity) && !is_dead(one));
    one_each(snapshot, &mut found, &heard);
    let spoken: FxHashSet<&str> =
        articles.iter().flat_map(|article| snapshot.analysis(*article).facts.speaking.iter().copied()).collect();
    let powers = powers.into_iter().filter(|(country, _)| !spoken.contains(country));
    let powers = powers.map(|(country, (entity, named))| unheard((entity, format!("{country} government"), named)));
    found.extend(powers.filter(|one| one.mentions >= TWICE));
    found.sort_by_key(|one| (Reverse(one.articles.len()), Reverse(one.mentions), snapshot.first_chain(one.entity)));
    found
}

/// "Obama" is Barack Obama, in these articles: one of them is enough, and none where the other is quoted.
fn one_each(snapshot: &Snapshot, found: &mut Vec<Unheard>, heard: &FxHashSet<EntityId>) {
    let ends =
        |long: &str, short: &str| long.len() > short.len() && long.ends_with(&format!(" {short}")) || long == short;
    let voices: Vec<&str> = heard.iter().map(|entity| snapshot.entity(*entity).name).collect();
    found.retain(|one| !voices.iter().any(|voice| ends(voice, &one.name)));
    found.sort_by_key(|one| {
        (Reverse(one.name.split_whitespace().count()), Reverse(one.mentions), snapshot.first_chain(one.entity))
    });
    let mut kept: Vec<Unheard> = Vec::new();
    for one in found.drain(..) {
        match kept.iter_mut().find(|known| ends(&known.name, &one.name)) {
            Some(known) => {
                known.mentions += one.mentions;
                known.articles.extend(one.articles);
                known.articles.sort_unstable();
                known.articles.dedup();
            }
            None => kept.push(one),
        }
    }
    *found = kept;
}

/// Who some articles tell is dead: nobody expects an answer.
fn dead(snapshot: &Snapshot, articles: &[ArticleId]) -> FxHashSet<EntityId> {
    let nodes = articles.iter().map(|article| snapshot.article(*article));
    nodes
        .flat_map(|node| node.analysis.facts.deaths.iter().filter_map(|it| node.entities.get(it.chain.value)))
        .copied()
        .collect()
}

/// "Ben" is Benjamin Banky, where nobody else is meant.
fn is_short_for(snapshot: &Snapshot, one: &Unheard, full: EntityId) -> bool {
    let full = snapshot.entity(full).name;
    one.name.len() >= SHORT_NAME && !one.name.contains(' ') && full.contains(' ') && full.starts_with(&one.name)
}

/// Whose words some articles report, with the bodies that they speak for.
fn heard(snapshot: &Snapshot, articles: &[ArticleId]) -> FxHashSet<EntityId> {
    let nodes = articles.iter().map(|article| snapshot.article(*article));
    let heard = nodes.flat_map(|node| {
        let chains = node.analysis.facts.sources.iter().flat_map(|facts| &facts.heard);
        chains.filter_map(|chain| node.entities.get(*chain).copied())
    });
    heard.collect()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::ide::fixture::fixture;

    #[track_caller]
    fn check(source: &str, expected: Expect) {
        let (snapshot, _) = fixture(source);
        let articles: Vec<ArticleId> = snapshot.ids().collect();
        let found: Vec<String> =
            unheard(&snapshot, &articles).iter().map(|one| format!("{} {}", one.name, one.mentions)).collect();
        expected.assert_eq(&found.join("; "));
    }

    #[test]
    fn who_is_accused_and_does_not_answer() {
        check(
            "//- a.txt coverage=a\nHeadline$0\n\n{src a|{p reed|Ana Reed}} {cue a|accused} {say a|{o port|Port Board} of lying}. The \
             {o port|Port Board} met, and the {o club|Dock Club} met.\n\n{o club|Dock Club} members left.\n",
            expect!["Port Board 2"],
        );
        check(
            "//- a.txt coverage=a\nHeadline$0\n\n{src a|{p reed|Ana Reed}} {cue a|accused} {say a|{o port|Port Board} of lying}. \
             {src b|The {o port|Port Board}} {cue b|said} {say b|that it did not lie}.\n",
            expect![""],
        );
    }

    #[test]
    fn the_dead_do_not_answer() {
        check(
            "//- a.txt coverage=a\nHeadline$0\n\n{p banky|Benjamin Banky}, 40, of Dorn, was killed. {p ben|Ben} sang. {p ben|Ben} wrote. \
             {p ben|Ben} was kind.\n\n{p banky|Banky} and {p hale|Tom Hale} met. {p banky|Banky} had met {p hale|Hale}, whom \
             {p banky|Banky} liked, and the death of {p hale|Hale}’s brother hurt.\n",
            expect!["Tom Hale 3"],
        );
    }

    #[test]
    fn a_government_that_acts_and_does_not_speak() {
        check(
            "//- a.txt coverage=a\nHeadline$0\n\n{l syria|Syrian} troops left. {l syria|Syrian} forces came. {l russia|Russian} troops \
             left, and {l russia|Russian} forces came.\n\n{src a|The {l russia|Russian} foreign minister} {cue a|said} {say a|it was \
             late}. {src b|{p hale|Tom Hale}, an envoy for {l syria|Syria},} {cue b|said} {say b|it was early}.\n",
            expect!["Syrian government 2"],
        );
    }
}
