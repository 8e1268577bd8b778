//! What `training/events.py` learns from: the signs of pairs of ECB+ and BASIL. Skipped with a message where the corpora
//! are not beside the project.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::profile::Profile;
use super::score::{Evidence, WEIGHTS};
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
        let article = Article { text: Arc::from(text), meta: ArticleMeta { published, ..ArticleMeta::default() } };
        Gold {
            key: Arc::from(format!("{name}.txt")),
            event: event(row),
            topic: row["topic"].as_u64().unwrap_or(0),
            analysis: Arc::new(analyze(&models, &article)),
        }
    });
    articles.collect()
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
