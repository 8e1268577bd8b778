//! Hover: one answer that joins what is meant at a position, name, time, event or statement, with what else stands
//! there. The answer stands in the first line, twelve lines at most, every place a link; what is between quotation marks
//! is a slice of the article. Of the places in other articles that tell the same, definition leads to the first.

use super::FilePosition;
use super::markup::{Inline, Line, Markup};
use super::referent::{Referent, referents};
use super::shown::{place_link, text};
use super::told::{How, Told};
use crate::corpus::{Place, Snapshot};
use crate::text::Span;

mod entity;
mod event;
mod judged;
mod statement;
mod time;
mod told;

/// How many lines a hover has at most.
const MOST_LINES: usize = 12;

/// A hover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// What it speaks of first.
    pub about: Referent,
    /// The words it is about.
    pub span: Span,
    /// What it says.
    pub markup: Markup,
}

/// What is known at a position: of what is meant there all, of what else stands there a line.
pub fn hover(snapshot: &Snapshot, position: FilePosition) -> Option<Hover> {
    let read = read(snapshot, position);
    let Some((span, lines)) = judged::lines(snapshot, position) else { return read };
    let mut hover = read.unwrap_or(Hover { about: Referent::Word(span), span, markup: Markup { lines: Vec::new() } });
    // Behind what answers first, where it is not cut off.
    let behind = 1.min(hover.markup.lines.len());
    hover.markup.lines.splice(behind..behind, lines);
    hover.markup.lines.truncate(MOST_LINES);
    Some(hover)
}

/// What the analysis says.
fn read(snapshot: &Snapshot, position: FilePosition) -> Option<Hover> {
    let article = position.article;
    let analysis = snapshot.analysis(article);
    let all = referents(snapshot, position);
    let about = *all.first()?;
    let (word, told) = super::told::told(snapshot, position, about);
    let also = all[1..].iter().find_map(|also| match (about, also) {
        (Referent::Event(_), Referent::Statement(also)) => Some(statement::brief(snapshot, article, also.attribution)),
        (Referent::Statement(_), Referent::Event(also)) => Some(vec![event::title(snapshot, article, *also)?]),
        (Referent::Statement(_), Referent::Mention { mention, .. }) => {
            Some(vec![entity::title(snapshot, article, *mention)?])
        }
        _ => None,
    });
    let mut lines = match about {
        Referent::Mention { mention, .. } => entity::lines(snapshot, article, mention),
        Referent::Time(time) => time::lines(snapshot, article, time),
        Referent::Event(event) => event::lines(snapshot, article, event, &told, also.unwrap_or_default()),
        Referent::Statement(statement) => {
            statement::lines(snapshot, article, statement, &told, also.unwrap_or_default())
        }
        Referent::Quotation(span) => vec![unattributed(snapshot, Place { article, span })],
        Referent::Word(_) => Vec::new(),
    };
    if matches!(about, Referent::Time(_) | Referent::Quotation(_) | Referent::Word(_)) {
        lines.extend(told::lines(snapshot, article, &told));
    }
    let differs = |told: &Told| match &told.how {
        How::Differs(one) => Some(*one),
        _ => None,
    };
    let parted = match about {
        Referent::Mention { .. } => snapshot.differing_at(article, position.offset),
        _ => told.iter().filter_map(differs).collect(),
    };
    // Before what tells the same, which it is not.
    let behind = if matches!(about, Referent::Word(_)) { 0 } else { 1.min(lines.len()) };
    lines.splice(behind..behind, told::differing(snapshot, &parted));
    let span = if matches!(about, Referent::Word(_)) { word } else { about.span(analysis) };
    lines.truncate(MOST_LINES);
    (!lines.is_empty()).then_some(Hover { about, span, markup: Markup { lines } })
}

