//! A change carried over to a text that has changed elsewhere meanwhile, line by line, and the splice between two texts.

use super::edit::Change;
use crate::text::Span;

/// Lines before and behind that tell apart places where the same lines stand.
const AROUND: usize = 40;

/// `now` with what differs between `from` and `to` done in it; `None` where the lines that it is about do not stand in
/// `now` as they do in `from`, or stand there twice and nothing tells which.
pub fn carry_over(from: &str, to: &str, now: &str) -> Option<String> {
    if now == from {
        return Some(to.to_owned());
    }
    let [from, to, now] = [from, to, now].map(|text| text.split_inclusive('\n').collect::<Vec<&str>>());
    let shorter = from.len().min(to.len());
    let before = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
    let behind = from.iter().rev().zip(to.iter().rev()).take(shorter - before);
    let behind = behind.take_while(|(one, other)| one == other).count();
    let (old, new) = (&from[before..from.len() - behind], &to[before..to.len() - behind]);
    let alike = |at: &usize| {
        let above = from[..before].iter().rev().zip(now[..*at].iter().rev()).take(AROUND);
        let below = from[before + old.len()..].iter().zip(&now[*at + old.len()..]).take(AROUND);
        let same = |(one, other): &(&&str, &&str)| one == other;
        (above.take_while(same).count(), below.take_while(same).count())
    };
    let stands = |at: &usize| now[*at..].starts_with(old);
    // What only adds lines goes below the line that it was below.
    let fits = |at: &usize| !old.is_empty() || (before == 0 && *at == 0) || alike(at).0 > 0;
    let mut places: Vec<(usize, usize)> = (0..=now.len() - old.len().min(now.len()))
        .filter(|at| stands(at) && fits(at))
        .map(|at| (alike(&at).0 + alike(&at).1, at))
        .collect();
    places.sort_unstable();
    let (best, at) = places.pop()?;
    if places.last().is_some_and(|(next, _)| *next == best) {
        return None;
    }
    Some([&now[..at], new, &now[at + old.len()..]].concat().concat())
}

/// What makes one text of another: the smallest splice; `None` where they are the same.
pub fn splice(from: &str, to: &str) -> Option<Change> {
    let common = |pairs: &mut dyn Iterator<Item = (char, char)>| -> usize {
        pairs.take_while(|(one, other)| one == other).map(|(one, _)| one.len_utf8()).sum()
    };
    let before = common(&mut from.chars().zip(to.chars()));
    let (rest, with) = (&from[before..], &to[before..]);
    let behind = common(&mut rest.chars().rev().zip(with.chars().rev()));
    let with = &with[..with.len() - behind];
    let span = Span::of(before..from.len() - behind);
    (!span.is_empty() || !with.is_empty()).then(|| Change { span, with: with.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_splice_is_as_small_as_can_be() {
        let shown = |from, to| splice(from, to).map(|change| (change.span, change.with));
        assert_eq!(shown("añb", "aéb"), Some((Span::new(1, 3), "é".to_owned())));
        assert_eq!(shown("aaa", "aa"), Some((Span::new(2, 3), String::new())));
        assert_eq!(shown("", "x"), Some((Span::new(0, 0), "x".to_owned())));
        assert_eq!(shown("x", "x"), None);
    }

    #[track_caller]
    fn check(from: &str, to: &str, now: &str, expected: Option<&str>) {
        assert_eq!(carry_over(from, to, now).as_deref(), expected);
    }

    #[test]
    fn a_change_is_taken_back_where_it_stands() {
        let (before, after) = ("[a]\nx = 1\n[b]\nx = 1\n", "[a]\nx = 1\n[b]\nx = 2\n");
        check(after, before, after, Some(before));
        check(after, before, "# mine\n[a]\nx = 2\n[b]\nx = 2\n", Some("# mine\n[a]\nx = 2\n[b]\nx = 1\n"));
        check(after, before, "[a]\nx = 1\n[b]\nx = 2 # no\n", None);
        // Twice, and nothing tells which.
        check("x = 2\n", "x = 1\n", "y\nx = 2\nz\nx = 2\n", None);
    }

    #[test]
    fn lines_that_were_added_go_and_come_back() {
        let (before, after) = ("# ours\n", "# ours\n\n[a]\nx = 1\n");
        check(after, before, "# ours\n\n[a]\nx = 1\n\n[b]\ny = 1\n", Some("# ours\n\n[b]\ny = 1\n"));
        check(before, after, "# ours\n\n[b]\ny = 1\n", Some("# ours\n\n[a]\nx = 1\n\n[b]\ny = 1\n"));
        check(before, after, "# theirs\n", None);
        check("", "x = 1\n", "# theirs\n", Some("x = 1\n# theirs\n"));
        check("x = 1\n", "", "", None);
    }
}
