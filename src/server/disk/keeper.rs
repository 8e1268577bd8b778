//! The disk thread's own state: what was found on disk, and what is still to be read.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::mem::take;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError};
use std::time::Duration;

use rayon::prelude::*;
use tracing::error;

use super::super::queue::Queue;
use super::super::reading::{Reading, Told};
use super::super::uri;
use super::errand::{Errand, Hooks, OnDisk, Report};
use super::place::Places;
use crate::analysis::ArticleAnalysis;
use crate::rules::Severity;
use crate::store::annotations::lay::{Notes, Shared};
use crate::store::load::{self, Analyst, ArticleFile};
use crate::store::settings::{FILE_NAME, SettingsFile, SettingsIndex};
use crate::store::workspace::{self, Found};
use crate::store::{Problem, annotations};

/// So many articles an errand reads at once; more are a reading.
const FEW: usize = 32;
/// So many for each processor are read before it is looked whether there are errands: what was judged or opened meanwhile
/// is not to wait for long.
const PORTION: usize = 2;

/// The state of the thread.
pub(super) struct Keeper {
    queue: Arc<Queue>,
    analyst: Analyst,
    hooks: Hooks,
    silent: Duration,
    told: Told,
    waiting: VecDeque<Errand>,
    done: u64,
    /// The same, and whether something is being read, as it was told last.
    told_state: (u64, bool),
    pub(super) places: Places,
    folders: Vec<PathBuf>,
    /// Folders that open documents have brought with them.
    adopted: Vec<PathBuf>,
    always: bool,
    index: SettingsIndex,
    /// The index as it was told last.
    told_index: u64,
    /// Every `copydesk.toml` that is open, as it was understood last.
    settings: BTreeMap<PathBuf, SettingsFile>,
    /// Open documents and the articles that they are.
    open: BTreeMap<String, String>,
    /// Every article on disk, by key.
    files: BTreeMap<String, OnDisk>,
    /// What could not be read, by path.
    problems: BTreeMap<PathBuf, Vec<Problem>>,
    /// Articles that the errand at hand is to read.
    wanted: BTreeMap<String, Found>,
    reading: Option<Long>,
    readings: u32,
    pub(super) report: Report,
    /// True for an errand about what was just written here.
    pub(super) just_written: bool,
    /// Annotation files that were read before.
    pub(super) annotations: annotations::Memory,
    /// What is said in the annotation files of folders, once it was read.
    pub(super) shared: BTreeMap<PathBuf, Arc<Shared>>,
}

/// A reading that is done in portions.
struct Long {
    reading: Arc<Reading>,
    left: BTreeMap<String, Found>,
    read: BTreeSet<String>,
}

impl Keeper {
    pub(super) fn new(queue: Arc<Queue>, analyst: Analyst, hooks: Hooks, silent: Duration, told: Told) -> Self {
        Self {
            annotations: queue.annotations.clone(),
            queue,
            analyst,
            silent,
            told,
            waiting: VecDeque::new(),
            done: 0,
            told_state: (0, false),
            places: Places::new(hooks.identity.clone()),
            hooks,
            folders: Vec::new(),
            adopted: Vec::new(),
            always: false,
            index: SettingsIndex::default(),
            told_index: 0,
            settings: BTreeMap::new(),
            open: BTreeMap::new(),
            files: BTreeMap::new(),
            problems: BTreeMap::new(),
            wanted: BTreeMap::new(),
            reading: None,
            readings: 0,
            report: Report::default(),
            just_written: false,
            shared: BTreeMap::new(),
        }
    }

    /// Runs errands until nobody can send any more.
    pub(super) fn run(mut self, errands: &Receiver<Errand>) {
        loop {
            if self.waiting.is_empty() && self.reading.is_none() {
                let Ok(errand) = errands.recv() else { return };
                self.waiting.push_back(errand);
            }
            loop {
                match errands.try_recv() {
                    Ok(errand) => self.waiting.push_back(errand),
                    Err(TryRecvError::Empty) => break,
                    Err(TryRecvError::Disconnected) => return,
                }
            }
            if catch_unwind(AssertUnwindSafe(|| self.step())).is_err() {
                error!("a step on disk failed; please report this");
            }
            self.send_report();
        }
    }

