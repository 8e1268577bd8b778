//! Exit codes, and what is said about input that is no article.

use std::io::Read;
use std::process::{Command, Stdio};

use super::{ROOT, folder, run, run_in};

/// The exit code, and words that standard error has to hold.
#[track_caller]
fn check(files: &[(&str, &[u8])], arguments: &[&str], code: i32, said: &str) {
    let folder = folder(files);
    let run = run_in(folder.path(), arguments);
    assert_eq!(run.code, code, "{}{}", run.out, run.err);
    assert!(run.err.contains(said), "{said:?} is not in {:?}", run.err);
    assert!(!run.err.contains("panicked"), "{}", run.err);
}

const HEARSAY: &[u8] =
    b"Minister gone\n\nThe minister has reportedly left the country, and on Monday the house was empty.\n";

#[test]
fn nothing_above_information_is_zero_and_a_warning_is_one() {
    check(&[("a.txt", b"It rained on Monday.\n")], &["check", "a.txt"], 0, "");
    check(&[("a.txt", HEARSAY)], &["check", "."], 1, "");
    check(&[("a.txt", HEARSAY)], &["check", ".", "--format", "json"], 1, "");
}

/// Root may read everything, unless it gives that up.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_may_not_be_read_costs_that_folder() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder(&[("a.txt", b"It rained on Monday.\n"), ("closed/b.txt", b"It snowed.\n")]);
    let closed = folder.path().join("closed");
    let close = |mode| std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(mode)).unwrap();
    close(0o000);
    let mut command = match std::fs::read_dir(&closed) {
        Err(_) => Command::new(env!("CARGO_BIN_EXE_copydesk")),
        Ok(_) => {
            let mut command = Command::new("setpriv");
            command.args(["--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"]);
            command.arg(env!("CARGO_BIN_EXE_copydesk"));
            command
        }
    };
    let output = command.args(["check", "."]).current_dir(folder.path()).stdin(Stdio::null()).output();
    close(0o755);
    let output = match output {
        Ok(output) => output,
        Err(error) => {
            eprintln!("skipped: root cannot be kept out of a folder without setpriv: {error}");
            return;
        }
    };
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("closed: not allowed to read this folder, its articles are missing"), "{said}");
    assert!(String::from_utf8_lossy(&output.stdout).starts_with(".: 1 article,"));
}

#[test]
fn a_clipping_never_fails_a_check() {
    let settings: &[u8] = b"[articles.\"*.txt\"]\nrole = \"clipping\"\n";
    check(&[("a.txt", HEARSAY), ("copydesk.toml", settings)], &["check", "."], 0, "");
}

#[test]
fn a_rule_that_is_off_says_nothing() {
    let settings: &[u8] = b"[rules]\nhearsay = \"off\"\n";
    check(&[("a.txt", HEARSAY), ("copydesk.toml", settings)], &["check", "."], 0, "");
    let settings: &[u8] = b"[rules]\nhearsay = \"information\"\n";
    check(&[("a.txt", HEARSAY), ("copydesk.toml", settings)], &["check", "."], 0, "");
}

#[test]
fn what_is_not_there_is_two() {
    for command in ["check", "analyze", "coverage"] {
        check(&[], &[command, "absent.txt"], 2, "absent.txt");
        check(&[("notes.md", b"# Notes")], &[command, "."], 2, "no article");
    }
    check(&[], &["hover", "absent.txt:1:1"], 2, "absent.txt");
    check(&[], &["compare", "absent.txt", "gone.txt"], 2, "absent.txt");
    check(&[("a.txt", HEARSAY)], &["compare", "a.txt", "a.txt"], 2, "with itself");
    check(&[("a.txt", HEARSAY), ("b.txt", HEARSAY)], &["compare", ".", "b.txt"], 2, "a file each");
}

#[test]
fn one_bad_path_among_good_ones_is_two() {
    check(&[("a.txt", HEARSAY)], &["check", "a.txt", "absent.txt"], 2, "absent.txt");
}

#[test]
fn a_file_of_another_encoding_is_read_with_a_word_about_it() {
    check(&[("a.txt", b"caf\xe9\n")], &["analyze", "a.txt"], 0, "Windows-1252");
}

#[test]
fn an_over_large_file_is_left_out_with_a_word_about_it() {
    let large = vec![b'x'; (1 << 20) + 1];
    check(&[("large.txt", &large), ("a.txt", b"It rained.\n")], &["analyze", "."], 0, "large.txt");
}

