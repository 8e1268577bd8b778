//! What the disk thread is asked, and what it reports.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use super::super::reading::Reading;
use crate::analysis::ArticleAnalysis;
use crate::rules::Severity;
use crate::store::Problem;
use crate::store::annotations::lay::Notes;
use crate::store::settings::SettingsIndex;

/// Where a file really is: one answer for all its names. An error when it is not there.
pub type Identity = Arc<dyn Fn(&Path) -> std::io::Result<PathBuf> + Send + Sync>;

/// Told of each path that is about to be looked at.
pub type Before = Arc<dyn Fn(&Path) + Send + Sync>;

/// What a test looks at or puts in the place of the disk's own.
#[derive(Clone, Default)]
pub struct Hooks {
    /// Called on the disk thread with each path that it is about to look at.
    pub before: Option<Before>,
    /// In place of the system's own notion of where a file is.
    pub identity: Option<Identity>,
    /// How many articles were analysed.
    pub analyses: Arc<AtomicUsize>,
}

/// Something to do on disk.
#[derive(Debug)]
pub enum Errand {
    /// These are the workspace folders: those that are new are read, those that are gone forgotten.
    Settle {
        /// The folders.
        folders: Vec<PathBuf>,
        /// True when every folder is a Copydesk workspace.
        always: bool,
    },
    /// A document was opened: which article is it, and which settings speak for it?
    Open {
        /// Its key.
        document: String,
    },
    /// A document was closed: what is on disk counts again.
    Close {
        /// Its key.
        document: String,
        /// What was known of its article, which is likely what is on disk.
        known: Option<Arc<ArticleAnalysis>>,
    },
    /// A `copydesk.toml` was opened or changed in the editor; `None` when it was closed.
    Settings {
        /// Which.
        path: PathBuf,
        /// Its text.
        text: Option<String>,
    },
    /// Files or folders have changed.
    Files(Vec<PathBuf>),
    /// Annotation files were written here, and are remembered as they were.
    Written(Vec<PathBuf>),
}

/// What the disk says of an article.
#[derive(Clone, Debug, Default)]
pub struct OnDisk {
    /// Its analysis; `None` when it was left out, or is open in the editor.
    pub analysis: Option<Arc<ArticleAnalysis>>,
    /// What its owner should know.
    pub note: Option<(Severity, String)>,
    /// What people decided about it; `None` when nobody did.
    pub annotations: Option<Arc<Notes>>,
}

/// What has changed.
#[derive(Debug, Default)]
pub struct Report {
    /// So many errands are done, counted from the first.
    pub done: u64,
    /// The folders that are read: those of the client, and those that open documents have brought with them.
    pub roots: Vec<PathBuf>,
    /// Articles by key; `None` for those that are gone.
    pub files: BTreeMap<String, Option<OnDisk>>,
    /// The settings that were come by, when those have changed.
    pub index: Option<Arc<SettingsIndex>>,
    /// Which article an open document is, where their keys differ; `None` when they do not any more.
    pub names: BTreeMap<String, Option<String>>,
    /// What is wrong in the annotation files of folders, when that was read.
    pub annotations: Option<Vec<Problem>>,
    /// Who uses git here, when that was asked.
    pub user: Option<String>,
    /// What could not be read, and was not told before.
    pub problems: Vec<Problem>,
    /// How much cannot be read.
    pub unread: usize,
    /// True while articles are still to be read.
    pub reading: bool,
    /// A reading that is over with this.
    pub read: Option<Arc<Reading>>,
}
