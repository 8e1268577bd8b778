//! URIs and paths, as functions of strings, so that Windows is tested on every system.
//!
//! Clients write one file in several ways (`file:///c%3A/a.txt`, `file:///C:/a.txt`). Inside, the URI that
//! [`from_path`] gives is a document's key; the client's own spelling is kept beside it for what is sent back.

use std::path::{Path, PathBuf};

use crate::text::percent_decoded;

/// How a system writes paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `/home/me/a.txt`
    Unix,
    /// `C:\me\a.txt`, `\\server\share\a.txt`
    Windows,
}

impl Style {
    /// This system's.
    pub const HERE: Self = if cfg!(windows) { Self::Windows } else { Self::Unix };
}

/// The path of a `file:` URI; `None` for another scheme, another machine (unless the style has a way to write it)
/// and what is no UTF-8 or holds a NUL.
pub fn to_path(uri: &str, style: Style) -> Option<String> {
    let (scheme, rest) = uri.split_once(':')?;
    if !scheme.eq_ignore_ascii_case("file") {
        return None;
    }
    let rest = rest.split(['?', '#']).next().unwrap_or(rest);
    let (host, path) = match rest.strip_prefix("//") {
        Some(rest) => rest.split_at(rest.find('/')?),
        None => ("", rest),
    };
    let path = decode(path)?;
    let local = host.is_empty() || host.eq_ignore_ascii_case("localhost");
    match style {
        Style::Unix => (local && path.starts_with('/')).then(|| plain(path, '/')),
        Style::Windows if local => windows_path(&path),
        Style::Windows => Some(format!("\\\\{}{}", decode(host)?, path.replace('/', "\\"))),
    }
}

/// `/c:/a.txt` becomes `C:\a.txt`, `//server/share` stays on its server.
fn windows_path(path: &str) -> Option<String> {
    let backward = path.replace('/', "\\");
    let inner = backward.strip_prefix('\\')?;
    match inner.as_bytes() {
        [drive, b':', ..] if drive.is_ascii_alphabetic() => {
            Some(plain(format!("{}{}", char::from(drive.to_ascii_uppercase()), &inner[1..]), '\\'))
        }
        _ => Some(backward),
    }
}

/// A path with one separator where several stand together, which mean no more.
fn plain(path: String, separator: char) -> String {
    let mut last = None;
    path.chars().filter(|ch| last.replace(*ch) != Some(separator) || *ch != separator).collect()
}

/// The URI of an absolute path; `None` for a relative one.
pub fn from_path(path: &str, style: Style) -> Option<String> {
    if style == Style::Unix {
        return path.starts_with('/').then(|| format!("file://{}", encode(path)));
    }
    let path = path.replace('/', "\\");
    // What Windows calls verbatim paths, as canonicalize gives them.
    let path = match path.strip_prefix("\\\\?\\") {
        Some(verbatim) => match verbatim.strip_prefix("UNC\\") {
            Some(unc) => format!("\\\\{unc}"),
            None => verbatim.to_owned(),
        },
        None => path,
    };
    let forward = path.replace('\\', "/");
    match forward.as_bytes() {
        [b'/', b'/', ..] => Some(format!("file:{}", encode(&forward))),
        [drive, b':', b'/', ..] if drive.is_ascii_alphabetic() => {
            Some(format!("file:///{}:{}", char::from(drive.to_ascii_uppercase()), encode(&forward[2..])))
        }
        _ => None,
    }
}

/// The key of a document: one for all spellings of a file's URI, the URI itself for other schemes.
pub fn key(uri: &str, style: Style) -> String {
    to_path(uri, style).and_then(|path| from_path(&path, style)).unwrap_or_else(|| uri.to_owned())
}

/// This system's path of a URI.
pub fn local_path(uri: &str) -> Option<PathBuf> {
    to_path(uri, Style::HERE).map(PathBuf::from)
}

/// The key of a path on this system.
pub fn key_of_path(path: &Path) -> Option<String> {
    from_path(&path.to_string_lossy(), Style::HERE)
}

fn decode(text: &str) -> Option<String> {
    percent_decoded(text).filter(|text| !text.contains('\0'))
}

/// Leaves what needs no escape anywhere, not even in the brackets of a Markdown link.
fn encode(path: &str) -> String {
    use std::fmt::Write;
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/') {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A URI, its path, and the URI that the path gives back.
    fn check(style: Style, uri: &str, path: Option<&str>, back: Option<&str>) {
        let found = to_path(uri, style);
        assert_eq!(found.as_deref(), path, "{uri}");
        assert_eq!(found.and_then(|path| from_path(&path, style)).as_deref(), back, "{uri}");
    }

    #[test]
    fn unix() {
        let check = |uri, path, back| check(Style::Unix, uri, path, back);
        check("file:///a/b.txt", Some("/a/b.txt"), Some("file:///a/b.txt"));
        check("file://localhost/a%20b%23.txt", Some("/a b#.txt"), Some("file:///a%20b%23.txt"));
        check("FILE:/%C3%A9%E2%80%9C(1).txt", Some("/é“(1).txt"), Some("file:///%C3%A9%E2%80%9C%281%29.txt"));
        check("file:///a%?x#L8", Some("/a%"), Some("file:///a%25"));
        check("file:///d//a.txt", Some("/d/a.txt"), Some("file:///d/a.txt"));
        check("file:////d/%2F/a.txt", Some("/d/a.txt"), Some("file:///d/a.txt"));
        check("file://server/a.txt", None, None);
        check("file:///a%00b", None, None);
        check("file:///a%FF", None, None);
        check("file://", None, None);
        check("untitled:Untitled-1", None, None);
        check("git:/a/b.txt?%7B%7D", None, None);
        check("no uri", None, None);
    }

    #[test]
    fn windows() {
        let check = |uri, path, back| check(Style::Windows, uri, path, back);
        check("file:///c%3A/Me/a%20b.txt", Some("C:\\Me\\a b.txt"), Some("file:///C:/Me/a%20b.txt"));
        check("file:///C:/Me/a.txt", Some("C:\\Me\\a.txt"), Some("file:///C:/Me/a.txt"));
        check("file:///C://Me///a.txt", Some("C:\\Me\\a.txt"), Some("file:///C:/Me/a.txt"));
        check("file://server/share/a.txt", Some("\\\\server\\share\\a.txt"), Some("file://server/share/a.txt"));
        check("file:////server/share/a.txt", Some("\\\\server\\share\\a.txt"), Some("file://server/share/a.txt"));
        check("file:///a.txt", Some("\\a.txt"), None);
        check("untitled:Untitled-1", None, None);
    }

    #[test]
    fn windows_paths_in_other_spellings() {
        let check = |path, uri: &str| assert_eq!(from_path(path, Style::Windows).as_deref(), Some(uri));
        check("c:/me/ä.txt", "file:///C:/me/%C3%A4.txt");
        check("\\\\?\\C:\\me\\a.txt", "file:///C:/me/a.txt");
        check("\\\\?\\UNC\\server\\share\\a.txt", "file://server/share/a.txt");
        assert_eq!(from_path("me\\a.txt", Style::Windows), None);
        assert_eq!(from_path("me/a.txt", Style::Unix), None);
    }

    #[test]
    fn one_key_for_all_spellings() {
        let keys = ["file:///c%3A/a.txt", "file:///C:/a.txt", "file://localhost/c:/a.txt"];
        assert!(keys.iter().all(|uri| key(uri, Style::Windows) == "file:///C:/a.txt"));
        assert_eq!(key("untitled:Untitled-1", Style::Windows), "untitled:Untitled-1");
    }
}
