//! Of whom an article tells that they are dead: nobody expects an answer of them.

use super::facts::Death;
use super::{ArticleAnalysis, Decided, MentionKind};
use crate::knowledge::powers::Powers;
use crate::model::EntityType;

/// Remarks between a name and what is told of it.
const ASIDES: usize = 3;
/// Characters around a name that are read.
const AROUND: usize = 160;

/// The mentions of people beside which it is told as a fact.
pub(super) fn deaths(powers: &Powers, analysis: &ArticleAnalysis) -> Vec<Death> {
    // "Apartheid died", "the death of the newspaper": nobody has died.
    let is_person = |chain| analysis.chains.get(chain).is_some_and(|it| it.entity_type == EntityType::Person);
    let people =
        analysis.mentions.iter_enumerated().filter(|(_, it)| it.kind != MentionKind::Nominal && is_person(it.chain));
    let dead = people.filter(|(_, mention)| {
        let before = analysis.text.get(..mention.span.start as usize).unwrap_or_default();
        let behind = analysis.text.get(mention.span.end as usize..).unwrap_or_default();
        let before = before.char_indices().rev().nth(AROUND).map_or(before, |(at, _)| &before[at..]);
        let behind = behind.char_indices().nth(AROUND).map_or(behind, |(at, _)| &behind[..at]);
        let line = before.rsplit('\n').next().unwrap_or_default();
        let rest = behind.split('\n').next().unwrap_or_default();
        let sentence = line.rsplit(". ").next().unwrap_or_default();
        // "It is not known whether Hale died": of whoever may live, an answer may come.
        !powers.is_unsure(sentence) && [rest, without_aside(powers, rest)].iter().any(|rest| powers.is_dead(line, rest))
    });
    dead.map(|(at, mention)| Death { chain: Decided::by_rule(mention.chain, "death"), mention: at }).collect()
}

/// What follows a remark between commas, dashes or brackets ("Johnson, 66, *was killed*"): `text` where none begins it.
fn without_aside<'a>(powers: &Powers, text: &'a str) -> &'a str {
    let text = text.trim_start();
    let Some(open) = text.chars().next().filter(|ch| matches!(ch, ',' | '–' | '—' | '(')) else { return text };
    let close = if open == '(' { ')' } else { open };
    let inside = &text[open.len_utf8()..];
    let sentence = inside.split(". ").next().unwrap_or_default();
    // "Johnson, 66, of Burnsville, was killed": the last remark of a few.
    let mut rest = text;
    for (at, _) in sentence.match_indices(close).take(ASIDES) {
        rest = &inside[at + close.len_utf8()..];
        if powers.is_dead("", rest) {
            break;
        }
    }
    rest
}
