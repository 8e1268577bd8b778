//! Who says what: tokens, spans, sentences, and contents with their sources.

use super::super::layers::{LAYERS, Relation};
use super::super::tally::{Sheet, Tally};
use super::pair::{Example, Pair};
use crate::text::Span;
use crate::token::{Structure, TokenKind};

/// A sentence is attributed from this share of tokens in contents on, in percent.
const WITHIN: usize = 30;
/// A content has to share this much of the union with the other side's.
const IOU: f64 = 0.5;
/// Below this probability a sentence may be flagged.
const SURE: f32 = 0.2;

/// The marks of one layer, by token.
struct Marks {
    /// The tokens of each mark.
    spans: Vec<Vec<usize>>,
    /// For each token, whether a mark touches it.
    mask: Vec<bool>,
}

impl Marks {
    fn new(structure: &Structure, spans: &[Vec<Span>]) -> Self {
        let spans: Vec<Vec<usize>> = spans.iter().map(|parts| tokens(structure, parts)).collect();
        let mut mask = vec![false; structure.tokens.len()];
        for &token in spans.iter().flatten() {
            mask[token] = true;
        }
        Self { spans, mask }
    }
}

/// The tokens that some parts touch.
fn tokens(structure: &Structure, parts: &[Span]) -> Vec<usize> {
    let mut touched = Vec::new();
    for part in parts {
        let first = structure.tokens.partition_point(|token| token.span.end <= part.start);
        let end = structure.tokens.partition_point(|token| token.span.start < part.end);
        touched.extend(first..end.max(first));
    }
    touched.sort_unstable();
    touched.dedup();
    touched
}

/// Counts the attributions of one article.
pub(super) fn measure(pair: &Pair<'_>, sheet: &mut Sheet, examples: &mut Vec<Example>) {
    let Some(gold) = &pair.gold.spans else { return };
    let marks = |spans: &[Vec<Vec<Span>>; 3]| spans.each_ref().map(|spans| Marks::new(pair.structure, spans));
    let gold = marks(gold);
    let found = pair.found.spans.as_ref().map(marks);
    if let Some(found) = &found {
        for (layer, name) in LAYERS.iter().enumerate() {
            let row = sheet.row(&format!("{name}, tokens"));
            gold[layer].mask.iter().zip(&found[layer].mask).for_each(|(gold, found)| row.count(*gold, *found));
        }
        for (layer, name) in LAYERS.iter().enumerate() {
            let [exact, overlapping] = spans(&gold[layer].spans, &found[layer].spans, pair.structure.tokens.len());
            sheet.row(&format!("{name}, spans exact")).add(exact);
            sheet.row(&format!("{name}, spans overlapping")).add(overlapping);
            wrong(pair, layer, &gold[layer], &found[layer], examples);
        }
    }
    sentences(pair, &gold, found.as_ref(), sheet, examples);
    relations(pair, sheet, examples);
}

/// Marks with the same tokens, and marks that share one.
fn spans(gold: &[Vec<usize>], found: &[Vec<usize>], length: usize) -> [Tally; 2] {
    let masks = [gold, found].map(|spans| {
        let mut mask = vec![false; length];
        spans.iter().flatten().for_each(|&token| mask[token] = true);
        mask
    });
    let sorted = [gold, found].map(|spans| spans.iter().collect::<std::collections::BTreeSet<_>>());
    let (found_count, gold_count) = (found.len(), gold.len());
    let exact = |these: &[Vec<usize>], side: usize| these.iter().filter(|span| sorted[side].contains(span)).count();
    let touched = |these: &[Vec<usize>], side: usize| {
        these.iter().filter(|span| span.iter().any(|&token| masks[side][token])).count()
    };
    let tally = |found_right, gold_right| Tally { found: found_count, found_right, gold: gold_count, gold_right };
    [tally(exact(found, 0), exact(gold, 1)), tally(touched(found, 0), touched(gold, 1))]
}

/// The longest stretches that only one side marks.
fn wrong(pair: &Pair<'_>, layer: usize, gold: &Marks, found: &Marks, examples: &mut Vec<Example>) {
    let sides = [(gold, found, "was not found"), (found, gold, "is none in the gold")];
    for (here, there, what) in sides {
        for span in &here.spans {
            let only: Vec<usize> = span.iter().copied().filter(|&token| !there.mask[token]).collect();
            let (Some(&first), Some(&last)) = (only.first(), only.last()) else { continue };
            let whole = if only.len() == span.len() { "" } else { "a part of it " };
            let (first, last) = (pair.structure.tokens[first].span, pair.structure.tokens[last].span);
            examples.push(Example {
                layer: LAYERS[layer],
                span: first.join(last),
                why: format!("{whole}{what}"),
                weight: only.len() as f64,
            });
        }
    }
}

