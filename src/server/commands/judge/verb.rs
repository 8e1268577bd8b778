//! What is decided, as it stands in the arguments of `copydesk.judge`: read here, and written for code actions.

use lsp_types::{Range, Url};
use serde_json::{Map, Value, json};
use tower_lsp::jsonrpc::Error;

use super::super::super::uri::{self, Style};
use super::super::super::view::View;
use super::super::super::{from_proto, to_proto};
use super::super::answer::{invalid, refused};
use super::super::arguments::Arguments;
use crate::annotation::Status;
use crate::corpus::{ArticleId, Place};
use crate::ide::judge::{Of, Sort, Speaker, Verb};

/// A range in an article.
pub(super) fn range(view: &View, article: ArticleId, value: &Value) -> Result<Place, Error> {
    let range: Range = serde_json::from_value(value.clone())
        .map_err(|_| invalid("copydesk.judge: a range is {\"start\": …, \"end\": …}"))?;
    let span = from_proto::span(view.snapshot.analysis(article), range, view.client.encoding);
    Ok(Place { article, span })
}

/// A place in an article, `{"uri", "range"}`.
fn place(view: &View, value: &Value, name: &str) -> Result<Place, Error> {
    let wrong = || invalid(format!("copydesk.judge: “{name}” is {{\"uri\": …, \"range\": …}}"));
    let uri = value.get("uri").and_then(Value::as_str).ok_or_else(wrong)?;
    let article = view.article(&uri::key(uri, Style::HERE));
    let article = article.ok_or_else(|| refused(format!("{uri}: is no article that Copydesk reads")))?;
    range(view, article, value.get("range").ok_or_else(wrong)?)
}

fn maybe_place(view: &View, arguments: &Arguments, name: &str) -> Result<Option<Place>, Error> {
    arguments.field(name)?.map(|value| place(view, value, name)).transpose()
}

fn needed<'a>(arguments: &'a Arguments, name: &str) -> Result<&'a str, Error> {
    arguments.text(name)?.ok_or_else(|| invalid(format!("copydesk.judge: “{name}” is missing")))
}

fn flag(arguments: &Arguments, name: &str) -> Result<bool, Error> {
    Ok(arguments.field(name)?.is_some_and(|value| value == &Value::Bool(true)))
}

fn to(view: &View, arguments: &Arguments) -> Result<Place, Error> {
    maybe_place(view, arguments, "to")?.ok_or_else(|| invalid("copydesk.judge: “to” is missing"))
}

fn texts(arguments: &Arguments, name: &str) -> Result<Vec<String>, Error> {
    let Some(value) = arguments.field(name)? else { return Ok(Vec::new()) };
    serde_json::from_value(value.clone()).map_err(|_| invalid(format!("copydesk.judge: “{name}” is a list of texts")))
}

/// Reads what is decided.
pub(super) fn parse(view: &View, arguments: &Arguments) -> Result<Verb, Error> {
    let text = |name: &str| Ok::<_, Error>(arguments.text(name)?.map(str::to_owned));
    let relate = |same| {
        let of = match arguments.text("of")? {
            None => None,
            Some("entity") => Some(Of::Entity),
            Some("event") => Some(Of::Event),
            Some(_) => return Err(invalid("copydesk.judge: “of” is \"entity\" or \"event\"")),
        };
        Ok(Verb::Relate { to: to(view, arguments)?, same, of })
    };
    let verdict = || {
        let sort = match arguments.text("sort")? {
            None => None,
            Some("mention") => Some(Sort::Mention),
            Some("attribution") => Some(Sort::Attribution),
            Some("event") => Some(Sort::Event),
            Some(_) => return Err(invalid("copydesk.judge: “sort” is \"mention\", \"attribution\" or \"event\"")),
        };
        Ok((sort, flag(arguments, "all")?))
    };
    Ok(match needed(arguments, "verb")? {
        "accept" => verdict().map(|(sort, all)| Verb::Accept { sort, all })?,
        "reject" => verdict().map(|(sort, all)| Verb::Reject { sort, all })?,
        "mention" => Verb::Mention(needed(arguments, "type")?.to_owned()),
        "event" => Verb::Event(text("class")?),
        "attribution" => Verb::Attribution {
            source: maybe_place(view, arguments, "source")?,
            cue: maybe_place(view, arguments, "cue")?,
            speaker: text("speaker")?.map(Speaker::Named),
        },
        "speaker" => Verb::Speaker(match (maybe_place(view, arguments, "to")?, arguments.text("name")?) {
            (Some(place), _) => Speaker::At(place),
            (None, Some("none") | None) => Speaker::Nobody,
            (None, Some(name)) => Speaker::Named(name.to_owned()),
        }),
        "same" if flag(arguments, "every")? => Verb::Every(to(view, arguments)?),
        "same" => relate(Some(true))?,
        "not-same" => relate(Some(false))?,
        "unsure" => relate(None)?,
        "part-of" => Verb::PartOf(to(view, arguments)?),
        "name" => Verb::Name(needed(arguments, "name")?.to_owned()),
        "link" => Verb::Link(needed(arguments, "link")?.to_owned()),
        "claim" => {
            let word = needed(arguments, "status")?;
            let status = Status::of(word).ok_or_else(|| {
                let all: Vec<&str> = Status::ALL.iter().map(|status| status.name()).collect();
                invalid(format!("copydesk.judge: “status” is one of {}", all.join(", ")))
            })?;
            Verb::Claim { status, links: texts(arguments, "links")?, note: text("note")? }
        }
        "dismiss" => Verb::Dismiss {
            code: needed(arguments, "code")?.to_owned(),
            reason: text("reason")?,
            article: flag(arguments, "article")?,
        },
        "note" => Verb::Note(text("note")?.unwrap_or_default()),
        "delete" => Verb::Delete(needed(arguments, "id")?.to_owned()),
        "reanchor" => Verb::Reanchor(needed(arguments, "id")?.to_owned(), to(view, arguments)?),
        other => return Err(invalid(format!("copydesk.judge: there is no verb “{other}”"))),
    })
}

