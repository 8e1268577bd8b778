//! Each check shows a text, the day it was published, and its expressions with their values.

use std::sync::{Arc, LazyLock};

use super::*;
use crate::analysis::{Article, ArticleMeta, analyze};
use crate::model::Models;

static MODELS: LazyLock<Models> = LazyLock::new(Models::embedded);

fn read(published: Option<&str>, text: &str) -> String {
    let published = published.map(|day| day.parse().unwrap());
    let meta = ArticleMeta { published, ..ArticleMeta::default() };
    let analysis = analyze(&MODELS, &Article { text: Arc::from(text), meta });
    let shown = |time: &TimeExpression| format!("{} = {}", time.span.of_text(text), time.value);
    analysis.times.iter().map(shown).collect::<Vec<_>>().join("; ")
}

/// Monday, 18 April 2016.
fn check(text: &str, expected: &str) {
    assert_eq!(read(Some("2016-04-18"), text), expected, "{text}");
}

#[test]
fn a_bare_weekday_is_past_unless_its_clause_looks_ahead() {
    check("The mayor met the council on Monday.", "on Monday = 2016-04-18");
    check("The mayor met the council on Friday.", "on Friday = 2016-04-15");
    check("The mayor will meet the council on Friday.", "on Friday = 2016-04-22");
    check("She said that on Friday she would weigh the plan.", "on Friday = 2016-04-22");
    check("They rejected an idea floated by Doe on Friday that would let him stay.", "on Friday = 2016-04-15");
    check("The call came before his arrival in Rome on Wednesday.", "on Wednesday = 2016-04-20");
    check(
        "The mayor, who is expected to resign Thursday, said Saturday night that he was ill.",
        "Thursday = 2016-04-21; Saturday night = 2016-04-16",
    );
    check("Doe told reporters Friday that he will resign.", "Friday = 2016-04-15");
    check("He agreed to meet the council on Friday.", "on Friday = 2016-04-22");
    check(
        "“I’ll be back on Friday, and we’re meeting Saturday,” he said.",
        "on Friday = 2016-04-22; Saturday = 2016-04-23",
    );
    check("He could not be reached on Friday.", "on Friday = 2016-04-15");
    check("On Friday, talks to end the strike collapsed.", "On Friday = 2016-04-15");
}

#[test]
fn what_is_fixed_or_to_be_done_is_to_come() {
    check("The hearing has been set for June 28.", "June 28 = 2016-06-28");
    check("He set up the shop on Friday.", "on Friday = 2016-04-15");
    check("They are due to be arraigned on Thursday morning.", "on Thursday morning = 2016-04-21");
    check("A vote will be held on Friday.", "on Friday = 2016-04-22");
    check("The mayor will put it to a vote on Friday.", "on Friday = 2016-04-22");
    check("A vote has been held on Friday.", "on Friday = 2016-04-15");
    check("The road was shut due to increased fighting on Friday.", "on Friday = 2016-04-15");
}

#[test]
fn this_weekend_is_over_on_a_monday_when_it_is_told_of() {
    let over = "this weekend = 2016-04-16/2016-04-17";
    let to_come = "this weekend = 2016-04-23/2016-04-24";
    check("He appeared cross with a reporter this weekend, when he grabbed him.", over);
    check("The fair opens this weekend.", to_come);
    check("She said this weekend will be warm.", to_come);
    assert_eq!(read(Some("2016-04-22"), "He arrived this weekend."), to_come);
}

#[test]
fn last_this_and_next() {
    check("It began last Tuesday and last week.", "last Tuesday = 2016-04-12; last week = 2016-W15");
    check("It began last Monday.", "last Monday = 2016-04-11");
    check("He comes next Friday or later this week.", "next Friday = 2016-04-29; later this week = 2016-W16");
    check("Earlier this month and last month it rained.", "Earlier this month = 2016-04; last month = 2016-03");
    check("Last year it rained; next year it may not.", "Last year = 2015; next year = 2017");
    check("He left last night and slept this morning.", "last night = 2016-04-17; this morning = 2016-04-18");
    check(
        "Last summer was hot, last weekend cold.",
        "Last summer = 2015-06-01/2015-08-31; last weekend = 2016-04-16/2016-04-17",
    );
    check("It rained last February.", "last February = 2016-02");
    assert_eq!(read(Some("2016-11-20"), "It began last Tuesday."), "last Tuesday = 2016-11-15");
}

