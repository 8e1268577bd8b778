//! The claim head: which sentences say something that an editor would ask "says who?" of, of which kind, and in which
//! words.
//!
//! A small network over the sentences of an article's body. The reader's vectors of word pieces, hashed words and flags are
//! summed and pass two convolutions within each sentence; each token gets the log odds that it carries the claim, by
//! which the sentence is summed up, and scores for the words that are shown to begin and to end there; a sentence is then
//! weighed beside its neighbors and the mean of all. It was trained on sentences that editors judged, in articles, excerpts
//! and invented texts (`training/claims.md`).

use std::ops::Range;

use crate::model::cache::Memory;
use crate::model::network::activation::exact_sigmoid;
use crate::model::network::convolution::{self, Layer, convolve};
use crate::model::network::features;
use crate::model::weights::{Matrix, Norm, Rows, Table, Weights, check_shapes};

const BYTES: &[u8] = include_bytes!("data/claims.safetensors");
const FORMAT: &str = "copydesk-claims-2";

/// Values of each flag of a word, in the order of [`Word::flags`].
pub const FLAGS: [usize; 4] = [4, 7, 8, 4];
/// Numbers that are told of a sentence beside its tokens.
pub const WIDTH: usize = 24;
/// The hashes that are looked at: the last three letters, the shape.
const HASHED: [usize; 2] = [2, 3];
/// The distance of the neighbors that each convolution sees.
const DILATIONS: [usize; 2] = [1, 2];
/// No more tokens of a sentence are read.
const LONGEST: usize = 128;
/// Of the greatest chance to hold the words that carry a claim what a shorter run must keep; of a question about a source,
/// whose words are few.
const KEEP: f32 = 0.97;
const KEEP_SOURCE: f32 = 0.85;
/// Sentences are read together until they have so many tokens.
const TOGETHER: usize = 1024;
/// Sentences that are remembered, in each of two generations.
const GENERATION: usize = 4096;

/// Why an editor would ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ClaimKind {
    /// What somebody or something is like ("a disastrous deal").
    Characterisation,
    /// What will be.
    Prediction,
    /// What somebody thinks, feels or wants.
    MindReading,
    /// Why somebody does something.
    Motive,
    /// What makes something happen.
    Cause,
    /// That something is more or less than something else.
    Comparison,
    /// That something is the most of its kind.
    Superlative,
    /// Where things are going.
    Trend,
    /// A count or a sum that somebody must have made.
    Number,
    /// That somebody did wrong, as one says of another.
    Accusation,
    /// That something wrong was done.
    Wrongdoing,
    /// A finding without who found it.
    Evidence,
    /// Anything else that is contestable.
    Other,
    /// Reported, believed or alleged by nobody.
    Hearsay,
    /// A source that is nobody in particular ("critics").
    VagueSource,
    /// A source without a name.
    AnonymousSource,
    /// What somebody says that another said.
    SecondHand,
    /// Quoted words without who spoke them.
    QuoteWithoutSpeaker,
}

/// Every kind, in the order of the head's outputs.
const KINDS: [ClaimKind; 18] = [
    ClaimKind::Characterisation,
    ClaimKind::Prediction,
    ClaimKind::MindReading,
    ClaimKind::Motive,
    ClaimKind::Cause,
    ClaimKind::Comparison,
    ClaimKind::Superlative,
    ClaimKind::Trend,
    ClaimKind::Number,
    ClaimKind::Accusation,
    ClaimKind::Wrongdoing,
    ClaimKind::Evidence,
    ClaimKind::Other,
    ClaimKind::Hearsay,
    ClaimKind::VagueSource,
    ClaimKind::AnonymousSource,
    ClaimKind::SecondHand,
    ClaimKind::QuoteWithoutSpeaker,
];

/// So many of these are claims; the others ask about a source.
const CLAIMS: usize = 13;

/// The share of its probability with which a kind stands out.
const STANDS_OUT: f32 = 0.4;

/// Kinds that share a cut: claims; hearsay and vague sources; unnamed sources; the rest.
const GROUPS: usize = 4;

