//! Words that tell who says what: cue verbs, adjectives and nouns, hearsay, source nouns, function words, and the
//! predicates that an editor would ask about.
//!
//! Inflected forms are made here, so that the data files hold base forms only.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::folder::Folder;
use super::lists::{List, Lists};

/// How strongly a cue means that words were uttered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CueClass {
    /// Words were uttered ("say", "accuse").
    Speech,
    /// Something is thought, wished or felt ("believe").
    Attitude,
    /// A decision that says something ("refuse").
    Act,
}

/// The form of a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// "say"
    Base,
    /// "says"
    Third,
    /// "said" as a past tense; for regular verbs the participle as well.
    Past,
    /// "shown", where it differs from the past tense.
    Participle,
    /// "saying"
    Ing,
}

/// A cue verb and what may stand around it.
#[derive(Clone, Copy, Debug)]
pub struct CueVerb {
    /// The base form.
    pub base: &'static str,
    /// "for" in "call for"; empty for none.
    pub particle: &'static str,
    /// What it means.
    pub class: CueClass,
    /// May stand after its content ("…, he said").
    pub after: bool,
    /// Takes an addressee that is no part of the content ("told reporters").
    pub addressee: bool,
    /// Wants a clause, a quotation or an infinitive.
    pub clause: bool,
    /// Wants an infinitive.
    pub infinitive: bool,
    /// Wants an "as" behind its object ("cast the plan as a failure").
    pub with_as: bool,
    /// Its object is a person, so that nothing is said "by" somebody in the passive ("charged by prosecutors").
    pub of_people: bool,
    /// Says nothing of what follows when it is negated ("did not know who").
    pub factive: bool,
    /// Refuses: nothing is said when what is refused is to speak.
    pub refusal: bool,
    /// Tells of a deed and not of words before an infinitive ("agreed to attend").
    pub deed: bool,
    /// The base form is never a noun.
    pub verb_only: bool,
}

/// Classes of function words, as bits of [`AttributionLexicon::classes`].
#[allow(missing_docs)]
pub mod class {
    pub const DETERMINER: u32 = 1;
    pub const PRONOUN: u32 = 1 << 1;
    pub const OBJECT: u32 = 1 << 2;
    pub const BE: u32 = 1 << 3;
    pub const AUXILIARY: u32 = 1 << 4;
    pub const MODAL: u32 = 1 << 5;
    pub const NEGATION: u32 = 1 << 6;
    pub const PREPOSITION: u32 = 1 << 7;
    pub const SUBORDINATOR: u32 = 1 << 8;
    pub const RELATIVE: u32 = 1 << 9;
    pub const CONJUNCTION: u32 = 1 << 10;
    pub const ADJUNCT: u32 = 1 << 11;
    pub const ADVERB: u32 = 1 << 12;
    pub const TIME: u32 = 1 << 13;
    pub const LIGHT_VERB: u32 = 1 << 14;
    pub const CUE_ADJECTIVE: u32 = 1 << 15;
    pub const HEARSAY_ADVERB: u32 = 1 << 16;
    pub const HEARSAY_PASSIVE: u32 = 1 << 17;
    pub const PERSON_NOUN: u32 = 1 << 18;
    pub const BODY_NOUN: u32 = 1 << 19;
    pub const COLLECTIVE_NOUN: u32 = 1 << 20;
    pub const VAGUE_NOUN: u32 = 1 << 21;
    pub const DOCUMENT_NOUN: u32 = 1 << 22;
    pub const OUTLET_NOUN: u32 = 1 << 23;
    pub const PLURAL_NOUN: u32 = 1 << 24;
    /// "the", "his": points to somebody who is known.
    pub const DEFINITE: u32 = 1 << 25;
    /// "a", "two", "several": introduces so many.
    pub const COUNT: u32 = 1 << 26;
    /// "person", "someone": a source only with words that tell them apart.
    pub const ANYBODY: u32 = 1 << 27;
    /// "official": whoever speaks from inside an institution, unnamed even in "officials said".
    pub const INSIDER: u32 = 1 << 28;
    /// "witness": there are many in one place, so that "the eldest witness" is nobody yet.
    pub const ONE_OF_MANY: u32 = 1 << 29;
    /// "spokesman".
    pub const SPOKESPERSON: u32 = 1 << 30;
    /// "some", "many": counts nobody in particular.
    pub const QUANTIFIER: u32 = 1 << 31;
    /// No words to end with: what they belong to follows.
    pub const DANGLING: u32 = DETERMINER | PREPOSITION | CONJUNCTION | RELATIVE;
    /// Words that say nothing by themselves.
    pub const FUNCTION: u32 = DETERMINER
        | PRONOUN
        | OBJECT
        | BE
        | AUXILIARY
        | MODAL
        | NEGATION
        | PREPOSITION
        | SUBORDINATOR
        | RELATIVE
        | CONJUNCTION
        | ADVERB
        | LIGHT_VERB;
}

