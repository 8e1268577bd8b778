//! Names that are one name: aliases of bodies and states, short forms of given names, and how names are compared.

use rustc_hash::FxHashMap;

use crate::lexicon::idf::stem;
use crate::lexicon::rows;

/// The alias tables.
#[derive(Debug, Default)]
pub struct Aliases {
    /// Normal form to the normal form of what it is called.
    bodies: FxHashMap<String, String>,
    /// Normal form of what it is called to an acronym.
    short: FxHashMap<String, &'static str>,
    /// A given name to the rows that it stands in.
    given: FxHashMap<&'static str, Vec<usize>>,
}

impl Aliases {
    /// Builds the tables from the data files.
    pub fn load() -> Self {
        let mut aliases = Self::default();
        for row in rows(include_str!("data/entity-aliases.tsv")) {
            let canonical = normal(row[0]);
            let acronym =
                row.iter().find(|name| name.chars().filter(|ch| ch.is_uppercase()).count() >= 2 || **name == "G20");
            if let Some(acronym) = acronym.filter(|name| !name.contains(' ')) {
                aliases.short.insert(canonical.clone(), acronym);
            }
            for name in row {
                aliases.bodies.entry(normal(name)).or_insert_with(|| canonical.clone());
            }
        }
        for (at, row) in rows(include_str!("data/nicknames.tsv")).enumerate() {
            for name in row {
                aliases.given.entry(name).or_default().push(at);
            }
        }
        aliases
    }

    /// The form under which a name of a body, place or group is looked up: equal for names of one thing.
    pub fn canonical(&self, name: &str) -> String {
        let form = normal(name);
        self.bodies.get(&form).cloned().unwrap_or(form)
    }

    /// True for the name under which an aliased body is best known.
    pub fn is_common(&self, name: &str) -> bool {
        let form = normal(name);
        self.bodies.get(&form).is_some_and(|canonical| *canonical == form)
    }

    /// A short form of a name: "G20" for the Group of 20.
    pub fn short(&self, name: &str) -> Option<&'static str> {
        self.short.get(&self.canonical(name)).copied()
    }

    /// True when two given names (lower case) may be one person's: equal, one the short form or the initial of the
    /// other, or a spelling apart ("sergei", "sergey").
    pub fn same_given(&self, a: &str, b: &str) -> bool {
        if a == b || initial_of(a, b) || initial_of(b, a) {
            return true;
        }
        if let (Some(a), Some(b)) = (self.given.get(a), self.given.get(b)) {
            return a.iter().any(|row| b.contains(row));
        }
        let shorter = a.chars().count().min(b.chars().count());
        a.chars().next() == b.chars().next() && shorter >= 5 && distance(a, b) == 1
    }
}

fn initial_of(short: &str, long: &str) -> bool {
    let mut letters = short.chars().filter(|ch| *ch != '.');
    letters.next() == long.chars().next() && letters.next().is_none()
}

/// Lower case, without dots, "the" and "al-", each word stemmed: "High Negotiating Committee" and "High Negotiations
/// Committee" are one.
pub fn normal(name: &str) -> String {
    let name = name.to_lowercase().replace(['.', '\'', '’'], "").replace(['-', '–', '[', ']', ',', '/'], " ");
    let words = name.split_whitespace().filter(|word| !matches!(*word, "the" | "al" | "el" | "of" | "and" | "for"));
    // A three-letter word is an acronym or too short to stem.
    let stems: Vec<String> = words.map(|word| if word.len() < 5 { word.to_string() } else { stem(word) }).collect();
    if stems.is_empty() { name.trim().to_string() } else { stems.join(" ") }
}

/// Edit distance in characters (Levenshtein), in one row of memory; meant for single words.
pub fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(row[j + 1] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_have_one_form() {
        let aliases = Aliases::load();
        let check = |a: &str, b: &str, same: bool| {
            assert_eq!(aliases.canonical(a) == aliases.canonical(b), same, "{a} / {b}");
        };
        check("Nusra Front", "Jabhat Fateh al-Sham", true);
        check("al Nusra", "the Nusra Front", true);
        check("ISIS", "the Islamic State", true);
        check("U.S.", "United States", true);
        check("U.N.", "United Nations", true);
        check("Qaeda", "al-Qaeda", true);
        check("High Negotiating Committee", "High Negotiations Committee", true);
        check("Group of 20", "G20", true);
        check("Group of 20", "G-8", false);
        check("United Nations", "United Nations Security Council", false);
        check("Syria", "Syrian", false);
        check("North Korea", "South Korea", false);
    }

    #[test]
    fn given_names() {
        let aliases = Aliases::load();
        let check = |a: &str, b: &str, same: bool| assert_eq!(aliases.same_given(a, b), same, "{a} / {b}");
        check("sergei", "sergey", true);
        check("mike", "michael", true);
        check("rob", "robert", true);
        check("j.", "john", true);
        check("hillary", "bill", false);
        check("george", "jeb", false);
        check("rich", "mitch", false);
        check("marie", "maria", true);
        check("john", "joan", false);
    }
}
