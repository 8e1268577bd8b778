//! A file as it is to be written.

use std::cmp::Ordering;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::{Content, Index, Page, Row, content};
use crate::annotation::line::Annotation;

impl Page {
    /// The same as it is to be written: lines put in the place of those of their ids, or taken away, and sorted, each with
    /// those behind it that are kept as they are.
    #[must_use]
    pub fn written(&self, changes: &[(&str, Option<&str>)]) -> Self {
        self.written_knowing(changes, &[])
    }

    /// The same; `known` are annotations that lines among them were read as before.
    #[must_use]
    pub fn written_knowing(&self, changes: &[(&str, Option<&str>)], known: &[Arc<Annotation>]) -> Self {
        let mut draft = Draft::of(self);
        for (id, line) in changes {
            let known = known.iter().find(|annotation| *annotation.id == **id).map(Arc::clone);
            draft.put(id, *line, known);
        }
        draft.finish()
    }
}

/// A line, where it comes from.
struct Piece<'a> {
    bytes: &'a [u8],
    /// Where it stood in the file.
    from: Option<Range<usize>>,
    content: Content,
}

impl Piece<'_> {
    fn good(&self) -> Option<&Annotation> {
        match &self.content {
            Content::Good(annotation) => Some(annotation),
            _ => None,
        }
    }

    /// In the order in which they are written.
    fn cmp(&self, other: &Piece<'_>) -> Ordering {
        match (self.good(), other.good()) {
            (Some(one), Some(two)) => (one.order(), self.bytes).cmp(&(two.order(), other.bytes)),
            _ => Ordering::Equal,
        }
    }
}

/// Lines that are being changed.
struct Draft<'a> {
    page: &'a Page,
    pieces: Vec<Piece<'a>>,
    /// Known to be in order, each a good one, and of each id one.
    plain: bool,
}

impl<'a> Draft<'a> {
    fn of(page: &'a Page) -> Self {
        let piece = |row: &Row| Piece {
            bytes: &page.bytes[row.span.clone()],
            from: Some(row.span.clone()),
            content: row.content.clone(),
        };
        let pieces: Vec<Piece<'_>> = page.rows.iter().map(piece).collect();
        let plain = page.as_written && page.index().doubles.is_empty() && pieces.iter().all(|it| it.good().is_some());
        Self { page, pieces, plain }
    }

    /// Puts a line in the place of the one of its id, or takes that away. What stands behind that stays.
    fn put(&mut self, id: &str, line: Option<&'a str>, known: Option<Arc<Annotation>>) {
        let of_one: Vec<usize> = (0..self.pieces.len())
            .filter(|at| self.pieces[*at].good().is_some_and(|annotation| *annotation.id == *id))
            .collect();
        let old = match of_one[..] {
            [] => None,
            [only] => Some(only),
            _ => of_one.into_iter().max_by(|a, b| self.age(*a).cmp(&self.age(*b))),
        };
        let read = |line: &str| known.map_or_else(|| content(line.as_bytes()), Content::Good);
        let new = line.map(|line| Piece { bytes: line.as_bytes(), from: None, content: read(line) });
        match (old, new) {
            (Some(at), Some(new)) => {
                let stays = new.good().map(Annotation::order) == self.pieces[at].good().map(Annotation::order);
                self.plain &= stays;
                self.pieces[at] = new;
            }
            (Some(at), None) => drop(self.pieces.remove(at)),
            (None, Some(new)) => {
                self.plain &= new.good().is_some_and(|annotation| *annotation.id == *id);
                let at = match self.plain {
                    true => self.pieces.partition_point(|other| other.cmp(&new).is_lt()),
                    false => self.pieces.len(),
                };
                self.pieces.insert(at, new);
            }
            (None, None) => {}
        }
    }

    fn age(&self, at: usize) -> (Option<jiff::Timestamp>, &[u8]) {
        (self.pieces[at].good().and_then(Annotation::when), self.pieces[at].bytes)
    }

    /// The file that these lines are.
    fn finish(self) -> Page {
        if self.plain {
            let page = self.laid_out();
            let index = Index { counting: (0..page.rows.len()).collect(), doubles: Vec::new() };
            return Page { index: OnceLock::from(index), ..page };
        }
        let page = self.laid_out();
        let mut dropped = vec![false; page.rows.len()];
        for of_one in &page.index().doubles {
            let Some(counting) = page.counts(of_one) else { continue };
            for at in of_one.iter().filter(|at| **at != counting && !page.conflicts(**at, counting)) {
                dropped[*at] = true;
            }
        }
        let Draft { pieces, .. } = Draft::of(&page);
        let kept: Vec<Piece<'_>> =
            pieces.into_iter().zip(&dropped).filter(|(_, gone)| !**gone).map(|(it, _)| it).collect();
        // Each good one with those behind it that are not.
        let mut groups: Vec<Vec<Piece<'_>>> = vec![Vec::new()];
        for piece in kept {
            match groups.last_mut().filter(|_| piece.good().is_none()) {
                Some(group) => group.push(piece),
                None => groups.push(vec![piece]),
            }
        }
        groups[1..].sort_by(|a, b| a[0].cmp(&b[0]));
        Draft { page: &page, pieces: groups.into_iter().flatten().collect(), plain: false }.laid_out()
    }

    /// One line after the other; what stands together already is copied as one.
    fn laid_out(self) -> Page {
        let old = &self.page.bytes;
        let mut bytes: Vec<u8> = Vec::with_capacity(self.pieces.iter().map(|piece| piece.bytes.len() + 1).sum());
        let mut rows = Vec::with_capacity(self.pieces.len());
        let mut run = 0..0;
        let mut begin = 0;
        for Piece { bytes: line, from, content } in self.pieces {
            rows.push(Row { span: begin..begin + line.len(), content });
            begin += line.len() + 1;
            match from {
                Some(from) if from.start == run.end + 1 && !run.is_empty() && old[run.end] == b'\n' => {
                    run.end = from.end;
                }
                Some(from) => {
                    copy(&mut bytes, old, &run);
                    run = from;
                    if run.is_empty() {
                        bytes.push(b'\n');
                    }
                }
                None => {
                    copy(&mut bytes, old, &run);
                    run = 0..0;
                    bytes.extend_from_slice(line);
                    bytes.push(b'\n');
                }
            }
        }
        copy(&mut bytes, old, &run);
        Page { bytes, rows, as_written: true, index: OnceLock::new() }
    }
}

fn copy(bytes: &mut Vec<u8>, old: &[u8], run: &Range<usize>) {
    if !run.is_empty() {
        bytes.extend_from_slice(&old[run.clone()]);
        bytes.push(b'\n');
    }
}
