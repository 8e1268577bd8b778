//! Writing a `copydesk.toml`: what is to be changed in which file, and the file changed whole or not at all.
//!
//! What is new is written beside the file first, flushed, and then put in its place in one step. Neither a full disk nor
//! a process that dies leaves half a file; what it may leave beside is replaced by the next.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::carry::carry_over;
use super::edit::{self, Edit, Fact, Gap};
use super::index::relative;
use super::lock::Lock;
use super::refused::{Refused, denied};
use super::{FILE_NAME, LARGEST, Memory, STARTER, SettingsFile};
use crate::store::file::{self, Unread, bytes_for_people};
use crate::store::workspace;
use crate::text::escaped_path;

/// What is to be said of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// This.
    Say(Fact),
    /// Something that the user is to fill in.
    Leave(Gap),
}

/// What is to be done to which file.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The file.
    pub path: PathBuf,
    /// As it is; `None` when there is no such file yet.
    pub before: Option<SettingsFile>,
    /// As it is to be.
    pub after: SettingsFile,
    /// The change from one to the other, and where the value stands afterwards.
    pub edit: Edit,
}

impl Plan {
    /// What it takes to have `path`, a `copydesk.toml`, say something of `article`, a path below its folder. `before`
    /// is the file as it is; `None` begins one.
    ///
    /// # Errors
    /// When the text cannot be changed; see [`edit::set`].
    pub fn new(path: &Path, before: Option<SettingsFile>, article: &Path, wish: &Wish) -> Result<Self, Refused> {
        let starter = || SettingsFile::parse(path, STARTER);
        let from = before.clone().unwrap_or_else(starter);
        let relative = from.relative(article);
        let (edit, after) = match wish {
            Wish::Say(fact) => edit::set_in(&from, &relative, fact)?,
            Wish::Leave(gap) => edit::prepare_in(&from, &relative, *gap)?,
        };
        Ok(Self { path: path.to_owned(), before, after, edit })
    }

    /// True when the file has to be written.
    pub fn changes(&self) -> bool {
        self.before.is_none() || self.edit.change.is_some()
    }
}

/// Has a `copydesk.toml` on disk say something of an article, and gives what was done. Of several programs that do so
/// at once each adds to what the others have written. Waits for them, for some seconds at most.
///
/// # Errors
/// When it cannot be read, changed or written; see [`read`] and [`edit::set`].
pub fn change(path: &Path, article: &Path, wish: &Wish, memory: &Memory) -> Result<Plan, Refused> {
    let read = || Ok(read(path)?.map(|text| memory.parse(path, &text)));
    let first = Plan::new(path, read()?, article, wish)?;
    if !first.changes() {
        return Ok(first);
    }
    let real = own(path)?;
    let lock = Lock::take(&real)?;
    // Somebody may have written it in between.
    let text = |file: &Option<SettingsFile>| file.as_ref().map(|file| file.text.clone());
    let now: Option<SettingsFile> = read()?;
    let plan = if text(&now) == text(&first.before) { first } else { Plan::new(path, now, article, wish)? };
    if plan.changes() {
        match plan.before {
            Some(_) => replace(path, &real, plan.after.text.as_bytes(), &lock)?,
            None => put(path, &real, plan.after.text.as_bytes(), &lock)?,
        }
        memory.learn(plan.after.clone());
    }
    Ok(plan)
}

/// Does what led from one text to another in a file as it is now, and leaves what others have changed in it meanwhile;
/// `None` is no file.
///
/// # Errors
/// When somebody has changed the same lines meanwhile, or it cannot be written.
pub fn exchange(path: &Path, from: Option<&str>, to: Option<&str>) -> Result<(), Refused> {
    let real = own(path)?;
    let lock = Lock::take(&real)?;
    let now = read(path)?;
    match carried(path, from, to, now.as_deref())? {
        Some(text) => store(path, &real, text.as_bytes(), &lock),
        None => remove(path, &real, &lock),
    }
}

