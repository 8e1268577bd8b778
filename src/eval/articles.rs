//! What one article says: zones, names, times, attributions.

use super::case::{Case, Score, Subject};
use super::gold::{AttributionGold, NameGold, ZoneGold};
use crate::analysis::{Attribution, MentionKind};
use crate::corpus::EntityId;
use crate::text::Span;

/// The content of an attribution has to share this much of the union with the gold's.
const CONTENT_IOU: f64 = 0.5;

/// Scores every article.
pub fn score(case: &Case<'_>) -> Vec<Score> {
    let kinds = [
        "zones",
        "names (exact span)",
        "names (span and type)",
        "times (overlap and value)",
        "core attributions",
        "all attributions (recall)",
        "core attributions: kind of source",
    ];
    let mut scores = kinds.map(Score::new);
    for subject in case.articles() {
        zones(&subject, &mut scores[0]);
        let [_, exact, typed, ..] = &mut scores;
        names(&subject, exact, typed);
        times(&subject, &mut scores[3]);
        let [.., core, all, kind] = &mut scores;
        attributions(&subject, core, all, kind);
    }
    let mut scores = scores.to_vec();
    scores.insert(3, spurious_names(case));
    scores.push(spurious_attributions(case));
    scores
}

fn zones(subject: &Subject<'_>, score: &mut Score) {
    let structure = &subject.case.snapshot.analysis(subject.id).structure;
    let text = &subject.case.snapshot.analysis(subject.id).text;
    let inline: Vec<Span> = subject.gold.inline_zones.iter().map(|zone| subject.span(zone.place)).collect();
    for (zones, outer) in [(&subject.gold.zones, true), (&subject.gold.inline_zones, false)] {
        for zone in zones {
            let accepted = accepted_kinds(zone);
            let span = subject.span(zone.place);
            if accepted.is_empty() {
                continue;
            }
            let (mut right, mut all) = (0_usize, 0_usize);
            let letters = span.of_text(text).char_indices().filter(|(_, letter)| !letter.is_whitespace());
            for (at, _) in letters {
                let offset = span.start + Span::of(0..at).end;
                if outer && inline.iter().any(|inner| inner.contains(offset)) {
                    continue;
                }
                all += 1;
                right += usize::from(accepted.contains(&structure.zone_at(offset).name()));
            }
            let share = right * 100 / all.max(1);
            let why = format!("{} expected, {share} % of its letters are", zone.zone);
            score.count(share >= 95, || subject.miss(span, why));
        }
    }
}

/// The kinds that a gold zone may have here; empty when no kind of ours stands for it.
fn accepted_kinds(zone: &ZoneGold) -> Vec<&'static str> {
    let names = std::iter::once(&zone.zone).chain(&zone.accept_also);
    names
        .flat_map(|name| match name.as_str() {
            "headline" => ["headline"].as_slice(),
            "kicker" => &["kicker"],
            "standfirst" => &["standfirst"],
            "body" => &["body"],
            "boilerplate" => &["boilerplate"],
            "subheading" => &["subheading"],
            "dateline" => &["dateline"],
            "date_line" => &["dateline-date"],
            "byline_outlet" => &["byline", "dateline", "dateline-date"],
            "photo_caption" | "photo_credit" => &["caption"],
            "related_link" => &["related"],
            _ => &[],
        })
        .copied()
        .collect()
}

fn entity_type(gold: &str) -> &'static str {
    match gold {
        "PERSON" => "person",
        "ORG" => "organization",
        "GPE" | "LOC" | "FAC" => "place",
        "NORP" => "group",
        "EVENT" => "event",
        "PRODUCT" => "product",
        _ => "other",
    }
}

