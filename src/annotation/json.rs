//! JSON that is changed without touching what nobody here knows: values that stay the same keep their bytes, and keys
//! that are not known keep their place.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// What is known of an object, or of each object of a list.
pub(super) struct Shape {
    /// Its keys in the order in which they are written, with what is known of their values.
    pub(super) keys: &'static [(&'static str, Option<&'static Shape>)],
}

impl Shape {
    fn rank(&self, key: &str) -> Option<usize> {
        self.keys.iter().position(|(known, _)| *known == key)
    }
}

/// An object with its keys in their order, and each value as it was written.
#[derive(Default)]
struct Object<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Object<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;
        impl<'de> Visitor<'de> for Entries {
            type Value = Object<'de>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut entries = Vec::new();
                while let Some((key, value)) = map.next_entry::<String, &RawValue>()? {
                    entries.push((Cow::Owned(key), value));
                }
                Ok(Object(entries))
            }
        }
        deserializer.deserialize_map(Entries)
    }
}

/// A value that is to be written, and what it takes the place of.
#[derive(Clone, Copy)]
pub(super) struct Change<'a> {
    /// As it is to be.
    pub(super) after: &'a Value,
    /// As it is known to be now.
    pub(super) before: Option<&'a Value>,
    /// The same as it is written.
    pub(super) written: Option<&'a str>,
}

/// The value in one line.
pub(super) fn write(change: Change<'_>, shape: Option<&Shape>) -> String {
    let Change { after, before, written } = change;
    match (after, written, shape) {
        (_, Some(written), _) if before == Some(after) => written.to_owned(),
        (Value::Object(fields), _, Some(shape)) => object(fields, before, written, shape),
        (Value::Array(items), _, Some(shape)) => array(items, before, written, shape),
        _ => after.to_string(),
    }
}

fn object(fields: &Map<String, Value>, before: Option<&Value>, written: Option<&str>, shape: &Shape) -> String {
    let Object(old) = written.and_then(|written| serde_json::from_str(written).ok()).unwrap_or_default();
    let before = before.and_then(Value::as_object);
    let change = |key: &str, after, written| {
        let inner = shape.rank(key).and_then(|rank| shape.keys[rank].1);
        write(Change { after, before: before.and_then(|before| before.get(key)), written }, inner)
    };
    let mut entries: Vec<(Cow<'_, str>, String)> = Vec::new();
    for (key, value) in old {
        match (shape.rank(&key), fields.get(&*key)) {
            (Some(_), Some(after)) => {
                let value = change(&key, after, Some(value.get()));
                entries.push((key, value));
            }
            (Some(_), None) if before.is_some_and(|before| before.contains_key(&*key)) => {}
            _ => entries.push((key, value.get().to_owned())),
        }
    }
    for (rank, (key, _)) in shape.keys.iter().enumerate() {
        let Some(after) = fields.get(*key) else { continue };
        if entries.iter().any(|(there, _)| there == key) {
            continue;
        }
        let earlier = |(there, _): &(Cow<'_, str>, String)| shape.rank(there).is_some_and(|there| there < rank);
        let at = entries.iter().rposition(earlier).map_or(0, |at| at + 1);
        entries.insert(at, (Cow::Borrowed(*key), change(key, after, None)));
    }
    let entries: Vec<String> =
        entries.into_iter().map(|(key, value)| format!("{}:{value}", Value::from(key.into_owned()))).collect();
    format!("{{{}}}", entries.join(","))
}

/// Items take the place of those of the same type and purpose, else of those at the same place.
fn array(items: &[Value], before: Option<&Value>, written: Option<&str>, shape: &Shape) -> String {
    let list = |written: &str| -> Vec<String> {
        let items: Result<Vec<&RawValue>, _> = serde_json::from_str(written);
        items.map_or_else(|_| vec![written.to_owned()], |items| items.iter().map(|it| it.get().to_owned()).collect())
    };
    let old = written.map(list).unwrap_or_default();
    let before = before.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let typed = |value: &Value| {
        let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        (text("type"), text("purpose"))
    };
    let types: Vec<(String, String)> =
        old.iter().map(|it| serde_json::from_str(it).map(|it: Value| typed(&it)).unwrap_or_default()).collect();
    let mut partners: Vec<Option<usize>> = vec![None; old.len()];
    let mut rest = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let own = typed(item);
        let free = |at: &usize| partners.get(*at).is_some_and(Option::is_none);
        let partner = if own.0.is_empty() {
            Some(at).filter(free)
        } else {
            (0..old.len()).find(|at| types[*at] == own && free(at))
        };
        match partner {
            Some(partner) => partners[partner] = Some(at),
            None => rest.push(at),
        }
    }
    let mut written: Vec<String> = Vec::new();
    for ((old, kind), partner) in old.iter().zip(&types).zip(partners) {
        match partner {
            Some(at) => {
                let same = |it: &&Value| !kind.0.is_empty() && typed(it) == *kind;
                let known = before.iter().find(same).or(before.get(at));
                written.push(write(Change { after: &items[at], before: known, written: Some(old) }, Some(shape)));
            }
            // Somebody else's.
            None if !kind.0.is_empty() && !before.iter().any(|it| typed(it) == *kind) => written.push(old.clone()),
            None => {}
        }
    }
    let fresh = |at: usize| write(Change { after: &items[at], before: None, written: None }, Some(shape));
    written.extend(rest.into_iter().map(fresh));
    format!("[{}]", written.join(","))
}
