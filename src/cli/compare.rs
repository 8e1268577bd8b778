//! `copydesk compare`: two articles side by side.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use serde::Serialize;

use super::command::{Eyes, Failure, Format, Outcome};
use super::marked::{self as words, Word, columns, lines, render};
use super::place::Places;
use super::style::{Ink, Style, safe};
use super::{json, workspace};
use crate::corpus::accounts::Differing;
use crate::corpus::{ArticleId, Place, Snapshot};
use crate::ide::compare::{Compared, compare, marked, said_by, thought};
use crate::ide::display::label::label_line;
use crate::ide::overview::{Said, alone};
use crate::store::load::key_of;
use crate::text::{Span, escaped, escaped_path};

/// From so many columns on two stand side by side.
const SIDE_BY_SIDE: usize = 88;
/// Columns between them.
const GAP: usize = 3;
/// Lines of a statement that are shown; programs get all of it.
const LINES: usize = 6;

#[derive(Serialize)]
struct ComparisonJson<'a> {
    a: &'a str,
    b: &'a str,
    /// True when both report one event: only then are statements compared.
    same_event: bool,
    aligned: Vec<AlignedJson<'a>>,
    only_a: Vec<SideJson<'a>>,
    only_b: Vec<SideJson<'a>>,
}

#[derive(Serialize)]
struct AlignedJson<'a> {
    a: SideJson<'a>,
    b: SideJson<'a>,
    differs: bool,
    /// Other words in the same places.
    differences: Vec<[&'a str; 2]>,
    /// Facts that the two tell differently.
    facts: Vec<FactJson<'a>>,
}

#[derive(Serialize)]
struct FactJson<'a> {
    what: &'static str,
    a: SideJson<'a>,
    b: SideJson<'a>,
}

#[derive(Serialize)]
struct SideJson<'a> {
    line: u32,
    start: u32,
    end: u32,
    source: String,
    text: &'a str,
}

/// Compares two articles.
pub(super) fn run(paths: &[PathBuf; 2], eyes: &Eyes, format: Format, out: &mut dyn Write) -> Outcome {
    let workspace = workspace::load(paths, eyes)?;
    let snapshot = &*workspace.snapshot;
    let find = |path: &PathBuf| {
        let key = key_of(path);
        let found = snapshot.find(&key).or_else(|| {
            // A path as the store writes it: "./a.txt" is "a.txt".
            let same = |id: &ArticleId| std::path::Path::new(&*snapshot.article(*id).key) == path.as_path();
            snapshot.ids().find(same)
        });
        found.ok_or_else(|| Failure::Message(format!("{}: two articles are compared, a file each", escaped_path(path))))
    };
    let (one, other) = (find(&paths[0])?, find(&paths[1])?);
    if one == other {
        return Err(Failure::Message("an article is not compared with itself".to_owned()));
    }
    let aligned = compare(snapshot, one, other);
    // What stands beside something is not alone.
    let alone = [(one, other), (other, one)].map(|(here, there)| {
        let beside = |said: &Said| {
            let places = aligned.iter().flat_map(|pair| [pair.here, pair.there]);
            places.into_iter().any(|place| place.article == here && place.span.overlaps(said.place.span))
        };
        let mut said = alone(snapshot, here, &[there]);
        said.retain(|said| !beside(said));
        // By whole thoughts, each once.
        let mut told: Vec<Said> = Vec::new();
        for mut one in said {
            one.place = thought(snapshot, one.place);
            one.told = thought(snapshot, one.told);
            if told.iter().all(|known| !known.place.span.overlaps(one.place.span)) {
                told.push(one);
            }
        }
        told
    });
    let page = Page { snapshot, style: Style::of_stdout(), ids: [one, other], aligned, alone };
    match format {
        Format::Json => {
            writeln!(out, "{}", json::page(&page.json())?)?;
        }
        Format::Text => page.print(out)?,
    }
    Ok(ExitCode::SUCCESS)
}

struct Page<'a> {
    snapshot: &'a Snapshot,
    style: Style,
    ids: [ArticleId; 2],
    aligned: Vec<Compared>,
    alone: [Vec<Said>; 2],
}

impl<'a> Page<'a> {
    fn same_event(&self) -> bool {
        let [one, other] = self.ids.map(|id| self.snapshot.article(id).coverage);
        one == other
    }

