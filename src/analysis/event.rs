//! Event mentions and the events of one article.
//!
//! Three steps, a file each: [`find`] reads the words that name events and their phrases, [`slots`] who, when, where
//! and whether it happened, [`group`] decides which mentions are one event and what the article is about. There are no
//! rules for single events: a lexicon of classes, the words around a head, and slots that agree or conflict.

use super::{ArticleAnalysis, ArticleEvent, EventMention};
use crate::model::Models;

mod find;
mod group;
mod slots;

/// Finds event mentions and groups those that are one event.
pub fn events(models: &Models, analysis: &ArticleAnalysis) -> (Vec<EventMention>, Vec<ArticleEvent>) {
    let lexicon = &models.lexicon.events;
    let view = find::View::new(lexicon, analysis);
    let found = find::find(&view);
    let filled = slots::fill(&view, &found);
    group::group(&view, filled)
}
