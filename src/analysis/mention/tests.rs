//! Where names begin and end, and what they name.

use std::sync::{Arc, LazyLock};

use unicode_normalization::UnicodeNormalization;

use crate::analysis::{Article, ArticleAnalysis, ArticleMeta, Mention, MentionKind, analyze};
use crate::model::Models;

static MODELS: LazyLock<Models> = LazyLock::new(Models::embedded);

fn read(text: &str) -> ArticleAnalysis {
    analyze(&MODELS, &Article { text: Arc::from(text), meta: ArticleMeta::default() })
}

/// The names of a text with the first letters of their types, and the number of whom they name: "Ann Roe/per/0".
fn check(text: &str, expected: &str) {
    let analysis = read(text);
    let named = analysis.mentions.iter().filter(|mention| mention.kind == MentionKind::Named);
    let mut chains = Vec::new();
    let mut shown = |mention: &Mention| {
        let known = chains.iter().position(|chain| *chain == mention.chain);
        let chain = known.unwrap_or(chains.len());
        chains.resize(chains.len().max(chain + 1), mention.chain);
        format!("{}/{}/{chain}", analysis.slice(mention.span), &mention.entity_type.name()[..3])
    };
    assert_eq!(named.map(&mut shown).collect::<Vec<_>>().join(" | "), expected, "{text}");
}

#[test]
fn a_name_keeps_its_initials_and_particles() {
    check("The jury met. K.A. Vose won. E.M. Delafield left.", "K.A. Vose/per/0 | E.M. Delafield/per/1");
    check(
        "The council met, said Pieter van der Aa, its head. Van der Aa left.",
        "Pieter van der Aa/per/0 | Van der Aa/per/0",
    );
    check("He met Jim Morrison. Van Morrison sang.", "Jim Morrison/per/0 | Van Morrison/per/1");
}

#[test]
fn a_nickname_is_part_of_the_name() {
    check("Trainer Lou “Pops” Reed won. Reed was glad.", "Lou “Pops” Reed/per/0 | Reed/per/0");
    check("Earl “Big Daddy” Moss won. Moss was glad.", "Earl “Big Daddy” Moss/per/0 | Moss/per/0");
    check("They met Anna ‘Nan’ Petty on the way.", "Anna ‘Nan’ Petty/per/0");
}

#[test]
fn months_and_days_may_be_given_names() {
    let analysis = read("April Dunmore won on Sunday. June Hartley and Wednesday Keller came later.");
    let times: Vec<&str> = analysis.times.iter().map(|time| analysis.slice(time.span)).collect();
    assert_eq!(times, ["on Sunday"]);
    check(
        "April Dunmore won on Sunday. June Hartley and Wednesday Keller came later.",
        "April Dunmore/per/0 | June Hartley/per/1 | Wednesday Keller/per/2",
    );
    check(
        "The mayor met Angela Merkel. On Tuesday Merkel left. By May Merkel was home.",
        "Angela Merkel/per/0 | Merkel/per/0 | Merkel/per/0",
    );
    check("Rain had fallen since Sunday night, he said.", "");
}

#[test]
fn party_tags_and_addresses_are_no_names() {
    check(
        "Sen. Lila Corbett (R) voted against it. Rep. Amos Trewin (D., N.Y.) did not.",
        "Lila Corbett/per/0 | Amos Trewin/per/1 | N.Y./pla/2",
    );
    check("Write to Rosa.Lindt@wexmoor.example or see www.Eva-Lang.com/News/Monday.html for more.", "");
    check("Go to wexmoor.org/Jane-Doe for more.", "");
}

#[test]
fn headings_hold_the_names_of_the_article() {
    check(
        "MAYOR IDA KRUSE QUITS AFTER AUDIT\n\nGRENSUND — Ida Kruse spoke to reporters on Monday, a day after the vote.",
        "IDA KRUSE/per/0 | GRENSUND/pla/1 | Ida Kruse/per/0",
    );
}

#[test]
fn what_a_name_names_is_told_beside_it() {
    check("The coast was hit by Hurricane Delia. Delia moved on.", "Hurricane Delia/eve/0 | Delia/eve/0");
    check("They saw Tropical Storm Otto weaken.", "Tropical Storm Otto/eve/0");
    check(
        "The law firm Baker Quill advised them. They hired Sullivan & Marsh.",
        "Baker Quill/org/0 | Sullivan & Marsh/org/1",
    );
    check("The ferry Anna Lind ran aground near the USS Carl Moss.", "Anna Lind/pro/0 | USS Carl Moss/pro/1");
    check(
        "Ratings fell, data from Corvane suggested. Corvane, a ratings company, had warned of it.",
        "Corvane/org/0 | Corvane/org/0",
    );
    check("Smith, a nurse at the bank, left. Jane Roe, 46, did not.", "Smith/per/0 | Jane Roe/per/1");
    check("Told by the newspaper that Jane Roe would quit, he laughed.", "Jane Roe/per/0");
}

#[test]
fn letters_of_words_that_are_no_name_are_none() {
    check("The consumer price index (CPI) rose by a tenth. The CPI had fallen in May.", "");
    check("The World Health Organization (WHO) said so.", "World Health Organization/org/0 | WHO/org/0");
}

#[test]
fn names_are_compared_normalized() {
    for (name, short) in [("Zoë Lefèvre", "Lefèvre"), ("Mária Kováč", "Kováč")] {
        let decomposed: String = name.nfd().collect();
        check(
            &format!("The club banned {decomposed}, it said.\n\nOn Monday {short} left."),
            &format!("{decomposed}/per/0 | {short}/per/0"),
        );
    }
    let text = "Klaus Rei\u{ad}ter said on Tues\u{ad}day he would go. Reiter left.";
    check(text, "Klaus Rei\u{ad}ter/per/0 | Reiter/per/0");
    let analysis = read(text);
    assert_eq!(analysis.chains[0.into()].name, "Klaus Reiter");
    assert_eq!(analysis.slice(analysis.times[0.into()].span), "on Tues\u{ad}day");
}

#[test]
fn a_family_name_is_not_that_of_somebody_s_kin() {
    check(
        "Carla Moss spoke on Monday. Her husband, Peter Moss, was there.\n\nIt was late. “I am glad,” Moss said.",
        "Carla Moss/per/0 | Peter Moss/per/1 | Moss/per/0",
    );
}

#[test]
fn who_says_something_is_no_place() {
    let analysis = read("They met Bob Lee of Chicago, who said it was late.");
    let who = analysis.attributions.iter().find(|it| analysis.slice(it.source[0]) == "who").and_then(|it| it.chain);
    assert_eq!(who.map(|chain| analysis.chains[chain].name.as_str()), Some("Bob Lee"));
}

#[test]
fn one_of_several_has_a_role_in_the_singular() {
    let analysis = read("Presidents Carla Moss and Peter Lee met.");
    let roles = analysis.chains.iter().flat_map(|chain| &chain.roles).map(|role| analysis.role_of_one(role));
    assert_eq!(roles.collect::<Vec<_>>(), ["President", "President"]);
}
