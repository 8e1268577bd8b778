//! What a walk finds, and what it says of the rest.

use super::*;

/// Writes the files; a name that ends in `/` is a folder.
fn written(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), files);
    dir
}

fn write(folder: &Path, files: &[(&str, &str)]) {
    for (name, text) in files {
        let path = folder.join(name);
        if name.ends_with('/') {
            std::fs::create_dir_all(path).unwrap();
            continue;
        }
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

fn names(root: &Path, walk: &Walk) -> Vec<String> {
    let name = |found: &Found| found.path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
    walk.articles.iter().map(name).collect()
}

/// What is said of what, by its name below the folder.
fn told(root: &Path, walk: &Walk) -> Vec<(String, String)> {
    let name = |path: &Path| path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
    walk.problems.iter().map(|problem| (name(&problem.path), problem.message.clone())).collect()
}

/// Checks what a walk finds below a folder, by every way to ask.
#[track_caller]
fn check_below(root: &Path, files: &[(&str, &str)], expected: &[&str]) {
    let walk = walk(root, &mut SettingsIndex::default());
    assert_eq!(names(root, &walk), expected);
    let texts: Vec<PathBuf> =
        files.iter().map(|(name, _)| root.join(name)).filter(|path| path.extension() == Some("txt".as_ref())).collect();
    for (path, reached) in texts.iter().zip(are_reachable(root, &texts)) {
        let is_found = expected.iter().any(|name| root.join(name) == *path);
        assert_eq!((reached, is_reachable(root, path)), (is_found, is_found), "{path:?}");
    }
    let folders: std::collections::BTreeSet<&Path> = texts.iter().filter_map(|path| path.parent()).collect();
    for folder in folders.into_iter().filter(|folder| *folder != root) {
        let alone = walk_below(root, folder, &mut SettingsIndex::default());
        let inside = |name: &&&str| root.join(name).starts_with(folder);
        let inside: Vec<&str> = expected.iter().filter(inside).copied().collect();
        assert_eq!(names(root, &alone), inside, "{folder:?}");
    }
}

#[track_caller]
fn check(files: &[(&str, &str)], expected: &[&str]) {
    let dir = written(files);
    check_below(dir.path(), files, expected);
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

#[test]
fn every_kind_of_ignore_file_counts() {
    check(
        &[
            (".ignore", "one.txt\n!two.txt\n"),
            (".gitignore", "two.txt\n/sub/three.txt\r\n"),
            (".git/info/exclude", "four.txt\n"),
            ("one.txt", ""),
            ("two.txt", ""),
            ("sub/three.txt", ""),
            ("sub/four.txt", ""),
            ("sub/.ignore", "!one.txt\nfive.txt"),
            ("sub/one.txt", ""),
            ("sub/five.txt", ""),
            ("sub/six.txt", ""),
        ],
        &["sub/one.txt", "sub/six.txt", "two.txt"],
    );
}

#[test]
fn what_is_said_above_counts_up_to_the_root_of_a_repository() {
    let files = [("a.txt", ""), ("b.txt", ""), ("sub/c.txt", ""), ("sub/d.txt", "")];
    let dir = written(&[(".gitignore", "a.txt\n"), (".ignore", "d.txt\n"), ("middle/.gitignore", "/ws/sub/c.txt\n")]);
    let root = dir.path().join("middle/ws");
    write(&root, &files);
    check_below(&root, &files, &["b.txt"]);
    write(dir.path(), &[("middle/.git", "gitdir: ../no/where\n")]);
    check_below(&root, &files, &["a.txt", "b.txt"]);
    // A work tree has its own exclude elsewhere.
    write(dir.path(), &[("main/tree/commondir", "..\n"), ("main/info/exclude", "b.txt")]);
    write(dir.path(), &[("middle/.git", "gitdir: ../main/tree\n")]);
    check_below(&root, &files, &["a.txt"]);
}

#[test]
fn a_hidden_folder_that_is_asked_for_is_walked() {
    check(
        &[(".gitignore", "!.notes\n!.copydesk.*\n"), (".notes/a.txt", ""), (".b/c.txt", ""), (".copydesk.txt", "")],
        &[".notes/a.txt"],
    );
}

#[test]
fn an_ignore_file_of_another_length_or_kind_is_named_and_left_out() {
    let line = "name.txt\n";
    let dir = written(&[
        ("a.txt", ""),
        ("sub/b.txt", ""),
        (".gitignore", &format!("{}a.txt\n", "x\n".repeat((1 << 17) - 8))),
        (".ignore/", ""),
        ("sub/.gitignore", &line.repeat(20)),
        ("other/.ignore", &line.repeat(1 << 15)),
        ("other/name.txt", ""),
    ]);
    let walk = walk(dir.path(), &mut SettingsIndex::default());
    assert_eq!(names(dir.path(), &walk), ["other/name.txt", "sub/b.txt"]);
    let mut told = told(dir.path(), &walk);
    told.sort();
    let rest = " (until then none of its lines count)";
    let of = |name: &str, what: &str| (name.to_owned(), format!("{what}{rest}"));
    let above = "with the ignore files above it larger than 256 KiB; make them shorter";
    assert_eq!(
        told,
        [
            of(".ignore", "not a regular file; put a text file in its place"),
            of("other/.ignore", above),
            of("sub/.gitignore", above),
        ]
    );
    let alone = super::walk(&dir.path().join("other"), &mut SettingsIndex::default());
    assert!(alone.problems.iter().any(|problem| problem.path.ends_with("other/.ignore")), "{:?}", alone.problems);
}

#[test]
fn many_lines_with_wildcards_count_each() {
    let mut lines: String = (0..15_000).map(|n| format!("a{n}*b*c?txt\n")).collect();
    lines += "*.old.txt\n";
    assert!(lines.len() > 200_000);
    let first_and_last = [(".gitignore", &*lines), ("a7bc.txt", ""), ("a14999-b-c.txt", ""), ("x.old.txt", "")];
    check(&[&first_and_last[..], &[("y.txt", "")]].concat(), &["y.txt"]);
}

#[cfg(unix)]
#[test]
fn a_pipe_or_a_device_is_never_opened() {
    use std::os::unix::fs::symlink;
    let dir = written(&[("a.txt", ""), ("copydesk.toml", ""), ("sub/b.txt", "")]);
    let pipe = |name: &str| {
        assert!(std::process::Command::new("mkfifo").arg(dir.path().join(name)).status().unwrap().success());
    };
    symlink("/dev/zero", dir.path().join(".gitignore")).unwrap();
    symlink("/dev/zero", dir.path().join("zero.txt")).unwrap();
    pipe(".ignore");
    pipe("sub/.gitignore");
    pipe("sub/copydesk.toml");
    pipe("sub/pipe.txt");
    std::fs::create_dir(dir.path().join(".git")).unwrap();
    std::fs::create_dir(dir.path().join(".git/info")).unwrap();
    pipe(".git/info/exclude");
    let mut index = SettingsIndex::default();
    let mut walk = walk(dir.path(), &mut index);
    assert_eq!(names(dir.path(), &walk), ["a.txt", "sub/b.txt"]);
    walk.problems.extend(index.problems());
    walk.problems.sort_by(|a, b| a.path.cmp(&b.path));
    let told = told(dir.path(), &walk);
    let left_out: Vec<&str> = told.iter().map(|(name, _)| name.as_str()).collect();
    let expected = [
        ".git/info/exclude",
        ".gitignore",
        ".ignore",
        "sub/.gitignore",
        "sub/copydesk.toml",
        "sub/pipe.txt",
        "zero.txt",
    ];
    assert_eq!(left_out, expected);
    for (name, message) in &told {
        assert!(message.contains("not a regular file") && message.contains("put a text file in its place"), "{name}");
    }
    assert!(
        !is_reachable(dir.path(), &dir.path().join(".x.txt")) && is_reachable(dir.path(), &dir.path().join("x.txt"))
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

#[cfg(unix)]
#[test]
fn what_a_link_to_a_folder_leads_to_is_found_once_or_named() {
    use std::os::unix::fs::symlink;
    let outside = written(&[("o.txt", "")]);
    let files = [("real/a.txt", ""), (".hidden/b.txt", ""), ("deep/er/c.txt", ""), (".gitignore", "unsaid\n")];
    let dir = written(&files);
    let at = |name: &str| dir.path().join(name);
    symlink("real", at("twice")).unwrap();
    symlink("../..", at("deep/er/loop")).unwrap();
    symlink(".hidden", at("shown")).unwrap();
    symlink(outside.path(), at("away")).unwrap();
    symlink(outside.path(), at("unsaid")).unwrap();
    let walk = walk(dir.path(), &mut SettingsIndex::default());
    assert_eq!(names(dir.path(), &walk), ["deep/er/c.txt", "real/a.txt"]);
    let real = |path: &Path| std::fs::canonicalize(path).unwrap().display().to_string();
    let (away, shown) = (real(outside.path()), real(&at(".hidden")));
    let left_out = "(its articles are left out)";
    assert_eq!(
        told(dir.path(), &walk),
        [
            (
                "away".to_owned(),
                format!("a link to {away}, which lies outside of it; open or name that folder as well {left_out}")
            ),
            (
                "shown".to_owned(),
                format!("a link to {shown}, which is hidden or ignored; name that folder as well {left_out}")
            ),
        ]
    );
    let reached = |name: &str| is_reachable(dir.path(), &at(name));
    assert!(reached("real/a.txt") && !reached("twice/a.txt") && !reached("away/o.txt") && !reached("shown"));
    // Below a folder the same holds as below the root.
    let below = walk_below(dir.path(), &at("deep"), &mut SettingsIndex::default());
    assert_eq!((names(dir.path(), &below), below.problems.len()), (vec!["deep/er/c.txt".to_owned()], 0));
    for folder in ["twice", ".hidden", "absent", "unsaid"] {
        assert!(walk_below(dir.path(), &at(folder), &mut SettingsIndex::default()).articles.is_empty(), "{folder}");
    }
    for n in 0..40 {
        symlink(outside.path(), at(&format!("more{n}"))).unwrap();
    }
    let walk = super::walk(dir.path(), &mut SettingsIndex::default());
    assert_eq!(walk.problems.len(), 20);
    assert!(walk.problems[19].message.ends_with("; so it is with 22 more links"), "{:?}", walk.problems[19]);
}

/// The walker of the `ignore` crate, as it was used before.
fn reference(root: &Path, repository: bool) -> Vec<String> {
    let mut builder = ignore::WalkBuilder::new(root);
    builder.require_git(repository).git_global(false).follow_links(false).sort_by_file_path(Path::cmp);
    let entries = builder.build().map(|entry| entry.unwrap());
    let files = entries.filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()));
    let texts = files.map(ignore::DirEntry::into_path).filter(|path| path.extension() == Some("txt".as_ref()));
    texts.map(|path| path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/")).collect()
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(60))]

    /// In every tree the same is found as with the walker of the `ignore` crate.
    #[test]
    fn ignore_files_are_understood_as_the_crate_does(
        ignores in proptest::collection::vec((
            proptest::sample::select(vec!["", "ws/", "ws/a/", "ws/a/b/", "ws/.h/"]),
            proptest::sample::select(vec![".gitignore", ".ignore"]),
            proptest::collection::vec(proptest::sample::select(vec![
                "x.txt", "!x.txt", "/x.txt", "a/", "/a", "b", "!b", "*.old.txt", "!y.old.txt", "**/b/x.txt", "a/**",
                "ws/a/x.txt", "/ws", "a/b/", "!.h", "!.e.txt", "# x.txt", "\\#x.txt", "", "/", "!", "[xy].txt", "[", "{x,y}.old.txt",
                "x.txt  ", "..", "*", "!*/", "!*.txt", "ws",
            ]), 0..4),
        ), 0..5),
        repository in proptest::bool::ANY,
    ) {
        let dir = tempfile::tempdir().unwrap();
        let folders = ["ws", "ws/a", "ws/a/b", "ws/b", "ws/.h", "ws/a/.h/b"];
        for folder in folders {
            for name in ["x.txt", "y.old.txt", ".e.txt", "#x.txt"] {
                write(dir.path(), &[(&format!("{folder}/{name}"), "")]);
            }
        }
        for (folder, name, lines) in &ignores {
            write(dir.path(), &[(&format!("{folder}{name}"), &lines.join("\n"))]);
        }
        let root = dir.path().join("ws");
        if repository {
            write(&root, &[(".git/info/exclude", "/b/y.old.txt\n")]);
        }
        let found = names(&root, &walk(&root, &mut SettingsIndex::default()));
        proptest::prop_assert_eq!(&found, &reference(&root, repository));
        let all: Vec<PathBuf> = folders.iter().flat_map(|folder| {
            ["x.txt", "y.old.txt", ".e.txt", "#x.txt"].map(|name| dir.path().join(folder).join(name))
        }).collect();
        let reached: Vec<String> = all.iter().zip(are_reachable(&root, &all)).filter(|(_, reached)| *reached)
            .map(|(path, _)| path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/")).collect();
        let mut sorted = found;
        sorted.sort();
        let mut reached = reached;
        reached.sort();
        proptest::prop_assert_eq!(reached, sorted);
    }
}
