//! What the articles of one coverage have in common and where they part: the statements that several report, where
//! these differ, what only one reports, whose voices are heard, and who is spoken of and never quoted.

use std::cmp::Reverse;

use rustc_hash::{FxHashMap, FxHashSet};

use super::compare::is_name;
use super::elsewhere::normal;
use super::shown::speaker;
use crate::analysis::facts::Act;
use crate::analysis::{ArticleAnalysis, Attribution, AttributionId};
use crate::corpus::statements::unmatched::without_counterpart;
use crate::corpus::{ArticleId, Place, Snapshot, StatementLink, StatementRef};
use crate::text::Span;
use crate::token::ZoneKind;

mod differences;
mod said;
mod slots;
mod unheard;
mod voices;

pub use differences::{Disagreement, What};
pub use said::{Said, Shared};
pub use slots::Untold;
pub use unheard::{Unheard, unheard};
pub use voices::{Heard, Voice, voices};

use said::{ancestors, is_carrier, voices_of};

/// Articles of a coverage that are laid side by side; more are a flood, and the first tell enough.
const MOST: usize = 8;
/// Bytes of what is said that make a part of it worth showing before a longer one.
const TELLING: u32 = 24;

/// What stands between the articles of one coverage.
#[derive(Clone, Debug, Default)]
pub struct Overview {
    /// What several report, heaviest first; what they report with other figures or days is among the differences.
    pub shared: Vec<Shared>,
    /// Where they differ, heaviest first.
    pub differences: Vec<Disagreement>,
    /// What of the main event one tells and others leave open.
    pub untold: Vec<Untold>,
    /// By article, what no other reports, in the order of the text.
    pub alone: Vec<(ArticleId, Vec<Said>)>,
}

/// Compares the articles of a coverage.
pub fn overview(snapshot: &Snapshot, articles: &[ArticleId]) -> Overview {
    let articles: Vec<ArticleId> = voices_of(snapshot, articles).take(MOST).collect();
    let articles = &articles[..];
    if articles.len() < 2 {
        return Overview::default();
    }
    let links = outermost(snapshot, articles);
    let mut shared = shared(snapshot, &links);
    let (of_events, untold) = slots::find(snapshot, articles);
    let facts = differences::facts(snapshot, articles);
    let whole = shared.clone();
    shared.retain(|one| !differences::is_contrary(snapshot, one, &facts));
    let differences = differences::find(snapshot, articles, &whole, of_events, facts);
    let alone = articles.iter().map(|&here| {
        let others: Vec<ArticleId> = articles.iter().copied().filter(|other| *other != here).collect();
        (here, alone(snapshot, here, &others))
    });
    Overview { differences, untold, alone: alone.filter(|(_, said)| !said.is_empty()).collect(), shared }
}

/// The statements of an article that no other has, without those inside another of them.
pub fn alone(snapshot: &Snapshot, here: ArticleId, others: &[ArticleId]) -> Vec<Said> {
    let analysis = snapshot.analysis(here);
    let found = without_counterpart(snapshot, here, others);
    let mut kept: Vec<AttributionId> = Vec::new();
    for at in found {
        let attribution = &analysis.attributions[at];
        let deed = analysis.facts.sources.get(at).is_some_and(|facts| facts.act.value == Act::Deed);
        let somebody = !attribution.source.is_empty() && !attribution.hearsay && !deed;
        let inside = ancestors(analysis, at).skip(1).any(|outer| !is_carrier(&analysis.attributions[outer]));
        let twice = kept.iter().any(|other| {
            let other = &analysis.attributions[*other].content;
            other.iter().any(|span| attribution.content.iter().any(|own| own.overlaps(*span)))
        });
        if somebody && !inside && !twice && !is_carrier(attribution) {
            kept.push(at);
        }
    }
    kept.into_iter()
        .filter_map(|at| said(snapshot, StatementRef { article: here, attribution: at }, &[]))
        .filter(|one| !one.speaker.is_empty())
        .collect()
}