impl ClaimKind {
    fn group(self) -> usize {
        match self {
            Self::Hearsay | Self::VagueSource => 1,
            Self::AnonymousSource => 2,
            Self::SecondHand | Self::QuoteWithoutSpeaker => 3,
            _ => 0,
        }
    }

    /// The name in machine-readable output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Characterisation => "characterisation",
            Self::Prediction => "prediction",
            Self::MindReading => "mind-reading",
            Self::Motive => "motive",
            Self::Cause => "cause",
            Self::Comparison => "comparison",
            Self::Superlative => "superlative",
            Self::Trend => "trend",
            Self::Number => "number",
            Self::Accusation => "accusation",
            Self::Wrongdoing => "wrongdoing",
            Self::Evidence => "evidence",
            Self::Other => "other",
            Self::Hearsay => "hearsay",
            Self::VagueSource => "vague-source",
            Self::AnonymousSource => "anonymous-source",
            Self::SecondHand => "second-hand",
            Self::QuoteWithoutSpeaker => "quote-without-speaker",
        }
    }
}

/// What the head sees of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Word pieces, as rows of the table of pieces; at least one.
    pub pieces: Vec<u32>,
    /// Rows of the hashed tables ([`features::ROWS`]).
    pub hashes: [u32; 4],
    /// The quotation, who answers for it, the name that it is part of, its kind: below [`FLAGS`].
    pub flags: [u8; 4],
}

/// What the head sees of a sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// Its tokens.
    pub words: Vec<Word>,
    /// The sentence, its neighbors and its article, each number about 0 to 1.
    pub around: [f32; WIDTH],
}

/// What the head says of a sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// Log odds that a reasonable editor might ask, and that any editor would.
    pub flags: [f32; 2],
    /// A score for each kind; the greatest is the likeliest.
    kinds: Vec<f32>,
    /// For each token, up to the longest sentence that is read, the log odds that it carries the claim.
    pub triggers: Vec<f32>,
    /// For each of these tokens two scores: that the words that carry the claim begin with it, that they end with it.
    edges: Vec<[f32; 2]>,
}

impl Judged {
    /// The likeliest kind; what is asked about a source only where that stands out among all kinds, and no
    /// particular one where none stands out.
    pub fn kind(&self) -> ClaimKind {
        let greatest = |kinds: &[f32]| kinds.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        // The first of several that are equally likely.
        let likeliest = |from: &[f32]| from.iter().position(|it| *it == greatest(from)).and_then(|at| KINDS.get(at));
        let kind = likeliest(&self.kinds).copied().unwrap_or(ClaimKind::Other);
        let most = greatest(&self.kinds);
        let all: f32 = self.kinds.iter().map(|it| (it - most).exp()).sum();
        if kind.group() != 0 && all * STANDS_OUT < 1.0 {
            return kind;
        }
        let claims = self.kinds.get(..CLAIMS).unwrap_or(&self.kinds);
        let most = greatest(claims);
        let all: f32 = claims.iter().map(|it| (it - most).exp()).sum();
        let kind = likeliest(claims).copied().unwrap_or(ClaimKind::Other);
        if all * STANDS_OUT > 1.0 { ClaimKind::Other } else { kind }
    }

