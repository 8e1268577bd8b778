//! What git knows, where there is git.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// So long it is not asked again who uses it.
const USER: Duration = Duration::from_secs(5);

/// Who uses git in some folders, as was asked a moment ago: a program that is started for each judgement takes longer than
/// the judgement. A clone remembers the same.
#[derive(Clone, Debug, Default)]
pub struct Users(Arc<Mutex<BTreeMap<PathBuf, (Instant, String)>>>);

impl Users {
    /// The same as [`user_name`]; that nobody does is not remembered.
    pub fn name(&self, folder: &Path) -> Option<String> {
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = |(since, _): &&(Instant, String)| since.elapsed() < USER;
        let name = known().get(folder).filter(fresh).map(|(_, name)| name.clone());
        name.or_else(|| {
            let name = user_name(folder)?;
            known().insert(folder.to_owned(), (Instant::now(), name.clone()));
            Some(name)
        })
    }
}

/// The annotator's name as git has it.
pub fn user_name(folder: &Path) -> Option<String> {
    let out = run(folder, &["config", "user.name"])?;
    let name = String::from_utf8(out).ok()?;
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}

/// A text that was committed once, by its id; nothing is fetched for it.
pub fn blob(folder: &Path, id: &str) -> Option<String> {
    let is_id = id.len() == 40 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_id {
        return None;
    }
    String::from_utf8(run(folder, &["cat-file", "blob", id])?).ok()
}

fn run(folder: &Path, arguments: &[&str]) -> Option<Vec<u8>> {
    let mut command = Command::new("git");
    command.current_dir(if folder.as_os_str().is_empty() { Path::new(".") } else { folder }).args(arguments);
    command.envs([("GIT_NO_LAZY_FETCH", "1"), ("GIT_OPTIONAL_LOCKS", "0"), ("GIT_TERMINAL_PROMPT", "0")]);
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then_some(output.stdout)
}
