//! Word pieces: a word as the longest known pieces from its left, as WordPiece has it (Schuster and Nakajima 2012).

use rustc_hash::FxHashMap;

/// Word pieces that count of a word, at most.
pub(crate) const PIECES: usize = 4;

/// The pieces, in the order of their vectors; made by `training/pieces.py`.
const LIST: &str = include_str!("../data/pieces.txt");

/// Longer words are cut off: no piece is longer, and a line of a megabyte is no word.
const LONGEST: usize = 64;

/// The pieces by their letters.
#[derive(Debug)]
pub struct Pieces {
    /// Pieces that begin a word.
    first: FxHashMap<&'static str, u32>,
    /// Pieces that continue one, without their "##".
    rest: FxHashMap<&'static str, u32>,
    longest: usize,
}

impl Pieces {
    /// The pieces in the binary.
    pub fn load() -> Self {
        let mut pieces = Self { first: FxHashMap::default(), rest: FxHashMap::default(), longest: 1 };
        for (row, piece) in (0..).zip(LIST.lines()) {
            let rest = piece.strip_prefix("##");
            pieces.longest = pieces.longest.max(rest.unwrap_or(piece).len());
            match rest {
                Some(rest) => pieces.rest.insert(rest, row),
                None => pieces.first.insert(piece, row),
            };
        }
        pieces
    }

    /// How many there are; this row stands for what no piece fits.
    pub fn len(&self) -> usize {
        self.first.len() + self.rest.len()
    }

    /// False.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The pieces of a plain word, at most [`PIECES`], never none. A mark inside a word stands by itself.
    pub fn of(&self, word: &str) -> Vec<u32> {
        let unknown = u32::try_from(self.len()).unwrap_or(u32::MAX);
        let mut found = Vec::with_capacity(2);
        let mut end = word.len().min(LONGEST);
        while !word.is_char_boundary(end) {
            end -= 1;
        }
        for stretch in stretches(&word[..end]) {
            self.cut(stretch, unknown, &mut found);
        }
        if found.is_empty() {
            found.push(unknown);
        }
        found
    }

    /// A stretch that is not made of pieces to its end is unknown from there on.
    fn cut(&self, stretch: &str, unknown: u32, found: &mut Vec<u32>) {
        let mut at = 0;
        while at < stretch.len() && found.len() < PIECES {
            let table = if at == 0 { &self.first } else { &self.rest };
            let (row, len) = self.longest_in(table, &stretch[at..]).unwrap_or((unknown, stretch.len() - at));
            found.push(row);
            at += len;
        }
    }

    fn longest_in(&self, table: &FxHashMap<&'static str, u32>, stretch: &str) -> Option<(u32, usize)> {
        let mut len = stretch.len().min(self.longest);
        while len > 0 {
            if stretch.is_char_boundary(len)
                && let Some(row) = table.get(&stretch[..len])
            {
                return Some((*row, len));
            }
            len -= 1;
        }
        None
    }
}

/// Runs of letters and digits, and every other mark by itself.
fn stretches(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let end = match first.is_alphanumeric() {
            true => rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len()),
            false => first.len_utf8(),
        };
        let (stretch, left) = rest.split_at(end);
        rest = left;
        Some(stretch)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_cut_from_its_left() {
        let pieces = Pieces::load();
        let list: Vec<&str> = LIST.lines().collect();
        let check = |word: &str, expected: &[&str]| {
            let found: Vec<&str> =
                pieces.of(word).iter().map(|row| list.get(*row as usize).copied().unwrap_or("?")).collect();
            assert_eq!(found, expected, "{word}");
        };
        check("obama", &["obama"]);
        check("u.s.", &["u", ".", "s", "."]);
        check("cease-fire", &["cease", "-", "fire"]);
        check("'s", &["'", "s"]);
        check("reportedly", &["reportedly"]);
        check("\u{4e2d}\u{56fd}", &["?"]);
        check("", &["?"]);
        assert!(pieces.of(&"x".repeat(1 << 20)).len() <= PIECES);
    }
}
