//! CoNLL-U with `Entity=` in its last column, as Universal Anaphora and GUM write it: coreference, and names by the words
//! that bear them. `# global.Entity` says which field of a mention is which; without it the order is that of CorefUD.
//!
//! The text is put together from the words: `SpaceAfter=No` leaves out a space, `# newpar` begins a paragraph, `# newdoc`
//! an article.

use std::collections::BTreeMap;
use std::path::Path;

use super::super::layers::{Chain, Layers, Member, Name, folded};
use super::gold::{Gold, GoldArticle, text_of};
use crate::model::EntityType;
use crate::text::Span;

/// What a mention's fields are when the file does not say.
const FIELDS: &str = "eid-etype-head-other";

/// A word of the file.
struct Word {
    /// Its number in its sentence.
    id: usize,
    /// The number of the word that it hangs on, 0 for the root.
    above: usize,
    /// Which sentence of the file it is in.
    nth_sentence: usize,
    /// Part of a name, and no title before it.
    proper: bool,
    /// Part of a name between two parts of it: "Church of Scientology", "Cheuk-yan".
    joins: bool,
    /// Hangs on the first word of what it is a part of.
    flat: bool,
    span: Span,
}

/// A mention that was closed.
struct Mention {
    entity: String,
    label: String,
    /// Positions within the mention, from 1, of the words that carry it.
    carriers: Option<Vec<usize>>,
    /// Its words.
    words: std::ops::Range<usize>,
}

/// A mention that is still open.
struct Open {
    entity: String,
    fields: Vec<String>,
    first: usize,
    line: usize,
}

/// One article on its way.
#[derive(Default)]
struct Document {
    name: String,
    text: String,
    words: Vec<Word>,
    sentences: usize,
    rows: Vec<(u32, usize)>,
    /// What stands before the next word.
    gap: &'static str,
    /// The words of a multiword token that are still to come, with where they begin.
    contracted: Option<(usize, Span, u32)>,
    open: Vec<Open>,
    mentions: Vec<Mention>,
}

/// Reads every article of a file.
pub(super) fn read(file: &Path, gold: &mut Gold) {
    let text = match text_of(file) {
        Ok(text) => text,
        Err(message) => return gold.problem(file, None, message),
    };
    let stem = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let fresh = |name: &str| Document { name: name.to_owned(), ..Document::default() };
    let mut document = fresh(stem);
    let mut fields: Vec<String> = FIELDS.split('-').map(str::to_owned).collect();
    for (nth, line) in text.lines().enumerate() {
        let nth = nth + 1;
        if let Some(comment) = line.strip_prefix('#') {
            let comment = comment.trim();
            if let Some(rest) = comment.strip_prefix("newdoc") {
                let name = rest.trim_start_matches([' ', '=']).trim_start_matches("id").trim_matches([' ', '=']);
                let next = fresh(if name.is_empty() { stem } else { name });
                std::mem::replace(&mut document, next).finish(file, &fields, gold);
            } else if comment == "newpar" || comment.starts_with("newpar ") {
                document.gap = "\n\n";
            } else if let Some(order) = comment.strip_prefix("global.Entity") {
                fields = order.trim_matches([' ', '=']).split('-').map(str::to_owned).collect();
            }
        } else if line.trim().is_empty() {
            document.sentences += 1;
            document.contracted = None;
        } else if let Err(why) = document.row(line, nth, &fields) {
            gold.problem(file, Some(nth), why);
        }
    }
    document.finish(file, &fields, gold);
}