    fn step(&mut self) {
        let errand = self.waiting.pop_front();
        self.just_written = matches!(errand, Some(Errand::Written(_)));
        let Some(errand) = errand else { return self.read_on() };
        self.done += 1;
        match errand {
            // Later ones say the same and more.
            Errand::Settle { .. } if matches!(self.waiting.front(), Some(Errand::Settle { .. })) => {}
            Errand::Settle { folders, always } => self.settle(folders, always),
            Errand::Open { document } => self.open(document),
            Errand::Close { document, known } => self.close(&document, known),
            Errand::Settings { path, text } => {
                let newer = |later: &Errand| matches!(later, Errand::Settings { path: other, .. } if *other == path);
                if !self.waiting.iter().any(newer) {
                    self.settings(&path, text);
                }
            }
            Errand::Written(paths) => self.files_changed(&paths.into_iter().collect()),
            Errand::Files(mut paths) => {
                while let Some(Errand::Files(more)) = self.waiting.front_mut() {
                    paths.append(more);
                    self.waiting.pop_front();
                    self.done += 1;
                }
                self.files_changed(&paths.into_iter().collect());
            }
        }
        self.read_wanted();
    }

    /// Tells what has changed, if anything has or somebody waits for it.
    fn send_report(&mut self) {
        let mut report = take(&mut self.report);
        let nothing = report.files.is_empty() && report.names.is_empty() && report.problems.is_empty();
        let told = (self.done, self.reading.is_some());
        if nothing && report.read.is_none() && self.told_state == told {
            return;
        }
        self.told_state = told;
        report.done = self.done;
        report.reading = self.reading.is_some();
        report.unread = self.problems.values().map(Vec::len).sum();
        report.roots = [&self.folders[..], &self.adopted].concat();
        if self.index.changes() != self.told_index {
            self.told_index = self.index.changes();
            report.index = Some(Arc::new(self.index.clone()));
        }
        self.queue.reported(report);
    }

    pub(super) fn before(&self, path: &Path) {
        if let Some(before) = &self.hooks.before {
            before(path);
        }
    }

    fn settle(&mut self, folders: Vec<PathBuf>, always: bool) {
        let before: BTreeSet<PathBuf> = self.places.read().cloned().collect();
        self.adopted.retain(|adopted| !folders.contains(adopted));
        self.report.user = folders.first().and_then(|folder| annotations::user_name(folder));
        self.folders = folders;
        let anew = self.always != always;
        self.always = always;
        self.set_roots();
        let now: Vec<PathBuf> = self.places.read().cloned().collect();
        for root in before.iter().filter(|root| !now.contains(root)) {
            self.forget_outside(root);
        }
        for root in now.iter().filter(|root| anew || !before.contains(*root)) {
            self.walk(root, root);
        }
        self.rename_open();
        self.adopt();
    }

    fn set_roots(&mut self) {
        let roots = [&self.folders[..], &self.adopted].concat();
        roots.iter().for_each(|root| self.before(root));
        self.places.set(&roots);
    }

    /// Forgets what lies below a folder that is read no more, and below none that is.
    fn forget_outside(&mut self, root: &Path) {
        let read: Vec<PathBuf> = self.places.read().cloned().collect();
        let still = |path: &Path| read.iter().any(|read| path.starts_with(read));
        for key in self.keys_below(root) {
            if !uri::local_path(&key).is_some_and(|path| still(&path)) {
                self.gone(key);
            }
        }
        self.problems.retain(|path, _| !path.starts_with(root) || still(path));
    }

    /// Looks anew at what a folder holds.
    fn walk(&mut self, root: &Path, folder: &Path) {
        self.before(folder);
        let walk = if folder.is_dir() {
            workspace::walk_below(root, folder, &mut self.index)
        } else {
            workspace::Walk::default()
        };
        let mut gone: BTreeSet<String> = self.keys_below(folder).into_iter().collect();
        for found in walk.articles.into_iter().filter(|found| self.always || found.settings.is_some()) {
            let Some(key) = uri::key_of_path(&found.path) else { continue };
            gone.remove(&key);
            self.wanted.insert(key, found);
        }
        gone.into_iter().for_each(|key| self.gone(key));
        // A root's own file is looked at even where there is no article.
        self.index.nearest(&folder.join("_"));
        self.complain(folder, walk.problems);
    }

