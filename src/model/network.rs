//! The trained network: from the features of a paragraph's tokens to scores of their tags.
//!
//! Embeddings of word pieces, hashed words and flags are summed; residual convolutions over three tokens with maxout
//! (Goodfellow et al. 2013) follow; names are read off after the third; a gated recurrence in both directions whose
//! gates do not look at its state (minGRU, Feng et al. 2024) sees a quotation's far end, and sources, cues, contents
//! and "this sentence says what somebody said" are read off after it. `training/network.py` has the same shapes;
//! `training/README.md` says how the weights came about.

use std::ops::Range;

use self::convolution::{Layer, convolve};
use self::crf::Crf;
use self::features::{FLAGS, Token};
use self::gru::recur;
use crate::model::weights::{Matrix, Norm, Rows, Table, Weights, check_shapes};

pub(crate) mod activation;
pub(crate) mod convolution;
pub(crate) mod crf;
pub(crate) mod decode;
pub(crate) mod features;
pub(crate) mod gru;
pub(crate) mod wordpieces;

/// The distance of the neighbors that each convolution sees.
const DILATIONS: [usize; 4] = [1, 1, 2, 4];
/// Names are read off after so many convolutions.
const NAMES_AFTER: usize = 3;
/// No more tokens are read at once, so that memory stays bounded; longer paragraphs are read in parts.
const LONGEST: usize = 4096;

/// A paragraph as the network sees it.
#[derive(Clone, Debug, Default)]
pub(crate) struct NetworkInput {
    pub tokens: Vec<Token>,
    /// Its sentences, as ranges of the tokens.
    pub sentences: Vec<Range<usize>>,
}

/// The scores of a paragraph, before any normalization.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Scores {
    /// Tokens × (outside, then begin and inside of each type).
    pub names: Rows,
    /// Tokens × (outside, then begin and inside of sources, of cues, of contents).
    pub spans: Rows,
    /// The log odds that each sentence says what somebody said.
    pub said: Vec<f32>,
}

#[derive(Debug)]
pub(crate) struct Network<'a> {
    pieces: Table<'a>,
    hashed: Vec<Table<'a>>,
    flags: Rows,
    norm: Norm,
    layers: Vec<Layer>,
    names: Matrix,
    first: Matrix,
    second: Matrix,
    spans: Matrix,
    said: Matrix,
    /// Which tag of names follows which.
    pub name_crf: Crf,
    /// Which tag of sources, cues and contents follows which.
    pub said_crf: Crf,
}

impl<'a> Network<'a> {
    /// The network of these weights; the error says which of them does not fit.
    pub(crate) fn new(weights: &Weights<'a>) -> Result<Self, String> {
        let network = Self {
            pieces: weights.table("pieces")?,
            hashed: (0..4).map(|at| weights.table(&format!("hashed.{at}"))).collect::<Result<_, _>>()?,
            flags: weights.rows("flags")?,
            norm: weights.norm("norm")?,
            layers: convolution::layers(weights, DILATIONS.len())?,
            names: weights.matrix("names")?,
            first: weights.matrix("first")?,
            second: weights.matrix("second")?,
            spans: weights.matrix("spans")?,
            said: weights.matrix("said")?,
            name_crf: Crf::new(weights, "names")?,
            said_crf: Crf::new(weights, "spans")?,
        };
        network.check()
    }

    /// Shapes that do not fit each other would be a panic later.
    fn check(self) -> Result<Self, String> {
        let width = self.norm.gain.len();
        let state = self.first.weight.ncols() / 4;
        let both = 2 * state + width;
        let table = |table: &Table<'_>| (table.rows(), table.width());
        let mut shapes = vec![
            ("pieces".to_owned(), table(&self.pieces), (self.pieces.rows(), width)),
            ("flags".to_owned(), (self.flags.len(), self.flags.width), (FLAGS.iter().sum(), width)),
            ("names".to_owned(), self.names.weight.dim(), (width, self.name_crf.tags())),
            ("first".to_owned(), self.first.weight.dim(), (width, 4 * state)),
            ("second".to_owned(), self.second.weight.dim(), (2 * state, 4 * state)),
            ("spans".to_owned(), self.spans.weight.dim(), (both, self.said_crf.tags())),
            ("said".to_owned(), self.said.weight.dim(), (2 * both, 1)),
        ];
        for (at, (hashed, rows)) in self.hashed.iter().zip(features::ROWS).enumerate() {
            shapes.push((format!("hashed.{at}"), table(hashed), (rows as usize, width)));
        }
        shapes.extend(convolution::shapes(&self.layers, width));
        check_shapes(shapes)?;
        Ok(self)
    }

