//! The acts: what is said of an article in `copydesk.toml`, and Copydesk turned on in a folder.

use std::path::{Path, PathBuf};

use lsp_types::*;
use serde_json::json;
use tower_lsp::jsonrpc::Error;

use super::super::documents::Document;
use super::super::journal::{Entry, Step};
use super::super::session::{Session, SettingsSnapshot};
use super::super::to_proto::diagnostic;
use super::answer::{Done, invalid, place_in_words, refused};
use super::arguments::Arguments;
use crate::analysis::ArticleRole;
use crate::store::settings::carry::splice;
use crate::store::settings::edit::{Change, Fact, Gap};
use crate::store::settings::write::{self, Plan, Wish};
use crate::store::settings::{self, FILE_NAME, SettingsFile};
use crate::store::workspace;
use crate::text::{escaped, escaped_path};

/// `copydesk.setDate`
pub(super) fn set_date(session: &Session, arguments: &Arguments) -> Result<Done, Error> {
    let wish = match arguments.text("value")? {
        Some(day) => Wish::Say(Fact::Published(settings::parse_day(day).map_err(invalid)?)),
        None => Wish::Leave(Gap::Published),
    };
    set(session, &arguments.file()?, &wish)
}

/// `copydesk.setOutlet`
pub(super) fn set_outlet(session: &Session, arguments: &Arguments) -> Result<Done, Error> {
    let wish = match arguments.text("value")? {
        Some(name) => Wish::Say(Fact::Outlet(settings::parse_name(name).map_err(invalid)?)),
        None => Wish::Leave(Gap::Outlet),
    };
    set(session, &arguments.file()?, &wish)
}

/// `copydesk.setRole`
pub(super) fn set_role(session: &Session, arguments: &Arguments) -> Result<Done, Error> {
    let role = match arguments.text("value")? {
        Some("draft") => ArticleRole::Draft,
        Some("clipping") => ArticleRole::Clipping,
        _ => return Err(invalid("a role is \"draft\" or \"clipping\"")),
    };
    set(session, &arguments.file()?, &Wish::Say(Fact::Role(role)))
}

/// `copydesk.turnOn`
pub(super) fn turn_on(session: &Session, arguments: &Arguments) -> Result<Done, Error> {
    let desk = session.desk();
    let path = arguments.path()?;
    let nearest = path.as_deref().and_then(|path| desk.nearest(path));
    let file = match (nearest, path) {
        (Some(there), _) => there.path.clone(),
        (None, path) => {
            let file = folder_for(&desk, path.as_deref())?.join(FILE_NAME);
            if !file.is_file() {
                write::create(&file, settings::STARTER)?;
                session.files_changed(vec![file.clone()]);
            }
            file
        }
    };
    let uri = desk.uri(&file).ok_or_else(|| refused(format!("{}: has no address", escaped_path(&file))))?;
    Ok(Done { answer: json!({ "uri": uri }), ..Done::default() })
}

/// Where Copydesk is to be turned on when nobody says where: the one folder in which it is off.
fn folder_that_is_off(desk: &SettingsSnapshot) -> Result<PathBuf, Error> {
    let off: Vec<&PathBuf> = desk.folders.iter().filter(|folder| desk.nearest(folder).is_none()).collect();
    match off[..] {
        [] => desk.folders.first().cloned().ok_or_else(|| refused("no folder is open; open one first")),
        [one] => Ok(one.clone()),
        [..] => {
            let names: Vec<_> = off.iter().map(|folder| escaped_path(folder)).collect();
            Err(refused(format!("say in which folder: {}", names.join(", "))))
        }
    }
}

/// The workspace folder of a file; without one, the folder that is off. A file that was opened by itself has its own folder.
fn folder_for(desk: &SettingsSnapshot, path: Option<&Path>) -> Result<PathBuf, Error> {
    match path {
        None => folder_that_is_off(desk),
        Some(path) if desk.folders.is_empty() => {
            let own = if path.is_dir() { Some(path) } else { path.parent() };
            own.map(Path::to_owned).ok_or_else(|| refused("no folder is open; open one first"))
        }
        Some(path) => desk.folder_of(path).cloned().ok_or_else(|| outside(path)),
    }
}

