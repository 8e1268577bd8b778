//! Which sentences claim something that somebody could contest, and who answers for them.

use super::{ArticleAnalysis, Claim};
use crate::model::Models;

/// The contestable claims of an article.
pub fn claims(_models: &Models, _analysis: &ArticleAnalysis) -> Vec<Claim> {
    Vec::new()
}