/// A statement by its most telling part: the first of some length, or the one that shares most words with `others`.
fn said(snapshot: &Snapshot, of: StatementRef, others: &[StatementRef]) -> Option<Said> {
    let StatementRef { article, attribution: at } = of;
    let analysis = snapshot.analysis(article);
    let content = &analysis.attributions.get(at)?.content;
    let words = |analysis: &ArticleAnalysis, span: Span| -> FxHashSet<String> {
        analysis.slice(span).split_whitespace().map(normal).filter(|word| word.len() > 3).collect()
    };
    let theirs: FxHashSet<String> = others
        .iter()
        .map(|other| (snapshot.analysis(other.article), other.attribution))
        .flat_map(|(analysis, at)| {
            analysis.attributions[at].content.iter().flat_map(move |span| words(analysis, *span))
        })
        .collect();
    let shared = |span: &Span| words(analysis, *span).intersection(&theirs).count();
    let first = content.iter().find(|span| span.len() >= TELLING);
    let longest = content.iter().max_by_key(|span| span.len());
    let nearest = content.iter().rev().max_by_key(|span| shared(span)).filter(|span| shared(span) > 0);
    let span = *nearest.or(first).or(longest)?;
    let speaker = speaker(analysis, &analysis.attributions[at]);
    let told = Place { article, span: with_cue(analysis, &analysis.attributions[at], span) };
    Some(Said { place: Place { article, span }, told, attribution: at, speaker })
}

/// A part of what is said with the cue right before it; quoted words stand by themselves.
fn with_cue(analysis: &ArticleAnalysis, attribution: &Attribution, span: Span) -> Span {
    /// Bytes between cue and content: a blank, "that".
    const NEAR: u32 = 8;
    let quoted = analysis.slice(span).starts_with(['“', '"', '‘', '\'']);
    let before = |cue: &&Span| cue.end <= span.start && span.start - cue.end <= NEAR;
    let cue = attribution.cue.iter().filter(|_| !quoted).rfind(before);
    cue.map_or(span, |cue| cue.join(span))
}

/// The links between some articles, best first, without those that only link what stands inside two that are linked.
fn outermost<'a>(snapshot: &'a Snapshot, articles: &[ArticleId]) -> Vec<&'a StatementLink> {
    let of = |link: &&StatementLink| articles.contains(&link.a.article) && articles.contains(&link.b.article);
    let mut from = articles.to_vec();
    from.sort_unstable();
    from.dedup();
    let links = from.iter().flat_map(|id| snapshot.article(*id).statements.iter());
    // Both articles may have a link.
    let mut all: Vec<&StatementLink> = links.filter(of).collect();
    all.sort_by_key(|link| (link.a, link.b));
    all.dedup_by_key(|link| (link.a, link.b));
    let pairs: FxHashSet<_> = all.iter().map(|link| (link.a, link.b)).collect();
    let body = |of: StatementRef| {
        let analysis = snapshot.analysis(of.article);
        let content = analysis.attributions.get(of.attribution).and_then(|found| found.content.first());
        content.is_some_and(|span| analysis.structure.zone_at(span.start) == ZoneKind::Body)
    };
    let outer = |of: StatementRef| {
        let ancestors = ancestors(snapshot.analysis(of.article), of.attribution);
        ancestors.map(move |attribution| StatementRef { attribution, ..of }).collect::<Vec<_>>()
    };
    let mut kept: Vec<&StatementLink> = all.iter().copied().filter(|link| body(link.a) && body(link.b)).collect();
    kept.retain(|link| {
        let theirs = outer(link.b);
        let pair = |a: &StatementRef| theirs.iter().any(|b| (*a, *b) != (link.a, link.b) && pairs.contains(&(*a, *b)));
        !outer(link.a).iter().any(pair)
    });
    kept.sort_by(|x, y| {
        (y.verbatim, y.score)
            .partial_cmp(&(x.verbatim, x.score))
            .unwrap_or(std::cmp::Ordering::Equal)
            .then((x.a, x.b).cmp(&(y.a, y.b)))
    });
    kept
}

