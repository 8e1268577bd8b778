//! What the code keeps to beside what it does: the order of the rooms, who may know the protocol, who may do IO.

use std::path::{Path, PathBuf};

mod circles;
pub(crate) mod source;
mod word_lists;

/// The most lines of implementation in a file, tests not counted.
const IMPLEMENTATION: usize = 550;

/// A source file below `src`, with the room it belongs to.
struct Source {
    path: String,
    room: String,
    /// All of it.
    text: String,
    /// Up to its unit tests, comments and documentation left out.
    code: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files of the repository, without what git ignores.
fn files() -> Vec<PathBuf> {
    let walk = ignore::WalkBuilder::new(root()).hidden(false).require_git(false).build();
    let files = walk.map(|entry| entry.unwrap()).filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()));
    files.map(ignore::DirEntry::into_path).filter(|path| !path.starts_with(root().join(".git"))).collect()
}

fn relative(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/")
}

fn sources() -> Vec<Source> {
    let mut sources: Vec<Source> = files()
        .into_iter()
        .filter(|path| path.starts_with(root().join("src")) && path.extension().is_some_and(|end| end == "rs"))
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            let implementation = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            let is_code = |line: &&str| !line.trim_start().starts_with("//");
            let code = implementation.lines().filter(is_code).collect::<Vec<_>>().join("\n");
            let path = relative(&path);
            let room = path["src/".len()..].split(['/', '.']).next().unwrap().to_owned();
            Source { path, room, text, code }
        })
        .collect();
    let tests = test_modules(&sources);
    sources.retain(|source| !tests.contains(&source.path));
    sources.sort_by(|left, right| left.path.cmp(&right.path));
    sources
}

/// The files of modules that stand behind `#[cfg(test)]`.
fn test_modules(sources: &[Source]) -> Vec<String> {
    let modules = |source: &Source| -> Vec<String> {
        let parts = source.code.split("#[cfg(test)]\nmod ").skip(1);
        let names = parts.filter_map(|rest| rest.split_once(';')).map(|(name, _)| name);
        names.map(|name| format!("{}/{name}.rs", source.path.trim_end_matches(".rs"))).collect()
    };
    sources.iter().flat_map(modules).collect()
}

/// The rooms, bottom to top, as `lib.rs` lists them.
fn rooms() -> Vec<String> {
    let library = std::fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let rooms = library.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    rooms.map(str::to_owned).collect()
}

/// The names that follow `crate::`, those in braces one by one.
fn rooms_used(code: &str) -> Vec<String> {
    let name = |text: &str| text.chars().take_while(|ch| ch.is_alphanumeric() || *ch == '_').collect::<String>();
    let mut used = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            None => used.push(name(rest)),
            Some(list) => {
                let mut depth = 0;
                let mut item = String::new();
                for ch in list.chars() {
                    match ch {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => used.push(name(std::mem::take(&mut item).trim())),
                        _ if depth == 0 => item.push(ch),
                        _ => {}
                    }
                }
                used.push(name(item.trim()));
            }
        }
    }
    used
}