impl Document {
    /// Takes one line of ten columns.
    fn row(&mut self, line: &str, nth: usize, fields: &[String]) -> Result<(), String> {
        let columns: Vec<&str> = line.split('\t').collect();
        let [id, form, _, tag, finer, _, above, relation, _, misc] = columns[..] else {
            return Err(format!(
                "{} columns where a word has ten, with tabs between; the line was left out",
                columns.len()
            ));
        };
        let glued = misc.split('|').any(|it| it == "SpaceAfter=No");
        if let Some((first, last)) = id.split_once('-') {
            let span = self.append(form, glued, nth);
            let last = last.parse().map_err(|_| format!("“{first}-{last}” is no range of words"))?;
            self.contracted = Some((last, span, span.start));
            return Ok(());
        }
        // An empty node stands for a word that is not there.
        if id.contains('.') {
            return Ok(());
        }
        let id: usize = id.parse().map_err(|_| format!("“{id}” is no number of a word; the line was left out"))?;
        let span = self.place(id, form, glued, nth);
        let word = Word {
            id,
            above: above.parse().unwrap_or(0),
            nth_sentence: self.sentences,
            // "United" of "United States" is an adjective, but by the finer tag (Penn's) part of a name.
            proper: (tag == "PROPN" || finer.starts_with("NNP")) && relation != "nmod:desc",
            joins: matches!(form, "of" | "for" | "the" | "&" | "-" | "–"),
            flat: relation.starts_with("flat"),
            span,
        };
        self.words.push(word);
        let entity = misc.split('|').find_map(|it| it.strip_prefix("Entity="));
        entity.map_or(Ok(()), |entity| self.entities(entity, nth, fields))
    }

    /// Adds a word to the text.
    fn append(&mut self, form: &str, glued: bool, nth: usize) -> Span {
        let gap = if self.text.is_empty() { "" } else { self.gap };
        self.text.push_str(gap);
        let start = self.text.len();
        self.text.push_str(form);
        self.gap = if glued { "" } else { " " };
        let span = Span::of(start..self.text.len());
        self.rows.push((span.start, nth));
        span
    }

    /// Where a word stands: in the text, or in the multiword token that it is a part of.
    fn place(&mut self, id: usize, form: &str, glued: bool, nth: usize) -> Span {
        let Some((last, whole, from)) = self.contracted.filter(|(last, ..)| id <= *last) else {
            self.contracted = None;
            return self.append(form, glued, nth);
        };
        let rest = Span::new(from, whole.end);
        // Words that were changed ("du" for "de" and "le") are the whole token.
        if !rest.of_text(&self.text).starts_with(form) {
            return whole;
        }
        let span = Span::new(from, from + Span::of(0..form.len()).end);
        self.contracted = Some((last, whole, span.end));
        span
    }

    /// `(4-person-new-1-coref(5-place-…)4)`: opens and closes mentions at the last word.
    fn entities(&mut self, entity: &str, nth: usize, fields: &[String]) -> Result<(), String> {
        let here = self.words.len() - 1;
        let mut rest = entity;
        let mut unknown = Vec::new();
        while !rest.is_empty() {
            if let Some(opened) = rest.strip_prefix('(') {
                let end = opened.find(['(', ')']).unwrap_or(opened.len());
                let values: Vec<String> = opened[..end].split('-').map(str::to_owned).collect();
                let entity = values.first().map(|id| bare(id)).unwrap_or_default();
                self.open.push(Open { entity: entity.clone(), fields: values, first: here, line: nth });
                rest = &opened[end..];
                if let Some(closed) = rest.strip_prefix(')') {
                    self.close(&entity, here, fields);
                    rest = closed;
                }
            } else {
                let end = rest.find([')', '(']).unwrap_or(rest.len());
                let entity = bare(&rest[..end]);
                if !self.close(&entity, here, fields) {
                    unknown.push(entity);
                }
                rest = rest[end..].strip_prefix(')').unwrap_or(&rest[end..]);
            }
        }
        if unknown.is_empty() { Ok(()) } else { Err(format!("closes {}, which is not open", unknown.join(" and "))) }
    }

    /// Closes the innermost open mention of an entity.
    fn close(&mut self, entity: &str, here: usize, fields: &[String]) -> bool {
        let Some(at) = self.open.iter().rposition(|open| open.entity == entity) else { return false };
        let open = self.open.remove(at);
        let value = |name: &str| {
            let at = fields.iter().position(|field| field == name)?;
            open.fields.get(at).map(String::as_str)
        };
        let numbers = |value: &str| value.split(',').map(|it| it.parse().ok()).collect::<Option<Vec<usize>>>();
        self.mentions.push(Mention {
            entity: open.entity.clone(),
            label: value("etype").unwrap_or_default().to_owned(),
            carriers: value("minspan").or_else(|| value("head")).and_then(numbers),
            words: open.first..here + 1,
        });
        true
    }

