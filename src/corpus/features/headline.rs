//! What an article is called where its event has no better title: its headline, without what wires and outlets put around
//! it, or the beginning of its lead.

use std::ops::Range;

use crate::analysis::ArticleAnalysis;
use crate::corpus::features::content::CONTENT;
use crate::lexicon::idf::stem;
use crate::lexicon::{List, Lists};
use crate::text::clip;
use crate::token::{Paragraph, TokenKind, ZoneKind};

/// The most characters.
const LONGEST: usize = 80;
/// Words below which a headline says nothing.
const FEWEST: usize = 3;
/// Paragraphs of the body that a headline is compared with, and letters in which a word of both begins.
const BODIES: usize = 3;
const ALIKE: usize = 4;
/// Letters of a label before a headline ("UPDATE 1-", "CORRECTED-").
const LABEL: usize = 14;

/// What an article is called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Heading {
    /// Empty when the article has no text.
    pub(crate) text: Box<str>,
    /// True for a headline, false for the beginning of the lead.
    pub(crate) is_headline: bool,
}

impl Heading {
    /// The heading of an article.
    pub(crate) fn new(analysis: &ArticleAnalysis) -> Self {
        match headline(analysis) {
            Some(text) => Self { text: text.into(), is_headline: true },
            None => Self { text: lead(analysis).into(), is_headline: false },
        }
    }
}

/// The headline of an article, shortened; `None` when it has none that says what its lead says.
fn headline(analysis: &ArticleAnalysis) -> Option<String> {
    let zone = |paragraph: &&Paragraph| matches!(paragraph.zone, ZoneKind::Headline | ZoneKind::Standfirst);
    let headlines = analysis.structure.paragraphs.iter().filter(zone);
    let bodies = analysis.structure.paragraphs.iter().filter(|it| it.zone == ZoneKind::Body).take(BODIES);
    let lead: Vec<String> = bodies.flat_map(|paragraph| stems(analysis, &tokens(paragraph))).collect();
    let mut telling = headlines.filter(|paragraph| {
        let words = stems(analysis, &tokens(paragraph));
        words.len() >= FEWEST - 1 && (lead.is_empty() || words.iter().any(|word| lead.contains(word)))
    });
    let found = telling.find_map(|paragraph| {
        let text = bare(analysis.slice(paragraph.span));
        (text.split_whitespace().count() >= FEWEST).then(|| shortened(&analysis.language.lists, text))
    });
    found.filter(|text| !text.is_empty())
}

/// The first sentence of the body, as far as its first clause goes; empty when there is none.
fn lead(analysis: &ArticleAnalysis) -> String {
    let Some(paragraph) = body(analysis) else { return String::new() };
    let first = tokens(paragraph).start;
    let zone = analysis.structure.zones.iter().find(|zone| zone.kind == ZoneKind::Dateline);
    let start = zone.map(|zone| zone.span).filter(|zone| paragraph.span.covers(*zone));
    let start = start.map_or(paragraph.span.start, |dateline| dateline.end);
    let sentence = analysis.structure.sentences.iter().find(|it| it.end_token as usize > first && it.span.end > start);
    let Some(sentence) = sentence else { return String::new() };
    let start = start.max(sentence.span.start);
    // "…, the police said on Friday" adds nothing.
    let told = analysis.attributions.iter().find_map(|it| {
        let content = it.content.iter().find(|content| sentence.span.covers(**content))?;
        let behind = it.cue.iter().all(|cue| cue.start >= content.end);
        (behind && content.start <= start + LABEL as u32 && !it.cue.is_empty()).then_some(content.end)
    });
    let end = told.unwrap_or(sentence.span.end).min(sentence.span.end);
    let text = analysis.text.get(start as usize..end as usize).unwrap_or("");
    let text = text.trim_start_matches(|ch: char| ch.is_whitespace() || "—–-".contains(ch));
    shortened(&analysis.language.lists, text.trim_end_matches(['.', ',']))
}

fn body(analysis: &ArticleAnalysis) -> Option<&Paragraph> {
    analysis.structure.paragraphs.iter().find(|paragraph| paragraph.zone == ZoneKind::Body)
}

fn tokens(paragraph: &Paragraph) -> Range<usize> {
    paragraph.first_token as usize..paragraph.end_token as usize
}

