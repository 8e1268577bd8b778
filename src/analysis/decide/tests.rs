//! What decided the facts of invented articles, and who has no name in them.

use std::sync::Arc;

use jiff::civil::date;

use crate::analysis::facts::{Act, SourceFacts};
use crate::analysis::{Article, ArticleAnalysis, ArticleMeta, Attribution, Mention, Provenance, SourceKind, analyze};
use crate::model::Models;

const HERE: &str = "Bridge talks stall in Weston

WESTON — Barack Obama gave a lecture in Weston on Monday. The American president said that the bridge was safe.

Mayor Anna Lopez said that the bridge was closed. She told reporters that it was old. Bert Brown, the city engineer, \
disagreed with her. Brown refused to step down.

Sources close to the mayor said that she would resign. The officials spoke on condition of anonymity.

Tom Hale, 40, was killed when the bridge fell.

Ann Moss, a spokeswoman for the Port Board, said that the port was open. Lopez accused the Port Board of lying.

Syrian troops left the city. Carl Lind made an urgent call to Anna Lopez on Tuesday.

The bridge is believed to be mined.
";

const BORROWED: &str = "Bridge closed for good
Sun 20 Nov 2016

The bridge is closed.

ABC News reports:

Rebels have taken the bridge, the mayor said.

The move is an attempt to silence critics.
";

fn read(text: &str, meta: ArticleMeta) -> ArticleAnalysis {
    analyze(&Models::embedded(), &Article { text: Arc::from(text), meta })
}

/// The attribution whose content begins with some words.
fn said<'a>(analysis: &'a ArticleAnalysis, words: &str) -> (&'a Attribution, &'a SourceFacts) {
    let begins = |it: &&Attribution| it.content.first().is_some_and(|span| analysis.slice(*span).starts_with(words));
    let mut both = analysis.attributions.iter().zip(&analysis.facts.sources);
    both.find(|(it, _)| begins(it)).unwrap_or_else(|| panic!("nobody says “{words}”"))
}

#[test]
fn a_fact_says_what_decided_it() {
    let meta = ArticleMeta {
        published: Some(date(2016, 5, 6)),
        outlet: Some("The Weston Post".to_owned()),
        ..ArticleMeta::default()
    };
    let (here, there) = (read(HERE, meta), read(BORROWED, ArticleMeta::default()));
    let mention = |words: &str| -> &Mention {
        here.mentions.iter().find(|it| here.slice(it.span) == words).unwrap_or_else(|| panic!("no “{words}”"))
    };
    let role = |words: &str| {
        let mut roles = here.chains.iter().flat_map(|chain| &chain.roles);
        roles.find(|it| here.slice(it.span) == words).unwrap_or_else(|| panic!("no role “{words}”")).provenance
    };
    let call = here.event_mentions.iter_enumerated().find(|(_, it)| here.slice(it.span) == "made an urgent call");
    let (call_at, call) = call.unwrap();
    let (mayor, president) = (said(&here, "that the bridge was closed"), said(&here, "that the bridge was safe"));
    let (unnamed, hearsay) = (said(&here, "that she would resign"), said(&here, "The bridge"));
    let carried = said(&there, "Rebels have taken the bridge, the mayor");
    let known = Provenance::Knowledge;
    let rule = Provenance::Rule;
    let facts = [
        ("the day", here.published.unwrap().provenance, Provenance::Settings),
        ("the outlet", here.outlet.as_ref().unwrap().provenance, Provenance::Settings),
        ("the day in a date line", there.published.unwrap().provenance, rule("date-line")),
        ("“Syrian” is a name", mention("Syrian").provenance, Provenance::Network),
        ("“Lopez” is Anna Lopez", mention("Lopez").link, rule("name")),
        ("“She” is a mention", mention("She").provenance, rule("pronoun")),
        ("“She” is Anna Lopez", mention("She").link, rule("pronoun")),
        ("the president is somebody", mention("The American president").provenance, rule("description")),
        ("the president is Barack Obama", mention("The American president").link, known),
        ("the mayor is Anna Lopez", mention("the mayor").link, rule("office")),
        ("the mayor’s role before the name", role("Mayor"), rule("title")),
        ("the mayor’s role in place of it", role("the mayor"), rule("office")),
        ("the engineer’s role", role("the city engineer"), rule("appositive")),
        ("the president’s role", role("The American president"), known),
        ("the mayor says something", mayor.0.provenance, Provenance::Network),
        ("the mayor is who says it", mayor.1.speaker.unwrap().provenance, rule("source")),
        ("the mayor has a name", mayor.1.kind.unwrap().provenance, rule("source")),
        ("the mayor’s are words", mayor.1.act.provenance, rule("cue")),
        ("Obama is who says it", president.1.speaker.unwrap().provenance, known),
        ("the president has a name", president.1.kind.unwrap().provenance, known),
        ("sources have none", unnamed.1.kind.unwrap().provenance, rule("source-noun")),
        ("a desk would ask for it", unnamed.1.unnamed.unwrap().provenance, rule("unnamed")),
        ("why there is none", here.facts.no_names[0].provenance, rule("anonymity")),
        ("Brown says nothing", said(&here, "to step down").1.act.provenance, rule("refusal")),
        ("Hale is dead", here.facts.deaths[0].chain.provenance, rule("death")),
        (
            "Moss speaks for the board",
            said(&here, "that the port was open").1.voice.unwrap().provenance,
            rule("speaks-for"),
        ),
        ("Lopez speaks for herself", mayor.1.voice.unwrap().provenance, rule("source")),
        ("the board is accused", said(&here, "the Port Board of").1.accused.unwrap().provenance, rule("accusation")),
        ("Syria acts", here.facts.acting[0].chain.provenance, rule("government")),
        ("the call", call.provenance, rule("event-words")),
        ("Lind began it", here.facts.initiators[call_at].unwrap().provenance, rule("initiative")),
        ("nobody in particular believes", hearsay.1.kind.unwrap().provenance, rule("hearsay")),
        ("the outlet’s text", there.blocks[0].provenance, rule("introducer")),
        ("the outlet carries it", carried.0.provenance, rule("introducer")),
        ("a claim", there.claims[0].provenance, Provenance::Network),
    ];
    for (what, found, expected) in facts {
        assert_eq!(found, expected, "{what}");
    }
    assert_eq!(here.facts.deaths.len(), 1);
    assert_eq!(here.chains[here.facts.initiators[call_at].unwrap().value.chain].name, "Carl Lind");
    assert_eq!(here.chains[said(&here, "that the port was open").1.voice.unwrap().value].name, "Port Board");
}

