//! The reader: a paragraph's tokens in, tags with probabilities out.
//!
//! [`Models::read_all`] is the seam behind which names and Source/Cue/Content are found, token by token: by lexicons and
//! careful rules ([`names`], [`attribution`]), by a small trained network that sees what these found ([`features`],
//! [`network`]), and by what makes one reading of the two ([`reconcile`]). A paragraph that was read is remembered
//! ([`cache`]). Zones, tokens, quotations, times, chains and the assembly of attributions are not its business.

use crate::knowledge::Knowledge;
use crate::lexicon::Lexicon;
use crate::text::Span;
use crate::token::{Paragraph, Sentence, Structure, Token, ZoneKind};

mod activation;
pub mod attribution;
pub mod boosted;
mod cache;
pub mod claim;
pub mod decode;
pub mod features;
pub mod field;
pub mod link;
pub mod names;
pub mod network;
pub mod pieces;
pub mod reconcile;
mod relate;
pub mod same_event;
pub mod vectors;
pub mod weights;

/// What kind of thing a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EntityType {
    /// A human being.
    Person,
    /// A company, body, party, armed group, government office, outlet.
    Organization,
    /// A country, city, region, building.
    Place,
    /// A nationality, religion or political camp ("Syrian", "Alawite", "Republican").
    Group,
    /// A named event or agreement ("Minsk agreement", "Group of 20 summit").
    Event,
    /// A named product, work, law, vehicle.
    Product,
    /// Anything else that bears a name.
    Other,
}

impl EntityType {
    /// The name in machine-readable output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organization => "organization",
            Self::Place => "place",
            Self::Group => "group",
            Self::Event => "event",
            Self::Product => "product",
            Self::Other => "other",
        }
    }
}

/// A token's place in a span of its layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Bio {
    /// First token of a span.
    Begin,
    /// A later token of a span.
    Inside,
    /// In no span.
    #[default]
    Outside,
}

/// A tag on one token of one layer.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Tag<L> {
    /// Place in a span.
    pub bio: Bio,
    /// The span's label; meaningless when outside.
    pub label: L,
    /// Probability that this tag is right, 0 to 1.
    pub probability: f32,
}

/// What the reader says of a paragraph: one tag a token and layer. The three attribution layers are the rules' alone.
/// The three attribution layers are independent, so that a source may lie inside a content (a nested attribution).
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ParagraphTags {
    /// Names: the name alone, without title, article or possessive.
    pub names: Vec<Tag<Option<EntityType>>>,
    /// Who says it.
    pub sources: Vec<Tag<()>>,
    /// The words that tell that something is said, thought or meant.
    pub cues: Vec<Tag<()>>,
    /// What is said.
    pub contents: Vec<Tag<()>>,
    /// Which source and contents belong to which cue. Spans of a relation may nest, which the layers above cannot show.
    pub relations: Vec<Relation>,
    /// For each sentence the probability that it tells what somebody said, thought or meant (a cue, or a content over
    /// 30 % of it, as PolNeAR marks them); empty when rules alone have read.
    pub said: Vec<f32>,
}

/// A cue with its source and contents, as ranges of the paragraph's tokens.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Relation {
    /// Who says it; empty for hearsay.
    pub source: Vec<std::ops::Range<usize>>,
    /// The cue.
    pub cue: Vec<std::ops::Range<usize>>,
    /// What is said.
    pub content: Vec<std::ops::Range<usize>>,
    /// True when nobody in particular says it ("reportedly").
    pub hearsay: bool,
    /// Probability that this is an attribution, 0 to 1.
    pub probability: f32,
}

/// A paragraph as the reader sees it.
#[derive(Clone, Copy, Debug)]
pub struct ParagraphView<'a> {
    /// The text of the whole article; token spans point into it.
    pub text: &'a str,
    /// The paragraph's tokens.
    pub tokens: &'a [Token],
    /// The paragraph's sentences; their token indices count from the article's first token.
    pub sentences: &'a [Sentence],
    /// Index in the article of the first of `tokens`: subtract it from a sentence's token indices.
    pub first_token: u32,
    /// What the paragraph is for.
    pub zone: ZoneKind,
}

