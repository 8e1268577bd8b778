//! One program at a time changes a `copydesk.toml`, or annotation files.
//!
//! The lock is the system's own, on a file beside it, and ends with the process that holds it, however that ends. Whoever
//! holds it removes the file; who was waiting for that one sees that it is gone and begins anew. One that was left behind
//! is locked by nobody and taken over.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::refused::{Refused, denied};
use crate::text::escaped_path;

/// Held while a file is changed.
#[derive(Debug)]
pub(in crate::store) struct Lock {
    path: PathBuf,
    _file: File,
}

impl Lock {
    /// What stands beside the file that is changed.
    pub(super) const NAME: &'static str = ".copydesk.lock";
    /// Nobody needs longer.
    const PATIENCE: Duration = Duration::from_secs(5);

    /// Waits until nobody else changes `real`, which is no link: two links to one file are one file.
    ///
    /// # Errors
    /// When somebody else does for longer than anybody should, or the folder cannot be written to.
    pub(in crate::store) fn take(real: &Path) -> Result<Self, Refused> {
        Self::take_within(real, Self::PATIENCE)
    }

    pub(super) fn take_within(real: &Path, patience: Duration) -> Result<Self, Refused> {
        let path = real.with_file_name(Self::NAME);
        let began = Instant::now();
        loop {
            let file = open(&path).map_err(|error| refused(real, &path, &error))?;
            match file.as_ref().map(File::try_lock) {
                Some(Ok(())) if file.as_ref().is_some_and(|file| is_at(file, &path)) => {}
                // Some disks know no locks: better none than no change at all.
                Some(Err(TryLockError::Error(error))) if knows_no_locks(&error) => {}
                Some(Err(TryLockError::Error(error))) => return Err(refused(real, &path, &error)),
                Some(Ok(()) | Err(TryLockError::WouldBlock)) | None => {
                    if began.elapsed() >= patience {
                        let real = escaped_path(real);
                        return Err(Refused(format!("{real}: another program is changing this file; try again")));
                    }
                    std::thread::sleep(Duration::from_millis(5));
                    continue;
                }
            }
            if let Some(file) = file {
                return Ok(Self { path, _file: file });
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Before it is unlocked. Should it stay, the next takes it over.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// The file, made where there is none; `None` while it is being removed.
fn open(path: &Path) -> std::io::Result<Option<File>> {
    if std::fs::symlink_metadata(path).is_ok_and(|found| !found.is_file()) {
        return Err(ErrorKind::AlreadyExists.into());
    }
    let opened = options().write(true).create(true).open(path);
    // Somebody else's can be locked without being written to.
    let opened = opened.or_else(|error| match error.kind() {
        ErrorKind::PermissionDenied => options().open(path).map_err(|_| error),
        _ => Err(error),
    });
    match opened {
        Ok(file) if file.metadata()?.is_file() => Ok(Some(file)),
        Ok(_) => Err(ErrorKind::AlreadyExists.into()),
        // Windows lets nobody open what is being removed.
        Err(error) if cfg!(windows) && error.kind() == ErrorKind::PermissionDenied && path.exists() => Ok(None),
        Err(error) => Err(error),
    }
}

/// Never through a link, and never waiting for whoever is behind a pipe.
fn options() -> OpenOptions {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK);
    }
    options
}

/// True when the file is still the one of that name.
fn is_at(file: &File, path: &Path) -> bool {
    let handle = file.try_clone().and_then(same_file::Handle::from_file);
    matches!((handle, same_file::Handle::from_path(path)), (Ok(ours), Ok(there)) if ours == there)
}

fn knows_no_locks(error: &Error) -> bool {
    #[cfg(unix)]
    if error.raw_os_error() == Some(libc::ENOLCK) {
        return true;
    }
    error.kind() == ErrorKind::Unsupported
}

fn refused(real: &Path, lock: &Path, error: &Error) -> Refused {
    match error.kind() {
        ErrorKind::AlreadyExists => Refused(format!("{}: is in the way; remove it", escaped_path(lock))),
        _ => denied(real, "written", error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_is_changing_is_left_to_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("copydesk.toml");
        let held = Lock::take(&path).unwrap();
        let why = Lock::take_within(&path, Duration::from_millis(30)).unwrap_err().0;
        assert!(why.ends_with("copydesk.toml: another program is changing this file; try again"), "{why}");
        drop(held);
        drop(Lock::take_within(&path, Duration::ZERO).unwrap());
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0, "nothing is left");
    }

    #[test]
    fn one_that_was_left_behind_is_taken_over() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("copydesk.toml");
        let lock = dir.path().join(Lock::NAME);
        std::fs::write(&lock, "").unwrap();
        drop(Lock::take_within(&path, Duration::ZERO).unwrap());
        assert!(!lock.exists());
    }

    #[test]
    fn of_many_only_one_holds_it_at_a_time() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("copydesk.toml");
        let inside = std::sync::atomic::AtomicU32::new(0);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..50 {
                        let held = Lock::take_within(&path, Duration::from_secs(60)).unwrap();
                        assert_eq!(inside.fetch_add(1, std::sync::atomic::Ordering::SeqCst), 0);
                        std::thread::yield_now();
                        inside.fetch_sub(1, std::sync::atomic::Ordering::SeqCst);
                        drop(held);
                    }
                });
            }
        });
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_in_the_way() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("copydesk.toml");
        let lock = dir.path().join(Lock::NAME);
        let in_the_way = || {
            let why = Lock::take_within(&path, Duration::ZERO).unwrap_err().0;
            assert!(why.ends_with(".copydesk.lock: is in the way; remove it"), "{why}");
        };
        std::os::unix::fs::symlink(dir.path().join("elsewhere"), &lock).unwrap();
        in_the_way();
        assert!(!dir.path().join("elsewhere").exists());
        std::fs::remove_file(&lock).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(&lock).status().unwrap().success());
        in_the_way();
    }
}
