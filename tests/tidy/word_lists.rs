//! Words are data: no list of them stands in code.

use expect_test::expect_file;

use super::source::{Token, text, tokens};

/// So many words in one pattern or array are a list.
const LIST: usize = 5;

/// The rooms that hold none: those that read and tell, which another language would share.
const ROOMS: [&str; 6] = ["token", "analysis", "model", "rules", "ide", "corpus"];

/// The words of a string, `None` for a string that is something else: a key, a piece of a sentence.
fn word<'a>(token: &Token<'a>) -> Option<&'a str> {
    let word = token.text.strip_prefix('"')?.strip_suffix('"')?;
    let letters = |ch: char| ch.is_alphabetic() || matches!(ch, '\'' | '’' | '-' | '.' | ' ');
    (word.contains(char::is_alphabetic) && word.chars().all(letters)).then_some(word)
}

/// The lists of words in a source, each by its line and its first words.
fn lists(source: &str) -> Vec<String> {
    let tokens = tokens(source);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let line = tokens[at].line;
        let mut words = Vec::new();
        while let Some(word) = tokens.get(at).and_then(word) {
            words.push(word);
            at += 1;
            if !matches!(text(&tokens, at), "|" | ",") {
                break;
            }
            at += 1;
        }
        if words.len() >= LIST {
            found.push(format!("{line} {}", words[..LIST].join(", ")));
        }
        at += usize::from(words.is_empty());
    }
    found
}

/// The files that hold some today, with how many. The page only ever grows shorter; `UPDATE_EXPECT=1` writes it anew
/// where files are moved or a list has become data.
#[test]
fn words_are_data() {
    let mut left = String::new();
    for source in super::sources().into_iter().filter(|source| ROOMS.contains(&source.room.as_str())) {
        let lists = lists(&source.text);
        for list in &lists {
            println!("{}:{list}", source.path);
        }
        if !lists.is_empty() {
            left += &format!("{} {}\n", source.path, lists.len());
        }
    }
    expect_file!["word-lists.txt"].assert_eq(&left);
}

#[test]
fn lists_of_words_are_seen() {
    let check = |code: &str, expected: &[&str]| assert_eq!(lists(code), expected, "{code}");
    check(r#"matches!(word, "a" | "an" | "the" | "this" | "that" | "these")"#, &["1 a, an, the, this, that"]);
    check(
        "const A: [&str; 5] = [\n    \"Mon\", // first\n    \"Tue\",\n    \"of course\", \"Mr.\", r\"o'clock\",\n];",
        &["2 Mon, Tue, of course, Mr., o'clock"],
    );
    check(r#"["a", "an", "the", "this"]; f("b", "c")"#, &[]);
    check(r#"["head_of", "is_first", "x1", "n", "log({})", "k"]"#, &[]);
    check("#[cfg(test)]\nmod tests {\n    const A: [&str; 5] = [\"a\", \"b\", \"c\", \"d\", \"e\"];\n}", &[]);
}
