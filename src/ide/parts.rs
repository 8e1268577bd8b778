//! How an article falls into parts of several paragraphs: sections under subheadings, runs of paragraphs that are
//! not the article, another outlet's text. Parts lie side by side or in one another, and never cross.

use crate::analysis::ArticleAnalysis;
use crate::text::Span;
use crate::token::{Paragraph, ZoneKind};

/// A part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// All of it, from its first paragraph (a subheading, "ABC News reports:") to its last.
    pub(super) span: Span,
    /// Its paragraphs, as indices into the structure's: first, and one past the last.
    pub(super) paragraphs: (usize, usize),
    /// What it is.
    pub(super) kind: PartKind,
}

/// What a part is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PartKind {
    /// What every page of the site has.
    Boilerplate,
    /// Links to other articles.
    Related,
    /// Another outlet's text, with the words that introduce it.
    Block {
        /// Whose.
        outlet: String,
    },
    /// A subheading with what stands below it.
    Section,
}

/// The parts of an article, by where they begin, the larger first.
pub(super) fn parts(analysis: &ArticleAnalysis) -> Vec<Part> {
    let blocks = blocks(analysis);
    let mut parts = sections(analysis, &blocks);
    parts.extend(blocks);
    parts.extend(runs(analysis, ZoneKind::Boilerplate, &PartKind::Boilerplate));
    parts.extend(runs(analysis, ZoneKind::Related, &PartKind::Related));
    parts.sort_by_key(|part| (part.paragraphs.0, std::cmp::Reverse(part.paragraphs.1)));
    parts.dedup_by_key(|part| part.paragraphs);
    parts
}

fn part(paragraphs: &[Paragraph], from: usize, to: usize, kind: PartKind) -> Option<Part> {
    let span = paragraphs.get(from)?.span.join(paragraphs.get(to.checked_sub(1)?)?.span);
    Some(Part { span, paragraphs: (from, to), kind })
}

/// Neighbouring paragraphs of one zone.
fn runs(analysis: &ArticleAnalysis, zone: ZoneKind, kind: &PartKind) -> Vec<Part> {
    let paragraphs = &analysis.structure.paragraphs;
    let mut runs = Vec::new();
    let mut from = 0;
    for run in paragraphs.chunk_by(|a, b| a.zone == b.zone) {
        if run[0].zone == zone {
            runs.extend(part(paragraphs, from, from + run.len(), kind.clone()));
        }
        from += run.len();
    }
    runs
}

fn blocks(analysis: &ArticleAnalysis) -> Vec<Part> {
    let paragraphs = &analysis.structure.paragraphs;
    let mut found: Vec<Part> = Vec::new();
    for block in &analysis.blocks {
        let whole = block.introducer.join(block.span);
        let from = paragraphs.partition_point(|paragraph| paragraph.span.end <= whole.start);
        let to = paragraphs.partition_point(|paragraph| paragraph.span.start < whole.end);
        // A block that begins inside another ends it.
        if let Some(last) = found.last_mut().filter(|last| last.paragraphs.1 > from) {
            let kind = last.kind.clone();
            match part(paragraphs, last.paragraphs.0, from, kind).filter(|cut| cut.paragraphs.0 < from) {
                Some(cut) => *last = cut,
                None => drop(found.pop()),
            }
        }
        found.extend(part(paragraphs, from, to, PartKind::Block { outlet: block.outlet.clone() }));
    }
    found
}

/// From each subheading to the next, without what is not the article at the end. A section inside another outlet's
/// text ends with it, and one before it ends where it begins.
fn sections(analysis: &ArticleAnalysis, blocks: &[Part]) -> Vec<Part> {
    let paragraphs = &analysis.structure.paragraphs;
    let is_heading = |paragraph: &Paragraph| paragraph.zone == ZoneKind::Subheading;
    let outside = |paragraph: &Paragraph| matches!(paragraph.zone, ZoneKind::Boilerplate | ZoneKind::Related);
    let mut sections = Vec::new();
    let headings = (0..paragraphs.len()).filter(|&at| is_heading(&paragraphs[at]));
    for from in headings {
        let next = paragraphs[from + 1..].iter().position(is_heading);
        let mut to = next.map_or(paragraphs.len(), |next| from + 1 + next);
        let inside = |block: &&Part| (block.paragraphs.0..block.paragraphs.1).contains(&from);
        let limit = match blocks.iter().find(inside) {
            Some(block) => block.paragraphs.1,
            None => blocks.iter().map(|block| block.paragraphs.0).find(|&start| start > from).unwrap_or(to),
        };
        to = to.min(limit);
        while to > from + 1 && outside(&paragraphs[to - 1]) {
            to -= 1;
        }
        if to > from + 1 {
            sections.extend(part(paragraphs, from, to, PartKind::Section));
        }
    }
    sections
}
