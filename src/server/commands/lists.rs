//! The lists: articles, events and entities of the workspace, for clients that show them in a tree or a picker.

use jiff::civil::Date;
use lsp_types::{Range, Url};
use serde::Serialize;
use serde_json::Value;
use tower_lsp::jsonrpc::Error;

use super::super::session::Session;
use super::super::view::View;
use super::super::{to_proto, uri};
use super::answer::to_value;
use super::arguments::Arguments;
use crate::analysis::ArticleRole;
use crate::corpus::ArticleId;
use crate::ide::listing;
use crate::rules;

#[derive(Serialize)]
struct Article {
    uri: Option<Url>,
    label: String,
    date: Option<String>,
    outlet: Option<String>,
    title: String,
    role: &'static str,
    #[serde(rename = "event")]
    reports: usize,
    findings: usize,
}

#[derive(Serialize)]
struct Event {
    title: String,
    date: Option<String>,
    articles: Vec<ArticlePlace>,
}

#[derive(Serialize)]
struct ArticlePlace {
    uri: Url,
    range: Range,
    label: String,
}

#[derive(Serialize)]
struct Entity {
    name: String,
    #[serde(rename = "type")]
    kind: &'static str,
    articles: usize,
    mentions: usize,
    uri: Url,
    range: Range,
}

fn written(date: Option<Date>) -> Option<String> {
    date.map(|date| date.to_string())
}

/// `copydesk.articles`
pub(super) fn articles(view: &View, _: &Session, _: &Arguments) -> Result<Value, Error> {
    let article = |entry: listing::ArticleEntry| Article {
        uri: view.uri(entry.article),
        label: entry.label,
        date: written(entry.date),
        outlet: entry.outlet,
        title: entry.title,
        role: match entry.role {
            ArticleRole::Draft => "draft",
            ArticleRole::Clipping => "clipping",
        },
        reports: entry.reports,
        findings: findings(view, entry.article),
    };
    Ok(to_value(&listing::articles(&view.snapshot).into_iter().map(article).collect::<Vec<_>>()))
}

fn findings(view: &View, article: ArticleId) -> usize {
    let path = uri::local_path(&view.snapshot.article(article).key);
    let file = path.and_then(|path| view.settings.known(&path));
    let rules = file.map(|file| file.settings.rules.clone()).unwrap_or_default();
    rules::check(&view.snapshot, article, &rules).len()
}

/// `copydesk.events`
pub(super) fn events(view: &View, _: &Session, _: &Arguments) -> Result<Value, Error> {
    let event = |entry: listing::EventEntry| {
        let places = entry.articles.into_iter().filter_map(|(place, label)| {
            let location = to_proto::location(view, place)?;
            Some(ArticlePlace { uri: location.uri, range: location.range, label })
        });
        Event { title: entry.title, date: written(entry.date), articles: places.collect() }
    };
    Ok(to_value(&listing::events(&view.snapshot).into_iter().map(event).collect::<Vec<_>>()))
}

/// `copydesk.entities`
pub(super) fn entities(view: &View, _: &Session, _: &Arguments) -> Result<Value, Error> {
    let entity = |entry: listing::EntityEntry| {
        let location = to_proto::location(view, entry.place)?;
        Some(Entity {
            name: entry.name,
            kind: entry.entity_type.name(),
            articles: entry.articles,
            mentions: entry.mentions,
            uri: location.uri,
            range: location.range,
        })
    };
    Ok(to_value(&listing::entities(&view.snapshot).into_iter().filter_map(entity).collect::<Vec<_>>()))
}
