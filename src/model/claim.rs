//! The claim head: which sentences say something that an editor would ask "says who?" of, and which words.

/// Values of each flag of a word, in the order of [`Word::flags`]: the quotation, who answers for it, the name that it
/// is part of, its kind.
pub const FLAGS: [usize; 4] = [4, 7, 8, 4];
/// Numbers that are told of a sentence beside its tokens.
pub const WIDTH: usize = 24;

/// What the head sees of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Word pieces, as rows of the table of pieces; at least one.
    pub pieces: Vec<u32>,
    /// Rows of the hashed tables ([`super::features::ROWS`]).
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
