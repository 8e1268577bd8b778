//! Changing a `copydesk.toml` for an article: the text as it is, the text as it should be, and nothing else touched.
//!
//! What is written goes into the entry of the article's own path, made when only a glob speaks of it. The outline of the
//! file says where everything stands, and it is changed by one splice, so that comments, order, line ends and a byte order mark stay as they
//! are. A text that is no TOML is never changed.

use std::path::Path;

use jiff::civil::Date;
use toml_writer::{ToTomlKey, ToTomlValue, TomlKeyBuilder, TomlStringBuilder};

#[cfg(test)]
use super::Settings;
use super::content::FILE_NAME;
use super::index::SettingsFile;
use super::outline::{Articles, Entry, Form, Inline, Outline};
use super::refused::Refused;
use crate::analysis::{ArticleMeta, ArticleRole};
use crate::text::{LineIndex, Span, escaped};

/// What can be said of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// The day on which it appeared.
    Published(Date),
    /// Who published it.
    Outlet(String),
    /// Its title.
    Title(String),
    /// Where it was published.
    Url(String),
    /// Draft or clipping.
    Role(ArticleRole),
}

/// What can be left open, for the user to fill in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// The day on which it appeared.
    Published,
    /// Who published it.
    Outlet,
}

/// One splice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What is replaced, in bytes of the text before.
    pub span: Span,
    /// By what.
    pub with: String,
}

/// What is to be done to a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// `None` when the text says it already.
    pub change: Option<Change>,
    /// The value, in bytes of the text after.
    pub value: Span,
}

impl Fact {
    /// The key in `copydesk.toml`.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Published(_) => "published",
            Self::Outlet(_) => "outlet",
            Self::Title(_) => "title",
            Self::Url(_) => "url",
            Self::Role(_) => "role",
        }
    }

    /// The value in TOML.
    pub fn written(&self) -> String {
        match self {
            // TOML has dates of its own.
            Self::Published(date) => date.to_string(),
            Self::Outlet(text) | Self::Title(text) | Self::Url(text) => quoted(text),
            Self::Role(ArticleRole::Draft) => quoted("draft"),
            Self::Role(ArticleRole::Clipping) => quoted("clipping"),
        }
    }

    /// True when this is what settings say already.
    fn holds(&self, meta: &ArticleMeta) -> bool {
        match self {
            Self::Published(date) => meta.published == Some(*date),
            Self::Outlet(text) => meta.outlet.as_ref() == Some(text),
            Self::Title(text) => meta.title.as_ref() == Some(text),
            Self::Url(text) => meta.url.as_ref() == Some(text),
            Self::Role(role) => meta.role == *role,
        }
    }
}

impl Gap {
    /// The key in `copydesk.toml`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Outlet => "outlet",
        }
    }

    /// What stands where the value belongs.
    fn filler(self) -> &'static str {
        match self {
            Self::Published => "YYYY-MM-DD",
            Self::Outlet => "Name of the outlet",
        }
    }

    /// The line to fill in: a comment, so that the file stays right until it is.
    fn line(self) -> String {
        let filler = match self {
            Self::Published => self.filler().to_owned(),
            Self::Outlet => quoted(self.filler()),
        };
        format!("# {} = {filler}  # fill in, then remove the first #", self.key())
    }
}

impl Change {
    /// The text after.
    pub fn apply(&self, text: &str) -> String {
        let range = self.span.range();
        [&text[..range.start], &self.with, &text[range.end..]].concat()
    }
}

impl Edit {
    /// The text after.
    pub fn apply(&self, text: &str) -> String {
        self.change.as_ref().map_or_else(|| text.to_owned(), |change| change.apply(text))
    }
}

/// Says a fact of the article at `relative`, a path relative to the file.
///
/// # Errors
/// When the text is no TOML, or says `articles` in a way that no entry can be added to.
pub fn set(text: &str, relative: &str, fact: &Fact) -> Result<Edit, Refused> {
    set_in(&SettingsFile::parse(Path::new(FILE_NAME), text), relative, fact).map(|(edit, _)| edit)
}

/// Makes room for a fact that the user is to fill in: a commented line in the article's entry. What is there already,
/// a value or such a line, is only pointed out.
///
/// # Errors
/// As for [`set`].
pub fn prepare(text: &str, relative: &str, gap: Gap) -> Result<Edit, Refused> {
    prepare_in(&SettingsFile::parse(Path::new(FILE_NAME), text), relative, gap).map(|(edit, _)| edit)
}

/// [`set`] in a file that was read, with the file as it is afterwards.
pub(super) fn set_in(file: &SettingsFile, relative: &str, fact: &Fact) -> Result<(Edit, SettingsFile), Refused> {
    let source = Source::of(file)?;
    let value = source.value_of(relative, fact.key());
    if fact.holds(&file.settings.meta_for(relative)) {
        return Ok((Edit { change: None, value: value.unwrap_or_default() }, file.clone()));
    }
    let written = fact.written();
    let change = match value {
        Some(span) => Change { span, with: written.clone() },
        None => source.add(relative, &format!("{} = {written}", fact.key()), false)?,
    };
    // Whatever stands in the file, what comes out says the fact and is no worse than before.
    let after = SettingsFile::parse(&file.path, &change.apply(&file.text));
    if !fact.holds(&after.settings.meta_for(relative)) || after.mistakes > file.mistakes {
        let (key, entry) = (fact.key(), escaped_key(relative));
        return Err(Refused(format!(
            "copydesk.toml was left as it is; write {key} = {} below [articles.{entry}] yourself",
            escaped(&written)
        )));
    }
    Ok((Edit { value: after_change(&change, &written), change: Some(change) }, after))
}

