//! Words that make up names and roles: places and their demonyms, organizations, titles, given and family names.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::folder::Folder;
pub use super::lists::List as WordList;
use super::lists::Lists;

/// What a known name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameClass {
    /// A country, or a nation that is spoken of as one.
    Country,
    /// The seat of a government, which stands for it in news ("Moscow").
    Capital,
    /// A city or town.
    City,
    /// A state or province.
    State,
    /// A continent, a part of the world, a part of a country.
    Region,
    /// A sea, lake or river.
    Water,
    /// A building or square.
    Building,
    /// What belongs to a country or part of the world ("Syrian", "Syrians").
    Demonym,
    /// A religion, people or political camp ("Alawite", "Republican").
    Camp,
    /// An international or non-governmental body.
    Body,
    /// A part of a state ("Kremlin", "State Department").
    Office,
    /// A publisher of news.
    Outlet,
    /// A political party.
    Party,
    /// An armed group.
    Armed,
    /// A company.
    Company,
    /// A club or league.
    Club,
    /// A named event.
    Event,
    /// A named product, work or law.
    Product,
}

impl NameClass {
    /// True for countries, cities, regions, waters and buildings.
    pub fn is_place(self) -> bool {
        self <= Self::Building
    }

    /// True for nationalities, religions, peoples and camps.
    pub fn is_group(self) -> bool {
        matches!(self, Self::Demonym | Self::Camp)
    }

    /// True for bodies, offices, outlets, parties, armed groups, companies and clubs.
    pub fn is_organization(self) -> bool {
        Self::Body <= self && self <= Self::Club
    }
}

/// A known name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownName {
    /// The name that it is another form of ("United States" for "U.S.", "Syria" for "Syrian").
    pub canonical: &'static str,
    /// What it names.
    pub class: NameClass,
    /// The country that it belongs to ("Russia" for "Kremlin", "Moscow" and "Russian").
    pub country: Option<&'static str>,
}

/// What a word says about the gender of who bears it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WordGender {
    /// "Mrs.", "Nancy", "actress".
    Female,
    /// "Mr.", "John", "spokesman".
    Male,
    /// "Dr.", "Kim", "spokesperson".
    Either,
}

impl WordGender {
    fn of(code: &str) -> Self {
        match code {
            "m" => Self::Male,
            "f" => Self::Female,
            _ => Self::Either,
        }
    }
}

/// What a noun for people or bodies is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoleNoun {
    /// Its singular.
    pub singular: &'static str,
    /// True for "officials".
    pub plural: bool,
    /// What it says of gender.
    pub gender: WordGender,
    /// True for a person ("official"), false for a body ("coalition").
    pub person: bool,
}

/// See the module.
#[derive(Debug)]
pub struct NameLexicon {
    /// Known names by their first word, longest first.
    names: FxHashMap<&'static str, Vec<(Vec<&'static str>, KnownName)>>,
    /// Known names by the whole of them.
    whole: FxHashMap<&'static str, KnownName>,
    /// Titles by their first word, longest first.
    titles: FxHashMap<&'static str, Vec<Vec<&'static str>>>,
    honorifics: FxHashMap<&'static str, WordGender>,
    given: FxHashMap<&'static str, WordGender>,
    roles: FxHashMap<&'static str, RoleNoun>,
    /// Walks of life by noun.
    fields: FxHashMap<&'static str, &'static str>,
    /// Nouns that take up the name of a body ("the company"), with the classes of known names that they fit.
    generic: FxHashMap<&'static str, (Vec<NameClass>, bool)>,
    lists: Arc<Lists>,
    /// Upper-case forms of places, for date lines ("WASHINGTON"), with the form that is known.
    upper: FxHashMap<String, KnownName>,
}

