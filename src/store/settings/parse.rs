//! The text of a `copydesk.toml` becomes [`Settings`], mistake by mistake.

use std::cell::Cell;
use std::sync::Arc;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml_parser::parser::{Event, RecursionGuard};

use super::articles::{self, Articles, Entry};
use super::content::{DEEPEST, DEFAULT_MAX_FILE_SIZE, Settings, SettingsProblem};
use super::outline::Outline;
use super::values::{YEARS, is_of_our_times, parse_address, parse_name};
use crate::analysis::ArticleRole;
use crate::knowledge::aliases::distance;
use crate::rules::{RULES, Severity};
use crate::store::file::bytes_for_people;
use crate::text::{LineIndex, Span, escaped, grouped};

/// Codes that a `[rules]` table may name although no rule of this version has them: the whole catalogue.
const CATALOGUE: &[&str] = &[
    "accusation-without-reply",
    "agentless-belief",
    "anonymous-opinion",
    "anonymous-source",
    "appearance-as-fact",
    "bare-source",
    "blame-without-accuser",
    "boilerplate",
    "causal-or-superlative",
    "coverage-conflict",
    "edited-quote",
    "expected-by-whom",
    "fragment-quote",
    "hearsay",
    "hearsay-chain",
    "late-speaker",
    "loaded-verb",
    "mind-reading",
    "name-variant",
    "number-without-source",
    "orphan-quote",
    "orphaned-annotation",
    "plural-voice-quote",
    "quote-variant",
    "second-hand",
    "single-source-story",
    "unattributed-claim",
    "unbalanced-quote",
    "undatable-time",
    "vague-collective",
];

/// The largest limit that may be set: offsets inside are 32 bits.
const LARGEST_FILE: u64 = 1 << 30;

type Value<'t> = Spanned<DeValue<'t>>;

/// So many problems are told; nobody reads more at a time.
const TOLD: usize = 100;
/// A text with more errors of syntax is not read any further.
const HOPELESS: usize = 20_000;
/// A text of more words and signs is not read: each takes memory.
const LONGEST: usize = 5_000_000;
/// So many globs are matched, with so many bytes together: each costs time for every article.
const GLOBS: usize = 1000;
const GLOB_BYTES: usize = 64 << 10;

/// Collects problems while it reads.
#[derive(Default)]
struct Reader {
    /// The first of the errors and of the rest.
    told: [Vec<SettingsProblem>; 2],
    /// How many there are of each.
    counted: [usize; 2],
    /// Where TOML itself is broken, sorted.
    broken: Vec<Span>,
    /// How many globs there are, and how long they are together.
    globs: usize,
    glob_bytes: usize,
}

/// What came of a text.
pub(super) struct Parsed {
    /// What could be understood.
    pub(super) settings: Settings,
    /// What is wrong, by place: as much as anybody reads, and the number of the rest.
    pub(super) problems: Vec<SettingsProblem>,
    /// How much is wrong.
    pub(super) mistakes: usize,
    /// Where its entries stand, as long as it is TOML.
    pub(super) outline: Outline,
}

impl Settings {
    /// Reads the text of a `copydesk.toml`. Never fails: what is wrong is a problem, the rest counts. Of many problems
    /// the first are given, with the number of the rest.
    pub fn parse(text: &str) -> (Self, Vec<SettingsProblem>) {
        let parsed = parse(text);
        (parsed.settings, parsed.problems)
    }
}

/// See [`Settings::parse`].
pub(super) fn parse(text: &str) -> Parsed {
    // A byte order mark is no TOML, and spans count it.
    let shift = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let toml = &text[shift..];
    let mut reader = Reader::default();
    let mut settings = Settings::default();
    let outline = reader.survey(toml, shift);
    if outline.is_some() {
        let (table, errors) = DeTable::parse_recoverable(toml);
        reader.take_errors(errors);
        settings = reader.settings(table.get_ref());
    }
    let mistakes = reader.counted.iter().sum();
    Parsed { settings, problems: reader.problems(toml, shift), mistakes, outline: outline.unwrap_or_default() }
}

