//! Names of the sample articles, and whom their sources are said to be, where the gold stands beside the repository: what
//! is not found is printed, and has to stay little.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use copydesk::analysis::{Article, ArticleAnalysis, ArticleMeta, ChainId, MentionKind, analyze};
use copydesk::model::{EntityType, Models};
use serde_json::Value;

fn shared() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    path.is_dir().then_some(path)
}

fn read(models: &Models, text: &str) -> ArticleAnalysis {
    analyze(models, &Article { text: Arc::from(text), meta: ArticleMeta::default() })
}

/// Reads an article of the seeds on its day, which the settings tell where the text does not.
fn read_dated(models: &Models, file: &str, text: &str) -> ArticleAnalysis {
    let settings = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/copydesk.toml")).unwrap();
    let settings: toml::Table = settings.parse().unwrap();
    let published = settings["articles"].get(file).and_then(|article| article["published"].as_datetime());
    let published = published.map(|day| day.to_string().parse().unwrap());
    let meta = ArticleMeta { published, ..ArticleMeta::default() };
    analyze(models, &Article { text: Arc::from(text), meta })
}

type Name = (usize, usize, &'static str);

fn fold(name: &str) -> Option<&'static str> {
    Some(match name {
        "Person" | "PERSON" => "person",
        "Organization" | "ORG" => "organization",
        "Location" | "Facility" | "GPE" | "LOC" | "FAC" => "place",
        "NORP" => "group",
        _ => return None,
    })
}

/// Without a leading article and a trailing possessive.
fn trimmed(text: &str, start: usize, end: usize) -> (usize, usize) {
    let name = &text[start..end];
    let start = start + if name.get(..4).is_some_and(|the| the.eq_ignore_ascii_case("the ")) { 4 } else { 0 };
    let cut = ["'s", "’s", "'", "’"].iter().find(|tail| name.ends_with(**tail)).map_or(0, |tail| tail.len());
    (start, (end - cut).max(start))
}

fn found(analysis: &ArticleAnalysis) -> BTreeSet<Name> {
    let named = analysis.mentions.iter().filter(|mention| mention.kind == MentionKind::Named);
    named
        .filter(|mention| {
            matches!(
                mention.entity_type,
                EntityType::Person | EntityType::Organization | EntityType::Place | EntityType::Group
            )
        })
        .map(|mention| {
            let (start, end) = trimmed(&analysis.text, mention.span.start as usize, mention.span.end as usize);
            (start, end, mention.entity_type.name())
        })
        .collect()
}

fn bytes_of(text: &str) -> Vec<usize> {
    text.char_indices().map(|(at, _)| at).chain([text.len()]).collect()
}

#[test]
fn names_of_the_seeds() {
    let Some(shared) = shared() else { return println!("skipped: ../shared is not there") };
    let gold: BTreeMap<String, Value> =
        serde_json::from_str(&std::fs::read_to_string(shared.join("gold/seeds-names-and-attributions.json")).unwrap())
            .unwrap();
    let models = Models::embedded();
    let (mut right, mut wanted_count, mut extra) = (0, 0, 0);
    for (file, entry) in gold.iter().filter(|(file, _)| file.ends_with(".txt")) {
        let text = std::fs::read_to_string(shared.join("seeds").join(file)).unwrap();
        let bytes = bytes_of(&text);
        let analysis = read(&models, &text);
        let said = found(&analysis);
        let mut covered: BTreeSet<(usize, usize)> = BTreeSet::new();
        for entity in entry["entities"].as_array().unwrap() {
            let spans: Vec<(usize, usize)> = std::iter::once(entity)
                .chain(entity["accept_also"].as_array().into_iter().flatten())
                .map(|span| {
                    let at = |key: &str| bytes[span[key].as_u64().unwrap() as usize];
                    trimmed(&text, at("start"), at("end"))
                })
                .collect();
            covered.extend(&spans);
            let Some(kind) = fold(entity["type"].as_str().unwrap()) else { continue };
            if entity["outer"] == true || entity["optional"] == true {
                continue;
            }
            wanted_count += 1;
            if spans.iter().any(|&(start, end)| said.contains(&(start, end, kind))) {
                right += 1;
            } else {
                let near: Vec<String> = said
                    .iter()
                    .filter(|n| n.0 < spans[0].1 && spans[0].0 < n.1)
                    .map(|n| format!("{} {:?}", n.2, &text[n.0..n.1]))
                    .collect();
                println!("{file}: {kind} {:?} is {near:?}", &text[spans[0].0..spans[0].1]);
            }
        }
        for name in said.iter().filter(|name| !covered.contains(&(name.0, name.1))) {
            extra += 1;
            println!("{file}: extra {} {:?}", name.2, &text[name.0..name.1]);
        }
    }
    println!("seeds: {right} of {wanted_count} names, {extra} extra");
    assert!(right * 100 >= wanted_count * 97 && extra <= 10, "{right} of {wanted_count} names, {extra} extra");
}

