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
    let how = if known { Old::Known(old) } else { Old::Unknown };
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
    let found = anchor(OLD, &LineIndex::new(OLD), &[(&target(OLD, "treasurer"), Old::Unknown)]);
    assert_eq!((found[0].how, found[0].score), (How::Exact, 1.0));
    let whole = anchor(OLD, &LineIndex::new(OLD), &[(&Target::whole("a.txt"), Old::Unknown)]);
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
                ("small crowd", if known { Some("crowd") } else { None }),
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
    for old in [Old::Unknown, Old::Known(&text)] {
        let found = anchor(&gone, &LineIndex::new(&gone), &[(&first, old)]);
        assert_eq!(found[0].span, None, "{found:?}");
    }
}

#[test]
fn guesses_are_offered_for_what_is_lost() {
    let lost = target(OLD, "treasurer of Weston");
    let new = "Nothing.\n\nIt cost millions, three times what was planned, the treasury of Weston said.\n";
    let shown: Vec<_> = guesses(new, &lost).into_iter().map(|(span, _)| span.of_text(new)).collect();
    assert_eq!(shown, ["treasury of Weston"]);
}
