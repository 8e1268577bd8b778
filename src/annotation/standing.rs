//! The annotations of an article as they stand in a text of it. An edit moves them, and one that is new is put among them,
//! without looking at each again.

use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use super::Kind;
use super::anchor::{How, Place};
use super::counting::Counting;
use super::placed::Placed;
use crate::text::{Moves, Span};

/// Annotations with their places in one text.
#[derive(Debug, Default)]
pub struct Standing {
    /// The text.
    pub text: Arc<str>,
    /// The annotations.
    pub placed: Vec<Placed>,
    /// Which of them are relations.
    relations: Vec<usize>,
    /// Which of them are not found.
    lost: Vec<usize>,
    /// Which of them count, for those who asked last.
    counting: Mutex<Option<Arc<Counting>>>,
}

impl Standing {
    /// Annotations that stand in a text.
    pub fn new(text: Arc<str>, placed: Vec<Placed>) -> Self {
        let relations = placed.iter().enumerate().filter(|(_, one)| is_relation(one)).map(|(at, _)| at).collect();
        let lost = lost(&placed);
        Self { text, placed, relations, lost, counting: Mutex::default() }
    }

    /// The same with others in the place of some.
    #[must_use]
    pub fn with(&self, gone: Range<usize>, others: Vec<Placed>) -> Self {
        let (more, end) = (others.len(), gone.start + others.len());
        let mut placed = Vec::with_capacity(self.placed.len() - gone.len() + more);
        placed.extend_from_slice(&self.placed[..gone.start]);
        placed.extend(others);
        placed.extend_from_slice(&self.placed[gone.end..]);
        let carried = |all: &[usize], is: &dyn Fn(&Placed) -> bool| -> Vec<usize> {
            let before = all.iter().copied().take_while(|at| *at < gone.start);
            let here = (gone.start..end).filter(|at| is(&placed[*at]));
            let behind = all.iter().filter(|at| **at >= gone.end).map(|at| at - gone.len() + more);
            before.chain(here).chain(behind).collect()
        };
        let relations = carried(&self.relations, &is_relation);
        let lost = carried(&self.lost, &Placed::is_orphan);
        let counting = self.known_counting().map(|known| Arc::new(known.with(&placed, gone.clone(), more)));
        Self { text: Arc::clone(&self.text), placed, relations, lost, counting: Mutex::new(counting) }
    }

    /// Those that say what two places have to do with each other.
    pub fn relations(&self) -> impl Iterator<Item = &Placed> {
        self.relations.iter().filter_map(|at| self.placed.get(*at))
    }

    /// Those that are not found.
    pub fn lost(&self) -> impl Iterator<Item = &Placed> {
        self.lost.iter().filter_map(|at| self.placed.get(*at))
    }

    /// Which of them count; `whose` own count first.
    pub fn counting(&self, whose: Option<&str>) -> Arc<Counting> {
        if let Some(known) = self.known_counting().filter(|known| known.is_for(whose)) {
            return known;
        }
        let counting = Arc::new(Counting::new(&self.placed, whose));
        *self.counting.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&counting));
        counting
    }

    fn known_counting(&self) -> Option<Arc<Counting>> {
        self.counting.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The same in the text that edits have made of this one; what they have taken most of is lost. `None` where these are
    /// not the edits between the two.
    pub fn moved(&self, moves: &Moves, now: &Arc<str>) -> Option<Self> {
        if moves.is_empty() || moves.length(self.text.len()) != Some(now.len()) {
            return None;
        }
        let mut touched = Vec::new();
        let move_one = |(at, one)| {
            let (moved, whole) = self.moved_one(one, moves, now)?;
            if !whole {
                touched.push(at);
            }
            Some(moved)
        };
        let placed: Option<Vec<Placed>> = self.placed.iter().enumerate().map(move_one).collect();
        let placed = placed?;
        // Where each has moved as it is, those that were about one place still are, and those that were not are not.
        let counting = Mutex::new(self.known_counting().filter(|known| known.holds(&placed, &touched)));
        let lost = if touched.is_empty() { self.lost.clone() } else { lost(&placed) };
        Some(Self { text: Arc::clone(now), placed, relations: self.relations.clone(), lost, counting })
    }

    /// The same of one, and whether it stands there as it was: none of its words are gone, and no others are among them.
    fn moved_one(&self, one: &Placed, moves: &Moves, now: &str) -> Option<(Placed, bool)> {
        let (mut moved, mut whole) = (one.clone(), true);
        for (at, place) in moved.places.iter_mut().enumerate() {
            let Some((place, old)) = place.as_mut().and_then(|place| place.span.map(|span| (place, span))) else {
                continue;
            };
            // The whole article is where it is.
            let target = || one.annotation.targets.get(at);
            if old == Span::of(0..self.text.len())
                && target().is_none_or(|target| target.quote.is_none() && target.position.is_none())
            {
                place.span = Some(Span::of(0..now.len()));
                continue;
            }
            let found = moves.follow(old);
            let words = found.span.of_text(now);
            if found.kept == old.len() && found.span.len() == old.len() {
                if words != old.of_text(&self.text) {
                    return None;
                }
                if found.span != old && place.how != How::Fuzzy {
                    place.how = How::Diff;
                }
                place.span = Some(found.span);
                whole &= !old.is_empty();
                continue;
            }
            whole = false;
            let blank = |words: &str, trimmed: &str| Span::of(0..words.len() - trimmed.len()).end;
            let start = found.span.start + blank(words, words.trim_start());
            let end = found.span.end - blank(words, words.trim_end()).min(found.span.len());
            *place = if 2 * found.kept < old.len() || end <= start {
                Place { span: None, how: How::Orphaned, score: 0.0 }
            } else {
                let score = found.kept as f32 / old.len().max(1) as f32;
                Place { span: Some(Span::new(start, end)), how: How::Diff, score }
            };
        }
        Some((moved, whole))
    }
}