/// Whom each gold source is said to be, found by the attribution whose source begins where it does, or else by the
/// mention there.
#[test]
fn sources_of_the_seeds() {
    let Some(shared) = shared() else { return println!("skipped: ../shared is not there") };
    let gold: BTreeMap<String, Value> =
        serde_json::from_str(&std::fs::read_to_string(shared.join("gold/seeds-names-and-attributions.json")).unwrap())
            .unwrap();
    let models = Models::embedded();
    let (mut right, mut all) = (0, 0);
    for (file, entry) in gold.iter().filter(|(file, _)| file.ends_with(".txt")) {
        let text = std::fs::read_to_string(shared.join("seeds").join(file)).unwrap();
        let bytes = bytes_of(&text);
        let analysis = read_dated(&models, file, &text);
        // The gold chain of each of ours, by the names in it.
        let mut gold_of: BTreeMap<ChainId, BTreeMap<&str, usize>> = BTreeMap::new();
        for entity in entry["entities"].as_array().unwrap() {
            let (start, end) =
                (bytes[entity["start"].as_u64().unwrap() as usize], bytes[entity["end"].as_u64().unwrap() as usize]);
            let (start, end) = trimmed(&text, start, end);
            if let Some(mention) =
                analysis.mentions.iter().find(|m| (m.span.start as usize, m.span.end as usize) == (start, end))
            {
                *gold_of.entry(mention.chain).or_default().entry(entity["chain"].as_str().unwrap()).or_default() += 1;
            }
        }
        for (chain, golds) in gold_of.iter().filter(|(_, golds)| golds.len() > 1) {
            println!("{file}: chain {} holds {golds:?}", analysis.chains[*chain].name);
        }
        let mut ours: BTreeMap<&str, BTreeSet<ChainId>> = BTreeMap::new();
        for (chain, golds) in &gold_of {
            golds.keys().for_each(|gold| {
                ours.entry(gold).or_default().insert(*chain);
            });
        }
        for (gold, chains) in ours.iter().filter(|(_, chains)| chains.len() > 1) {
            println!("{file}: {gold} is {:?}", chains.iter().map(|c| &analysis.chains[*c].name).collect::<Vec<_>>());
        }
        for attribution in entry["attributions"].as_array().unwrap() {
            let Some(source) = attribution["source"].get(0) else { continue };
            let chains: Vec<&str> = attribution["chains"]
                .as_array()
                .unwrap()
                .iter()
                .chain(attribution["alt_chains"].as_array().into_iter().flatten())
                .filter_map(Value::as_str)
                .collect();
            let start = bytes[source["start"].as_u64().unwrap() as usize] as u32;
            let end = bytes[source["end"].as_u64().unwrap() as usize] as u32;
            let by_attribution = analysis
                .attributions
                .iter()
                .find(|it| it.source.first().is_some_and(|span| span.start == start))
                .map(|it| it.chain);
            let by_mention = || {
                analysis
                    .mentions
                    .iter()
                    .find(|m| {
                        (m.span.start == start || m.titled.start == start)
                            || m.span.start >= start && m.span.end <= end && m.kind == MentionKind::Named
                    })
                    .map(|m| m.chain)
            };
            let how = if by_attribution.is_some() { "attribution" } else { "mention" };
            let chain = by_attribution.flatten().or_else(by_mention);
            let said = chain.map(|chain| {
                (
                    analysis.chains[chain].name.as_str(),
                    gold_of.get(&chain).and_then(|golds| golds.iter().max_by_key(|g| g.1)).map(|g| *g.0),
                )
            });
            all += 1;
            let unnamed = chains.iter().any(|chain| chain.starts_with("anon_") || chain.starts_with("grp_"));
            let ok = match said {
                Some((_, Some(gold))) => chains.contains(&gold),
                Some((_, None)) => unnamed,
                None => chains.is_empty() || chains.len() > 1,
            };
            right += usize::from(ok);
            if !ok {
                println!("{file} {} {:?}: {said:?} by {how}, not {chains:?}", attribution["id"], source["text"]);
            }
        }
    }
    println!("seeds: {right} of {all} sources have the right chain");
    assert!(right * 100 >= all * 95, "{right} of {all} sources have the right chain");
}