/// A quotation that nothing attributes: said plainly, since it is a question that an editor asks.
fn unattributed(snapshot: &Snapshot, quotation: Place) -> Line {
    let link = place_link(snapshot, quotation);
    vec![Inline::Strong("No speaker found".into()), text(" for the words in quotation marks at "), link]
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::hover;
    use crate::ide::fixture::fixture;
    use crate::ide::shown::tests::flat;

    /// The hover at `$0`, links as `[text]`, what answers first as `**text**`, reported words as `_text_`.
    fn check(articles: &str, expected: Expect) {
        let (snapshot, position) = fixture(articles);
        expected.assert_eq(&hover(&snapshot, position).map_or("nothing".into(), |hover| flat(&hover.markup)));
    }

    const BRIDGE: &str = "\
//- 000.txt published=2024-05-06 coverage=bridge
Mayor {p reed|Ana Reed} had {say tense|“a {e call-1 reed holt @2024-05-06|tense {h|call}}”} with {t|Governor {p holt|Sam Holt}} on {d 2024-05-06|Monday}, {src tense|{n aides|two aides}} {cue tense|said}.

{src cost|{t|Mr. {p holt|Holt}}, {role holt|the governor of Weston},} {cue cost|said} {say cost|the bridge would cost “ten times too much”}.

{say plan|“We have a plan for the bridge and we will show it to all of you before the summer ends,”} {src plan|{pro holt|he}} {cue plan|told} reporters.
//- 001.txt published=2024-05-06 outlet=Weston_Mail coverage=bridge
{p reed|Ana Reed} made {e call-1 reed holt @2024-05-06|an angry {h|call}} to {p holt|Samuel Holt} on {d 2024-05-06|Monday}.

The governor {cue cost|called} the price of the bridge {say cost|“ten times too high”}.
//- 002.txt published=2023-01-09
{p reed|Ana Reed} and {p holt|Sam Holt} held {e meeting-1 reed holt @2023-01-09|a {h|meeting}} in Weston.
";

    fn at(marker: &str) -> String {
        assert!(BRIDGE.contains(marker), "{marker}");
        BRIDGE.replacen(marker, &format!("$0{marker}"), 1)
    }

    /// A cue that holds words of the statement is compared with it.
    #[test]
    fn versions_differ_in_words_though_one_reads_more_of_them_as_its_cue() {
        let articles = "\
//- 000.txt published=2024-05-06 coverage=bridge
{src a|{p reed|Ana Reed}} {cue a|reiterated her commitment} {say a|to $0mending the bridge}.
//- 001.txt published=2024-05-06 coverage=bridge
{src a|The office} {cue a|said} {say a|{p reed|Reed} reiterated her commitment to closing the bridge}.
";
        let (snapshot, position) = fixture(articles);
        let shown = hover(&snapshot, position).map_or(String::new(), |hover| flat(&hover.markup));
        assert!(shown.contains("Differs: “mending” here, “closing” in 001"), "{shown}");
    }

    #[test]
    fn a_name() {
        check(
            &at("Holt}}, {role"),
            expect![[r#"
            **Sam Holt** · person
            the governor of Weston ([000:3])
            Named twice here: [1], [3]
            Also in [001:1 (Weston Mail, 6 May 2024)] “Samuel Holt”; [002:1 (9 Jan 2023)] “Sam Holt”
            Says here:
            [3] _the bridge would cost “ten times too much”_ (quoted in part)
            [5] “We have a plan for the bridge and we will show it to all of you before the summer ends,”"#]],
        );
    }

    #[test]
    fn a_pronoun() {
        check(
            &at("he}}"),
            expect![[r#"
            **Sam Holt** · person, here “he”
            the governor of Weston ([000:3])
            Named twice here: [1], [3]
            Also in [001:1 (Weston Mail, 6 May 2024)] “Samuel Holt”; [002:1 (9 Jan 2023)] “Sam Holt”
            Says here:
            [3] _the bridge would cost “ten times too much”_ (quoted in part)
            [5] “We have a plan for the bridge and we will show it to all of you before the summer ends,”"#]],
        );
    }

    #[test]
    fn an_event_that_is_quoted() {
        check(
            &at("call}}”"),
            expect![[r#"
                **Call of Ana Reed and Sam Holt** · Mon 6 May 2024 (“Monday”; article date from copydesk.toml)
                Said by **two aides** · unnamed, source not identified ([000:1])
                [000:1] “Mayor Ana Reed had “a tense call” with Governor Sam Holt on Monday, two aides said.”
                [001:1 (Weston Mail, 6 May 2024)] “Ana Reed made an angry call to Samuel Holt on Monday.”
                Same because: same people: Reed, Holt; dates agree: 6 May 2024; it is what both articles are about
                Not the same event: Meeting of Ana Reed and Sam Holt, Mon 9 Jan 2023, [002:1 (9 Jan 2023)]"#]],
        );
    }

    #[test]
    fn a_statement() {
        check(
            &at("the bridge would"),
            expect![[r#"
                Said by **Sam Holt** · named source, the governor of Weston ([000:3])
                Differs: “much” here, “high” in 001
                [000:3] _the bridge would cost “ten times too much”_ (quoted in part)
                [001:3 (Weston Mail, 6 May 2024)] “ten times too high”"#]],
        );
    }

    #[test]
    fn a_time() {
        check(
            &at("Monday}, {src"),
            expect![[r#"
                **2024-05-06** · Mon 6 May 2024
                Counted from 6 May 2024 (copydesk.toml; no date taken from the text)
                [000:1] “Mayor Ana Reed had “a tense call” with Governor Sam Holt on Monday, two aides said.”
                The same: [001:1 (Weston Mail, 6 May 2024)] “Ana Reed made an angry call to Samuel Holt on Monday.” (both have “Holt”, “Monday”)"#]],
        );
    }

    #[test]
    fn an_unnamed_source() {
        check(
            &at("aides}}"),
            expect![[r#"
            **two aides** · source not identified: unnamed here
            Introduced [000:1]: “Mayor Ana Reed had “a tense call” with Governor Sam Holt on Monday, two aides said.”
            Mentioned once here: [1]
            Says here:
            [1] “a tense call”"#]],
        );
    }

    #[test]
    fn words_in_quotation_marks_that_nobody_says() {
        check(
            "//- 000.txt\nThe town calls it a “bri$0dge to nowhere” these days.",
            expect!["**No speaker found** for the words in quotation marks at [000:1]"],
        );
    }

    #[test]
    fn another_outlet_whose_text_stands_here() {
        let article = "\
//- 000.txt published=2024-05-06
{by|{o mail|The Weston Mail} reports:}

{block The Weston Mail|{src a|{p reed|Reed}} {cue a|said} {say a|“no” {w 2024-04-29|last week}}.

Nobody answered.}
";
        let at = |marker: &str| article.replacen(marker, &format!("$0{marker}"), 1);
        check(
            &at("Weston Mail}"),
            expect![[r#"
            **The Weston Mail** · organization
            Introduced [000:1]: “The Weston Mail reports:”
            Named once here: [1]
            Lines [3] to [5] are taken as its text; no mark shows where it ends"#]],
        );
        check(
            &at("said}"),
            expect![[r#"
            Said by **Reed** · named source ([000:3]) · as carried by The Weston Mail ([000:1])
            [000:3] _“no” last week_ (quoted in part)"#]],
        );
        check(
            &at("week}"),
            expect![[r#"
            **2024-04-29 to 2024-05-05** · week, day not stated
            Counted from 6 May 2024 (copydesk.toml; no date taken from the text)
            This passage is The Weston Mail’s (from [000:1]); its own date is not given and taken as the same
            [000:3] “Reed said “no” last week.”"#]],
        );
    }

    #[test]
    fn nothing() {
        check("//- 000.txt\nThe town has a bri$0dge these days.", expect!["nothing"]);
    }

    #[test]
    fn words_that_another_article_has_too() {
        check(
            &at("with {t"),
            expect![
                "The same: [001:1 (Weston Mail, 6 May 2024)] “Ana Reed made an angry call to Samuel Holt on Monday.” (both have “Reed”, “Ana”, “Holt”)"
            ],
        );
    }
}