fn report(problems: &[String]) {
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

#[test]
fn rooms_use_only_those_above() {
    let rooms = rooms();
    let at = |room: &str| rooms.iter().position(|other| other == room);
    let mut problems = Vec::new();
    for source in sources() {
        let Some(own) = at(&source.room) else { continue };
        for used in rooms_used(&source.code) {
            if at(&used).is_some_and(|used| used > own) {
                problems.push(format!("{}: {} may not use {used}", source.path, source.room));
            }
        }
    }
    report(&problems);
}

#[test]
fn names_in_braces_are_seen() {
    assert_eq!(rooms_used("use crate::{text::{Span, X}, ide};"), ["text", "ide"]);
    assert_eq!(rooms_used("use crate::corpus::Snapshot; crate::ide::hover()"), ["corpus", "ide"]);
}

#[test]
fn only_the_server_knows_the_protocol() {
    let mut problems = Vec::new();
    for source in sources().into_iter().filter(|source| source.room != "server") {
        for word in ["lsp_types", "tower_lsp", "tower::"] {
            if source.code.contains(word) {
                problems.push(format!("{}: {word}", source.path));
            }
        }
    }
    report(&problems);
}

#[test]
fn only_the_edges_do_io() {
    let words = [
        "std::fs",
        "std::net",
        "std::env",
        "std::process",
        "std::io",
        "SystemTime",
        "Instant",
        "Zoned::now",
        "println!",
    ];
    let mut problems = Vec::new();
    let edges = ["store", "server", "cli", "eval", "main"];
    for source in sources().into_iter().filter(|source| !edges.contains(&source.room.as_str())) {
        for word in words {
            if source.code.contains(word) {
                problems.push(format!("{}: {word}", source.path));
            }
        }
    }
    report(&problems);
}

#[test]
fn results_do_not_depend_on_the_order_of_a_hash() {
    let mut problems = Vec::new();
    for source in sources() {
        for word in ["std::collections::HashMap", "std::collections::HashSet", "RandomState"] {
            if source.code.contains(word) {
                problems.push(format!("{}: {word}; FxHashMap for look-ups, BTreeMap for what is walked", source.path));
            }
        }
    }
    report(&problems);
}

/// What of a code stands for a chain, a mention and the like by a bare number: such a pair with an article or a slot, such
/// a field or parameter. Blanks do not matter.
fn bare_indices(code: &str) -> Vec<String> {
    const NUMBERS: [&str; 3] = ["usize", "u32", "u64"];
    let is_name = |ch: char| ch.is_alphanumeric() || ch == '_';
    let dense: String = code.split_whitespace().collect::<Vec<_>>().join(" ").replace("( ", "(").replace(", )", ")");
    let mut found = Vec::new();
    for number in NUMBERS {
        for of in ["ArticleId", "Slot"] {
            found.extend([format!("({of}, {number}"), format!("({number}, {of}")].into_iter().filter(|pair| {
                let ends = |(at, _): (usize, &str)| !dense[at + pair.len()..].starts_with(is_name);
                dense.match_indices(pair.as_str()).any(ends)
            }));
        }
        for thing in ["chain", "mention", "attribution", "event", "sentence"] {
            for around in ["", "Option<", "Vec<", "&[", "Box<["] {
                let typed = format!("{thing}: {around}{number}");
                let stands_alone = |(at, _): (usize, &str)| {
                    !dense[..at].ends_with(is_name) && !dense[at + typed.len()..].starts_with(is_name)
                };
                if dense.match_indices(typed.as_str()).any(stands_alone) {
                    found.push(typed);
                }
            }
        }
    }
    found
}

#[test]
fn an_index_has_a_type_of_its_own() {
    let mut problems = Vec::new();
    for source in sources() {
        problems.extend(bare_indices(&source.code).into_iter().map(|found| format!("{}: {found}", source.path)));
    }
    report(&problems);
}

#[test]
fn bare_indices_are_seen() {
    let check = |code: &str, expected: &[&str]| assert_eq!(bare_indices(code), expected, "{code}");
    check("places: Vec<(ArticleId, usize)>,", &["(ArticleId, usize"]);
    check("type Node = (\n    Slot,\n    u32,\n);", &["(Slot, u32"]);
    check("struct Known { chain: usize, names: Vec<String> }", &["chain: usize"]);
    check("fn of(&self, sentence: u32) -> bool", &["sentence: u32"]);
    check("parent: Option<usize>, attribution: Option<usize>", &["attribution: Option<usize"]);
    check("(ArticleId, ChainId), first_chain: usize, chain: ChainId, (u32, usize)", &[]);
}

#[test]
fn files_stay_readable() {
    let long = |source: &Source| source.code.lines().count() > IMPLEMENTATION;
    let show = |source: Source| format!("{}: {} lines", source.path, source.code.lines().count());
    report(&sources().into_iter().filter(long).map(show).collect::<Vec<_>>());
}

#[test]
fn nothing_is_left_undone() {
    let mut problems = Vec::new();
    for source in sources() {
        for word in ["todo!", "unimplemented!", "dbg!", "FIXME", "XXX"] {
            // "XXXX-XX-XX" is a date that nobody knows.
            if source.code.replace("XXXX-XX-XX", "").contains(word) {
                problems.push(format!("{}: {word}", source.path));
            }
        }
    }
    report(&problems);
}

#[test]
fn no_path_of_one_machine() {
    // Spelled so that this file does not hold them.
    let words = [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/"), concat!("/Us", "ers/")];
    let mut problems = Vec::new();
    for path in files() {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        for word in words {
            // An example of a user's own path is nobody's machine.
            if text.replace(concat!("/ho", "me/me/"), "").contains(word) {
                problems.push(format!("{}: {word}", relative(&path)));
            }
        }
    }
    report(&problems);
}
