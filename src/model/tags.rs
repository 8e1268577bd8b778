//! What a reader sees and says: a paragraph, and the tags and relations of its tokens.

use crate::text::Span;
use crate::token::{Paragraph, Sentence, Structure, Token, ZoneKind};

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
    /// True for a tag that the network found, and no rule changed.
    pub trained: bool,
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
    /// True for what the network found, false for what rules alone did.
    pub trained: bool,
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
    pub(crate) fn inner_sentences(&self) -> Vec<std::ops::Range<usize>> {
        let inside = |token: u32| (token as usize).saturating_sub(self.first_token as usize);
        self.sentences.iter().map(|one| inside(one.first_token)..inside(one.end_token)).collect()
    }

    /// The text of a token.
    pub fn word(&self, token: usize) -> &'a str {
        self.tokens.get(token).map_or("", |token| token.span.of_text(self.text))
    }
}

/// Marks `range` of a layer as one span.
pub(crate) fn mark<L: Copy>(layer: &mut [Tag<L>], range: std::ops::Range<usize>, label: L, probability: f32) {
    for (nth, at) in range.enumerate() {
        if let Some(tag) = layer.get_mut(at) {
            *tag = Tag { bio: if nth == 0 { Bio::Begin } else { Bio::Inside }, label, probability, trained: false };
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
