//! The JSON Schema of a line, made from the types.

use serde_json::{Map, Value, json};

use super::line::{FORMAT, MEANING};
use super::meaning::{Kind, Realis, Relation, Status, Verdict};

/// The schema (draft 2020-12). Keys that it does not name are allowed everywhere.
pub fn schema() -> Value {
    let text = || json!({"type": "string"});
    let named = json!({"type": "object", "properties": {"type": text(), "name": text()}});
    let selectors = json!({"type": "array", "items": {"type": "object", "required": ["type"], "properties": {
        "type": text(),
        "start": {"type": "integer", "minimum": 0, "description": "First code point, counted from 0"},
        "end": {"type": "integer", "minimum": 0, "description": "One past the last code point"},
        "exact": {"type": "string", "description": "The words"},
        "prefix": {"type": "string", "description": "What stands before them: 32 code points or more"},
        "suffix": {"type": "string", "description": "What stands behind them"},
    }}});
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A line of a Copydesk annotation file",
        "type": "object",
        "required": ["@context", "id", "type", "target"],
        "properties": {
            "@context": {"const": "http://www.w3.org/ns/anno.jsonld"},
            "id": {"type": "string", "minLength": 1},
            "type": {"const": "Annotation"},
            "motivation": {"type": ["string", "array"]},
            "created": {"type": "string", "format": "date-time"},
            "modified": {"type": "string", "format": "date-time"},
            "creator": named,
            "generator": named,
            "body": {"type": "array", "items": {"type": "object"}},
            "target": {"type": "array", "minItems": 1, "items": {
                "type": "object", "required": ["source"], "properties": {"source": text(), "selector": selectors},
            }},
            "copydesk": meaning(),
        },
    })
}

fn meaning() -> Value {
    let properties: Map<String, Value> =
        MEANING.keys.iter().map(|(key, _)| ((*key).to_owned(), property(key))).collect();
    let mut properties = properties;
    properties.insert("format".to_owned(), json!({"const": FORMAT}));
    json!({"type": "object", "required": ["kind"], "properties": properties})
}

fn property(key: &str) -> Value {
    let words = |all: Vec<&'static str>| json!({"enum": all});
    let described = |what: &str| json!({"type": "string", "description": what});
    let targets = |what: &str| json!({"type": "array", "items": {"type": "integer", "minimum": 0}, "description": format!("{what}: indices into target")});
    match key {
        "kind" => words(Kind::ALL.iter().map(|one| one.name()).collect()),
        "verdict" => words(Verdict::ALL.iter().map(|one| one.name()).collect()),
        "relation" => words(Relation::ALL.iter().map(|one| one.name()).collect()),
        "realis" => words(Realis::ALL.iter().map(|one| one.name()).collect()),
        "status" => words(Status::ALL.iter().map(|one| one.name()).collect()),
        "source" => targets("Who says it"),
        "cue" => targets("The words that say that it is said"),
        "content" => targets("What is said"),
        "speaker" => targets("Where the speaker is mentioned; empty for nobody"),
        "aliases" | "links" => json!({"type": "array", "items": {"type": "string"}}),
        "attributes" => json!({"type": "object", "description": "What the folder's own scheme adds"}),
        "blind" => json!({"type": "boolean", "description": "True when the machine's readings were hidden"}),
        "text" => json!({
            "type": ["string", "array"], "items": {"type": "string"},
            "description": "The git blob id of the text it was made on, or one for each target",
        }),
        "type" => described("person, organization, place, group or other; of a mark, a type of the scheme"),
        "entity" => described("Who it is, as in urn:copydesk:entity:…"),
        "event" => described("Which event it is, as in urn:copydesk:event:…"),
        "class" => described("The class of an event: call, meeting, attack …"),
        "code" => described("The code of the rule whose finding is none"),
        _ => described(""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::Meaning;

    #[test]
    fn every_key_of_a_meaning_is_described() {
        let full = json!({
            "kind": "mention", "verdict": "added", "relation": "part-of", "type": "", "entity": "", "source": [],
            "cue": [], "content": [], "speaker": [], "class": "", "realis": "actual", "event": "", "status": "open",
            "code": "", "reason": "", "name": "", "aliases": [""], "links": [""], "note": "", "attributes": {"a": 1},
            "blind": true, "text": "",
        });
        let meaning: Meaning = serde_json::from_value(full.clone()).unwrap();
        assert_eq!(serde_json::to_value(meaning).unwrap(), full);
        let schema = schema();
        let described = schema["properties"]["copydesk"]["properties"].as_object().unwrap();
        assert!(full.as_object().unwrap().keys().all(|key| described.contains_key(key)));
        assert_eq!(described.len(), full.as_object().unwrap().len() + 1);
        assert_eq!(described["kind"]["enum"].as_array().map(Vec::len), Some(Kind::ALL.len()));
    }
}