    /// The tokens that carry the claim: of the runs that are `short` enough (of the first and the last token, at least one
    /// is) the one that likeliest holds all that carries it, and the shortest of those nearly as likely. `open` says with
    /// which tokens it may begin and end; nothing where with none. Quadratic in the tokens that are read, of which there
    /// are at most 128.
    pub fn trigger(&self, open: impl Fn(usize) -> bool, short: impl Fn(usize, usize) -> bool) -> Option<Range<usize>> {
        let count = self.edges.len();
        // Chance that it begins with a token or one behind it; that it ends with it or one before.
        let mut after = chances(self.edges.iter().map(|edge| edge[0]));
        let mut before = chances(self.edges.iter().map(|edge| edge[1]));
        (1..count).rev().for_each(|at| after[at - 1] += after[at]);
        (1..count).for_each(|at| before[at] += before[at - 1]);
        let (open, short) = (&open, &short);
        let ends = |low: usize| (low..count).take_while(move |at| *at == low || short(low, *at));
        let lows = || (0..count).filter(|low| open(*low));
        let runs = || lows().flat_map(|low| ends(low).filter(|at| open(*at)).map(move |last| (low, last)));
        let chance = |(low, last): (usize, usize)| after[low] * before[last];
        let best = runs().map(chance).max_by(f32::total_cmp)?;
        let keep = if self.kind().group() == 0 { KEEP } else { KEEP_SOURCE };
        let near = runs().filter(|run| chance(*run) >= keep * best);
        let (low, last) = near.min_by(|a, b| (a.1 - a.0).cmp(&(b.1 - b.0)).then(chance(*b).total_cmp(&chance(*a))))?;
        Some(low..last + 1)
    }

    /// The probability that any editor would ask, 0 to 1.
    pub fn probability(&self) -> f32 {
        exact_sigmoid(self.flags[1])
    }
}

/// A sentence by itself: what its tokens add up to, and each token's log odds.
#[derive(Clone, Debug)]
struct Alone {
    /// By the tokens' odds, the greatest, the mean.
    summed: Vec<f32>,
    triggers: Vec<f32>,
    edges: Vec<[f32; 2]>,
}

/// The head.
#[derive(Debug)]
pub struct ClaimHead {
    /// The reader's vectors of word pieces.
    pieces: Table<'static>,
    project: Matrix,
    hashed: [Rows; 2],
    flags: Rows,
    norm: Norm,
    layers: Vec<Layer>,
    triggers: Matrix,
    edges: Matrix,
    sentence: Matrix,
    article: Matrix,
    judged: Matrix,
    kinds: Matrix,
    /// Cuts of each group, the usual ones.
    cuts: [f32; GROUPS],
    memory: Memory<Alone>,
}

impl ClaimHead {
    /// The head in the binary; the error says what is wrong with its weights.
    pub fn embedded() -> Result<Self, String> {
        Self::of(BYTES)
    }

    /// The head in a container.
    pub fn of(bytes: &[u8]) -> Result<Self, String> {
        let weights = Weights::of_format(bytes, FORMAT)?;
        let table = |at: usize| -> Result<_, String> { Ok(weights.table(&format!("hashed.{at}"))?.all()) };
        let cuts = weights.rows("cuts")?;
        let usual = cuts.row(0).try_into().map_err(|_| format!("cuts: {} numbers and not {GROUPS}", cuts.width))?;
        let head = Self {
            pieces: Weights::embedded()?.table("pieces")?,
            project: weights.matrix("project")?,
            hashed: [table(HASHED[0])?, table(HASHED[1])?],
            flags: weights.rows("flags")?,
            norm: weights.norm("norm")?,
            layers: convolution::layers(&weights, DILATIONS.len())?,
            triggers: weights.matrix("triggers")?,
            edges: weights.matrix("edges")?,
            sentence: weights.matrix("sentence")?,
            article: weights.matrix("article")?,
            judged: weights.matrix("flags.out")?,
            kinds: weights.matrix("kinds")?,
            cuts: usual,
            memory: Memory::new(GENERATION),
        };
        head.check()
    }

    fn check(self) -> Result<Self, String> {
        let width = self.project.weight.ncols();
        let hidden = self.sentence.weight.ncols();
        let mut shapes = vec![
            ("flags".to_owned(), (self.flags.len(), self.flags.width), (FLAGS.iter().sum(), width)),
            ("norm".to_owned(), (self.norm.gain.len(), 1), (width, 1)),
            ("triggers".to_owned(), self.triggers.weight.dim(), (width, 1)),
            ("edges".to_owned(), self.edges.weight.dim(), (width, 2)),
            ("sentence".to_owned(), self.sentence.weight.dim(), (3 * width + WIDTH, hidden)),
            ("article".to_owned(), self.article.weight.dim(), (4 * hidden, hidden)),
            ("flags.out".to_owned(), self.judged.weight.dim(), (2 * hidden, 2)),
            ("kinds".to_owned(), self.kinds.weight.dim(), (2 * hidden, KINDS.len())),
        ];
        for (table, hash) in self.hashed.iter().zip(HASHED) {
            let rows = features::ROWS[hash] as usize;
            shapes.push((format!("hashed.{hash}"), (table.len(), table.width), (rows, width)));
        }
        shapes.extend(convolution::shapes(&self.layers, width));
        check_shapes(shapes)?;
        Ok(self)
    }

