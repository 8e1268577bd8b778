//! Finding the articles below a folder.
//!
//! Every `.txt`, and what `include` in the nearest `copydesk.toml` adds; what an ignore file names is left out, in a
//! repository or not, and so is what is hidden. A link to a folder is not followed, so that nothing is found twice and
//! every walk ends: what it leads to is found under its own name, or said to be left out.

use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::annotations::name::is_store;
use super::ignores::{Ignores, Verdict};
use super::problem::Problem;
use super::settings::{DEFAULT_MAX_FILE_SIZE, SettingsFile, SettingsIndex};
use crate::analysis::ArticleMeta;
use crate::rules::Severity;
use crate::text::escaped_path;

/// An article that was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// Where it is, beginning with the path that was walked.
    pub path: PathBuf,
    /// The nearest `copydesk.toml` at or above it.
    pub settings: Option<Arc<SettingsFile>>,
}

impl Found {
    /// The largest size at which it is read, in bytes.
    pub fn limit(&self) -> u64 {
        self.settings.as_ref().map_or(DEFAULT_MAX_FILE_SIZE, |file| file.settings.max_file_size)
    }

    /// What its settings say of it.
    pub fn meta(&self) -> ArticleMeta {
        self.settings.as_ref().map(|file| file.meta_of(&self.path)).unwrap_or_default()
    }
}

/// What a walk found.
#[derive(Debug, Default)]
pub struct Walk {
    /// Sorted by path.
    pub articles: Vec<Found>,
    /// What was left out, and why: folders that could not be read, links, ignore files, pipes and devices.
    pub problems: Vec<Problem>,
}

/// What Copydesk puts beside a `copydesk.toml` while it changes it begins like this, and is nobody's article.
pub(super) const OURS: &str = ".copydesk.";

/// So many links are named one by one.
const LINKS: usize = 20;

/// The articles at or below `root`. A file that is named is taken whatever its name.
pub fn walk(root: &Path, index: &mut SettingsIndex) -> Walk {
    if root.is_dir() {
        return walk_below(root, root, index);
    }
    if is_store(root) {
        let message = "holds annotations and is no article; name the article".to_owned();
        let problem = Problem { path: root.to_owned(), place: None, severity: Severity::Error, message };
        return Walk { problems: vec![problem], ..Walk::default() };
    }
    Walk { articles: vec![Found { path: root.to_owned(), settings: index.nearest(root) }], ..Walk::default() }
}

/// What [`walk`] finds of `root` below one of its folders: nothing where it would not come by. Costs what that folder
/// holds, and the ignore files on the way to it.
pub fn walk_below(root: &Path, folder: &Path, index: &mut SettingsIndex) -> Walk {
    let mut walk = Walk::default();
    let Ok(relative) = folder.strip_prefix(root) else { return walk };
    let mut way = Way::new(root, &mut walk.problems);
    let Some(ignores) = way.folder(relative, &mut walk.problems) else { return walk };
    let start = Folder { path: folder.to_owned(), real: way.real(relative), ignores };
    let mut walker = Walker { index, walk, links: Vec::new() };
    let mut folders = vec![start];
    while let Some(folder) = folders.pop() {
        walker.look_into(&folder, &mut folders);
    }
    walker.tell_links(&mut way);
    walker.walk.articles.sort_by(|a, b| a.path.cmp(&b.path));
    walker.walk
}

/// True for what a walk would take if it came by: a `.txt`, or what `include` adds, but never an annotation file.
pub fn is_article(path: &Path, settings: Option<&SettingsFile>) -> bool {
    let is_txt = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("txt"));
    (is_txt || settings.is_some_and(|file| file.includes(path))) && !is_store(path)
}

/// True when a walk of `root` would come by `path`: neither hidden nor ignored on the way, nor behind a link to a
/// folder. `path` need not exist any more.
pub fn is_reachable(root: &Path, path: &Path) -> bool {
    are_reachable(root, &[path])[0]
}

