//! A second language is a folder: what is read changes with the words, and nothing else does.

use std::sync::Arc;

use copydesk::analysis::{Article, ArticleAnalysis, ArticleMeta, analyze};
use copydesk::lexicon::{Folder, Language};
use copydesk::model::Models;
use jiff::civil::date;

/// A few words of no language.
const TOY: Folder = Folder::new(&[
    ("cue-verbs.tsv", "# verbs\nblip\t-\tspeech\tpv\tblipped\tblipped\n"),
    ("function-words.tsv", "subordinator\tthat\ndeterminer\tthe\n"),
    ("conjunctions.tsv", "content-opener\tthat\n"),
    ("given-names.tsv", "f\tAnna\n"),
    ("time.tsv", "weekday\tmoonsday\t1\n"),
]);

const TEXT: &str = "Anna Karu blipped that the old bridge has no lamps, and left on Moonsday.\n";

fn read(models: &Models) -> ArticleAnalysis {
    let meta = ArticleMeta { published: Some(date(2026, 3, 4)), ..ArticleMeta::default() };
    analyze(models, &Article { text: TEXT.into(), meta })
}

fn cues(analysis: &ArticleAnalysis) -> Vec<&str> {
    analysis.attributions.iter().flat_map(|one| &one.cue).map(|cue| analysis.slice(*cue)).collect()
}

#[test]
fn another_language_is_another_folder() {
    let toy = Arc::new(Language::load(TOY));
    let (english, other) = (read(&Models::rules_only()), read(&Models::rules_of(Arc::clone(&toy))));
    assert_eq!(cues(&english), [""; 0]);
    assert_eq!(cues(&other), ["blipped"]);
    let times = |analysis: &ArticleAnalysis| analysis.times.iter().map(|it| it.span).collect::<Vec<_>>();
    assert_eq!(times(&english), []);
    assert_eq!(times(&other).iter().map(|span| other.slice(*span)).collect::<Vec<_>>(), ["Moonsday"]);
    assert!(Arc::ptr_eq(&other.language, &toy));
}
