//! `textDocument/codeAction`: what can be done for the article at hand, or for the folder where Copydesk is off.
//!
//! Unasked, as a light bulb, only what mends something at that very place is offered; asked for, everything is.

use std::path::Path;

use lsp_types::*;
use serde_json::{Value, json};

use super::super::capabilities::acts::CodeActions;
use super::super::commands::acts::{blocked, can_turn_on};
use super::super::commands::judge::verb;
use super::super::session::SettingsSnapshot;
use super::super::uri;
use super::super::view::View;
use super::super::{from_proto, uri::Style};
use crate::analysis::ArticleRole;
use crate::corpus::{ArticleId, Place};
use crate::ide::code_actions::{self, Act};
use crate::store::annotations::judging::{Judging, creator};

/// An action before it is put in the client's terms.
struct Offer {
    title: String,
    /// The last part of its kind: `source.copydesk.date`.
    kind: &'static str,
    command: &'static str,
    value: Option<String>,
    /// The whole argument, where it is more than a value.
    argument: Option<Value>,
    mends: bool,
    preferred: bool,
}

/// How the client came to ask.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// The user wants to see what there is.
    Out,
    /// The cursor has moved.
    Unasked,
    /// The client does not say.
    Unsaid,
}

impl Asked {
    fn new(context: &CodeActionContext) -> Self {
        let asks = |kind: &CodeActionKind| {
            ["source", "refactor"]
                .iter()
                .any(|outer| is_within(outer, kind.as_str()) || is_within(kind.as_str(), outer))
        };
        if context.only.as_ref().is_some_and(|only| !only.is_empty() && only.iter().all(asks)) {
            return Self::Out;
        }
        match context.trigger_kind {
            Some(CodeActionTriggerKind::INVOKED) => Self::Out,
            Some(_) => Self::Unasked,
            None => Self::Unsaid,
        }
    }
}