fn outside(path: &Path) -> Error {
    refused(format!("{}: lies in no folder of this workspace; open its folder first", escaped_path(path)))
}

/// `copydesk.showReferences`, for a client that leaves it to the server: opens the first place.
pub(super) fn show_references(session: &Session, arguments: &Arguments) -> Result<Done, Error> {
    let places: Vec<Location> = arguments.at(2, "its arguments are a URI, a position and a list of locations")?;
    let first = places.into_iter().next().ok_or_else(|| refused("there is no other place to show"))?;
    if !session.client().acts.shows_documents {
        return Err(cannot_show(&first));
    }
    Ok(Done { show: Some(first), ..Done::default() })
}

fn cannot_show(place: &Location) -> Error {
    let words = place_in_words(&place.uri, place.range.start.line);
    refused(format!("this editor opens no files when asked to; go to {words}"))
}

/// Carries out a wish for an article.
fn set(session: &Session, article: &Path, wish: &Wish) -> Result<Done, Error> {
    let desk = session.desk();
    let file = settings_for(&desk, article)?;
    let open = desk.settings.iter().find(|(path, _)| *path == file).map(|(_, document)| document);
    if open.is_some_and(|document| document.desynced) {
        return Err(out_of_step());
    }
    // A second edit of the same text would not know of the first, and the entry would be there twice.
    if desk.changing.as_ref() == Some(&file) {
        return Err(being_changed());
    }
    let plan = match desk.open_settings(&file) {
        Some(settings) => {
            write::own(&file)?;
            Plan::new(&file, Some(settings), article, wish)?
        }
        None => write::change(&file, article, wish, &desk.memory)?,
    };
    let mut done = Done::default();
    let name = escaped_path(Path::new(article.file_name().unwrap_or_default()));
    let step = || Step::Settings {
        title: format!("{}, {name}", in_words(wish)),
        path: plan.path.clone(),
        before: plan.before.as_ref().map(|file| file.text.to_string()),
        after: Some(plan.after.text.to_string()),
    };
    match open {
        None => {
            taken_up(session, &plan);
            if plan.changes() {
                session.journal().note(Entry::Did(step()));
            }
        }
        Some(document) if desk.client.acts.applies_edits => {
            let change = plan.before.as_ref().zip(plan.edit.change.as_ref());
            done.edit = change.map(|(before, change)| edit(&desk, before, change, document));
            if done.edit.is_some() {
                session.edit_asked(file, document.version);
                done.entry = Some(Entry::Did(step()));
            }
        }
        Some(_) if plan.changes() => {
            let what = in_words(wish);
            return Err(refused(format!(
                "copydesk.toml is open in this editor, which lets nobody else edit it; \
                write {what} there yourself"
            )));
        }
        Some(_) => {}
    }
    if matches!(wish, Wish::Leave(_)) {
        done.show = Some(place_of_value(&desk, &plan)?);
    }
    Ok(done)
}

/// `outlet = "The Guardian"`
fn in_words(wish: &Wish) -> String {
    match wish {
        Wish::Say(fact) => format!("{} = {}", fact.key(), escaped(&fact.written())),
        Wish::Leave(gap) => format!("{} = …", gap.key()),
    }
}

fn being_changed() -> Error {
    refused("copydesk.toml is being changed by the editor at this moment; try again")
}

fn out_of_step() -> Error {
    refused("copydesk.toml is open and its text is not known here; close it and open it again")
}

/// The file that speaks for an article, or that is to be made.
fn settings_for(desk: &SettingsSnapshot, article: &Path) -> Result<PathBuf, Error> {
    if !article.exists() && !desk.open_files.contains(article) {
        return Err(refused(format!("{}: there is no such file; check the path", escaped_path(article))));
    }
    let nearest = desk.nearest(article);
    if nearest.is_none() && !desk.always && !article.is_dir() && desk.folder_of(article).is_some() {
        let shown = escaped_path(article);
        return Err(refused(format!("{shown}: Copydesk is off here; turn Copydesk on in this folder first")));
    }
    write::is_article(article, nearest.as_deref())?;
    match nearest {
        Some(there) => Ok(there.path.clone()),
        None => desk.folder_of(article).map(|folder| folder.join(FILE_NAME)).ok_or_else(|| outside(article)),
    }
}

