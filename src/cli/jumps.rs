//! `copydesk features --jumps`: what the aligner sees of sentences beside places, for the trainer.
//!
//! The first line has the `names` of the numbers; then one JSON object a line and place: `path`, `at`, whether a name
//! stands there (`name`), and `sentences` of other articles, each with `path`, `span` (start and end in code points) and
//! `numbers` (see [`crate::corpus::alignment`]).

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::json;

use super::command::{Eyes, Failure, Outcome};
use super::workspace;
use crate::corpus::{ArticleId, Snapshot};
use crate::store::load::key_of;
use crate::text::{Span, escaped_path};

/// Prints what is seen from every place of the list; one of an article that was not read is an error.
pub(super) fn run(paths: &[PathBuf], places: &Path, out: &mut dyn Write) -> Outcome {
    let fail = |error: String| Failure::Message(format!("{}: {error}", escaped_path(places)));
    let list = std::fs::read(places).map_err(|error| fail(error.to_string()))?;
    let list: Vec<(PathBuf, u32)> = serde_json::from_slice(&list).map_err(|error| fail(error.to_string()))?;
    let workspace = workspace::load(paths, &Eyes::default())?;
    let snapshot = &workspace.snapshot;
    let mut named = false;
    for (file, point) in list {
        let key = key_of(&file);
        let article = snapshot.find(&key).ok_or_else(|| fail(format!("{} was not read", escaped_path(&file))))?;
        let analysis = snapshot.analysis(article);
        let offset = analysis.text.char_indices().nth(point as usize).map_or(analysis.text.len(), |(byte, _)| byte);
        let offset = Span::of(0..offset).end;
        let seen = snapshot.sight(article, offset).map_or_else(Vec::new, |(_, seen)| seen);
        if let Some(first) = seen.first().filter(|_| !named) {
            let names: Vec<_> = first.numbers.iter().map(|(name, _)| *name).collect();
            writeln!(out, "{}", super::json::line(&json!({"names": names}))?)?;
            named = true;
        }
        let sentences = seen.iter().map(|one| {
            let numbers: Vec<f32> = one.numbers.iter().map(|(_, number)| *number).collect();
            json!({"path": &*snapshot.article(one.article).key, "span": points(snapshot, one.article, one.span), "numbers": numbers})
        });
        let sentences: Vec<_> = sentences.collect();
        let name = analysis.mention_at(offset).is_some();
        let line = json!({"path": key, "at": point, "name": name, "sentences": sentences});
        writeln!(out, "{}", super::json::line(&line)?)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints what is seen of the sentences and facts of each two articles of one coverage: `paths`, and `sentences`, each with
/// `spans` in both, `numbers` by name, and the `facts` in them, which have the same and their `sort`, whether the two values
/// differ, and whether the rules take them to be told differently; `written` are the names that the two write otherwise.
pub(super) fn accounts(paths: &[PathBuf], out: &mut dyn Write) -> Outcome {
    let workspace = workspace::load(paths, &Eyes::default())?;
    let snapshot = &workspace.snapshot;
    for coverage in &snapshot.coverages {
        for (nth, &one) in coverage.articles.iter().enumerate() {
            for &other in &coverage.articles[nth + 1..] {
                let both = |spans: [Span; 2]| [points(snapshot, one, spans[0]), points(snapshot, other, spans[1])];
                let (sentences, written) = crate::corpus::accounts::seen(snapshot, one, other);
                let sentences = sentences.into_iter().map(|seen| {
                    let facts = seen.facts.iter().map(|fact| {
                        json!({
                            "sort": fact.sort.name(),
                            "differs": fact.differs,
                            "ruled": fact.ruled,
                            "spans": both(fact.spans),
                            "numbers": fact.numbers,
                        })
                    });
                    let facts: Vec<_> = facts.collect();
                    json!({"spans": both(seen.spans), "numbers": seen.numbers, "facts": facts})
                });
                let paths = [one, other].map(|id| &*snapshot.article(id).key);
                let written = written.into_iter();
                let written = written.map(|(sort, spans)| json!({"sort": sort.name(), "spans": both(spans)}));
                let sentences: Vec<_> = sentences.collect();
                let line = json!({"paths": paths, "sentences": sentences, "written": written.collect::<Vec<_>>()});
                writeln!(out, "{}", super::json::line(&line)?)?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn points(snapshot: &Snapshot, article: ArticleId, span: Span) -> [usize; 2] {
    let text = &snapshot.analysis(article).text;
    [span.start, span.end].map(|byte| text.get(..byte as usize).map_or(0, |before| before.chars().count()))
}
