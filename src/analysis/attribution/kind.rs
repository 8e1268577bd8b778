//! Which chain a source belongs to, and what kind of source it is.

use crate::analysis::{ArticleAnalysis, Attribution, Mention, MentionKind, SourceKind};
use crate::lexicon::attribution::{AttributionLexicon, class};
use crate::model::{EntityType, Models};
use crate::text::Span;

/// The chain of an attribution's source: of the mention that heads it.
pub(super) fn chain(analysis: &ArticleAnalysis, attribution: &Attribution) -> Option<usize> {
    let source = *attribution.source.first()?;
    head_mention(analysis, source).map(|mention| mention.chain)
}

/// The mention that a source is headed by: one that begins it, else a person in it, else the first.
pub(super) fn head_mention(analysis: &ArticleAnalysis, source: Span) -> Option<&Mention> {
    let mentions = &analysis.mentions;
    let first = mentions.partition_point(|mention| mention.span.start < source.start);
    let inside = || mentions.iter().skip(first).take_while(|mention| mention.span.start < source.end);
    let nominal = inside().find(|it| it.span.start == source.start && it.kind != MentionKind::Named);
    let titled = inside().find(|it| it.titled.start == source.start && it.span.end <= source.end);
    let head_end = end_of_head(analysis, source);
    let named_here = inside()
        .find(|it| it.entity_type == EntityType::Person && it.kind == MentionKind::Named && it.span.end <= head_end);
    let appositive = || {
        inside().find(|it| {
            it.entity_type == EntityType::Person && it.kind == MentionKind::Named && it.span.start >= head_end
        })
    };
    // "the Syria envoy, Staffan de Mistura": the name behind the description says who it is.
    nominal
        .filter(|it| named_here.is_none() || it.kind == MentionKind::Pronoun)
        .filter(|it| it.kind == MentionKind::Pronoun || appositive_name(analysis, source, head_end).is_none())
        .or_else(|| appositive_name(analysis, source, head_end))
        .or(titled)
        .or_else(|| nominal)
        .or(named_here)
        .or_else(|| inside().find(|it| it.span.end <= head_end))
        .or_else(appositive)
        .or_else(|| inside().next())
}

/// Where the head phrase of a source ends: at its first comma or relative clause.
fn end_of_head(analysis: &ArticleAnalysis, source: Span) -> u32 {
    let text = analysis.slice(source);
    let cut = [text.find(','), text.find(" who "), text.find(" for "), text.find(" of ")];
    cut.into_iter().flatten().min().map_or(source.end, |at| source.start + Span::of(0..at).end)
}

/// A person's name that follows the head phrase's comma at once.
fn appositive_name(analysis: &ArticleAnalysis, source: Span, head_end: u32) -> Option<&Mention> {
    let text = analysis.slice(Span::new(head_end, source.end));
    let gap = text.strip_prefix(", ").map(|_| 2)?;
    let at = analysis.mentions.partition_point(|mention| mention.titled.start < head_end + gap);
    let mention =
        analysis.mentions.get(at.saturating_sub(1)..)?.iter().take(3).find(|it| it.titled.start == head_end + gap)?;
    (mention.kind == MentionKind::Named && mention.entity_type == EntityType::Person).then_some(mention)
}

/// What kind of source stands behind an attribution.
pub(super) fn kind(
    models: &Models,
    analysis: &ArticleAnalysis,
    attribution: &Attribution,
    chain: Option<usize>,
) -> Option<SourceKind> {
    if attribution.hearsay || attribution.kind == Some(SourceKind::Outlet) {
        return Some(attribution.kind.unwrap_or(SourceKind::Vague));
    }
    let source = *attribution.source.first()?;
    let head = Head::read(&models.lexicon.attribution, analysis.slice(source));
    let chain = chain.and_then(|chain| analysis.chains.get(chain));
    if let Some(chain) = chain.filter(|chain| chain.named) {
        let by_name = head_mention(analysis, source).is_some_and(|mention| mention.kind != MentionKind::Nominal);
        if chain.entity_type == EntityType::Person {
            return Some(SourceKind::Named);
        }
        if !head.unnamed || by_name && head.only_name {
            return Some(match chain.entity_type {
                EntityType::Group => SourceKind::Group,
                _ if head.outlet || is_outlet(analysis, source) => SourceKind::Outlet,
                _ => SourceKind::Office,
            });
        }
    }
    Some(head.kind())
}

fn is_outlet(analysis: &ArticleAnalysis, source: Span) -> bool {
    analysis.outlet.as_ref().is_some_and(|outlet| outlet.name == analysis.slice(source))
}

/// What the words of a source's head phrase tell.
#[derive(Clone, Copy, Debug, Default)]
struct Head {
    classes: u32,
    /// A noun for a person or group without a name ("official").
    unnamed: bool,
    only_name: bool,
    outlet: bool,
    vague: bool,
}

impl Head {
    fn read(lexicon: &AttributionLexicon, source: &str) -> Self {
        let end =
            [source.find(','), source.find(" who "), source.find(" for "), source.find(" of "), source.find(" from ")];
        let cut = end.into_iter().flatten().min().unwrap_or(source.len());
        let head = source.get(..cut).unwrap_or(source);
        let words: Vec<String> = head.split_whitespace().take(12).map(str::to_lowercase).collect();
        let last = words.last().map(String::as_str).unwrap_or("");
        let classes = lexicon.classes(last.trim_end_matches("’s").trim_end_matches("'s"));
        let first = words.first().map(String::as_str).unwrap_or("");
        let people = class::PERSON_NOUN | class::COLLECTIVE_NOUN | class::VAGUE_NOUN;
        Self {
            classes,
            unnamed: classes & people != 0,
            only_name: head.chars().next().is_some_and(char::is_uppercase) && classes == 0,
            outlet: classes & class::OUTLET_NOUN != 0
                && head.split_whitespace().last().is_some_and(|word| word.starts_with(char::is_uppercase)),
            vague: matches!(first, "some" | "many" | "most" | "others" | "several" | "few")
                || matches!(last, "people" | "many" | "some" | "others"),
        }
    }

    fn kind(self) -> SourceKind {
        let plural = self.classes & class::PLURAL_NOUN != 0;
        if self.outlet {
            SourceKind::Outlet
        } else if self.classes & class::VAGUE_NOUN != 0 && (plural || self.vague) {
            SourceKind::Vague
        } else if self.classes & class::COLLECTIVE_NOUN != 0 {
            SourceKind::Group
        } else if self.classes & class::PERSON_NOUN != 0 {
            SourceKind::Anonymous
        } else if self.classes & (class::BODY_NOUN | class::DOCUMENT_NOUN) != 0 {
            if plural && self.classes & class::DOCUMENT_NOUN == 0 { SourceKind::Group } else { SourceKind::Office }
        } else if self.vague {
            SourceKind::Vague
        } else if self.only_name {
            SourceKind::Office
        } else {
            SourceKind::Anonymous
        }
    }
}
