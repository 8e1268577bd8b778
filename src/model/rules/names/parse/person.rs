//! Where a person's name begins and ends: given names, initials, particles, titles before it.

use crate::lexicon::names::{KnownName, NameClass, WordGender, WordList};
use crate::model::rules::names::parse::reader::NameReader;

/// The most words of a person's name.
const LONGEST_PERSON: usize = 7;

impl NameReader<'_> {
    /// The length of a person's name at `at`, if a given name, an initial or a title shows that it is one.
    pub(crate) fn person(
        &self,
        at: usize,
        end: usize,
        known: Option<(usize, KnownName)>,
        after_title: bool,
    ) -> Option<usize> {
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
            let before = self.before(at);
            let place_before = before == "of" || self.lexicon.is(WordList::Locative, before);
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
        if len == 1 && self.is_one_of_many(at) {
            return None;
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
    pub(crate) fn person_words(&self, at: usize, end: usize) -> Option<usize> {
        let mut to = at;
        while to < end && to - at < LONGEST_PERSON {
            let word = &self.words[to];
            let title = || self.lexicon.title(|ahead| self.words.get(to + ahead).map_or("", |w| w.core)) > 0;
            if word.capital && !word.never {
                let stops = to > at
                    && (self.titled && to == at + 1 && self.family_alone(at)
                        || self.list(WordList::OrgHead, to) && !self.list(WordList::Surname, to)
                        || title() && !self.list(WordList::Surname, to) && self.lexicon.given(word.core).is_none()
                        || self.lexicon.honorific(word.core).is_some()
                            && self.lexicon.given(word.core).is_none()
                            && !self.ends_as_family(at, to, end)
                            && !self.list(WordList::Suffix, to + 1)
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

    /// "Larry King": a form of address behind a given name, with no name behind it, is the family name.
    fn ends_as_family(&self, at: usize, to: usize, end: usize) -> bool {
        let shown = self.lexicon.given(self.words[at].core).is_some_and(|gender| gender != WordGender::Either);
        to == at + 1
            && shown
            && !self.titled
            && !self.is_cap(to + 1, end)
            && !self.words[to].text.ends_with('.')
            && !matches!(self.after(to + 1), "of" | "for" | "to")
    }

    /// A known name stops a person's name, unless it is a family name too ("Jack London", "Hillary Clinton").
    pub(crate) fn stops_at_known(&self, at: usize, to: usize, end: usize) -> bool {
        let Some((len, name)) = self.known(to, end) else { return false };
        let family = self.list(WordList::Surname, to) || self.lexicon.given(self.words[to].core).is_some();
        let given = self.lexicon.given(self.words[at].core);
        // "Michael Bloomberg", "Mark Cuban", but "Kim Treasury" is none.
        let last = !self.is_cap(to + len, end) && to - at == 1 && given.is_some();
        let shown = given.is_some_and(|gender| gender != WordGender::Either);
        let office = matches!(name.class, NameClass::Body | NameClass::Office | NameClass::Party);
        !(family || last && len == 1 && !office && (shown || !name.class.is_organization()))
    }

    /// In a title, what follows a family name is a verb as likely as not: "Obama Prods Putin".
    pub(crate) fn family_alone(&self, at: usize) -> bool {
        self.list(WordList::Surname, at) && self.lexicon.given(self.words[at].core).is_none()
    }

    pub(crate) fn is_particle(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| self.lexicon.is(WordList::Particle, word.text))
    }
}
