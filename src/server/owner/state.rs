//! What the owner of the corpus knows.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use lsp_types::{Diagnostic, Url};
use ropey::Rope;
use tokio::sync::mpsc::UnboundedSender;

use super::super::capabilities::ClientCapabilities;
use super::super::disk::Disk;
use super::super::queue::{Question, Queue};
use super::super::reading::{self, Reading, Stage};
use super::super::status::Status;
use super::near::Links;
use super::tell::ClientMessage;
use super::worker::Worker;
use crate::analysis::ArticleAnalysis;
use crate::corpus::Corpus;
use crate::rules::Severity;
use crate::store::Problem;
use crate::store::annotations::lay::{ByArticle, Notes};
use crate::store::annotations::pending::Pending;
use crate::store::load::Analyst;
use crate::store::settings::SettingsIndex;
use crate::text::{Moves, Span};

/// How the owner waits.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// So much quiet ends a burst of edits: its diagnostics wait for it, and an edit that comes after it begins anew.
    pub quiet: Duration,
    /// But they never wait longer than this after the first edit that is unpublished.
    pub longest: Duration,
    /// So much quiet, and what an edit has changed far from it is linked anew.
    pub rest: Duration,
    /// With no more articles than this, every edit has all of them linked anew at once.
    pub few: usize,
    /// A reading of the workspace that is over sooner is not spoken of.
    pub silent: Duration,
    /// So long a request waits for the workspace to be read for the first time; then it is answered from what is there.
    pub grace: Duration,
    /// So long a request waits for the disk to say what a document is that was just opened or closed.
    pub glance: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            // Typing is slower than this, an editor that sends a hundred edits is faster.
            quiet: Duration::from_millis(3),
            longest: Duration::from_millis(150),
            rest: Duration::from_millis(400),
            // That takes a few milliseconds at most.
            few: 50,
            silent: reading::SILENT,
            grace: Duration::from_millis(1500),
            glance: Duration::from_millis(20),
        }
    }
}

/// An open article.
#[derive(Debug)]
pub(super) struct Buffer {
    /// The key of its document.
    pub(super) document: String,
    pub(super) uri: Url,
    pub(super) version: i32,
    pub(super) text: Rope,
    /// The edits since the text that was analysed last; `None` where they are not known.
    pub(super) moves: Option<Moves>,
    /// Why it is left out.
    pub(super) note: Option<(Severity, String)>,
}

/// An open `copydesk.toml`.
#[derive(Debug)]
pub(super) struct SettingsBuffer {
    pub(super) uri: Url,
    pub(super) version: i32,
}

/// What people decided, by the keys of articles.
#[derive(Debug, Default)]
pub(super) struct Annotated {
    pub(super) notes: Arc<BTreeMap<String, Arc<Notes>>>,
    /// The same as far as it is on disk.
    pub(super) on_disk: BTreeMap<String, Arc<Notes>>,
    /// What is being written, in the order in which it was decided.
    pub(super) pending: Vec<Deciding>,
    /// What was laid over what, so that the same again changes nothing.
    pub(super) laid: BTreeMap<String, (Arc<ArticleAnalysis>, Arc<Notes>)>,
    /// Where annotations stand.
    pub(super) placed: Arc<ByArticle>,
    /// Who decides here, as the client's settings say, and as git does.
    pub(super) annotator: Option<String>,
    pub(super) user: Option<String>,
    /// What people said of two places that others contradict, by article.
    pub(super) contradictions: Vec<(Arc<str>, Span, String)>,
    /// True when what people decided about two articles is to be worked out anew.
    pub(super) stale: bool,
    /// What is wrong in the annotation files of folders.
    pub(super) problems: Vec<Problem>,
}

/// What was decided and is being written.
#[derive(Debug)]
pub(super) struct Deciding {
    pub(super) number: u64,
    pub(super) pending: Pending,
    /// The errand that reads it from disk, once it is there.
    pub(super) until: Option<u64>,
}