impl Reader {
    /// Where the entries stand; `None` for a text that would cost too much memory, since every word and every error takes
    /// some: nothing of it counts.
    fn survey(&mut self, toml: &str, shift: usize) -> Option<Outline> {
        let source = toml_parser::Source::new(toml);
        let tokens: Vec<_> = source.lex().take(LONGEST + 1).collect();
        if tokens.len() > LONGEST {
            self.report(0..0, Severity::Error, || {
                "more words and signs than Copydesk reads; make it shorter".to_owned()
            });
            return None;
        }
        let mut found = Self::default();
        let mut events = Vec::new();
        let broken = Cell::new(false);
        let mut sink = |error: toml_parser::ParseError| {
            broken.set(true);
            let span = error.unexpected().map_or(0..0, |span| span.start()..span.end());
            found.report(span, Severity::Error, || escaped(error.description()).into_owned());
        };
        // Nobody asks where things stand in a text that is no TOML.
        let mut take = |event: Event| {
            if !broken.get() {
                events.push(event);
            }
        };
        toml_parser::parser::parse_document(&tokens, &mut RecursionGuard::new(&mut take, DEEPEST), &mut sink);
        if found.counted[0] > HOPELESS {
            *self = found;
            return None;
        }
        Some(if broken.get() { Outline::default() } else { Outline::new(source, shift, &events) })
    }

    /// What TOML has said of a place is said once.
    fn take_errors(&mut self, mut errors: Vec<toml::de::Error>) {
        let span = |error: &toml::de::Error| Span::of(error.span().unwrap_or_default());
        errors.sort_by_key(span);
        errors.dedup_by_key(|error| span(error));
        for error in &errors {
            let span = error.span().unwrap_or_default();
            self.report(span, Severity::Error, || escaped(&one_line(error.message())).into_owned());
        }
        self.broken = errors.iter().map(span).collect();
    }

    fn report(&mut self, span: std::ops::Range<usize>, severity: Severity, message: impl FnOnce() -> String) {
        let kind = usize::from(severity != Severity::Error);
        self.counted[kind] += 1;
        if self.told[kind].len() < TOLD {
            self.told[kind].push(SettingsProblem { span: Span::of(span), message: message(), severity });
        }
    }

    fn warn(&mut self, span: std::ops::Range<usize>, message: impl FnOnce() -> String) {
        // What TOML has said of a value need not be said again.
        if self.broken.binary_search(&Span::of(span.clone())).is_err() {
            self.report(span, Severity::Warning, message);
        }
    }

    /// What is told, by place: errors before the rest, and the number of what is not.
    fn problems(self, toml: &str, shift: usize) -> Vec<SettingsProblem> {
        let [errors, rest] = self.told;
        let mut told: Vec<SettingsProblem> = errors.into_iter().chain(rest).take(TOLD).collect();
        let lines = LineIndex::new(if told.is_empty() { "" } else { toml });
        for problem in &mut told {
            // An error between two characters can be seen as its line.
            if problem.severity == Severity::Error && problem.span.is_empty() {
                problem.span = lines.line_span(toml, lines.line_of(problem.span.start));
            }
            let at = |offset: u32| offset as usize + shift;
            problem.span = Span::of(at(problem.span.start)..at(problem.span.end));
        }
        told.sort_by_key(|problem| problem.span);
        let [errors, all] = [self.counted[0], self.counted.iter().sum()];
        if let (Some(last), Some(more @ 1..)) = (told.last(), all.checked_sub(TOLD)) {
            let message = format!("and {} more mistakes; mend these first", grouped(more));
            let severity = if errors > TOLD { Severity::Error } else { Severity::Warning };
            told.push(SettingsProblem { span: last.span, message, severity });
        }
        told
    }

    fn unknown_key(&mut self, key: &Spanned<std::borrow::Cow<'_, str>>, known: &[&str]) {
        let name = key.get_ref();
        self.warn(key.span(), || {
            let hint = match nearest(name, known) {
                Some(near) => format!("did you mean {near}?"),
                None => format!("known here: {}", known.join(", ")),
            };
            format!("unknown key {}; {hint}", escaped(name))
        });
    }

    fn settings(&mut self, table: &DeTable<'_>) -> Settings {
        let mut settings = Settings::default();
        for (key, value) in in_order(table) {
            match key.get_ref().as_ref() {
                "include" => (settings.include, settings.include_patterns) = self.include(value),
                "articles" => settings.articles = Arc::new(self.articles(value)),
                "rules" => self.rules(value, &mut settings),
                "max_file_size" => settings.max_file_size = self.file_size(value),
                _ => self.unknown_key(key, &["include", "articles", "rules", "max_file_size"]),
            }
        }
        settings
    }

