//! Reads a stretch of capitalized words as titles, known names, people, organizations, places and events.

use std::ops::Range;

use super::Found;
use super::shape::Word;
use crate::lexicon::names::{KnownName, NameClass, NameLexicon, WordList};
use crate::model::EntityType;

/// The most words of a person's name.
const LONGEST_PERSON: usize = 7;

/// What reading needs.
pub(super) struct Reader<'a> {
    pub(super) lexicon: &'a NameLexicon,
    pub(super) words: &'a [Word<'a>],
    /// True in a title, where a capital is no evidence.
    pub(super) titled: bool,
}

/// The type that a known name has.
pub(crate) fn entity_type(class: NameClass) -> EntityType {
    match class {
        class if class.is_place() => EntityType::Place,
        class if class.is_group() => EntityType::Group,
        NameClass::Event => EntityType::Event,
        NameClass::Product => EntityType::Product,
        _ => EntityType::Organization,
    }
}

impl Reader<'_> {
    /// The names of a stretch.
    pub(super) fn parse(&self, stretch: Range<usize>) -> Vec<Found> {
        let mut found = Vec::new();
        let (mut at, end) = (stretch.start, stretch.end);
        let mut after_title = false;
        while at < end {
            let (next, name, title) = self.step(at, end, after_title);
            found.extend(name);
            after_title = title;
            at = next.max(at + 1);
        }
        found
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
        if let Some((len, name)) = known {
            return self.named(at..at + len, entity_type(name.class), 0.95);
        }
        self.unknown(at, end, after_title)
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

    /// The length of an organization's name at `at`, if its words make one up: "… Committee", "Ministry of …".
    fn organization(&self, at: usize, end: usize, known: Option<(usize, KnownName)>) -> Option<usize> {
        if !self.is_cap(at, end) || self.lexicon.honorific(self.words[at].core).is_some() {
            return None;
        }
        let whole = known.filter(|(_, name)| name.class.is_organization()).map(|(len, _)| at + len);
        let run = self.run(at, end);
        let mut to = whole.unwrap_or(at);
        // The last head word of the run, unless a given name or title stands before it.
        for word in at..run {
            if self.words[word].initial || word > at && self.is_person_start(word, run) {
                break;
            }
            let alone = word == at || self.words[word].opens;
            if !alone && self.list(WordList::OrgHead, word) && word + 1 > to && !self.only_title(at, word) {
                to = word + 1;
            }
        }
        if let Some(tail) = self.of_tail(at, end, to) {
            to = tail;
        }
        // "Institute of Science and Technology", "Russia and Eurasia Program".
        if to == at {
            to = self.and_head(at, run, end)?;
        }
        let words = to - at;
        (words > known.map_or(0, |(len, _)| len) || whole == Some(to) && words > 0).then_some(words)
    }

    /// True when the words from `at` to before `head` are a title that the head is no part of: "President Assembly".
    fn only_title(&self, at: usize, head: usize) -> bool {
        let title = self.lexicon.title(|ahead| self.words.get(at + ahead).map_or("", |word| word.core));
        title > 0 && title > head - at
    }

    fn is_person_start(&self, at: usize, end: usize) -> bool {
        let word = &self.words[at];
        let title = self.lexicon.honorific(word.core).is_some();
        let given =
            self.lexicon.given(word.core).is_some_and(|gender| gender != crate::lexicon::names::WordGender::Either);
        title || given && at + 1 < end && !self.list(WordList::OrgHead, at + 1) && self.known(at, end).is_none()
    }

    /// Where "… of …" ends, when the stretch from `at` holds a word that takes it ("Ministry", "University").
    fn of_tail(&self, at: usize, end: usize, to: usize) -> Option<usize> {
        let run = self.run(at, end);
        let last = if to > at { to } else { run };
        if last == 0 || last >= end || !self.list(WordList::OrgFirst, last - 1) {
            return None;
        }
        if last - 1 == at && self.words[at].opens && self.words[at].common && !self.is_cap(last + 1, end) {
            return None;
        }
        if !matches!(self.words[last].text, "of" | "for" | "on") {
            return None;
        }
        let first = if self.after(last + 1) == "the" { last + 2 } else { last + 1 };
        if !self.is_cap(first, end) {
            return None;
        }
        let mut tail = self.run(first, end);
        // "Strategic and International Studies": joined adjectives, not two names.
        while tail + 1 < end && matches!(self.words[tail].text, "and" | "&") && self.is_cap(tail + 1, end) {
            let next = self.run(tail + 1, end);
            let joined = self.known(tail + 1, end).is_none_or(|(_, name)| name.class.is_group())
                && self.lexicon.given(self.words[tail + 1].core).is_none()
                && self.lexicon.title(|ahead| self.words.get(tail + 1 + ahead).map_or("", |word| word.core)) == 0;
            if !joined {
                break;
            }
            tail = next;
        }
        if tail + 1 < end && self.words[tail].text == "of" && self.list(WordList::OrgFirst, tail - 1) {
            tail = self.run(tail + 1, end);
        }
        Some(tail.max(first + 1))
    }

    /// Where "Russia and Eurasia Program" ends: two parts joined by "and" with a head word behind both.
    fn and_head(&self, at: usize, run: usize, end: usize) -> Option<usize> {
        if run == at || run - at > 3 || run >= end || !matches!(self.words[run].text, "and" | "&") {
            return None;
        }
        let second = self.run(run + 1, end);
        let head = (run + 2..second).rev().find(|&word| self.list(WordList::OrgHead, word))?;
        let person = |word: usize| self.is_person_start(word, second);
        let titled = |word: usize| self.lexicon.title(|ahead| self.words.get(word + ahead).map_or("", |w| w.core)) > 0;
        let whole = |word: usize, to: usize| {
            self.known(word, to).is_some_and(|(len, n)| n.class.is_organization() && word + len == to)
        };
        let blocked =
            person(at) || person(run + 1) || titled(at) || titled(run + 1) || whole(at, run) || whole(run + 1, second);
        // Two organizations side by side each have a head; here only the second part has one.
        let own_head = (at..run).any(|word| self.list(WordList::OrgHead, word));
        (!blocked && !own_head && head - run <= 3).then_some(head + 1)
    }

    /// A named event or agreement: "Minsk Agreement", "World War II".
    fn event(&self, at: usize, end: usize, known: Option<(usize, KnownName)>) -> Option<(usize, Option<Found>, bool)> {
        let run = self.run(at, end);
        if known.is_some_and(|(_, name)| matches!(name.class, NameClass::Event | NameClass::Product)) || run - at < 2 {
            return None;
        }
        let head = (at + 1..run).rev().find(|&word| self.list(WordList::EventHead, word))?;
        if self.list(WordList::OrgHead, head) || (at..head).any(|word| self.is_person_start(word, head)) {
            return None;
        }
        // A country or body before the head stays a name of its own ("G20 Summit", "Iran Deal").
        match known {
            Some((len, name)) if at + len == head => {
                let found = Found { tokens: at..at + len, entity_type: entity_type(name.class), probability: 0.85 };
                Some((head + 1, Some(found), false))
            }
            _ => Some(self.named(at..head + 1, EntityType::Event, 0.7)),
        }
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

    /// The length of a place's name at `at`, if its words make one up: "Hudson River", "Mount Hampden".
    fn place(&self, at: usize, end: usize, known: Option<(usize, KnownName)>) -> Option<usize> {
        let run = self.run(at, end);
        let known_len = known.map_or(0, |(len, _)| len);
        if let Some((len, name)) = known
            && (name.class.is_organization() || name.class == NameClass::Event)
            && len > 1
        {
            return None;
        }
        let head = (at + 1..run.min(at + 6)).find(|&word| {
            self.list(WordList::PlaceHead, word)
                && !self.list(WordList::PlaceHead, word + 1)
                && word + 1 > at + known_len
        });
        if let Some(head) = head {
            let title = |at: usize| self.lexicon.title(|ahead| self.words.get(at + ahead).map_or("", |w| w.core)) > 0;
            if self.words[head].core == "State" && head + 1 < end && title(head + 1) {
                return None;
            }
            let demonym = known.is_some_and(|(len, name)| name.class.is_group() && at + len == head);
            if !demonym {
                return Some(head + 1 - at);
            }
        }
        if self.list(WordList::PlaceFirst, at) && self.is_cap(at + 1, end) && known_len < 2 {
            let given = self.lexicon.given(self.words[at + 1].core).is_some() && self.is_cap(at + 2, end);
            let person = self.person_behind(at + 1, end);
            return (!given && !person).then_some(2);
        }
        // "Northern Ireland", "East Aleppo": a direction with a capital before a known place.
        if self.list(WordList::Direction, at) && known_len < 2 {
            let (len, name) = self.known(at + 1, end)?;
            return (name.class.is_place() && !self.words[at].opens).then_some(1 + len);
        }
        None
    }

    fn person_behind(&self, at: usize, end: usize) -> bool {
        let after = self.after(at + 1);
        end - at <= 1 && matches!(after, "said" | "says" | "told" | "added")
    }

    /// The length of a person's name at `at`, if a given name, an initial or a title shows that it is one.
    fn person(&self, at: usize, end: usize, known: Option<(usize, KnownName)>, after_title: bool) -> Option<usize> {
        let word = &self.words[at];
        if word.text == "[" {
            let len = self.person_words(at + 1, end)?;
            return Some(len + 1);
        }
        let particle = self.lexicon.is(WordList::Particle, word.text) && !word.capital;
        if !word.capital && !particle {
            return None;
        }
        let given = self.lexicon.given(word.core).is_some();
        if let Some((len, name)) = known {
            // "Jordan Peterson", but "Jordan said" and "in Austin Texas".
            let next_named = self.is_cap(at + len, end)
                && self.known(at + len, end).is_none()
                && !self.list(WordList::OrgHead, at + len)
                && self.lexicon.title(|ahead| self.words.get(at + len + ahead).map_or("", |word| word.core)) == 0;
            let surname = self.list(WordList::Surname, at + 1);
            let may = len == 1 && given && next_named && (surname || name.class.is_place() || name.class.is_group());
            let place_before = matches!(self.before(at), "in" | "at" | "from" | "near" | "of");
            if !(may && (surname || !place_before && !name.class.is_group())
                || after_title
                    && name.class.is_place()
                    && self.is_cap(at + 1, end)
                    && len == 1
                    && !place_before
                    && given)
            {
                return None;
            }
        }
        let len = self.person_words(at, end)?;
        if after_title {
            return Some(len);
        }
        let named = (at..at + len).filter(|&word| self.words[word].capital).count();
        let initial = (at..at + len).any(|word| self.words[word].initial) && named > 1;
        let surname = self.list(WordList::Surname, at + len - 1) && !self.words[at].common;
        if self.titled && named > 1 && !given && !initial {
            return None;
        }
        let sure = given && (named > 1 || !self.words[at].opens && !word.common);
        (sure && named > 1
            || initial && !word.all_capitals
            || surname && !(self.words[at].opens && named > 1 && !given)
            || particle && named > 0 && !word.opens)
            .then_some(len)
    }

    /// How many words from `at` can be one person's name.
    fn person_words(&self, at: usize, end: usize) -> Option<usize> {
        let mut to = at;
        while to < end && to - at < LONGEST_PERSON {
            let word = &self.words[to];
            let title = || self.lexicon.title(|ahead| self.words.get(to + ahead).map_or("", |w| w.core)) > 0;
            if word.capital && !word.never {
                let stops = to > at
                    && (self.titled && to == at + 1 && self.family_alone(at)
                        || self.list(WordList::OrgHead, to) && !self.list(WordList::Surname, to)
                        || title() && !self.list(WordList::Surname, to) && self.lexicon.given(word.core).is_none()
                        || self.lexicon.honorific(word.core).is_some() && self.lexicon.given(word.core).is_none()
                        || self.known(to, end).is_some_and(|(len, name)| len > 1 && !name.class.is_place())
                        || self.stops_at_known(at, to, end));
                if stops {
                    break;
                }
                to += 1;
            } else if self.is_particle(to) && self.is_cap(to + 1, end) {
                to += 2;
                while to < end && self.is_particle(to - 1) && self.is_cap(to, end) {
                    to += 1;
                }
            } else if word.text == "]" && self.words[at.saturating_sub(1)].text == "[" && self.is_cap(to + 1, end) {
                to += 2;
            } else {
                break;
            }
            if self.words[to - 1].cut {
                break;
            }
        }
        while to > at && self.is_particle(to - 1) && !self.words[to - 1].capital {
            to -= 1;
        }
        (to > at).then_some(to - at)
    }

    /// In a title, what follows a family name is a verb as likely as not: "Obama Prods Putin".
    fn family_alone(&self, at: usize) -> bool {
        self.list(WordList::Surname, at) && self.lexicon.given(self.words[at].core).is_none()
    }

    /// A known name stops a person's name, unless it is a family name too ("Jack London", "Hillary Clinton").
    fn stops_at_known(&self, at: usize, to: usize, end: usize) -> bool {
        let Some((len, name)) = self.known(to, end) else { return false };
        let family = self.list(WordList::Surname, to) || self.lexicon.given(self.words[to].core).is_some();
        let given = self.lexicon.given(self.words[at].core);
        // "Michael Bloomberg", "Mark Cuban", but "Kim Treasury" is none.
        let last = !self.is_cap(to + len, end) && to - at == 1 && given.is_some();
        let shown = given.is_some_and(|gender| gender != crate::lexicon::names::WordGender::Either);
        let office = matches!(name.class, NameClass::Body | NameClass::Office | NameClass::Party);
        !(family || last && len == 1 && !office && (shown || !name.class.is_organization()))
    }

    fn is_particle(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| self.lexicon.is(WordList::Particle, word.text))
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
        if self.words[at].opens && self.words[at].common && !after_title {
            return (at + 1, None, false);
        }
        let before = self.before(at).to_lowercase();
        let len = to - at;
        let all_capitals = (at..to).all(|word| self.words[word].all_capitals);
        let common = (at..to).filter(|&word| self.words[word].common).count();
        let (entity_type, probability) = if after_title {
            (EntityType::Person, 0.8)
        } else if len == 1 {
            return self.unknown_word(at, &before);
        } else if all_capitals && self.words[at].core.len() < 8 && len < 3 {
            (EntityType::Organization, 0.5)
        } else if common * 2 > len || self.titled && common > 0 {
            (EntityType::Other, 0.3)
        } else if matches!(before.as_str(), "in" | "at" | "near" | "from" | "outside") {
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

    /// One capitalized word of which nothing is known: what stands around it decides.
    fn unknown_word(&self, at: usize, before: &str) -> (usize, Option<Found>, bool) {
        let word = &self.words[at];
        let speaks = matches!(self.after(at + 1), "said" | "says" | "told" | "added" | "who" | "replied" | "asked");
        let acronym = word.all_capitals && (2..=7).contains(&word.core.chars().filter(|ch| ch.is_alphabetic()).count());
        let camel = word.core.chars().skip(1).any(char::is_uppercase)
            && !word.all_capitals
            && !word.core.contains(['-', '’', '\'']);
        let dated = matches!(self.after(at + 1), "," | "—" | "–" | "―" | "(") && word.opens;
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
        } else if matches!(before, "in" | "at" | "near" | "from" | "outside" | "to" | "around" | "across") && !speaks {
            (EntityType::Place, if before == "to" { 0.4 } else { 0.55 })
        } else if self.list(WordList::Surname, at) || self.lexicon.given(word.core).is_some() {
            (EntityType::Person, 0.7)
        } else if speaks {
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
