//! What comes back by a noun or a pronoun in small articles, and what must not.

use std::sync::Arc;

use crate::analysis::{Article, ArticleMeta, analyze};
use crate::model::{EntityType, Models};

/// Each chain of people or bodies that has more than one mention, as "mention | mention".
fn check(text: &str, expected: &[&str]) {
    let text = format!("A headline of the day\n\n{text}\n");
    let article = Article { text: Arc::from(text.as_str()), meta: ArticleMeta::default() };
    let analysis = analyze(&Models::embedded(), &article);
    let counts = |entity_type| matches!(entity_type, EntityType::Person | EntityType::Organization);
    let chains = analysis.chains.iter().filter(|chain| counts(chain.entity_type) && chain.mentions.len() > 1);
    let words = |chain: &crate::analysis::Chain| {
        let mentions = chain.mentions.iter().map(|&at| analysis.slice(analysis.mentions[at].span));
        mentions.collect::<Vec<_>>().join(" | ")
    };
    assert_eq!(chains.map(words).collect::<Vec<_>>(), expected, "{text}");
}

#[test]
fn i_is_who_is_quoted_and_we_is_the_body_that_is() {
    check("“I am sad,” said Anna Lopez. “My house burned, and I’m homeless.”", &["I | Anna Lopez | My | I"]);
    check("The Pentagon said: “We will wait until our staff returns.”", &["Pentagon | We | our"]);
    check("Anna Lopez left. “We are sad, and I said so.”", &[]);
    check("Anna Lopez said: “We are sad.”", &[]);
}

#[test]
fn a_body_comes_back_by_its_noun() {
    check("The Supreme Court ruled. Lawyers were pleased with the court.", &["Supreme Court | the court"]);
    check(
        "The New Zealand government will change the flag. The government’s plan is old.",
        &["The New Zealand government | The government"],
    );
    check(
        "Google said its profits rose. The company added that it would hire people.",
        &["Google | its | The company | it"],
    );
}

#[test]
fn of_two_bodies_neither_is_guessed() {
    check("Google met Microsoft on Monday. The company was late.", &[]);
    check("The Supreme Court overruled the Appeals Court on Monday. The court was silent.", &[]);
}

#[test]
fn a_noun_fits_what_it_names() {
    check("The Supreme Court ruled on Monday. The company was late.", &[]);
    check("Google sold the company name. The name was old.", &[]);
    check("The group met in Ohio. Another group left.", &[]);
}

#[test]
fn several_people_come_back_by_noun_and_pronoun() {
    check("The parents said they were sad. Their lawyer wept.", &["The parents | they | Their"]);
    check(
        "Religious schools must pay taxes. The mayor likes religious schools.",
        &["Religious schools | religious schools"],
    );
    check("The team arrived in Ohio. They were late.", &["The team | They"]);
}

#[test]
fn they_and_it_are_not_guessed() {
    check("The parents and the teachers met on Monday. They wept.", &[]);
    check("Anna Lopez and Bert Brown met the officials. They were happy.", &[]);
    check("The talks with officials stalled. They will resume on Monday.", &[]);
    check("Twitter helped the users on Monday. Their messages were kind.", &[]);
    check("The firm hired Ann Brown. It is clear that it was late.", &[]);
    check("Police questioned some officials. Other officials fled. The officials wept.", &[]);
}

#[test]
fn an_appositive_is_a_mention() {
    check("Josh Earnest, the White House press secretary, left.", &["Josh Earnest | the White House press secretary"]);
    check("Two senators, Lindsey Graham and John McCain, stayed.", &[]);
}

#[test]
fn what_somebody_is_said_to_be_is_a_mention() {
    check("Tom Jones is a doctor. He was not a lawyer.", &["Tom Jones | a doctor | He"]);
    check("Mary Jones is a doctor. He was happy.", &["Mary Jones | a doctor"]);
}

#[test]
fn a_relative_is_known_by_whose_it_is() {
    check(
        "Tom Jones and his wife, Mary Jones, sued. His wife lost. Her mother wept.",
        &["Tom Jones | his | His", "his wife | Mary Jones | His wife | Her"],
    );
    check("Tom Jones visited his son. Bert Brown visited his son.", &["Tom Jones | his", "Bert Brown | his"]);
    check(
        "Anna Lopez sued on Monday. Anna Lopez’s lawyer spoke. Her lawyer wept.",
        &["Anna Lopez | Anna Lopez | Her", "lawyer | Her lawyer"],
    );
}

#[test]
fn an_acronym_beside_a_name_is_its_own() {
    check("The World Weather Board (WWB) met in Geneva. The WWB was late.", &["World Weather Board | WWB | WWB"]);
    check("The Northern Relief Union met (the WWB did not). The WWB was late.", &["WWB | WWB"]);
}

#[test]
fn a_heading_in_capitals_merges_nobody() {
    check("Donald Trump Defends Michael Flynn\n\nMr. Trump defended Mr. Flynn on Monday.", &[]);
    check("President Obama spoke in Ohio. A president may pardon anybody.", &[]);
}

#[test]
fn he_in_a_quotation_is_not_who_is_quoted() {
    check(
        "Andy Warhol was famous. Tom Jones said on Monday at noon: “I love his art. He was great.”",
        &["Andy Warhol | his | He", "Tom Jones | I"],
    );
}

#[test]
fn a_team_is_not_its_coach_and_that_points_at_nobody() {
    check(
        "The team’s coach, Tom Jones, said that officials left. Jones said that officials wept.",
        &["The team’s coach | Tom Jones | Jones"],
    );
}

#[test]
fn a_name_comes_back_by_its_noun_in_capitals() {
    check(
        "The Northern Relief Agency met. “The Agency is late,” Tom Jones said.",
        &["Northern Relief Agency | The Agency"],
    );
}

#[test]
fn we_are_the_same_throughout_what_one_person_says() {
    check("“We are sad,” Anna Lopez said. “They told us on Monday.”", &["We | us"]);
    check("“We are sad,” Anna Lopez said. “We are not,” Tom Jones said.", &[]);
}

#[test]
fn a_body_that_acts_is_not_the_one_it_acts_upon() {
    check("Microsoft said on Monday that the company’s profits rose.", &["Microsoft | the company"]);
    check("Microsoft bought the company’s shops.", &[]);
    check("Google left in May. A Microsoft spokesperson said that the company was late.", &[]);
    check("Google left in May. The newspaper was late.", &[]);
}

#[test]
fn several_people_without_an_article_are_the_same_word_for_word() {
    check("Hackers took the site. Everybody fears hackers.", &["Hackers | hackers"]);
    check("The hackers took the site. Everybody fears hackers.", &[]);
    check("Officials left on Monday. He met officials in Ohio.", &[]);
    check("The girls left on Monday. He helped the girls enter the country.", &["The girls | the girls"]);
}

#[test]
fn parents_of_whom_it_was_not_said_whose_they_are() {
    check("The parents wept. Anna Lopez saw her parents leave.", &["The parents | her parents", "Anna Lopez | her"]);
}

#[test]
fn a_name_may_be_shortened_and_misspelled() {
    check(
        "The Bill Gates Foundation for Global Health met in May. The Bill Gates Foundation met again in June.",
        &["Bill Gates Foundation for Global Health | Bill Gates Foundation"],
    );
    check("Kristin Wilkins left in May. Kristen Wilkins wept.", &["Kristin Wilkins | Kristen Wilkins"]);
    check("Robert Wilkins left in May. Rupert Wilkins wept.", &[]);
}
