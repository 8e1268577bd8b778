//! Rules and network as one reader: which relations of the rules stand, and what the network adds.
//!
//! Rules know the grammar of "who said what" and so which source belongs to which content; the network knows how far
//! a content reaches and finds what no list of verbs holds. A relation of the rules stands when the network sees its
//! words as said by somebody too. What the network sees beyond is joined by nearness, which on gold spans of PolNeAR
//! is right 98.9 times of 100.

use std::ops::Range;

use super::weights::Rows;
use super::{EntityType, ParagraphTags, ParagraphView, Relation, Tag, decode, mark, spans};
use crate::lexicon::names::{NameLexicon, WordList};

/// Where both find a name, the type is the rules' when they are at least as sure as [`SURE`] and the network is less.
const SURE: f32 = 0.8;

/// A name that only the rules find stands when they are this sure, and the network is not surer of none.
const ALONE: f32 = 0.7;

/// A relation of the rules stands when its words have at least this probability of being said by somebody, on average.
/// Hearsay stands in any case: few texts have it to learn from.
const STANDS: f32 = 0.25;

/// The network's content takes the place of the rules' when so much of both together is common to them.
const ALIKE: f32 = 0.75;

/// The network's names, with what the lexicons know better. A corpus of names has "eastern Ukraine" where a name is
/// "Ukraine" here: the direction is no part of it.
pub fn names(
    lexicon: &NameLexicon,
    paragraph: &ParagraphView<'_>,
    rules: &[Tag<Option<EntityType>>],
    scores: &Rows,
) -> Vec<Tag<Option<EntityType>>> {
    let mut found = decode::names(scores);
    for (range, label, probability) in spans(&found) {
        let directions = range.clone().take_while(|at| is_direction(lexicon, paragraph.word(*at))).count();
        if directions > 0 && directions < range.len() {
            found[range.clone()].fill(Tag::default());
            mark(&mut found, range.start + directions..range.end, label, probability);
        }
    }
    let seen = spans(&found);
    for (range, label, probability) in spans(rules) {
        let first = seen.partition_point(|(other, ..)| other.end <= range.start);
        match seen.get(first).filter(|(other, ..)| other.start < range.end) {
            None => {
                let none = found[range.clone()].iter().map(|tag| tag.probability).fold(0.0, f32::max);
                if probability >= ALONE && none <= SURE {
                    mark(&mut found, range, label, probability);
                }
            }
            Some((other, theirs, sure)) => {
                let surer = *other == range && *theirs != label && probability >= SURE && *sure <= SURE;
                let person = label == Some(EntityType::Person) && *theirs == label && probability >= SURE;
                let whole = person && range.start <= other.start && other.end <= range.end;
                if surer || whole || (*other != range && (is_torn(paragraph, other) || has_brackets(paragraph, &range)))
                {
                    found[other.clone()].fill(Tag::default());
                    mark(&mut found, range, label, probability);
                }
            }
        }
    }
    found
}

/// True where a name ends in a small word: "Group of" of "Group of 20", "Camp David presidential".
fn is_torn(paragraph: &ParagraphView<'_>, range: &Range<usize>) -> bool {
    let last = range.end.checked_sub(1).map_or("", |last| paragraph.word(last));
    last.chars().next().is_some_and(char::is_lowercase)
}

/// True for "[Sergei] Lavrov", which few texts have to learn from.
fn has_brackets(paragraph: &ParagraphView<'_>, range: &Range<usize>) -> bool {
    range.clone().any(|at| paragraph.word(at).starts_with('['))
}

/// True for "eastern", not for "Eastern".
fn is_direction(lexicon: &NameLexicon, word: &str) -> bool {
    let mut letters = word.chars();
    let first = letters.next().filter(|first| first.is_lowercase());
    first.is_some_and(|first| {
        lexicon.is(WordList::Direction, &(first.to_uppercase().collect::<String>() + letters.as_str()))
    })
}