    /// Puts what is wrong in a folder in the place of what was.
    fn complain(&mut self, folder: &Path, problems: Vec<Problem>) {
        let mut before: BTreeMap<PathBuf, Vec<Problem>> = BTreeMap::new();
        for path in self.problems.keys().filter(|path| path.starts_with(folder)).cloned().collect::<Vec<_>>() {
            before.extend(self.problems.remove_entry(&path));
        }
        for problem in problems {
            if !before.get(&problem.path).is_some_and(|known| known.contains(&problem)) {
                self.report.problems.push(problem.clone());
            }
            self.problems.entry(problem.path.clone()).or_default().push(problem);
        }
    }

    /// Articles that were read, or are to be.
    fn keys_below(&self, folder: &Path) -> Vec<String> {
        let Some(folder) = uri::key_of_path(folder) else { return Vec::new() };
        let below = format!("{}/", folder.trim_end_matches('/'));
        let read = self.files.range(below.clone()..).map(|(key, _)| key);
        let mut keys: Vec<String> = read.take_while(|key| key.starts_with(&below)).cloned().collect();
        if let Some(long) = &self.reading {
            let left = long.left.range(below.clone()..).map(|(key, _)| key);
            keys.extend(left.take_while(|key| key.starts_with(&below)).cloned());
        }
        keys
    }

    fn gone(&mut self, key: String) {
        self.wanted.remove(&key);
        if let Some(long) = &mut self.reading {
            long.left.remove(&key);
        }
        if self.files.remove(&key).is_some() {
            self.report.files.insert(key, None);
        }
    }

    fn open(&mut self, document: String) {
        let Some(path) = uri::local_path(&document) else { return };
        self.before(&path);
        self.open.entry(document.clone()).or_insert(document);
        self.rename_open();
        self.adopt();
    }

    /// Says which articles the open documents are.
    fn rename_open(&mut self) {
        for (document, article) in &mut self.open {
            let Some(path) = uri::local_path(document) else { continue };
            let (named, _) = self.places.place(&path);
            // The settings that speak for it are to be known, whether or not there is a file.
            self.index.nearest(&named);
            let Some(key) = uri::key_of_path(&named) else { continue };
            if key != *article {
                let other = (key != *document).then(|| key.clone());
                self.report.names.insert(document.clone(), other);
                *article = key;
            }
        }
    }

    /// A document outside every folder brings the folder of its `copydesk.toml` with it.
    fn adopt(&mut self) {
        let mut adopted = Vec::new();
        for document in self.open.keys() {
            let Some(path) = uri::local_path(document) else { continue };
            if let (named, None) = self.places.place(&path) {
                adopted.extend(self.index.nearest(&named).map(|file| file.folder().to_owned()));
            }
        }
        adopted.retain(|folder| !self.adopted.contains(folder) && !self.folders.contains(folder));
        adopted.sort();
        adopted.dedup();
        if adopted.is_empty() {
            return;
        }
        let before: BTreeSet<PathBuf> = self.places.read().cloned().collect();
        self.adopted.extend(adopted);
        self.set_roots();
        let now: Vec<PathBuf> = self.places.read().cloned().collect();
        now.iter().filter(|root| !before.contains(*root)).for_each(|root| self.walk(root, root));
        self.rename_open();
    }

    fn close(&mut self, document: &str, known: Option<Arc<ArticleAnalysis>>) {
        let article = self.open.remove(document).unwrap_or_else(|| document.to_owned());
        if self.open.values().any(|other| *other == article) {
            return;
        }
        let Some(path) = uri::local_path(&article) else { return };
        if let Some(file) = self.files.get_mut(&article)
            && file.analysis.is_none()
        {
            file.analysis = known;
        }
        // What the owner has is the buffer's: it is to be told even when nothing is there.
        self.report.files.insert(article, None);
        self.files_changed(&BTreeSet::from([path]));
    }

