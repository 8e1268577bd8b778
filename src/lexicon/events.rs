//! Words that name events, their classes, and the small word lists of the event reader.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::folder::Folder;
pub use super::lists::List;
use super::lists::Lists;

/// How a mention without slots (people, place, time) joins an earlier event of its family.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Joins {
    /// An article has one such event unless slots differ.
    One,
    /// A definite mention joins, an indefinite one opens another event.
    Definite,
    #[default]
    /// Slots in common are needed, or a definite mention soon after.
    Slots,
}

/// A class of events.
#[derive(Clone, Debug, PartialEq)]
pub struct EventClass {
    /// "call".
    pub name: &'static str,
    /// Classes of one family may tell of one event: a "conversation" may be a call or a meeting.
    pub family: &'static str,
    /// See [`Joins`].
    pub joins: Joins,
    /// How apt it is to be what an article is about, 0 to 1.
    pub weight: f32,
    /// How a title begins ("Phone call"); `None` takes the words of the article.
    pub title: Option<&'static str>,
}

/// Noun or verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// "meeting".
    Noun,
    /// "met".
    Verb,
}

/// The tables of the event reader.
#[derive(Debug)]
pub struct EventLexicon {
    classes: Vec<EventClass>,
    /// Lower-case words, phrases joined with blanks.
    words: FxHashMap<String, Vec<(usize, Part)>>,
    /// First words of phrases, with the length in words of the longest.
    phrases: FxHashMap<String, usize>,
    lists: Arc<Lists>,
}

impl EventLexicon {
    /// Builds the tables from the data files.
    pub fn load(folder: Folder, lists: Arc<Lists>) -> Self {
        let classes = folder.rows("event-classes.tsv").filter_map(|row| class(&row)).collect();
        let mut lexicon = Self { classes, words: FxHashMap::default(), phrases: FxHashMap::default(), lists };
        for row in folder.rows("event-words.tsv") {
            lexicon.add_words(&row);
        }
        lexicon
    }

    fn add_words(&mut self, row: &[&'static str]) {
        let [name, part, form] = row[..] else { return };
        let Some(class) = self.classes.iter().position(|class| class.name == name) else { return };
        let part = if part == "v" { Part::Verb } else { Part::Noun };
        if let Some((first, rest)) = form.split_once(' ') {
            let longest = self.phrases.entry(first.to_string()).or_default();
            *longest = (*longest).max(1 + rest.split(' ').count());
        }
        self.words.entry(form.to_string()).or_default().push((class, part));
    }

    /// A class by its index in [`Self::find`].
    pub fn class(&self, at: usize) -> &EventClass {
        &self.classes[at]
    }

    /// A class by its name; the generic "incident" for a name that is not in the table.
    pub fn class_named(&self, name: &str) -> &EventClass {
        let incident = &self.classes[self.classes.len() - 1];
        self.classes.iter().find(|class| class.name == name).unwrap_or(incident)
    }

    /// The longest event word or phrase at the start of `words` (lower case): how many words, and its readings.
    pub fn find(&self, words: &[String]) -> Option<(usize, &[(usize, Part)])> {
        let first = words.first()?;
        let longest = self.phrases.get(first).copied().unwrap_or(1).min(words.len());
        (1..=longest).rev().find_map(|n| {
            let readings = if n == 1 { self.words.get(first) } else { self.words.get(&words[..n].join(" ")) };
            readings.map(|readings| (n, &readings[..]))
        })
    }

    /// True when a lower-case word is in a list.
    pub fn is(&self, list: List, word: &str) -> bool {
        self.lists.is(list, word)
    }
}

fn class(row: &[&'static str]) -> Option<EventClass> {
    let [name, family, joins, weight, title] = row[..] else { return None };
    let joins = match joins {
        "one" => Joins::One,
        "the" => Joins::Definite,
        _ => Joins::Slots,
    };
    Some(EventClass {
        name,
        family,
        joins,
        weight: weight.parse().ok()?,
        title: Some(title).filter(|title| *title != "-"),
    })
}

#[cfg(test)]
mod tests {
    use super::super::en::ENGLISH;
    use super::*;

    fn check(words: &str, expected: Option<(usize, &str, Part)>) {
        let lexicon = EventLexicon::load(ENGLISH, Arc::new(Lists::load(ENGLISH)));
        let words: Vec<String> = words.split(' ').map(str::to_string).collect();
        let found = lexicon.find(&words).map(|(n, readings)| (n, lexicon.class(readings[0].0).name, readings[0].1));
        assert_eq!(found, expected, "{words:?}");
    }

    #[test]
    fn the_longest_phrase_wins() {
        check("phone call on monday", Some((2, "call", Part::Noun)));
        check("call on monday", Some((1, "call", Part::Noun)));
        check("met putin", Some((1, "meeting", Part::Verb)));
        check("press conference", Some((2, "briefing", Part::Noun)));
        check("the", None);
    }

    #[test]
    fn every_row_counts() {
        let lexicon = EventLexicon::load(ENGLISH, Arc::new(Lists::load(ENGLISH)));
        let classes = ENGLISH.rows("event-classes.tsv").count();
        assert_eq!(lexicon.classes.len(), classes);
        for row in ENGLISH.rows("event-words.tsv") {
            assert!(lexicon.classes.iter().any(|class| class.name == row[0]), "{row:?}");
        }
        assert!(lexicon.is(List::Other, "last") && !lexicon.is(List::Other, "urgent"));
    }
}
