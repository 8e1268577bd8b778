//! Reading an article file: bytes to text.
//!
//! UTF-8 is kept byte for byte, byte order mark included; anything else is read as Windows-1252, in which every
//! byte means something, or as UTF-16 where a byte order mark says so.

use std::path::Path;
use std::sync::Arc;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::file::{self, Unread, bytes_for_people};

/// How the bytes of a file became text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Decoded {
    /// They are UTF-8.
    #[default]
    Utf8,
    /// They are not, and were read in this encoding.
    Other(&'static str),
}

impl Decoded {
    /// What to tell the reader, if anything.
    pub fn note(self) -> Option<String> {
        match self {
            Self::Utf8 => None,
            Self::Other(name) => Some(format!(
                "this file is not UTF-8 and was read as {name}; save it as UTF-8 to be sure of every letter"
            )),
        }
    }
}

/// What came of reading a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadOutcome {
    /// Its text.
    Text {
        /// The whole of it.
        text: Arc<str>,
        /// In which encoding.
        decoded: Decoded,
    },
    /// It is over the limit and was left out.
    TooLarge {
        /// What to tell its owner.
        message: String,
    },
    /// It could not be read.
    Failed {
        /// What to tell its owner, and what to do.
        message: String,
    },
}

/// Reads a file of at most `limit` bytes. Never more than that is held in memory.
pub fn read(path: &Path, limit: u64) -> ReadOutcome {
    match file::read(path, limit) {
        Ok(bytes) => {
            let (text, decoded) = decode(bytes);
            ReadOutcome::Text { text, decoded }
        }
        Err(Unread::TooLarge(_)) => ReadOutcome::TooLarge { message: too_large(limit) },
        Err(Unread::Irregular) => {
            ReadOutcome::Failed { message: "not a regular file; name a text file or a folder".to_owned() }
        }
        Err(unread) => ReadOutcome::Failed { message: unread.message() },
    }
}

/// What is said of a file or buffer over the limit.
pub fn too_large(limit: u64) -> String {
    format!("larger than {} and left out; raise max_file_size in copydesk.toml to read it", bytes_for_people(limit))
}

/// The text of a file's bytes. Total.
pub fn decode(bytes: Vec<u8>) -> (Arc<str>, Decoded) {
    match String::from_utf8(bytes) {
        Ok(text) => (text.into(), Decoded::Utf8),
        Err(error) => {
            let bytes = error.as_bytes();
            let encoding = Encoding::for_bom(bytes)
                .map(|(encoding, _)| encoding)
                .filter(|encoding| *encoding == UTF_16LE || *encoding == UTF_16BE)
                .unwrap_or(WINDOWS_1252);
            let (text, _) = encoding.decode_without_bom_handling(bytes);
            (text.into(), Decoded::Other(if encoding == WINDOWS_1252 { "Windows-1252" } else { encoding.name() }))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], text: &str, decoded: Decoded) {
        let (found, how) = decode(bytes.to_vec());
        assert_eq!((&*found, how), (text, decoded));
    }

    #[test]
    fn utf8_stays_as_it_is() {
        check(b"", "", Decoded::Utf8);
        check("\u{feff}a\r\nb\rc\u{2028}é".as_bytes(), "\u{feff}a\r\nb\rc\u{2028}é", Decoded::Utf8);
    }

    #[test]
    fn anything_else_is_windows_1252() {
        check(b"\x93caf\xe9\x94 \x97 \x80\x81", "“café” — €\u{81}", Decoded::Other("Windows-1252"));
        check(b"\xff\xfea\0b\0", "\u{feff}ab", Decoded::Other("UTF-16LE"));
    }

    #[test]
    fn size_is_limited_and_errors_say_what_to_do() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.txt");
        std::fs::write(&path, "12345").unwrap();
        assert!(matches!(read(&path, 5), ReadOutcome::Text { .. }));
        assert_eq!(
            read(&path, 4),
            ReadOutcome::TooLarge {
                message: "larger than 4 bytes and left out; raise max_file_size in copydesk.toml to read it".into()
            }
        );
        assert!(matches!(read(dir.path(), 9), ReadOutcome::Failed { message } if message.contains("text file")));
        assert!(matches!(read(&dir.path().join("b"), 9), ReadOutcome::Failed { message } if message.contains("path")));
    }
}
