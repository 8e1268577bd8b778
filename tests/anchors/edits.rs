//! Edits as a desk makes them, by chance.

use super::chance::Chance;
use super::draft::{Draft, Piece};

/// What edits take new words and sentences from.
pub(super) struct Pool {
    pub(super) words: Vec<String>,
    pub(super) sentences: Vec<Vec<Piece>>,
}

impl Pool {
    pub(super) fn new<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut pool = Self { words: Vec::new(), sentences: Vec::new() };
        for draft in texts.map(Draft::new) {
            pool.words.extend(draft.words().iter().map(|at| draft.pieces[*at].text.clone()));
            pool.sentences.extend(draft.sentences().into_iter().map(|sentence| draft.pieces[sentence].to_vec()));
        }
        pool
    }
}

/// So many edits of all kinds; words alone when they are to be `small`.
pub(super) fn edit(draft: &mut Draft, pool: &Pool, chance: &mut Chance, count: usize, small: bool) {
    for _ in 0..count {
        match chance.below(if small { 66 } else { 100 }) {
            0..=19 => draft.typo(chance),
            20..=39 => draft.replace_word(chance, &pool.words),
            40..=49 => draft.delete_word(chance),
            50..=64 => draft.insert_word(chance, &pool.words),
            65 if chance.below(2) == 0 => draft.straighten(),
            65 => draft.end_lines_as_windows(),
            66..=71 => draft.delete_sentence(chance),
            72..=79 => draft.insert_sentence(chance, &pool.sentences),
            80..=86 => draft.rewrite_sentence(chance, &pool.words),
            87..=88 => draft.new_lead(chance, &pool.sentences),
            89..=94 => draft.move_paragraph(chance),
            95..=96 => draft.split_paragraph(chance),
            97..=98 => draft.join_paragraphs(chance),
            _ if chance.below(2) == 0 => draft.straighten(),
            _ => draft.end_lines_as_windows(),
        }
    }
}
