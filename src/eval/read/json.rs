//! JSON: an object of articles by name, each with `entities` (start, end, type, perhaps chain) or `mentions` (start, end,
//! type, chain), perhaps a `split`; a name may be `[start, end, type]`. `event` names the event that an article is about,
//! `topic` the story that it is of. The texts stand beside the file or in a folder beside it, as `NAME` or `NAME.txt`.
//! Offsets are code points. Names that begin with `_` are no articles.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Map, Value};

use super::super::layers::{Chain, Layers, Member, Name, folded};
use super::gold::{Gold, GoldArticle, Other, Points, SharedMention, text_of};
use crate::analysis::ArticleMeta;
use crate::text::{Span, escaped_path};

/// Reads one file. A file that was `named` has to be gold; another is left alone where it is something else.
pub(super) fn read(file: &Path, named: bool, gold: &mut Gold) {
    let text = match text_of(file) {
        Ok(text) => text,
        Err(message) => return gold.problem(file, None, message),
    };
    let articles = match serde_json::from_str::<Value>(&text) {
        Ok(Value::Object(articles)) if articles.values().any(is_article) => articles,
        Ok(_) if named => {
            let message =
                "no gold: wanted is an object of articles by name, each with “entities”, “mentions” or an “event”";
            return gold.problem(file, None, message);
        }
        Ok(_) => return,
        Err(error) => return gold.problem(file, Some(error.line()), format!("no JSON: {error}")),
    };
    let folders = folders(file);
    for (name, value) in &articles {
        let Value::Object(entry) = value else { continue };
        if name.starts_with('_') || !is_article(value) {
            continue;
        }
        match text_path(&folders, name) {
            Some(path) => article(file, &text, name, &path, entry, gold),
            None => gold.problem(
                file,
                line_of(&text, name),
                format!("“{name}” was left out: there is no {name}.txt beside this file or in a folder beside it"),
            ),
        }
    }
}

fn is_article(value: &Value) -> bool {
    let marked = ["entities", "mentions"].iter().any(|key| value.get(key).is_some_and(Value::is_array));
    marked || value.get("event").is_some_and(Value::is_string)
}

/// The line on which an article begins.
fn line_of(raw: &str, name: &str) -> Option<usize> {
    let at = raw.find(&serde_json::to_string(name).ok()?)?;
    Some(raw.get(..at)?.matches('\n').count() + 1)
}

/// Where texts may stand.
fn folders(file: &Path) -> Vec<PathBuf> {
    let Some(folder) = file.parent() else { return Vec::new() };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let below = std::fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()));
    let mut folders: Vec<PathBuf> = below.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders.insert(0, folder.to_owned());
    folders
}

fn text_path(folders: &[PathBuf], name: &str) -> Option<PathBuf> {
    let paths = folders.iter().flat_map(|folder| [folder.join(format!("{name}.txt")), folder.join(name)]);
    paths.into_iter().find(|path| path.is_file())
}

fn article(file: &Path, raw: &str, name: &str, path: &Path, entry: &Map<String, Value>, gold: &mut Gold) {
    let text = match text_of(path) {
        Ok(text) => text,
        Err(message) => return gold.problem(path, None, message),
    };
    let points = Points::new(&text);
    let mut reader = Reader { file, raw, name, points: &points, gold };
    let layers = Layers {
        names: reader.names(&text, entry.get("entities")),
        chains: reader
            .chains("mention", entry.get("mentions"))
            .or_else(|| reader.chains("entity", entry.get("entities"))),
        ..Layers::default()
    };
    let looked_at = reader.looked_at(entry.get("mentions"));
    let shared = reader.shared(entry.get("mentions"));
    gold.shapes.insert("JSON");
    let word = |key: &str| entry.get(key).and_then(Value::as_str);
    let meta = ArticleMeta {
        published: word("date").and_then(|date| date.parse().ok()),
        outlet: word("source").map(str::to_owned),
        ..ArticleMeta::default()
    };
    let (split, event) = (word("split").map(str::to_owned), word("event").map(str::to_owned));
    let topic = entry.get("topic").filter(|topic| topic.is_string() || topic.is_number()).map(Value::to_string);
    let article = GoldArticle::new(name, path, text, layers);
    gold.articles.push(GoldArticle { split, event, topic, shared, looked_at, meta, ..article });
}

/// A field of `{"start": 0, "end": 3, "type": "ORG"}`, which may be written `[0, 3, "ORG"]`.
fn field(entry: &Value, nth: usize) -> Option<&Value> {
    entry.get(["start", "end", "type"].get(nth)?).or_else(|| entry.get(nth))
}

struct Reader<'a> {
    file: &'a Path,
    /// What stands in the file.
    raw: &'a str,
    name: &'a str,
    points: &'a Points,
    gold: &'a mut Gold,
}

