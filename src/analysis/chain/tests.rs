//! Chains of small articles.

use std::sync::Arc;

use crate::analysis::{Article, ArticleMeta, analyze};
use crate::model::{EntityType, Models};

/// Each chain of people that has more than one mention, or no name, as "name: mention | mention".
fn check(text: &str, expected: &[&str]) {
    let article = Article { text: Arc::from(text), meta: ArticleMeta::default() };
    let analysis = analyze(&Models::embedded(), &article);
    let chains: Vec<String> = analysis
        .chains
        .iter()
        .filter(|chain| chain.entity_type == EntityType::Person && chain.mentions.len() > 1 || !chain.named)
        .map(|chain| {
            let mentions: Vec<&str> =
                chain.mentions.iter().map(|&at| analysis.slice(analysis.mentions[at].span)).collect();
            mentions.join(" | ")
        })
        .collect();
    assert_eq!(chains, expected, "{text}");
}

#[test]
fn full_names_family_names_and_pronouns_are_one() {
    check(
        "Josh Earnest, the White House press secretary, said on Monday that talks would go on. Mr. Earnest told reporters \
         that he was hopeful.",
        &["Josh Earnest | Earnest | he"],
    );
}

#[test]
fn two_people_of_one_family_name_stay_two() {
    check(
        "Bill Clinton and Hillary Clinton arrived in Ohio. Mrs. Clinton spoke first. Mr. Clinton waited.",
        &["Bill Clinton | Clinton", "Hillary Clinton | Clinton"],
    );
}

#[test]
fn descriptions_of_offices_find_their_holders() {
    check(
        "President Obama met Russian President Vladimir Putin in China. The Russian leader was late. The president said \
         that the talk with his Russian counterpart was frank.",
        &["Obama | The president | his", "Vladimir Putin | The Russian leader | his Russian counterpart"],
    );
}

#[test]
fn an_official_without_a_name_is_one_chain() {
    check(
        "“It is a tough negotiation,” said a White House official. The official did not want to be named. “We will see,” the \
         White House official said.",
        &["a White House official | The official | the White House official"],
    );
}
