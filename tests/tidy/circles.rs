//! Circles between the files of a room: files of which each uses the other, directly or by way of further ones.
//!
//! A use is a path, in a `use` or within the code, that leads to what another file defines: `crate::`, `super::`,
//! `self::`, names that are brought into scope and re-exports are followed to the file where the item stands. The `mod`
//! that declares a file is no use of it; a method that is called is none either, since no path names it. Unit tests do
//! not count.

use std::collections::{BTreeMap, BTreeSet};

use expect_test::expect_file;

use super::source::{Token, is_name, text, tokens};

/// A name that a `use` brings into scope, with the path that it stands for; `*` for all of a module.
#[derive(Debug, PartialEq, Eq)]
struct Import<'a> {
    name: &'a str,
    path: Vec<&'a str>,
    line: usize,
}

/// What a file says of itself.
#[derive(Debug, Default)]
struct File<'a> {
    /// What it defines at its outermost level.
    items: BTreeSet<&'a str>,
    imports: Vec<Import<'a>>,
    /// Paths within the code, of two parts at least.
    paths: Vec<(Vec<&'a str>, usize)>,
    /// The modules that have files of their own.
    modules: Vec<&'a str>,
}

impl<'a> File<'a> {
    fn of(source: &'a str) -> Self {
        let tokens = tokens(source);
        let mut file = File::default();
        let mut depth = 0_usize;
        let mut at = 0;
        while at < tokens.len() {
            let token = tokens[at];
            let next = text(&tokens, at + 1);
            match token.text {
                "{" => depth += 1,
                "}" => depth = depth.saturating_sub(1),
                "use" if text(&tokens, at.wrapping_sub(1)) != "+" && next != "<" => {
                    at = imports(&tokens, at + 1, &mut Vec::new(), &mut file.imports);
                    continue;
                }
                "mod" if text(&tokens, at + 2) == ";" => file.modules.push(next),
                "fn" | "struct" | "enum" | "const" | "static" | "type" | "trait" | "union" | "mod" if depth == 0 => {
                    let name =
                        if next == "mut" || next == "fn" || next == "unsafe" { text(&tokens, at + 2) } else { next };
                    file.items.insert(name);
                }
                name if is_name(name) && next == "::" && text(&tokens, at.wrapping_sub(1)) != "::" => {
                    let mut path = vec![name];
                    while text(&tokens, at + 1) == "::" && is_name(text(&tokens, at + 2)) {
                        path.push(tokens[at + 2].text);
                        at += 2;
                    }
                    if path.len() > 1 {
                        file.paths.push((path, token.line));
                    }
                }
                _ => {}
            }
            at += 1;
        }
        file
    }
}

/// Reads one tree of a `use` from `at` on, behind the parts in `before`; returns where it ends.
fn imports<'a>(tokens: &[Token<'a>], mut at: usize, before: &mut Vec<&'a str>, found: &mut Vec<Import<'a>>) -> usize {
    let depth = before.len();
    let line = tokens.get(at).map_or(0, |token| token.line);
    loop {
        match text(tokens, at) {
            "{" => {
                at += 1;
                while !matches!(text(tokens, at), "}" | "") {
                    at = imports(tokens, at, before, found);
                    at += usize::from(text(tokens, at) == ",");
                }
                at += 1;
                break;
            }
            "*" => {
                found.push(Import { name: "*", path: before.clone(), line });
                at += 1;
                break;
            }
            "::" => at += 1,
            name if is_name(name) => {
                at += 1;
                // "{self}" is what stands before the braces.
                if name != "self" || before.is_empty() {
                    before.push(name);
                }
                if text(tokens, at) != "::" {
                    let alias = text(tokens, at) == "as";
                    let last = before.last().copied().unwrap_or_default();
                    let name = if alias { text(tokens, at + 1) } else { last };
                    found.push(Import { name, path: before.clone(), line });
                    at += if alias { 2 } else { 0 };
                    break;
                }
            }
            _ => break,
        }
    }
    before.truncate(depth);
    at
}

/// A module by its path from the root of the crate: `ide::hover`.
type Module = Vec<String>;

/// The modules of a crate, each with its file.
struct Modules<'a> {
    files: BTreeMap<Module, (&'a str, File<'a>)>,
}

