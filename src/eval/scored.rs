//! A corpus, scored: what Copydesk and others find in its articles against its gold.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rayon::prelude::*;
use serde::Serialize;

use super::across::{self, Member};
use super::baseline;
use super::layers::Layers;
use super::measure::{Example, ORDER, Outcome, Pair, measure};
use super::read::{GoldArticle, Other};
use super::tally::Figure;
use crate::analysis::{Article, ArticleAnalysis, ArticleMeta, analyze};
use crate::corpus::Judge;
use crate::model::Models;
use crate::text::Span;
use crate::token::{Structure, TokenKind};

/// What is done beside counting.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// How many examples of each layer.
    pub examples: usize,
    /// Whether the trivial baseline is measured too.
    pub baseline: bool,
    /// Other systems that are measured too.
    pub others: Vec<Other>,
    /// Whether reading is timed on one core.
    pub speed: bool,
    /// What judges which articles report one event.
    pub judge: Judge,
}

/// A corpus with its figures; shares from 0 to 1.
#[derive(Clone, Debug, Serialize)]
pub struct Scored {
    /// Its path, as it was given.
    pub title: String,
    /// What was read, in a sentence.
    pub about: String,
    /// How many articles.
    pub articles: usize,
    /// How many words they have.
    pub words: usize,
    /// What Copydesk reaches.
    pub figures: Vec<Figure>,
    /// What others reach, in the order of the table.
    pub others: Vec<OtherScored>,
    /// Words that Copydesk reads in a second on one core.
    pub words_per_second: Option<f64>,
    /// What went worst, layer by layer.
    pub examples: Vec<Shown>,
}

/// Another system's figures.
#[derive(Clone, Debug, Serialize)]
pub struct OtherScored {
    /// The system.
    pub name: String,
    /// What it reaches, of what it looked at.
    pub figures: Vec<Figure>,
    /// Words that it reads in a second.
    pub words_per_second: Option<f64>,
}

/// Something that went wrong, with its place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Shown {
    /// The layer.
    pub layer: &'static str,
    /// The file.
    pub path: PathBuf,
    /// Its line, counted from 1.
    pub line: usize,
    /// The article's words.
    pub words: String,
    /// What is wrong.
    pub why: String,
}

/// What came of one article.
struct One {
    words: usize,
    copydesk: Outcome,
    /// The trivial baseline first, then the others; `None` where one did not read the article.
    others: Vec<Option<Outcome>>,
    examples: Vec<(Shown, f64)>,
    /// For an article that others are linked with.
    analysis: Option<Arc<ArticleAnalysis>>,
}

/// Reads and counts every article, on all cores. `done` is told of each that is finished.
pub fn score(
    models: &Models,
    title: &str,
    about: String,
    articles: &[GoldArticle],
    wanted: &Wanted,
    done: &(dyn Fn() + Sync),
) -> Scored {
    let names = articles.iter().filter_map(|article| article.gold.names.as_ref()).flatten();
    let kinds = names.map(|name| name.kind.name()).collect();
    let all: Vec<One> = articles
        .par_iter()
        .map(|article| {
            let one = score_one(models, article, &kinds, wanted);
            done();
            one
        })
        .collect();
    let names = wanted.baseline.then_some(baseline::NAME).into_iter();
    let names: Vec<&str> = names.chain(wanted.others.iter().map(|other| other.name.as_str())).collect();
    let (mut copydesk, mut others) = (Outcome::default(), vec![Outcome::default(); names.len()]);
    for one in &all {
        copydesk.add(&one.copydesk);
        for (sum, outcome) in others.iter_mut().zip(&one.others) {
            outcome.iter().for_each(|outcome| sum.add(outcome));
        }
    }
    let words = all.iter().map(|one| one.words).sum();
    let (linked, mut examples) = across(models, &wanted.judge, articles, &all);
    let others = names.iter().zip(others).map(|(name, outcome)| OtherScored {
        name: (*name).to_owned(),
        figures: outcome.figures(),
        words_per_second: speed_of(wanted, name, articles, &all),
    });
    Scored {
        title: title.to_owned(),
        about,
        articles: articles.len(),
        words,
        figures: copydesk.figures().into_iter().chain(linked).collect(),
        others: others.collect(),
        words_per_second: wanted.speed.then(|| speed(articles, words)),
        examples: {
            examples.extend(all.into_iter().flat_map(|one| one.examples));
            worst(examples, wanted.examples)
        },
    }
}

fn read(models: &Models, article: &GoldArticle) -> ArticleAnalysis {
    analyze(models, &Article { text: Arc::clone(&article.text), meta: article.meta.clone() })
}

/// Links the articles of a corpus that says what is one across them, and counts; where publication dates are known,
/// once without them, too.
fn across(models: &Models, judge: &Judge, articles: &[GoldArticle], all: &[One]) -> (Vec<Figure>, Vec<(Shown, f64)>) {
    let linked = || articles.iter().zip(all).filter_map(|(gold, one)| Some((gold, one.analysis.as_ref()?)));
    let members: Vec<Member<'_>> =
        linked().map(|(gold, analysis)| Member { gold, analysis: Arc::clone(analysis) }).collect();
    let (mut figures, wrong) = across::measure(&members, judge, "");
    if members.iter().any(|member| member.gold.meta.published.is_some()) {
        let undated = members.par_iter().map(|member| {
            let meta = ArticleMeta { published: None, ..member.gold.meta.clone() };
            let article = Article { text: Arc::clone(&member.gold.text), meta };
            Member { gold: member.gold, analysis: Arc::new(analyze(models, &article)) }
        });
        let undated: Vec<Member<'_>> = undated.collect();
        figures.extend(across::measure(&undated, judge, ", dates unknown").0);
    }
    let shown = wrong.into_iter().map(|it| {
        let member = &members[it.article];
        let example = Example { layer: "events", span: it.span, why: it.why, weight: it.weight };
        (show(member.gold, &member.analysis, &example), it.weight)
    });
    (figures, shown.collect())
}

