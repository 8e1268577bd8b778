//! `copydesk set`.

use super::{folder, run_in};

#[test]
fn facts_go_into_the_nearest_settings_and_are_read_back() {
    let folder = folder(&[
        ("copydesk.toml", b"# ours\r\n[articles.\"*.txt\"]\r\nrole = \"clipping\"\r\n"),
        ("sub/a [1].txt", b"The minister left.\n"),
    ]);
    let facts = ["--date", "2016-04-18", "--outlet", "The Post"];
    let run = run_in(folder.path(), &[&["set", "sub/a [1].txt"], &facts[..]].concat());
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_eq!(run.out.lines().count(), 2, "{}", run.out);
    assert!(run.out.contains("copydesk.toml: published = 2016-04-18: written\n"), "{}", run.out);
    let text = std::fs::read_to_string(folder.path().join("copydesk.toml")).unwrap();
    let entry = "[articles.\"sub/a [[]1[]].txt\"]\r\npublished = 2016-04-18\r\noutlet = \"The Post\"\r\n";
    assert_eq!(text, format!("# ours\r\n[articles.\"*.txt\"]\r\nrole = \"clipping\"\r\n\r\n{entry}"));
    let analysis = run_in(folder.path(), &["analyze", "sub"]).out;
    assert!(analysis.contains("2016-04-18") && analysis.contains("The Post"), "{analysis}");
    let again = run_in(folder.path(), &[&["set", "sub/a [1].txt"], &facts[..]].concat());
    assert_eq!(again.out.matches("was so already").count(), 2, "{}", again.out);
}

#[test]
fn where_copydesk_is_off_it_stays_off() {
    let folder = folder(&[("sub/a.txt", b"The minister left.\n"), ("sub/notes", b"Two.\n")]);
    let notes = run_in(folder.path(), &["set", "sub/notes", "--role", "clipping"]);
    assert!(notes.code == 2 && notes.err.contains("sub/notes: Copydesk is off here"), "{}", notes.err);
    let run = run_in(folder.path(), &["set", "sub/a.txt", "--role", "clipping"]);
    let said = "sub/a.txt: Copydesk is off here; turn it on with: copydesk init sub";
    assert!(run.code == 2 && run.err.contains(said), "{}", run.err);
    assert!(!folder.path().join("sub/copydesk.toml").exists() && !folder.path().join("copydesk.toml").exists());
    assert_eq!(run_in(folder.path(), &["init", "sub"]).code, 0);
    assert_eq!(run_in(folder.path(), &["set", "sub/a.txt", "--role", "clipping"]).code, 0);
    let text = std::fs::read_to_string(folder.path().join("sub/copydesk.toml")).unwrap();
    assert!(text.ends_with("\n\n[articles.\"a.txt\"]\nrole = \"clipping\"\n"), "{text}");
}

#[test]
fn a_path_that_goes_up_first_has_the_settings_of_where_it_leads() {
    let folder = folder(&[
        ("x/copydesk.toml", b"[articles.\"**\"]\noutlet = \"X\"\n"),
        ("y/copydesk.toml", b""),
        ("y/a.txt", b"The minister left.\n"),
    ]);
    let run = run_in(folder.path().join("x"), &["set", "../y/a.txt", "--date", "2016-01-01"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let text = std::fs::read_to_string(folder.path().join("y/copydesk.toml")).unwrap();
    assert_eq!(text, "[articles.\"a.txt\"]\npublished = 2016-01-01\n");
    let analysis = run_in(folder.path().join("x"), &["analyze", "../y"]).out;
    assert!(analysis.contains("\"2016-01-01\",\"outlet\":null"), "{analysis}");
}

#[test]
fn of_many_at_once_none_is_lost() {
    let names: Vec<_> = (0..12).map(|n| format!("{n}.txt")).collect();
    let mut files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"It rained.\n"[..])).collect();
    files.push(("copydesk.toml", b""));
    let folder = folder(&files);
    std::thread::scope(|scope| {
        for name in &names {
            let path = folder.path();
            scope.spawn(move || assert_eq!(run_in(path, &["set", name, "--date", "2016-04-18"]).code, 0));
        }
    });
    let text = std::fs::read_to_string(folder.path().join("copydesk.toml")).unwrap();
    assert_eq!(text.matches("published = 2016-04-18").count(), names.len(), "{text}");
}

