//! Time grows with the text and no faster. Eight times the text may take three times eight times the time: what is
//! quadratic takes sixty-four times.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use copydesk::analysis::analyze;
use copydesk::model::Models;

use super::strange::{MODELS, RULES, article};

const GROWTH: usize = 8;
const SLACK: f64 = 3.0;

/// Built without optimization the network takes most of a minute for these texts: there the rules read, and the network
/// is looked at by itself.
fn models() -> &'static Models {
    if cfg!(debug_assertions) { &RULES } else { &MODELS }
}

/// Bytes to begin with, and names.
const SIZE: usize = 1 << 14;
const COUNT: usize = 300;

/// The least of some runs, each without what the ones before remember.
fn seconds(models: &Models, text: &str, runs: usize) -> f64 {
    let article = article(text, None);
    let run = |_| {
        models.forget();
        let started = now();
        std::hint::black_box(analyze(models, &article));
        (now() - started).as_secs_f64()
    };
    (0..runs).map(run).fold(f64::INFINITY, f64::min)
}

/// How long this thread has run, where the system tells, so that the tests beside it take no time from it.
fn now() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let processor = told.and_then(|told| told.split_whitespace().next()?.parse().ok());
    processor.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

/// Text of a size in bytes out of a piece.
fn filled(piece: &str, size: usize) -> String {
    piece.repeat(size.div_ceil(piece.len()))
}

/// Reads a text and one of eight times its size.
fn check(models: &Models, what: &str, text: &dyn Fn(usize) -> String, size: usize) {
    let once = seconds(models, &text(size), 3);
    let large = text(size * GROWTH);
    let more = seconds(models, &large, 1);
    let ratio = more / once.max(0.001);
    println!("{what:?}: {once:.4} s at {size}, {ratio:.1} times that at {GROWTH} times as much");
    // What is over at once is mostly noise; what another program disturbed gets a second run.
    let limit = GROWTH as f64 * SLACK;
    let holds = more < 0.05 || ratio < limit || seconds(models, &large, 2) / once < limit;
    assert!(holds, "{what:?}: {once} s, then {more} s");
}

fn check_all(pieces: &[&str]) {
    pieces.iter().for_each(|piece| check(models(), piece, &|size| filled(piece, size), SIZE));
}

/// One line without an end.
#[test]
fn lines_without_an_end_are_read_in_linear_time() {
    check_all(&["word ", "Aword", "they said ", "Mayor Lee and ", "He said the mayor said ", "NO STOP "]);
}

#[test]
fn marks_are_read_in_linear_time() {
    check_all(&[
        "\"",
        "“",
        "‘",
        "“a” ",
        "“a ",
        "' ",
        "[",
        "(",
        "[a",
        ")",
        "—",
        ".",
        "?",
        "e\u{301}\u{301}",
        "\u{202e}",
    ]);
}

#[test]
fn sentences_are_read_in_linear_time() {
    check_all(&[
        "They said it. ",
        "“No,” he said. ",
        "She met Ann Lee. ",
        "Mayor Lee met the mayor. ",
        "Mr. Lee, the mayor of Bern, told her that he saw him. ",
        "Their attack on Monday was an attack on the Harbour Board (HB), its head, John Public, said. ",
        "It rained.\n",
        "By John Smith\n",
        "GENEVA (Reuters) — It rained.\n\n",
        "The ferry sank on Monday, officials said.\n\n",
        "ABC News reports:\n\nIt rained.\n\n",
        "The minister, who met the president, said that he was told on Monday that they had agreed.\n",
    ]);
}

/// Names that all differ are as many chains.
#[test]
fn many_names_are_read_in_linear_time() {
    let names = |count: usize| -> String {
        let letters = |mut nth: usize| -> String {
            let next = |_| {
                let letter = char::from(b'a' + u8::try_from(nth % 26).unwrap());
                nth /= 26;
                letter
            };
            (0..4).map(next).collect()
        };
        (0..count)
            .map(|nth| format!("Ann M{} met officials of K{}. ", letters(nth * 7919), letters(nth * 104_729)))
            .collect()
    };
    check(models(), "names", &names, COUNT);
}

/// The network too, as much of it as an unoptimized build reads in a second or two.
#[test]
fn the_network_reads_in_linear_time() {
    for piece in ["They said it. ", "“a “", "Mayor Lee and "] {
        check(&MODELS, piece, &|size| filled(piece, size), if cfg!(debug_assertions) { 1 << 9 } else { SIZE });
    }
}

/// What has a token every byte or two is no prose: the network, which takes its time over every token, is not asked.
#[test]
fn the_network_reads_no_heaps_of_marks() {
    for piece in ["[", "\"", "a' ", "7 ", "(x", "| "] {
        let text = filled(piece, 1 << 16);
        let (rules, all) = (seconds(&RULES, &text, 2), seconds(&MODELS, &text, 2));
        println!("{piece:?}: {rules:.3} s by rule, {all:.3} s");
        assert!(all < 2.0 * rules + 0.1, "{piece:?}: {all} s, and {rules} s by rule");
    }
    // In paragraphs, too, no more of it than of prose.
    let text = filled("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\n\n", 1 << 15);
    let tags = analyze(&MODELS, &article(&text, None)).attributed;
    let read = tags.iter().filter(|odds| **odds != 0.0).count();
    assert!(0 < read && read < tags.len() / 3, "{read} of {} paragraphs", tags.len());
}

/// What an editor may open at most, and more.
#[test]
fn megabytes_on_one_line_are_read() {
    let size = if cfg!(debug_assertions) { 1 << 19 } else { 10 << 20 };
    for piece in ["“", "word "] {
        let text = filled(piece, size);
        let started = now();
        let analysis = analyze(&RULES, &article(&text, None));
        assert_eq!(analysis.structure.paragraphs.len(), 1);
        let took = now() - started;
        assert!(took.as_secs() < 30, "{piece:?}: {took:?}");
    }
}
