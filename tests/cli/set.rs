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
fn without_settings_they_are_made_beside_the_article() {
    let folder = folder(&[("a.txt", b"The minister left.\n")]);
    assert_eq!(run_in(folder.path(), &["set", "a.txt", "--role", "clipping"]).code, 0);
    let text = std::fs::read_to_string(folder.path().join("copydesk.toml")).unwrap();
    assert!(text.ends_with("\n\n[articles.\"a.txt\"]\nrole = \"clipping\"\n"), "{text}");
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