    fn settings(&mut self, path: &Path, text: Option<String>) {
        self.before(path);
        let (path, _) = self.places.place(path);
        let before = self.settings.remove(&path);
        let same = before.filter(|before| text.as_ref().is_some_and(|text| *before.text == **text));
        if let Some(same) = same {
            self.settings.insert(path, same);
            return;
        }
        if let Some(text) = text {
            self.settings.insert(path.clone(), SettingsFile::parse(&path, &text));
        }
        self.settings_changed(&path);
    }

    /// A `copydesk.toml` has come, changed or gone: what it speaks for is read anew.
    fn settings_changed(&mut self, path: &Path) {
        let Some(folder) = path.parent() else { return };
        match self.settings.get(path) {
            Some(open) => self.index.put(open.clone()),
            None => self.index.forget(folder),
        }
        let roots: Vec<PathBuf> = self.places.read().cloned().collect();
        for root in roots {
            if root.starts_with(folder) {
                self.walk(&root, &root);
            } else if folder.starts_with(&root) {
                self.walk(&root, folder);
            }
        }
        self.rename_open();
        self.adopt();
    }

    fn files_changed(&mut self, paths: &BTreeSet<PathBuf>) {
        let paths = &self.annotated(paths);
        let mut by_root: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
        let mut folders: BTreeSet<(PathBuf, PathBuf)> = BTreeSet::new();
        let mut settings = BTreeSet::new();
        for path in paths {
            self.before(path);
            if is_link_to_a_folder(path) {
                // What is said of links is said of the folder that they are in.
                let above = path.parent().map(|above| self.places.place(above));
                folders.extend(above.and_then(|(above, root)| Some((root?, above))));
                continue;
            }
            let (path, root) = self.places.place(path);
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if name == FILE_NAME {
                settings.insert(path);
                continue;
            }
            let Some(root) = root else { continue };
            let above = || path.parent().filter(|above| above.starts_with(&root)).map(Path::to_owned);
            let here = std::fs::symlink_metadata(&path).ok();
            match here {
                _ if matches!(name, ".gitignore" | ".ignore") => {
                    folders.extend(above().map(|above| (root, above)));
                }
                Some(found) if found.is_dir() => {
                    folders.insert((root, path));
                }
                Some(_) => by_root.entry(root).or_default().push(path),
                None => self.vanished(&root, path, &mut folders),
            }
        }
        for path in settings {
            self.settings_changed(&path);
        }
        // What is below another of them is looked at with it.
        let outer = |inner: &(PathBuf, PathBuf)| {
            inner.1.ancestors().skip(1).any(|above| folders.contains(&(inner.0.clone(), above.to_owned())))
        };
        for (root, folder) in folders.iter().filter(|folder| !outer(folder)) {
            self.index.forget_below(folder);
            self.put_open_settings();
            self.walk(root, folder);
        }
        for (root, paths) in by_root {
            self.look_at(&root, paths);
        }
    }

    /// What is not there any more, and may have been a folder.
    fn vanished(&mut self, root: &Path, path: PathBuf, folders: &mut BTreeSet<(PathBuf, PathBuf)>) {
        if path == root || !self.keys_below(&path).is_empty() {
            folders.insert((root.to_owned(), path));
            return;
        }
        self.index.forget_below(&path);
        self.put_open_settings();
        self.complain(&path, Vec::new());
        if let Some(key) = uri::key_of_path(&path) {
            self.gone(key);
        }
    }

    fn put_open_settings(&mut self) {
        for file in self.settings.values() {
            if self.index.known(&file.path).is_none_or(|known| known.path != file.path) {
                self.index.put(file.clone());
            }
        }
    }

    /// Files that are there.
    fn look_at(&mut self, root: &Path, paths: Vec<PathBuf>) {
        let mut articles = Vec::new();
        for path in paths {
            // Most of what changes somewhere is none, and is not worth a look for settings beside it.
            let may_be = workspace::is_article(&path, self.index.known(&path).as_deref());
            let settings = if may_be { self.index.nearest(&path) } else { None };
            let home = may_be && (self.always || settings.is_some());
            let is_article = home && path.is_file() && workspace::is_article(&path, settings.as_deref());
            match (is_article, uri::key_of_path(&path)) {
                (true, _) => articles.push(Found { path, settings }),
                (false, Some(key)) => self.gone(key),
                (false, None) => {}
            }
        }
        let reached = workspace::are_reachable(root, &articles.iter().map(|found| &found.path).collect::<Vec<_>>());
        for (found, reached) in articles.into_iter().zip(reached) {
            let Some(key) = uri::key_of_path(&found.path) else { continue };
            if reached {
                self.wanted.insert(key, found);
            } else {
                self.gone(key);
            }
        }
    }