impl<'a> ParagraphView<'a> {
    /// A paragraph of a text that was divided.
    pub fn of(text: &'a str, structure: &'a Structure, paragraph: &Paragraph) -> Self {
        let tokens = paragraph.first_token as usize..paragraph.end_token as usize;
        let sentences = paragraph.first_sentence..paragraph.end_sentence;
        Self {
            text,
            tokens: structure.tokens.get(tokens).unwrap_or(&[]),
            sentences: structure.sentences.range(sentences),
            first_token: paragraph.first_token,
            zone: paragraph.zone,
        }
    }

    /// The sentences as ranges of the paragraph's tokens.
    fn inner_sentences(&self) -> Vec<std::ops::Range<usize>> {
        let inside = |token: u32| (token as usize).saturating_sub(self.first_token as usize);
        self.sentences.iter().map(|one| inside(one.first_token)..inside(one.end_token)).collect()
    }

    /// The text of a token.
    pub fn word(&self, token: usize) -> &'a str {
        self.tokens.get(token).map_or("", |token| token.span.of_text(self.text))
    }
}

/// Everything the analysis knows before it reads: built once at the top and passed down.
#[derive(Debug)]
pub struct Models {
    /// The tables.
    pub lexicon: Lexicon,
    /// What is known from outside of the articles.
    pub knowledge: Knowledge,
    /// Word pieces.
    pub pieces: pieces::Pieces,
    /// The trained reader; without it, rules read.
    pub network: Option<network::Network<'static>>,
    /// Whose a content is, in what the network reads.
    linker: Option<link::Linker>,
    /// What nobody answers for, in what the network reads.
    claims: Option<claim::ClaimHead>,
    cache: cache::Cache,
}

impl Models {
    /// The models in the binary.
    pub fn embedded() -> Self {
        let network = weights::Weights::embedded().and_then(|weights| network::Network::new(&weights));
        let heads = || -> Result<_, String> { Ok((link::Linker::embedded()?, claim::ClaimHead::embedded()?)) };
        match network.and_then(|network| Ok((network, heads()?))) {
            Ok((network, (linker, claims))) => {
                let (network, linker, claims) = (Some(network), Some(linker), Some(claims));
                Self { network, linker, claims, ..Self::rules_only() }
            }
            Err(error) => {
                tracing::error!("{error}; names and attributions are read by rule");
                Self::rules_only()
            }
        }
    }

    /// These models with another claim head.
    pub fn with_claim_head(self, head: claim::ClaimHead) -> Self {
        Self { claims: Some(head), ..self }
    }

    /// Lexicons and rules alone.
    pub fn rules_only() -> Self {
        let (lexicon, pieces) = (Lexicon::load(crate::lexicon::ENGLISH), pieces::Pieces::load());
        let knowledge = Knowledge::load();
        Self { lexicon, knowledge, pieces, network: None, linker: None, claims: None, cache: cache::Cache::default() }
    }

    /// Reads one paragraph; see [`Models::read_all`].
    pub fn read(&self, paragraph: ParagraphView<'_>) -> ParagraphTags {
        self.read_all(&[paragraph]).pop().unwrap_or_default()
    }

