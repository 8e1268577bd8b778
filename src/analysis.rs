//! What one article says, from its text alone: [`analyze`] is total, pure and deterministic.
//!
//! The steps, a file each: [`published`] (when and where it appeared), `mention` (names, titles, roles), [`time`]
//! (time expressions), `coref` (which mentions are one), [`attribution`] (source, cue, content), [`event`] (event
//! mentions), [`claim`] (which sentences claim something that somebody could contest). Everything refers to
//! everything else by index into the vectors of [`ArticleAnalysis`].

use crate::model::Models;

mod article;
pub mod attribution;
pub mod coref;
pub mod claim;
pub mod event;
pub mod mention;
pub mod published;
pub mod time;
mod types;

pub use article::{Article, ArticleAnalysis, ArticleMeta, Role};
pub use types::{
    ArticleEvent, ArticleEventId, Attribution, AttributionId, Chain, ChainId, Chains, Claim, DurationUnit,
    EventMention, EventMentionId, Gender, Mention, MentionId, MentionKind, Mentions, Outlet, OutletBlock, Provenance,
    Published, Realis, RoleHow, RoleMention, SourceKind, Style, TimeExpression, TimeId, TimeValue,
};

/// Reads an article. Total: any text gives an analysis; doubt is a score or a `None`. "Now" is the article's date.
pub fn analyze(models: &Models, article: &Article) -> ArticleAnalysis {
    let structure = crate::token::segment(&article.text, &models.lexicon);
    let published = published::published(models, &article.text, &structure, &article.meta);
    let outlet = published::outlet(models, &article.text, &structure, &article.meta);
    let mut analysis = ArticleAnalysis { structure, published, outlet, ..ArticleAnalysis::blank(article.clone()) };
    analysis.times = time::times(models, &analysis);
    let tags = mention::read(models, &analysis);
    analysis.attributed = tags.iter().flat_map(|tags| &tags.said).copied().collect();
    let mentions = mention::mentions(models, &analysis, &tags);
    (analysis.mentions, analysis.chains) = coref::named(models, &analysis, mentions);
    analysis.blocks = attribution::blocks(models, &analysis);
    analysis.attributions = attribution::attributions(models, &analysis, &tags);
    // "he" inside a quotation is not who is quoted.
    coref::describe(models, &mut analysis);
    // Only now is it known who speaks where: "he said", "the official said".
    coref::resolve_sources(models, &mut analysis);
    attribution::link_chains(models, &mut analysis);
    coref::follow(models, &mut analysis);
    (analysis.event_mentions, analysis.events) = event::events(models, &analysis);
    analysis.claims = claim::claims(models, &analysis);
    analysis
}
