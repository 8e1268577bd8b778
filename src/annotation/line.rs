//! One annotation: parsed from a line, and written as one.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::json::{Change, Shape, write};
use super::meaning::{Kind, Meaning};
use super::target::Target;

mod quick;

use quick::Fields;

/// Longer lines are left alone, in bytes.
pub const LONGEST: usize = 1 << 20;
/// The newest form of `copydesk` that is understood; a line that does not say is of the first.
pub const FORMAT: u64 = 1;

const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";

const NAMED: Shape = Shape { keys: &[("type", None), ("name", None), ("version", None)] };
const BODY: Shape = Shape { keys: &[("type", None), ("purpose", None), ("value", None), ("source", None)] };
const SELECTOR: Shape = Shape {
    keys: &[("type", None), ("start", None), ("end", None), ("exact", None), ("prefix", None), ("suffix", None)],
};
const TARGET: Shape = Shape { keys: &[("source", None), ("selector", Some(&SELECTOR))] };

/// The keys under `copydesk`, in the order in which they are written.
pub(super) const MEANING: Shape = Shape {
    keys: &[
        ("kind", None),
        ("verdict", None),
        ("relation", None),
        ("type", None),
        ("entity", None),
        ("source", None),
        ("cue", None),
        ("content", None),
        ("speaker", None),
        ("class", None),
        ("realis", None),
        ("event", None),
        ("status", None),
        ("code", None),
        ("reason", None),
        ("name", None),
        ("aliases", None),
        ("links", None),
        ("note", None),
        ("attributes", None),
        ("blind", None),
        ("text", None),
    ],
};

/// The keys of a line, in the order in which they are written.
pub(super) const LINE: Shape = Shape {
    keys: &[
        ("@context", None),
        ("id", None),
        ("type", None),
        ("motivation", None),
        ("created", None),
        ("modified", None),
        ("creator", Some(&NAMED)),
        ("generator", Some(&NAMED)),
        ("body", Some(&BODY)),
        ("target", Some(&TARGET)),
        ("copydesk", Some(&MEANING)),
    ],
};

/// One annotation, as far as it is known here: its line may say more.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotation {
    /// An IRI, `urn:uuid:…`.
    pub id: Box<str>,
    /// When it was made, RFC 3339.
    created: Option<Box<str>>,
    /// When it was changed last.
    modified: Option<Box<str>>,
    /// Who made it or changed it last; "somebody" where that is not said.
    pub creator: Box<str>,
    /// What it is about; at least one.
    pub targets: Vec<Target>,
    /// What it means; none for what another tool wrote, which is shown as a note.
    pub meaning: Option<Box<Meaning>>,
    when: Option<Timestamp>,
}

impl Annotation {
    /// A new one.
    pub fn new(id: &str, now: Timestamp, creator: &str, targets: Vec<Target>, meaning: Meaning) -> Self {
        let now: Box<str> = written(now).into();
        Self {
            id: id.into(),
            created: Some(now.clone()),
            when: now.parse().ok(),
            modified: Some(now),
            creator: creator.into(),
            targets,
            meaning: Some(Box::new(meaning)),
        }
    }

    /// The same, with what is said now, by whom and when.
    pub fn said_anew(&self, now: Timestamp, creator: &str, targets: Vec<Target>, meaning: Meaning) -> Self {
        let fresh = Self::new(&self.id, now, creator, targets, meaning);
        Self { created: self.created.clone().or(fresh.created), ..fresh }
    }

    /// Reads a line.
    ///
    /// # Errors
    /// What is wrong, in words; also where it has a kind, a verdict or a form that is not known here.
    pub fn parse(line: &str) -> Result<Self, String> {
        quick::parse(line).and_then(Self::of).map_or_else(|| Self::parse_any(line), Ok)
    }

