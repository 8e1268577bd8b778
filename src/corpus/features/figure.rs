//! Figures in a statement, with their bounds and what they count: "at least 107 people" and "more than 100" agree,
//! "120 people" and "80 people" do not.

use crate::analysis::ArticleAnalysis;
use crate::lexicon::figures::{FigureWord, Figures};
use crate::lexicon::idf::stem;
use crate::text::Span;

/// Words of a statement that are looked at; more are no statement.
const MOST: usize = 400;
/// Letters of a code that a number belongs to ("AK 47", "F 16").
const CODE: usize = 2;
/// Words behind a number among which what it counts is looked for.
const NEAR: usize = 3;
/// A difference smaller than this share is rounding ("2.5 million", "2,512,000").
const ROUNDING: f64 = 0.02;

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Figure {
    /// The words, as bytes of the text that was read ("at least 107 people").
    pub range: std::ops::Range<usize>,
    /// The lowest number that it may stand for.
    pub low: f64,
    /// The highest.
    pub high: f64,
    /// The stem of what it counts ("people", "%", "$"); empty when that is not told.
    pub unit: String,
}

impl Figure {
    /// True when both count the same thing.
    pub(crate) fn comparable(&self, other: &Self) -> bool {
        !self.unit.is_empty() && self.unit == other.unit
    }

    /// True when one number can be both.
    pub(crate) fn agrees(&self, other: &Self) -> bool {
        let slack = |bound: f64| bound.abs() * ROUNDING;
        self.low - slack(self.low) <= other.high && other.low - slack(other.low) <= self.high
    }
}

/// The figures of a stretch of an article that count something, with their places: dates and "Group of 20" do not.
pub(crate) fn figures_of(analysis: &ArticleAnalysis, span: Span) -> Vec<(Span, Figure)> {
    let start = span.start as usize;
    let placed = figures(&analysis.language.figures, analysis.slice(span)).into_iter().map(|figure| {
        let place = Span::of(start + figure.range.start..start + figure.range.end);
        (place, figure)
    });
    let counts = |(place, figure): &(Span, Figure)| {
        let at = analysis.times.partition_point(|time| time.span.end <= place.start);
        let dated = analysis.times.get(at).is_some_and(|time| time.span.overlaps(*place));
        !dated && !figure.unit.is_empty()
    };
    placed.filter(counts).collect()
}

/// A word with the marks around it taken off, in lower case, and where it lies.
struct Word {
    text: String,
    range: std::ops::Range<usize>,
    /// A mark behind it ends the phrase.
    ends: bool,
    /// A number that belongs to a name ("AK 47"), or what stands behind a point (".519").
    named: bool,
    /// "$" or "£" before it, "%" behind it.
    unit: &'static str,
}

/// The figures of a text, in its order.
pub(crate) fn figures(table: &Figures, text: &str) -> Vec<Figure> {
    let words = words(text);
    let mut found: Vec<Figure> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match figure(table, &words, at) {
            Some((figure, end)) => {
                found.push(figure);
                at = end.max(at + 1);
            }
            None => at += 1,
        }
    }
    found
}

