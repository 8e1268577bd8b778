//! Where annotations stand in a text that may have changed since they were made.
//!
//! First those whose words and context stand where they stood. For the rest the old text, or all that is quoted from it,
//! is held against the new one as a whole: runs of words that both have once are landmarks, also for what was moved, and
//! what is between two of them is compared word by word, with a likelihood for each. Words are compared with straight and
//! curly marks and all ends of lines as equals. What is not likely enough, or has too few of its words left, is lost: an
//! annotation never goes to a look-alike.

use std::collections::BTreeMap;

use super::target::{Quote, Target};
use crate::text::{LineIndex, Span};

mod align;
mod difference;
mod fold;
mod landmarks;
mod likely;
mod sketch;
mod tokens;

use align::{Found, align};
use difference::Difference;
use fold::Folded;
use sketch::{Sketch, sketches};
use tokens::{Tokens, Words};

/// How likely the ends of what was found have to be where the old text is known, and where it is not, 0 to 1.
const SURE: [f32; 2] = [0.55, 0.6];
/// How much of the words on one side has to stand where the old text is not known, 0 to 1.
const AROUND: f32 = 0.5;
/// How much on both sides of what has look-alikes.
const BOTH: f32 = 0.75;
/// Fewer quotations do not tell of the whole text.
const FEW: usize = 8;
/// So many words are enough without any that stood around.
const ENOUGH: usize = 6;
/// How much of the quoted words has to stand for a guess, 0 to 1.
const WORDS: f32 = 0.5;
/// So many steps of guessing one annotation may take.
const WORK: usize = 40_000_000;

/// How a place was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum How {
    /// It is where it was.
    Exact,
    /// Its words and their context stand elsewhere, once.
    Context,
    /// The old text is known, and so is what became of it.
    Diff,
    /// Words much like it stand where it should.
    Fuzzy,
    /// It was not found.
    Orphaned,
}

impl How {
    /// The name in machine-readable output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Context => "context",
            Self::Diff => "diff",
            Self::Fuzzy => "fuzzy",
            Self::Orphaned => "orphaned",
        }
    }
}

/// Where something stands now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// In bytes of the text; none for what is lost.
    pub span: Option<Span>,
    /// How that was found.
    pub how: How,
    /// How alike what stands there is, 0 to 1.
    pub score: f32,
}

impl Place {
    const LOST: Self = Self { span: None, how: How::Orphaned, score: 0.0 };
}

