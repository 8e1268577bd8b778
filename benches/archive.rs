//! What an archive costs: how long thousands of articles take to be linked, what one changed article costs among them,
//! and how much memory that takes.
//!
//! `cargo bench --bench archive` makes 1,000 and 10,000 articles; `-- 2000` makes so many. Paragraphs are taken from the
//! corpora beside the project where these are, else from the seeds and the examples; a story has one to five articles,
//! each with some paragraphs of one article left out and one of another added, under names and dates of its own. The
//! same articles every time. `-- awkward` links ten thousand copies of one article and other things that are no news.

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use copydesk::analysis::{Article, ArticleAnalysis, ArticleMeta, analyze};
use copydesk::corpus::{Corpus, Snapshot};
use copydesk::model::Models;
use rayon::prelude::*;

/// Edits that are timed.
const EDITS: usize = 50;
/// Articles of one story, at most.
const STORY: usize = 5;
/// Texts of each source that paragraphs are taken from.
const TEXTS: usize = 400;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let sizes: Vec<usize> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    let models = Models::embedded();
    let texts = texts();
    println!("paragraphs of {} texts; times are those of one core", texts.len());
    if arguments.iter().any(|argument| argument == "awkward") {
        awkward(&models, &texts, sizes.first().copied().unwrap_or(10_000));
        return;
    }
    for articles in if sizes.is_empty() { vec![1000, 10_000] } else { sizes } {
        measure(&models, &Archive { texts: &texts, articles });
    }
}

fn measure(models: &Models, archive: &Archive<'_>) {
    let since = Instant::now();
    let analyses: Vec<Arc<ArticleAnalysis>> =
        (0..archive.articles).into_par_iter().map(|at| read(models, archive.text(at))).collect();
    println!("\n{} articles, read in {:.1} s", archive.articles, since.elapsed().as_secs_f64());

    let before = resident();
    let mut corpus = Corpus::new();
    analyses.iter().enumerate().for_each(|(at, analysis)| corpus.set(key(at), Arc::clone(analysis)));
    let since = Clock::start();
    let mut snapshot = corpus.snapshot();
    println!("first link        {:>10.2} s", since.elapsed().as_secs_f64());
    println!("memory            {:>10.0} MB", resident().saturating_sub(before) as f64 / 1e6);
    count(&snapshot);

    let mut times: Vec<(&str, Vec<Duration>)> =
        ["a word", "a name", "removed", "new"].map(|kind| (kind, Vec::new())).into();
    let mut all = Vec::new();
    for edit in 0..EDITS {
        let at = edit * 7919 % archive.articles;
        let text = archive.text(at);
        let changed = match edit % 4 {
            0 => Some((key(at), text.replacen(" the ", " the very ", 3))),
            1 => Some((key(at), format!("Ana Reed met Vladimir Putin in Geneva on Monday.\n\n{text}"))),
            2 => None,
            _ => Some((Arc::from(format!("{at:06}_new.txt")), archive.text(archive.articles + edit))),
        };
        let changed = changed.map(|(key, text)| (key, read(models, text)));
        let since = Clock::start();
        match changed {
            Some((key, analysis)) => corpus.set(key, analysis),
            None => drop(corpus.remove(&key(at))),
        }
        snapshot = corpus.snapshot();
        let taken = since.elapsed();
        times[edit % 4].1.push(taken);
        all.push(taken);
    }
    println!("one edit, ms             p50      p99");
    for (kind, times) in times.iter_mut().chain([&mut ("all", all)]) {
        times.sort_unstable();
        let at = |part: usize| times[(times.len() - 1) * part / 100].as_secs_f64() * 1e3;
        println!("  {kind:<16} {:>8.2} {:>8.2}", at(50), at(99));
    }
    println!("memory then       {:>10.0} MB", resident().saturating_sub(before) as f64 / 1e6);
    drop(snapshot);
}

fn count(snapshot: &Snapshot) {
    let many = snapshot.coverages.iter().filter(|coverage| coverage.articles.len() > 1).count();
    let largest = snapshot.coverages.iter().map(|coverage| coverage.articles.len()).max().unwrap_or(0);
    println!("{} coverages, {many} of several articles, at most {largest}", snapshot.coverages.len());
    println!("{} entities, {} events", snapshot.entities().count(), snapshot.events().count());
}