impl Reader<'_> {
    fn names(&mut self, text: &str, entities: Option<&Value>) -> Option<Vec<Name>> {
        let entities = entities?.as_array()?;
        let mut names = Vec::new();
        for (nth, entity) in entities.iter().enumerate() {
            let label = field(entity, 2).and_then(Value::as_str).unwrap_or("no type");
            match (self.span("entity", nth, entity), folded(label)) {
                (Some(span), Some(kind)) => names.push(Name::new(text, span, kind)),
                (Some(_), None) => *self.gold.unknown.entry(label.to_owned()).or_default() += 1,
                (None, _) => {}
            }
        }
        Some(names)
    }

    /// The span of an entry; what is wrong with it is told.
    fn span(&mut self, what: &str, nth: usize, entry: &Value) -> Option<Span> {
        let number = |nth: usize| field(entry, nth).and_then(Value::as_u64);
        let span = match (number(0), number(1)) {
            (Some(start), Some(end)) => self.points.span(start, end),
            _ => Err("has no “start” and “end” that are whole numbers".to_owned()),
        };
        match span {
            Ok(span) => Some(span),
            Err(why) => {
                let message = format!("“{}”, {what} {}: {why}; it was left out", self.name, nth + 1);
                self.gold.problem(self.file, line_of(self.raw, self.name), message);
                None
            }
        }
    }

    /// In ECB+ a few sentences of an article were looked at, and `validated` says which mentions were gone over.
    fn looked_at(&mut self, mentions: Option<&Value>) -> Option<Vec<Span>> {
        let mentions = mentions?.as_array()?;
        mentions.iter().any(|mention| mention.get("validated").is_some()).then(|| {
            let mut spans: Vec<Span> =
                mentions.iter().enumerate().filter_map(|(nth, it)| self.span("mention", nth, it)).collect();
            spans.sort();
            spans
        })
    }

    /// What is mentioned in other articles too: people and things of a type that counts, and events (ECB+ writes
    /// `ACTION_OCCURRENCE`, `NEG_ACTION_STATE`).
    fn shared(&mut self, mentions: Option<&Value>) -> Vec<SharedMention> {
        let mut found = Vec::new();
        for (nth, mention) in mentions.and_then(Value::as_array).into_iter().flatten().enumerate() {
            let Some(chain) = mention.get("chain").and_then(Value::as_str) else { continue };
            let label = field(mention, 2).and_then(Value::as_str).unwrap_or_default();
            let participant = participant(label);
            let is_event = label.trim_start_matches("NEG_").starts_with("ACTION") || label == "event";
            if let Some(span) = self.span("mention", nth, mention).filter(|_| participant.is_some() || is_event) {
                found.push(SharedMention { span, chain: Arc::from(chain), participant });
            }
        }
        found
    }

    /// `None` when no mention has a chain.
    fn chains(&mut self, what: &str, mentions: Option<&Value>) -> Option<Vec<Chain>> {
        let mentions = mentions?.as_array()?;
        let mut chains: BTreeMap<&str, Chain> = BTreeMap::new();
        for (nth, mention) in mentions.iter().enumerate() {
            let Some(chain) = mention.get("chain").and_then(Value::as_str) else { continue };
            let label = field(mention, 2).and_then(Value::as_str).unwrap_or_default();
            let Some(kind) = participant(label) else { continue };
            if let Some(span) = self.span(what, nth, mention) {
                chains.entry(chain).or_default().push(Member { span, outer: span, head: span, kind });
            }
        }
        (!chains.is_empty()).then(|| chains.into_values().collect())
    }
}

/// The type of a mention; ECB+ writes `HUMAN_PART_PER`.
fn participant(label: &str) -> Option<crate::model::EntityType> {
    folded(label.strip_prefix("HUMAN_PART_").unwrap_or(label))
}

/// What another system found in some articles, from a file of the same shape; its name and how many seconds it took may
/// stand under `_system` (`name`) and in each article (`seconds`).
pub(super) fn other(file: &Path, articles: &[GoldArticle]) -> Result<Other, String> {
    let text = text_of(file).map_err(|message| format!("{}: {message}", escaped_path(file)))?;
    let value: Map<String, Value> = serde_json::from_str(&text)
        .map_err(|error| format!("{}:{}: no JSON object: {error}", escaped_path(file), error.line()))?;
    let named = value.get("_system").and_then(|system| system.get("name")).and_then(Value::as_str);
    let stem = || file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let mut other = Other { name: named.map_or_else(stem, str::to_owned), ..Other::default() };
    let mut gold = Gold::default();
    for article in articles {
        let Some(entry) = value.get(&article.name) else { continue };
        let points = Points::new(&article.text);
        let mut reader = Reader { file, raw: &text, name: &article.name, points: &points, gold: &mut gold };
        let names = reader.names(&article.text, entry.get("entities"));
        other.articles.insert(article.name.clone(), Layers { names, ..Layers::default() });
        if let Some(seconds) = entry.get("seconds").and_then(Value::as_f64) {
            other.seconds.insert(article.name.clone(), seconds);
        }
    }
    gold.problems.first().map_or(Ok(other), |first| Err(first.to_string()))
}
