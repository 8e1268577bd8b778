//! What one article says, from its text alone: [`analyze`] is total, pure and deterministic.
//!
//! The steps go forward, each from what the last one hands on (`stages`): `reading` (text, structure, day and outlet, time
//! expressions, tags), `mention` (names, titles, roles), `coref` (which mentions are one), [`attribution`] (source, cue,
//! content), [`event`] (event mentions), [`claim`] (which sentences claim something that somebody could contest). In the
//! end everything refers to everything else by index into the vectors of [`ArticleAnalysis`].

use crate::model::Models;
use crate::text::Normalized;

mod article;
pub(crate) mod attribution;
pub mod claim;
pub(crate) mod coref;
mod death;
pub mod decide;
mod event;
pub mod facts;
mod finish;
mod government;
pub mod judged;
mod mention;
mod original;
mod published;
mod reading;
mod stages;
mod time;
mod types;

pub use article::{Article, ArticleAnalysis, ArticleMeta, ArticleRole};
pub use finish::finish;
pub use reading::Reading;
pub use stages::{Draft, Drafts, Linked};
pub use types::{
    ArticleEvent, ArticleEventId, Attribution, AttributionId, Chain, ChainId, Chains, Claim, Decided, DurationUnit,
    EventMention, EventMentionId, Gender, Mention, MentionId, MentionKind, Mentions, Outlet, OutletBlock, Provenance,
    Published, Realis, RoleForm, RoleMention, SourceKind, Style, TimeExpression, TimeId, TimeValue,
};

/// Reads an article. Total: any text gives an analysis; doubt is a score or a `None`. "Now" is the article's date. Words are
/// read composed and without soft hyphens; offsets are those of the text as it is.
pub fn analyze(models: &Models, article: &Article) -> ArticleAnalysis {
    match Normalized::of(&article.text) {
        None => read(models, article),
        Some(normalized) => {
            let plain = Article { text: normalized.text().into(), meta: article.meta.clone() };
            original::original(models, &normalized, &article.text, read(models, &plain))
        }
    }
}

fn read(models: &Models, article: &Article) -> ArticleAnalysis {
    let lexicon = &models.lexicon;
    let (mut reading, tags) = Reading::of(models, article);
    let names = mention::named(&lexicon.names, &reading, &tags);
    reading.times = mention::outside_names(reading.times, &names);
    let named = coref::name(models, &reading, names);
    let cited = attribution::cite(lexicon, &reading, &named, &tags);
    // "he" inside a quotation is not who is quoted.
    let resolved = coref::resolve(models, &reading, named, &cited);
    let attributed = attribution::attribute(lexicon, &reading, &resolved, cited);
    // Only now is it known who speaks where: "I", "we", "the company".
    let linked = coref::link(&lexicon.names, &reading, resolved, attributed);
    finish(models, reading, linked)
}