/// [`prepare`] in a file that was read, with the file as it is afterwards.
pub(super) fn prepare_in(file: &SettingsFile, relative: &str, gap: Gap) -> Result<(Edit, SettingsFile), Refused> {
    let source = Source::of(file)?;
    if let Some(value) = source.is_prepared(relative, gap) {
        return Ok((Edit { change: None, value }, file.clone()));
    }
    let change = source.add(relative, &gap.line(), true)?;
    let after = SettingsFile::parse(&file.path, &change.apply(&file.text));
    Ok((Edit { value: after_change(&change, gap.filler()), change: Some(change) }, after))
}

/// Whether anything can be said of the article at `relative`, without working out how: for a menu.
///
/// # Errors
/// As for [`set`].
pub fn can_add(file: &SettingsFile, relative: &str) -> Result<(), Refused> {
    let source = Source::of(file)?;
    match source.is_prepared(relative, Gap::Published) {
        Some(_) => Ok(()),
        None => source.add(relative, "", true).map(drop),
    }
}

/// Where `words` of a change stand in the text after.
fn after_change(change: &Change, words: &str) -> Span {
    let at = change.span.range().start + change.with.rfind(words).unwrap_or_default();
    Span::of(at..at + words.len())
}

fn quoted(text: &str) -> String {
    TomlStringBuilder::new(text).as_default().to_toml_value()
}

/// The key of an article's own entry. A name that reads as a glob is escaped, so that it speaks of no other article.
fn key_of(relative: &str) -> String {
    let key = TomlKeyBuilder::new(&globset::escape(relative)).as_default().to_toml_key();
    if key.starts_with(['"', '\'']) { key } else { format!("\"{key}\"") }
}

/// The same for people.
fn escaped_key(relative: &str) -> String {
    escaped(&key_of(relative)).into_owned()
}

/// Said of an entry in one of the rarer ways to write TOML.
const STRANGE: &str = "copydesk.toml writes this article's entry in a way that cannot be added to; give it a table of \
    its own";

/// A text with where its entries stand.
struct Source<'t> {
    text: &'t str,
    /// The length of a byte order mark, which is no TOML.
    shift: usize,
    outline: &'t Outline,
}

impl<'t> Source<'t> {
    fn of(file: &'t SettingsFile) -> Result<Self, Refused> {
        let shift = if file.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        Ok(Self { text: &file.text, shift, outline: file.outline()? })
    }

    /// Where the value of a key stands in the article's own entry.
    fn value_of(&self, relative: &str, key: &str) -> Option<Span> {
        self.outline.entry(relative)?.value(key)
    }

    /// Where a fact stands, or is to be filled in.
    fn is_prepared(&self, relative: &str, gap: Gap) -> Option<Span> {
        let there = self.value_of(relative, gap.key()).or_else(|| self.prepared(relative, gap));
        there.or_else(|| self.unlined(relative))
    }

    /// Where the line that [`prepare`] writes waits to be filled in.
    fn prepared(&self, relative: &str, gap: Gap) -> Option<Span> {
        let line = self.prepared_line(self.outline.entry(relative)?, &gap.line())?;
        let at = line.range().start + line.of_text(self.text).find(gap.filler())?;
        Some(Span::of(at..at + gap.filler().len()))
    }

    /// An entry that has no line of its own for a comment (`"a.txt" = { … }`, `"a.txt".role = …`): its key.
    fn unlined(&self, relative: &str) -> Option<Span> {
        let entry = self.outline.entry(relative)?;
        let lined = matches!(entry.form, Form::Lines { .. } | Form::Implied);
        Some(entry.key).filter(|_| !lined)
    }

    /// A line of an entry that is `wanted`, without its end.
    fn prepared_line(&self, entry: &Entry, wanted: &str) -> Option<Span> {
        let end = match entry.form {
            Form::Lines { end, .. } => end,
            Form::Implied => entry.key.range().end,
            _ => return None,
        };
        let mut at = self.next_line(end);
        while let Some(line) = self.line_from(at) {
            let words = line.of_text(self.text).trim();
            if words.starts_with('[') {
                return None;
            }
            if words == wanted {
                return Some(line);
            }
            at = self.next_line(line.range().end);
        }
        None
    }

