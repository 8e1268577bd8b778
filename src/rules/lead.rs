//! Where the answer may stand: an article of the same coverage in which somebody says what is flagged here. A lead to
//! read, never words to insert.

use rustc_hash::FxHashSet;

use crate::corpus::{ArticleId, Place, Snapshot};
use crate::text::Span;

/// How many words of five letters or more two passages must share.
const SHARED: usize = 3;
/// So many findings of a rule get a lead.
const FINDINGS: usize = 40;
/// At most so many attributions of other articles are looked at for one finding.
const MOST: usize = 2_000;

/// The attribution of another article of the coverage that shares most words with a passage.
///
/// `nth` is how many findings the article has before this one: the first ones get a lead, lest a long article cost
/// more than it is worth.
pub(super) fn lead(snapshot: &Snapshot, article: ArticleId, nth: usize, passage: Span) -> Option<(String, Place)> {
    if nth >= FINDINGS {
        return None;
    }
    let wanted = words(snapshot.analysis(article).slice(passage));
    let coverage = snapshot.coverages.get(snapshot.article(article).coverage.0 as usize)?;
    let others = coverage.articles.iter().copied().filter(|other| *other != article);
    let statements = others.flat_map(|other| {
        let sourced = snapshot.analysis(other).attributions.iter().filter(|it| !it.source.is_empty());
        sourced.map(move |attribution| (other, attribution))
    });
    let mut best: Option<(usize, String, Place)> = None;
    for (other, attribution) in statements.take(MOST) {
        let analysis = snapshot.analysis(other);
        let (Some(content), Some(source)) = (attribution.content.first(), attribution.source.first()) else { continue };
        if crate::analysis::attribution::block_of(analysis, attribution).is_some() {
            continue;
        }
        let shared = words(analysis.slice(*content)).intersection(&wanted).count();
        if shared >= SHARED && best.as_ref().is_none_or(|(most, ..)| shared > *most) {
            best = Some((shared, analysis.slice(*source).to_owned(), Place { article: other, span: *content }));
        }
    }
    best.map(|(_, source, place)| (says(snapshot, &source, place), place))
}

fn says(snapshot: &Snapshot, source: &str, place: Place) -> String {
    let node = snapshot.article(place.article);
    let line = node.analysis.lines.line_of(place.span.start) + 1;
    let block = node.analysis.block_at(place.span.start);
    let through = block.map_or_else(String::new, |block| format!(" (through {})", block.outlet));
    let source: String = source.chars().take(60).collect();
    format!("{}:{line} has “{source}” say something like it{through}", node.label.short)
}

fn words(text: &str) -> FxHashSet<String> {
    let letters = |word: &str| word.trim_matches(|ch: char| !ch.is_alphanumeric()).to_lowercase();
    text.split_whitespace().map(letters).filter(|word| word.chars().count() >= 5).take(200).collect()
}
