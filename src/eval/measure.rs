//! Gold against what was found, article by article. How each figure is counted stands in [`COUNTING`].

use super::coreference::Agreement;
use super::tally::{Figure, Sheet};

mod attribution;
mod chains;
pub mod events;
mod names;
mod pair;

pub use pair::{Example, Pair};

/// What the figures mean, for the foot of a table.
pub const COUNTING: &str = "\
- Precision is the share of what was found that is in the gold, recall the share of the gold that was found; all \
articles of a corpus are counted together.
- Names: person, organization, place (with facilities) and group; a leading “the” and a trailing possessive are left out \
on both sides. Exact: the same span and type; span alone: whatever the type; overlapping: the same type and a letter in \
common. Types that the gold \
never has are not counted. CoNLL-U marks phrases: the name in one is the run of proper nouns (by either \
tag) around its head, or flat behind the title that is its head, with “of”, “for”, “the”, “&” and hyphens within it; \
titles before it (nmod:desc) are left out.
- Tokens: words and single marks; one counts for a layer when it overlaps one of its spans. Spans: exact when they hold \
the same tokens, overlapping when they share one.
- A sentence is attributed when 30 % of its tokens lie in a Content or one lies in a Cue.
- Content with its source: of the attributions that have both, those for which the other side has one whose content \
overlaps by half of the union and whose source overlaps.
- Coreference: people and organizations, mentions as Copydesk finds them, chains of one mention left out. A mention is the \
gold's when the spans are equal, or when it holds the gold’s head word and lies within the gold’s phrase. The CoNLL \
average is the mean of the F1 of MUC, B³ and CEAFe. Where the gold says that only some sentences were looked at, only \
mentions in these count.
- Articles on one event: all articles of the corpus are in one workspace and no topic is told; of all pairs, those that \
are linked, and B³ over articles. Dates unknown: once more without the days of publication that the gold tells. Kept apart: \
of the pairs of one story that are about two events, those that are not linked.
- Event mentions that another article has: those of the gold whose event has a mention in another article, too; found are \
those at which Copydesk has an event mention or another word that tells that something happens.
- Jump: to where “go to definition” leads in another article. Recall is over those that were found, or over all of them: \
right is what leads to a mention of the same event. Precision is over what leads to a mention that the gold marks; what \
leads to a sentence in which nobody marked anything is not counted. Strict: an unmarked word of a sentence in which something \
is marked is wrong.
- People and organizations across articles: B³ over the mentions that both sides have.
";

/// The layers of examples, in the order in which they are shown.
pub const ORDER: [&str; 8] =
    ["names", "Source", "Cue", "Content", "content with its source", "sentences", "coreference", "events"];

/// What came of one article, or of many.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// Counts.
    pub sheet: Sheet,
    /// Of chains.
    pub agreement: Agreement,
}

impl Outcome {
    /// Adds another article's.
    pub fn add(&mut self, other: &Self) {
        self.sheet.add(&other.sheet);
        self.agreement.add(&other.agreement);
    }

    /// Every figure, in the order of the table.
    pub fn figures(&self) -> Vec<Figure> {
        let mut figures = self.sheet.figures();
        figures.extend(self.agreement.figures());
        figures
    }
}

/// Counts every layer that both sides have. What is wrong is put into `examples`.
pub fn measure(pair: &Pair<'_>, examples: &mut Vec<Example>) -> Outcome {
    let mut outcome = Outcome::default();
    names::measure(pair, &mut outcome.sheet, examples);
    attribution::measure(pair, &mut outcome.sheet, examples);
    chains::measure(pair, &mut outcome.agreement, examples);
    outcome
}
