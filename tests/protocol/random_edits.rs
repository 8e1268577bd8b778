//! Thousands of random edits in every encoding, against the simplest text that could be right: after each notification
//! the server's text is that text.

use serde_json::{Value, json};

use super::client::{Client, Setup, folder, uri_of};

/// Edits in each encoding.
const EDITS: usize = 3_000;

/// What is typed: among it all that moves lines or units.
const PIECES: &[&str] = &[
    "",
    "",
    "a",
    "word ",
    "é",
    "ß“",
    "👍",
    "e\u{301}",
    "👩\u{200d}👧",
    "\u{10ffff}",
    "\r",
    "\n",
    "\r\n",
    "\n\r",
    "\r\r\n",
    "\0",
    "\u{feff}",
    "\u{fffd}",
    "\u{85}",
    "\u{b}",
    "\u{2028}",
    "\u{2029}",
    "\u{202e}",
    "他说",
    "\t",
    "\\\"",
    "\\ud83d",
];

/// The text and how a position is found in it, character by character.
struct Model {
    text: Vec<char>,
    units: fn(char) -> usize,
}

type At = (u64, u64);

impl Model {
    /// A line beyond the last is the end, a character beyond its line the line's end, and half a character is the whole
    /// or none of it.
    fn index(&self, (line, character): At, whole: bool) -> usize {
        let mut at = 0;
        for _ in 0..line {
            loop {
                match (self.text.get(at), self.text.get(at + 1)) {
                    (None, _) => return self.text.len(),
                    (Some('\r'), Some('\n')) => at += 2,
                    (Some('\r' | '\n'), _) => at += 1,
                    (Some(_), _) => {
                        at += 1;
                        continue;
                    }
                }
                break;
            }
        }
        let mut left = character;
        while let Some(letter) = self.text.get(at).filter(|letter| !matches!(letter, '\r' | '\n')) {
            let units = (self.units)(*letter) as u64;
            if left < units {
                return if whole && left > 0 { at + 1 } else { at };
            }
            left -= units;
            at += 1;
        }
        at
    }

    fn replace(&mut self, one: At, other: At, with: &str) {
        let (from, to) = (one.min(other), one.max(other));
        let start = self.index(from, false);
        let end = if from == to { start } else { self.index(to, true).max(start) };
        self.text.splice(start..end, with.chars());
    }

    fn lines(&self) -> u64 {
        self.text.iter().filter(|letter| matches!(letter, '\r' | '\n')).count() as u64
    }
}

/// Numbers as they come, the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn words(&mut self) -> String {
        (0..self.below(4)).map(|_| PIECES[self.below(PIECES.len() as u64) as usize]).collect()
    }

    /// Mostly inside, now and then far away.
    fn place(&mut self, lines: u64) -> At {
        const FAR: [u64; 3] = [1_000, i32::MAX as u64, u32::MAX as u64];
        let far = |dice: &mut Self, near: u64| match dice.below(25) {
            0 => FAR[dice.below(3) as usize],
            _ => dice.below(near),
        };
        (far(self, lines + 2), far(self, 14))
    }
}

async fn check(encoding: &str, units: fn(char) -> usize) {
    // Copydesk is off here: what counts is the text, not what is read in it.
    let (_dir, at) = folder(&[]);
    let mut setup = Setup::able(&at(""));
    setup.capabilities["general"]["positionEncodings"] = json!([encoding]);
    let mut client = Client::start(setup).await;
    assert_eq!(client.server["capabilities"]["positionEncoding"], encoding);
    let path = at("a.txt");
    let document = json!({"textDocument": {"uri": uri_of(&path)}});
    let mut dice = Dice(encoding.len() as u64 + u64::from(encoding.as_bytes()[4]));
    let first = "\u{feff}One 👍 two.\r\nThree\rfour\n";
    let mut model = Model { text: first.chars().collect(), units };
    client.open(&path, 1, first).await;
    let (mut edits, mut version) = (0, 1);
    while edits < EDITS {
        version += 1;
        let mut changes = Vec::new();
        for _ in 0..=dice.below(8) {
            let with = dice.words();
            if dice.below(60) == 0 || model.text.len() > 400 {
                model.text = with.chars().collect();
                changes.push(json!({"text": with}));
            } else {
                let (one, mut other) = (dice.place(model.lines()), dice.place(model.lines()));
                if dice.below(3) == 0 {
                    other = one;
                }
                let place = |(line, character): At| json!({"line": line, "character": character});
                changes.push(json!({"range": {"start": place(one), "end": place(other)}, "text": with}));
                model.replace(one, other, &with);
            }
            edits += 1;
        }
        let said = Value::from(changes.clone());
        client.change(&path, version, said).await;
        let text: String = model.text.iter().collect();
        let found = client.request("copydesk/text", document.clone()).await;
        assert_eq!(found, text, "{encoding}, version {version}: {}", json!(changes));
    }
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_thousand_edits_in_utf_8_give_the_text_of_the_model() {
    check("utf-8", char::len_utf8).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_thousand_edits_in_utf_16_give_the_text_of_the_model() {
    check("utf-16", char::len_utf16).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_thousand_edits_in_utf_32_give_the_text_of_the_model() {
    check("utf-32", |_| 1).await;
}
