//! Who says what, by rules and network as one reader.
//!
//! The network knows what is said, and finds what no list of verbs holds; its spans are joined by nearness, which on
//! gold spans of PolNeAR is right 98.9 times of 100. Rules know the grammar of "who said what": they tell which source
//! belongs to a cue that has several near it, find what is said within what somebody else says, which the network's one
//! layer cannot show, and know hearsay.

use std::ops::Range;

use super::decode::Said;
use super::{ParagraphView, Relation};

/// A relation that only the rules find stands when its words have at least this probability of being said by somebody.
/// Hearsay stands in any case: few texts have it to learn from.
const STANDS: f32 = 0.25;

/// The rules' source takes the place of the network's when it is a source with at least this probability.
const LIKELY: f32 = 0.5;

/// Within what somebody else says, a speech ("told", "urged") stands as the rules find it: PolNeAR marks one level only,
/// and the network has not seen another. What is thought or wished there stands when the cue has a probability of
/// [`FAINT`] at least, since most of it is talk ("they want", "she plans").
const SPEECH: f32 = 0.7;
const FAINT: f32 = 0.03;

/// Who is nobody in particular when a speaker names them.
const ANYBODY: [&str; 10] = ["I", "we", "you", "one", "people", "they", "it", "that", "which", "who"];

/// Index of each layer of [`Said`].
const SOURCE: usize = 0;
const CUE: usize = 1;
const CONTENT: usize = 2;

/// What both see. `rules` are the rules' relations, `sentences` the ranges of the paragraph's sentences.
pub fn relations(
    paragraph: &ParagraphView<'_>,
    rules: Vec<Relation>,
    said: &Said,
    sentences: &[Range<usize>],
) -> Vec<Relation> {
    let mut found = joined(said, sentences, &rules);
    let owners = Owners::of(&found, paragraph.tokens.len());
    for relation in rules {
        if relation.hearsay {
            // The list of such words knows best that nobody stands behind them.
            if let Some(at) = owners.cue_owner(&relation).filter(|at| found[*at].source.is_empty()) {
                found[at].content.clear();
            }
            found.push(relation);
            continue;
        }
        match owners.same(&found, &relation) {
            Some(at) => {
                take_source(&mut found[at], &relation, said);
                take_contents(&mut found[at], &relation, said, &owners);
            }
            None if stands(paragraph, &relation, said, &owners) => found.push(relation),
            None => {}
        }
    }
    for relation in &mut found {
        relation.source.iter_mut().for_each(|source| bare(paragraph, source));
    }
    // What nobody says is a quotation whose speaker is told elsewhere, or the network's doubt.
    found.retain(|relation| {
        !relation.content.is_empty() && (relation.hearsay || !relation.cue.is_empty() || !relation.source.is_empty())
    });
    found.sort_by_key(|relation| relation.cue.iter().chain(&relation.content).map(|range| range.start).min());
    found
}

/// Which relation each token's cue and content belong to.
struct Owners {
    cue: Vec<Option<usize>>,
    content: Vec<Option<usize>>,
}

impl Owners {
    fn of(found: &[Relation], tokens: usize) -> Self {
        let mut owners = Self { cue: vec![None; tokens], content: vec![None; tokens] };
        for (at, relation) in found.iter().enumerate() {
            relation.cue.iter().for_each(|range| owners.cue[range.clone()].fill(Some(at)));
            relation.content.iter().for_each(|range| owners.content[range.clone()].fill(Some(at)));
        }
        owners
    }

    /// The relation that shares the cue with another.
    fn cue_owner(&self, other: &Relation) -> Option<usize> {
        other.cue.iter().flat_map(Clone::clone).find_map(|token| *self.cue.get(token)?)
    }

    /// Whether a relation lies within what somebody else says.
    fn holds_cue(&self, other: &Relation) -> bool {
        let mut cue = other.cue.iter().flat_map(Clone::clone);
        cue.all(|token| self.content.get(token).is_some_and(Option::is_some))
    }

    /// The relation that shares the cue with another, or most of what is said; none for what lies within.
    fn same(&self, found: &[Relation], other: &Relation) -> Option<usize> {
        if let Some(at) = self.cue_owner(other) {
            return Some(at);
        }
        if self.holds_cue(other) {
            return None;
        }
        let middle = other.content.iter().max_by_key(|range| range.len())?;
        let at = (*self.content.get(middle.start + middle.len() / 2)?)?;
        let theirs = &found.get(at)?.content;
        let both = common(theirs, &other.content);
        (2 * both > length(theirs) + length(&other.content) - both).then_some(at)
    }
}

