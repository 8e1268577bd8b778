//! Which articles are about one event: pairs of articles.

use std::collections::BTreeMap;

use super::super::tally::Tally;

/// A pair of articles, by number, that is one event on one side only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrongPair {
    /// The first.
    pub a: usize,
    /// The second.
    pub b: usize,
    /// Whether they are one event in the gold.
    pub one: bool,
}

/// Counts the pairs of articles that are together; for each article its event in the gold and the one that was found.
/// Of two events that were merged, or one that was divided, one pair is told.
pub fn measure(articles: &[(&str, usize)]) -> (Tally, Vec<WrongPair>) {
    let mut cells: BTreeMap<(&str, usize), Vec<usize>> = BTreeMap::new();
    let (mut gold, mut found) = (BTreeMap::<&str, usize>::new(), BTreeMap::<usize, usize>::new());
    for (nth, &(event, group)) in articles.iter().enumerate() {
        cells.entry((event, group)).or_default().push(nth);
        *gold.entry(event).or_default() += 1;
        *found.entry(group).or_default() += 1;
    }
    let pairs = |count: usize| count * (count - 1) / 2;
    let right = cells.values().map(|cell| pairs(cell.len())).sum();
    let tally = Tally {
        found: found.values().copied().map(pairs).sum(),
        found_right: right,
        gold: gold.values().copied().map(pairs).sum(),
        gold_right: right,
    };
    let mut wrong = Vec::new();
    let (mut of_event, mut of_group) = (BTreeMap::<&str, usize>::new(), BTreeMap::<usize, usize>::new());
    for (&(event, group), cell) in &cells {
        let Some(&b) = cell.first() else { continue };
        if let Some(&a) = of_event.get(event) {
            wrong.push(WrongPair { a, b, one: true });
        }
        if let Some(&a) = of_group.get(&group) {
            wrong.push(WrongPair { a, b, one: false });
        }
        of_event.entry(event).or_insert(b);
        of_group.entry(group).or_insert(b);
    }
    (tally, wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_counted_and_one_of_each_error_is_told() {
        // Event x is three articles, one of them found with the two of y; z is alone.
        let articles = [("x", 1), ("x", 1), ("x", 2), ("y", 2), ("y", 2), ("z", 3)];
        let (tally, wrong) = measure(&articles);
        assert_eq!(tally, Tally { found: 4, found_right: 2, gold: 4, gold_right: 2 });
        assert_eq!(wrong, [WrongPair { a: 0, b: 2, one: true }, WrongPair { a: 2, b: 3, one: false }]);
    }
}
