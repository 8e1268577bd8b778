//! Linking measured on ECB+ and BASIL; skipped with a message where the corpora are not beside the project.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::clusters::{Agreement, agreement, false_merges};
use super::profile::Profile;
use super::score::{Evidence, WEIGHTS};
use super::{Corpus, Snapshot};
use crate::analysis::{Article, ArticleAnalysis, ArticleMeta, analyze};
use crate::model::Models;

/// An article with its gold event.
struct Gold {
    key: Arc<str>,
    event: usize,
    topic: u64,
    analysis: Arc<ArticleAnalysis>,
}

fn corpora() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora");
    if !folder.is_dir() {
        println!("skipped: no corpora beside the project");
        return None;
    }
    Some(folder)
}

fn read(folder: &Path, dated: bool, keep: impl Fn(&serde_json::Value) -> bool + Sync) -> Vec<Gold> {
    let gold = std::fs::read_to_string(folder.join("gold.json")).unwrap();
    let gold: BTreeMap<String, serde_json::Value> = serde_json::from_str(&gold).unwrap();
    let events: BTreeSet<String> = gold.values().map(|row| row["event"].to_string()).collect();
    let events: Vec<String> = events.into_iter().collect();
    let event = |row: &serde_json::Value| events.binary_search(&row["event"].to_string()).unwrap();
    let models = Models::embedded();
    let rows: Vec<(&String, &serde_json::Value)> = gold.iter().filter(|(_, row)| keep(row)).collect();
    let articles = rows.par_iter().map(|(name, row)| {
        let text = std::fs::read_to_string(folder.join("articles").join(format!("{name}.txt"))).unwrap();
        let published = row["date"].as_str().filter(|_| dated).and_then(|date| date.parse().ok());
        let article =
            Article { text: Arc::from(without_url(&text)), meta: ArticleMeta { published, ..ArticleMeta::default() } };
        Gold {
            key: Arc::from(format!("{name}.txt")),
            event: event(row),
            topic: row["topic"].as_u64().unwrap_or(0),
            analysis: Arc::new(analyze(&models, &article)),
        }
    });
    articles.collect()
}

/// Sentence 0 of many ECB+ articles is the address of the page.
fn without_url(text: &str) -> &str {
    match text.split_once('\n') {
        Some((first, rest)) if first.trim_start().starts_with("http") => rest,
        _ => text,
    }
}

fn link(articles: &[Gold]) -> Arc<Snapshot> {
    let mut corpus = Corpus::new();
    for article in articles {
        corpus.set(Arc::clone(&article.key), Arc::clone(&article.analysis));
    }
    corpus.snapshot()
}

fn measure(articles: &[Gold]) -> (Agreement, f64) {
    let snapshot = link(articles);
    let predicted: Vec<usize> = articles
        .iter()
        .map(|article| snapshot.article(snapshot.find(&article.key).unwrap()).coverage.0 as usize)
        .collect();
    let gold: Vec<usize> = articles.iter().map(|article| article.event).collect();
    let mut hard = Vec::new();
    for (i, a) in articles.iter().enumerate() {
        for (j, b) in articles.iter().enumerate().skip(i + 1) {
            if a.topic == b.topic && a.event != b.event && a.topic > 0 {
                hard.push((i, j));
            }
        }
    }
    (agreement(&predicted, &gold), false_merges(&predicted, &hard))
}

fn report(name: &str, (agreement, hard): (Agreement, f64)) {
    let Agreement { precision, recall, f1, b_cubed, .. } = agreement;
    println!("{name}: P {precision:.3} R {recall:.3} F1 {f1:.3} B3 {b_cubed:.3} hard false merges {hard:.3}");
}

/// `cargo test --release --lib measured -- --ignored --nocapture`
#[test]
#[ignore = "reads a thousand articles"]
fn coverage_on_corpora() {
    let Some(corpora) = corpora() else { return };
    let ecb = read(&corpora.join("ecbplus"), false, |_| true);
    report("ECB+ topics 1-35, no dates", measure(&ecb));
    for dated in [false, true] {
        let basil = read(&corpora.join("basil"), dated, |_| true);
        report(if dated { "BASIL, dates known" } else { "BASIL, no dates" }, measure(&basil));
    }
}

