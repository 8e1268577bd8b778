//! What quotations tell of an old text: all of them laid side by side.

use crate::annotation::target::{CONTEXT, Target};

/// Of one text so many sketches are made at most.
const MOST: usize = 16;

/// An old text as far as it is known, and what was quoted from it.
pub(super) struct Sketch {
    /// Letters, and the code point where they begin; in order, and apart from each other.
    pub(super) parts: Vec<(u32, String)>,
    /// Which of the targets.
    pub(super) members: Vec<usize>,
}

/// Stretch of code points with where it begins.
struct Stretch {
    start: u32,
    letters: Vec<char>,
}

impl Stretch {
    /// The quotation without half words at its ends; `None` without words or a position.
    fn of(target: &Target) -> Option<Self> {
        let ((start, _), quote) = (target.position?, target.quote.as_ref()?);
        let before: Vec<char> = quote.prefix.chars().collect();
        let mut start = start.checked_sub(u32::try_from(before.len()).ok()?)?;
        let half = |letters: &mut dyn Iterator<Item = &char>| letters.take_while(|it| it.is_alphanumeric()).count();
        // At the ends of a text words are whole.
        let cut = if start > 0 { half(&mut before.iter()) } else { 0 };
        start += u32::try_from(cut).ok()?;
        let mut behind: Vec<char> = quote.suffix.chars().collect();
        if behind.len() >= CONTEXT {
            behind.truncate(behind.len() - half(&mut behind.iter().rev()));
        }
        let letters: Vec<char> = before[cut..].iter().copied().chain(quote.exact.chars()).chain(behind).collect();
        (!quote.exact.is_empty()).then_some(Self { start, letters })
    }

    fn end(&self) -> usize {
        self.start as usize + self.letters.len()
    }
}

/// Sketches of the text that these targets were made on: one, when they do not contradict each other. Of what fits into
/// none of many nothing is known.
pub(super) fn sketches(targets: &[(usize, &Target)]) -> Vec<Sketch> {
    let mut stretches: Vec<(usize, Stretch)> =
        targets.iter().filter_map(|(at, target)| Some((*at, Stretch::of(target)?))).collect();
    stretches.sort_by_key(|(_, stretch)| stretch.start);
    let mut found: Vec<(Vec<Stretch>, Vec<usize>)> = Vec::new();
    for (at, stretch) in stretches {
        match found.iter().position(|(parts, _)| fits(parts, &stretch)) {
            Some(fitting) => {
                let (parts, members) = &mut found[fitting];
                lay(parts, stretch);
                members.push(at);
            }
            None if found.len() < MOST => found.push((vec![stretch], vec![at])),
            None => {}
        }
    }
    let parts =
        |parts: Vec<Stretch>| parts.into_iter().map(|it| (it.start, it.letters.into_iter().collect())).collect();
    found.into_iter().map(|(all, members)| Sketch { parts: parts(all), members }).collect()
}

/// How much of a stretch the last part has, and whether it is the same.
fn fits(parts: &[Stretch], stretch: &Stretch) -> bool {
    let Some(last) = parts.last() else { return true };
    let from = (stretch.start.saturating_sub(last.start)) as usize;
    let shared = last.letters.get(from..).unwrap_or_default();
    shared.iter().zip(&stretch.letters).all(|(known, other)| known == other)
}

fn lay(parts: &mut Vec<Stretch>, stretch: Stretch) {
    match parts.last_mut() {
        Some(last) if last.end() >= stretch.start as usize => {
            let known = last.end() - stretch.start as usize;
            last.letters.extend(stretch.letters.get(known..).unwrap_or_default());
        }
        _ => parts.push(stretch),
    }
}
