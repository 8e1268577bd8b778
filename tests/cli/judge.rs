//! `copydesk judge` and `copydesk annotations`: the story of a user in the shell.

use serde_json::Value;

use super::{folder, run_in};

const CALL: &[u8] =
    "Mayor and governor talk\n\nMayor Ana Reed called Governor Sam Holt on Monday, May 6, 2024, about the \
bridge. “The bridge is closed,” Reed said. Bloomberg Tower was lit.\n\nCritics reportedly left the town.\n"
        .as_bytes();

fn desk() -> tempfile::TempDir {
    folder(&[("copydesk.toml", b""), ("a.txt", CALL)])
}

fn judge(folder: &tempfile::TempDir, arguments: &[&str]) -> super::Run {
    run_in(folder.path(), &[&["judge"], arguments, &["--as", "A. Annotator"]].concat())
}

fn analysis(folder: &tempfile::TempDir) -> String {
    run_in(folder.path(), &["analyze", "."]).out
}

/// `FILE:LINE:COLUMN-LINE:COLUMN` of words in the article.
fn words(words: &str) -> String {
    let text = std::str::from_utf8(CALL).unwrap();
    let at = text.find(words).unwrap();
    let line = text[..at].matches('\n').count() + 1;
    let column = text[..at].rsplit('\n').next().unwrap().chars().count() + 1;
    format!("a.txt:{line}:{column}-{line}:{}", column + words.chars().count())
}