    fn of(fields: Fields<'_>) -> Option<Self> {
        let Fields { id, created, modified, creator, targets, meaning } = fields;
        let whole = meaning.as_ref().is_none_or(|meaning| is_whole(meaning, targets.len()).is_ok());
        (!id.is_empty() && !targets.is_empty() && whole).then(|| Self {
            id: id.into(),
            when: when(modified.or(created)),
            created: created.map(Into::into),
            modified: modified.map(Into::into),
            creator: creator.into(),
            targets,
            meaning,
        })
    }

    fn parse_any(line: &str) -> Result<Self, String> {
        let value: Value = serde_json::from_str(line).map_err(|error| format!("no JSON: {}", in_line(&error)))?;
        let fields = value.as_object().ok_or("an annotation is an object")?;
        let text = |key: &str| fields.get(key).and_then(Value::as_str);
        let id = text("id").filter(|id| !id.is_empty()).ok_or("an annotation has an id")?;
        let targets: Option<Vec<Target>> = match fields.get("target") {
            Some(Value::Array(all)) => all.iter().map(Target::of).collect(),
            one => one.map(Target::of).into_iter().collect(),
        };
        let targets =
            targets.filter(|targets| !targets.is_empty()).ok_or("an annotation has a target with a source")?;
        let meaning = fields.get("copydesk").map(|copydesk| meaning(copydesk, targets.len())).transpose()?;
        Ok(Self {
            id: id.into(),
            when: when(text("modified").or(text("created"))),
            created: text("created").map(Into::into),
            modified: text("modified").map(Into::into),
            creator: fields.get("creator").and_then(name).unwrap_or("somebody").into(),
            targets,
            meaning: meaning.map(Box::new),
        })
    }

    /// The line, keys in their order; `over` is the line that it takes the place of: what that has and nobody here knows
    /// stays where it is, byte for byte.
    pub fn line(&self, over: Option<&str>) -> String {
        let before = over.and_then(|over| Self::parse(over).ok()).map(|before| before.value());
        let mut after = self.value();
        if let (None, Some(fields)) = (over, after.as_object_mut()) {
            fields.insert("generator".to_owned(), generator());
        }
        write(Change { after: &after, before: before.as_ref(), written: over }, Some(&LINE))
    }

    fn value(&self) -> Value {
        let mut fields = Map::new();
        let mut put = |key: &str, value: Option<Value>| value.map(|value| fields.insert(key.to_owned(), value));
        put("@context", Some(CONTEXT.into()));
        put("id", Some((*self.id).into()));
        put("type", Some("Annotation".into()));
        put("created", self.created.as_deref().map(Value::from));
        put("modified", self.modified.as_deref().map(Value::from));
        put("creator", Some(json!({"type": "Person", "name": self.creator})));
        put("target", Some(self.targets.iter().map(Target::value).collect()));
        if let Some(meaning) = self.meaning.as_deref() {
            put("motivation", Some(meaning.motivation().into()));
            put("body", Some(meaning.body().into()).filter(|body: &Value| *body != json!([])));
            put("copydesk", serde_json::to_value(meaning).ok());
        }
        Value::Object(fields)
    }

    /// When it was changed last, as its line has it.
    pub fn modified(&self) -> Option<&str> {
        self.modified.as_deref()
    }

    /// When it was made or changed last: of two that contradict each other the later counts.
    pub fn when(&self) -> Option<Timestamp> {
        self.when
    }

    /// Its kind; a note where another tool wrote it.
    pub fn kind(&self) -> Kind {
        self.meaning.as_ref().map_or(Kind::Note, |meaning| meaning.kind)
    }

    /// What lines of a file are sorted by.
    pub fn order(&self) -> (&str, u32, u32, &str) {
        let first = self.targets.first();
        let (start, end) = first.and_then(|target| target.position).unwrap_or_default();
        (first.map_or("", |target| &target.source), start, end, &self.id)
    }
}

fn meaning(copydesk: &Value, targets: usize) -> Result<Meaning, String> {
    let format = copydesk.get("format").map_or(Some(FORMAT), Value::as_u64);
    if format != Some(FORMAT) {
        return Err("written by a later Copydesk; update this one".to_owned());
    }
    let meaning = Meaning::deserialize(copydesk).map_err(|error| format!("copydesk: {error}"))?;
    is_whole(&meaning, targets)?;
    Ok(meaning)
}

