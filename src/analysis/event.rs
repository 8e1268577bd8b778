//! Event mentions and the events of one article.

use super::{ArticleAnalysis, ArticleEvent, EventMention};
use crate::model::Models;

/// Finds event mentions and groups those that are one event.
pub fn events(_models: &Models, _analysis: &ArticleAnalysis) -> (Vec<EventMention>, Vec<ArticleEvent>) {
    (Vec::new(), Vec::new())
}
