//! What annotation files are called.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// What the names of annotation files end with.
pub const ENDING: &str = ".anno.jsonl";
/// The file of what lies between articles, beside `copydesk.toml`.
pub const SHARED: &str = "copydesk.anno.jsonl";

/// The annotation file of an article.
pub fn beside(article: &Path) -> PathBuf {
    let mut name = OsString::from(article.file_name().unwrap_or_default());
    name.push(ENDING);
    article.with_file_name(name)
}

/// The article that an annotation file is of; `None` for what is none, and for [`SHARED`].
pub fn article_of(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str().filter(|name| *name != SHARED)?;
    name.strip_suffix(ENDING).filter(|article| !article.is_empty()).map(|article| path.with_file_name(article))
}

/// True for an annotation file, which is never an article.
pub fn is_store(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().ends_with(ENDING.as_bytes()))
}
