//! `copydesk annotations`: what people decided about articles, and where it stands in them.

use std::io::Write;
use std::process::ExitCode;

use super::command::{Articles, Format, Outcome};
use super::{json, workspace};
use crate::ide::annotation_list::{Listed, ListedPlace, list};
use crate::text::{clip, escaped};

/// Characters of an article's words in a line for people.
const WORDS: usize = 48;

/// Prints the annotations of articles, each once.
pub(super) fn run(articles: &Articles, format: Format, out: &mut dyn Write) -> Outcome {
    let workspace = workspace::load(&articles.paths, &articles.eyes)?;
    let articles: Vec<_> = workspace.snapshot.ids().map(|article| (article, workspace.annotations(article))).collect();
    for annotation in list(&workspace.snapshot, &articles) {
        match format {
            Format::Json => writeln!(out, "{}", json::line(&annotation)?)?,
            Format::Text => writeln!(out, "{}", text(&annotation))?,
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn text(annotation: &Listed<'_>) -> String {
    let place = |place: &ListedPlace<'_>| {
        let words = place.quote.split_whitespace().collect::<Vec<_>>().join(" ");
        let words = escaped(&clip(&words, WORDS)).into_owned();
        let file = escaped(place.file);
        match (place.line, place.column) {
            (Some(line), Some(column)) => format!("{file}:{line}:{column}: “{words}”"),
            _ => format!("{file}: “{words}” (orphaned)"),
        }
    };
    let places: Vec<String> = annotation.places.iter().map(place).collect();
    let verdict = annotation.verdict.map(|verdict| format!(" {verdict}")).unwrap_or_default();
    let (kind, who) = (annotation.kind, escaped(annotation.creator));
    format!("{}: {kind}{verdict}, {who} [{}]", places.join(" / "), escaped(annotation.id))
}
