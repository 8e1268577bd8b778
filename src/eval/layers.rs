//! What is marked in an article, layer by layer: the same shape for gold, for what Copydesk finds and for what another
//! system finds, so that all are counted alike. Spans are UTF-8 bytes of the article.

use crate::analysis::{ArticleAnalysis, Attribution, MentionId, MentionKind};
use crate::model::EntityType;
use crate::text::Span;

/// The types of names that count, in the order of the tables.
pub const TYPES: [EntityType; 4] = [EntityType::Person, EntityType::Organization, EntityType::Place, EntityType::Group];

/// The layers of an attribution, in the order of [`Layers::spans`].
pub const LAYERS: [&str; 3] = ["Source", "Cue", "Content"];

/// A name of one of the [`TYPES`], without a leading "the" and a trailing possessive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    /// Where it stands.
    pub span: Span,
    /// What it names.
    pub kind: EntityType,
}

impl Name {
    /// The name at a span, the article and the possessive cut off.
    pub fn new(text: &str, span: Span, kind: EntityType) -> Self {
        Self { span: trimmed(text, span), kind }
    }
}

/// An attribution with a source and a content, several spans each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Relation {
    /// Who says it.
    pub source: Vec<Span>,
    /// What is said.
    pub content: Vec<Span>,
}

/// A mention in a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// The mention itself; in gold the whole noun phrase.
    pub span: Span,
    /// With its title; equal to `span` where there is none.
    pub outer: Span,
    /// The word that it is a mention by; the whole span where that is not told.
    pub head: Span,
    /// What it refers to.
    pub kind: EntityType,
}

/// The mentions of one person or thing, in the order of the text.
pub type Chain = Vec<Member>;

/// What is marked in one article. A layer that nobody looked at is `None`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layers {
    /// In the order of the text.
    pub names: Option<Vec<Name>>,
    /// For each of [`LAYERS`] its marks, each with its parts in the order of the text.
    pub spans: Option<[Vec<Vec<Span>>; 3]>,
    /// Which content is whose.
    pub relations: Option<Vec<Relation>>,
    /// For each sentence whether somebody's word stands behind it, by those who decide nothing else.
    pub attributed: Option<Vec<bool>>,
    /// For each sentence the probability that somebody's word stands behind it.
    pub probabilities: Option<Vec<f32>>,
    /// Mentions that are one.
    pub chains: Option<Vec<Chain>>,
}

impl Layers {
    /// What Copydesk finds.
    pub fn found(analysis: &ArticleAnalysis) -> Self {
        let spans = |of: fn(&Attribution) -> &Vec<Span>| {
            let mut spans: Vec<Vec<Span>> =
                analysis.attributions.iter().map(|it| of(it).clone()).filter(|parts| !parts.is_empty()).collect();
            spans.sort();
            // Several attributions may share a source.
            spans.dedup();
            spans
        };
        let relations = analysis.attributions.iter().filter(|it| !it.source.is_empty() && !it.content.is_empty());
        let relations = relations.map(|it| Relation { source: it.source.clone(), content: it.content.clone() });
        Self {
            names: Some(found_names(analysis)),
            spans: Some([spans(|it| &it.source), spans(|it| &it.cue), spans(|it| &it.content)]),
            relations: Some(relations.collect()),
            attributed: None,
            probabilities: Some(analysis.attributed.to_vec()).filter(|all| !all.is_empty()),
            chains: Some(found_chains(analysis)),
        }
    }
}

fn found_names(analysis: &ArticleAnalysis) -> Vec<Name> {
    let named = analysis.mentions.iter().filter(|mention| mention.kind == MentionKind::Named);
    named
        .filter(|mention| TYPES.contains(&mention.entity_type))
        .map(|mention| Name::new(&analysis.text, mention.span, mention.entity_type))
        .collect()
}

fn found_chains(analysis: &ArticleAnalysis) -> Vec<Chain> {
    let member = |at: &MentionId| {
        let mention = analysis.mentions.get(*at)?;
        let (span, outer, kind) = (mention.span, mention.titled, mention.entity_type);
        Some(Member { span, outer, head: span, kind })
    };
    let chains = analysis.chains.iter().map(|chain| {
        // A description may have been given another type than its chain.
        let members = chain.mentions.iter().filter_map(member);
        members.map(|member| Member { kind: chain.entity_type, ..member }).collect()
    });
    chains.collect()
}

/// Without a leading "the" and a trailing possessive.
fn trimmed(text: &str, span: Span) -> Span {
    let name = span.of_text(text);
    let has_article = name.get(..4).is_some_and(|the| the.eq_ignore_ascii_case("the "));
    let start = span.start + if has_article { 4 } else { 0 };
    let tail = ["'s", "’s", "'", "’"].iter().find(|tail| name.ends_with(**tail));
    let cut = tail.map_or(0, |tail| Span::of(0..tail.len()).end);
    Span::new(start, (span.end - cut).max(start))
}

/// The type that a corpus's label stands for; `None` for what is not counted (dates, sums, products).
pub fn folded(label: &str) -> Option<EntityType> {
    Some(match label.to_ascii_lowercase().as_str() {
        "person" | "per" | "people" => EntityType::Person,
        "organization" | "organisation" | "org" => EntityType::Organization,
        "place" | "location" | "loc" | "facility" | "fac" | "gpe" | "geo" => EntityType::Place,
        "group" | "norp" => EntityType::Group,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_without_article_and_possessive() {
        let cut = |text: &str| trimmed(text, Span::of(0..text.len())).of_text(text).to_owned();
        assert_eq!(cut("the Kremlin’s"), "Kremlin");
        assert_eq!(cut("The Hague'"), "Hague");
        assert_eq!(cut("Theresa May"), "Theresa May");
        assert_eq!(cut("the "), "");
        assert_eq!(cut("’"), "");
        assert_eq!(cut("éthe"), "éthe");
    }
}