/// `now`, the text of a `copydesk.toml`, with what led from one text to another done in it; `None` is no file.
///
/// # Errors
/// When somebody has changed the same lines meanwhile.
pub fn carried(
    path: &Path,
    from: Option<&str>,
    to: Option<&str>,
    now: Option<&str>,
) -> Result<Option<String>, Refused> {
    if now == from {
        return Ok(to.map(str::to_owned));
    }
    let mistakes = |text: &str| SettingsFile::parse(path, text).mistakes;
    let carried = now.and_then(|now| {
        let text = carry_over(from.unwrap_or(STARTER), to.unwrap_or(STARTER), now)?;
        // What others have added may say the same of the same article.
        Some(text).filter(|text| mistakes(text) <= mistakes(now))
    });
    carried
        .map(Some)
        .ok_or_else(|| Refused(format!("{}: somebody has changed it meanwhile; look at it again", escaped_path(path))))
}

/// Why nothing can be said of a path: it is none of an article. `settings` is what speaks for it.
///
/// # Errors
/// For a folder, a `copydesk.toml`, and a file that is neither text nor named in `include`.
pub fn is_article(path: &Path, settings: Option<&SettingsFile>) -> Result<(), Refused> {
    let shown = escaped_path(path);
    if path.is_dir() {
        return Err(Refused(format!("{shown}: is a folder; name an article")));
    }
    if path.file_name().is_some_and(|name| name == FILE_NAME) {
        return Err(Refused(format!("{shown}: holds settings and is no article; name an article")));
    }
    if path.to_str().is_none() {
        return Err(Refused(format!(
            "{shown}: its name is not UTF-8, so that no settings can name it; rename it first"
        )));
    }
    if !workspace::is_article(path, settings) {
        let name = escaped_path(Path::new(path.file_name().unwrap_or_default()));
        return Err(Refused(format!("{name} is no article here; name it in include in copydesk.toml")));
    }
    Ok(())
}

/// Why nothing can be said of an article in a file, beforehand; cheap enough for a menu.
///
/// # Errors
/// As for [`change`], as far as that can be known without doing it.
pub fn can_change(path: &Path, file: Option<&SettingsFile>, article: &Path) -> Result<(), Refused> {
    own(path)?;
    let folder = path.parent().unwrap_or(Path::new(""));
    match file {
        Some(file) => edit::can_add(file, &relative(folder, article)),
        None => Ok(()),
    }
}

/// The text of a `copydesk.toml` that is to be changed; `None` when there is none.
///
/// # Errors
/// When it is no plain file of UTF-8, is too large or cannot be read, since what cannot be read whole is never written;
/// and when it is a link to a file outside of its folder, which is somebody else's.
pub fn read(path: &Path) -> Result<Option<String>, Refused> {
    let refused = |why: &str| Err(Refused(format!("{}: {why}", escaped_path(path))));
    let bytes = match file::read(path, LARGEST) {
        Ok(bytes) => bytes,
        Err(Unread::Absent) => return Ok(None),
        Err(Unread::Irregular) => return refused("this is no file; move it away first"),
        Err(Unread::TooLarge(limit)) => {
            return refused(&format!("larger than {}; change it by hand", bytes_for_people(limit)));
        }
        Err(Unread::Failed(error)) => return Err(denied(path, "read", &error)),
    };
    own(path)?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Some(text)),
        Err(_) => refused("this file is not UTF-8; save it as UTF-8 first"),
    }
}

/// Where a `copydesk.toml` is, links resolved.
///
/// # Errors
/// When that is outside of its folder: whoever made the link does not give away what it leads to.
pub fn own(path: &Path) -> Result<PathBuf, Refused> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = std::fs::canonicalize(parent).map_err(|error| match error.kind() {
        ErrorKind::NotFound => Refused(format!("{}: there is no such folder; make it first", escaped_path(parent))),
        _ => denied(path, "written", &error),
    })?;
    let real = match std::fs::canonicalize(path) {
        Ok(real) => real,
        Err(error) if error.kind() == ErrorKind::NotFound => folder.join(path.file_name().unwrap_or_default()),
        Err(error) => return Err(denied(path, "read", &error)),
    };
    if real.starts_with(&folder) {
        return Ok(real);
    }
    let (path, real) = (escaped_path(path), escaped_path(&real));
    Err(Refused(format!(
        "{path}: is a link to {real}, outside of its folder; change that file itself, or copy it here"
    )))
}

