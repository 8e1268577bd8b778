//! What stands between the articles on one event: where they differ, what they all report, what only one does, whose
//! voices are heard.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::super::excerpt::Excerpt;
use super::super::marked::{Word, from_first_mark, lines, render, words};
use super::super::style::{Ink, safe};
use super::Page;
use crate::corpus::{ArticleId, Coverage, Place};
use crate::ide::compare::{marks, said_by};
use crate::ide::overview::{Disagreement, Overview, Said, Shared, What, overview, unheard, voices};
use crate::text::Span;

/// Statements, differences and voices that are listed; programs get all of them.
const SHARED: usize = 6;
const DIFFERENCES: usize = 5;
const UNTOLD: usize = 2;
const ALONE: usize = 4;
const VOICES: usize = 8;
const UNHEARD: usize = 4;
/// Lines of a version that differs.
const LINES: usize = 2;
/// Articles of one page in which somebody is named and nowhere quoted.
const EVERYWHERE: usize = 3;

impl Page<'_> {
    /// All of it, below the articles of an event.
    pub(super) fn event(&self, coverage: &Coverage, out: &mut dyn Write) -> io::Result<()> {
        if coverage.articles.len() < 2 {
            return Ok(());
        }
        let found = overview(self.snapshot, &coverage.articles);
        self.differences(&found, out)?;
        self.shared(coverage, &found, out)?;
        for (article, said) in &found.alone {
            self.alone(*article, said, out)?;
        }
        self.voices(coverage, out)
    }

    fn heading(&self, words: &str, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "   {}", self.style.paint(Ink::Note, words))
    }

    fn more(rest: usize, out: &mut dyn Write) -> io::Result<()> {
        if rest > 0 { writeln!(out, "     and {rest} more") } else { Ok(()) }
    }

    /// The 1-based line where a place begins.
    fn line(&self, place: Place) -> u32 {
        self.snapshot.analysis(place.article).lines.line_of(place.span.start) + 1
    }

    /// `000:6`
    fn place(&self, place: Place) -> String {
        format!("{}:{}", self.handle(place.article), self.line(place))
    }

    fn differences(&self, overview: &Overview, out: &mut dyn Write) -> io::Result<()> {
        let found = &overview.differences;
        // Two places of one pair of versions are shown at once.
        let mut shown: Vec<&Disagreement> = Vec::new();
        for one in found {
            let places = |one: &Disagreement| one.versions.clone().map(|(place, _)| place);
            let twice = |other: &&Disagreement| other.what == What::Words && places(other) == places(one);
            if one.what != What::Words || !shown.iter().any(twice) {
                shown.push(one);
            }
        }
        if shown.is_empty() && overview.untold.is_empty() {
            return Ok(());
        }
        self.heading("they differ", out)?;
        for one in overview.untold.iter().take(UNTOLD) {
            let silent: Vec<&str> = one.silent.iter().map(|article| self.handle(*article)).collect();
            let (does, (place, words)) = (if silent.len() == 1 { "does" } else { "do" }, &one.told);
            let line = format!("{}  “{}”; {} {does} not say", self.place(*place), safe(words), silent.join(", "));
            writeln!(out, "     {}", one.what.label())?;
            writeln!(out, "{}", self.style.wrap("       ", &line))?;
        }
        for one in shown.iter().take(DIFFERENCES) {
            self.difference(one, out)?;
        }
        Self::more(shown.len().saturating_sub(DIFFERENCES), out)
    }

    fn difference(&self, one: &Disagreement, out: &mut dyn Write) -> io::Result<()> {
        let [(here, ours), (there, theirs)] = &one.versions;
        let label = match one.what {
            // Nobody is named for a quotation that stands by itself.
            What::Words => {
                Some(said_by(self.snapshot, *here)).filter(|name| !name.is_empty()).unwrap_or("words".into())
            }
            what => what.label().to_owned(),
        };
        writeln!(out, "     {}", safe(&label))?;
        let sides = match one.what {
            What::Words => {
                let [left, right] = marks(self.snapshot, *here, *there);
                [(*here, left), (*there, right)]
                    .map(|(place, marks)| from_first_mark(words(self.snapshot, &self.style, place, &marks)))
            }
            What::Source => [ours, theirs].map(|name| vec![Word::plain(safe(name).into_owned())]),
            What::Who(_) | What::Figures | What::Age | What::Day | What::Hour | What::Place | What::Name => {
                [*here, *there].map(|place| self.around(place))
            }
        };
        for (place, side) in [*here, *there].into_iter().zip(sides) {
            let first = format!("       {}  ", self.place(place));
            let width = self.style.width.saturating_sub(first.width());
            for (nth, line) in lines(side, width, LINES).iter().enumerate() {
                let lead = if nth == 0 { first.clone() } else { " ".repeat(first.width()) };
                writeln!(out, "{lead}{}", render(&self.style, line))?;
            }
        }
        Ok(())
    }

    /// The words around a figure or a day, which is marked.
    fn around(&self, place: Place) -> Vec<Word> {
        let structure = &self.snapshot.analysis(place.article).structure;
        let sentence = structure.sentence_at(place.span.start).and_then(|at| structure.sentences.get(at));
        let span = sentence.map_or(place.span, |sentence| sentence.span);
        from_first_mark(words(self.snapshot, &self.style, Place { span, ..place }, &[place.span]))
    }

    fn shared(&self, coverage: &Coverage, found: &Overview, out: &mut dyn Write) -> io::Result<()> {
        if found.shared.is_empty() {
            return Ok(());
        }
        let both = if coverage.articles.len() == 2 { "both report" } else { "several report" };
        self.heading(both, out)?;
        // The heaviest, in the order of the text.
        let mut shown: Vec<&Shared> = found.shared.iter().take(SHARED).collect();
        shown.sort_by_key(|one| one.versions.first().map(|said| said.place));
        for one in shown {
            writeln!(out, "{}", self.statement(one))?;
        }
        Self::more(found.shared.len().saturating_sub(SHARED), out)
    }

    /// "White House: “a significant uptick in fighting …”  000:40  001:24".
    fn statement(&self, shared: &Shared) -> String {
        let places: Vec<String> = shared.versions.iter().map(|said| self.place(said.place)).collect();
        let Some(first) = shared.versions.first() else { return String::new() };
        self.row(first, &format!("  {}", places.join("  ")))
    }

    /// A statement with its places at the end of the line, or below where they are long.
    fn row(&self, said: &Said, places: &str) -> String {
        let speaker = if said.speaker.is_empty() { String::new() } else { format!("{}: ", safe(&said.speaker)) };
        let beside = places.width() <= self.style.width / 3;
        let places = if beside { places.to_owned() } else { format!("\n       {}", places.trim_start()) };
        let taken = speaker.width() + 7 + if beside { places.width() } else { 0 };
        let room = self.style.width.saturating_sub(taken).max(20);
        let analysis = self.snapshot.analysis(said.told.article);
        let span = self.beginning(said);
        let excerpt = Excerpt::new(&analysis.text, span, Span::new(span.start, span.start), room);
        format!("     {speaker}{}{places}", excerpt.text())
    }

    /// What is said, from its cue on; "that" before it and "said" tell nothing.
    fn beginning(&self, said: &Said) -> Span {
        let analysis = self.snapshot.analysis(said.told.article);
        let mut span = said.told.span;
        for plain in ["said ", "says ", "told ", "that "] {
            if analysis.slice(span).starts_with(plain) && span.start + Span::of(0..plain.len()).end < span.end {
                span.start += Span::of(0..plain.len()).end;
            }
        }
        span
    }

    fn alone(&self, article: ArticleId, said: &[Said], out: &mut dyn Write) -> io::Result<()> {
        self.heading(&format!("only {}", self.handle(article)), out)?;
        let quoted = |one: &Said| self.snapshot.slice(one.place).contains(['“', '"']);
        let mut shown: Vec<&Said> = said.iter().collect();
        // Somebody's own words weigh most.
        shown.sort_by_key(|one| (!quoted(one), std::cmp::Reverse(one.place.span.len().min(120)), one.place));
        shown.truncate(ALONE);
        shown.sort_by_key(|one| one.place);
        for one in shown {
            writeln!(out, "{}", self.row(one, &format!("  {}", self.place(one.place))))?;
        }
        Self::more(said.len().saturating_sub(ALONE), out)
    }

    /// Who is heard, counted by who speaks in the end; and who is not.
    fn voices(&self, coverage: &Coverage, out: &mut dyn Write) -> io::Result<()> {
        let heard = voices(self.snapshot, &coverage.articles);
        let voice = |voice: &crate::ide::overview::Voice| {
            let article = |heard: &crate::ide::overview::Heard| {
                let through = voice.through.iter().find(|(other, _)| *other == heard.article);
                let through = through.map_or_else(String::new, |(_, outlet)| format!(" through {}", safe(outlet)));
                format!("{} ×{}{through}", self.handle(heard.article), heard.times)
            };
            let articles: Vec<String> = voice.statements.iter().map(article).collect();
            format!("{} ({})", safe(&voice.name), articles.join(", "))
        };
        if !heard.is_empty() {
            let rest = heard.len().saturating_sub(VOICES);
            let mut list: Vec<String> = heard.iter().take(VOICES).map(voice).collect();
            if rest > 0 {
                list.push(format!("and {rest} more"));
            }
            writeln!(out, "{}", self.style.wrap("   origins  ", &list.join("; ")))?;
        }
        let missing = unheard(self.snapshot, &coverage.articles);
        if !missing.is_empty() {
            let name =
                |one: &crate::ide::overview::Unheard| format!("{} (named {} times)", safe(&one.name), one.mentions);
            let list: Vec<String> = missing.iter().take(UNHEARD).map(name).collect();
            writeln!(out, "{}", self.style.wrap("   never quoted  ", &list.join("; ")))?;
        }
        Ok(())
    }

    /// Who is named in several of all articles and quoted in none.
    pub(super) fn never_quoted(&self, out: &mut dyn Write) -> io::Result<()> {
        if !(2..=super::SHORT).contains(&self.snapshot.coverages.len()) {
            return Ok(());
        }
        let all: Vec<ArticleId> = self.snapshot.ids().collect();
        let missing = unheard(self.snapshot, &all);
        let names = missing.iter().filter(|one| one.articles.len() >= EVERYWHERE).take(UNHEARD);
        let names: Vec<String> =
            names.map(|one| format!("{} (named in {} articles)", safe(&one.name), one.articles.len())).collect();
        if names.is_empty() {
            return Ok(());
        }
        writeln!(out, "\n{}", self.style.wrap("Not quoted in any article  ", &names.join("; ")))
    }
}
