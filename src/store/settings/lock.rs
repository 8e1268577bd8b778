//! One program at a time changes a `copydesk.toml`.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::edit::Refused;
use super::write::denied;
use crate::text::escaped_path;

/// Held while a `copydesk.toml` is changed: a file beside it that only one program can make.
pub(super) struct Lock(PathBuf);

impl Lock {
    /// What stands beside the file that is changed.
    pub(super) const NAME: &'static str = ".copydesk.lock";
    /// Nobody needs longer.
    const PATIENCE: Duration = Duration::from_secs(5);

    pub(super) fn take(real: &Path) -> Result<Self, Refused> {
        let lock = real.with_file_name(Self::NAME);
        let began = Instant::now();
        loop {
            match std::fs::File::options().write(true).create_new(true).open(&lock) {
                Ok(_) => return Ok(Self(lock)),
                Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(denied(real, "written", &error)),
                Err(_) if began.elapsed() < Self::PATIENCE => std::thread::sleep(Duration::from_millis(5)),
                Err(_) => {
                    let (path, lock) = (escaped_path(real), escaped_path(&lock));
                    return Err(Refused(format!(
                        "{path}: another program is changing this file; try again, and if none is, remove {lock}"
                    )));
                }
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // If it cannot be removed, the next who needs it says so.
        let _ = std::fs::remove_file(&self.0);
    }
}
