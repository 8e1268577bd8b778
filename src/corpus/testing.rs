//! Analyses made by hand, for tests that must not depend on what the reader finds.

use std::sync::Arc;

use jiff::civil::Date;

use crate::analysis::facts::Facts;
use crate::analysis::{
    Article, ArticleAnalysis, ArticleMeta, Chain, Chains, Gender, Mention, MentionKind, Mentions, Provenance, analyze,
};
use crate::corpus::Corpus;
use crate::lexicon::Language;
use crate::model::{EntityType, Models};
use crate::text::{IndexVec, LineIndex, Span};

/// A corpus of analyses with the keys `0.txt`, `1.txt` ….
pub(crate) fn corpus(analyses: &[Arc<ArticleAnalysis>]) -> Corpus {
    let mut corpus = Corpus::new();
    for (at, analysis) in analyses.iter().enumerate() {
        corpus.set(Arc::from(format!("{at:04}.txt")), Arc::clone(analysis));
    }
    corpus
}

/// An article read by the real reader.
pub(crate) fn read(models: &Models, text: &str, published: Option<Date>) -> Arc<ArticleAnalysis> {
    let meta = ArticleMeta { published, ..ArticleMeta::default() };
    Arc::new(analyze(models, &Article { text: Arc::from(text), meta }))
}

/// An article that does nothing but name: one chain for each list of names.
pub(crate) fn chains(list: &[(EntityType, &[&str])]) -> Arc<ArticleAnalysis> {
    let mut text = String::new();
    let (mut mentions, mut found) = (Mentions::new(), Chains::new());
    for (entity_type, names) in list {
        let chain = found.next_index();
        let mut of_chain = Vec::new();
        for name in *names {
            let span = Span::of(text.len()..text.len() + name.len());
            text.push_str(name);
            text.push_str(" was there.\n\n");
            let kind = MentionKind::Named;
            let (entity_type, probability, provenance) = (*entity_type, 1.0, Provenance::Human);
            let titled = span;
            let mention = Mention { span, titled, kind, entity_type, chain, probability, provenance, link: provenance };
            of_chain.push(mentions.push(mention));
        }
        found.push(Chain {
            name: names[0].to_string(),
            entity_type: *entity_type,
            mentions: of_chain,
            roles: Vec::new(),
            gender: Gender::Unknown,
            plural: false,
            named: true,
            affiliation: None,
        });
    }
    Arc::new(ArticleAnalysis {
        lines: LineIndex::new(&text),
        structure: crate::token::segment(&text, &Language::english()),
        text: Arc::from(text),
        meta: ArticleMeta::default(),
        language: Language::english(),
        published: None,
        outlet: None,
        times: IndexVec::new(),
        mentions,
        chains: found,
        attributions: IndexVec::new(),
        blocks: Vec::new(),
        event_mentions: IndexVec::new(),
        events: IndexVec::new(),
        claims: Vec::new(),
        attributed: IndexVec::new(),
        judged: Arc::default(),
        machine: None,
        facts: Facts::default(),
    })
}