/// The thread's state.
pub struct Owner {
    pub(super) queue: Arc<Queue>,
    pub(super) tell: UnboundedSender<ClientMessage>,
    pub(super) pace: Pace,
    pub(super) analyst: Analyst,
    pub(super) disk: Option<Disk>,
    pub(super) asked: Asked,
    /// The folders and the setting that the disk thread was told last.
    pub(super) settled: Option<(Vec<PathBuf>, bool)>,
    pub(super) client: ClientCapabilities,
    pub(super) roots: Vec<PathBuf>,
    pub(super) always: bool,
    pub(super) index: Arc<SettingsIndex>,
    /// Open articles, by the article's key.
    pub(super) buffers: BTreeMap<String, Buffer>,
    /// Open documents whose article was opened or changed later under another name, by the document's key.
    pub(super) shadows: BTreeMap<String, Shadow>,
    /// Open documents that are an article under another name, by key.
    pub(super) names: Arc<BTreeMap<String, String>>,
    pub(super) settings_buffers: BTreeMap<PathBuf, SettingsBuffer>,
    pub(super) spellings: Arc<BTreeMap<String, Url>>,
    /// Open documents whose text is not known.
    pub(super) muted: BTreeSet<String>,
    /// What is to be said of files on disk, by key.
    pub(super) notes: BTreeMap<String, (Severity, String)>,
    pub(super) corpus: Corpus,
    pub(super) annotated: Annotated,
    pub(super) links: Links,
    pub(super) asides: Asides,
    /// Buffers whose text was not yet analysed.
    pub(super) dirty: BTreeSet<String>,
    /// How far the last reading came that was stopped.
    pub(super) stopped: Option<Stage>,
    /// What cannot be read, or was left out.
    pub(super) unread: usize,
    /// The lenses of open articles, with the versions that they were worked out for.
    pub(super) lenses: BTreeMap<String, (i32, Lenses)>,
    pub(super) published: BTreeMap<Url, (Option<i32>, Vec<Diagnostic>)>,
    /// What changed since diagnostics were published.
    pub(super) changed: Option<Unpublished>,
    /// When diagnostics were published, or a change came last.
    pub(super) busy: Option<Instant>,
    /// What stands, for those who tell of a reading.
    pub(super) standing: Arc<Mutex<Arc<Status>>>,
}

/// When unpublished changes came.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unpublished {
    pub(super) first: Instant,
    pub(super) last: Instant,
    /// True when nothing happened in the quiet before the first, and nothing since.
    pub(super) alone: bool,
}

/// An open document whose article was opened or changed later under another name.
#[derive(Debug)]
pub(super) struct Shadow {
    pub(super) article: String,
    pub(super) buffer: Buffer,
}

impl Shadow {
    /// True when its document is this article.
    pub(super) fn is_of(&self, article: &str) -> bool {
        self.article == article
    }
}

/// How far the owner has come with what the disk was asked for.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// So many errands are done.
    pub(super) done: u64,
    /// The errand that has the workspace read for the first time, or other folders, and since when it is under way.
    pub(super) fresh: Option<(u64, Instant)>,
    /// What questions wait for in passing: documents that were opened or closed.
    pub(super) passing: BTreeMap<u64, Instant>,
    /// True while articles are to be read.
    pub(super) reading: bool,
    /// What was read, while it is being linked.
    pub(super) linking: Option<Linking>,
}

/// How the articles of a reading are linked on another thread.
#[derive(Debug)]
pub(super) struct Linking {
    pub(super) reading: Option<Arc<Reading>>,
    /// True when what is being linked was sent away before they came.
    pub(super) again: bool,
}

impl Asked {
    /// True while articles are read, or those that were are linked.
    pub(super) fn is_busy(&self) -> bool {
        self.fresh.is_some() || self.reading || self.linking.is_some()
    }
}

/// What is being read aside, and who waits for it.
#[derive(Debug, Default)]
pub(super) struct Asides {
    pub(super) worker: Worker,
    /// Versions by article.
    pub(super) away: BTreeMap<String, i32>,
    pub(super) waiting: Vec<(String, Question)>,
}

impl Asides {
    /// True while an article is being read.
    pub(super) fn is_away(&self, article: &str) -> bool {
        self.away.contains_key(article)
    }
}

/// What the lenses of an article say, and where in closed articles they lead.
pub(super) type Lenses = Vec<(String, Vec<Span>)>;
