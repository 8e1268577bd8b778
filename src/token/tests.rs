//! Each check shows a text cut up: tokens by `|`, sentences and quotations a line each.

use std::sync::{Arc, LazyLock};

use proptest::prelude::*;

use super::*;
use crate::lexicon::Language;

static LEXICON: LazyLock<Arc<Language>> = LazyLock::new(Language::english);

fn segmented(text: &str) -> Structure {
    segment(text, &LEXICON)
}

fn check_tokens(text: &str, expected: &str) {
    let structure = segmented(text);
    let tokens: Vec<&str> = structure.tokens.iter().map(|token| token.span.of_text(text)).collect();
    assert_eq!(tokens.join("|"), expected);
}

fn check_sentences(text: &str, expected: &[&str]) {
    let structure = segmented(text);
    let found: Vec<&str> = structure.sentences.iter().map(|sentence| sentence.span.of_text(text)).collect();
    assert_eq!(found, expected);
}

/// `…` behind a quotation: it goes on in the next paragraph.
fn check_quotations(text: &str, expected: &[&str]) {
    let structure = segmented(text);
    let found: Vec<String> = structure
        .quotations
        .iter()
        .map(|quotation| format!("{}{}", quotation.inner.of_text(text), if quotation.continues { "…" } else { "" }))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn words_keep_hyphens_apostrophes_and_stops() {
    check_tokens("Mr. O’Neill doesn't trust al-Assad.", "Mr.|O’Neill|doesn't|trust|al-Assad|.");
    check_tokens("The U.S. cease-fire, 250,000 at 3.5%", "The|U.S.|cease-fire|,|250,000|at|3.5|%");
    check_tokens("J.K. Rowling and John F. Kerry, Ph.D.", "J.K.|Rowling|and|John|F.|Kerry|,|Ph.D.");
    check_tokens("at 10:30 a.m. on 9/11", "at|10:30|a.m.|on|9/11");
    check_tokens("Secretary [John] Kerry", "Secretary|[|John|]|Kerry");
    check_tokens("the 1990s, the 2nd and a 90-minute film", "the|1990s|,|the|2nd|and|a|90-minute|film");
    check_tokens("Peru/handout/EPA", "Peru|/|handout|/|EPA");
    check_tokens("Answer no. Bring the wash. See No. 5.", "Answer|no|.|Bring|the|wash|.|See|No.|5|.");
    check_tokens("See https://example.org/a?b=1. Now", "See|https://example.org/a?b=1|.|Now");
}

#[test]
fn a_name_in_a_compound_is_a_token() {
    check_tokens("pro-Russian and Qaeda-linked", "pro|-|Russian|and|Qaeda|-|linked");
    check_tokens("U.S.-friendly mid-June so-called Asia-Pacific", "U.S.|-|friendly|mid|-|June|so-called|Asia-Pacific");
    check_tokens("then-President Jean-Claude Doe", "then|-|President|Jean-Claude|Doe");
}

#[test]
fn possessives_are_tokens() {
    check_tokens(
        "Assad’s ally, it's James' and the partners’ plan",
        "Assad|’s|ally|,|it|'s|James|'|and|the|partners|’|plan",
    );
    check_tokens("in the ’90s, rock 'em", "in|the|’90s|,|rock|'em");
}

#[test]
fn sentences_survive_abbreviations_and_numbers() {
    check_sentences(
        "Mr. Doe met Gen. John F. Roe in St. Louis on Jan. 3. It cost $3.5 million.",
        &["Mr. Doe met Gen. John F. Roe in St. Louis on Jan. 3.", "It cost $3.5 million."],
    );
    check_sentences("He left the U.S. The U.S. Senate met.", &["He left the U.S.", "The U.S. Senate met."]);
    check_sentences("He came at 10 a.m. Friday. She left.", &["He came at 10 a.m. Friday.", "She left."]);
    check_sentences("They preferred plan B. The mayor did not.", &["They preferred plan B.", "The mayor did not."]);
    check_sentences("Well ... maybe. I went … The end.", &["Well ... maybe.", "I went …", "The end."]);
    check_sentences("1. Wash your hands. 2. Sleep.", &["1. Wash your hands.", "2. Sleep."]);
}

#[test]
fn sentences_survive_quotations() {
    check_sentences("“It is over.” The talks ended.", &["“It is over.”", "The talks ended."]);
    check_sentences("“It is over,” he said. “Go.”", &["“It is over,” he said.", "“Go.”"]);
    check_sentences("“Why?” she asked. \"No!\" said Doe.", &["“Why?” she asked.", "\"No!\" said Doe."]);
    check_sentences("“Why?” President Doe asked. Nobody knew.", &["“Why?” President Doe asked.", "Nobody knew."]);
    check_sentences(
        "(It rained.) He left (in a hurry). So did she.",
        &["(It rained.)", "He left (in a hurry).", "So did she."],
    );
    check_sentences(
        "WASHINGTON — President Doe left. He was late.",
        &["WASHINGTON — President Doe left.", "He was late."],
    );
    check_sentences("A headline without a stop\n\nThe body.", &["A headline without a stop", "The body."]);
}

#[test]
fn quotations_of_several_paragraphs_go_on() {
    check_quotations("He said: “One.\n\n“Two.\n\n“Three.” End.\n\n“Four.”", &["One.…", "Two.…", "Three.", "Four."]);
    check_quotations("He said: \"One.\n\n\"Two.\" End.", &["One.…", "Two."]);
}

#[test]
fn a_forgotten_mark_ends_with_its_paragraph() {
    check_quotations("He said “it is over.\n\nNobody answered.", &["it is over."]);
    check_quotations("“It is over, he said. “Go,” she said.", &["It is over, he said.", "Go,"]);
    check_quotations("It is over,” he said. “Go,” she said.", &["Go,"]);
    check_quotations("“It is over,“ he said. “Go.’ Nobody did.", &["It is over,", "Go."]);
    check_quotations("\"It is over, \"he said. \"Go. \"", &["It is over,", "Go."]);
    check_quotations("\"It is over, he said. \"Go,\" she said.", &["It is over, he said.", "Go,"]);
    check_quotations("The 6'2\" guard left.", &[]);
}

#[test]
fn single_marks_are_told_from_apostrophes() {
    check_quotations("‘It’s the officials’ plan,’ she said.", &["It’s the officials’ plan,"]);
    check_quotations("'We don't know,' the boys' father said.", &["We don't know,"]);
    check_quotations("the partners’ plan and the ministers' cars", &[]);
    check_quotations("He called it a ‘crazy system’ twice.", &["crazy system"]);
    check_quotations("“He said ‘no’ twice,” she said.", &["He said ‘no’ twice,"]);
    check_quotations("``I will not,'' he said.", &["I will not,"]);
}

#[test]
fn flags_what_is_quoted() {
    let text = "He “is ‘very’ ill,” she said.";
    let structure = segmented(text);
    let quoted: Vec<&str> = structure.tokens.iter().filter(|t| t.quoted).map(|t| t.span.of_text(text)).collect();
    assert_eq!(quoted, ["is", "‘", "very", "’", "ill", ","]);
}

/// What must hold of the structure of any text.
fn check_structure(text: &str) {
    let structure = segmented(text);
    let fits = |span: Span| text.get(span.range()).is_some();
    for pair in structure.tokens.windows(2) {
        assert!(pair[0].span.end <= pair[1].span.start);
    }
    assert!(structure.tokens.iter().all(|token| fits(token.span) && !token.span.is_empty()));
    let (mut token, mut sentence) = (0, SentenceId::FIRST);
    for (nth, paragraph) in structure.paragraphs.iter().enumerate() {
        assert_eq!((paragraph.first_token, paragraph.first_sentence), (token, sentence));
        assert!(fits(paragraph.span) && paragraph.end_sentence > sentence);
        for held in structure.sentences.range(paragraph.first_sentence..paragraph.end_sentence) {
            assert_eq!((held.first_token, held.paragraph as usize), (token, nth));
            assert!(held.end_token > token && paragraph.span.covers(held.span));
            assert!(structure.tokens_of(held).iter().all(|token| held.span.covers(token.span)));
            token = held.end_token;
        }
        (token, sentence) = (paragraph.end_token, paragraph.end_sentence);
    }
    assert_eq!((token as usize, sentence), (structure.tokens.len(), structure.sentences.next_index()));
    for quotation in &structure.quotations {
        assert!(fits(quotation.span) && fits(quotation.inner) && quotation.span.covers(quotation.inner));
    }
    assert!(structure.quotations.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
    assert!(structure.zones.windows(2).all(|pair| pair[0].span.start <= pair[1].span.start));
    assert!(structure.zones.iter().all(|zone| fits(zone.span)));
}

proptest! {
    #[test]
    fn any_text_has_a_structure(text in any::<String>()) {
        check_structure(&text);
    }

    #[test]
    fn any_newslike_text_has_a_structure(text in "([A-Za-z]{1,4}|[0-9]|[“”\"'’‘.,?!()—-]|[ \n\r]|U\\.S\\.|Mr\\. |``|''|By |May ){0,60}") {
        check_structure(&text);
    }
}

#[test]
fn the_zone_at_any_place_is_the_innermost_that_holds_it() {
    let text = "Talks Collapse on Ferry\n\nBy Ann Lee, Reuters, 5 May 2016\n\nGENEVA, May 5 (Reuters) — It rained.\n\n\
        PARIS (AP) — It snowed.\n\nShare this article\n\n\nCopyright © 2021. All rights reserved.\n\nCopyright © 2022.\n";
    let structure = segment(text, &Language::english());
    assert!(structure.zones.len() > 4, "{:?}", structure.zones);
    for offset in 0..=u32::try_from(text.len()).unwrap() {
        let holding = structure.zones.iter().filter(|zone| zone.span.contains(offset));
        let innermost = holding.min_by_key(|zone| zone.span.len()).map_or(ZoneKind::Body, |zone| zone.kind);
        assert_eq!(structure.zone_at(offset), innermost, "{offset}");
    }
}

#[test]
fn time_is_linear() {
    let texts = [
        "\"".repeat(1_000_000),
        "“".repeat(300_000),
        "‘a’ ".repeat(150_000),
        "'".repeat(500_000),
        "!".repeat(1_000_000) + "a",
        "a.".repeat(500_000),
        "1/".repeat(500_000),
        "1,".repeat(500_000),
        "a-".repeat(500_000),
        "word ".repeat(200_000),
        "Word.\n".repeat(150_000),
    ];
    for text in &texts {
        let started = std::time::Instant::now();
        segment(text, &LEXICON);
        let took = started.elapsed();
        assert!(took.as_secs() < 20, "{:?}… took {took:?}", &text[..12.min(text.len())]);
    }
}