impl<'a> Modules<'a> {
    /// All that `lib.rs` declares, by way of the modules that it declares. `sources`: path below `src`, and text.
    fn of(sources: &'a BTreeMap<String, String>) -> Self {
        let mut files = BTreeMap::new();
        let mut open: Vec<(Module, &str)> = vec![(Module::new(), "lib.rs")];
        while let Some((module, path)) = open.pop() {
            let file = File::of(&sources[path]);
            for name in &file.modules {
                let child: Module = module.iter().cloned().chain([(*name).to_owned()]).collect();
                let path = format!("{}.rs", child.join("/"));
                if let Some((path, _)) = sources.get_key_value(&path) {
                    open.push((child, path));
                }
            }
            files.insert(module, (path, file));
        }
        Self { files }
    }

    /// The file that defines what a path means in a module; `None` for what is of another crate or is local. `trail` is
    /// what is being resolved already.
    fn resolve(&self, module: &Module, path: &[&str], trail: &mut Vec<(Module, String)>) -> Option<Found> {
        let (first, rest) = path.split_first()?;
        match *first {
            "crate" => self.walk(&Module::new(), rest, trail),
            "self" => self.walk(module, rest, trail),
            "super" => self.walk(&module[..module.len().checked_sub(1)?].to_vec(), rest, trail),
            _ => self.walk(module, path, trail),
        }
    }

    fn walk(&self, module: &Module, path: &[&str], trail: &mut Vec<(Module, String)>) -> Option<Found> {
        let (_, file) = self.files.get(module)?;
        let Some((first, rest)) = path.split_first() else { return Some(Found::Module(module.clone())) };
        if *first == "super" {
            return self.walk(&module[..module.len().checked_sub(1)?].to_vec(), rest, trail);
        }
        let child: Module = module.iter().cloned().chain([(*first).to_owned()]).collect();
        if self.files.contains_key(&child) {
            return self.walk(&child, rest, trail);
        }
        if file.items.contains(first) {
            return Some(Found::Item(module.clone()));
        }
        let step = (module.clone(), (*first).to_owned());
        if trail.contains(&step) {
            return None;
        }
        trail.push(step);
        let named = file.imports.iter().filter(|import| import.name == *first);
        let found = named.filter_map(|import| self.behind(module, &import.path, rest, trail)).next().or_else(|| {
            let all = file.imports.iter().filter(|import| import.name == "*");
            all.filter_map(|import| self.behind(module, &import.path, path, trail)).next()
        });
        trail.pop();
        found
    }

    /// What `rest` means behind an imported path.
    fn behind(
        &self,
        module: &Module,
        path: &[&str],
        rest: &[&str],
        trail: &mut Vec<(Module, String)>,
    ) -> Option<Found> {
        // A name that imports itself ("use rayon;") is another crate's.
        let outer = path.first().is_some_and(|first| trail.last().is_some_and(|(_, name)| name == first));
        if outer && path.len() == 1 {
            return None;
        }
        match self.resolve(module, path, trail)? {
            Found::Module(module) => self.walk(&module, rest, trail),
            item @ Found::Item(_) => Some(item),
        }
    }

