//! How the `articles` of a `copydesk.toml` are written: where each entry and each value stands.
//!
//! TOML has five ways to write an entry. A change has to go in where and as the others are, and a file may have as many
//! entries as a workspace has articles, so that only spans are kept. They are those of the text, byte order mark
//! included. Only texts without errors are looked at.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::iter::Peekable;
use std::ops::Range;
use std::slice::Iter;

use toml_parser::Source;
use toml_parser::parser::{Event, EventKind};

use super::articles::{as_path, unescaped};
use crate::text::Span;

/// Where the entries of a text stand.
#[derive(Clone, Debug, Default)]
pub(super) struct Outline {
    /// How `articles` is written.
    pub(super) articles: Articles,
    /// The end of the last value of an entry that has lines of its own, or of the last header.
    pub(super) end: Option<usize>,
    entries: Vec<Entry>,
    /// The entry of each path, sorted by path.
    by_path: Vec<(Box<str>, usize)>,
}

/// How `articles` is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Articles {
    /// Not at all.
    #[default]
    Absent,
    /// `[articles]`, `[articles."a.txt"]`, and dotted where it is `articles."a.txt".role = …` above all tables.
    Table {
        /// True when nothing can go in behind it.
        dotted: bool,
    },
    /// `articles = { … }`
    Inline(Inline),
    /// Something to which no entry can be added.
    Other(Span),
}

/// `{ … }`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Inline {
    /// Behind the brace.
    pub(super) open: usize,
    /// The end of the last value.
    pub(super) last: Option<usize>,
}

/// What is said of one path or glob.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its key, where that is written first.
    pub(super) key: Span,
    /// How it is written.
    pub(super) form: Form,
    /// The values of [`KEYS`].
    values: [Option<Span>; KEYS.len()],
}

/// How an entry is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `[articles."a.txt"]` and lines below.
    Lines {
        /// The end of the last value, or of the header.
        end: usize,
        /// Where the last value begins.
        last: Option<usize>,
    },
    /// `[articles."a.txt".more]` alone: its own header is still to be written.
    Implied,
    /// `"a.txt".role = …`
    Dotted {
        /// The end of the last value.
        end: usize,
        /// Where the last key behind the first dot begins.
        last: usize,
    },
    /// `"a.txt" = { … }`
    Inline(Inline),
    /// `{ "a.txt".role = … }`
    DottedInline,
}

/// The keys of an entry.
const KEYS: [&str; 5] = ["published", "outlet", "title", "url", "role"];

impl Outline {
    /// From the events of a text without errors, `shift` bytes behind the beginning of the file.
    pub(super) fn new(source: Source<'_>, shift: usize, events: &[Event]) -> Self {
        let (outline, paths, names) = Default::default();
        let mut reader = Reader { events: events.iter().peekable(), source, shift, outline, paths, names };
        reader.read();
        let Reader { mut outline, paths, .. } = reader;
        outline.by_path = by_path(&outline.entries, paths);
        outline
    }

    /// The own entry of an article.
    pub(super) fn entry(&self, relative: &str) -> Option<&Entry> {
        let at = self.by_path.binary_search_by(|(path, _)| (**path).cmp(relative)).ok()?;
        self.entries.get(self.by_path.get(at)?.1)
    }
}

impl Entry {
    /// Where the value of a key stands.
    pub(super) fn value(&self, key: &str) -> Option<Span> {
        self.values[slot(key)?]
    }
}

/// What each entry speaks of, sorted. Of several entries of a path the last one wins, and one that is only implied never.
fn by_path(entries: &[Entry], paths: Vec<(Box<str>, usize)>) -> Vec<(Box<str>, usize)> {
    let escaped = paths.iter().filter_map(|(path, at)| Some((unescaped(path)?.into(), *at)));
    let escaped: Vec<_> = escaped.collect();
    let mut all = paths;
    all.extend(escaped);
    let rank = |at: usize| (entries[at].form != Form::Implied, entries[at].key.start);
    all.sort_unstable_by(|(a, one), (b, other)| a.cmp(b).then_with(|| rank(*other).cmp(&rank(*one))));
    all.dedup_by(|(a, _), (b, _)| a == b);
    all
}

fn slot(key: &str) -> Option<usize> {
    KEYS.iter().position(|known| *known == key)
}