/// Groups links into statements of several articles, at most one version an article.
fn shared(snapshot: &Snapshot, links: &[&StatementLink]) -> Vec<Shared> {
    let mut groups: Vec<(Vec<StatementRef>, bool, f32)> = Vec::new();
    let mut of: FxHashMap<StatementRef, usize> = FxHashMap::default();
    for link in links {
        let (a, b) = (link.a, link.b);
        let joined = match (of.get(&a).copied(), of.get(&b).copied()) {
            (Some(group), None) => Some((group, b)),
            (None, Some(group)) => Some((group, a)),
            (None, None) => None,
            (Some(_), Some(_)) => continue,
        };
        match joined {
            Some((group, node)) if groups[group].0.iter().all(|other| other.article != node.article) => {
                groups[group].0.push(node);
                of.insert(node, group);
            }
            // What one says at once and the other in two places is a statement of its own.
            Some((_, node)) => {
                of.insert(node, groups.len());
                groups.push((vec![a, b], link.verbatim, link.score));
            }
            None => {
                of.extend([(a, groups.len()), (b, groups.len())]);
                groups.push((vec![a, b], link.verbatim, link.score));
            }
        }
    }
    let mut found: Vec<Shared> = Vec::new();
    for (mut nodes, verbatim, score) in groups {
        nodes.sort_unstable();
        let version = |of: &StatementRef| {
            let others: Vec<StatementRef> = nodes.iter().copied().filter(|node| node.article != of.article).collect();
            said(snapshot, *of, &others)
        };
        let versions: Vec<Said> = nodes.iter().filter_map(version).collect();
        let line =
            |one: &Said| (one.place.article, snapshot.analysis(one.place.article).lines.line_of(one.place.span.start));
        // "He said … he added": two halves of a paragraph in both are one line of an overview.
        let twice = |other: &Shared| {
            versions.iter().filter(|one| other.versions.iter().any(|known| line(known) == line(one))).count() > 1
        };
        // Nor is what the first says at once and the other in two places, where the same part of it is shown.
        let again = |other: &Shared| {
            let same = |one: &Said| other.versions.iter().any(|known| known.place == one.place);
            let told = |one: &Said| other.versions.iter().any(|known| known.place.article == one.place.article);
            versions.first().is_some_and(same) && versions.iter().all(told)
        };
        let known = versions.first().is_some_and(|one| !one.speaker.is_empty());
        let named = versions.iter().all(|one| is_name(snapshot, one.place));
        if known && !named && versions.len() > 1 && !found.iter().any(|other| twice(other) || again(other)) {
            found.push(Shared { versions, verbatim, score });
        }
    }
    found.sort_by_key(|one| Reverse(weight(one)));
    found
}

/// What many report weighs most, then quoted words, then the longer.
fn weight(shared: &Shared) -> (usize, bool, u32) {
    let length = shared.versions.iter().map(|one| one.place.span.len()).min().unwrap_or(0);
    (shared.versions.len(), shared.verbatim, length)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use expect_test::{Expect, expect};

    use super::*;
    use crate::ide::fixture::fixture;

    #[track_caller]
    fn check(source: &str, expected: Expect) {
        let (snapshot, _) = fixture(source);
        let articles: Vec<ArticleId> = snapshot.ids().collect();
        let found = overview(&snapshot, &articles);
        let mut shown = String::new();
        for one in &found.shared {
            writeln!(shown, "both: {}", snapshot.slice(one.versions[0].place)).unwrap();
        }
        for one in found.differences.iter().filter(|one| one.what != What::Words) {
            let [(_, ours), (_, theirs)] = &one.versions;
            writeln!(shown, "{}: {ours} / {theirs}", one.what.label()).unwrap();
        }
        expected.assert_eq(&shown);
    }

    #[test]
    fn other_figures_are_no_statement_in_common() {
        check(
            "//- a.txt coverage=a\nHeadline$0\n\n{src a|{p reed|Ana Reed}} {cue a|said} {say a|the flood killed 120 people in Dorn}.\n\n\
             {src b|{p hale|Tom Hale}} {cue b|said} {say b|at least 107 houses had to be left in Dorn}.\n\
             //- b.txt coverage=a\nHeadline\n\n{src a|{p reed|Ana Reed}} {cue a|said} {say a|the flood killed 80 people in Dorn}.\n\n\
             {src b|{p hale|Tom Hale}} {cue b|said} {say b|more than 100 houses had to be left in Dorn}.\n",
            expect![[r#"
                both: at least 107 houses had to be left in Dorn
                figures: 120 people / 80 people
            "#]],
        );
    }

    #[test]
    fn a_fact_told_otherwise_is_a_difference_and_not_in_both() {
        check(
            "//- a.txt coverage=a\nHeadline$0\n\n{src a|{p reed|Ana Reed}} {cue a|said} {say a|a bus overturned near Weston and five people were killed}.\n\n\
             The fire brigade closed the road on Monday at 3 p.m. for two days.\n\
             //- b.txt coverage=a\nHeadline\n\n{src a|{p reed|Ana Reed}} {cue a|said} {say a|a bus overturned near Weston and nine people were killed}.\n\n\
             The fire brigade closed the road on Monday at 5 p.m. for two days.\n",
            expect![[r#"
                figures: five people / nine people
                hour: 3 p.m. / 5 p.m.
            "#]],
        );
    }
}