    /// True where an editor would be asked about a sentence.
    pub fn asks(&self, judged: &Judged) -> bool {
        judged.flags[1] >= self.cuts[judged.kind().group()]
    }

    /// Forgets the sentences that were read.
    pub(crate) fn forget(&self) {
        self.memory.clear();
    }

    /// Judges the sentences of one article, in order. Linear time.
    pub(crate) fn judge(&self, sentences: &[Seen]) -> Vec<Judged> {
        let alone = self.alone(sentences);
        let mut input = Rows::zeros(0, self.sentence.weight.nrows());
        for (alone, seen) in alone.iter().zip(sentences) {
            input.values.extend(&alone.summed);
            input.values.extend(seen.around);
        }
        let own = rectified(self.sentence.of(&input));
        let beside = rectified(self.article.of(&beside(&own)));
        let mut both = Rows::zeros(0, own.width + beside.width);
        for (own, beside) in own.iter().zip(beside.iter()) {
            both.values.extend(own);
            both.values.extend(beside);
        }
        let (flags, kinds) = (self.judged.of(&both), self.kinds.of(&both));
        let judged = alone.into_iter().zip(flags.iter().zip(kinds.iter()));
        judged
            .map(|(alone, (flags, kinds))| Judged {
                flags: [flags[0], flags[1]],
                kinds: kinds.to_vec(),
                triggers: alone.triggers,
                edges: alone.edges,
            })
            .collect()
    }

    /// Each sentence by itself, remembered or read.
    fn alone(&self, sentences: &[Seen]) -> Vec<Alone> {
        let mut found: Vec<Option<Alone>> = vec![None; sentences.len()];
        let (mut group, mut tokens) = (Vec::new(), 0);
        for (at, seen) in sentences.iter().enumerate() {
            let words = seen.words.get(..LONGEST).unwrap_or(&seen.words);
            let key = key(words);
            found[at] = self.memory.known(&key);
            if found[at].is_none() {
                tokens += words.len();
                group.push((at, key, words));
            }
            if tokens >= TOGETHER || at + 1 == sentences.len() {
                let words: Vec<&[Word]> = group.iter().map(|(_, _, words)| *words).collect();
                for (alone, (at, key, _)) in self.read(&words).into_iter().zip(group.drain(..)) {
                    self.memory.keep(key, alone.clone());
                    found[at] = Some(alone);
                }
                tokens = 0;
            }
        }
        found.into_iter().flatten().collect()
    }

    /// Reads sentences, each as if it were alone.
    fn read(&self, sentences: &[&[Word]]) -> Vec<Alone> {
        let lengths: Vec<usize> = sentences.iter().map(|words| words.len()).collect();
        let words = || sentences.iter().copied().flatten();
        let mut vectors = Rows::zeros(words().count(), self.pieces.width());
        for (word, row) in words().zip(vectors.iter_mut()) {
            let share = 1.0 / word.pieces.len().max(1) as f32;
            word.pieces.iter().for_each(|piece| self.pieces.add(*piece, share, row));
        }
        let mut x = self.project.of(&vectors);
        for (word, row) in words().zip(x.iter_mut()) {
            for (table, hash) in self.hashed.iter().zip(HASHED) {
                let of = table.row(word.hashes[hash] as usize);
                row.iter_mut().zip(of).for_each(|(value, hashed)| *value += hashed);
            }
            let mut offset = 0;
            for (flag, values) in word.flags.iter().zip(FLAGS) {
                let of = self.flags.row(offset + usize::from(*flag).min(values - 1));
                row.iter_mut().zip(of).for_each(|(value, flag)| *value += flag);
                offset += values;
            }
            self.norm.apply(row);
        }
        for (layer, dilation) in self.layers.iter().zip(DILATIONS) {
            convolve(&mut x, &lengths, layer, dilation);
        }
        let triggers = self.triggers.of(&x).values;
        let edges: Vec<[f32; 2]> = self.edges.of(&x).iter().map(|edge| [edge[0], edge[1]]).collect();
        let mut start = 0;
        let summed = lengths.iter().map(|length| {
            let own = start..start + length;
            start = own.end;
            let triggers = triggers.get(own.clone()).unwrap_or(&[]);
            let edges = edges.get(own.clone()).unwrap_or(&[]);
            Alone { summed: summed(&x.part(&own), triggers), triggers: triggers.to_vec(), edges: edges.to_vec() }
        });
        summed.collect()
    }
}

