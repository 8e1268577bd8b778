//! The content words of an article, its mentions and the zones that count: what every feature is read from.

use crate::analysis::{ArticleAnalysis, MentionKind};
use crate::lexicon::idf::stem;
use crate::text::Span;
use crate::token::{Token, TokenKind, ZoneKind};

/// A stem lighter than this is a function word or says nothing in news.
pub(crate) const CONTENT: f32 = 1.2;

/// A content word of an article.
pub(crate) struct Content {
    /// Index of its token.
    pub(crate) token: usize,
    pub(crate) stem: String,
    pub(crate) weight: f32,
}

pub(crate) fn content(analysis: &ArticleAnalysis) -> Vec<Content> {
    let words = content_tokens(analysis).filter(|(_, token)| token.kind == TokenKind::Word);
    let words = words.map(|(token, word)| (token, stem(analysis.slice(word.span))));
    let weighed = words.map(|(token, stem)| Content { token, weight: analysis.language.idf.idf(&stem), stem });
    weighed.filter(|word| word.weight >= CONTENT && word.stem.len() > 1).collect()
}

/// True where the article itself speaks: what every page of a site has must not vote.
pub(crate) fn is_content_zone(zone: ZoneKind) -> bool {
    !matches!(
        zone,
        ZoneKind::Boilerplate
            | ZoneKind::Related
            | ZoneKind::Byline
            | ZoneKind::Kicker
            | ZoneKind::Dateline
            | ZoneKind::DatelineDate
    )
}

/// The tokens of paragraphs that vote.
pub(crate) fn content_tokens(analysis: &ArticleAnalysis) -> impl Iterator<Item = (usize, &Token)> {
    let structure = &analysis.structure;
    let paragraphs = structure.paragraphs.iter().filter(|paragraph| is_content_zone(paragraph.zone));
    paragraphs.flat_map(move |paragraph| {
        let range = paragraph.first_token as usize..paragraph.end_token as usize;
        range.filter_map(move |at| structure.tokens.get(at).map(|token| (at, token)))
    })
}

/// Neighbouring content words, at most one function word between them.
pub(crate) fn neighbours(content: &[Content]) -> impl Iterator<Item = (&Content, &Content)> {
    content.windows(2).filter_map(|pair| match pair {
        [a, b] if b.token - a.token <= 2 && a.stem != b.stem => Some((a, b)),
        _ => None,
    })
}

pub(crate) fn between(content: &[Content], span: std::ops::Range<usize>) -> &[Content] {
    let start = content.partition_point(|word| word.token < span.start);
    let end = content.partition_point(|word| word.token < span.end);
    &content[start..end.max(start)]
}

/// The tokens that a span touches.
pub(crate) fn tokens_in(tokens: &[Token], span: Span) -> std::ops::Range<usize> {
    let start = tokens.partition_point(|token| token.span.end <= span.start);
    start..tokens.partition_point(|token| token.span.start < span.end).max(start)
}

/// For each token, whether it is part of a name.
pub(crate) fn in_names(analysis: &ArticleAnalysis) -> Vec<bool> {
    let mut named = vec![false; analysis.structure.tokens.len()];
    for mention in analysis.mentions.iter().filter(|mention| mention.kind == MentionKind::Named) {
        for token in tokens_in(&analysis.structure.tokens, mention.titled) {
            named[token] = true;
        }
    }
    named
}

/// Spans in the order of the text, for looking up in logarithmic time.
pub(crate) struct Cover(Vec<Span>);

impl Cover {
    pub(crate) fn new(spans: impl Iterator<Item = Span>) -> Self {
        let mut spans: Vec<Span> = spans.collect();
        spans.sort_unstable();
        Self(spans)
    }

    pub(crate) fn covers(&self, span: Span) -> bool {
        let at = self.0.partition_point(|other| other.start <= span.start);
        // Names and times nest two deep at most.
        self.0[at.saturating_sub(3)..at].iter().any(|other| other.covers(span))
    }
}
