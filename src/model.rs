//! The readers: a paragraph's tokens in, tags with probabilities out.
//!
//! [`Models::read_all`] is the seam behind which names and Source/Cue/Content are found, token by token. A [`reader::Reader`]
//! sees a paragraph and what the readers before it say of it: first lexicons and careful rules ([`rules`]), then a small
//! trained network ([`network`]) whose findings are merged with theirs ([`merge`]). A paragraph that was read is remembered
//! ([`cache`]). Zones, tokens, quotations, times, chains and the assembly of attributions are not their business.

use std::sync::Arc;

use self::cache::Cache;
use self::claim::{ClaimHead, Judged, Seen};
use self::network::wordpieces::Pieces;
use self::reader::Reader;
use self::rules::Rules;
use self::trained::TrainedReader;
use crate::knowledge::Knowledge;
use crate::lexicon::Language;

pub(crate) mod boosted;
mod cache;
pub mod claim;
mod merge;
pub(crate) mod network;
pub mod reader;
pub(crate) mod rules;
pub(crate) mod same_event;
mod tags;
mod trained;
pub(crate) mod vectors;
mod weights;

pub use self::tags::{Bio, EntityType, ParagraphTags, ParagraphView, Relation, Tag, byte_span, spans};

/// Everything the analysis knows before it reads: built once at the top and passed down.
#[derive(Debug)]
pub struct Models {
    /// The tables.
    pub lexicon: Arc<Language>,
    /// What is known from outside of the articles.
    pub knowledge: Knowledge,
    /// Word pieces.
    pub(crate) pieces: Arc<Pieces>,
    /// Each sees what those before it say; the last says what holds.
    readers: Vec<Box<dyn Reader>>,
    /// What nobody answers for; without it, rules read.
    claims: Option<ClaimHead>,
    cache: Cache,
}

impl Models {
    /// The models in the binary.
    pub fn embedded() -> Self {
        let mut models = Self::rules_only();
        let trained = || -> Result<_, String> {
            Ok((TrainedReader::embedded(Arc::clone(&models.pieces))?, ClaimHead::embedded()?))
        };
        match trained() {
            Ok((reader, claims)) => {
                models.readers.push(Box::new(reader));
                models.claims = Some(claims);
            }
            Err(error) => tracing::error!("{error}; names and attributions are read by rule"),
        }
        models
    }

    /// These models with another claim head, where there is one.
    pub fn with_claim_head(self, head: ClaimHead) -> Self {
        Self { claims: self.claims.is_some().then_some(head), ..self }
    }

    /// The lexicon of English and rules alone.
    pub fn rules_only() -> Self {
        Self::rules_of(Language::english())
    }

    /// The lexicon of a language and rules alone.
    pub fn rules_of(lexicon: Arc<Language>) -> Self {
        Self {
            lexicon,
            knowledge: Knowledge::load(),
            pieces: Arc::new(Pieces::load()),
            readers: vec![Box::new(Rules)],
            claims: None,
            cache: Cache::default(),
        }
    }

    /// Reads one paragraph; see [`Models::read_all`].
    pub fn read(&self, paragraph: ParagraphView<'_>) -> ParagraphTags {
        self.read_all(&[paragraph]).pop().unwrap_or_default()
    }

    /// Reads paragraphs, each by itself: what is said of one depends on nothing but it. Several at once are faster. Total
    /// and deterministic.
    pub fn read_all(&self, paragraphs: &[ParagraphView<'_>]) -> Vec<ParagraphTags> {
        if self.is_trained() {
            self.cache.get(paragraphs, |some| self.read_anew(some))
        } else {
            // Rules are faster than looking up.
            self.read_anew(paragraphs)
        }
    }

    /// True when a trained reader reads, and not rules alone.
    pub(crate) fn is_trained(&self) -> bool {
        self.readers.len() > 1
    }

    /// Forgets the paragraphs that were read, so that the next answer is as slow as the first; it is the same.
    pub fn forget(&self) {
        self.cache.clear();
        self.claims.iter().for_each(ClaimHead::forget);
    }

    /// What the claim head says of the sentences of one article, in order; nothing when rules alone read.
    pub fn judge(&self, sentences: &[Seen]) -> Vec<Judged> {
        self.claims.as_ref().map(|claims| claims.judge(sentences)).unwrap_or_default()
    }

    /// True where an editor would ask about a sentence that was judged.
    pub fn asks(&self, judged: &Judged) -> bool {
        self.claims.as_ref().is_some_and(|claims| claims.asks(judged))
    }

    /// [`Models::read_all`] without a look at what was read before.
    fn read_anew(&self, paragraphs: &[ParagraphView<'_>]) -> Vec<ParagraphTags> {
        let nothing = vec![ParagraphTags::default(); paragraphs.len()];
        self.readers.iter().fold(nothing, |before, reader| reader.read(&self.lexicon, paragraphs, before))
    }

    /// What lexicons and rules say of a paragraph.
    pub fn rules(&self, paragraph: ParagraphView<'_>) -> ParagraphTags {
        rules::tags(&self.lexicon, paragraph)
    }
}
