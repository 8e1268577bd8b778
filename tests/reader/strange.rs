//! Texts that nobody would print: no panic, and what holds of every analysis holds of theirs.

use std::sync::LazyLock;

use copydesk::analysis::{Article, ArticleAnalysis, ArticleMeta, AttributionId, MentionId, analyze};
use copydesk::model::Models;
use copydesk::token::SentenceId;
use jiff::civil::Date;
use proptest::prelude::*;

use super::sound::problems;

pub(super) static MODELS: LazyLock<Models> = LazyLock::new(Models::embedded);

/// Without the network.
pub(super) static RULES: LazyLock<Models> = LazyLock::new(Models::rules_only);

/// Pieces of articles that somebody could write, without an end where one is glued to the next.
pub(super) const FRAGMENTS: &[&str] = &[
    "GENEVA (Reuters) — ",
    "By Ann Lee, Staff Writer\n",
    "Published: 31 February 2016, 25:61\n",
    "Talks on the ferry collapsed on Monday, the port’s director said",
    "“We found nothing,” Mr. Lee told reporters. “Nothing",
    "President John Q. Public, 61, of the Harbour Board (HB), denied that he had lied",
    "She said that the Minister said that he thought that they said so. ",
    "according to a person who was told of the plan but may not speak of it, ",
    "officials in the U.S. and the E.U. reportedly fear ",
    "ABC News reports:\n\n",
    // A statement that reaches over the verb beside it.
    "A statement released b session ",
    "It was the deadliest attack in years; at least 4294967296 people died ",
    "in the past 99999999999 weeks, ",
    "on 31/12/9999, the day after 1 January 0001, 300,000 years ago, next year’s spring, ",
    "The call between Obama and Putin lasted 1e309 minutes. ",
    "“‘“What?” he asked,’ she said,” they added: ",
    "al-Qaeda-linked pro-Russian ex-President’s half-brother ",
    "Read more: https://example.org/a?b=“c”\n",
    "Copyright © 2021. All rights reserved.\n",
    "\n\n",
];

/// What stands in no article: controls, marks of direction, marks that combine, lone quotation marks, line ends of every
/// kind, other scripts, capitals, brackets.
pub(super) const NOISE: &[&str] = &[
    "\0",
    "\u{1}",
    "\u{1b}[31m",
    "\u{7f}",
    "\u{85}",
    "\u{feff}",
    "\u{200b}",
    "\u{200d}",
    "\u{ad}",
    "\u{2028}",
    "\u{2029}",
    "\u{202e}",
    "\u{202c}",
    "\u{2066}",
    "\u{2069}",
    "\u{200f}",
    "\u{301}",
    "\u{327}\u{301}\u{301}",
    "e\u{301}",
    "\r",
    "\r\n",
    "\r\r\n",
    "\n \n",
    "\t",
    "\u{a0}",
    "\"",
    "“",
    "”",
    "‘",
    "’",
    "'",
    "«",
    "»",
    "„",
    "``",
    "''",
    "*",
    "[",
    "]",
    "(",
    ")",
    "—",
    "…",
    "...",
    "?!",
    ".",
    "אמר ראש הממשלה, ",
    "قال الرئيس: «لا» ",
    "他说：“不。” ",
    "首相",
    "Она сказала: ",
    "Der Minister sagte, ",
    "Ο πρόεδρος είπε ",
    "İIıi",
    "ǅ",
    "ﬁ",
    "👩‍👩‍👧",
    "\u{1f1e6}",
    "\u{10ffff}",
    "NO STOP IN CAPITALS ",
    "MR. LEE SAID ",
    "a.b.c.d.",
    "x-y-z-",
    "1,2,3/4:5",
    "U.S.’s",
    "O’",
    "’s",
    "Mr.",
    "\u{fffd}",
];

pub(super) fn article(text: &str, published: Option<Date>) -> Article {
    Article { text: text.into(), meta: ArticleMeta { published, ..ArticleMeta::default() } }
}

pub(super) fn read(text: &str) -> ArticleAnalysis {
    analyze(&MODELS, &article(text, Some(jiff::civil::date(2016, 4, 18))))
}

pub(super) fn glued() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        4 => prop::sample::select(FRAGMENTS).prop_map(str::to_owned),
        4 => prop::sample::select(NOISE).prop_map(str::to_owned),
        1 => any::<String>(),
        1 => "\\PC{0,20}",
        1 => "[A-Z][a-z]{0,8} ",
        1 => (prop::sample::select(NOISE), 2..400_usize).prop_map(|(one, times)| one.repeat(times)),
        1 => "[a-z]{300,900}",
    ];
    prop::collection::vec(part, 0..24).prop_map(|parts| parts.concat())
}

