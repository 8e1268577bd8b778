//! A text that remembers of each of its words which one of the first version it is.

use std::ops::Range;

use super::chance::Chance;

/// A word, or one character that is none.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) text: String,
    /// Which piece of the first version it is; none for what was put in.
    pub(super) origin: Option<usize>,
}

impl Piece {
    pub(super) fn is_word(&self) -> bool {
        self.text.starts_with(char::is_alphanumeric)
    }

    fn is_line_end(&self) -> bool {
        self.text.ends_with('\n')
    }

    fn new(text: &str) -> Self {
        Self { text: text.to_owned(), origin: None }
    }
}

#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) pieces: Vec<Piece>,
}

impl Draft {
    pub(super) fn new(text: &str) -> Self {
        let mut pieces: Vec<Piece> = Vec::new();
        for letter in text.chars() {
            match pieces.last_mut() {
                Some(last) if last.is_word() && letter.is_alphanumeric() => last.text.push(letter),
                _ => pieces.push(Piece { text: letter.to_string(), origin: Some(pieces.len()) }),
            }
        }
        Self { pieces }
    }

    /// The same words, as if somebody had written them just now.
    pub(super) fn anew(pieces: &[Piece]) -> Vec<Piece> {
        pieces.iter().map(|piece| Piece::new(&piece.text)).collect()
    }

    pub(super) fn text(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect()
    }

    pub(super) fn words(&self) -> Vec<usize> {
        (0..self.pieces.len()).filter(|at| self.pieces[*at].is_word()).collect()
    }