/// The figure that begins with a word, and one past its last number word.
fn figure(table: &Figures, words: &[Word], at: usize) -> Option<(Figure, usize)> {
    let (mut low, mut high) = value(table, &words[at].text).filter(|_| !words[at].named)?;
    let mut end = at + 1;
    // "one of them", "one day": no count that two could differ in.
    if low <= 1.0 && !words[at].text.starts_with(|ch: char| ch.is_ascii_digit()) {
        let scaled = words.get(end).is_some_and(|next| matches!(table.word(&next.text), Some(FigureWord::Scale(_))));
        if !scaled {
            return None;
        }
    }
    while let Some(next) = words.get(end).filter(|_| !words[end - 1].ends) {
        match table.word(&next.text) {
            Some(FigureWord::Scale(scale)) => (low, high) = (low * scale, high * scale),
            Some(FigureWord::Number(number)) if low >= 100.0 && low == high => {
                (low, high) = (low + number, high + number);
            }
            _ => break,
        }
        end += 1;
    }
    // "hundreds of thousands"; "10 to 20".
    let of = |word: &str| words.get(end).is_some_and(|next| next.text == word) && !words[end - 1].ends;
    if of("of")
        && low < high
        && let Some(FigureWord::Quantity(least, most)) = words.get(end + 1).and_then(|next| table.word(&next.text))
    {
        (low, high, end) = (low * least / 2.0, high * most, end + 2);
    } else if (of("to") || of("and"))
        && low == high
        && let Some((_, upper)) = words.get(end + 1).and_then(|next| value(table, &next.text))
        && upper > low
        && (of("to") || at > 0 && words[at - 1].text == "between")
    {
        (high, end) = (upper, end + 2);
    }
    let before: Vec<String> = words[at.saturating_sub(4)..at].iter().map(|word| word.text.clone()).collect();
    let hedge = table.hedge(&before);
    let mut start = at;
    if let Some((bounds, count)) = hedge {
        (low, high) = (low * bounds.0, high * bounds.1);
        start = at - count;
    }
    let (unit, last) = unit(table, words, at, end);
    Some((Figure { range: words[start].range.start..words[last].range.end, low, high, unit }, end))
}

/// The least and the greatest number that a word in lower case stands for; `None` for one that is no number.
pub(crate) fn value(table: &Figures, word: &str) -> Option<(f64, f64)> {
    if word.starts_with(|ch: char| ch.is_ascii_digit()) {
        let plain: String = word.chars().filter(|ch| *ch != ',').collect();
        // "30m" and "2bn" are said with their scale; "20th" and "5-4" are no counts.
        let digits = plain.trim_end_matches(|ch: char| ch.is_ascii_alphabetic());
        let number: f64 = digits.parse().ok()?;
        let scale = match &plain[digits.len()..] {
            "" => 1.0,
            letters => match table.word(letters) {
                Some(FigureWord::Scale(scale)) => scale,
                _ => return None,
            },
        };
        return Some((number * scale, number * scale));
    }
    if let Some((tens, ones)) = word.split_once('-')
        && let (Some(FigureWord::Number(tens)), Some(FigureWord::Number(ones))) = (table.word(tens), table.word(ones))
    {
        return Some((tens + ones, tens + ones));
    }
    match table.word(word)? {
        FigureWord::Number(number) => Some((number, number)),
        FigureWord::Quantity(low, high) => Some((low, high)),
        // "a dozen", "hundred".
        FigureWord::Scale(scale) if scale >= 12.0 && word.len() > 2 => Some((scale, scale)),
        FigureWord::Scale(_) => None,
    }
}

/// What a figure counts, and the last word of the phrase: the first plural behind it, a sign at it.
fn unit(table: &Figures, words: &[Word], at: usize, end: usize) -> (String, usize) {
    let last = end - 1;
    if let Some(sign) = words[at..end].iter().map(|word| word.unit).find(|unit| !unit.is_empty()) {
        return (sign.to_owned(), last);
    }
    for (behind, word) in words.iter().enumerate().skip(end).take(NEAR) {
        if words[behind - 1].ends || value_like(&word.text) {
            break;
        }
        match word.text.as_str() {
            "percent" | "cent" => return ("%".to_owned(), behind),
            "dollars" => return ("$".to_owned(), behind),
            "of" | "the" | "per" => {}
            text if table.is_plural(text) || (text.ends_with('s') && !text.ends_with("ss") && text.len() > 3) => {
                return (stem(text), behind);
            }
            _ => {}
        }
    }
    (String::new(), last)
}

fn value_like(word: &str) -> bool {
    word.starts_with(|ch: char| ch.is_ascii_digit())
}