/// [`is_reachable`] of many paths, in their order. Each ignore file on the way to them is read once.
pub fn are_reachable(root: &Path, paths: &[impl AsRef<Path>]) -> Vec<bool> {
    // What is wrong with ignore files a walk tells.
    let mut untold = Vec::new();
    let mut way = Way::new(root, &mut untold);
    let mut order: Vec<usize> = (0..paths.len()).collect();
    order.sort_by_key(|at| paths[*at].as_ref());
    let mut found = vec![false; paths.len()];
    for at in order {
        let relative = paths[at].as_ref().strip_prefix(root);
        found[at] = relative.is_ok_and(|relative| way.reaches(relative, &mut untold));
        untold.clear();
    }
    found
}

/// A folder that is to be looked into.
struct Folder {
    path: PathBuf,
    real: PathBuf,
    ignores: Option<Arc<Ignores>>,
}

/// A link to a folder.
struct Link {
    path: PathBuf,
    real: PathBuf,
}

struct Walker<'a> {
    index: &'a mut SettingsIndex,
    walk: Walk,
    links: Vec<Link>,
}

impl Walker<'_> {
    fn look_into(&mut self, folder: &Folder, folders: &mut Vec<Folder>) {
        let entries = match std::fs::read_dir(&folder.path) {
            Ok(entries) => entries,
            Err(error) => return self.walk.problems.push(unread(&folder.path, &error)),
        };
        // Asked for with the first file: there may be none.
        let mut settings = None;
        for entry in entries {
            let entry = entry.and_then(|entry| Ok((entry.file_name(), entry.file_type()?)));
            let (name, kind) = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.walk.problems.push(unread(&folder.path, &error));
                    continue;
                }
            };
            let (path, real) = (folder.path.join(&name), folder.real.join(&name));
            if kind.is_symlink() {
                // One that leads nowhere is nothing yet.
                let Ok(target) = std::fs::metadata(&path) else { continue };
                if target.is_dir() {
                    if [true, false].iter().all(|as_folder| comes_by(folder.ignores.as_deref(), &real, *as_folder)) {
                        self.links.push(Link { path, real });
                    }
                    continue;
                }
            }
            if !comes_by(folder.ignores.as_deref(), &real, kind.is_dir()) {
                continue;
            }
            if kind.is_dir() {
                let ignores = Ignores::below(folder.ignores.clone(), &real, &mut self.walk.problems);
                folders.push(Folder { path, real, ignores });
            } else {
                let settings = settings.get_or_insert_with(|| self.index.nearest(&folder.path)).clone();
                self.take(path, settings, kind.is_file());
            }
        }
    }

    fn take(&mut self, path: PathBuf, settings: Option<Arc<SettingsFile>>, is_file: bool) {
        if !is_article(&path, settings.as_deref()) {
            return;
        }
        // A link to a file is one.
        if is_file || path.is_file() {
            return self.walk.articles.push(Found { path, settings });
        }
        let message = "not a regular file and left out; put a text file in its place".to_owned();
        self.walk.problems.push(Problem { path, place: None, severity: Severity::Warning, message });
    }

    /// Says which links lead to what is not found under its own name.
    fn tell_links(&mut self, way: &mut Way) {
        let mut left_out = Vec::new();
        self.links.sort_by(|a, b| a.path.cmp(&b.path));
        for Link { path, real } in std::mem::take(&mut self.links) {
            let Ok(target) = std::fs::canonicalize(&real) else { continue };
            let why = match target.strip_prefix(&way.root) {
                Err(_) => "which lies outside of it; open or name that folder as well",
                Ok(relative) if way.folder(relative, &mut Vec::new()).is_some() => continue,
                Ok(_) => "which is hidden or ignored; name that folder as well",
            };
            let message = format!("a link to {}, {why} (its articles are left out)", escaped_path(&target));
            left_out.push(Problem { path, place: None, severity: Severity::Information, message });
        }
        if left_out.len() > LINKS {
            let more = left_out.len() - LINKS;
            left_out.truncate(LINKS);
            if let Some(last) = left_out.last_mut() {
                last.message += &format!("; so it is with {more} more links");
            }
        }
        self.walk.problems.extend(left_out);
    }
}

