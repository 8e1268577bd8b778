//! Where annotations stand in a text that may have changed since they were made.
//!
//! First those whose words and context stand where they stood; then, where the old text is known, what the difference of
//! the texts says; then those whose words stand once with the same context. These are sure, and are landmarks for the
//! rest: what was between two of them is looked for between them, words compared with straight and curly marks and all
//! ends of lines as equals. Whatever is less alike than a floor, or hardly more alike than another place, is lost: an
//! annotation never goes to a look-alike.

use super::target::{Quote, Target};
use crate::text::{LineIndex, Span};

mod align;
mod difference;
mod fold;

use align::{Found, align, distance};
use difference::Difference;
use fold::Folded;

/// How alike words have to be between two landmarks, and where there are none, 0 to 1.
const FLOORS: [f32; 2] = [0.55, 0.75];
/// How much of the quoted words themselves has to stand, 0 to 1.
const WORDS: f32 = 0.5;
/// By how much the next best place has to be less alike.
const MARGIN: f32 = 0.12;
/// So far beyond its landmarks something may have moved, in characters.
const LEEWAY: usize = 120;
/// So many characters of context are enough to go by, on one side.
const ONE_SIDE: usize = 24;
/// So many steps of comparing one annotation may take.
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
    /// Nothing.
    Unknown,
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
    let mut differences: Vec<(&str, Difference)> = Vec::new();
    for (place, (target, old)) in places.iter_mut().zip(sought) {
        let (How::Orphaned, Old::Known(old)) = (place.how, old) else { continue };
        if !differences.iter().any(|(known, _)| std::ptr::eq(*known, *old)) {
            differences.push((old, Difference::new(old, text)));
        }
        let known = differences.iter().find(|(known, _)| std::ptr::eq(*known, *old));
        let found = target.position.zip(known).and_then(|(position, (_, known))| known.place(position));
        if let Some((span, score)) = found {
            *place = Place { span: Some(span), how: How::Diff, score };
        }
    }
    let folded = Folded::new(text);
    for (place, (target, _)) in places.iter_mut().zip(sought).filter(|(place, _)| place.how == How::Orphaned) {
        if let Some((span, score)) = target.quote.as_ref().and_then(|quote| once(&folded, quote)) {
            *place = Place { span: Some(span), how: How::Context, score };
        }
    }
    let landmarks = Landmarks::new(&folded, sought, &places);
    for (place, (target, _)) in places.iter_mut().zip(sought).filter(|(place, _)| place.how == How::Orphaned) {
        if let Some((span, score)) = between(&folded, target, &landmarks) {
            *place = Place { span: Some(span), how: How::Fuzzy, score };
        }
    }
    places
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

/// Where words stand with their context, or with one side of it, if that is one place.
fn once(folded: &Folded, quote: &Quote) -> Option<(Span, f32)> {
    let [prefix, exact, suffix] = fold::parts(quote).map(|part| part.into_iter().collect::<String>());
    if exact.is_empty() {
        return None;
    }
    let at = |before: &str, behind: &str| {
        let window = format!("{before}{exact}{behind}");
        let mut places = folded.text.match_indices(&window).map(|(at, _)| at);
        let (first, None) = (places.next()?, places.next()) else { return None };
        let start = first + before.len();
        Some(folded.span_of_bytes(start, start + exact.len()))
    };
    let long = |parts: &[&String], least: usize| parts.iter().map(|part| part.chars().count()).sum::<usize>() >= least;
    // At the ends of an old text the context is short, and may stand anywhere.
    let enough = long(&[&prefix, &suffix], ONE_SIDE) || long(&[&prefix, &exact, &suffix], 2 * ONE_SIDE);
    if let Some(span) = enough.then(|| at(&prefix, &suffix)).flatten() {
        return Some((span, 1.0));
    }
    // Where there were look-alikes only all of it tells them apart.
    if quote.is_of_many() {
        return None;
    }
    let one_side = if long(&[&prefix], ONE_SIDE) { at(&prefix, "") } else { None };
    let other_side = || if long(&[&suffix], ONE_SIDE) { at("", &suffix) } else { None };
    one_side.or_else(other_side).map(|span| (span, 0.75))
}

/// What is sure: where something began in the old text, in code points, and where it begins now, in characters of the
/// folded text.
struct Landmarks(Vec<(u32, usize)>);

impl Landmarks {
    fn new(folded: &Folded, sought: &[(&Target, Old<'_>)], places: &[Place]) -> Self {
        let sure = places.iter().zip(sought).filter_map(|(place, (target, _))| {
            let (start, _) = target.position?;
            Some((start, folded.char_at(place.span?.start)))
        });
        let mut sure: Vec<(u32, usize)> = sure.collect();
        sure.sort_unstable();
        Self(sure)
    }

    /// Between which characters something has to be that stood at a code point; `None` where its neighbours went apart.
    fn around(&self, old: u32, window: usize, all: usize) -> Option<std::ops::Range<usize>> {
        let after = self.0.partition_point(|(start, _)| *start < old);
        let left = after.checked_sub(1).and_then(|at| self.0.get(at));
        let right = self.0.get(after);
        let near = window + LEEWAY;
        let range = match (left, right) {
            (Some((_, left)), Some((_, right))) if left <= right => left.saturating_sub(near)..(right + near).min(all),
            (Some((was, left)), None) => {
                let gap = (old - was) as usize;
                left.saturating_sub(near)..(left + 2 * gap + near).min(all)
            }
            (None, Some((was, right))) => {
                let gap = (was - old) as usize;
                right.saturating_sub(2 * gap + near)..(right + near).min(all)
            }
            _ => return None,
        };
        Some(range)
    }
}

fn between(folded: &Folded, target: &Target, landmarks: &Landmarks) -> Option<(Span, f32)> {
    let (quote, (old, _)) = (target.quote.as_ref()?, target.position?);
    // There were look-alikes: what is only like it may be one of them.
    if quote.is_of_many() {
        return None;
    }
    let [prefix, exact, suffix] = fold::parts(quote);
    let window = [prefix.as_slice(), &exact, &suffix].concat();
    if exact.is_empty() {
        return None;
    }
    let all = folded.chars.len();
    let near = landmarks.around(old, window.len(), all).map(|range| (range, FLOORS[0]));
    near.into_iter().chain([(0..all, FLOORS[1])]).find_map(|(range, floor)| {
        let region = folded.chars.get(range.clone()).filter(|region| region.len() * window.len() <= WORK)?;
        let found = align(&window, prefix.len()..prefix.len() + exact.len(), region, 2);
        let best = found.first()?;
        let alike = |found: &Found| 1.0 - found.cost as f32 / window.len() as f32;
        let words = region.get(best.start..best.end).filter(|words| !words.is_empty())?;
        let standing = 1.0 - distance(&exact, words) as f32 / exact.len().max(words.len()) as f32;
        let runner_up = found.get(1).map_or(0.0, alike);
        let sure = alike(best) >= floor && standing >= WORDS && alike(best) - runner_up >= MARGIN;
        sure.then(|| (folded.span(range.start + best.start, range.start + best.end), alike(best)))
    })
}

#[cfg(test)]
mod tests;
