//! The file of an article's annotations, or of those between articles: one a line.
//!
//! Every line is kept, also one that nobody understands; what is understood counts. Of two lines with one id the later
//! counts: where one person wrote both, the other is gone with the next writing, else both stay and it is said.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use super::line::{Annotation, LONGEST};

mod draft;

/// Something about a line that its owner should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Which line, from 1.
    pub line: u32,
    /// What is wrong and what to do.
    pub message: String,
    /// True where the line counts all the same.
    pub counts: bool,
}

#[derive(Clone, Debug)]
enum Content {
    /// Nothing is there.
    Blank,
    /// Kept, but without effect, for this reason.
    Bad(String),
    Good(Arc<Annotation>),
}

/// A line.
#[derive(Clone, Debug)]
struct Row {
    /// Where it stands in the file, without its end.
    span: Range<usize>,
    content: Content,
}

/// The lines of a file.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The file, as it is.
    bytes: Vec<u8>,
    rows: Vec<Row>,
    /// True when these are the bytes that it is written with, for all that is known.
    as_written: bool,
    index: OnceLock<Index>,
}

/// Which lines count.
#[derive(Clone, Debug, Default)]
struct Index {
    /// In the order of the file.
    counting: Vec<usize>,
    /// Lines with one id, by the id.
    doubles: Vec<Vec<usize>>,
}

impl Row {
    fn good(&self) -> Option<&Arc<Annotation>> {
        match &self.content {
            Content::Good(annotation) => Some(annotation),
            _ => None,
        }
    }
}

