//! The first stage: what an article's text tells before its names are told apart.

use std::sync::Arc;

use super::article::{Article, ArticleMeta};
use super::types::{Outlet, Published, TimeExpression, TimeId};
use super::{published, time};
use crate::lexicon::Language;
use crate::model::{Models, ParagraphTags, ParagraphView};
use crate::text::{IndexVec, LineIndex, Span};
use crate::token::{SentenceId, Structure};

/// Prose has four bytes a token and more.
const BYTES_A_TOKEN: usize = 4;

/// So many tokens are read by the network whatever they are.
const FEW: usize = 4096;

/// A text with its structure, when and where it appeared, and its time expressions.
#[derive(Clone, Debug)]
pub struct Reading {
    /// As in [`super::ArticleAnalysis`], like all that follows.
    pub text: Arc<str>,
    pub lines: LineIndex,
    pub meta: ArticleMeta,
    pub language: Arc<Language>,
    pub structure: Structure,
    pub published: Option<Published>,
    pub outlet: Option<Outlet>,
    pub times: IndexVec<TimeId, TimeExpression>,
    pub attributed: IndexVec<SentenceId, f32>,
}

impl Reading {
    /// Reads an article, and tags each of its paragraphs.
    pub(super) fn of(models: &Models, article: &Article) -> (Self, Vec<ParagraphTags>) {
        let (text, meta) = (Arc::clone(&article.text), article.meta.clone());
        let structure = crate::token::segment(&text, &models.lexicon);
        let published = published::published(&models.lexicon, &text, &structure, &meta);
        let outlet = published::outlet(&models.lexicon, &text, &structure, &meta);
        let times = time::times(&models.lexicon, &text, &structure, published.map(|known| known.date));
        let tags = tags(models, &text, &structure);
        let attributed = tags.iter().flat_map(|tags| &tags.said).copied().collect();
        let lines = LineIndex::new(&text);
        let language = Arc::clone(&models.lexicon);
        (Self { text, lines, meta, language, structure, published, outlet, times, attributed }, tags)
    }

    /// The words of a span.
    pub(crate) fn slice(&self, span: Span) -> &str {
        span.of_text(&self.text)
    }

    /// The word of a token; empty where there is none.
    pub(crate) fn word(&self, token: usize) -> &str {
        self.structure.tokens.get(token).map_or("", |token| self.slice(token.span))
    }

    /// The first token that ends behind an offset.
    pub(crate) fn token_at(&self, offset: u32) -> usize {
        self.structure.tokens.partition_point(|token| token.span.end <= offset)
    }
}

/// Reads every paragraph. The network reads no more tokens than prose as long as the article has; what comes behind them,
/// in a text that is little but marks and digits, is read by rule.
fn tags(models: &Models, text: &str, structure: &Structure) -> Vec<ParagraphTags> {
    let view = |paragraph| ParagraphView::of(text, structure, paragraph);
    let paragraphs: Vec<_> = structure.paragraphs.iter().map(view).collect();
    let budget = FEW.max(text.len() / BYTES_A_TOKEN);
    let mut tokens = 0;
    let mut within = |paragraph: &ParagraphView<'_>| {
        tokens += paragraph.tokens.len();
        tokens <= budget
    };
    let (prose, rest) = paragraphs.split_at(paragraphs.iter().take_while(|paragraph| within(paragraph)).count());
    let mut tags = models.read_all(prose);
    tags.extend(rest.iter().map(|paragraph| {
        let said = if models.is_trained() { paragraph.sentences.len() } else { 0 };
        ParagraphTags { said: vec![0.0; said], ..models.rules(*paragraph) }
    }));
    tags
}
