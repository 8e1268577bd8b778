//! Judging in the editor: decides and writes, takes back and does again, and lists what was decided.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::json;
use tower_lsp::jsonrpc::Error;

use super::super::journal::{Entry, Step};
use super::super::queue::Scope;
use super::super::session::{Session, SettingsSnapshot};
use super::super::uri::{self, Style};
use super::super::view::View;
use super::acts::exchange;
use super::answer::{Done, invalid, refused, to_value};
use super::arguments::Arguments;
use crate::corpus::{ArticleId, Place};
use crate::ide::annotation_list::list;
use crate::ide::judge::Known;
use crate::store::annotations::judging::{Judging, creator};
use crate::store::annotations::lay::{shared, text_id};
use crate::store::annotations::pending::Pending;
use crate::store::annotations::{Change, beside};
use crate::store::settings::SettingsFile;
use crate::text::{Span, escaped_path};

pub mod verb;

/// What a judgement goes by: the articles and what speaks for the one at hand.
pub struct Bench {
    /// Exactly the edits so far.
    pub view: Arc<View>,
    /// The article.
    pub article: ArticleId,
    /// What speaks for it.
    pub settings: Arc<SettingsFile>,
}

impl Bench {
    /// What lies in one article is judged by what is there of it, however many others are still being linked; only what
    /// looks at every article waits for that, or what is about one that is not at hand.
    fn new(session: &Session, arguments: &Arguments) -> Result<Self, Error> {
        let path = arguments.file()?;
        let settings = session.desk().nearest(&path).ok_or_else(|| {
            refused(format!("{}: Copydesk is off here; turn Copydesk on in this folder first", escaped_path(&path)))
        })?;
        let failed = || refused("Copydesk failed on this request; standard error has the details");
        let key = uri::key(arguments.text("uri")?.unwrap_or_default(), Style::HERE);
        let ask = |scope| session.ask(scope, Some(key.clone())).blocking_recv().map_err(|_| failed());
        let mut view = ask(Scope::Near)?;
        let at_hand = verb::articles(arguments).iter().all(|other| view.article(other).is_some());
        if verb::looks_everywhere(arguments)? || view.article(&key).is_none() || !at_hand {
            view = ask(Scope::All)?;
        }
        let article = view
            .article(&key)
            .ok_or_else(|| refused(format!("{}: is no article that Copydesk reads", escaped_path(&path))))?;
        Ok(Self { view, article, settings })
    }

    /// Writes what was decided, which holds at once and is taken back where it cannot be written; comes back when it is safe
    /// on disk.
    fn write(&self, session: &Session, changes: &[Change]) -> Result<(), Error> {
        let text = |path: PathBuf| {
            let article = self.view.article(&uri::key_of_path(&path)?)?;
            let text = &self.view.snapshot.analysis(article).text;
            let id = text_id(&path, text);
            Some((path, id, Arc::clone(text)))
        };
        write(session, changes, text)
    }