/// The beginnings of the telling words of some tokens, dates left out.
fn stems(analysis: &ArticleAnalysis, tokens: &Range<usize>) -> Vec<String> {
    let words = analysis.structure.tokens.get(tokens.clone()).unwrap_or_default().iter();
    let words = words.filter(|token| token.kind == TokenKind::Word);
    let dated = |start: u32| {
        let at = analysis.times.partition_point(|time| time.span.end <= start);
        analysis.times.get(at).is_some_and(|time| time.span.start <= start)
    };
    let words = words.filter(|token| !dated(token.span.start)).map(|token| stem(analysis.slice(token.span)));
    let words = words.filter(|stem| stem.len() > 1 && analysis.language.idf.idf(stem) >= CONTENT);
    // "bribery" and "bribes" begin alike.
    words.map(|stem| stem.chars().take(ALIKE).collect()).collect()
}

/// A headline without "UPDATE 1-" before it and " | Daily Post" behind it.
fn bare(text: &str) -> &str {
    let text = text.trim();
    let label = text.find(['-', ':']).filter(|at| *at > 0 && *at <= LABEL);
    let capitals = |label: &str| label.chars().all(|ch| ch.is_ascii_uppercase() || ch.is_ascii_digit() || ch == ' ');
    let shouts = text.chars().all(|ch| !ch.is_lowercase());
    let text = match label {
        Some(at) if !shouts && capitals(&text[..at]) && text[..at].len() > 3 => text[at + 1..].trim_start(),
        _ => text,
    };
    let behind = [" | ", " — "].iter().filter_map(|mark| text.rfind(mark)).max();
    match behind {
        Some(at) if text[..at].split_whitespace().count() > text[at..].split_whitespace().count() => {
            text[..at].trim_end()
        }
        _ => text,
    }
}

/// A text that fits, cut where a clause ends if there is such a place in its second half, else behind a word.
fn shortened(lists: &Lists, text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= LONGEST {
        return text;
    }
    let fits = text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at);
    let opens = |rest: &str| {
        let word = rest.split_whitespace().next().unwrap_or("").to_lowercase();
        lists.is(List::Subordinator, &word) || lists.is(List::Contrast, &word)
    };
    let ends = text.match_indices([',', ';', '—']).filter(|(at, mark)| match text.get(at + mark.len()..) {
        Some(rest) => rest.starts_with(' ') && (*mark != "," || opens(rest)),
        None => false,
    });
    match ends.map(|(at, _)| at).rfind(|at| *at < fits && *at * 2 >= fits) {
        Some(at) => text[..at].trim_end().to_owned(),
        None => clip(&text, LONGEST),
    }
}

#[cfg(test)]
mod tests {
    use super::{bare, headline, lead};
    use crate::corpus::testing::read;
    use crate::model::Models;

    #[test]
    fn what_wires_and_outlets_add_is_left_out() {
        assert_eq!(bare("UPDATE 1-Ferry sinks off Calder, 5 dead"), "Ferry sinks off Calder, 5 dead");
        assert_eq!(bare("CORRECTED-Ferry sinks"), "Ferry sinks");
        assert_eq!(bare("Ferry sinks off Calder | Calder Post"), "Ferry sinks off Calder");
        assert_eq!(bare("US-led raid kills two"), "US-led raid kills two");
        assert_eq!(bare("FERRY SINKS: 5 DEAD"), "FERRY SINKS: 5 DEAD");
        assert_eq!(bare("Rao: no deal"), "Rao: no deal");
    }

    #[test]
    fn it_is_cut_where_a_clause_ends() {
        let models = Models::embedded();
        let check = |text: &str, expected: &str| {
            assert_eq!(super::shortened(&models.lexicon.lists, text), expected);
        };
        check(
            "The harbour of Calder was closed on Monday for a week, after a ferry ran aground with ninety people on board",
            "The harbour of Calder was closed on Monday for a week",
        );
        check(
            "The harbour of Calder was closed on Monday morning after a ferry with ninety people on board ran aground",
            "The harbour of Calder was closed on Monday morning after a ferry with ninety …",
        );
        assert_eq!(super::shortened(&models.lexicon.lists, &"é".repeat(200)).chars().count(), 80);
    }

    #[test]
    fn a_line_that_says_nothing_of_the_lead_is_no_headline() {
        let models = Models::embedded();
        let check = |text: &str, expected: Option<&str>, first: &str| {
            let analysis = read(&models, text, None);
            assert_eq!(headline(&analysis).as_deref(), expected);
            assert_eq!(lead(&analysis), first);
        };
        let body = "CALDER — A ferry sank off Calder on Monday. Ninety people were saved by fishermen, the coast guard said.\n";
        check(
            &format!("Ferry sinks off Calder\n\n{body}"),
            Some("Ferry sinks off Calder"),
            "A ferry sank off Calder on Monday",
        );
        check(&format!("Opinion and Letters Page\n\n{body}"), None, "A ferry sank off Calder on Monday");
        check("", None, "");
    }
}