/// Makes a file that must not be there yet.
///
/// # Errors
/// When it is there, or the folder cannot be written to.
pub fn create(path: &Path, text: &str) -> Result<(), Refused> {
    let real = own(path)?;
    let lock = Lock::take(&real)?;
    put(path, &real, text.as_bytes(), &lock)
}

/// Makes the starter file in `folder`, and gives its path.
///
/// # Errors
/// See [`create`].
pub fn start(folder: &Path) -> Result<PathBuf, Refused> {
    let path = folder.join(FILE_NAME);
    create(&path, STARTER)?;
    Ok(path)
}

/// Makes a file hold these bytes, whether or not it was there; when this comes back they are safe on disk.
pub(in crate::store) fn store(path: &Path, real: &Path, bytes: &[u8], lock: &Lock) -> Result<(), Refused> {
    if real.exists() { replace(path, real, bytes, lock) } else { put(path, real, bytes, lock) }
}

/// Takes a file away.
pub(in crate::store) fn remove(path: &Path, real: &Path, _: &Lock) -> Result<(), Refused> {
    match std::fs::remove_file(real) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(denied(path, "removed", &error)),
        _ => flush_folder(path, real),
    }
}

/// Puts a new file where there is none, at once.
fn put(path: &Path, real: &Path, bytes: &[u8], lock: &Lock) -> Result<(), Refused> {
    let file = beside(real, bytes, None, lock).map_err(|error| denied(path, "written", &error))?;
    file.persist_noclobber(real).map_err(|error| match error.error.kind() {
        ErrorKind::AlreadyExists => Refused(format!("{}: is there already and was left as it is", escaped_path(path))),
        _ => denied(path, "written", &error.error),
    })?;
    flush_folder(path, real)
}

/// Puts these bytes in the place of a file at once, so that nobody ever reads half of it. Permissions stay, and a link
/// stays a link.
fn replace(path: &Path, real: &Path, bytes: &[u8], lock: &Lock) -> Result<(), Refused> {
    let failed = |error: std::io::Error| denied(path, "written", &error);
    let permissions = std::fs::metadata(real).map_err(failed)?.permissions();
    // Replacing would get around it.
    if permissions.readonly() {
        return Err(Refused(format!("{}: this file is read-only; allow writing to it first", escaped_path(path))));
    }
    let file = beside(real, bytes, Some(permissions), lock).map_err(failed)?;
    file.persist(real).map_err(|error| failed(error.error))?;
    flush_folder(path, real)
}

/// The bytes in a file of their own, on the disk; who holds the lock is the only one to write it.
fn beside(
    real: &Path,
    bytes: &[u8],
    permissions: Option<std::fs::Permissions>,
    _: &Lock,
) -> std::io::Result<NamedTempFile> {
    let name = format!("{}new", workspace::OURS);
    // One who died may have left it.
    match std::fs::remove_file(real.with_file_name(&name)) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(&name).rand_bytes(0);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As any new file, less what the user's mask takes away.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(real.parent().unwrap_or(Path::new("")))?;
    file.write_all(bytes)?;
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    file.as_file().sync_all()?;
    Ok(file)
}

/// Has the disk keep the new name as well, where the system can.
fn flush_folder(path: &Path, real: &Path) -> Result<(), Refused> {
    let folder = real.parent().unwrap_or(Path::new(""));
    match flush(folder) {
        Err(error) if !matches!(error.kind(), ErrorKind::Unsupported | ErrorKind::InvalidInput) => {
            let path = escaped_path(path);
            Err(Refused(format!("{path}: written, but the disk does not confirm it ({error}); look at it again")))
        }
        _ => Ok(()),
    }
}

#[cfg(unix)]
fn flush(folder: &Path) -> std::io::Result<()> {
    match std::fs::File::open(folder) {
        Ok(folder) => folder.sync_all(),
        // A folder may be written to without being read.
        Err(error) if error.kind() == ErrorKind::PermissionDenied => Ok(()),
        Err(error) => Err(error),
    }
}

