//! Folders that somebody else made: pipes and devices in the place of files, names that drive a terminal.

use std::ffi::OsString;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::folder;

/// What a run gave back, which has to be UTF-8.
struct Run {
    code: Option<i32>,
    out: String,
    err: String,
}

/// Runs the program; one that does not end is ended, with no code.
fn run(folder: &Path, arguments: &[OsString]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
    command.current_dir(folder).args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    fn read(mut pipe: impl Read + Send + 'static) -> std::thread::JoinHandle<String> {
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            pipe.read_to_end(&mut bytes).unwrap();
            String::from_utf8(bytes).unwrap()
        })
    }
    let (out, err) = (read(child.stdout.take().unwrap()), read(child.stderr.take().unwrap()));
    let code = code_of(&mut child);
    Run { code, out: out.join().unwrap(), err: err.join().unwrap() }
}

fn code_of(child: &mut Child) -> Option<i32> {
    /// Longer than anything here takes on a loaded machine, and short enough not to fill its memory.
    const PATIENCE: Duration = Duration::from_secs(20);
    let began = Instant::now();
    while began.elapsed() < PATIENCE {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    None
}

fn words(arguments: &[&str]) -> Vec<OsString> {
    arguments.iter().map(OsString::from).collect()
}

#[cfg(unix)]
#[test]
fn a_pipe_or_a_device_beside_the_articles_costs_nothing() {
    use std::os::unix::fs::symlink;
    for name in [".gitignore", ".ignore", ".git/info/exclude", "sub/copydesk.toml", "b.txt"] {
        for device in [true, false] {
            let folder =
                folder(&[("copydesk.toml", b""), ("a.txt", b"It rained.\n"), ("sub/x", b""), (".git/info/x", b"")]);
            let path = folder.path().join(name);
            if device {
                symlink("/dev/zero", &path).unwrap();
            } else {
                assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
            }
            let Run { code, out, err } = run(folder.path(), &words(&["check", "."]));
            assert_eq!(code, Some(0), "{name}: {err}");
            assert!(out.starts_with(".: 1 article,"), "{out}");
            // A sub-folder without articles has settings that nobody asks for.
            assert!(name.starts_with("sub") || err.contains(&format!("{name}: not a regular file")), "{name}: {err}");
        }
    }
}

/// Whoever made the link does not give away what it leads to: it is read, and never written.
#[cfg(unix)]
#[test]
fn settings_that_are_a_link_out_of_the_folder_are_read_and_not_written() {
    let outside = folder(&[("copydesk.toml", b"no_such_key = 1\n")]);
    let folder = folder(&[("a.txt", b"It rained.\n")]);
    std::os::unix::fs::symlink(outside.path().join("copydesk.toml"), folder.path().join("copydesk.toml")).unwrap();
    let Run { code, out, err } = run(folder.path(), &words(&["check", "."]));
    assert_eq!((code, out.starts_with(".: 1 article,")), (Some(0), true), "{err}");
    assert!(err.contains("copydesk.toml:1:1: "), "{err}");
    for what in [["--role", "clipping"], ["--date", "2016-02-29"]] {
        let set = run(folder.path(), &words(&["set", "a.txt", what[0], what[1]]));
        assert!(set.code == Some(2) && set.err.contains("is a link to"), "{}", set.err);
    }
    let init = run(folder.path(), &words(&["init", "."]));
    assert_eq!(std::fs::read(outside.path().join("copydesk.toml")).unwrap(), b"no_such_key = 1\n", "{}", init.err);
    assert!(folder.path().join("copydesk.toml").is_symlink());
}

#[cfg(unix)]
#[test]
fn settings_that_never_end_are_left_out() {
    let folder = folder(&[("a.txt", b"It rained.\n")]);
    let file = std::fs::File::create(folder.path().join("copydesk.toml")).unwrap();
    file.set_len(3 << 30).unwrap();
    let Run { code, out, err } = run(folder.path(), &words(&["check", "."]));
    assert_eq!((code, out.starts_with(".: 1 article,")), (Some(0), true), "{err}");
    let said = "copydesk.toml:1:1: larger than 16 MiB; make it shorter; until then these settings count as empty\n";
    assert!(err.contains(said), "{err}");
    let set = run(folder.path(), &words(&["set", "a.txt", "--role", "clipping"]));
    assert_eq!(set.code, Some(2));
    assert!(set.err.ends_with("copydesk.toml: larger than 16 MiB; change it by hand\n"), "{}", set.err);
}

#[test]
fn of_many_mistakes_the_first_are_told_and_the_rest_counted() {
    let doubled: String = "max_file_size = 1000\n".repeat(20_000);
    // Bytes as they come, the same each time.
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut byte = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state.to_be_bytes()[0]
    };
    let random: Vec<u8> = (0..60_000).map(|_| byte()).collect();
    for (settings, rest) in
        [(doubled.as_bytes(), "and 19,899 more mistakes; mend these first"), (&random, " more mistakes; mend")]
    {
        let folder = folder(&[("copydesk.toml", settings), ("a.txt", b"It rained.\n")]);
        let Run { code, err, .. } = run(folder.path(), &words(&["check", "."]));
        assert_eq!(code, Some(0), "{err}");
        assert!((101..=102).contains(&err.lines().count()) && err.contains(rest), "{err}");
    }
}

