//! Where somebody says something, quoted or not.

use crate::analysis::stages::Cited;
use crate::text::Span;

/// All that somebody says, in the order of the text; what touches is one.
pub(super) struct Contents(Vec<Span>);

impl Contents {
    pub(super) fn of(cited: &Cited) -> Self {
        let mut all: Vec<Span> = cited.attributions.iter().flat_map(|it| it.content.iter().copied()).collect();
        all.sort_unstable();
        all.dedup_by(|next, last| {
            let touch = next.start <= last.end;
            if touch {
                last.end = last.end.max(next.end);
            }
            touch
        });
        Self(all)
    }

    /// True at a byte offset within what somebody says.
    pub(super) fn hold(&self, offset: u32) -> bool {
        let behind = self.0.partition_point(|span| span.start <= offset);
        self.0.get(..behind).and_then(<[Span]>::last).is_some_and(|span| span.contains(offset))
    }
}