impl NameLexicon {
    /// Builds the tables from the data files.
    pub fn load(folder: Folder, lists: Arc<Lists>) -> Self {
        let mut lexicon = Self {
            names: FxHashMap::default(),
            whole: FxHashMap::default(),
            titles: FxHashMap::default(),
            honorifics: FxHashMap::default(),
            given: FxHashMap::default(),
            roles: FxHashMap::default(),
            fields: FxHashMap::default(),
            generic: FxHashMap::default(),
            lists,
            upper: FxHashMap::default(),
        };
        lexicon.load_countries(folder);
        lexicon.load_places(folder);
        lexicon.load_organizations(folder);
        lexicon.load_events(folder);
        lexicon.load_people(folder);
        for phrases in lexicon.names.values_mut() {
            phrases.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        for titles in lexicon.titles.values_mut() {
            titles.sort_by_key(|words| std::cmp::Reverse(words.len()));
        }
        lexicon
    }

    /// The longest known name at the front of `words`, with how many words it takes.
    pub fn longest<'a>(&self, words: impl Fn(usize) -> &'a str) -> Option<(usize, KnownName)> {
        let first = words(0);
        if let Some(phrases) = self.names.get(first) {
            for (phrase, name) in phrases {
                if phrase.iter().enumerate().skip(1).all(|(at, word)| same_word(word, words(at))) {
                    return Some((phrase.len(), *name));
                }
            }
        }
        self.in_capitals(first, words)
    }

