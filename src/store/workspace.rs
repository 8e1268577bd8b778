//! Finding the articles below a folder.
//!
//! Every `.txt`, and what `include` in the nearest `copydesk.toml` adds; what `.gitignore` names is left out, in a
//! repository or not, and so are hidden files. Links to folders are not followed, so that a loop of them ends.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::WalkBuilder;

use super::Problem;
use super::settings::{SettingsFile, SettingsIndex};
use crate::rules::Severity;

/// An article that was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// Where it is, beginning with the path that was walked.
    pub path: PathBuf,
    /// The nearest `copydesk.toml` at or above it.
    pub settings: Option<Arc<SettingsFile>>,
}

/// What a walk found.
#[derive(Debug, Default)]
pub struct Walk {
    /// Sorted by path.
    pub articles: Vec<Found>,
    /// Folders that could not be read.
    pub problems: Vec<Problem>,
}

/// The articles at or below `root`. A file that is named is taken whatever its name.
pub fn walk(root: &Path, index: &mut SettingsIndex) -> Walk {
    if !root.is_dir() {
        return Walk {
            articles: vec![Found { path: root.to_owned(), settings: index.nearest(root) }],
            ..Walk::default()
        };
    }
    let mut walk = Walk::default();
    for entry in walker(root).build() {
        match entry {
            Err(error) => walk.problems.push(problem(root, &error)),
            Ok(entry) if is_file(&entry) => {
                let settings = index.nearest(entry.path());
                if is_article(entry.path(), settings.as_deref()) {
                    walk.articles.push(Found { path: entry.into_path(), settings });
                }
            }
            Ok(_) => {}
        }
    }
    walk.articles.sort_by(|a, b| a.path.cmp(&b.path));
    walk
}

/// True for what a walk would take if it came by: a `.txt`, or what `include` adds.
pub fn is_article(path: &Path, settings: Option<&SettingsFile>) -> bool {
    let is_txt = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("txt"));
    is_txt || settings.is_some_and(|file| file.includes(path))
}

/// True when a walk of `root` would come by `path`: neither hidden nor named in a `.gitignore` on the way. `path`
/// need not exist any more.
pub fn is_reachable(root: &Path, path: &Path) -> bool {
    let Ok(relative) = path.strip_prefix(root) else { return false };
    let mut dir = root.to_owned();
    let mut ignores = Vec::new();
    let mut parts = relative.components().peekable();
    while let Some(part) = parts.next() {
        if part.as_os_str().to_string_lossy().starts_with('.') {
            return false;
        }
        ignores.push(ignore::gitignore::Gitignore::new(dir.join(".gitignore")).0);
        dir.push(part);
        let is_dir = parts.peek().is_some();
        // The deepest file that has an opinion decides, as git has it.
        let verdict = ignores.iter().rev().map(|one| one.matched(&dir, is_dir)).find(|one| !one.is_none());
        if verdict.is_some_and(|verdict| verdict.is_ignore()) {
            return false;
        }
    }
    true
}

fn walker(root: &Path) -> WalkBuilder {
    let mut builder = WalkBuilder::new(root);
    // The machine's own ignore file would make results differ from one reader to the next.
    builder.require_git(false).git_global(false).follow_links(false).sort_by_file_path(Path::cmp);
    builder
}

fn is_file(entry: &ignore::DirEntry) -> bool {
    match entry.file_type() {
        Some(kind) if kind.is_symlink() => entry.path().is_file(),
        Some(kind) => kind.is_file(),
        None => false,
    }
}

fn problem(root: &Path, error: &ignore::Error) -> Problem {
    let mut path = root.to_owned();
    let mut inner = error;
    loop {
        inner = match inner {
            ignore::Error::WithPath { path: at, err } => {
                path.clone_from(at);
                err
            }
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => err,
            _ => break,
        };
    }
    let message = match error.io_error().map(std::io::Error::kind) {
        Some(std::io::ErrorKind::PermissionDenied) => {
            "not allowed to read this folder, its articles are missing; check its permissions".to_owned()
        }
        _ => format!("could not be walked, its articles are missing: {inner}"),
    };
    Problem { path, span: None, severity: Severity::Warning, message }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes the files (a name that ends in `/` is a folder) and checks what a walk finds.
    fn check(files: &[(&str, &str)], expected: &[&str]) {
        let dir = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = dir.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let walk = walk(dir.path(), &mut SettingsIndex::default());
        let found: Vec<String> = walk
            .articles
            .iter()
            .map(|found| found.path.strip_prefix(dir.path()).unwrap().to_string_lossy().replace('\\', "/"))
            .collect();
        assert_eq!(found, expected);
        for (name, _) in files.iter().filter(|(name, _)| name.ends_with(".txt")) {
            let reachable = is_reachable(dir.path(), &dir.path().join(name));
            assert_eq!(reachable, expected.contains(name), "{name}");
        }
    }

    #[test]
    fn every_txt_in_order_without_the_hidden() {
        check(
            &[("b.txt", ""), ("a.TXT", ""), ("sub/c.txt", ""), (".hidden/d.txt", ""), (".e.txt", ""), ("f.md", "")],
            &["a.TXT", "b.txt", "sub/c.txt"],
        );
    }

    #[test]
    fn gitignore_counts_outside_a_repository() {
        check(
            &[
                (".gitignore", "/out\n*.old.txt\n"),
                ("out/a.txt", ""),
                ("b.old.txt", ""),
                ("c.txt", ""),
                ("sub/.gitignore", "!keep.old.txt\nd.txt\n"),
                ("sub/keep.old.txt", ""),
                ("sub/d.txt", ""),
            ],
            &["c.txt", "sub/keep.old.txt"],
        );
    }

    #[test]
    fn include_adds_below_its_own_folder() {
        check(
            &[
                ("copydesk.toml", "include = [\"**/*.md\"]"),
                ("a.md", ""),
                ("sub/copydesk.toml", ""),
                ("sub/b.md", ""),
                ("sub/c.txt", ""),
            ],
            &["a.md", "sub/c.txt"],
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_loop_of_links_ends() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("a.txt"), "").unwrap();
        std::os::unix::fs::symlink(dir.path(), dir.path().join("loop")).unwrap();
        std::os::unix::fs::symlink(dir.path().join("a.txt"), dir.path().join("b.txt")).unwrap();
        std::os::unix::fs::symlink(dir.path().join("nowhere"), dir.path().join("c.txt")).unwrap();
        let walk = walk(dir.path(), &mut SettingsIndex::default());
        let names: Vec<_> = walk.articles.iter().map(|found| found.path.file_name().unwrap().to_owned()).collect();
        assert_eq!(names, ["a.txt", "b.txt"]);
        assert_eq!(walk.problems, []);
    }

    #[test]
    fn a_named_file_is_taken_as_it_is() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("story");
        std::fs::write(&path, "").unwrap();
        assert_eq!(walk(&path, &mut SettingsIndex::default()).articles.len(), 1);
    }
}