fn words(text: &str) -> Vec<Word> {
    let mut found: Vec<Word> = Vec::new();
    let mut start = 0;
    for piece in text.split_inclusive(char::is_whitespace).take(MOST) {
        let plain = piece.trim_end();
        let inner = plain.trim_start_matches(|ch: char| !ch.is_alphanumeric());
        let from = start + plain.len() - inner.len();
        let core = inner.trim_end_matches(|ch: char| !ch.is_alphanumeric());
        let tail = &inner[core.len()..];
        let lead = &plain[..plain.len() - inner.len()];
        if !core.is_empty() {
            let unit = match (lead.chars().next_back(), tail.starts_with('%')) {
                (_, true) => "%",
                (Some('$'), _) => "$",
                (Some('£'), _) => "£",
                (Some('€'), _) => "€",
                _ => "",
            };
            let ends = tail.contains([',', ';', ':', '.', '”', '"', '?', '!', ')', '—', '–']);
            let digits = core.starts_with(|ch: char| ch.is_ascii_digit());
            let code = |word: &Word| {
                let word = text.get(word.range.clone()).unwrap_or_default();
                (1..=CODE).contains(&word.len()) && word.chars().all(char::is_uppercase) && !matches!(word, "A" | "I")
            };
            let named = digits && (lead.ends_with('.') || found.last().is_some_and(|last| !last.ends && code(last)));
            found.push(Word { text: core.to_lowercase(), range: from..from + core.len(), ends, named, unit });
        } else if let Some(last) = found.last_mut() {
            // "2021 — Four men" are two figures.
            last.ends |= !plain.is_empty();
        }
        start += piece.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Language;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, f64, f64, &str)]) {
        let found = figures(&Language::english().figures, text);
        let found: Vec<(&str, f64, f64, &str)> =
            found.iter().map(|one| (&text[one.range.clone()], one.low, one.high, one.unit.as_str())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn figures_with_what_they_count() {
        check("killing 120 people in all", &[("120 people", 120.0, 120.0, "peopl")]);
        check("at least 107 people", &[("at least 107 people", 107.0, 321.0, "peopl")]);
        check(
            "twenty-one armed men and a dozen women",
            &[("twenty-one armed men", 21.0, 21.0, "men"), ("dozen women", 12.0, 12.0, "women")],
        );
        check(
            "cost $2.5 million, up to 20 percent",
            &[("2.5 million", 2_500_000.0, 2_500_000.0, "$"), ("up to 20 percent", 0.0, 20.0, "%")],
        );
        check(
            "between 10 and 20 houses, 250,000 residents",
            &[("10 and 20 houses", 10.0, 20.0, "hous"), ("250,000 residents", 250_000.0, 250_000.0, "resident")],
        );
        check(
            "two hundred and one hundred thousand dollars",
            &[("two hundred", 200.0, 200.0, ""), ("one hundred thousand dollars", 100_000.0, 100_000.0, "$")],
        );
        check(
            "£30m and hundreds of thousands of homes",
            &[
                ("30m", 30_000_000.0, 30_000_000.0, "£"),
                ("hundreds of thousands of homes", 200_000.0, 200_000_000.0, "hom"),
            ],
        );
    }

    #[test]
    fn a_dash_ends_a_figure() {
        let men = |range| Figure { range, low: 4.0, high: 4.0, unit: "men".into() };
        let found = figures(&Language::english().figures, "in 1,021 — Four men");
        assert_eq!(found.last(), Some(&men(13..21)));
    }

    #[test]
    fn what_is_no_count_is_none() {
        check("six of the AK 47 rifles were found", &[("six", 6.0, 6.0, "")]);
        check("a record of .519 in games", &[]);
        check("one of them won the 20th vote 5-4 on the G20’s first day", &[]);
        check("", &[]);
        check("… – “” $ % -", &[]);
    }

    #[test]
    fn bounds_decide_whether_two_agree() {
        let of = |text: &str| figures(&Language::english().figures, text).remove(0);
        let agree = |one: &str, other: &str| {
            let (one, other) = (of(one), of(other));
            assert!(one.comparable(&other) && other.comparable(&one));
            assert_eq!(one.agrees(&other), other.agrees(&one));
            one.agrees(&other)
        };
        assert!(agree("at least 107 people", "more than 100 people"));
        assert!(!agree("120 people", "80 people"));
        assert!(agree("dozens of people", "47 people"));
        assert!(!agree("dozens of people", "five people"));
        assert!(agree("some 2,500 homes", "2,512 homes"));
        assert!(!agree("$2 million", "$3 million"));
        assert!(!of("120 people").comparable(&of("120 houses")));
    }
}