    fn include(&mut self, value: &Value<'_>) -> (GlobSet, Vec<String>) {
        let mut set = GlobSetBuilder::new();
        let mut patterns = Vec::new();
        let Some(list) = value.get_ref().as_array() else {
            self.warn(value.span(), || "include is a list of globs: include = [\"**/*.md\"]".to_owned());
            return (GlobSet::empty(), patterns);
        };
        for item in list.iter() {
            if let Some(pattern) = self.string(item, "a glob, \"**/*.md\"")
                && let Some(glob) = self.glob(&pattern, item.span())
            {
                patterns.push(glob.glob().to_owned());
                set.add(glob);
            }
        }
        (self.set(&set, value.span()), patterns)
    }

    fn glob(&mut self, pattern: &str, span: std::ops::Range<usize>) -> Option<globset::Glob> {
        let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
        let glob = GlobBuilder::new(pattern).literal_separator(true).backslash_escape(true).build();
        self.counted_glob(glob, pattern, span, "not a glob")
    }

    /// A glob while there are not too many; `wrong` begins what is said of one that is none.
    fn counted_glob(
        &mut self,
        glob: Result<globset::Glob, globset::Error>,
        pattern: &str,
        span: std::ops::Range<usize>,
        wrong: &str,
    ) -> Option<globset::Glob> {
        match glob {
            Err(error) => self.warn(span, || format!("{wrong}: {}", error.kind())),
            Ok(_) if self.globs >= GLOBS || self.glob_bytes + pattern.len() > GLOB_BYTES => self.warn(span, || {
                let (globs, size) = (grouped(GLOBS), bytes_for_people(GLOB_BYTES as u64));
                format!("more than {globs} globs, or than {size} of them, and left out; write file names instead")
            }),
            Ok(glob) => {
                self.globs += 1;
                self.glob_bytes += pattern.len();
                return Some(glob);
            }
        }
        None
    }

    fn set(&mut self, globs: &GlobSetBuilder, span: std::ops::Range<usize>) -> GlobSet {
        globs.build().unwrap_or_else(|_| {
            self.warn(span, || "these globs are too much together and left out; write fewer".to_owned());
            GlobSet::empty()
        })
    }

    fn string(&mut self, value: &Value<'_>, what: &str) -> Option<String> {
        let text = value.get_ref().as_str().map(str::to_owned);
        if text.is_none() {
            self.warn(value.span(), || format!("expected {what}, found {}", value.get_ref().type_str()));
        }
        text
    }

    fn articles(&mut self, value: &Value<'_>) -> Articles {
        let mut articles = Articles::default();
        let Some(table) = value.get_ref().as_table() else {
            self.warn(value.span(), || "articles are tables: [articles.\"name.txt\"]".to_owned());
            return articles;
        };
        let (mut globs, mut of_glob) = (GlobSetBuilder::new(), Vec::new());
        for (key, value) in in_order(table) {
            let Some(table) = value.get_ref().as_table() else {
                // `[articles.a.txt]` is two tables, since the name was not quoted.
                self.unquoted(value.span(), key.get_ref());
                continue;
            };
            let pattern = &*articles::as_path(key.get_ref());
            let entry = articles.push(pattern, self.article(pattern, table));
            // A name with brackets that is no glob is still an exact name.
            if articles::is_glob(pattern) {
                let glob = GlobBuilder::new(pattern).literal_separator(true).build();
                if let Some(glob) = self.counted_glob(glob, pattern, key.span(), "not a glob, taken as an exact path") {
                    globs.add(glob);
                    of_glob.push(entry);
                }
            }
        }
        articles.finish(self.set(&globs, value.span()), of_glob);
        articles
    }

    fn unquoted(&mut self, span: std::ops::Range<usize>, name: &str) {
        self.warn(span, || format!("put the file name in quotation marks: [articles.\"{}\"]", escaped(name)));
    }

    fn article(&mut self, pattern: &str, table: &DeTable<'_>) -> Entry {
        let mut entry = Entry::default();
        for (key, value) in in_order(table) {
            match key.get_ref().as_ref() {
                "published" => entry.published = self.day(value),
                "outlet" => entry.outlet = self.name(value, "the outlet's name", parse_name),
                "title" => entry.title = self.name(value, "the article's title", parse_name),
                "url" => entry.url = self.name(value, "an address", parse_address),
                "role" => entry.role = self.role(value),
                _ if value.get_ref().is_table() => self.unquoted(key.span(), &format!("{pattern}.{}", key.get_ref())),
                _ => self.unknown_key(key, &["published", "outlet", "title", "url", "role"]),
            }
        }
        entry
    }