    /// Every use of another file: from, to, and the words that show it.
    fn arrows(&self) -> BTreeMap<(&'a str, &'a str), String> {
        let mut arrows = BTreeMap::new();
        for (module, (from, file)) in &self.files {
            let imports = file.imports.iter().map(|import| (&import.path, import.line));
            for (path, line) in imports.chain(file.paths.iter().map(|(path, line)| (path, *line))) {
                let Some(Found::Module(found) | Found::Item(found)) = self.resolve(module, path, &mut Vec::new())
                else {
                    continue;
                };
                let to = self.files[&found].0;
                if to != *from {
                    arrows.entry((*from, to)).or_insert_with(|| format!("{from}:{line} {}", path.join("::")));
                }
            }
        }
        arrows
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Found {
    Module(Module),
    /// What a module defines.
    Item(Module),
}

/// The room of a file, its path being given below `src`.
fn room(path: &str) -> &str {
    path.split(['/', '.']).next().unwrap_or_default()
}

/// Files of one room that lead to one another, with the uses between them.
#[derive(Debug, PartialEq, Eq)]
struct Circle {
    files: Vec<String>,
    uses: Vec<String>,
}

fn circles(sources: &BTreeMap<String, String>) -> Vec<Circle> {
    let arrows = Modules::of(sources).arrows();
    let inside: Vec<(&str, &str)> = arrows.keys().filter(|(from, to)| room(from) == room(to)).copied().collect();
    let reached = |start: &str| -> BTreeSet<&str> {
        let mut reached = BTreeSet::new();
        let mut open = vec![start.to_owned()];
        while let Some(at) = open.pop() {
            let next = inside.iter().filter(|(from, _)| *from == at);
            open.extend(next.filter(|(_, to)| reached.insert(*to)).map(|(_, to)| (*to).to_owned()));
        }
        reached
    };
    let files: BTreeSet<&str> = inside.iter().map(|(from, _)| *from).collect();
    let reached: BTreeMap<&str, BTreeSet<&str>> = files.into_iter().map(|file| (file, reached(file))).collect();
    let mut groups = BTreeSet::new();
    for (file, to) in reached.iter().filter(|(file, to)| to.contains(*file)) {
        let back = |other: &&&str| reached.get(**other).is_some_and(|from| from.contains(file));
        groups.insert(to.iter().filter(back).copied().collect::<Vec<&str>>());
    }
    let circle = |files: Vec<&str>| {
        let within = |(from, to): &(&str, &str)| files.contains(from) && files.contains(to);
        let uses = arrows.iter().filter(|(arrow, _)| within(arrow)).map(|((_, to), shown)| format!("{shown} -> {to}"));
        Circle { uses: uses.collect(), files: files.iter().map(|file| (*file).to_owned()).collect() }
    };
    groups.into_iter().map(circle).collect()
}

/// The circles that are left, a blank line between two. The page only ever grows shorter; `UPDATE_EXPECT=1` writes it
/// anew where files are moved or a circle is gone.
#[test]
fn files_of_a_room_use_one_another_in_one_direction() {
    let sources = super::sources().into_iter();
    let sources = sources.map(|source| (source.path["src/".len()..].to_owned(), source.text)).collect();
    let circles = circles(&sources);
    for circle in &circles {
        println!("{}", circle.uses.join("\n"));
    }
    let left: Vec<String> = circles.iter().map(|circle| format!("{}\n", circle.files.join("\n"))).collect();
    expect_file!["circles.txt"].assert_eq(&left.join("\n"));
}

#[track_caller]
fn check(files: &[(&str, &str)], expected: &[&[&str]]) {
    let sources = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    let found: Vec<Vec<String>> = circles(&sources).into_iter().map(|circle| circle.files).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_circle_is_seen_by_whatever_path_it_goes() {
    let root = ("lib.rs", "pub mod room;\npub mod other;");
    let pair = |parent: &str, child: &str, expected: &[&[&str]]| {
        check(&[root, ("other.rs", "pub fn far() {}"), ("room.rs", parent), ("room/child.rs", child)], expected);
    };
    let both: &[&[&str]] = &[&["room.rs", "room/child.rs"]];
    pair("mod child;\npub use child::Thing;\npub fn near() {}", "use super::near;\npub struct Thing;", both);
    pair("mod child;\nfn a() { child::b(\"{\") }\nstruct Own;", "pub(super) fn b(own: &crate::room::Own) {}", both);
    pair("mod child;\nuse self::child::{self as young, b};\nenum Own { A }", "use super::Own::*;\npub fn b() {}", both);
    // A declaration is no use, nor is what the child itself defines, another room's, or for tests alone.
    pair("mod child;\npub fn near() {}", "use super::near;", &[]);
    pair("mod child;\npub use child::Thing;", "use super::Thing as Other;\npub struct Thing;", &[]);
    pair("mod child;\npub use child::Thing;\nuse crate::other::far;", "use super::far;\npub struct Thing;", &[]);
    pair(
        "mod child;\npub use child::*;\nfn near() {}",
        "#[cfg(test)]\nmod tests {\n    use super::super::near;\n}",
        &[],
    );
}

#[test]
fn a_circle_leads_over_further_files_and_names() {
    check(
        &[
            ("lib.rs", "pub mod room;"),
            ("room.rs", "mod a;\nmod b;\nmod c;\nmod d;\npub use a::One;\npub(crate) use b::*;"),
            ("room/a.rs", "use super::Two;\npub struct One;\n// use super::d::four;"),
            ("room/b.rs", "pub use super::c::Three as Two;\nuse super::c::three;"),
            ("room/c.rs", "use crate::room::{One, d};\npub struct Three;\npub fn three() -> One { d::four() }"),
            ("room/d.rs", "pub fn four() -> ! { loop {} }"),
        ],
        &[&["room/a.rs", "room/c.rs"]],
    );
}