/// What both see. `rules` are the rules' relations, `scores` the network's of the three layers, `sentences` the ranges of
/// the paragraph's sentences.
pub fn attributions(
    paragraph: &ParagraphView<'_>,
    rules: Vec<Relation>,
    scores: &Rows,
    sentences: &[Range<usize>],
) -> ParagraphTags {
    let [mut sources, cues, contents] = std::array::from_fn(|layer| decode::layer(scores, layer));
    bare(paragraph, &mut sources);
    let mut relations: Vec<Relation> =
        rules.into_iter().filter(|relation| relation.hearsay || support(scores, relation) >= STANDS).collect();
    // Hearsay has no source, which makes its cue all that there is: the list of such words knows it best.
    for relation in relations.iter_mut().filter(|relation| !relation.hearsay) {
        extend_source(&mut relation.source, &sources);
        extend(&mut relation.cue, &cues, 0.0);
        extend(&mut relation.content, &contents, ALIKE);
    }
    let taken = |layer: &[Tag<()>], of: fn(&Relation) -> &[Range<usize>], relations: &[Relation]| {
        let mut free = Vec::new();
        for (range, (), probability) in spans(layer) {
            let covered = relations.iter().flat_map(of).map(|other| overlap(&range, other)).sum::<usize>();
            if 2 * covered < range.len() {
                free.push((range, probability));
            }
        }
        free
    };
    let free_cues = taken(&cues, |relation| &relation.cue, &relations);
    let free_contents = taken(&contents, |relation| &relation.content, &relations);
    let all_sources: Vec<_> = spans(&sources).into_iter().map(|(range, (), p)| (range, p)).collect();
    relations.extend(joined(&all_sources, &free_cues, &free_contents, sentences));
    relations.sort_by_key(|relation| relation.cue.iter().chain(&relation.content).map(|range| range.start).min());
    ParagraphTags { sources, cues, contents, relations, ..ParagraphTags::default() }
}

/// Puts the network's source in the place of each that it overlaps, but for one that is a part of it: what stands
/// behind a name ("another man, not seen on camera") says what sort of source it is.
fn extend_source(ranges: &mut [Range<usize>], layer: &[Tag<()>]) {
    for range in ranges {
        let mut other = range.clone();
        extend(std::slice::from_mut(&mut other), layer, 0.0);
        if other.start < range.start || other.end > range.end {
            *range = other;
        }
    }
}

/// Takes the marks off the end of sources: "the mayor," is the mayor.
fn bare(paragraph: &ParagraphView<'_>, sources: &mut [Tag<()>]) {
    for (range, ..) in spans(sources) {
        let marks = range.clone().rev().take_while(|at| paragraph.word(*at) == ",").count();
        if marks < range.len() {
            sources[range.end - marks..range.end].fill(Tag::default());
        }
    }
}

