//! The first words that differ between two versions of a statement.

use std::ops::Range;

use crate::ide::elsewhere::normal;

/// Words of a version that are compared; statements are short, and the work is quadratic in this.
const MOST_WORDS: usize = 60;
/// Words of a difference that are shown.
const MOST_SHOWN: usize = 6;

/// The first place where both versions have words of their own between words in common, as slices of each. `None`
/// when one only adds to the other, or when they share too little to compare.
pub(super) fn first(ours: &str, theirs: &str) -> Option<(String, String)> {
    let (a, b) = (words(ours), words(theirs));
    let pairs = common(ours, &a, theirs, &b);
    if pairs.len() * 2 < a.len().min(b.len()).max(4) {
        return None;
    }
    pairs.windows(2).find_map(|pair| {
        let (a, b) = (&a[pair[0].0 + 1..pair[1].0], &b[pair[0].1 + 1..pair[1].1]);
        let fits = |words: &[Range<usize>]| (1..=MOST_SHOWN).contains(&words.len());
        if fits(a) && fits(b) { Some((slice(ours, a)?, slice(theirs, b)?)) } else { None }
    })
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
    use super::first;

    #[track_caller]
    fn check(ours: &str, theirs: &str, expected: Option<(&str, &str)>) {
        let found = first(ours, theirs);
        assert_eq!(found.as_ref().map(|(a, b)| (a.as_str(), b.as_str())), expected);
    }

    #[test]
    fn words_between_words_in_common_differ() {
        let here = "the two leaders reiterated their commitment to strengthening the truce";
        let there = "the minister reiterated his commitment to preserving the truce";
        check(here, there, Some(("two leaders", "minister")));
        check("to “mend the road” soon", "to “close the road” soon", Some(("mend", "close")));
    }

    #[test]
    fn what_only_adds_or_shares_too_little_does_not_differ() {
        check("the road is closed", "the road is closed for good", None);
        check("the road is closed", "a bridge fell on Monday", None);
        check("", "", None);
    }
}