/// True when `kind` is `outer` or one of its kinds.
fn is_within(outer: &str, kind: &str) -> bool {
    outer.is_empty() || kind.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// What can be done in a document.
pub fn code_actions(view: &View, desk: &SettingsSnapshot, params: &CodeActionParams) -> Vec<CodeActionOrCommand> {
    let uri = &params.text_document.uri;
    let (Some(client), Some(path)) = (view.client.acts.code_actions, uri::local_path(uri.as_str())) else {
        return Vec::new();
    };
    let asked = Asked::new(&params.context);
    let offers = match view.article(&uri::key(uri.as_str(), Style::HERE)) {
        Some(article) => {
            let span = from_proto::span(view.snapshot.analysis(article), params.range, view.client.encoding);
            let judged = judged(view, desk, uri, &path, Place { article, span }, asked == Asked::Out);
            let found = code_actions::code_actions(&view.snapshot, article, span).into_iter();
            let offers = found.map(offer).chain(judged);
            offers.filter(|offer| asked == Asked::Out || offer.mends).collect()
        }
        // Where Copydesk is off it keeps out of the way: never a light bulb, and a client that does not say why it
        // asks is answered on the first line.
        None => {
            let first_line = asked == Asked::Unsaid && params.range.start.line == 0;
            let offered = (asked == Asked::Out || first_line) && can_turn_on(desk, &path);
            offered.then(turn_on).into_iter().collect::<Vec<_>>()
        }
    };
    let only = params.context.only.as_deref().filter(|only| !only.is_empty());
    let mut kept: Vec<_> = offers.into_iter().filter_map(|offer| Some((kind(&offer, only)?, offer))).collect();
    let settings = |offer: &Offer| offer.command != TURN_ON && offer.command != JUDGE;
    let why = if kept.iter().any(|(_, offer)| settings(offer)) { blocked(desk, &path) } else { None };
    if why.is_some() && asked != Asked::Out {
        kept.retain(|(_, offer)| !settings(offer));
    }
    let why = |offer: &Offer| why.as_deref().filter(|_| settings(offer));
    kept.into_iter()
        .map(|(kind, offer)| {
            let why = why(&offer);
            encode(offer, kind, uri, client, why)
        })
        .collect()
}

const TURN_ON: &str = "copydesk.turnOn";
const JUDGE: &str = "copydesk.judge";

/// What can be decided about a place; unasked only about findings.
fn judged(view: &View, desk: &SettingsSnapshot, uri: &Url, path: &Path, at: Place, asked: bool) -> Vec<Offer> {
    let Some(settings) = desk.nearest(path) else { return Vec::new() };
    let who = creator(desk.annotator.as_deref(), settings.folder(), &desk.annotations.users).unwrap_or_default();
    let path = |article: ArticleId| uri::local_path(&view.snapshot.article(article).key);
    let judging = Judging {
        snapshot: &view.snapshot,
        path: &path,
        settings: &settings,
        memory: &desk.annotations,
        creator: &who,
        standing: &|article| view.standing(article),
    };
    let found = judging.actions(at, asked).into_iter();
    found
        .map(|action| Offer {
            argument: Some(verb::argument(view, uri, action.at, &action.verb)),
            title: action.title,
            kind: "judge",
            command: JUDGE,
            value: None,
            mends: action.mends,
            preferred: false,
        })
        .collect()
}

fn turn_on() -> Offer {
    let title = "Turn Copydesk on in this folder".to_owned();
    Offer { title, kind: "on", command: TURN_ON, value: None, argument: None, mends: false, preferred: false }
}

fn offer(action: code_actions::CodeAction) -> Offer {
    let (kind, command, value) = match action.act {
        Act::Date(date) => ("date", "copydesk.setDate", date.map(|date| date.to_string())),
        Act::Outlet(name) => ("outlet", "copydesk.setOutlet", name),
        Act::Role(ArticleRole::Draft) => ("role", "copydesk.setRole", Some("draft".to_owned())),
        Act::Role(ArticleRole::Clipping) => ("role", "copydesk.setRole", Some("clipping".to_owned())),
    };
    Offer {
        title: action.title,
        kind,
        command,
        value,
        argument: None,
        mends: action.mends,
        preferred: action.preferred,
    }
}

/// The kind under which an action is offered; `None` when the client wants none of its kinds. What mends something is
/// a quick fix. What does not has no kind unless it is asked for by one: VS Code hides `source` from its menu.
fn kind(offer: &Offer, only: Option<&[CodeActionKind]>) -> Option<Option<CodeActionKind>> {
    let group = if offer.command == JUDGE { "refactor" } else { "source" };
    let source = format!("{group}.copydesk.{}", offer.kind);
    let Some(only) = only else {
        let own = (group == "refactor").then(|| CodeActionKind::from(source));
        return Some(if offer.mends { Some(CodeActionKind::QUICKFIX) } else { own });
    };
    let wanted = |kind: &str| only.iter().any(|outer| is_within(outer.as_str(), kind));
    if offer.mends && wanted("quickfix") {
        return Some(Some(CodeActionKind::QUICKFIX));
    }
    wanted(&source).then(|| Some(CodeActionKind::from(source)))
}

fn encode(
    offer: Offer,
    kind: Option<CodeActionKind>,
    uri: &Url,
    client: CodeActions,
    why: Option<&str>,
) -> CodeActionOrCommand {
    let argument = match offer.value {
        _ if offer.argument.is_some() => offer.argument.unwrap_or_default(),
        Some(value) => json!({ "uri": uri, "value": value }),
        None => json!({ "uri": uri }),
    };
    let command = Command::new(offer.title.clone(), offer.command.to_owned(), Some(vec![argument]));
    if !client.literals {
        return CodeActionOrCommand::Command(command);
    }
    let disabled = why.filter(|_| client.disabled).map(|reason| CodeActionDisabled { reason: reason.to_owned() });
    CodeActionOrCommand::CodeAction(CodeAction {
        title: offer.title,
        kind,
        command: disabled.is_none().then_some(command),
        is_preferred: (offer.preferred && disabled.is_none() && client.preferred).then_some(true),
        disabled,
        ..CodeAction::default()
    })
}