    /// Has `work` judge; an open annotation file that is not saved is never written.
    pub fn judging<T>(&self, desk: &SettingsSnapshot, who: &str, work: impl FnOnce(&Judging<'_>) -> T) -> T {
        let path = |article: ArticleId| uri::local_path(&self.view.snapshot.article(article).key);
        work(&Judging {
            snapshot: &self.view.snapshot,
            path: &path,
            settings: &self.settings,
            memory: &desk.annotations,
            creator: who,
            standing: &|article| self.view.standing(article),
        })
    }
}

/// `copydesk.judge`
pub(super) fn judge(session: &Session, arguments: &Arguments) -> Result<Done, Error> {
    let bench = Bench::new(session, arguments)?;
    let desk = session.desk();
    let named = arguments.text("as")?.or(desk.annotator.as_deref());
    let who = creator(named, bench.settings.folder(), &desk.annotations.users)?;
    bench.judging(&desk, &who, |judging| {
        let at = place(&bench.view, bench.article, arguments, judging)?;
        let verb = verb::parse(&bench.view, arguments)?;
        let judgement = judging.plan(at, &verb)?;
        let changes = judging.changes(judgement.lines)?;
        unsaved(session, &changes)?;
        bench.write(session, &changes)?;
        let folder = bench.settings.folder();
        let written: Vec<_> =
            changes.iter().map(|change| json!({"file": relative(folder, &change.file), "id": change.id})).collect();
        let show = verb::asks_for_words(&verb).then(|| changes.first().and_then(|change| line_of(&desk, change)));
        session.journal().note(Entry::Did(Step::Lines { title: judgement.title.clone(), changes: changes.clone() }));
        let answer = json!({"title": judgement.title, "written": written});
        let show = show.flatten().filter(|_| desk.client.acts.shows_documents && !desk.client.acts.asks);
        Ok(Done { answer, show, ..Done::default() })
    })
}

/// `copydesk.undo`
pub(super) fn undo(session: &Session, _: &Arguments) -> Result<Done, Error> {
    let (number, step) = session.journal().last_done().ok_or_else(|| refused("there is nothing to undo"))?;
    let title = format!("Undo: {}", lower(step.title()));
    carry_out(session, &step.reversed(), title, Entry::Undone(number))
}

/// `copydesk.redo`
pub(super) fn redo(session: &Session, _: &Arguments) -> Result<Done, Error> {
    let (number, step) = session.journal().last_undone().ok_or_else(|| refused("there is nothing to do again"))?;
    let title = format!("Redo: {}", lower(step.title()));
    carry_out(session, &step, title, Entry::Redone(number))
}

/// `copydesk.annotations`
pub(super) fn annotations(session: &Session, arguments: &Arguments) -> Result<Done, Error> {
    let bench = Bench::new(session, arguments)?;
    let known = bench.judging(&session.desk(), "", |judging| judging.known(bench.article));
    let placed: Vec<_> = known.into_iter().map(|Known { placed, .. }| placed).collect();
    let found = list(&bench.view.snapshot, &[(bench.article, placed.as_slice())]);
    Ok(Done { answer: to_value(&found), ..Done::default() })
}

/// An article was saved: its annotations quote what they quoted before, as it is now.
pub fn saved(session: &Session, arguments: &Arguments) -> Result<Done, Error> {
    let desk = session.desk();
    let path = arguments.file()?;
    let Some(settings) = desk.nearest(&path) else { return Ok(Done::default()) };
    if !beside(&path).exists() && !shared(&settings).exists() {
        return Ok(Done::default());
    }
    let bench = Bench::new(session, arguments)?;
    let changes = bench.judging(&desk, "", |judging| judging.renewed(bench.article))?;
    if changes.is_empty() {
        return Ok(Done::default());
    }
    unsaved(session, &changes)?;
    bench.write(session, &changes)?;
    session.journal().renewed(&changes);
    Ok(Done::default())
}

/// Carries out a step, and notes that: where the editor has to do its part, once that is done.
fn carry_out(session: &Session, step: &Step, title: String, entry: Entry) -> Result<Done, Error> {
    let mut done = match step {
        Step::Lines { changes, .. } => {
            unsaved(session, changes)?;
            write(session, changes, |_| None)?;
            Done::default()
        }
        Step::Settings { path, before, after, .. } => exchange(session, path, before.as_deref(), after.as_deref())?,
    };
    done.answer = json!({"title": title});
    match done.edit {
        Some(_) => done.entry = Some(entry),
        None => session.journal().note(entry),
    }
    Ok(done)
}

/// Writes lines, which hold at once and are taken back where they cannot be written; comes back when they are safe on disk.
/// `text` gives the text of an article that they may have been made on, with its id.
fn write(
    session: &Session,
    changes: &[Change],
    text: impl Fn(PathBuf) -> Option<(PathBuf, String, Arc<str>)>,
) -> Result<(), Error> {
    let mut pending = Pending::new(changes);
    pending.texts = pending.articles().into_iter().filter_map(text).collect();
    let read = pending.annotations();
    let decided = session.decided(pending);
    session.desk().annotations.write_knowing(changes, &read)?;
    decided.kept();
    Ok(())
}

/// Refuses when an annotation file is open in the editor and not as it is on disk.
fn unsaved(session: &Session, changes: &[Change]) -> Result<(), Error> {
    for change in changes {
        let Some(open) = uri::key_of_path(&change.file).and_then(|key| session.text_of(&key)) else { continue };
        let on_disk = std::fs::read_to_string(&change.file).unwrap_or_default();
        if open != on_disk {
            let path = escaped_path(&change.file);
            return Err(refused(format!("{path}: is open in this editor and not saved; save it first")));
        }
    }
    Ok(())
}

/// The place that is judged: a range, or where an annotation stands.
fn place(view: &View, article: ArticleId, arguments: &Arguments, judging: &Judging<'_>) -> Result<Place, Error> {
    if let Some(range) = arguments.field("range")? {
        return verb::range(view, article, range);
    }
    let id = arguments.text("id")?.ok_or_else(|| invalid("copydesk.judge: say where: \"range\" or \"id\""))?;
    let known = judging.known(article);
    let placed = known.iter().find(|known| *known.placed.annotation.id == *id);
    let span = placed.and_then(|known| known.placed.first()).unwrap_or(Span::default());
    Ok(Place { article, span })
}

/// Where a line that was written stands, so that the user can fill it in.
fn line_of(desk: &SettingsSnapshot, change: &Change) -> Option<lsp_types::Location> {
    let page = desk.annotations.read(&change.file).ok()?;
    let line = page.number(&change.id)?;
    let uri = desk.uri(&change.file)?;
    let at = lsp_types::Position { line, character: 0 };
    Some(lsp_types::Location { uri, range: lsp_types::Range { start: at, end: at } })
}

fn relative(folder: &Path, path: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path);
    below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// With a small letter at its beginning.
fn lower(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;
    use crate::analysis::{Article, ArticleMeta, analyze};
    use crate::corpus::Corpus;
    use crate::model::Models;
    use crate::server::queue::{Job, Queue, Wake};

    /// How far a judgement looks, about an article that is at hand or is not.
    #[track_caller]
    fn check(at_hand: bool, more: &serde_json::Value, expected: &[Scope]) {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("copydesk.toml"), "").unwrap();
        let uri = uri::key_of_path(&dir.path().join("a.txt")).unwrap();
        let key = uri::key(&uri, Style::HERE);
        let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 3}});
        let mut argument = json!({"uri": uri, "range": range, "verb": "note", "note": "x", "as": "A"});
        argument.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let arguments = Arguments { command: "copydesk.judge".to_owned(), values: vec![argument] };
        let mut corpus = Corpus::new();
        if at_hand {
            let article = Article { text: Arc::from("Ann slept.\n"), meta: ArticleMeta::default() };
            corpus.set(key.as_str().into(), Arc::new(analyze(&Models::rules_only(), &article)));
        }
        let queue = Arc::new(Queue::default());
        let session = Session::new(Arc::clone(&queue));
        let view = Arc::new(View {
            snapshot: corpus.snapshot(),
            client: session.client(),
            spellings: Arc::default(),
            names: Arc::default(),
            settings: Arc::default(),
            standing: Arc::default(),
            notes: Arc::default(),
        });
        let mut asked = Vec::new();
        std::thread::scope(|scope| {
            let judging = scope.spawn(|| judge(&session, &arguments).is_ok());
            while !judging.is_finished() {
                if let Wake::Job(Job::Ask(question)) =
                    queue.wait(Some(Instant::now() + Duration::from_millis(10)), None)
                {
                    asked.push(question.scope);
                    let _ = question.answer.send(Arc::clone(&view));
                }
            }
        });
        assert_eq!(asked, expected);
    }

    #[test]
    fn all_articles_are_waited_for_only_where_what_is_at_hand_is_not_enough() {
        check(true, &json!({}), &[Scope::Near]);
        check(true, &json!({"verb": "same", "every": true}), &[Scope::Near, Scope::All]);
        check(true, &json!({"verb": "same", "to": {"uri": "file:///far.txt"}}), &[Scope::Near, Scope::All]);
        check(false, &json!({}), &[Scope::Near, Scope::All]);
    }
}
