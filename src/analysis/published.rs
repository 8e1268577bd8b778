//! When and where an article appeared, from `copydesk.toml` or from its own date line; never from a copyright footer.
//!
//! The text tells the day in a date line above the article ("Sun 20 Nov 2016"), in the date of a dateline or
//! byline, or in the path of the address that it was saved with. It tells the outlet in a date line ("- The
//! Washington Times - Monday, …"), in the brackets of a dateline ("(The Guardian) –") or in a copyright footer.

use jiff::civil::Date;

use super::article::ArticleMeta;
use super::types::{Outlet, Provenance, Published};
use crate::lexicon::Language;
use crate::text::Span;
use crate::token::head::Line;
use crate::token::{Paragraph, Structure, Token, Zone, ZoneKind};

/// How many paragraphs from the top an address may stand.
const ADDRESS_REACH: usize = 3;

/// The day of publication: from the settings, else from the text, else unknown.
pub(super) fn published(
    lexicon: &Language,
    text: &str,
    structure: &Structure,
    meta: &ArticleMeta,
) -> Option<Published> {
    if let Some(date) = meta.published {
        return Some(Published { date, place: None, provenance: Provenance::Settings });
    }
    let mut dates = structure.zones.iter().filter(|zone| zone.kind == ZoneKind::DatelineDate).filter_map(|zone| {
        let found = date_of(text, structure, zone, lexicon)?;
        Some((is_update(text, structure, zone), found))
    });
    let first = dates.next();
    // "Updated …" above "Published …": the second is the day of publication.
    let written = match first {
        Some((true, updated)) => dates.find(|(update, _)| !update).map(|(_, date)| date).or(Some(updated)),
        other => other.map(|(_, date)| date),
    };
    let of = |rule: &'static str| {
        move |(date, span)| Published { date, place: Some(span), provenance: Provenance::Rule(rule) }
    };
    written.map(of("date-line")).or_else(|| address_date(text, structure).map(of("address")))
}

/// The tokens inside a span.
fn tokens_in(structure: &Structure, span: Span) -> &[Token] {
    let start = structure.tokens.partition_point(|token| token.span.start < span.start);
    let end = structure.tokens.partition_point(|token| token.span.end <= span.end);
    structure.tokens.get(start..end).unwrap_or(&[])
}

/// The first whole date in a zone.
fn date_of(text: &str, structure: &Structure, zone: &Zone, lexicon: &Language) -> Option<(Date, Span)> {
    let line = Line { text, tokens: tokens_in(structure, zone.span), lexicon };
    let (date, range) = line.dated()?;
    Some((date, line.tokens[range.start].span.join(line.tokens[range.end - 1].span)))
}

/// True when the zone's line tells of a change alone.
fn is_update(text: &str, structure: &Structure, zone: &Zone) -> bool {
    let at = structure.paragraphs.partition_point(|paragraph| paragraph.span.end <= zone.span.start);
    let line = structure.paragraphs.get(at).map_or(zone.span, |paragraph| paragraph.span);
    let line = line.of_text(text).to_ascii_lowercase();
    (line.contains("updated") || line.contains("modified")) && !line.contains("published") && !line.contains("posted")
}

/// The day in the path of an address at the top of the text: ".../2022/07/22/...".
fn address_date(text: &str, structure: &Structure) -> Option<(Date, Span)> {
    structure.paragraphs.iter().take(ADDRESS_REACH).find_map(|paragraph| {
        let address = paragraph.span.of_text(text);
        if !address.starts_with("http") || address.len() > 2000 {
            return None;
        }
        let parts: Vec<&str> = address.split('/').collect();
        parts.windows(3).find_map(|window| {
            let number = |part: &str, longest: usize| part.parse::<i16>().ok().filter(|_| part.len() <= longest);
            let year = number(window[0], 4).filter(|year| (1990..2100).contains(year))?;
            let (month, day) = (number(window[1], 2)?, number(window[2], 2)?);
            let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
            Some((date, paragraph.span))
        })
    })
}

/// The outlet: from the settings, else from the text where it says so plainly, else unknown.
pub(super) fn outlet(lexicon: &Language, text: &str, structure: &Structure, meta: &ArticleMeta) -> Option<Outlet> {
    if let Some(name) = meta.outlet.clone() {
        return Some(Outlet { name, place: None, provenance: Provenance::Settings });
    }
    let of = |rule: &'static str| move |span| (rule, span);
    let (rule, span) = (date_line_outlet(structure).map(of("date-line")))
        .or_else(|| dateline_outlet(text, structure, lexicon).map(of("dateline")))
        .or_else(|| footer_outlet(text, structure, lexicon).map(of("footer")))?;
    let name = span.of_text(text).to_owned();
    Some(Outlet { name, place: Some(span), provenance: Provenance::Rule(rule) })
}

/// The name inside a date line.
fn date_line_outlet(structure: &Structure) -> Option<Span> {
    let lines = structure.paragraphs.iter().filter(|paragraph| paragraph.zone == ZoneKind::DatelineDate);
    lines.flat_map(|line| structure.zones.iter().filter(|zone| inside(zone, line))).map(|zone| zone.span).next()
}

fn inside(zone: &Zone, line: &Paragraph) -> bool {
    zone.kind == ZoneKind::Byline && line.span.covers(zone.span)
}

/// The brackets of the first dateline.
fn dateline_outlet(text: &str, structure: &Structure, lexicon: &Language) -> Option<Span> {
    let zone = structure.zones.iter().find(|zone| zone.kind == ZoneKind::Dateline)?;
    let tokens = tokens_in(structure, zone.span);
    let range = Line { text, tokens, lexicon }.agency(tokens.len())?;
    Some(tokens[range.start].span.join(tokens[range.end - 1].span))
}

