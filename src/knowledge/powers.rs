//! Words that make a power of a country's or a ruler's name ("Syrian *government* forces"), that speak for one ("the
//! Russian *foreign minister*"), verbs by which somebody is accused, and phrases that tell of somebody's death.

use rustc_hash::FxHashMap;

use crate::lexicon::{ENGLISH, rows};

/// The lists.
#[derive(Debug, Default)]
pub struct Powers {
    lists: FxHashMap<&'static str, Vec<&'static str>>,
    /// By name, people and seat of government, the adjective.
    countries: FxHashMap<&'static str, &'static str>,
}

impl Powers {
    /// Builds the lists from their data file.
    pub fn load() -> Self {
        let mut lists = FxHashMap::default();
        for row in rows(include_str!("data/powers.tsv")) {
            if let [class, words] = row[..] {
                lists.insert(class, words.split('|').collect());
            }
        }
        let mut countries = FxHashMap::default();
        for row in ENGLISH.rows("countries.tsv") {
            let Some(adjective) = row.get(2).and_then(|people| people.split('|').next()) else { continue };
            let names = row.iter().flat_map(|column| column.split('|')).filter(|name| !name.is_empty());
            countries.extend(names.map(|name| (name, adjective)));
        }
        Self { lists, countries }
    }

    fn list(&self, class: &str) -> &[&'static str] {
        self.lists.get(class).map_or(&[], Vec::as_slice)
    }

    /// The adjective of a country that a name means: "Syrian" for "Syria", "Damascus" and "Syrians".
    pub fn country(&self, name: &str) -> Option<&'static str> {
        self.countries.get(name.strip_prefix("the ").unwrap_or(name)).copied()
    }

    /// True for a word that acts for a country or a ruler ("government", "regime").
    pub fn is_body(&self, word: &str) -> bool {
        self.list("body").contains(&word.to_lowercase().as_str())
    }

    /// True for a word that names what a country has one of ("navy").
    pub fn is_sole(&self, word: &str) -> bool {
        self.list("sole").contains(&word.to_lowercase().as_str())
    }

    /// True for a word by which the force is meant that deals with what happened ("police").
    pub fn is_force(&self, word: &str) -> bool {
        self.list("force").contains(&word.to_lowercase().as_str())
    }

    /// True for a word that speaks for a country ("minister").
    pub fn is_voice(&self, word: &str) -> bool {
        self.list("voice").contains(&word.to_lowercase().as_str())
    }

    /// True for a cue that puts something to somebody ("accused", "have blamed").
    pub fn accuses(&self, cue: &str) -> bool {
        let cue = cue.to_lowercase();
        cue.split_whitespace().any(|word| self.list("accusation").iter().any(|stem| word.starts_with(stem)))
    }

    /// True for words before a name that leave open what they tell ("it is not known *whether*", "*rumors* that").
    pub fn is_unsure(&self, before: &str) -> bool {
        let fits = |word: &str, entry: &str| match entry.strip_suffix('*') {
            Some(stem) => word.starts_with(stem),
            None => word == entry,
        };
        let mut words = before.split(|ch: char| !ch.is_alphabetic()).map(str::to_lowercase);
        words.any(|word| self.list("unsure").iter().any(|entry| fits(&word, entry)))
    }

    /// True when what stands around a name tells that its bearer is dead: right behind it ("was pronounced dead"), or
    /// right before it ("the murder of").
    pub fn is_dead(&self, before: &str, behind: &str) -> bool {
        let whole = |rest: &str| !rest.starts_with(char::is_alphanumeric);
        let (before, behind) = (before.trim_end(), behind.trim_start());
        let dies = |phrase: &&str| behind.strip_prefix(phrase).is_some_and(whole);
        let is_killed = |phrase: &&str| {
            let rest = before.strip_suffix(phrase);
            rest.is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
        };
        // "the death of Johnson's brother"
        let owner = behind.starts_with(['\'', '’']);
        self.list("dies").iter().any(dies) || !owner && self.list("killed").iter().any(is_killed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_there() {
        let powers = Powers::load();
        assert!(powers.is_body("Government") && !powers.is_body("opposition"));
        assert!(powers.is_force("police") && !powers.is_force("officials"));
        assert!(powers.is_sole("navy") && !powers.is_sole("company"));
        assert!(powers.is_voice("minister") && !powers.is_voice("opposition"));
        assert_eq!((powers.country("Damascus"), powers.country("Syrians")), (Some("Syrian"), Some("Syrian")));
        assert_eq!(powers.country("Aleppo"), None);
        assert!(powers.is_dead("", " was pronounced dead at noon") && powers.is_dead("after the murder of ", ", 40"));
        assert!(!powers.is_dead("", " diedrich") && !powers.is_dead("the death of ", "’s brother"));
        assert!(powers.is_unsure("Officials denied that ") && !powers.is_unsure("Notable people said that "));
        assert!(powers.accuses("have accused") && powers.accuses("Blamed") && !powers.accuses("said"));
    }
}
