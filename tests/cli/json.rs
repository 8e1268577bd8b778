//! The machine-readable commands: their shape is fixed, since other tools read it.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{ROOT, folder, run, run_in};

fn lines(out: &str) -> Vec<Value> {
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a Vec<Value> {
    value[key].as_array().unwrap()
}

/// The words of a span, counted in code points of the file.
fn words(text: &[char], span: &Value) -> String {
    let at = |key: &str| usize::try_from(span[key].as_u64().unwrap()).unwrap();
    assert!(at("start") <= at("end") && at("end") <= text.len(), "{span}");
    text[at("start")..at("end")].iter().collect()
}

fn is_one_of(value: &Value, names: &[&str]) {
    assert!(names.contains(&value.as_str().unwrap()), "{value} is none of {names:?}");
}

const TYPES: &[&str] = &["person", "organization", "place", "group", "event", "product", "other"];
const ZONES: &[&str] = &[
    "headline",
    "kicker",
    "standfirst",
    "dateline",
    "dateline-date",
    "byline",
    "caption",
    "subheading",
    "related",
    "body",
    "boilerplate",
];

#[test]
fn analyze_has_the_shape_that_is_promised() {
    let run = run(&["analyze", "seeds", "--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let articles = lines(&run.out);
    assert_eq!(articles.len(), 5);
    for article in &articles {
        article_has_the_shape(article);
    }
}

fn article_has_the_shape(article: &Value) {
    let expected = [
        "attributions",
        "diagnostics",
        "entities",
        "events",
        "mentions",
        "outlet",
        "path",
        "published",
        "sentences",
        "times",
        "zones",
    ];
    assert_eq!(keys(article), expected);
    let path = std::path::Path::new(ROOT).join(article["path"].as_str().unwrap());
    let text: Vec<char> = std::fs::read_to_string(path).unwrap().chars().collect();
    for zone in list(article, "zones") {
        assert_eq!(keys(zone), ["end", "kind", "start"]);
        is_one_of(&zone["kind"], ZONES);
        let words = words(&text, zone);
        assert_eq!(words.trim(), words);
    }
    let entities: BTreeSet<&str> =
        list(article, "entities").iter().map(|entity| entity["id"].as_str().unwrap()).collect();
    for entity in list(article, "entities") {
        assert_eq!(keys(entity), ["id", "name", "roles", "type"]);
        is_one_of(&entity["type"], TYPES);
    }
    for mention in list(article, "mentions") {
        assert_eq!(keys(mention), ["end", "entity", "kind", "start", "type"]);
        is_one_of(&mention["type"], TYPES);
        is_one_of(&mention["kind"], &["named", "nominal", "pronoun"]);
        assert!(entities.contains(mention["entity"].as_str().unwrap()), "{mention}");
        assert!(!words(&text, mention).is_empty());
    }
    for attribution in list(article, "attributions") {
        assert_eq!(keys(attribution), ["content", "cue", "entity", "source", "source_kind", "style"]);
        is_one_of(&attribution["style"], &["direct", "indirect", "mixed"]);
        if !attribution["source_kind"].is_null() {
            is_one_of(&attribution["source_kind"], &["named", "office", "anonymous", "outlet", "group", "vague"]);
        }
        if let Some(entity) = attribution["entity"].as_str() {
            assert!(entities.contains(entity));
        }
        for part in ["source", "cue", "content"] {
            for span in list(attribution, part) {
                assert_eq!(keys(span), ["end", "start"]);
                assert!(!words(&text, span).is_empty());
            }
        }
    }
    for time in list(article, "times") {
        assert_eq!(keys(time), ["end", "start", "value"]);
        words(&text, time);
    }
    for event in list(article, "events") {
        assert_eq!(keys(event), ["end", "event", "start"]);
        words(&text, event);
    }
    for diagnostic in list(article, "diagnostics") {
        assert_eq!(keys(diagnostic), ["code", "end", "message", "severity", "start"]);
        is_one_of(&diagnostic["severity"], &["error", "warning", "information", "hint"]);
        words(&text, diagnostic);
    }
}

#[test]
fn offsets_are_code_points_of_the_file_as_it_is() {
    let folder = folder(&[("a.txt", "\u{feff}👍\r\n\r\nBarack Obama said “yes” on Monday.\r\n".as_bytes())]);
    let article = &lines(&run_in(folder.path(), &["analyze", "a.txt"]).out)[0];
    let text: Vec<char> = std::fs::read_to_string(folder.path().join("a.txt")).unwrap().chars().collect();
    let obama = list(article, "mentions").iter().find(|mention| mention["kind"] == "named").unwrap();
    assert_eq!(words(&text, obama), "Barack Obama");
    assert_eq!(obama["start"], 6);
}

#[test]
fn coverage_holds_every_article_once() {
    let run = run(&["coverage", "seeds", "--format", "json"]);
    assert_eq!(run.code, 0);
    let coverage: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(keys(&coverage), ["events", "related"]);
    let mut articles = Vec::new();
    for event in list(&coverage, "events") {
        assert_eq!(keys(event), ["articles", "date", "id", "title"]);
        articles.extend(list(event, "articles").iter().map(|path| path.as_str().unwrap().to_owned()));
    }
    articles.sort();
    assert_eq!(articles.len(), 5);
    articles.dedup();
    assert_eq!(articles.len(), 5);
    for related in list(&coverage, "related") {
        assert_eq!(keys(related), ["a", "b", "score", "why"]);
    }
}

#[test]
fn the_same_paths_give_the_same_bytes() {
    for arguments in
        [&["analyze", "seeds"][..], &["coverage", "seeds", "--format", "json"], &["check", "seeds", "--all"]]
    {
        assert_eq!(run(arguments).out, run(arguments).out);
    }
}

#[test]
fn check_names_line_and_column() {
    let folder = folder(&[("a.txt", "Né.\n\nThe minister has reportedly left.\n".as_bytes())]);
    let article = &lines(&run_in(folder.path(), &["check", "a.txt", "--format", "json"]).out)[0];
    assert_eq!(keys(article), ["diagnostics", "path"]);
    let hearsay = list(article, "diagnostics").iter().find(|one| one["code"] == "hearsay").unwrap();
    assert_eq!((hearsay["line"].as_u64(), hearsay["column"].as_u64()), (Some(3), Some(18)));
}
