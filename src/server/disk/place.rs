//! One name for a file, whatever way leads to it: that of the workspace folder that it is read in.
//!
//! A document may be opened through a link to a folder, or in capitals where the system does not tell them apart; a
//! workspace folder may itself be a link, or lie in another.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::errand::Identity;
use crate::store::workspace;

/// A workspace folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Root {
    /// As the client names it.
    pub(super) path: PathBuf,
    /// Where it really is.
    real: PathBuf,
    /// True when another is read that holds it.
    pub(super) covered: bool,
}

/// The workspace folders, by where they really are.
pub(super) struct Places {
    identity: Identity,
    roots: Vec<Root>,
}

impl Places {
    pub(super) fn new(identity: Option<Identity>) -> Self {
        let identity = identity.unwrap_or_else(|| std::sync::Arc::new(|path| std::fs::canonicalize(path)));
        Self { identity, roots: Vec::new() }
    }

    /// The folders that are read, each once.
    pub(super) fn read(&self) -> impl Iterator<Item = &PathBuf> {
        self.roots.iter().filter(|root| !root.covered).map(|root| &root.path)
    }

    /// Puts these folders in the place of those before.
    pub(super) fn set(&mut self, folders: &[PathBuf]) {
        // Their paths end alike, so that those below them begin alike.
        let plain = folders.iter().map(|folder| folder.components().collect::<PathBuf>());
        let mut roots: Vec<Root> = Vec::new();
        for path in plain {
            if !roots.iter().any(|root| root.path == path) {
                let known = self.roots.iter().find(|root| root.path == path);
                let real = known.map_or_else(|| self.real(&path), |root| root.real.clone());
                roots.push(Root { path, real, covered: false });
            }
        }
        let mut first: BTreeMap<&Path, &Root> = BTreeMap::new();
        for root in &roots {
            first.entry(&root.real).or_insert(root);
        }
        let covered: Vec<bool> = roots.iter().map(|root| is_covered(root, &first)).collect();
        roots.iter_mut().zip(covered).for_each(|(root, covered)| root.covered = covered);
        self.roots = roots;
    }

    /// The name of a file or folder, there or not, and the folder that it is read in, if it is.
    pub(super) fn place(&self, path: &Path) -> (PathBuf, Option<PathBuf>) {
        let real = self.real(path);
        let around = self.roots.iter().filter(|root| !root.covered && real.starts_with(&root.real));
        let found = around.max_by_key(|root| root.real.components().count());
        let named = found.and_then(|root| Some((below(&root.path, real.strip_prefix(&root.real).ok()?), root)));
        match named {
            Some((named, root)) => (named, Some(root.path.clone())),
            None => (path.to_owned(), None),
        }
    }

    /// Where it really is. A link to a file stays one, since it is an article of its own.
    fn real(&self, path: &Path) -> PathBuf {
        let is_link = std::fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink()) && !path.is_dir();
        if !is_link && let Ok(real) = (self.identity)(path) {
            return real;
        }
        // What is there of the way to it.
        match (path.parent(), path.file_name()) {
            (Some(parent), Some(name)) => below(&self.real(parent), Path::new(name)),
            _ => path.to_owned(),
        }
    }
}

/// True when what is read of another root is all there is to read of this. Of two that are one folder the first counts.
fn is_covered(root: &Root, first: &BTreeMap<&Path, &Root>) -> bool {
    root.real.ancestors().any(|real| match first.get(real) {
        None => false,
        Some(outer) if real == root.real => outer.path != root.path,
        Some(outer) => root
            .real
            .strip_prefix(real)
            .is_ok_and(|relative| workspace::is_reachable(&outer.path, &outer.path.join(relative))),
    })
}

/// Nothing behind a path would put a slash at its end.
fn below(folder: &Path, relative: &Path) -> PathBuf {
    if relative.as_os_str().is_empty() { folder.to_owned() } else { folder.join(relative) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    fn written(names: &[&str]) -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().canonicalize().unwrap();
        for name in names {
            std::fs::create_dir_all(root.join(name).parent().unwrap()).unwrap();
            std::fs::write(root.join(name), "").unwrap();
        }
        (dir, root)
    }

    #[cfg(unix)]
    #[test]
    fn a_file_has_the_name_of_the_folder_it_is_read_in() {
        let (_dir, at) = written(&["ws/sub/a.txt", "out/b.txt"]);
        std::os::unix::fs::symlink(at.join("ws/sub"), at.join("ws/inner")).unwrap();
        std::os::unix::fs::symlink(at.join("ws"), at.join("ws2")).unwrap();
        std::os::unix::fs::symlink(at.join("out/b.txt"), at.join("ws/b.txt")).unwrap();
        let check = |roots: &[&str], path: &str, named: &str, read: Option<&str>| {
            let mut places = Places::new(None);
            places.set(&roots.iter().map(|root| at.join(root)).collect::<Vec<_>>());
            assert_eq!(places.place(&at.join(path)), (at.join(named), read.map(|read| at.join(read))), "{path}");
        };
        check(&["ws"], "ws/inner/a.txt", "ws/sub/a.txt", Some("ws"));
        check(&["ws"], "ws2/sub/a.txt", "ws/sub/a.txt", Some("ws"));
        check(&["ws2"], "ws/inner/a.txt", "ws2/sub/a.txt", Some("ws2"));
        check(&["ws"], "ws/inner/gone/x.txt", "ws/sub/gone/x.txt", Some("ws"));
        check(&["ws"], "ws/b.txt", "ws/b.txt", Some("ws"));
        check(&["ws"], "out/b.txt", "out/b.txt", None);
        check(&["ws/sub", "ws"], "ws/sub/a.txt", "ws/sub/a.txt", Some("ws"));
        check(&["ws/inner", "ws"], "ws/inner/a.txt", "ws/sub/a.txt", Some("ws"));
        check(&["ws/", "ws2"], "ws2", "ws", Some("ws"));
    }

    #[test]
    fn a_folder_that_is_hidden_in_another_is_read_by_itself() {
        let (_dir, at) = written(&["ws/.sub/a.txt", "ws/b.txt"]);
        let mut places = Places::new(None);
        places.set(&[at.join("ws"), at.join("ws/.sub")]);
        assert_eq!(places.read().collect::<Vec<_>>(), [&at.join("ws"), &at.join("ws/.sub")]);
        assert_eq!(places.place(&at.join("ws/.sub/a.txt")).1, Some(at.join("ws/.sub")));
        places.set(&[at.join("ws"), at.join("ws/.sub"), at.join("ws/.sub")]);
        assert_eq!(places.read().count(), 2);
    }

    #[test]
    fn capitals_do_not_matter_where_the_system_says_so() {
        let (_dir, at) = written(&["ws/Sub/A.txt"]);
        let real = at.join("ws/Sub/A.txt");
        let lower = |path: &Path| path.to_string_lossy().to_lowercase();
        let folders: Vec<PathBuf> = real.ancestors().map(Path::to_owned).collect();
        let identity = move |path: &Path| {
            let found = folders.iter().find(|known| lower(known) == lower(path));
            found.cloned().ok_or_else(|| std::io::ErrorKind::NotFound.into())
        };
        let mut places = Places::new(Some(Arc::new(identity)));
        places.set(&[at.join("WS")]);
        assert_eq!(places.place(&at.join("ws/sub/a.TXT")), (at.join("WS/Sub/A.txt"), Some(at.join("WS"))));
        assert_eq!(places.place(&at.join("ws/SUB/new.txt")).0, at.join("WS/Sub/new.txt"));
    }
}