    /// A place in capitals, as datelines have it: "KANSAS CITY".
    fn in_capitals<'a>(&self, first: &'a str, words: impl Fn(usize) -> &'a str) -> Option<(usize, KnownName)> {
        if first.len() < 2 || first.chars().any(char::is_lowercase) {
            return None;
        }
        let second = Some(words(1)).filter(|word| word.len() > 1 && !word.chars().any(char::is_lowercase));
        let both = second.and_then(|second| self.upper.get(&format!("{first} {second}")));
        both.map(|name| (2, *name)).or_else(|| self.upper.get(first).map(|name| (1, *name)))
    }

    /// What a whole name is known as, if it is.
    pub fn known(&self, name: &str) -> Option<KnownName> {
        self.whole.get(name).or_else(|| self.upper.get(name)).copied()
    }

    /// How many words of a title ("Deputy National Security Adviser") stand at the front of `words`; 0 for none.
    pub fn title<'a>(&self, words: impl Fn(usize) -> &'a str) -> usize {
        let Some(titles) = self.titles.get(words(0)) else { return 0 };
        let fits = |title: &&Vec<&'static str>| title.iter().enumerate().all(|(at, word)| words(at) == *word);
        titles.iter().find(fits).map_or(0, Vec::len)
    }

    /// What an honorific ("Mr.", "Sheikh") says of gender, if the word is one.
    pub fn honorific(&self, word: &str) -> Option<WordGender> {
        self.honorifics.get(word).copied()
    }

    /// What a given name says of gender, if the word is one.
    pub fn given(&self, word: &str) -> Option<WordGender> {
        self.given.get(word).copied().or_else(|| {
            let (first, _) = word.split_once('-').filter(|(first, rest)| first.len() > 2 && rest.len() > 1)?;
            self.given.get(first).copied()
        })
    }

    /// The noun for people or bodies that a lower-case word is, if it is one.
    pub fn role(&self, word: &str) -> Option<RoleNoun> {
        self.roles.get(word).or_else(|| self.roles.get(word.strip_prefix("ex-")?)).copied()
    }

    /// The walk of life that a lower-case noun belongs to ("sport" for "golfer"), if it tells one.
    pub fn field(&self, noun: &str) -> Option<&'static str> {
        self.fields.get(noun).copied()
    }

    /// Whether a body noun may take up a name without standing in it ("Microsoft … the company"), by the class that the
    /// name is known to have, if any.
    pub fn takes_up(&self, noun: &str, class: Option<NameClass>) -> bool {
        self.generic.get(noun).is_some_and(|(known, any)| class.map_or(*any, |class| known.contains(&class)))
    }

    /// Whether a word is in a list, letter by letter.
    pub fn is(&self, list: WordList, word: &str) -> bool {
        self.lists.is(list, word)
    }

    /// Whether a word is in a list of words in small letters, with or without a capital; see [`Lists::is_also_capital`].
    pub fn is_also_capital(&self, list: WordList, word: &str) -> bool {
        self.lists.is_also_capital(list, word)
    }

    fn add(&mut self, form: &'static str, name: KnownName) {
        if form.is_empty() {
            return;
        }
        let words: Vec<&'static str> = split_words(form);
        let Some(&first) = words.first() else { return };
        if let std::collections::hash_map::Entry::Vacant(slot) = self.whole.entry(form) {
            slot.insert(name);
            self.names.entry(first).or_default().push((words, name));
            if name.class.is_place() && form.len() > 3 {
                self.upper.insert(form.to_uppercase(), name);
            }
        }
    }

    fn load_countries(&mut self, folder: Folder) {
        for row in folder.rows("countries.tsv") {
            let Some(&country) = row.first() else { continue };
            let column = |at: usize| row.get(at).copied().unwrap_or("").split('|');
            let known = |class| KnownName { canonical: country, class, country: Some(country) };
            self.add(country, known(NameClass::Country));
            column(1).for_each(|form| self.add(form, known(NameClass::Country)));
            column(2).for_each(|form| self.add(form, known(NameClass::Demonym)));
            for form in column(3) {
                self.add(form, KnownName { canonical: form, ..known(NameClass::Capital) });
            }
        }
    }

    fn load_places(&mut self, folder: Folder) {
        for (kind, form) in folder.lists("places.tsv").chain(folder.lists("groups.tsv")) {
            let class = match kind {
                "city" => NameClass::City,
                "state" => NameClass::State,
                "water" => NameClass::Water,
                "building" => NameClass::Building,
                "continent" | "region" => NameClass::Region,
                "demonym" => NameClass::Demonym,
                _ => NameClass::Camp,
            };
            self.add(form, KnownName { canonical: form, class, country: None });
        }
    }

    fn load_organizations(&mut self, folder: Folder) {
        for row in folder.rows("organizations.tsv") {
            let (Some(&kind), Some(&canonical)) = (row.first(), row.get(1)) else { continue };
            let class = organization_class(kind);
            let country = row.get(3).copied().filter(|country| !country.is_empty());
            let name = KnownName { canonical, class, country };
            let others = row.get(2).copied().unwrap_or("").split('|');
            for form in std::iter::once(canonical).chain(others) {
                // An office is known as one, even where the building has the name too ("White House").
                self.replace_place(form);
                self.add(form, name);
            }
        }
    }

    /// Forgets a place whose name an organization bears, unless it is a country.
    fn replace_place(&mut self, form: &'static str) {
        if self.whole.get(form).is_some_and(|name| name.class == NameClass::Building) {
            self.whole.remove(form);
            for phrases in self.names.values_mut() {
                phrases.retain(|(words, _)| words.join(" ") != form);
            }
        }
    }

    fn load_events(&mut self, folder: Folder) {
        for (kind, form) in folder.lists("named-events-and-works.tsv") {
            let class = if kind == "event" { NameClass::Event } else { NameClass::Product };
            self.add(form, KnownName { canonical: form, class, country: None });
        }
    }

    fn load_people(&mut self, folder: Folder) {
        let honorifics = folder.lists("honorifics.tsv").map(|(gender, form)| (form, WordGender::of(gender)));
        self.honorifics.extend(honorifics);
        for title in folder.words("titles.txt") {
            let words = split_words(title);
            if let Some(&first) = words.first() {
                self.titles.entry(first).or_default().push(words);
            }
        }
        for (noun, classes) in folder.lists("generic-nouns.tsv") {
            let known = classes.split(' ').filter(|class| *class != "any").map(organization_class).collect();
            self.generic.insert(noun, (known, classes.ends_with(" any")));
        }
        self.fields.extend(folder.lists("role-fields.tsv").map(|(field, noun)| (noun, field)));
        for row in folder.rows("role-nouns.tsv") {
            let [singular, plural, gender] = row[..] else { continue };
            self.add_role(singular, plural, WordGender::of(gender), true);
        }
        for (singular, plural) in folder.lists("body-nouns.tsv") {
            self.add_role(singular, plural, WordGender::Either, false);
        }
        for (gender, form) in folder.lists("given-names.tsv") {
            let gender = WordGender::of(gender);
            // A name that stands under two genders shows neither.
            self.given.entry(form).and_modify(|old| *old = merge(*old, gender)).or_insert(gender);
        }
    }

    fn add_role(&mut self, singular: &'static str, plural: &'static str, gender: WordGender, person: bool) {
        self.roles.insert(plural, RoleNoun { singular, plural: true, gender, person });
        self.roles.insert(singular, RoleNoun { singular, plural: singular == plural, gender, person });
    }
}

