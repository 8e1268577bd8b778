//! `copydesk eval` on small corpora.

use super::{folder, run_in};

const TEXT: &[u8] = "“It will rain,” Ann Lee of Acme said on Monday.\nThe sea is wide.\n".as_bytes();
const ANN: &[u8] = "T1\tContent 0 15\t“It will rain,”
T2\tSource 16 31\tAnn Lee of Acme
T3\tCue 32 36\tsaid
E1\tSays:T3 Content:T1 Cue:T3 Source:T2
"
.as_bytes();

#[test]
fn a_corpus_is_measured_and_its_mistakes_are_shown_with_their_place() {
    let folder = folder(&[("a.txt", TEXT), ("a.ann", ANN), ("b.txt", TEXT), ("b.ann", b"T1\tCue 4 8\twill\n")]);
    let run_ = run_in(&folder, &["eval", "."]);
    assert_eq!((run_.code, run_.err.as_str()), (0, ""));
    assert!(run_.out.contains("2 articles, 28 words; brat stand-off.\n"), "{}", run_.out);
    let row = "| Cue, tokens                   |      50.0 |   50.0 |  50.0 |     2 |    2 |";
    assert!(run_.out.contains(row), "{}", run_.out);
    assert!(run_.out.contains("\n- ./b.txt:1: was not found\n  | will\n"), "{}", run_.out);
    let quiet = run_in(&folder, &["eval", ".", "--examples", "0"]);
    assert!(!quiet.out.contains("Worst"), "{}", quiet.out);
}

#[test]
fn what_is_written_holds_no_word_of_an_article() {
    let folder = folder(&[("c/a.txt", TEXT), ("c/a.ann", b"T1\tCue 4 8\twill\n")]);
    let run = run_in(&folder, &["eval", "c", "--write", "scores.md"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let written = std::fs::read_to_string(folder.path().join("scores.md")).unwrap();
    assert!(written.contains("Written by `copydesk eval c --write scores.md`."), "{written}");
    assert!(written.contains("## How it is counted") && !written.contains("Worst"), "{written}");
    assert!(run.out.contains("  | will\n") && !written.contains("| will"));
}

#[test]
fn splits_are_named_and_chosen() {
    let json = br#"{"a": {"split": "dev", "entities": [{"start": 16, "end": 23, "type": "PER"}]},
                    "b": {"split": "train", "entities": []}}"#;
    let folder = folder(&[("gold.json", json), ("a.txt", TEXT), ("b.txt", TEXT), ("x.txt", TEXT), ("x.ann", ANN)]);
    let all = run_in(&folder, &["eval", "gold.json", "--examples", "0"]).out;
    assert!(all.contains("2 articles, 28 words; JSON; splits: dev (1), train (1).\n"), "{all}");
    let dev = run_in(&folder, &["eval", "gold.json", "--split", "dev", "--json"]);
    let scored: serde_json::Value = serde_json::from_str(&dev.out).unwrap();
    let corpus = &scored["corpora"][0];
    assert_eq!((corpus["articles"].as_u64(), corpus["figures"][0]["gold"].as_u64()), (Some(1), Some(1)));
    let none = run_in(&folder, &["eval", "gold.json", "--split", "test"]);
    let said = "copydesk: gold.json: no article is in the split “test”; there are dev (1), train (1)\n";
    assert_eq!((none.code, none.err.as_str()), (2, said));
    let without = run_in(&folder, &["eval", "x.ann", "--split", "dev"]);
    let said = "copydesk: x.ann: its gold names no splits, so that all of it is read, not “dev” alone\n";
    assert_eq!((without.code, without.err.as_str()), (0, said));
}

#[test]
fn bad_gold_is_named() {
    let folder =
        folder(&[("a.txt", TEXT), ("a.ann", b"T1\tSource 0\tx\n"), ("notes.txt", b"Hm."), ("c/notes.txt", b"Hm.")]);
    let run = |gold: &str| run_in(&folder, &["eval", gold]);
    assert_eq!(run("nowhere").err, "copydesk: nowhere: there is no such file or folder\n");
    assert!(
        run("c").err.starts_with("copydesk: c: no gold was found there; known are brat stand-off"),
        "{}",
        run("c").err
    );
    assert_eq!(run("c").code, 2);
    let broken = run(".");
    assert_eq!(
        (broken.code, broken.err.as_str()),
        (0, "copydesk: ./a.ann:1: “0” is no start and end; the line was left out\n")
    );
}

#[test]
fn expectations_are_a_table_by_themselves() {
    let folder = folder(&[("codes.json", b"{}"), ("basil-twelve.json", b"{}"), ("x/a.txt", TEXT), ("x/a.ann", ANN)]);
    for (arguments, advice) in
        [(&["eval", ".", "--json"][..], "leave out --json"), (&["eval", "x", "."], "name it alone")]
    {
        let run = run_in(&folder, arguments);
        let said = format!("copydesk: . holds expectations, which are a table by themselves: {advice}\n");
        assert_eq!((run.code, run.err), (2, said));
    }
}
