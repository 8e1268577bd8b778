//! What differs between two versions of a statement.

use std::ops::Range;

use super::elsewhere::{OtherVersion, normal};
use crate::analysis::ArticleAnalysis;
use crate::corpus::Snapshot;
use crate::text::Span;

/// Words of a version that are compared; statements are short, and the work is quadratic in this.
const MOST_WORDS: usize = 60;
/// Words of a difference; more are another sentence.
const MOST_SHOWN: usize = 6;
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
    (between(here.slice(ours), there.slice(theirs), quotes.is_some()), quotes.is_some())
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
    if pairs.len() * 2 < a.len().min(b.len()).max(2) {
        return Difference::Unlike;
    }
    let places = gaps(&pairs, (a.as_slice(), b.as_slice()), ends).into_iter();
    let mut found: Vec<(String, String)> = places
        .filter(|(a, b)| [a, b].iter().all(|words| (1..=MOST_SHOWN).contains(&words.len())))
        .filter_map(|(a, b)| slice(ours, a).zip(slice(theirs, b)))
        .collect();
    // "their" against "his" says less than "strengthening" against "preserving".
    if found.iter().any(|(ours, theirs)| telling(ours) && telling(theirs)) {
        found.retain(|(ours, theirs)| telling(ours) && telling(theirs));
    }
    found.truncate(MOST_PLACES);
    if !found.is_empty() {
        return Difference::Words(found);
    }
    match (a.len() - pairs.len(), b.len() - pairs.len()) {
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

/// The stretches between words in common, side by side.
fn gaps<'a>(pairs: &[(usize, usize)], (a, b): (Words<'a>, Words<'a>), ends: bool) -> Vec<(Words<'a>, Words<'a>)> {
    let between = pairs.windows(2).map(|pair| (&a[pair[0].0 + 1..pair[1].0], &b[pair[0].1 + 1..pair[1].1]));
    let first = pairs.first().map(|first| (&a[..first.0], &b[..first.1]));
    let mut gaps: Vec<_> = first.into_iter().chain(between).collect();
    if let (true, Some(last)) = (ends, pairs.last()) {
        gaps.push((&a[last.0 + 1..], &b[last.1 + 1..]));
    }
    gaps
}

/// Where the words of a text lie, marks around them included.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
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
    while i < a.len() && j < b.len() {
        if a[i] == b[j] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if best[i + 1][j] >= best[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
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
        check("to “mend the road” soon", "to “close the road” soon", false, words("mend", "close"));
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
