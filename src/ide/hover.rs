//! Hover: one answer that joins name, quotation, speaker, event and time at a place. The answer stands in the first
//! line, twelve lines at most, every place a link; what is between quotation marks is a slice of the article.

use super::FilePosition;
use super::elsewhere::statement_over_event;
use super::markup::{Inline, Line, Markup};
use super::shown::{place_link, text};
use super::target::{Part, Target, quotation_at};
use crate::corpus::{Place, Snapshot};
use crate::text::Span;

mod counterpart;
mod entity;
mod event;
mod statement;
mod time;

/// How many lines a hover has at most.
const MOST_LINES: usize = 12;

/// A hover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// The words it is about.
    pub span: Span,
    /// What it says.
    pub markup: Markup,
}

/// What is known at a position: a name before a date, a date before an event; a statement and the event in it
/// together.
pub fn hover(snapshot: &Snapshot, position: FilePosition) -> Option<Hover> {
    let mut target = Target::at(snapshot, position);
    let analysis = snapshot.analysis(position.article);
    if statement_over_event(snapshot, position, &target).is_some() {
        target.event = None;
    }
    if let Some(mention) = target.mention {
        return answer(analysis.mentions[mention].titled, entity::lines(snapshot, position.article, mention));
    }
    if let Some(time) = target.time {
        let mut lines = time::lines(snapshot, position.article, time);
        lines.extend(counterpart::lines(snapshot, position, &lines).into_iter().flat_map(|(_, more)| more));
        return answer(analysis.times[time].span, lines);
    }
    let source = target.statement.filter(|(_, part, _)| *part == Part::Source);
    let speaker = source.and_then(|(at, ..)| entity::speaker(analysis, at));
    if let (None, Some(mention), Some((_, _, span))) = (target.event, speaker, source) {
        return answer(span, entity::lines(snapshot, position.article, mention));
    }
    let mut lines = Vec::new();
    let mut span = None;
    if let Some((at, _, part)) = target.statement {
        let brief = target.event.is_some();
        lines.extend(statement::lines(snapshot, position.article, at, part, brief));
        span = Some(part);
    }
    if let Some(event) = target.event {
        lines.extend(event::lines(snapshot, position.article, event));
        span = Some(analysis.event_mentions[event].span);
    }
    let counterparts = counterpart::lines(snapshot, position, &lines);
    let orphan = if span.is_none() { orphan(snapshot, position) } else { None };
    match (span, orphan, counterparts) {
        (Some(span), _, more) => answer(span, [lines, more.map(|(_, more)| more).unwrap_or_default()].concat()),
        (None, Some(orphan), more) => {
            answer(orphan.span, [orphan.markup.lines, more.map(|(_, more)| more).unwrap_or_default()].concat())
        }
        (None, None, more) => more.and_then(|(span, lines)| answer(span, lines)),
    }
}

/// A quotation that nothing attributes: said plainly, since it is a question that an editor asks.
fn orphan(snapshot: &Snapshot, position: FilePosition) -> Option<Hover> {
    let analysis = snapshot.analysis(position.article);
    let quotation = quotation_at(analysis, position.offset)?;
    let place = Place { article: position.article, span: quotation };
    let mut line = vec![Inline::Strong("No speaker found".into()), text(" for the words in quotation marks at ")];
    line.push(place_link(snapshot, place));
    answer(quotation, vec![line])
}

fn answer(span: Span, mut lines: Vec<Line>) -> Option<Hover> {
    lines.truncate(MOST_LINES);
    (!lines.is_empty()).then_some(Hover { span, markup: Markup { lines } })
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
            Said by **two aides** · unnamed, source not identified ([000:1])
            **Call of Ana Reed and Sam Holt** · Mon 6 May 2024 (“Monday”; article date from copydesk.toml)
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