/// See the module.
#[derive(Debug)]
pub struct AttributionLexicon {
    /// Cue verbs, in the order of the file.
    pub verbs: Vec<CueVerb>,
    forms: FxHashMap<String, Vec<(u16, Form)>>,
    classes: FxHashMap<String, u32>,
    noun_cues: FxHashMap<String, Vec<&'static str>>,
    /// Two-word hearsay phrases by their first word.
    bare_hearsay: FxHashMap<&'static str, Vec<&'static str>>,
    lists: Arc<Lists>,
    /// The kinds of paper that a noun stands for, and those that a verb makes, a bit a kind.
    papers: FxHashMap<&'static str, u32>,
    writing: FxHashMap<String, u32>,
    /// Phrases about sources without a name and about hearsay, by class.
    phrases: FxHashMap<&'static str, Vec<&'static str>>,
}

impl AttributionLexicon {
    /// Builds the tables from the data files.
    pub fn load(folder: Folder, lists: Arc<Lists>) -> Self {
        let mut lexicon = Self {
            verbs: Vec::new(),
            forms: FxHashMap::default(),
            classes: FxHashMap::default(),
            noun_cues: FxHashMap::default(),
            bare_hearsay: FxHashMap::default(),
            phrases: FxHashMap::default(),
            papers: FxHashMap::default(),
            writing: FxHashMap::default(),
            lists,
        };
        for (class, word) in folder.lists("function-words.tsv") {
            lexicon.add_class(word, function_class(class));
        }
        for (class, noun) in folder.lists("source-nouns.tsv") {
            lexicon.add_noun(noun, source_class(class));
        }
        for word in folder.words("cue-adjectives.txt") {
            lexicon.add_class(word, class::CUE_ADJECTIVE);
        }
        for row in folder.rows("cue-verbs.tsv") {
            lexicon.add_verb(&row);
        }
        for row in folder.rows("cue-nouns.tsv") {
            lexicon.add_noun_cue(&row);
        }
        for (kind, word) in folder.lists("hearsay.tsv") {
            lexicon.add_hearsay(kind, word);
        }
        let mut kinds: Vec<&str> = Vec::new();
        for row in folder.rows("papers.tsv") {
            lexicon.add_paper(&mut kinds, &row);
        }
        for (class, phrase) in folder.lists("anonymity.tsv").chain(folder.lists("hearsay-classes.tsv")) {
            lexicon.phrases.entry(class).or_default().push(phrase);
        }
        lexicon
    }

    /// Whether a word is in a list, letter by letter.
    pub fn is(&self, list: List, word: &str) -> bool {
        self.lists.is(list, word)
    }

    /// The classes of a lower-case word, as bits of [`class`].
    pub fn classes(&self, word: &str) -> u32 {
        self.classes.get(word).copied().unwrap_or(0)
    }

    /// The cue verbs that a lower-case word may be a form of, by index into `verbs`.
    pub fn verb_forms(&self, word: &str) -> &[(u16, Form)] {
        self.forms.get(word).map_or(&[], Vec::as_slice)
    }

    /// The nouns that make a cue together with a lower-case verb form ("expressed" + "concern").
    pub fn noun_cues(&self, verb: &str) -> &[&'static str] {
        self.noun_cues.get(verb).map_or(&[], Vec::as_slice)
    }

    /// The kinds of paper that a lower-case noun may be, a bit a kind ("poll", "survey"); all for a noun that says nothing of
    /// the kind ("text").
    pub fn papers(&self, noun: &str) -> u32 {
        self.papers.get(noun).copied().unwrap_or(0)
    }

    /// The kinds of paper that are made by what a lower-case verb form says, a bit a kind ("conducted").
    pub fn writes(&self, verb: &str) -> u32 {
        self.writing.get(verb).copied().unwrap_or(0)
    }

    /// What may follow a lower-case word so that both are hearsay without "be" ("seen" + "as").
    pub fn bare_hearsay(&self, word: &str) -> &[&'static str] {
        self.bare_hearsay.get(word).map_or(&[], Vec::as_slice)
    }