/// A part of a key.
#[derive(Clone, Debug)]
struct Part<'t> {
    name: Cow<'t, str>,
    span: Range<usize>,
}

/// A key with its value.
type Item<'t> = (Vec<Part<'t>>, Value<'t>);

/// A value with its place; of a table in braces also what is in it.
enum Value<'t> {
    Plain(Range<usize>),
    Braces(Range<usize>, Vec<Item<'t>>),
}

impl Value<'_> {
    fn span(&self) -> Range<usize> {
        match self {
            Self::Plain(span) | Self::Braces(span, _) => span.clone(),
        }
    }
}

/// Below which header a line stands.
enum Header {
    /// Of the text as a whole.
    None,
    /// `[articles]`
    Articles,
    /// `[articles."a.txt"]`: the entry's number.
    Entry(usize),
    /// Another.
    Else,
}

struct Reader<'t, 'e> {
    events: Peekable<Iter<'e, Event>>,
    source: Source<'t>,
    shift: usize,
    outline: Outline,
    /// What the entries speak of.
    paths: Vec<(Box<str>, usize)>,
    /// The entries that are written in several places, by their keys as written.
    names: BTreeMap<Cow<'t, str>, usize>,
}

impl<'t> Reader<'t, '_> {
    fn read(&mut self) {
        let mut header = Header::None;
        let mut keys = Vec::new();
        while let Some(event) = self.events.next() {
            keys.clear();
            match event.kind() {
                EventKind::StdTableOpen | EventKind::ArrayTableOpen => {
                    self.key(&mut keys);
                    let close = self.events.next().unwrap_or(event);
                    let span = self.span(event).start..self.span(close).end;
                    header = self.header(&keys, span, event.kind() == EventKind::ArrayTableOpen);
                }
                EventKind::SimpleKey => {
                    keys.push(self.part(event));
                    self.key(&mut keys);
                    let value = self.value();
                    self.line(&header, &keys, &value);
                }
                _ => {}
            }
        }
    }

    /// The further parts of a key, up to what comes behind it and its white space.
    fn key(&mut self, parts: &mut Vec<Part<'t>>) {
        while let Some(event) = self.events.peek().copied() {
            match event.kind() {
                EventKind::SimpleKey => parts.push(self.part(event)),
                EventKind::KeySep | EventKind::Whitespace => {}
                _ => break,
            }
            self.events.next();
        }
    }

    fn part(&self, event: &Event) -> Part<'t> {
        let mut name = Cow::Borrowed("");
        if let Some(raw) = self.source.get(event) {
            raw.decode_key(&mut name, &mut ());
        }
        Part { name, span: self.span(event) }
    }

    fn span(&self, event: &Event) -> Range<usize> {
        event.span().start() + self.shift..event.span().end() + self.shift
    }

    /// The value behind a key; tables in braces may lie in each other as deep as the parser allows.
    fn value(&mut self) -> Value<'t> {
        let blank = |event: &&Event| matches!(event.kind(), EventKind::KeyValSep | EventKind::Whitespace);
        while self.events.next_if(blank).is_some() {}
        let Some(first) = self.events.next() else { return Value::Plain(0..0) };
        let mut span = self.span(first);
        match first.kind() {
            EventKind::ArrayOpen => {
                let mut depth = 1;
                while depth > 0
                    && let Some(event) = self.events.next()
                {
                    match event.kind() {
                        EventKind::ArrayOpen => depth += 1,
                        EventKind::ArrayClose => depth -= 1,
                        _ => {}
                    }
                    span.end = self.span(event).end;
                }
                Value::Plain(span)
            }
            EventKind::InlineTableOpen => {
                let mut items = Vec::new();
                while let Some(event) = self.events.next() {
                    match event.kind() {
                        EventKind::SimpleKey => {
                            let mut key = vec![self.part(event)];
                            self.key(&mut key);
                            items.push((key, self.value()));
                        }
                        EventKind::InlineTableClose => {
                            span.end = self.span(event).end;
                            break;
                        }
                        _ => {}
                    }
                }
                Value::Braces(span, items)
            }
            _ => Value::Plain(span),
        }
    }

    fn header(&mut self, keys: &[Part<'t>], span: Range<usize>, array: bool) -> Header {
        let Some(articles) = keys.first().filter(|first| first.name == "articles") else { return Header::Else };
        if array && keys.len() == 1 {
            self.outline.articles = Articles::Other(Span::of(span));
            return Header::Else;
        }
        if self.outline.articles == Articles::Absent {
            self.outline.articles = Articles::Table { dotted: false };
            self.ends(articles.span.end);
        }
        match keys {
            [_] => {
                self.ends(span.end);
                Header::Articles
            }
            [_, name] if !array => {
                self.ends(span.end);
                Header::Entry(self.entry(name, Form::Lines { end: span.end, last: None }))
            }
            [_, name, below @ ..] if !below.is_empty() => {
                self.ends(name.span.end);
                self.known_entry(name, Form::Implied);
                Header::Else
            }
            _ => Header::Else,
        }
    }

    /// `key = value`
    fn line(&mut self, header: &Header, keys: &[Part<'t>], value: &Value<'t>) {
        let end = value.span().end;
        let keys = match header {
            Header::Else => return,
            Header::Entry(at) => {
                if let Form::Lines { end: so_far, last } = &mut self.outline.entries[*at].form {
                    *so_far = end;
                    if keys.len() == 1 {
                        *last = Some(value.span().start);
                    }
                }
                self.ends(end);
                return self.fact(*at, keys, value);
            }
            Header::Articles => keys,
            Header::None => match keys {
                [articles] if articles.name == "articles" => return self.whole(value),
                [articles, keys @ ..] if articles.name == "articles" => {
                    self.outline.articles = Articles::Table { dotted: true };
                    keys
                }
                _ => return,
            },
        };
        self.ends(end);
        match keys {
            [name] => self.inline_entry(name, value),
            [name, keys @ ..] => {
                let last = keys.first().map_or(0, |key| key.span.start);
                let at = self.known_entry(name, Form::Implied);
                self.outline.entries[at].form = Form::Dotted { end, last };
                self.fact(at, keys, value);
            }
            [] => {}
        }
    }

    /// `keys = value` in an entry.
    fn fact(&mut self, entry: usize, keys: &[Part<'t>], value: &Value<'t>) {
        if let [key] = keys
            && let Some(slot) = slot(&key.name)
        {
            self.outline.entries[entry].values[slot] = Some(Span::of(value.span()));
        }
    }

    /// `articles = …`
    fn whole(&mut self, value: &Value<'t>) {
        match value {
            Value::Plain(span) => self.outline.articles = Articles::Other(Span::of(span.clone())),
            Value::Braces(_, items) => self.braces(value, items),
        }
    }

    /// `articles = { … }`
    fn braces(&mut self, value: &Value<'t>, items: &[Item<'t>]) {
        self.outline.articles = Articles::Inline(inline(value, items));
        for (keys, value) in items {
            match &keys[..] {
                [name] => self.inline_entry(name, value),
                [name, keys @ ..] => {
                    let at = self.known_entry(name, Form::DottedInline);
                    self.fact(at, keys, value);
                }
                [] => {}
            }
        }
    }

    /// `"a.txt" = { … }`
    fn inline_entry(&mut self, name: &Part<'t>, value: &Value<'t>) {
        let Value::Braces(_, items) = value else { return };
        let at = self.entry(name, Form::Inline(inline(value, items)));
        items.iter().for_each(|(keys, value)| self.fact(at, keys, value));
    }

    /// The entry of a key that may have come before, made where there is none yet.
    fn known_entry(&mut self, name: &Part<'t>, form: Form) -> usize {
        match self.names.get(&name.name) {
            Some(known) => *known,
            None => {
                let at = self.entry(name, form);
                self.names.insert(name.name.clone(), at);
                at
            }
        }
    }

    fn entry(&mut self, name: &Part<'t>, form: Form) -> usize {
        let at = self.outline.entries.len();
        self.outline.entries.push(Entry { key: Span::of(name.span.clone()), form, values: [None; KEYS.len()] });
        self.paths.push((as_path(&name.name).into(), at));
        at
    }

    fn ends(&mut self, at: usize) {
        self.outline.end = self.outline.end.max(Some(at));
    }
}

fn inline(value: &Value<'_>, items: &[Item<'_>]) -> Inline {
    Inline { open: value.span().start + 1, last: items.iter().map(|(_, value)| value.span().end).max() }
}