fn content(bytes: &[u8]) -> Content {
    const MARKERS: [&[u8]; 4] = [b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>"];
    if bytes.len() > LONGEST {
        return Content::Bad(format!(
            "this line has {} bytes, which no annotation has; mend or remove it",
            bytes.len()
        ));
    }
    if MARKERS.iter().any(|marker| bytes.starts_with(marker)) {
        return Content::Bad("a mark of an unfinished merge; keep the lines around it and remove this one".to_owned());
    }
    if bytes.contains(&0) {
        return Content::Bad("this line holds NUL bytes; restore it from a backup or remove it".to_owned());
    }
    match std::str::from_utf8(bytes).map(str::trim) {
        Err(_) => Content::Bad("this line is not UTF-8; mend or remove it".to_owned()),
        Ok("") => Content::Blank,
        Ok(line) => match Annotation::parse(line) {
            Ok(annotation) => Content::Good(Arc::new(annotation)),
            Err(why) => Content::Bad(format!("no annotation that can be read: {why}")),
        },
    }
}

/// How many bytes two files have in common at their beginnings.
fn shared_head(one: &[u8], other: &[u8]) -> usize {
    const BLOCK: usize = 4096;
    let blocks = one.chunks(BLOCK).zip(other.chunks(BLOCK)).take_while(|(one, other)| one == other).count();
    let same = (blocks * BLOCK).min(one.len()).min(other.len());
    same + one[same..].iter().zip(&other[same..]).take_while(|(one, other)| one == other).count()
}

/// The same at their ends.
fn shared_tail(one: &[u8], other: &[u8]) -> usize {
    const BLOCK: usize = 4096;
    let blocks = one.rchunks(BLOCK).zip(other.rchunks(BLOCK)).take_while(|(one, other)| one == other).count();
    let same = (blocks * BLOCK).min(one.len()).min(other.len());
    let rest = one[..one.len() - same].iter().rev().zip(other[..other.len() - same].iter().rev());
    same + rest.take_while(|(one, other)| one == other).count()
}

/// Reads lines. Nothing at all is no line.
fn read(bytes: &[u8], part: Range<usize>, all: bool) -> Vec<Row> {
    let Some(rest) = bytes.get(part.clone()).filter(|rest| !rest.is_empty()) else { return Vec::new() };
    let rest = rest.strip_suffix(b"\n").unwrap_or(rest);
    if all && rest.is_empty() {
        return Vec::new();
    }
    let mut start = part.start;
    let row = |line: &[u8]| {
        let begin = start;
        start += line.len() + 1;
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        Row { span: begin..begin + line.len(), content: content(line) }
    };
    rest.split(|byte| *byte == b'\n').map(row).collect()
}

impl Page {
    /// Reads the bytes of a file. Lines that `known` has too, at its beginning and at its end, are not parsed again.
    pub fn parse(bytes: impl Into<Vec<u8>>, known: Option<&Self>) -> Self {
        let bytes = bytes.into();
        let begin = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        let none = Self::default();
        let known = known.unwrap_or(&none);
        let head = shared_head(&bytes, &known.bytes);
        // Whole lines, with their ends.
        let next = |at: usize| known.rows.get(at + 1).map_or(known.bytes.len(), |row| row.span.start);
        let whole = |at: usize| next(at) <= head && known.bytes.get(next(at) - 1) == Some(&b'\n');
        let first = known.rows.partition_point(|row| row.span.end < head);
        let first = (0..=first.min(known.rows.len())).rev().find(|count| *count == 0 || whole(count - 1)).unwrap_or(0);
        let from = if first == 0 { begin } else { next(first - 1) };
        let left = (bytes.len() - from).min(known.bytes.len().saturating_sub(from));
        let tail = shared_tail(&bytes, &known.bytes).min(left);
        // What stands before the first of them has to be the end of a line.
        let in_tail = |row: &Row| row.span.start > known.bytes.len() - tail;
        let last = known.rows.partition_point(|row| !in_tail(row)).max(first).max(known.rows.len().min(1));
        let until = known.rows.get(last).map_or(bytes.len(), |row| bytes.len() - (known.bytes.len() - row.span.start));
        let mut rows = known.rows[..first].to_vec();
        rows.extend(read(&bytes, from..until, first == 0 && last == known.rows.len()));
        rows.extend(known.rows[last..].iter().map(|row| {
            let moved = |at: usize| bytes.len() - (known.bytes.len() - at);
            Row { span: moved(row.span.start)..moved(row.span.end), content: row.content.clone() }
        }));
        Self { bytes, rows, as_written: false, index: OnceLock::new() }
    }

    /// The file, as it is.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn bytes_of(&self, at: usize) -> &[u8] {
        &self.bytes[self.rows[at].span.clone()]
    }

    fn text(&self, at: usize) -> &str {
        std::str::from_utf8(self.bytes_of(at)).unwrap_or_default()
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| {
            let mut first: FxHashMap<&str, usize> = FxHashMap::default();
            let mut doubles: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
            for (at, row) in self.rows.iter().enumerate() {
                let Some(annotation) = row.good() else { continue };
                let before = *first.entry(&annotation.id).or_insert(at);
                if before != at {
                    doubles.entry(&annotation.id).or_insert_with(|| vec![before]).push(at);
                }
            }
            let counts = |(id, at): (&str, usize)| doubles.get(id).map_or(Some(at), |of_one| self.counts(of_one));
            let mut counting: Vec<usize> = first.into_iter().filter_map(counts).collect();
            counting.sort_unstable();
            Index { counting, doubles: doubles.into_values().collect() }
        })
    }

    /// Of lines with one id, that which counts.
    fn counts(&self, of_one: &[usize]) -> Option<usize> {
        let age = |at: usize| (self.rows[at].good().and_then(|one| one.when()), self.bytes_of(at));
        of_one.iter().copied().max_by(|a, b| age(*a).cmp(&age(*b)))
    }

    /// Those that count, in the order of the file.
    pub fn annotations(&self) -> impl Iterator<Item = &Arc<Annotation>> {
        self.index().counting.iter().filter_map(|at| self.rows[*at].good())
    }

    /// The line of an id; of several that which counts.
    pub fn line(&self, id: &str) -> Option<&str> {
        self.place(id).map(|at| self.text(at))
    }

    /// On which line an id stands, from 0.
    pub fn number(&self, id: &str) -> Option<u32> {
        self.place(id).and_then(|at| u32::try_from(at).ok())
    }

    fn place(&self, id: &str) -> Option<usize> {
        let own = |(_, row): &(usize, &Row)| row.good().is_some_and(|annotation| &*annotation.id == id);
        let of_one: Vec<usize> = self.rows.iter().enumerate().filter(own).map(|(at, _)| at).collect();
        self.counts(&of_one)
    }

    /// What is wrong, in the order of the lines.
    pub fn faults(&self) -> Vec<Fault> {
        let number = |at: usize| u32::try_from(at + 1).unwrap_or(u32::MAX);
        let mut faults: Vec<Fault> = Vec::new();
        for (at, row) in self.rows.iter().enumerate() {
            if let Content::Bad(message) = &row.content {
                faults.push(Fault { line: number(at), message: message.clone(), counts: false });
            }
        }
        for of_one in &self.index().doubles {
            let Some(later) = self.counts(of_one).and_then(|at| Some((at, self.rows[at].good()?))) else { continue };
            for at in of_one.iter().copied().filter(|at| self.conflicts(*at, later.0)) {
                let who = self.rows[at].good().map_or("", |one| &one.creator);
                let (line, other) = (number(at), number(later.0));
                let message = format!(
                    "{who} and {} both changed this annotation; line {other} is the later and counts. Remove one",
                    later.1.creator
                );
                faults.push(Fault { line, message, counts: false });
            }
        }
        faults.sort_by_key(|fault| fault.line);
        faults
    }

    /// True for a line that has one id with that which counts, but is somebody else's.
    fn conflicts(&self, at: usize, counting: usize) -> bool {
        let (one, other) = (self.rows[at].good(), self.rows[counting].good());
        one.zip(other).is_some_and(|(one, other)| one != other && one.creator != other.creator)
    }

    /// True when there is no line at all.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(id: &str, start: u32, who: &str, day: u32) -> String {
        format!(
            r#"{{"id":"{id}","modified":"2026-11-{day:02}T00:00:00Z","creator":{{"name":"{who}"}},"target":{{"source":"a.txt","selector":{{"type":"TextPositionSelector","start":{start},"end":{}}}}}}}"#,
            start + 1
        )
    }

    fn ids(page: &Page) -> Vec<String> {
        page.annotations().map(|one| one.id.to_string()).collect()
    }

    impl Page {
        fn text_for_tests(&self) -> &str {
            std::str::from_utf8(&self.bytes).unwrap()
        }
    }

    #[test]
    fn the_same_content_is_the_same_bytes() {
        let (a, b, c) = (line("a", 7, "A", 1), line("b", 3, "A", 1), line("c", 30, "A", 1));
        let page = Page::parse(format!("{a}\n{c}\n"), None).written(&[("b", Some(&b))]);
        assert_eq!(page.bytes(), format!("{b}\n{a}\n{c}\n").as_bytes());
        let other = Page::parse(format!("{c}\n{b}\n{a}\n{c}"), None);
        assert_eq!(other.written(&[]).bytes(), page.bytes());
        let page = page.written(&[("a", None)]);
        assert_eq!(page.bytes(), format!("{b}\n{c}\n").as_bytes());
        assert_eq!(Page::parse("", None).written(&[]).bytes(), b"");
    }

    #[test]
    fn what_cannot_be_read_stays_where_it_is_and_the_rest_counts() {
        let (a, b) = (line("a", 7, "A", 1), line("b", 3, "A", 1));
        let long = "x".repeat(LONGEST + 1);
        let bad = [&b"<<<<<<< ours"[..], b"{\"id\": \"cut", b"\0\0", b"caf\xe9", long.as_bytes()];
        let mut bytes = a.clone().into_bytes();
        for line in bad {
            bytes.push(b'\n');
            bytes.extend_from_slice(line);
        }
        let page = Page::parse(&bytes[..], None);
        assert_eq!(ids(&page), ["a"]);
        let lines: Vec<u32> = page.faults().iter().map(|fault| fault.line).collect();
        assert_eq!(lines, [2, 3, 4, 5, 6]);
        let again = page.written(&[("b", Some(&b))]);
        assert!(again.bytes().starts_with(b.as_bytes()));
        assert!(again.bytes().ends_with(&[&bytes[..], b"\n"].concat()), "they follow the line that they followed");
        assert_eq!(Page::parse(again.bytes(), Some(&page)).written(&[]).bytes(), again.bytes());
    }

    #[test]
    fn of_two_lines_with_one_id_the_later_counts() {
        let (old, new, theirs) = (line("a", 7, "A", 1), line("a", 8, "A", 2), line("a", 9, "B", 3));
        let page = Page::parse(format!("{new}\n{old}\n"), None);
        assert_eq!((page.faults(), page.line("a")), (vec![], Some(&*new)));
        assert_eq!(page.written(&[]).bytes(), format!("{new}\n").as_bytes());
        let page = Page::parse(format!("{new}\n{theirs}\n"), None);
        assert_eq!(page.line("a"), Some(&*theirs));
        assert_eq!(page.written(&[]).bytes(), format!("{new}\n{theirs}\n").as_bytes(), "both are kept");
        let faults = page.faults();
        assert!(faults.len() == 1 && faults[0].message.starts_with("A and B both changed"), "{faults:?}");
    }

    /// Whatever was known before, what is read is what the bytes say; and however it came about, what is written is the
    /// same.
    #[test]
    fn what_is_known_changes_nothing() {
        let shown = |page: &Page| format!("{:?}", page.rows);
        let lines = ["", "x", "\r", "bad\r"].map(str::to_owned);
        let good = [("a", 7), ("b", 3), ("c", 30), ("b", 4)].map(|(id, start)| line(id, start, "A", start));
        let stock: Vec<&String> = lines.iter().chain(&good).collect();
        let mut state = 7_u64;
        let mut next = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % below
        };
        let mut known = Page::default();
        for _ in 0..4000 {
            let mut rows: Vec<&str> = known.text_for_tests().split('\n').collect();
            match (next(3), next(rows.len() + 1)) {
                (0, at) => rows.insert(at, stock[next(stock.len())]),
                (1, at) if at < rows.len() => drop(rows.remove(at)),
                (_, at) if at < rows.len() => rows[at] = stock[next(stock.len())],
                _ => {}
            }
            rows.truncate(9);
            let mark = if next(4) == 0 { "\u{feff}" } else { "" };
            let bytes = format!("{mark}{}", rows.join("\n").replace('\u{feff}', ""));
            let now = Page::parse(bytes.as_str(), Some(&known));
            let anew = Page::parse(bytes.as_str(), None);
            assert_eq!(shown(&now), shown(&anew), "{bytes:?} after {:?}", known.text_for_tests());
            let id = ["a", "b", "c", "d"][next(4)];
            let line = Some(line(id, [3, 7, 8, 40][next(4)], ["A", "B"][next(2)], 9)).filter(|_| next(3) > 0);
            let change = [(id, line.as_deref())];
            let plain = anew.written(&change);
            let again = Page::parse(plain.bytes(), None);
            if ids(&plain).is_empty() {
                continue;
            }
            assert_eq!((shown(&plain), ids(&plain)), (shown(&again), ids(&again)));
            assert_eq!(again.written(&[]).bytes(), plain.bytes());
            // Good lines alone.
            let fine: Vec<&str> = bytes.lines().filter(|line| line.starts_with("{\"id")).collect();
            let fine = Page::parse(fine.join("\n"), None);
            if fine.index().doubles.is_empty() {
                assert_eq!(fine.written(&[]).written(&change).bytes(), fine.written(&change).bytes());
            }
            known = if next(5) == 0 { plain } else { now };
        }
    }
}