/// What is no news, and what is the same news over and over.
fn awkward(models: &Models, texts: &[String], articles: usize) {
    let one = read(models, texts[0].clone());
    link("copies of one article", (0..articles).map(|_| Arc::clone(&one)));
    let few = articles / 10;
    let page = |at: usize| {
        let mut chance = Chance(at as u64 + 1);
        let words: Vec<&str> = texts[0].split_whitespace().collect();
        (0..300).map(|_| words[chance.below(words.len())].to_lowercase()).collect::<Vec<_>>().join(" ")
    };
    link("pages without a name", pages(models, few, page));
    let log = |at: usize| {
        let line = |nth: usize| {
            format!("2024-03-{:02} 12:{:02}:07 INFO worker-{at} request {nth} took {at} ms\n", at % 28 + 1, nth % 60)
        };
        (0..60).map(line).collect()
    };
    link("logs", pages(models, few, log));
    let code = |at: usize| {
        format!("fn main_{at}() {{\n    let value = Vec::<u8>::new();\n    println!(\"{{value:?}}\");\n}}\n").repeat(20)
    };
    link("code", pages(models, few, code));
    let novel = |at: usize| {
        let mut chance = Chance(at as u64 + 1);
        (0..60).map(|_| texts[chance.below(texts.len())].clone()).collect::<Vec<_>>().join("\n\n")
    };
    link("novels", pages(models, few / 50, novel));
    let footer = "Copyright 2021. All rights reserved. This material may not be published, broadcast, rewritten or \
                  redistributed. Follow us on Facebook and Twitter. Sign up for the Morning Briefing newsletter.";
    let archive = Archive { texts, articles: few };
    let framed = |at: usize| format!("{}\n\n{footer}\n", archive.text(at * STORY));
    link("with one footer", pages(models, few, framed));
}

fn pages(
    models: &Models,
    count: usize,
    page: impl Fn(usize) -> String + Sync,
) -> impl Iterator<Item = Arc<ArticleAnalysis>> {
    let pages: Vec<_> = (0..count).into_par_iter().map(|at| read(models, page(at))).collect();
    pages.into_iter()
}

fn link(what: &str, analyses: impl Iterator<Item = Arc<ArticleAnalysis>>) {
    let before = resident();
    let mut corpus = Corpus::new();
    analyses.enumerate().for_each(|(at, analysis)| corpus.set(key(at), analysis));
    let since = Clock::start();
    let snapshot = corpus.snapshot();
    let first = since.elapsed();
    let changed = corpus.get(&key(0)).map(Arc::clone);
    corpus.remove(&key(0));
    let since = Clock::start();
    black_box(corpus.snapshot());
    let edit = since.elapsed();
    println!(
        "\n{} {what}: {:.2} s, an edit {:.1} ms, {:.0} MB",
        corpus.len() + 1,
        first.as_secs_f64(),
        edit.as_secs_f64() * 1e3,
        resident().saturating_sub(before) as f64 / 1e6
    );
    count(&snapshot);
    drop(changed);
}

fn read(models: &Models, text: String) -> Arc<ArticleAnalysis> {
    Arc::new(analyze(models, &Article { text: Arc::from(text), meta: ArticleMeta::default() }))
}

fn key(at: usize) -> Arc<str> {
    Arc::from(format!("{at:06}.txt"))
}

/// Time that this thread has worked, where the system tells; else time that has passed. A machine that does other work
/// beside would be measured with it.
struct Clock {
    worked: Option<Duration>,
    since: Instant,
}

impl Clock {
    fn start() -> Self {
        Self { worked: Self::worked(), since: Instant::now() }
    }

    fn worked() -> Option<Duration> {
        // The figure is brought up to date when the thread is scheduled.
        std::thread::yield_now();
        let figures = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        figures.split(' ').next()?.parse().ok().map(Duration::from_nanos)
    }

    fn elapsed(&self) -> Duration {
        let worked = self.worked.zip(Self::worked()).map(|(start, end)| end.saturating_sub(start));
        worked.unwrap_or_else(|| self.since.elapsed())
    }
}

