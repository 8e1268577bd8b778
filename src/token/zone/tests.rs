//! Each check shows an article with the zone of each paragraph beside it.

use std::sync::{Arc, LazyLock};

use super::*;
use crate::lexicon::Language;
use crate::token::segment;

static LEXICON: LazyLock<Arc<Language>> = LazyLock::new(Language::english);

/// `page`: one paragraph a line, `zone | text`; a blank line is put between them.
fn check(page: &str) {
    let rows: Vec<(&str, &str)> = page.lines().filter_map(|line| line.trim().split_once(" | ")).collect();
    let text = rows.iter().map(|(_, text)| *text).collect::<Vec<_>>().join("\n\n");
    let structure = segment(&text, &LEXICON);
    let found: Vec<(&str, &str)> =
        structure.paragraphs.iter().map(|paragraph| (paragraph.zone.name(), paragraph.span.of_text(&text))).collect();
    assert_eq!(found, rows);
}

fn check_inner(text: &str, kind: ZoneKind, expected: Option<&str>) {
    let structure = segment(text, &LEXICON);
    let found = structure.zones.iter().find(|zone| zone.kind == kind).map(|zone| zone.span.of_text(text));
    assert_eq!(found, expected, "{text}");
}

#[test]
fn a_page_from_top_to_bottom() {
    check(
        "kicker | Opinion
         headline | Council Votes to Close the Old Bridge
         standfirst | Shopkeepers fear for their trade as work is set to last two years
         byline | By Ann Lee and John Roe
         dateline-date | Published: May 2, 2013 at 10:35 a.m. EST
         dateline-date | Updated 9:06 AM
         caption | The old bridge on Monday. Photograph: Jane Doe/EPA
         body | HILL VALLEY — The council voted on Monday to close the old bridge over the river.
         body | “We have no choice,” the mayor said.
         related | Read more: Ten bridges that fell
         body | The bridge was built in 1921 and carries nine thousand cars on an ordinary working day.
         subheading | A Costly Repair
         body | Work will begin in the spring and cost about nine million dollars, the council said.
         boilerplate | Sign up for our newsletter
         body | Nobody has said what will become of the two ferries, which stopped running long ago.
         boilerplate | This article is based in part on wire-service reports.
         byline | (Reporting by Ann Lee; Editing by John Roe)
         boilerplate | Leave a Reply
         boilerplate | Your email address will not be published.
         boilerplate | © 2013 The Hill Valley Times. All rights reserved.",
    );
}

#[test]
fn an_article_may_have_no_head() {
    check(
        "body | PARIS (AP) — The council voted on Monday to close the old bridge over the river.
         body | Nobody was asked.",
    );
    check(
        "body | The council voted on Monday to close the old bridge over the river for two years.
         body | Nobody was asked, said a man who has sold bread beside the bridge for forty years.",
    );
}

#[test]
fn a_title_may_stand_twice() {
    check(
        "headline | Council Votes to Close the Old Bridge
         headline | Council Votes to Close the Old Bridge
         body | The council voted on Monday to close the old bridge over the river for two years.",
    );
}

#[test]
fn body_is_not_eaten() {
    check(
        "headline | Council Votes to Close the Old Bridge
         body | The council voted on Monday to close the old bridge over the river for two years.
         body | Copyright law has nothing to do with it, said a lawyer for the town, who laughed.
         body | The official said:
         body | Comments were not to be had from the mayor, who was abroad, or from her deputy.
         body | Share prices of the builders rose on the news, and those of the ferry company fell.",
    );
}

#[test]
fn datelines_lie_inside_the_first_paragraph() {
    let dateline = |text, expected| check_inner(text, ZoneKind::Dateline, expected);
    dateline("WASHINGTON — President Doe met the council on Monday.", Some("WASHINGTON —"));
    dateline("FLINT, Mich., Oct. 4 (UPI) — Former President Doe met them.", Some("FLINT, Mich., Oct. 4 (UPI) —"));
    dateline("NANCHANG, July 15 (Xinhua) -- As of June, nobody had.", Some("NANCHANG, July 15 (Xinhua) --"));
    dateline("(Reuters) - President Doe met the council on Monday.", Some("(Reuters) -"));
    dateline("(CNN) President Doe met the council on Monday.", Some("(CNN)"));
    dateline("New York (AFP) – President Doe met the council.", Some("New York (AFP) –"));
    dateline("KARACHI: The council met on Monday to close the bridge.", Some("KARACHI:"));
    dateline("The council — which met on Monday — closed the bridge.", None);
    dateline("But Doe — The council met on Monday.", None);
}

#[test]
fn what_somebody_said_is_the_article_s_between_page_furniture() {
    check(
        "headline | Villagers Refuse to Go
         body | The families of the village have turned down an offer from a mining company to move to new houses.
         boilerplate | Share on Facebook
         body | “We are not leaving,” Ines Carro said.
         boilerplate | Sign up for our newsletter
         body | “Bring a blanket,” advised the astronomer Pia Renn.",
    );
}

#[test]
fn what_an_outlet_says_of_the_article_is_no_news() {
    check(
        "headline | Water Plant Failed Three Inspections
         boilerplate | Editor’s note: This article was updated with a response from the water company, which has long said that it is not to blame for what the inspectors found in its filters and pipes in the spring of last year.
         body | The water works of the valley failed three inspections in a row last year, according to records.
         body | The company said it had replaced two filters since then and would replace the others soon.
         boilerplate | [Editor’s Note: A version of this story first appeared in our weekend magazine.]",
    );
}