/// The server takes it up at once, whether or not anybody watches files.
fn taken_up(session: &Session, plan: &Plan) {
    if plan.changes() {
        session.files_changed(vec![plan.path.clone()]);
    }
}

/// A change of `before`, the text of an open document, as an edit of that.
fn edit(desk: &SettingsSnapshot, before: &SettingsFile, change: &Change, document: &Document) -> WorkspaceEdit {
    let range = diagnostic::range_in_file(before, change.span, desk.client.encoding);
    let edit = TextEdit { range, new_text: change.with.clone() };
    let uri = document.uri.clone();
    if !desk.client.acts.versioned_edits {
        let changes = std::iter::once((uri, vec![edit])).collect();
        return WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() };
    }
    let document = OptionalVersionedTextDocumentIdentifier { uri, version: Some(document.version) };
    let edits = TextDocumentEdit { text_document: document, edits: vec![OneOf::Left(edit)] };
    WorkspaceEdit { document_changes: Some(DocumentChanges::Edits(vec![edits])), ..WorkspaceEdit::default() }
}

/// Does again, or takes back, what led from one text of a `copydesk.toml` to another: by the editor where that has it
/// open.
pub(super) fn exchange(session: &Session, path: &Path, from: Option<&str>, to: Option<&str>) -> Result<Done, Error> {
    let desk = session.desk();
    let Some((_, document)) = desk.settings.iter().find(|(open, _)| open == path) else {
        write::exchange(path, from, to)?;
        session.files_changed(vec![path.to_owned()]);
        return Ok(Done::default());
    };
    let now = desk.open_settings(path).ok_or_else(out_of_step)?;
    if desk.changing.as_deref() == Some(path) {
        return Err(being_changed());
    }
    if !desk.client.acts.applies_edits {
        return Err(refused("copydesk.toml is open in this editor, which lets nobody else edit it; undo it there"));
    }
    let to = write::carried(path, from, to, Some(&now.text))?;
    // A file that is open is not taken away.
    let change = splice(&now.text, to.as_deref().unwrap_or(settings::STARTER));
    let edit = change.map(|change| edit(&desk, &now, &change, document));
    if edit.is_some() {
        session.edit_asked(path.to_owned(), document.version);
    }
    Ok(Done { edit, ..Done::default() })
}

/// Where the user is to write; an error that says so when the client cannot go there.
fn place_of_value(desk: &SettingsSnapshot, plan: &Plan) -> Result<Location, Error> {
    let range = diagnostic::range_in_file(&plan.after, plan.edit.value, desk.client.encoding);
    let uri = desk.uri(&plan.path).ok_or_else(|| refused(format!("{}: has no address", escaped_path(&plan.path))))?;
    let place = Location { uri, range };
    if desk.client.acts.shows_documents {
        return Ok(place);
    }
    let words = place_in_words(&place.uri, range.start.line);
    Err(refused(format!("this editor opens no files when asked to; fill in {words}")))
}

/// True when a file is no article only because nobody has turned Copydesk on around it.
pub fn can_turn_on(desk: &SettingsSnapshot, path: &Path) -> bool {
    let off = !desk.always && desk.nearest(path).is_none() && workspace::is_article(path, None);
    off && folder_for(desk, Some(path)).is_ok()
}

/// Why nothing can be written for an article at all, for a menu that says so beforehand.
pub fn blocked(desk: &SettingsSnapshot, article: &Path) -> Option<String> {
    let outcome = settings_for(desk, article).and_then(|file| {
        let settings = match desk.open_settings(&file) {
            Some(settings) => Some(settings),
            None if desk.settings.iter().any(|(path, _)| *path == file) => return Err(out_of_step()),
            None => write::read(&file)?.map(|text| desk.memory.parse(&file, &text)),
        };
        Ok(write::can_change(&file, settings.as_ref(), article)?)
    });
    outcome.err().map(|error| error.message.into_owned())
}

/// Said when the client did not do what it was asked.
pub fn left_undone(place: Option<&Location>) -> String {
    match place {
        None => "The editor did not take the edit of copydesk.toml; save or close that file and try again.".to_owned(),
        Some(place) => {
            let words = place_in_words(&place.uri, place.range.start.line);
            format!("The editor did not open the file; go to {words}.")
        }
    }
}
