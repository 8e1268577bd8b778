//! What the reading of a page's shape needs: abbreviations, sentence openers, hyphenated affixes.

use rustc_hash::{FxHashMap, FxHashSet};

use super::folder::Folder;

/// How the full stop of an abbreviation is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Abbreviation {
    /// Stands before a name; its stop never ends a sentence ("Mr.").
    Title,
    /// Its stop ends a sentence only when a sentence opener follows ("Inc.").
    May,
    /// An abbreviation only before a number ("No. 5").
    BeforeNumber,
    /// An abbreviation only before a comma, bracket or hyphen ("Wash.,").
    BeforeComma,
}

/// What a phrase tells of the paragraph that it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PagePart {
    /// Boilerplate, anywhere.
    Aside,
    /// What the outlet says of the article, not news: an editor's note, a correction.
    Note,
    /// Boilerplate below the article: what follows is boilerplate as well.
    Footer,
    /// A link or teaser to another article.
    Related,
    /// What a picture shows, or its credit.
    Caption,
    /// Who wrote it.
    Byline,
}

/// Where in the paragraph a phrase must stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Whole,
    Start,
    In,
    End,
}

/// See the module.
#[derive(Debug)]
pub struct LayoutLexicon {
    abbreviations: FxHashMap<&'static str, Abbreviation>,
    openers: FxHashSet<&'static str>,
    asking: FxHashSet<&'static str>,
    prefixes: FxHashSet<&'static str>,
    suffixes: FxHashSet<&'static str>,
    elisions: FxHashSet<&'static str>,
    exclaimed: FxHashSet<&'static str>,
    outlet_words: FxHashSet<&'static str>,
    phrases: Vec<(PagePart, Place, &'static str)>,
}

impl LayoutLexicon {
    /// Builds the tables from the data files.
    pub fn load(folder: Folder) -> Self {
        let affixes = |wanted: &str| {
            folder.lists("affixes.tsv").filter(|(_, kind)| *kind == wanted).map(|(affix, _)| affix).collect()
        };
        Self {
            abbreviations: folder.rows("abbreviations.tsv").filter_map(|row| abbreviation(&row)).collect(),
            openers: folder.words("openers.txt").collect(),
            asking: folder.words("asking-verbs.txt").collect(),
            prefixes: affixes("prefix"),
            suffixes: affixes("suffix"),
            elisions: folder.words("elisions.txt").collect(),
            exclaimed: folder.words("exclaimed-names.txt").collect(),
            outlet_words: folder.words("outlet-words.txt").collect(),
            phrases: folder.rows("page-phrases.tsv").filter_map(|row| phrase(&row)).collect(),
        }
    }

    /// How the stop behind `word` (given without it) reads, when it is an abbreviation. All capitals count as well
    /// ("GEN.").
    pub fn abbreviation(&self, word: &str) -> Option<Abbreviation> {
        if let Some(&kind) = self.abbreviations.get(word) {
            return Some(kind);
        }
        if word.len() < 2 || word.len() > 8 || !word.bytes().all(|b| b.is_ascii_uppercase()) {
            return None;
        }
        let title_case = format!("{}{}", &word[..1], word[1..].to_ascii_lowercase());
        self.abbreviations.get(title_case.as_str()).copied()
    }

    /// True for a word that, with a capital, opens a sentence rather than stands in a name ("The"). Any case.
    pub fn is_opener(&self, word: &str) -> bool {
        has(&self.openers, word)
    }

    /// True for a verb that carries a sentence on after a question between quotation marks ("asked"). Any case.
    pub fn is_asking_verb(&self, word: &str) -> bool {
        has(&self.asking, word)
    }

    /// True for the first part of a compound like "pro-Russian". Any case.
    pub fn is_prefix(&self, part: &str) -> bool {
        has(&self.prefixes, part)
    }

    /// True for the last part of a compound like "Qaeda-linked".
    pub fn is_suffix(&self, part: &str) -> bool {
        has(&self.suffixes, part) || (part.len() > 3 && part.ends_with("ed"))
    }

    /// True for a word that is written with an apostrophe before it ("em"). Any case.
    pub fn is_elision(&self, word: &str) -> bool {
        has(&self.elisions, word)
    }

    /// True for a name that ends with an exclamation mark, given without it ("Yahoo").
    pub fn is_exclaimed_name(&self, word: &str) -> bool {
        self.exclaimed.contains(word)
    }

    /// True for a word that shows an outlet or agency ("Times"). Any case.
    pub fn is_outlet_word(&self, word: &str) -> bool {
        has(&self.outlet_words, word)
    }

    /// What a paragraph is by the phrases in it; `paragraph` in small letters with straight apostrophes.
    pub fn page_part(&self, paragraph: &str) -> Option<PagePart> {
        let bare = paragraph.trim_matches(|ch: char| !ch.is_alphanumeric());
        // "[Editor's note: …]", "* Editor's note".
        let unmarked = paragraph.trim_start_matches(['[', '(', '*', '—', '–', ' ']);
        let found = self.phrases.iter().find(|(part, place, phrase)| match place {
            Place::Whole => bare == *phrase,
            Place::Start if *part == PagePart::Note => unmarked.starts_with(phrase),
            Place::Start => paragraph.starts_with(phrase),
            Place::In => paragraph.contains(phrase),
            Place::End => bare.ends_with(phrase),
        });
        found.map(|(part, _, _)| *part)
    }
}

fn abbreviation(row: &[&'static str]) -> Option<(&'static str, Abbreviation)> {
    let kind = match *row.get(1)? {
        "title" => Abbreviation::Title,
        "may" => Abbreviation::May,
        "number" => Abbreviation::BeforeNumber,
        "comma" => Abbreviation::BeforeComma,
        _ => return None,
    };
    Some((row[0], kind))
}

fn phrase(row: &[&'static str]) -> Option<(PagePart, Place, &'static str)> {
    let part = match *row.first()? {
        "aside" => PagePart::Aside,
        "note" => PagePart::Note,
        "footer" => PagePart::Footer,
        "related" => PagePart::Related,
        "caption" => PagePart::Caption,
        "byline" => PagePart::Byline,
        _ => return None,
    };
    let place = match *row.get(1)? {
        "whole" => Place::Whole,
        "start" => Place::Start,
        "in" => Place::In,
        "end" => Place::End,
        _ => return None,
    };
    Some((part, place, row.get(2)?))
}

/// Looks a word up without regard to case; the tables hold short lower-case words.
fn has(table: &FxHashSet<&'static str>, word: &str) -> bool {
    word.len() <= 32 && (table.contains(word) || table.contains(word.to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::super::en::ENGLISH;
    use super::*;

    #[test]
    fn every_row_is_read() {
        let lexicon = LayoutLexicon::load(ENGLISH);
        assert_eq!(lexicon.abbreviations.len(), ENGLISH.rows("abbreviations.tsv").count());
        assert_eq!(lexicon.phrases.len(), ENGLISH.rows("page-phrases.tsv").count());
        assert_eq!(lexicon.abbreviation("GEN"), Some(Abbreviation::Title));
        assert_eq!(lexicon.abbreviation("no"), Some(Abbreviation::BeforeNumber));
        assert_eq!(lexicon.abbreviation("said"), None);
        assert!(lexicon.is_opener("The") && lexicon.is_suffix("linked") && lexicon.is_prefix("Pro"));
    }
}