    /// A string as commands take it; white space around it does not count.
    fn name(&mut self, value: &Value<'_>, what: &str, parse: fn(&str) -> Result<String, String>) -> Option<String> {
        let text = self.string(value, what)?;
        if text.trim().is_empty() {
            self.warn(value.span(), || format!("empty; write {what} or leave the line out"));
            return None;
        }
        parse(&text).map_err(|why| self.warn(value.span(), || why)).ok()
    }

    fn day(&mut self, value: &Value<'_>) -> Option<Date> {
        let day = match value.get_ref() {
            DeValue::Datetime(moment) => moment.date.and_then(|date| {
                let part = |n: u8| i8::try_from(n).ok();
                Date::new(i16::try_from(date.year).ok()?, part(date.month)?, part(date.day)?).ok()
            }),
            DeValue::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        if day.is_none() {
            self.warn(value.span(), || "not a day; write published = 2016-04-18".to_owned());
        }
        let ours = day.filter(|day| is_of_our_times(*day));
        if day.is_some() && ours.is_none() {
            let (first, last) = (YEARS.start(), YEARS.end());
            self.warn(value.span(), || format!("out of range: years from {first} to {last} are taken"));
        }
        ours
    }

    fn role(&mut self, value: &Value<'_>) -> Option<ArticleRole> {
        match value.get_ref().as_str() {
            Some("draft") => Some(ArticleRole::Draft),
            Some("clipping") => Some(ArticleRole::Clipping),
            _ => {
                self.warn(value.span(), || "a role is \"draft\" or \"clipping\"".to_owned());
                None
            }
        }
    }

    fn rules(&mut self, value: &Value<'_>, settings: &mut Settings) {
        let Some(table) = value.get_ref().as_table() else {
            self.warn(value.span(), || "rules is a table: [rules]".to_owned());
            return;
        };
        for (key, value) in in_order(table) {
            let code = key.get_ref().as_ref();
            let known = || RULES.iter().map(|rule| rule.code).chain(CATALOGUE.iter().copied());
            if !known().any(|one| one == code) {
                self.warn(key.span(), || {
                    let hint = nearest(code, &known().collect::<Vec<_>>());
                    let hint = hint.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
                    format!("there is no rule {}{hint}", escaped(code))
                });
            } else if let Some(severity) = self.severity(value) {
                settings.rules.severities.insert(code.to_owned(), severity);
            }
        }
    }

    fn severity(&mut self, value: &Value<'_>) -> Option<Option<Severity>> {
        match value.get_ref().as_str() {
            Some("off") => return Some(None),
            Some("hint") => return Some(Some(Severity::Hint)),
            Some("information" | "info") => return Some(Some(Severity::Information)),
            Some("warning") => return Some(Some(Severity::Warning)),
            Some("error") => return Some(Some(Severity::Error)),
            _ => {}
        }
        let message = "a rule is \"off\", \"hint\", \"information\", \"warning\" or \"error\"";
        self.warn(value.span(), || message.to_owned());
        None
    }

    fn file_size(&mut self, value: &Value<'_>) -> u64 {
        let size = match value.get_ref() {
            DeValue::Integer(number) => u64::from_str_radix(number.as_str(), number.radix()).ok(),
            DeValue::String(text) => size_of(text),
            _ => None,
        };
        match size {
            Some(size) if size <= LARGEST_FILE => size,
            Some(_) => {
                self.warn(value.span(), || "at most 1 GiB".to_owned());
                LARGEST_FILE
            }
            None => {
                self.warn(value.span(), || {
                    "not a size; write max_file_size = \"1 MiB\" or a number of bytes".to_owned()
                });
                DEFAULT_MAX_FILE_SIZE
            }
        }
    }
}

/// "1 MiB", "500 kB", "200".
fn size_of(text: &str) -> Option<u64> {
    let text = text.trim();
    let (digits, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()));
    let factor = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" | "bytes" => 1,
        "kb" => 1000,
        "kib" | "k" => 1 << 10,
        "mb" => 1_000_000,
        "mib" | "m" => 1 << 20,
        "gb" => 1_000_000_000,
        "gib" | "g" => 1 << 30,
        _ => return None,
    };
    digits.parse::<u64>().ok()?.checked_mul(factor)
}