#[test]
fn dates_without_a_year_take_the_nearest() {
    check("A truce was brokered in February.", "February = 2016-02");
    check("A truce of Feb. 12, 2015, and one brokered in February.", "Feb. 12, 2015 = 2015-02-12; February = 2016-02");
    check("The mission was suspended on June 16.", "June 16 = 2015-06-16");
    check("He left on Dec. 30 and will return on May 3.", "Dec. 30 = 2015-12-30; May 3 = 2016-05-03");
    check("The talks run from April 20-22.", "April 20-22 = 2016-04-20/2016-04-22");
    check("He arrived Thursday, July 23.", "Thursday, July 23 = 2015-07-23");
    assert_eq!(read(Some("2016-01-15"), "Doe, who failed in the primary Feb. 9."), "Feb. 9 = 2016-02-09");
    check(
        "It began in July last year and ends on 12 November this year.",
        "July last year = 2015-07; 12 November this year = 2016-11-12",
    );
    let november = Some("2016-11-20");
    assert_eq!(
        read(november, "It may be the last time before the mayor leaves office in January."),
        "January = 2017-01"
    );
    assert_eq!(
        read(november, "Doe, who met him in September, hands over to Roe on 20 January."),
        "September = 2016-09; 20 January = 2017-01-20"
    );
    assert_eq!(read(november, "Before handing over to Roe on 20 January he laughed."), "20 January = 2017-01-20");
}

#[test]
fn written_dates() {
    check("Monday, September 5, 2016", "Monday, September 5, 2016 = 2016-09-05");
    check("Sun 20 Nov 2016", "Sun 20 Nov 2016 = 2016-11-20");
    check("The war began in March 2011.", "March 2011 = 2011-03");
    check(
        "It was founded on 4th of July 1776 or 2016-02-30 or 2016-02-03.",
        "4th of July 1776 = 1776-07-04; 2016-02-03 = 2016-02-03",
    );
    check(
        "In 1989 and the 1990s, and the ’60s.",
        "1989 = 1989; 1990s = 1990-01-01/1999-12-31; ’60s = 1960-01-01/1969-12-31",
    );
    check("The 2012 attacks cost $2014 and 2013 lives.", "2012 = 2012");
}

#[test]
fn spans_of_time() {
    check("The five-year war, a 90-minute meeting, two hours.", "five-year = P5Y; 90-minute = PT90M; two hours = PT2H");
    check("A five-year-old boy, 12 years old.", "");
    check("He tried for weeks.", "for weeks = PXW");
    check(
        "Two years ago, three days ago, a week ago.",
        "Two years ago = 2014; three days ago = 2016-04-15; a week ago = 2016-W15",
    );
    check("It began more than a year ago.", "more than a year ago = ../2015-04-18");
    check(
        "It began less than a month ago, years ago.",
        "less than a month ago = 2016-03-18/2016-04-18; years ago = PAST_REF",
    );
    check("It rained twice a week for a month.", "a month = P1M");
    check(
        "In recent days, and in the coming weeks, in the past few months.",
        "recent days = PAST_REF; coming weeks = FUTURE_REF; past few months = PAST_REF",
    );
}

#[test]
fn expressions_that_point_back() {
    check(
        "It was proposed last week. Nobody liked the idea at the time.",
        "last week = 2016-W15; at the time = 2016-W15",
    );
    check("He spoke afterward. It came hours after the vote.", "afterward = 2016-04-18; hours = 2016-04-18");
    check("He left on Friday and the next day she left.", "on Friday = 2016-04-15; the next day = 2016-04-16");
    check("He came the day after she left.", "");
    check("It is the worst since the cold war.", "since the cold war = PAST_REF");
}

#[test]
fn words_that_only_look_like_time() {
    check("He may go. May I? They march for a second time.", "");
    check("May said that Mrs. May would go by May.", "");
    check("A March on Rome; April Doe and Jan Roe.", "");
    check("He watched Saturday Night Live and Monday Night Football.", "");
    check("Black Friday sales, the Sunday Times, USA Today and today’s world.", "");
    check("In May it rained, in March it snowed.", "May = 2015-05; March = 2016-03");
}