    /// Tags of the names layer.
    fn name_tags(&self) -> usize {
        self.names.weight.ncols()
    }

    /// The scores of paragraphs, each as if it were alone: what is multiplied is multiplied for all of them together.
    /// Total; linear time.
    pub(crate) fn scores(&self, paragraphs: &[NetworkInput]) -> Vec<Scores> {
        let mut names = Rows::zeros(0, self.name_tags());
        let mut states = Rows::zeros(0, self.spans.weight.nrows());
        let mut parts: Vec<&[Token]> = Vec::new();
        let mut count = 0;
        for part in paragraphs.iter().flat_map(|paragraph| paragraph.tokens.chunks(LONGEST)) {
            if count + part.len() > LONGEST {
                self.read(&parts, &mut names, &mut states);
                parts.clear();
                count = 0;
            }
            parts.push(part);
            count += part.len();
        }
        self.read(&parts, &mut names, &mut states);
        let spans = self.spans.of(&states);
        let mut start = 0;
        let split = paragraphs.iter().map(|paragraph| {
            let own = start..start + paragraph.tokens.len();
            start = own.end;
            let said = paragraph.sentences.iter().map(|sentence| self.said(&states, &own, sentence)).collect();
            Scores { names: names.part(&own), spans: spans.part(&own), said }
        });
        split.collect()
    }

    /// Appends the scores of names, and the states that the other heads read.
    fn read(&self, parts: &[&[Token]], names: &mut Rows, states: &mut Rows) {
        let mut x = self.embedded(parts);
        let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
        for (at, (layer, dilation)) in self.layers.iter().zip(DILATIONS).enumerate() {
            convolve(&mut x, &lengths, layer, dilation);
            if at + 1 == NAMES_AFTER {
                names.values.extend(self.names.of(&x).values);
            }
        }
        let first = recur(self.first.of(&x), parts);
        let second = recur(self.second.of(&first), parts);
        for ((first, second), x) in first.iter().zip(second.iter()).zip(x.iter()) {
            states.values.extend(first.iter().zip(second).map(|(first, second)| first + second));
            states.values.extend(x);
        }
    }

    fn embedded(&self, parts: &[&[Token]]) -> Rows {
        let count = parts.iter().map(|part| part.len()).sum();
        let mut x = Rows::zeros(count, self.norm.gain.len());
        for (token, row) in parts.iter().copied().flatten().zip(x.iter_mut()) {
            let share = 1.0 / token.pieces.len().max(1) as f32;
            token.pieces.iter().for_each(|piece| self.pieces.add(*piece, share, row));
            for (table, hash) in self.hashed.iter().zip(token.hashes) {
                table.add(hash, 1.0, row);
            }
            let mut offset = 0;
            for (flag, values) in token.flags.iter().zip(FLAGS) {
                let of = self.flags.row(offset + usize::from(*flag).min(values - 1));
                row.iter_mut().zip(of).for_each(|(value, flag)| *value += flag);
                offset += values;
            }
            self.norm.apply(row);
        }
        x
    }

