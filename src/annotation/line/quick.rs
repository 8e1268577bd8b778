//! Lines as Copydesk itself writes them, read without a tree of values in between. Whatever is written otherwise is left
//! to the way that reads everything.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer};

use crate::annotation::meaning::Meaning;
use crate::annotation::target::{Quote, Target};

#[derive(Deserialize)]
struct Line<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    created: Option<&'a str>,
    modified: Option<&'a str>,
    #[serde(borrow)]
    creator: Creator<'a>,
    #[serde(borrow)]
    target: Vec<About<'a>>,
    #[serde(default, deserialize_with = "there")]
    copydesk: Option<Box<Meaning>>,
}

#[derive(Deserialize)]
struct Creator<'a> {
    #[serde(borrow)]
    name: Cow<'a, str>,
}

#[derive(Deserialize)]
struct About<'a> {
    #[serde(borrow)]
    source: Cow<'a, str>,
    #[serde(borrow, default)]
    selector: Vec<Selector<'a>>,
}

#[derive(Deserialize)]
struct Selector<'a> {
    r#type: &'a str,
    start: Option<u32>,
    end: Option<u32>,
    exact: Option<String>,
    prefix: Option<String>,
    suffix: Option<String>,
}

/// What is there, which `null` is not.
fn there<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Box<Meaning>>, D::Error> {
    Meaning::deserialize(deserializer).map(|meaning| Some(Box::new(meaning)))
}

/// What a line says.
pub(super) struct Fields<'a> {
    pub(super) id: Cow<'a, str>,
    pub(super) created: Option<&'a str>,
    pub(super) modified: Option<&'a str>,
    pub(super) creator: Cow<'a, str>,
    pub(super) targets: Vec<Target>,
    pub(super) meaning: Option<Box<Meaning>>,
}

/// Reads a line; `None` where it has anything that Copydesk does not write, or is wrong.
pub(super) fn parse(line: &str) -> Option<Fields<'_>> {
    // What a later version writes says so; a name may be spelled with escapes.
    if line.contains("\"format\"") || line.contains("\\u") {
        return None;
    }
    let Line { id, created, modified, creator, target, copydesk } = serde_json::from_str(line).ok()?;
    let targets = target.into_iter().map(about).collect::<Option<_>>()?;
    Some(Fields { id, created, modified, creator: creator.name, targets, meaning: copydesk })
}

fn about(About { source, selector }: About<'_>) -> Option<Target> {
    let mut target = Target::whole(&source);
    for Selector { r#type, start, end, exact, prefix, suffix } in selector {
        match r#type {
            "TextPositionSelector" if target.position.is_none() => {
                target.position = Some(start.zip(end).filter(|(start, end)| start <= end)?);
            }
            "TextQuoteSelector" if target.quote.is_none() => {
                let (exact, prefix, suffix) = (exact?, prefix?, suffix?);
                target.quote = Some(Quote { exact, prefix, suffix });
            }
            _ => return None,
        }
    }
    Some(target)
}
