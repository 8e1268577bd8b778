//! The shape of an article: zones, paragraphs, sentences, tokens and quotations.

use crate::text::{IndexVec, Span, index_type};

/// What a stretch of an article is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ZoneKind {
    /// The article's title.
    Headline,
    /// A label above or below the title ("Fact checked").
    Kicker,
    /// The lines below the title that sum the article up.
    Standfirst,
    /// Place, outlet or date before the first sentence ("WASHINGTON —", "(The Guardian) –").
    Dateline,
    /// A line, or part of one, with the date of publication.
    DatelineDate,
    /// Who wrote it.
    Byline,
    /// What a picture shows, with its credit.
    Caption,
    /// A heading between paragraphs.
    Subheading,
    /// A link or teaser to another article.
    Related,
    /// The article itself.
    Body,
    /// What every page of the site has: newsletters, comments, copyright.
    Boilerplate,
}

impl ZoneKind {
    /// The name in machine-readable output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Kicker => "kicker",
            Self::Standfirst => "standfirst",
            Self::Dateline => "dateline",
            Self::DatelineDate => "dateline-date",
            Self::Byline => "byline",
            Self::Caption => "caption",
            Self::Subheading => "subheading",
            Self::Related => "related",
            Self::Body => "body",
            Self::Boilerplate => "boilerplate",
        }
    }
}

/// A zone: in the order of the text; a zone may lie inside a paragraph (a dateline before the first sentence).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone {
    /// What it is for.
    pub kind: ZoneKind,
    /// Where it lies, without surrounding white space.
    pub span: Span,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters, with inner hyphens and apostrophes ("cease-fire", "al-Assad", "O'Neill"), or an abbreviation with
    /// its full stops ("U.S.", "Mr.", "F."). A possessive is a token of its own ("’s", "’"). A compound that ties a
    /// name to another word is three tokens, so that the name can be found: "Qaeda - linked", "pro - Russian".
    Word,
    /// Digits with inner commas, full stops or colons ("250,000", "3.5", "90").
    Number,
    /// An opening double quotation mark (or a single one used so).
    QuoteOpen,
    /// A closing double quotation mark (or a single one used so).
    QuoteClose,
    /// Any other single mark.
    Punctuation,
}

/// A token. White space is no token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it lies.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// True between quotation marks, the marks themselves not counted.
    pub quoted: bool,
}

index_type! {
    /// A sentence of a [`Structure`].
    SentenceId
}

impl SentenceId {
    /// The first of a text.
    pub const FIRST: Self = Self(0);

    /// The sentence before it; none before the first.
    pub fn previous(self) -> Option<Self> {
        self.0.checked_sub(1).map(Self)
    }

    /// How many sentences it stands behind another; 0 for one that does not stand behind it.
    pub fn behind(self, other: Self) -> u32 {
        self.0.saturating_sub(other.0)
    }
}

/// A sentence: never crosses a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Where it lies, closing quotation mark included, without surrounding white space.
    pub span: Span,
    /// Its tokens, as indices into [`Structure::tokens`].
    pub first_token: u32,
    /// One past its last token.
    pub end_token: u32,
    /// Its paragraph, as an index into [`Structure::paragraphs`].
    pub paragraph: u32,
}

/// A paragraph: a stretch of text between line ends that holds something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Where it lies, without surrounding white space.
    pub span: Span,
    /// The zone that most of it is.
    pub zone: ZoneKind,
    /// Its first sentence, an index into [`Structure::sentences`].
    pub first_sentence: SentenceId,
    /// One past its last sentence.
    pub end_sentence: SentenceId,
    /// Its tokens, as indices into [`Structure::tokens`].
    pub first_token: u32,
    /// One past its last token.
    pub end_token: u32,
}

/// What stands between quotation marks. A quotation of several paragraphs, each opened again, is several of these
/// with `continues` set on all but the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// With its marks.
    pub span: Span,
    /// Without its marks.
    pub inner: Span,
    /// True when no mark closes it because the next paragraph opens it again.
    pub continues: bool,
}

/// The shape of an article: everything that can be told without reading words for what they mean.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Structure {
    /// In the order of the text.
    pub zones: Vec<Zone>,
    /// In the order of the text.
    pub paragraphs: Vec<Paragraph>,
    /// In the order of the text.
    pub sentences: IndexVec<SentenceId, Sentence>,
    /// In the order of the text.
    pub tokens: Vec<Token>,
    /// In the order of the text, outermost only.
    pub quotations: Vec<Quotation>,
}

impl Structure {
    /// The tokens of a sentence.
    pub fn tokens_of(&self, sentence: &Sentence) -> &[Token] {
        self.tokens.get(sentence.first_token as usize..sentence.end_token as usize).unwrap_or(&[])
    }

    /// The sentence at a byte offset, if any.
    pub fn sentence_at(&self, offset: u32) -> Option<SentenceId> {
        let at = self.sentences.partition_point(|sentence| sentence.span.end <= offset);
        self.sentences.get(at).filter(|sentence| sentence.span.start <= offset).map(|_| at)
    }

    /// The kind of the innermost zone at a byte offset; [`ZoneKind::Body`] where none is marked.
    pub fn zone_at(&self, offset: u32) -> ZoneKind {
        let behind = self.paragraphs.partition_point(|paragraph| paragraph.span.start <= offset);
        let Some(paragraph) = behind.checked_sub(1).and_then(|at| self.paragraphs.get(at)) else {
            return ZoneKind::Body;
        };
        // A zone is a run of whole paragraphs, or lies in one.
        let from = self.zones.partition_point(|zone| zone.span.start < paragraph.span.start);
        let to = self.zones.partition_point(|zone| zone.span.start <= offset);
        let zones = self.zones.get(from..to).unwrap_or(&[]).iter();
        let inner = zones.filter(|zone| zone.span.contains(offset)).min_by_key(|zone| zone.span.len());
        let in_run = || self.paragraphs.get(behind).is_some_and(|next| next.zone == paragraph.zone);
        match inner {
            Some(zone) => zone.kind,
            None if paragraph.span.contains(offset) => paragraph.zone,
            None if paragraph.zone == ZoneKind::Boilerplate && in_run() => paragraph.zone,
            None => ZoneKind::Body,
        }
    }
}
