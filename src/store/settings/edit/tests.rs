//! Before and after, as whole texts.

use expect_test::{Expect, expect};
use jiff::civil::date;

use super::*;

/// 18 April 2016.
fn day() -> Fact {
    Fact::Published(date(2016, 4, 18))
}

/// The text after a fact was said; the value is shown between `«` and `»`, and saying it twice changes nothing.
#[track_caller]
fn after(text: &str, relative: &str, fact: &Fact) -> String {
    let edit = set(text, relative, fact).unwrap();
    let after = edit.apply(text);
    let again = set(&after, relative, fact).unwrap();
    assert_eq!(again.change, None, "said already");
    if edit.change.is_some() {
        assert_eq!(edit.value.of_text(&after), fact.written());
        assert_eq!(again.value, edit.value);
    }
    after
}

#[track_caller]
fn check(text: &str, relative: &str, fact: &Fact, expected: Expect) {
    expected.assert_eq(&after(text, relative, fact));
}

#[track_caller]
fn refused(text: &str, expected: Expect) {
    let Refused(why) = set(text, "a.txt", &day()).unwrap_err();
    expected.assert_eq(&why);
    assert_eq!(prepare(text, "a.txt", Gap::Published).unwrap_err().0, why);
}

#[test]
fn an_entry_of_its_own_is_made_behind_the_others() {
    check(
        "\
# Ours.
[articles.\"*.txt\"]  # all
role = \"clipping\"    # published by others

# The old one.
[articles.\"old.txt\"]
published = 2012-06-18
# source: the archive

# Loud.
[rules]
hearsay = \"off\"
",
        "a.txt",
        &day(),
        expect![[r#"
            # Ours.
            [articles."*.txt"]  # all
            role = "clipping"    # published by others

            # The old one.
            [articles."old.txt"]
            published = 2012-06-18
            # source: the archive

            [articles."a.txt"]
            published = 2016-04-18

            # Loud.
            [rules]
            hearsay = "off"
        "#]],
    );
}

#[test]
fn a_comment_above_the_next_table_stays_there() {
    check(
        "[articles.\"b.txt\"]\nrole = \"draft\"\n# How loud.\n[rules]\n",
        "a.txt",
        &day(),
        expect![[r#"
            [articles."b.txt"]
            role = "draft"

            [articles."a.txt"]
            published = 2016-04-18

            # How loud.
            [rules]
        "#]],
    );
}

#[test]
fn a_value_is_replaced_and_a_key_added_where_they_belong() {
    let text = "[articles.\"a.txt\"] # mine\n  published = 2001-01-01 # a guess\n\n\n[rules]\n";
    check(
        text,
        "a.txt",
        &day(),
        expect![[r#"
            [articles."a.txt"] # mine
              published = 2016-04-18 # a guess


            [rules]
        "#]],
    );
    check(
        text,
        "a.txt",
        &Fact::Outlet("The “Post” \"Mail\"".to_owned()),
        expect![[r#"
            [articles."a.txt"] # mine
              published = 2001-01-01 # a guess
              outlet = 'The “Post” "Mail"'


            [rules]
        "#]],
    );
}

#[test]
fn other_ways_to_write_an_entry() {
    let outlet = Fact::Outlet("X".to_owned());
    let cases = [
        ("articles = {}", "articles = { \"a.txt\" = { outlet = \"X\" } }"),
        (
            "articles = { \"a.txt\" = { role = \"draft\" } }",
            "articles = { \"a.txt\" = { role = \"draft\", outlet = \"X\" } }",
        ),
        (
            "[articles]\n\"a.txt\" = { role = 'draft' } # so",
            "[articles]\n\"a.txt\" = { role = 'draft', outlet = \"X\" } # so",
        ),
        (
            "[articles]\n\"a.txt\".role = 'draft' # so\n",
            "[articles]\n\"a.txt\".role = 'draft' # so\n\"a.txt\".outlet = \"X\"\n",
        ),
        ("articles.\"a.txt\".role = 'draft'", "articles.\"a.txt\".role = 'draft'\narticles.\"a.txt\".outlet = \"X\""),
        (
            "articles.\"b.txt\".role = 'draft'\n",
            "articles.\"b.txt\".role = 'draft'\n\n[articles.\"a.txt\"]\noutlet = \"X\"\n",
        ),
        ("[articles.'./a.txt']", "[articles.'./a.txt']\noutlet = \"X\""),
        ("[articles.\"a.txt\"]\n[rules]\n", "[articles.\"a.txt\"]\noutlet = \"X\"\n[rules]\n"),
        ("[rules]\nhearsay = 'off'", "[rules]\nhearsay = 'off'\n\n[articles.\"a.txt\"]\noutlet = \"X\"\n"),
        (
            "[articles]\n\"b.txt\".role = 'draft'\n\"c.txt\" = {}\n[rules]",
            "[articles]\n\"b.txt\".role = 'draft'\n\"c.txt\" = {}\n\n[articles.\"a.txt\"]\noutlet = \"X\"\n\n[rules]",
        ),
        ("", "[articles.\"a.txt\"]\noutlet = \"X\"\n"),
        ("\u{feff}", "\u{feff}[articles.\"a.txt\"]\noutlet = \"X\"\n"),
        ("\u{feff}[articles.\"a.txt\"]\noutlet = ''\n", "\u{feff}[articles.\"a.txt\"]\noutlet = \"X\"\n"),
    ];
    for (text, expected) in cases {
        assert_eq!(after(text, "a.txt", &outlet), expected, "{text:?}");
    }
}

#[test]
fn line_ends_stay() {
    let text = "# one\r\n[articles.\"a.txt\"]\r\noutlet = \"X\" # two\r\n\r\n[rules]\r\n";
    let edited = after(text, "a.txt", &day());
    assert_eq!(edited, text.replace("two\r\n", "two\r\npublished = 2016-04-18\r\n"));
    let added = after(text, "b.txt", &day());
    assert!(!added.replace("\r\n", "").contains(['\r', '\n']), "{added:?}");
    let mixed = "# one\n# two\r\n[articles.\"a.txt\"]\r\n";
    assert!(after(mixed, "a.txt", &day()).starts_with(mixed), "what is there stays as it is");
}

#[test]
fn of_two_spellings_the_one_that_wins_is_changed() {
    let text = "[articles.'a.txt']\npublished = 2001-01-01\n[articles.\"./a.txt\"]\npublished = 2002-02-02\n";
    assert_eq!(after(text, "a.txt", &day()), text.replace("2002-02-02", "2016-04-18"));
}

#[test]
fn any_file_name_gets_an_entry_that_speaks_of_it_alone() {
    let names = [
        "sub/2016-04-18 call.v2.txt",
        "it's \"quoted\".txt",
        "“Größe”.txt",
        "e\u{301}.txt",
        "a[1].txt",
        "[x].txt",
        "what?.txt",
        "all*.txt",
        "{a,b}.txt",
        "]]>.txt",
        "a#b=c.txt",
        "tab\there.txt",
        "…/👍.txt",
        "a.txt\n",
    ];
    for name in names {
        let edited = after("[articles.\"**\"]\noutlet = \"All\"\n", name, &day());
        let (settings, problems) = Settings::parse(&edited);
        assert_eq!(problems, [], "{edited}");
        assert_eq!(settings.meta_for(name).published, Some(date(2016, 4, 18)), "{edited}");
        assert_eq!(settings.meta_for(name).outlet.as_deref(), Some("All"));
        for other in ["a1.txt", "x.txt", "whatx.txt", "allall.txt", "a", "b.txt"] {
            assert_eq!(settings.meta_for(other).published, None, "{edited}");
        }
    }
}

#[test]
fn what_holds_already_is_not_said_again() {
    let text = "[articles.\"*\"]\nrole = \"clipping\"\npublished = \"2016-04-18\"\n";
    for fact in [Fact::Role(ArticleRole::Clipping), day()] {
        assert_eq!(set(text, "a.txt", &fact).unwrap().change, None);
    }
    assert_eq!(set("", "a.txt", &Fact::Role(ArticleRole::Draft)).unwrap().change, None);
    check(
        text,
        "a.txt",
        &Fact::Role(ArticleRole::Draft),
        expect![[r#"
            [articles."*"]
            role = "clipping"
            published = "2016-04-18"

            [articles."a.txt"]
            role = "draft"
        "#]],
    );
}

#[test]
fn a_line_to_fill_in_is_made_once_and_filled_in_by_a_value() {
    let text = "[articles.\"*.txt\"]\r\nrole = \"clipping\"\r\n";
    let edit = prepare(text, "a.txt", Gap::Published).unwrap();
    let prepared = edit.apply(text);
    assert_eq!(
        prepared,
        format!("{text}\r\n[articles.\"a.txt\"]\r\n# published = YYYY-MM-DD  # fill in, then remove the first #\r\n")
    );
    assert_eq!(edit.value.of_text(&prepared), "YYYY-MM-DD");
    assert_eq!(Settings::parse(&prepared).1, []);
    let again = prepare(&prepared, "a.txt", Gap::Published).unwrap();
    assert_eq!((again.change, again.value), (None, edit.value));
    let both = prepare(&prepared, "a.txt", Gap::Outlet).unwrap();
    assert_eq!(both.value.of_text(&both.apply(&prepared)), "Name of the outlet");
    // Another article's entry does not fall between the header and its line.
    let other = after(&prepared, "b.txt", &day());
    assert!(other.starts_with(&prepared), "{other}");
    assert_eq!(
        after(&prepared, "a.txt", &day()),
        format!("{text}\r\n[articles.\"a.txt\"]\r\npublished = 2016-04-18\r\n")
    );
}

#[test]
fn a_value_that_is_there_is_pointed_out() {
    let text = "[articles.\"a.txt\"]\noutlet = \"X\"\n";
    let edit = prepare(text, "a.txt", Gap::Outlet).unwrap();
    assert_eq!((edit.change, edit.value.of_text(text)), (None, "\"X\""));
}

#[test]
fn the_starter_takes_an_entry_at_its_end() {
    let edited = after(super::super::STARTER, "a.txt", &day());
    assert_eq!(edited, format!("{}\n[articles.\"a.txt\"]\npublished = 2016-04-18\n", super::super::STARTER));
}

#[test]
fn a_broken_text_is_left_alone() {
    refused(
        "a = 1\n[articles\n",
        expect!["copydesk.toml has a mistake in line 2 (unclosed table, expected `]`); mend it first"],
    );
    refused(
        "\u{feff}\r\n\r\n[articles.\"b.txt\"]\r\npublished = 2016-02-31\r\n",
        expect!["copydesk.toml has a mistake in line 4 (invalid date, expected day between 01 and 29); mend it first"],
    );
    refused("[rules]\n[rules]\n", expect!["copydesk.toml has a mistake in line 2 (duplicate key); mend it first"]);
    refused(
        "articles = 5\n",
        expect![[
            r#"copydesk.toml has articles in line 1 that no entry can be added to; write [articles."name.txt"] instead"#
        ]],
    );
    refused(
        "[[articles]]\n",
        expect![[
            r#"copydesk.toml has articles in line 1 that no entry can be added to; write [articles."name.txt"] instead"#
        ]],
    );
    refused(
        "x = 1\ry = 2",
        expect![
            "copydesk.toml has a mistake in line 2 (carriage return must be followed by newline, expected newline); mend it first"
        ],
    );
}

proptest::proptest! {
    /// Whatever the text: never a panic, and what is not refused is said and keeps everything else.
    #[test]
    fn any_text_is_changed_by_one_splice_or_not_at_all(
        lines in proptest::collection::vec(proptest::sample::select(vec![
            "[articles.\"a.txt\"]", "[articles.\"*.txt\"]", "published = 2001-01-01", "outlet = \"X\"", "# c", "",
            "[rules]", "hearsay = \"off\"", "\u{feff}", "[articles]", "\"a.txt\" = { }", "\"b.txt\".role = \"draft\"",
            "articles.\"a.txt\".outlet = 'é'", "# published = YYYY-MM-DD  # fill in, then remove the first #", "x", "  ",
        ]), 0..9),
        eol in proptest::sample::select(vec!["\n", "\r\n"]),
    ) {
        let text = lines.join(eol);
        if let Ok(edit) = set(&text, "a.txt", &day()) {
            let after = edit.apply(&text);
            proptest::prop_assert_eq!(Settings::parse(&after).0.meta_for("a.txt").published, Some(date(2016, 4, 18)));
            let kept = |text: &str| text.lines().filter(|line| !line.trim().is_empty()).count();
            proptest::prop_assert!(kept(&after) >= kept(&text));
        }
        if let Ok(edit) = prepare(&text, "a.txt", Gap::Published) {
            proptest::prop_assert_eq!(Settings::parse(&edit.apply(&text)).1.len(), Settings::parse(&text).1.len());
        }
    }
}
