//! Annotations with the places in one article that they are about.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use super::anchor::{self, Old, Place};
use super::{Annotation, Meaning, Quote, Target, TextIds};
use crate::text::{CodePoints, LineIndex, Span};

/// An annotation, and where its targets stand in an article.
#[derive(Clone, Debug)]
pub struct Placed {
    /// What it says.
    pub annotation: Arc<Annotation>,
    /// Where each target stands; `None` for one in another article.
    pub places: Places,
}

/// Where the targets of an annotation stand; most have one.
#[derive(Clone, Debug)]
pub enum Places {
    /// The only one.
    One([Option<Place>; 1]),
    /// Any number.
    More(Vec<Option<Place>>),
}

impl Places {
    /// Of so many targets, none of which is placed.
    pub fn of(targets: usize) -> Self {
        if targets == 1 { Self::One([None]) } else { Self::More(vec![None; targets]) }
    }
}

impl Deref for Places {
    type Target = [Option<Place>];

    fn deref(&self) -> &Self::Target {
        match self {
            Self::One(one) => one,
            Self::More(all) => all,
        }
    }
}

impl DerefMut for Places {
    fn deref_mut(&mut self) -> &mut Self::Target {
        match self {
            Self::One(one) => one,
            Self::More(all) => all,
        }
    }
}

/// The text of an article, as annotations are placed in it.
#[derive(Clone, Copy)]
pub struct Text<'a> {
    /// The text.
    pub text: &'a str,
    /// Its lines.
    pub lines: &'a LineIndex,
    /// The id of its git blob; empty when it is not known.
    pub id: &'a str,
    /// A text that git has, by its id.
    pub old: &'a dyn Fn(&str) -> Option<Arc<str>>,
}

impl Placed {
    /// Places annotations in an article. `is_here` says whether a target is of it.
    pub fn all(text: Text<'_>, annotations: &[Arc<Annotation>], is_here: &dyn Fn(&Target) -> bool) -> Vec<Self> {
        let mut placed: Vec<Self> = annotations
            .iter()
            .map(|annotation| Self { annotation: Arc::clone(annotation), places: Places::of(annotation.targets.len()) })
            .collect();
        let here: Vec<(usize, usize)> = (0..annotations.len())
            .flat_map(|at| (0..annotations[at].targets.len()).map(move |target| (at, target)))
            .filter(|(at, target)| is_here(&annotations[*at].targets[*target]))
            .collect();
        let target = |(at, target): &(usize, usize)| &annotations[*at].targets[*target];
        let id = |(at, target): &(usize, usize)| annotations[*at].meaning.as_ref()?.text.as_ref()?.of(*target);
        // An old text is asked for only when something is not where it was.
        let plain: Vec<(&Target, Old<'_>)> = here
            .iter()
            .map(|one| {
                (
                    target(one),
                    if id(one) == Some(text.id) { Old::Same } else { Old::Unknown(id(one).unwrap_or_default()) },
                )
            })
            .collect();
        let moved: Vec<bool> = anchor::stands(text.text, text.lines, &plain);
        let mut olds: Vec<(&str, Option<Arc<str>>)> = Vec::new();
        for one in here.iter().zip(&moved).filter(|(_, stands)| !**stands).filter_map(|(one, _)| id(one)) {
            if !olds.iter().any(|(known, _)| *known == one) {
                olds.push((one, (text.old)(one)));
            }
        }
        let sought: Vec<(&Target, Old<'_>)> = here
            .iter()
            .zip(&plain)
            .map(|(one, (target, old))| {
                let known = olds.iter().find(|(known, _)| Some(*known) == id(one)).and_then(|(_, old)| old.as_deref());
                (*target, known.map_or(*old, Old::Known))
            })
            .collect();
        for ((at, target), place) in here.iter().zip(anchor::anchor(text.text, text.lines, &sought)) {
            placed[*at].places[*target] = Some(place);
        }
        placed
    }

    /// The annotation with what it quotes of a text as that is now, when words or those around them have changed or stand
    /// elsewhere as well; `None` when it can stay as it is. What is lost stays as it was. `id` is the text's.
    pub fn renewed(&self, text: &str, points: &CodePoints<'_>, id: &str) -> Option<Annotation> {
        let here = |target: usize| {
            let (place, quote) = (self.span(target)?, self.annotation.targets[target].quote.as_ref()?);
            Some((target, place, quote))
        };
        let found: Vec<(usize, Span, &Quote)> = (0..self.annotation.targets.len()).filter_map(here).collect();
        if found.iter().all(|(_, span, quote)| quote.still_tells(text, *span)) {
            return None;
        }
        let mut annotation = Annotation::clone(&self.annotation);
        for (target, span, _) in &found {
            let old = &mut annotation.targets[*target];
            *old = Target::new(&old.source, text, points, *span);
        }
        if let Some(meaning) = &mut annotation.meaning {
            let old = meaning.text.clone();
            let of = |target: usize| match found.iter().any(|(here, ..)| *here == target) {
                true => id.to_owned(),
                false => old.as_ref().and_then(|old| old.of(target)).unwrap_or_default().to_owned(),
            };
            meaning.text = TextIds::new((0..annotation.targets.len()).map(of).collect());
        }
        Some(annotation)
    }

    /// Where a target stands here; `None` for what is lost, or in another article.
    pub fn span(&self, target: usize) -> Option<Span> {
        self.places.get(target).copied().flatten()?.span
    }

    /// Where the first target stands here.
    pub fn first(&self) -> Option<Span> {
        self.span(0)
    }

    /// What it means.
    pub fn meaning(&self) -> Option<&Meaning> {
        self.annotation.meaning.as_deref()
    }

    /// True when a target of it that is of this article was not found.
    pub fn is_orphan(&self) -> bool {
        self.places.iter().flatten().any(|place| place.span.is_none())
    }

    /// Where these targets stand here; `None` when one of them is lost.
    pub fn spans(&self, targets: Option<&Vec<usize>>) -> Option<Vec<Span>> {
        targets.map_or(Some(Vec::new()), |targets| targets.iter().map(|target| self.span(*target)).collect())
    }
}