#[test]
fn what_cannot_be_said_is_two_with_a_reason() {
    let broken: &[u8] = b"[rules]\n[articles\n";
    for (arguments, said) in [
        (&["set", "a.txt", "--date", "2016-02-30"][..], "not a day; write it as 2016-04-18"),
        (&["set", "a.txt", "--date", "18.4.2016"][..], "not a day"),
        (&["set", "a.txt", "--outlet", " "][..], "empty"),
        (&["set", "a.txt", "--role", "copy"][..], "draft"),
        (&["set", "a.txt"][..], "--date"),
        (&["set", "a.txt", "--date", "0000-01-01"][..], "years from 1800 to 2199"),
        (&["set", "a.txt", "--url", "not a url"][..], "is no web address"),
        (&["set", ".", "--date", "2016-04-18"][..], ".: is a folder; name an article"),
        (&["set", "copydesk.toml", "--date", "2016-04-18"][..], "is no article"),
        (&["init", "no/such"][..], "no/such: there is no such folder"),
        (&["set", "absent.txt", "--date", "2016-04-18"][..], "absent.txt: there is no such file"),
        (&["set", "a.txt", "--date", "2016-04-18"][..], "copydesk.toml has a mistake in line 2 ("),
    ] {
        let folder = folder(&[("a.txt", b"It rained.\n"), ("copydesk.toml", broken)]);
        let run = run_in(folder.path(), arguments);
        assert_eq!(run.code, 2, "{arguments:?}");
        assert!(run.err.contains(said), "{said:?} is not in {:?}", run.err);
        assert_eq!(std::fs::read(folder.path().join("copydesk.toml")).unwrap(), broken);
    }
}

#[cfg(unix)]
#[test]
fn one_that_is_killed_leaves_nothing_in_the_way() {
    use std::process::{Command, Stdio};
    use std::time::{Duration, Instant};
    let entries: String = (0..300).map(|n| format!("[articles.\"{n}.txt\"]\noutlet = \"The Post\"\n\n")).collect();
    let folder = folder(&[("copydesk.toml", entries.as_bytes()), ("a.txt", b"It rained.\n")]);
    let settings = folder.path().join("copydesk.toml");
    let command = |outlet: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
        command.current_dir(folder.path()).args(["set", "a.txt", "--outlet", outlet]);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    };
    let began = Instant::now();
    assert!(command("First").status().unwrap().success());
    let whole = began.elapsed();
    let mut killed = 0;
    for round in 0..50_u32 {
        // Anywhere between its beginning and its end, the same each time the test is run.
        let delay = whole.mul_f64(f64::from(round * 37 % 50) / 50.0);
        let mut child = command(&format!("Round {round}")).spawn().unwrap();
        std::thread::sleep(delay);
        child.kill().unwrap();
        killed += u32::from(child.wait().unwrap().code().is_none());
        let text = std::fs::read_to_string(&settings).unwrap();
        let (_, problems) = copydesk::store::settings::Settings::parse(&text);
        assert!(problems.is_empty() && text.matches("outlet = ").count() == 301, "{text}");
        let since = Instant::now();
        assert!(command(&format!("After {round}")).status().unwrap().success(), "round {round}");
        // Who waits for a lock that nobody holds gives up after five seconds.
        assert!(since.elapsed() < Duration::from_secs(4), "round {round}");
    }
    assert!(killed > 10, "{killed} of 50 were killed before they were done");
    let mut names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["a.txt", "copydesk.toml"], "nothing else is left");
}

/// A limit on the size of files does what a full disk does: nothing can be written.
#[cfg(unix)]
#[test]
fn where_nothing_can_be_written_nothing_is_half_made() {
    let folder = folder(&[("a.txt", b"It rained.\n")]);
    let full = |arguments: &str| {
        let script = format!("trap '' XFSZ; ulimit -f 0; exec \"$0\" {arguments}");
        let mut command = std::process::Command::new("sh");
        command.current_dir(folder.path()).args(["-c", &script, env!("CARGO_BIN_EXE_copydesk")]);
        command.output().unwrap()
    };
    let names = || std::fs::read_dir(folder.path()).unwrap().count();
    let refused = full("init");
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(refused.status.code() == Some(2) && said.contains("copydesk.toml: could not be written"), "{said}");
    assert_eq!(names(), 1, "nothing is left");
    assert_eq!(run_in(folder.path(), &["init"]).code, 0);
    let (settings, all) = (folder.path().join("copydesk.toml"), names());
    let before = std::fs::read(&settings).unwrap();
    assert_eq!(full("set a.txt --role clipping").status.code(), Some(2));
    assert_eq!((std::fs::read(&settings).unwrap(), names()), (before, all));
    assert_eq!(run_in(folder.path(), &["set", "a.txt", "--role", "clipping"]).code, 0);
}

#[cfg(unix)]
#[test]
fn a_link_to_somebody_elses_file_is_not_written_through() {
    let folder =
        folder(&[("theirs.toml", b"[articles.\"*\"]\noutlet = \"Theirs\"\n"), ("ours/a.txt", b"It rained.\n")]);
    std::os::unix::fs::symlink("../theirs.toml", folder.path().join("ours/copydesk.toml")).unwrap();
    let ours = folder.path().join("ours");
    assert!(run_in(&ours, &["analyze", "a.txt"]).out.contains("Theirs"), "it is read");
    let run = run_in(&ours, &["set", "a.txt", "--role", "clipping"]);
    assert!(
        run.code == 2 && run.err.contains("outside of its folder; change that file itself, or copy it here"),
        "{}",
        run.err
    );
    assert_eq!(std::fs::read(folder.path().join("theirs.toml")).unwrap(), b"[articles.\"*\"]\noutlet = \"Theirs\"\n");
}