    /// The change that puts `line` (`key = value`, or a comment) into the article's own entry.
    fn add(&self, relative: &str, line: &str, comment: bool) -> Result<Change, Refused> {
        let Some(entry) = self.outline.entry(relative) else { return self.add_entry(relative, line, comment) };
        match entry.form {
            Form::Lines { end, last } => Ok(self.add_line(entry, line, end, last)),
            Form::Implied => self.add_entry(relative, line, comment),
            // Another line like the last.
            Form::Dotted { end, last } => {
                let before = &self.text[self.line_start(last)..last];
                Ok(self.insert_line(self.next_line(end), &format!("{before}{line}")))
            }
            Form::Inline(braces) if !comment => Ok(Self::add_inline(braces, line)),
            Form::Inline(_) | Form::DottedInline => Err(Refused(STRANGE.to_owned())),
        }
    }

    /// Behind the last line of an entry, in the place of a line that waits for it.
    fn add_line(&self, entry: &Entry, line: &str, end: usize, last: Option<usize>) -> Change {
        let waiting = [Gap::Published, Gap::Outlet].into_iter().filter(|gap| line.starts_with(gap.key()));
        if let Some(span) = waiting.filter_map(|gap| self.prepared_line(entry, &gap.line())).next() {
            return Change { span, with: line.to_owned() };
        }
        let indent = last.map_or("", |last| self.indent(last));
        self.insert_line(self.next_line(end), &format!("{indent}{line}"))
    }

    /// `{ outlet = "X" }`.
    fn add_inline(braces: Inline, line: &str) -> Change {
        let (at, with) = match braces.last {
            Some(end) => (end, format!(", {line}")),
            None => (braces.open, format!(" {line} ")),
        };
        Change { span: Span::of(at..at), with }
    }

    /// A new entry: behind the others, else at the end of the file.
    fn add_entry(&self, relative: &str, line: &str, comment: bool) -> Result<Change, Refused> {
        let header = format!("[articles.{}]{}{line}", key_of(relative), self.eol());
        match self.outline.articles {
            Articles::Table { dotted: false } => {
                let end = self.outline.end.map(|end| self.behind_comments(self.next_line(end)));
                Ok(self.insert_block(end.unwrap_or(self.text.len()), &header))
            }
            Articles::Absent | Articles::Table { .. } => Ok(self.insert_block(self.text.len(), &header)),
            Articles::Inline(braces) if !comment => {
                Ok(Self::add_inline(braces, &format!("{} = {{ {line} }}", key_of(relative))))
            }
            Articles::Inline(Inline { open: at, .. }) => Err(self.unfit(at)),
            Articles::Other(span) => Err(self.unfit(span.range().start)),
        }
    }

    fn unfit(&self, at: usize) -> Refused {
        let number = LineIndex::new(self.text).line_of(Span::of(0..at).end) + 1;
        let message = "no entry can be added to; write [articles.\"name.txt\"] instead";
        Refused(format!("copydesk.toml has articles in line {number} that {message}"))
    }

    /// Past the comments that follow an entry, unless they stand above the next one: then only past ours.
    fn behind_comments(&self, end: usize) -> usize {
        let mut ours = end;
        let mut at = end;
        while let Some(line) = self.line_from(at) {
            let words = line.of_text(self.text).trim();
            if words.starts_with('[') {
                return ours;
            }
            if !words.starts_with('#') {
                break;
            }
            at = self.next_line(line.range().end);
            if [Gap::Published, Gap::Outlet].iter().any(|gap| words == gap.line()) {
                ours = at;
            }
        }
        at
    }

    /// The line that begins at `at`, without its end; `None` at the end of the text.
    fn line_from(&self, at: usize) -> Option<Span> {
        let rest = self.text.get(at..).filter(|rest| !rest.is_empty())?;
        let line = rest.lines().next().unwrap_or_default();
        Some(Span::of(at..at + line.len()))
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(self.shift, |found| found + 1)
    }

    fn next_line(&self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |found| at + found + 1)
    }

    fn indent(&self, at: usize) -> &str {
        let line = &self.text[self.line_start(at)..at];
        &line[..line.len() - line.trim_start().len()]
    }

    /// How lines end here.
    fn eol(&self) -> &'static str {
        if self.text.lines().next().is_some_and(|first| self.text[first.len()..].starts_with("\r\n")) {
            "\r\n"
        } else {
            "\n"
        }
    }

    fn insert_line(&self, at: usize, line: &str) -> Change {
        let eol = self.eol();
        let with = if self.ends_open(at) { format!("{eol}{line}") } else { format!("{line}{eol}") };
        Change { span: Span::of(at..at), with }
    }

    /// Lines with an empty one before them, and one behind them where more follows.
    fn insert_block(&self, at: usize, block: &str) -> Change {
        let eol = self.eol();
        let before = &self.text[self.shift..at];
        let mut with = String::new();
        if self.ends_open(at) {
            with += eol;
        }
        let blank = before.is_empty() || before.lines().last().is_some_and(|line| line.trim().is_empty());
        if !blank {
            with += eol;
        }
        with += block;
        with += eol;
        let more = self.text[at..].lines().next();
        if more.is_some_and(|next| !next.trim().is_empty()) {
            with += eol;
        }
        Change { span: Span::of(at..at), with }
    }

    /// True when the text before `at` lacks the end of its last line.
    fn ends_open(&self, at: usize) -> bool {
        at > self.shift && !self.text[..at].ends_with('\n')
    }
}

#[cfg(test)]
mod tests;
