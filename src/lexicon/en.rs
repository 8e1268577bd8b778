//! English.

use super::Folder;

macro_rules! files {
    ($($name:literal,)*) => { &[$(($name, include_str!(concat!("en/data/", $name)))),*] };
}

/// The data files of English.
pub const ENGLISH: Folder = Folder(files![
    "abbreviations.tsv",
    "affixes.tsv",
    "asking-verbs.txt",
    "body-nouns.tsv",
    "common-words.txt",
    "countries.tsv",
    "cue-adjectives.txt",
    "cue-nouns.tsv",
    "cue-verbs.tsv",
    "elisions.txt",
    "event-classes.tsv",
    "event-lists.tsv",
    "event-words.tsv",
    "exclaimed-names.txt",
    "figures.tsv",
    "function-words.tsv",
    "generic-nouns.tsv",
    "given-names.tsv",
    "groups.tsv",
    "hearsay.tsv",
    "honorifics.tsv",
    "idf.tsv",
    "initiatives.tsv",
    "name-words.tsv",
    "named-events-and-works.tsv",
    "openers.txt",
    "organizations.tsv",
    "outlet-words.txt",
    "page-phrases.tsv",
    "paraphrases.tsv",
    "places.tsv",
    "role-nouns.tsv",
    "source-nouns.tsv",
    "surnames.txt",
    "time-words.tsv",
    "time.tsv",
    "titles.txt",
    "trigger-words.tsv",
]);
