//! Whose a content is: a small trained pointer over the sources near it.
//!
//! Candidates are the sources that the network tags near a content, those that the rules relate to it, and nobody.
//! [`Sight::of`] lists what is seen of each; one hidden layer weighs it; the likeliest is the source. Where two are about
//! as likely nobody is sure, and it is nobody. `training/link.py` has the same in the same order, and makes the weights.

use std::ops::Range;

use crate::lexicon::{List, Lists};
use crate::model::merge::ranges::{common, nearest};
use crate::model::network::decode::{CONTENT, CUE, SOURCE, Said};
use crate::model::tags::{ParagraphTags, ParagraphView, Relation};
use crate::model::weights::{Matrix, Rows, Weights};
use crate::token::TokenKind;

const BYTES: &[u8] = include_bytes!("../data/linker.safetensors");
const FORMAT: &str = "copydesk-linker-1";

/// What is seen of a candidate.
const WIDTH: usize = 33;
/// So many sources, and so many relations of the rules, on each side of a content are looked at.
const LOOK: usize = 6;
const HEARD: usize = 12;
/// So many words between a source and a content are looked at.
const BETWEEN: usize = 60;
/// Where the best two are nearer to each other than this, nobody is sure.
const SURE: f32 = 0.1;

/// The pointer.
#[derive(Debug)]
pub(crate) struct SourcePointer {
    hidden: Matrix,
    out: Matrix,
}

impl SourcePointer {
    /// The pointer in the binary; the error says what is wrong with its weights.
    pub(crate) fn embedded() -> Result<Self, String> {
        let weights = Weights::of_format(BYTES, FORMAT)?;
        let pointer = Self { hidden: weights.matrix("hidden")?, out: weights.matrix("out")? };
        let (rows, units) = pointer.hidden.weight.dim();
        if (rows, pointer.out.weight.dim()) != (WIDTH, (units, 1)) {
            return Err(format!("hidden: {rows} × {units} numbers, out: {:?}", pointer.out.weight.dim()));
        }
        Ok(pointer)
    }

    /// The score of each candidate, before any normalization.
    fn scores(&self, seen: &Rows) -> Vec<f32> {
        let mut hidden = self.hidden.of(seen);
        hidden.values.iter_mut().for_each(|value| *value = value.max(0.0));
        self.out.of(&hidden).values
    }

    /// The source of a content; `None` for nobody, and where two are about as likely.
    pub(crate) fn source(&self, sight: &Sight<'_>, content: &Range<usize>) -> Option<Range<usize>> {
        let candidates = sight.candidates(content);
        let mut seen = Rows::zeros(0, WIDTH);
        for (candidate, tagged) in &candidates {
            seen.values.extend(sight.of(content, candidate, *tagged));
        }
        seen.values.extend(sight.of_nobody(content));
        let scores = self.scores(&seen);
        let best = scores.iter().copied().fold(f32::MIN, f32::max);
        let chances: Vec<f32> = scores.iter().map(|score| (score - best).exp()).collect();
        let sum: f32 = chances.iter().sum();
        let at = chances.iter().position(|chance| *chance >= 1.0)?;
        let second =
            chances.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, it)| *it).fold(0.0, f32::max);
        let sure = (chances[at] - second) / sum >= SURE;
        candidates.into_iter().nth(at).filter(|_| sure).map(|(candidate, _)| candidate)
    }
}

/// What the pointer sees of a paragraph.
pub(crate) struct Sight<'a> {
    lists: &'a Lists,
    paragraph: &'a ParagraphView<'a>,
    tags: &'a ParagraphTags,
    said: &'a Said,
    sentences: &'a [Range<usize>],
    /// The rules' relations by where each begins.
    rules: Vec<(usize, &'a Relation)>,
}

impl<'a> Sight<'a> {
    /// `tags` are the rules', names and relations.
    pub(crate) fn new(
        lists: &'a Lists,
        paragraph: &'a ParagraphView<'a>,
        tags: &'a ParagraphTags,
        said: &'a Said,
        sentences: &'a [Range<usize>],
    ) -> Self {
        let start = |it: &Relation| {
            it.source.iter().chain(&it.cue).chain(&it.content).map(|part| part.start).min().unwrap_or_default()
        };
        let mut rules: Vec<_> = tags.relations.iter().map(|relation| (start(relation), relation)).collect();
        rules.sort_by_key(|(start, _)| *start);
        Self { lists, paragraph, tags, said, sentences, rules }
    }

