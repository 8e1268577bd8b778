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
        "blocks",
        "claims",
        "diagnostics",
        "entities",
        "events",
        "mentions",
        "outlet",
        "path",
        "provenance",
        "published",
        "sentences",
        "times",
        "zones",
    ];
    assert_eq!(keys(article), expected);
    let path = std::path::Path::new(ROOT).join(article["path"].as_str().unwrap());
    let text: Vec<char> = std::fs::read_to_string(path).unwrap().chars().collect();
    for claim in list(article, "claims") {
        assert_eq!(keys(claim), ["end", "kind", "probability", "provenance", "start"]);
        assert!(!words(&text, claim).is_empty());
    }
    for zone in list(article, "zones") {
        assert_eq!(keys(zone), ["end", "kind", "start"]);
        is_one_of(&zone["kind"], ZONES);
        let words = words(&text, zone);
        assert_eq!(words.trim(), words);
    }
    let entities: BTreeSet<&str> =
        list(article, "entities").iter().map(|entity| entity["id"].as_str().unwrap()).collect();
    for entity in list(article, "entities") {
        assert_eq!(keys(entity), ["dead", "id", "name", "provenance", "roles", "type"]);
        is_one_of(&entity["type"], TYPES);
    }
    for mention in list(article, "mentions") {
        assert_eq!(keys(mention), ["by", "end", "entity", "kind", "provenance", "start", "type"]);
        is_one_of(&mention["type"], TYPES);
        is_one_of(&mention["kind"], &["named", "nominal", "pronoun"]);
        assert!(entities.contains(mention["entity"].as_str().unwrap()), "{mention}");
        assert!(!words(&text, mention).is_empty());
    }
    for attribution in list(article, "attributions") {
        let known = [
            "accused",
            "act",
            "by",
            "content",
            "cue",
            "entities",
            "entity",
            "parent",
            "provenance",
            "source",
            "source_kind",
            "style",
            "unnamed",
            "voice",
        ];
        assert_eq!(keys(attribution), known);
        is_one_of(&attribution["act"], &["statement", "deed", "refusal"]);
        is_one_of(&attribution["style"], &["direct", "indirect", "mixed"]);
        if !attribution["source_kind"].is_null() {
            is_one_of(&attribution["source_kind"], &["named", "office", "anonymous", "outlet", "group", "vague"]);
        }
        if let Some(entity) = attribution["entity"].as_str() {
            assert!(entities.contains(entity));
        }
        let count = list(article, "attributions").len();
        assert!(attribution["parent"].is_null() || (attribution["parent"].as_u64().unwrap() as usize) < count);
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
        let all = ["by", "class", "days", "end", "event", "initiator", "participants", "provenance", "realis", "start"];
        assert_eq!(keys(event), all);
        is_one_of(&event["realis"], &["actual", "planned", "negated"]);
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
    assert_eq!(keys(&coverage), ["events", "never_quoted", "related"]);
    let mut articles = Vec::new();
    for event in list(&coverage, "events") {
        let all = [
            "articles",
            "date",
            "differences",
            "id",
            "never_quoted",
            "only",
            "origins",
            "shared",
            "title",
            "untold",
            "why",
        ];
        assert_eq!(keys(event), all);
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

const CALL: [&str; 2] = ["seeds/000_ac0255bbbf864db0.txt", "seeds/001_33418969c43dd264.txt"];

/// The text at the offsets of a statement is the text that is given.
fn stands_there(statement: &Value, article: &str) {
    let text: Vec<char> = std::fs::read_to_string(super::ROOT.to_owned() + "/" + article).unwrap().chars().collect();
    assert_eq!(words(&text, statement), statement["text"].as_str().unwrap());
}

#[test]
fn coverage_says_what_stands_between_two_articles() {
    let run = run(&["coverage", "seeds", "--format", "json"]);
    let coverage: Value = serde_json::from_str(&run.out).unwrap();
    let call = list(&coverage, "events").iter().find(|event| list(event, "articles").len() == 2).unwrap();
    for shared in list(call, "shared") {
        assert_eq!(keys(shared), ["score", "verbatim", "versions"]);
        assert_eq!(list(shared, "versions").len(), 2);
        for version in list(shared, "versions") {
            assert_eq!(keys(version), ["article", "end", "line", "source", "start", "text"]);
            stands_there(version, version["article"].as_str().unwrap());
        }
    }
    let uptick = |one: &Value| one["verbatim"] == true && one.to_string().contains("uptick");
    assert!(list(call, "shared").iter().any(uptick), "{call:#}");
    for difference in list(call, "differences") {
        assert_eq!(keys(difference), ["versions", "what"]);
        is_one_of(&difference["what"], &["who", "figures", "day", "name", "source", "words"]);
    }
    let differ = |one: &Value| one.to_string().contains("preserving") && one.to_string().contains("strengthening");
    assert!(list(call, "differences").iter().any(differ), "{call:#}");
    let [phoned] = &list(call, "untold")[..] else { panic!("{call:#}") };
    assert_eq!((&phoned["what"], &phoned["question"]), (&"who".into(), &"who phoned".into()));
    assert_eq!(phoned["told"]["words"], "the U.S. president made an urgent call");
    assert_eq!(phoned["silent"], serde_json::json!([CALL[0]]));
    let only: Vec<&str> = list(call, "only").iter().map(|one| one["article"].as_str().unwrap()).collect();
    assert_eq!(only, CALL);
    let through = |one: &Value| one["through"] == "ABC News" && one["article"] == CALL[1];
    let kremlin = list(call, "origins").iter().find(|origin| origin["name"] == "Kremlin").unwrap();
    assert!(list(kremlin, "articles").iter().any(through), "{kremlin:#}");
    let missing = list(call, "never_quoted").iter().any(|one| one["name"] == "Bashar al-Assad");
    assert!(missing, "{call:#}");
}

#[test]
fn two_articles_are_compared_the_same_from_both_sides() {
    let compare = |a: &str, b: &str| -> Value {
        let run = run(&["compare", a, b, "--format", "json"]);
        assert_eq!(run.code, 0, "{}", run.err);
        serde_json::from_str(&run.out).unwrap()
    };
    let found = compare(CALL[0], CALL[1]);
    assert_eq!(keys(&found), ["a", "aligned", "b", "only_a", "only_b", "same_event"]);
    assert_eq!((&found["a"], &found["b"], &found["same_event"]), (&CALL[0].into(), &CALL[1].into(), &true.into()));
    for pair in list(&found, "aligned") {
        assert_eq!(keys(pair), ["a", "b", "differences", "differs", "facts"]);
        assert_eq!(pair["differs"], !list(pair, "differences").is_empty());
        stands_there(&pair["a"], CALL[0]);
        stands_there(&pair["b"], CALL[1]);
    }
    assert!(list(&found, "aligned").len() >= 5, "{found:#}");
    for (side, article) in [("only_a", CALL[0]), ("only_b", CALL[1])] {
        assert!(!list(&found, side).is_empty());
        list(&found, side).iter().for_each(|statement| stands_there(statement, article));
    }
    // What is aligned is not alone.
    let aligned = list(&found, "aligned").iter().map(|pair| pair["a"]["start"].as_u64().unwrap());
    let alone: Vec<u64> = list(&found, "only_a").iter().map(|one| one["start"].as_u64().unwrap()).collect();
    assert!(aligned.into_iter().all(|start| !alone.contains(&start)));
    let back = compare(CALL[1], CALL[0]);
    let starts = |found: &Value, one: &str, other: &str| {
        let pair = |pair: &Value| (pair[one]["start"].as_u64().unwrap(), pair[other]["start"].as_u64().unwrap());
        let mut all: Vec<(u64, u64)> = list(found, "aligned").iter().map(pair).collect();
        all.sort_unstable();
        all
    };
    assert_eq!(starts(&found, "a", "b"), starts(&back, "b", "a"));
    let other = compare(CALL[0], "seeds/002_9a3dda333ebe650b.txt");
    assert_eq!((other["same_event"].clone(), list(&other, "aligned").len()), (false.into(), 0));
}

#[test]
fn facts_that_differ_are_told_with_their_places() {
    let articles = ["five people", "nine people"].map(|killed| {
        format!("May 6, 2024\n\nA bus overturned near Weston on Monday, killing {killed}. The fire brigade closed the road.\n")
    });
    let folder = folder(&[("a.txt", articles[0].as_bytes()), ("b.txt", articles[1].as_bytes())]);
    let run = run_in(folder.path(), &["compare", "a.txt", "b.txt", "--format", "json"]);
    let found: Value = serde_json::from_str(&run.out).unwrap();
    let facts: Vec<&Value> = list(&found, "aligned").iter().flat_map(|pair| list(pair, "facts")).collect();
    assert_eq!(facts.len(), 1, "{found:#}");
    assert_eq!((&facts[0]["what"], &facts[0]["a"]["text"]), (&"figures".into(), &"five people".into()));
    assert_eq!(facts[0]["b"]["text"], "nine people");
    assert!(list(&found, "aligned").iter().all(|pair| pair["differs"] == (list(pair, "facts").len() == 1)));
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
