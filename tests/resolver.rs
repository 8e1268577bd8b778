//! Hover and definition speak of the same thing, at every word: of the samples, and of twenty articles of ECB+ where the
//! corpora stand beside the repository.

use std::path::{Path, PathBuf};

use copydesk::corpus::{ArticleId, Place, Snapshot};
use copydesk::ide::goto_definition::goto_definition;
use copydesk::ide::hover::{Hover, hover};
use copydesk::ide::markup::{Inline, Line};
use copydesk::ide::referent::Referent;
use copydesk::ide::{FilePosition, Navigation};
use copydesk::model::Models;
use copydesk::store::load::load;
use rayon::prelude::*;

use super::cli::ROOT;

/// What a line of an article is: its article and number.
type Landing = (ArticleId, u32);

fn landing(snapshot: &Snapshot, place: Place) -> Landing {
    (place.article, snapshot.analysis(place.article).lines.line_of(place.span.start))
}

/// True for a line that says what is the same: not for what perhaps is, or is not.
fn is_stated(line: &Line) -> bool {
    let hedged = |text: &str| text.starts_with("Perhaps") || text.starts_with("Not the same");
    !matches!(line.first(), Some(Inline::Text(text)) if hedged(text))
}

/// The lines of articles that a hover names, in its order.
fn named(snapshot: &Snapshot, hover: &Hover) -> Vec<Landing> {
    let place = |inline: &Inline| match inline {
        Inline::Link { place, .. } | Inline::Article { place, .. } => Some(landing(snapshot, *place)),
        Inline::Text(_) | Inline::Strong(_) | Inline::Reported(_) | Inline::Slice(_) => None,
    };
    hover.markup.lines.iter().filter(|line| is_stated(line)).flatten().filter_map(place).collect()
}

/// In what hover and definition disagree at a position.
fn disagreement(snapshot: &Snapshot, position: FilePosition) -> Option<&'static str> {
    let leads = goto_definition(snapshot, position);
    let Some(hover) = hover(snapshot, position) else {
        return leads.map(|_| "definition leads somewhere, and hover says nothing");
    };
    let named = named(snapshot, &hover);
    let elsewhere = named.iter().find(|(article, _)| *article != position.article);
    let Some(Navigation { about, targets, .. }) = leads else {
        return elsewhere.map(|_| "hover names a place in another article, and definition leads nowhere");
    };
    let target = landing(snapshot, targets.first()?.focus);
    match elsewhere {
        _ if about != hover.about => Some("they speak of different things"),
        _ if targets.len() != 1 => Some("definition has several targets"),
        _ if !named.contains(&target) => Some("hover does not name where definition leads"),
        // A name is introduced in its own article first, and hover says so.
        Some(first) if *first != target && !matches!(about, Referent::Mention { .. }) => {
            Some("hover names another place in another article first")
        }
        _ => None,
    }
}

/// Every word of the articles at `paths` where hover and definition disagree.
fn check(paths: &[PathBuf], least: usize) {
    let mut loaded = load(paths, &Models::embedded(), None, &|_, _| ());
    let snapshot = loaded.corpus.snapshot();
    let words: Vec<(ArticleId, u32, &str)> = snapshot
        .ids()
        .flat_map(|article| {
            let analysis = snapshot.analysis(article);
            let words = analysis.structure.tokens.iter().map(|token| token.span);
            let words = words.map(move |span| (article, span.start, analysis.slice(span)));
            words.filter(|(_, _, word)| word.contains(char::is_alphanumeric))
        })
        .collect();
    assert!(words.len() >= least, "{} words", words.len());
    let wrong: Vec<String> = words
        .into_par_iter()
        .filter_map(|(article, offset, word)| {
            let why = disagreement(&snapshot, FilePosition { article, offset })?;
            let line = snapshot.analysis(article).lines.line_of(offset) + 1;
            Some(format!("{}:{line}:{offset} {word}: {why}", snapshot.article(article).label.short))
        })
        .collect();
    assert!(wrong.is_empty(), "{} words\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn hover_and_definition_speak_of_the_same_in_the_samples() {
    check(&[Path::new(ROOT).join("seeds")], 3000);
}

#[test]
fn hover_and_definition_speak_of_the_same_in_articles_of_corpora() {
    let folder = Path::new(ROOT).join("../shared/corpora/ecbplus/articles");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: there are no corpora beside the repository");
        return;
    };
    // Four articles of each of five topics of the development data: two events a topic, each told by two.
    let topics = ["2_1", "5_1", "12_1", "18_1", "21_1"];
    let mut all: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    all.sort();
    let is_of =
        |path: &&PathBuf, topic: &str| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(topic));
    let paths: Vec<PathBuf> =
        topics.iter().flat_map(|topic| all.iter().filter(|path| is_of(path, topic)).take(4).cloned()).collect();
    assert_eq!(paths.len(), 20);
    check(&paths, 2000);
}