/// The states of a sentence: weighed by the tokens' odds, the greatest of each, the mean of each.
fn summed(states: &Rows, triggers: &[f32]) -> Vec<f32> {
    let width = states.width;
    let mut found = vec![0.0; 3 * width];
    if states.is_empty() {
        return found;
    }
    // Log odds are small numbers: no maximum is taken off.
    let odds: Vec<f32> = triggers.iter().map(|it| it.clamp(-30.0, 30.0).exp()).collect();
    let all: f32 = odds.iter().sum();
    let share = 1.0 / states.len() as f32;
    let (looked, rest) = found.split_at_mut(width);
    let (greatest, mean) = rest.split_at_mut(width);
    greatest.fill(f32::NEG_INFINITY);
    for (state, odds) in states.iter().zip(&odds) {
        let weight = odds / all;
        for (((looked, greatest), mean), value) in looked.iter_mut().zip(&mut *greatest).zip(&mut *mean).zip(state) {
            *looked += weight * value;
            *greatest = greatest.max(*value);
            *mean += share * value;
        }
    }
    found
}

/// Scores as chances that add up to 1.
fn chances(scores: impl Iterator<Item = f32> + Clone) -> Vec<f32> {
    let most = scores.clone().fold(f32::NEG_INFINITY, f32::max);
    let raised: Vec<f32> = scores.map(|it| (it - most).exp()).collect();
    let all: f32 = raised.iter().sum();
    raised.into_iter().map(|it| it / all).collect()
}

fn rectified(mut rows: Rows) -> Rows {
    rows.values.iter_mut().for_each(|value| *value = value.max(0.0));
    rows
}

/// Each row between the one before and the one after, with the mean of all behind them.
fn beside(own: &Rows) -> Rows {
    let width = own.width;
    let none = vec![0.0; width];
    let mut mean = none.clone();
    let share = 1.0 / own.len().max(1) as f32;
    for row in own.iter() {
        mean.iter_mut().zip(row).for_each(|(mean, value)| *mean += share * value);
    }
    let mut wide = Rows::zeros(0, 4 * width);
    for at in 0..own.len() {
        let before = if at == 0 { &none } else { own.row(at - 1) };
        let after = if at + 1 == own.len() { &none } else { own.row(at + 1) };
        [before, own.row(at), after, &mean].iter().for_each(|part| wide.values.extend(*part));
    }
    wide
}