/// Whether each sentence is attributed; `None` for what has no word.
fn attributed(structure: &Structure, marks: &[Marks; 3]) -> Vec<bool> {
    let sentence = |sentence: &crate::token::Sentence| {
        let range = sentence.first_token as usize..sentence.end_token as usize;
        let count = |mask: &[bool]| mask.get(range.clone()).map_or(0, |it| it.iter().filter(|bit| **bit).count());
        count(&marks[2].mask) * 100 >= range.len() * WITHIN || count(&marks[1].mask) > 0
    };
    structure.sentences.iter().map(sentence).collect()
}

fn sentences(
    pair: &Pair<'_>,
    gold: &[Marks; 3],
    found: Option<&[Marks; 3]>,
    sheet: &mut Sheet,
    examples: &mut Vec<Example>,
) {
    let structure = pair.structure;
    let wanted = attributed(structure, gold);
    let found = pair.found.attributed.clone().or_else(|| Some(attributed(structure, found?)));
    for (nth, sentence) in structure.sentences.iter().enumerate() {
        if !structure.tokens_of(sentence).iter().any(|token| token.kind == TokenKind::Word) {
            continue;
        }
        let wanted = wanted[nth];
        if let Some(&found) = found.as_ref().and_then(|found| found.get(nth)) {
            sheet.row("sentences with attribution").count(wanted, found);
            sheet.row("sentences without attribution").count(!wanted, !found);
            if wanted != found {
                let why = if wanted { "is attributed in the gold" } else { "is not attributed in the gold" };
                let weight = f64::from(sentence.span.len());
                examples.push(Example { layer: "sentences", span: sentence.span, why: why.to_owned(), weight });
            }
        }
        if let Some(probability) = pair.found.probabilities.as_ref().and_then(|all| all.get(nth)) {
            sheet.row("flags at P(attributed) < 0.2").count(!wanted, *probability < SURE);
        }
    }
}

/// Overlap over union of two sets of disjoint spans, in bytes.
fn iou(a: &[Span], b: &[Span]) -> f64 {
    let both: u32 = a.iter().flat_map(|a| b.iter().map(|b| a.overlap(*b))).sum();
    let any = a.iter().chain(b).map(|span| span.len()).sum::<u32>() - both;
    f64::from(both) / f64::from(any.max(1))
}