/// The rules' source, where the network has none or another that is no likelier to be one.
fn take_source(relation: &mut Relation, rules: &Relation, said: &Said) {
    if rules.source.is_empty() || common(&relation.source, &rules.source) > 0 {
        return;
    }
    if relation.source.is_empty() || said.mean(&rules.source, SOURCE) >= LIKELY {
        relation.source.clone_from(&rules.source);
    }
}

/// What the rules hear the same source say beside: the far half of what a "she said" divides. All that they hear where
/// the network has a cue alone.
fn take_contents(relation: &mut Relation, rules: &Relation, said: &Said, owners: &Owners) {
    // A second level: the network, which knows one, has cut what is said at the cue within.
    let within = |range: &Range<usize>| range.clone().any(|token| owners.cue.get(token).is_some_and(Option::is_some));
    let whole = common(&relation.content, &rules.content) == length(&relation.content);
    if whole && (relation.content.is_empty() || rules.content.iter().any(within)) {
        relation.content.clone_from(&rules.content);
        return;
    }
    for content in &rules.content {
        let free = content.clone().all(|token| owners.content.get(token).is_some_and(Option::is_none));
        if free && said.mean(std::slice::from_ref(content), CONTENT) >= STANDS {
            relation.content.push(content.clone());
        }
    }
    relation.content.sort_by_key(|content| content.start);
}

/// Whether a relation that only the rules find is one.
fn stands(paragraph: &ParagraphView<'_>, relation: &Relation, said: &Said, owners: &Owners) -> bool {
    if owners.holds_cue(relation) {
        !is_talk(paragraph, relation) && (relation.probability >= SPEECH || said.mean(&relation.cue, CUE) >= FAINT)
    } else {
        said.mean(&relation.content, CONTENT) >= STANDS
    }
}

/// What a speaker says that "I", "you" or "people" think, within a quotation: talk, and nobody's statement.
fn is_talk(paragraph: &ParagraphView<'_>, relation: &Relation) -> bool {
    let quoted = |range: &Range<usize>| paragraph.tokens.get(range.start).is_some_and(|token| token.quoted);
    let anybody = |range: &Range<usize>| {
        let word = paragraph.word(range.start);
        range.len() == 1 && ANYBODY.iter().any(|one| one.eq_ignore_ascii_case(word))
    };
    relation.cue.iter().all(quoted) && relation.source.iter().all(anybody)
}

/// Takes the marks off the end of a source: "the mayor," is the mayor.
fn bare(paragraph: &ParagraphView<'_>, source: &mut Range<usize>) {
    while source.len() > 1 && paragraph.word(source.end - 1) == "," {
        source.end -= 1;
    }
}

fn length(ranges: &[Range<usize>]) -> usize {
    ranges.iter().map(ExactSizeIterator::len).sum()
}

/// Tokens that two sets of ranges share.
fn common(a: &[Range<usize>], b: &[Range<usize>]) -> usize {
    let both = |a: &Range<usize>, b: &Range<usize>| a.end.min(b.end).saturating_sub(a.start.max(b.start));
    a.iter().flat_map(|a| b.iter().map(move |b| both(a, b))).sum()
}

/// Joins the network's spans. A content goes to the cue that the rules hear it behind, or else to the nearest cue of a
/// sentence that it begins or ends in, or else of a neighboring one: a quotation that goes on in the next sentence, or
/// began in the one before. A cue goes to the nearest source of its sentence.
fn joined(said: &Said, sentences: &[Range<usize>], rules: &[Relation]) -> Vec<Relation> {
    let [sources, cues, contents] = &said.spans;
    let sentence = |token: usize| sentences.partition_point(|one| one.end <= token);
    let source_of = |range: &Range<usize>| {
        let own = |source: &Range<usize>| sentence(source.start) == sentence(range.start);
        nearest(sources, range, own).map(|at| sources[at].clone()).into_iter().collect::<Vec<_>>()
    };
    let relation = |cue: &Range<usize>| Relation {
        source: source_of(cue),
        cue: vec![cue.clone()],
        probability: said.mean(std::slice::from_ref(cue), CUE),
        ..Relation::default()
    };
    let mut found: Vec<Relation> = cues.iter().map(relation).collect();
    let heard = heard(cues, rules, sentences.last().map_or(0, |last| last.end));
    let mut alone = Vec::new();
    for content in contents {
        let (first, last) = (sentence(content.start), sentence(content.end.saturating_sub(1)));
        let own = |cue: &Range<usize>| (first..=last).contains(&sentence(cue.start));
        let near = |cue: &Range<usize>| (first.saturating_sub(1)..=last + 1).contains(&sentence(cue.start));
        let heard = heard.get(content.start + content.len() / 2).copied().flatten().map(|(_, cue)| cue);
        let heard = heard.filter(|at| cues[*at].end <= content.start || content.end <= cues[*at].start);
        match heard.or_else(|| nearest(cues, content, own)).or_else(|| nearest(cues, content, near)) {
            Some(at) => found[at].content.push(content.clone()),
            None => alone.push(Relation {
                source: source_of(content),
                content: vec![content.clone()],
                probability: said.mean(std::slice::from_ref(content), CONTENT),
                ..Relation::default()
            }),
        }
    }
    found.extend(alone);
    found
}