#[cfg(not(unix))]
fn flush(_: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn say(outlet: &str) -> Wish {
        Wish::Say(Fact::Outlet(outlet.to_owned()))
    }

    fn change(path: &Path, wish: &Wish) -> Result<Plan, Refused> {
        super::change(path, &path.with_file_name("a.txt"), wish, &Memory::default())
    }

    fn names(folder: &Path) -> Vec<String> {
        let name = |entry: std::io::Result<std::fs::DirEntry>| entry.unwrap().file_name().into_string().unwrap();
        let mut names: Vec<String> = std::fs::read_dir(folder).unwrap().map(name).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_replaced_whole_and_keeps_what_it_is() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(FILE_NAME);
        std::fs::write(&path, "# mine\n").unwrap();
        let entry = |outlet: &str| format!("# mine\n\n[articles.\"a.txt\"]\noutlet = \"{outlet}\"\n");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
            let link = dir.path().join("link.toml");
            std::os::unix::fs::symlink(&path, &link).unwrap();
            change(&link, &say("X")).unwrap();
            assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
            assert_eq!(std::fs::read_to_string(&path).unwrap(), entry("X"));
            std::fs::remove_file(link).unwrap();
        }
        // What one who died has left is in nobody's way.
        std::fs::write(dir.path().join(".copydesk.new"), "half a").unwrap();
        std::fs::write(dir.path().join(Lock::NAME), "").unwrap();
        change(&path, &say("Y")).unwrap();
        assert_eq!(read(&path).unwrap(), Some(entry("Y")));
        assert_eq!(names(dir.path()), [FILE_NAME], "nothing else is left");
    }

    #[test]
    fn what_must_not_be_written_is_not() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(FILE_NAME);
        assert_eq!(read(&path), Ok(None));
        start(dir.path()).unwrap();
        assert!(start(dir.path()).unwrap_err().0.contains("is there already"));
        let mut permissions = std::fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        std::fs::set_permissions(&path, permissions).unwrap();
        let why = change(&path, &say("X")).unwrap_err().0;
        assert!(why.ends_with("this file is read-only; allow writing to it first"), "{why}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), STARTER);
        let latin = dir.path().join("latin.toml");
        std::fs::write(&latin, b"# caf\xe9").unwrap();
        assert!(read(&latin).unwrap_err().0.contains("not UTF-8"));
        assert!(read(dir.path()).unwrap_err().0.contains("no file"));
        let absent = start(&dir.path().join("no/such")).unwrap_err().0;
        assert!(absent.ends_with("no/such: there is no such folder; make it first"), "{absent}");
        assert_eq!(names(dir.path()), [FILE_NAME, "latin.toml"], "nothing else is left");
    }

    #[cfg(unix)]
    #[test]
    fn a_new_file_is_as_any_other_and_one_outside_is_nobodys_to_change() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let (dir, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let path = dir.path().join(FILE_NAME);
        start(dir.path()).unwrap();
        std::fs::write(dir.path().join("plain"), "").unwrap();
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(&path), mode(&dir.path().join("plain")));
        std::fs::remove_file(&path).unwrap();
        let outside = other.path().join("theirs.toml");
        std::fs::write(&outside, "# theirs\n").unwrap();
        symlink(&outside, &path).unwrap();
        let said = "outside of its folder; change that file itself, or copy it here";
        assert!(SettingsFile::read(&path).problems.is_empty(), "it is read");
        for refused in [change(&path, &say("X")).map(drop), read(&path).map(drop), create(&path, "")] {
            assert!(refused.unwrap_err().0.ends_with(said));
        }
        assert!(can_change(&path, None, &dir.path().join("a.txt")).unwrap_err().0.ends_with(said));
        assert_eq!(std::fs::read_to_string(&outside).unwrap(), "# theirs\n");
        // One that leads nowhere is left as it is.
        std::fs::remove_file(&outside).unwrap();
        assert!(start(dir.path()).unwrap_err().0.contains("is there already"));
        assert!(!outside.exists());
    }

    #[test]
    fn of_many_that_change_a_file_at_once_none_is_lost() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(FILE_NAME);
        std::fs::write(&path, "").unwrap();
        let articles: Vec<_> = (0..30).map(|n| dir.path().join(format!("{n}.txt"))).collect();
        let memory = Memory::default();
        std::thread::scope(|scope| {
            for article in &articles {
                scope.spawn(|| super::change(&path, article, &say("X"), &memory).unwrap());
            }
        });
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text.matches("outlet = \"X\"").count(), 30, "{text}");
        assert_eq!(names(dir.path()), [FILE_NAME], "nothing else is left");
    }
}
