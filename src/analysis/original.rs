//! An analysis of a normalized text, told of the text as it was written.

use std::sync::Arc;

use super::article::ArticleAnalysis;
use super::decide;
use super::types::{Attribution, EventMention, Mention, OutletBlock};
use crate::model::Models;
use crate::text::{LineIndex, Normalized, Span};
use crate::token::Structure;

/// The same analysis where `text` stands, of which `normalized` was made. Names of chains stay normalized, so that they
/// are compared as such.
pub(super) fn original(
    models: &Models,
    normalized: &Normalized,
    text: &Arc<str>,
    mut analysis: ArticleAnalysis,
) -> ArticleAnalysis {
    let back = |span: &mut Span| *span = normalized.original(*span);
    structure(&mut analysis.structure, back);
    analysis.published.iter_mut().filter_map(|published| published.place.as_mut()).for_each(back);
    analysis.outlet.iter_mut().filter_map(|outlet| outlet.place.as_mut()).for_each(back);
    analysis.times.iter_mut().for_each(|time| back(&mut time.span));
    for Mention { span, titled, .. } in &mut analysis.mentions {
        [span, titled].into_iter().for_each(back);
    }
    analysis.chains.iter_mut().flat_map(|chain| &mut chain.roles).for_each(|role| back(&mut role.span));
    for Attribution { source, cue, content, .. } in &mut analysis.attributions {
        [source, cue, content].into_iter().flatten().for_each(back);
    }
    for OutletBlock { introducer, span, .. } in &mut analysis.blocks {
        [introducer, span].into_iter().for_each(back);
    }
    for EventMention { span, head, .. } in &mut analysis.event_mentions {
        [span, head].into_iter().for_each(back);
    }
    analysis.claims.iter_mut().for_each(|claim| back(&mut claim.trigger));
    analysis.lines = LineIndex::new(text);
    analysis.text = Arc::clone(text);
    analysis.facts = decide::facts(&models.lexicon, &models.knowledge, &analysis);
    analysis
}

fn structure(structure: &mut Structure, back: impl Fn(&mut Span) + Copy) {
    structure.zones.iter_mut().for_each(|zone| back(&mut zone.span));
    structure.paragraphs.iter_mut().for_each(|paragraph| back(&mut paragraph.span));
    structure.sentences.iter_mut().for_each(|sentence| back(&mut sentence.span));
    structure.tokens.iter_mut().for_each(|token| back(&mut token.span));
    for quotation in &mut structure.quotations {
        [&mut quotation.span, &mut quotation.inner].into_iter().for_each(back);
    }
}