/// Who has no name, each with its noun and whether several.
fn unnamed(text: &str) -> Vec<String> {
    let analysis = read(&format!("A headline of the day\n\n{text}\n"), ArticleMeta::default());
    let found = analysis.facts.sources.iter().filter(|facts| facts.act.value == Act::Statement);
    let found = found.filter_map(|facts| facts.unnamed).map(|it| it.value);
    found
        .map(|it| {
            format!(
                "{} ({}{})",
                analysis.slice(it.who),
                analysis.slice(it.noun),
                if it.plural { ", plural" } else { "" }
            )
        })
        .collect()
}

#[test]
fn whoever_is_introduced_without_a_name_is_unnamed() {
    for (text, expected) in [
        (
            "Sources close to the mayor told the paper that the budget would fail.",
            "Sources close to the mayor (Sources, plural)",
        ),
        ("A person who works in the mayor’s office said that the vote would be moved.", "A person (person)"),
        ("One minister, who asked not to be named, called the plan “a disaster.”", "One minister (minister)"),
        (
            "A veteran of the ministry told the paper that the plan was never read.",
            "A veteran of the ministry (veteran)",
        ),
        ("A former colleague of the mayor said that she would resign.", "A former colleague of the mayor (colleague)"),
        (
            "Someone with access to the files said that the numbers were false.",
            "Someone with access to the files (Someone)",
        ),
        (
            "People familiar with the matter said that the bank would be sold.",
            "People familiar with the matter (People, plural)",
        ),
        (
            "Three current and former employees said that the machines were never cleaned.",
            "Three current and former employees (employees, plural)",
        ),
        (
            "A senior official in the department said that the first deliveries were late.",
            "A senior official in the department (official)",
        ),
    ] {
        assert_eq!(unnamed(text), [expected], "{text}");
    }
    for text in [
        "The president said that he was pleased.",
        "Anna Lopez is here. Her mother said that she was tired.",
        "A nurse on the ward, Mara Lind, said that the fever had been noticed.",
        "Opposition negotiators rejected the plan.",
        "People who live there say that the bridge is old.",
        "Critics say that the bridge is old.",
        "The Treasury said that the bridge was closed.",
    ] {
        assert_eq!(unnamed(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn a_source_behind_a_preposition_is_no_body() {
    let kind = |text: &str| {
        let analysis = read(&format!("A headline of the day\n\n{text}\n"), ArticleMeta::default());
        analysis.attributions.iter().filter_map(|it| it.kind).collect::<Vec<_>>()
    };
    assert_eq!(kind("A senior official in the department said that it was late."), [SourceKind::Anonymous]);
    assert_eq!(kind("A statement on the website said that it was late."), [SourceKind::Office]);
    assert_eq!(kind("People familiar with the matter said that it was late."), [SourceKind::Anonymous]);
}

#[test]
fn the_reason_of_one_source_is_not_that_of_another() {
    let text = "A headline of the day\n\nSources close to the mayor said that she would resign. One minister said that the \
                plan was bad. The minister asked not to be named because the talks go on. Two employees said that the \
                machines were old. They spoke on condition of anonymity.\n";
    let analysis = read(text, ArticleMeta::default());
    let found = analysis.facts.sources.iter().filter_map(|facts| facts.unnamed).map(|it| it.value);
    let reasons: Vec<(&str, Option<&str>)> = found
        .map(|it| {
            let sentence = it.reason.and_then(|reason| analysis.structure.sentences.get(reason));
            (analysis.slice(it.noun), sentence.map(|sentence| analysis.slice(sentence.span).get(..8).unwrap()))
        })
        .collect();
    assert_eq!(reasons, [("Sources", None), ("minister", Some("The mini")), ("employees", Some("They spo"))]);
}

#[test]
fn people_are_dead_where_it_is_told_as_a_fact() {
    let dead = |text: &str| {
        let analysis = read(&format!("A headline of the day\n\n{text}\n"), ArticleMeta::default());
        !analysis.facts.deaths.is_empty()
    };
    for text in ["Tom Hale was killed when the bridge fell.", "The police know of the murder of Tom Hale."] {
        assert!(dead(text), "{text}");
    }
    for text in [
        "It is not known whether Tom Hale died.",
        "Rumors that Tom Hale was murdered spread quickly.",
        "Officials denied that Tom Hale was killed.",
        "The death of Chicago as a port took a century.",
    ] {
        assert!(!dead(text), "{text}");
    }
}
