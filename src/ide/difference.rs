//! What differs between two versions of a statement.

use std::ops::Range;

use super::elsewhere::{OtherVersion, normal};
use crate::analysis::ArticleAnalysis;
use crate::corpus::Snapshot;
use crate::corpus::statements::in_common::enough_in_common;
use crate::text::Span;

/// Words of a version that are compared; statements are short, and the work is quadratic in this.
const MOST_WORDS: usize = 60;
/// Words of a difference; more are another sentence.
const MOST_SHOWN: usize = 6;
/// Words in common are scattered when they are not one in so many of those they stand between.
const SCATTERED: usize = 3;
/// Differences that are shown.
const MOST_PLACES: usize = 3;

/// How two versions of the same words stand to each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Difference {
    /// The same words.
    None,
    /// The first ends earlier, or begins later, than the second.
    Shorter,
    /// The second ends earlier, or begins later, than the first.
    Longer,
    /// Other words in the same places, as slices of each.
    Words(Vec<(String, String)>),
    /// Too little in common to compare.
    Unlike,
}

impl Difference {
    /// As it is seen from the other version.
    pub(super) fn swapped(self) -> Self {
        match self {
            Self::Words(places) => Self::Words(places.into_iter().map(|(ours, theirs)| (theirs, ours)).collect()),
            Self::Shorter => Self::Longer,
            Self::Longer => Self::Shorter,
            Self::None | Self::Unlike => self,
        }
    }
}

/// How another version of a span differs: in its words between quotation marks when both have some (then the second is
/// true), else in all its words.
pub(super) fn of_version(
    snapshot: &Snapshot,
    here: &ArticleAnalysis,
    span: Span,
    other: &OtherVersion,
) -> (Difference, bool) {
    let there = snapshot.analysis(other.place.article);
    let quotes = quote_in(here, span).zip(quote_in(there, other.place.span)).filter(|_| other.verbatim);
    let (ours, theirs) = quotes.unwrap_or((span, other.place.span));
    let (ours, theirs) = (here.slice(ours), there.slice(theirs));
    let alike = enough_in_common(&here.language.idf, ours, theirs, quotes.is_some());
    let difference = if alike { between(ours, theirs, quotes.is_some()) } else { Difference::Unlike };
    (difference, quotes.is_some())
}

/// The words of each of two versions that the other does not have, as bytes; none where they share too little to say.
pub(super) fn differing(ours: &str, theirs: &str) -> [Vec<Range<usize>>; 2] {
    let (a, b) = (words(ours), words(theirs));
    let pairs = common(ours, &a, theirs, &b);
    if pairs.len() * 3 < a.len().min(b.len()).max(2) {
        return [Vec::new(), Vec::new()];
    }
    let stretch = |words: Words<'_>| Some(words.first()?.start..words.last()?.end);
    let pairs = held(&pairs, |at| telling(&ours[a[at].clone()]));
    let mut places = gaps(&pairs, (a.as_slice(), b.as_slice()));
    places.retain(|(a, b)| !same_letters((ours, a), (theirs, b)));
    [places.iter().filter_map(|(a, _)| stretch(a)).collect(), places.iter().filter_map(|(_, b)| stretch(b)).collect()]
}

/// Words in common without those that only hold sentences together ("in", "the") and stand among words that differ.
fn held(pairs: &[(usize, usize)], telling: impl Fn(usize) -> bool) -> Vec<(usize, usize)> {
    let beside = |one: &(usize, usize), other: &(usize, usize)| other.0 == one.0 + 1 && other.1 == one.1 + 1;
    let runs = pairs.chunk_by(beside);
    runs.filter(|run| run.len() > 2 || run.iter().any(|(at, _)| telling(*at))).flatten().copied().collect()
}

/// What is between quotation marks in or around a span.
fn quote_in(analysis: &ArticleAnalysis, span: Span) -> Option<Span> {
    let quotations = analysis.structure.quotations.iter().filter(|quotation| quotation.inner.overlaps(span));
    quotations.map(|quotation| quotation.inner).max_by_key(|inner| inner.overlap(span))
}

