//! Who says what, by rules and network as one reader.
//!
//! The network knows what is said, and finds what no list of verbs holds; a small trained pointer ([`super::pointer`]) gives
//! each content its source. Rules know the grammar of "who said what": the pointer sees what they relate, they find what
//! a named one says within what somebody else says, which the network's one layer cannot show, and know hearsay.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::lexicon::{List, Lists};
use crate::model::merge::pointer;
use crate::model::merge::pointer::{Sight, SourcePointer};
use crate::model::merge::ranges::{common, nearest};
use crate::model::network::decode::{CONTENT, CUE, Said};
use crate::model::tags::{ParagraphTags, ParagraphView, Relation};

/// A relation that only the rules find stands when its words have at least this probability of being said by somebody.
/// Hearsay stands in any case: few texts have it to learn from.
const STANDS: f32 = 0.25;

/// Within what somebody else says, a speech ("told", "urged") by a name stands as the rules find it: PolNeAR marks one
/// level only, and the network has not seen another. What is thought or wished there, or said between quotation marks,
/// is talk: of 82 such that the rules found around 1,388 statements with known speakers, 53 had the wrong one.
const SPEECH: f32 = 0.7;

/// A relation that only the rules find, within another or not, stands where the network sees so much of a cue there. In each
/// of six samples of articles whose speakers are known it gives more statements to whoever said them than without.
const SEEN: f32 = 0.2;

/// What both see. `rules` are the rules' tags, `sentences` the ranges of the paragraph's sentences.
pub(crate) fn relations(
    lists: &Lists,
    pointer: &SourcePointer,
    paragraph: &ParagraphView<'_>,
    rules: ParagraphTags,
    said: &Said,
    sentences: &[Range<usize>],
) -> Vec<Relation> {
    let mut found = joined(pointer, &Sight::new(lists, paragraph, &rules, said, sentences), said, sentences);
    let owners = Owners::of(&found, paragraph.tokens.len());
    for relation in rules.relations {
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
                take_source(&mut found[at], &relation);
                take_contents(&mut found[at], &relation, said, &owners);
            }
            None if stands(paragraph, &relation, said, &owners) => found.push(relation),
            None => {}
        }
    }
    for relation in &mut found {
        relation.source.iter_mut().for_each(|source| bare(paragraph, source));
    }
    found.iter_mut().filter(|it| !it.hearsay).for_each(|it| end_with_clause(lists, paragraph, sentences, it));
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

