//! Hints between the words: the ISO date after a time expression, the speaker where a pronoun speaks.

use jiff::civil::Date;

use super::elsewhere::introduction;
use super::shown::{line_number, sunday};
use crate::analysis::{ArticleAnalysis, Attribution, Chain, MentionKind, TimeExpression, TimeValue};
use crate::corpus::{ArticleId, Place, Snapshot};
use crate::text::Span;
use crate::token::ZoneKind;

/// What a hint tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InlayHintKind {
    /// A date.
    Date,
    /// A speaker.
    Speaker,
}

/// A hint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InlayHint {
    /// It stands behind this byte offset.
    pub offset: u32,
    /// What is shown, without padding.
    pub label: String,
    /// What it tells.
    pub kind: InlayHintKind,
    /// Where it comes from, in a sentence.
    pub tooltip: String,
    /// Where its label leads, if anywhere.
    pub target: Option<Place>,
}

/// The hints within `range`, in the order of the text.
pub fn inlay_hints(snapshot: &Snapshot, article: ArticleId, range: Span) -> Vec<InlayHint> {
    let analysis = snapshot.analysis(article);
    let near = |span: Span| range.touches(span.end);
    let times = analysis.times.iter().filter(|time| near(time.span));
    let mut hints: Vec<InlayHint> = times.filter_map(|time| date_hint(analysis, time)).collect();
    for attribution in &analysis.attributions {
        let sources = attribution.source.iter().filter(|&&source| near(source));
        hints.extend(sources.filter_map(|&source| speaker_hint(analysis, article, attribution, source)));
    }
    hints.sort_by(|a, b| (a.offset, &a.label).cmp(&(b.offset, &b.label)));
    hints.dedup_by(|a, b| (a.offset, &a.label) == (b.offset, &b.label));
    hints
}

/// The date of a time expression whose words do not say it in full.
fn date_hint(analysis: &ArticleAnalysis, time: &TimeExpression) -> Option<InlayHint> {
    let label = iso(time.value)?;
    let said = says_year(analysis.slice(time.span));
    let zone = analysis.structure.zone_at(time.span.start);
    if said || matches!(zone, ZoneKind::DatelineDate | ZoneKind::Boilerplate) {
        return None;
    }
    let tooltip = match analysis.published.filter(|_| time.relative) {
        Some(published) => match published.place {
            None => format!("Counted from {}, the article’s date in copydesk.toml", published.date),
            Some(span) => {
                format!("Counted from {}, the article’s date in line {}", published.date, line_number(analysis, span))
            }
        },
        None => "The day that these words mean".to_string(),
    };
    Some(InlayHint { offset: time.span.end, label, kind: InlayHintKind::Date, tooltip, target: None })
}

/// The value as an ISO 8601 date or interval; `None` for what has no day, month or year.
fn iso(value: TimeValue) -> Option<String> {
    match value {
        TimeValue::Day(date) => Some(date.to_string()),
        TimeValue::Week(monday) => Some(interval(monday, sunday(monday))),
        TimeValue::Month(_) | TimeValue::Quarter(_) => Some(value.to_string()),
        TimeValue::Year(year) => Some(format!("{year:04}")),
        TimeValue::Interval(Some(first), Some(last)) => Some(interval(first, last)),
        TimeValue::Interval(..)
        | TimeValue::Duration { .. }
        | TimeValue::Past
        | TimeValue::Future
        | TimeValue::Undated => None,
    }
}

/// `2016-04-11/17`: the end leaves out what it shares with the start, as ISO 8601 allows.
fn interval(first: Date, last: Date) -> String {
    if (first.year(), first.month()) == (last.year(), last.month()) {
        format!("{first}/{:02}", last.day())
    } else if first.year() == last.year() {
        format!("{first}/{:02}-{:02}", last.month(), last.day())
    } else {
        format!("{first}/{last}")
    }
}

/// True when the words hold a year, which leaves nothing to add: "Sept. 5, 2016", "February 2016", "2015".
fn says_year(words: &str) -> bool {
    words.split(|ch: char| !ch.is_ascii_digit()).any(|digits| digits.len() == 4)
}

/// The name behind a pronoun that speaks.
fn speaker_hint(
    analysis: &ArticleAnalysis,
    article: ArticleId,
    attribution: &Attribution,
    source: Span,
) -> Option<InlayHint> {
    let chain = analysis.chains.get(attribution.chain?).filter(|chain| chain.named)?;
    let pronoun = chain.mentions.iter().map(|&at| &analysis.mentions[at]).find(|mention| mention.span == source)?;
    if pronoun.kind != MentionKind::Pronoun {
        return None;
    }
    let introduction = &analysis.mentions[introduction(analysis, attribution.chain?)?];
    let line = line_number(analysis, introduction.span);
    Some(InlayHint {
        offset: source.end,
        label: short_name(analysis, chain),
        kind: InlayHintKind::Speaker,
        tooltip: format!("{}, introduced in line {line}", chain.name),
        target: Some(Place { article, span: introduction.span }),
    })
}

/// The shortest name of a chain, "de Mistura" for "Staffan de Mistura".
fn short_name(analysis: &ArticleAnalysis, chain: &Chain) -> String {
    let named = chain.mentions.iter().map(|&at| &analysis.mentions[at]);
    let names = named.filter(|mention| mention.kind == MentionKind::Named).map(|mention| analysis.slice(mention.span));
    names.min_by_key(|name| name.len()).unwrap_or(&chain.name).to_string()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::inlay_hints;
    use crate::ide::fixture::fixture;
    use crate::text::Span;

    /// The first article with its hints in brackets behind the words, and their tooltips below.
    fn check(articles: &str, expected: Expect) {
        let (snapshot, position) = fixture(articles);
        let hints = inlay_hints(&snapshot, position.article, Span::new(0, u32::MAX));
        let mut shown = snapshot.analysis(position.article).text.to_string();
        for hint in hints.iter().rev() {
            shown.insert_str(hint.offset as usize, &format!("[{}]", hint.label));
        }
        let tooltips = hints.iter().map(|hint| format!("\n{}: {}", hint.label, hint.tooltip));
        expected.assert_eq(&(shown + &tooltips.collect::<String>()));
    }

    #[test]
    fn dates_that_the_words_do_not_say_and_speakers_behind_pronouns() {
        check(
            "\
//- 000.txt published=2024-05-06
$0{p reed|Ana Reed} came on {d 2024-05-03|Friday} and {src a|{pro reed|she}} {cue a|said} {say a|“no” to all that was \
asked of her {w 2024-04-29|last week}}; {p reed|Reed} left on {d 2024-05-04|May 4, 2024}. In {m 2024-03-01|March} \
{pro reed|she} had not come.
",
            expect![[r#"
                Ana Reed came on Friday[2024-05-03] and she[Reed] said “no” to all that was asked of her last week[2024-04-29/05-05]; Reed left on May 4, 2024. In March[2024-03] she had not come.
                2024-05-03: Counted from 2024-05-06, the article’s date in copydesk.toml
                Reed: Ana Reed, introduced in line 1
                2024-04-29/05-05: Counted from 2024-05-06, the article’s date in copydesk.toml
                2024-03: Counted from 2024-05-06, the article’s date in copydesk.toml"#]],
        );
    }
}
