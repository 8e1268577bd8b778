//! English.

use super::folder::Folder;

macro_rules! files {
    ($($name:literal,)*) => { &[$(($name, include_str!(concat!("en/data/", $name)))),*] };
}

/// The data files of English.
pub const ENGLISH: Folder = Folder(files![
    "abbreviations.tsv",
    "adjectives.tsv",
    "adverbs.tsv",
    "affixes.tsv",
    "anonymity.tsv",
    "asking-verbs.txt",
    "body-nouns.tsv",
    "common-words.txt",
    "conjunctions.tsv",
    "countries.tsv",
    "cue-adjectives.txt",
    "cue-nouns.tsv",
    "cue-verbs.tsv",
    "determiners.tsv",
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
    "hearsay-classes.tsv",
    "hearsay.tsv",
    "honorifics.tsv",
    "idf.tsv",
    "initiatives.tsv",
    "layout-words.tsv",
    "name-words.tsv",
    "named-events-and-works.tsv",
    "nouns.tsv",
    "openers.txt",
    "organizations.tsv",
    "outlet-words.txt",
    "page-phrases.tsv",
    "papers.tsv",
    "paraphrases.tsv",
    "places.tsv",
    "prepositions.tsv",
    "pronouns.tsv",
    "role-fields.tsv",
    "role-nouns.tsv",
    "source-nouns.tsv",
    "surnames.txt",
    "time-words.tsv",
    "time.tsv",
    "titles.txt",
    "trigger-words.tsv",
    "verbs.tsv",
]);

#[cfg(test)]
mod tests {
    use super::super::folder::rows;
    use super::ENGLISH;

    #[test]
    fn a_data_file_says_where_it_comes_from() {
        for (name, text) in ENGLISH.0 {
            let header: Vec<&str> = text.lines().take_while(|line| line.starts_with('#')).collect();
            assert!(header.len() >= 3, "{name}: what it is, its source and its licence");
            for part in ["# Source: ", "# Licence: "] {
                assert!(header.iter().any(|line| line.starts_with(part)), "{name}: {part}");
            }
        }
    }

    #[test]
    fn a_data_file_has_one_entry_a_line() {
        // What a language has several of in one column: other names of one thing, words that are one entry together.
        let forms = ["countries.tsv", "organizations.tsv", "paraphrases.tsv", "trigger-words.tsv"];
        for (name, text) in ENGLISH.0 {
            for row in rows(text) {
                assert!(forms.contains(name) || !row.iter().any(|column| column.contains('|')), "{name}: {row:?}");
                assert!(row.iter().all(|column| !column.contains(['_', '='])), "{name}: {row:?}");
                assert!(row.len() == 1 || !name.ends_with(".txt"), "{name}: {row:?}");
            }
        }
    }

    #[test]
    fn every_data_file_is_in_the_binary() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lexicon/en/data");
        let entries = std::fs::read_dir(folder).unwrap();
        let mut on_disk: Vec<String> = entries.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
        on_disk.sort();
        let names: Vec<&str> = ENGLISH.0.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, on_disk);
    }
}