fn is_relation(one: &Placed) -> bool {
    one.annotation.kind() == Kind::Relation
}

fn lost(placed: &[Placed]) -> Vec<usize> {
    placed.iter().enumerate().filter(|(_, one)| one.is_orphan()).map(|(at, _)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Annotation, Meaning, Target, Verdict};
    use crate::text::CodePoints;

    const TEXT: &str = "Ann met Bob. Cleo met Dan. Eve met Finn.";

    fn placed(n: usize, who: &str, words: &str, verdict: Verdict) -> Placed {
        let span = TEXT.find(words).map(|at| Span::of(at..at + words.len())).unwrap();
        let mut meaning = Meaning::new(Kind::Mention);
        meaning.verdict = Some(verdict);
        let target = Target::new("a.txt", TEXT, &CodePoints::new(TEXT), span);
        let now = jiff::Timestamp::from_second(i64::try_from(n).unwrap()).unwrap();
        let annotation = Arc::new(Annotation::new(&format!("urn:{n}"), now, who, vec![target], meaning));
        let place = Place { span: Some(span), how: How::Exact, score: 1.0 };
        Placed { annotation, places: crate::annotation::placed::Places::One([Some(place)]) }
    }

    /// Whatever is known of those before, the same count as when all are looked at.
    #[track_caller]
    fn check(standing: &Standing, whose: Option<&str>) {
        let shown = |counting: &Counting| {
            let all =
                counting.winners().map(|(at, by)| (standing.placed[at].annotation.id.clone(), by.against.clone()));
            let foreign = counting.foreign().map(|at| standing.placed[at].annotation.id.clone());
            (all.collect::<Vec<_>>(), foreign.collect::<Vec<_>>())
        };
        assert_eq!(shown(&standing.counting(whose)), shown(&Counting::new(&standing.placed, whose)));
        let anew = Standing::new(Arc::clone(&standing.text), standing.placed.clone());
        assert_eq!((&standing.relations, &standing.lost), (&anew.relations, &anew.lost));
    }

    #[test]
    fn what_counts_is_the_same_however_it_came_about() {
        let mut state = 5_u64;
        let mut next = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).unwrap() % below
        };
        let (whose, mut text) = (Some("A"), TEXT.to_owned());
        let mut standing = Standing::new(TEXT.into(), Vec::new());
        for n in 0..600 {
            let one = |next: &mut dyn FnMut(usize) -> usize| {
                let words = ["Ann", "Bob", "Cleo", "Dan", "Eve", "Finn", "Ann met Bob"][next(7)];
                placed(n, ["A", "B", "C"][next(3)], words, [Verdict::Accepted, Verdict::Rejected][next(2)])
            };
            standing.counting(whose);
            if standing.text.as_ref() == TEXT {
                let start = next(standing.placed.len() + 1);
                let gone = start..(start + next(3)).min(standing.placed.len());
                let others: Vec<Placed> = (0..next(3)).map(|_| one(&mut next)).collect();
                standing = standing.with(gone, others);
            } else {
                standing = Standing::new(
                    TEXT.into(),
                    standing
                        .placed
                        .clone()
                        .into_iter()
                        .take(12)
                        .map(|it| {
                            placed(n, &it.annotation.creator, it.annotation.targets[0].words(), Verdict::Accepted)
                        })
                        .collect(),
                );
                text = TEXT.to_owned();
            }
            check(&standing, whose);
            if next(3) == 0 {
                let at = next(text.len());
                let (from, with) = (at..(at + next(3)).min(text.len()), ["", "x", "yy "][next(3)]);
                let mut moves = Moves::default();
                moves.push(Span::of(from.clone()), u32::try_from(with.len()).unwrap());
                text.replace_range(from, with);
                if let Some(moved) = standing.moved(&moves, &text.as_str().into()) {
                    standing = moved;
                    check(&standing, whose);
                    check(&standing, None);
                } else {
                    text = TEXT.to_owned();
                }
            }
        }
    }
}
