//! Organizations, places and events whose words make their names up: "… Committee", "Ministry of …", "… River".

use crate::lexicon::names::{KnownName, NameClass, WordGender, WordList};
use crate::model::rules::names::found::Found;
use crate::model::rules::names::parse::reader::{NameReader, entity_type};
use crate::model::tags::EntityType;

impl NameReader<'_> {
    /// The length of an organization's name at `at`, if its words make one up: "… Committee", "Ministry of …".
    pub(crate) fn organization(&self, at: usize, end: usize, known: Option<(usize, KnownName)>) -> Option<usize> {
        if !self.is_cap(at, end) || self.lexicon.honorific(self.words[at].core).is_some() {
            return None;
        }
        let whole = known.filter(|(_, name)| name.class.is_organization()).map(|(len, _)| at + len);
        let run = self.run(at, end);
        let mut to = whole.unwrap_or(at);
        // The last head word of the run, unless a given name or title stands before it.
        // "St. Louis Tea Party": what is known before the head is no person. In a title a verb may follow a known body.
        let begun = known.map_or(at, |(len, _)| at + len);
        for word in at..if self.titled && whole.is_some() { at } else { run } {
            let person = || word >= begun && self.is_person_start(word, run);
            let next = || self.titled && self.known(word, end).is_some_and(|(len, _)| len > 1);
            if self.words[word].initial || word > at && (person() || next()) {
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
    pub(crate) fn only_title(&self, at: usize, head: usize) -> bool {
        let title = self.lexicon.title(|ahead| self.words.get(at + ahead).map_or("", |word| word.core));
        title > 0 && title > head - at
    }

    pub(crate) fn is_person_start(&self, at: usize, end: usize) -> bool {
        let word = &self.words[at];
        let title = self.lexicon.honorific(word.core).is_some();
        let given = self.lexicon.given(word.core).is_some_and(|gender| gender != WordGender::Either);
        title || given && at + 1 < end && !self.list(WordList::OrgHead, at + 1) && self.known(at, end).is_none()
    }

    /// Where "… of …" ends, when the stretch from `at` holds a word that takes it ("Ministry", "University").
    pub(crate) fn of_tail(&self, at: usize, end: usize, to: usize) -> Option<usize> {
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
    pub(crate) fn and_head(&self, at: usize, run: usize, end: usize) -> Option<usize> {
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
    pub(crate) fn event(
        &self,
        at: usize,
        end: usize,
        known: Option<(usize, KnownName)>,
    ) -> Option<(usize, Option<Found>, bool)> {
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

    /// The length of a place's name at `at`, if its words make one up: "Hudson River", "Mount Hampden".
    pub(crate) fn place(&self, at: usize, end: usize, known: Option<(usize, KnownName)>) -> Option<usize> {
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

    /// The length of "America Rising": a country, state or town before capitalized words that are neither known nor
    /// somebody's title or name.
    pub(crate) fn named_after_place(&self, at: usize, end: usize, known: Option<(usize, KnownName)>) -> Option<usize> {
        let (len, name) = known.filter(|_| !self.titled)?;
        let place = matches!(name.class, NameClass::Country | NameClass::State | NameClass::City | NameClass::Capital);
        let first = at + len;
        if !place || self.words[first - 1].cut || matches!(self.words[at].core, "U.S." | "US" | "U.K." | "UK") {
            return None;
        }
        let mut to = first;
        while to < end && to < first + 3 && self.may_name_body(to, end) {
            to += 1;
        }
        // Words that go on are for the other rules.
        (to > first && !self.is_cap(to, end)).then_some(to - at)
    }

    /// A capitalized word of small letters that is no name, title or part of a person's name by itself.
    fn may_name_body(&self, at: usize, end: usize) -> bool {
        let word = &self.words[at];
        let title = || self.lexicon.title(|ahead| self.words.get(at + ahead).map_or("", |word| word.core)) > 0;
        self.is_cap(at, end)
            && !(word.opens || word.cut || word.initial || word.all_capitals || word.core.contains(['-', '.']))
            && self.known(at, end).is_none()
            && self.lexicon.given(word.core).is_none()
            && self.lexicon.honorific(word.core).is_none()
            && !self.list(WordList::Surname, at)
            && !self.list(WordList::PlaceHead, at)
            && !self.list(WordList::EventHead, at)
            && !title()
    }

    pub(crate) fn person_behind(&self, at: usize, end: usize) -> bool {
        let after = self.after(at + 1);
        end - at <= 1 && matches!(after, "said" | "says" | "told" | "added")
    }
}