    fn finish(self, file: &Path, fields: &[String], gold: &mut Gold) {
        if self.words.is_empty() {
            return;
        }
        for open in &self.open {
            gold.problem(
                file,
                Some(open.line),
                format!("opens {}, which is never closed; it was left out", open.entity),
            );
        }
        if self.mentions.is_empty() {
            let why = format!("“{}” was left out: none of its words has Entity= in the last column", self.name);
            return gold.problem(file, None, why);
        }
        let typed = fields.iter().any(|field| field == "etype");
        let (names, chains) = (self.names(), self.chains());
        for mention in self.mentions.iter().filter(|mention| folded(&mention.label).is_none()) {
            *gold.unknown.entry(mention.label.clone()).or_default() += 1;
        }
        gold.shapes.insert("CoNLL-U");
        let layers = Layers { names: typed.then_some(names), chains: Some(chains), ..Layers::default() };
        let article = GoldArticle::new(&self.name, file, self.text.into(), layers);
        gold.articles.push(GoldArticle { rows: self.rows, ..article });
    }

    /// The word of a mention that hangs on none of the others.
    fn head(&self, mention: &Mention) -> Option<usize> {
        let words = self.words.get(mention.words.clone())?;
        let inside = |word: &Word| words.iter().any(|it| it.nth_sentence == word.nth_sentence && it.id == word.above);
        let at = words.iter().position(|word| !inside(word)).unwrap_or(words.len().saturating_sub(1));
        Some(mention.words.start + at)
    }

    fn chains(&self) -> Vec<Chain> {
        let mut chains: BTreeMap<&str, Chain> = BTreeMap::new();
        for mention in &self.mentions {
            let words = self.words.get(mention.words.clone()).unwrap_or_default();
            let (Some(first), Some(last)) = (words.first(), words.last()) else { continue };
            let span = first.span.join(last.span);
            let head = self.head(mention).and_then(|at| self.words.get(at)).map_or(span, |word| word.span);
            let kind = folded(&mention.label).unwrap_or(EntityType::Other);
            chains.entry(&mention.entity).or_default().push(Member { span, outer: span, head, kind });
        }
        chains.values_mut().for_each(|chain| chain.sort_by_key(|member| member.span));
        chains.into_values().collect()
    }

    /// The word that a mention's name is around: its head, or, where a title is the head, what is flat behind it
    /// ("Facebook creator Mark Zuckerberg").
    fn bearer(&self, mention: &Mention) -> Option<usize> {
        let head = self.head(mention)?;
        let word = self.words.get(head)?;
        if word.proper {
            return Some(head);
        }
        let flat = |at: &usize| self.words.get(*at).is_some_and(|it| it.proper && it.flat && it.above == word.id);
        (head + 1..mention.words.end).take_while(|at| self.words.get(*at).is_some_and(|it| it.flat)).find(flat)
    }

    /// Mentions that a name heads, by the proper nouns around it, with what joins them.
    fn names(&self) -> Vec<Name> {
        let name = |mention: &Mention| {
            let kind = folded(&mention.label)?;
            let bearer = self.bearer(mention)?;
            let carriers = mention.carriers.as_ref().filter(|carriers| carriers.len() > 1);
            let carries = |at: usize| carriers.is_none_or(|it| it.contains(&(at + 1 - mention.words.start)));
            let proper = |at: &usize| self.words.get(*at).is_some_and(|word| word.proper && carries(*at));
            let part = |at: &usize| proper(at) || self.words.get(*at).is_some_and(|word| word.joins);
            // A title in front of a flat name is a word of its own.
            let low = if self.head(mention) == Some(bearer) { mention.words.start } else { bearer };
            let first = (low..=bearer).rev().take_while(part).filter(proper).last()?;
            let last = (bearer..mention.words.end).take_while(part).filter(proper).last()?;
            Some(Name::new(&self.text, self.words[first].span.join(self.words[last].span), kind))
        };
        let mut names: Vec<Name> = self.mentions.iter().filter_map(name).collect();
        names.sort();
        names.dedup();
        names
    }
}

/// An entity's id without the part of a mention in parts ("e5[1/2]").
fn bare(id: &str) -> String {
    id.split('[').next().unwrap_or_default().to_owned()
}
