//! What annotation files are called.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::store::settings::relative_to;

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

/// What a file in `folder` calls an article: a relative path with `/`; `None` for one that does not lie below.
pub fn source_of(folder: &Path, article: &Path) -> Option<String> {
    let below = relative_to(folder, article);
    if below.is_absolute() {
        return None;
    }
    let parts: Option<Vec<&str>> = below.components().map(|part| part.as_os_str().to_str()).collect();
    parts.map(|parts| parts.join("/")).filter(|source| !source.is_empty())
}
