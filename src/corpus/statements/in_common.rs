//! Whether two stretches of text have enough in common to stand side by side.

use rustc_hash::FxHashSet;

use crate::corpus::features::content::CONTENT;
use crate::lexicon::idf::{Idf, stem};

/// Content words in common that are enough when they are half of the shorter stretch.
const FEW: usize = 2;
/// Content words in common that are enough when they are a quarter of the shorter stretch.
const MANY: usize = 4;
/// Words in a row, one of them a content word, that are enough by themselves.
const RUN: usize = 3;
/// Words of a stretch that are looked at.
const MOST: usize = 2000;

/// True when two stretches share enough content words to be two versions of one statement. A pronoun beside a sentence
/// shares nothing, and one word ("bishops") is a topic; between quotation marks (`quoted`) one word may be all that is
/// taken over.
pub(crate) fn enough_in_common(idf: &Idf, one: &str, other: &str, quoted: bool) -> bool {
    let (one, other) = (stems(one), stems(other));
    let content =
        |stems: &[String]| stems.iter().filter(|stem| is_content(idf, stem)).cloned().collect::<FxHashSet<_>>();
    let (ours, theirs) = (content(&one), content(&other));
    let shared = ours.intersection(&theirs).count();
    let least = ours.len().min(theirs.len());
    let covered = quoted && shared > 0 && shared == least;
    covered || shared >= FEW && 2 * shared >= least || shared >= MANY && 4 * shared >= least || run(idf, &one, &other)
}

fn run(idf: &Idf, one: &[String], other: &[String]) -> bool {
    let theirs: FxHashSet<&[String]> = other.windows(RUN).collect();
    one.windows(RUN).any(|run| run.iter().any(|stem| is_content(idf, stem)) && theirs.contains(run))
}

fn stems(text: &str) -> Vec<String> {
    let words = text.split(|ch: char| ch.is_whitespace() || matches!(ch, '–' | '—'));
    words.map(stem).filter(|stem| !stem.is_empty()).take(MOST).collect()
}

fn is_content(idf: &Idf, stem: &str) -> bool {
    stem.len() > 1 && idf.idf(stem) >= CONTENT
}

#[cfg(test)]
mod tests {
    use super::enough_in_common;

    #[track_caller]
    fn check(one: &str, other: &str, quoted: bool, expected: bool) {
        let idf = &crate::lexicon::Language::english().idf;
        assert_eq!(enough_in_common(idf, one, other, quoted), expected);
        assert_eq!(enough_in_common(idf, other, one, quoted), expected, "the other way round");
    }

    #[test]
    fn a_word_is_no_statement() {
        check("it", "“I want to see the certificate,”", false, false);
        check("to be both judges and victims.", "who", false, false);
        check("“all the bishops,”", "the letters do not express the views of all U.S. bishops", false, false);
        check("", "", true, false);
    }

    #[test]
    fn content_in_common_is_one() {
        check("he asked the director to drop the inquiry", "that the director drop his inquiry", false, true);
        check("“a plan”", "“a plan – for the bridge”", true, true);
        check("the bishops’ letters", "letters of the bishops", false, true);
    }

    #[test]
    fn one_quoted_word_may_be_all_that_is_taken_over() {
        check("“destroyed”", "“They destroyed his life”", true, true);
        check("destroyed", "They destroyed his life", false, false);
    }
}