/// All that a sentence by itself depends on.
fn key(words: &[Word]) -> Box<[u8]> {
    let mut key = Vec::with_capacity(24 * words.len());
    for word in words {
        key.push(word.pieces.len() as u8);
        word.pieces.iter().for_each(|piece| key.extend(piece.to_le_bytes()));
        HASHED.iter().for_each(|hash| key.extend(word.hashes[*hash].to_le_bytes()));
        key.extend(word.flags);
    }
    key.into()
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::model::Models;

    fn read<T: serde::de::DeserializeOwned>(value: &Value) -> T {
        serde_json::from_value(value.clone()).unwrap()
    }

    fn seen(sentence: &Value) -> Seen {
        let pieces: Vec<Vec<u32>> = read(&sentence["pieces"]);
        let (hashes, flags): (Vec<_>, Vec<_>) = (read(&sentence["hashes"]), read(&sentence["flags"]));
        let words = pieces.into_iter().zip(hashes).zip(flags);
        let words = words.map(|((pieces, hashes), flags)| Word { pieces, hashes, flags }).collect();
        Seen { words, around: read(&sentence["around"]) }
    }

    #[test]
    fn its_outputs_are_those_of_the_trainer() {
        let check: Value = serde_json::from_str(include_str!("data/claims-check.json")).unwrap();
        let models = Models::embedded();
        let close = |found: &[f32], expected: Vec<f32>| {
            assert_eq!(found.len(), expected.len());
            let near = found.iter().zip(&expected).all(|(found, expected)| (found - expected).abs() < 2e-3);
            assert!(near, "{found:?} and not {expected:?}");
        };
        for article in check["articles"].as_array().unwrap() {
            let sentences: Vec<Seen> = article.as_array().unwrap().iter().map(seen).collect();
            let judged = models.judge(&sentences);
            // What is remembered is the same as what is read.
            assert_eq!(judged, models.judge(&sentences));
            for (judged, sentence) in judged.iter().zip(article.as_array().unwrap()) {
                let expected = &sentence["expected"];
                close(&judged.flags, read(&expected["flags"]));
                close(&judged.kinds, read(&expected["kinds"]));
                close(&judged.triggers, read(&expected["triggers"]));
                close(&judged.edges.concat(), read::<Vec<Vec<f32>>>(&expected["edges"]).concat());
            }
        }
    }

    #[test]
    fn a_trigger_is_at_most_half_of_a_sentence() {
        let check = |starts: &[f32], ends: &[f32], closed: &[usize], expected: Option<Range<usize>>| {
            let edges = starts.iter().zip(ends).map(|(start, end)| [*start, *end]).collect();
            let judged = Judged { flags: [0.0; 2], kinds: Vec::new(), triggers: Vec::new(), edges };
            let half = |low: usize, last: usize| 2 * (last + 1 - low) <= starts.len();
            let found = judged.trigger(|at| !closed.contains(&at), half);
            assert_eq!(found, expected, "{starts:?} {ends:?}");
        };
        check(&[-9.0, 9.0, -9.0, -9.0], &[-9.0, -9.0, 9.0, -9.0], &[], Some(1..3));
        // More than half of the tokens would be too many.
        check(&[9.0, -9.0, -9.0, -9.0], &[-9.0, -9.0, -9.0, 9.0], &[], Some(0..2));
        // What is a little likelier with more words is shown with fewer.
        check(&[0.0, 4.0, -9.0, -9.0, -9.0, -9.0], &[-9.0, 9.0, -9.0, -9.0, -9.0, -9.0], &[], Some(1..2));
        check(&[2.0, 3.0, -9.0, -9.0, -9.0, -9.0], &[-9.0, 9.0, -9.0, -9.0, -9.0, -9.0], &[], Some(0..2));
        check(&[-9.0, 9.0, -9.0, -9.0], &[-9.0, -9.0, 9.0, -9.0], &[1], Some(2..3));
        check(&[3.0], &[3.0], &[], Some(0..1));
        check(&[3.0], &[3.0], &[0], None);
        check(&[], &[], &[], None);
    }

    #[test]
    fn nothing_and_a_sentence_without_end() {
        let models = Models::embedded();
        assert!(models.judge(&[]).is_empty());
        let word = Word { pieces: vec![0], hashes: [0; 4], flags: [u8::MAX; 4] };
        let empty = Seen { words: Vec::new(), around: [0.0; WIDTH] };
        let long = Seen { words: vec![word; 5000], around: [1.0; WIDTH] };
        let judged = models.judge(&[empty, long]);
        assert_eq!((judged[0].triggers.len(), judged[1].triggers.len()), (0, LONGEST));
        assert!(judged.iter().all(|it| it.flags.iter().chain(&it.kinds).all(|number| number.is_finite())));
    }
}