    /// Reads paragraphs, each by itself: what is said of one depends on nothing but it. Several at once are faster. Total
    /// and deterministic.
    pub fn read_all(&self, paragraphs: &[ParagraphView<'_>]) -> Vec<ParagraphTags> {
        match &self.network {
            // Rules are faster than looking up.
            None => self.read_anew(paragraphs),
            Some(_) => self.cache.get(paragraphs, |some| self.read_anew(some)),
        }
    }

    /// Forgets the paragraphs that were read, so that the next answer is as slow as the first; it is the same.
    pub fn forget(&self) {
        self.cache.clear();
        self.claims.iter().for_each(claim::ClaimHead::forget);
    }

    /// What the claim head says of the sentences of one article, in order; nothing when rules alone read.
    pub fn judge(&self, sentences: &[claim::Seen]) -> Vec<claim::Judged> {
        match (&self.network, &self.claims) {
            (Some(network), Some(claims)) => claims.judge(network.pieces(), sentences),
            _ => Vec::new(),
        }
    }

    /// True where an editor would ask about a sentence that was judged.
    pub fn asks(&self, judged: &claim::Judged) -> bool {
        self.claims.as_ref().is_some_and(|claims| claims.asks(judged))
    }

    /// [`Models::read_all`] without a look at what was read before.
    fn read_anew(&self, paragraphs: &[ParagraphView<'_>]) -> Vec<ParagraphTags> {
        let rules = paragraphs.iter().map(|paragraph| self.rules(*paragraph));
        match (&self.network, &self.linker) {
            (Some(network), Some(linker)) => self.trained(network, linker, paragraphs, rules.collect()),
            _ => rules.collect(),
        }
    }

    /// The network reads with the rules' findings before it; see [`reconcile`].
    fn trained(
        &self,
        network: &network::Network<'_>,
        linker: &link::Linker,
        paragraphs: &[ParagraphView<'_>],
        rules: Vec<ParagraphTags>,
    ) -> Vec<ParagraphTags> {
        let see = |(paragraph, rules): (&ParagraphView<'_>, &ParagraphTags)| network::Seen {
            tokens: features::features(&self.pieces, paragraph, rules),
            sentences: paragraph.inner_sentences(),
        };
        let seen: Vec<_> = paragraphs.iter().zip(&rules).map(see).collect();
        let scores = network.scores(&seen);
        let all = paragraphs.iter().zip(rules).zip(seen.iter().zip(&scores));
        all.map(|((paragraph, rules), (seen, scores))| {
            let names = decode::names(&network.name_field, &scores.names);
            let names = reconcile::names(&self.lexicon.names, paragraph, &rules.names, names);
            let said = decode::said(&network.said_field, &scores.spans);
            let relations = relate::relations(linker, paragraph, rules, &said, &seen.sentences);
            let said = scores.said.iter().map(|odds| activation::exact_sigmoid(*odds)).collect();
            ParagraphTags { names, relations, said, ..ParagraphTags::default() }
        })
        .collect()
    }

    /// What lexicons and rules say of a paragraph.
    pub fn rules(&self, paragraph: ParagraphView<'_>) -> ParagraphTags {
        let mut tags = ParagraphTags::default();
        names::tag(&self.lexicon, paragraph, &mut tags);
        attribution::tag(&self.lexicon, paragraph, &mut tags);
        tags
    }
}

/// Marks `range` of a layer as one span.
pub(crate) fn mark<L: Copy>(layer: &mut [Tag<L>], range: std::ops::Range<usize>, label: L, probability: f32) {
    for (nth, at) in range.enumerate() {
        if let Some(tag) = layer.get_mut(at) {
            *tag = Tag { bio: if nth == 0 { Bio::Begin } else { Bio::Inside }, label, probability };
        }
    }
}

/// The spans of a layer, as token ranges with label and the least probability of their tokens.
pub fn spans<L: Copy + PartialEq>(layer: &[Tag<L>]) -> Vec<(std::ops::Range<usize>, L, f32)> {
    let mut found: Vec<(std::ops::Range<usize>, L, f32)> = Vec::new();
    for (at, tag) in layer.iter().enumerate() {
        match tag.bio {
            Bio::Outside => {}
            Bio::Inside if found.last().is_some_and(|(range, label, _)| range.end == at && *label == tag.label) => {
                if let Some((range, _, probability)) = found.last_mut() {
                    range.end = at + 1;
                    *probability = probability.min(tag.probability);
                }
            }
            Bio::Begin | Bio::Inside => found.push((at..at + 1, tag.label, tag.probability)),
        }
    }
    found
}

/// The byte span of a range of tokens; empty at 0 when the range is empty.
pub fn byte_span(tokens: &[Token], range: std::ops::Range<usize>) -> Span {
    match (tokens.get(range.start), range.end.checked_sub(1).and_then(|last| tokens.get(last))) {
        (Some(first), Some(last)) => Span::new(first.span.start, last.span.end),
        _ => Span::default(),
    }
}