/// Compares two versions, word by word; `ends` when a difference after the last word in common counts as well, as it
/// does between quotations.
fn between(ours: &str, theirs: &str, ends: bool) -> Difference {
    let (a, b) = (words(ours), words(theirs));
    let pairs = common(ours, &a, theirs, &b);
    let mut places = gaps(&pairs, (a.as_slice(), b.as_slice()));
    let last = places.pop().filter(|(a, b)| ends || same_letters((ours, a), (theirs, b)));
    places.extend(last);
    // "state-funded" and "state funded" are the same words.
    let (same, places): (Vec<_>, Vec<_>) = places.into_iter().partition(|(a, b)| same_letters((ours, a), (theirs, b)));
    let agree = same.iter().fold((pairs.len(), pairs.len()), |sum, (a, b)| (sum.0 + a.len(), sum.1 + b.len()));
    if agree.0.min(agree.1) * 2 < a.len().min(b.len()).max(2) {
        return Difference::Unlike;
    }
    let mut found: Vec<(String, String)> = places
        .into_iter()
        .filter(|(a, b)| [a, b].iter().all(|words| (1..=MOST_SHOWN).contains(&words.len())))
        .filter_map(|(a, b)| slice(ours, a).zip(slice(theirs, b)))
        .collect();
    // "their" against "his" says less than "strengthening" against "preserving".
    if found.iter().any(|(ours, theirs)| telling(ours) && telling(theirs)) {
        found.retain(|(ours, theirs)| telling(ours) && telling(theirs));
    }
    found.truncate(MOST_PLACES);
    if !found.is_empty() {
        return if scattered(&pairs) { Difference::Unlike } else { Difference::Words(found) };
    }
    match (a.len() - agree.0, b.len() - agree.1) {
        (0, 0) => Difference::None,
        (0, _) => Difference::Shorter,
        (_, 0) => Difference::Longer,
        _ => Difference::Unlike,
    }
}

fn telling(words: &str) -> bool {
    words.split_whitespace().any(|word| word.chars().count() > 3)
}

type Words<'a> = &'a [Range<usize>];

/// True when the words in common are few among those they stand between: "men", "and" and a name, far apart in a long
/// sentence, do not make it a version of a short one.
fn scattered(pairs: &[(usize, usize)]) -> bool {
    let (Some(first), Some(last)) = (pairs.first(), pairs.last()) else { return true };
    pairs.len() * SCATTERED < (last.0 - first.0 + 1).max(last.1 - first.1 + 1)
}

/// True for words that only spaces and hyphens tell apart.
fn same_letters((ours, a): (&str, Words), (theirs, b): (&str, Words)) -> bool {
    let letters = |text: &str, words: Words| -> String {
        words.iter().map(|word| normal(&text[word.clone()]).replace('-', "")).collect()
    };
    !a.is_empty() && !b.is_empty() && letters(ours, a) == letters(theirs, b)
}

/// The stretches around and between words in common, side by side; none without words in common.
fn gaps<'a>(pairs: &[(usize, usize)], (a, b): (Words<'a>, Words<'a>)) -> Vec<(Words<'a>, Words<'a>)> {
    let between = pairs.windows(2).map(|pair| (&a[pair[0].0 + 1..pair[1].0], &b[pair[0].1 + 1..pair[1].1]));
    let first = pairs.first().map(|first| (&a[..first.0], &b[..first.1]));
    let mut gaps: Vec<_> = first.into_iter().chain(between).collect();
    gaps.extend(pairs.last().map(|last| (&a[last.0 + 1..], &b[last.1 + 1..])));
    gaps
}

/// Where the words of a text lie, marks around them included; a long dash parts words as a space does.
fn words(text: &str) -> Vec<Range<usize>> {
    let parts = |ch: char| ch.is_whitespace() || matches!(ch, '—' | '―');
    let mut found = Vec::new();
    let mut start = 0;
    for piece in text.split_inclusive(parts) {
        let word = piece.trim_end_matches(parts);
        if word.contains(char::is_alphanumeric) {
            found.push(start..start + word.len());
        }
        start += piece.len();
        if found.len() == MOST_WORDS {
            break;
        }
    }
    found
}