/// Puts the network's span in the place of each that it overlaps by more than `least` of both together.
fn extend(ranges: &mut [Range<usize>], layer: &[Tag<()>], least: f32) {
    let seen = spans(layer);
    for range in ranges {
        let first = seen.partition_point(|(other, ..)| other.end <= range.start);
        let other = seen.get(first).map(|(other, ..)| other).filter(|other| other.start < range.end);
        if let Some(other) = other {
            let both = range.end.max(other.end) - range.start.min(other.start);
            if overlap(range, other) as f32 > least * both as f32 {
                *range = other.clone();
            }
        }
    }
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

/// The mean probability that a token of its content lies in a content, or for one without, its cue in a cue.
fn support(scores: &Rows, relation: &Relation) -> f32 {
    let (ranges, layer) = if relation.content.is_empty() { (&relation.cue, 1) } else { (&relation.content, 2) };
    let tokens: Vec<usize> = ranges.iter().flat_map(Clone::clone).collect();
    let sum: f32 = tokens.iter().map(|token| decode::inside(scores.row(*token), layer)).sum();
    sum / tokens.len().max(1) as f32
}

/// Joins spans. A content goes to the nearest cue outside it, one of its own sentence before others. A cue goes to the
/// nearest source of its sentence that stands in the same content as it, or in none like it. A cue inside a content
/// that no other content goes to is a nested attribution: what follows it in that content is what its source says, or
/// what stands before it when nothing follows.
pub fn joined(
    sources: &[(Range<usize>, f32)],
    cues: &[(Range<usize>, f32)],
    contents: &[(Range<usize>, f32)],
    sentences: &[Range<usize>],
) -> Vec<Relation> {
    let sentence = |range: &Range<usize>| sentences.partition_point(|one| one.end <= range.start);
    let within = |range: &Range<usize>| {
        let at = contents.partition_point(|(content, _)| content.start <= range.start).checked_sub(1)?;
        contents.get(at).filter(|(content, _)| range.start < content.end).map(|_| at)
    };
    let mut found: Vec<Relation> = Vec::with_capacity(cues.len());
    for (cue, probability) in cues {
        let level = within(cue);
        let near = nearest(sources, cue, |source| sentence(source) == sentence(cue) && within(source) == level);
        let near = near.or_else(|| nearest(sources, cue, |source| sentence(source) == sentence(cue)));
        let source = near.map(|at| sources[at].0.clone());
        found.push(Relation {
            source: source.into_iter().collect(),
            cue: vec![cue.clone()],
            content: Vec::new(),
            probability: *probability,
            hearsay: false,
        });
    }
    let mut alone = Vec::new();
    for (content, probability) in contents {
        let outside = |cue: &Range<usize>| overlap(cue, content) == 0;
        let own = nearest(cues, content, |cue| outside(cue) && sentence(cue) == sentence(content));
        // A quotation that goes on in the next sentence, or began in the one before.
        let next = || nearest(cues, content, |cue| outside(cue) && sentence(cue).abs_diff(sentence(content)) == 1);
        match own.or_else(next) {
            Some(at) => found[at].content.push(content.clone()),
            // A quotation that nobody is near goes to the speaker before it, which is seen elsewhere.
            // A word or two that nobody is heard to say is more often the network's doubt than a content.
            None if content.len() < 3 => {}
            None => alone.extend(nearest(sources, content, |source| sentence(source) == sentence(content)).map(|at| {
                let source = vec![sources[at].0.clone()];
                Relation { source, content: vec![content.clone()], probability: *probability, ..Relation::default() }
            })),
        }
    }
    for (relation, (cue, _)) in found.iter_mut().zip(cues) {
        if let Some(at) = within(cue).filter(|_| relation.content.is_empty()) {
            let content = &contents[at].0;
            let inside = sentences
                .get(sentence(cue))
                .map_or(content.clone(), |one| content.start.max(one.start)..content.end.min(one.end));
            let source = relation.source.first();
            let before = inside.start..source.map_or(cue.start, |source| source.start.min(cue.start));
            let after = source.map_or(cue.end, |source| source.end.max(cue.end))..inside.end;
            let rest = if after.len() > 1 { after } else { before };
            relation.content.extend(Some(rest).filter(|rest| rest.len() > 1));
        }
    }
    found.retain(|relation| !relation.content.is_empty());
    found.extend(alone);
    found
}

/// The index of the range nearest to another among those that fit, by the gap between them. Ranges stand in order.
fn nearest(ranges: &[(Range<usize>, f32)], to: &Range<usize>, fits: impl Fn(&Range<usize>) -> bool) -> Option<usize> {
    /// So many on each side are looked at, so that time stays linear.
    const LOOK: usize = 4;
    let after = ranges.partition_point(|(range, _)| range.start < to.end);
    let gap = |range: &Range<usize>| {
        if range.end <= to.start { to.start - range.end } else { range.start.saturating_sub(to.end) }
    };
    let near = after.saturating_sub(LOOK)..(after + LOOK).min(ranges.len());
    near.filter(|at| fits(&ranges[*at].0)).min_by_key(|at| gap(&ranges[*at].0))
}
