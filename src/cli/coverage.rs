//! `copydesk coverage`: which articles report the same event.

use std::io::{self, Write};
use std::process::ExitCode;

use jiff::civil::Date;
use rustc_hash::FxHashMap;
use unicode_width::UnicodeWidthStr;

use super::command::{Articles, Format, Outcome};
use super::style::{Ink, Style, count, safe};
use super::workspace;
use crate::corpus::{ArticleId, ArticleNode, Coverage, Snapshot};
use crate::ide::display::label::{day, label_line};
use crate::ide::display::reason::{conflict, reason, reasons};
use crate::text::escaped;

mod event;
mod json;

/// So many events are listed one by one.
const SHORT: usize = 12;
/// Columns of an article's handle that leave room beside it.
const HANDLE: usize = 26;

/// Prints the coverage.
pub(super) fn run(articles: &Articles, format: Format, out: &mut dyn Write) -> Outcome {
    let workspace = workspace::load(&articles.paths, &articles.eyes)?;
    match format {
        Format::Json => {
            writeln!(out, "{}", super::json::page(&json::coverage(&workspace.snapshot))?)?;
        }
        Format::Text => Page::new(&workspace.snapshot).print(out)?,
    }
    Ok(ExitCode::SUCCESS)
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
            let articles = match coverage.articles.len() {
                0 | 1 => String::new(),
                several => format!(" · {}", count(several, "article")),
            };
            let line = format!("{}{articles}", title(coverage, &self.style));
            writeln!(out, "{}", self.style.wrap(&format!("{:<3}", nth + 1), &line))?;
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
            let why = related.why.iter().take(1).map(reason).collect::<Vec<_>>().join("; ");
            let conflicts = related.conflicts.iter().take(2).map(conflict).collect::<Vec<_>>().join("; ");
            let why = [why, conflicts];
            let why = why.iter().filter(|why| !why.is_empty()).cloned().collect::<Vec<_>>().join("; but ");
            writeln!(out, "{}", self.style.wrap(&pair, &safe(&why)))?;
        }
        self.never_quoted(out)
    }

    fn coverage(&self, coverage: &Coverage, out: &mut dyn Write) -> io::Result<()> {
        for &article in &coverage.articles {
            let label = safe(&label_line(&self.snapshot.article(article).label)).into_owned();
            let mut first = format!("   {}  ", self.handle(article));
            if first.width() > HANDLE {
                writeln!(out, "{}", first.trim_end())?;
                first = " ".repeat(6);
            }
            writeln!(out, "{}", self.style.wrap(&first, &label))?;
        }
        let why = self.snapshot.why_coverage(coverage);
        if !why.is_empty() {
            writeln!(out, "{}", self.style.wrap("   same because  ", &safe(&reasons(&why).join("; "))))?;
        }
        self.event(coverage, out)
    }

    /// "Time line  2012-06-18 003 ── 2016-04-18 000, 001".
    fn time_line(&self, out: &mut dyn Write) -> io::Result<()> {
        let dated: Vec<_> = self.snapshot.coverages.iter().filter_map(|one| Some((one.date?, &**one))).collect();
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
    let date = coverage.date.map_or_else(|| "no date".to_owned(), day);
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
    snapshot.articles.iter().map(|node| escaped(&handle(node)).into_owned()).collect()
}
