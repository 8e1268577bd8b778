//! The file of an article's annotations, or of those between articles: one a line.
//!
//! Every line is kept, also one that nobody understands; what is understood counts. Of two lines with one id the later
//! counts: where one person wrote both, the other is gone with the next writing, else both stay and it is said.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use super::line::{Annotation, LONGEST};

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

#[derive(Clone, Debug)]
struct Row {
    /// Without its end.
    bytes: Arc<[u8]>,
    content: Content,
}

/// The lines of a file.
#[derive(Clone, Debug, Default)]
pub struct Page {
    rows: Vec<Row>,
    index: OnceLock<Arc<Index>>,
}

/// Which lines count.
#[derive(Debug, Default)]
struct Index {
    /// In the order of the file.
    counting: Vec<usize>,
    /// Lines with one id, by the id.
    doubles: Vec<Vec<usize>>,
}

impl Row {
    fn read(bytes: &[u8]) -> Self {
        Self { bytes: bytes.into(), content: content(bytes) }
    }

    fn good(&self) -> Option<&Arc<Annotation>> {
        match &self.content {
            Content::Good(annotation) => Some(annotation),
            _ => None,
        }
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap_or_default()
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

impl Page {
    /// Reads the bytes of a file. What `known` has too is not parsed again.
    pub fn parse(bytes: &[u8], known: Option<&Self>) -> Self {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
        if bytes.is_empty() {
            return Self::default();
        }
        let lines: Vec<&[u8]> =
            bytes.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line)).collect();
        let known = known.map_or(&[][..], |known| &known.rows);
        let same = |(row, line): &(&Row, &&[u8])| *row.bytes == ***line;
        let head = known.iter().zip(&lines).take_while(same).count();
        let (rest, left) = (&known[head..], &lines[head..]);
        let tail = rest.iter().rev().zip(left.iter().rev()).take_while(same).count();
        let mut rows = known[..head].to_vec();
        rows.extend(left[..left.len() - tail].iter().map(|line| Row::read(line)));
        rows.extend_from_slice(&rest[rest.len() - tail..]);
        Self { rows, index: OnceLock::new() }
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
            Arc::new(Index { counting, doubles: doubles.into_values().collect() })
        })
    }

    /// Of lines with one id, that which counts.
    fn counts(&self, of_one: &[usize]) -> Option<usize> {
        let age = |at: usize| (self.rows[at].good().and_then(|one| one.when()), &self.rows[at].bytes);
        of_one.iter().copied().max_by(|a, b| age(*a).cmp(&age(*b)))
    }

    /// Those that count, in the order of the file.
    pub fn annotations(&self) -> impl Iterator<Item = &Arc<Annotation>> {
        self.index().counting.iter().filter_map(|at| self.rows[*at].good())
    }

    /// The line of an id; of several that which counts.
    pub fn line(&self, id: &str) -> Option<&str> {
        self.place(id).map(|at| self.rows[at].text())
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

    /// Puts a line in the place of the one of its id, or takes that away; at its place among the sorted.
    pub fn put(&mut self, id: &str, line: Option<&str>) {
        self.index = OnceLock::new();
        let old = self.place(id);
        let row = line.map(|line| Row::read(line.as_bytes()));
        match (old, row) {
            (Some(at), Some(row)) => self.rows[at] = row,
            // What stood behind it stays.
            (Some(at), None) => drop(self.rows.remove(at)),
            (None, Some(row)) => self.rows.push(row),
            (None, None) => {}
        }
    }

    /// The same as it is written: lines sorted, each with those behind it that are kept as they are.
    #[must_use]
    pub fn sorted(&self) -> Self {
        let mut dropped = vec![false; self.rows.len()];
        for of_one in &self.index().doubles {
            let Some(counting) = self.counts(of_one) else { continue };
            for at in of_one.iter().filter(|at| **at != counting && !self.conflicts(**at, counting)) {
                dropped[*at] = true;
            }
        }
        let kept: Vec<&Row> = self.rows.iter().zip(&dropped).filter(|(_, gone)| !**gone).map(|(row, _)| row).collect();
        let first = kept.iter().position(|row| row.good().is_some()).unwrap_or(kept.len());
        let (head, rest) = kept.split_at(first);
        let mut groups: Vec<&[&Row]> = Vec::new();
        let mut from = 0;
        for at in 1..=rest.len() {
            if rest.get(at).is_none_or(|row| row.good().is_some()) {
                groups.push(&rest[from..at]);
                from = at;
            }
        }
        groups.sort_by(|a, b| match (a[0].good(), b[0].good()) {
            (Some(one), Some(other)) => (one.order(), &a[0].bytes).cmp(&(other.order(), &b[0].bytes)),
            _ => std::cmp::Ordering::Equal,
        });
        let rows = head.iter().chain(groups.into_iter().flatten()).map(|row| Row::clone(row)).collect();
        Self { rows, index: OnceLock::new() }
    }

    /// The bytes of the file, as it is written.
    pub fn bytes(&self) -> Vec<u8> {
        let sorted = self.sorted();
        let mut bytes = Vec::with_capacity(sorted.rows.iter().map(|row| row.bytes.len() + 1).sum());
        for row in &sorted.rows {
            bytes.extend_from_slice(&row.bytes);
            bytes.push(b'\n');
        }
        bytes
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

    #[test]
    fn the_same_content_is_the_same_bytes() {
        let (a, b, c) = (line("a", 7, "A", 1), line("b", 3, "A", 1), line("c", 30, "A", 1));
        let mut page = Page::parse(format!("{a}\n{c}\n").as_bytes(), None);
        page.put("b", Some(&b));
        assert_eq!(page.bytes(), format!("{b}\n{a}\n{c}\n").as_bytes());
        let other = Page::parse(format!("{c}\n{b}\n{a}\n{c}").as_bytes(), None);
        assert_eq!(other.bytes(), page.bytes());
        page.put("a", None);
        assert_eq!(page.bytes(), format!("{b}\n{c}\n").as_bytes());
        assert_eq!(Page::parse(b"", None).bytes(), b"");
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
        let mut page = Page::parse(&bytes, None);
        assert_eq!(ids(&page), ["a"]);
        let lines: Vec<u32> = page.faults().iter().map(|fault| fault.line).collect();
        assert_eq!(lines, [2, 3, 4, 5, 6]);
        page.put("b", Some(&b));
        let again = page.bytes();
        assert!(again.starts_with(b.as_bytes()));
        assert!(again.ends_with(&[&bytes[..], b"\n"].concat()), "they follow the line that they followed");
        assert_eq!(Page::parse(&again, Some(&page)).bytes(), again);
    }

    #[test]
    fn of_two_lines_with_one_id_the_later_counts() {
        let (old, new, theirs) = (line("a", 7, "A", 1), line("a", 8, "A", 2), line("a", 9, "B", 3));
        let page = Page::parse(format!("{new}\n{old}\n").as_bytes(), None);
        assert_eq!((page.faults(), page.line("a")), (vec![], Some(&*new)));
        assert_eq!(page.bytes(), format!("{new}\n").as_bytes());
        let page = Page::parse(format!("{new}\n{theirs}\n").as_bytes(), None);
        assert_eq!(page.line("a"), Some(&*theirs));
        assert_eq!(page.bytes(), format!("{new}\n{theirs}\n").as_bytes(), "both are kept");
        let faults = page.faults();
        assert!(faults.len() == 1 && faults[0].message.starts_with("A and B both changed"), "{faults:?}");
    }
}
