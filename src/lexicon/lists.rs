//! Closed classes: lists of words of one grammatical or textual class, by name.

use rustc_hash::{FxHashMap, FxHashSet};

use super::folder::Folder;

/// The files of lists; the comment above a list says what it is for.
const FILES: [&str; 11] = [
    "adjectives.tsv",
    "adverbs.tsv",
    "conjunctions.tsv",
    "determiners.tsv",
    "event-lists.tsv",
    "layout-words.tsv",
    "name-words.tsv",
    "nouns.tsv",
    "prepositions.tsv",
    "pronouns.tsv",
    "verbs.tsv",
];

macro_rules! lists {
    ($($list:ident,)*) => {
        /// A list of words. In the data files its name is written with hyphens: `OrgHead` is `org-head`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[allow(missing_docs)]
        pub enum List { $($list,)* }

        const LISTS: &[(List, &str)] = &[$((List::$list, stringify!($list)),)*];
    };
}

lists! {
    // What a name is made of, and what stands beside one.
    OrgHead, OrgFirst, PlaceHead, PlaceFirst, Direction, EventHead, Never, Function, Small, Particle, Suffix, Inner,
    Modifier, Paper, Surname, Common, Auxiliary, Kin, Past, Vague, NameJoint, AmbiguousParticle, ParticleOfName,
    CourtesyTitle, StormWord, StormKind, VesselWord, VesselNoun, ProductNoun, FirmNoun, BeforeDay, Naming, Onset, Coda,
    // Events.
    Other, Definite, Indefinite, Edge, Light, Contact, Planned, Negated, Compound, Beside, Part, Degree, Clause, Incident,
    // The shape of a page.
    BylineJoint, DatelineJoint, TopLevelDomain,
    // Closed classes of grammar.
    Article, SingularDeterminer, Possessive, PersonalPronoun, RelativePronoun, ClauseSubject, Preposition, Locative,
    AddresseeEnd, AdjectiveComplement, FrontedSubordinator, AsideOpener, ContentOpener, Contrast, BeforeSubject,
    Deictic,
    // Words beside a source or a cue.
    ReportingVerb, ReportingPresent, AskedVerb, ContinuingVerb, InfinitivePassive, Occasion, CountedNoun, Premodifier, SourceModifier, AfterName,
    Clitic, SpeakerDivider, FamilyParticle, Generation, IrregularPlural, Negation,
    // Mentions, their chains, times and events of one article.
    DefiniteDeterminer, IndefiniteDeterminer, ThirdPersonPossessive, ThirdPersonPlural, Nominative, HumanSubject,
    FirstPersonSingular, FirstPersonPlural, Narrator, ParentheticRelative, FurtherPreposition, AffiliatingPreposition,
    PlacePreposition, BeforePlace, BeforeGovernment, BeforeBareOffice, BeforeMonthName, BeforeNamedDay, Coordinator,
    Subordinator, ClauseCounted, CataphoricOpener, AfterObjectPronoun, ComplementEnd, SpeechVerb, CallOnVerb, Copula,
    AgentiveVerb, ExpletiveVerb, ExpletiveComplement, MetonymVerb, Another, Idle, Sequel,
    TopicPreposition, RelatingPreposition, WithinSource, BeforeOwner, AfterOffice, QuestionWord, RelayVerb, Portfolio,
    RulerOffice, RulerDescription, AnyBody, PartNoun,
    AdjectiveSuffix, EventPremodifier, EventModifier, Passive, NoObject, Bygone, BeforeVerb, ArabicArticle,
}

/// The name of a list in the data files.
fn name(list: &str) -> String {
    let mut name = String::new();
    for ch in list.chars() {
        if ch.is_ascii_uppercase() && !name.is_empty() {
            name.push('-');
        }
        name.push(ch.to_ascii_lowercase());
    }
    name
}

/// The lists of a language.
#[derive(Debug)]
pub struct Lists(Vec<FxHashSet<&'static str>>);

impl Lists {
    /// Builds the lists from the data files of a language.
    pub fn load(folder: Folder) -> Self {
        let names: FxHashMap<String, usize> = LISTS.iter().map(|(list, it)| (name(it), *list as usize)).collect();
        let mut lists = vec![FxHashSet::default(); LISTS.len()];
        for (list, word) in FILES.iter().flat_map(|file| folder.lists(file)) {
            if let Some(words) = names.get(list).and_then(|at| lists.get_mut(*at)) {
                words.insert(word);
            }
        }
        lists[List::Common as usize].extend(folder.words("common-words.txt"));
        lists[List::Surname as usize].extend(folder.words("surnames.txt"));
        Self(lists)
    }

    /// Whether a word stands in a list, letter by letter.
    pub fn is(&self, list: List, word: &str) -> bool {
        self.0.get(list as usize).is_some_and(|words| words.contains(word))
    }

    /// Whether a word stands in a list of words in small letters, with or without a capital of its own: "The" is "the",
    /// "THE" is not.
    pub fn is_also_capital(&self, list: List, word: &str) -> bool {
        if !word.starts_with(|ch: char| ch.is_ascii_uppercase()) {
            return self.is(list, word);
        }
        // No word of a list is longer.
        let mut small = [0; 24];
        let Some(small) = small.get_mut(..word.len()) else { return false };
        small.copy_from_slice(word.as_bytes());
        small[0].make_ascii_lowercase();
        std::str::from_utf8(small).is_ok_and(|small| self.is(list, small))
    }
}

#[cfg(test)]
mod tests {
    use super::super::en::ENGLISH;
    use super::*;

    #[test]
    fn every_row_is_of_a_known_list_and_no_list_is_empty() {
        let known: Vec<String> = LISTS.iter().map(|(_, list)| name(list)).collect();
        for (list, word) in FILES.iter().flat_map(|file| ENGLISH.lists(file)) {
            assert!(known.iter().any(|it| it == list), "{list} {word}");
        }
        let lists = Lists::load(ENGLISH);
        for (list, name) in LISTS {
            assert!(!lists.0[*list as usize].is_empty(), "{name}");
        }
    }

    #[test]
    fn a_capital_of_its_own_does_not_matter() {
        let lists = Lists::load(ENGLISH);
        let is = |word| lists.is_also_capital(List::Article, word);
        assert!(is("the") && is("The") && is("A"));
        assert!(!is("THE") && !is("") && !is("É") && !is("Antidisestablishmentarianism"));
        assert!(!lists.is(List::Article, "The"));
    }
}
