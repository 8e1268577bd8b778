//! brat stand-off: `X.ann` beside `X.txt`, or in a folder next to that of the texts, with an annotator behind the name
//! (`text/X.txt`, `attributions/X_ann1.ann`). Of several annotators the alphabetically first counts.
//!
//! T lines mark Source, Cue, Content and the types of names; a mark may have several parts. E lines join marks to
//! attributions by their roles (`Content2:T7`), R lines by pairs, with the cue in the middle where there is one; `Coref` relations and `*` lines (Equiv) join names to
//! chains. Only a line feed ends a line: a text may hold other line ends. Offsets are code points.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use super::super::layers::{Chain, LAYERS, Layers, Member, Name, Relation, folded};
use super::gold::{Gold, GoldArticle, Points, files_below, text_of};
use crate::text::Span;

/// A mark: a T line.
struct Mark {
    label: String,
    parts: Vec<Span>,
}

/// What a file marks.
#[derive(Default)]
struct Marks {
    by_id: FxHashMap<String, Mark>,
    /// Ids in the order of the file.
    order: Vec<String>,
    /// Ids by role, for each E line and each group of R lines.
    attributions: Vec<Vec<(usize, String)>>,
    /// Ids that are one.
    chains: Vec<Vec<String>>,
}

/// Reads every `.ann` of `files`, which lie at or below `path`; `path` may also be a text with its `.ann` beside it.
pub(super) fn read(path: &Path, files: &[PathBuf], gold: &mut Gold) {
    let is = |file: &Path, end: &str| file.extension().is_some_and(|it| it == end);
    let mut annotations: Vec<PathBuf> = files.iter().filter(|file| is(file, "ann")).cloned().collect();
    if path.is_file() && is(path, "txt") {
        annotations.extend(Some(path.with_extension("ann")).filter(|file| file.is_file()));
    }
    let texts: Vec<PathBuf> = if path.is_file() {
        // The text may stand in a folder next to this one.
        let around = path.parent().and_then(Path::parent).filter(|_| !path.with_extension("txt").is_file());
        let mut texts: Vec<PathBuf> = around.map(files_below).unwrap_or_default();
        texts.push(path.with_extension("txt"));
        texts.into_iter().filter(|file| is(file, "txt") && file.is_file()).collect()
    } else {
        files.iter().filter(|file| is(file, "txt")).cloned().collect()
    };
    let first = gold.articles.len();
    for (text, file) in pairs(&annotations, &texts, gold) {
        article(&text, &file, gold);
    }
    fill(&mut gold.articles[first..]);
}

/// Each text with its annotation.
fn pairs(annotations: &[PathBuf], texts: &[PathBuf], gold: &mut Gold) -> BTreeMap<PathBuf, PathBuf> {
    let mut by_stem: BTreeMap<&str, Vec<&PathBuf>> = BTreeMap::new();
    for text in texts {
        by_stem.entry(stem(text)).or_default().push(text);
    }
    let mut pairs = BTreeMap::new();
    for file in annotations {
        let name = stem(file);
        let names = [Some(name), name.rsplit_once('_').map(|(name, _annotator)| name)];
        let text = names.into_iter().flatten().find_map(|name| near(by_stem.get(name)?, file));
        match text {
            // They come in alphabetical order.
            Some(text) => drop(pairs.entry(text.clone()).or_insert_with(|| file.clone())),
            None => gold.problem(
                file,
                None,
                format!("its text was not found and it was left out: put {name}.txt beside it or into a folder next to its own"),
            ),
        }
    }
    pairs
}

fn stem(path: &Path) -> &str {
    path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default()
}

/// The text in the same folder, else the one in a folder next to it.
fn near<'a>(texts: &[&'a PathBuf], file: &Path) -> Option<&'a PathBuf> {
    let folder = file.parent();
    let above = folder.and_then(Path::parent);
    let beside = texts.iter().find(|text| text.parent() == folder);
    beside.or_else(|| texts.iter().find(|text| text.parent().and_then(Path::parent) == above)).copied()
}

fn article(text: &Path, file: &Path, gold: &mut Gold) {
    let content = text_of(text).and_then(|content| Ok((content, text_of(file)?)));
    let (content, annotations) = match content {
        Ok(both) => both,
        Err(message) => return gold.problem(file, None, message),
    };
    let marks = parse(&content, &annotations, file, gold);
    let layers = layers(&content, &marks, gold);
    gold.shapes.insert("brat stand-off");
    gold.articles.push(GoldArticle::new(stem(text), text, content, layers));
}

/// A layer that some file marks was looked for in all.
fn fill(articles: &mut [GoldArticle]) {
    let any = |of: fn(&Layers) -> bool| articles.iter().any(|article| of(&article.gold));
    let (names, spans, chains) =
        (any(|it| it.names.is_some()), any(|it| it.spans.is_some()), any(|it| it.chains.is_some()));
    for Layers { names: ours, spans: marks, relations, chains: one, .. } in articles.iter_mut().map(|it| &mut it.gold) {
        if names {
            ours.get_or_insert_default();
        }
        if spans {
            marks.get_or_insert_default();
            relations.get_or_insert_default();
        }
        if chains {
            one.get_or_insert_default();
        }
    }
}

