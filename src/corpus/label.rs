//! How people see an article: date, outlet or "outlet not in text", title or first words; never a hash file name.

use std::borrow::Cow;

use jiff::civil::Date;

use crate::analysis::ArticleAnalysis;
use crate::text::{Span, percent_decoded};
use crate::token::ZoneKind;

/// The most characters of a title.
const TITLE: usize = 60;
/// The most characters of a short handle.
const SHORT: usize = 24;

/// The parts of a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// A short handle: a leading number of the file name ("000"), or the name without extension, cut in the middle.
    pub short: String,
    /// Day of publication.
    pub date: Option<Date>,
    /// The outlet.
    pub outlet: Option<String>,
    /// Title, headline or first words, at most 60 characters.
    pub title: String,
}

impl Label {
    /// The label of an article.
    pub fn new(key: &str, analysis: &ArticleAnalysis) -> Self {
        let title = analysis.meta.title.as_deref().unwrap_or_else(|| first_words(analysis));
        Self {
            short: short(&readable(key)),
            date: analysis.published.map(|published| published.date),
            outlet: analysis.outlet.as_ref().map(|outlet| outlet.name.clone()),
            title: cut(title),
        }
    }

    /// In one line: `18 Apr 2016 · outlet not in text · “Obama Asks For Putin’s Help …”`.
    pub fn line(&self) -> String {
        let date = self.date.map_or_else(|| "no date".to_string(), day);
        let outlet = self.outlet.as_deref().unwrap_or("outlet not in text");
        if self.title.is_empty() {
            format!("{date} · {outlet}")
        } else {
            format!("{date} · {outlet} · “{}”", self.title)
        }
    }
}

/// A day as reporters write it: `18 Apr 2016`.
pub fn day(date: Date) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = usize::try_from(date.month()).ok().and_then(|month| MONTHS.get(month.wrapping_sub(1))).unwrap_or(&"");
    format!("{} {month} {}", date.day(), date.year())
}

/// A key as people write it: the escapes of a `file:` URI are undone, a path is left as it is.
fn readable(key: &str) -> Cow<'_, str> {
    let decoded = if key.starts_with("file:") { percent_decoded(key) } else { None };
    decoded.map_or(Cow::Borrowed(key), Cow::Owned)
}

/// A leading number of the file name, or the file name without extension; a long one is cut in the middle, since names
/// of one outlet begin alike and are numbered at their ends.
fn short(key: &str) -> String {
    let name = key.rsplit(['/', '\\']).next().unwrap_or(key);
    let number: String = name.chars().take_while(char::is_ascii_digit).collect();
    let ends = name[number.len()..].chars().next().is_none_or(|ch| !ch.is_alphanumeric());
    if !number.is_empty() && number.len() <= 6 && ends {
        return number;
    }
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem });
    let letters: Vec<char> = stem.chars().collect();
    if letters.len() <= SHORT {
        return stem.to_string();
    }
    let (first, last) = (SHORT / 2, letters.len() - (SHORT / 2 - 1));
    letters[..first].iter().chain(&['…']).chain(&letters[last..]).collect()
}

/// The headline, or the first paragraph of the body, or whatever stands first.
fn first_words(analysis: &ArticleAnalysis) -> &str {
    let zone = |kind| analysis.structure.zones.iter().find(|zone| zone.kind == kind).map(|zone| zone.span);
    let paragraphs = &analysis.structure.paragraphs;
    let body = || {
        let paragraph = paragraphs.iter().find(|paragraph| paragraph.zone == ZoneKind::Body)?;
        let dateline = zone(ZoneKind::Dateline).filter(|dateline| paragraph.span.covers(*dateline));
        let start = dateline.map_or(paragraph.span.start, |dateline| dateline.end);
        Some(Span::new(start, paragraph.span.end))
    };
    let any = || analysis.text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("");
    match zone(ZoneKind::Headline).or_else(body) {
        Some(span) => analysis.slice(span).trim_start_matches(|ch: char| ch.is_whitespace() || "—–-".contains(ch)),
        None => any(),
    }
}

/// At most [`TITLE`] characters, cut at a word, white space as single blanks.
fn cut(title: &str) -> String {
    let mut short = String::new();
    let mut length = 0;
    for word in title.split_whitespace() {
        let more = word.chars().count() + usize::from(length > 0);
        // Room for the " …" that shows the cut.
        if length + more > TITLE - 2 {
            if length == 0 {
                short.extend(word.chars().take(TITLE - 2));
            }
            short.push_str(" …");
            return short;
        }
        if length > 0 {
            short.push(' ');
        }
        short.push_str(word);
        length += more;
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_handles() {
        let check = |key: &str, expected: &str| assert_eq!(short(&readable(key)), expected);
        check("seeds/000_ac0255bbbf864db0.txt", "000");
        check("file:///C:/news/005a2961_fox.txt", "005a2961_fox");
        check("C:\\news\\putin-calls-obama-again.txt", "putin-calls-obama-again");
        check("cn_article_scmp_57.txt", "cn_article_scmp_57");
        check("elsalv_elsalvadorinenglish_13.txt", "elsalv_elsal…nenglish_13");
        check("20160418.txt", "20160418");
        check("file:///C:/news/Gr%C3%B6%C3%9Fe%20%C3%A4.txt", "Größe ä");
        check("up%2010.txt", "up%2010");
        check(".txt", ".txt");
        check("", "");
    }

    #[test]
    fn titles_are_cut_at_a_word() {
        assert_eq!(cut("  Obama  Asks\nFor Help "), "Obama Asks For Help");
        let long = "Presidents Vladimir Putin and Barack Obama offered a joint plea for an end to violence";
        assert_eq!(cut(long), "Presidents Vladimir Putin and Barack Obama offered a joint …");
        assert!(cut(&"é".repeat(500)).chars().count() <= TITLE);
    }

    #[test]
    fn a_line_says_what_is_not_known() {
        let label = Label {
            short: "000".to_string(),
            date: Some(jiff::civil::date(2016, 4, 18)),
            outlet: None,
            title: "Obama Asks For Putin’s Help".to_string(),
        };
        assert_eq!(label.line(), "18 Apr 2016 · outlet not in text · “Obama Asks For Putin’s Help”");
        assert_eq!(Label { date: None, title: String::new(), ..label }.line(), "no date · outlet not in text");
    }
}
