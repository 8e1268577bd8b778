//! How people see an article: date, outlet or "outlet not in text", title or first words; never a hash file name.

use std::borrow::Cow;
use std::collections::BTreeSet;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::analysis::ArticleAnalysis;
use crate::text::{Span, clip, percent_decoded};
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
    pub date: Option<Date>,
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
            title: clip(title, TITLE),
        }
    }
}

/// The short handles that a workspace needs beside those of the labels, with the index of each label, in order: where
/// two articles have one handle, each gets more of its name, then of its folders. Keys differ, so that the last resort
/// always does.
pub(crate) fn tell_apart(labels: &[(&str, &Label)]) -> Vec<(usize, String)> {
    let mut by_short: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    let mut once: FxHashMap<u64, usize> = FxHashMap::default();
    for (at, (_, label)) in labels.iter().enumerate() {
        let key = key(&label.short);
        if let Some(first) = once.insert(key, at) {
            by_short.entry(key).or_insert_with(|| vec![first]).push(at);
        }
    }
    let mut clashes: Vec<Vec<usize>> = by_short.into_values().collect();
    clashes.sort_by_key(|set| &*labels[set[0]].1.short);
    // Who has a handle alone, and handles that were given in place of one that several had.
    let mut taken: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    let mut found = Vec::new();
    for set in clashes {
        for longer in [stem, in_folder, whole_name, in_two_folders, whole_key] {
            let handles: Vec<String> = set.iter().map(|at| longer(&readable(labels[*at].0))).collect();
            let others = |handle: &String| {
                let key = key(handle);
                once.get(&key).into_iter().chain(taken.get(&key).into_iter().flatten())
            };
            let free = |nth: usize| others(&handles[nth]).all(|other| set.contains(other));
            let unique: BTreeSet<&String> = handles.iter().collect();
            if unique.len() == handles.len() && (0..handles.len()).all(free) {
                once.remove(&key(&labels[set[0]].1.short));
                for (at, handle) in set.iter().zip(handles) {
                    taken.entry(key(&handle)).or_default().push(*at);
                    found.push((*at, handle));
                }
                break;
            }
        }
    }
    found.sort_unstable();
    found
}

fn key(handle: &str) -> u64 {
    crate::corpus::features::sparse::key(handle)
}

/// `000_ac0255bbbf864db0`
fn stem(key: &str) -> String {
    let name = file_name(key);
    shortened(name.rsplit_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem }))
}

/// `tuesday/000`
fn in_folder(key: &str) -> String {
    match folders(key).next() {
        Some(folder) => format!("{}/{}", shortened(folder), short(key)),
        None => short(key),
    }
}

/// `000_ac0255bbbf864db0.txt`, however long.
fn whole_name(key: &str) -> String {
    file_name(key).to_string()
}

/// `april/tuesday/000_ac0255bbbf864db0.txt`
fn in_two_folders(key: &str) -> String {
    let mut parts: Vec<&str> = folders(key).take(2).collect();
    parts.reverse();
    parts.push(file_name(key));
    parts.join("/")
}

fn whole_key(key: &str) -> String {
    key.to_string()
}

fn file_name(key: &str) -> &str {
    key.rsplit(['/', '\\']).next().unwrap_or(key)
}

/// The folders of a key, innermost first.
fn folders(key: &str) -> impl Iterator<Item = &str> {
    key.rsplit(['/', '\\']).skip(1).filter(|folder| !folder.is_empty())
}

/// A key as people write it: the escapes of a `file:` URI are undone, a path is left as it is.
fn readable(key: &str) -> Cow<'_, str> {
    let decoded = if key.starts_with("file:") { percent_decoded(key) } else { None };
    decoded.map_or(Cow::Borrowed(key), Cow::Owned)
}

/// A leading number of the file name, or the file name without extension; a long one is cut in the middle, since names
/// of one outlet begin alike and are numbered at their ends.
fn short(key: &str) -> String {
    let name = file_name(key);
    let number: String = name.chars().take_while(char::is_ascii_digit).collect();
    let ends = name[number.len()..].chars().next().is_none_or(|ch| !ch.is_alphanumeric());
    if !number.is_empty() && number.len() <= 6 && ends {
        return number;
    }
    stem(key)
}

/// A name that is not too long, or its two ends.
fn shortened(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    if letters.len() <= SHORT {
        return name.to_string();
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
    fn handles_of_a_workspace_differ() {
        let check = |cases: &[(&str, &str)]| {
            let label =
                |key: &str| Label { short: short(&readable(key)), date: None, outlet: None, title: String::new() };
            let mut labels: Vec<Label> = cases.iter().map(|(key, _)| label(key)).collect();
            let keyed: Vec<(&str, &Label)> = cases.iter().map(|(key, _)| *key).zip(&labels).collect();
            tell_apart(&keyed).into_iter().for_each(|(at, short)| labels[at].short = short);
            let found: Vec<&str> = labels.iter().map(|label| label.short.as_str()).collect();
            assert_eq!(found, cases.iter().map(|(_, expected)| *expected).collect::<Vec<_>>());
        };
        check(&[("n/000_a.txt", "000_a"), ("n/000_b.txt", "000_b"), ("n/001_c.txt", "001")]);
        check(&[("file:///n/mon/000.txt", "mon/000"), ("file:///n/tue/000.txt", "tue/000")]);
        check(&[("n/a.txt", "a.txt"), ("n/a.md", "a.md"), ("n/b.txt", "b")]);
        check(&[("x/a/a.txt", "x/a/a.txt"), ("y/a/a.txt", "y/a/a.txt")]);
        // What one gets is not what another has already.
        check(&[("n/000.txt", "n/000"), ("m/000.txt", "m/000"), ("000_a.txt", "000")]);
        let long = |middle: &str| format!("n/elsalvador{}{middle}{}english_13.txt", "x".repeat(15), "x".repeat(15));
        let (one, other) = (long("a"), long("b"));
        check(&[(&one, &one[2..]), (&other, &other[2..])]);
    }
}
