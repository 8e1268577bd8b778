//! Who says what: the assembly of attributions from the reader's tags and the quotations.

use super::{ArticleAnalysis, Attribution, OutletBlock};
use crate::model::{Models, ParagraphTags};

/// Stretches of another outlet's text ("ABC News reports:").
pub fn blocks(_models: &Models, _analysis: &ArticleAnalysis) -> Vec<OutletBlock> {
    Vec::new()
}

/// Assembles attributions; the sources' chains are filled in by [`link_chains`].
pub fn attributions(_models: &Models, _analysis: &ArticleAnalysis, _tags: &[ParagraphTags]) -> Vec<Attribution> {
    Vec::new()
}

/// Fills in each attribution's chain and kind of source, once descriptions and pronouns have chains.
pub fn link_chains(_models: &Models, _analysis: &mut ArticleAnalysis) {}