#[test]
fn a_judgement_is_one_line_more_and_can_be_taken_away() {
    let folder = desk();
    let before = analysis(&folder);
    let run = judge(&folder, &[&words("Bloomberg Tower"), "mention", "place", "--json"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let answer: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(answer["title"], "Mark “Bloomberg Tower” as place");
    assert_eq!(answer["written"][0]["file"], "a.txt.anno.jsonl");
    let id = answer["written"][0]["id"].as_str().unwrap();
    let lines = std::fs::read_to_string(folder.path().join("a.txt.anno.jsonl")).unwrap();
    assert_eq!(lines.lines().count(), 1, "{lines}");
    let line: Value = serde_json::from_str(&lines).unwrap();
    assert_eq!(line["creator"]["name"], "A. Annotator");
    assert_eq!(line["copydesk"]["type"], "place");
    let analyzed: Value = serde_json::from_str(&analysis(&folder)).unwrap();
    let human = analyzed["mentions"].as_array().unwrap().iter().find(|mention| mention["by"] == "human").unwrap();
    assert_eq!((&human["type"], human["annotation"].as_str()), (&Value::from("place"), Some(id)));
    let listed = run_in(folder.path(), &["annotations", ".", "--format", "json"]).out;
    let listed: Value = serde_json::from_str(&listed).unwrap();
    assert_eq!(
        (&listed["places"][0]["quote"], &listed["places"][0]["how"]),
        (&"Bloomberg Tower".into(), &"exact".into())
    );
    // The same again is the same line; another type replaces it.
    assert_eq!(judge(&folder, &[&words("Bloomberg Tower"), "mention", "organization"]).code, 0);
    let lines = std::fs::read_to_string(folder.path().join("a.txt.anno.jsonl")).unwrap();
    assert!(lines.lines().count() == 1 && lines.contains(id) && lines.contains("organization"), "{lines}");
    let run = judge(&folder, &["a.txt:1:1", "delete", "--id", id]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(!folder.path().join("a.txt.anno.jsonl").exists());
    assert_eq!(analysis(&folder), before, "byte by byte as it was");
}

#[test]
fn verdicts_speakers_claims_and_dismissals() {
    let folder = desk();
    let ok = |arguments: &[&str], title: &str| {
        let run = judge(&folder, arguments);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{arguments:?}");
        assert!(run.out.starts_with(title), "{}", run.out);
    };
    ok(&[&words("Sam Holt"), "reject", "mention"], "Not a name: “Governor Sam Holt”");
    assert!(!analysis(&folder).contains("\"name\":\"Sam Holt\""));
    ok(&[&words("Sam Holt"), "mention", "person"], "Mark “Sam Holt” as person");
    ok(&[&words("“The bridge is closed,”"), "speaker", "Sam Holt"], "Speaker: Sam Holt");
    let analyzed: Value = serde_json::from_str(&analysis(&folder)).unwrap();
    let said = analyzed["attributions"].as_array().unwrap().iter().find(|it| it["by"] == "human").unwrap();
    let holt = analyzed["entities"].as_array().unwrap().iter().find(|it| it["name"] == "Sam Holt").unwrap();
    assert_eq!(said["entity"], holt["id"]);
    ok(&[&words("Critics"), "note", "Who are they?"], "Note, ");
    let check = run_in(folder.path(), &["check", ".", "--all"]).out;
    assert!(check.contains("hearsay"), "{check}");
    ok(&[&words("reportedly"), "dismiss", "hearsay", "--reason", "seen"], "Dismiss: hearsay");
    let check = run_in(folder.path(), &["check", ".", "--all"]).out;
    assert!(!check.contains("[hearsay]"), "{check}");
    let dismissed = run_in(folder.path(), &["check", ".", "--dismissed"]).out;
    assert!(dismissed.contains("[hearsay]") && dismissed.contains("dismissed: A. Annotator, "), "{dismissed}");
    ok(&["a.txt:3:20", "claim", "checked", "--link", "https://example.org/x", "--note", "asked"], "Claim: checked");
    let hover = run_in(folder.path(), &["hover", "a.txt:3:12"]).out;
    assert!(hover.contains("Claim, checked: A. Annotator, "), "{hover}");
    let list = run_in(folder.path(), &["annotations", "a.txt"]).out;
    assert!(list.contains("dismissal, A. Annotator [urn:uuid:"), "{list}");
}

#[test]
fn what_cannot_be_decided_is_refused_with_what_to_do() {
    let folder = desk();
    let refused = |arguments: &[&str], why: &str| {
        let run = judge(&folder, arguments);
        assert!(run.code == 2 && run.err.contains(why), "{arguments:?}: {} {}", run.out, run.err);
    };
    refused(&["a.txt:2:1", "accept"], "nothing was read at");
    refused(&[&words("Ana Reed"), "mention", "dragon"], "there is no such type; there are person");
    refused(&[&words("Ana Reed"), "dismiss", "no-such"], "there is no such rule; there are");
    refused(&[&words("Ana Reed"), "dismiss", "hearsay"], "there is no such finding");
    refused(&[&words("Ana Reed"), "same", "--to", &words("Ana Reed")], "both places are");
    refused(&[&words("Ana Reed"), "delete", "--id", "urn:x"], "there is no such annotation");
    refused(&["b.txt:1:1", "accept"], "b.txt");
    assert!(!folder.path().join("a.txt.anno.jsonl").exists());
    std::fs::remove_file(folder.path().join("copydesk.toml")).unwrap();
    refused(&[&words("Ana Reed"), "accept"], "Copydesk is off here");
}

#[test]
fn annotations_follow_the_text_and_are_named_when_they_are_lost() {
    let folder = desk();
    assert_eq!(judge(&folder, &[&words("Ana Reed"), "accept"]).code, 0);
    assert_eq!(judge(&folder, &[&words("Critics"), "note", "Who?"]).code, 0);
    let text = std::str::from_utf8(CALL).unwrap();
    let edited = text
        .replace("\n\nCritics reportedly left the town.\n", "\n")
        .replace("Mayor and governor", "A new lead\n\nThe");
    std::fs::write(folder.path().join("a.txt"), &edited).unwrap();
    let list = run_in(folder.path(), &["annotations", ".", "--format", "json"]);
    let places: Vec<Value> = list.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(places[0]["places"][0]["quote"], "Ana Reed");
    assert_eq!((&places[1]["places"][0]["start"], &places[1]["places"][0]["quote"]), (&Value::Null, &"Critics".into()));
    assert!(list.err.contains("orphaned-annotation: “Critics” (note, A. Annotator)"), "{}", list.err);
    let id = places[1]["id"].as_str().unwrap();
    let run = judge(&folder, &["a.txt:1:1", "reanchor", "--id", id, "--to", "a.txt:1:1-1:6"]);
    assert_eq!((run.code, run.err.contains("orphaned")), (0, true));
    assert_eq!(run_in(folder.path(), &["annotations", "."]).err, "");
}

#[test]
fn a_file_of_annotations_is_no_article_and_what_is_wrong_in_it_is_said() {
    let folder = desk();
    std::fs::write(folder.path().join("copydesk.toml"), "include = [\"**/*.jsonl\"]\n").unwrap();
    std::fs::write(folder.path().join("a.txt.anno.jsonl"), "{\"id\": \"cut off\n").unwrap();
    let run = run_in(folder.path(), &["annotations", "."]);
    assert!(run.code == 0 && run.err.contains("a.txt.anno.jsonl:1:1: no annotation that can be read"), "{}", run.err);
    assert_eq!(judge(&folder, &[&words("Ana Reed"), "accept"]).code, 0);
    let lines = std::fs::read_to_string(folder.path().join("a.txt.anno.jsonl")).unwrap();
    assert!(lines.lines().count() == 2 && lines.contains("{\"id\": \"cut off\n"), "{lines}");
    let check = run_in(folder.path(), &["analyze", "."]).out;
    assert_eq!(check.lines().count(), 1, "one article");
    let named = run_in(folder.path(), &["check", "a.txt.anno.jsonl"]);
    assert!(named.code == 2 && named.err.contains("holds annotations and is no article"), "{}", named.err);
}

/// The samples, in a folder of their own.
fn samples() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(std::path::Path::new(super::ROOT).join("seeds")).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
    }
    folder
}

#[test]
fn two_calls_are_told_apart_and_are_one_again() {
    let folder = samples();
    let (here, there) = ("000_ac0255bbbf864db0.txt:4:35", "001_33418969c43dd264.txt:8:190");
    let coverage = || run_in(folder.path(), &["coverage", "."]).out;
    let before = coverage();
    assert!(before.starts_with("5 articles, 4 events\n"), "{before}");
    let run = judge(&folder, &[here, "not-same", "--to", there]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(run.out.starts_with("Not the same event, 000:4 / 001:8\ncopydesk.anno.jsonl: urn:uuid:"), "{}", run.out);
    assert!(coverage().starts_with("5 articles, 5 events\n"), "{}", coverage());
    let hover = run_in(folder.path(), &["hover", here]).out;
    assert!(hover.contains("not the same: A. Annotator, "), "{hover}");
    // The latest counts, and it is the same line.
    assert_eq!(judge(&folder, &[here, "same", "--to", there]).code, 0);
    assert!(coverage().starts_with("5 articles, 4 events\n"));
    let file = folder.path().join("copydesk.anno.jsonl");
    assert_eq!(std::fs::read_to_string(&file).unwrap().lines().count(), 1);
    std::fs::remove_file(file).unwrap();
    assert_eq!(coverage(), before);
}

/// What git says, or why there is no git.
fn git(folder: &tempfile::TempDir, arguments: &[&str]) -> Option<String> {
    let identity = ["-c", "user.name=A. Annotator", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"];
    let mut command = std::process::Command::new("git");
    let output = command.current_dir(folder.path()).args(identity).args(arguments).output().ok()?;
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn what_two_colleagues_decide_on_two_branches_is_merged_without_a_question() {
    let folder = folder(&[("a.txt", CALL)]);
    if git(&folder, &["init", "-q"]).is_none() {
        println!("skipped: there is no git");
        return;
    }
    assert_eq!(run_in(folder.path(), &["init", "."]).code, 0);
    let attributes = std::fs::read_to_string(folder.path().join(".gitattributes")).unwrap();
    assert!(attributes.contains("*.anno.jsonl merge=union"), "{attributes}");
    let decide = |who: &str, words_of: &str, kind: &str| {
        let run = run_in(folder.path(), &["judge", &words(words_of), "mention", kind, "--as", who]);
        assert_eq!((run.code, run.err.as_str()), (0, ""));
    };
    let commit = |message: &str| {
        git(&folder, &["add", "."]);
        git(&folder, &["commit", "-q", "-m", message]);
    };
    decide("A. Annotator", "Sam Holt", "person");
    commit("first");
    git(&folder, &["checkout", "-q", "-b", "colleague"]);
    decide("B. Other", "Bloomberg Tower", "organization");
    commit("theirs");
    git(&folder, &["checkout", "-q", "main"]);
    decide("A. Annotator", "Bloomberg Tower", "place");
    decide("A. Annotator", "Ana Reed", "person");
    assert_eq!(git(&folder, &["diff", "--numstat"]).unwrap().split_whitespace().collect::<Vec<_>>()[..2], ["2", "0"]);
    commit("ours");
    git(&folder, &["merge", "-q", "--no-edit", "colleague"]);
    let lines = std::fs::read_to_string(folder.path().join("a.txt.anno.jsonl")).unwrap();
    assert_eq!(lines.lines().count(), 4, "{lines}");
    let check = run_in(folder.path(), &["check", "."]);
    assert!(!check.err.contains("anno.jsonl"), "{}", check.err);
    // Of what they differ in the latest counts, and whose it is not is said.
    let analyzed: Value = serde_json::from_str(&analysis(&folder)).unwrap();
    let tower = |mention: &&Value| mention["by"] == "human" && mention["type"] == "place";
    assert!(analyzed["mentions"].as_array().unwrap().iter().any(|mention| tower(&mention)), "{analyzed}");
}

#[test]
fn ones_own_judgement_counts_for_oneself() {
    let folder = desk();
    let decide = |folder: &tempfile::TempDir, arguments: &[&str], who: &str| {
        let run = run_in(folder.path(), &[&["judge"], arguments, &["--as", who]].concat());
        assert_eq!((run.code, run.err.as_str()), (0, ""));
    };
    for (who, kind, status) in [("A. Annotator", "organization", "checked"), ("B. Other", "place", "open")] {
        decide(&folder, &[&words("Bloomberg Tower"), "mention", kind], who);
        decide(&folder, &[&words("Critics reportedly left the town."), "claim", status], who);
    }
    let seen = |eyes: &[&str]| {
        let check = run_in(folder.path(), &[&["check", ".", "--dismissed"], eyes].concat()).out;
        let analyze = run_in(folder.path(), &[&["analyze", "."], eyes].concat()).out;
        let article: Value = serde_json::from_str(&analyze).unwrap();
        let human = article["mentions"].as_array().unwrap().iter().find(|mention| mention["by"] == "human").unwrap();
        (human["type"].as_str().unwrap().to_owned(), check.contains("[hearsay]"))
    };
    let (mine, theirs) = (("organization".to_owned(), true), ("place".to_owned(), false));
    assert_eq!(seen(&["--as", "A. Annotator"]), mine);
    // Nobody's: the latest.
    assert_eq!(seen(&["--as", "C. Third"]), theirs);
    if git(&folder, &["init", "-q"]).is_none() {
        println!("skipped: there is no git");
        return;
    }
    git(&folder, &["config", "user.name", "A. Annotator"]);
    assert_eq!(seen(&[]), mine);
    assert_eq!(seen(&["--as", "B. Other"]), theirs);
    // What lies between two articles as well.
    let folder = samples();
    let (here, there) = ("000_ac0255bbbf864db0.txt:4:35", "001_33418969c43dd264.txt:8:190");
    decide(&folder, &[here, "not-same", "--to", there], "A. Annotator");
    decide(&folder, &[here, "same", "--to", there], "B. Other");
    let coverage = |eyes: &str| run_in(folder.path(), &["coverage", ".", "--as", eyes]).out;
    assert!(coverage("A. Annotator").starts_with("5 articles, 5 events"));
    assert!(coverage("B. Other").starts_with("5 articles, 4 events"));
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_file_as_it_was() {
    let folder = desk();
    for n in 0..4 {
        assert_eq!(judge(&folder, &[&words("Sam Holt"), "note", &format!("{n} {}", "long ".repeat(60))]).code, 0);
    }
    let file = folder.path().join("a.txt.anno.jsonl");
    let before = std::fs::read(&file).unwrap();
    assert!(before.len() > 2048);
    let names = || std::fs::read_dir(folder.path()).unwrap().count();
    let count = names();
    // No file may grow beyond 1 kB: once writing says so, once it kills.
    for limit in ["trap '' XFSZ; ulimit -f 1", "ulimit -f 1"] {
        let mut command = std::process::Command::new("sh");
        command.current_dir(folder.path()).args(["-c", &format!("{limit}; exec \"$@\""), "sh"]);
        command.args([env!("CARGO_BIN_EXE_copydesk"), "judge", &words("Sam Holt"), "note", "more", "--as", "A"]);
        let output = command.output().unwrap();
        assert!(!output.status.success());
        assert_eq!(std::fs::read(&file).unwrap(), before);
        if limit.starts_with("trap") {
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(said.contains("a.txt.anno.jsonl") && names() == count, "{said}");
        }
    }
    // The next needs no hand.
    assert_eq!(judge(&folder, &[&words("Sam Holt"), "note", "once more"]).code, 0);
    assert_eq!(std::fs::read_to_string(&file).unwrap().lines().count(), 5);
}
