//! What a word is like: the vectors that the network's word pieces have, without the network.

use crate::model::network::features::plain;
use crate::model::network::wordpieces::Pieces;
use crate::model::weights::{Table, Weights};

/// Numbers of a vector.
pub(crate) const WIDTH: usize = 96;

/// A direction: of length 127, rounded, so that many fit into little room. Zeros for a word of which nothing is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Vector([i8; WIDTH]);

impl Vector {
    /// Of a word of which nothing is known.
    pub(crate) const UNKNOWN: Self = Self([0; WIDTH]);

    /// The cosine, -1 to 1; 0 where one is not known.
    pub(crate) fn cosine(&self, other: &Self) -> f32 {
        let product = self.0.iter().zip(&other.0).map(|(a, b)| i32::from(i16::from(*a) * i16::from(*b))).sum::<i32>();
        product as f32 / (127.0 * 127.0)
    }
}

/// The vectors in the binary.
#[derive(Debug)]
pub(crate) struct Vectors {
    pieces: Pieces,
    table: Option<Table<'static>>,
}

impl Vectors {
    /// Loads them; where the weights are broken no word is known.
    pub(crate) fn embedded() -> Self {
        let table = Weights::embedded().and_then(|weights| weights.table("pieces"));
        let table = table.inspect_err(|error| tracing::error!("{error}; words are compared by their letters alone"));
        Self { pieces: Pieces::load(), table: table.ok().filter(|table| table.width() == WIDTH) }
    }

    /// The vector of a word: the sum of its pieces.
    pub(crate) fn of(&self, word: &str) -> Vector {
        let Some(table) = &self.table else { return Vector::UNKNOWN };
        let mut sum = [0.0_f32; WIDTH];
        for piece in self.pieces.of(&plain(word)) {
            table.add(piece, 1.0, &mut sum);
        }
        let length = sum.iter().map(|value| value * value).sum::<f32>().sqrt();
        if length <= 0.0 {
            return Vector::UNKNOWN;
        }
        Vector(sum.map(|value| (value / length * 127.0).round() as i8))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_used_alike_are_near() {
        let vectors = Vectors::embedded();
        let near = |one: &str, other: &str| vectors.of(one).cosine(&vectors.of(other));
        assert!((near("resigned", "Resigned") - 1.0).abs() < 0.02);
        assert!(near("resigned", "resignation") > 0.5 && near("killed", "murdered") > 0.6);
        assert!(near("killed", "Tuesday") < 0.4);
        assert_eq!(near("\u{4e2d}", "killed"), 0.0);
    }
}