fn relations(pair: &Pair<'_>, sheet: &mut Sheet, examples: &mut Vec<Example>) {
    let (Some(gold), Some(found)) = (&pair.gold.relations, &pair.found.relations) else { return };
    let source_fits = |a: &Relation, b: &Relation| a.source.iter().any(|a| b.source.iter().any(|b| a.overlaps(*b)));
    let content_fits = |a: &Relation, b: &Relation| iou(&a.content, &b.content) >= IOU;
    let linked = |one: &Relation, others: &[Relation]| {
        others.iter().any(|other| content_fits(one, other) && source_fits(one, other))
    };
    let count = |these: &[Relation], those: &[Relation]| these.iter().filter(|one| linked(one, those)).count();
    sheet.row("content with its source").add(Tally {
        found: found.len(),
        found_right: count(found, gold),
        gold: gold.len(),
        gold_right: count(gold, found),
    });
    for one in gold.iter().filter(|one| !linked(one, found)) {
        let words = |spans: &[Span]| spans.iter().map(|it| it.of_text(pair.text)).collect::<Vec<_>>().join(" … ");
        let other = found.iter().find(|other| content_fits(one, other));
        let found = other.map_or("nobody".to_owned(), |other| format!("“{}”", words(&other.source)));
        examples.push(Example {
            layer: "content with its source",
            span: one.content.first().copied().unwrap_or_default(),
            why: format!("said by “{}”, found: {found}", words(&one.source)),
            // A wrong source misleads, a missing one does not.
            weight: if other.is_some() { 2.0 } else { 1.0 }
                + f64::from(one.content.iter().map(|it| it.len()).sum::<u32>()) / 1e6,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::layers::Layers;
    use super::super::{Outcome, measure};
    use super::*;
    use crate::lexicon::Language;

    const TEXT: &str = "“It rains,” Ann said. Bo ran off. Cy saw that it was late.";

    fn spans(words: &[&str]) -> Vec<Vec<Span>> {
        words.iter().map(|words| span(words)).collect()
    }

    fn span(words: &str) -> Vec<Span> {
        let part = |part: &str| {
            let start = TEXT.find(part).unwrap();
            Span::of(start..start + part.len())
        };
        words.split('|').map(part).collect()
    }

    fn layers(sources: &[&str], cues: &[&str], contents: &[&str]) -> Layers {
        let relations = sources.iter().zip(contents);
        let relations =
            relations.map(|(source, content)| Relation { source: span(source), content: span(content) }).collect();
        Layers {
            spans: Some([spans(sources), spans(cues), spans(contents)]),
            relations: Some(relations),
            ..Layers::default()
        }
    }

    fn outcome(gold: &Layers, found: &Layers) -> (Outcome, Vec<Example>) {
        let structure = crate::token::segment(TEXT, &Language::english());
        assert_eq!(structure.sentences.len(), 3);
        let mut examples = Vec::new();
        let kinds = Default::default();
        let pair = Pair { text: TEXT, structure: &structure, kinds: &kinds, gold, found };
        (measure(&pair, &mut examples), examples)
    }

    fn row(outcome: &Outcome, name: &str) -> (usize, usize, f64, f64) {
        let figures = outcome.figures();
        let figure = figures.iter().find(|figure| figure.name == name).unwrap();
        (figure.found, figure.gold, figure.precision.unwrap(), figure.recall.unwrap())
    }

    #[test]
    fn tokens_spans_sentences_and_links_are_counted() {
        let gold = layers(&["Ann", "Cy"], &["said", "saw"], &["“It rains,”", "that it was late"]);
        // The first wholly, without the closing comma and mark; of the second the cue only, and Bo invented.
        let found = layers(&["Ann", "Bo"], &["said", "saw"], &["“It rains", "ran off"]);
        let (outcome, examples) = outcome(&gold, &found);
        // Five tokens in the first content, four in the second; three found right of five.
        assert_eq!(row(&outcome, "Content, tokens"), (5, 9, 3.0 / 5.0, 3.0 / 9.0));
        assert_eq!(row(&outcome, "Content, spans exact"), (2, 2, 0.0, 0.0));
        assert_eq!(row(&outcome, "Content, spans overlapping"), (2, 2, 0.5, 0.5));
        assert_eq!(row(&outcome, "Cue, spans exact"), (2, 2, 1.0, 1.0));
        // The second sentence is thought to be attributed.
        assert_eq!(row(&outcome, "sentences without attribution"), (0, 1, 0.0, 0.0));
        assert_eq!(row(&outcome, "sentences with attribution"), (3, 2, 2.0 / 3.0, 1.0));
        assert_eq!(row(&outcome, "content with its source"), (2, 2, 0.5, 0.5));
        let link = examples.iter().find(|example| example.layer == "content with its source").unwrap();
        assert_eq!(link.why, "said by “Cy”, found: nobody");
    }

    #[test]
    fn a_content_in_parts_is_one_mark() {
        let gold = layers(&["Ann"], &["said"], &["“It rains|Bo ran"]);
        let found = layers(&["Ann"], &["said"], &["“It rains|Bo ran"]);
        assert_eq!(row(&outcome(&gold, &found).0, "Content, spans exact"), (1, 1, 1.0, 1.0));
    }

    #[test]
    fn whoever_decides_by_sentence_or_by_probability_is_measured_too() {
        let gold = layers(&["Ann", "Cy"], &["said", "saw"], &["“It rains,”", "that it was late"]);
        let by_sentence = Layers { attributed: Some(vec![true, false, false]), ..Layers::default() };
        let (counted, _) = outcome(&gold, &by_sentence);
        assert_eq!(row(&counted, "sentences without attribution"), (2, 1, 0.5, 1.0));
        assert_eq!(counted.figures().len(), 2);
        let sure = Layers { probabilities: Some(vec![0.9, 0.19, 0.2]), ..Layers::default() };
        assert_eq!(row(&outcome(&gold, &sure).0, "flags at P(attributed) < 0.2"), (1, 1, 1.0, 1.0));
    }
}
