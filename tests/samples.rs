//! Our word lists describe language, not the samples: none fires much more often in the seeds and the looked-at gold than
//! in the news at large, and no phrase is there that only the samples have. Needs the corpora beside the repository.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::tidy::source;

/// Lists that are no words of the news: frequencies, a word list for sentence starts, and what web pages print around
/// an article, which the corpora were stripped of.
const LEFT_OUT: [&str; 3] = ["idf.tsv", "common-words.txt", "page-phrases.tsv"];
/// Its classes are what news can be about, so that a class fires where the samples have its subject: one list.
const TOPICS: [&str; 1] = ["event-words.tsv"];
/// How many times as often as in the news a list may fire in an article of the samples.
const RATIO: f64 = 3.0;
/// The longest phrase that is looked for, in words.
const LONGEST: usize = 8;

type Phrase = Vec<String>;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Words and marks in small letters, straight apostrophes.
fn words(text: &str) -> Vec<String> {
    let text = text.replace('’', "'").to_lowercase();
    let chars: Vec<char> = text.chars().collect();
    let is_word = |ch: char| ch.is_alphanumeric() || ch == '\'';
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let start = at;
        let joins = |at: usize| {
            at > start
                && matches!(chars.get(at), Some('-' | '.'))
                && chars.get(at + 1).is_some_and(|&next| is_word(next))
        };
        while chars.get(at).is_some_and(|&ch| is_word(ch)) || joins(at) {
            at += 1;
        }
        at = at.max(start + 1);
        let word: String = chars[start..at].iter().collect();
        if !word.trim().is_empty() {
            found.push(word);
        }
    }
    found
}

/// By list (a file, with the class in its first column where that stands in several rows) its phrases.
fn lists() -> BTreeMap<String, BTreeSet<Phrase>> {
    let mut lists: BTreeMap<String, BTreeSet<Phrase>> = BTreeMap::new();
    let folders = ["src/lexicon/en/data", "src/knowledge/data"];
    for folder in folders.map(|folder| root().join(folder)) {
        for file in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let name = file.file_name().to_string_lossy().into_owned();
            if LEFT_OUT.contains(&name.as_str()) {
                continue;
            }
            let text = std::fs::read_to_string(file.path()).unwrap();
            let rows: Vec<Vec<&str>> = text
                .lines()
                .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
                .map(|line| line.split('\t').collect())
                .collect();
            let mut classes: HashMap<&str, usize> = HashMap::new();
            for row in rows.iter().filter(|row| row.len() > 1) {
                *classes.entry(row[0]).or_default() += 1;
            }
            for row in &rows {
                let classed = !TOPICS.contains(&name.as_str()) && classes.get(row[0]).is_some_and(|count| *count > 1);
                let list = if classed { format!("{name}: {}", row[0]) } else { name.clone() };
                let phrases = row[usize::from(classed)..].iter().flat_map(|cell| cell.split('|')).map(words);
                lists.entry(list).or_default().extend(phrases.filter(|phrase| is_phrase(phrase)));
            }
        }
    }
    lists.insert("string literals in code".into(), literals());
    lists
}

/// Wildcards stand for words and cannot be looked for; numbers are codes.
fn is_phrase(phrase: &[String]) -> bool {
    (1..=LONGEST).contains(&phrase.len())
        && phrase.iter().any(|word| word.starts_with(char::is_alphabetic))
        && !phrase.iter().any(|word| matches!(word.as_str(), "_" | "…"))
}

/// String literals of several words in small letters, in the rooms that read.
fn literals() -> BTreeSet<Phrase> {
    let mut found = BTreeSet::new();
    for room in ["token", "model", "analysis", "corpus", "rules"] {
        let files = ignore::WalkBuilder::new(root().join("src").join(room)).build().flatten();
        for file in files.filter(|file| file.path().extension().is_some_and(|end| end == "rs")) {
            let path = file.path().to_string_lossy();
            if path.ends_with("tests.rs") || path.ends_with("testing.rs") || path.ends_with("properties.rs") {
                continue;
            }
            let text = std::fs::read_to_string(file.path()).unwrap();
            for token in source::tokens(&text) {
                let Some(literal) = token.text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
                    continue;
                };
                let phrase = words(literal);
                let plain = literal.chars().all(|ch| ch.is_ascii_lowercase() || matches!(ch, ' ' | '\'' | '’' | '-'));
                if plain && (2..=6).contains(&phrase.len()) {
                    found.insert(phrase);
                }
            }
        }
    }
    found
}

