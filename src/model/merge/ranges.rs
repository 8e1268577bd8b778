//! Ranges of tokens, and how they lie to one another.

use std::ops::Range;

/// Tokens that two sets of ranges share.
pub(crate) fn common(a: &[Range<usize>], b: &[Range<usize>]) -> usize {
    let both = |a: &Range<usize>, b: &Range<usize>| a.end.min(b.end).saturating_sub(a.start.max(b.start));
    a.iter().flat_map(|a| b.iter().map(move |b| both(a, b))).sum()
}

/// The index of the range nearest to another among those that fit, by the gap between them. Ranges stand in order.
pub(crate) fn nearest(
    ranges: &[Range<usize>],
    to: &Range<usize>,
    fits: impl Fn(&Range<usize>) -> bool,
) -> Option<usize> {
    /// So many on each side are looked at, so that time stays linear.
    const LOOK: usize = 4;
    let after = ranges.partition_point(|range| range.start < to.end);
    let gap = |range: &Range<usize>| {
        if range.end <= to.start { to.start - range.end } else { range.start.saturating_sub(to.end) }
    };
    let near = after.saturating_sub(LOOK)..(after + LOOK).min(ranges.len());
    near.filter(|at| fits(&ranges[*at])).min_by_key(|at| gap(&ranges[*at]))
}