    /// The greatest and the mean of each state of the sentence, weighed.
    fn said(&self, states: &Rows, paragraph: &Range<usize>, sentence: &Range<usize>) -> f32 {
        let (start, end) = (paragraph.start + sentence.start, paragraph.end.min(paragraph.start + sentence.end));
        if start >= end {
            return 0.0;
        }
        let mut greatest = vec![f32::NEG_INFINITY; states.width];
        let mut mean = vec![0.0; states.width];
        let share = 1.0 / (end - start) as f32;
        for state in start..end {
            for ((greatest, mean), value) in greatest.iter_mut().zip(&mut mean).zip(states.row(state)) {
                *greatest = greatest.max(*value);
                *mean += value * share;
            }
        }
        let weight = self.said.weight.column(0);
        let sum: f32 = greatest.iter().chain(&mean).zip(weight).map(|(value, weight)| value * weight).sum();
        sum + self.said.bias.first().copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn array(value: &Value) -> Vec<Vec<f32>> {
        serde_json::from_value(value.clone()).unwrap()
    }

    fn close(found: &Rows, expected: &[Vec<f32>]) {
        assert_eq!(found.len(), expected.len());
        for (row, expected) in found.iter().zip(expected) {
            for (found, expected) in row.iter().zip(expected) {
                assert!((found - expected).abs() < 1e-3, "{found} and not {expected}");
            }
        }
    }

    /// Reads what the trainer wrote beside its weights.
    fn check(network: &Network<'_>, check: &str) {
        let check: Value = serde_json::from_str(check).unwrap();
        let read = |at: usize| Token {
            pieces: serde_json::from_value(check["pieces"][at].clone()).unwrap(),
            hashes: serde_json::from_value(check["hashes"][at].clone()).unwrap(),
            flags: serde_json::from_value(check["flags"][at].clone()).unwrap(),
        };
        let tokens: Vec<Token> = (0..check["pieces"].as_array().unwrap().len()).map(read).collect();
        let ends: Vec<(usize, usize)> = serde_json::from_value(check["sentences"].clone()).unwrap();
        let sentences: Vec<Range<usize>> = ends.into_iter().map(|(low, high)| low..high).collect();
        let alone = NetworkInput { tokens, sentences };
        let scores = network.scores(std::slice::from_ref(&alone)).remove(0);
        // Beside others, and behind a part as long as any, it gives the very same.
        let long = NetworkInput {
            tokens: alone.tokens.iter().cycle().take(LONGEST + 7).cloned().collect(),
            ..NetworkInput::default()
        };
        let together = network.scores(&[NetworkInput::default(), alone.clone(), long, alone]);
        assert!(together[1] == scores && together[3] == scores);
        close(&scores.names, &array(&check["names"]));
        close(&scores.spans, &array(&check["spans"]));
        let said: Vec<f32> = serde_json::from_value(check["said"].clone()).unwrap();
        close(&Rows { width: said.len(), values: scores.said }, &[said]);
    }

    #[test]
    fn its_outputs_are_those_of_the_trainer() {
        let network = Network::new(&Weights::embedded().unwrap()).unwrap();
        check(&network, include_str!("data/reader-check.json"));
    }

    /// The same of weights that are not in the binary.
    #[test]
    #[ignore = "tests/training/run trains them first"]
    fn what_was_just_trained_reads_as_its_trainer_says() {
        let folder = std::path::PathBuf::from(std::env::var_os("COPYDESK_TRAINED").unwrap());
        let weights = std::fs::read(folder.join("reader.safetensors")).unwrap();
        let network = Network::new(&Weights::of(&weights).unwrap()).unwrap();
        check(&network, &std::fs::read_to_string(folder.join("reader-check.json")).unwrap());
    }

    #[test]
    fn no_tokens_and_a_great_many() {
        let network = Network::new(&Weights::embedded().unwrap()).unwrap();
        assert!(network.scores(&[]).is_empty());
        assert!(network.scores(&[NetworkInput::default()])[0].names.is_empty());
        let token = Token { pieces: vec![0], ..Token::default() };
        let seen = NetworkInput { tokens: vec![token; 2 * LONGEST + 1], sentences: vec![0..1, 5..3 * LONGEST, 9..9] };
        let scores = network.scores(&[seen]).remove(0);
        assert!(scores.spans.values.iter().all(|score| score.is_finite()));
        assert_eq!(scores.said.len(), 3);
    }
}