    /// Lines with something in them, without their ends.
    pub(super) fn paragraphs(&self) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut start = 0;
        for at in 0..=self.pieces.len() {
            if at == self.pieces.len() || self.pieces[at].is_line_end() {
                if self.pieces[start..at].iter().any(Piece::is_word) {
                    found.push(start..at);
                }
                start = at + 1;
            }
        }
        found
    }

    /// Sentences, each with its mark and without the blank behind it.
    pub(super) fn sentences(&self) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for paragraph in self.paragraphs() {
            let mut start = paragraph.start;
            for at in paragraph.clone() {
                let ends = matches!(self.pieces[at].text.as_str(), "." | "!" | "?" | "”" | "\"");
                let blank = self.pieces.get(at + 1).is_some_and(|next| next.text == " ");
                let marked = self.pieces[paragraph.start.max(at.saturating_sub(1))..=at]
                    .iter()
                    .any(|piece| matches!(piece.text.as_str(), "." | "!" | "?"));
                if at + 1 == paragraph.end || (ends && blank && marked && at >= start + 8) {
                    found.push(start..at + 1);
                    start = at + 2;
                }
            }
        }
        found.retain(|sentence| sentence.start < sentence.end);
        found
    }

    fn a_word(&self, chance: &mut Chance, least: usize) -> Option<usize> {
        let words = self.words();
        (0..20).map(|_| words[chance.below(words.len())]).find(|at| self.pieces[*at].text.chars().count() >= least)
    }

    pub(super) fn typo(&mut self, chance: &mut Chance) {
        let Some(at) = self.a_word(chance, 4) else { return };
        let mut letters: Vec<char> = self.pieces[at].text.chars().collect();
        let here = 1 + chance.below(letters.len() - 2);
        match chance.below(4) {
            0 => letters.swap(here, here + 1),
            1 => drop(letters.remove(here)),
            2 => letters.insert(here, letters[here]),
            _ => letters[here] = char::from(b'a' + u8::try_from(chance.below(26)).unwrap()),
        }
        self.pieces[at].text = letters.into_iter().collect();
    }

    pub(super) fn replace_word(&mut self, chance: &mut Chance, words: &[String]) {
        let Some(at) = self.a_word(chance, 1) else { return };
        self.pieces[at] = Piece::new(&words[chance.below(words.len())]);
    }

    pub(super) fn insert_word(&mut self, chance: &mut Chance, words: &[String]) {
        let Some(at) = self.a_word(chance, 1) else { return };
        self.pieces.splice(at..at, [Piece::new(&words[chance.below(words.len())]), Piece::new(" ")]);
    }

    pub(super) fn delete_word(&mut self, chance: &mut Chance) {
        let Some(at) = self.a_word(chance, 1) else { return };
        let blank = at > 0 && self.pieces[at - 1].text == " ";
        self.pieces.drain(at - usize::from(blank)..=at);
    }

    pub(super) fn delete_sentence(&mut self, chance: &mut Chance) {
        let all = self.sentences();
        if let Some(sentence) = chance.one_of(&all) {
            let blank = self.pieces.get(sentence.end).is_some_and(|next| next.text == " ");
            self.pieces.drain(sentence.start..sentence.end + usize::from(blank));
        }
    }

    pub(super) fn insert_sentence(&mut self, chance: &mut Chance, others: &[Vec<Piece>]) {
        let all = self.sentences();
        if let (Some(before), Some(sentence)) = (chance.one_of(&all), chance.one_of(others)) {
            let fresh = Self::anew(sentence).into_iter().chain([Piece::new(" ")]);
            self.pieces.splice(before.start..before.start, fresh);
        }
    }

    /// Of a sentence every second word or more is another.
    pub(super) fn rewrite_sentence(&mut self, chance: &mut Chance, words: &[String]) {
        let all = self.sentences();
        let Some(sentence) = chance.one_of(&all) else { return };
        let mut fresh: Vec<Piece> = Vec::new();
        for piece in &self.pieces[sentence.clone()] {
            match chance.below(10) {
                0..=3 if piece.is_word() => fresh.push(Piece::new(&words[chance.below(words.len())])),
                4..=5 if piece.is_word() && fresh.last().is_some_and(|last| last.text == " ") => drop(fresh.pop()),
                6 if piece.is_word() => {
                    fresh.extend([Piece::new(&words[chance.below(words.len())]), Piece::new(" "), piece.clone()]);
                }
                _ => fresh.push(piece.clone()),
            }
        }
        self.pieces.splice(sentence.clone(), fresh);
    }

    pub(super) fn new_lead(&mut self, chance: &mut Chance, others: &[Vec<Piece>]) {
        let Some(lead) = chance.one_of(others) else { return };
        if chance.below(2) == 0
            && let Some(first) = self.sentences().first().cloned()
        {
            self.pieces.drain(first);
        }
        let fresh = Self::anew(lead).into_iter().chain([Piece::new("\n"), Piece::new("\n")]);
        self.pieces.splice(0..0, fresh);
    }

    pub(super) fn move_paragraph(&mut self, chance: &mut Chance) {
        let all = self.paragraphs();
        let Some(from) = chance.one_of(&all).cloned() else { return };
        let end = (from.end..self.pieces.len()).find(|at| !self.pieces[*at].is_line_end());
        let moved: Vec<Piece> = self.pieces.drain(from.start..end.unwrap_or(self.pieces.len())).collect();
        let to = chance.one_of(&self.paragraphs()).map_or(0, |to| to.start);
        let apart = moved.last().is_some_and(|last| !last.is_line_end()).then(|| Piece::new("\n"));
        self.pieces.splice(to..to, moved.into_iter().chain(apart));
    }

    pub(super) fn split_paragraph(&mut self, chance: &mut Chance) {
        let all = self.sentences();
        if let Some(sentence) = chance.one_of(&all)
            && sentence.start > 0
            && self.pieces[sentence.start - 1].text == " "
        {
            self.pieces.splice(sentence.start - 1..sentence.start, [Piece::new("\n"), Piece::new("\n")]);
        }
    }

    pub(super) fn join_paragraphs(&mut self, chance: &mut Chance) {
        let all = self.paragraphs();
        let Some(at) = (all.len() > 1).then(|| chance.below(all.len() - 1)) else { return };
        self.pieces.splice(all[at].end..all[at + 1].start, [Piece::new(" ")]);
    }

    pub(super) fn straighten(&mut self) {
        for piece in &mut self.pieces {
            match piece.text.as_str() {
                "“" | "”" => piece.text = "\"".to_owned(),
                "‘" | "’" => piece.text = "'".to_owned(),
                _ => {}
            }
        }
    }

    pub(super) fn end_lines_as_windows(&mut self) {
        for piece in self.pieces.iter_mut().filter(|piece| piece.text == "\n") {
            piece.text = "\r\n".to_owned();
        }
    }
}
