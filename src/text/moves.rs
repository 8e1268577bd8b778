//! Edits followed: where a stretch of a text stands after the text was edited.

use super::Span;

/// More edits than these are not followed one by one.
const MOST: usize = 10_000;

/// Edits of a text, each of what the one before has left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moves(Vec<(Span, u32)>);

/// A stretch after edits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Where it stands; empty where nothing of it is left.
    pub span: Span,
    /// Bytes of it that are still there.
    pub kept: u32,
}

impl Moves {
    /// A further edit: a stretch of the text as it is by now is replaced by so many bytes.
    pub fn push(&mut self, replaced: Span, by: u32) {
        self.0.push((replaced, by));
    }

    /// These edits and then others; `None` when they are too many to follow.
    #[must_use]
    pub fn then(mut self, later: Self) -> Option<Self> {
        self.0.extend(later.0);
        (self.0.len() <= MOST).then_some(self)
    }

    /// True when there is no edit.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How long a text of so many bytes is afterwards; `None` when the edits are not of such a text.
    pub fn length(&self, before: usize) -> Option<usize> {
        self.0.iter().try_fold(before, |length, (span, by)| {
            let end = usize::try_from(span.end).ok().filter(|end| *end <= length)?;
            let start = usize::try_from(span.start).ok()?;
            Some(length - (end - start) + usize::try_from(*by).ok()?)
        })
    }

    /// Where a stretch stands afterwards. What is written before it or behind it is none of it, what is written within it is.
    pub fn follow(&self, span: Span) -> Moved {
        let moved = Moved { span, kept: span.len() };
        self.0.iter().fold(moved, |Moved { span, kept }, (gone, by)| {
            if gone.start >= span.end {
                return Moved { span, kept };
            }
            if gone.end <= span.start {
                let shift = |at: u32| at - gone.len() + by;
                return Moved { span: Span::new(shift(span.start), shift(span.end)), kept };
            }
            // What an edit across an edge has written is none of it.
            let within = gone.start >= span.start && gone.end <= span.end && *gone != span;
            let start = if gone.start < span.start { gone.start + by } else { span.start };
            let left = span.len() - gone.overlap(span);
            let end = start + left + if within { *by } else { 0 };
            Moved { span: Span::new(start, end), kept: kept.saturating_sub(gone.overlap(span)) }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is left of the bracketed words after replacing the words in braces by others: shown with brackets again.
    #[track_caller]
    fn check(text: &str, from: &str, to: &str, expected: &str) {
        let start = text.find('[').unwrap();
        let end = text.find(']').unwrap() - 1;
        let plain = text.replace(['[', ']'], "");
        let at = plain.find(from).unwrap();
        let mut moves = Moves::default();
        moves.push(Span::of(at..at + from.len()), Span::of(0..to.len()).end);
        let now = plain.replacen(from, to, 1);
        assert_eq!(moves.length(plain.len()), Some(now.len()));
        let span = moves.follow(Span::of(start..end)).span;
        let (start, end) = (span.start as usize, span.end as usize);
        assert_eq!(format!("{}[{}]{}", &now[..start], &now[start..end], &now[end..]), expected);
    }

    #[test]
    fn stretches_follow_edits() {
        check("Mayor [Ana Reed] slept", "Mayor ", "", "[Ana Reed] slept");
        check("Mayor [Ana Reed] slept", "slept", "ran far", "Mayor [Ana Reed] ran far");
        check("Mayor [Ana Reed] slept", "na R", "nna M. R", "Mayor [Anna M. Reed] slept");
        check("Mayor [Ana Reed] slept", "Mayor Ana", "She,", "She,[ Reed] slept");
        check("Mayor [Ana Reed] slept", "Reed slept", "left", "Mayor [Ana ]left");
        check("Mayor [Ana Reed] slept", "Ana Reed", "Sam", "Mayor []Sam slept");
        check("Mayor [Ana Reed] slept", "or Ana Reed s", "", "May[]lept");
    }

    #[test]
    fn what_is_written_at_an_edge_is_none_of_it() {
        let insert = |at: u32| {
            let mut moves = Moves::default();
            moves.push(Span::new(at, at), 3);
            moves.follow(Span::new(5, 9))
        };
        assert_eq!(insert(5), Moved { span: Span::new(8, 12), kept: 4 });
        assert_eq!(insert(9), Moved { span: Span::new(5, 9), kept: 4 });
        assert_eq!(insert(7), Moved { span: Span::new(5, 12), kept: 4 });
    }

    #[test]
    fn edits_of_another_text_are_told() {
        let mut moves = Moves::default();
        moves.push(Span::new(3, 7), 1);
        assert_eq!((moves.length(7), moves.length(6)), (Some(4), None));
        let twice = moves.clone().then(moves).unwrap();
        assert_eq!((twice.length(11), twice.length(9)), (Some(5), None));
    }
}
