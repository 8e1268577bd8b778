use super::*;
use crate::text::CodePoints;

fn target(text: &str, words: &str) -> Target {
    let at = text.find(words).unwrap();
    Target::new("a.txt", text, &CodePoints::new(text), Span::of(at..at + words.len()))
}

/// Each of `words`, and what stands there in the new text.
#[track_caller]
fn check(old: &str, new: &str, known: bool, expected: &[(&str, Option<&str>)]) {
    let targets: Vec<Target> = expected.iter().map(|(words, _)| target(old, words)).collect();
    let how = if known { Old::Known(old) } else { Old::Unknown("") };
    let sought: Vec<_> = targets.iter().map(|target| (target, how)).collect();
    let found = anchor(new, &LineIndex::new(new), &sought);
    let shown: Vec<_> = found.iter().map(|place| place.span.map(|span| span.of_text(new))).collect();
    assert_eq!(shown, expected.iter().map(|(_, now)| *now).collect::<Vec<_>>(), "{found:?}");
}

const OLD: &str = "Mayor Ana Reed opened the bridge on Monday. “It took us four years,” she said to a small crowd.\n\n\
                   The bridge cost ten million, twice what was planned, the treasurer of Weston said.\n\n\
                   Critics called it a bridge to nowhere; the road behind it is not built yet.\n";

#[test]
fn what_is_where_it_was_needs_no_search() {
    let found = anchor(OLD, &LineIndex::new(OLD), &[(&target(OLD, "treasurer"), Old::Unknown(""))]);
    assert_eq!((found[0].how, found[0].score), (How::Exact, 1.0));
    let whole = anchor(OLD, &LineIndex::new(OLD), &[(&Target::whole("a.txt"), Old::Unknown(""))]);
    assert_eq!(whole[0].span, Some(Span::of(0..OLD.len())));
}

#[test]
fn words_are_followed_through_edits() {
    let new = "A new lead.\r\n\r\nMayor Ana Reed opened the long bridge on Monday. \"It took us four years,\" she said to a crowd.\r\n\r\n\
               Critics called it a bridge to nowhere; the road behind it is not built yet.\r\n\r\n\
               The bridge cost eleven million, twice what was planned, the treasurer of Weston said.\r\n";
    for known in [false, true] {
        check(
            OLD,
            new,
            known,
            &[
                ("Ana Reed", Some("Ana Reed")),
                ("“It took us four years,”", Some("\"It took us four years,\"")),
                ("small crowd", Some("crowd")),
                ("twice what was planned", Some("twice what was planned")),
                ("treasurer of Weston", Some("treasurer of Weston")),
                ("a bridge to nowhere", Some("a bridge to nowhere")),
            ],
        );
    }
}

#[test]
fn what_is_gone_is_lost() {
    let new = OLD.replace("The bridge cost ten million, twice what was planned, the treasurer of Weston said.\n\n", "");
    for known in [false, true] {
        check(OLD, &new, known, &[("treasurer", None), ("ten million", None), ("Critics", Some("Critics"))]);
    }
}

#[test]
fn a_paragraph_is_not_taken_for_its_twin() {
    let twin =
        "The council of Weston met in the town hall on Tuesday and decided nothing at all, as it had before.\n\n";
    let text = format!("{OLD}\n{twin}It rained.\n\n{OLD}\n{twin}The sun shone.\n");
    let first = target(&text, "decided nothing");
    let gone = text.replacen(twin, "", 1);
    for old in [Old::Unknown(""), Old::Known(&text)] {
        let found = anchor(&gone, &LineIndex::new(&gone), &[(&first, old)]);
        assert_eq!(found[0].span, None, "{found:?}");
    }
}

#[test]
fn what_was_torn_apart_goes_with_the_larger_part() {
    let new = "Critics called it a bridge to nowhere; the road behind it is not built yet. They said so twice.\n\n\
               Ana Reed opened the bridge. She wept.\n\nOn Monday. “It took us four years,” she said to a small crowd.\n\n\
               The bridge cost ten million, twice what was planned, the treasurer of Weston said.\n";
    check(
        OLD,
        new,
        true,
        &[
            ("Mayor Ana Reed", Some("Ana Reed")),
            ("Monday. “It took us four years,” she said", Some("Monday. “It took us four years,” she said")),
            ("the road behind it", Some("the road behind it")),
            (
                "ten million, twice what was planned, the treasurer of Weston said.\n\nCritics called it",
                Some("ten million, twice what was planned, the treasurer of Weston said."),
            ),
        ],
    );
}

#[test]
fn an_edit_is_taken_to_begin_and_end_with_sentences() {
    let old =
        "A mayor is in a hospital for long.\n\nThe Post told of the man in a hospital for long.\n\nThe sun shone.\n";
    let new = "A mayor is in a hospital for long.\n\nThe sun shone.\n";
    let first = target(old, "a hospital for long");
    let found = anchor(new, &LineIndex::new(new), &[(&first, Old::Known(old))]);
    assert_eq!(found[0].span.map(|span| span.of_text(new)), Some("a hospital for long"), "{found:?}");
}

/// Whatever the texts are like, time grows with them: this would take hours.
#[test]
fn heaps_are_compared_in_little_time() {
    let word = |n: usize| format!("{}{} ", char::from(b'a' + u8::try_from(n % 26).unwrap()), n * 7919 % 1000);
    let heaps = [
        "the ".repeat(20_000),
        "a b ".repeat(10_000),
        (0..20_000).map(word).collect::<String>(),
        (0..20_000).map(|n| word(n * n % 30_011)).collect::<String>(),
        (0..1_000).rev().map(|n| format!("{}\n\n", (0..20).map(|at| word(n * 20 + at)).collect::<String>())).collect(),
    ];
    for old in &heaps {
        let span = Span::of(old.len() / 2..old.len() / 2 + 4);
        let target = Target::new("a.txt", old, &CodePoints::new(old), span);
        for new in &heaps {
            let lines = LineIndex::new(new);
            let found = anchor(new, &lines, &[(&target, Old::Known(old)), (&target, Old::Unknown("old"))]);
            assert_eq!(found.len(), 2);
        }
    }
}

#[test]
fn guesses_are_offered_for_what_is_lost() {
    let lost = target(OLD, "treasurer of Weston");
    let new = "Nothing.\n\nIt cost millions, three times what was planned, the treasury of Weston said.\n";
    let shown: Vec<_> = guesses(new, &lost).into_iter().map(|(span, _)| span.of_text(new)).collect();
    assert_eq!(shown, ["treasury of Weston"]);
}
