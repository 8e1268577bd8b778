//! Which reading a span is of.

use crate::analysis::{EventMention, Mention};
use crate::model::EntityType;
use crate::text::Span;

/// The type of a name; `None` for one that there is not.
pub fn entity_type(name: &str) -> Option<EntityType> {
    use EntityType::{Event, Group, Organization, Other, Person, Place, Product};
    [Person, Organization, Place, Group, Event, Product, Other].into_iter().find(|one| one.name() == name)
}

/// The mention that a span is of: its words, or its words with their title, else what it shares most with.
pub fn mention_of<'a>(mut mentions: impl Iterator<Item = &'a Mention>, span: Span) -> Option<usize> {
    let mut best: Option<(usize, u32, u32)> = None;
    let mut at = 0;
    mentions
        .find_map(|mention| {
            let here = at;
            at += 1;
            if mention.span == span || mention.titled == span {
                return Some(here);
            }
            let shared = mention.titled.overlap(span);
            let apart = mention.titled.join(span).len() - shared;
            if shared > 0 && 2 * shared >= mention.titled.len().min(span.len()) {
                let better = best.is_none_or(|(_, least, _)| apart < least);
                best = if better { Some((here, apart, shared)) } else { best };
            }
            None
        })
        .or(best.map(|(at, ..)| at))
}

/// The event mention that a span is of: its words or its head, else the shortest that it touches.
pub fn event_of<'a>(mentions: impl Iterator<Item = &'a EventMention>, span: Span) -> Option<usize> {
    let fitting = mentions.enumerate().filter(|(_, mention)| mention.span.overlaps(span));
    fitting
        .min_by_key(|(_, mention)| (mention.span != span, !mention.head.overlaps(span), mention.span.len()))
        .map(|(at, _)| at)
}
