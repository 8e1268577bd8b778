//! A small rich text: what hovers are made of, rendered as Markdown by the server and as plain text on a terminal.

use std::borrow::Cow;

use crate::corpus::{ArticleId, Place};
use crate::text::escaped;

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Plain words.
    Text(String),
    /// What is answered first.
    Strong(String),
    /// Words of the article that are reported, not quoted.
    Reported(String),
    /// A slice of the article, shown as it is.
    Slice(String),
    /// A link to a place; the text is usually `001:8`.
    Link {
        /// What is shown.
        text: String,
        /// Where it leads.
        place: Place,
    },
    /// A link to an article, by its label.
    Article {
        /// What is shown.
        text: String,
        /// Which.
        article: ArticleId,
        /// Where in it.
        place: Place,
    },
}

/// A line of pieces.
pub type Line = Vec<Inline>;

/// Lines; an empty line parts paragraphs.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Markup {
    /// At most twelve.
    pub lines: Vec<Line>,
}

impl Markup {
    /// The plain text, links shown by their text.
    pub fn plain(&self) -> String {
        let line = |line: &Line| {
            line.iter()
                .map(|inline| match inline {
                    Inline::Text(text) | Inline::Strong(text) | Inline::Reported(text) | Inline::Slice(text) => {
                        Cow::Borrowed(text.as_str())
                    }
                    // Names of files are in it.
                    Inline::Link { text, .. } | Inline::Article { text, .. } => escaped(text),
                })
                .collect::<String>()
        };
        self.lines.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}
