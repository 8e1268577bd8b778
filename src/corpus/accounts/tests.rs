use std::fmt::Write as _;

use expect_test::{Expect, expect};
use jiff::civil::date;
use sha2::{Digest, Sha256};

use super::trees::Trees;
use super::*;
use crate::corpus::testing::{corpus, read};
use crate::model::Models;

/// What two articles tell differently, read by the real reader.
#[track_caller]
fn check(ours: &str, theirs: &str, expected: Expect) {
    let models = Models::embedded();
    let analyses = [ours, theirs].map(|text| read(&models, text, Some(date(2024, 5, 7))));
    let snapshot = corpus(&analyses).snapshot();
    let accounts = snapshot.accounts(ArticleId(0), ArticleId(1));
    let mut shown = String::new();
    for one in accounts.differing {
        let [ours, theirs] = one.places.map(|place| snapshot.slice(place));
        writeln!(shown, "{}: {ours} / {theirs}", one.sort.name()).unwrap();
    }
    expected.assert_eq(&shown);
}

#[test]
fn how_many_died_on_which_day_and_where() {
    check(
        "Five killed as bus overturns near Lyon\n\nA bus carrying pensioners overturned near Lyon on Monday, killing five \
         people and injuring a dozen, police said.\n\nThe accident happened at 3 p.m. on the A7 motorway.\n\nTwo suspects \
         were arrested on Monday in Brussels.\n",
        "Bus crash in France leaves 24 dead\n\nTwenty-four people died when a bus with pensioners overturned near Lyon on \
         Sunday, officials said. Twelve others were injured.\n\nThe accident happened at 5 p.m. on the A7 \
         motorway.\n\nPolice arrested two suspects on Monday in Ghent.\n",
        expect![[r#"
            day: on Monday / on Sunday
            figures: five people / Twenty-four people
            hour: 3 p.m. / 5 p.m.
            place: Brussels / Ghent
        "#]],
    );
}

#[test]
fn what_the_words_allow_is_no_difference() {
    check(
        "Quake kills at least seven in Iran\n\nAn earthquake struck southern Iran on Sunday, killing at least seven people \
         and wounding more than 40, state television said.\n\nSome 900 houses were damaged. Nearly 200 people were arrested \
         on Monday.\n",
        "Strong earthquake hits Iran\n\nNine people were killed and 47 wounded when an earthquake struck southern Iran on \
         Sunday, officials said.\n\nAbout 870 houses were damaged. Police arrested 193 people on Monday.\n",
        expect![[""]],
    );
}

#[test]
fn votes_sums_and_lengths() {
    check(
        "Senate passes water bill\n\nThe Senate passed the clean water bill by a vote of 61-38 on Monday.\n\nThe bill would \
         provide $4.2 billion over five years, its author said.\n",
        "Water bill clears Senate\n\nSenators voted 58-41 on Monday to pass the clean water bill.\n\nThe bill would \
         provide $4.2 billion over six years, said its author.\n",
        expect![[r#"
            figures: 61-38 / 58-41
            figures: over five years / over six years
        "#]],
    );
}

#[test]
fn who_and_how_old() {
    check(
        "Milan court jails banker\n\nA court in Milan sentenced Luca Ferri, 41, to seven years in prison on Monday.\n\nHis \
         lawyer, Carla Neri, said he would appeal.\n",
        "Ferri jailed in Milan\n\nLuca Ferri, 47, was sentenced to seven years in prison by a court in Milan on \
         Monday.\n\nHis lawyer, Carla Bassi, said he would appeal.\n",
        expect![[r#"
            age: 41 / 47
            name: Carla Neri / Carla Bassi
        "#]],
    );
}

#[test]
fn what_the_other_tells_as_well_is_no_difference() {
    check(
        "Thieves steal jewels in Antwerp\n\nMasked men stole diamonds worth $50 million from a shop in Antwerp on Monday, \
         prosecutors said.\n\nTwo suspects were arrested in Brussels.\n",
        "Diamond robbery in Antwerp\n\nMasked men stole diamonds worth $35 million from a shop in Antwerp on Monday, \
         prosecutors said.\n\nThe owner said diamonds worth $50 million were stolen. Three suspects were arrested in Brussels, \
         after two suspects were arrested in Ghent.\n",
        expect![[""]],
    );
}

#[test]
fn the_facts_at_a_place_are_those_of_the_whole() {
    let models = Models::embedded();
    let texts = ["five people", "nine people"].map(|killed| {
        format!("A bus overturned near Lyon on Monday, killing {killed}.\n\nThe road was closed for two days.\n")
    });
    let analyses = texts.each_ref().map(|text| read(&models, text, Some(date(2024, 5, 7))));
    let snapshot = corpus(&analyses).snapshot();
    for (article, word) in [(0, "five"), (1, "nine")] {
        let offset = Span::of(0..texts[article as usize].find(word).unwrap() + 1).end;
        let all = snapshot.accounts(ArticleId(article), ArticleId(1 - article)).differing;
        assert_eq!(all.len(), 1);
        assert_eq!(snapshot.differing_at(ArticleId(article), offset), all);
        assert!(snapshot.differing_at(ArticleId(article), 3).is_empty());
    }
}

#[test]
fn two_events_are_not_compared() {
    let models = Models::embedded();
    let texts = ["A bus overturned near Lyon, killing five people.\n", "Senators passed the water bill.\n"];
    let analyses = texts.map(|text| read(&models, text, Some(date(2024, 5, 7))));
    let snapshot = corpus(&analyses).snapshot();
    assert_eq!(snapshot.accounts(ArticleId(0), ArticleId(1)), Accounts::default());
    assert_eq!(snapshot.accounts(ArticleId(0), ArticleId(0)), Accounts::default());
}

/// The trees take the numbers that are seen, by name, and give what the trainer's own library gives.
#[test]
fn scores_are_the_trainers() {
    let tables = Tables::load().unwrap();
    let models = Models::embedded();
    let text = "Police in Lyon arrested two men on Monday. “We will not rest,” said Ana Reed.\n";
    let other = "Police in Lyon arrested three men on Monday. “We shall not rest,” said Ana Reed.\n";
    let analyses = [text, other].map(|text| read(&models, text, Some(date(2024, 5, 7))));
    let snapshot = corpus(&analyses).snapshot();
    let (seen, _) = seen(&snapshot, ArticleId(0), ArticleId(1));
    let sentence: Vec<&str> = seen[0].numbers.iter().map(|(name, _)| *name).collect();
    assert_eq!(tables.sentences.boosted().features(), sentence);
    for (trees, words) in [(&tables.facts, false), (&tables.words, true)] {
        let mut facts = seen.iter().flat_map(|one| &one.facts);
        let fact = facts.find(|fact| (fact.sort == Sort::Words) == words).unwrap();
        let mut known: Vec<&str> = fact.numbers.iter().map(|(name, _)| *name).collect();
        known.push("score");
        known.extend(&sentence);
        let unknown = trees.boosted().features().iter().find(|name| !known.contains(&name.as_str()));
        assert_eq!(unknown, None);
    }
    let checks = [
        (&tables.sentences, include_str!("../data/accounts-check.json")),
        (&tables.facts, include_str!("../data/facts-check.json")),
        (&tables.words, include_str!("../data/words-check.json")),
    ];
    for (trees, check) in checks {
        let check: Vec<(Vec<f32>, f32)> = serde_json::from_str(check).unwrap();
        for (row, expected) in check {
            let score = trees.boosted().score(&row);
            assert!((score - expected).abs() < 1e-3, "{score} and not {expected}");
        }
    }
}

/// Weights of another training must not come in by accident.
#[test]
fn the_weights_are_those_of_the_manifest() {
    let manifest: toml::Table = include_str!("../data/MANIFEST.toml").parse().unwrap();
    let weights: [(&str, &[u8]); 3] = [
        ("accounts", include_bytes!("../data/accounts.safetensors")),
        ("facts", include_bytes!("../data/facts.safetensors")),
        ("words", include_bytes!("../data/words.safetensors")),
    ];
    for (name, bytes) in weights {
        let digest: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(manifest[name]["sha256"].as_str(), Some(&*digest));
    }
    assert!(Trees::of(b"", "copydesk-accounts-1").is_err());
}

#[test]
fn more_than_a_number_is_not_the_number_and_a_name_has_one_spelling() {
    check(
        "Paper mill in Lyon to pay\n\nThe paper mill must pay $340,000 in damages to farmers near Lyon, a court ruled on \
         Monday.\n\nIts director, Karl Ziegler, said he would appeal.\n",
        "Lyon mill must pay farmers\n\nThe paper mill must pay more than $340,000 in damages to farmers near Lyon, a court \
         ruled on Monday.\n\nIts director, Karl Zeigler, said he would appeal.\n",
        expect![[r#"
            figures: $340,000 / more than $340,000
            name: Karl Ziegler / Karl Zeigler
        "#]],
    );
}

#[test]
fn quoted_words_and_those_of_nobody() {
    check(
        "Mayor of Lyon defends bridge\n\n“We have a very long way to go before the bridge is safe again,” Mayor Ana Reed told \
         reporters on Monday.\n\nThe bridge was state-funded, she said.\n",
        "Bridge unsafe, mayor says\n\n“We have a long road to go before the bridge is safe again,” Mayor Ana Reed told \
         reporters on Monday.\n\nThe bridge was state funded, she said.\n",
        expect![[r#"
            words: very long / long
            words: way / road
        "#]],
    );
}

#[test]
fn names_and_roles_are_compared_wherever_they_stand() {
    check(
        "Mayor of Lyon opens bridge\n\nThe river bridge in Lyon was opened on Monday.\n\nDave Arnold, a former minister, cut \
         the ribbon. The firm of Kurt Jansen built it under the Trans Alpine Partnership.\n",
        "Lyon has a new bridge\n\nLyon opened its river bridge on Monday.\n\nIt cost more than planned, said David Arnold, a \
         minister. The Trans-Alpine Partnership paid for it. Kurt Janssen is proud of the work.\n",
        expect![[r#"
            name: Dave Arnold / David Arnold
            who: a former minister / a minister
            name: Kurt Jansen / Kurt Janssen
            name: Trans Alpine Partnership / Trans-Alpine Partnership
        "#]],
    );
}

#[test]
fn how_a_house_writes_names_is_no_difference() {
    check(
        "Mayor of Lyon opens bridge\n\nThe river bridge in Lyon was opened on Monday.\n\nDave Arnold cut the ribbon. Democrats \
         in North Dakota sent a letter.\n",
        "Lyon has a new bridge\n\nLyon opened its river bridge on Monday.\n\nThe Democratic party of South Dakota sent a letter. \
         David R. Arnold cut the ribbon.\n",
        expect![[""]],
    );
}

#[test]
fn a_number_written_out_is_not_rounded() {
    check(
        "Lyon clerk spent public money\n\nThe clerk in Lyon spent $5,687.75 on a holiday at the sea and 2,512,000 francs on \
         cars, a court heard on Monday.\n",
        "Clerk on trial in Lyon\n\nThe clerk in Lyon spent $5,587.75 on a holiday at the sea and 2.5 million francs on cars, a \
         court heard on Monday.\n",
        expect![[r#"
            figures: $5,687.75 / $5,587.75
        "#]],
    );
}
