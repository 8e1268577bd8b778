//! The text of a `copydesk.toml` becomes [`Settings`], mistake by mistake.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{ArticleEntry, DEFAULT_MAX_FILE_SIZE, Settings, SettingsProblem, YEARS, is_of_our_times};
use crate::analysis::Role;
use crate::lexicon::aliases::distance;
use crate::rules::{RULES, Severity};
use crate::text::{LineIndex, Span};

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

/// Collects problems while it reads.
#[derive(Default)]
struct Reader {
    problems: Vec<SettingsProblem>,
}

/// See [`Settings::parse`].
pub fn parse(text: &str) -> (Settings, Vec<SettingsProblem>) {
    // A byte order mark is no TOML, and spans count it.
    let shift = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let (table, errors) = DeTable::parse_recoverable(&text[shift..]);
    let mut reader = Reader::default();
    for error in errors {
        let span = error.span().unwrap_or_default();
        reader.report(span, Severity::Error, one_line(error.message()));
    }
    let settings = reader.settings(table.get_ref());
    let problems = reader.problems;
    let mut kept: Vec<SettingsProblem> = Vec::new();
    for mut problem in problems {
        // What TOML has said of a value need not be said again.
        if kept.iter().any(|other| other.severity == Severity::Error && other.span == problem.span) {
            continue;
        }
        if problem.severity == Severity::Error && problem.span.is_empty() {
            problem.span = line_at(&text[shift..], problem.span.start);
        }
        kept.push(problem);
    }
    for problem in &mut kept {
        let at = |offset: u32| offset as usize + shift;
        problem.span = Span::of(at(problem.span.start)..at(problem.span.end));
    }
    kept.sort_by_key(|problem| problem.span);
    (settings, kept)
}

/// The line at an offset, so that an error between two characters can be seen.
fn line_at(text: &str, offset: u32) -> Span {
    let lines = LineIndex::new(text);
    lines.line_span(text, lines.line_of(offset))
}

impl Reader {
    fn report(&mut self, span: std::ops::Range<usize>, severity: Severity, message: String) {
        self.problems.push(SettingsProblem { span: Span::of(span), message, severity });
    }

    fn warn(&mut self, span: std::ops::Range<usize>, message: String) {
        self.report(span, Severity::Warning, message);
    }

    fn unknown_key(&mut self, key: &Spanned<std::borrow::Cow<'_, str>>, known: &[&str]) {
        let name = key.get_ref();
        let hint = match nearest(name, known) {
            Some(near) => format!("did you mean {near}?"),
            None => format!("known here: {}", known.join(", ")),
        };
        self.warn(key.span(), format!("unknown key {name}; {hint}"));
    }