    /// True for words (lower case) with a phrase of a class: "reason" and "knowledge" of `anonymity.tsv`, those of
    /// `hearsay-classes.tsv`.
    pub fn has_phrase(&self, class: &str, words: &str) -> bool {
        self.phrases.get(class).is_some_and(|phrases| has_phrase(words, phrases))
    }

    fn add_class(&mut self, word: &str, bits: u32) {
        *self.classes.entry(word.to_owned()).or_default() |= bits;
    }

    fn add_noun(&mut self, noun: &str, bits: u32) {
        self.add_class(noun, bits);
        let counted = class::PERSON_NOUN | class::BODY_NOUN | class::DOCUMENT_NOUN | class::ONE_OF_MANY;
        if bits & counted != 0 {
            self.add_class(&plural(noun), bits | class::PLURAL_NOUN);
        } else if bits & class::COLLECTIVE_NOUN != 0 && noun.ends_with('s') {
            self.add_class(noun, class::PLURAL_NOUN);
        }
    }

    fn add_verb(&mut self, row: &[&'static str]) {
        let [base, particle, class, ..] = row else { return };
        let frame = row.get(3).copied().unwrap_or("");
        let index = u16::try_from(self.verbs.len()).unwrap_or(u16::MAX);
        self.verbs.push(CueVerb {
            base: base.trim_end_matches('+'),
            particle: if *particle == "-" { "" } else { particle },
            class: match *class {
                "speech" => CueClass::Speech,
                "act" => CueClass::Act,
                _ => CueClass::Attitude,
            },
            after: frame.contains('p'),
            addressee: frame.contains('a'),
            clause: frame.contains('c'),
            infinitive: frame.contains('t'),
            with_as: frame.contains('s'),
            of_people: frame.contains('o'),
            factive: frame.contains('f'),
            refusal: frame.contains('r'),
            deed: frame.contains('d'),
            verb_only: frame.contains('v'),
        });
        for (form, word) in inflect(base, row.get(4).copied(), row.get(5).copied()) {
            let forms = self.forms.entry(word).or_default();
            if !forms.contains(&(index, form)) {
                forms.push((index, form));
            }
        }
    }

    /// A kind of paper has the bit of its place among `kinds`.
    fn add_paper(&mut self, kinds: &mut Vec<&'static str>, row: &[&'static str]) {
        let [kind, part, word, ..] = row else { return };
        let at = kinds.iter().position(|it| it == kind).unwrap_or_else(|| {
            kinds.push(kind);
            kinds.len() - 1
        });
        let bits = if *kind == "any" { u32::MAX } else { 1 << at.min(31) };
        if *part == "noun" {
            *self.papers.entry(word).or_default() |= bits;
            return;
        }
        for (_, form) in inflect(word, row.get(3).copied(), row.get(4).copied()) {
            *self.writing.entry(form).or_default() |= bits;
        }
    }

