//! Foreign strings as people may see them: the name of a file, a key of a settings file, a word of a command.
//!
//! Whoever wrote them may have had a terminal or a reader in mind: what would move a cursor, turn the direction of a
//! line or stay unseen is spelled out, and nothing else is touched.

use std::borrow::Cow;
use std::fmt::Write;
use std::path::Path;

/// True for a character that can be shown as it is.
pub fn is_shown(letter: char) -> bool {
    let hidden = matches!(
        letter,
        // What has no width, and what turns the direction of a line.
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    );
    !hidden && !letter.is_control()
}

/// A string with `\u{1b}` in the place of a character that cannot be shown.
pub fn escaped(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_shown) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if is_shown(letter) {
            out.push(letter);
        } else {
            out.extend(letter.escape_unicode());
        }
    }
    Cow::Owned(out)
}

/// A path for people: what cannot be shown is spelled out, as in [`path_text`] and [`escaped`].
pub fn escaped_path(path: &Path) -> String {
    escaped(&path_text(path)).into_owned()
}

/// A path as text, with `\xE9` in the place of a byte that is no UTF-8, so that two files never read as one.
pub fn path_text(path: &Path) -> Cow<'_, str> {
    if let Some(text) = path.to_str() {
        return Cow::Borrowed(text);
    }
    let mut out = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        out.push_str(chunk.valid());
        for byte in chunk.invalid() {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\x{byte:02X}");
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_spelled_out() {
        for (text, shown) in [
            ("a\u{1b}[2Jb.txt", "a\\u{1b}[2Jb.txt"),
            ("one\ntwo\r\t", "one\\u{a}two\\u{d}\\u{9}"),
            ("\u{202e}txt.exe\u{2066}\u{9b}", "\\u{202e}txt.exe\\u{2066}\\u{9b}"),
            ("a\u{200b}b\u{feff}\u{e0041}", "a\\u{200b}b\\u{feff}\\u{e0041}"),
            ("“Größe” e\u{301} 👩\u{200d}👧 C:\\a", "“Größe” e\u{301} 👩\u{200d}👧 C:\\a"),
        ] {
            assert_eq!(escaped(text), shown);
            assert_eq!(escaped_path(Path::new(text)), shown);
        }
    }

    #[cfg(unix)]
    #[test]
    fn bytes_that_are_no_text_are_told_apart() {
        use std::os::unix::ffi::OsStrExt;
        let path = |bytes: &'static [u8]| escaped_path(Path::new(std::ffi::OsStr::from_bytes(bytes)));
        assert_eq!(path(b"caf\xe9/\xff\xfe.txt"), "caf\\xE9/\\xFF\\xFE.txt");
        assert_ne!(path(b"a\xff"), path(b"a\xfe"));
    }
}