/// The stretch of `text` from the first to the last of `words`.
fn slice(text: &str, words: &[Range<usize>]) -> Option<String> {
    let stretch = text.get(words.first()?.start..words.last()?.end)?;
    Some(stretch.trim_matches(|ch: char| !ch.is_alphanumeric()).to_string())
}

/// The longest common subsequence of two lists of words, as pairs of indices.
fn common(ours: &str, a: &[Range<usize>], theirs: &str, b: &[Range<usize>]) -> Vec<(usize, usize)> {
    let plain = |text: &str, words: &[Range<usize>]| -> Vec<String> {
        words.iter().map(|word| normal(&text[word.clone()])).collect()
    };
    let (a, b) = (plain(ours, a), plain(theirs, b));
    let mut best = vec![vec![0u8; b.len() + 1]; a.len() + 1];
    for (i, word) in a.iter().enumerate().rev() {
        for (j, other) in b.iter().enumerate().rev() {
            best[i][j] = if word == other { best[i + 1][j + 1] + 1 } else { best[i + 1][j].max(best[i][j + 1]) };
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    // Of several ways to match, the earliest: "the truce" is not looked for at the far end of a sentence.
    while best[i][j] > 0 {
        let first = (0..(a.len() - i) + (b.len() - j)).find_map(|sum| {
            let among = (0..=sum).map(|step| (i + step, j + sum - step));
            among
                .filter(|(x, y)| *x < a.len() && *y < b.len())
                .find(|(x, y)| a[*x] == b[*y] && best[*x][*y] == best[i][j])
        });
        let Some((x, y)) = first else { break };
        pairs.push((x, y));
        (i, j) = (x + 1, y + 1);
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::{Difference, between};

    #[track_caller]
    fn check(ours: &str, theirs: &str, ends: bool, expected: Difference) {
        assert_eq!(between(ours, theirs, ends), expected);
    }

    fn words(ours: &str, theirs: &str) -> Difference {
        Difference::Words(vec![(ours.into(), theirs.into())])
    }

    #[test]
    fn words_between_words_in_common_differ() {
        let here = "the two leaders reiterated their commitment to strengthening the truce";
        let there = "the minister reiterated his commitment to preserving the truce";
        let both = [("two leaders", "minister"), ("strengthening", "preserving")];
        let both = both.map(|(ours, theirs)| (ours.to_string(), theirs.to_string())).to_vec();
        check(here, there, false, Difference::Words(both));
        check(
            "reiterated their commitment to strengthening the cease-fire,",
            "Putin reiterated his commitment to preserving the partial cease-fire",
            false,
            words("strengthening", "preserving"),
        );
        check("to “mend the road” soon", "to “close the road” soon", false, words("mend", "close"));
    }

    #[test]
    fn type_is_no_difference() {
        check("\"we don't know,\" she said", "“we don’t know,” she said", true, Difference::None);
        check("from 2010-2011 – or later", "from 2010–2011 - or later", true, Difference::None);
        check("a road—closed for good", "a road — closed for good", true, Difference::None);
        check(
            "state-funded travel for the workforce",
            "state funded travel for the work force",
            false,
            Difference::None,
        );
        check("he doesn't know her", "he didn’t know her", true, words("doesn't", "didn’t"));
    }

    #[test]
    fn scattered_words_are_no_version() {
        let long =
            "the culture of the firm sees women as weak, and that means for their pay at all times what men call luck";
        check(long, "women and rich men", true, Difference::Unlike);
    }

    #[test]
    fn the_ends_of_a_quotation_count() {
        check("ten times too much", "ten times too high", true, words("much", "high"));
        check("ten times too much", "ten times too high", false, Difference::Unlike);
    }

    #[test]
    fn what_only_adds_or_shares_too_little_has_no_other_words() {
        check("the road is closed", "the road is closed for good", true, Difference::Shorter);
        check("The road is closed,", "the road is closed", true, Difference::None);
        check("the road is closed", "a bridge fell on Monday", true, Difference::Unlike);
        check("", "", true, Difference::Unlike);
    }
}
