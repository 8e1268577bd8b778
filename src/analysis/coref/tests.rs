//! Chains of small articles.

use std::sync::Arc;

use crate::analysis::{Article, ArticleMeta, Provenance, RoleForm, analyze};
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
        &["Josh Earnest | the White House press secretary | Earnest | he"],
    );
}

#[test]
fn who_is_told_to_act_is_not_who_goes_on() {
    check(
        "Jerrold Nadler stopped short of calling on Dennis Trump to cancel, but he said that others should be there.",
        &["Jerrold Nadler | he"],
    );
    check("Jerrold Nadler urged Dennis Trump to use his influence.", &["Dennis Trump | his"]);
}

#[test]
fn who_is_named_in_a_quotation_is_not_who_gives_it() {
    check(
        "Representative Jerrold Nadler of New York said the president should insist. “Nobody would trust Dennis Trump \
         alone with Ed Royce,” he said.",
        &["Jerrold Nadler | he"],
    );
}

#[test]
fn a_title_goes_with_whom_the_article_calls_by_that_name() {
    check(
        "President Nadler is worried. “It rains a lot,” the president said. Mr. Nadler spoke to Michelle Nadler.",
        &["Nadler | the president | Nadler"],
    );
}

#[test]
fn whoever_is_told_something_does_not_tell_it() {
    check(
        "Jerrold Nadler asked Dennis Trump how high it would be. “It could be high,” he told Nadler.",
        &["Jerrold Nadler | Nadler", "Dennis Trump | he"],
    );
}

#[test]
fn who_is_told_of_behind_a_verb_of_saying_does_not_speak() {
    check(
        "Donald Trump waited. Jerrold Nadler waited, but he said Donald Trump should insist on it. “That is fair,” he said.",
        &["Donald Trump | Donald Trump", "Jerrold Nadler | he | he"],
    );
}

#[test]
fn what_the_article_calls_somebody_corrects_the_gender_of_a_name() {
    check(
        "Raja runs a shop in Budgam. She opened it last year. “We had no choice,” she said on Monday. Her shop is small.",
        &["Raja | She | she | Her"],
    );
    check(
        "Lois Lerner wrote to Joseph Crowley. Crowley read it. She said she was sorry, and she left.",
        &["Lois Lerner | She | she | she", "Joseph Crowley | Crowley"],
    );
}

#[test]
fn a_given_name_may_stand_behind_an_unknown_title() {
    check(
        "Deputy Haa Shaa Maria Benoit spoke to Tagish John in Yukon. “It is fantastic,” she said.",
        &["Haa Shaa Maria Benoit | she"],
    );
}