/// Everything that is printed about these files is text that stays in its line.
#[cfg(target_os = "linux")]
#[test]
fn a_name_never_drives_the_terminal() {
    use std::os::unix::ffi::OsStringExt;
    let name = |bytes: &[u8]| OsString::from_vec(bytes.to_vec());
    let names = [
        name(b"a\x1b[2Jb.txt"),
        name("\u{202e}txt.exe \u{2066}x.txt".as_bytes()),
        name(b"one\ntwo\r\x9b.txt"),
        name(b"n\xff.txt"),
        name(b"n\xfe.txt"),
    ];
    let shown = [
        "a\\u{1b}[2Jb.txt",
        "\\u{202e}txt.exe \\u{2066}x.txt",
        "one\\u{a}two\\u{d}\\x9B.txt",
        "n\\xFF.txt",
        "n\\xFE.txt",
    ];
    let settings = "\"\\u001b[2J\" = 1\n[rules]\n\"\\u202ehearsay\" = \"off\"\n\
        [articles.\"a\\u001b[2Jb.txt\"]\n\"\\u009bx\" = 1\npublished = \"\\u001b\"\nurl = \"\\u202e\"\n\
        [articles.x.\"\\u001b\"]\n";
    let folder = folder(&[("copydesk.toml", settings.as_bytes()), ("empty/x", b"")]);
    let text = b"The minister has reportedly left the country, and on Monday the caf\xe9 was empty.\n";
    for name in &names {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let spelled = name(b"q\x1b[31m.toml");
    let mut all = Vec::new();
    let mut go = |arguments: Vec<OsString>, code: i32| {
        let run = run(folder.path(), &arguments);
        assert_eq!(run.code, Some(code), "{arguments:?}: {}", run.err);
        for letter in run.out.chars().chain(run.err.chars()).filter(|letter| *letter != '\n') {
            assert!(copydesk::text::is_shown(letter), "{letter:?} in {arguments:?}: {}{}", run.out, run.err);
        }
        all.push(format!("{}\n{}", run.out, run.err));
        all.last().unwrap().clone()
    };
    let with =
        |command: &[&str], name: &OsString, rest: &[&str]| [words(command), vec![name.clone()], words(rest)].concat();
    let check = go(words(&["check", "."]), 1);
    for shown in shown {
        assert!(check.contains(&format!("{shown}:1:")), "{shown} is not in {check}");
    }
    for mistake in [
        "unknown key \\u{1b}[2J;",
        "there is no rule \\u{202e}hearsay",
        "unknown key \\u{9b}x;",
        "quotation marks: [articles.\"x.\\u{1b}\"]",
        "“\\u{202e}” is no web address",
    ] {
        assert!(check.contains(mistake), "{mistake} is not in {check}");
    }
    go(words(&["check", ".", "--format", "json"]), 1);
    let analyses = go(words(&["analyze", "."]), 0);
    assert!(
        analyses.contains("\"path\":\"./a\\u001b[2Jb.txt\"") && analyses.contains("\"./n\\\\xFF.txt\""),
        "{analyses}"
    );
    go(words(&["features", "."]), 0);
    go(words(&["coverage", "."]), 0);
    go(words(&["coverage", ".", "--format", "json"]), 0);
    let both = [words(&["compare"]), names[..2].to_vec()].concat();
    go(both.clone(), 0);
    go([both, words(&["--format", "json"])].concat(), 0);
    let hidden = [words(&["compare"]), names[3..].to_vec()].concat();
    go(hidden, 0);
    for (name, shown) in names.iter().zip(shown).take(2) {
        let mut at = name.clone();
        at.push(":1:27");
        go([words(&["hover"]), vec![at.clone()]].concat(), 0);
        go([words(&["references"]), vec![at]].concat(), 0);
        let mut far = name.clone();
        far.push(":99:1");
        let why = go([words(&["hover"]), vec![far]].concat(), 2);
        assert!(why.contains(&format!("{shown}:99:1: the article has")), "{why}");
        go(with(&["set"], name, &["--role", "clipping"]), 0);
    }
    let why = go(with(&["set"], &names[3], &["--role", "clipping"]), 2);
    assert!(why.contains("n\\xFF.txt: its name is not UTF-8"), "{why}");
    go(with(&["check"], &spelled, &[]), 2);
    go(with(&["set"], &spelled, &["--role", "draft"]), 2);
    go(with(&["init"], &name(b"no\x1b[2J/such"), &[]), 2);
    go(with(&["eval"], &name(b"no\x1b[2Jgold"), &[]), 2);
    go(with(&["eval"], &name(b"."), &[]), 2);
    let text = std::fs::read_to_string(folder.path().join("copydesk.toml")).unwrap();
    assert_eq!(text.matches("role = \"clipping\"").count(), 2, "{text}");
}