/// What is known of the text that a target was made on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Old<'a> {
    /// It is this text.
    Same,
    /// It was another, which is known.
    Known(&'a str),
    /// Its name at most: what has one name was one text.
    Unknown(&'a str),
}

/// Whether each of these stands where it stood.
pub(super) fn stands(text: &str, lines: &LineIndex, sought: &[(&Target, Old<'_>)]) -> Vec<bool> {
    sought.iter().map(|(target, old)| as_it_was(text, lines, target, *old).how == How::Exact).collect()
}

/// Where each of these stands in a text; a target without words is the whole of it.
pub fn anchor(text: &str, lines: &LineIndex, sought: &[(&Target, Old<'_>)]) -> Vec<Place> {
    let mut places: Vec<Place> = sought.iter().map(|(target, old)| as_it_was(text, lines, target, *old)).collect();
    if places.iter().all(|place| place.how == How::Exact) {
        return places;
    }
    let mut words = Words::default();
    let new = Tokens::of_text(text, &mut words);
    // By the text that they were made on, and by its name. What stands where it stood tells where the rest does.
    let mut known: Vec<(&str, LineIndex, Vec<usize>)> = Vec::new();
    let mut named: BTreeMap<&str, Vec<(usize, &Target)>> = BTreeMap::new();
    for (at, (target, old)) in sought.iter().enumerate() {
        match old {
            Old::Known(old) => {
                let seen = known.iter().position(|(other, ..)| std::ptr::eq(*other, *old));
                let seen = seen.unwrap_or_else(|| {
                    known.push((old, LineIndex::new(old), Vec::new()));
                    known.len() - 1
                });
                let (_, lines, members) = &mut known[seen];
                // What says that it was made on a text, but was not, is looked for by what it quotes.
                if as_it_was(old, lines, target, Old::Same).how == How::Exact {
                    members.push(at);
                } else {
                    named.entry("").or_default().push((at, target));
                }
            }
            Old::Same => named.entry("").or_default().push((at, target)),
            Old::Unknown(name) => named.entry(name).or_default().push((at, target)),
        }
    }
    for (old, lines, members) in known {
        let before = Tokens::of_text(old, &mut words);
        let difference = Difference::new(&before, &new, &words);
        for at in members {
            let (How::Orphaned, Some((start, end))) = (places[at].how, sought[at].0.position) else { continue };
            let span = Span::new(lines.byte_of_code_point(old, start), lines.byte_of_code_point(old, end));
            if let Some(found) = difference.place(span).filter(|found| found.sure >= SURE[0]) {
                places[at] = Place { span: Some(found.span), how: How::Diff, score: found.sure * found.left };
            }
        }
    }
    for sketch in named.values().flat_map(|targets| sketches(targets)) {
        if sketch.members.iter().any(|at| places[*at].how == How::Orphaned) {
            by_sketch(text, &sketch, sought, (&new, &mut words), &mut places);
        }
    }
    places
}

/// Finds what is quoted from a text that is not known.
fn by_sketch(
    text: &str,
    sketch: &Sketch,
    sought: &[(&Target, Old<'_>)],
    (new, words): (&Tokens, &mut Words),
    places: &mut [Place],
) {
    let parts: Vec<(u32, &str)> = sketch.parts.iter().map(|(start, part)| (*start, part.as_str())).collect();
    let old = Tokens::of_parts(&parts, words);
    let difference = Difference::new(&old, new, words);
    for at in &sketch.members {
        let (target, place) = (sought[*at].0, &mut places[*at]);
        let (How::Orphaned, Some((start, end)), Some(quote)) = (place.how, target.position, &target.quote) else {
            continue;
        };
        let points = |part: &str| Span::of(0..part.chars().count()).end;
        let [from, to] = [start.saturating_sub(points(&quote.prefix)), end.saturating_add(points(&quote.suffix))];
        let Some(found) = difference.place(Span::new(start, end)).filter(|found| found.sure >= SURE[1]) else {
            continue;
        };
        let [before, behind] = quote.ends().map(points);
        let sides = [Span::new(from, start), Span::new(end, to)];
        let [stand_before, stand_behind] = sides.map(|side| difference.standing_by(side, found.span));
        let enough = if quote.has_no_end() {
            false
        } else if quote.is_of_many() && sketch.members.len() >= FEW {
            // What else is quoted of the text says where its look-alikes are.
            stand_before.min(stand_behind) >= BOTH
        } else if quote.is_of_many() {
            // There were look-alikes: what tells it from them has to be there as well.
            difference
                .stands_together(Span::new(from, to), [Span::new(from, from + before), Span::new(to - behind, to)])
        } else {
            stand_before.max(stand_behind) >= AROUND || found.words >= ENOUGH
        };
        if enough {
            let same = fold::parts(quote) == fold::parts(&Quote::around(text, found.span));
            let how = if same { How::Context } else { How::Fuzzy };
            *place = Place { span: Some(found.span), how, score: found.sure * found.left };
        }
    }
}

/// The best guesses for what is lost, best first: an annotation goes there only when somebody says so.
pub fn guesses(text: &str, target: &Target) -> Vec<(Span, f32)> {
    let folded = Folded::new(text);
    let Some(quote) = &target.quote else { return Vec::new() };
    let [prefix, exact, suffix] = fold::parts(quote);
    let window = [prefix.as_slice(), &exact, &suffix].concat();
    if exact.is_empty() || window.len() * folded.chars.len() > WORK {
        return Vec::new();
    }
    let words = prefix.len()..prefix.len() + exact.len();
    let alike = |found: &Found| 1.0 - found.cost as f32 / window.len() as f32;
    let found = align(&window, words, &folded.chars, 3);
    let good = found.iter().filter(|found| alike(found) >= WORDS && found.start < found.end);
    good.map(|found| (folded.span(found.start, found.end), alike(found))).collect()
}

fn as_it_was(text: &str, lines: &LineIndex, target: &Target, old: Old<'_>) -> Place {
    let here = |span| Place { span: Some(span), how: How::Exact, score: 1.0 };
    let (Some((start, end)), Some(quote)) = (target.position, &target.quote) else {
        let whole = target.position.is_none() && target.quote.is_none();
        return if whole { here(Span::of(0..text.len())) } else { Place::LOST };
    };
    let span = Span::new(lines.byte_of_code_point(text, start), lines.byte_of_code_point(text, end));
    if span.of_text(text) != quote.exact || quote.exact.is_empty() {
        return Place::LOST;
    }
    let (before, behind) = (&text[..span.start as usize], &text[span.end as usize..]);
    let around = before.ends_with(&quote.prefix) && behind.starts_with(&quote.suffix);
    if old == Old::Same || around { here(span) } else { Place::LOST }
}

#[cfg(test)]
mod tests;