/// Memory of this process in bytes; 0 where the system does not tell.
fn resident() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").ok();
    pages.and_then(|pages| pages.split(' ').nth(1)?.parse::<u64>().ok()).map_or(0, |pages| pages * 4096)
}

/// What is at hand to make articles of, in the order of names.
fn texts() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpora = root.join("../shared/corpora");
    let folders = ["basil/articles", "ecbplus/articles", "polnear/train/text", "worldwide-ner/articles"];
    let mut texts: Vec<String> = folders.iter().flat_map(|folder| texts_of(&corpora.join(folder))).collect();
    if texts.is_empty() {
        texts = [root.join("seeds"), root.join("examples/marked")].iter().flat_map(|folder| texts_of(folder)).collect();
    }
    texts
}

fn texts_of(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()));
    let mut paths: Vec<_> = entries.filter(|path| path.extension().is_some_and(|end| end == "txt")).collect();
    paths.sort();
    let texts = paths.iter().take(TEXTS).filter_map(|path| std::fs::read_to_string(path).ok());
    texts.filter(|text| (200..20_000).contains(&text.len())).collect()
}

/// A row of numbers that looks like chance and is the same every time (the constants are Knuth's, of MMIX).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % end.max(1)
    }
}

/// The articles of an archive, made when asked for.
struct Archive<'a> {
    texts: &'a [String],
    articles: usize,
}

impl Archive<'_> {
    /// The paragraphs of a story: the first of one text, and some of each of three.
    fn story(&self, story: usize) -> Vec<&str> {
        let mut chance = Chance(story as u64 * 31 + 7);
        let mut paragraphs = Vec::new();
        for nth in 0..3 {
            let text = &self.texts[chance.below(self.texts.len())];
            let lines = text.split('\n').filter(|line| !line.trim().is_empty()).take(24).enumerate();
            paragraphs.extend(lines.filter(|(at, _)| nth + at == 0 || chance.below(2) == 0).map(|(_, line)| line));
        }
        paragraphs
    }

    /// An article: most paragraphs of a text, in the words of its story.
    fn text(&self, at: usize) -> String {
        let story = at / STORY;
        // Of five articles in a row, some tell one story and the others each their own.
        let alone = at % STORY > story % STORY;
        let story = if alone { self.articles + at * 7 } else { story };
        let mut chance = Chance(at as u64 * 977 + 13);
        let mut paragraphs = self.story(story);
        if paragraphs.len() > 4 {
            // The headline stays.
            for _ in 0..paragraphs.len() / 5 {
                paragraphs.remove(1 + chance.below(paragraphs.len() - 1));
            }
        }
        let other = &self.texts[chance.below(self.texts.len())];
        let others: Vec<&str> = other.split('\n').filter(|line| line.len() > 40).collect();
        if !others.is_empty() {
            paragraphs.insert(paragraphs.len() / 2, others[chance.below(others.len())]);
        }
        retold(&paragraphs.join("\n\n"), story)
    }
}

/// A text with about half of its longer names changed and its days moved, in another way for each story.
fn retold(text: &str, story: usize) -> String {
    const SYLLABLES: [&str; 8] = ["ka", "lo", "mir", "sen", "tov", "vich", "ard", "une"];
    const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let word = |word: &str| {
        let end = word.trim_end_matches(|ch: char| !ch.is_alphanumeric()).len();
        let (core, tail) = word.split_at(end);
        if let Some(day) = DAYS.iter().position(|day| *day == core) {
            return format!("{}{tail}", DAYS[(day + story) % 7]);
        }
        if let Ok(number) = core.parse::<usize>() {
            return format!("{}{tail}", if number < 29 { (number + story) % 28 + 1 } else { number + story % 90 });
        }
        let name = core.len() > 4 && core.starts_with(char::is_uppercase) && core.chars().all(char::is_alphabetic);
        let sum = word.bytes().take(end).map(usize::from).fold(0, |sum, byte| (sum * 31 + byte) % 9973);
        if name && (sum + story).is_multiple_of(2) {
            let pick = story * 7 + sum;
            return format!("{core}{}{}{tail}", SYLLABLES[pick % 8], SYLLABLES[pick / 8 % 8]);
        }
        word.to_owned()
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}
