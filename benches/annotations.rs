//! How long a judgement takes among many: `cargo bench --bench annotations`.
//!
//! 10,000 annotations in one article: a line written and safe on disk, beside the same bytes written and flushed; the
//! article read with all of them laid over it. 100,000 in 1,000 articles: read.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use copydesk::analysis::{Article, ArticleMeta, analyze};
use copydesk::annotation::{Annotation, Kind, Meaning, Target, Verdict};
use copydesk::model::Models;
use copydesk::store::annotations::lay::{Notes, Shared, lay};
use copydesk::store::annotations::{Change, Memory, beside};
use copydesk::text::{CodePoints, Span};

/// Annotations of the words of a text, over and over.
fn lines(text: &str, count: usize) -> Vec<(String, String)> {
    let points = CodePoints::new(text);
    let words: Vec<Span> = text
        .split(' ')
        .scan(0, |at, word| {
            let span = Span::of(*at..*at + word.len());
            *at += word.len() + 1;
            Some(span)
        })
        .filter(|span| span.len() > 3)
        .collect();
    let now = jiff::Timestamp::UNIX_EPOCH;
    let one = |n: usize| {
        let mut meaning = Meaning::new(Kind::Mention);
        (meaning.verdict, meaning.r#type) = (Some(Verdict::Accepted), Some("person".to_owned()));
        let target = Target::new("a.txt", text, &points, words[n % words.len()]);
        let id = format!("urn:uuid:{n:08}");
        let line = Annotation::new(&id, now, "A. Annotator", vec![target], meaning).line(None);
        (id, line)
    };
    (0..count).map(one).collect()
}

fn fill(path: &Path, lines: &[(String, String)]) {
    let mut text = String::new();
    lines.iter().for_each(|(_, line)| writeln!(text, "{line}").expect("the folder of the bench is ours"));
    std::fs::write(path, text).expect("the folder of the bench is ours");
}

fn percentile(mut times: Vec<Duration>, percent: usize) -> Duration {
    times.sort();
    times[(times.len() * percent / 100).min(times.len() - 1)]
}

fn main() {
    let dir = tempfile::tempdir().expect("the folder of the bench is ours");
    let mut text = String::new();
    (0..4000).for_each(|n| {
        write!(text, "Mayor Number{n} said that bridge {n} was closed. ").expect("the folder of the bench is ours");
    });
    let article = dir.path().join("a.txt");
    std::fs::write(&article, &text).expect("the folder of the bench is ours");
    let file = beside(&article);
    let all = lines(&text, 10_001);
    let (last, most) = all.split_last().expect("the folder of the bench is ours");
    fill(&file, most);
    let models = Models::embedded();
    let text: Arc<str> = text.into();
    let analysis = Arc::new(analyze(&models, &Article { text: Arc::clone(&text), meta: ArticleMeta::default() }));
    let memory = Memory::default();
    let shared = Shared::default();
    let (mut written, mut plain, mut fresh) = (Vec::new(), Vec::new(), Vec::new());
    let change = Change { file: file.clone(), id: last.0.as_str().into(), before: None, after: Some(last.1.clone()) };
    memory.read(&file).expect("the folder of the bench is ours");
    for _ in 0..20 {
        for change in [change.clone(), change.reversed()] {
            let begin = Instant::now();
            memory.write(std::slice::from_ref(&change)).expect("the folder of the bench is ours");
            written.push(begin.elapsed());
            let begin = Instant::now();
            let notes = Notes::read(&memory, &article, None, &shared, &text);
            let placed = notes.place(&analysis);
            drop(lay(&models, &analysis, &placed, None));
            fresh.push(begin.elapsed());
            let bytes = std::fs::read(&file).expect("the folder of the bench is ours");
            let begin = Instant::now();
            let mut beside = tempfile::NamedTempFile::new_in(dir.path()).expect("the folder of the bench is ours");
            beside.write_all(&bytes).expect("the folder of the bench is ours");
            beside.as_file().sync_all().expect("the folder of the bench is ours");
            beside.persist(dir.path().join("plain")).expect("the folder of the bench is ours");
            std::fs::File::open(dir.path())
                .expect("the folder of the bench is ours")
                .sync_all()
                .expect("the folder of the bench is ours");
            plain.push(begin.elapsed());
        }
    }
    println!("10,000 annotations in an article");
    for (name, times) in [("written and flushed", written), ("the same bytes alone", plain), ("laid over anew", fresh)]
    {
        let (median, slow) = (percentile(times.clone(), 50), percentile(times, 99));
        println!("  {name:<22} median {median:>10.1?}   p99 {slow:>10.1?}");
    }
    let folder = dir.path().join("many");
    std::fs::create_dir(&folder).expect("the folder of the bench is ours");
    let few = lines("The mayor of Weston said that the bridge over the river was closed for two years.", 100);
    let articles: Vec<PathBuf> = (0..1000).map(|n| folder.join(format!("{n}.txt"))).collect();
    articles.iter().for_each(|article| fill(&beside(article), &few));
    let begin = Instant::now();
    let pages: Vec<_> = articles
        .iter()
        .map(|article| Memory::default().read(&beside(article)).expect("the folder of the bench is ours"))
        .collect();
    let count: usize = pages.iter().map(|page| page.annotations().count()).sum();
    println!("{count} annotations in 1,000 articles read in {:.1?}", begin.elapsed());
}