    fn add_noun_cue(&mut self, row: &[&'static str]) {
        let [base, past, noun] = row else { return };
        let past = (*past != "-").then_some(*past);
        for (_, word) in inflect(base, past, None) {
            self.noun_cues.entry(word).or_default().push(noun);
        }
    }

    fn add_hearsay(&mut self, kind: &str, word: &'static str) {
        match kind {
            "adverb" => self.add_class(word, class::HEARSAY_ADVERB | class::ADVERB),
            "passive" => self.add_class(word, class::HEARSAY_PASSIVE),
            _ => {
                let (first, rest) = word.split_once(' ').unwrap_or((word, ""));
                self.bare_hearsay.entry(first).or_default().push(rest);
            }
        }
    }
}

/// True when a lower-case text holds one of some phrases as whole words.
fn has_phrase(text: &str, phrases: &[&str]) -> bool {
    let letter = |ch: Option<char>| ch.is_some_and(char::is_alphanumeric);
    phrases.iter().any(|phrase| {
        text.match_indices(phrase)
            .any(|(at, _)| !letter(text[..at].chars().next_back()) && !letter(text[at + phrase.len()..].chars().next()))
    })
}

fn function_class(name: &str) -> u32 {
    match name {
        "definite" => class::DEFINITE,
        "count" => class::COUNT,
        "quantifier" => class::QUANTIFIER,
        "determiner" => class::DETERMINER,
        "pronoun" => class::PRONOUN,
        "object" => class::OBJECT,
        "be" => class::BE | class::AUXILIARY,
        "auxiliary" => class::AUXILIARY,
        "modal" => class::MODAL,
        "negation" => class::NEGATION,
        "preposition" => class::PREPOSITION,
        "subordinator" => class::SUBORDINATOR,
        "relative" => class::RELATIVE,
        "conjunction" => class::CONJUNCTION,
        "participle-adjunct" => class::ADJUNCT,
        "adverb" => class::ADVERB,
        "time" => class::TIME,
        "light-verb" => class::LIGHT_VERB,
        _ => 0,
    }
}

fn source_class(name: &str) -> u32 {
    match name {
        "person" => class::PERSON_NOUN,
        "body" => class::BODY_NOUN,
        "collective" => class::COLLECTIVE_NOUN,
        "vague" => class::VAGUE_NOUN,
        "document" => class::DOCUMENT_NOUN,
        "outlet" => class::OUTLET_NOUN,
        "anybody" => class::ANYBODY,
        "insider" => class::INSIDER | class::ONE_OF_MANY,
        "one-of-many" => class::ONE_OF_MANY,
        "spokesperson" => class::SPOKESPERSON | class::ONE_OF_MANY,
        _ => 0,
    }
}

fn plural(noun: &str) -> String {
    match noun {
        _ if noun.ends_with("man") => format!("{}men", &noun[..noun.len() - 3]),
        _ if noun.ends_with('y') && !noun.ends_with("ey") => format!("{}ies", &noun[..noun.len() - 1]),
        _ if noun.ends_with(['s', 'x']) || noun.ends_with("ch") || noun.ends_with("sh") => format!("{noun}es"),
        _ => format!("{noun}s"),
    }
}

/// The forms of a verb. A base that ends in "+" doubles its last letter; `past` and `participle` are irregular.
pub(super) fn inflect(base: &str, past: Option<&str>, participle: Option<&str>) -> Vec<(Form, String)> {
    let doubles = base.ends_with('+');
    let base = base.trim_end_matches('+');
    let mut chars = base.chars().rev();
    let (last, before) = (chars.next().unwrap_or('x'), chars.next().unwrap_or('x'));
    let consonant_y = last == 'y' && !"aeiou".contains(before);
    let third = match last {
        'y' if consonant_y => format!("{}ies", &base[..base.len() - 1]),
        's' | 'x' | 'z' => format!("{base}es"),
        'o' => format!("{base}es"),
        'h' if matches!(before, 'c' | 's') => format!("{base}es"),
        _ => format!("{base}s"),
    };
    let stem = if doubles { format!("{base}{last}") } else { base.to_owned() };
    let regular = match last {
        'e' => format!("{base}d"),
        'y' if consonant_y => format!("{}ied", &base[..base.len() - 1]),
        _ => format!("{stem}ed"),
    };
    let ing = match last {
        'e' if !matches!(before, 'e' | 'i' | 'o') => format!("{}ing", &base[..base.len() - 1]),
        _ => format!("{stem}ing"),
    };
    let past = past.filter(|word| !word.is_empty()).map_or(regular, str::to_owned);
    let mut forms = vec![(Form::Base, base.to_owned()), (Form::Third, third), (Form::Ing, ing)];
    if let Some(participle) = participle.filter(|word| !word.is_empty() && *word != past) {
        forms.push((Form::Participle, participle.to_owned()));
    }
    forms.push((Form::Past, past));
    forms
}

#[cfg(test)]
mod tests {
    use super::super::en::ENGLISH;
    use super::*;

    #[test]
    fn verbs_are_inflected_as_english_does() {
        let check = |base, expected: &str| {
            let mut words: Vec<String> = inflect(base, None, None).into_iter().map(|(_, word)| word).collect();
            words.sort();
            assert_eq!(words.join(" "), expected);
        };
        check("accuse", "accuse accused accuses accusing");
        check("deny", "denied denies deny denying");
        check("admit+", "admit admits admitted admitting");
        check("press", "press pressed presses pressing");
        check("veto", "veto vetoed vetoes vetoing");
        check("disagree", "disagree disagreed disagreeing disagrees");
    }

    #[test]
    fn every_table_answers() {
        let lexicon = AttributionLexicon::load(ENGLISH, Arc::new(Lists::load(ENGLISH)));
        assert!(!lexicon.verb_forms("said").is_empty());
        assert!(lexicon.noun_cues("expressed").contains(&"concern"));
        assert!(lexicon.bare_hearsay("seen").contains(&"as"));
        assert_ne!(lexicon.classes("officials") & class::PLURAL_NOUN, 0);
        assert_ne!(lexicon.classes("reportedly") & class::HEARSAY_ADVERB, 0);
    }
}