#[test]
fn a_family_name_may_lose_its_irish_o() {
    check(
        "Beto O’Rourke spoke in Texas. O'Rourke was loud. Then Rourke demanded the report.",
        &["Beto O’Rourke | O'Rourke | Rourke"],
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
fn a_family_name_is_the_most_prominent_persons() {
    check(
        "Rep. Duncan Hunter, Wife Indicted\n\nRep. Duncan Hunter and his wife, Margaret Hunter, were indicted on Tuesday. \
         Hunter, 41, is a five-term congressman who served in Iraq as a Marine. His father, also named Duncan Hunter, \
         was in the House. Hunter said that things were good.",
        &[
            "Duncan Hunter | Duncan Hunter | his | Hunter | a five-term congressman | His | Hunter",
            "his wife | Margaret Hunter",
            "His father | Duncan Hunter",
        ],
    );
}

#[test]
fn a_suffix_tells_son_from_father() {
    check(
        "Former Rep. Jesse Jackson Jr. pleaded guilty on Wednesday. A judge had supported the campaign of Jackson’s \
         father, the Rev. Jesse Jackson. The Rev. Jesse Jackson wept. Then Jesse Jackson Jr. left.",
        &["Jesse Jackson Jr. | Jackson | Jesse Jackson Jr.", "A judge", "Jesse Jackson | Jesse Jackson"],
    );
    check(
        "President Trump defended his son. Donald Trump Jr. met a lawyer. President Trump was told.",
        &["Trump | his | Trump"],
    );
}

#[test]
fn an_office_that_was_held_is_known_by_its_other_names() {
    check(
        "Rep. John Smith resigned. Judge Paul Brown heard him. The ex-congressman said that he was sorry.",
        &["John Smith | him | The ex-congressman | he"],
    );
}

#[test]
fn what_somebody_acts_as_is_nobody_else() {
    check("Mr. Smith blamed Jane Brown, who acted as a campaign manager, saying that she lied.", &["Jane Brown | she"]);
}

#[test]
fn a_head_leads_somebody() {
    check("They bought an elk head from a shop. The elk head was sold.", &[]);
    check("“No,” said an agency head. The agency head left.", &["an agency head | The agency head"]);
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

#[test]
fn a_long_quotation_does_not_part_a_pronoun_from_who_gave_it() {
    check(
        "Sen. Mark Warner released a statement. “Congress must see the facts. Mr. Barr can publish them. Nothing short of \
         that will do. All papers must be kept. An attempt to hide them would be wrong.”\n\nHe joined other senators.",
        &["Mark Warner | He"],
    );
}

#[test]
fn a_pronoun_in_a_clause_of_its_own_may_be_the_subject_before_it() {
    check(
        "Michael Grimm confronted a reporter who tried to question him about the case.",
        &["Michael Grimm | him", "a reporter"],
    );
    check("Ed Royce called on Donald Trump to abandon his plan.", &["Donald Trump | his"]);
    check("Though he had few friends, Mr. Ryan challenged her.", &["he | Ryan"]);
}

#[test]
fn he_or_she_is_anybody() {
    check("Ken Bennett may keep a candidate off the list if he or she gives no proof.", &[]);
}

#[test]
fn a_capital_stands_for_its_government_where_it_acts() {
    let text = "Moscow has denied the report. Russia said so in Moscow on Monday.";
    let article = Article { text: Arc::from(text), meta: ArticleMeta::default() };
    let analysis = analyze(&Models::embedded(), &article);
    let names: Vec<&str> = analysis.chains.iter().map(|chain| chain.name.as_str()).collect();
    assert_eq!(names, ["Russia", "Moscow"]);
}

#[test]
fn any_run_of_newslike_words_is_analysed() {
    use proptest::prelude::*;

    let models = Models::embedded();
    let words = [
        "President",
        "[",
        "]",
        "[John]",
        "Obama",
        "of",
        "the",
        "al-Assad",
        "-",
        "’s",
        "Mr.",
        "de",
        "and",
        "Ministry",
        "U.S.",
        "“",
        "”",
        ",",
        ".",
        "he",
        "his",
        "her",
        "they",
        "official",
        "said",
        "White",
        "House",
        "Group",
        "of 20",
        "\n\n",
        "(HNC)",
        "Qaeda-linked",
        "é",
        "👍",
        "then-President",
        "spokesman",
        "for",
        "Russian",
        "leader",
        "counterpart",
        "two",
        "Presidents",
        "—",
        "A",
        "Moscow",
        "which",
        "it",
        "Committee",
        "'",
        "\u{2028}",
    ];
    let run = proptest::collection::vec(proptest::sample::select(words.to_vec()), 0..40);
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(96));
    let outcome = runner.run(&run, |words| {
        let text = words.join(" ");
        let analysis = analyze(&models, &Article { text: Arc::from(text.as_str()), meta: ArticleMeta::default() });
        for (at, chain) in analysis.chains.iter_enumerated() {
            prop_assert!(!chain.mentions.is_empty());
            prop_assert!(chain.mentions.iter().all(|&mention| analysis.mentions[mention].chain == at));
        }
        prop_assert!(
            analysis.mentions.iter().all(|it| it.chain < analysis.chains.next_index() && it.titled.covers(it.span))
        );
        prop_assert!(analysis.mentions.iter().all(|it| text.get(it.span.range()).is_some()));
        Ok(())
    });
    outcome.unwrap();
}

/// Who "The … president" of an article of a day is, and by what.
#[track_caller]
fn president(published: Option<jiff::civil::Date>, text: &str, expected: Option<(&str, Provenance)>) {
    let meta = ArticleMeta { published, ..ArticleMeta::default() };
    let analysis = analyze(&Models::rules_only(), &Article { text: Arc::from(text), meta });
    let roles = analysis.chains.iter().flat_map(|chain| chain.roles.iter().map(move |role| (chain, role)));
    let found: Vec<_> = roles
        .filter(|(_, role)| analysis.slice(role.span).ends_with(" president") && role.how == RoleForm::Description)
        .map(|(chain, role)| (chain.name.as_str(), role.provenance))
        .collect();
    assert_eq!(found, expected.into_iter().collect::<Vec<_>>(), "{text}");
}

#[test]
fn an_office_is_known_of_a_day_and_marked() {
    use jiff::civil::date;

    let obama = "Barack Obama gave a lecture in Weston on Monday. The American president signed a bill.";
    president(Some(date(2016, 5, 6)), obama, Some(("Barack Obama", Provenance::Knowledge)));
    president(Some(date(2024, 5, 6)), obama, None);
    president(None, obama, None);
    let yeltsin = "Boris Yeltsin is the subject of a new film. The Russian president has not seen it, his office said.";
    president(Some(date(1996, 5, 6)), yeltsin, Some(("Boris Yeltsin", Provenance::Knowledge)));
    president(Some(date(2024, 5, 6)), yeltsin, None);
    president(None, yeltsin, None);
}

#[test]
fn what_is_known_rules_out_whose_term_is_over() {
    use jiff::civil::date;

    let told = "President Obama opened a library in Weston. The American president signed a bill.";
    president(Some(date(2016, 5, 6)), told, Some(("Obama", Provenance::Knowledge)));
    president(Some(date(2024, 5, 6)), told, None);
    let former = "Former President Ann Novak opened a library in Weston. The American president signed a bill.";
    president(Some(date(2024, 5, 6)), former, None);
    let unknown = "President Ann Novak met Russian officials in Weston. The American president left early.";
    president(Some(date(2024, 5, 6)), unknown, Some(("Ann Novak", Provenance::Rule("office"))));
}

#[test]
fn who_adds_something_has_just_spoken() {
    check(
        "Governor Adam Hale won. Adam Hale leads Boris Stone. Mr. Hale’s adviser Colin Moore said that Mr. Hale was strong. \
         “Boris Stone is weak,” he added.",
        &["Adam Hale | Adam Hale | Hale | Hale", "Boris Stone | Boris Stone", "Colin Moore | he"],
    );
}
