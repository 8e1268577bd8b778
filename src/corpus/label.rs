//! How people see an article: date, outlet or "outlet not in text", title or first words; never a hash file name.

use jiff::civil::Date;

use crate::analysis::ArticleAnalysis;

/// The parts of a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// A short handle: a leading number of the file name ("000"), or the name without extension, cut.
    pub short: String,
    /// Day of publication.
    pub date: Option<Date>,
    /// The outlet.
    pub outlet: Option<String>,
    /// Title, headline or first words, at most 60 characters.
    pub title: String,
}

impl Label {
    /// The label of an article.
    pub fn new(key: &str, analysis: &ArticleAnalysis) -> Self {
        let name = key.rsplit(['/', '\\']).next().unwrap_or(key);
        Self {
            short: name.chars().take_while(char::is_ascii_alphanumeric).take(16).collect(),
            date: analysis.published.map(|published| published.date),
            outlet: analysis.outlet.as_ref().map(|outlet| outlet.name.clone()),
            title: String::new(),
        }
    }
}