/// The rules' source of a cue that the network has without any content; of the others the pointer has decided.
fn take_source(relation: &mut Relation, rules: &Relation) {
    if relation.content.is_empty() && !rules.source.is_empty() {
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
    let sees_cue = said.mean(&relation.cue, CUE) >= SEEN;
    if owners.holds_cue(relation) {
        // "had told reporters that", "urged him to" are ones wherever they stand.
        let clause = relation.content.iter().any(|range| matches!(paragraph.word(range.start), "that" | "to"));
        relation.probability >= SPEECH && is_by_name(paragraph, relation) && (sees_cue || clause)
    } else {
        said.mean(&relation.content, CONTENT) >= STANDS && (relation.cue.is_empty() || sees_cue)
    }
}

/// What somebody with a name says in the reporter's words: a capital that does not begin the sentence or the quotation.
fn is_by_name(paragraph: &ParagraphView<'_>, relation: &Relation) -> bool {
    let quoted = |range: &Range<usize>| paragraph.tokens.get(range.start).is_some_and(|token| token.quoted);
    let capital = |token: usize| token > 0 && paragraph.word(token).starts_with(char::is_uppercase);
    !relation.cue.iter().any(quoted) && relation.source.iter().flat_map(Clone::clone).any(capital)
}

/// Ends what is said where the reporter goes on: behind the clause that opens the sentence ("While many predict that he
/// will go, his allies …"), before what sets a fact against it ("… is rigged even though …").
fn end_with_clause(lists: &Lists, paragraph: &ParagraphView<'_>, sentences: &[Range<usize>], relation: &mut Relation) {
    let Some(cue) = relation.cue.first().map(|cue| cue.start) else { return };
    let quoted = |at: usize| paragraph.tokens.get(at).is_some_and(|token| token.quoted);
    let lower = |at: usize| paragraph.word(at).to_lowercase();
    let comma = |at: usize| paragraph.word(at) == "," && !quoted(at);
    let first = sentences.iter().find(|one| one.contains(&cue)).map_or(0, |one| one.start);
    let first = if matches!(&*lower(first), "but" | "and" | "even") { first + 1 } else { first };
    let opens = lists.is(List::FrontedSubordinator, &lower(first));
    for content in &mut relation.content {
        if content.start < cue || content.clone().any(quoted) {
            continue;
        }
        let main = |at: &usize| {
            let word = paragraph.word(at + 1);
            comma(*at) && (word.starts_with(char::is_uppercase) || lists.is(List::ClauseSubject, word))
        };
        let subordinate = opens && !(first..content.start).any(comma);
        let against = |at: &usize| {
            let behind_comma = comma(at.wrapping_sub(1));
            match &*lower(*at) {
                "even" => matches!(&*lower(at + 1), "though" | "as"),
                "although" | "though" => behind_comma && !comma(at + 1),
                _ => false,
            }
        };
        let ends = subordinate.then(|| content.clone().find(main)).flatten();
        let ends = ends.or_else(|| (content.start + 3..content.end).find(against));
        if let Some(end) = ends.filter(|end| *end > content.start) {
            content.end = if comma(end - 1) { end - 1 } else { end };
        }
    }
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

/// Joins the network's spans: each content with the source that the pointer gives it, at the cue nearest to both. Contents
/// of one source and cue are one relation. A cue without content keeps the nearest source of its sentence.
fn joined(pointer: &SourcePointer, sight: &Sight<'_>, said: &Said, sentences: &[Range<usize>]) -> Vec<Relation> {
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
        trained: true,
        ..Relation::default()
    };
    let mut found: Vec<Relation> = cues.iter().map(relation).collect();
    let mut places = FxHashMap::default();
    for content in contents {
        let source = pointer.source(sight, content);
        let cue = pointer::cue(sight, content, source.as_ref());
        let place = *places.entry((cue, source.clone())).or_insert_with(|| {
            let source: Vec<_> = source.into_iter().collect();
            if let Some(at) = cue.filter(|at| found[*at].content.is_empty()) {
                found[at].source = source;
                return at;
            }
            let cue: Vec<_> = cue.map(|at| cues[at].clone()).into_iter().collect();
            let probability = match cue.is_empty() {
                true => said.mean(std::slice::from_ref(content), CONTENT),
                false => said.mean(&cue, CUE),
            };
            found.push(Relation { source, cue, probability, trained: true, ..Relation::default() });
            found.len() - 1
        });
        found[place].content.push(content.clone());
    }
    found
}

#[cfg(test)]
#[allow(clippy::single_range_in_vec_init)]
mod tests {
    use super::*;
    use crate::model::weights::Rows;

    fn said(sources: &[Range<usize>], cues: &[Range<usize>], contents: &[Range<usize>]) -> Said {
        // The network is rather sure of each.
        let mut chances = Rows::zeros(24, 7);
        let spans = [sources.to_vec(), cues.to_vec(), contents.to_vec()];
        for (layer, spans) in spans.iter().enumerate() {
            spans.iter().flat_map(Clone::clone).for_each(|token| chances.values[7 * token + 1 + 2 * layer] = 0.95);
        }
        Said { spans, chances }
    }

    /// "source cue content" of each relation, as token ranges.
    fn found(said: &Said, rules: &[Relation]) -> Vec<(Range<usize>, Range<usize>, Range<usize>)> {
        let text = "w ".repeat(24);
        let lexicon = crate::lexicon::Language::english();
        let structure = crate::token::segment(&text, &lexicon);
        let paragraph = ParagraphView::of(&text, &structure, &structure.paragraphs[0]);
        let tags = ParagraphTags { relations: rules.to_vec(), ..ParagraphTags::default() };
        let sentences = [0..12, 12..24];
        let sight = Sight::new(&lexicon.lists, &paragraph, &tags, said, &sentences);
        let found = joined(&SourcePointer::embedded().unwrap(), &sight, said, &sentences);
        let first = |ranges: &[Range<usize>]| ranges.first().cloned().unwrap_or_default();
        found.iter().map(|it| (first(&it.source), first(&it.cue), first(&it.content))).collect()
    }

    #[test]
    fn each_content_has_the_source_beside_it() {
        let one = said(&[7..8], &[8..9], &[9..12]);
        assert_eq!(found(&one, &[]), [(7..8, 8..9, 9..12)]);
        let two = said(&[1..2, 13..14], &[2..3, 14..15], &[3..9, 15..20]);
        assert_eq!(found(&two, &[]), [(1..2, 2..3, 3..9), (13..14, 14..15, 15..20)]);
        // A content alone is nobody's.
        assert_eq!(found(&said(&[], &[], &[3..9]), &[]), [(0..0, 0..0, 3..9)]);
    }

    #[test]
    fn the_pointer_sees_what_the_rules_relate() {
        // "It rained and he fears that it will snow, she said": the first clause is hers, near as he may be.
        let network = said(&[3..4, 10..11], &[4..5, 11..12], &[0..2, 5..9]);
        let hers = Relation { source: vec![10..11], cue: vec![11..12], content: vec![0..9], ..Relation::default() };
        let his = Relation { source: vec![3..4], cue: vec![4..5], content: vec![5..9], ..Relation::default() };
        let source_of_rain = |rules: &[Relation]| {
            found(&network, rules).into_iter().find(|(.., content)| *content == (0..2)).map(|(source, ..)| source)
        };
        assert_ne!(source_of_rain(&[hers, his]), Some(3..4));
    }
}