/// The holder in a copyright footer that names an outlet: "Copyright © 2021 The Washington Times, LLC."
fn footer_outlet(text: &str, structure: &Structure, lexicon: &Language) -> Option<Span> {
    let footers = structure.paragraphs.iter().filter(|paragraph| paragraph.zone == ZoneKind::Boilerplate);
    footers.filter_map(|footer| holder(text, tokens_in(structure, footer.span), lexicon)).next()
}

fn holder(text: &str, tokens: &[Token], lexicon: &Language) -> Option<Span> {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.span.of_text(text));
    let lead = |at: usize| {
        matches!(word(at), "Copyright" | "©" | "(" | ")" | "c" | "C" | "by") || word(at).parse::<i16>().is_ok()
    };
    if !(word(0) == "Copyright" || word(0) == "©") {
        return None;
    }
    let start = (0..tokens.len()).find(|&at| !lead(at))?;
    let name =
        |at: usize| word(at).starts_with(char::is_uppercase) && !matches!(word(at), "All" | "Inc." | "LLC" | "Ltd.");
    let end = (start..tokens.len()).find(|&at| !name(at) && !matches!(word(at), "of" | "&")).unwrap_or(tokens.len());
    let named = (start..end).any(|at| lexicon.layout.is_outlet_word(word(at)));
    (named && end - start <= 6).then(|| tokens[start].span.join(tokens[end - 1].span))
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, LazyLock};

    use super::*;
    use crate::analysis::{Article, analyze};
    use crate::model::Models;

    static MODELS: LazyLock<Models> = LazyLock::new(Models::embedded);

    /// `expected`: date and outlet as the text tells them, `-` for unknown.
    fn check(text: &str, expected: &str) {
        let article = Article { text: Arc::from(text), meta: ArticleMeta::default() };
        let analysis = analyze(&MODELS, &article);
        let date = analysis.published.map_or_else(|| "-".to_owned(), |published| published.date.to_string());
        let outlet = analysis.outlet.map_or_else(|| "-".to_owned(), |outlet| outlet.name);
        assert_eq!(format!("{date} {outlet}"), expected, "{text}");
    }

    const BODY: &str = "\n\nThe mayor of the town said on Monday that the old bridge would be closed for two years.\n";

    #[test]
    fn date_lines_tell_day_and_outlet() {
        check(&format!("Bridge to Close\n\nSun 20 Nov 2016{BODY}"), "2016-11-20 -");
        check(
            &format!("- The Hill Valley Times - Monday, September 5, 2016{BODY}"),
            "2016-09-05 The Hill Valley Times",
        );
        check(&format!("Bridge to Close\n\nPublished: 2016-04-18 10:30 GMT{BODY}"), "2016-04-18 -");
        check(
            &format!("Bridge to Close\nUpdated 19 April 2016\nFirst published on 18 April 2016{BODY}"),
            "2016-04-18 -",
        );
        check(&format!("Bridge to Close\nPosted: 04/9/2012 8:33 am EST{BODY}"), "2012-04-09 -");
        check(&format!("Bridge to Close\nFri., May. 3, 2013 11:45 AM PDT{BODY}"), "2013-05-03 -");
        check(&format!("Bridge to Close\nPosted: 04/9/2012 8:33{BODY}"), "- -");
        check(&format!("Bridge to Close\n\nBy Ann Lee | April 18, 2016{BODY}"), "2016-04-18 -");
    }

    #[test]
    fn datelines_tell_the_agency() {
        check("(The Guardian) –The mayor has said that the bridge will be closed for two years.", "- The Guardian");
        check(
            "LONDON, May 3 2016 (Reuters) - The mayor said the bridge would be closed at once.",
            "2016-05-03 Reuters",
        );
        let more = "It had been built by the king himself, who had come to the town in the spring of the year before.";
        check(
            &format!("CAIRO - 13 July 2022: The mayor said that the old bridge would be closed at once. {more}"),
            "2022-07-13 -",
        );
        check(
            &format!("LONDON, May 3 2016 (Reuters) - The mayor said that the bridge would be closed at once. {more}"),
            "2016-05-03 Reuters",
        );
        check(&format!("CAIRO - The mayor said on 13 July 2022: the bridge would be closed at once. {more}"), "- -");
        check("LONDON — The mayor said that the old bridge would be closed at once.", "- -");
    }

    #[test]
    fn footers_and_prose_tell_no_day() {
        let footer = "\nCopyright © 2021 The Hill Valley Times, LLC. Click here for reprint permission.";
        check(&format!("Bridge to Close{BODY}{footer}"), "- The Hill Valley Times");
        check(&format!("Bridge to Close{BODY}\nIt was built on 4 May 1921 and opened by the king.\n"), "- -");
        check(&format!("Bridge to Close{BODY}\nABC News reports:\n"), "- -");
    }

    #[test]
    fn an_address_tells_the_day() {
        check(&format!("https://example.org/2022/07/22/bridge-to-close/{BODY}"), "2022-07-22 -");
    }

    #[test]
    fn settings_win() {
        let meta =
            ArticleMeta { published: Date::new(2020, 1, 2).ok(), outlet: Some("Mine".into()), ..Default::default() };
        let text = format!("Bridge to Close\n\nSun 20 Nov 2016{BODY}");
        let analysis = analyze(&MODELS, &Article { text: Arc::from(text.as_str()), meta });
        assert_eq!(analysis.published.map(|published| published.date), Date::new(2020, 1, 2).ok());
        assert_eq!(analysis.outlet.map(|outlet| outlet.name).as_deref(), Some("Mine"));
    }
}
