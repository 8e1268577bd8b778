//! Changing a `copydesk.toml` for an article: the text as it is, the text as it should be, and nothing else touched.
//!
//! What is written goes into the entry of the article's own path, made when only a glob speaks of it. The file is
//! parsed with spans and changed by one splice, so that comments, order, line ends and a byte order mark stay as they
//! are. A text that is no TOML is never changed.

use jiff::civil::Date;
use toml_edit::{Document, InlineTable, Item, Key as TomlKey, Table, TableLike, Value};

use super::{Settings, is_exact};
use crate::analysis::{ArticleMeta, Role};
use crate::rules::Severity;
use crate::text::{LineIndex, Span};

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
    Role(Role),
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

/// Why a text was left as it is: one sentence that says where and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused(pub String);

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
            Self::Role(Role::Draft) => quoted("draft"),
            Self::Role(Role::Clipping) => quoted("clipping"),
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
    let (settings, problems) = Settings::parse(text);
    let source = Source::read(text)?;
    let value = source.value_of(relative, fact.key());
    if fact.holds(&settings.meta_for(relative)) {
        return Ok(Edit { change: None, value: value.unwrap_or_default() });
    }
    let written = fact.written();
    let change = match value {
        Some(span) => Change { span, with: written.clone() },
        None => source.add(relative, &format!("{} = {written}", fact.key()), false)?,
    };
    // Whatever stands in the file, what comes out says the fact and is no worse than before.
    let after = change.apply(text);
    let (settings, later) = Settings::parse(&after);
    if !fact.holds(&settings.meta_for(relative)) || later.len() > problems.len() {
        let (key, entry) = (fact.key(), key_of(relative));
        return Err(Refused(format!(
            "copydesk.toml was left as it is; write {key} = {written} below [articles.{entry}] yourself"
        )));
    }
    Ok(Edit { value: after_change(&change, &written), change: Some(change) })
}

/// Makes room for a fact that the user is to fill in: a commented line in the article's entry. What is there already,
/// a value or such a line, is only pointed out.
///
/// # Errors
/// As for [`set`].
pub fn prepare(text: &str, relative: &str, gap: Gap) -> Result<Edit, Refused> {
    let source = Source::read(text)?;
    let there = source.value_of(relative, gap.key()).or_else(|| source.prepared(relative, gap));
    let there = there.or_else(|| source.unlined(relative));
    if let Some(value) = there {
        return Ok(Edit { change: None, value });
    }
    let change = source.add(relative, &gap.line(), true)?;
    Ok(Edit { value: after_change(&change, gap.filler()), change: Some(change) })
}

/// Where `words` of a change stand in the text after.
fn after_change(change: &Change, words: &str) -> Span {
    let at = change.span.range().start + change.with.rfind(words).unwrap_or_default();
    Span::of(at..at + words.len())
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// The key of an article's own entry. A name that reads as a glob is escaped, so that it speaks of no other article.
fn key_of(relative: &str) -> String {
    let key = TomlKey::new(globset::escape(relative)).display_repr().into_owned();
    if key.starts_with(['"', '\'']) { key } else { format!("\"{key}\"") }
}

/// Said of an entry in one of the rarer ways to write TOML.
const STRANGE: &str = "copydesk.toml writes this article's entry in a way that cannot be added to; give it a table of \
    its own";

/// A text with its TOML.
struct Source<'t> {
    text: &'t str,
    /// The length of a byte order mark, which is no TOML: spans of the document do not count it.
    shift: usize,
    document: Document<&'t str>,
}

impl<'t> Source<'t> {
    fn read(text: &'t str) -> Result<Self, Refused> {
        let shift = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let document = Document::parse(&text[shift..]).map_err(|error| {
            let at = shift + error.span().unwrap_or_default().start;
            let reason = error.message().lines().map(str::trim).collect::<Vec<_>>().join(" ");
            mistake(text, at, &reason)
        })?;
        // What the reader of settings calls an error is one here as well.
        let (_, problems) = Settings::parse(text);
        match problems.iter().find(|problem| problem.severity == Severity::Error) {
            Some(problem) => Err(mistake(text, problem.span.range().start, &problem.message)),
            None => Ok(Self { text, shift, document }),
        }
    }

    fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::of(range.start + self.shift..range.end + self.shift)
    }

    fn articles(&self) -> Option<&Item> {
        self.document.get("articles")
    }

    /// The article's own entry; of several spellings the last, which wins.
    fn entry(&self, relative: &str) -> Option<(&TomlKey, &Item)> {
        let table = self.articles()?.as_table_like()?;
        let own = keyed(table).filter(|(key, item)| is_exact(&plain(key.get()), relative) && item.is_table_like());
        own.max_by_key(|(key, _)| key.span().unwrap_or_default().start)
    }

    /// Where the value of a key stands in the article's own entry.
    fn value_of(&self, relative: &str, key: &str) -> Option<Span> {
        let (_, entry) = self.entry(relative)?;
        Some(self.span(entry.as_table_like()?.get(key)?.span()?))
    }

    /// Where the line that [`prepare`] writes waits to be filled in.
    fn prepared(&self, relative: &str, gap: Gap) -> Option<Span> {
        let line = self.prepared_line(relative, &gap.line())?;
        let at = line.range().start + line.of_text(self.text).find(gap.filler())?;
        Some(Span::of(at..at + gap.filler().len()))
    }

    /// An entry that has no line of its own for a comment (`"a.txt" = { … }`, `"a.txt".role = …`): its key.
    fn unlined(&self, relative: &str) -> Option<Span> {
        let (key, entry) = self.entry(relative)?;
        let lined = entry.as_table().is_some_and(|table| !table.is_dotted());
        key.span().filter(|_| !lined).map(|span| self.span(span))
    }

    /// A line of the article's own table that is `wanted`, without its end.
    fn prepared_line(&self, relative: &str, wanted: &str) -> Option<Span> {
        let (key, entry) = self.entry(relative)?;
        let mut at = self.end_of_entry(key, entry.as_table()?);
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
        match self.entry(relative) {
            Some((key, Item::Table(table))) if table.is_dotted() => Ok(self.add_dotted(key, table, line)),
            // `[articles."a.txt".b]` alone: the entry's own header is still to be written.
            Some((_, Item::Table(table))) if table.is_implicit() => self.add_entry(relative, line, comment),
            Some((key, Item::Table(table))) => Ok(self.add_to_table(relative, key, table, line)),
            Some((_, Item::Value(Value::InlineTable(table)))) if !comment => self.add_inline(table, line),
            Some(_) => Err(Refused(STRANGE.to_owned())),
            None => self.add_entry(relative, line, comment),
        }
    }

    /// Behind the last line of a table, in the place of a line that waits for it.
    fn add_to_table(&self, relative: &str, key: &TomlKey, table: &Table, line: &str) -> Change {
        let waiting = [Gap::Published, Gap::Outlet].into_iter().filter(|gap| line.starts_with(gap.key()));
        if let Some(span) = waiting.filter_map(|gap| self.prepared_line(relative, &gap.line())).next() {
            return Change { span, with: line.to_owned() };
        }
        let last = table.iter().filter_map(|(_, item)| item.span()).map(|span| span.start).max();
        let indent = last.map_or("", |last| self.indent(last + self.shift));
        self.insert_line(self.end_of_entry(key, table), &format!("{indent}{line}"))
    }

    /// `"a.txt".outlet = "X"`: another line like it.
    fn add_dotted(&self, key: &TomlKey, table: &Table, line: &str) -> Change {
        let last = keyed(table).max_by_key(|(key, _)| key.span().unwrap_or_default().start);
        let leaf = last.and_then(|(key, _)| key.span()).unwrap_or_default().start + self.shift;
        let before = &self.text[self.line_start(leaf)..leaf];
        self.insert_line(self.end_of_entry(key, table), &format!("{before}{line}"))
    }

    /// `{ outlet = "X" }`.
    fn add_inline(&self, table: &InlineTable, line: &str) -> Result<Change, Refused> {
        if table.is_dotted() {
            return Err(Refused(STRANGE.to_owned()));
        }
        let last = table.iter().filter_map(|(_, value)| value.span()).map(|span| span.end).max();
        let open = table.span().unwrap_or_default().start + 1;
        let (at, with) = match last {
            Some(end) => (end, format!(", {line}")),
            None => (open, format!(" {line} ")),
        };
        Ok(Change { span: self.span(at..at), with })
    }

    /// A new entry: behind the others, else at the end of the file.
    fn add_entry(&self, relative: &str, line: &str, comment: bool) -> Result<Change, Refused> {
        let eol = self.eol();
        let header = format!("[articles.{}]{eol}{line}", key_of(relative));
        match self.articles() {
            None => Ok(self.insert_block(self.text.len(), &header)),
            Some(Item::Table(table)) => {
                let entries = keyed(table).chain(self.document.get_key_value("articles"));
                let ends = entries.filter_map(|(key, item)| Some(self.end_of_entry(key, item.as_table()?)));
                let end = ends.max().filter(|_| !table.is_dotted()).map(|end| self.behind_comments(end));
                Ok(self.insert_block(end.unwrap_or(self.text.len()), &header))
            }
            Some(Item::Value(Value::InlineTable(table))) if !comment => {
                self.add_inline(table, &format!("{} = {{ {line} }}", key_of(relative)))
            }
            Some(item) => {
                let number = self.line_number(self.span(item.span().unwrap_or_default()).range().start);
                let message = "no entry can be added to; write [articles.\"name.txt\"] instead";
                Err(Refused(format!("copydesk.toml has articles in line {number} that {message}")))
            }
        }
    }

    /// Where the line behind the last value of an entry begins, or behind its header.
    fn end_of_entry(&self, key: &TomlKey, table: &Table) -> usize {
        let header = table.span().or_else(|| key.span()).map(|span| span.end);
        let end = header.max(last_value(table)).unwrap_or_default();
        self.next_line(end + self.shift)
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

    fn line_number(&self, at: usize) -> u32 {
        line_number(self.text, at)
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

/// The end of the last value below a table's own header.
fn last_value(table: &Table) -> Option<usize> {
    let ends = table.iter().filter_map(|(_, item)| match item {
        Item::Table(inner) if inner.is_dotted() => last_value(inner),
        Item::Value(value) => value.span().map(|span| span.end),
        _ => None,
    });
    ends.max()
}

/// The keys of a table, with their places.
fn keyed(table: &dyn TableLike) -> impl Iterator<Item = (&TomlKey, &Item)> {
    table.iter().filter_map(|(key, _)| table.get_key_value(key))
}

/// A key of `articles` as [`Settings::meta_for`] compares it.
fn plain(key: &str) -> String {
    let key = key.replace('\\', "/");
    key.strip_prefix("./").unwrap_or(&key).to_owned()
}

fn line_number(text: &str, at: usize) -> u32 {
    LineIndex::new(text).line_of(Span::of(0..at).end) + 1
}

fn mistake(text: &str, at: usize, reason: &str) -> Refused {
    let number = line_number(text, at);
    Refused(format!("copydesk.toml has a mistake in line {number} ({reason}); mend it first"))
}

#[cfg(test)]
mod tests;
