//! `copydesk coverage`: which articles report the same event.

use std::cmp::Ordering;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::excerpt::Excerpt;
use super::style::{Ink, Style, count, safe};
use super::{Failure, Format, Outcome, workspace};
use crate::corpus::likeness::enough_in_common;
use crate::corpus::{ArticleId, ArticleNode, Coverage, Place, Snapshot, StatementLink, label};
use crate::text::Span;

/// So many events are listed one by one.
const SHORT: usize = 12;
/// Columns of an article's handle that leave room beside it.
const HANDLE: usize = 26;
/// So many statements of an event are shown.
const STATEMENTS: usize = 6;
/// Parts of a statement that are looked at; more are no statement.
const PARTS: usize = 12;

#[derive(Serialize)]
struct CoverageJson<'a> {
    events: Vec<EventJson<'a>>,
    related: Vec<RelatedJson<'a>>,
}

#[derive(Serialize)]
struct EventJson<'a> {
    id: String,
    title: &'a str,
    date: Option<String>,
    articles: Vec<&'a str>,
}

#[derive(Serialize)]
struct RelatedJson<'a> {
    a: &'a str,
    b: &'a str,
    score: f64,
    why: Vec<String>,
}

/// Prints the coverage.
pub(super) fn run(paths: &[PathBuf], format: Format, out: &mut dyn Write) -> Outcome {
    let workspace = workspace::load(paths)?;
    match format {
        Format::Json => {
            let json = serde_json::to_string_pretty(&json(&workspace.snapshot));
            writeln!(out, "{}", json.map_err(|error| Failure::Message(error.to_string()))?)?;
        }
        Format::Text => Page::new(&workspace.snapshot).print(out)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn json(snapshot: &Snapshot) -> CoverageJson<'_> {
    let key = |article: ArticleId| &*snapshot.article(article).key;
    let event =
        |(nth, coverage): (usize, &'_ Coverage)| (format!("c{nth}"), coverage.date.map(|date| date.to_string()));
    CoverageJson {
        events: snapshot
            .coverages
            .iter()
            .enumerate()
            .map(|(nth, coverage)| {
                let (id, date) = event((nth, coverage));
                let articles = coverage.articles.iter().map(|&article| key(article)).collect();
                EventJson { id, title: &coverage.title, date, articles }
            })
            .collect(),
        related: snapshot
            .related()
            .into_iter()
            .map(|related| RelatedJson {
                a: key(related.a),
                b: key(related.b),
                score: related.score,
                why: related.why.into_iter().chain(related.vetoes).collect(),
            })
            .collect(),
    }
}

/// A statement that two articles report.
struct Shared<'a> {
    link: &'a StatementLink,
    /// The part of it, in each, that the other has.
    parts: [Place; 2],
}

/// The page: each event with its articles, what joins them and what they both report, then what is related but not
/// the same.
struct Page<'a> {
    snapshot: &'a Snapshot,
    style: Style,
    /// What each article is called here, by article.
    handles: Vec<String>,
}

impl<'a> Page<'a> {
    fn new(snapshot: &'a Snapshot) -> Self {
        Self { snapshot, style: Style::of_stdout(), handles: handles(snapshot) }
    }

    fn handle(&self, article: ArticleId) -> &str {
        &self.handles[article.0 as usize]
    }

    fn print(&self, out: &mut dyn Write) -> io::Result<()> {
        let snapshot = self.snapshot;
        let articles = count(snapshot.articles.len(), "article");
        writeln!(out, "{articles}, {}\n", count(snapshot.coverages.len(), "event"))?;
        for (nth, coverage) in snapshot.coverages.iter().enumerate() {
            writeln!(out, "{}", self.style.wrap(&format!("{:<3}", nth + 1), &title(coverage, &self.style)))?;
            self.coverage(coverage, out)?;
        }
        self.time_line(out)?;
        let related = snapshot.related();
        if !related.is_empty() {
            writeln!(out, "\n{}", self.style.paint(Ink::Strong, "Related, not the same"))?;
        }
        for related in &related {
            let pair = format!("   {} / {}  ", self.handle(related.a), self.handle(related.b));
            // The heaviest of each; programs get all of them.
            let first = |reasons: &[String], most| reasons.iter().take(most).cloned().collect::<Vec<_>>().join("; ");
            let why = [first(&related.why, 1), first(&related.vetoes, 2)];
            let why = why.iter().filter(|why| !why.is_empty()).cloned().collect::<Vec<_>>().join("; but ");
            writeln!(out, "{}", self.style.wrap(&pair, &safe(&why)))?;
        }
        Ok(())
    }

    fn coverage(&self, coverage: &Coverage, out: &mut dyn Write) -> io::Result<()> {
        for &article in &coverage.articles {
            let label = safe(&self.snapshot.article(article).label.line()).into_owned();
            let mut first = format!("   {}  ", self.handle(article));
            if first.width() > HANDLE {
                writeln!(out, "{}", first.trim_end())?;
                first = " ".repeat(6);
            }
            writeln!(out, "{}", self.style.wrap(&first, &label))?;
        }
        let why = self.snapshot.why_coverage(coverage);
        if !why.is_empty() {
            writeln!(out, "{}", self.style.wrap("   same because  ", &safe(&why.join("; "))))?;
        }
        let all = self.statements(coverage);
        if !all.is_empty() {
            writeln!(out, "   both report")?;
        }
        for shared in all.iter().take(STATEMENTS) {
            writeln!(out, "{}", self.statement(shared))?;
        }
        if all.len() > STATEMENTS {
            writeln!(out, "     and {} more", all.len() - STATEMENTS)?;
        }
        Ok(())
    }

