//! The fitted tables: which sentences tell of the same thing, and which facts and words in them are told differently.

use std::sync::LazyLock;

use crate::corpus::accounts::sentences::Numbers;
use crate::model::boosted::Boosted;

/// Trees with the score from which on they say so.
pub(crate) struct Trees {
    trees: Boosted,
    cut: f32,
}

impl Trees {
    pub(crate) fn of(bytes: &[u8], format: &str) -> Result<Self, String> {
        let trees = Boosted::of(bytes, format)?;
        let &[cut, ..] = trees.cuts() else { return Err("cuts: none".to_owned()) };
        Ok(Self { trees, cut })
    }

    /// The score from which on what is seen is taken to be so.
    pub(crate) fn cut(&self) -> f32 {
        self.cut
    }

    /// Log odds of what is seen, by name.
    pub(crate) fn score(&self, numbers: &Numbers) -> f32 {
        let number = |(nth, name): (usize, &String)| {
            let is = |(other, _): &&(&str, f32)| *other == name;
            let found = numbers.get(nth).filter(is).or_else(|| numbers.iter().find(is));
            found.map_or(0.0, |(_, number)| *number)
        };
        self.trees.score(&self.trees.features().iter().enumerate().map(number).collect::<Vec<f32>>())
    }

    #[cfg(test)]
    pub(crate) fn boosted(&self) -> &Boosted {
        &self.trees
    }
}

/// The tables of the program.
pub(crate) struct Tables {
    /// Sentences that tell of the same thing, and from when on they are shown side by side.
    pub(crate) sentences: Trees,
    /// Facts that are told differently.
    pub(crate) facts: Trees,
    /// Words that are told differently.
    pub(crate) words: Trees,
}

impl Tables {
    pub(crate) fn embedded() -> Option<&'static Self> {
        static EMBEDDED: LazyLock<Option<Tables>> = LazyLock::new(|| {
            let tables = Tables::load();
            tables.inspect_err(|error| tracing::error!("{error}; accounts are not compared")).ok()
        });
        EMBEDDED.as_ref()
    }

    pub(crate) fn load() -> Result<Self, String> {
        Ok(Self {
            sentences: Trees::of(include_bytes!("../data/accounts.safetensors"), "copydesk-accounts-1")?,
            facts: Trees::of(include_bytes!("../data/facts.safetensors"), "copydesk-facts-1")?,
            words: Trees::of(include_bytes!("../data/words.safetensors"), "copydesk-words-1")?,
        })
    }
}
