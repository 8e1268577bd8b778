//! Reads a stretch of capitalized words as titles, known names, people, organizations, places and events.

use std::ops::Range;

use crate::lexicon::names::{KnownName, NameClass, WordList};
use crate::model::rules::names::found::Found;
use crate::model::rules::names::parse::reader::{NameReader, entity_type};
use crate::model::tags::EntityType;

mod body;
mod person;
pub(crate) mod reader;

impl NameReader<'_> {
    /// The names of a stretch.
    pub(crate) fn parse(&self, stretch: Range<usize>) -> Vec<Found> {
        let mut found = Vec::new();
        let (mut at, end) = (stretch.start, stretch.end);
        let mut after_title = false;
        while at < end {
            let (next, name, title) = self.step(at, end, after_title);
            found.extend(name.map(|name| self.with_suffix(name)));
            after_title = title;
            at = next.max(at + 1);
        }
        found
    }

    /// "Jr." and "III" are part of a person's name: they tell son from father. "Jesse Jackson, Jr." has a comma.
    fn with_suffix(&self, mut name: Found) -> Found {
        let end = name.tokens.end;
        let suffix = if self.after(end) == "," { end + 1 } else { end };
        let cut = end.checked_sub(1).is_some_and(|last| self.words[last].cut);
        if name.entity_type == EntityType::Person && !cut && self.list(WordList::Suffix, suffix) {
            name.tokens.end = suffix + 1;
        }
        name
    }

    /// Reads one thing at `at`: where the next begins, the name if it is one, and whether it was a title.
    fn step(&self, at: usize, end: usize, after_title: bool) -> (usize, Option<Found>, bool) {
        if self.is_joint(at) {
            let particle = self.lexicon.is(WordList::Particle, self.words[at].text);
            if !particle || !after_title && (at + 1 >= end || self.known(at + 1, end).is_some()) {
                return (at + 1, None, false);
            }
        }
        let known = self.known(at, end);
        if self.is_addressed(at, end) {
            return self.named(at..at + 1, EntityType::Person, 0.9);
        }
        if self.words[at].never && known.is_none_or(|(len, _)| len < 2) {
            return (at + 1, None, false);
        }
        // "US$140 million"
        if self.after(at + 1) == "$" {
            return (at + 1, None, false);
        }
        if let Some((len, name)) = known
            && name.class == NameClass::Camp
            && matches!(self.after(at + len), "party" | "Party")
        {
            return self.named(at..at + len + 1, EntityType::Organization, 0.9);
        }
        if let Some(len) = self.organization(at, end, known) {
            return self.named(at..at + len, EntityType::Organization, 0.8);
        }
        if let Some(found) = self.event(at, end, known) {
            return found;
        }
        // "Sri Lanka", "San Marino" and "Prince Edward Island" begin as a title does.
        let whole = known.is_some_and(|(len, _)| len > 1);
        if let Some(len) =
            self.honorific_or_title(at, end).filter(|len| !whole || known.is_some_and(|(all, _)| all <= *len))
        {
            return (at + len, None, true);
        }
        if let Some(len) = self.place(at, end, known) {
            return self.named(at..at + len, EntityType::Place, 0.75);
        }
        if let Some(len) = self.person(at, end, known, after_title) {
            return self.named(at..at + len, EntityType::Person, if after_title { 0.95 } else { 0.85 });
        }
        if let Some(len) = self.named_after_place(at, end, known) {
            return self.named(at..at + len, EntityType::Organization, 0.6);
        }
        if let Some((len, name)) = known {
            return self.named(at..at + len, entity_type(name.class), 0.95);
        }
        self.unknown(at, end, after_title)
    }

    /// "Mr. Jordan", "Mrs. King": after a form of address one word is a family name, whatever else it is elsewhere.
    fn is_addressed(&self, at: usize, end: usize) -> bool {
        let word = &self.words[at];
        self.lexicon.is(WordList::CourtesyTitle, self.before(at))
            && self.is_cap(at, end)
            && !(word.initial || word.cut || self.is_cap(at + 1, end))
            && !self.lexicon.is(WordList::ParticleOfName, self.after(at + 1))
    }

    fn named(&self, tokens: Range<usize>, entity_type: EntityType, probability: f32) -> (usize, Option<Found>, bool) {
        (tokens.end, Some(Found { tokens, entity_type, probability }), false)
    }

    /// A known name at `at` that ends within the stretch. A frequent word ("Time", "Fox") needs its surroundings.
    fn known(&self, at: usize, end: usize) -> Option<(usize, KnownName)> {
        let (len, name) = self.lexicon.longest(|ahead| {
            let word = self.words.get(at + ahead).filter(|_| at + ahead < end);
            word.map_or(
                "",
                |word| if ahead > 0 && word.text.len() != word.core.len() && !word.cut { "" } else { word.core },
            )
        })?;
        // Nothing of a name stands behind a hyphen: "Qaeda-linked Front".
        if (at..at + len - 1).any(|inner| self.words[inner].cut) {
            return None;
        }
        let word = &self.words[at];
        let doubtful = len == 1 && (word.opens || self.titled) && word.common && !name.class.is_place();
        (!doubtful || name.class.is_group()).then_some((len, name))
    }

    fn is_joint(&self, at: usize) -> bool {
        !self.words[at].capital && self.known(at, self.words.len()).is_none() && self.words[at].text != "["
    }

    fn is_cap(&self, at: usize, end: usize) -> bool {
        at < end && self.words[at].capital && !self.words[at].never
    }

    fn list(&self, list: WordList, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| self.lexicon.is(list, word.core))
    }

    fn before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |before| self.words[before].text)
    }

    fn after(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| word.text)
    }

    /// The end of the run of capitalized words from `at`, without joints.
    fn run(&self, at: usize, end: usize) -> usize {
        let mut to = at;
        while to < end && (self.is_cap(to, end) || self.words[to].text == "&" && self.is_cap(to + 1, end)) {
            to += 1;
            if self.words[to - 1].cut {
                break;
            }
        }
        to
    }

    /// The length of an honorific or title at `at` that is no name by itself.
    fn honorific_or_title(&self, at: usize, end: usize) -> Option<usize> {
        let word = &self.words[at];
        if self.lexicon.honorific(word.core).is_some() && !self.given_and_surname(at, end) {
            return Some(1);
        }
        let title = self.lexicon.title(|ahead| self.words.get(at + ahead).map_or("", |word| word.core));
        if title > 0 {
            return Some(title);
        }
        // "National Security Adviser": words that stand inside a title, with a title behind them.
        let mut to = at;
        while to < end && self.list(WordList::Inner, to) {
            to += 1;
        }
        let behind = self.lexicon.title(|ahead| self.words.get(to + ahead).map_or("", |word| word.core));
        (to > at && behind > 0 && to + behind <= end).then_some(to - at + behind)
    }

    /// "Justice Smith" is titled, but "Prince Rogers Nelson" bears a name.
    fn given_and_surname(&self, at: usize, end: usize) -> bool {
        let word = self.words[at].core;
        self.lexicon.given(word).is_some()
            && self.lexicon.given(self.after(at + 1)).is_none()
            && self.is_cap(at + 2, end)
    }

    /// Capitalized words of which nothing is known.
    fn unknown(&self, at: usize, end: usize, after_title: bool) -> (usize, Option<Found>, bool) {
        let mut to = at;
        while to < end && self.is_cap(to, end) && self.known(to, end).is_none_or(|_| to == at) {
            let titled = self.lexicon.title(|ahead| self.words.get(to + ahead).map_or("", |w| w.core)) > 0;
            if to > at && (titled || self.lexicon.honorific(self.words[to].core).is_some()) {
                break;
            }
            to += 1;
            if self.words[to - 1].cut || self.titled {
                break;
            }
        }
        if to == at {
            return (at + 1, None, false);
        }
        // A frequent word that opens a sentence is no part of the name behind it.
        let direction = to - at == 2 && self.list(WordList::Direction, at) && self.before_state(at, to);
        if self.words[at].opens && self.words[at].common && !after_title && !direction {
            return (at + 1, None, false);
        }
        let before = self.before(at).to_lowercase();
        let len = to - at;
        let all_capitals = (at..to).all(|word| self.words[word].all_capitals);
        let common = (at..to).filter(|&word| self.words[word].common).count();
        let (entity_type, probability) = if after_title {
            (EntityType::Person, 0.8)
        } else if direction || len < 4 && common < len && self.before_state(at, to) {
            // "Peoria, Ill.", "New Haven, Conn."
            (EntityType::Place, 0.74)
        } else if len == 1 {
            return self.unknown_word(at, &before);
        } else if all_capitals && self.words[at].core.len() < 8 && len < 3 {
            (EntityType::Organization, 0.5)
        } else if common * 2 > len || self.titled && common > 0 {
            (EntityType::Other, 0.3)
        } else if self.lexicon.is(WordList::Locative, before.as_str()) {
            (EntityType::Place, 0.5)
        } else if len == 2 && before != "the" && !self.words[at].common && self.list(WordList::Surname, to - 1) {
            (EntityType::Person, 0.6)
        } else if before == "the" || len > 4 || common > 0 {
            (EntityType::Organization, 0.45)
        } else {
            (EntityType::Person, 0.6)
        };
        self.named(at..to, entity_type, probability)
    }

    /// True before a comma and a state, or a country that is no member of a list.
    fn before_state(&self, at: usize, to: usize) -> bool {
        let before = self.before(at);
        let place = self.lexicon.is_also_capital(WordList::Locative, before) || matches!(before, "of" | "to");
        self.after(to) == ","
            && self.known(to + 1, self.words.len()).is_some_and(|(_, name)| match name.class {
                NameClass::State => true,
                NameClass::Country => place,
                _ => false,
            })
    }

    /// "served as a Marine": behind an indefinite article a single word says what somebody is, not who.
    fn is_one_of_many(&self, at: usize) -> bool {
        let article = |at: usize| self.lexicon.is_also_capital(WordList::SingularDeterminer, self.before(at));
        let before = self.before(at);
        article(at) || matches!(before, "former" | "retired" | "fellow") && article(at - 1)
    }

    /// One capitalized word of which nothing is known: what stands around it decides.
    fn unknown_word(&self, at: usize, before: &str) -> (usize, Option<Found>, bool) {
        let word = &self.words[at];
        let behind = self.after(at + 1);
        let speaks = behind == "who" || self.lexicon.is(WordList::ReportingVerb, behind);
        let acronym = word.all_capitals && (2..=7).contains(&word.core.chars().filter(|ch| ch.is_alphabetic()).count());
        let camel = word.core.chars().skip(1).any(char::is_uppercase)
            && !word.all_capitals
            && !word.core.contains(['-', '’', '\'']);
        let dated = matches!(self.after(at + 1), "," | "—" | "–" | "―" | "(") && word.opens;
        let one_of_many = self.is_one_of_many(at);
        let (entity_type, probability) = if word.all_capitals && dated && word.core.len() > 4 {
            // "AMHERST, N.H. —"
            (EntityType::Place, 0.75)
        } else if word.all_capitals && word.common {
            (EntityType::Other, 0.1)
        } else if self.titled && !self.list(WordList::Surname, at) {
            (EntityType::Other, 0.2)
        } else if acronym {
            (EntityType::Organization, if word.opens { 0.55 } else { 0.65 })
        } else if camel && !word.core.starts_with("Mc") && !word.core.starts_with("Mac") {
            (EntityType::Organization, 0.5)
        } else if word.opens && word.common
            || before == "the" && (self.list(WordList::PlaceHead, at) || self.list(WordList::OrgHead, at))
        {
            // "the Kingdom", "the Fund": a head word alone says too little.
            (EntityType::Other, 0.1)
        } else if !speaks
            && (self.lexicon.is(WordList::Locative, before) || matches!(before, "to" | "around" | "across"))
        {
            (EntityType::Place, if before == "to" { 0.4 } else { 0.55 })
        } else if !one_of_many && (self.list(WordList::Surname, at) || self.lexicon.given(word.core).is_some()) {
            (EntityType::Person, 0.7)
        } else if speaks && !one_of_many {
            (EntityType::Person, 0.55)
        } else if word.opens || word.common {
            (EntityType::Other, 0.25)
        } else if before == "the" {
            (EntityType::Organization, 0.4)
        } else {
            (EntityType::Other, 0.35)
        };
        self.named(at..at + 1, entity_type, probability)
    }
}