#[test]
fn a_file_that_was_named_and_is_left_out_is_two() {
    let large = vec![b'x'; (1 << 20) + 1];
    check(&[("large.txt", &large)], &["check", "large.txt"], 2, "no article was read");
}

#[test]
fn nothing_is_said_of_other_articles_where_there_are_none() {
    let folder = folder(&[("a.txt", HEARSAY), ("b.txt", b"It rained on Monday.\n")]);
    assert!(!run_in(folder.path(), &["check", "a.txt"]).out.contains("other article"));
    assert!(run_in(folder.path(), &["check", "."]).out.contains("no source for it was found"));
}

#[test]
fn an_empty_file_is_an_article() {
    let empty = folder(&[("empty.txt", b"")]);
    assert!(run_in(empty.path(), &["check", "."]).out.contains("no text · no date · empty"));
    check(&[("a.txt", b"")], &["check", "a.txt"], 0, "");
    check(&[("a.txt", b"")], &["hover", "a.txt:1:1"], 1, "nothing is known");
}

#[test]
fn a_mistake_in_the_settings_is_told_with_its_line_and_the_rest_counts() {
    let settings: &[u8] = b"[articles.\"a.txt\"]\npublished = 2016-04-18\n[rules]\nhearsay = \"loud\"\n";
    let files: [(&str, &[u8]); 2] = [("a.txt", HEARSAY), ("copydesk.toml", settings)];
    check(&files, &["check", "a.txt"], 1, "copydesk.toml:4:");
    let folder = folder(&files);
    assert!(run_in(folder.path(), &["analyze", "a.txt"]).out.contains("\"published\":\"2016-04-18\""));
}

#[test]
fn a_place_outside_the_article_is_two() {
    let files: [(&str, &[u8]); 1] = [("a.txt", "né\nb".as_bytes())];
    check(&files, &["hover", "a.txt:3:1"], 2, "2 lines");
    check(&files, &["hover", "a.txt:1:4"], 2, "2 characters");
    check(&files, &["definition", "a.txt:1:3"], 1, "nothing is known");
    check(&files, &["references", "a.txt:0:1"], 2, "FILE:LINE:COLUMN");
    check(&files, &["hover", "a.txt"], 2, "FILE:LINE:COLUMN");
}

#[test]
fn init_writes_a_file_once() {
    let folder = folder(&[]);
    assert_eq!(run_in(folder.path(), &["init"]).code, 0);
    let written = std::fs::read_to_string(folder.path().join("copydesk.toml")).unwrap();
    assert!(written.contains("published"), "{written}");
    assert_eq!(run_in(folder.path(), &["init"]).code, 2);
    assert_eq!(std::fs::read_to_string(folder.path().join("copydesk.toml")).unwrap(), written);
}

#[test]
fn any_bytes_are_read() {
    let bytes: Vec<u8> = (0..=255_u8).cycle().take(20_000).collect();
    let odd = "\u{feff}“a\r\n\r\u{2028}👩‍👩‍👧 said\u{0}, “".repeat(50);
    let files: [(&str, &[u8]); 3] = [("a.txt", &bytes), ("b.txt", odd.as_bytes()), ("c.txt", b"\r\r\n\n\r")];
    for command in ["check", "analyze", "coverage"] {
        let folder = folder(&files);
        let run = run_in(folder.path(), &[command, "."]);
        assert!(run.code == 0 || run.code == 1, "{command}: {}", run.err);
    }
    let folder = folder(&files);
    assert_eq!(run_in(folder.path(), &["compare", "b.txt", "c.txt"]).code, 0);
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
    command.current_dir(ROOT).args(["analyze", "seeds"]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!((child.wait().unwrap().code(), said.as_str()), (Some(0), ""));
}

#[test]
fn help_and_version_are_answers() {
    let help = run(&["--help"]);
    assert_eq!(help.code, 0);
    for command in ["check", "hover", "definition", "references", "analyze", "coverage", "compare", "init", "set"] {
        assert!(help.out.contains(command), "{command}");
        assert_eq!(run(&[command, "--help"]).code, 0);
    }
    assert_eq!(run(&["--version"]).out, format!("copydesk {}\n", env!("CARGO_PKG_VERSION")));
    assert_eq!(run(&[]).code, 2);
    assert_eq!(run(&["frobnicate"]).code, 2);
}
