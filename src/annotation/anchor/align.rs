//! Approximate search: where in a text something like a pattern stands.

use std::ops::Range;

/// Where the middle of a pattern stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Letters that had to be put in, taken out or changed.
    pub(super) cost: usize,
    pub(super) start: usize,
    pub(super) end: usize,
}

#[derive(Clone, Copy)]
struct Cell {
    cost: u32,
    /// Where in the text the pattern, and the part of it that is asked for, begin and end on the way here.
    from: u32,
    start: u32,
    end: u32,
}

/// The best places for a pattern in a text that do not overlap, best first, each with where the part `words` of it is.
/// Takes as many steps as both are long, multiplied.
pub(super) fn align(pattern: &[char], words: Range<usize>, text: &[char], most: usize) -> Vec<Found> {
    let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let fresh = |at: u32| Cell { cost: 0, from: at, start: at, end: at };
    // Down the pattern, before any of the text.
    let mut column: Vec<Cell> = (0..=pattern.len()).map(|row| Cell { cost: number(row), ..fresh(0) }).collect();
    let mut ends: Vec<Cell> = vec![column[pattern.len()]];
    for (at, letter) in text.iter().enumerate() {
        let here = number(at + 1);
        let mut diagonal = column[0];
        column[0] = fresh(here);
        for (row, wanted) in pattern.iter().enumerate() {
            let (above, left) = (column[row], column[row + 1]);
            let changed = diagonal.cost + u32::from(wanted != letter);
            column[row + 1] = if changed <= above.cost + 1 && changed <= left.cost + 1 {
                step(diagonal, changed, row, &words, here - 1..here)
            } else if above.cost < left.cost {
                step(above, above.cost + 1, row, &words, here..here)
            } else {
                // A letter of the text that the pattern has not.
                Cell { cost: left.cost + 1, ..left }
            };
            diagonal = left;
        }
        ends.push(column[pattern.len()]);
    }
    let mut order: Vec<usize> = (0..ends.len()).collect();
    order.sort_by_key(|at| ends[*at].cost);
    let mut kept: Vec<(Range<usize>, Found)> = Vec::new();
    for at in order {
        if kept.len() == most {
            break;
        }
        let cell = ends[at];
        let range = cell.from as usize..at.max(cell.from as usize + 1);
        if kept.iter().all(|(other, _)| range.end <= other.start || other.end <= range.start) {
            let found = Found { cost: cell.cost as usize, start: cell.start as usize, end: cell.end as usize };
            kept.push((range, found));
        }
    }
    kept.into_iter().map(|(_, found)| found).collect()
}

/// One row further down the pattern, over some letters of the text.
fn step(from: Cell, cost: u32, row: usize, words: &Range<usize>, over: Range<u32>) -> Cell {
    let start = if row == words.start { over.start } else { from.start };
    let end = if row + 1 == words.end { over.end } else { from.end };
    Cell { cost, start, end, ..from }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(prefix: &str, words: &str, suffix: &str, text: &str, expected: &str) {
        let [prefix, words, suffix] = [prefix, words, suffix].map(|part| part.chars().collect::<Vec<_>>());
        let pattern = [prefix.as_slice(), &words, &suffix].concat();
        let text: Vec<char> = text.chars().collect();
        let found = align(&pattern, prefix.len()..prefix.len() + words.len(), &text, 2);
        let shown: String = text[found[0].start..found[0].end].iter().collect();
        assert_eq!(shown, expected, "{found:?}");
    }

    #[test]
    fn words_are_found_though_letters_changed() {
        check("the ", "mayor", " said", "Then the mayor said so.", "mayor");
        check("the ", "mayor", " said", "Then the major said so.", "major");
        check("the ", "mayor of Weston", " said", "Then the mayor of West Weston said so.", "mayor of West Weston");
        check("the ", "mayor", " said", "Then a mayor told us so, and the dog barked.", "mayor");
        check("", "mayor", "", "mayor", "mayor");
    }

    #[test]
    fn places_do_not_overlap() {
        let letters = |text: &str| text.chars().collect::<Vec<_>>();
        let found = align(&letters("said"), 0..4, &letters("he said, she saidx"), 3);
        assert_eq!(found[..2], [Found { cost: 0, start: 3, end: 7 }, Found { cost: 0, start: 13, end: 17 }]);
    }
}
