//! Chains get their numbers: the order of their introductions.

use super::names::full_name;
use crate::analysis::reading::Reading;
use crate::analysis::stages::{Draft, Drafts, Linked, Numbered};
use crate::analysis::types::{Attribution, AttributionId, ChainId, Chains, Mention, MentionId, MentionKind, Mentions};
use crate::lexicon::names::NameLexicon;
use crate::text::IndexVec;

/// Mentions by their place, the longer first where two begin together. One that lies where another does word for word is
/// dropped, the named one kept.
pub(super) fn in_text_order(mentions: Mentions) -> Mentions {
    let mut mentions = Vec::from(mentions);
    mentions
        .sort_by_key(|mention| (mention.span.start, u32::MAX - mention.span.end, mention.kind != MentionKind::Named));
    mentions.dedup_by_key(|mention| mention.span);
    mentions.into()
}

/// Drops mentions of a chain without a name that has no other and is no source.
pub(super) fn without_strays(
    reading: &Reading,
    mentions: Mentions,
    chains: &Drafts,
    attributions: &IndexVec<AttributionId, Attribution>,
) -> Mentions {
    let mut sizes: IndexVec<ChainId, usize> = IndexVec::filled(0, chains.len());
    mentions.iter().for_each(|mention| sizes[mention.chain] += 1);
    let mut starts: Vec<u32> = attributions.iter().flat_map(|it| it.source.iter().map(|span| span.start)).collect();
    starts.sort_unstable();
    let relative = |start: &u32| {
        let rest = reading.text.get(*start as usize..).unwrap_or("");
        rest.starts_with("who ") || rest.starts_with("which ")
    };
    let relatives: Vec<u32> = starts.iter().copied().filter(relative).collect();
    let is_kept = |mention: &Mention| {
        let stray = !chains[mention.chain].named && sizes[mention.chain] < 2;
        // "a diplomat who said"
        let behind = |gap| relatives.binary_search(&(mention.span.end + gap)).is_ok();
        !stray || starts.binary_search(&mention.span.start).is_ok() || behind(1) || behind(2)
    };
    mentions.into_iter().filter(is_kept).collect()
}

/// Puts mentions in the order of the text and chains in that of their introductions; a chain that has lost all mentions is
/// gone. Names and roles of chains follow from their mentions, and what refers to a chain goes along.
pub(crate) fn number(lexicon: &NameLexicon, reading: &Reading, linked: Linked) -> Numbered {
    let Linked { mentions, chains: drafts, mut attributions, mut blocks } = linked;
    let mut mentions = in_text_order(mentions);
    let mut members: IndexVec<ChainId, Vec<MentionId>> = IndexVec::filled(Vec::new(), drafts.len());
    let mut introduced: Vec<ChainId> = Vec::new();
    for (at, mention) in mentions.iter_enumerated() {
        let chain = &mut members[mention.chain];
        if chain.is_empty() {
            introduced.push(mention.chain);
        }
        chain.push(at);
    }
    let mut number: IndexVec<ChainId, Option<ChainId>> = IndexVec::filled(None, drafts.len());
    for (new, old) in introduced.iter().enumerate() {
        number[*old] = Some(ChainId::from(new));
    }
    let mut drafts: IndexVec<ChainId, Option<Draft>> = drafts.into_iter().map(Some).collect();
    let chain = |old: &ChainId| {
        let mut draft = drafts.get_mut(*old).and_then(Option::take)?;
        let members = std::mem::take(&mut members[*old]);
        let of = |kind| members.iter().map(|&at| &mentions[at]).filter(move |it: &&Mention| it.kind == kind);
        draft.named = of(MentionKind::Named).next().is_some();
        draft.name = if draft.named {
            full_name(lexicon, draft.entity_type, of(MentionKind::Named).map(|it| reading.slice(it.span)))
        } else {
            let introduction = of(MentionKind::Nominal).chain(of(MentionKind::Pronoun)).next();
            introduction.map_or_else(String::new, |it| reading.slice(it.span).to_owned())
        };
        draft.affiliation = draft.affiliation.and_then(|old| number[old]);
        draft.roles.sort_by_key(|role| role.span);
        draft.roles.dedup();
        Some(draft.numbered(members))
    };
    let chains: Chains = introduced.iter().filter_map(chain).collect();
    mentions.iter_mut().for_each(|mention| mention.chain = number[mention.chain].unwrap_or_default());
    for attribution in &mut attributions {
        attribution.chain = attribution.chain.and_then(|old| number[old]);
        attribution.joint = attribution.joint.iter().filter_map(|old| number[*old]).collect();
        attribution.joint.sort_unstable();
    }
    blocks.iter_mut().for_each(|block| block.chain = block.chain.and_then(|old| number[old]));
    Numbered { mentions, chains, attributions, blocks }
}