    fn settings(&mut self, table: &DeTable<'_>) -> Settings {
        let mut settings = Settings::default();
        for (key, value) in in_order(table) {
            match key.get_ref().as_ref() {
                "include" => (settings.include, settings.include_patterns) = self.include(value),
                "articles" => settings.articles = self.articles(value),
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
            self.warn(value.span(), "include is a list of globs: include = [\"**/*.md\"]".to_owned());
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
        (set.build().unwrap_or_else(|_| GlobSet::empty()), patterns)
    }

    fn glob(&mut self, pattern: &str, span: std::ops::Range<usize>) -> Option<globset::Glob> {
        let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
        match GlobBuilder::new(pattern).literal_separator(true).backslash_escape(true).build() {
            Ok(glob) => Some(glob),
            Err(error) => {
                self.warn(span, format!("not a glob: {}", error.kind()));
                None
            }
        }
    }

    fn string(&mut self, value: &Value<'_>, what: &str) -> Option<String> {
        let text = value.get_ref().as_str().map(str::to_owned);
        if text.is_none() {
            self.warn(value.span(), format!("expected {what}, found {}", value.get_ref().type_str()));
        }
        text
    }

    fn articles(&mut self, value: &Value<'_>) -> Vec<ArticleEntry> {
        let Some(table) = value.get_ref().as_table() else {
            self.warn(value.span(), "articles are tables: [articles.\"name.txt\"]".to_owned());
            return Vec::new();
        };
        in_order(table).into_iter().filter_map(|(key, value)| self.article(key, value)).collect()
    }

    fn article(&mut self, key: &Spanned<std::borrow::Cow<'_, str>>, value: &Value<'_>) -> Option<ArticleEntry> {
        let Some(table) = value.get_ref().as_table() else {
            // `[articles.a.txt]` is two tables, since the name was not quoted.
            let name = key.get_ref();
            self.warn(value.span(), format!("put the file name in quotation marks: [articles.\"{name}\"]"));
            return None;
        };
        let pattern = key.get_ref().replace('\\', "/");
        let pattern = pattern.strip_prefix("./").unwrap_or(&pattern).to_owned();
        // A name with brackets that is no glob is still an exact name.
        let matcher = match GlobBuilder::new(&pattern).literal_separator(true).build() {
            Ok(glob) => Some(glob.compile_matcher()),
            Err(error) => {
                self.warn(key.span(), format!("not a glob, taken as an exact path: {}", error.kind()));
                None
            }
        };
        let mut entry =
            ArticleEntry { pattern, matcher, published: None, outlet: None, title: None, url: None, role: None };
        for (key, value) in in_order(table) {
            match key.get_ref().as_ref() {
                "published" => entry.published = self.day(value),
                "outlet" => entry.outlet = self.name(value, "the outlet's name"),
                "title" => entry.title = self.name(value, "the article's title"),
                "url" => entry.url = self.name(value, "an address"),
                "role" => entry.role = self.role(value),
                _ if value.get_ref().is_table() => {
                    let name = format!("{}.{}", entry.pattern, key.get_ref());
                    self.warn(key.span(), format!("put the file name in quotation marks: [articles.\"{name}\"]"));
                }
                _ => self.unknown_key(key, &["published", "outlet", "title", "url", "role"]),
            }
        }
        Some(entry)
    }

    /// A string with something in it; white space around it does not count.
    fn name(&mut self, value: &Value<'_>, what: &str) -> Option<String> {
        let text = self.string(value, what)?.trim().to_owned();
        if text.is_empty() {
            self.warn(value.span(), format!("empty; write {what} or leave the line out"));
            return None;
        }
        Some(text)
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
            self.warn(value.span(), "not a day; write published = 2016-04-18".to_owned());
        }
        let ours = day.filter(|day| is_of_our_times(*day));
        if day.is_some() && ours.is_none() {
            let message = format!("out of range: years from {} to {} are taken", YEARS.start(), YEARS.end());
            self.warn(value.span(), message);
        }
        ours
    }

    fn role(&mut self, value: &Value<'_>) -> Option<Role> {
        match value.get_ref().as_str() {
            Some("draft") => Some(Role::Draft),
            Some("clipping") => Some(Role::Clipping),
            _ => {
                self.warn(value.span(), "a role is \"draft\" or \"clipping\"".to_owned());
                None
            }
        }
    }

    fn rules(&mut self, value: &Value<'_>, settings: &mut Settings) {
        let Some(table) = value.get_ref().as_table() else {
            self.warn(value.span(), "rules is a table: [rules]".to_owned());
            return;
        };
        for (key, value) in in_order(table) {
            let code = key.get_ref().as_ref();
            let known = || RULES.iter().map(|rule| rule.code).chain(CATALOGUE.iter().copied());
            if !known().any(|one| one == code) {
                let hint = nearest(code, &known().collect::<Vec<_>>());
                let hint = hint.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
                self.warn(key.span(), format!("there is no rule {code}{hint}"));
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
        self.warn(value.span(), message.to_owned());
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
                self.warn(value.span(), "at most 1 GiB".to_owned());
                LARGEST_FILE
            }
            None => {
                self.warn(value.span(), "not a size; write max_file_size = \"1 MiB\" or a number of bytes".to_owned());
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
        let (settings, problems) = parse(text);
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
