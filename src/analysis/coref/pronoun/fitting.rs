//! What `training/pronouns.py` learns from: for each "he" and "she" whose person is known the people who were spoken of
//! before, with their signs. While they are written down, each pronoun goes to whom it is known to speak of.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{Candidate, Place, pronoun};
use crate::analysis::{Article, ArticleAnalysis, ArticleMeta, ChainId, analyze};
use crate::model::{EntityType, Models};
use crate::text::Span;

/// What is known of an article.
#[derive(Default)]
struct Known {
    article: String,
    /// Mentions of people, with whom they are of.
    mentions: Vec<(Span, usize)>,
    /// Pronouns by where they stand, with whom they speak of.
    pronouns: FxHashMap<u32, usize>,
    /// Whose chain one is, as far as it was seen.
    chains: FxHashMap<ChainId, usize>,
    rows: String,
}

thread_local! {
    static KNOWN: RefCell<Option<Known>> = const { RefCell::new(None) };
}

/// Whom a pronoun speaks of, where that is known, written down with the candidates.
pub(super) fn known(place: Place, candidates: &[Candidate]) -> Option<Option<ChainId>> {
    KNOWN.with_borrow_mut(|known| {
        let known = known.as_mut()?;
        let person = *known.pronouns.get(&place.start)?;
        let mut right = None;
        let mut rows = Vec::new();
        for candidate in candidates {
            for (start, _) in &candidate.mentions {
                let holding = known.mentions.iter().filter(|(span, _)| span.contains(*start));
                if let Some((_, of)) = holding.min_by_key(|(span, _)| span.len()) {
                    known.chains.insert(candidate.chain, *of);
                }
            }
            let gold = known.chains.get(&candidate.chain) == Some(&person);
            if gold && right.is_none() {
                right = Some(candidate.chain);
            }
            let mentions: Vec<&[f32]> = candidate.mentions.iter().map(|(_, signs)| &signs[..]).collect();
            rows.push(serde_json::json!({ "gold": gold, "mentions": mentions }));
        }
        let row = serde_json::json!({ "article": known.article, "candidates": rows });
        writeln!(known.rows, "{row}").unwrap();
        Some(right)
    })
}

fn read(models: &Models, text: &str, known: Known) -> String {
    KNOWN.set(Some(known));
    analyzed(models, text);
    KNOWN.take().map(|known| known.rows).unwrap_or_default()
}

fn analyzed(models: &Models, text: &str) -> ArticleAnalysis {
    analyze(models, &Article { text: Arc::from(text), meta: ArticleMeta::default() })
}

/// The chains of people in the news of GUM.
fn gum(models: &Models, folder: &Path) -> String {
    let gold = crate::eval::read::read(folder).unwrap();
    let mut rows = String::new();
    for article in gold.articles {
        let mut known = Known { article: article.name.clone(), ..Known::default() };
        for (at, chain) in article.gold.chains.iter().flatten().enumerate() {
            for member in chain.iter().filter(|it| it.kind == EntityType::Person) {
                known.mentions.push((member.span, at));
                if pronoun(member.head.of_text(&article.text), true).is_some() {
                    known.pronouns.insert(member.head.start, at);
                }
            }
        }
        rows += &read(models, &article.text, known);
    }
    rows
}

/// Sources that are pronouns, in the speakers' labels.
fn speakers(models: &Models, gold: &Path, articles: &Path) -> String {
    let gold: BTreeMap<String, serde_json::Value> =
        serde_json::from_str(&std::fs::read_to_string(gold).unwrap()).unwrap();
    let mut rows = String::new();
    for (name, of) in gold {
        let text = std::fs::read_to_string(articles.join(&name)).unwrap();
        let mut known = Known { article: name, ..Known::default() };
        let mut people: BTreeMap<String, usize> = BTreeMap::new();
        for person in of["people"].as_array().into_iter().flatten() {
            let at = people.len();
            people.insert(person["name"].as_str().unwrap().to_owned(), at);
            for form in person["forms"].as_array().into_iter().flatten().filter_map(|it| it.as_str()) {
                known
                    .mentions
                    .extend(text.match_indices(form).map(|(start, it)| (Span::of(start..start + it.len()), at)));
            }
        }
        let analysis = analyzed(models, &text);
        for statement in of["statements"].as_array().into_iter().flatten() {
            let (words, speaker) =
                (statement["words"].as_str().unwrap(), statement["speaker"].as_str().unwrap_or_default());
            let (Some(start), Some(person)) = (text.find(words), people.get(speaker).copied()) else { continue };
            let span = Span::of(start..start + words.len());
            let holding =
                analysis.attributions.iter().filter(|it| it.content.iter().any(|c| 2 * c.overlap(span) > span.len()));
            let inner = holding.min_by_key(|it| it.content.iter().map(|content| content.len()).sum::<u32>());
            let Some(source) = inner.and_then(|it| it.source.first()) else { continue };
            if pronoun(analysis.slice(*source), true).is_some() {
                known.pronouns.insert(source.start, person);
            }
        }
        rows += &read(models, &text, known);
    }
    rows
}

/// `COPYDESK_PRONOUNS=FILE COPYDESK_SPEAKERS=OUT cargo test --lib pronouns_for_fitting -- --ignored`, where OUT is of
/// `training/labels_speakers.py expand`.
#[test]
#[ignore = "writes a file"]
fn pronouns_for_fitting() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let (Ok(file), Ok(ours)) = (std::env::var("COPYDESK_PRONOUNS"), std::env::var("COPYDESK_SPEAKERS")) else { return };
    if !shared.is_dir() {
        println!("skipped: no corpora beside the project");
        return;
    }
    let models = Models::embedded();
    let (desk, ours) = (shared.join("gold/desk"), Path::new(&ours));
    let rows = gum(&models, &shared.join("corpora/gum-news"))
        + &speakers(&models, &desk.join("speakers.json"), &desk.join("speakers"))
        + &speakers(&models, &ours.join("speakers.json"), &ours.join("speakers"));
    std::fs::write(file, rows).unwrap();
}