/// The first and the last day that there are: what is counted from them leaves the calendar.
fn day() -> impl Strategy<Value = Option<Date>> {
    prop::sample::select(vec![None, Some(Date::MIN), Some(Date::MAX), Some(jiff::civil::date(2016, 2, 29))])
}

fn check(text: &str, published: Option<Date>) -> Result<(), TestCaseError> {
    let analysis = analyze(&MODELS, &article(text, published));
    prop_assert_eq!(analysis.attributed.len(), analysis.structure.sentences.len());
    let problems = problems(&analysis);
    prop_assert!(problems.is_empty(), "{}", problems.join("\n"));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_has_a_sound_analysis(text in any::<String>(), day in day()) {
        check(&text, day)?;
    }

    #[test]
    fn glued_text_has_a_sound_analysis(text in glued(), day in day()) {
        check(&text, day)?;
    }

    /// Without the network, the rules alone.
    #[test]
    fn rules_alone_are_sound(text in glued()) {
        let analysis = analyze(&RULES, &article(&text, None));
        prop_assert!(analysis.attributed.is_empty());
        let problems = problems(&analysis);
        prop_assert!(problems.is_empty(), "{}", problems.join("\n"));
    }
}

/// Each piece by itself, many times over, and each fragment cut short at every letter.
#[test]
fn each_piece_alone_repeated_and_cut() {
    for piece in FRAGMENTS.iter().chain(NOISE) {
        for text in [(*piece).to_owned(), piece.repeat(40), format!("{piece}\n\n{piece}")] {
            assert!(check(&text, None).is_ok(), "{:?}: {:?}", text, check(&text, None));
        }
    }
    for piece in FRAGMENTS {
        for (at, _) in piece.char_indices().step_by(3) {
            assert!(check(&piece[at..], None).is_ok() && check(&piece[..at], None).is_ok(), "{piece:?} cut at {at}");
        }
    }
}

/// What the random texts above once showed: the reader saw the beginning of a quotation, whose rest is its speaker's too.
#[test]
fn a_quotation_half_seen_is_one_content() {
    let denial = "President John Q. Public, 61, of the Harbour Board (HB), denied that he had lied";
    let text = format!("{denial}\"{denial}{}{}", "Она сказала: ".repeat(21), "U.S.’s".repeat(21));
    let checked = check(&text, None);
    assert!(checked.is_ok(), "{checked:?}");
}

/// Nothing is found where nothing can be: other languages have no English attributions, noise has no names.
#[test]
fn what_cannot_be_read_gives_little() {
    for text in ["", " \n\t\r\n", "\0\0\0", "« ‘ “", "()[]{}", "\u{202e}\u{202c}\u{301}\u{301}"] {
        let analysis = read(text);
        let found =
            analysis.mentions.len() + analysis.attributions.len() + analysis.events.len() + analysis.claims.len();
        assert_eq!(found, 0, "{text:?}");
    }
    let foreign = "他说：“不。”\n\nאמר ראש הממשלה: \"לא\".\n\nقال الرئيس: «لا».\n";
    let analysis = read(foreign);
    assert!(analysis.claims.is_empty() && analysis.events.is_empty() && analysis.times.is_empty());
}

/// The check can fail: an analysis that was bent is found out.
#[test]
fn a_bent_analysis_is_found_out() {
    let text = "The ferry will close, Mayor Ann Lee said on Monday. “Nothing,” she said.\n";
    let bent = |bend: &dyn Fn(&mut ArticleAnalysis)| {
        let mut analysis = read(text);
        assert_eq!(problems(&analysis), [""; 0]);
        bend(&mut analysis);
        assert!(!problems(&analysis).is_empty());
    };
    bent(&|it| it.mentions[MentionId::default()].span.end = 999);
    bent(&|it| it.structure.quotations[0].span.start += 1);
    bent(&|it| it.mentions.reverse());
    bent(&|it| it.attributions[AttributionId::default()].probability = f32::NAN);
    bent(&|it| drop(it.attributed.split_off(SentenceId::from(1))));
    bent(&|it| it.attributions[AttributionId::default()].parent = Some(AttributionId::default()));
}