fn score_one(models: &Models, article: &GoldArticle, kinds: &BTreeSet<&'static str>, wanted: &Wanted) -> One {
    let analysis = Arc::new(read(models, article));
    let structure = &analysis.structure;
    let pair = |found: &Layers, examples: &mut Vec<Example>| {
        measure(&Pair { text: &article.text, structure, kinds, gold: &article.gold, found }, examples)
    };
    let mut examples = Vec::new();
    let mut found = Layers::found(&analysis);
    if let Some(looked_at) = &article.looked_at {
        found.chains.iter_mut().flatten().for_each(|chain| chain.retain(|it| is_in(structure, looked_at, it.span)));
    }
    let copydesk = pair(&found, &mut examples);
    let mut unseen = Vec::new();
    let trivial = wanted.baseline.then(|| baseline::read(&article.text, structure, &models.lexicon));
    let trivial = trivial.map(|found| Some(pair(&found, &mut unseen)));
    let others = wanted.others.iter().map(|other| Some(pair(other.articles.get(&article.name)?, &mut Vec::new())));
    let shown = |example: Example| (show(article, &analysis, &example), example.weight);
    One {
        words: words(structure),
        copydesk,
        others: trivial.into_iter().chain(others).collect(),
        analysis: (article.event.is_some() || !article.shared.is_empty()).then(|| Arc::clone(&analysis)),
        examples: if wanted.examples == 0 { Vec::new() } else { examples.into_iter().map(shown).collect() },
    }
}

/// Whether the sentence of a mention was looked at.
fn is_in(structure: &Structure, looked_at: &[Span], mention: Span) -> bool {
    let sentence = structure.sentence_at(mention.start).and_then(|at| structure.sentences.get(at));
    sentence.is_some_and(|sentence| looked_at.iter().any(|span| span.overlaps(sentence.span)))
}

fn words(structure: &Structure) -> usize {
    structure.tokens.iter().filter(|token| token.kind == TokenKind::Word).count()
}

fn show(article: &GoldArticle, analysis: &ArticleAnalysis, example: &Example) -> Shown {
    let row = article.rows.partition_point(|(at, _)| *at <= example.span.start).checked_sub(1);
    let row = row.and_then(|at| article.rows.get(at)).map(|(_, line)| *line);
    let line = row.unwrap_or_else(|| analysis.lines.line_of(example.span.start) as usize + 1);
    Shown {
        layer: example.layer,
        path: article.path.clone(),
        line,
        words: excerpt(&article.text, example.span),
        why: example.why.clone(),
    }
}

/// The words of a span on one line, its middle left out where it is long.
fn excerpt(text: &str, span: Span) -> String {
    const HALF: usize = 60;
    let words = span.of_text(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let length = words.chars().count();
    if length <= 2 * HALF {
        return words;
    }
    let head: String = words.chars().take(HALF).collect();
    let tail: String = words.chars().skip(length - HALF).collect();
    format!("{head} … {tail}")
}

/// The worst of each layer; of equals those that come first.
fn worst(mut examples: Vec<(Shown, f64)>, count: usize) -> Vec<Shown> {
    examples.sort_by(|(_, left), (_, right)| right.total_cmp(left));
    let of = |layer: &&str| -> Vec<Shown> {
        let list = examples.iter().filter(|(shown, _)| shown.layer == *layer);
        list.take(count).map(|(shown, _)| shown.clone()).collect()
    };
    ORDER.iter().flat_map(of).collect()
}

/// Words a second on one core, with nothing remembered from before.
fn speed(articles: &[GoldArticle], words: usize) -> f64 {
    let models = Models::embedded();
    let (start, processor) = (Instant::now(), processor_time());
    for article in articles {
        std::hint::black_box(read(&models, article));
    }
    let processor = processor_time().zip(processor).map(|(now, then)| now.saturating_sub(then));
    words as f64 / processor.unwrap_or(start.elapsed()).as_secs_f64().max(1e-9)
}

/// How long this thread has run, where the system tells: whatever else the machine does takes no time from it.
fn processor_time() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(Duration::from_nanos(told.split_whitespace().next()?.parse().ok()?))
}

fn speed_of(wanted: &Wanted, name: &str, articles: &[GoldArticle], all: &[One]) -> Option<f64> {
    let other = wanted.others.iter().find(|other| other.name == name)?;
    let timed = articles.iter().zip(all).filter_map(|(it, one)| Some((one.words, other.seconds.get(&it.name)?)));
    let (words, seconds) = timed.fold((0, 0.0), |sum, (words, seconds)| (sum.0 + words, sum.1 + seconds));
    (seconds > 0.0).then(|| words as f64 / seconds)
}