fn names(subject: &Subject<'_>, exact: &mut Score, typed: &mut Score) {
    let mentions = &subject.case.snapshot.analysis(subject.id).mentions;
    let named: Vec<_> = mentions.iter().filter(|mention| mention.kind == MentionKind::Named).collect();
    for name in &subject.gold.entities {
        let span = subject.span(name.place);
        let found = named.iter().find(|mention| mention.span == span);
        exact.count(found.is_some(), || match named.iter().find(|mention| mention.span.overlaps(span)) {
            Some(other) => subject.miss(span, format!("found as “{}”", slice(subject, other.span))),
            None => subject.miss(span, "not found"),
        });
        let right = found.is_some_and(|mention| type_fits(name, mention.entity_type.name()));
        typed.count(right, || {
            let found = found.map_or("nothing".to_owned(), |mention| mention.entity_type.name().to_owned());
            subject.miss(span, format!("{} expected, {found} found", entity_type(&name.r#type)))
        });
    }
}

fn slice<'a>(subject: &Subject<'a>, span: Span) -> &'a str {
    span.of_text(&subject.case.snapshot.analysis(subject.id).text)
}

fn type_fits(name: &NameGold, found: &str) -> bool {
    // Alternatives are a list of types or of objects with one.
    let also = name.accept_also.as_array().into_iter().flatten();
    let mut types = also.filter_map(|other| other.as_str().or_else(|| other.get("type")?.as_str()));
    entity_type(&name.r#type) == found || types.any(|other| entity_type(other) == found)
}

/// Precision: names found that overlap no name of the gold.
fn spurious_names(case: &Case<'_>) -> Score {
    let mut score = Score::new("names found that are names");
    for subject in case.articles().filter(|subject| !subject.gold.entities.is_empty()) {
        let gold: Vec<Span> = subject.gold.entities.iter().map(|name| subject.span(name.place)).collect();
        for mention in &case.snapshot.analysis(subject.id).mentions {
            if mention.kind == MentionKind::Named {
                let held = gold.iter().any(|span| span.overlaps(mention.span));
                score.count(held, || subject.miss(mention.span, "no name in the gold"));
            }
        }
    }
    score
}

fn times(subject: &Subject<'_>, score: &mut Score) {
    let times = &subject.case.snapshot.analysis(subject.id).times;
    for gold in &subject.gold.times {
        let span = subject.span(gold.place);
        let found: Vec<String> =
            times.iter().filter(|time| time.span.overlaps(span)).map(|time| time.value.to_string()).collect();
        let why = || {
            format!(
                "{} expected, {} found",
                gold.value,
                if found.is_empty() { "nothing".to_owned() } else { found.join(" and ") }
            )
        };
        score.count(found.contains(&gold.value), || subject.miss(span, why()));
    }
}

fn attributions(subject: &Subject<'_>, core: &mut Score, all: &mut Score, kind: &mut Score) {
    let found = &subject.case.snapshot.analysis(subject.id).attributions;
    for gold in &subject.gold.attributions {
        let content: Vec<Span> = gold.content.iter().map(|&place| subject.span(place)).collect();
        let place = content.first().copied().unwrap_or_default();
        let best = found
            .iter()
            .map(|attribution| (iou(&content, &attribution.content), attribution))
            .filter(|(iou, _)| *iou >= CONTENT_IOU);
        let mut best: Vec<_> = best.collect();
        best.sort_by(|(left, _), (right, _)| right.total_cmp(left));
        let right = best.iter().find(|(_, attribution)| source_is_right(subject, gold, attribution));
        let why = || match best.first() {
            Some((iou, _)) => format!("{}: content found (IoU {iou:.2}), source is not", gold.id),
            None => {
                let best = found.iter().map(|attribution| iou(&content, &attribution.content)).fold(0.0, f64::max);
                format!("{}: best content IoU {best:.2}", gold.id)
            }
        };
        all.count(right.is_some(), || subject.miss(place, why()));
        if gold.core {
            core.count(right.is_some(), || subject.miss(place, why()));
            if let Some((_, attribution)) = right {
                let name = attribution.kind.map_or("none", crate::analysis::SourceKind::name);
                let expected = if gold.kind == "other-outlet" { "outlet" } else { &gold.kind };
                kind.count(name == expected, || {
                    subject.miss(place, format!("{}: {expected} expected, {name} found", gold.id))
                });
            }
        }
    }
}

/// Precision: attributions whose content is that of one in the gold.
fn spurious_attributions(case: &Case<'_>) -> Score {
    let mut score = Score::new("attributions found that are in the gold");
    for subject in case.articles().filter(|subject| !subject.gold.attributions.is_empty()) {
        let spans = |gold: &AttributionGold| gold.content.iter().map(|&place| subject.span(place)).collect();
        let gold: Vec<Vec<Span>> = subject.gold.attributions.iter().map(spans).collect();
        for found in &case.snapshot.analysis(subject.id).attributions {
            let held = gold.iter().any(|gold| iou(gold, &found.content) >= CONTENT_IOU);
            let cue = found.cue.first().map_or("", |cue| slice(&subject, *cue));
            let place = found.content.first().or(found.cue.first()).copied().unwrap_or_default();
            score.count(held, || subject.miss(place, format!("cue “{cue}”")));
        }
    }
    score
}

/// Right when the spans overlap, when the gold has no source and none is given, or when the source's entity is the
/// one of the gold's chain.
fn source_is_right(subject: &Subject<'_>, gold: &AttributionGold, found: &Attribution) -> bool {
    let spans: Vec<Span> = gold.source.iter().map(|&place| subject.span(place)).collect();
    if spans.is_empty() && found.source.is_empty() {
        return true;
    }
    if spans.iter().any(|span| found.source.iter().any(|other| other.overlaps(*span))) {
        return true;
    }
    let entity = found.chain.and_then(|chain| subject.case.snapshot.article(subject.id).entities.get(chain));
    let chains = gold.chain.iter().chain(&gold.chains).chain(&gold.alt_chains);
    let mut right = chains.flat_map(|chain| entities_of(subject, chain));
    entity.is_some_and(|entity| right.any(|other| other == *entity))
}

/// The entities that the article's names of a gold chain have here.
fn entities_of(subject: &Subject<'_>, chain: &str) -> Vec<EntityId> {
    let node = subject.case.snapshot.article(subject.id);
    let names = subject.gold.entities.iter().filter(|name| name.chain == chain);
    names
        .filter_map(|name| {
            let span = subject.span(name.place);
            let mention = node.analysis.mentions.iter().find(|mention| mention.span == span)?;
            node.entities.get(mention.chain).copied()
        })
        .collect()
}

/// Bytes in both over bytes in either.
fn iou(left: &[Span], right: &[Span]) -> f64 {
    let size = |spans: &[Span]| spans.iter().map(|span| f64::from(span.len())).sum::<f64>();
    let both: f64 = left.iter().flat_map(|a| right.iter().map(|b| f64::from(a.overlap(*b)))).sum();
    let either = size(left) + size(right) - both;
    if either > 0.0 { both / either } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlap_counts_against_the_union() {
        let span = |start, end| Span::new(start, end);
        let check = |left: &[Span], right: &[Span], expected: f64| {
            assert!((iou(left, right) - expected).abs() < 1e-9, "{left:?} {right:?}");
        };
        check(&[span(0, 10)], &[span(0, 10)], 1.0);
        check(&[span(0, 10)], &[span(5, 15)], 1.0 / 3.0);
        check(&[span(0, 4), span(6, 10)], &[span(0, 10)], 0.8);
        check(&[span(0, 4)], &[span(4, 8)], 0.0);
        check(&[], &[], 0.0);
    }
}