/// For each token the cue behind which the rules hear it, by the shortest content that holds it, with that length.
fn heard(cues: &[Range<usize>], rules: &[Relation], tokens: usize) -> Vec<Option<(usize, usize)>> {
    let mut heard = vec![None; tokens];
    for relation in rules.iter().filter(|relation| !relation.hearsay) {
        let Some(first) = relation.cue.first() else { continue };
        let at = cues.partition_point(|cue| cue.end <= first.start);
        if cues.get(at).is_none_or(|cue| first.end <= cue.start) {
            continue;
        }
        let length = length(&relation.content);
        for token in relation.content.iter().flat_map(Clone::clone) {
            if let Some(slot) = heard.get_mut(token)
                && slot.is_none_or(|(shortest, _)| length < shortest)
            {
                *slot = Some((length, at));
            }
        }
    }
    heard
}

/// The index of the range nearest to another among those that fit, by the gap between them. Ranges stand in order.
fn nearest(ranges: &[Range<usize>], to: &Range<usize>, fits: impl Fn(&Range<usize>) -> bool) -> Option<usize> {
    /// So many on each side are looked at, so that time stays linear.
    const LOOK: usize = 4;
    let after = ranges.partition_point(|range| range.start < to.end);
    let gap = |range: &Range<usize>| {
        if range.end <= to.start { to.start - range.end } else { range.start.saturating_sub(to.end) }
    };
    let near = after.saturating_sub(LOOK)..(after + LOOK).min(ranges.len());
    near.filter(|at| fits(&ranges[*at])).min_by_key(|at| gap(&ranges[*at]))
}

#[cfg(test)]
#[allow(clippy::single_range_in_vec_init)]
mod tests {
    use super::*;

    fn said(sources: &[Range<usize>], cues: &[Range<usize>], contents: &[Range<usize>]) -> Said {
        Said { spans: [sources.to_vec(), cues.to_vec(), contents.to_vec()], ..Said::default() }
    }

    /// "source cue content" of each relation, as token ranges.
    fn check(said: &Said, rules: &[Relation], expected: &[(Range<usize>, Range<usize>, Range<usize>)]) {
        let found = joined(said, &[0..12, 12..24], rules);
        let first = |ranges: &[Range<usize>]| ranges.first().cloned().unwrap_or_default();
        let found: Vec<_> = found.iter().map(|it| (first(&it.source), first(&it.cue), first(&it.content))).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn spans_go_to_their_nearest() {
        let two = said(&[4..5, 7..8], &[5..6, 8..9], &[0..3, 9..12]);
        check(&two, &[], &[(4..5, 5..6, 0..3), (7..8, 8..9, 9..12)]);
        // A quotation that goes on behind the sentence, and one that has no cue.
        check(&said(&[4..5], &[5..6], &[13..20]), &[], &[(4..5, 5..6, 13..20)]);
        check(&said(&[13..14], &[], &[15..20]), &[], &[(13..14, 0..0, 15..20)]);
    }

    #[test]
    fn the_rules_know_behind_which_cue_a_content_is_heard() {
        // "It rained and he fears that it will snow, she said": the first clause is hers, near as his cue may be.
        let network = said(&[3..4, 10..11], &[4..5, 11..12], &[0..2, 5..9]);
        check(&network, &[], &[(3..4, 4..5, 0..2), (10..11, 11..12, 0..0)]);
        let hers = Relation { source: vec![10..11], cue: vec![11..12], content: vec![0..9], ..Relation::default() };
        let his = Relation { source: vec![3..4], cue: vec![4..5], content: vec![5..9], ..Relation::default() };
        check(&network, &[hers, his], &[(3..4, 4..5, 5..9), (10..11, 11..12, 0..2)]);
    }
}