/// True when a walk that has come to a folder takes what is in it at `real`.
fn comes_by(ignores: Option<&Ignores>, real: &Path, is_folder: bool) -> bool {
    match ignores.map_or(Verdict::Unsaid, |ignores| ignores.verdict(real, is_folder)) {
        Verdict::Ignored => false,
        Verdict::Kept => !is_ours(real),
        Verdict::Unsaid => !is_hidden(real),
    }
}

fn is_ours(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(OURS.as_bytes()))
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b".")) || is_marked_hidden(path)
}

#[cfg(windows)]
fn is_marked_hidden(path: &Path) -> bool {
    use std::os::windows::fs::MetadataExt;
    const HIDDEN: u32 = 2;
    std::fs::symlink_metadata(path).is_ok_and(|found| found.file_attributes() & HIDDEN != 0)
}

#[cfg(not(windows))]
fn is_marked_hidden(_: &Path) -> bool {
    false
}

/// The ways from a root to what lies below it. Paths that are asked for in their order share what they have in common.
struct Way {
    /// The root, real and absolute.
    root: PathBuf,
    /// The folders of the last path, from the root on.
    steps: Vec<Step>,
}

struct Step {
    /// Its name; the root has none.
    name: OsString,
    /// What holds in it; `None` when a walk does not come by.
    ignores: Option<Option<Arc<Ignores>>>,
}

impl Way {
    fn new(root: &Path, problems: &mut Vec<Problem>) -> Self {
        let root = std::fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
        let ignores = Ignores::around(&root, problems);
        Self { root, steps: vec![Step { name: OsString::new(), ignores: Some(ignores) }] }
    }

    fn real(&self, relative: &Path) -> PathBuf {
        // Not with nothing behind it, which would put a slash at its end.
        if relative.as_os_str().is_empty() { self.root.clone() } else { self.root.join(relative) }
    }

    /// What holds in a folder; `None` when a walk does not come by.
    fn folder(&mut self, relative: &Path, problems: &mut Vec<Problem>) -> Option<Option<Arc<Ignores>>> {
        let names: Vec<_> = relative.components().map(|part| part.as_os_str().to_owned()).collect();
        let known = self.steps.iter().skip(1).zip(&names).take_while(|(step, name)| step.name == **name).count();
        self.steps.truncate(known + 1);
        let mut real = self.root.clone();
        real.extend(&names[..known]);
        for name in &names[known..] {
            real.push(name);
            let above = self.steps.last().and_then(|step| step.ignores.clone());
            let ignores = above.and_then(|above| {
                let is_link = std::fs::symlink_metadata(&real).is_ok_and(|found| found.is_symlink());
                let here = !is_link && comes_by(above.as_deref(), &real, true);
                here.then(|| Ignores::below(above, &real, problems))
            });
            self.steps.push(Step { name: name.clone(), ignores });
        }
        self.steps.last().and_then(|step| step.ignores.clone())
    }

    fn reaches(&mut self, relative: &Path, problems: &mut Vec<Problem>) -> bool {
        let real = self.real(relative);
        let found = std::fs::symlink_metadata(&real);
        if relative.as_os_str().is_empty() || found.as_ref().is_ok_and(|found| found.is_dir()) {
            return self.folder(relative, problems).is_some();
        }
        let to_a_folder = found.is_ok_and(|found| found.is_symlink()) && real.is_dir();
        let above = self.folder(relative.parent().unwrap_or(Path::new("")), problems);
        !to_a_folder && above.is_some_and(|ignores| comes_by(ignores.as_deref(), &real, false))
    }
}

fn unread(folder: &Path, error: &std::io::Error) -> Problem {
    let message = match error.kind() {
        ErrorKind::PermissionDenied => {
            "not allowed to read this folder, its articles are missing; check its permissions".to_owned()
        }
        _ => format!("could not be walked, its articles are missing: {error}"),
    };
    Problem { path: folder.to_owned(), place: None, severity: Severity::Warning, message }
}

#[cfg(test)]
mod tests;