fn parse(text: &str, annotations: &str, file: &Path, gold: &mut Gold) -> Marks {
    let points = Points::new(text);
    let mut marks = Marks::default();
    let lines = || annotations.split('\n').enumerate().map(|(nth, line)| (nth + 1, line.trim_end_matches('\r')));
    for (nth, line) in lines().filter(|(_, line)| line.starts_with('T')) {
        match mark(text, &points, line) {
            Err(why) => gold.problem(file, Some(nth), format!("{why}; the line was left out")),
            Ok((id, mark, differs)) => {
                if let Some(differs) = differs {
                    gold.problem(file, Some(nth), differs);
                }
                if marks.by_id.insert(id.to_owned(), mark).is_some() {
                    gold.problem(file, Some(nth), format!("{id} was there already; this line counts"));
                } else {
                    marks.order.push(id.to_owned());
                }
            }
        }
    }
    let mut joined = Joined::default();
    for (nth, line) in lines() {
        let outcome = match line.chars().next() {
            Some('E') => event(line, &mut marks),
            Some('R' | '*') => joined.relation(line, &marks),
            // Marks were read above; attributes, references and notes say nothing that counts.
            None | Some('T' | 'A' | 'M' | 'N' | '#') => Ok(()),
            Some(_) => Err("no line of brat stand-off begins like this".to_owned()),
        };
        if let Err(why) = outcome {
            gold.problem(file, Some(nth), format!("{why}; the line was left out"));
        }
    }
    joined.finish(&mut marks);
    marks
}

/// `T1<tab>Label start end;start end<tab>words`; also what is odd about the words.
fn mark<'a>(text: &str, points: &Points, line: &'a str) -> Result<(&'a str, Mark, Option<String>), String> {
    let mut columns = line.splitn(3, '\t');
    let (Some(id), Some(body), Some(words)) = (columns.next(), columns.next(), columns.next()) else {
        return Err("a mark has three columns with tabs between: T1, label with offsets, words".to_owned());
    };
    let Some((label, places)) = body.split_once(' ') else {
        return Err(format!("“{body}” is no label with offsets"));
    };
    let mut parts = Vec::new();
    for place in places.split(';') {
        let numbers: Vec<u64> = place.split(' ').filter_map(|number| number.parse().ok()).collect();
        let [start, end] = numbers[..] else { return Err(format!("“{place}” is no start and end")) };
        parts.push(points.span(start, end)?);
    }
    // The words stand in the order of the parts, whatever that is.
    let there = parts.iter().map(|part| part.of_text(text)).collect::<Vec<_>>().join(" ");
    parts.sort();
    let plain = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
    let (said, there) = (plain(words), plain(&there));
    // The words may be cut at a line end.
    let differs = (!there.starts_with(&said)).then(|| {
        format!(
            "{id} says “{}”, the text has “{}” there: are the offsets code points of this very text?",
            short(&said),
            short(&there)
        )
    });
    Ok((id, Mark { label: label.to_owned(), parts }, differs))
}

fn short(words: &str) -> String {
    if words.chars().count() <= 40 { words.to_owned() } else { words.chars().take(40).chain(['…']).collect() }
}

/// The layer that a label or a role is of.
fn layer(label: &str) -> Option<usize> {
    let label = label.trim_end_matches(|ch: char| ch.is_ascii_digit());
    LAYERS.iter().position(|layer| layer.eq_ignore_ascii_case(label))
}

/// `E1<tab>Type:T4 Content:T3 Content2:T5 Cue:T2 Source:T1`.
fn event(line: &str, marks: &mut Marks) -> Result<(), String> {
    let Some((_, body)) = line.split_once('\t') else {
        return Err("an E line has two columns with a tab between".to_owned());
    };
    let mut attribution = Vec::new();
    for part in body.split(' ').filter(|part| !part.is_empty()) {
        let Some((role, id)) = part.split_once(':') else { return Err(format!("“{part}” is no role with a mark")) };
        // An argument may be another event.
        if !marks.by_id.contains_key(id) && !id.starts_with('E') {
            return Err(format!("there is no mark {id}"));
        }
        if let Some(layer) = layer(role) {
            attribution.push((layer, id.to_owned()));
        }
    }
    marks.attributions.push(attribution);
    Ok(())
}

/// What R and `*` lines join.
#[derive(Default)]
struct Joined {
    /// Marks of attributions, each with those that it is joined to.
    neighbors: BTreeMap<String, BTreeSet<String>>,
    /// Mentions that are one, by union and find.
    parent: BTreeMap<String, String>,
}