    /// Reads what an errand wants: few articles at once, many after all errands.
    fn read_wanted(&mut self) {
        let wanted = take(&mut self.wanted);
        if wanted.is_empty() {
            return;
        }
        if wanted.len() <= FEW {
            for key in wanted.keys() {
                if let Some(long) = &mut self.reading {
                    long.left.remove(key);
                }
            }
            for key in self.read(wanted, None) {
                let file = self.files.get(&key).cloned();
                self.report.files.insert(key, file);
            }
            return;
        }
        let long = self.reading.get_or_insert_with(|| {
            self.readings += 1;
            let reading = Reading::begin(self.readings, self.silent, Arc::clone(&self.told));
            Long { reading, left: BTreeMap::new(), read: BTreeSet::new() }
        });
        // With the settings that hold now.
        long.left.extend(wanted);
        long.reading.found(long.reading.stage().read + long.left.len());
    }

    /// Reads the next portion of a long reading.
    fn read_on(&mut self) {
        let Some(mut long) = self.reading.take() else { return };
        if !long.reading.is_stopped() {
            let size = PORTION * rayon::current_num_threads();
            let mut portion = BTreeMap::new();
            while portion.len() < size
                && let Some((key, found)) = long.left.pop_first()
            {
                portion.insert(key, found);
            }
            let read = self.read(portion, Some(&long.reading));
            long.read.extend(read);
            if !long.left.is_empty() {
                self.reading = Some(long);
                return;
            }
        }
        for key in long.read {
            let file = self.files.get(&key).cloned();
            self.report.files.insert(key, file);
        }
        self.report.read = Some(long.reading);
    }

    /// Reads articles; gives their keys.
    fn read(&mut self, found: BTreeMap<String, Found>, reading: Option<&Arc<Reading>>) -> Vec<String> {
        let folders: BTreeSet<PathBuf> =
            found.values().filter_map(|found| Some(found.settings.as_ref()?.folder().to_owned())).collect();
        folders.iter().for_each(|folder| drop(self.shared_of(folder)));
        let open: BTreeSet<&String> = self.open.values().collect();
        let read: Vec<(String, Option<OnDisk>)> = found
            .into_par_iter()
            .map(|(key, found)| {
                self.before(&found.path);
                let known = self.files.get(&key);
                let (known, before) =
                    known.map_or((None, None), |file| (file.analysis.as_ref(), file.annotations.as_ref()));
                let annotations = |text: &Arc<str>| self.notes_of(&found, text, before);
                let file = read_one(&self.analyst, &found, known, open.contains(&key), &annotations);
                if let Some(reading) = reading {
                    reading.one_more();
                }
                (key, file)
            })
            .collect();
        let take = |(key, file): (String, Option<OnDisk>)| {
            match file {
                Some(file) => self.files.insert(key.clone(), file),
                None => self.files.remove(&key),
            };
            key
        };
        read.into_iter().map(take).collect()
    }
}

fn is_link_to_a_folder(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink()) && path.is_dir()
}

/// Reads one article; nothing when it is not there. One that is open in the editor is not analysed.
fn read_one(
    analyst: &Analyst,
    found: &Found,
    known: Option<&Arc<ArticleAnalysis>>,
    open: bool,
    annotations: &dyn Fn(&Arc<str>) -> Option<Arc<Notes>>,
) -> Option<OnDisk> {
    match load::read(found) {
        Ok(ArticleFile { article, decoded }) => {
            let note = decoded.note().map(|note| (Severity::Hint, note));
            let annotations = annotations(&article.text);
            let analysis = (!open).then(|| analyst.analysis_of(article, known));
            Some(OnDisk { analysis, note, annotations })
        }
        // It went between two looks.
        Err(Problem { severity: Severity::Error, .. }) if std::fs::symlink_metadata(&found.path).is_err() => None,
        Err(Problem { severity, message, .. }) => Some(OnDisk { note: Some((severity, message)), ..OnDisk::default() }),
    }
}