    fn json(&self) -> ComparisonJson<'_> {
        let places = Places::new(self.snapshot);
        let side = |place: Place, source: String| {
            let (start, end) = places.code_points(place);
            SideJson { line: places.line_column(place).0, start, end, source, text: self.snapshot.slice(place) }
        };
        let fact_of = |fact: &Differing| {
            let [a, b] = fact.places.map(|place| side(place, String::new()));
            FactJson { what: fact.sort.name(), a, b }
        };
        let aligned = self.aligned.iter().map(|one| AlignedJson {
            a: side(one.here, said_by(self.snapshot, one.here)),
            b: side(one.there, said_by(self.snapshot, one.there)),
            differs: one.differs,
            differences: one.places.iter().map(|(ours, theirs)| [ours.as_str(), theirs.as_str()]).collect(),
            facts: one.facts.iter().map(&fact_of).collect(),
        });
        let only = |said: &[Said]| said.iter().map(|one| side(one.place, one.speaker.clone())).collect();
        ComparisonJson {
            a: &self.snapshot.article(self.ids[0]).key,
            b: &self.snapshot.article(self.ids[1]).key,
            same_event: self.same_event(),
            aligned: aligned.collect(),
            only_a: only(&self.alone[0]),
            only_b: only(&self.alone[1]),
        }
    }

    fn handle(&self, article: ArticleId) -> String {
        escaped(&self.snapshot.article(article).label.short).into_owned()
    }

    fn line(&self, place: Place) -> u32 {
        self.snapshot.analysis(place.article).lines.line_of(place.span.start) + 1
    }

    fn print(&self, out: &mut dyn Write) -> io::Result<()> {
        for id in self.ids {
            let label = safe(&label_line(&self.snapshot.article(id).label)).into_owned();
            writeln!(out, "{}", self.style.wrap(&format!("{}  ", self.handle(id)), &label))?;
        }
        if !self.same_event() {
            let why = "These two do not report the same event: statements of two occasions are not compared.";
            return writeln!(out, "\n{}", self.style.wrap("", why));
        }
        let differing = self.aligned.iter().filter(|one| one.differs).count();
        let same = self.aligned.len() - differing;
        self.statements(out, &format!("They differ ({differing})"), true)?;
        self.statements(out, &format!("Both report ({same})"), false)?;
        for (id, said) in self.ids.iter().zip(&self.alone) {
            if said.is_empty() {
                continue;
            }
            let heading = format!("Only {} ({})", self.handle(*id), said.len());
            writeln!(out, "\n{}", self.style.paint(Ink::Strong, &heading))?;
            for one in said {
                let first = format!("   {:>3}  ", self.line(one.place));
                let words = safe(self.snapshot.slice(one.told)).into_owned();
                writeln!(out, "{}", self.style.wrap(&first, &format!("{}: {words}", safe(&one.speaker))))?;
            }
        }
        Ok(())
    }

    fn statements(&self, out: &mut dyn Write, heading: &str, differs: bool) -> io::Result<()> {
        let wanted: Vec<&Compared> = self.aligned.iter().filter(|one| one.differs == differs).collect();
        if wanted.is_empty() {
            return Ok(());
        }
        writeln!(out, "\n{}", self.style.paint(Ink::Strong, heading))?;
        for (nth, one) in wanted.into_iter().enumerate() {
            if nth > 0 {
                writeln!(out)?;
            }
            let [ours, theirs] = marked(self.snapshot, one);
            let sides = [(one.here, ours), (one.there, theirs)].map(|(place, marks)| self.side(place, &marks));
            if self.style.width >= SIDE_BY_SIDE {
                self.columns(out, sides)?;
            } else {
                for side in sides {
                    let width = self.style.width - 3;
                    for line in lines(side, width, LINES) {
                        writeln!(out, "   {}", render(&self.style, &line))?;
                    }
                }
            }
        }
        Ok(())
    }

    fn columns(&self, out: &mut dyn Write, sides: [Vec<Word>; 2]) -> io::Result<()> {
        let width = (self.style.width - GAP) / 2;
        let [left, right] = sides.map(|side| lines(side, width, LINES));
        for at in 0..left.len().max(right.len()) {
            let (left, right) = (left.get(at), right.get(at));
            let columns = left.map_or(0, |line| columns(line));
            let blanks = " ".repeat(width.saturating_sub(columns) + GAP);
            let [left, right] =
                [left, right].map(|line| line.map_or_else(String::new, |line| render(&self.style, line)));
            writeln!(out, "{}", format!("{left}{blanks}{right}").trim_end())?;
        }
        Ok(())
    }

    /// "000:6 White House: words", with the marked ones in brackets where no color shows them.
    fn side(&self, place: Place, marks: &[Span]) -> Vec<Word> {
        let mut words = vec![Word::plain(format!("{}:{}", self.handle(place.article), self.line(place)))];
        let source = said_by(self.snapshot, place);
        if !source.is_empty() {
            words.extend(format!("{}:", safe(&source)).split_whitespace().map(Word::plain));
        }
        words.extend(words::words(self.snapshot, &self.style, place, marks));
        words
    }
}