/// The keys of the articles that places in the arguments are in.
pub(super) fn articles(arguments: &Arguments) -> Vec<String> {
    let places = ["to", "source", "cue"].into_iter().filter_map(|name| arguments.field(name).ok().flatten());
    places.filter_map(|place| Some(uri::key(place.get("uri")?.as_str()?, Style::HERE))).collect()
}

/// True for what looks at every article.
pub(super) fn looks_everywhere(arguments: &Arguments) -> Result<bool, Error> {
    flag(arguments, "every")
}

/// True where words are needed that could not be asked for: the line is opened to be filled in.
pub(super) fn asks_for_words(verb: &Verb) -> bool {
    match verb {
        Verb::Note(note) => note.is_empty(),
        Verb::Claim { links, note, .. } => links.is_empty() && note.is_none(),
        _ => false,
    }
}

/// The argument of `copydesk.judge` that decides this about a place.
pub fn argument(view: &View, uri: &Url, at: Place, verb: &Verb) -> Value {
    let range = |place: Place| to_proto::range(view.snapshot.analysis(place.article), place.span, view.client.encoding);
    let place = |place: Place| json!({"uri": view.uri(place.article), "range": range(place)});
    let mut fields = Map::new();
    let mut put = |name: &str, value: Value| drop(fields.insert(name.to_owned(), value));
    put("uri", json!(uri));
    put("range", json!(range(at)));
    let sort = |sort: &Option<Sort>| match sort {
        Some(Sort::Mention) => json!("mention"),
        Some(Sort::Attribution) => json!("attribution"),
        Some(Sort::Event) => json!("event"),
        None => Value::Null,
    };
    let name = match verb {
        Verb::Accept { sort: which, all } | Verb::Reject { sort: which, all } => {
            put("sort", sort(which));
            put("all", json!(all));
            if matches!(verb, Verb::Accept { .. }) { "accept" } else { "reject" }
        }
        Verb::Mention(kind) => {
            put("type", json!(kind));
            "mention"
        }
        Verb::Event(class) => {
            put("class", json!(class));
            "event"
        }
        Verb::Attribution { source, cue, speaker } => {
            put("source", source.map_or(Value::Null, place));
            put("cue", cue.map_or(Value::Null, place));
            if let Some(Speaker::Named(speaker)) = speaker {
                put("speaker", json!(speaker));
            }
            "attribution"
        }
        Verb::Speaker(speaker) => {
            match speaker {
                Speaker::At(to) => put("to", place(*to)),
                Speaker::Named(name) => put("name", json!(name)),
                Speaker::Nobody => put("name", json!("none")),
            }
            "speaker"
        }
        Verb::Relate { to, same, of } => {
            put("to", place(*to));
            put("of", of.map_or(Value::Null, |of| json!(if of == Of::Entity { "entity" } else { "event" })));
            match same {
                Some(true) => "same",
                Some(false) => "not-same",
                None => "unsure",
            }
        }
        Verb::Every(to) => {
            put("to", place(*to));
            put("every", json!(true));
            "same"
        }
        Verb::PartOf(to) => {
            put("to", place(*to));
            "part-of"
        }
        Verb::Name(name) => {
            put("name", json!(name));
            "name"
        }
        Verb::Link(link) => {
            put("link", json!(link));
            "link"
        }
        Verb::Claim { status, links, note } => {
            put("status", json!(status.name()));
            put("links", json!(links));
            put("note", json!(note));
            "claim"
        }
        Verb::Dismiss { code, reason, article } => {
            put("code", json!(code));
            put("reason", json!(reason));
            put("article", json!(article));
            "dismiss"
        }
        Verb::Note(note) => {
            put("note", json!(note));
            "note"
        }
        Verb::Delete(id) => {
            put("id", json!(id));
            "delete"
        }
        Verb::Reanchor(id, to) => {
            put("id", json!(id));
            put("to", place(*to));
            "reanchor"
        }
    };
    put("verb", json!(name));
    fields.retain(|_, value| !value.is_null());
    Value::Object(fields)
}
