//! Writing a `copydesk.toml`: what is to be changed in which file, and the file changed whole or not at all.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::super::workspace;
use super::edit::{self, Edit, Fact, Gap, Refused};
use super::{FILE_NAME, STARTER, SettingsFile, relative_to};

/// A file larger than this was not written by hand, in bytes.
const LARGEST: u64 = 1 << 20;

/// What is to be said of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// This.
    Say(Fact),
    /// Something that the user is to fill in.
    Leave(Gap),
}

/// What is to be done to which file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The file.
    pub path: PathBuf,
    /// Its text so far; `None` when there is no such file yet.
    pub before: Option<String>,
    /// Its text afterwards.
    pub after: String,
    /// The change from one to the other, and where the value stands afterwards.
    pub edit: Edit,
}

impl Plan {
    /// What it takes to have `path`, a `copydesk.toml`, say something of `article`, a path below its folder. `text`
    /// is the file's text; `None` begins a file.
    ///
    /// # Errors
    /// When the text cannot be changed; see [`edit::set`].
    pub fn new(path: &Path, text: Option<String>, article: &Path, wish: &Wish) -> Result<Self, Refused> {
        let relative = SettingsFile::parse(path, "").relative(article);
        let from = text.as_deref().unwrap_or(STARTER);
        let edit = match wish {
            Wish::Say(fact) => edit::set(from, &relative, fact)?,
            Wish::Leave(gap) => edit::prepare(from, &relative, *gap)?,
        };
        Ok(Self { path: path.to_owned(), after: edit.apply(from), before: text, edit })
    }

    /// True when the file has to be written.
    pub fn changes(&self) -> bool {
        self.before.as_ref() != Some(&self.after)
    }

    fn carry_out(&self) -> Result<(), Refused> {
        match self.before {
            Some(_) => save(&self.path, &self.after),
            None => create(&self.path, &self.after),
        }
    }
}

/// Has a `copydesk.toml` on disk say something of an article, and gives what was done. Of several programs that do so
/// at once each adds to what the others have written.
///
/// # Errors
/// When it cannot be read, changed or written; see [`read`], [`edit::set`] and [`save`].
pub fn change(path: &Path, article: &Path, wish: &Wish) -> Result<Plan, Refused> {
    let plan = || Plan::new(path, read(path)?, article, wish);
    let first = plan()?;
    if !first.changes() {
        return Ok(first);
    }
    let _lock = Lock::take(path)?;
    // Somebody may have written it in between.
    let plan = plan()?;
    if plan.changes() {
        plan.carry_out()?;
    }
    Ok(plan)
}

/// Why nothing can be said of a path: it is none of an article. `settings` is what speaks for it.
///
/// # Errors
/// For a folder, a `copydesk.toml`, and a file that is neither text nor named in `include`.
pub fn is_article(path: &Path, settings: Option<&SettingsFile>) -> Result<(), Refused> {
    let shown = path.display();
    if path.is_dir() {
        return Err(Refused(format!("{shown}: is a folder; name an article")));
    }
    if path.file_name().is_some_and(|name| name == FILE_NAME) {
        return Err(Refused(format!("{shown}: holds settings and is no article; name an article")));
    }
    if !workspace::is_article(path, settings) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        return Err(Refused(format!("{name} is no article here; name it in include in copydesk.toml")));
    }
    Ok(())
}

/// Held while a `copydesk.toml` is changed: a file beside it that only one program can make.
struct Lock(PathBuf);

impl Lock {
    const NAME: &'static str = ".copydesk.lock";
    /// Nobody needs longer.
    const PATIENCE: Duration = Duration::from_secs(5);

    fn take(path: &Path) -> Result<Self, Refused> {
        Self::take_within(path, Self::PATIENCE)
    }

