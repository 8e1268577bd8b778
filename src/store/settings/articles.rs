//! What `[articles]` says: entries by exact path and by glob.
//!
//! An entry for each article is the way it is meant, so that exact paths are looked up and only what is truly a glob is
//! matched.

use std::borrow::Cow;

use globset::GlobSet;
use jiff::civil::Date;

use crate::analysis::{ArticleMeta, ArticleRole};

/// `[articles."glob"]`, without the glob.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    pub(super) published: Option<Date>,
    pub(super) outlet: Option<String>,
    pub(super) title: Option<String>,
    pub(super) url: Option<String>,
    pub(super) role: Option<ArticleRole>,
}

impl Entry {
    fn lay_over(&self, meta: &mut ArticleMeta) {
        fn set<T: Clone>(of: &mut Option<T>, with: Option<&T>) {
            if let Some(with) = with {
                *of = Some(with.clone());
            }
        }
        set(&mut meta.published, self.published.as_ref());
        set(&mut meta.outlet, self.outlet.as_ref());
        set(&mut meta.title, self.title.as_ref());
        set(&mut meta.url, self.url.as_ref());
        meta.role = self.role.unwrap_or(meta.role);
    }
}

/// All entries of a file.
#[derive(Debug, Default)]
pub(super) struct Articles {
    /// In the order of the file.
    entries: Vec<Entry>,
    /// The entries that name a path exactly, by path and then in the order of the file. Sorted and not hashed, since
    /// whoever writes a file could write names that a hash takes for one.
    exact: Vec<(Box<str>, u32)>,
    /// The globs, and the entry of each.
    globs: GlobSet,
    of_glob: Vec<u32>,
}

impl Articles {
    /// Adds an entry, which names its pattern as a path, and the path of which that is the escaped form.
    pub(super) fn push(&mut self, pattern: &str, entry: Entry) -> u32 {
        let number = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        self.entries.push(entry);
        self.exact.push((pattern.into(), number));
        self.exact.extend(unescaped(pattern).map(|path| (path.into(), number)));
        number
    }

    /// The last to be said: the globs of the entries that have one.
    pub(super) fn finish(&mut self, globs: GlobSet, of_glob: Vec<u32>) {
        (self.globs, self.of_glob) = (globs, of_glob);
        self.exact.sort_unstable();
        self.entries.shrink_to_fit();
        self.exact.shrink_to_fit();
    }

    /// See [`super::Settings::meta_for`].
    pub(super) fn meta_for(&self, relative: &str) -> ArticleMeta {
        let from = self.exact.partition_point(|(path, _)| **path < *relative);
        let exact = self.exact[from..].iter().take_while(|(path, _)| **path == *relative).map(|(_, entry)| *entry);
        let mut meta = ArticleMeta::default();
        let mut by_glob: Vec<u32> =
            self.globs.matches(relative).into_iter().filter_map(|glob| self.of_glob.get(glob).copied()).collect();
        by_glob.retain(|entry| exact.clone().all(|exact| exact != *entry));
        by_glob.sort_unstable();
        for entry in by_glob.into_iter().chain(exact) {
            if let Some(entry) = self.entries.get(entry as usize) {
                entry.lay_over(&mut meta);
            }
        }
        meta
    }
}

/// A key of `articles` as paths are compared with it.
pub(super) fn as_path(key: &str) -> Cow<'_, str> {
    match key.contains('\\') {
        true => Cow::Owned(as_path(&key.replace('\\', "/")).into_owned()),
        false => Cow::Borrowed(key.strip_prefix("./").unwrap_or(key)),
    }
}

/// True when a pattern can match something else than itself.
pub(super) fn is_glob(pattern: &str) -> bool {
    pattern.contains(['*', '?', '[', '{', '}']) && unescaped(pattern).is_none()
}

/// The path of which a pattern is the escaped form: `a[[]1[]].txt` speaks of `a[1].txt`.
pub(super) fn unescaped(pattern: &str) -> Option<String> {
    if !pattern.contains('[') {
        return None;
    }
    let mut path = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some(at) = rest.find('[') {
        let (before, bracket) = rest.split_at(at);
        let mut letters = bracket.chars();
        let letter = letters.by_ref().nth(1)?;
        if letters.next()? != ']' {
            return None;
        }
        path.push_str(before);
        path.push(letter);
        rest = letters.as_str();
    }
    path.push_str(rest);
    (globset::escape(&path) == pattern).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_escaped_form_of_a_name_is_told_from_a_glob() {
        for path in ["a[1].txt", "[x].txt", "what?.txt", "all*.txt", "{a,b}.txt", "]]>.txt"] {
            let escaped = globset::escape(path);
            assert_eq!(unescaped(&escaped).as_deref(), Some(path));
            assert!(!is_glob(&escaped), "{escaped}");
        }
        for glob in ["a[1].txt", "a[[]*.txt", "[[]", "[", "a[", "x[[", "*", "{a}", "[ab]"] {
            assert!(is_glob(glob) || glob == "[[]", "{glob}");
        }
        assert!(!is_glob("plain/name, with (all) else!.txt"));
        assert_eq!(unescaped("a[x].txt"), None);
    }
}