#[test]
fn nothing_is_guessed_without_a_date() {
    let text = "It rained on Monday, last week, in February and on Feb. 12, 2015.";
    let expected = "on Monday = XXXX-XX-XX; last week = XXXX-XX-XX; February = XXXX-XX-XX; Feb. 12, 2015 = 2015-02-12";
    assert_eq!(read(None, text), expected);
}

/// Of the expressions that the gold names in the seeds, those that are found with their value.
#[test]
fn the_seeds_are_read_as_their_gold_has_it() {
    let shared = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let Ok(gold) = std::fs::read_to_string(shared.join("gold/seeds-events-claims-times-queries.json")) else {
        eprintln!("skipped: ../shared is not there");
        return;
    };
    let gold: serde_json::Value = serde_json::from_str(&gold).unwrap();
    let (mut held, mut total, mut misses) = (0, 0, Vec::new());
    for (name, article) in gold.as_object().unwrap().iter().filter(|(name, _)| name.ends_with(".txt")) {
        let text = std::fs::read_to_string(shared.join("seeds").join(name)).unwrap();
        let published = article["article"]["published"].as_str().map(|day| day.parse().unwrap());
        let meta = ArticleMeta { published, ..ArticleMeta::default() };
        let analysis = analyze(&MODELS, &Article { text: Arc::from(text.as_str()), meta });
        for time in article["times"].as_array().unwrap() {
            let byte = |key: &str| {
                analysis.lines.byte_of_code_point(&text, u32::try_from(time[key].as_u64().unwrap()).unwrap())
            };
            let span = crate::text::Span::new(byte("start"), byte("end"));
            let values: Vec<String> = analysis
                .times
                .iter()
                .filter(|found| found.span.overlaps(span))
                .map(|found| found.value.to_string())
                .collect();
            total += 1;
            if values.iter().any(|value| Some(value.as_str()) == time["value"].as_str()) {
                held += 1;
            } else {
                misses.push(format!("{name} {} = {}, not {values:?}", time["quote"], time["value"]));
            }
        }
    }
    assert!(held * 100 >= total * 94, "{held} of {total}:\n{}", misses.join("\n"));
}

#[test]
fn headlines_tell_of_what_is_to_come() {
    let headline = |text: &str| format!("{text}\n\nThe town has two bridges, and both of them are old.\n");
    check(&headline("Ministers to meet in Porto on Friday"), "on Friday = 2016-04-22");
    check(&headline("Town to Vote on New School Thursday"), "Thursday = 2016-04-21");
    check(&headline("Pope returns to Lisbon on Friday"), "on Friday = 2016-04-15");
    check(&headline("Tunnel to close from June to September"), "June = 2016-06; September = 2016-09");
}

#[test]
fn days_known_by_their_date() {
    check("He was a child when the Sept. 11 attacks happened.", "Sept. 11 = 2001-09-11");
    check("He died on Sept. 11.", "Sept. 11 = 2015-09-11");
}

#[test]
fn weekdays_of_other_weeks() {
    check("She vanished three weeks ago Friday.", "three weeks ago Friday = 2016-04-01");
}

#[test]
fn both_ends_of_a_range() {
    check("From July through September 2013 it was shut.", "July = 2013-07; September 2013 = 2013-09");
    check("From November through March 2013 it was shut.", "November = 2012-11; March 2013 = 2013-03");
    check("Between March and May of last year it grew.", "March = 2015-03; May of last year = 2015-05");
}

#[test]
fn counts_are_no_years() {
    check("It has 1850 beds, up from 1790. Each of 1945 pensioners got one, and 2015 boats.", "");
    check("Deaths fell to 1930 after the elections of 2015.", "2015 = 2015");
    check("It lasted from 1939 to 1945 and cost him dear.", "1939 = 1939; 1945 = 1945");
}

#[test]
fn quarters_and_fiscal_years() {
    check(
        "It earned $3 million in the first quarter and lost money in the fourth quarter of 2012.",
        "the first quarter = 2016-Q1; the fourth quarter of 2012 = 2012-Q4",
    );
    check("Third-quarter sales were better in fiscal 2013.", "Third-quarter = 2015-Q3; 2013 = 2013");
    check("He scored twice in the fourth quarter.", "");
}

#[test]
fn days_and_months_in_names_are_no_time() {
    check("The Monday Foundation in March Street is near Friday Harbor.", "");
    check("A letter stamped 10-Apr-15 lay there.", "10-Apr-15 = 2015-04-10");
    check("The board called a meeting for May.", "May = 2016-05");
}
