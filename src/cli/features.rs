//! `copydesk features`: what the network sees of articles, for the trainer.
//!
//! One JSON object a line and article, sorted by path: `path` and `paragraphs`, each with its `tokens` (start and end
//! in code points), its `sentences` (first and past the last token, counted from the paragraph's first), the `pieces`
//! of each token, its `hashes` and its `flags` (see [`crate::model::network::features`]), and the `relations` that the rules find:
//! token ranges of `source`, `cue` and `content`, `hearsay`, `probability`.
//!
//! With `--claims` it is `path` and `sentences`, those of the body: each with its `span` and `tokens` (start and end in
//! code points), the `pieces`, `hashes` and `flags` of each token, and the numbers `around` it
//! (see [`crate::analysis::claim::sight`]).
//!
//! With `--pairs` the first line has the `paths` and the names of the `signs`, and each further line is a list for two
//! articles that have anything in common: their numbers in `paths`, the days between their publications (−1 where nobody
//! tells), 1 where they are two events whatever else is seen, then their signs (see [`crate::corpus::coverage::export_pairs`]).

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use rayon::prelude::*;
use serde_json::{Value, json};

use super::command::Outcome;
use crate::analysis::claim::sight::sight;
use crate::analysis::{Article, ArticleMeta, analyze};
use crate::corpus::coverage::export_pairs::{self, PairFeatures};
use crate::model::network::features::features;
use crate::model::network::wordpieces::Pieces;
use crate::model::{Models, ParagraphView, Relation};
use crate::store::article::{self, ReadOutcome};
use crate::store::load::key_of;
use crate::store::settings::{DEFAULT_MAX_FILE_SIZE, SettingsIndex};
use crate::store::workspace;
use crate::text::Span;
use crate::token::{Paragraph, Structure, segment};

/// Prints the features of every article at or below `paths`.
pub(super) fn run(paths: &[PathBuf], claims: bool, out: &mut dyn Write) -> Outcome {
    let mut index = SettingsIndex::default();
    let found: Vec<_> = paths.iter().flat_map(|path| workspace::walk(path, &mut index).articles).collect();
    let models = Models::embedded();
    let pieces = Pieces::load();
    for some in found.chunks(64) {
        let lines: Vec<Option<Value>> = some
            .par_iter()
            .map(|found| match article::read(&found.path, DEFAULT_MAX_FILE_SIZE) {
                ReadOutcome::Text { text, .. } if claims => {
                    Some(json!({"path": key_of(&found.path), "sentences": sentences(&models, &pieces, text)}))
                }
                ReadOutcome::Text { text, .. } => {
                    Some(json!({"path": key_of(&found.path), "paragraphs": paragraphs(&models, &pieces, &text)}))
                }
                _ => None,
            })
            .collect();
        for line in lines.into_iter().flatten() {
            writeln!(out, "{}", super::json::line(&line)?)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints what is seen of each two articles at or below `paths`.
pub(super) fn pairs(paths: &[PathBuf], out: &mut dyn Write) -> Outcome {
    let mut index = SettingsIndex::default();
    let found: Vec<_> = paths.iter().flat_map(|path| workspace::walk(path, &mut index).articles).collect();
    let models = Models::embedded();
    let read = found.par_iter().filter_map(|found| match article::read(&found.path, DEFAULT_MAX_FILE_SIZE) {
        ReadOutcome::Text { text, .. } => {
            let analysis = analyze(&models, &Article { text, meta: found.meta() });
            Some((key_of(&found.path), Arc::new(analysis)))
        }
        _ => None,
    });
    let (paths, articles): (Vec<_>, Vec<_>) = read.unzip();
    writeln!(out, "{}", super::json::line(&json!({"paths": paths, "signs": export_pairs::SIGNS[..]}))?)?;
    for PairFeatures { articles: [one, other], days, vetoed, signs } in export_pairs::pairs(&articles) {
        write!(out, "[{one},{other},{},{}", days.unwrap_or(-1.0), u8::from(vetoed))?;
        for sign in signs {
            write!(out, ",{sign}")?;
        }
        writeln!(out, "]")?;
    }
    Ok(ExitCode::SUCCESS)
}

fn paragraphs(models: &Models, pieces: &Pieces, text: &str) -> Vec<Value> {
    let structure = segment(text, &models.lexicon);
    let points = code_points(text);
    structure.paragraphs.iter().map(|paragraph| one(models, pieces, text, &structure, paragraph, &points)).collect()
}

fn sentences(models: &Models, pieces: &Pieces, text: Arc<str>) -> Vec<Value> {
    let points = code_points(&text);
    let at = |span: Span| [span.start, span.end].map(|byte| points.get(byte as usize).copied().unwrap_or_default());
    let analysis = analyze(models, &Article { text, meta: ArticleMeta::default() });
    let seen = sight(pieces, &analysis).into_iter().filter_map(|(sentence, seen)| {
        let sentence = analysis.structure.sentences.get(sentence)?;
        let tokens = analysis.structure.tokens_of(sentence);
        Some(json!({
            "span": at(sentence.span),
            "tokens": tokens.iter().map(|token| at(token.span)).collect::<Vec<_>>(),
            "pieces": seen.words.iter().map(|word| &word.pieces).collect::<Vec<_>>(),
            "hashes": seen.words.iter().map(|word| word.hashes).collect::<Vec<_>>(),
            "flags": seen.words.iter().map(|word| word.flags).collect::<Vec<_>>(),
            "around": seen.around,
        }))
    });
    seen.collect()
}

fn one(
    models: &Models,
    pieces: &Pieces,
    text: &str,
    structure: &Structure,
    paragraph: &Paragraph,
    points: &[u32],
) -> Value {
    let view = ParagraphView::of(text, structure, paragraph);
    let rules = models.rules(view);
    let seen = features(pieces, &view, &rules);
    let at = |byte: u32| points.get(byte as usize).copied().unwrap_or_default();
    let first = paragraph.first_token;
    json!({
        "tokens": view.tokens.iter().map(|token| [at(token.span.start), at(token.span.end)]).collect::<Vec<_>>(),
        "sentences":
            view.sentences.iter().map(|one| [one.first_token - first, one.end_token - first]).collect::<Vec<_>>(),
        "pieces": seen.iter().map(|token| &token.pieces).collect::<Vec<_>>(),
        "hashes": seen.iter().map(|token| token.hashes).collect::<Vec<_>>(),
        "flags": seen.iter().map(|token| token.flags).collect::<Vec<_>>(),
        "relations": rules.relations.iter().map(relation).collect::<Vec<_>>(),
    })
}

fn relation(relation: &Relation) -> Value {
    let ranges =
        |ranges: &[std::ops::Range<usize>]| ranges.iter().map(|range| [range.start, range.end]).collect::<Vec<_>>();
    json!({
        "source": ranges(&relation.source),
        "cue": ranges(&relation.cue),
        "content": ranges(&relation.content),
        "hearsay": relation.hearsay,
        "probability": relation.probability,
    })
}

/// The code points before each byte that begins one.
fn code_points(text: &str) -> Vec<u32> {
    let mut points = vec![0; text.len() + 1];
    let mut count = 0;
    for (byte, _) in text.char_indices() {
        points[byte] = count;
        count += 1;
    }
    points[text.len()] = count;
    points
}