/// The entries of a table as they stand in the file; the table itself is sorted by key.
fn in_order<'a, 't>(table: &'a DeTable<'t>) -> Vec<(&'a Spanned<std::borrow::Cow<'t, str>>, &'a Value<'t>)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

/// The known word that is at most two typing mistakes away.
fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let scored = known.iter().filter(|_| word.len() <= 64).map(|one| (distance(word, one), *one));
    scored.filter(|(far, one)| *far <= 2 && *far < one.len() / 2).min().map(|(_, one)| one)
}

fn one_line(message: &str) -> String {
    message.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    /// Every problem as `words | message`.
    fn check(text: &str, expected: Expect) -> Settings {
        let Parsed { settings, problems, .. } = parse(text);
        let mut shown = String::new();
        for problem in problems {
            shown += &format!("{} {:?} | {}\n", problem.severity.name(), problem.span.of_text(text), problem.message);
        }
        expected.assert_eq(&shown);
        settings
    }

    #[test]
    fn a_mistake_never_loses_the_rest() {
        let settings = check(
            "\u{feff}max_file_size = \"2 MiB\"\nincude = []\ninclude = [\"*.md\", 3, \"[\"]\n\
             [articles.\"a.txt\"]\npublished = 2016-02-31\noutlet = \"X\"\nauthor = \"Y\"\nrole = \"copy\"\n\
             [rules]\nhearsey = \"off\"\nhearsay = \"loud\"\nanonymous-source = \"off\"\n",
            expect![[r#"
                warning "incude" | unknown key incude; did you mean include?
                warning "3" | expected a glob, "**/*.md", found integer
                warning "\"[\"" | not a glob: unclosed character class; missing ']'
                error "2016-02-31" | invalid date, expected day between 01 and 29
                warning "author" | unknown key author; known here: published, outlet, title, url, role
                warning "\"copy\"" | a role is "draft" or "clipping"
                warning "hearsey" | there is no rule hearsey; did you mean hearsay?
                warning "\"loud\"" | a rule is "off", "hint", "information", "warning" or "error"
            "#]],
        );
        assert_eq!(settings.max_file_size, 2 << 20);
        assert!(settings.includes("x.md") && !settings.includes("sub/x.md"));
        assert_eq!(settings.meta_for("a.txt").outlet.as_deref(), Some("X"));
        assert_eq!(settings.rules.severities.get("anonymous-source"), Some(&None));
    }

    #[test]
    fn broken_toml_is_an_error_at_its_line() {
        let settings = check(
            "max_file_size = 5\n[rules\nhearsay = \"off\"\n[articles.a.txt]\npublished = 2016-04-18\n",
            expect![[r#"
                error "[rules" | unclosed table, expected `]`
                warning "txt" | put the file name in quotation marks: [articles."a.txt"]
            "#]],
        );
        assert_eq!(settings.max_file_size, 5);
    }

    #[test]
    fn sizes() {
        let sizes = ["1 MiB", "500kB", "12", "3 bytes", "1 foot", "", "99999999999999999999"].map(size_of);
        assert_eq!(sizes, [Some(1 << 20), Some(500_000), Some(12), Some(3), None, None, None]);
    }

    #[test]
    fn wrong_shapes_are_told() {
        check(
            "include = \"*.md\"\narticles = 1\nrules = 2\nmax_file_size = -1\n",
            expect![[r#"
                warning "\"*.md\"" | include is a list of globs: include = ["**/*.md"]
                warning "1" | articles are tables: [articles."name.txt"]
                warning "2" | rules is a table: [rules]
                warning "-1" | not a size; write max_file_size = "1 MiB" or a number of bytes
            "#]],
        );
        check(
            "max_file_size = \"2 GiB\"\n[articles.\"a\"]\npublished = \"yesterday\"\ntitle = \" \"\n\
             [articles.\"b\"]\npublished = 0000-01-01\n",
            expect![[r#"
            warning "\"2 GiB\"" | at most 1 GiB
            warning "\"yesterday\"" | not a day; write published = 2016-04-18
            warning "\" \"" | empty; write the article's title or leave the line out
            warning "0000-01-01" | out of range: years from 1800 to 2199 are taken
        "#]],
        );
    }
}
