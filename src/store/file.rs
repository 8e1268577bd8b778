//! Opening files that nobody named: every one of them is read here.
//!
//! A folder is somebody else's. What stands in it as a file may be a pipe that never says anything, a device that never
//! ends or a file as large as the disk: only regular files are read, and never more of them than the reader can use.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::path::Path;
use std::time::Duration;

/// Why a file was not read.
#[derive(Debug)]
pub enum Unread {
    /// There is none.
    Absent,
    /// It is a folder, a pipe, a device.
    Irregular,
    /// It holds more bytes than this.
    TooLarge(u64),
    /// The system says no.
    Failed(io::Error),
}

impl Unread {
    /// What is wrong, and what to do.
    pub fn message(&self) -> String {
        match self {
            Self::Absent => "there is no such file; check the path".to_owned(),
            Self::Irregular => "not a regular file; put a text file in its place".to_owned(),
            Self::TooLarge(limit) => format!("larger than {}; make it shorter", bytes_for_people(*limit)),
            Self::Failed(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                "not allowed to read this; check its permissions".to_owned()
            }
            Self::Failed(error) => format!("could not be read: {error}"),
        }
    }
}

impl From<io::Error> for Unread {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::Absent,
            _ => Self::Failed(error),
        }
    }
}

/// "1 MiB", "1.5 KiB", "12 bytes".
pub fn bytes_for_people(bytes: u64) -> String {
    const UNITS: [(u64, &str); 3] = [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")];
    match UNITS.iter().find(|(size, _)| bytes >= *size) {
        None => format!("{bytes} bytes"),
        Some((size, unit)) if bytes.is_multiple_of(*size) => format!("{} {unit}", bytes / size),
        Some((size, unit)) => {
            let tenths = u128::from(bytes) * 10 / u128::from(*size);
            format!("{}.{} {unit}", tenths / 10, tenths % 10)
        }
    }
}

/// The bytes of a regular file of at most `limit` bytes, links followed. Never waits for anybody, and never holds more
/// than that in memory.
///
/// # Errors
/// When there is no such file, or it is something else.
pub fn read(path: &Path, limit: u64) -> Result<Vec<u8>, Unread> {
    Ok(read_unless(path, limit, |_| false)?.0.unwrap_or_default())
}

/// The same, unless the file is `known` by its stamp; with the stamp.
///
/// # Errors
/// See [`read`].
pub fn read_unless(
    path: &Path,
    limit: u64,
    known: impl FnOnce(Stamp) -> bool,
) -> Result<(Option<Vec<u8>>, Option<Stamp>), Unread> {
    let file = open(path)?;
    let metadata = file.metadata()?;
    let (length, stamp) = (metadata.len(), Stamp::of(&metadata));
    if length > limit {
        return Err(Unread::TooLarge(limit));
    }
    if stamp.is_some_and(known) {
        return Ok((None, stamp));
    }
    // A file may grow while it is read, and some tell no length.
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    match u64::try_from(bytes.len()) {
        Ok(length) if length <= limit => Ok((Some(bytes), stamp)),
        _ => Err(Unread::TooLarge(limit)),
    }
}

/// What the system says of a regular file, without reading it; `None` where it says nothing that can be relied on.
pub fn stamp(path: &Path) -> Option<Stamp> {
    std::fs::metadata(path).ok().filter(Metadata::is_file).as_ref().and_then(Stamp::of)
}

/// What the system says of a file: another whenever somebody has written to it or put another in its place, but for what
/// happens within one tick of its clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    which: (u64, u64),
    length: u64,
    /// When its bytes changed last, and when anything about it did, which nobody can set back.
    changed: [(i64, i64); 2],
}

impl Stamp {
    #[cfg(unix)]
    #[allow(clippy::unnecessary_wraps)]
    fn of(metadata: &Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        let changed = [(metadata.mtime(), metadata.mtime_nsec()), (metadata.ctime(), metadata.ctime_nsec())];
        Some(Self { which: (metadata.dev(), metadata.ino()), length: metadata.len(), changed })
    }

    /// Elsewhere the time of a change can be set.
    #[cfg(not(unix))]
    fn of(_: &Metadata) -> Option<Self> {
        None
    }

    /// So long after it was first seen nobody can write to the file without another stamp: two ticks of the clock that it
    /// goes by, as far as that can be seen from it.
    pub fn settles_after(self) -> Duration {
        let fine = self.changed.iter().any(|(_, nanoseconds)| nanoseconds % 1_000_000 != 0);
        if fine { Duration::from_millis(20) } else { Duration::from_secs(5) }
    }
}

fn open(path: &Path) -> Result<File, Unread> {
    // Looked at first, since opening some devices does something; looked at again, since another may have come.
    if !std::fs::metadata(path)?.is_file() {
        return Err(Unread::Irregular);
    }
    let file = options().open(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(Unread::Irregular) }
}

/// For reading. A pipe without a writer is opened at once.
#[cfg(unix)]
fn options() -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = File::options();
    options.read(true).custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY);
    options
}

#[cfg(not(unix))]
fn options() -> OpenOptions {
    let mut options = File::options();
    options.read(true);
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_than_the_limit_is_read() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        std::fs::write(&path, "12345").unwrap();
        assert_eq!(read(&path, 5).unwrap(), b"12345");
        assert!(matches!(read(&path, 4), Err(Unread::TooLarge(4))));
        // As large as the disk allows, and no larger on it.
        File::options().write(true).open(&path).unwrap().set_len(3 << 30).unwrap();
        assert_eq!(read(&path, 1 << 20).unwrap_err().message(), "larger than 1 MiB; make it shorter");
        assert!(matches!(read(&dir.path().join("b"), 4), Err(Unread::Absent)));
        assert!(matches!(read(&path.join("b"), 4), Err(Unread::Absent)));
        assert!(matches!(read(dir.path(), 4), Err(Unread::Irregular)));
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_and_a_device_are_no_files() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        assert!(std::process::Command::new("mkfifo").arg(at("pipe")).status().unwrap().success());
        std::os::unix::fs::symlink("/dev/zero", at("zero")).unwrap();
        std::os::unix::fs::symlink(at("pipe"), at("link")).unwrap();
        for name in ["pipe", "zero", "link"] {
            assert!(matches!(read(&at(name), 1 << 30), Err(Unread::Irregular)), "{name}");
        }
        // One that takes the place of a file between two looks does not keep anybody waiting.
        let pipe = options().open(at("pipe")).unwrap();
        assert!(!pipe.metadata().unwrap().is_file());
    }

    #[test]
    fn sizes_read_well() {
        assert_eq!([1 << 20, 1536, 12].map(bytes_for_people), ["1 MiB", "1.5 KiB", "12 bytes"]);
    }
}
