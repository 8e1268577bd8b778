//! What the sample articles must answer, end to end: the jumps that must be, and those that must not.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use super::FilePosition;
use super::goto_definition::goto_definition;
use super::goto_implementation::goto_implementation;
use super::hover::hover;
use super::shown::tests::landings;
use crate::analysis::{Article, ArticleMeta, ArticleRole, analyze};
use crate::corpus::{Corpus, Snapshot};
use crate::model::Models;

/// The samples, with the dates of `seeds/copydesk.toml`.
pub(super) fn seeds() -> &'static Arc<Snapshot> {
    static SEEDS: LazyLock<Arc<Snapshot>> = LazyLock::new(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
        let dates = [("000", "2016-04-18"), ("001", "2016-04-18"), ("003", "2012-06-18")];
        let models = Models::embedded();
        let mut corpus = Corpus::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "txt") {
                continue;
            }
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let date = dates.iter().find(|(short, _)| name.starts_with(short));
            let published = date.map(|(_, date)| date.parse().unwrap());
            let meta = ArticleMeta { published, role: ArticleRole::Clipping, ..ArticleMeta::default() };
            let text = std::fs::read_to_string(&path).unwrap().into();
            corpus.set(name.into(), Arc::new(analyze(&models, &Article { text, meta })));
        }
        corpus.snapshot()
    });
    &SEEDS
}

/// The first place of `words` in an article.
fn at(short: &str, words: &str) -> FilePosition {
    let article = seeds().ids().find(|id| seeds().article(*id).label.short == short).unwrap();
    let offset = seeds().analysis(article).text.find(words).unwrap();
    FilePosition { article, offset: u32::try_from(offset).unwrap() }
}

#[track_caller]
fn leads(short: &str, words: &str, expected: &str) {
    let found = landings(seeds(), goto_definition(seeds(), at(short, words)));
    assert!(found.starts_with(expected), "{found} and not {expected}");
}

#[test]
fn a_surname_is_answered_by_name() {
    let hover = hover(seeds(), at("000", "Earnest told reporters")).unwrap();
    let shown = hover.markup.plain();
    let lines: Vec<&str> = shown.lines().take(3).collect();
    let expected =
        ["Josh Earnest · person", "the White House press secretary (000:16)", "Named 3 times here: 16, 18, 24"];
    assert_eq!(lines, expected);
    leads("000", "Earnest told reporters", "000:16 Josh Earnest");
}

#[test]
fn the_call_leads_to_the_call() {
    leads("000", "conversation", "001:8 made an urgent call");
    leads("001", "urgent call", "000:4 an intense conversation");
    let elsewhere = landings(seeds(), goto_implementation(seeds(), at("000", "conversation")));
    assert_eq!(elsewhere, "001:8 made an urgent call", "and never to the meetings of 002, 003 and 004");
}

#[test]
fn a_passing_mention_leads_to_the_article_that_reports_it() {
    leads("004", "met Putin at the G20", "002:7 a 90-minute meeting");
}

#[test]
fn quoted_words_lead_to_where_they_are_quoted_too() {
    leads("000", "uptick in fighting", "001:24 Obama also asked Putin");
    leads("001", "uptick” in violence", "000:40 ");
    for (short, words, elsewhere) in [("000", "uptick in fighting", "001:24"), ("001", "uptick”", "000:40")] {
        let shown = hover(seeds(), at(short, words)).unwrap().markup.plain();
        assert!(shown.contains(elsewhere) && !shown.contains("No other article"), "{shown}");
    }
    let shown = hover(seeds(), at("000", "need for moderate opposition")).unwrap().markup.plain();
    assert!(shown.contains("001:18"), "{shown}");
}

#[test]
fn a_hover_names_the_other_coverage_and_sets_similar_events_apart() {
    let shown = hover(seeds(), at("000", "conversation")).unwrap().markup.plain();
    let (about, apart) = shown.split_once("Not the same event:").unwrap();
    assert!(about.starts_with("Phone call of Obama and Putin · Mon 18 Apr 2016 (“on Monday”; "), "{about}");
    assert!(about.contains("\nSaid by White House officials · unnamed"), "{about}");
    assert!(about.contains("001:8"), "{about}");
    for similar in ["002:", "003:", "004:"] {
        assert!(!about.contains(similar) && apart.contains(similar), "{similar} in {shown}");
    }
}

#[test]
fn outlines_are_nested_and_lose_no_line() {
    for article in seeds().ids() {
        let symbols = super::document_symbol::document_symbol(seeds(), article);
        super::document_symbol::tests::check_nesting(seeds().analysis(article), &symbols);
    }
}

fn article(short: &str) -> crate::corpus::ArticleId {
    at(short, "").article
}

#[test]
fn two_articles_side_by_side_differ_in_the_same_places_from_both_sides() {
    use super::compare::compare;
    let show = |from: &str, to: &str| -> Vec<String> {
        let differing = compare(seeds(), article(from), article(to)).into_iter().filter(|one| one.differs);
        differing.map(|one| one.text).collect()
    };
    let both = [show("000", "001"), show("001", "000")];
    assert!(both[0].contains(&"the two leaders had / Putin; strengthening / preserving".to_owned()), "{both:?}");
    assert!(both[1].contains(&"Putin / the two leaders had; preserving / strengthening".to_owned()), "{both:?}");
    assert_eq!(both[0].len(), both[1].len(), "{both:?}");
    assert!(compare(seeds(), article("000"), article("002")).is_empty());
}

#[test]
fn lenses_stand_above_what_two_articles_report() {
    let titles = |short: &str| -> Vec<String> {
        super::code_lens::code_lens(seeds(), article(short)).into_iter().map(|lens| lens.title).collect()
    };
    assert_eq!(titles("000"), titles("001"));
    assert_eq!(titles("000")[0], "2 articles on this event");
    assert!(titles("000")[1].ends_with(" differ") || titles("000")[1].ends_with(" differs"));
    for alone in ["002", "003", "004"] {
        assert!(titles(alone).is_empty(), "{alone}");
    }
}

#[test]
fn the_encounters_of_two_leaders_are_one_family_in_the_order_of_time() {
    use super::type_hierarchy::{events_of_family, family};
    for (short, words) in [("000", "conversation"), ("001", "urgent call"), ("002", "meeting on the sidelines")] {
        assert_eq!(family(seeds(), at(short, words)).unwrap().name, "Encounters of Obama and Putin");
        let events = events_of_family(seeds(), at(short, words)).into_iter();
        let articles: Vec<&str> =
            events.map(|item| seeds().article(item.target.focus.article).label.short.as_str()).collect();
        assert_eq!(articles, ["003", "000", "002", "004"]);
    }
    // Told in passing, or of one of them alone.
    assert_eq!(family(seeds(), at("004", "G20 summit")), None);
}
