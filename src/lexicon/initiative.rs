//! Verbs that tell who began an event: "made a call" does, "had a conversation" does not.

use rustc_hash::FxHashMap;

use super::folder::Folder;

/// The verbs, by class of the event.
#[derive(Debug, Default)]
pub struct Initiative {
    classes: FxHashMap<&'static str, (&'static str, Vec<&'static str>)>,
}

impl Initiative {
    /// Builds the table from its data file.
    pub fn load(folder: Folder) -> Self {
        let mut classes: FxHashMap<_, (_, Vec<_>)> = FxHashMap::default();
        for row in folder.rows("initiatives.tsv") {
            if let [class, question, verb] = row[..] {
                classes.entry(class).or_insert((question, Vec::new())).1.push(verb);
            }
        }
        Self { classes }
    }

    /// What a reporter asks about the beginning of an event of a class ("who phoned"), when a mention of it with these
    /// first words answers it.
    pub fn question(&self, class: &str, words: &str) -> Option<&'static str> {
        let (question, verbs) = self.classes.get(class)?;
        let first = words.split_whitespace().next()?.to_lowercase();
        verbs.contains(&first.as_str()).then_some(*question)
    }
}

#[cfg(test)]
mod tests {
    use super::super::en::ENGLISH;
    use super::*;

    #[test]
    fn a_verb_of_its_class_tells_who_began() {
        let table = Initiative::load(ENGLISH);
        assert_eq!(table.question("call", "made an urgent call"), Some("who phoned"));
        assert_eq!(table.question("call", "Phoned"), Some("who phoned"));
        assert_eq!(table.question("call", "had a call"), None);
        assert_eq!(table.question("election", "made"), None);
        assert_eq!(table.question("call", ""), None);
    }
}