/// Writes the signs of pairs for `training/events.py`: `COPYDESK_PAIRS=FILE cargo test pairs_for_fitting -- --ignored`.
#[test]
#[ignore = "writes a file"]
fn pairs_for_fitting() {
    let (Some(corpora), Ok(file)) = (corpora(), std::env::var("COPYDESK_PAIRS")) else { return };
    let names: Vec<&str> = WEIGHTS.iter().map(|(name, _)| *name).collect();
    let mut rows = format!("corpus\tone\tother\tsame\t{}\n", names.join("\t"));
    let sets = [
        ("ecbplus", read(&corpora.join("ecbplus"), false, |row| row["split"] == "train")),
        ("basil", read(&corpora.join("basil"), false, |_| true)),
    ];
    for (set, articles) in sets {
        let profiles: Vec<Profile> = articles.par_iter().map(|article| Profile::new(&article.analysis)).collect();
        for (i, a) in articles.iter().enumerate() {
            for (j, b) in articles.iter().enumerate().skip(i + 1) {
                let evidence = Evidence::of(&profiles[i], &profiles[j]);
                let story = a.event == b.event || (a.topic == b.topic && a.topic > 0);
                // Whatever is no candidate teaches nothing.
                if !story && evidence.word < 0.08 && evidence.names < 0.15 {
                    continue;
                }
                let signs: Vec<String> = evidence.signs().iter().map(f32::to_string).collect();
                let (same, signs) = (u8::from(a.event == b.event), signs.join("\t"));
                writeln!(rows, "{set}\t{}\t{}\t{same}\t{signs}", a.key, b.key).unwrap();
            }
        }
    }
    std::fs::write(file, rows).unwrap();
}

/// Prints pairs of statements to be judged by eye: `COPYDESK_PAIRS=FILE cargo test … statements_for_reading -- --ignored`.
#[test]
#[ignore = "writes a file"]
fn statements_for_reading() {
    let (Some(corpora), Ok(file)) = (corpora(), std::env::var("COPYDESK_PAIRS")) else { return };
    let mut basil = read(&corpora.join("basil"), true, |_| true);
    let models = Models::embedded();
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    for (at, name) in ["000_ac0255bbbf864db0.txt", "001_33418969c43dd264.txt"].into_iter().enumerate() {
        let published = Some(jiff::civil::date(2016, 4, 18));
        let text = std::fs::read_to_string(seeds.join(name)).unwrap();
        let analysis = super::testing::read(&models, &text, published);
        basil.push(Gold { key: Arc::from(name), event: usize::MAX - at, topic: 0, analysis });
    }
    let snapshot = link(&basil);
    let mut rows = String::new();
    for link in &snapshot.statements {
        let said = |(article, at): (super::ArticleId, usize)| {
            let analysis = snapshot.analysis(article);
            let attribution = &analysis.attributions[at];
            let words = |spans: &[crate::text::Span]| {
                spans.iter().map(|span| analysis.slice(*span)).collect::<Vec<_>>().join(" … ").replace('\n', " ")
            };
            format!(
                "{}\t{}\t{}",
                snapshot.article(article).key,
                words(&attribution.source),
                words(&attribution.content)
            )
        };
        writeln!(rows, "{:.2}\t{}\t{}\t{}", link.score, link.verbatim, said(link.a), said(link.b)).unwrap();
    }
    near_misses(&basil);
    println!("{} links in {} coverages", snapshot.statements.len(), snapshot.coverages.len());
    std::fs::write(file, rows).unwrap();
}

/// Prints how alike the statements of two articles are (`COPYDESK_TWO="a.txt b.txt"`), best first.
fn near_misses(articles: &[Gold]) {
    let Ok(keys) = std::env::var("COPYDESK_TWO") else { return };
    let two: Vec<&Gold> = articles.iter().filter(|article| keys.contains(&*article.key)).collect();
    let [a, b] = two[..] else { return };
    let (ours, theirs) = (Profile::new(&a.analysis), Profile::new(&b.analysis));
    let groups = super::statement::tests::groups_of(&[Arc::clone(&a.analysis), Arc::clone(&b.analysis)]);
    let mut found = super::statement::candidates(&groups, (0, &ours), (1, &theirs), 0.25);
    found.sort_by(|x, y| y.score.total_cmp(&x.score));
    for link in found {
        let said = |analysis: &ArticleAnalysis, at: usize| {
            let words = |spans: &[crate::text::Span]| {
                spans.first().map_or_else(String::new, |span| analysis.slice(*span).replace('\n', " "))
            };
            format!("[{}] {}", words(&analysis.attributions[at].source), words(&analysis.attributions[at].content))
        };
        println!("{:.2} {} | {}", link.score, said(&a.analysis, link.a.1), said(&b.analysis, link.b.1));
    }
}