fn organization_class(kind: &str) -> NameClass {
    match kind {
        "office" => NameClass::Office,
        "outlet" => NameClass::Outlet,
        "party" => NameClass::Party,
        "armed" => NameClass::Armed,
        "company" => NameClass::Company,
        "club" => NameClass::Club,
        _ => NameClass::Body,
    }
}

fn merge(a: WordGender, b: WordGender) -> WordGender {
    if a == b { a } else { WordGender::Either }
}

/// True when two words are the same, either apostrophe counting as the other.
fn same_word(known: &str, word: &str) -> bool {
    known == word || (matches!(known, "'s" | "’s" | "’" | "'") && matches!(word, "'s" | "’s" | "’" | "'"))
}

/// The words of a form as tokens have them: a possessive and an ampersand stand alone.
fn split_words(form: &'static str) -> Vec<&'static str> {
    let mut words = Vec::new();
    for word in form.split_whitespace() {
        let stem = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
        let stem = if stem.len() == word.len() {
            word.strip_suffix("s'").or_else(|| word.strip_suffix("s’")).map_or(word, |short| &word[..short.len() + 1])
        } else {
            stem
        };
        words.push(stem);
        if stem.len() < word.len() {
            words.push(&word[stem.len()..]);
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::super::en::ENGLISH;
    use super::*;

    fn longest(lexicon: &NameLexicon, text: &'static str) -> Option<(usize, &'static str, NameClass)> {
        let words: Vec<&str> = text.split(' ').collect();
        let found = lexicon.longest(|at| words.get(at).copied().unwrap_or(""));
        found.map(|(len, name)| (len, name.canonical, name.class))
    }

    #[test]
    fn finds_the_longest_known_name() {
        let lexicon = NameLexicon::load(ENGLISH, Arc::new(Lists::load(ENGLISH)));
        let check = |text, expected| assert_eq!(longest(&lexicon, text), expected, "{text}");
        check("UN Security Council vetoes", Some((3, "United Nations Security Council", NameClass::Body)));
        check("Syrians fled", Some((1, "Syria", NameClass::Demonym)));
        check("Moscow denied", Some((1, "Moscow", NameClass::Capital)));
        check("WASHINGTON —", Some((1, "Washington", NameClass::Capital)));
        check("White House officials", Some((2, "White House", NameClass::Office)));
        check("Prosecutor ’s Office", Some((3, "Prosecutor's Office", NameClass::Office)));
        check("breakfast", None);
    }

    #[test]
    fn knows_titles_roles_and_gender() {
        let lexicon = NameLexicon::load(ENGLISH, Arc::new(Lists::load(ENGLISH)));
        let words = ["Deputy", "National", "Security", "Adviser", "Ben"];
        assert_eq!(lexicon.title(|at| words.get(at).copied().unwrap_or("")), 4);
        assert_eq!(lexicon.role("spokeswomen").map(|role| (role.singular, role.plural)), Some(("spokeswoman", true)));
        assert_eq!(lexicon.honorific("Mrs."), Some(WordGender::Female));
        assert_eq!(lexicon.given("Jean-Marc"), Some(WordGender::Male));
        assert_eq!(lexicon.given("Syria"), None);
    }
}