    fn sentence(&self, token: usize) -> usize {
        self.sentences.partition_point(|one| one.end <= token)
    }

    /// The rules' relations near a content.
    fn heard(&self, content: &Range<usize>) -> &[(usize, &'a Relation)] {
        let at = self.rules.partition_point(|(start, _)| *start < content.end);
        self.rules.get(at.saturating_sub(HEARD)..(at + HEARD).min(self.rules.len())).unwrap_or(&[])
    }

    /// Spans that may be the source of a content, and whether the network tagged each.
    fn candidates(&self, content: &Range<usize>) -> Vec<(Range<usize>, bool)> {
        let sources = &self.said.spans[SOURCE];
        let at = sources.partition_point(|source| source.start < content.start);
        let near = sources.get(at.saturating_sub(LOOK)..(at + LOOK).min(sources.len())).unwrap_or(&[]);
        let mut found: Vec<_> = near.iter().map(|source| (source.clone(), true)).collect();
        for (_, relation) in self.heard(content) {
            if relation.hearsay || !shares(relation, content) {
                continue;
            }
            for source in &relation.source {
                if overlap(source, content) == 0 && found.iter().all(|(other, _)| overlap(source, other) == 0) {
                    found.push((source.clone(), false));
                }
            }
        }
        found.truncate(2 * LOOK + 4);
        found
    }

    fn quote(&self, token: usize) -> u8 {
        match self.paragraph.tokens.get(token) {
            Some(token) if token.kind == TokenKind::QuoteOpen => 1,
            Some(token) if token.kind == TokenKind::QuoteClose => 2,
            Some(token) if token.quoted => 3,
            _ => 0,
        }
    }

    fn of_content(&self, content: &Range<usize>) -> [f32; 4] {
        let quote = self.quote(content.start);
        [
            self.said.mean(std::slice::from_ref(content), CONTENT),
            flag(quote == 1 || quote == 3),
            flag(quote == 1),
            share(content.len(), 40),
        ]
    }

    fn nearest(&self, layer: usize, to: &Range<usize>) -> Option<&Range<usize>> {
        let spans = &self.said.spans[layer];
        nearest(spans, to, |_| true).map(|at| &spans[at])
    }

    fn of_nobody(&self, content: &Range<usize>) -> [f32; WIDTH] {
        let mut seen = [0.0; WIDTH];
        let (first, last) = (self.sentence(content.start), self.sentence(content.end.saturating_sub(1)));
        let near = self.nearest(CUE, content).map(|cue| self.sentence(cue.start));
        seen[0] = 1.0;
        seen[1] = flag(near.is_none_or(|near| near != first && near != last));
        seen[2..6].copy_from_slice(&self.of_content(content));
        seen
    }

    fn of(&self, content: &Range<usize>, candidate: &Range<usize>, tagged: bool) -> [f32; WIDTH] {
        let [sources, cues, contents] = &self.said.spans;
        let word = self.paragraph.word(candidate.start);
        let word = word.to_ascii_lowercase();
        let is = |list: List| self.lists.is(list, &word);
        let alone = candidate.len() == 1;
        let distance = gap(candidate, content);
        let near_cue = self.nearest(CUE, content);
        let mine = self.nearest(CUE, candidate);
        let (first, last) = (self.sentence(content.start), self.sentence(content.end.saturating_sub(1)));
        let own = self.sentence(candidate.start);
        let apart = first.saturating_sub(own).max(own.saturating_sub(last));
        let (mut by_rules, mut other, mut taken) = (false, false, false);
        for (_, relation) in self.heard(content) {
            let same = shares(relation, content);
            let its = relation.source.iter().any(|source| overlap(source, candidate) > 0);
            by_rules |= same && its;
            other |= same && !its && !relation.source.is_empty();
            taken |= its && !same;
        }
        let before = candidate.start < content.start;
        let (low, high) = if before { (candidate.end, content.start) } else { (content.end, candidate.start) };
        let turn = |token: usize| {
            let word = self.paragraph.word(token).to_ascii_lowercase();
            self.lists.is(List::Contrast, &word) || matches!(word.as_str(), "however" | ";")
        };
        let named = self.tags.names.get(candidate.clone()).unwrap_or(&[]);
        let [chance, quoted, whole, length] = self.of_content(content);
        [
            0.0,
            0.0,
            chance,
            quoted,
            whole,
            length,
            (distance as f32).ln_1p() / 4.0,
            flag(distance == 0),
            flag(before),
            flag(apart == 0),
            share(apart, 3),
            flag(tagged),
            self.said.mean(std::slice::from_ref(candidate), SOURCE),
            mine.map_or(1.0, |mine| share(gap(mine, candidate), 9)),
            flag(mine.is_some_and(|mine| mine.start >= candidate.end)),
            flag(near_cue.is_some_and(|cue| self.nearest(SOURCE, cue) == Some(candidate))),
            flag(near_cue.is_some() && near_cue == mine),
            share(between(sources, candidate, content), 3),
            share(between(cues, candidate, content), 3),
            share(between(contents, candidate, content), 3),
            flag(by_rules),
            flag(other),
            flag(taken),
            flag(alone && is(List::PersonalPronoun)),
            flag(alone && is(List::RelativePronoun)),
            flag(alone && matches!(word.as_str(), "i" | "we")),
            flag(!alone && is(List::Possessive)),
            flag(named.iter().any(|tag| tag.bio != crate::model::tags::Bio::Outside && tag.label.is_some())),
            flag(self.quote(candidate.start) != 0),
            share(candidate.len(), 20),
            flag(own == 0),
            flag((low..high.min(low + BETWEEN)).any(turn)),
            1.0,
        ]
    }
}

fn flag(holds: bool) -> f32 {
    f32::from(u8::from(holds))
}

/// A count as a share of the most that is told apart.
fn share(count: usize, most: usize) -> f32 {
    count.min(most) as f32 / most as f32
}

fn gap(a: &Range<usize>, b: &Range<usize>) -> usize {
    a.start.saturating_sub(b.end).max(b.start.saturating_sub(a.end))
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

/// Whether the rules hear most of a content in a relation.
fn shares(relation: &Relation, content: &Range<usize>) -> bool {
    2 * common(&relation.content, std::slice::from_ref(content)) > content.len()
}

/// How many of the spans lie between two others; no more than three are told apart.
fn between(spans: &[Range<usize>], a: &Range<usize>, b: &Range<usize>) -> usize {
    let (low, high) = if a.end <= b.start { (a.end, b.start) } else { (b.end, a.start) };
    let first = spans.partition_point(|span| span.start < low);
    spans.iter().skip(first).take_while(|span| span.end <= high).take(3).count()
}

/// The cue of a content and its source: the nearest to both in one of their sentences.
pub(crate) fn cue(sight: &Sight<'_>, content: &Range<usize>, source: Option<&Range<usize>>) -> Option<usize> {
    let cues = &sight.said.spans[CUE];
    let of = [Some(content.start), content.end.checked_sub(1), source.map(|source| source.start)]
        .map(|token| token.map(|token| sight.sentence(token)));
    let fits = |cue: &Range<usize>| of.contains(&Some(sight.sentence(cue.start)));
    let near = [Some(content), source].into_iter().flatten().flat_map(|to| {
        let at = cues.partition_point(|cue| cue.start < to.end);
        at.saturating_sub(LOOK)..(at + LOOK).min(cues.len())
    });
    let cost = |at: &usize| 2 * gap(&cues[*at], content) + source.map_or(0, |source| gap(&cues[*at], source));
    near.filter(|at| fits(&cues[*at])).min_by_key(|at| (cost(at), *at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_scores_are_those_of_the_trainer() {
        let check: serde_json::Value = serde_json::from_str(include_str!("../data/linker-check.json")).unwrap();
        let features: Vec<Vec<f32>> = serde_json::from_value(check["features"].clone()).unwrap();
        let scores: Vec<f32> = serde_json::from_value(check["scores"].clone()).unwrap();
        assert!(scores.len() >= 30 && features.iter().all(|row| row.len() == WIDTH));
        let found = SourcePointer::embedded().unwrap().scores(&Rows { values: features.concat(), width: WIDTH });
        for (found, expected) in found.iter().zip(&scores) {
            assert!((found - expected).abs() < 1e-3, "{found} and not {expected}");
        }
        assert_eq!(found.len(), scores.len());
    }
}