/// Whether its parts are there.
fn is_whole(meaning: &Meaning, targets: usize) -> Result<(), String> {
    let parts = [&meaning.source, &meaning.cue, &meaning.content, &meaning.speaker];
    if parts.into_iter().flatten().flatten().any(|target| *target >= targets) {
        return Err("copydesk: a part is of a target that is not there".to_owned());
    }
    if meaning.kind == Kind::Relation && (targets != 2 || meaning.relation.is_none()) {
        return Err("copydesk: a relation has a “relation” and two targets".to_owned());
    }
    Ok(())
}

fn when(words: Option<&str>) -> Option<Timestamp> {
    words?.parse().ok()
}

/// A moment as it stands in a line: in UTC, to the millisecond.
fn written(moment: Timestamp) -> String {
    moment.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

fn generator() -> Value {
    json!({"type": "Software", "name": "Copydesk", "version": env!("CARGO_PKG_VERSION")})
}

/// The name in a `creator` of any form that the standard allows.
fn name(creator: &Value) -> Option<&str> {
    match creator {
        Value::String(name) => Some(name),
        Value::Object(fields) => fields.get("name").or_else(|| fields.get("id"))?.as_str(),
        Value::Array(all) => all.first().and_then(name),
        _ => None,
    }
}

/// The error without its line, which is always the first.
fn in_line(error: &serde_json::Error) -> String {
    let words = error.to_string();
    let cut = words.find(" at line ").unwrap_or(words.len());
    format!("{} at column {}", &words[..cut], error.column())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Quote, Verdict};

    fn annotation() -> Annotation {
        let now = "2026-11-21T22:00:00.5Z".parse().unwrap();
        let quote = Quote { exact: "Né".into(), prefix: "“".into(), suffix: "”".into() };
        let target = Target { source: "a.txt".into(), position: Some((1, 3)), quote: Some(quote) };
        let mut meaning = Meaning::new(Kind::Mention);
        meaning.verdict = Some(Verdict::Accepted);
        meaning.r#type = Some("person".into());
        meaning.entity = Some("né".into());
        Annotation::new("urn:uuid:1", now, "A. Annotator", vec![target], meaning)
    }

    #[test]
    fn keys_stand_in_one_order() {
        let version = env!("CARGO_PKG_VERSION");
        let line = annotation().line(None);
        let expected = format!(
            r#"{{"@context":"http://www.w3.org/ns/anno.jsonld","id":"urn:uuid:1","type":"Annotation","motivation":"identifying","created":"2026-11-21T22:00:00.500Z","modified":"2026-11-21T22:00:00.500Z","creator":{{"type":"Person","name":"A. Annotator"}},"generator":{{"type":"Software","name":"Copydesk","version":"{version}"}},"body":[{{"type":"TextualBody","purpose":"classifying","value":"person"}},{{"type":"SpecificResource","purpose":"identifying","source":"urn:copydesk:entity:né"}}],"target":[{{"source":"a.txt","selector":[{{"type":"TextPositionSelector","start":1,"end":3}},{{"type":"TextQuoteSelector","exact":"Né","prefix":"“","suffix":"”"}}]}}],"copydesk":{{"kind":"mention","verdict":"accepted","type":"person","entity":"né"}}}}"#
        );
        assert_eq!(line, expected);
        assert_eq!(Annotation::parse(&line).as_ref(), Ok(&annotation()));
    }

    #[test]
    fn what_nobody_knows_stays_in_its_place_byte_for_byte() {
        let line = r#"{"x:a": [1.0 , 2e3],"id":"urn:uuid:1","creator":"mailto:a@b","x:b":"\u0041","target":{"source":"a.txt","x":1,"selector":[{"type":"FragmentSelector","value":"char=1,3"},{"type":"TextPositionSelector","start":1,"end":3,"y":2}]},"copydesk":{"later":{"k":1.50},"kind":"mention","type":"place"}}"#;
        let mut annotation = Annotation::parse(line).unwrap();
        assert_eq!(annotation.line(Some(line)), line);
        annotation.meaning.as_mut().unwrap().r#type = Some("person".into());
        annotation.targets[0].position = Some((2, 4));
        let changed = annotation.line(Some(line));
        for kept in [
            r#""x:a":[1.0 , 2e3],"#,
            r#""creator":"mailto:a@b""#,
            r#""x:b":"\u0041","#,
            r#"{"type":"FragmentSelector","value":"char=1,3"},{"type":"TextPositionSelector","start":2,"end":4,"y":2}"#,
            r#""copydesk":{"later":{"k":1.50},"kind":"mention","type":"person"}"#,
        ] {
            assert!(changed.contains(kept), "{kept}\n{changed}");
        }
    }

    #[test]
    fn either_way_of_reading_gives_the_same() {
        let ours = annotation().line(None);
        assert!(quick::parse(&ours).is_some());
        let others = [
            ours.replace(r#""creator":{"type":"Person","name":"A. Annotator"},"#, ""),
            ours.replace(r#"{"type":"Person","name":"A. Annotator"}"#, r#"["x"]"#),
            ours.replace(r#""id":"urn:uuid:1","#, r#""id":"urn:uuid:1","id":"urn:uuid:2","#),
            ours.replace(r#""start":1"#, r#""start":-1"#),
            ours.replace(r#""start":1"#, r#""start":4"#),
            ours.replace(r#""type":"TextPositionSelector""#, r#""type":"FragmentSelector""#),
            ours.replace(r#""exact":"Né","#, ""),
            ours.replace("Né", r"N\u00e9"),
            ours.replace(r#""kind":"mention""#, r#""format":1,"kind":"mention""#),
            ours.replace(r#""kind":"mention""#, r#""format":2,"kind":"mention""#),
            ours.replace(r#""kind":"mention""#, r#""f\u006frmat":2,"kind":"mention""#),
            ours.replace(r#""kind":"mention""#, r#""kind":"relation""#),
            ours.replace(r#""kind":"mention""#, r#""kind":"mention","cue":[1]"#),
            ours.replace(r#""kind":"mention""#, r#""kind":"mention","later":{"a":[1.5e3,null]}"#),
            ours.replace(r#""created":"2026-11-21T22:00:00.500Z""#, r#""created":null"#),
            ours.replace(r#"{"kind":"mention","verdict":"accepted","type":"person","entity":"né"}"#, "null"),
            ours.replace(r#","copydesk":{"kind":"mention","verdict":"accepted","type":"person","entity":"né"}"#, ""),
        ];
        for line in others.iter().chain([&ours]) {
            assert_eq!(Annotation::parse(line), Annotation::parse_any(line), "{line}");
        }
        assert!(others.iter().all(|line| *line != ours), "each is another");
    }

    #[test]
    fn what_is_wrong_is_said() {
        let check = |line: &str, why: &str| {
            let found = Annotation::parse(line).unwrap_err();
            assert!(found.contains(why), "{line}: {found}");
        };
        check("{", "no JSON");
        check("[]", "an object");
        check(r#"{"id":"x"}"#, "a target");
        check(r#"{"id":"x","target":"a","copydesk":{"kind":"dream"}}"#, "unknown variant `dream`");
        check(r#"{"id":"x","target":"a","copydesk":{"format":2}}"#, "a later Copydesk");
        check(r#"{"id":"x","target":"a","copydesk":{"kind":"attribution","cue":[1]}}"#, "not there");
        let foreign = Annotation::parse(r#"{"id":"x","target":"a","creator":{"name":"B"}}"#).unwrap();
        assert_eq!((&*foreign.creator, foreign.kind(), foreign.meaning), ("B", Kind::Note, None));
    }
}
