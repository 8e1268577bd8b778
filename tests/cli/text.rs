//! What people read.

use super::{folder, run, run_in};

#[test]
fn check_shows_the_seeds_on_one_page() {
    let run = run(&["check", "seeds"]);
    assert_eq!(run.code, 0, "all five are clippings\n{}", run.out);
    assert_eq!(run.err, "");
    assert!(run.out.starts_with("seeds: 5 articles, "), "{}", run.out);
    assert!(run.out.contains("dates: 2 from the text, 3 from copydesk.toml"), "{}", run.out);
    assert!(!run.out.contains('\u{1b}'), "no colors in a file");
    let longest = run.out.lines().map(|line| line.chars().count()).max().unwrap();
    assert!(longest <= 160, "{longest} columns");
}

#[test]
fn a_finding_is_shown_with_its_place_its_words_and_what_to_do() {
    let filler = "and the river rose by a hand and the rain fell on the town hall ".repeat(6);
    let text = format!("The mayor spoke on Monday {filler}and the minister has reportedly left {filler}on Tuesday.\n");
    let folder = folder(&[("a.txt", text.as_bytes())]);
    let run = run_in(folder.path(), &["check", "a.txt"]);
    assert_eq!(run.code, 1);
    let column = text.find("reportedly").unwrap() + 1;
    let lines: Vec<&str> = run.out.lines().collect();
    let at = lines.iter().position(|line| line.starts_with(&format!("a.txt:1:{column}: warning[hearsay]: "))).unwrap();
    let (line, under) = (lines[at + 1], lines[at + 2]);
    assert!(line.starts_with("  | … ") && line.ends_with(" …"), "{line}");
    let (before, _) = under.split_once('^').unwrap();
    assert_eq!(
        before.chars().count(),
        line.chars().collect::<String>().find("reportedly").map(|at| line[..at].chars().count()).unwrap()
    );
    assert!(under.ends_with("^^^^^^^^^^"), "{under}");
    let middle = (before.chars().count() + under.chars().count()) / 2;
    assert!((30..70).contains(&middle), "in the middle of the window: {under}");
}

#[test]
fn an_article_cannot_drive_the_terminal() {
    let folder = folder(&[("a.txt", "The minister has reportedly \u{1b}[31mleft\u{7} the country.\n".as_bytes())]);
    let run = run_in(folder.path(), &["check", "a.txt"]);
    assert!(run.out.contains("reportedly"));
    assert!(!run.out.contains('\u{1b}') && !run.out.contains('\u{7}'));
}

#[test]
fn hover_definition_and_references_read_the_folder() {
    let earnest = "seeds/000_ac0255bbbf864db0.txt:18:245";
    let hover = run(&["hover", earnest]);
    assert_eq!(hover.code, 0, "{}", hover.err);
    assert!(hover.out.lines().next().unwrap().contains("Josh Earnest"), "{}", hover.out);
    let definition = run(&["definition", earnest]);
    assert!(definition.out.starts_with("seeds/000_ac0255bbbf864db0.txt:16:1: "), "{}", definition.out);
    let references = run(&["references", earnest]);
    assert!(references.out.lines().count() >= 3, "{}", references.out);
}

#[test]
fn the_phone_call_leads_to_the_other_article_alone() {
    let definition = run(&["definition", "seeds/000_ac0255bbbf864db0.txt:4:45"]);
    assert_eq!(definition.out.lines().count(), 1, "{}", definition.out);
    assert!(definition.out.starts_with("seeds/001_"), "{}", definition.out);
    let references = run(&["references", "seeds/000_ac0255bbbf864db0.txt:4:45"]);
    for other in ["002_", "003_", "004_"] {
        assert!(!references.out.contains(other), "{}", references.out);
    }
}

#[test]
fn coverage_counts_the_statements_it_does_not_show() {
    let said = ["mend the bridge", "close the tunnel", "paint the harbor", "sell the tramway", "flood the quarry"];
    let more = ["light the stadium", "fence the orchard", "widen the canal"];
    let quoted = |quote: fn(&str) -> String| {
        let lines = said.iter().chain(&more).map(|words| format!("\n“{}” Reed said.\n", quote(words)));
        format!("Mayor Ana Reed spoke in Weston on 18 April 2016.\n{}", lines.collect::<String>())
    };
    let (one, two) =
        (quoted(|words| format!("We’ll {words} soon,")), quoted(|words| format!("We'll {words} at once,")));
    let folder = folder(&[("a.txt", one.as_bytes()), ("b.txt", two.as_bytes())]);
    let run = run_in(folder.path(), &["coverage", "."]);
    let (_, both) = run.out.split_once("   both report\n").unwrap();
    assert_eq!(both.matches("a:").count(), 6, "{}", run.out);
    assert!(both.contains("\n     and 2 more\n"), "{}", run.out);
}

#[test]
fn coverage_puts_the_two_reports_of_the_call_together() {
    let run = run(&["coverage", "seeds"]);
    assert!(run.out.starts_with("5 articles, 4 events\n"), "{}", run.out);
    assert!(run.out.contains("same because"), "{}", run.out);
}

#[test]
fn coverage_says_where_two_articles_differ_before_where_they_agree() {
    let run = run(&["coverage", "seeds"]);
    let place = |words: &str| run.out.find(words).unwrap_or_else(|| panic!("no {words}\n{}", run.out));
    let order = ["they differ", "[preserving", "both report", "only 000", "only 001", "origins", "never quoted"];
    let places: Vec<usize> = order.iter().map(|words| place(words)).collect();
    assert!(places.is_sorted(), "{}", run.out);
    assert!(run.out.lines().all(|line| line.chars().count() <= 100), "{}", run.out);
}

#[test]
fn two_articles_stand_side_by_side_with_the_words_that_differ_marked() {
    let paths = ["seeds/000_ac0255bbbf864db0.txt", "seeds/001_33418969c43dd264.txt"];
    let run = run(&["compare", paths[0], paths[1]]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let line = run.out.lines().find(|line| line.contains("000:26 Kremlin")).unwrap();
    assert!(line.contains("001:18 Kremlin: [Putin] reiterated"), "two columns: {line}");
    assert!(run.out.contains("[preserving the partial]"), "{}", run.out);
    assert!(run.out.contains("\nOnly 000 (") && run.out.contains("\nOnly 001 ("), "{}", run.out);
    assert!(run.out.lines().all(|line| line.chars().count() <= 100), "{}", run.out);
}

#[test]
fn articles_on_two_events_are_not_compared() {
    let paths = ["seeds/000_ac0255bbbf864db0.txt", "seeds/002_9a3dda333ebe650b.txt"];
    let run = super::run(&["compare", paths[0], paths[1]]);
    assert_eq!(run.code, 0);
    assert!(run.out.contains("do not report the same event"), "{}", run.out);
    assert!(!run.out.contains("Only 000"), "{}", run.out);
}
