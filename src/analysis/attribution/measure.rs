//! Measurements against gold that is not part of this repository: skipped, with a message, where it is absent.

use std::path::Path;
use std::sync::Arc;

use crate::analysis::{Article, ArticleAnalysis, ArticleMeta, analyze};
use crate::model::Models;

fn read(models: &Models, path: &Path) -> Option<ArticleAnalysis> {
    let text = std::fs::read_to_string(path).ok()?;
    Some(analyze(models, &Article { text: Arc::from(text), meta: ArticleMeta::default() }))
}

/// A set of code points, as sorted ranges flattened into a bit per code point.
fn bits(length: usize, ranges: impl Iterator<Item = (usize, usize)>) -> Vec<bool> {
    let mut bits = vec![false; length];
    for (start, end) in ranges {
        bits.iter_mut().take(end).skip(start).for_each(|bit| *bit = true);
    }
    bits
}

fn iou(a: &[bool], b: &[bool]) -> f64 {
    let both = a.iter().zip(b).filter(|(a, b)| **a && **b).count();
    let any = a.iter().zip(b).filter(|(a, b)| **a || **b).count();
    if any == 0 { 0.0 } else { both as f64 / any as f64 }
}

fn gold_ranges(value: &serde_json::Value) -> Vec<(usize, usize)> {
    let number = |range: &serde_json::Value, key| range[key].as_u64().unwrap_or(0) as usize;
    let all = value.as_array().into_iter().flatten();
    all.map(|range| (number(range, "start"), number(range, "end"))).collect()
}

#[test]
fn seeds_core_attributions() {
    let gold = Path::new("../shared/gold/seeds-names-and-attributions.json");
    let Ok(gold) = std::fs::read_to_string(gold) else { return eprintln!("skipped: no gold") };
    let gold: serde_json::Value = serde_json::from_str(&gold).unwrap_or_default();
    let models = Models::embedded();
    let (mut core, mut hit) = (0, 0);
    for (name, expected) in gold.as_object().into_iter().flatten().filter(|(name, _)| name.ends_with(".txt")) {
        let Some(analysis) = read(&models, &Path::new("seeds").join(name)) else { continue };
        let length = analysis.text.chars().count();
        let points = |spans: &[crate::text::Span]| {
            let point = |at| analysis.lines.code_point(&analysis.text, at) as usize;
            bits(length, spans.iter().map(|span| (point(span.start), point(span.end))))
        };
        let ours: Vec<_> =
            analysis.attributions.iter().map(|it| (points(&it.content), points(&it.source), it)).collect();
        for wanted in expected["attributions"].as_array().into_iter().flatten().filter(|it| it["core"] == true) {
            core += 1;
            let content = bits(length, gold_ranges(&wanted["content"]).into_iter());
            let source = bits(length, gold_ranges(&wanted["source"]).into_iter());
            let sourceless = !source.contains(&true);
            let right = |(our_content, our_source, _): &&(Vec<bool>, Vec<bool>, _)| {
                iou(our_content, &content) >= 0.5
                    && if sourceless { !our_source.contains(&true) } else { iou(our_source, &source) > 0.0 }
            };
            if ours.iter().any(|it| right(&it)) {
                hit += 1;
            } else {
                let best = ours.iter().max_by(|a, b| iou(&a.0, &content).total_cmp(&iou(&b.0, &content)));
                let show = |spans: &[crate::text::Span]| {
                    spans.iter().map(|span| analysis.slice(*span)).collect::<Vec<_>>().join(" | ")
                };
                println!(
                    "MISS {} {} :: {:?}",
                    wanted["id"],
                    wanted["content"].as_array().map_or(0, Vec::len),
                    slices(&analysis.text, wanted)
                );
                if let Some((_, _, it)) = best {
                    println!("   ours: [{}] [{}] [{}]", show(&it.source), show(&it.cue), show(&it.content));
                }
            }
        }
        if std::env::var("SHOW").is_ok() {
            println!("=== {name}");
            for it in &analysis.attributions {
                let show = |spans: &[crate::text::Span]| {
                    spans.iter().map(|span| analysis.slice(*span).replace('\n', " ")).collect::<Vec<_>>().join(" | ")
                };
                println!(
                    "- [{}] [{}] [{:.300}] {:?} {:?} {:?} p{:?}",
                    show(&it.source),
                    show(&it.cue),
                    show(&it.content),
                    it.kind,
                    it.style,
                    it.chain.map(|c| analysis.chains[c].name.clone()),
                    it.parent
                );
            }
        }
    }
    println!("seeds core attributions: {hit} of {core}");
}

fn slices(text: &str, wanted: &serde_json::Value) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let slice = |(start, end): (usize, usize)| {
        chars.get(start..end).map(|it| it.iter().collect::<String>()).unwrap_or_default()
    };
    ["source", "cue", "content"]
        .iter()
        .map(|key| gold_ranges(&wanted[*key]).into_iter().map(slice).collect::<Vec<_>>().join(" | "))
        .collect()
}
