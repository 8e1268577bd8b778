//! Named mentions with their titles, from the reader's tags, made consistent over the whole article.

use super::{ArticleAnalysis, Mention, RoleMention};
use crate::model::{Models, ParagraphTags, ParagraphView};

/// A mention before its chain is known, with the roles that stand beside it.
#[derive(Clone, Debug)]
pub struct RawMention {
    /// The mention; its `chain` means nothing yet.
    pub mention: Mention,
    /// Title and appositive.
    pub roles: Vec<RoleMention>,
}

/// Reads every paragraph: one [`ParagraphTags`] a paragraph.
pub fn read(models: &Models, analysis: &ArticleAnalysis) -> Vec<ParagraphTags> {
    let structure = &analysis.structure;
    let read_one = |paragraph: &crate::token::Paragraph| {
        let tokens = paragraph.first_token as usize..paragraph.end_token as usize;
        let sentences = paragraph.first_sentence as usize..paragraph.end_sentence as usize;
        models.read(ParagraphView {
            text: &analysis.text,
            tokens: structure.tokens.get(tokens).unwrap_or(&[]),
            sentences: structure.sentences.get(sentences).unwrap_or(&[]),
            first_token: paragraph.first_token,
            zone: paragraph.zone,
        })
    };
    structure.paragraphs.iter().map(read_one).collect()
}

/// The named mentions of an article, in the order of the text.
pub fn mentions(_models: &Models, _analysis: &ArticleAnalysis, _tags: &[ParagraphTags]) -> Vec<RawMention> {
    Vec::new()
}