    /// What articles of the coverage both report, the same words before the same sense; one a pair of lines.
    fn statements(&self, coverage: &Coverage) -> Vec<Shared<'a>> {
        let both =
            |link: &&StatementLink| coverage.articles.contains(&link.a.0) && coverage.articles.contains(&link.b.0);
        let mut links: Vec<&StatementLink> = self.snapshot.statements.iter().filter(both).collect();
        let rank = |link: &StatementLink| (link.verbatim, link.score);
        links.sort_by(|one, other| rank(other).partial_cmp(&rank(one)).unwrap_or(Ordering::Equal));
        let parts = |link| Some(Shared { link, parts: self.parts(link)? });
        let mut found: Vec<Shared> = links.into_iter().filter_map(parts).collect();
        let mut seen = FxHashSet::default();
        found.retain(|shared| seen.insert(shared.parts.map(|place| (place.article, self.line(place)))));
        found
    }

    /// The first parts of a statement that have enough in common: it may begin with "it" or "who", which nobody would
    /// call reported by both.
    fn parts(&self, link: &StatementLink) -> Option<[Place; 2]> {
        let parts = |(article, at): (ArticleId, usize)| {
            let content = self.snapshot.analysis(article).attributions.get(at).map(|found| &found.content[..]);
            content.unwrap_or_default().iter().take(PARTS).map(move |&span| Place { article, span })
        };
        let words = |place| self.snapshot.slice(place);
        let alike = |one, other| enough_in_common(words(one), words(other), link.verbatim);
        parts(link.a).find_map(|one| Some([one, parts(link.b).find(|&other| alike(one, other))?]))
    }

    /// The 1-based line where a place begins.
    fn line(&self, place: Place) -> u32 {
        self.snapshot.analysis(place.article).lines.line_of(place.span.start) + 1
    }

    /// "White House: “a significant uptick in fighting …”  000:40  001:24".
    fn statement(&self, shared: &Shared) -> String {
        let (article, at) = shared.link.a;
        let analysis = self.snapshot.analysis(article);
        let attribution = analysis.attributions.get(at);
        let chain = attribution.and_then(|attribution| analysis.chains.get(attribution.chain?));
        let speaker = chain.map_or(String::new(), |chain| format!("{}: ", chain.name));
        let [here, there] = shared.parts;
        let place = |place: Place| format!("{}:{}", self.handle(place.article), self.line(place));
        let places = format!("  {}  {}", place(here), place(there));
        let beside = places.width() <= self.style.width / 3;
        let places = if beside { places } else { format!("\n     {places}") };
        let taken = speaker.width() + 7 + if beside { places.width() } else { 0 };
        let room = self.style.width.saturating_sub(taken);
        let excerpt = Excerpt::new(&analysis.text, here.span, Span::new(here.span.start, here.span.start), room);
        format!("     {}{}{places}", safe(&speaker), excerpt.text())
    }

    /// "Time line  2012-06-18 003 ── 2016-04-18 000, 001".
    fn time_line(&self, out: &mut dyn Write) -> io::Result<()> {
        let dated: Vec<_> = self.snapshot.coverages.iter().filter_map(|one| Some((one.date?, one))).collect();
        if !(2..=SHORT).contains(&dated.len()) {
            return Ok(());
        }
        let stop = |(date, coverage): &(Date, &Coverage)| {
            let articles: Vec<&str> = coverage.articles.iter().map(|&article| self.handle(article)).collect();
            format!("{date} {}", articles.join(", "))
        };
        let stops: Vec<String> = dated.iter().map(stop).collect();
        writeln!(out, "\n{}", self.style.wrap("Time line  ", &stops.join(" ── ")))
    }
}

/// The events a line each, those of one article only as a number when there are many.
pub(super) fn short(snapshot: &Snapshot, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let all = snapshot.coverages.len() <= SHORT;
    let shown = || snapshot.coverages.iter().filter(|coverage| all || coverage.articles.len() > 1);
    let handles = handles(snapshot);
    writeln!(out, "{}", count(snapshot.coverages.len(), "event"))?;
    for coverage in shown() {
        let articles: Vec<&str> =
            coverage.articles.iter().map(|article| handles[article.0 as usize].as_str()).collect();
        let line = format!("{} · {}", title(coverage, style), articles.join(", "));
        writeln!(out, "{}", style.wrap("  ", &line))?;
    }
    let rest = snapshot.coverages.len() - shown().count();
    if rest > 0 {
        writeln!(out, "  and {} with a single article", count(rest, "event"))?;
    }
    Ok(())
}

/// "Phone call of Obama and Putin · 18 Apr 2016".
fn title(coverage: &Coverage, style: &Style) -> String {
    let title = if coverage.title.is_empty() { "no text".into() } else { safe(&coverage.title) };
    let date = coverage.date.map_or_else(|| "no date".to_owned(), label::day);
    format!("{} · {date}", style.paint(Ink::Strong, &title))
}

/// What each article is called on the page: its short handle, else its file name, else its path, whichever is the
/// first that no other article shares.
fn handles(snapshot: &Snapshot) -> Vec<String> {
    let names = |node: &ArticleNode| -> [String; 3] {
        let file = node.key.rsplit(['/', '\\']).next().unwrap_or(&node.key);
        [node.label.short.clone(), file.to_owned(), node.key.to_string()]
    };
    let mut seen: FxHashMap<String, usize> = FxHashMap::default();
    for node in &snapshot.articles {
        let mut own = names(node).to_vec();
        own.dedup();
        own.into_iter().for_each(|name| *seen.entry(name).or_default() += 1);
    }
    let handle = |node| {
        let [short, file, path] = names(node);
        [short, file].into_iter().find(|name| seen[name] == 1).unwrap_or(path)
    };
    snapshot.articles.iter().map(|node| safe(&handle(node)).into_owned()).collect()
}