/// The phrases of an article.
fn phrases_in<'a>(text: &str, by_first: &HashMap<&str, Vec<&'a Phrase>>) -> HashSet<&'a Phrase> {
    let words = words(text);
    let mut found = HashSet::new();
    for at in 0..words.len() {
        let candidates = by_first.get(words[at].as_str()).into_iter().flatten();
        found.extend(candidates.filter(|phrase| words[at..].starts_with(phrase)));
    }
    found
}

fn texts_in(folder: &Path) -> Vec<PathBuf> {
    let files = ignore::WalkBuilder::new(folder).build().flatten().map(ignore::DirEntry::into_path);
    let mut files: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|end| end == "txt")).collect();
    files.sort();
    files
}

/// How often in how many articles: for each list its phrases counted once an article, and all phrases seen.
#[derive(Default)]
struct Counts<'a> {
    articles: usize,
    hits: HashMap<&'a str, usize>,
    seen: HashSet<&'a Phrase>,
}

#[test]
fn word_lists_fit_the_news_and_not_the_samples() {
    let shared = root().join("../shared");
    let twelve = shared.join("gold/basil-twelve.json");
    let Ok(twelve) = std::fs::read_to_string(&twelve) else {
        eprintln!("skipped: word lists against the news: nothing at {}", twelve.display());
        return;
    };
    let twelve: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&twelve).unwrap();
    let basil = shared.join("corpora/basil/articles");
    let mut samples = texts_in(&root().join("seeds"));
    samples.extend(twelve.keys().filter(|name| !name.starts_with('_')).map(|name| basil.join(name)));
    let mut news = Vec::new();
    for folder in ["basil/articles", "polnear", "worldwide-ner/articles", "ecbplus/articles"] {
        let found = texts_in(&shared.join("corpora").join(folder));
        assert!(!found.is_empty(), "no article in {folder}");
        news.extend(found.into_iter().filter(|path| !samples.contains(path)));
    }

    let lists = lists();
    let mut in_lists: HashMap<&Phrase, Vec<&str>> = HashMap::new();
    for (list, phrases) in &lists {
        for phrase in phrases {
            in_lists.entry(phrase).or_default().push(list);
        }
    }
    let mut by_first: HashMap<&str, Vec<&Phrase>> = HashMap::new();
    for phrase in in_lists.keys() {
        by_first.entry(phrase[0].as_str()).or_default().push(phrase);
    }
    let count = |paths: &[PathBuf]| {
        let mut counts = Counts { articles: paths.len(), ..Counts::default() };
        for path in paths {
            let text = String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned();
            for phrase in phrases_in(&text, &by_first) {
                for list in &in_lists[phrase] {
                    *counts.hits.entry(list).or_default() += 1;
                }
                counts.seen.insert(phrase);
            }
        }
        counts
    };
    let (samples, news) = (count(&samples), count(&news));

    let mut problems = Vec::new();
    for list in lists.keys().map(String::as_str) {
        let hits = |counts: &Counts| counts.hits.get(list).copied().unwrap_or(0) as f64;
        let allowed = RATIO * hits(&news) / news.articles as f64 * samples.articles as f64;
        // Two standard deviations of a count so small, and one more.
        if hits(&samples) > allowed + 2.0 * allowed.sqrt() + 1.0 {
            problems.push(format!("{list}: {} times in the samples, {allowed:.1} allowed", hits(&samples)));
        }
    }
    for phrase in samples.seen.iter().filter(|phrase| phrase.len() > 1 && !news.seen.contains(*phrase)) {
        problems.push(format!("{}: only in the samples: {}", in_lists[phrase].join(", "), phrase.join(" ")));
    }
    problems.sort();
    assert!(news.seen.len() > 5000, "only {} phrases were found in the news", news.seen.len());
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}
