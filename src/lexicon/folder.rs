//! The data files of a language.
//!
//! A data file is UTF-8 text with one entry a line: `#` starts a comment line, blank lines are skipped, columns are divided
//! by tabs, forms of one entry within a column by `|`. It begins with what it is, where it comes from and its licence.

/// The data files of a language: name and text. A file that is not there is an empty table.
#[derive(Clone, Copy, Debug)]
pub struct Folder(pub(super) &'static [(&'static str, &'static str)]);

impl Folder {
    /// A folder of files by name.
    pub const fn new(files: &'static [(&'static str, &'static str)]) -> Self {
        Self(files)
    }

    fn text(self, file: &str) -> &'static str {
        self.0.iter().find(|(name, _)| *name == file).map_or("", |(_, text)| text)
    }

    /// The rows of a table.
    pub(crate) fn rows(self, file: &str) -> impl Iterator<Item = Vec<&'static str>> + use<> {
        rows(self.text(file))
    }

    /// The rows of a file of two columns, which most often are a list and a word in it.
    pub(crate) fn lists(self, file: &str) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
        self.rows(file).filter_map(|row| Some((*row.first()?, *row.get(1)?)))
    }

    /// The words of a file of one column.
    pub(crate) fn words(self, file: &str) -> impl Iterator<Item = &'static str> + use<> {
        self.rows(file).filter_map(|row| row.first().copied())
    }
}

/// The rows of a data file: comments and blank lines dropped, columns divided at tabs.
pub(crate) fn rows(data: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    data.lines()
        .map(str::trim_end)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
}