impl Joined {
    /// `R1<tab>Type Arg1:T1 Arg2:T2` or `*<tab>Equiv T1 T2 T3`.
    fn relation(&mut self, line: &str, marks: &Marks) -> Result<(), String> {
        let Some((_, body)) = line.split_once('\t') else {
            return Err("an R line has two columns with a tab between".to_owned());
        };
        let mut words = body.split_whitespace();
        let kind = words.next().unwrap_or_default().to_ascii_lowercase();
        let ids: Vec<&str> = words.map(|word| word.split_once(':').map_or(word, |(_, id)| id)).collect();
        if ids.len() < 2 {
            return Err("it joins nothing".to_owned());
        }
        if let Some(id) = ids.iter().find(|id| !marks.by_id.contains_key(**id)) {
            return Err(format!("there is no mark {id}"));
        }
        let in_layer = |id: &&str| marks.by_id.get(*id).is_some_and(|mark| layer(&mark.label).is_some());
        for pair in ids.windows(2) {
            if ids.iter().all(in_layer) {
                for (from, to) in [(pair[0], pair[1]), (pair[1], pair[0])] {
                    self.neighbors.entry(from.to_owned()).or_default().insert(to.to_owned());
                }
            } else if kind.starts_with("coref") || kind == "equiv" {
                let (a, b) = (self.root(pair[0]), self.root(pair[1]));
                self.parent.insert(a, b);
            }
        }
        Ok(())
    }

    fn root(&mut self, id: &str) -> String {
        let mut here = id.to_owned();
        while let Some(above) = self.parent.get(&here).filter(|above| **above != here) {
            here.clone_from(above);
        }
        self.parent.entry(here.clone()).or_insert_with(|| here.clone());
        here
    }

    /// The marks of a layer that one of these is joined to.
    fn of<'a>(&'a self, ids: &'a [String], wanted: usize, marks: &Marks) -> Vec<String> {
        let near = ids.iter().filter_map(|id| self.neighbors.get(id)).flatten();
        let is = |id: &&String| marks.by_id.get(*id).is_some_and(|mark| layer(&mark.label) == Some(wanted));
        let mut found: Vec<String> = near.filter(is).cloned().collect();
        found.sort();
        found.dedup();
        found
    }

    fn finish(mut self, marks: &mut Marks) {
        let mut chains: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for id in self.parent.keys().cloned().collect::<Vec<_>>() {
            chains.entry(self.root(&id)).or_default().push(id);
        }
        marks.chains.extend(chains.into_values());
        let attributions = self.attributions(marks);
        marks.attributions.extend(attributions);
    }

    /// One for each cue; for what no cue joins, one for each content. A source may have many.
    fn attributions(&self, marks: &Marks) -> Vec<Vec<(usize, String)>> {
        let (mut found, mut done) = (Vec::new(), BTreeSet::new());
        for hub in [1, 2] {
            let is_hub = |id: &&String| marks.by_id.get(*id).is_some_and(|mark| layer(&mark.label) == Some(hub));
            for id in self.neighbors.keys().filter(is_hub).filter(|id| !done.contains(*id)).collect::<Vec<_>>() {
                let own = std::slice::from_ref(id);
                let contents = if hub == 2 { own.to_vec() } else { self.of(own, 2, marks) };
                let mut sources = self.of(own, 0, marks);
                if sources.is_empty() {
                    sources = self.of(&contents, 0, marks);
                }
                done.extend(contents.iter().cloned());
                let sources = sources.into_iter().map(|id| (0, id));
                found.push(sources.chain(contents.into_iter().map(|id| (2, id))).collect());
            }
        }
        found
    }
}

fn layers(text: &str, marks: &Marks, gold: &mut Gold) -> Layers {
    let mut layers = Layers::default();
    for mark in marks.order.iter().filter_map(|id| marks.by_id.get(id)) {
        if let Some(layer) = layer(&mark.label) {
            layers.spans.get_or_insert_default()[layer].push(mark.parts.clone());
        } else if let Some(kind) = folded(&mark.label) {
            layers.names.get_or_insert_default().push(Name::new(text, whole(mark), kind));
        } else {
            *gold.unknown.entry(mark.label.clone()).or_default() += 1;
        }
    }
    let parts = |attribution: &[(usize, String)], wanted: usize| {
        let ids = attribution.iter().filter(|(layer, _)| *layer == wanted);
        ids.filter_map(|(_, id)| marks.by_id.get(id)).flat_map(|mark| mark.parts.iter().copied()).collect::<Vec<_>>()
    };
    let relations = marks.attributions.iter().map(|it| Relation { source: parts(it, 0), content: parts(it, 2) });
    let relations: Vec<Relation> = relations.filter(|it| !it.source.is_empty() && !it.content.is_empty()).collect();
    layers.relations = layers.spans.is_some().then_some(relations);
    if !marks.chains.is_empty() {
        layers.chains = Some(marks.chains.iter().map(|ids| chain(marks, ids)).collect());
    }
    layers
}

fn whole(mark: &Mark) -> Span {
    mark.parts.iter().copied().reduce(Span::join).unwrap_or_default()
}

fn chain(marks: &Marks, ids: &[String]) -> Chain {
    let member = |id: &String| {
        let mark = marks.by_id.get(id)?;
        let span = whole(mark);
        Some(Member { span, outer: span, head: span, kind: folded(&mark.label)? })
    };
    let mut chain: Chain = ids.iter().filter_map(member).collect();
    chain.sort_by_key(|member| member.span);
    chain
}