    fn take_within(path: &Path, patience: Duration) -> Result<Self, Refused> {
        // Two links to one file are one file.
        let real = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let lock = real.with_file_name(Self::NAME);
        let began = Instant::now();
        loop {
            match std::fs::File::options().write(true).create_new(true).open(&lock) {
                Ok(_) => return Ok(Self(lock)),
                Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(denied(path, "written", &error)),
                Err(_) if began.elapsed() < patience => std::thread::sleep(Duration::from_millis(5)),
                Err(_) => {
                    let (path, lock) = (path.display(), lock.display());
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

/// The text of a `copydesk.toml` that is to be changed; `None` when there is none.
///
/// # Errors
/// When it is no plain file of UTF-8, or cannot be read: what cannot be read whole is never written.
pub fn read(path: &Path) -> Result<Option<String>, Refused> {
    let refused = |why: &str| Err(Refused(format!("{}: {why}", path.display())));
    match std::fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(denied(path, "read", &error)),
        Ok(found) if !found.is_file() => return refused("this is no file; move it away first"),
        Ok(found) if found.len() > LARGEST => return refused("larger than 1 MiB; change it by hand"),
        Ok(_) => {}
    }
    match std::fs::read(path).map(String::from_utf8) {
        Ok(Ok(text)) => Ok(Some(text)),
        Ok(Err(_)) => refused("this file is not UTF-8; save it as UTF-8 first"),
        Err(error) => Err(denied(path, "read", &error)),
    }
}

/// Makes a file that must not be there yet.
///
/// # Errors
/// When it is there, or the folder cannot be written to.
pub fn create(path: &Path, text: &str) -> Result<(), Refused> {
    let file = std::fs::File::options().write(true).create_new(true).open(path);
    file.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Refused(format!("{}: is there already and was left as it is", path.display())),
        ErrorKind::NotFound => {
            let folder = path.parent().unwrap_or(Path::new("")).display();
            Refused(format!("{folder}: there is no such folder; make it first"))
        }
        _ => denied(path, "written", &error),
    })
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

/// Puts `text` in the place of a file at once, so that nobody ever reads half of it. Permissions stay, and a link
/// stays a link.
///
/// # Errors
/// When the file is read-only, or it or its folder cannot be written to.
pub fn save(path: &Path, text: &str) -> Result<(), Refused> {
    let failed = |error: std::io::Error| denied(path, "written", &error);
    let real = std::fs::canonicalize(path).map_err(failed)?;
    let permissions = std::fs::metadata(&real).map_err(failed)?.permissions();
    // Replacing would get around it.
    if permissions.readonly() {
        return Err(Refused(format!("{}: this file is read-only; allow writing to it first", path.display())));
    }
    let folder = real.parent().unwrap_or(Path::new(""));
    let mut file = tempfile::Builder::new().prefix(".copydesk").tempfile_in(folder).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)?;
    std::fs::set_permissions(file.path(), permissions).map_err(failed)?;
    file.persist(&real).map_err(|error| failed(error.error))?;
    Ok(())
}

fn denied(path: &Path, what: &str, error: &std::io::Error) -> Refused {
    let path = path.display();
    Refused(match error.kind() {
        ErrorKind::PermissionDenied => format!("{path}: not allowed to be {what}; check its permissions"),
        ErrorKind::NotFound => format!("{path}: the folder is not there any more"),
        ErrorKind::ReadOnlyFilesystem => format!("{path}: cannot be {what} on a read-only disk"),
        _ => format!("{path}: could not be {what}: {error}"),
    })
}

/// True when `article` lies below the folder of a `copydesk.toml`, so that it can be spoken of there.
pub fn speaks_for(path: &Path, article: &Path) -> bool {
    let folder = path.parent().unwrap_or(Path::new(""));
    relative_to(folder, article).is_relative()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_keeps_what_it_is() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(FILE_NAME);
        std::fs::write(&path, "a = 1\n").unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
            let link = dir.path().join("link.toml");
            std::os::unix::fs::symlink(&path, &link).unwrap();
            save(&link, "b = 2\n").unwrap();
            assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
            assert_eq!(std::fs::read_to_string(&path).unwrap(), "b = 2\n");
        }
        save(&path, "c = 3\n").unwrap();
        assert_eq!(read(&path).unwrap().as_deref(), Some("c = 3\n"));
        let left = std::fs::read_dir(dir.path()).unwrap().count();
        assert_eq!(left, if cfg!(unix) { 2 } else { 1 }, "nothing else is left");
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
        assert!(save(&path, "").unwrap_err().0.ends_with("this file is read-only; allow writing to it first"));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), STARTER);
        let latin = dir.path().join("latin.toml");
        std::fs::write(&latin, b"# caf\xe9").unwrap();
        assert!(read(&latin).unwrap_err().0.contains("not UTF-8"));
        assert!(read(dir.path()).unwrap_err().0.contains("no file"));
        let absent = start(&dir.path().join("no/such")).unwrap_err().0;
        assert!(absent.ends_with("no/such: there is no such folder; make it first"), "{absent}");
    }
    #[test]
    fn what_another_program_is_changing_is_left_to_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(FILE_NAME);
        std::fs::write(&path, "").unwrap();
        let held = Lock::take(&path).unwrap();
        let why = Lock::take_within(&path, Duration::ZERO).err().unwrap().0;
        assert!(why.contains("another program is changing this file") && why.contains(Lock::NAME), "{why}");
        drop(held);
        let wish = |name: &str| Wish::Say(Fact::Outlet(name.to_owned()));
        let articles: Vec<_> = (0..30).map(|n| dir.path().join(format!("{n}.txt"))).collect();
        std::thread::scope(|scope| {
            for article in &articles {
                scope.spawn(|| change(&path, article, &wish("X")).unwrap());
            }
        });
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text.matches("outlet = \"X\"").count(), 30, "{text}");
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1, "nothing else is left");
    }
}
