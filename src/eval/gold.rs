//! Gold files: expectations made by hand, as JSON. Offsets are Unicode code points, end exclusive; positions are
//! 0-based lines and characters (UTF-16). Fields that no scorer reads are ignored.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Expectations for a set of articles that stand in one workspace.
#[derive(Clone, Debug, Default)]
pub struct Gold {
    /// By file name.
    pub articles: BTreeMap<String, ArticleGold>,
    /// Across articles.
    pub shared: Shared,
    /// The labels that a diagnostic code may satisfy.
    pub codes: BTreeMap<String, Code>,
}

/// Expectations for one article.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct ArticleGold {
    pub article: About,
    pub zones: Vec<ZoneGold>,
    pub inline_zones: Vec<ZoneGold>,
    pub entities: Vec<NameGold>,
    pub attributions: Vec<AttributionGold>,
    pub events: Vec<EventGold>,
    pub claims: Vec<ClaimGold>,
    pub times: Vec<TimeGold>,
    pub queries: Vec<Query>,
}

impl ArticleGold {
    /// The short name of the article; its file name when the gold gives none.
    pub fn short<'a>(&'a self, name: &'a str) -> &'a str {
        if self.article.short.is_empty() { name } else { &self.article.short }
    }
}

/// The article itself.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct About {
    pub short: String,
    pub published: Option<String>,
    pub published_in_text: bool,
    pub about: String,
}

/// A place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct Offsets {
    pub start: u32,
    pub end: u32,
}

#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs)]
pub struct ZoneGold {
    pub zone: String,
    #[serde(flatten)]
    pub place: Offsets,
    #[serde(default)]
    pub accept_also: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs)]
pub struct NameGold {
    #[serde(flatten)]
    pub place: Offsets,
    pub r#type: String,
    pub chain: String,
    #[serde(default)]
    pub accept_also: serde_json::Value,
    /// Set when the name stands inside a longer one.
    #[serde(default)]
    pub nested_in: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs)]
pub struct AttributionGold {
    pub id: String,
    pub source: Vec<Offsets>,
    pub cue: Vec<Offsets>,
    pub content: Vec<Offsets>,
    pub chain: Option<String>,
    #[serde(default)]
    pub chains: Vec<String>,
    #[serde(default)]
    pub alt_chains: Vec<String>,
    pub kind: String,
    pub style: String,
    pub core: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs)]
pub struct EventGold {
    pub event: String,
    pub required: bool,
    #[serde(flatten)]
    pub place: Offsets,
}

#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs)]
pub struct ClaimGold {
    pub label: String,
    #[serde(default)]
    pub also_ok: Vec<String>,
    pub flag: String,
    #[serde(default)]
    pub flags: Vec<FlagGold>,
    #[serde(flatten)]
    pub place: Offsets,
}

#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs)]
pub struct FlagGold {
    pub label: String,
}

#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs)]
pub struct TimeGold {
    pub value: String,
    #[serde(flatten)]
    pub place: Offsets,
}

/// What a request at a position has to answer, and must not.
#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs)]
pub struct Query {
    pub id: String,
    pub request: String,
    pub position: PositionGold,
    #[serde(flatten)]
    pub place: Offsets,
    pub expect: Expect,
    #[serde(default)]
    pub must_not: MustNot,
}

/// 0-based line and character in UTF-16 units.
#[derive(Clone, Copy, Debug, Deserialize)]
#[allow(missing_docs)]
pub struct PositionGold {
    pub line: u32,
    pub character: u32,
}

/// What has to be answered; each request uses its own fields.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct Expect {
    pub targets: Vec<FilePlace>,
    pub empty_ok: bool,
    pub include: Vec<FilePlace>,
    pub any_of: Vec<String>,
    pub facts: Vec<Vec<String>>,
    pub articles: Vec<String>,
    pub present: bool,
    pub labels: Vec<String>,
    pub outgoing: Vec<String>,
    pub incoming_articles: Vec<String>,
}

/// What must not be answered; each request uses its own fields.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct MustNot {
    pub files: Vec<String>,
    pub quotes: Vec<FilePlace>,
    pub exclude: Vec<FilePlace>,
    pub contains: Vec<String>,
    pub facts: Vec<String>,
    pub articles: Vec<String>,
    pub not_said: Vec<String>,
    pub resolves_to: Vec<String>,
    pub labels: Vec<String>,
}

/// A place in a file.
#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs)]
pub struct FilePlace {
    pub file: String,
    #[serde(flatten)]
    pub place: Offsets,
}

/// Expectations across articles.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct Shared {
    pub events: BTreeMap<String, SharedEvent>,
    pub alignments: Vec<Alignment>,
    pub not_aligned: Vec<Alignment>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct SharedEvent {
    pub not_same_as: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs)]
pub struct Alignment {
    pub id: String,
    pub a: FilePlace,
    pub b: FilePlace,
}

/// What a diagnostic code stands for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct Code {
    pub labels: Vec<String>,
    pub counts: bool,
}

impl Gold {
    /// Reads gold files into one set; later files add to earlier ones. Keys that start with `_` are no articles.
    pub fn read(files: &[&Path], codes: &Path) -> io::Result<Self> {
        let mut gold = Self { codes: table(codes)?, ..Self::default() };
        let mut articles: BTreeMap<String, serde_json::Map<String, serde_json::Value>> = BTreeMap::new();
        for file in files {
            for (name, value) in json::<BTreeMap<String, serde_json::Value>>(file)? {
                if name == "_shared" {
                    gold.shared = serde_json::from_value(value)?;
                } else if let (false, serde_json::Value::Object(fields)) = (name.starts_with('_'), value) {
                    articles.entry(name).or_default().extend(fields);
                }
            }
        }
        for (name, fields) in articles {
            gold.articles.insert(name, serde_json::from_value(fields.into())?);
        }
        Ok(gold)
    }
}

fn table(path: &Path) -> io::Result<BTreeMap<String, Code>> {
    let rows: BTreeMap<String, serde_json::Value> = json(path)?;
    let codes = rows.into_iter().filter(|(name, _)| !name.starts_with('_'));
    codes.map(|(name, value)| Ok((name, serde_json::from_value(value)?))).collect()
}

fn json<T: DeserializeOwned>(path: &Path) -> io::Result<T> {
    let text = std::fs::read_to_string(path)?;
    serde_json::from_str(&text).map_err(|error| io::Error::other(format!("{}: {error}", path.display())))
}
